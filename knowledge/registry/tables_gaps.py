"""Governance gaps as they were seen: the state of each, and what happened to it. No names, no values: ids and dates."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class GapState(Base):
    """A gap that stands or stood. `since` is the day from which its facts show it, `seen_on` the day it was first seen."""

    __tablename__ = "gap_state"

    gap: Mapped[str] = mapped_column(String(20), primary_key=True)
    rule: Mapped[str] = mapped_column(String(10))
    severity: Mapped[str] = mapped_column(String(10))
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    contributor_id: Mapped[str | None]
    since: Mapped[date | None]
    due: Mapped[date | None]
    seen_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), index=True)


class GapEvent(Base):
    """What happened to a gap on a day, by itself or by somebody. Rows are only added."""

    __tablename__ = "gap_event"

    pk: Mapped[int] = mapped_column(primary_key=True)
    gap: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str | None]
    to: Mapped[str | None]
    severity: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None]
    evidence: Mapped[str | None]
    expires: Mapped[date | None]


class GapObservation(Base):
    """One row: the day and the version of the data of the newest look at the gaps."""

    __tablename__ = "gap_observation"

    pk: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    version: Mapped[int]
