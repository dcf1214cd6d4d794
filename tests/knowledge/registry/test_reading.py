"""Reading the registry as different people, on SQLite and PostgreSQL."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.registry.consolidation import consolidate
from knowledge.registry.database import Database
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.workforce.criteria import Criteria, Grouping
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.viewer import OPERATOR, Role, Viewer
from knowledge.workforce.window import Window
from knowledge.workforce.work import SkillNeed

TODAY = date(2026, 11, 24)
TABLES: dict[str, list[dict[str, str]]] = {
    "org_units": [
        {"id": "U1", "name": "Engineering", "head_id": "BOSS"},
        {"id": "U2", "name": "Platform", "parent_id": "U1"},
        {"id": "U3", "name": "Finance"},
    ],
    "suppliers": [{"id": "S1", "name": "Kestrel Ltd", "type": "vendor"}],
    "skills": [
        {"name": "Python", "aliases": "py;python3", "broader": "Programming"},
        {"name": "Programming"},
    ],
    "contributors": [
        {"id": "BOSS", "kind": "employee", "name": "Bo Åkesson", "email": "Boss@x.example", "org_unit": "U1"},
        {"id": "ADA", "kind": "employee", "name": "Ada Sørensen", "email": "ada@x.example", "org_unit": "U2"}
        | {"rate_amount": "400", "rate_currency": "EUR", "rate_unit": "day", "manager_id": "BOSS", "country": "DE"},
        {"id": "FRE", "kind": "freelancer", "name": "Fred Nkemelu", "org_unit": "U3", "status": "active"}
        | {"rate_amount": "700.5", "rate_currency": "EUR", "rate_unit": "day", "country": "DE"},
        {"id": "BOT", "kind": "ai_agent", "name": "Tally", "org_unit": "U3", "status": "active"},
        {"id": "OLD", "kind": "employee", "name": "Otto Past", "status": "ended", "org_unit": "U2"},
    ],
    "contributor_skills": [
        {"contributor_id": "ADA", "skill": "py", "level": "4", "evidence": "work"},
        {"contributor_id": "FRE", "skill": "Programming", "level": "5"},
        {"contributor_id": "FRE", "skill": "Welding", "level": "2"},
    ],
    "projects": [{"id": "P1", "name": "Atlas", "owner_id": "ADA", "budget_amount": "1000", "budget_currency": "EUR"}],
    "assignments": [
        {"id": "A1", "contributor_id": "ADA", "project_id": "P1", "fte": "0.7"}
        | {"start_date": "2026-12-01", "end_date": "2026-12-31", "status": "confirmed"}
    ],
    "leave": [{"contributor_id": "ADA", "start_date": "2026-12-24", "end_date": "2026-12-26"}],
    "engagements": [
        {"id": "E1", "contributor_id": "FRE", "type": "freelance", "start_date": "2026-01-01"}
        | {"end_date": "2026-12-15", "rate_amount": "650", "rate_currency": "EUR", "rate_unit": "day", "country": "NL"},
        {
            "id": "E2",
            "contributor_id": "FRE",
            "type": "freelance",
            "start_date": "2026-12-16",
            "end_date": "2027-01-31",
        },
    ],
}


@pytest.fixture
def registry(database: Database, tmp_path: Path) -> Registry:
    registry = Registry(database, lambda: TODAY)
    report = import_tables(registry, TABLES, "hr", home=tmp_path).as_json()
    assert report["rejects"] is None
    return registry


def viewer(*roles: Role, **more: object) -> Viewer:
    return Viewer("x@x.example", frozenset(roles), **more)  # pyright: ignore[reportArgumentType]


def test_who_sees_which_rate(registry: Registry) -> None:
    def rates(who: Viewer) -> set[str]:
        with registry.reading(who) as reading:
            return {c.id for c in reading.contributors(Criteria()) if c.rate is not None}

    assert rates(OPERATOR) == {"ADA", "FRE"}
    assert rates(viewer(Role.PROCUREMENT)) == {"FRE"}
    assert rates(viewer(Role.MANAGER, units=frozenset({"U2"}))) == {"ADA"}
    assert rates(viewer(Role.MANAGER)) == set()
    assert rates(viewer(Role.CONTRIBUTOR, contributor_id="ADA")) == {"ADA"}
    assert rates(viewer(Role.AUDITOR)) == set()
    assert rates(viewer(Role.AUDITOR, Role.FINANCE)) == {"ADA", "FRE"}


def test_the_running_engagement_wins(registry: Registry) -> None:
    with registry.reading(OPERATOR) as reading:
        fred = reading.contributor("FRE")
    assert fred is not None
    assert fred.rate is not None
    assert (str(fred.rate.amount), fred.country) == ("650", "NL")


def test_skills_through_aliases_and_narrower_ones(registry: Registry) -> None:
    with registry.reading(OPERATOR) as reading:

        def holders(*needs: SkillNeed) -> list[str]:
            return [c.id for c in reading.contributors(Criteria(skills=needs))]

        assert holders(SkillNeed("Python", 4)) == ["ADA"]
        assert holders(SkillNeed("Python", 5)) == []
        assert holders(SkillNeed("Programming", 4)) == ["ADA", "FRE"]
        ada = reading.contributor("ADA")
    assert ada is not None
    assert {(s.name, s.via) for s in ada.skills} == {("Python", None), ("Programming", "Python")}


def test_counts_are_of_active_contributors_of_all_kinds(registry: Registry) -> None:
    with registry.reading(OPERATOR) as reading:
        counts = reading.head_count(Grouping.ORG_UNIT, Criteria())
        kinds = reading.contributors(Criteria(excluded_kinds=frozenset({ContributorKind.AI_AGENT})))
        below = reading.contributors(Criteria(org_units=frozenset({"U1"})))
    assert {(c.label, c.kind.value, c.n) for c in counts} == {
        ("Engineering", "employee", 1),
        ("Platform", "employee", 1),
        ("Finance", "freelancer", 1),
        ("Finance", "ai_agent", 1),
    }
    assert {c.id for c in kinds} == {"BOSS", "ADA", "FRE"}
    assert {c.id for c in below} == {"BOSS", "ADA"}


def test_commitments(registry: Registry) -> None:
    window = Window(date(2026, 12, 1), date(2026, 12, 31))
    with registry.reading(OPERATOR) as reading:
        found = reading.commitments(["ADA", "FRE", "OLD"], window)
    assert [b.fte for b in found["ADA"].bookings] == [0.7]
    assert found["ADA"].leave == (Window(date(2026, 12, 24), date(2026, 12, 26)),)
    assert found["FRE"].engaged == ((date(2026, 1, 1), date(2027, 1, 31)),)
    assert found["OLD"].engaged == ()


def test_two_sources_with_one_id(registry: Registry, tmp_path: Path) -> None:
    other = {"contributors": [{"id": "ADA", "kind": "freelancer", "name": "Another Ada", "status": "active"}]}
    import_tables(registry, other, "procurement", home=tmp_path)
    with registry.reading(OPERATOR) as reading:
        ids = {c.id for c in reading.contributors(Criteria())}
        assert {"hr:ADA", "procurement:ADA"} <= ids
        project = reading.project("P1")
    assert project is not None
    assert project.owner_id == "hr:ADA"


def test_budgets_are_for_owners_and_who_sees_pay(registry: Registry) -> None:
    for who, seen in (
        (OPERATOR, True),
        (viewer(Role.MANAGER, projects=frozenset({"P1"})), True),
        (viewer(Role.MANAGER), False),
        (viewer(Role.IT), False),
    ):
        with registry.reading(who) as reading:
            project = reading.project("P1")
        assert project is not None
        assert (project.budget_amount is not None) is seen


def test_consolidating_twice_changes_nothing(registry: Registry) -> None:
    def state() -> list[object]:
        with registry.reading(OPERATOR) as reading:
            return [*reading.contributors(Criteria(), with_skills=True), *reading.projects(), *reading.org_units()]

    before = state()
    with registry.database.session() as session:
        consolidate(session)
    assert state() == before


def test_the_vocabulary_follows_the_data(registry: Registry, tmp_path: Path) -> None:
    from knowledge.registry.vocabulary import EntityType

    assert [e.id for e in registry.vocabulary().resolve(EntityType.CONTRIBUTOR, "ada sorensen").entities] == ["ADA"]
    import_tables(registry, {"projects": [{"id": "P2", "name": "Borealis"}]}, "pm", home=tmp_path)
    assert [e.id for e in registry.vocabulary().resolve(EntityType.PROJECT, "borealis").entities] == ["P2"]


def test_users_units_and_tokens(registry: Registry) -> None:
    from knowledge.workforce.errors import BadInput

    users = registry.users
    users.add("BOSS@x.example", roles=["manager"], org_units=[], slack_id=None)
    boss = users.viewer("boss@X.example")
    assert boss.contributor_id == "BOSS"
    assert boss.units == {"U1", "U2"}
    users.add("ada@x.example", roles=["contributor"], org_units=["U3"], slack_id="W1")
    again = users.add("ada@x.example", roles=["manager"], org_units=[], slack_id=None)
    assert (again.roles, again.org_units, again.slack) == (("contributor", "manager"), ("U3",), "W1")
    assert users.viewer("ada@x.example").projects == {"P1"}
    first, second = (users.issue_token("ada@x.example", 1) for _ in range(2))
    assert users.by_token(first.token) == users.by_token(second.token) == users.viewer("ada@x.example")
    assert users.by_token("wfa_wrong") is None
    assert users.by_token(users.issue_token("ada@x.example", -1).token) is None
    for wrong in (("nobody", ["manager"]), ("a@b", ["king"])):
        with pytest.raises(BadInput):
            users.add(wrong[0], roles=wrong[1], org_units=[], slack_id=None)
    with pytest.raises(BadInput, match="no user"):
        users.viewer("who@x.example")
