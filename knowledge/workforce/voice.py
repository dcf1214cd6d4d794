"""The contributors' voice: what people may say about their own records, and who answers them.

Nothing that a person contests changes by itself: it goes to the owner of that data, who accepts or declines with a reason.
Interests and preferences are the person's own, and hold as said.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge.workforce.kinds import ContributorKind


class Field(StrEnum):
    """What of a record can be contested. A value that is right may be given, as the import bundle writes it."""

    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth_date"
    TITLE = "title"
    ORG_UNIT = "org_unit"
    MANAGER = "manager"
    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    TIME_ZONE = "time_zone"
    LANGUAGES = "languages"
    WEEKLY_HOURS = "weekly_hours"
    START_DATE = "start_date"
    END_DATE = "end_date"
    RATE = "rate"
    SKILL = "skill"
    NAME = "name"

    @property
    def label(self) -> str:
        return {Field.ORG_UNIT: "unit", Field.EMAIL: "e-mail"}.get(self, self.value.replace("_", " "))


IDENTIFYING = frozenset({Field.PHONE, Field.STREET, Field.POSTCODE, Field.BIRTH_DATE})
"""Readable by hr and admin only: their values are never shown back, nor given to a model."""
BY_CONTRACT = frozenset({Field.RATE})
"""Settled by a contract: an accepted one is mended where the contract is kept, and comes back with its next import."""


class Owner(StrEnum):
    """Who answers for a kind of data."""

    MANAGER = "manager"
    HR = "hr"
    PROCUREMENT = "procurement"


def owner_of(field: Field, kind: ContributorKind, *, has_manager: bool) -> Owner:
    """Who decides about a field: levels of skills the manager, what identifies people hr, else who engages them."""
    if field is Field.SKILL and has_manager:
        return Owner.MANAGER
    if kind.external and field not in IDENTIFYING:
        return Owner.PROCUREMENT
    return Owner.HR


class CorrectionStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person says is wrong in their record, and what became of it.

    `was` and `value` are None where unknown, not said, or not to be shown to whoever looks.
    """

    id: str
    record: str
    field: Field
    skill: str | None
    was: str | None
    value: str | None
    reason: str | None
    owner: Owner
    status: CorrectionStatus
    raised_by: str
    raised_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None

    @property
    def what(self) -> str:
        return f"{self.skill} level" if self.skill else self.field.label

    @property
    def told(self) -> dict[str, Any]:
        """What the log keeps of it: what it is about, and no value."""
        return {"id": self.id, "record": self.record, "field": self.field.value, "skill": self.skill}

    def as_json(self) -> dict[str, Any]:
        """The document of the command line and the API."""
        return {
            **self.told,
            "was": self.was,
            "value": self.value,
            "reason": self.reason,
            "owner": self.owner.value,
            "status": self.status.value,
            "raised_by": self.raised_by,
            "raised_at": self.raised_at.isoformat(timespec="seconds"),
            "decided_by": self.decided_by,
            "decided_at": self.decided_at.isoformat(timespec="seconds") if self.decided_at else None,
            "decision_reason": self.decision_reason,
        }


class WishKind(StrEnum):
    INTEREST = "interest"
    PREFERENCE = "preference"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says they are interested in, or how they prefer to work."""

    kind: WishKind
    text: str
    since: date


@dataclass(frozen=True, slots=True)
class Held:
    """One value in a record."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class SkillHeld:
    """A skill on record with how it is known and how old that is, in days since it was last used."""

    name: str
    level: int
    evidence: str | None
    last_used: date | None
    age_days: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of another table that concerns the person: what kind, what it says, which source holds it."""

    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One source's record of a person.

    `kept_back` are fields that are held and whose values hr alone may read; `extra` is what the source told that has no
    place in the registry, kept as it came and used for nothing.
    """

    record: str
    id: str
    name: str
    source: str
    imported_at: datetime | None
    fields: tuple[Held, ...]
    kept_back: tuple[str, ...]
    extra: tuple[Held, ...]
    skills: tuple[SkillHeld, ...]
    entries: tuple[Entry, ...]
