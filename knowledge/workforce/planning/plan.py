"""What a plan is made of, as plain values, and the hash that approvals are bound to.

Everything of a version that an approver decides on stands in its `Content`: what is planned, what was checked, who must
agree, and the very rows that execution writes. Its hash is SHA-256 over the canonical JSON (RFC 8785).
"""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class PlanStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    EXECUTED = "executed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class PlanKind(StrEnum):
    ENGAGEMENT = "engagement"
    EXTENSION = "extension"
    CONVERSION = "conversion"
    REPLACEMENT = "replacement"
    SCENARIO = "scenario"


class Function(StrEnum):
    """Those who approve: a function of the company, or the owner of the project."""

    HR = "hr"
    PROCUREMENT = "procurement"
    IT = "it"
    FINANCE = "finance"
    LEGAL = "legal"
    BUSINESS_OWNER = "business_owner"

    @property
    def label(self) -> str:
        return {"hr": "HR", "it": "IT", "business_owner": "Business owner"}.get(self.value, self.value.capitalize())


class Mode(StrEnum):
    """Who or what does a task: a person, a person with a machine's help, or a machine under a person's eyes."""

    HUMAN = "human"
    AUGMENT = "augment"
    SUBSTITUTE = "substitute"


class Result(StrEnum):
    PASSED = "passed"
    WARNED = "warned"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of the work. `hours` are of one person's work; None when nothing says how much it is."""

    id: str
    title: str
    hours: float | None
    skills: tuple[str, ...]
    mode: Mode
    why: str
    oversight: str
    deliverable: str
    basis: str
    assumption: bool = True


@dataclass(frozen=True, slots=True)
class Cost:
    """What an option costs over the window, in one currency, at the rates of the day `rate_date`; None is unknown."""

    amount: float | None
    currency: str | None
    basis: str
    rate_date: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in an option, with the share of their own full time; `rate` as words, None when unknown or not shown."""

    id: str
    name: str
    kind: str
    share: float
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to get the work done. `risks` are rule ids; `feasible` is False where something stands in the way."""

    id: str
    kind: str
    title: str
    people: tuple[Person, ...]
    suppliers: tuple[str, ...]
    cost: Cost
    lead_days: int | None
    skills_covered: tuple[str, ...]
    skills_missing: tuple[str, ...]
    risks: tuple[str, ...]
    oversight_hours: float
    overseer: str | None
    objective: str
    note: str
    feasible: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule says of the plan as executed; `on` is the day on which it would say so."""

    rule: str
    result: Result
    detail: str
    on: date | None = None
    owner_function: str | None = None
    accepted_by: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """That a function must agree, and why."""

    function: Function
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a function does so that the work can begin; `rule` is the gap that it closes."""

    id: str
    function: str
    title: str
    days: int
    due: date
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class NewProject:
    name: str
    owner_id: str | None
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class NewDemand:
    """A role to write; `existing` is the id of one that is there already and is only linked."""

    title: str
    start: date
    end: date
    count: int
    fte: float
    skills: tuple[tuple[str, int], ...] = ()
    existing: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class NewEngagement:
    """A contract to write, unsigned: the person is on board when the checklist is done."""

    contributor_id: str
    type: str
    start: date
    end: date | None
    supplier_id: str | None = None
    rate_amount: str | None = None
    rate_currency: str | None = None
    rate_unit: str | None = None
    country: str | None = None
    region: str | None = None
    title: str | None = None
    extensions: int | None = None
    status: str = "onboarding"


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A tentative booking."""

    contributor_id: str
    fte: float
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Change:
    """All that execution writes, and nothing else. `project` is the id of the project that it belongs to."""

    project: str | None = None
    new_project: NewProject | None = None
    demand: NewDemand | None = None
    engagements: tuple[NewEngagement, ...] = ()
    assignments: tuple[NewAssignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a plan."""

    kind: PlanKind
    title: str
    summary: str
    work: str
    start: date
    end: date
    budget_amount: float | None
    budget_currency: str | None
    project_id: str | None
    project_name: str | None
    owner_id: str | None
    deliverables: tuple[dict[str, str], ...]
    tasks: tuple[Task, ...]
    options: tuple[Option, ...]
    recommended: str | None
    recommended_why: str
    would_change: str
    checks: tuple[Check, ...]
    needs: tuple[Need, ...]
    steps: tuple[Step, ...]
    change: Change
    assumptions: tuple[str, ...]
    affected: tuple[dict[str, Any], ...] = ()
    as_of: date | None = None
    edits: tuple[dict[str, str], ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """The version as JSON values; what is hashed and what is shown."""
        document: dict[str, Any] = plain(asdict(self))
        document["dates"] = {"start": document.pop("start"), "end": document.pop("end")}
        document["budget"] = {"amount": document.pop("budget_amount"), "currency": document.pop("budget_currency")}
        return document


def plain(value: Any) -> Any:
    """Dates, decimals, enumerations and tuples as JSON values."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def canonical(document: dict[str, Any]) -> bytes:
    """The document as RFC 8785 writes it."""
    import rfc8785

    return rfc8785.dumps(document)


def content_hash(document: dict[str, Any]) -> str:
    """What approvals are bound to: SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()
