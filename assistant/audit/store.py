"""The oversight log as the rest of the assistant uses it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, exists, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.audit import checkpoints, tables
from assistant.audit.erasing import erased
from assistant.audit.events import Event, Recorded
from assistant.audit.keys import Keys
from assistant.audit.reading import Filter, Reader
from assistant.audit.verify import Verification, verify
from assistant.audit.vocabulary import EventKind, Phase
from assistant.audit.writer import LogUnavailable, Writer, engine_for, exclusive
from knowledge.workforce.errors import BadInput

STALE_SECONDS = 300


class OversightLog:
    """One log. `append` returns once the event is durable, and raises `LogUnavailable` when it can't be."""

    def __init__(self, engine: Engine, keys: Keys, spill: Path) -> None:
        self._engine = engine
        self._keys = keys
        self._writer = Writer(engine, keys, spill)
        self._reader = Reader(engine, keys)

    @classmethod
    def open(cls, database_url: str, home: Path) -> "OversightLog":
        """The log in this database; its keys lie in `home`, outside the database."""
        engine = engine_for(database_url)
        try:
            with engine.begin() as connection:
                tables.create(connection)
        except SQLAlchemyError as error:
            raise LogUnavailable(
                "The oversight log can't be opened, so nothing is answered; is its database there, free and writable?"
            ) from error
        return cls(engine, Keys(home / "keys"), home / "oversight-spill.jsonl")

    def append(self, event: Event) -> Recorded:
        return self._writer.append([event])[0]

    def append_all(self, events: list[Event]) -> list[Recorded]:
        """Several events in one commit, in this order."""
        return self._writer.append(events)

    def together(self, work: Callable[[Connection], list[Event]]) -> list[Recorded]:
        """A change of the registry and the events that tell of it, in one transaction; a checkpoint follows in it.

        `work` gets a connection of the shared database on which nobody else writes. It must not commit.
        """
        return self._writer.together(work, lambda connection: checkpoints.make(connection, self._keys))

    def events(self, chosen: Filter) -> Iterator[dict[str, Any]]:
        return self._reader.events(chosen)

    def look_up(
        self,
        *,
        kinds: tuple[str, ...],
        actor: str | None,
        subject: str | None,
        start: date | None,
        end: date | None,
        limit: int,
    ) -> list[dict[str, Any]]:
        """The newest events of these kinds (all, when empty), in order; days are whole and in UTC."""
        first, after = _days(start, end)
        chosen = Filter(start=first, end=after, actor=actor, subject=subject)
        return self._reader.newest(chosen, kinds, limit)

    def counted(self, *, start: date | None, end: date | None) -> int:
        """How many events there are in these days."""
        first, after = _days(start, end)
        return self._reader.count(Filter(start=first, end=after))

    def verified(self) -> dict[str, Any]:
        """The log's verification as a document."""
        return self.verify(None).as_json()

    def run(self, run: str) -> list[dict[str, Any]]:
        return self._reader.run(run)

    def runs(self, limit: int = 20, before: int | None = None, actor: str | None = None) -> list[dict[str, Any]]:
        return self._reader.runs(limit, before, actor)

    def erase(self, person: str, *, actor: str, role: str, reason: str) -> dict[str, int]:
        """Delete what payloads say of a person (a contributor's id); events and tree stay, and each erasure is an event."""
        held = 0
        count = 0

        def work(connection: Connection) -> list[Event]:
            nonlocal held, count
            pseudonym = self._keys.pseudonym(person)
            events, held = erased(connection, pseudonym, actor=actor, role=role, reason=reason)
            count = len(events)
            return events or [Event(EventKind.NOTICE, actor=actor, role=role, reason="nothing to erase")]

        self.together(work)
        return {"erased": count, "held": held}

    def export(self, format_: str, chosen: Filter) -> Iterator[str]:
        return self._reader.export(format_, chosen)

    def verify(self, checkpoint: Path | None = None) -> Verification:
        return verify(self._engine, self._keys, checkpoint)

    def checkpoint(self) -> dict[str, Any]:
        """Sign the present root, keep the checkpoint, and return it."""
        with exclusive(self._engine) as connection:
            return checkpoints.make(connection, self._keys)

    def prove(self, seq: int) -> dict[str, Any]:
        """The proof that event `seq` is in the log."""
        with exclusive(self._engine) as connection:
            found = checkpoints.proof(connection, self._keys, seq)
        if found is None:
            raise BadInput(f"There is no event {seq} in the log; 'workforce audit export' lists them with their seq.")
        return found

    def mark_stale(self) -> int:
        """Give every intent that has waited too long for its outcome the outcome "unknown"; how many there were."""
        event, outcome = tables.audit_event.c, tables.audit_event.alias()
        limit = time.time_ns() // 1000 - STALE_SECONDS * 1_000_000
        query = select(tables.audit_event).where(
            event.phase == Phase.INTENT.value,
            event.at < limit,
            ~exists(select(outcome.c.id).where(outcome.c.intent == event.id)),
        )
        with self._engine.connect() as connection:
            stale = connection.execute(query).all()
        self.append_all(
            [
                Event(
                    EventKind.OUTCOME_UNKNOWN,
                    Phase.OUTCOME,
                    intent=row.id,
                    run=row.run,
                    conversation=row.conversation,
                    actor=row.actor,
                    role=row.role,
                    tool=row.tool,
                    call_id=row.call_id,
                    status="unknown",
                )
                for row in stale
            ]
        )
        return len(stale)

    def close(self) -> None:
        """Write what waits and let go of the database."""
        self._writer.close()
        self._engine.dispose()


def _days(start: date | None, end: date | None) -> tuple[int | None, int | None]:
    """Whole days in UTC as microseconds since 1970: the first moment, and the first one after."""

    def moment(day: date) -> int:
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000

    return moment(start) if start else None, moment(end + timedelta(days=1)) if end else None
