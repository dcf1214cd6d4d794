"""The rules from the catalogue's words: what is a gap, and what is nearly one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from knowledge.workforce.governance import facts as f
from knowledge.workforce.governance.months import add_months, day_reached
from knowledge.workforce.governance.proposals import broken_by_booking
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType
from knowledge.workforce.window import Window

TODAY = date(2026, 11, 24)
K, T = ContributorKind, EngagementType


def person(id_: str = "C", kind: ContributorKind = K.AGENCY_WORKER, **more: Any) -> f.ContributorFact:
    return f.ContributorFact(id_, f"Name of {id_}", kind, more.pop("status", ContributorStatus.ACTIVE), **more)


def contract(start: date, end: date | None = None, **more: Any) -> f.EngagementFact:
    given: dict[str, Any] = {"id": "E", "contributor_id": "C", "type": T.AGENCY, "signed_at": start, "country": "DE"}
    return f.EngagementFact(start_date=start, end_date=end, **{**given, **more})


def facts(*engagements: f.EngagementFact, people: tuple[f.ContributorFact, ...] = (person(),), **more: Any) -> f.Facts:
    return f.Facts(TODAY, people, engagements, **more)


def found(known: f.Facts, rule: str) -> list[tuple[str, str]]:
    return [(gap.severity.value, gap.status) for gap in scan(known, rules=frozenset({rule})).gaps]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2025, 5, 24), [("critical", "open")]),
        (date(2025, 5, 25), [("medium", "open")]),
        (date(2025, 8, 24), [("medium", "open")]),
        (date(2025, 8, 25), []),
    ],
)
def test_ten_01_to_the_day(start: date, expected: list[tuple[str, str]]) -> None:
    assert found(facts(contract(start)), "TEN-01") == expected


def test_ten_01_adds_periods_with_short_breaks_only() -> None:
    before = contract(date(2025, 1, 1), date(2025, 12, 31), id="E0")
    assert found(facts(before, contract(date(2026, 3, 31))), "TEN-01") == [("critical", "open")]
    assert found(facts(before, contract(date(2026, 4, 2))), "TEN-01") == []


def test_ten_01_elsewhere_otherwise_and_accepted() -> None:
    long = date(2024, 1, 1)
    assert found(facts(contract(long, country="NL")), "TEN-01") == []
    assert found(facts(contract(long, type=T.FREELANCE)), "TEN-01") == []
    assert found(facts(contract(long, date(2026, 11, 23))), "TEN-01") == []
    exception = f.ExceptionFact("contributor", "C", "TEN-01", "BOSS", date(2026, 1, 1))
    assert found(facts(contract(long), exceptions=(exception,)), "TEN-01") == [("critical", "accepted")]
    own = replace(exception, approved_by="C")
    assert found(facts(contract(long), exceptions=(own,)), "TEN-01") == [("critical", "open")]
    past = replace(exception, approved_at=date(2025, 11, 23))
    assert found(facts(contract(long), exceptions=(past,)), "TEN-01") == [("critical", "open")]
    setting = f.SettingFact("TEN-01", "limit_months", 48, "DE")
    assert found(facts(contract(long), settings=(setting,)), "TEN-01") == [("medium", "open")]


def test_con_01() -> None:
    start = date(2026, 11, 1)
    assert found(facts(contract(start, signed_at=None)), "CON-01") == [("critical", "open")]
    assert found(facts(contract(start, signed_at=date(2026, 11, 2))), "CON-01") == [("medium", "open")]
    assert found(facts(contract(start)), "CON-01") == []
    assert found(facts(contract(date(2026, 11, 25), signed_at=None)), "CON-01") == []
    employee = person(kind=K.EMPLOYEE)
    assert found(facts(contract(start, signed_at=None), people=(employee,)), "CON-01") == []


@pytest.mark.parametrize(("ended", "gap"), [(date(2026, 11, 22), True), (date(2026, 11, 23), False)])
def test_acc_01_a_day_of_grace(ended: date, gap: bool) -> None:
    access = f.AccessFact("A", "C", "C", "ERP", True)
    known = facts(contract(date(2026, 1, 1), ended), access=(access,))
    assert bool(found(known, "ACC-01")) is gap
    assert found(facts(contract(date(2026, 1, 1), ended), access=(replace(access, active=False),)), "ACC-01") == []
    later = contract(date(2026, 12, 1), None, id="E2")
    assert found(facts(contract(date(2026, 1, 1), ended), later, access=(access,)), "ACC-01") == []


def test_agents_need_a_living_human_owner() -> None:
    bot, boss = person("B", K.AI_AGENT), person("O", K.EMPLOYEE)

    def gaps(owner: f.ContributorFact, **more: Any) -> list[tuple[str, str]]:
        agent = f.AgentFact("B", owner_id=owner.id, **more)
        return found(facts(people=(bot, owner, person("S", K.EMPLOYEE)), agents=(agent,)), "AGT-01")

    assert gaps(boss) == []
    assert gaps(person("O", K.EMPLOYEE, status=ContributorStatus.ENDED)) == [("critical", "open")]
    assert gaps(person("O", K.EMPLOYEE, end_date=date(2026, 11, 23))) == [("critical", "open")]
    assert gaps(person("O", K.AI_AGENT)) == [("critical", "open")]
    assert gaps(person("O", K.EMPLOYEE, status=ContributorStatus.ENDED), backup_owner_id="S") == [("high", "open")]


def test_agents_stay_within_their_scope() -> None:
    bot = person("B", K.AI_AGENT)
    agent = f.AgentFact("B", "O", allowed_tools=("read",), data_classes=("internal",), max_amount=Decimal(100))
    fine = f.ActionFact("1", "B", datetime(2026, 11, 1, 9, tzinfo=UTC), "read", "internal", Decimal(100))
    assert found(facts(people=(bot,)), "AGT-02") == [("critical", "open")]
    assert found(facts(people=(bot,), agents=(agent,), actions=(fine,)), "AGT-02") == []
    for wrong in ({"tool": "pay"}, {"data_class": "restricted"}, {"amount": Decimal("100.01")}):
        known = facts(people=(bot,), agents=(agent,), actions=(replace(fine, **wrong),))
        assert found(known, "AGT-02") == [("critical", "open")], wrong


def test_a_booking_past_the_limit_is_blocked_before_it_happens() -> None:
    known = facts(contract(date(2025, 8, 1)))
    assert broken_by_booking(known, Window(TODAY, date(2027, 1, 31))) == {}
    assert broken_by_booking(known, Window(TODAY, date(2027, 2, 1))) == {"C": ("TEN-01",)}


def test_a_gap_keeps_its_id() -> None:
    known = facts(contract(date(2026, 11, 1), signed_at=None))
    (first,) = scan(known, rules=frozenset({"CON-01"})).gaps
    (later,) = scan(replace(known, as_of=date(2026, 12, 24)), rules=frozenset({"CON-01"})).gaps
    assert first.id == later.id
    assert set(first.as_json()) >= {
        "id",
        "rule",
        "severity",
        "subject",
        "since",
        "due",
        "evidence",
        "policy",
        "law",
        "remedy",
    }


def test_calendar_months() -> None:
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert day_reached([(date(2025, 1, 1), date(2027, 1, 1))], 18) == date(2026, 7, 1)
    assert day_reached([(date(2025, 1, 1), date(2025, 2, 1))], 18) is None
