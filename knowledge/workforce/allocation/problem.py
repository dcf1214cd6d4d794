"""A staffing problem as arrays: people with capacity by period, demands with places, and the allowed pairs of both.

Units: `capacity` and loads share any one unit (1.0 is full time where they come from the registry); a cost is in the one
currency of the problem. Pairs are ordered by contributor, then demand, so that every run gives the same plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]

TOLERANCE = 1e-9
"""How far a sum may pass its limit, relative to the limit or to 1: what decimal fractions lose in binary."""

PRIORITY_WORTH = {1: 4.0, 2: 3.0, 3: 2.0, 4: 1.5, 5: 1.25}
"""`balanced`: what a filled place is worth, in multiples of the mean cost of the demand's allowed pairs."""
FIT_WORTH = 0.10
"""`balanced`: what all nice skills together are worth, in the same multiple."""
KEEP_WORTH = 0.05
"""`balanced`: what keeping today's person on the place is worth, in the same multiple."""


class Objective(StrEnum):
    COST = "cost"
    COVERAGE = "coverage"
    BALANCED = "balanced"


@dataclass(frozen=True)
class Problem:
    """C contributors, D demands, P periods, N allowed pairs, L different loads.

    Shapes: capacity (C, P); places, priority (D,); contributor, demand, cost, load, fit, current (N,); loads (L, P).
    `fit` is the share of the demand's nice skills that the contributor has, `current` marks pairs of today's plan.
    `allowed_reasons` says of a demand without allowed pairs why there are none.
    """

    periods: tuple[str, ...]
    contributor_ids: tuple[str, ...]
    demand_ids: tuple[str, ...]
    capacity: Floats
    external: Bools
    places: Ints
    priority: Floats
    contributor: Ints
    demand: Ints
    cost: Floats
    load: Ints
    loads: Floats
    fit: Floats
    current: Bools
    objective: Objective = Objective.COST
    budget: float | None = None
    external_share_max: float | None = None
    concurrent_roles_max: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        return len(self.cost)

    def only_demands(self, kept: Sequence[int]) -> "Problem":
        """The same problem with these demands alone (positions), every limit unchanged."""
        places = np.zeros_like(self.places)
        chosen = np.asarray(kept, dtype=np.int64)
        places[chosen] = self.places[chosen]
        return replace(self.only_pairs(places[self.demand] > 0), places=places)

    def only_pairs(self, kept: Bools) -> "Problem":
        """The same problem with these pairs alone."""
        return replace(
            self,
            contributor=self.contributor[kept],
            demand=self.demand[kept],
            cost=self.cost[kept],
            load=self.load[kept],
            fit=self.fit[kept],
            current=self.current[kept],
        )

    def worth(self) -> Floats:
        """`balanced`: what choosing each pair is worth before its cost."""
        totals = np.bincount(self.demand, weights=np.abs(self.cost), minlength=len(self.demand_ids))
        numbers = np.maximum(np.bincount(self.demand, minlength=len(self.demand_ids)), 1)
        mean = totals / numbers
        mean[mean <= 0] = 1.0
        levels = np.clip(np.rint(self.priority), 1, 5).astype(int)
        factor = np.array([PRIORITY_WORTH[int(level)] for level in levels])
        share = factor[self.demand] + FIT_WORTH * self.fit + KEEP_WORTH * self.current
        return np.asarray(mean[self.demand] * share, dtype=np.float64)
