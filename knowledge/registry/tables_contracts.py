"""Engagements and what belongs to them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base, Identified, Imported


class Engagement(Identified, Base):
    """A contract under which a contributor works."""

    __tablename__ = "engagement"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int] = mapped_column(ForeignKey("contributor.pk", ondelete="CASCADE"), index=True)
    type: Mapped[str]
    supplier_ref: Mapped[str | None]
    supplier_pk: Mapped[int | None] = mapped_column(ForeignKey("supplier.pk", ondelete="SET NULL"), index=True)
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    signed_at: Mapped[date | None]
    rate_amount: Mapped[Decimal | None]
    rate_currency: Mapped[str | None]
    rate_unit: Mapped[str | None]
    budget_cap: Mapped[Decimal | None]
    po_amount: Mapped[Decimal | None]
    po_number: Mapped[str | None]
    po_expires: Mapped[date | None]
    sow_ref: Mapped[str | None]
    extensions: Mapped[int | None]
    title: Mapped[str | None]
    level: Mapped[str | None]
    country: Mapped[str | None]
    region: Mapped[str | None]
    terms_changed_at: Mapped[date | None]
    closed_at: Mapped[date | None]
    human_contact_ref: Mapped[str | None]
    human_contact_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    comparator_rate_amount: Mapped[Decimal | None]
    comparator_rate_currency: Mapped[str | None]
    derogation: Mapped[str | None]


class Classification(Imported, Base):
    """A determination of an engagement's status, with the facts it rests on."""

    __tablename__ = "classification"

    engagement_ref: Mapped[str]
    engagement_pk: Mapped[int] = mapped_column(ForeignKey("engagement.pk", ondelete="CASCADE"), index=True)
    outcome: Mapped[str]
    decided_at: Mapped[date]
    method: Mapped[str | None]
    sets_hours: Mapped[bool | None]
    supervised_daily: Mapped[bool | None]
    exclusive: Mapped[bool | None]
    client_tools: Mapped[bool | None]
    pay_basis: Mapped[str | None]
    own_investment: Mapped[bool | None]
    other_clients: Mapped[bool | None]
    core_function: Mapped[bool | None]


class Deliverable(Imported, Base):
    """What a statement of work promises, and when it was accepted."""

    __tablename__ = "deliverable"

    engagement_ref: Mapped[str]
    engagement_pk: Mapped[int] = mapped_column(ForeignKey("engagement.pk", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    due: Mapped[date | None]
    criteria: Mapped[str | None]
    accepted_at: Mapped[date | None]


class Invoice(Identified, Base):
    """A bill for an engagement."""

    __tablename__ = "invoice"

    engagement_ref: Mapped[str]
    engagement_pk: Mapped[int] = mapped_column(ForeignKey("engagement.pk", ondelete="CASCADE"), index=True)
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    hours: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    received_at: Mapped[date | None]
    due_at: Mapped[date | None]
    paid_at: Mapped[date | None]


class RateCard(Imported, Base):
    """The most that a role may cost; empty columns match all."""

    __tablename__ = "rate_card"

    title: Mapped[str | None]
    level: Mapped[str | None]
    region: Mapped[str | None]
    currency: Mapped[str]
    unit: Mapped[str]
    max_rate: Mapped[Decimal]
