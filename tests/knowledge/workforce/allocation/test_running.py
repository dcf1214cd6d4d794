"""The worker process: answers, refusals, time that is kept, and cancelling."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.allocation_problems import company, generalised_assignment
from knowledge.workforce.allocation.parsing import parse
from knowledge.workforce.allocation.running import allocate
from knowledge.workforce.allocation.solve import solve
from knowledge.workforce.errors import BadInput

OR_LIBRARY = Path(__file__).parents[5] / "shared" / "data" / "allocation" / "gap" / "cattrysse1994"


def test_a_file_and_a_document_give_the_same(tmp_path: Path) -> None:
    problem = company(30, 6, periods=8, objective="coverage")
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem))
    plans: list[dict[str, Any]] = []
    of_file = allocate(path, 20)
    of_document = allocate(problem, 20, progress=plans.append)
    assert {**of_file, "seconds": 0} == {**of_document, "seconds": 0}
    assert of_file["status"] == "optimal"
    assert plans


def test_a_bad_problem_is_refused_through_the_worker() -> None:
    with pytest.raises(BadInput, match="periods is missing"):
        allocate({"demands": []}, 5)
    with pytest.raises(BadInput, match="seconds"):
        allocate({}, 0)


def test_time_is_kept_and_the_best_plan_comes_with_its_bound() -> None:
    started = time.monotonic()
    answer = allocate(company(400, 120, seed=3), 1.0)
    assert time.monotonic() - started < 9
    assert answer["assignments"]
    assert answer["bound"] is not None
    assert answer["status"] in ("feasible", "optimal")


def test_a_cancelled_job_ends_at_once_with_what_it_has() -> None:
    started = time.monotonic()
    answer = allocate(company(400, 120, seed=3), 60, cancelled=lambda: time.monotonic() - started > 2)
    assert time.monotonic() - started < 10
    assert answer["status"] in ("feasible", "timeout")


@pytest.mark.skipif(not OR_LIBRARY.exists(), reason="the OR-Library's problems are not here")
@pytest.mark.parametrize(("name", "best"), [("gap1-0", 261), ("gap1-2", 256), ("gap2-0", 277)])
def test_problems_of_the_or_library(name: str, best: int) -> None:
    answer = solve(parse(generalised_assignment(OR_LIBRARY / name)), 30)
    assert (answer["status"], answer["objective"]) == ("optimal", best)
