"""People ask and speak about their own records, in messy words, through the built-in model."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import Installation, install
from assistant.conversation import Answer, Question
from knowledge.registry.importing import import_tables
from knowledge.workforce.viewer import OPERATOR, Viewer
from tests.company import settings

TABLES: dict[str, list[dict[str, str]]] = {
    "org_units": [{"id": "OPS", "name": "Product Design"}],
    "contributors": [
        {"id": "E9", "kind": "employee", "name": "Sanne Bakker", "email": "sanne@port.example", "status": "active"},
        {"id": "E1", "kind": "employee", "name": "Mirela Osthoff", "email": "mirela@port.example", "status": "active"}
        | {
            "manager_id": "E9",
            "city": "Gent",
            "title": "Crane engineer",
            "phone": "+32 2 555 01 99",
            "start_date": "2020-02-03",
        }
        | {"interests": "chess;recovering from knee surgery"},
    ],
    "contributor_skills": [
        {
            "contributor_id": "E1",
            "skill": "crane PLC",
            "level": "3",
            "evidence": "certificate",
            "last_used": "2026-11-01",
        }
    ],
    "leave": [{"contributor_id": "E1", "start_date": "2027-03-10", "end_date": "2027-03-12"}],
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("own")
    opened = install(settings(home))
    import_tables(opened.registry, TABLES, "erp", home=home)
    opened.registry.users.add("mirela@port.example", roles=["contributor"], org_units=[], slack_id=None)
    yield opened
    opened.close()


@pytest.fixture
def mirela(port: Installation) -> Viewer:
    return port.registry.users.viewer("mirela@port.example")


def ask(port: Installation, text: str, viewer: Viewer) -> Answer:
    return port.assistant.answer(Question(text, viewer, "test"))


def used(answer: Answer) -> list[tuple[str, dict[str, object]]]:
    return [(call.name, call.input) for call in answer.tools]


@pytest.mark.parametrize("text", ["What do you hold about me?", "show me my data pls", "what is my start date?"])
def test_what_is_held_with_its_sources(port: Installation, mirela: Viewer, text: str) -> None:
    answer = ask(port, text, mirela)
    assert (answer.status, [name for name, _ in used(answer)]) == ("answered", ["my_record"])
    assert "**erp** holds your record erp:E1" in answer.answer
    assert "crane PLC level 3, known by certificate, last used 1 November 2026 (23 days ago)" in answer.answer
    assert "2027-03-10 to 2027-03-12" in answer.answer
    assert "contributor:E1" in [citation.ref for citation in answer.citations]


def test_what_hr_alone_reads_reaches_no_model(port: Installation, mirela: Viewer) -> None:
    document = ask(port, "What do you hold about me?", mirela).model_dump_json()
    # With its blanks, since ids hold any three digits.
    assert "555 01" not in document
    assert "25550199" not in document
    assert "surgery" not in document
    assert "phone" in document


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("my phone number is wrong", {"field": "phone"}),
        ("My job title is wrong, it should be Lead Engineer", {"field": "title", "value": "Lead Engineer"}),
        ("I contest my skill level in crane PLC", {"field": "skill", "skill": "crane PLC"}),
        ("i'm level 4 in crane plc, please fix", {"skill": "crane PLC", "level": 4}),
        ("I live in Antwerp now", {"field": "city", "value": "Antwerp"}),
    ],
)
def test_what_is_contested_waits_for_its_owner(
    port: Installation, mirela: Viewer, text: str, given: dict[str, object]
) -> None:
    answer = ask(port, text, mirela)
    assert answer.status == "answered"
    assert used(answer) == [("correct_my_record", given)]
    assert "nothing has changed yet" in answer.answer
    assert answer.tools[0].effect == "propose"
    with port.registry.reading(OPERATOR) as reading:
        person = reading.contributor("E1")
        assert person is not None
        assert (person.title, person.city, person.skills[0].level) == ("Crane engineer", "Gent", 3)


def test_what_is_not_clear_is_asked(port: Installation, mirela: Viewer) -> None:
    assert ask(port, "my record is wrong", mirela).status == "clarify"
    assert ask(port, "my start date is wrong, it should be banana", mirela).status == "clarify"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I'm interested in automation work", {"wish": "automation work"}),
        ("i'd like to do more product design", {"wish": "more product design"}),
        ("I prefer early shifts", {"wish": "early shifts", "wish_type": "preference"}),
    ],
)
def test_wishes_hold_as_said(port: Installation, mirela: Viewer, text: str, wish: dict[str, str]) -> None:
    answer = ask(port, text, mirela)
    assert (answer.status, used(answer)) == ("answered", [("my_wishes", wish)])
    assert wish["wish"] in [one.text for one in port.registry.voice(mirela).wishes()]


def test_a_wish_that_tells_of_health_is_not_kept(port: Installation, mirela: Viewer) -> None:
    answer = ask(port, "I prefer desk work since my chemotherapy", mirela)
    assert answer.status == "refused"
    assert "chemotherapy" not in [one.text for one in port.registry.voice(mirela).wishes()]


@pytest.mark.parametrize(
    "text",
    ["who is interested in crane PLC?", "what is my manager's name?", "who knows crane PLC", "is my title right?"],
)
def test_asking_puts_nothing_on_record(port: Installation, mirela: Viewer, text: str) -> None:
    before = len(port.registry.voice(mirela).mine()), len(port.registry.voice(mirela).wishes())
    answer = ask(port, text, mirela)
    assert not {"my_wishes", "correct_my_record"} & {name for name, _ in used(answer)}
    assert (len(port.registry.voice(mirela).mine()), len(port.registry.voice(mirela).wishes())) == before


def test_whoever_has_no_record_is_told_so(port: Installation) -> None:
    answer = ask(port, "what do you hold about me?", OPERATOR)
    assert (answer.status, answer.reason) == ("not_found", "no_such_person")
