"""Records, access, AI agents, and the settings and exceptions of rules."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base, Identified, Imported


class Record(Imported, Base):
    """A document or check that governance asks for, on a contributor, supplier or engagement."""

    __tablename__ = "record"

    subject_type: Mapped[str]
    subject_ref: Mapped[str]
    subject_pk: Mapped[int | None] = mapped_column(index=True)
    type: Mapped[str]
    issued: Mapped[date | None]
    expires: Mapped[date | None]
    value: Mapped[str | None]
    status: Mapped[str | None]


class Access(Identified, Base):
    """An account or permission in some system."""

    __tablename__ = "access"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    system: Mapped[str]
    level: Mapped[str | None]
    data_class: Mapped[str | None]
    granted_at: Mapped[date | None]
    granted_by_ref: Mapped[str | None]
    granted_by_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    expires: Mapped[date | None]
    justification: Mapped[str | None]
    active: Mapped[bool | None]
    revoked_at: Mapped[date | None]
    last_used: Mapped[date | None]
    reviewed_at: Mapped[date | None]
    reviewed_by_ref: Mapped[str | None]
    reviewed_by_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)


class Agent(Imported, Base):
    """An AI agent's registration: owner, scope, risk."""

    __tablename__ = "agent"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int] = mapped_column(ForeignKey("contributor.pk", ondelete="CASCADE"), index=True)
    owner_ref: Mapped[str | None]
    owner_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    backup_owner_ref: Mapped[str | None]
    backup_owner_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    provider: Mapped[str | None]
    model: Mapped[str | None]
    purpose: Mapped[str | None]
    allowed_tools: Mapped[list[str] | None]
    data_classes: Mapped[list[str] | None]
    max_amount: Mapped[Decimal | None]
    risk_class: Mapped[str | None]
    assessed_at: Mapped[date | None]
    changed_at: Mapped[date | None]
    mode: Mapped[str | None]


class AgentAction(Identified, Base):
    """Something that an AI agent did."""

    __tablename__ = "agent_action"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    tool: Mapped[str | None]
    data_class: Mapped[str | None]
    amount: Mapped[Decimal | None]
    approved_by_ref: Mapped[str | None]
    approved_by_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)


class RuleSetting(Imported, Base):
    """A governance rule's number for a jurisdiction and a time."""

    __tablename__ = "rule_setting"

    rule: Mapped[str]
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    jurisdiction: Mapped[str | None]
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]


class RuleException(Imported, Base):
    """A gap that somebody accepted, until when and why."""

    __tablename__ = "exception"

    subject_type: Mapped[str]
    subject_ref: Mapped[str]
    subject_pk: Mapped[int | None] = mapped_column(index=True)
    rule: Mapped[str]
    approved_by_ref: Mapped[str | None]
    approved_by_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    approved_at: Mapped[date | None]
    expires: Mapped[date | None]
    reason: Mapped[str | None]
