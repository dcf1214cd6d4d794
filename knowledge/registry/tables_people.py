"""Contributors, their skills, units and suppliers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base, Identified, Imported


class OrgUnit(Identified, Base):
    """A unit of the organisation; units form a tree."""

    __tablename__ = "org_unit"

    name: Mapped[str]
    parent_ref: Mapped[str | None]
    parent_pk: Mapped[int | None] = mapped_column(ForeignKey("org_unit.pk", ondelete="SET NULL"), index=True)
    function: Mapped[str | None]
    head_ref: Mapped[str | None]
    head_pk: Mapped[int | None] = mapped_column(index=True)  # no constraint: it would close a circle of tables
    cost_centre: Mapped[str | None]


class Supplier(Identified, Base):
    """An agency, vendor, partner or platform."""

    __tablename__ = "supplier"

    name: Mapped[str]
    type: Mapped[str | None]
    country: Mapped[str | None]
    owner_ref: Mapped[str | None]
    owner_pk: Mapped[int | None] = mapped_column(index=True)  # no constraint: it would close a circle of tables
    agreement_expires: Mapped[date | None]
    control_level: Mapped[str | None]


class Objective(Identified, Base):
    """What the company wants to reach, and how it is measured."""

    __tablename__ = "objective"

    name: Mapped[str]
    metric: Mapped[str | None]
    target: Mapped[str | None]
    owner_ref: Mapped[str | None]
    owner_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)


class Skill(Imported, Base):
    """The company's vocabulary of skills: names, aliases, and the broader skill of each."""

    __tablename__ = "skill"

    name: Mapped[str]
    aliases: Mapped[list[str] | None]
    broader: Mapped[str | None]
    uri: Mapped[str | None]


class Contributor(Identified, Base):
    """Anybody or anything that does work here."""

    __tablename__ = "contributor"

    kind: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None]
    title: Mapped[str | None]
    org_unit_ref: Mapped[str | None]
    org_unit_pk: Mapped[int | None] = mapped_column(ForeignKey("org_unit.pk", ondelete="SET NULL"), index=True)
    manager_ref: Mapped[str | None]
    manager_pk: Mapped[int | None] = mapped_column(ForeignKey("contributor.pk", ondelete="SET NULL"), index=True)
    supplier_ref: Mapped[str | None]
    supplier_pk: Mapped[int | None] = mapped_column(ForeignKey("supplier.pk", ondelete="SET NULL"), index=True)
    country: Mapped[str | None]
    region: Mapped[str | None]
    city: Mapped[str | None]
    time_zone: Mapped[str | None]
    languages: Mapped[list[str] | None]
    weekly_hours: Mapped[Decimal | None]
    status: Mapped[str | None]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    rate_amount: Mapped[Decimal | None]
    rate_currency: Mapped[str | None]
    rate_unit: Mapped[str | None]
    engaged_via: Mapped[str | None]
    interests: Mapped[list[str] | None]
    bank_hash: Mapped[str | None]
    phone_hash: Mapped[str | None]


class ContributorSkill(Imported, Base):
    """That somebody has a skill, at a level, on some evidence."""

    __tablename__ = "contributor_skill"

    contributor_ref: Mapped[str]
    contributor_pk: Mapped[int] = mapped_column(ForeignKey("contributor.pk", ondelete="CASCADE"), index=True)
    skill: Mapped[str] = mapped_column(index=True)
    level: Mapped[int]
    evidence: Mapped[str | None]
    last_used: Mapped[date | None]
    skill_pk: Mapped[int | None] = mapped_column(ForeignKey("skill.pk", ondelete="SET NULL"), index=True)


Index(
    "ix_contributor_skill_by_skill", ContributorSkill.skill_pk, ContributorSkill.contributor_pk, ContributorSkill.level
)
