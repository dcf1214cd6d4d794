"""The closed vocabularies of the workforce: kinds of contributor, states, units, functions.

The words are those of the import bundle and of every output; `label` is how a person reads them.
"""

from enum import StrEnum


class ContributorKind(StrEnum):
    """Every kind of contributor, people and machines alike."""

    EMPLOYEE = "employee"
    AGENCY_WORKER = "agency_worker"
    FREELANCER = "freelancer"
    VENDOR_WORKER = "vendor_worker"
    PARTNER = "partner"
    AI_AGENT = "ai_agent"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self][0]

    @property
    def plural(self) -> str:
        return _KIND_LABELS[self][1]

    @property
    def external(self) -> bool:
        """Anybody who is engaged rather than employed; AI agents are neither."""
        return self not in (ContributorKind.EMPLOYEE, ContributorKind.AI_AGENT)


_KIND_LABELS = {
    ContributorKind.EMPLOYEE: ("employee", "employees"),
    ContributorKind.AGENCY_WORKER: ("agency worker", "agency workers"),
    ContributorKind.FREELANCER: ("freelancer", "freelancers"),
    ContributorKind.VENDOR_WORKER: ("vendor worker", "vendor workers"),
    ContributorKind.PARTNER: ("partner", "partners"),
    ContributorKind.AI_AGENT: ("AI agent", "AI agents"),
}

PEOPLE = frozenset(ContributorKind) - {ContributorKind.AI_AGENT}


class ContributorStatus(StrEnum):
    CANDIDATE = "candidate"
    ONBOARDING = "onboarding"
    ACTIVE = "active"
    ENDED = "ended"


class RateUnit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class EngagedVia(StrEnum):
    DIRECT = "direct"
    AGENCY = "agency"
    VENDOR = "vendor"
    OWN_COMPANY = "own_company"
    PLATFORM = "platform"
    EMPLOYER_OF_RECORD = "employer_of_record"


class EngagementType(StrEnum):
    EMPLOYMENT = "employment"
    AGENCY = "agency"
    FREELANCE = "freelance"
    SOW = "sow"
    PARTNER = "partner"
    AI_SERVICE = "ai_service"


class SupplierType(StrEnum):
    AGENCY = "agency"
    VENDOR = "vendor"
    PARTNER = "partner"
    PLATFORM = "platform"


class ControlLevel(StrEnum):
    STRICT = "strict"
    STANDARD = "standard"
    LIGHT = "light"


class Evidence(StrEnum):
    """How a skill is known, weakest first."""

    SELF = "self"
    MANAGER = "manager"
    CERTIFICATE = "certificate"
    WORK = "work"


class ProjectStatus(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    CLOSED = "closed"


class DataClass(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class DemandStatus(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"


class Importance(StrEnum):
    MUST = "must"
    NICE = "nice"


class AssignmentStatus(StrEnum):
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 is the most severe."""
        return list(Severity).index(self)
