"""The work and those it belongs to: units, suppliers, projects, demands, bookings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.workforce.kinds import (
    AssignmentStatus,
    ContributorKind,
    DemandStatus,
    Importance,
    ProjectStatus,
    SupplierType,
)
from knowledge.workforce.money import Rate
from knowledge.workforce.window import Window


@dataclass(frozen=True, slots=True)
class OrgUnit:
    id: str
    name: str
    parent_id: str | None = None
    function: str | None = None
    head_id: str | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    id: str
    name: str
    type: SupplierType | None = None
    country: str | None = None
    owner_id: str | None = None
    agreement_expires: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """`budget_*` are None when unknown or hidden from this viewer."""

    id: str
    name: str
    status: ProjectStatus | None = None
    org_unit: str | None = None
    owner_id: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    country: str | None = None
    priority: int | None = None
    budget_amount: Decimal | None = None
    budget_currency: str | None = None


@dataclass(frozen=True, slots=True)
class SkillNeed:
    name: str
    min_level: int = 1
    importance: Importance = Importance.MUST


@dataclass(frozen=True, slots=True)
class Demand:
    """A role to fill: stored (`id` set), or described on the spot (`id` None)."""

    title: str
    window: Window
    id: str | None = None
    project_id: str | None = None
    count: int = 1
    fte: float = 1.0
    skills: tuple[SkillNeed, ...] = ()
    max_rate: Rate | None = None
    kinds_allowed: frozenset[ContributorKind] = frozenset()
    countries_allowed: frozenset[str] = frozenset()
    time_zones_allowed: frozenset[str] = frozenset()
    status: DemandStatus = DemandStatus.OPEN
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """An assignment of a contributor to a project; `fte` is a share of their own full time."""

    id: str
    contributor_id: str
    project_id: str
    project_name: str
    fte: float
    start_date: date
    end_date: date
    status: AssignmentStatus
    demand_id: str | None = None


@dataclass(frozen=True, slots=True)
class Commitments:
    """All that bears on one contributor's availability: bookings, leave, and the spans they are engaged for.

    `engaged` holds (start, end) pairs, open where None, joined where they touch; empty means never available.
    """

    bookings: tuple[Booking, ...] = ()
    leave: tuple[Window, ...] = ()
    engaged: tuple[tuple[date | None, date | None], ...] = ()
