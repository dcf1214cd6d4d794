"""Engagement plans: their versions, approvals, checklists, and what each execution wrote."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class Plan(Base):
    """A plan as it stands; `version` is the one that counts."""

    __tablename__ = "plan"

    pk: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    requested_by: Mapped[str] = mapped_column(String(320), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int]
    project_id: Mapped[str | None]
    owner_id: Mapped[str | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    executed_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class PlanVersion(Base):
    """One version, never changed. `content` is the canonical JSON that `hash` is over."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_pk", "version"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    plan_pk: Mapped[int] = mapped_column(ForeignKey("plan.pk", ondelete="CASCADE"))
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime]
    change: Mapped[str]
    differences: Mapped[dict[str, Any] | None]


class PlanApproval(Base):
    """One function's part in one version."""

    __tablename__ = "plan_approval"
    __table_args__ = (UniqueConstraint("plan_pk", "version", "function"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    plan_pk: Mapped[int] = mapped_column(ForeignKey("plan.pk", ondelete="CASCADE"))
    version: Mapped[int]
    function: Mapped[str] = mapped_column(String(20))
    why: Mapped[str]
    status: Mapped[str] = mapped_column(String(20))
    by: Mapped[str | None] = mapped_column(String(320))
    for_email: Mapped[str | None] = mapped_column(String(320))
    at: Mapped[datetime | None]
    reason: Mapped[str | None]


class PlanViewing(Base):
    """When an approver first saw a version: how long they looked follows from it."""

    __tablename__ = "plan_viewing"

    plan_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("plan.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(320), primary_key=True)
    at: Mapped[datetime]


class PlanStep(Base):
    """One line of an executed plan's checklist."""

    __tablename__ = "plan_step"
    __table_args__ = (UniqueConstraint("plan_pk", "step"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    plan_pk: Mapped[int] = mapped_column(ForeignKey("plan.pk", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(20))
    function: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    due: Mapped[date]
    done_by: Mapped[str | None] = mapped_column(String(320))
    done_at: Mapped[datetime | None]


class PlanExecution(Base):
    """That a plan was executed, once: the key is the plan's. `written` names the rows; undoing removes them."""

    __tablename__ = "plan_execution"

    plan_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("plan.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    at: Mapped[datetime]
    written: Mapped[dict[str, Any] | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(320))
    undone_reason: Mapped[str | None]


class PlanDelegation(Base):
    """That somebody lets another decide for a function, on these days, or only on those of their leave."""

    __tablename__ = "plan_delegation"

    pk: Mapped[int] = mapped_column(primary_key=True)
    function: Mapped[str] = mapped_column(String(20))
    giver: Mapped[str] = mapped_column(String(320), index=True)
    taker: Mapped[str] = mapped_column(String(320), index=True)
    start: Mapped[date]
    end: Mapped[date]
    when_away: Mapped[bool]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


Index("ix_plan_approval_open", PlanApproval.status, PlanApproval.function)
