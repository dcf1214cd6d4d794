"""A plan under construction: pairs are taken and dropped, and no limit is ever passed."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from knowledge.workforce.allocation.model import Model
from knowledge.workforce.allocation.problem import TOLERANCE, Floats


class Booked:
    """A plan under construction, with what is left of every limit."""

    def __init__(self, model: Model, *, fill_all: bool) -> None:
        problem = model.problem
        self._p = problem
        self._demand = model.demand.tolist()
        self._contributor = problem.contributor[model.columns].tolist()
        self._load = problem.load[model.columns].tolist()
        self._cost = model.cost.tolist()
        self._external = problem.external[problem.contributor[model.columns]].tolist()
        self._room = problem.capacity * (1 + TOLERANCE) + TOLERANCE
        self._active = problem.loads > 0
        self._roles = np.zeros(problem.capacity.shape, dtype=np.int32)
        self.open = problem.places.tolist()
        self._left = float("inf") if problem.budget is None else problem.budget * (1 + TOLERANCE) + TOLERANCE
        self._places = int(problem.places.sum()) if fill_all else 0
        self._fill_all = fill_all
        self._externals = 0
        self.taken: dict[int, None] = {}
        self.of_person: dict[int, set[int]] = defaultdict(set)

    def take(self, column: int) -> bool:
        """Book this pair if its demand has an open place and no limit is passed."""
        if not self.open[self._demand[column]] or column in self.taken:
            return False
        who, load = self._contributor[column], self._p.loads[self._load[column]]
        if self._cost[column] > self._left or (load > self._room[who]).any():
            return False
        roles = self._p.concurrent_roles_max
        if roles is not None and (self._roles[who][self._active[self._load[column]]] >= roles).any():
            return False
        share = self._p.external_share_max
        if share is not None and self._external[column]:
            places = self._places if self._fill_all else len(self.taken) + 1
            if self._externals + 1 > share * places + TOLERANCE:
                return False
            self._externals += 1
        self._room[who] -= load
        self._roles[who] += self._active[self._load[column]]
        self._left -= self._cost[column]
        self.open[self._demand[column]] -= 1
        self.taken[column] = None
        self.of_person[who].add(column)
        return True

    def drop(self, column: int) -> None:
        """Take a booking back."""
        who = self._contributor[column]
        self._room[who] += self._p.loads[self._load[column]]
        self._roles[who] -= self._active[self._load[column]]
        self._left += self._cost[column]
        self._externals -= bool(self._external[column])
        self.open[self._demand[column]] += 1
        del self.taken[column]
        self.of_person[who].discard(column)

    def with_person_of(self, column: int) -> list[int]:
        """What else the person of this pair is booked on."""
        return sorted(self.of_person[self._contributor[column]] - {column})

    def take_all(self, columns: Iterable[int]) -> None:
        for column in columns:
            self.take(column)

    def x(self, columns: int) -> Floats:
        chosen = np.zeros(columns)
        chosen[list(self.taken)] = 1.0
        return chosen
