"""Small worlds for the governance rules: one contributor C with one engagement E, changed by what a case says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from knowledge.workforce.governance import facts as f
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType

TODAY = date(2026, 11, 24)
K, T, S = ContributorKind, EngagementType, ContributorStatus


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def person(id_: str = "C", kind: ContributorKind = K.FREELANCER, **more: Any) -> f.ContributorFact:
    status = more.pop("status", S.ACTIVE)
    return f.ContributorFact(id_, more.pop("name", f"Name of {id_}"), kind, status, **more)


def contract(id_: str = "E", **more: Any) -> f.EngagementFact:
    given: dict[str, Any] = {"contributor_id": "C", "type": T.FREELANCE, "start_date": ago(100)}
    return f.EngagementFact(id=id_, **{**given, **more})


def record(type_: str, subject: str = "contributor:C", **more: Any) -> f.RecordFact:
    subject_type, subject_id = subject.split(":")
    given: dict[str, Any] = {"issued": ago(50), "status": "valid", **more}
    return f.RecordFact(subject_type, subject_id, type_, **given)


def determination(**more: Any) -> f.ClassificationFact:
    given: dict[str, Any] = {"engagement_id": "E", "outcome": "independent", "decided_at": ago(30)}
    return f.ClassificationFact(**{**given, **more})


def access(id_: str = "A", **more: Any) -> f.AccessFact:
    given: dict[str, Any] = {"contributor_id": "C", "contributor_ref": "C", "system": "ERP", "active": True}
    given |= {"granted_at": ago(50), **more}
    return f.AccessFact(id=id_, **given)


def booking(id_: str = "B", **more: Any) -> f.AssignmentFact:
    given: dict[str, Any] = {
        "contributor_id": "C",
        "project_id": "P",
        "demand_id": None,
        "fte": Decimal(1),
        "start_date": TODAY,
        "end_date": ahead(30),
        "confirmed": True,
    }
    return f.AssignmentFact(id=id_, **{**given, **more})


def invoice(id_: str = "I", **more: Any) -> f.InvoiceFact:
    given: dict[str, Any] = {"engagement_id": "E", **more}
    return f.InvoiceFact(id=id_, **given)


def action(id_: str = "X", **more: Any) -> f.ActionFact:
    given: dict[str, Any] = {"contributor_id": "C", "at": datetime(2026, 11, 1, tzinfo=UTC), **more}
    return f.ActionFact(id=id_, **given)


def setting(rule: str, key: str, value: Any, **more: Any) -> f.SettingFact:
    return f.SettingFact(rule, key, value, **more)


def exception(rule: str, subject: str = "engagement:E", **more: Any) -> f.ExceptionFact:
    subject_type, subject_id = subject.split(":")
    given: dict[str, Any] = {"approved_by": "BOSS", "approved_at": ago(10), **more}
    return f.ExceptionFact(subject_type, subject_id, rule, **given)


@dataclass(frozen=True)
class Case:
    """What a world looks like and which gaps a rule finds in it: subject ids, with the severity where it matters."""

    rule: str
    name: str
    expected: tuple[str, ...]
    kind: ContributorKind = K.FREELANCER
    who: Mapping[str, Any] = field(default_factory=dict[str, Any])
    terms: Mapping[str, Any] | None = field(default_factory=dict[str, Any])
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    as_of: date = TODAY

    def found(self) -> tuple[str, ...]:
        """`<subject id>` of each open gap, with `!<severity>` when the expectation names one."""
        extra = dict(self.facts)
        people = (person("C", self.kind, **self.who), *extra.pop("people", ()))
        engagements = (() if self.terms is None else (contract(**self.terms),)) + tuple(extra.pop("engagements", ()))
        world = f.Facts(self.as_of, people, engagements, **extra)
        gaps = [gap for gap in scan(world, rules=frozenset({self.rule})).gaps if gap.status == "open"]
        worded = any("!" in expected for expected in self.expected)
        return tuple(sorted(g.subject_id + (f"!{g.severity.value}" if worded else "") for g in gaps))


YES, NO = ("E",), ()
