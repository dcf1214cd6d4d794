"""The rows of the facts: what the rules need of each table of the registry, and no more."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType


@dataclass(frozen=True, slots=True)
class ContributorFact:
    """`notes` are columns that the bundle doesn't know, as text; `manager_ref` is what the source says."""

    id: str
    name: str
    kind: ContributorKind
    status: ContributorStatus
    org_unit: str | None = None
    supplier_id: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    email: str | None = None
    title: str | None = None
    manager_id: str | None = None
    manager_ref: str | None = None
    weekly_hours: Decimal | None = None
    rate_amount: Decimal | None = None
    rate_currency: str | None = None
    rate_unit: str | None = None
    engaged_via: str | None = None
    interests: tuple[str, ...] = ()
    bank_hash: str | None = None
    phone_hash: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    has_skills: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class EngagementFact:
    id: str
    contributor_id: str
    type: EngagementType
    start_date: date | None = None
    end_date: date | None = None
    closed_at: date | None = None
    signed_at: date | None = None
    country: str | None = None
    region: str | None = None
    supplier_id: str | None = None
    rate_amount: Decimal | None = None
    rate_currency: str | None = None
    rate_unit: str | None = None
    po_amount: Decimal | None = None
    po_number: str | None = None
    po_expires: date | None = None
    extensions: int | None = None
    title: str | None = None
    level: str | None = None
    terms_changed_at: date | None = None
    human_contact_ref: str | None = None
    comparator_rate_amount: Decimal | None = None
    comparator_rate_currency: str | None = None
    derogation: str | None = None

    def running(self, day: date) -> bool:
        """Started, not ended, not closed, on that day."""
        return (
            (self.start_date is None or self.start_date <= day)
            and (self.end_date is None or self.end_date >= day)
            and (self.closed_at is None or self.closed_at > day)
        )

    @property
    def last_day(self) -> date | None:
        return min((day for day in (self.end_date, self.closed_at) if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class RecordFact:
    subject_type: str
    subject_id: str
    type: str
    issued: date | None = None
    expires: date | None = None
    value: str | None = None
    status: str | None = None

    def valid(self, day: date) -> bool:
        """Status valid, issued not after and expires not before the day."""
        return (
            self.status == "valid"
            and (self.issued is None or self.issued <= day)
            and (self.expires is None or self.expires >= day)
        )


@dataclass(frozen=True, slots=True)
class ClassificationFact:
    engagement_id: str
    outcome: str
    decided_at: date
    sets_hours: bool | None = None
    supervised_daily: bool | None = None
    exclusive: bool | None = None
    client_tools: bool | None = None
    pay_basis: str | None = None
    own_investment: bool | None = None
    other_clients: bool | None = None
    core_function: bool | None = None


@dataclass(frozen=True, slots=True)
class DeliverableFact:
    engagement_id: str
    title: str
    due: date | None = None
    criteria: str | None = None
    accepted_at: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceFact:
    id: str
    engagement_id: str
    period_end: date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    received_at: date | None = None
    due_at: date | None = None
    paid_at: date | None = None


@dataclass(frozen=True, slots=True)
class RateLineFact:
    title: str | None
    level: str | None
    region: str | None
    currency: str
    unit: str
    max_rate: Decimal


@dataclass(frozen=True, slots=True)
class ProjectFact:
    id: str
    name: str
    org_unit: str | None = None
    owner_id: str | None = None
    country: str | None = None
    budget_amount: Decimal | None = None
    budget_currency: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class DemandFact:
    id: str
    project_id: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class DemandSkillFact:
    demand_id: str
    skill: str
    min_level: int
    importance: str


@dataclass(frozen=True, slots=True)
class SkillHolderFact:
    """That somebody has a skill at a level, narrower skills counted; only skills that an open demand must have."""

    skill: str
    contributor_id: str
    level: int


@dataclass(frozen=True, slots=True)
class AssignmentFact:
    id: str
    contributor_id: str
    project_id: str
    demand_id: str | None
    fte: Decimal
    start_date: date
    end_date: date
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LeaveFact:
    contributor_id: str
    start_date: date
    end_date: date


@dataclass(frozen=True, slots=True)
class SupplierFact:
    id: str
    name: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class OrgUnitFact:
    id: str
    parent_ref: str | None = None
    head_id: str | None = None


@dataclass(frozen=True, slots=True)
class AccessFact:
    """`contributor_id` is None for an account of somebody unknown; `contributor_ref` is what the source says."""

    id: str
    contributor_id: str | None
    contributor_ref: str
    system: str
    active: bool | None = None
    last_used: date | None = None
    level: str | None = None
    data_class: str | None = None
    granted_at: date | None = None
    granted_by: str | None = None
    expires: date | None = None
    justification: str | None = None
    revoked_at: date | None = None
    reviewed_at: date | None = None
    reviewed_by: str | None = None

    def open(self, day: date) -> bool:
        """Active on that day: now, or on an earlier day between its grant and its revocation."""
        if self.granted_at is not None and self.granted_at > day:
            return False
        return bool(self.active) or (self.revoked_at is not None and self.revoked_at > day)


@dataclass(frozen=True, slots=True)
class AgentFact:
    contributor_id: str
    owner_id: str | None = None
    owner_ref: str | None = None
    backup_owner_id: str | None = None
    allowed_tools: tuple[str, ...] = ()
    data_classes: tuple[str, ...] = ()
    max_amount: Decimal | None = None
    risk_class: str | None = None
    assessed_at: date | None = None
    changed_at: date | None = None


@dataclass(frozen=True, slots=True)
class ActionFact:
    id: str
    contributor_id: str | None
    at: datetime
    tool: str | None = None
    data_class: str | None = None
    amount: Decimal | None = None
    approved_by: str | None = None
    approved_by_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ExceptionFact:
    subject_type: str
    subject_id: str
    rule: str
    approved_by: str | None = None
    approved_at: date | None = None
    expires: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SettingFact:
    rule: str
    key: str
    value: Any
    jurisdiction: str | None = None
    effective_from: date | None = None
    effective_until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_until is None or self.effective_until >= day
        )


@dataclass(frozen=True, slots=True)
class MatchFact:
    """Two records that may be one person, with the probability that they are. Decided pairs are not listed."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class ApprovalFact:
    """One decision on what the assistant proposed. `seconds` passed between being shown it and deciding, if that is known."""

    plan: str
    by: str
    day: date
    approved: bool
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class LogFact:
    """What the oversight log says of itself and of the people who approve (rules AGT-05 to AGT-07).

    `retention_days` is None where nothing is ever deleted; `unknown` says in words what can't be told.
    """

    problems: tuple[str, ...] = ()
    retention_days: int | None = None
    bias_audited_at: date | None = None
    approvals: tuple[ApprovalFact, ...] = ()
    executed: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
