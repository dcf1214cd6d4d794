"""Whom to look for, and how to count them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge.workforce.kinds import ContributorKind, ContributorStatus
from knowledge.workforce.work import SkillNeed


@dataclass(frozen=True, slots=True)
class Criteria:
    """Conditions that all have to hold; an empty one holds for everybody.

    `org_units` covers the units below; `skills` are looked up through aliases and narrower skills; `projects` are those
    that somebody is booked on at the day of the reading.
    """

    ids: frozenset[str] = frozenset()
    kinds: frozenset[ContributorKind] = frozenset()
    excluded_kinds: frozenset[ContributorKind] = frozenset()
    statuses: frozenset[ContributorStatus] = field(default=frozenset({ContributorStatus.ACTIVE}))
    org_units: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()
    excluded_suppliers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    time_zones: frozenset[str] = frozenset()
    managers: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    skills: tuple[SkillNeed, ...] = ()
    titles: frozenset[str] = frozenset()
    """Words that a title holds, in lower case without diacritics: any of these phrases, each with all of its words."""


class Grouping(StrEnum):
    """What a count is broken down by."""

    NONE = "none"
    KIND = "kind"
    ORG_UNIT = "org_unit"
    COUNTRY = "country"
    CITY = "city"
    SUPPLIER = "supplier"
    SKILL = "skill"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Count:
    """How many contributors of one kind one group has. `key` is the group's id, None where it is unknown."""

    key: str | None
    label: str
    kind: ContributorKind
    n: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a source was last imported in full, and how many contributors it gave."""

    source: str
    imported_at: datetime
    contributors: int
