"""The optimisation jobs of one database: any replica shows and cancels them, the one that took a job works on it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from knowledge.registry.database import Database
from knowledge.registry.tables import AllocationJob

LOST_AFTER = timedelta(seconds=60)
"""A job that no process has touched for so long was cut off."""
KEPT = timedelta(days=7)
RUNNING = "running"


@dataclass(frozen=True)
class Job:
    """`state` is running, done, cancelled or failed."""

    id: str
    actor: str
    state: str
    progress: dict[str, Any] | None
    answer: dict[str, Any] | None
    fault: str | None


class AllocationJobs:
    """Jobs, each seen by its actor alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, actor: str) -> str:
        """A new job's id; jobs of long ago are forgotten."""
        now = datetime.now(UTC)
        id_ = f"ALLOC-{secrets.token_hex(8)}"
        with self._database.session() as session:
            session.execute(delete(AllocationJob).where(AllocationJob.created_at < now - KEPT))
            session.add(
                AllocationJob(id=id_, actor=actor, state=RUNNING, created_at=now, touched_at=now, cancelled=False)
            )
        return id_

    def running(self, actor: str | None = None) -> int:
        """How many jobs are at work, of one actor or of all."""
        fresh = datetime.now(UTC) - LOST_AFTER
        query = select(func.count()).where(AllocationJob.state == RUNNING, AllocationJob.touched_at > fresh)
        if actor is not None:
            query = query.where(AllocationJob.actor == actor)
        with self._database.session() as session:
            return session.scalar(query) or 0

    def get(self, id_: str, actor: str) -> Job | None:
        """One job of this actor, None for any other id."""
        with self._database.session() as session:
            row = session.get(AllocationJob, id_)
            if row is None or row.actor != actor:
                return None
            lost = row.state == RUNNING and datetime.now(UTC) - row.touched_at > LOST_AFTER
            fault = "The server that worked on it was stopped; send it again." if lost else row.fault
            return Job(row.id, row.actor, "failed" if lost else row.state, row.progress, row.answer, fault)

    def touch(self, id_: str, progress: dict[str, Any] | None = None) -> bool:
        """Say that a job is still worked on, and how far it is; True when it was cancelled meanwhile."""
        with self._database.session() as session:
            row = session.get(AllocationJob, id_)
            if row is None:
                return True
            row.touched_at = datetime.now(UTC)
            if progress is not None:
                row.progress = progress
            return row.cancelled

    def cancel(self, id_: str) -> None:
        """Ask for an end; whoever works on it stops within seconds and keeps the best plan so far."""
        with self._database.session() as session:
            row = session.get(AllocationJob, id_)
            if row is not None and row.state == RUNNING:
                row.cancelled = True

    def end(self, id_: str, *, answer: dict[str, Any] | None = None, fault: str | None = None) -> None:
        """Keep what a job came to."""
        with self._database.session() as session:
            row = session.get(AllocationJob, id_)
            if row is None:
                return
            row.answer, row.fault, row.touched_at = answer, fault, datetime.now(UTC)
            row.state = "failed" if answer is None else "cancelled" if row.cancelled else "done"
