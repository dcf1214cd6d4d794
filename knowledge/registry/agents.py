"""The register of AI agents: what each may do, who answers for it, and whether it is suspended. The assistant is one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.registry.database import Database
from knowledge.workforce.errors import BadInput
from knowledge.workforce.kinds import ContributorKind

ASSISTANT = "workforce-assistant"
"""The assistant's own id in the register."""


@dataclass(frozen=True, slots=True)
class Suspension:
    by: str
    at: datetime
    reason: str | None

    def as_json(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at.isoformat(timespec="seconds"), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class RegisteredAgent:
    """One AI agent. `registered` is False for an agent that works here without an entry in the register."""

    id: str
    name: str
    status: str
    registered: bool
    owner: str | None = None
    purpose: str | None = None
    provider: str | None = None
    model: str | None = None
    allowed_tools: tuple[str, ...] = ()
    data_classes: tuple[str, ...] = ()
    risk_class: str | None = None
    assessed_at: str | None = None
    suspension: Suspension | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "status": "suspended" if self.suspension else self.status,
            "registered": self.registered,
            "owner": self.owner,
            "purpose": self.purpose,
            "provider": self.provider,
            "model": self.model,
            "allowed_tools": list(self.allowed_tools),
            "data_classes": list(self.data_classes),
            "risk_class": self.risk_class,
            "assessed_at": self.assessed_at,
            "suspended": self.suspension.as_json() if self.suspension else None,
        }


class AgentRegister:
    """The AI agents of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[RegisteredAgent]:
        """The contributors that are AI agents, by name."""
        c, owner = t.Contributor, aliased(t.Contributor)
        query = (
            select(c.id, c.name, c.status, t.Agent, owner.name.label("owner"))
            .outerjoin(t.Agent, t.Agent.contributor_pk == c.pk)
            .outerjoin(owner, owner.pk == t.Agent.owner_pk)
            .where(c.kind == ContributorKind.AI_AGENT.value)
            .order_by(c.name, c.id)
        )
        with self._database.session() as session:
            suspended = _suspensions(session)
            return [_registered(row, suspended.get(row.id)) for row in session.execute(query)]

    def suspension(self, id_: str) -> Suspension | None:
        """Whether an agent is suspended, and by whom."""
        with self._database.session() as session:
            return _suspensions(session).get(id_)

    def suspend(self, id_: str, *, by: str, reason: str | None) -> None:
        """Let an agent act no more until it is resumed. Raises `BadInput` when there is no such agent, or it is suspended."""
        with self._database.session() as session:
            self._must_exist(session, id_)
            known = _suspensions(session).get(id_)
            if known is not None:
                raise BadInput(f"{id_} is suspended already, by {known.by}; 'workforce agents resume {id_}' ends that.")
            session.add(t.AgentSuspension(agent=id_, by=by, at=datetime.now(UTC), reason=reason))
            session.execute(update(t.DataVersion).values(version=t.DataVersion.version + 1))

    def resume(self, id_: str) -> None:
        """Let an agent act again. Raises `BadInput` when it is not suspended."""
        with self._database.session() as session:
            self._must_exist(session, id_)
            if id_ not in _suspensions(session):
                raise BadInput(f"{id_} is not suspended.")
            session.execute(delete(t.AgentSuspension).where(t.AgentSuspension.agent == id_))
            session.execute(update(t.DataVersion).values(version=t.DataVersion.version + 1))

    def _must_exist(self, session: Session, id_: str) -> None:
        c = t.Contributor
        known = session.scalar(select(c.pk).where(c.id == id_, c.kind == ContributorKind.AI_AGENT.value))
        if id_ != ASSISTANT and known is None:
            raise BadInput(f"There is no AI agent {id_}; 'workforce agents list' shows them.")


def _suspensions(session: Session) -> dict[str, Suspension]:
    rows = session.execute(select(t.AgentSuspension)).scalars()
    return {row.agent: Suspension(row.by, row.at, row.reason) for row in rows}


def _registered(row: Any, suspension: Suspension | None) -> RegisteredAgent:
    entry: t.Agent | None = row.Agent
    status = row.status or "active"
    if entry is None:
        return RegisteredAgent(row.id, row.name, status, registered=False, suspension=suspension)
    return RegisteredAgent(
        id=row.id,
        name=row.name,
        status=status,
        registered=True,
        owner=row.owner or entry.owner_ref,
        purpose=entry.purpose,
        provider=entry.provider,
        model=entry.model,
        allowed_tools=tuple(entry.allowed_tools or ()),
        data_classes=tuple(entry.data_classes or ()),
        risk_class=entry.risk_class,
        assessed_at=entry.assessed_at.isoformat() if entry.assessed_at else None,
        suspension=suspension,
    )
