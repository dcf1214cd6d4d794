"""Matches between records: what is proposed, and what people decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class MatchRun(Base):
    """One row: for which version of the data matches were looked for, and when."""

    __tablename__ = "match_run"

    pk: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]


class MatchProposal(Base):
    """Two contributors' records that may be one person. `evidence` names fields and whether they agree, no values."""

    __tablename__ = "match_proposal"

    a_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("contributor.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    b_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("contributor.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    score: Mapped[float]
    evidence: Mapped[dict[str, Any]]


class MatchDecision(Base):
    """What a person decided of two records, by `<source>:<id>`, so that it outlives an import. `a` is the smaller."""

    __tablename__ = "match_decision"
    __table_args__ = (UniqueConstraint("a", "b"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[str]
    b: Mapped[str]
    decision: Mapped[str] = mapped_column(String(10))
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str | None]
