"""People who may use the assistant, their rights and their tokens."""

import hashlib
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge.registry.database import Database
from knowledge.registry.tables import ApiToken, AppUser, AppUserRole, AppUserUnit, Contributor, OrgUnit, Project
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import OPERATOR, Role, Viewer

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class User:
    email: str
    roles: tuple[str, ...]
    org_units: tuple[str, ...]
    slack: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "email": self.email,
            "roles": list(self.roles),
            "org_unit": self.org_units[0] if self.org_units else None,
            "org_units": list(self.org_units),
            "slack": self.slack,
        }


@dataclass(frozen=True, slots=True)
class Token:
    """A new API token. `token` is shown once and kept nowhere."""

    email: str
    token: str
    expires: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token as its owner may see it: never the token itself, which is kept nowhere."""

    id: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def state(self) -> str:
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if self.expires_at > datetime.now(UTC) else "expired"

    def as_json(self) -> dict[str, Any]:
        created, expires = (at.isoformat(timespec="seconds") for at in (self.created_at, self.expires_at))
        return {"id": self.id, "created": created, "expires": expires, "state": self.state}


class Users:
    """The users of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, email: str, *, roles: list[str], org_units: list[str], slack_id: str | None) -> User:
        """Add a user, or roles to one; units and a Slack id replace earlier ones when they are given."""
        email = email.strip().casefold()
        if not _EMAIL.fullmatch(email):
            raise BadInput(f"{email!r} is no e-mail address; give one like name@company.example.")
        known = [role.value for role in Role]
        for role in roles:
            if role not in known:
                raise BadInput(f"There is no role {role!r}; the roles are {', '.join(known)}.")
        with self._database.session() as session:
            for unit in org_units:
                if session.scalar(select(OrgUnit.pk).where(OrgUnit.id == unit)) is None:
                    raise BadInput(f"There is no org unit {unit!r}; give the id of one that was imported.")
            user = session.scalar(select(AppUser).where(AppUser.email == email))
            if user is None:
                user = AppUser(email=email, created_at=datetime.now(UTC))
                session.add(user)
                session.flush()
            held = set(session.scalars(select(AppUserRole.role).where(AppUserRole.user_pk == user.pk)))
            session.add_all(AppUserRole(user_pk=user.pk, role=role) for role in sorted(set(roles) - held))
            if org_units:
                session.execute(delete(AppUserUnit).where(AppUserUnit.user_pk == user.pk))
                session.add_all(AppUserUnit(user_pk=user.pk, org_unit=unit) for unit in dict.fromkeys(org_units))
            if slack_id:
                user.slack_id = slack_id
            session.flush()
            return _user(session, user)

    def all(self) -> list[User]:
        """Everybody, by e-mail."""
        with self._database.session() as session:
            return [_user(session, user) for user in session.scalars(select(AppUser).order_by(AppUser.email))]

    def viewer(self, email: str) -> Viewer:
        """The rights of the user with this e-mail. Raises `BadInput` when there is none."""
        email = email.strip().casefold()
        if email == OPERATOR.email:
            return OPERATOR
        with self._database.session() as session:
            user = session.scalar(select(AppUser).where(AppUser.email == email))
            if user is None:
                raise BadInput(f"There is no user {email}; add one with 'workforce users add {email} --role ROLE'.")
            return _viewer(session, user)

    def by_slack(self, slack_id: str) -> Viewer | None:
        """The rights of the user with this Slack id, or None."""
        with self._database.session() as session:
            user = session.scalar(select(AppUser).where(AppUser.slack_id == slack_id).order_by(AppUser.pk).limit(1))
            return _viewer(session, user) if user is not None else None

    def issue_token(self, email: str, days: int) -> Token:
        """A new API token, valid for so many days; earlier ones stay valid."""
        email = email.strip().casefold()
        token = "wfa_" + secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        expires = now + timedelta(days=days)
        with self._database.session() as session:
            user = session.scalar(select(AppUser).where(AppUser.email == email))
            if user is None:
                raise BadInput(f"There is no user {email}; add one with 'workforce users add {email} --role ROLE'.")
            session.add(ApiToken(user_pk=user.pk, hash=_hash(token), created_at=now, expires_at=expires))
        return Token(email, token, expires.isoformat(timespec="seconds"))

    def tokens(self, email: str) -> list[IssuedToken]:
        """The tokens of a person, the newest first."""
        query = (
            select(ApiToken)
            .join(AppUser, AppUser.pk == ApiToken.user_pk)
            .where(AppUser.email == email.strip().casefold())
            .order_by(ApiToken.pk.desc())
        )
        with self._database.session() as session:
            return [IssuedToken(t.pk, t.created_at, t.expires_at, t.revoked_at) for t in session.scalars(query)]

    def revoke_token(self, email: str, id_: int) -> None:
        """End one token of a person at once. Raises `BadInput` when they have none of that number that is still valid."""
        now = datetime.now(UTC)
        owner = select(AppUser.pk).where(AppUser.email == email.strip().casefold()).scalar_subquery()
        valid = (
            ApiToken.pk == id_,
            ApiToken.user_pk == owner,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        with self._database.session() as session:
            token = session.scalar(select(ApiToken).where(*valid))
            if token is None:
                raise BadInput(f"{email} has no valid token {id_}; 'workforce users tokens {email}' lists them.")
            token.revoked_at = now

    def by_token(self, token: str) -> Viewer | None:
        """The rights of a token's user, or None when it is unknown, expired or revoked."""
        with self._database.session() as session:
            found = session.execute(
                select(AppUser, ApiToken.expires_at)
                .join(ApiToken, ApiToken.user_pk == AppUser.pk)
                .where(ApiToken.hash == _hash(token), ApiToken.revoked_at.is_(None))
            ).first()
            if found is None or found[1] <= datetime.now(UTC):
                return None
            return _viewer(session, found[0])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _user(session: Session, user: AppUser) -> User:
    roles = set(session.scalars(select(AppUserRole.role).where(AppUserRole.user_pk == user.pk)))
    units = session.scalars(select(AppUserUnit.org_unit).where(AppUserUnit.user_pk == user.pk).order_by(AppUserUnit.pk))
    return User(user.email, tuple(role.value for role in Role if role in roles), tuple(units), user.slack_id)


def _viewer(session: Session, user: AppUser) -> Viewer:
    known = _user(session, user)
    own = session.execute(
        select(Contributor.pk, Contributor.id)
        .where(func.lower(Contributor.email) == user.email)
        .order_by(Contributor.pk)
    ).all()
    pks = [row.pk for row in own]
    units = {row.pk: row for row in session.execute(select(OrgUnit.pk, OrgUnit.id, OrgUnit.parent_pk, OrgUnit.head_pk))}
    covered = {pk for pk, row in units.items() if row.id in known.org_units or (row.head_pk in pks and row.head_pk)}
    while below := {pk for pk, row in units.items() if row.parent_pk in covered and pk not in covered}:
        covered |= below
    projects = session.scalars(select(Project.id).where(Project.owner_pk.in_(pks))) if pks else ()
    return Viewer(
        email=user.email,
        roles=frozenset(Role(role) for role in known.roles),
        contributor_id=own[0].id if own else None,
        units=frozenset(units[pk].id for pk in covered),
        projects=frozenset(projects),
    )
