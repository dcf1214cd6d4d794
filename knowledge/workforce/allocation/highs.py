"""The linear and integer programmes, given to HiGHS. Never beside OR-Tools in one process: both carry the solver."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from knowledge.workforce.allocation.model import Rows
from knowledge.workforce.allocation.problem import Floats

THREADS = 2


class Ending(StrEnum):
    """How a solve ended: proven best, a plan without proof, proven impossible, or nothing known."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Linear:
    """A relaxation's solution; the multipliers are the rows' (positive where the lower side binds)."""

    ending: Ending
    x: Floats
    multipliers: Floats


@dataclass(frozen=True)
class Integer:
    """An integer programme's best solution (None without one) and its proven lower bound."""

    ending: Ending
    x: Floats | None
    bound: float


def linear(rows: Rows, cost: Floats, seconds: float) -> Linear:
    """Minimise cost·x over the rows, 0 ≤ x ≤ 1."""
    solver = _solver(rows, cost, seconds)
    solver.setOptionValue("solver", "simplex")
    solver.run()
    status = solver.modelStatusToString(solver.getModelStatus())
    if status == "Infeasible":
        return Linear(Ending.INFEASIBLE, np.zeros(len(cost)), np.zeros(rows.number))
    solution = solver.getSolution()
    multipliers = np.asarray(solution.row_dual, dtype=np.float64)
    if len(multipliers) != rows.number:
        multipliers = np.zeros(rows.number)
    x = np.asarray(solution.col_value, dtype=np.float64)
    ending = Ending.OPTIMAL if status == "Optimal" else Ending.UNKNOWN
    return Linear(ending, np.clip(x, 0, 1) if len(x) == len(cost) else np.zeros(len(cost)), multipliers)


def integer(
    rows: Rows,
    cost: Floats,
    seconds: float,
    *,
    start: Floats | None = None,
    improved: Callable[[Floats], None] | None = None,
    first: bool = False,
    relative_gap: float = 0.0,
) -> Integer:
    """Minimise cost·x over the rows, x in {0, 1}. `first` stops at the first solution; `improved` hears of each."""
    solver = _solver(rows, cost, seconds)
    columns = len(cost)
    solver.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), np.ones(columns, dtype=np.uint8))
    solver.setOptionValue("mip_rel_gap", relative_gap)
    solver.setOptionValue("mip_abs_gap", 1e-9)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    if first:
        solver.setOptionValue("mip_max_improving_sols", 1)
    if start is not None:
        chosen = np.arange(columns, dtype=np.int32)
        solver.setSolution(columns, chosen, start.astype(np.float64))
    if improved is not None:

        def heard(event: Any) -> None:
            improved(np.asarray(event.data_out.mip_solution, dtype=np.float64))

        solver.cbMipImprovingSolution.subscribe(heard)
    solver.run()
    status = solver.modelStatusToString(solver.getModelStatus())
    if status == "Infeasible":
        return Integer(Ending.INFEASIBLE, None, float("inf"))
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = float("-inf")
    if info.primal_solution_status != 2:
        return Integer(Ending.UNKNOWN, None, bound)
    x = np.rint(np.asarray(solver.getSolution().col_value, dtype=np.float64))
    return Integer(Ending.OPTIMAL if status == "Optimal" else Ending.FEASIBLE, x, bound)


def _solver(rows: Rows, cost: Floats, seconds: float) -> Any:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("time_limit", max(seconds, 0.01))
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = len(cost), rows.number
    problem.col_cost_ = cost
    problem.col_lower_, problem.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    problem.row_lower_, problem.row_upper_ = rows.lower, rows.upper
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_, problem.a_matrix_.index_ = rows.start, rows.index
    problem.a_matrix_.value_ = rows.value
    solver.passModel(problem)
    return solver


class Clock:
    """How much of the time is left."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.seconds = seconds

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return self.seconds - self.spent
