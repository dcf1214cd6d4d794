"""Reading the log: events by filter, one run's whole story, and exports."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from assistant.audit import tables as t
from assistant.audit.events import COLUMNS
from assistant.audit.keys import Keys
from assistant.audit.vocabulary import EventKind
from knowledge.workforce.errors import BadInput
from knowledge.workforce.wording import harmless

FORMATS = ("jsonl", "csv", "otlp")
_CSV = ("seq", "at", "id", *COLUMNS, "leaf_hash")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events; times in microseconds since 1970, UTC, the first included and the last not."""

    start: int | None = None
    end: int | None = None
    actor: str | None = None
    subject: str | None = None
    tool: str | None = None
    kind: str | None = None
    run: str | None = None
    after: int = 0
    limit: int | None = None

    @classmethod
    def parse(cls, *, from_: str | None, to: str | None, **more: Any) -> "Filter":
        """A filter with ISO dates or times; `BadInput` names the one that is none."""
        return cls(start=_micros(from_, "--from"), end=_micros(to, "--to"), **more)


class Reader:
    """Reads one log."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    def events(self, chosen: Filter) -> Iterator[dict[str, Any]]:
        """Events in order, without payloads."""
        with self._engine.connect() as connection:
            for row in self._rows(connection, chosen):
                yield _exported(row)

    def newest(self, chosen: Filter, kinds: tuple[str, ...], limit: int) -> list[dict[str, Any]]:
        """The last events that fit, in order, as they are told to a person: with the time as text."""
        query = self._query(chosen).order_by(None).order_by(t.log_index.c.seq.desc()).limit(limit)
        if kinds:
            query = query.where(t.audit_event.c.kind.in_(kinds))
        names = ("kind", "phase", "run", "actor", "on_behalf_of", "tool", "plan", "decision", "reason", "status")
        with self._engine.connect() as connection:
            rows = list(connection.execute(query))
        return [
            {"seq": row.seq, "at": _iso(row.at)} | {name: getattr(row, name) for name in names}
            for row in reversed(rows)
        ]

    def count(self, chosen: Filter) -> int:
        """How many events fit."""
        with self._engine.connect() as connection:
            inner = self._query(chosen).order_by(None).with_only_columns(t.log_index.c.seq).subquery()
            return connection.scalar(select(func.count()).select_from(inner)) or 0

    def run(self, run: str) -> list[dict[str, Any]]:
        """Everything about one run, in order, with what can still be read of its payloads."""
        with self._engine.connect() as connection:
            return [
                {**_exported(row), "at": _iso(row.at), "payload": self._payload(connection, row.id)}
                for row in self._rows(connection, Filter(run=run))
            ]

    def runs(self, limit: int, before: int | None = None, actor: str | None = None) -> list[dict[str, Any]]:
        """The newest questions, newest first, each with how it was answered."""
        with self._engine.connect() as connection:
            query = (
                select(t.log_index.c.seq, t.audit_event)
                .join(t.audit_event, t.audit_event.c.id == t.log_index.c.event_id)
                .where(t.audit_event.c.kind == EventKind.QUESTION.value)
                .order_by(t.log_index.c.seq.desc())
                .limit(limit)
            )
            if before is not None:
                query = query.where(t.log_index.c.seq < before)
            if actor is not None:
                query = query.where(t.audit_event.c.actor == actor)
            questions = connection.execute(query).all()
            answers = {
                row.run: row
                for row in connection.execute(
                    select(t.audit_event.c.run, t.audit_event.c.status, t.audit_event.c.reason).where(
                        t.audit_event.c.kind == EventKind.ANSWER.value,
                        t.audit_event.c.run.in_([row.run for row in questions]),
                    )
                )
            }
            return [
                {
                    "seq": row.seq,
                    "run": row.run,
                    "at": _iso(row.at),
                    "actor": row.actor,
                    "channel": row.channel,
                    "question": (self._payload(connection, row.id) or {}).get("text"),
                    "status": answers[row.run].status if row.run in answers else None,
                    "reason": answers[row.run].reason if row.run in answers else None,
                }
                for row in questions
            ]

    def export(self, format_: str, chosen: Filter) -> Iterator[str]:
        """The events as lines of JSON, as CSV whose cells no spreadsheet runs, or as one OTLP/JSON document."""
        if format_ not in FORMATS:
            raise BadInput(f"There is no format {format_!r}; the formats are {', '.join(FORMATS)}.")
        if format_ == "jsonl":
            for event in self.events(chosen):
                yield json.dumps(event, ensure_ascii=False) + "\n"
        elif format_ == "csv":
            yield _csv_line(_CSV)
            for event in self.events(chosen):
                yield _csv_line([harmless(event.get(name)) for name in _CSV])
        else:
            records = [_log_record(event) for event in self.events(chosen)]
            yield json.dumps(
                {"resourceLogs": [{"resource": _RESOURCE, "scopeLogs": [{"scope": {}, "logRecords": records}]}]}
            )

    def _rows(self, connection: Connection, chosen: Filter) -> Iterator[Any]:
        yield from connection.execute(self._query(chosen), execution_options={"yield_per": 2_000})

    def _query(self, chosen: Filter) -> Select[Any]:
        event = t.audit_event.c
        query = (
            select(t.log_index.c.seq, t.audit_event)
            .join(t.audit_event, event.id == t.log_index.c.event_id)
            .where(t.log_index.c.seq > chosen.after)
            .order_by(t.log_index.c.seq)
        )
        for column, value in ((event.actor, chosen.actor), (event.tool, chosen.tool), (event.run, chosen.run)):
            if value is not None:
                query = query.where(column == value)
        if chosen.kind is not None:
            query = query.where(event.kind == chosen.kind)
        if chosen.start is not None:
            query = query.where(event.at >= chosen.start)
        if chosen.end is not None:
            query = query.where(event.at < chosen.end)
        if chosen.subject is not None:
            pseudonym = self._keys.pseudonym(chosen.subject)
            linked = select(t.subject_link.c.event_id).where(t.subject_link.c.pseudonym == pseudonym)
            query = query.where(event.id.in_(linked))
        if chosen.limit is not None:
            query = query.limit(chosen.limit)
        return query

    def _payload(self, connection: Connection, event_id: str) -> dict[str, Any] | None:
        row = connection.execute(select(t.payload).where(t.payload.c.event_id == event_id)).first()
        if row is None:
            return None
        try:
            return json.loads(self._keys.open(bytes(row.salt), bytes(row.ciphertext)))
        except ValueError:
            return {"unreadable": "the payload does not decrypt; run 'workforce audit verify'"}


def _exported(row: Any) -> dict[str, Any]:
    document: dict[str, Any] = {"seq": row.seq, "id": row.id}
    document |= {name: value for name in COLUMNS if (value := getattr(row, name)) is not None}
    document |= {"at": row.at, "leaf_hash": bytes(row.leaf_hash).hex(), "canonical": bytes(row.canonical).decode()}
    return document


_RESOURCE = {"attributes": [{"key": "service.name", "value": {"stringValue": "workforce-assistant"}}]}
_NAMES = {
    "run": "workforce.run",
    "conversation": "gen_ai.conversation.id",
    "tool": "gen_ai.tool.name",
    "call_id": "gen_ai.tool.call.id",
    "model_asked": "gen_ai.request.model",
    "model_answered": "gen_ai.response.model",
}


def _log_record(event: dict[str, Any]) -> dict[str, Any]:
    attributes = [
        {"key": _NAMES.get(name, f"workforce.{name}"), "value": {"stringValue": str(value)}}
        for name, value in event.items()
        if name not in ("at", "canonical")
    ]
    return {
        "timeUnixNano": str(event["at"] * 1000),
        "eventName": event["kind"],
        "body": {"stringValue": event["canonical"]},
        "attributes": attributes,
    }


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _iso(micros: int) -> str:
    return datetime.fromtimestamp(micros / 1e6, UTC).isoformat(timespec="milliseconds")


def _micros(moment: str | None, where: str) -> int | None:
    if moment is None:
        return None
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        raise BadInput(f"{where} is {moment!r}; give a date or time as 2026-11-24 or 2026-11-24T09:00.") from None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp() * 1_000_000)
