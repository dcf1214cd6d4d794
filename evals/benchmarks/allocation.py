"""Staffing plans beside greedy, HiGHS alone and CP-SAT, on generated companies; and the OR-Library's assignment problems.

Targets: 500 × 100 within 1 % of the proven bound in 2 s, 2,000 × 400 in 5 s, 10,000 × 1,000 within 0.5 % in 15 s and under
1 GB; every gap1–12, a, b, c instance (n ≤ 200) proven optimal in 60 s a family, e10400 and e20400 within 0.1 %.
Run: `python evals/benchmarks/allocation.py [--sizes 500x100:2 …] [--others SECONDS] [--library FOLDER] [--families gap1 a …]`.
CP-SAT (group `bench`) runs in a process of its own: it can't be loaded beside HiGHS.
"""

import argparse
import csv
import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from evals.benchmarks.allocation_problems import company, generalised_assignment
from knowledge.workforce.allocation.highs import integer
from knowledge.workforce.allocation.model import Model, build
from knowledge.workforce.allocation.parsing import parse
from knowledge.workforce.allocation.rounding import greedy
from knowledge.workforce.allocation.solve import solve

SIZES = ("500x100:2", "2000x400:5", "10000x1000:15")


def model_of(contributors: int, demands: int) -> tuple[Model, Any]:
    problem = parse(company(contributors, demands))
    model = build(problem, fill_all=False)
    return model, (problem.cost - problem.worth())[model.columns]


def ours(contributors: int, demands: int, seconds: float) -> tuple[float, float]:
    """(value, bound), both of what is maximised."""
    started = time.perf_counter()
    problem = parse(company(contributors, demands))
    answer = solve(problem, seconds - (time.perf_counter() - started))
    return answer["score"]["value"], answer["score"]["bound"]


def by_greedy(contributors: int, demands: int, _seconds: float) -> tuple[float, float]:
    model, cost = model_of(contributors, demands)
    return float(-cost @ greedy(model, cost, fill_all=False)), float("nan")


def by_highs(contributors: int, demands: int, seconds: float) -> tuple[float, float]:
    model, cost = model_of(contributors, demands)
    found = integer(model.rows, cost, seconds)
    return float("nan") if found.x is None else float(-cost @ found.x), -found.bound


def by_cp_sat(contributors: int, demands: int, seconds: float) -> tuple[float, float]:
    """The same rows for CP-SAT, in whole numbers."""
    model, cost = model_of(contributors, demands)
    rows = model.rows
    given = {
        "seconds": seconds,
        "cost": np.rint(cost).astype(int).tolist(),
        "start": rows.start.tolist(),
        "index": rows.index.tolist(),
        "value": np.rint(rows.value * 10_000).astype(int).tolist(),
        "upper": np.floor(rows.upper * 10_000 + 1e-6).astype(int).tolist(),
    }
    done = subprocess.run([sys.executable, "-c", _CP_SAT], input=json.dumps(given), capture_output=True, text=True)
    if done.returncode:
        return float("nan"), float("nan")
    found = json.loads(done.stdout)
    return found["value"], found["bound"]


_CP_SAT = """
import json, sys
from ortools.sat.python import cp_model
given = json.load(sys.stdin)
model = cp_model.CpModel()
x = [model.new_bool_var("") for _ in given["cost"]]
for r, upper in enumerate(given["upper"]):
    part = range(given["start"][r], given["start"][r + 1])
    model.add(sum(given["value"][k] * x[given["index"][k]] for k in part) <= upper)
model.minimize(sum(c * v for c, v in zip(given["cost"], x)))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = given["seconds"]
solver.parameters.num_workers = 2
solver.solve(model)
print(json.dumps({"value": -solver.objective_value, "bound": -solver.best_objective_bound}))
"""


def measured(name: str, size: tuple[int, int], seconds: float, answers: Any) -> None:
    """In a fresh process: (value, bound, wall seconds, peak MB)."""
    started = time.perf_counter()
    value, bound = globals()[name](*size, seconds)
    usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answers.put((value, bound, time.perf_counter() - started, usage / 1000))


def companies(sizes: list[str], others: float) -> None:
    print("| size | method | value | below our bound | seconds | peak MB |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for text in sizes:
        shape, _, limit = text.partition(":")
        contributors, demands = (int(n) for n in shape.split("x"))
        best = float("nan")
        for name in ("ours", "by_greedy", "by_highs", "by_cp_sat"):
            if name in ("by_highs", "by_cp_sat") and not others:
                continue
            answers: Any = multiprocessing.get_context("spawn").Queue()
            seconds = float(limit or 10) if name == "ours" else others
            process = multiprocessing.get_context("spawn").Process(
                target=measured, args=(name, (contributors, demands), seconds, answers)
            )
            process.start()
            value, bound, wall, peak = answers.get()
            process.join()
            best = bound if name == "ours" else best
            gap = (best - value) / abs(best)
            print(f"| {shape} | {name} | {value:,.0f} | {gap:.2%} | {wall:.1f} | {peak:,.0f} |", flush=True)


def library(folder: Path, families: list[str], seconds: float) -> None:
    spent: dict[str, float] = defaultdict(float)
    open_: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader((folder / "best_known.csv").open()):
        name = row["instance"].split("/")[1]
        family = name.split("-")[0] if name.startswith("gap") else name[0]
        if family == "d" or (families and family not in families):
            continue
        started = time.perf_counter()
        answer = solve(parse(generalised_assignment(folder / "gap" / row["instance"])), seconds)
        spent[family] += time.perf_counter() - started
        if answer["status"] != "optimal" or answer["objective"] != float(row["best_known"]):
            open_[family].append(f"{name} {answer['status']} {answer['objective']:g} (best {row['best_known']})")
    print("| family | seconds | not proven |\n| --- | ---: | --- |")
    for family, total in spent.items():
        print(f"| {family} | {total:.1f} | {'; '.join(open_[family]) or 'none'} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), metavar="CxD:SECONDS")
    parser.add_argument("--others", type=float, default=30.0, help="Seconds for HiGHS and CP-SAT; 0 leaves them out.")
    parser.add_argument("--library", type=Path, help="The folder with best_known.csv and gap/.")
    parser.add_argument("--families", nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=60.0, help="For each problem of the library.")
    given = parser.parse_args()
    if given.sizes:
        companies(given.sizes, given.others)
    if given.library:
        library(given.library, given.families, given.seconds)


if __name__ == "__main__":
    main()
