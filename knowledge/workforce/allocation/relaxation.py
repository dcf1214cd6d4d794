"""The relaxation of a model, its proven bound and reduced costs; for very many columns solved over the promising ones only."""

from dataclasses import dataclass

import numpy as np

from knowledge.workforce.allocation.bound import best_bound, reduced_costs
from knowledge.workforce.allocation.highs import Clock, Ending, linear
from knowledge.workforce.allocation.model import Model
from knowledge.workforce.allocation.problem import Bools, Floats

SIFTED = 150_000
"""From this many columns on, columns are priced into the linear programme instead of all standing in it."""
FIRST_A_DEMAND = 30
ROUNDS = 25


@dataclass(frozen=True)
class Relaxed:
    """`bound` holds for every plan, however the solve ended; `x` is 0 throughout without a solution."""

    ending: Ending
    x: Floats
    bound: float
    reduced: Floats


def relax(model: Model, cost: Floats, clock: Clock, *, fill_all: bool) -> Relaxed:
    """The relaxation, as far as the time allows."""
    found = cheapest(model, cost, fill_all=fill_all)
    size = len(cost)
    kept = np.ones(size, dtype=np.bool_)
    depth = FIRST_A_DEMAND
    if size > SIFTED:
        kept = _nearest(model, cost, depth)
    x = np.zeros(size)
    for _ in range(ROUNDS):
        if clock.left <= 0:
            break
        columns = np.flatnonzero(kept).astype(np.int32)
        rows = model.rows if len(columns) == size else model.rows.columns(columns, size)
        solved = linear(rows, cost[columns], clock.left)
        if solved.ending is Ending.INFEASIBLE:
            if len(columns) == size:
                return Relaxed(Ending.INFEASIBLE, x, float("inf"), cost)
            depth *= 4
            kept = kept | _nearest(model, cost, depth)
            continue
        bound, multipliers = best_bound(model.rows, cost, solved.multipliers)
        reduced = reduced_costs(model.rows, cost, multipliers)
        if solved.ending is Ending.OPTIMAL:
            x = np.zeros(size)
            x[columns] = solved.x
        if bound >= found.bound:
            found = Relaxed(solved.ending, x, bound, reduced)
        else:
            found = Relaxed(solved.ending, x, found.bound, found.reduced)
        promising = np.flatnonzero((reduced < -1e-7) & ~kept)
        if solved.ending is not Ending.OPTIMAL or not len(promising):
            break
        most = max(len(columns) // 2, 1000)
        kept[promising[np.argsort(reduced[promising], kind="stable")[:most]]] = True
    return found


def cheapest(model: Model, cost: Floats, *, fill_all: bool) -> Relaxed:
    """The bound without a solver: each demand's cheapest pairs, whoever else wants them."""
    multipliers = np.zeros(model.rows.number)
    if fill_all:
        places = model.problem.places
        wanted = np.flatnonzero(places > 0)
        order = np.lexsort((cost, model.demand))
        ends = np.searchsorted(model.demand[order], np.arange(len(places) + 1))
        for row, j in enumerate(wanted.tolist()):
            last = ends[j] + int(places[j]) - 1
            if last < ends[j + 1]:
                multipliers[row] = cost[order[last]]
    bound, used = best_bound(model.rows, cost, multipliers)
    return Relaxed(Ending.UNKNOWN, np.zeros(len(cost)), bound, reduced_costs(model.rows, cost, used))


def _nearest(model: Model, cost: Floats, depth: int) -> Bools:
    """Each demand's cheapest columns."""
    order = np.lexsort((cost, model.demand))
    demand = model.demand[order]
    first = np.searchsorted(demand, np.arange(len(model.problem.places)))
    rank = np.arange(len(order)) - first[demand]
    kept = np.zeros(len(cost), dtype=np.bool_)
    kept[order[rank < depth + model.problem.places[demand]]] = True
    return kept
