"""A mixed team by the optimiser: each task to whom it costs least, within everybody's free time.

A machine gets a task only where a machine may do it; people get any task whose skills they have.
"""

from collections.abc import Sequence
from datetime import date

from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.planning.plan import Mode, Task
from knowledge.workforce.planning.work import Fit, Work, cost_of

MOST = 12
"""Contributors that the optimiser is given: the best of the shortlist."""
SECONDS = 0.5


def mixed_team(
    work: Work, fits: Sequence[Fit], tasks: Sequence[Task], today: date
) -> list[tuple[Fit, float, tuple[str, ...]]] | None:
    """Who does which tasks with which share of their time; None when nobody can, or when one of them does it all."""
    known = [fit for fit in fits if not fit.blocked_by and fit.share > 0 and fit.rate is not None]
    currencies = [fit.rate.currency for fit in known if fit.rate is not None]
    currency = work.currency if work.currency in currencies else (currencies[0] if currencies else None)
    chosen = [fit for fit in known if fit.rate is not None and fit.rate.currency == currency]
    agents = [fit for fit in chosen if fit.kind is ContributorKind.AI_AGENT and fit.overseer][:2]
    chosen = [*agents, *[fit for fit in chosen if fit.kind is not ContributorKind.AI_AGENT][: MOST - len(agents)]]
    total = sum(task.hours or 0.0 for task in tasks)
    if len(chosen) < 2 or total <= 0:
        return None
    found = _solve(work, chosen, tasks, total, today)
    if found is None or len(found) < 2:
        return None
    shares = {task.id: round((task.hours or 0.0) / total * work.wanted, 4) for task in tasks}
    return [(chosen[n], round(sum(shares[t] for t in done), 2), done) for n, done in sorted(found.items())]


def _solve(
    work: Work, fits: Sequence[Fit], tasks: Sequence[Task], total: float, today: date
) -> dict[int, tuple[str, ...]] | None:
    from knowledge.workforce.allocation.parsing import parse
    from knowledge.workforce.allocation.solve import solve

    loads = {task.id: round((task.hours or 0.0) / total * work.wanted, 4) for task in tasks}
    pairs = [
        {"contributor": str(n), "demand": task.id, "cost": cost, "load": [loads[task.id]]}
        for n, fit in enumerate(fits)
        for task in tasks
        if _may(fit, task) and (cost := _cost(work, fit, loads[task.id], today)) is not None
    ]
    if {str(pair["demand"]) for pair in pairs} != set(loads):
        return None
    problem = {
        "periods": ["all"],
        "contributors": [{"id": str(n), "kind": fit.kind.value, "capacity": [fit.share]} for n, fit in enumerate(fits)],
        "demands": [{"id": id_, "load": [load], "count": 1} for id_, load in loads.items()],
        "pairs": pairs,
        "objective": "cost",
    }
    answer = solve(parse(problem), SECONDS)
    if answer["status"] not in ("optimal", "feasible"):
        return None
    done: dict[int, list[str]] = {}
    for row in answer["assignments"]:
        done.setdefault(int(row["contributor"]), []).append(row["demand"])
    return {n: tuple(sorted(found)) for n, found in done.items()}


def _may(fit: Fit, task: Task) -> bool:
    held = {name.casefold() for name in fit.skills}
    if not all(skill.casefold() in held for skill in task.skills):
        return False
    return fit.kind is not ContributorKind.AI_AGENT or task.mode is Mode.SUBSTITUTE


def _cost(work: Work, fit: Fit, share: float, today: date) -> float | None:
    return cost_of(fit.rate, share, work.window, fit.weekly_hours, today).amount
