"""The one way into the log: a thread that commits whatever is waiting, together and durably.

Sequence numbers are given inside the transaction (`BEGIN IMMEDIATE` on SQLite, an advisory lock on PostgreSQL), so that
several processes on one database neither fork the log nor leave gaps.
"""

import hmac
import json
import queue
import secrets
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from assistant.audit import tables as t
from assistant.audit.events import COLUMNS, Event, Recorded, canonical, new_id, payload_bytes
from assistant.audit.keys import Keys
from assistant.audit.tree import leaf_hash
from assistant.audit.vocabulary import Phase
from knowledge.workforce.errors import Unavailable

BUSY_SECONDS = 10
BATCH = 2_000
_LOCK = 0x6F7665727369676874 & 0x7FFFFFFFFFFFFFFF


Prepared = tuple[dict[str, Any], dict[str, Any] | None, list[dict[str, Any]]]
"""An event's row, its payload's and its links'."""


class LogUnavailable(Unavailable):
    """The log can't be written, so nothing may be done or answered."""


@dataclass
class _Waiting:
    events: list[Event]
    done: "Future[list[Recorded]]"


def engine_for(url: str) -> Engine:
    """The log's own engine: on SQLite, every commit reaches the disk before it is acknowledged."""
    if make_url(url).get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=4, connect_args={"connect_timeout": 5})
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    def pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", pragmas)

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


class Writer:
    """Group commit. `append` blocks until the events are durable, or raises `LogUnavailable`."""

    def __init__(self, engine: Engine, keys: Keys, spill: Path) -> None:
        self._engine = engine
        self._keys = keys
        self._spill = spill
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._one_at_a_time = threading.Lock()

    def append(self, events: list[Event]) -> list[Recorded]:
        if not events:
            return []
        self._start()
        waiting = _Waiting(events, Future())
        self._waiting.put(waiting)
        return waiting.done.result()

    def together(
        self, work: Callable[[Connection], list[Event]], after: Callable[[Connection], object]
    ) -> list[Recorded]:
        """Do `work` and write the events that it returns, in one transaction that no other writer shares; then `after`.

        Either all of it is durable or nothing is. What `work` raises of our own passes through.
        """
        try:
            with self._one_at_a_time, exclusive(self._engine) as connection:
                recorded = self._insert(connection, [self._prepared(event) for event in work(connection)])
                after(connection)
        except (SQLAlchemyError, OSError) as error:
            raise LogUnavailable(
                f"The database can't be written ({_reason(error)}), so nothing was done; free it and try again."
            ) from error
        return recorded

    def close(self) -> None:
        with self._starting:
            if self._thread is not None:
                self._waiting.put(None)
                self._thread.join()
                self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="oversight-log", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            stop = False
            while sum(len(waiting.events) for waiting in batch) < BATCH:
                try:
                    more = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    stop = True
                    break
                batch.append(more)
            self._commit(batch)
            if stop:
                return

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            recorded = self._write([event for waiting in batch for event in waiting.events])
        except (SQLAlchemyError, OSError) as error:
            self._spill_outcomes(batch)
            failure = LogUnavailable(
                f"The oversight log can't be written ({_reason(error)}), so nothing is done or answered; "
                "free the database or the disk and try again."
            )
            for waiting in batch:
                waiting.done.set_exception(failure)
            return
        start = 0
        for waiting in batch:
            waiting.done.set_result(recorded[start : start + len(waiting.events)])
            start += len(waiting.events)

    def _write(self, events: list[Event]) -> list[Recorded]:
        prepared = [self._prepared(event) for event in events]
        with self._one_at_a_time, exclusive(self._engine) as connection:
            return self._insert(connection, prepared)

    def _insert(self, connection: Connection, prepared: list[Prepared]) -> list[Recorded]:
        if not prepared:
            return []
        seq = connection.execute(select(func.coalesce(func.max(t.log_index.c.seq), 0))).scalar_one()
        rows = [row for row, _, _ in prepared]
        connection.execute(insert(t.audit_event), rows)
        payloads = [payload for _, payload, _ in prepared if payload]
        if payloads:
            connection.execute(insert(t.payload), payloads)
        links = [link for _, _, found in prepared for link in found]
        if links:
            connection.execute(insert(t.subject_link), links)
        index = [
            {"seq": seq + n, "event_id": row["id"], "leaf_hash": row["leaf_hash"]} for n, row in enumerate(rows, 1)
        ]
        connection.execute(insert(t.log_index), index)
        return [Recorded(row["event_id"], row["seq"]) for row in index]

    def _prepared(self, event: Event) -> Prepared:
        id_, at, monotonic = new_id(), time.time_ns() // 1000, time.monotonic_ns()
        stored: dict[str, Any] | None = None
        commitment: str | None = None
        if event.payload:
            salt, plain = secrets.token_bytes(32), payload_bytes(event.payload)
            commitment = hmac.new(salt, plain, sha256).hexdigest()
            stored = {"event_id": id_, "salt": salt, "ciphertext": self._keys.seal(salt, plain)}
        hashed = canonical(event, id_, at, monotonic, commitment)
        row = {name: _text(getattr(event, name)) for name in COLUMNS}
        row |= {"id": id_, "at": at, "monotonic_ns": monotonic, "canonical": hashed, "leaf_hash": leaf_hash(hashed)}
        links = {self._keys.pseudonym(person): role for person, role in event.subjects}
        return row, stored, [{"event_id": id_, "pseudonym": p, "role": role} for p, role in links.items()]

    def _spill_outcomes(self, batch: list[_Waiting]) -> None:
        """Outcomes of what has happened already are kept in a file, for whoever mends the log."""
        outcomes = [event for waiting in batch for event in waiting.events if event.phase is Phase.OUTCOME]
        if not outcomes:
            return
        try:
            with self._spill.open("a", encoding="utf-8") as file:
                for outcome in outcomes:
                    kept = {name: _text(getattr(outcome, name)) for name in COLUMNS}
                    file.write(json.dumps({"at": time.time_ns() // 1000, **kept}) + "\n")
                file.flush()
        except OSError:
            return


@contextmanager
def exclusive(engine: Engine) -> Generator[Connection]:
    """A transaction that no other writer of the log shares."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _reason(error: Exception) -> str:
    reason = str(getattr(error, "orig", error)).casefold()
    for word, said in (("locked", "it is locked"), ("full", "the disk is full"), ("readonly", "it is read-only")):
        if word in reason:
            return said
    return "it can't be reached"
