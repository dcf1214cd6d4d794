"""The least cost over a model: relaxation, rounding, then integer programmes over the columns that can still matter.

A column whose reduced cost is r can only be in plans that cost at least the relaxation's bound + r. So an integer programme over
all columns up to some r proves its result for the whole problem as far as bound + r, and columns beyond the gap never matter.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge.workforce.allocation.highs import Clock, Ending, integer
from knowledge.workforce.allocation.model import Model
from knowledge.workforce.allocation.problem import Floats
from knowledge.workforce.allocation.relaxation import SIFTED, cheapest, relax
from knowledge.workforce.allocation.rounding import rounded

PROVEN = 1e-6
"""The relative gap at which a plan counts as proven best."""
WHOLE = 25_000
"""Up to this many columns the integer programme takes them all."""

FIRST_SECONDS = 1.5
"""The most time for a first good plan from few columns, where all of them can follow."""

Report = Callable[[Floats, float], None]
"""Called with each better plan over the model's columns and the bound at that time."""


@dataclass(frozen=True)
class Found:
    """`x` keeps every row, or is None; `partial` is the best that keeps all limits with places still open."""

    ending: Ending
    x: Floats | None
    bound: float
    partial: Floats | None = None


def minimise(
    model: Model,
    cost: Floats,
    clock: Clock,
    *,
    fill_all: bool,
    start: Floats | None = None,
    report: Report | None = None,
) -> Found:
    """The plan of least cost. `start` is a plan that keeps every row."""
    rows, size = model.rows, len(cost)
    whole = bool((cost == np.rint(cost)).all())
    rough = cheapest(model, cost, fill_all=fill_all)
    best, partial = start, None
    if size > SIFTED and report is not None:
        tried = rounded(model, cost, rough.x, rough.reduced, fill_all=fill_all, improve=False)
        full = _keeps(model, tried)
        if full and (best is None or cost @ tried < cost @ best):
            best = tried
        report(tried if best is None else best, rough.bound)
    relaxed = relax(model, cost, clock, fill_all=fill_all)
    if relaxed.ending is Ending.INFEASIBLE:
        return Found(Ending.INFEASIBLE, None, float("inf"))
    root, reduced = relaxed.bound, relaxed.reduced
    bound = _raised(root, whole=whole)
    tried = rounded(model, cost, relaxed.x, reduced, fill_all=fill_all, seconds=min(clock.left / 4, 3.0))
    full = _keeps(model, tried)
    if full and (best is None or cost @ tried < cost @ best):
        best = tried
    if not full:
        partial = tried

    def better(x: Floats) -> None:
        nonlocal best
        if best is None or cost @ x < cost @ best:
            best = x
            if report is not None:
                report(best, bound)

    if report is not None:
        report(tried if best is None else best, bound)
    most = FIRST_SECONDS if size <= WHOLE else float("inf")
    for limit, share in _sizes(model, size):
        if best is not None and _close(float(cost @ best), bound):
            return Found(Ending.OPTIMAL, best, bound)
        if clock.left <= 0.05:
            break
        kept, beyond = _columns(limit, reduced, relaxed.x, best, root, cost)
        chosen = rows.columns(kept, size)
        seconds = clock.left if limit == size else min(max(clock.left * share, 0.05), most)

        def widened(x: Floats, kept: np.ndarray = kept) -> None:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
            wide = np.zeros(size)
            wide[kept] = np.rint(x)
            better(wide)

        solved = integer(chosen, cost[kept], seconds, start=None if best is None else best[kept], improved=widened)
        if solved.x is not None:
            widened(solved.x)
        if solved.ending is Ending.INFEASIBLE and beyond == float("inf") and best is None:
            return Found(Ending.INFEASIBLE, None, float("inf"))
        proven = float("inf") if solved.ending is Ending.INFEASIBLE else solved.bound
        if solved.ending is Ending.OPTIMAL and solved.x is not None:
            proven = float(cost[kept] @ solved.x)
        bound = max(bound, _raised(min(proven, root + beyond), whole=whole))
        if best is not None:
            bound = min(bound, float(cost @ best))
    if best is None:
        return Found(Ending.UNKNOWN, None, bound, partial)
    ending = Ending.OPTIMAL if _close(float(cost @ best), bound) else Ending.FEASIBLE
    return Found(ending, best, bound)


def _raised(bound: float, *, whole: bool) -> float:
    """With whole costs the optimum is whole too."""
    if not whole or not np.isfinite(bound):
        return bound
    return float(np.ceil(bound - 1e-6 * max(1.0, abs(bound) * 1e-3)))


def _close(value: float, bound: float) -> bool:
    return value - bound <= PROVEN * 0.1 * max(abs(value), 1e-9) or value - bound <= 1e-9


def _keeps(model: Model, x: Floats) -> bool:
    """Whether a plan that keeps all limits also fills what must be filled."""
    return bool((model.rows.activity(x) >= model.rows.lower - 1e-9).all())


def _sizes(model: Model, size: int) -> list[tuple[int, float]]:
    """How many columns each integer programme takes and for what share of the time left; the last takes all that matter."""
    places = max(int(model.problem.places.sum()), 50)
    steps = ((3, 0.25),) if size <= WHOLE else ((3, 0.4), (8, 0.5), (20, 0.5))
    return [(times * places, share) for times, share in steps if times * places < size] + [(size, 1.0)]


def _columns(
    limit: int, reduced: Floats, x: Floats, best: Floats | None, root: float, cost: Floats
) -> tuple[np.ndarray, float]:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
    """Up to `limit` columns of least reduced cost besides those in use, and the least reduced cost of all others."""
    size = len(cost)
    in_use = x > 1e-9
    ceiling = float("inf")
    if best is not None:
        in_use |= best > 0.5
        ceiling = float(cost @ best) - root + 1e-7 * max(1.0, abs(root))
    if limit < size:
        ceiling = min(ceiling, float(np.partition(reduced, limit)[limit]))
    kept = np.flatnonzero(in_use | (reduced <= ceiling))
    if len(kept) == size:
        return kept, float("inf")
    left = np.ones(size, dtype=np.bool_)
    left[kept] = False
    return kept, max(float(reduced[left].min()), 0.0)
