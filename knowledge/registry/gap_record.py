"""The record of gaps: rows of what was seen and what happened, written when a look finds a change, and read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, aliased

from knowledge.registry import tables as t
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.life import GapEvent, GapEventKind, GapStatus
from knowledge.workforce.governance.scan import Report
from knowledge.workforce.kinds import Severity

_RAN_OUT = "the acceptance has ended, or the gap has become worse than what was accepted"


def is_newest(session: Session, day: date, version: int) -> bool:
    """Whether this look is newer than the last; the row is locked until the end of the transaction."""
    o = t.GapObservation
    last = session.execute(select(o.day, o.version)).first()
    if last is None:
        session.execute(insert(o), [{"pk": 1, "day": day, "version": version}])
        return True
    if last.day > day or (last.day == day and last.version > version):
        return False
    if (day, version) == (last.day, last.version):
        return False
    moved = session.execute(
        update(o).where(o.day == last.day, o.version == last.version).values(day=day, version=version)
    )
    return moved.rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]


def record(session: Session, report: Report) -> None:
    """Write down what is new, gone, accepted or open again in a report since the last one."""
    known = {row.gap: row for row in session.scalars(select(t.GapState))}
    found = {gap.id: gap for gap in report.gaps}
    events: list[GapEvent] = []
    new: list[dict[str, Any]] = []
    for gap in found.values():
        state = known.get(gap.id)
        events += _changes(gap, state, report.as_of)
        if state is None:
            new.append(_state(gap, report.as_of))
        elif (state.severity, state.status, state.due) != (gap.severity.value, gap.status, gap.due):
            state.severity, state.status, state.due = gap.severity.value, gap.status, gap.due
    for id_, state in known.items():
        if id_ not in found and state.status != GapStatus.RESOLVED:
            state.status = GapStatus.RESOLVED.value
            events.append(GapEvent(id_, GapEventKind.RESOLVED, report.as_of, reason="the facts no longer show it"))
    if new:
        session.execute(insert(t.GapState), new)
    if events:
        now = datetime.now(UTC)
        session.execute(insert(t.GapEvent), [row_of(replace(event, at=now)) for event in events])


def _changes(gap: Gap, state: Any, day: date) -> Iterator[GapEvent]:
    """What has happened by itself to a gap that stands."""
    before = state.status if state is not None else None
    if before is None:
        yield GapEvent(gap.id, GapEventKind.OPENED, day, severity=gap.severity)
    elif before == GapStatus.RESOLVED:
        yield GapEvent(gap.id, GapEventKind.REOPENED, day, severity=gap.severity, reason="the facts show it again")
    elif before == GapStatus.ACCEPTED and gap.accepted is None:
        yield GapEvent(gap.id, GapEventKind.REOPENED, day, severity=gap.severity, reason=_RAN_OUT)
    if gap.accepted is not None and before != GapStatus.ACCEPTED:
        accepted = gap.accepted
        yield GapEvent(
            gap.id,
            GapEventKind.EXCEPTED,
            day,
            by=accepted.by,
            severity=gap.severity,
            reason=accepted.reason,
            expires=accepted.expires,
        )


def _state(gap: Gap, day: date) -> dict[str, Any]:
    return {
        "gap": gap.id,
        "rule": gap.rule,
        "severity": gap.severity.value,
        "subject_type": gap.subject_type,
        "subject_id": gap.subject_id,
        "contributor_id": gap.contributor_id,
        "since": gap.since,
        "due": gap.due,
        "seen_on": day,
        "status": gap.status,
    }


def row_of(event: GapEvent) -> dict[str, Any]:
    """The event as a row of its table."""
    return {
        "gap": event.gap,
        "kind": event.kind.value,
        "day": event.day,
        "at": event.at,
        "by": event.by,
        "to": event.to,
        "severity": event.severity.value if event.severity else None,
        "reason": event.reason,
        "evidence": event.evidence,
        "expires": event.expires,
    }


def decisions(session: Session) -> list[GapEvent]:
    """The events of those gaps alone that somebody has accepted or given to somebody."""
    e = aliased(t.GapEvent)
    by_people = (GapEventKind.ACCEPTED.value, GapEventKind.ASSIGNED.value)
    return events_of(session, t.GapEvent.gap.in_(select(e.gap).where(e.kind.in_(by_people))))


def events_of(session: Session, *conditions: Any) -> list[GapEvent]:
    """Events in the order in which they happened."""
    query = select(t.GapEvent).where(*conditions).order_by(t.GapEvent.pk)
    return [
        GapEvent(
            row.gap,
            GapEventKind(row.kind),
            row.day,
            row.at,
            row.by,
            row.to,
            Severity(row.severity) if row.severity else None,
            row.reason,
            row.evidence,
            row.expires,
        )
        for row in session.scalars(query)
    ]
