"""From a problem to its answer: the tiers of each objective, the checker, the reasons, and the document of the contract.

`cost` fills every place at the least cost. `coverage` fills, priority by priority from the highest, as many places as
possible, then the cheapest. `balanced` maximises worth − cost (`Problem.worth`) and may leave a
place open. Among equally good plans, the one with more nice skills and more of today's people is taken if the time allows.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.workforce.allocation.bound import best_bound
from knowledge.workforce.allocation.check import violations
from knowledge.workforce.allocation.conflict import OutOfTime, conflict
from knowledge.workforce.allocation.highs import Clock, Ending, integer, linear
from knowledge.workforce.allocation.model import Model, build
from knowledge.workforce.allocation.problem import Floats, Objective, Problem
from knowledge.workforce.allocation.reasons import unfilled
from knowledge.workforce.allocation.search import PROVEN, WHOLE, Found, minimise

TIE_SECONDS = 2.0
"""The most time that choosing among equally good plans may take."""

Listener = Callable[[dict[str, Any]], None]


class Unsound(RuntimeError):
    """A plan that the independent checker refuses: a fault of the solver, never shown to anybody."""


@dataclass
class Run:
    """One solve: its problem, its clock, and who hears of better plans (as complete answer documents)."""

    problem: Problem
    clock: Clock
    listener: Listener | None = None
    levels: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _told: tuple[int, ...] = ()

    def tell(self, model: Model, x: Floats, bound: float, *, fill_all: bool) -> None:
        """Report a plan on the way, once it passes the checker."""
        if self.listener is None:
            return
        chosen = _chosen(model, x)
        if chosen == self._told or violations(self.problem, chosen, fill_all=False):
            return
        self._told = chosen
        full = not violations(self.problem, chosen, fill_all=fill_all)
        ending = Ending.FEASIBLE if full else Ending.UNKNOWN
        self.listener(document(self.problem, ending, chosen, bound, self.clock.spent, reasons=False))


def solve(problem: Problem, seconds: float, listener: Listener | None = None) -> dict[str, Any]:
    """The answer document of a problem, within about `seconds`. Deterministic unless the time runs out."""
    run = Run(problem, Clock(seconds), listener)
    return {Objective.COST: _cost, Objective.COVERAGE: _coverage, Objective.BALANCED: _balanced}[problem.objective](run)


def _cost(run: Run) -> dict[str, Any]:
    problem = run.problem
    model = build(problem, fill_all=True)
    if (np.bincount(model.demand, minlength=len(problem.places)) < problem.places).any():
        return _infeasible(run)

    def report(x: Floats, bound: float) -> None:
        run.tell(model, x, bound, fill_all=True)

    found = minimise(model, model.cost, run.clock, fill_all=True, report=report)
    if found.ending is Ending.INFEASIBLE:
        return _infeasible(run)
    if found.x is None:
        partial = () if found.partial is None else _chosen(model, found.partial)
        return document(problem, Ending.UNKNOWN, partial, found.bound, run.clock.spent)
    x = _tie(run, model, model.rows, model.cost, found.x) if found.ending is Ending.OPTIMAL else found.x
    return document(problem, found.ending, _chosen(model, x), found.bound, run.clock.spent)


def _coverage(run: Run) -> dict[str, Any]:
    problem = run.problem
    model = build(problem, fill_all=False)
    rows, proven = model.rows, True
    levels = sorted(set(problem.priority[problem.places > 0].tolist()))
    best = _first(run, model, levels)
    for n, level in enumerate(levels):
        of_level = (problem.priority == level)[model.demand]
        here = np.flatnonzero(of_level)
        reachable = np.minimum(np.bincount(model.demand[here], minlength=len(problem.places)), problem.places).sum()
        start = _extended(model, best, of_level)
        filled = int(start[here].sum())
        most = float(reachable)
        if filled < reachable and run.clock.left > 0:
            stage = Model(problem, model.columns, rows)
            clock = Clock(run.clock.left / 2 if n < len(levels) else run.clock.left)

            def report(x: Floats, _bound: float) -> None:
                run.tell(model, x, _floor(model), fill_all=False)

            found = minimise(stage, -of_level.astype(np.float64), clock, fill_all=False, start=start, report=report)
            if found.x is not None:
                start = found.x
            filled = round(float(start[here].sum()))
            most = min(most, float(np.floor(-found.bound + 1e-6)) if np.isfinite(found.bound) else most)
        proven = proven and filled >= most - 1e-6
        run.levels.append(
            {
                "priority": _plain(level),
                "places": int(problem.places[problem.priority == level].sum()),
                "filled": filled,
                "at_most": round(most),
            }
        )
        best = start
        if len(here):
            rows = rows.with_row(here, np.ones(len(here)), float(filled), float("inf"))

    def report_cost(x: Floats, bound: float) -> None:
        run.tell(model, x, bound, fill_all=False)

    stage = Model(problem, model.columns, rows)
    found = minimise(stage, model.cost, run.clock, fill_all=False, start=best, report=report_cost)
    x = best if found.x is None else found.x
    ending = found.ending if proven or found.ending is not Ending.OPTIMAL else Ending.FEASIBLE
    if ending is Ending.OPTIMAL:
        x = _tie(run, model, rows, model.cost, x)
    answer = document(problem, ending, _chosen(model, x), found.bound, run.clock.spent)
    return {**answer, "coverage": run.levels}


def _first(run: Run, model: Model, levels: list[float]) -> Floats:
    """A good plan to start the tiers from: each priority weighs three times the next."""
    none = np.zeros(len(model.columns))
    if not len(none):
        return none
    most = 2 * max(float(np.abs(model.cost).max()), 1.0)
    rank = {level: len(levels) - 1 - n for n, level in enumerate(levels)}
    weight = np.array([3.0 ** rank.get(float(level), 0) for level in run.problem.priority])[model.demand]

    def report(x: Floats, _bound: float) -> None:
        run.tell(model, x, _floor(model), fill_all=False)

    clock = Clock(run.clock.left / 4)
    found = minimise(model, model.cost / most - weight, clock, fill_all=False, start=none, report=report)
    return none if found.x is None else found.x


def _balanced(run: Run) -> dict[str, Any]:
    problem = run.problem
    model = build(problem, fill_all=False)
    score = (problem.cost - problem.worth())[model.columns]

    def report(x: Floats, _bound: float) -> None:
        run.tell(model, x, _floor(model), fill_all=False)

    start = np.zeros(len(score))
    found = minimise(model, score, run.clock, fill_all=False, start=start, report=report)
    x = start if found.x is None else found.x
    value = float(score @ x)
    bound = float(model.cost @ x)
    if found.ending is not Ending.OPTIMAL:
        # The best plan scores no worse than this one, so its cost is at least the least cost of such plans.
        rows = model.rows.with_row(np.arange(len(score)), score, float("-inf"), value)
        relaxed = linear(rows, model.cost, max(run.clock.left, 1.0))
        bound, _ = best_bound(rows, model.cost, relaxed.multipliers)
    answer = document(problem, found.ending, _chosen(model, x), bound, run.clock.spent)
    best = max(-found.bound, -value)
    scored = {"value": _rounded(-value), "bound": _rounded(best), "gap": _gap(best, -value)}
    return {**answer, "score": scored}


def _floor(model: Model) -> float:
    """What no plan costs less than, before anything is computed."""
    return float(np.minimum(model.cost, 0).sum())


def _extended(model: Model, x: Floats, wanted: Any) -> Floats:
    """A plan with whatever else of the wanted columns fits, the cheapest first."""
    from knowledge.workforce.allocation.booked import Booked

    booked = Booked(model, fill_all=False)
    booked.take_all(np.flatnonzero(x > 0.5).tolist())
    booked.take_all(np.flatnonzero(x > 0.5).tolist())
    if len(booked.taken) != int((x > 0.5).sum()):
        return x
    columns = np.flatnonzero(wanted)
    booked.take_all(columns[np.argsort(model.cost[columns], kind="stable")].tolist())
    return booked.x(len(x))


def _tie(run: Run, model: Model, rows: Any, cost: Floats, x: Floats) -> Floats:
    """Of the plans at this cost, one with the most nice skills and today's people."""
    pleasant = run.problem.fit[model.columns] + run.problem.current[model.columns]
    seconds = min(TIE_SECONDS, run.clock.left)
    if len(x) > WHOLE or not pleasant.any() or seconds < 0.05:
        return x
    total = float(cost @ x)
    room = 1e-9 * max(1.0, abs(total))
    scale = max(float(np.abs(cost).max()), 1.0)
    same = rows.with_row(np.arange(len(cost)), cost / scale, float("-inf"), (total + room) / scale)
    solved = integer(same, -pleasant, seconds, start=x)
    better = solved.x is not None and pleasant @ solved.x > pleasant @ x + 1e-9 and cost @ solved.x <= total + 2 * room
    chosen = solved.x if better and solved.x is not None else x
    fill_all = run.problem.objective is Objective.COST
    return x if violations(run.problem, _chosen(model, chosen), fill_all=fill_all) else chosen


