"""The verifier: reads the whole log once, in bounded memory, and says everything that is wrong with it."""

import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, exists, select

from assistant.audit import tables as t
from assistant.audit.checkpoints import parsed
from assistant.audit.events import COLUMNS
from assistant.audit.keys import Keys
from assistant.audit.tree import Frontier, leaf_hash
from assistant.audit.vocabulary import EventKind, Phase
from knowledge.workforce.errors import BadInput


@dataclass(frozen=True, slots=True)
class Problem:
    kind: str
    seq: int | None
    detail: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "seq": self.seq, "detail": self.detail}


@dataclass
class Verification:
    """What was found. `unanchored` is what no checkpoint covers yet: how many events, and for how many seconds."""

    events: int = 0
    root: str = ""
    problems: list[Problem] = field(default_factory=list[Problem])
    unpaired_intents: int = 0
    unanchored_events: int = 0
    unanchored_seconds: int = 0

    @property
    def ok(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "events": self.events,
            "root": self.root,
            "problems": [problem.as_json() for problem in self.problems],
            "unpaired_intents": self.unpaired_intents,
            "unanchored": {"events": self.unanchored_events, "seconds": self.unanchored_seconds},
        }


def verify(engine: Engine, keys: Keys, checkpoint: Path | None) -> Verification:
    """Check sequence, hashes, columns, payloads, pairs and checkpoints (those kept, and one that the caller brings)."""
    found = Verification()
    with engine.connect() as connection:
        expected = _kept_checkpoints(connection, keys, found)
        if checkpoint is not None:
            size, root = _brought(checkpoint, keys, found)
            expected.setdefault(size, []).append((root, f"the checkpoint in {checkpoint.name}"))
        tree = Frontier()
        last_at = first_unanchored = 0
        anchored = max((size for size in expected), default=0)
        for row in _rows(connection):
            _check_row(row, tree.size + 1, keys, found)
            tree.append(_raw(row.index_leaf))
            for root, whose in expected.pop(tree.size, ()):
                if tree.root() != root:
                    found.problems.append(Problem("checkpoint_root", row.seq, f"{whose} has another root"))
            last_at = row.at or last_at
            if tree.size == anchored + 1:
                first_unanchored = last_at
        for size, kept in expected.items():
            for root, whose in kept:
                if size == 0 and root == Frontier().root():
                    continue
                found.problems.append(
                    Problem("truncated", tree.size, f"{whose} covers {size} events, the log has {tree.size}")
                )
        found.events, found.root = tree.size, tree.root().hex()
        found.unanchored_events = max(tree.size - anchored, 0)
        if found.unanchored_events:
            found.unanchored_seconds = max(int(time.time() - first_unanchored / 1e6), 0)
        _check_strays(connection, found)
        found.unpaired_intents = _unpaired(connection)
    return found


def _rows(connection: Connection) -> Iterator[Any]:
    erased = t.audit_event.alias()
    query = (
        select(
            t.log_index.c.seq,
            t.log_index.c.event_id,
            t.log_index.c.leaf_hash.label("index_leaf"),
            *(column for column in t.audit_event.c),
            t.payload.c.salt,
            t.payload.c.ciphertext,
            exists(
                select(erased.c.id).where(
                    erased.c.kind == EventKind.ERASURE.value, erased.c.intent == t.audit_event.c.id
                )
            ).label("erased"),
        )
        .outerjoin(t.audit_event, t.audit_event.c.id == t.log_index.c.event_id)
        .outerjoin(t.payload, t.payload.c.event_id == t.log_index.c.event_id)
        .order_by(t.log_index.c.seq)
    )
    yield from connection.execute(query, execution_options={"yield_per": 2_000})


def _check_row(row: Any, expected: int, keys: Keys, found: Verification) -> None:
    def wrong(kind: str, detail: str) -> None:
        found.problems.append(Problem(kind, row.seq, detail))

    if row.seq != expected + sum(problem.kind == "sequence_gap" for problem in found.problems):
        wrong("sequence_gap", f"event {expected} is missing before {row.seq}")
    if row.id is None:
        wrong("event_missing", f"event {row.event_id} is in the index and not in the log")
        return
    hashed = _raw(row.canonical)
    if not leaf_hash(hashed) == _raw(row.leaf_hash) == _raw(row.index_leaf):
        wrong("leaf_hash", "the event's text and its hash differ")
        return
    document = json.loads(hashed)
    told = {"id": row.id, "at": row.at, "monotonic_ns": str(row.monotonic_ns)}
    told |= {name: getattr(row, name) for name in COLUMNS}
    for name, value in told.items():
        if document.get(name) != value:
            wrong("column", f"the column {name} differs from the hashed text")
    commitment = document.get("payload")
    if commitment is None:
        if row.salt is not None:
            wrong("payload", "there is a payload that the event does not commit to")
        return
    if row.salt is None:
        if not row.erased:
            wrong("payload_missing", "the payload is gone without an erasure event")
        return
    try:
        plain = keys.open(_raw(row.salt), _raw(row.ciphertext))
    except ValueError as error:
        wrong("payload", str(error))
        return
    if hmac.new(_raw(row.salt), plain, sha256).hexdigest() != commitment:
        wrong("payload", "the payload is not the one that the event commits to")


def _raw(value: Any) -> bytes:
    """Bytes, also where somebody put text in their place."""
    return value.encode() if isinstance(value, str) else bytes(value)


def _check_strays(connection: Connection, found: Verification) -> None:
    stray = select(t.audit_event.c.id).where(
        ~exists(select(t.log_index.c.seq).where(t.log_index.c.event_id == t.audit_event.c.id))
    )
    for (id_,) in connection.execute(stray):
        found.problems.append(Problem("not_indexed", None, f"event {id_} is in the log and not in the index"))


def _unpaired(connection: Connection) -> int:
    outcome = t.audit_event.alias()
    query = select(t.audit_event.c.id).where(
        t.audit_event.c.phase == Phase.INTENT.value,
        ~exists(select(outcome.c.id).where(outcome.c.intent == t.audit_event.c.id)),
    )
    return len(connection.execute(query).all())


def _kept_checkpoints(connection: Connection, keys: Keys, found: Verification) -> dict[int, list[tuple[bytes, str]]]:
    expected: dict[int, list[tuple[bytes, str]]] = {}
    for row in connection.execute(select(t.checkpoint).order_by(t.checkpoint.c.size)):
        text = keys.verify(row.note)
        said = parsed(text) if text is not None else None
        if said is None or said != (row.size, bytes(row.root)):
            found.problems.append(
                Problem("checkpoint_signature", row.size, f"the kept checkpoint of {row.size} events is not as signed")
            )
            continue
        expected.setdefault(row.size, []).append((bytes(row.root), f"the kept checkpoint of {row.size} events"))
    return expected


def _brought(path: Path, keys: Keys, found: Verification) -> tuple[int, bytes]:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"The checkpoint {path} can't be read; give the file that 'audit checkpoint' wrote.") from None
    note = content
    if content.lstrip().startswith("{"):
        try:
            note = str(json.loads(content)["note"])
        except (ValueError, KeyError, TypeError):
            raise BadInput(
                f"The checkpoint {path} holds no note; give the file that 'audit checkpoint' wrote."
            ) from None
    text = keys.verify(note)
    said = parsed(text) if text is not None else parsed(note)
    if said is None:
        raise BadInput(f"{path} is no checkpoint of this log; give the file that 'audit checkpoint' wrote.")
    if text is None:
        found.problems.append(Problem("checkpoint_signature", None, f"{path.name} is not signed with this log's key"))
    return said
