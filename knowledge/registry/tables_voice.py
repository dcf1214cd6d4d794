"""The contributors' voice: what people contest in their own records, and what they wish for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class Correction(Base):
    """One thing that a person says is wrong in their record, and what became of it.

    `source` and `source_id` name the record, so that it outlives an import; `was` is the value then; `value` is what is
    right, empty when that isn't said; `skill` is set when its level is meant. An accepted one holds until its source
    gives another value than `was`.
    """

    __tablename__ = "correction"

    pk: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str]
    field: Mapped[str] = mapped_column(String(40))
    skill: Mapped[str | None]
    was: Mapped[str | None]
    value: Mapped[str | None]
    reason: Mapped[str | None]
    owner: Mapped[str] = mapped_column(String(20))
    manager_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(10), index=True)
    raised_by: Mapped[str] = mapped_column(String(320), index=True)
    raised_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]


class Wish(Base):
    """What a person says of their own interests and preferences; theirs to set and to take back."""

    __tablename__ = "wish"

    pk: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    set_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
