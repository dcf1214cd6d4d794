"""Projects, demands, bookings and leave."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base, Identified, Imported


class Project(Identified, Base):
    """A piece of work with a budget and an end."""

    __tablename__ = "project"

    name: Mapped[str]
    objective_ref: Mapped[str | None]
    objective_pk: Mapped[int | None] = mapped_column(ForeignKey("objective.pk", ondelete="SET NULL"), index=True)
    org_unit_ref: Mapped[str | None]
    org_unit_pk: Mapped[int | None] = mapped_column(ForeignKey("org_unit.pk", ondelete="SET NULL"), index=True)
    owner_ref: Mapped[str | None]
    owner_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    budget_amount: Mapped[Decimal | None]
    budget_currency: Mapped[str | None]
    priority: Mapped[int | None]
    status: Mapped[str | None]
    country: Mapped[str | None]
    data_class: Mapped[str | None]


class Demand(Identified, Base):
    """A role to fill on a project."""

    __tablename__ = "demand"

    project_ref: Mapped[str]
    project_pk: Mapped[int] = mapped_column(ForeignKey("project.pk", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    count: Mapped[int]
    fte: Mapped[Decimal]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    max_rate_amount: Mapped[Decimal | None]
    max_rate_currency: Mapped[str | None]
    max_rate_unit: Mapped[str | None]
    kinds_allowed: Mapped[list[str] | None]
    countries_allowed: Mapped[list[str] | None]
    time_zones_allowed: Mapped[list[str] | None]
    status: Mapped[str]
    description: Mapped[str | None]


class DemandSkill(Imported, Base):
    """A skill that a demand must or would like to have."""

    __tablename__ = "demand_skill"

    demand_ref: Mapped[str]
    demand_pk: Mapped[int] = mapped_column(ForeignKey("demand.pk", ondelete="CASCADE"), index=True)
    skill: Mapped[str] = mapped_column(index=True)
    min_level: Mapped[int]
    importance: Mapped[str]
    skill_pk: Mapped[int | None] = mapped_column(ForeignKey("skill.pk", ondelete="SET NULL"), index=True)


class Assignment(Identified, Base):
    """A booking: a share of a contributor's own full time, for a project, over whole days."""

    __tablename__ = "assignment"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int] = mapped_column(ForeignKey("contributor.pk", ondelete="CASCADE"), index=True)
    project_ref: Mapped[str]
    project_pk: Mapped[int] = mapped_column(ForeignKey("project.pk", ondelete="CASCADE"), index=True)
    demand_ref: Mapped[str | None]
    demand_pk: Mapped[int | None] = mapped_column(ForeignKey("demand.pk", ondelete="SET NULL"), index=True)
    fte: Mapped[Decimal]
    start_date: Mapped[date]
    end_date: Mapped[date]
    status: Mapped[str]


class Leave(Imported, Base):
    """Days on which somebody is away; never why."""

    __tablename__ = "leave"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int] = mapped_column(ForeignKey("contributor.pk", ondelete="CASCADE"), index=True)
    start_date: Mapped[date]
    end_date: Mapped[date]


Index("ix_assignment_span", Assignment.contributor_pk, Assignment.start_date, Assignment.end_date, Assignment.fte)
