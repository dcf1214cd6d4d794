"""Why not everything can be filled: a smallest set of demands and limits that conflict, found by deletion.

Demands: without any one of them the rest can all be filled. Limits: with any one of them lifted those demands could.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from knowledge.workforce.allocation.highs import Clock, Ending, integer, linear
from knowledge.workforce.allocation.model import build
from knowledge.workforce.allocation.problem import Problem
from knowledge.workforce.allocation.rounding import rounded

T = TypeVar("T")


class OutOfTime(Exception):
    """The time is over before it is known."""


@dataclass(frozen=True)
class Limit:
    """One limit of a conflict: `capacity` and `concurrent_roles_max` of a contributor in a period (positions), `nobody`
    for a demand, `budget`, `external_share_max`."""

    kind: str
    contributor: int | None = None
    period: int | None = None
    demand: int | None = None


@dataclass(frozen=True)
class Conflict:
    """`minimal` (of the demands) and `limits_minimal` are False when the time ended before every member was tried."""

    demands: tuple[int, ...]
    limits: tuple[Limit, ...]
    minimal: bool
    limits_minimal: bool = True

    def as_json(self, problem: Problem) -> dict[str, Any]:
        limits: list[dict[str, Any]] = []
        for limit in self.limits:
            row: dict[str, Any] = {"kind": limit.kind}
            if limit.contributor is not None:
                row["contributor"] = problem.contributor_ids[limit.contributor]
            if limit.period is not None:
                row["period"] = problem.periods[limit.period]
            if limit.demand is not None:
                row["demand"] = problem.demand_ids[limit.demand]
            limits.append(row)
        return {
            "demands": [problem.demand_ids[j] for j in self.demands],
            "limits": limits,
            "minimal": self.minimal,
            "limits_minimal": self.limits_minimal,
        }


def conflict(problem: Problem, clock: Clock) -> Conflict:
    """A smallest conflict of a problem whose demands can't all be filled."""
    allowed = np.bincount(problem.demand, minlength=len(problem.demand_ids))
    for j in np.flatnonzero(allowed < problem.places).tolist():
        return Conflict((j,), (Limit("nobody", demand=j),), minimal=True)
    wanted = [int(j) for j in np.flatnonzero(problem.places > 0)]
    for j in _alone_impossible(problem):
        return _with_limits(problem, (j,), clock)

    def conflicting(demands: Sequence[int]) -> bool:
        return not fillable(problem.only_demands(demands), clock)

    order = _hardest_last(problem, wanted)
    found, whole = smallest(order, conflicting) if _monotone(problem) else deleted(order, conflicting)
    return _with_limits(problem, tuple(sorted(found)), clock, whole=whole)


def fillable(problem: Problem, clock: Clock) -> bool:
    """Whether every place can be filled within all limits. Raises `OutOfTime`."""
    model = build(problem, fill_all=True)
    numbers = np.bincount(model.demand, minlength=len(problem.places))
    if (numbers < problem.places).any():
        return False
    if not len(model.columns):
        return True
    cost = model.cost if problem.budget is not None else np.zeros(len(model.columns))
    relaxed = linear(model.rows, cost, clock.left)
    if relaxed.ending is Ending.INFEASIBLE:
        return False
    tried = rounded(model, cost, relaxed.x, cost, fill_all=True, improve=False)
    if (model.rows.activity(tried) >= model.rows.lower - 1e-9).all():
        return True
    if clock.left <= 0:
        raise OutOfTime
    solved = integer(model.rows, cost, clock.left, first=True)
    if solved.ending is Ending.INFEASIBLE:
        return False
    if solved.x is None:
        raise OutOfTime
    return True


