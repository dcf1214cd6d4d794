"""Erasing what the log says of a person: payloads and links go, the events and the tree stay, and the erasure is an event."""

from sqlalchemy import Connection, delete, select

from assistant.audit import tables as t
from assistant.audit.events import Event
from assistant.audit.vocabulary import EventKind


def erased(connection: Connection, pseudonym: str, *, actor: str, role: str, reason: str) -> tuple[list[Event], int]:
    """Delete the payloads and links of one person; the events that tell of it, and how many payloads a legal hold keeps."""
    link, payload = t.subject_link.c, t.payload.c
    mine = select(link.event_id).where(link.pseudonym == pseudonym)
    rows = connection.execute(select(payload.event_id, payload.hold).where(payload.event_id.in_(mine))).all()
    gone = [row.event_id for row in rows if not row.hold]
    for n in range(0, len(gone), 500):
        chunk = gone[n : n + 500]
        connection.execute(delete(t.payload).where(payload.event_id.in_(chunk)))
        connection.execute(delete(t.subject_link).where(link.event_id.in_(chunk)))
    held = len(rows) - len(gone)
    return [
        Event(EventKind.ERASURE, intent=id_, actor=actor, role=role, reason=reason, status="erased") for id_ in gone
    ], held
