"""The tools on whole plans, on the demonstration company and on one small enough to know the answer by heart."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.bootstrap import Installation, install
from knowledge.registry.importing import import_tables
from knowledge.workforce.viewer import OPERATOR, Role, Viewer
from tests.company import settings

SPAN = {"start_date": "2027-03-01", "end_date": "2027-04-30"}
RATE = {"rate_currency": "EUR", "rate_unit": "day", "status": "active"}
TABLES: dict[str, list[dict[str, str]]] = {
    "org_units": [{"id": "OPS", "name": "Operations", "head_id": "E9"}, {"id": "LAB", "name": "Laboratory"}],
    "skills": [{"name": "welding"}, {"name": "rigging"}],
    "contributors": [
        {"id": "E1", "kind": "employee", "name": "Asta Lund", "org_unit": "OPS", "rate_amount": "400", **RATE},
        {"id": "E2", "kind": "employee", "name": "Bo Falk", "org_unit": "LAB", "rate_amount": "500", **RATE},
        {"id": "F1", "kind": "freelancer", "name": "Cem Oral", "org_unit": "OPS", "rate_amount": "900", **RATE},
        {"id": "E9", "kind": "employee", "name": "Dora Wik", "org_unit": "OPS", "status": "active"},
    ],
    "contributor_skills": [
        {"contributor_id": "E1", "skill": "welding", "level": "4"},
        {"contributor_id": "E1", "skill": "rigging", "level": "3"},
        {"contributor_id": "E2", "skill": "welding", "level": "3"},
        {"contributor_id": "E2", "skill": "rigging", "level": "2"},
        {"contributor_id": "F1", "skill": "rigging", "level": "5"},
    ],
    "projects": [
        {"id": "P1", "name": "Harbour gate", "owner_id": "E9", "priority": "1"},
        {"id": "P2", "name": "Slipway", "owner_id": "E9", "priority": "2"},
    ],
    "demands": [
        {"id": "D-1", "project_id": "P1", "title": "Welder", "fte": "1", **SPAN},
        {"id": "D-2", "project_id": "P2", "title": "Rigger", "fte": "1", **SPAN},
    ],
    "demand_skills": [
        {"demand_id": "D-1", "skill": "welding", "min_level": "3"},
        {"demand_id": "D-2", "skill": "rigging", "min_level": "3"},
    ],
    "assignments": [
        {"id": "1", "contributor_id": "E2", "project_id": "P1", "fte": "0.6", "status": "confirmed"}
        | {"start_date": "2027-04-05", "end_date": "2027-04-09"}
    ],
}
DAYS = 45
"""Mondays to Fridays from 1 March to 30 April 2027."""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("yard")
    opened = install(settings(home))
    assert import_tables(opened.registry, TABLES, "erp", home=home).as_json()["rejects"] is None
    yield opened
    opened.close()


def use(opened: Installation, tool: str, viewer: Viewer = OPERATOR, **arguments: Any) -> dict[str, Any]:
    output, words = opened.direct.use(tool, arguments, viewer, "test")
    assert words
    return output


def test_the_best_plan_is_right_to_the_day_and_the_cent(yard: Installation) -> None:
    plan = use(yard, "allocate")
    assert {(row["contributor"], row["demand"]) for row in plan["assignments"]} == {("E1", "D-1"), ("F1", "D-2")}
    assert (plan["status"], plan["objective"], plan["gap"]) == ("optimal", DAYS * 1300.0, 0.0)
    assert plan["unfilled"] == []


def test_what_is_lost_with_less_budget_and_a_freeze(yard: Installation) -> None:
    less = use(yard, "what_if_budget", share=0.1)
    assert [row["demand"] for row in less["lost"]] == ["D-2"]
    assert less["skills_short"] == [{"skill": "rigging", "places": 1}]
    froze = use(yard, "what_if_frozen", kinds=["freelancer"])
    assert [row["demand"] for row in froze["lost"]] == ["D-2"]
    assert {row["contributor"] for row in froze["moved"]} == {"F1"}
    converted = use(yard, "what_if_converted", contributor="F1")
    assert (converted["lost"], converted["cost_change"]) == ([], 0.0)


def test_a_leavers_work_is_to_be_taken_over(yard: Installation) -> None:
    gone = use(yard, "what_if_leaves", contributor="E2", start="2027-04-01")
    assert gone["added_roles"] == 1
    assert gone["lost_places"] == 1
    assert {row["demand"] for row in gone["lost"]} <= {"takeover-P1", "D-1"}
    gone = use(yard, "what_if_leaves", contributor="E1", start="2027-04-01")
    assert [row["demand"] for row in gone["lost"]] == ["D-1"]


def test_a_project_that_slips_and_one_that_is_added(yard: Installation) -> None:
    slipped = use(yard, "what_if_slips", project="Slipway", weeks=10)
    assert slipped["cost_change"] == pytest.approx(DAYS * (400 + 400) - DAYS * 1300, abs=800)
    assert slipped["then"]["filled"] == 2
    added = use(yard, "what_if_added", project="P2")
    assert (added["today"]["places"], added["then"]["places"]) == (1, 2)


def test_training_fills_what_a_level_was_missing_for(yard: Installation) -> None:
    froze = use(yard, "what_if_trained", skill="rigging", contributors=["E2"])
    assert froze["then"]["filled"] == 2


def test_why_not_is_what_forcing_them_in_would_cost(yard: Installation) -> None:
    why = use(yard, "why_not_in_plan", contributor="E2")
    by_demand = {row["demand"]: row for row in why["roles"]}
    assert "not free for the whole share" in by_demand["D-1"]["blocked_by"]
    assert "rigging below level 3" in by_demand["D-2"]["blocked_by"]
    why = use(yard, "why_not_in_plan", contributor="E1", demand="D-2")
    assert (why["roles"][0]["lost_places"], why["roles"][0]["in_plan"]) == (1, False)


def test_alternatives_say_what_each_loses(yard: Installation) -> None:
    rows = {row["name"]: row for row in use(yard, "staffing_alternatives")["alternatives"]}
    assert (rows["Best coverage"]["plan"]["filled"], rows["Best coverage"]["externals"]) == (2, 1)
    assert (rows["All internal"]["plan"]["filled"], rows["All internal"]["externals"]) == (1, 0)
    assert rows["Best coverage"]["pareto"]
    assert rows["All internal"]["pareto"]
    assert rows["Few externals"]["external_percent"] <= 20


def test_a_manager_sees_no_rates_of_other_units(yard: Installation) -> None:
    manager = Viewer("m@x.example", frozenset({Role.MANAGER}), units=frozenset({"LAB"}))
    plan = use(yard, "allocate", manager)
    assert [row["cost"] for row in plan["assignments"]] == [None, None]
    assert (plan["objective"], plan["bound"], plan["gap"]) == (None, None, None)
    it = Viewer("it@x.example", frozenset({Role.IT}))
    assert all(row["cost"] is None for row in use(yard, "allocate", it)["assignments"])


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("staff all of Borealis and Atlas with 10 % less budget", "what_if_budget"),
        ("staff all of Borealis and Atlas", "allocate"),
        ("whats the best staffing for all open roles", "allocate"),
        ("what if Malte Quast leaves in May?", "what_if_leaves"),
        ("what if Borealis slips by 6 weeks", "what_if_slips"),
        ("what if we freeze freelancers?", "what_if_frozen"),
        ("what if we train people in Kubernetes by one level?", "what_if_trained"),
        ("why isn't Malte Quast in the plan?", "why_not_in_plan"),
        ("what are the alternatives for staffing Borealis?", "staffing_alternatives"),
        ("shortlist for D-04", "shortlist"),
    ],
)
def test_the_built_in_model_takes_the_right_one(company: Installation, text: str, tool: str) -> None:
    from assistant.conversation import Question

    answer = company.assistant.answer(Question(text, OPERATOR, "test"))
    assert (answer.status, answer.tools[-1].name) == ("answered", tool)
