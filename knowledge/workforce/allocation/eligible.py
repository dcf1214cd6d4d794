"""Which contributors may fill which demands, where a problem doesn't list its pairs: must skills, rate, kind, country."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.workforce.allocation.problem import Bools, Floats, Ints


@dataclass(frozen=True)
class Eligible:
    """Allowed pairs as arrays of one length; `load` points into the rows of `loads`."""

    contributor: Ints
    demand: Ints
    cost: Floats
    load: Ints
    loads: Floats
    fit: Floats

    def only(self, kept: Bools) -> "Eligible":
        return Eligible(
            self.contributor[kept],
            self.demand[kept],
            self.cost[kept],
            self.load[kept],
            self.loads,
            self.fit[kept],
        )


def eligible_pairs(people: Sequence[dict[str, Any]], needs: Sequence[dict[str, Any]], periods: int) -> Eligible:
    """Every pair whose contributor has all must skills at their levels, a rate within the maximum, and an allowed kind
    and country. A cost is rate × the sum of the demand's load; an unknown rate is not above any maximum and costs 0.
    """
    holders: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for n, person in enumerate(people):
        for skill, level in person["skills"].items():
            holders[skill][0].append(n)
            holders[skill][1].append(level)
    index = {skill: (np.array(who, dtype=np.int32), np.array(levels)) for skill, (who, levels) in holders.items()}
    rate = np.array([np.nan if person["rate"] is None else person["rate"] for person in people], dtype=np.float64)
    kind = np.array([person["kind"] for person in people], dtype=object)
    country = np.array([person["country"] for person in people], dtype=object)
    nobody = (np.empty(0, dtype=np.int32), np.empty(0))
    everybody = np.arange(len(people), dtype=np.int32)
    who: list[Ints] = []
    cost: list[Floats] = []
    fit: list[Floats] = []
    for need in needs:
        chosen = everybody
        for skill, least in sorted(need["must"].items(), key=lambda item: len(index.get(item[0], nobody)[0])):
            having, levels = index.get(skill, nobody)
            chosen = np.intersect1d(chosen, having[levels >= least], assume_unique=True)
        if need["max_rate"] is not None:
            chosen = chosen[~(rate[chosen] > need["max_rate"])]
        if need["kinds"]:
            chosen = chosen[np.isin(kind[chosen].astype(str), sorted(need["kinds"]))]
        if need["countries"]:
            chosen = chosen[np.isin(country[chosen].astype(str), sorted(need["countries"]))]
        who.append(chosen.astype(np.int32))
        cost.append(np.nan_to_num(rate[chosen], nan=0.0) * sum(need["load"]))
        met = np.zeros(len(chosen))
        for skill, least in need["nice"].items():
            having, levels = index.get(skill, nobody)
            met += np.isin(chosen, having[levels >= least])
        fit.append(met / max(len(need["nice"]), 1))
    sizes = [len(chosen) for chosen in who]
    demand = np.repeat(np.arange(len(needs), dtype=np.int32), sizes)
    loads = np.array([need["load"] for need in needs], dtype=np.float64).reshape(len(needs), periods)
    return Eligible(_joined(who, np.int32), demand, _joined(cost, np.float64), demand, loads, _joined(fit, np.float64))


def _joined(parts: Sequence[Any], dtype: Any) -> Any:
    return np.concatenate(parts).astype(dtype) if parts else np.empty(0, dtype=dtype)
