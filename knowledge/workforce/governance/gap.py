"""A gap: what is wrong, whose it is, on what evidence, and what to do."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.workforce.kinds import Severity


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of one record that shows the gap."""

    ref: str
    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That somebody accepted the gap, and until when."""

    by: str | None
    at: date | None
    expires: date | None
    reason: str | None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. `contributor_id` is whom it concerns, which settles who may see it; the subject may be their record.

    `other` tells apart gaps of one rule about one subject: the other person of a pair.
    """

    rule: str
    title: str
    severity: Severity
    subject_type: str
    subject_id: str
    subject_name: str
    contributor_id: str | None
    since: date | None
    due: date | None
    evidence: tuple[Evidence, ...]
    remedy: str
    owner_function: str
    law: dict[str, str] = field(default_factory=dict[str, str])
    policy: str | None = None
    accepted: Acceptance | None = None
    other: str = ""
    assigned_to: str | None = None

    @property
    def id(self) -> str:
        """The same from run to run while the gap stands."""
        what = "|".join(filter(None, (self.rule, self.subject_type, self.subject_id, self.other)))
        return "GAP-" + hashlib.sha256(what.encode()).hexdigest()[:10]

    @property
    def status(self) -> str:
        return "accepted" if self.accepted else "open"

    def as_json(self) -> dict[str, Any]:
        accepted = self.accepted
        return {
            "id": self.id,
            "show": {"command": f"workforce gaps show {self.id}", "url": f"/api/v1/gaps/{self.id}"},
            "rule": self.rule,
            "title": self.title,
            "severity": self.severity.value,
            "subject": {"type": self.subject_type, "id": self.subject_id, "name": self.subject_name},
            "since": self.since.isoformat() if self.since else None,
            "due": self.due.isoformat() if self.due else None,
            "evidence": [{"ref": e.ref, "field": e.field, "value": e.value} for e in self.evidence],
            "policy": {"ref": self.policy, "quote": None} if self.policy else None,
            "law": self.law,
            "remedy": self.remedy,
            "owner_function": self.owner_function,
            "status": self.status,
            "accepted": None
            if accepted is None
            else {
                "by": accepted.by,
                "at": accepted.at.isoformat() if accepted.at else None,
                "expires": accepted.expires.isoformat() if accepted.expires else None,
                "reason": accepted.reason,
                "evidence": accepted.evidence,
            },
            "assigned_to": self.assigned_to,
        }
