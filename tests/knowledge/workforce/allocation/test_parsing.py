"""Problems that can't be taken are refused in a sentence that names the member."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.workforce.allocation.parsing import loads, parse, read
from knowledge.workforce.allocation.solve import solve
from knowledge.workforce.errors import BadInput

A: dict[str, Any] = {"id": "A", "kind": "employee", "capacity": [1.0], "skills": {"python": 4}, "rate": 500}
D: dict[str, Any] = {"id": "D", "load": [0.5], "must": {"python": 3}}
PAIR: dict[str, Any] = {"contributor": "A", "demand": "D", "cost": 5, "load": [0.5]}


def problem(**more: Any) -> dict[str, Any]:
    return {"periods": ["W1"], "contributors": [A], "demands": [D], "objective": "cost", **more}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"periods": []}, "periods is empty"),
        ({"periods": ["W1", "W1"]}, "periods[1] repeats periods[0]"),
        ({"contributors": [A, A]}, "contributors[1] repeats contributors[0]"),
        ({"contributors": [{**A, "capacity": [1, 1]}]}, "has 2 values for 1 periods"),
        ({"contributors": [{**A, "capacity": [-1]}]}, "contributors[0] (A).capacity[0] is -1"),
        ({"contributors": [{**A, "capacity": [True]}]}, "must be a number, not true"),
        ({"contributors": [{**A, "kind": "robot"}]}, "kind is “robot”"),
        ({"contributors": [{**A, "rate": "500"}]}, "rate must be a number, not “500”"),
        ({"contributors": None}, "contributors must be a list, not null"),
        ({"demands": [D, D]}, "demands[1] repeats demands[0]"),
        ({"demands": [{"id": "D"}]}, "the demand has no window"),
        ({"demands": [{**D, "load": [-0.5]}]}, "demands[0] (D).load[0] is -0.5"),
        ({"demands": [{**D, "load": [1e400]}]}, "give a finite number"),
        ({"demands": [{**D, "load": [10**400]}]}, "give a finite number"),
        ({"demands": [{**D, "count": 1.5}]}, "count is 1.5"),
        ({"demands": [{**D, "count": 0}]}, "count is 0"),
        ({"pairs": [{**PAIR, "contributor": "X"}]}, "pairs[0].contributor is “X”, which is not among the contributors"),
        ({"pairs": [{**PAIR, "demand": "X"}]}, "pairs[0].demand is “X”, which is not among the demands"),
        ({"pairs": [PAIR, PAIR]}, "pairs[1] repeats pairs[0]"),
        ({"pairs": [{**PAIR, "load": [-1]}]}, "pairs[0].load[0] is -1"),
        ({"pairs": [{**PAIR, "cost": None}]}, "pairs[0].cost must be a number"),
        ({"pairs": [{"contributor": "A", "demand": "D"}]}, "pairs[0].cost is missing"),
        ({"pairs": [7]}, "pairs[0] must be an object, not 7"),
        ({"budget": -1}, "budget is -1"),
        ({"limits": {"external_share_max": 2}}, "external_share_max is 2"),
        ({"limits": {"colour": 2}}, "limits.colour is not a limit that is known"),
        ({"objective": "fun"}, "objective is “fun”"),
    ],
)
def test_what_is_wrong_is_named(more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(problem(**more))
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[1,2", '{"a": NaN}', "[" * 100_000, '{"a": Infinity}'])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        loads(text, "problem.json")
    path = tmp_path / "problem.json"
    path.write_text(text)
    with pytest.raises(BadInput):
        read(path)


def test_unknown_members_are_named_and_not_used() -> None:
    found = parse(problem(contributors=[{**A, "shoe_size": 43}], colour="red"))
    assert any("shoe_size" in warning for warning in found.warnings)
    assert any("colour" in warning for warning in found.warnings)


def test_empty_pools() -> None:
    nobody = solve(parse(problem(contributors=[])), 5)
    assert nobody["status"] == "infeasible"
    assert nobody["conflict"]["demands"] == ["D"]
    assert nobody["conflict"]["limits"] == [{"kind": "nobody", "demand": "D"}]
    nothing = solve(parse(problem(demands=[])), 5)
    assert (nothing["status"], nothing["objective"], nothing["gap"]) == ("optimal", 0.0, 0.0)
    coverage = solve(parse(problem(contributors=[], objective="coverage")), 5)
    assert (coverage["status"], coverage["unfilled"][0]["missing"]) == ("optimal", 1)


def test_nice_skills_decide_between_equals_and_todays_person_is_kept() -> None:
    twins = [A, {**A, "id": "B", "skills": {"python": 4, "sql": 3}}]
    wanted = {**D, "nice": {"sql": 2}}
    assert solve(parse(problem(contributors=twins, demands=[wanted])), 5)["assignments"][0]["contributor"] == "B"
    kept = problem(contributors=twins, current=[{"contributor": "B", "demand": "D"}])
    assert solve(parse(kept), 5)["assignments"][0]["contributor"] == "B"


def test_an_answer_is_json_without_nan() -> None:
    json.dumps(solve(parse(problem()), 5), allow_nan=False)
