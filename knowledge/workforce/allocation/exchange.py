"""A plan made better by exchanges: a cheaper person for a place, if need be by moving what else they do to somebody else."""

import time

import numpy as np

from knowledge.workforce.allocation.booked import Booked
from knowledge.workforce.allocation.model import Model
from knowledge.workforce.allocation.problem import Floats

TRIED = 40
"""Candidates tried for one place in one round."""
ROUNDS = 6


class Improvement:
    """Exchanges on one plan. Every step keeps all limits and lowers the cost, or fills an open place."""

    def __init__(self, booked: Booked, model: Model, cost: Floats, *, fill_all: bool) -> None:
        self._booked = booked
        self._fill_all = fill_all
        order = np.lexsort((cost, model.demand))
        ends = np.searchsorted(model.demand[order], np.arange(len(model.problem.places) + 1))
        self._of_demand = [order[ends[j] : ends[j + 1]].tolist() for j in range(len(ends) - 1)]
        self._cost: list[float] = cost.tolist()
        self._demand: list[int] = model.demand.tolist()

    def run(self, seconds: float) -> None:
        """Rounds until nothing gets better or the time is over."""
        ends = time.monotonic() + seconds
        for _ in range(ROUNDS):
            changed = False
            for j in np.flatnonzero(np.array(self._booked.open) > 0).tolist():
                for column in self._of_demand[j][: 4 * TRIED]:
                    worth = float("inf") if self._fill_all else -self._cost[column]
                    if self._booked.open[j] and worth > 0 and self._put(column, worth):
                        changed = True
            dear = sorted(self._booked.taken, key=lambda column: (-self._cost[column], column))
            for column in dear:
                if time.monotonic() > ends:
                    return
                if column in self._booked.taken:
                    changed = self._cheaper(column) or changed
            if not changed:
                return

    def _cheaper(self, column: int) -> bool:
        """Fill the place of this pair at less cost in total, or leave it as it was."""
        booked = self._booked
        booked.drop(column)
        if not self._fill_all and self._cost[column] > 0:
            return True
        for other in self._of_demand[self._demand[column]][:TRIED]:
            saved = self._cost[column] - self._cost[other]
            if saved <= 1e-9:
                break
            if self._put(other, saved):
                return True
        booked.take(column)
        return False

    def _put(self, column: int, worth: float) -> bool:
        """Take this pair, moving at most one other booking of its person, if that costs less than it is worth."""
        booked = self._booked
        if booked.take(column):
            return True
        for moved in booked.with_person_of(column):
            booked.drop(moved)
            if booked.take(column):
                for other in self._of_demand[self._demand[moved]][:TRIED]:
                    if self._cost[other] - self._cost[moved] >= worth - 1e-9:
                        break
                    if other != moved and booked.take(other):
                        return True
                booked.drop(column)
            booked.take(moved)
        return False
