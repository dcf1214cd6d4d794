"""The registry's own tables: imports, users and their tokens, identity data, and what is derived."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class ImportRun(Base):
    """One import of one source. `finished_at` is empty while it runs, or when it was cut off."""

    __tablename__ = "import_run"

    pk: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100), index=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    path: Mapped[str | None]
    counts: Mapped[dict[str, Any] | None]


class DataVersion(Base):
    """One row with a number that every change of the registry raises: what is derived from it knows when it is stale."""

    __tablename__ = "data_version"

    pk: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class Identity(Base):
    """What is used only to find one person in several records; read by hr and admin, never given to a model."""

    __tablename__ = "identity"

    contributor_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("contributor.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    given_name: Mapped[str | None]
    family_name: Mapped[str | None]
    birth_date: Mapped[date | None]
    phone: Mapped[str | None]
    street: Mapped[str | None]
    postcode: Mapped[str | None]


class SkillClosure(Base):
    """Every skill with itself and each broader one: who has the first has the second at the same level."""

    __tablename__ = "skill_closure"

    skill_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("skill.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ancestor_pk: Mapped[int] = mapped_column(
        Integer, ForeignKey("skill.pk", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class AgentSuspension(Base):
    """An AI agent that may not act: a contributor's id, or the assistant's own."""

    __tablename__ = "agent_suspension"

    agent: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str | None]


class AppUser(Base):
    """A person who may use the assistant; the e-mail (in lower case) says which contributor they are."""

    __tablename__ = "app_user"

    pk: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    slack_id: Mapped[str | None] = mapped_column(String(50))
    created_at: Mapped[datetime]


class AppUserRole(Base):
    __tablename__ = "app_user_role"
    __table_args__ = (UniqueConstraint("user_pk", "role"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    user_pk: Mapped[int] = mapped_column(ForeignKey("app_user.pk", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))


class AppUserUnit(Base):
    """A unit that a user answers for, as it was given; it covers the units below it."""

    __tablename__ = "app_user_unit"
    __table_args__ = (UniqueConstraint("user_pk", "org_unit"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    user_pk: Mapped[int] = mapped_column(ForeignKey("app_user.pk", ondelete="CASCADE"))
    org_unit: Mapped[str]


class ApiToken(Base):
    """An API token: only its SHA-256 is kept."""

    __tablename__ = "api_token"

    pk: Mapped[int] = mapped_column(primary_key=True)
    user_pk: Mapped[int] = mapped_column(ForeignKey("app_user.pk", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
