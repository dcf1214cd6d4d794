"""One event: what is hashed for ever, and the payload that can be erased without breaking the tree."""

import json
import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from assistant.audit.vocabulary import EventKind, Phase

COLUMNS = (
    "kind",
    "phase",
    "intent",
    "run",
    "conversation",
    "actor",
    "role",
    "on_behalf_of",
    "channel",
    "tool",
    "call_id",
    "model_asked",
    "model_answered",
    "prompt_hash",
    "toolset_hash",
    "plan",
    "decision",
    "reason",
    "status",
)
"""The members that stand in columns too; a value that is None is left out of the hashed text."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. `payload` may hold anything JSON can; `subjects` are (contributor id, role) pairs.

    Only `payload` and `subjects` can be erased: the event commits to the payload by HMAC-SHA256 under a random salt.
    """

    kind: EventKind
    phase: Phase = Phase.SINGLE
    actor: str | None = None
    role: str | None = None
    run: str | None = None
    conversation: str | None = None
    intent: str | None = None
    on_behalf_of: str | None = None
    channel: str | None = None
    tool: str | None = None
    call_id: str | None = None
    model_asked: str | None = None
    model_answered: str | None = None
    prompt_hash: str | None = None
    toolset_hash: str | None = None
    plan: str | None = None
    decision: str | None = None
    reason: str | None = None
    status: str | None = None
    payload: dict[str, Any] = field(default_factory=dict[str, Any])
    subjects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that is durably in the log."""

    id: str
    seq: int


def canonical(event: Event, id_: str, at: int, monotonic: int, commitment: str | None) -> bytes:
    """The text that is hashed (RFC 8785): integers and strings only. `at` is microseconds since 1970, UTC."""
    import rfc8785

    document: dict[str, Any] = {"v": 1, "id": id_, "at": at, "monotonic_ns": str(monotonic)}
    for name in COLUMNS:
        value = getattr(event, name)
        if value is not None:
            document[name] = str(value)
    if commitment is not None:
        document["payload"] = commitment
    return rfc8785.dumps(document)


def payload_bytes(payload: dict[str, Any]) -> bytes:
    """The payload as it is committed to and encrypted."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


_last = 0
_lock = threading.Lock()


def new_id() -> str:
    """A UUIDv7 (RFC 9562): ordered by time, and never twice the same millisecond stamp backwards in one process."""
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() // 1_000_000 << 12)
        stamp = _last
    milliseconds, counter = stamp >> 12, stamp & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
