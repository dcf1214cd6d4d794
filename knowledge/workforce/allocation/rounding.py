"""Plans from a relaxation: pairs in its order, each taken when every limit still holds, then whatever fits besides."""

import numpy as np

from knowledge.workforce.allocation.booked import Booked
from knowledge.workforce.allocation.exchange import Improvement
from knowledge.workforce.allocation.model import Model
from knowledge.workforce.allocation.problem import Floats

TRIED_A_PLACE = 500
"""How many people are tried for an open place before it is left to the integer programme."""


def rounded(
    model: Model,
    cost: Floats,
    x: Floats,
    reduced: Floats,
    *,
    fill_all: bool,
    improve: bool = True,
    seconds: float = 1.0,
) -> Floats:
    """A plan near the relaxation's solution. Every limit holds; with `fill_all` places may still be open."""
    booked = Booked(model, fill_all=fill_all)
    support = np.flatnonzero(x > 1e-6)
    first = support[np.lexsort((reduced[support], -np.round(x[support], 6)))]
    booked.take_all(first.tolist())
    booked.take_all(first.tolist())
    worth = cost < 0
    order = np.lexsort((cost, np.maximum(reduced, 0), model.demand))
    demand = model.demand[order]
    ends = np.searchsorted(demand, np.arange(len(model.problem.places) + 1))
    for _ in range(2 if model.problem.external_share_max is not None else 1):
        for j in np.flatnonzero(np.array(booked.open) > 0).tolist():
            for column in order[ends[j] : ends[j + 1]][:TRIED_A_PLACE].tolist():
                if fill_all or worth[column]:
                    booked.take(column)
                if not booked.open[j]:
                    break
    if improve:
        Improvement(booked, model, cost, fill_all=fill_all).run(seconds)
    return booked.x(len(cost))


def greedy(model: Model, cost: Floats, *, fill_all: bool) -> Floats:
    """The plan that takes the cheapest fitting pair again and again: what the optimiser is measured against."""
    booked = Booked(model, fill_all=fill_all)
    order = np.argsort(cost, kind="stable")
    if not fill_all:
        order = order[cost[order] < 0]
    booked.take_all(order.tolist())
    return booked.x(len(cost))
