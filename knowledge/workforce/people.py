"""Contributors and what is known of them."""

from dataclasses import dataclass, field
from datetime import date

from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagedVia, Evidence
from knowledge.workforce.money import Rate


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A skill that somebody has, at a level from 1 (aware) to 5 (leads the field).

    `via` names the narrower skill when the level follows from one that the person holds.
    """

    name: str
    level: int
    evidence: Evidence | None = None
    last_used: date | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """Anybody or anything that does work here, as one viewer may see them on one day.

    Where an engagement runs on that day, its rate, dates and country win over the contributor's own row.
    `rate` is None when unknown or hidden; `rate_hidden` tells which.
    """

    id: str
    kind: ContributorKind
    name: str
    status: ContributorStatus
    source: str
    email: str | None = None
    title: str | None = None
    org_unit: str | None = None
    org_unit_name: str | None = None
    manager_id: str | None = None
    manager_name: str | None = None
    supplier_id: str | None = None
    supplier_name: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    time_zone: str | None = None
    languages: tuple[str, ...] = ()
    weekly_hours: float | None = None
    start_date: date | None = None
    end_date: date | None = None
    rate: Rate | None = None
    rate_hidden: bool = False
    engaged_via: EngagedVia | None = None
    interests: tuple[str, ...] = ()
    skills: tuple[HeldSkill, ...] = field(default=())

    @property
    def ref(self) -> str:
        return f"contributor:{self.id}"