def smallest(members: Sequence[T], conflicting: Callable[[Sequence[T]], bool]) -> tuple[list[T], bool]:
    """A smallest conflicting part of members that conflict together, and whether every one of it was tried (QuickXplain,
    Junker 2004). Each answer of `conflicting` must be monotone: more members never conflict less."""
    known: list[list[T]] = [list(members)]

    def search(background: list[T], new: bool, rest: list[T]) -> list[T]:
        if new and conflicting(background):
            known.append(list(background))
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        of_second = search(background + first, True, second)
        of_first = search(background + of_second, bool(of_second), first)
        return of_first + of_second

    if not members:
        return [], True
    try:
        if conflicting([]):
            return [], True
        return search([], False, list(members)), True
    except OutOfTime:
        return min(known, key=len), False


def deleted(members: Sequence[T], conflicting: Callable[[Sequence[T]], bool]) -> tuple[list[T], bool]:
    """Like `smallest`, for conflicts that a further member may resolve: members are taken out one by one until the rest
    could be filled without any one of them."""
    left = list(members)
    try:
        while True:
            for member in reversed(left):
                rest = [other for other in left if other != member]
                if conflicting(rest):
                    left = rest
                    break
            else:
                return left, True
    except OutOfTime:
        return left, False


def _monotone(problem: Problem) -> bool:
    """Whether fewer demands are never harder: not so with a share of externals, nor with a budget and costs below 0."""
    return problem.external_share_max is None and (problem.budget is None or not (problem.cost < 0).any())


def _alone_impossible(problem: Problem) -> list[int]:
    """Demands for which too few pairs are possible even with nobody else."""
    model = build(problem, fill_all=True)
    numbers = np.bincount(model.demand, minlength=len(problem.places))
    return [int(j) for j in np.flatnonzero(numbers < problem.places)]


def _hardest_last(problem: Problem, wanted: list[int]) -> list[int]:
    """The order in which members are found fastest: those with least choice at the end."""
    choice = np.bincount(problem.demand, minlength=len(problem.places)) / np.maximum(problem.places, 1)
    return sorted(wanted, key=lambda j: (-choice[j], j))


def _with_limits(problem: Problem, demands: tuple[int, ...], clock: Clock, *, whole: bool = True) -> Conflict:
    """The smallest set of limits under which these demands conflict."""
    part = problem.only_demands(demands)
    limits = _limits_of(part)

    def conflicting(kept: Sequence[Limit]) -> bool:
        return not fillable(_under(part, kept), clock)

    found, minimal = smallest(limits, conflicting)
    return Conflict(
        demands, tuple(sorted(found, key=lambda limit: limits.index(limit))), minimal=whole, limits_minimal=minimal
    )


def _limits_of(p: Problem) -> list[Limit]:
    limits: list[Limit] = []
    busy = np.zeros(p.capacity.shape)
    for pair in range(p.pairs):
        busy[p.contributor[pair]] += p.loads[p.load[pair]]
    who, when = np.nonzero(busy > p.capacity)
    limits += [Limit("capacity", int(i), int(t)) for i, t in zip(who, when, strict=True)]
    if p.concurrent_roles_max is not None:
        limits.append(Limit("concurrent_roles_max"))
    if p.external_share_max is not None:
        limits.append(Limit("external_share_max"))
    if p.budget is not None:
        limits.append(Limit("budget"))
    return limits


def _under(p: Problem, limits: Sequence[Limit]) -> Problem:
    """The problem under these limits alone."""
    kinds = {limit.kind for limit in limits}
    most = float(p.loads.sum() * max(len(p.demand_ids), 1) + 1)
    capacity = np.full(p.capacity.shape, most)
    for limit in limits:
        if limit.kind == "capacity" and limit.contributor is not None and limit.period is not None:
            capacity[limit.contributor, limit.period] = p.capacity[limit.contributor, limit.period]
    return replace(
        p,
        capacity=capacity,
        budget=p.budget if "budget" in kinds else None,
        external_share_max=p.external_share_max if "external_share_max" in kinds else None,
        concurrent_roles_max=p.concurrent_roles_max if "concurrent_roles_max" in kinds else None,
    )
