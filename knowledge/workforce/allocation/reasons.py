"""Why places are open in a plan: of the people allowed, what stands against each, counted."""

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from knowledge.workforce.allocation.problem import TOLERANCE, Problem

NAMED = 3


def unfilled(problem: Problem, chosen: tuple[int, ...], *, explain: bool = True) -> list[dict[str, Any]]:
    """Each demand with open places: how many, and why."""
    filled = np.bincount(problem.demand[list(chosen)], minlength=len(problem.demand_ids)) if chosen else None
    missing = problem.places - (0 if filled is None else filled)
    rows: list[dict[str, Any]] = []
    state = _State(problem, chosen) if explain else None
    for j in np.flatnonzero(missing > 0).tolist():
        reasons = state.reasons(j) if state is not None else []
        rows.append({"demand": problem.demand_ids[j], "missing": int(missing[j]), "reasons": reasons})
    return rows


class _State:
    """A plan's use of every limit."""

    def __init__(self, problem: Problem, chosen: tuple[int, ...]) -> None:
        p = self._p = problem
        self._used = np.zeros(p.capacity.shape)
        self._roles = np.zeros(p.capacity.shape, dtype=np.int32)
        self._on: dict[int, list[int]] = defaultdict(list)
        self._cost = 0.0
        self._externals = 0
        self._n = len(chosen)
        for pair in chosen:
            i, load = int(p.contributor[pair]), p.loads[p.load[pair]]
            self._used[i] += load
            self._roles[i] += load > 0
            self._on[i].append(int(p.demand[pair]))
            self._cost += float(p.cost[pair])
            self._externals += int(p.external[i])
        order = np.argsort(p.demand, kind="stable")
        ends = np.searchsorted(p.demand[order], np.arange(len(p.demand_ids) + 1))
        self._order, self._ends = order, ends

    def reasons(self, j: int) -> list[str]:
        """Sentences, the most frequent reason first."""
        p = self._p
        pairs: list[int] = self._order[self._ends[j] : self._ends[j + 1]].tolist()
        if not pairs:
            return ["nobody is allowed: no contributor has what the demand asks for"]
        counts: Counter[str] = Counter()
        elsewhere: Counter[str] = Counter()
        for pair in pairs:
            i = int(p.contributor[pair])
            if j in self._on[i]:
                continue
            reason = self._against(pair, i)
            counts[reason] += 1
            if reason == _BUSY:
                elsewhere.update(p.demand_ids[k] for k in self._on[i])
        said: list[str] = []
        for reason, n in counts.most_common():
            where = ""
            if reason == _BUSY and elsewhere:
                where = f" (on {', '.join(id_ for id_, _ in elsewhere.most_common(NAMED))})"
            said.append(f"{n} of {len(pairs)} allowed: {reason}{where}")
        places = int(p.places[j])
        if len(pairs) < places:
            said.insert(0, f"only {len(pairs)} allowed for {places} places")
        return said

    def _against(self, pair: int, i: int) -> str:
        p = self._p
        load, room = p.loads[p.load[pair]], p.capacity[i]
        slack = TOLERANCE * np.maximum(room, 1)
        if (load > room + slack).any():
            return "too little capacity"
        if (self._used[i] + load > room + slack).any():
            return _BUSY
        if p.concurrent_roles_max is not None and (self._roles[i][load > 0] >= p.concurrent_roles_max).any():
            return "too many roles at once"
        if p.budget is not None and self._cost + float(p.cost[pair]) > p.budget * (1 + TOLERANCE):
            return "beyond the budget"
        share = p.external_share_max
        if share is not None and p.external[i] and self._externals + 1 > share * (self._n + 1) + TOLERANCE:
            return "beyond the share of externals"
        return (
            "costs more than the place is worth"
            if p.objective == "balanced"
            else "free, but not in the plan found so far"
        )


_BUSY = "needed on another demand"
