"""Who is looking, and what they may see: the one table of rights, by role and data.

Rights come from the session's identity alone. A person with several roles has the sum of their rights.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    CONTRIBUTOR = "contributor"
    MANAGER = "manager"
    LEADER = "leader"
    FINANCE = "finance"
    HR = "hr"
    PROCUREMENT = "procurement"
    LEGAL = "legal"
    IT = "it"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Data(StrEnum):
    """The kinds of data that rights are given for."""

    REGISTER = "names, kinds, titles, units, skills, availability and open work"
    LEAVE = "leave dates"
    PAY = "rates, cost and budgets"
    RECORDS = "records and classifications"
    ACCESS = "access"
    INVOICES = "invoices"
    GAPS = "governance gaps"
    POLICIES = "policies"
    PLANS = "engagement plans"
    DRAFTING = "drafting engagement plans"
    LOG = "the oversight log"
    IDENTITY = "birth dates, telephone numbers and addresses"


class Reach(StrEnum):
    """How far a right goes."""

    ALL = "all"
    EXTERNALS = "externals"
    OWN_RULES = "the rules of one's own function"
    OWN_UNITS = "own units"
    OWN = "own"
    TO_APPROVE = "to approve"
    NONE = "none"


_RIGHTS: dict[Data, dict[Role, Reach]] = {
    Data.REGISTER: dict.fromkeys(Role, Reach.ALL),
    Data.LEAVE: {
        Role.CONTRIBUTOR: Reach.OWN,
        Role.MANAGER: Reach.OWN_UNITS,
        Role.LEADER: Reach.ALL,
        Role.HR: Reach.ALL,
    },
    Data.PAY: {
        Role.CONTRIBUTOR: Reach.OWN,
        Role.MANAGER: Reach.OWN_UNITS,
        Role.LEADER: Reach.ALL,
        Role.FINANCE: Reach.ALL,
        Role.HR: Reach.ALL,
        Role.PROCUREMENT: Reach.EXTERNALS,
    },
    Data.RECORDS: {
        Role.CONTRIBUTOR: Reach.OWN,
        Role.MANAGER: Reach.OWN_UNITS,
        Role.LEADER: Reach.ALL,
        Role.FINANCE: Reach.ALL,
        Role.HR: Reach.ALL,
        Role.PROCUREMENT: Reach.EXTERNALS,
        Role.LEGAL: Reach.ALL,
        Role.IT: Reach.ALL,
    },
    Data.ACCESS: {Role.CONTRIBUTOR: Reach.OWN, Role.MANAGER: Reach.OWN_UNITS, Role.IT: Reach.ALL},
    Data.INVOICES: {
        Role.CONTRIBUTOR: Reach.OWN,
        Role.MANAGER: Reach.OWN_UNITS,
        Role.LEADER: Reach.ALL,
        Role.FINANCE: Reach.ALL,
        Role.PROCUREMENT: Reach.EXTERNALS,
    },
    Data.GAPS: {
        Role.MANAGER: Reach.OWN_UNITS,
        Role.LEADER: Reach.ALL,
        Role.FINANCE: Reach.OWN_RULES,
        Role.HR: Reach.ALL,
        Role.PROCUREMENT: Reach.EXTERNALS,
        Role.LEGAL: Reach.ALL,
        Role.IT: Reach.OWN_RULES,
        Role.AUDITOR: Reach.ALL,
    },
    Data.POLICIES: {role: Reach.OWN if role is Role.CONTRIBUTOR else Reach.ALL for role in Role},
    Data.PLANS: {
        Role.MANAGER: Reach.OWN,
        Role.LEADER: Reach.ALL,
        Role.FINANCE: Reach.TO_APPROVE,
        Role.HR: Reach.TO_APPROVE,
        Role.PROCUREMENT: Reach.TO_APPROVE,
        Role.LEGAL: Reach.TO_APPROVE,
        Role.IT: Reach.TO_APPROVE,
        Role.AUDITOR: Reach.ALL,
        Role.ADMIN: Reach.OWN,
    },
    Data.DRAFTING: dict.fromkeys((Role.MANAGER, Role.LEADER, Role.PROCUREMENT, Role.HR, Role.ADMIN), Reach.OWN),
    Data.LOG: {role: Reach.ALL if role is Role.AUDITOR else Reach.OWN for role in Role},
    Data.IDENTITY: {Role.HR: Reach.ALL, Role.ADMIN: Reach.ALL},
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as the session knows them. `units` holds own unit ids, those below them included."""

    email: str
    roles: frozenset[Role]
    contributor_id: str | None = None
    units: frozenset[str] = field(default=frozenset())
    projects: frozenset[str] = field(default=frozenset())

    def reach(self, data: Data) -> frozenset[Reach]:
        """Every reach that this person's roles give over `data`, without those that a wider one covers."""
        reaches = {_RIGHTS[data].get(role, Reach.NONE) for role in self.roles}
        if Reach.ALL in reaches:
            return frozenset({Reach.ALL})
        return frozenset(reaches - {Reach.NONE})

    def sees(self, data: Data, *, contributor_id: str | None, unit: str | None, external: bool) -> bool:
        """Whether `data` about that contributor may be shown to this person."""
        reaches = self.reach(data)
        return (
            Reach.ALL in reaches
            or (Reach.EXTERNALS in reaches and external)
            or (Reach.OWN_UNITS in reaches and unit is not None and unit in self.units)
            or (bool(reaches) and contributor_id is not None and contributor_id == self.contributor_id)
        )

    @property
    def role_names(self) -> tuple[str, ...]:
        return tuple(role.value for role in Role if role in self.roles)


OPERATOR = Viewer("operator@localhost", frozenset({Role.LEADER, Role.AUDITOR, Role.ADMIN}))