def _infeasible(run: Run) -> dict[str, Any]:
    answer = document(run.problem, Ending.INFEASIBLE, (), float("nan"), run.clock.spent)
    try:
        found = conflict(run.problem, Clock(max(run.clock.left, 2.0)))
    except OutOfTime:
        return answer
    answer["conflict"] = found.as_json(run.problem)
    answer["unfilled"] = [
        {"demand": run.problem.demand_ids[j], "missing": int(run.problem.places[j]), "reasons": ["in the conflict"]}
        for j in found.demands
    ]
    answer["seconds"] = round(run.clock.spent, 3)
    return answer


_STATUS = {
    Ending.OPTIMAL: "optimal",
    Ending.FEASIBLE: "feasible",
    Ending.INFEASIBLE: "infeasible",
    Ending.UNKNOWN: "timeout",
}


def document(
    problem: Problem, ending: Ending, chosen: tuple[int, ...], bound: float, seconds: float, *, reasons: bool = True
) -> dict[str, Any]:
    """The contract's answer. Raises `Unsound` when the checker refuses the plan."""
    fill_all = problem.objective is Objective.COST and ending in (Ending.OPTIMAL, Ending.FEASIBLE)
    wrong = violations(problem, chosen, fill_all=fill_all)
    if wrong:
        raise Unsound("; ".join(wrong[:3]))
    objective = float(sum(float(problem.cost[pair]) for pair in chosen))
    none = ending is Ending.INFEASIBLE or (ending is Ending.UNKNOWN and not chosen)
    if ending is Ending.OPTIMAL:
        bound = objective
    elif ending is Ending.FEASIBLE:
        bound = min(bound, objective)
    return {
        "status": _STATUS[ending],
        "objective": None if none else _rounded(objective),
        "bound": _rounded(bound) if np.isfinite(bound) else None,
        "gap": _gap(objective, bound) if np.isfinite(bound) and not none and ending is not Ending.UNKNOWN else None,
        "assignments": [
            {
                "contributor": problem.contributor_ids[int(problem.contributor[pair])],
                "demand": problem.demand_ids[int(problem.demand[pair])],
                "cost": _rounded(float(problem.cost[pair])),
            }
            for pair in sorted(chosen, key=lambda pair: (int(problem.demand[pair]), int(problem.contributor[pair])))
        ],
        "unfilled": unfilled(problem, chosen, explain=reasons) if ending is not Ending.INFEASIBLE else [],
        "seconds": round(seconds, 3),
        "warnings": list(problem.warnings),
    }


def _chosen(model: Model, x: Floats) -> tuple[int, ...]:
    return tuple(int(pair) for pair in model.columns[np.flatnonzero(x > 0.5)])


def _gap(objective: float, bound: float) -> float:
    """(objective − bound) / |objective|, 0 when they are as good as equal."""
    difference = abs(objective - bound)
    if difference <= 1e-9:
        return 0.0
    relative = difference / abs(objective) if objective else 1.0
    return 0.0 if relative <= PROVEN * 1e-3 else relative


def _rounded(value: float) -> float:
    """Without the noise of binary fractions."""
    return float(json.dumps(round(value, 9)))


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


__all__ = ["Found", "Run", "Unsound", "document", "solve"]
