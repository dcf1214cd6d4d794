"""What people contest in their own records: who answers, what an answer changes, and how long that holds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.registry.database import Database
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.registry.voice.corrections import MOST_OPEN, NoOwnRecord
from knowledge.workforce.errors import BadInput, NotPermitted
from knowledge.workforce.viewer import OPERATOR, Role, Viewer
from knowledge.workforce.voice import CorrectionStatus, Field, Owner, WishKind
from tests.company import TODAY

ANN = Viewer("ann@x.example", frozenset({Role.CONTRIBUTOR}), "E1")
BOSS = Viewer("boss@x.example", frozenset({Role.MANAGER}), "E9")
HR = Viewer("hr@x.example", frozenset({Role.HR}))
FAY = Viewer("fay@x.example", frozenset({Role.CONTRIBUTOR}), "F1")
BUYER = Viewer("buyer@x.example", frozenset({Role.PROCUREMENT}))

Row = dict[str, str]
Load = Callable[..., None]


@pytest.fixture
def registry(database: Database) -> Registry:
    return Registry(database, lambda: TODAY)


@pytest.fixture
def load(registry: Registry, tmp_path: Path) -> Load:
    """Imports Ann (with changes), her manager and a freelancer."""

    def run(source: str = "hr", **changed: str) -> None:
        ann = {"id": "E1", "kind": "employee", "name": "Ann Mayer", "email": "Ann@X.example", "title": "Analyst"}
        ann |= {
            "manager_id": "E9",
            "city": "Graz",
            "phone": "0664 1",
            "weekly_hours": "38.5",
            "status": "active",
        } | changed
        boss = {"id": "E9", "kind": "employee", "name": "Bo Huber", "email": "boss@x.example"}
        fay = {"id": "F1", "kind": "freelancer", "name": "Fay Roth", "email": "fay@x.example", "city": "Linz"}
        skill = {
            "contributor_id": ann["id"],
            "skill": "Python",
            "level": "2",
            "evidence": "self",
            "last_used": "2025-11-24",
        }
        tables: dict[str, list[Row]] = {"contributors": [boss, ann, fay], "contributor_skills": [skill]}
        import_tables(registry, tables, source, home=tmp_path)

    run()
    return run


def fields(registry: Registry, viewer: Viewer = ANN) -> dict[str, str]:
    (own,) = registry.voice(viewer).own_records()
    return {held.field: held.value for held in own.fields}


def test_everything_held_is_shown_by_source_but_for_what_hr_alone_reads(registry: Registry, load: Load) -> None:
    load("payroll", id="P7", title="", shoe_size="41")
    hr, payroll = registry.voice(ANN).own_records()
    assert (hr.record, payroll.record) == ("hr:E1", "payroll:P7")
    assert hr.imported_at is not None
    assert {held.field: held.value for held in hr.fields}["title"] == "Analyst"
    assert hr.kept_back == ("phone",)
    assert [held.field for held in payroll.extra] == ["shoe_size"]
    (skill,) = hr.skills
    assert (skill.level, skill.evidence, skill.age_days, skill.source) == (2, "self", 365, "hr")
    assert registry.voice(HR).own_records() == []


def test_nothing_changes_before_the_owner_answers(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.TITLE, value="Senior Analyst", reason="promoted in May")
    assert (raised.owner, raised.status, raised.was) == (Owner.HR, CorrectionStatus.OPEN, "Analyst")
    assert fields(registry)["title"] == "Analyst"

    decided = registry.voice(HR).decide(raised.id, accept=True, reason=None)
    assert (decided.status, decided.decided_by) == (CorrectionStatus.ACCEPTED, "hr@x.example")
    assert fields(registry)["title"] == "Senior Analyst"
    with pytest.raises(BadInput, match="no open correction"):
        registry.voice(HR).decide(raised.id, accept=False, reason="second thoughts")


def test_an_accepted_value_holds_until_the_source_says_something_new(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.TITLE, value="Senior Analyst")
    registry.voice(HR).decide(raised.id, accept=True, reason=None)
    load()
    assert fields(registry)["title"] == "Senior Analyst", "the same export again"
    load(city="Wien")
    assert (fields(registry)["title"], fields(registry)["city"]) == ("Senior Analyst", "Wien"), "another field changed"
    load(title="Lead Analyst")
    assert fields(registry)["title"] == "Lead Analyst", "the source caught up"


def test_declining_takes_a_reason_and_changes_nothing(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.WEEKLY_HOURS, value="30")
    with pytest.raises(BadInput, match="reason"):
        registry.voice(HR).decide(raised.id, accept=False, reason=" ")
    registry.voice(HR).decide(raised.id, accept=False, reason="the contract says 38.5")
    assert fields(registry)["weekly_hours"] == "38.5"
    assert registry.voice(ANN).mine()[0].decision_reason == "the contract says 38.5"


def test_a_skills_level_goes_to_the_manager(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.SKILL, skill="python", value="4")
    assert (raised.owner, raised.was) == (Owner.MANAGER, "2")
    assert [c.id for c in registry.voice(BOSS).queue()] == [raised.id]
    registry.voice(BOSS).decide(raised.id, accept=True, reason=None)
    assert registry.voice(ANN).own_records()[0].skills[0].level == 4


def test_a_skill_that_nobody_recorded_is_added_as_said_by_oneself(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.SKILL, skill="SQL", value="3")
    registry.voice(BOSS).decide(raised.id, accept=True, reason=None)
    load(city="Wien")
    added = next(skill for skill in registry.voice(ANN).own_records()[0].skills if skill.name == "SQL")
    assert (added.level, added.evidence, added.source) == (3, "self", "self-reported")
    with registry.reading(OPERATOR) as reading:
        person = reading.contributor("E1")
        assert person is not None
        assert {skill.name: skill.level for skill in person.skills} == {"SQL": 3, "Python": 2}


def test_who_may_answer(registry: Registry, load: Load) -> None:
    (ann,) = registry.voice(ANN).correct(Field.CITY, value="Wien")
    (fay,) = registry.voice(FAY).correct(Field.CITY, value="Wels")
    (phone,) = registry.voice(FAY).correct(Field.PHONE, value="0699 2")
    for viewer, seen in ((HR, [ann.id, phone.id]), (BUYER, [fay.id]), (BOSS, []), (ANN, []), (OPERATOR, [])):
        assert [c.id for c in registry.voice(viewer).queue()] == seen, viewer.email
    for viewer in (ANN, BOSS, BUYER, OPERATOR):
        with pytest.raises(NotPermitted):
            registry.voice(viewer).decide(ann.id, accept=True, reason=None)
    herself = Viewer("ann@x.example", frozenset({Role.HR}), "E1")
    with pytest.raises(NotPermitted, match="oneself"):
        registry.voice(herself).decide(ann.id, accept=True, reason=None)
    with pytest.raises(BadInput, match="of yours"):
        registry.voice(FAY).withdraw(ann.id)
    assert registry.voice(ANN).withdraw(ann.id).status is CorrectionStatus.WITHDRAWN


def test_what_identifies_people_is_shown_to_hr_alone(registry: Registry, load: Load) -> None:
    (raised,) = registry.voice(ANN).correct(Field.PHONE, value="0664 2", reason="call 0664 2")
    assert (raised.was, raised.value, raised.reason) == (None, None, None)
    assert registry.voice(ANN).mine()[0].value is None
    (seen,) = registry.voice(HR).queue()
    assert (seen.was, seen.value) == ("0664 1", "0664 2")
    registry.voice(HR).decide(raised.id, accept=True, reason=None)
    (again,) = registry.voice(ANN).correct(Field.PHONE, value="0664 3")
    assert [c.was for c in registry.voice(HR).queue() if c.id == again.id] == ["0664 2"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field.START_DATE, "03/04/2024"),
        (Field.COUNTRY, "Austria"),
        (Field.WEEKLY_HOURS, "400"),
        (Field.CITY, "Graz"),
        (Field.TITLE, "x" * 501),
        (Field.SKILL, "4"),
    ],
)
def test_what_cant_be_right_is_told_at_once(registry: Registry, load: Load, field: Field, value: str) -> None:
    with pytest.raises(BadInput):
        registry.voice(ANN).correct(field, value=value)
    assert registry.voice(ANN).mine() == []


def test_said_again_it_is_one_correction_and_nobody_floods_a_queue(registry: Registry, load: Load) -> None:
    for value in ("Wien", "Salzburg"):
        registry.voice(ANN).correct(Field.CITY, value=value)
    (only,) = registry.voice(HR).queue()
    assert only.value == "Salzburg"
    for n in range(MOST_OPEN - 1):
        registry.voice(ANN).correct(Field.SKILL, skill=f"skill {n}", value="1")
    with pytest.raises(BadInput, match="open already"):
        registry.voice(ANN).correct(Field.TITLE)


def test_whoever_has_no_record_is_told(registry: Registry, load: Load) -> None:
    with pytest.raises(NoOwnRecord):
        registry.voice(HR).correct(Field.CITY, value="Wien")


def test_ids_that_are_none(registry: Registry, load: Load) -> None:
    for id_ in ("COR-99", "COR-", "", "x", "COR-٣", "COR-1;DROP"):
        with pytest.raises(BadInput):
            registry.voice(HR).decide(id_, accept=True, reason=None)


def test_wishes_are_ones_own_to_set_and_take_back(registry: Registry, load: Load) -> None:
    ann = registry.voice(ANN)
    for _ in range(2):
        ann.wish(WishKind.INTEREST, "data  work")
    ann.wish(WishKind.PREFERENCE, "mornings")
    assert [(w.kind.value, w.text) for w in ann.wishes()] == [("interest", "data work"), ("preference", "mornings")]
    assert isinstance(ann.wishes()[0].since, date)
    ann.unwish("Data work")
    assert [w.text for w in ann.wishes()] == ["mornings"]
    with pytest.raises(BadInput):
        ann.unwish("Data work")
    with pytest.raises(BadInput):
        ann.wish(WishKind.INTEREST, "  ")
    assert registry.voice(FAY).wishes() == []
