"""Gaps on record: opened and resolved by themselves, accepted and assigned by people, on both databases."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.registry.database import Database
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput, Conflict, NoSuchThing, NotPermitted
from knowledge.workforce.kinds import Severity
from knowledge.workforce.viewer import OPERATOR, Viewer

START = date(2026, 11, 24)


class Company:
    """One freelancer with one unsigned contract, on a day that moves."""

    def __init__(self, database: Database, home: Path) -> None:
        self.today = START
        self.registry = Registry(database, lambda: self.today)
        self.home = home
        self.load()
        for name, role in (("legal", "legal"), ("hr", "hr"), ("lead", "leader"), ("boss", "manager")):
            self.registry.users.add(f"{name}@x.example", roles=[role], org_units=[], slack_id=None)

    def load(self, signed: str = "") -> None:
        tables = {
            "contributors": [
                {"id": "F1", "kind": "freelancer", "name": "Fay", "email": "fay@x.example", "status": "active"}
            ],
            "engagements": [
                {
                    "id": "E1",
                    "contributor_id": "F1",
                    "type": "freelance",
                    "start_date": "2026-11-01",
                    "signed_at": signed,
                }
            ],
        }
        import_tables(self.registry, tables, "erp", home=self.home)

    def who(self, name: str) -> Viewer:
        return self.registry.users.viewer(f"{name}@x.example")

    def gap(self) -> Any:
        found = [gap for gap in self.registry.gap_report(self.today).gaps if gap.rule == "CON-01"]
        return found[0] if found else None

    def accept(self, name: str = "legal", **more: Any) -> Any:
        given: dict[str, Any] = {"reason": "signing in Lisbon", "evidence": "ticket 17", **more}
        return self.registry.gaps.accept(self.gap().id, self.who(name), self.today, **given)

    def told(self, id_: str) -> list[tuple[str, date]]:
        events = self.registry.gaps.history(id_, OPERATOR, self.today)
        return [(event.kind.value, event.day) for event in events]


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return Company(database, tmp_path)


def test_the_whole_life(company: Company) -> None:
    first = company.gap()
    assert first.status == "open"
    assert first.severity is Severity.CRITICAL
    until = START + timedelta(days=10)
    company.accept(until=until)
    held = company.gap()
    assert (held.id, held.status) == (first.id, "accepted")
    assert (held.accepted.by, held.accepted.evidence) == ("legal@x.example", "ticket 17")
    company.registry.gaps.assign(first.id, company.who("lead"), company.today, "hr@x.example")
    assert company.gap().assigned_to == "hr@x.example"
    company.today = until
    assert company.gap().status == "accepted"
    company.today = until + timedelta(days=1)
    assert company.gap().status == "open"
    company.load(signed="2026-11-01")
    assert company.gap() is None
    company.today += timedelta(days=3)
    company.load()
    again = company.gap()
    assert (again.id, again.status, again.assigned_to) == (first.id, "open", None)
    over = until + timedelta(days=1)
    assert company.told(first.id) == [
        ("opened", START),
        ("accepted", START),
        ("assigned", START),
        ("reopened", over),
        ("resolved", over),
        ("reopened", over + timedelta(days=3)),
    ]
    states: Callable[[date], str] = lambda day: next(  # noqa: E731 - a line reads better here
        row["status"] for row in company.registry.gaps.states(OPERATOR, day, company.today) if row["id"] == first.id
    )
    assert [states(START), states(until), states(over), states(company.today)] == [
        "accepted",
        "accepted",
        "resolved",
        "open",
    ]
    assert company.registry.gaps.states(OPERATOR, START - timedelta(days=1), company.today) == []
    past = company.registry.gap_report(START + timedelta(days=5))
    assert next(gap for gap in past.gaps if gap.id == first.id).accepted is not None, "as of a past day"


def test_a_look_without_a_change_writes_nothing(company: Company) -> None:
    id_ = company.gap().id
    for _ in range(3):
        company.gap()
    company.load()
    company.gap()
    assert company.told(id_) == [("opened", START)]


def test_what_is_refused(company: Company) -> None:
    id_ = company.gap().id
    with pytest.raises(NotPermitted):
        company.accept("hr")
    with pytest.raises(NoSuchThing):
        company.accept("boss")
    with pytest.raises(BadInput, match="1 month at most"):
        company.accept(until=START + timedelta(days=31))
    for empty in ({"reason": "  "}, {"evidence": ""}):
        with pytest.raises(BadInput, match="is empty"):
            company.accept(**empty)
    with pytest.raises(Conflict):
        company.registry.gaps.reopen(id_, company.who("legal"), START, reason="it is open")
    with pytest.raises(BadInput, match="may not see"):
        company.registry.gaps.assign(id_, company.who("lead"), START, "boss@x.example")
    with pytest.raises(BadInput, match="no user"):
        company.registry.gaps.assign(id_, company.who("lead"), START, "nobody@x.example")
    with pytest.raises(NoSuchThing):
        company.registry.gaps.history(id_, company.who("boss"), START)
    company.accept()
    with pytest.raises(Conflict, match="accepted already"):
        company.accept()
    company.registry.gaps.reopen(id_, company.who("legal"), START, reason="the ticket was closed")
    assert company.gap().status == "open"
