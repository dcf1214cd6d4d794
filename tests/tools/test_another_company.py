"""The tools through the built-in model, on a small company with a vocabulary of its own."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import Installation, install
from assistant.conversation import Answer, Question
from knowledge.registry.importing import import_tables
from knowledge.workforce.viewer import OPERATOR, Role, Viewer
from tests.company import settings

TABLES: dict[str, list[dict[str, str]]] = {
    "org_units": [{"id": "OPS", "name": "Terminal Operations", "head_id": "E9"}],
    "suppliers": [{"id": "S1", "name": "Havenkracht Uitzend B.V.", "type": "agency"}],
    "skills": [{"name": "crane PLC", "aliases": "STS crane PLC"}, {"name": "laser alignment"}],
    "contributors": [
        {"id": "E1", "kind": "employee", "name": "Mirela Osthoff", "org_unit": "OPS", "status": "active"},
        {"id": "E2", "kind": "employee", "name": "Joost van der Velde", "org_unit": "OPS", "status": "active"},
        {"id": "E3", "kind": "employee", "name": "Mirela Novak", "org_unit": "OPS", "status": "active"},
        {"id": "F1", "kind": "freelancer", "name": "Ana Brito", "org_unit": "OPS", "status": "active"},
        {"id": "A1", "kind": "agency_worker", "name": "Piet Smit", "supplier_id": "S1", "status": "active"},
        {"id": "B1", "kind": "ai_agent", "name": "BerthPlanner", "org_unit": "OPS", "status": "active"},
        {"id": "E9", "kind": "employee", "name": "Sanne Bakker", "org_unit": "OPS", "status": "active"},
    ],
    "contributor_skills": [
        {"contributor_id": person, "skill": "crane PLC", "level": level}
        for person, level in (("E1", "4"), ("E2", "5"), ("F1", "5"), ("A1", "3"))
    ]
    + [{"contributor_id": "E1", "skill": "laser alignment", "level": "3"}],
    "projects": [{"id": "PJ1", "name": "Quay Crane Retrofit", "owner_id": "E9"}],
    "demands": [
        {"id": "D-7", "project_id": "PJ1", "title": "Crane PLC engineer", "fte": "0.5"}
        | {"start_date": "2027-03-01", "end_date": "2027-06-30"}
    ],
    "demand_skills": [{"demand_id": "D-7", "skill": "crane PLC", "min_level": "3"}],
    "assignments": [
        {"id": "1", "contributor_id": "E2", "project_id": "PJ1", "fte": "0.7", "status": "confirmed"}
        | {"start_date": "2027-02-01", "end_date": "2027-04-30"},
        {"id": "2", "contributor_id": "F1", "project_id": "PJ1", "fte": "0.5", "status": "tentative"}
        | {"start_date": "2027-03-01", "end_date": "2027-03-31"},
    ],
    "leave": [{"contributor_id": "E1", "start_date": "2027-03-10", "end_date": "2027-03-12"}],
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("port")
    opened = install(settings(home))
    assert import_tables(opened.registry, TABLES, "erp", home=home).as_json()["rejects"] is None
    yield opened
    opened.close()


def ask(port: Installation, text: str, viewer: Viewer = OPERATOR) -> Answer:
    return port.assistant.answer(Question(text, viewer, "test"))


def people(answer: Answer) -> list[str]:
    return [row["contributor"]["id"] for row in answer.tools[-1].output["candidates"]]


@pytest.mark.parametrize(
    "text",
    [
        "who can take two crane-PLC roles from March, half time, no agencies?",
        "need 2 crane plc ppl from march, half time, no agencies, what's free?",
    ],
)
def test_a_role_in_messy_words(port: Installation, text: str) -> None:
    answer = ask(port, text)
    assert answer.status == "answered"
    assert people(answer) == ["F1", "E2"]
    assert (
        "Tentative, not counted: Ana Brito 50% on Quay Crane Retrofit, 1 March 2027 to 31 March 2027." in answer.answer
    )


def test_a_stored_demand_by_id_title_and_project(port: Installation) -> None:
    for text in ("shortlist for D-7", "staff the Quay Crane Retrofit"):
        assert people(ask(port, text)) == ["F1", "A1", "E2"], text


def test_a_shared_first_name_is_asked_about_and_a_full_name_is_not(port: Installation) -> None:
    assert ask(port, "is mirela free in march").reason == "ambiguous_person"
    answer = ask(port, "Is Mirela Osthoff free in March?")
    found = answer.tools[0].output["people"][0]["availability"]
    assert (found["share"], found["share_otherwise"]) == (0.0, 1.0)
    assert "10 March 2027 to 12 March 2027" in answer.answer


def test_leave_days_are_for_who_may_see_them(port: Installation) -> None:
    it = Viewer("it@x.example", frozenset({Role.IT}))
    answer = ask(port, "Is Mirela Osthoff free in March?", it)
    assert "Not available on some days." in answer.answer
    assert "10 March" not in answer.answer
    assert "2027-03-10" not in answer.model_dump_json()


def test_people_and_agents_are_counted_apart(port: Installation) -> None:
    output = ask(port, "how many work here?").tools[0].output
    assert (output["total"], output["people"], output["ai_agents"]) == (7, 6, 1)


def test_typos_in_skills(port: Installation) -> None:
    assert people(ask(port, "who knows lazer alignment")) == ["E1"]
