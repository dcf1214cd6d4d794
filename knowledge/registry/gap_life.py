"""The gaps of one database and their life: what the rules find, what people decided, and what became of each."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.registry import tables as t
from knowledge.registry.database import Database
from knowledge.registry.gap_record import decisions, events_of, is_newest, record, row_of
from knowledge.registry.lineage import Lineage, trace
from knowledge.registry.users import Users
from knowledge.workforce.errors import BadInput, Conflict, NoSuchThing, Unavailable
from knowledge.workforce.governance.facts import Facts, LogFact
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.life import (
    STATUS_AFTER,
    GapEvent,
    GapEventKind,
    GapStatus,
    Standing,
    decided,
    last_day_of_acceptance,
    must_answer_for,
    standing_on,
)
from knowledge.workforce.governance.rescan import LiveScan
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.governance.scan import Report, scan, with_log
from knowledge.workforce.governance.visibility import may_see
from knowledge.workforce.kinds import Severity
from knowledge.workforce.viewer import Role, Viewer

LONGEST = 1000
SCANS_KEPT = 4


class GapLife:
    """What the rules find on a day with what people decided; and the record of what became of each gap."""

    def __init__(
        self,
        database: Database,
        users: Users,
        facts: Callable[[date], Facts],
        version: Callable[[], int],
        about_log: Callable[[], LogFact | None] | None = None,
    ) -> None:
        self._database = database
        self._users = users
        self._facts = facts
        self._version = version
        self._about_log = about_log
        self._lock = threading.Lock()
        self._live: LiveScan | None = None
        self._scans: list[tuple[Facts, Report]] = []

    def report(self, as_of: date, today: date) -> Report:
        """The open and accepted gaps on a day. Today's are put on record: what is new, and what is gone."""
        version = self._version()
        facts = self._facts(as_of)
        found = self._scanned(facts)
        if as_of == today and self._about_log is not None and (log := self._about_log()) is not None:
            found = with_log(found, facts, log)
        with self._database.session() as session:
            standings = standing_on(decisions(session), as_of)
        report = replace(found, gaps=tuple(decided(gap, standings) for gap in found.gaps))
        if as_of == today:
            self._observe(report, version)
        return report

    def accept(
        self, id_: str, viewer: Viewer, today: date, *, reason: str, evidence: str, until: date | None = None
    ) -> GapEvent:
        """Accept an open gap until a day, at most the rule's maximum; it is open again on the day after.

        Raises `NoSuchThing`, `NotPermitted` for who doesn't own such gaps, `Conflict` when it is accepted already.
        """
        gap, facts = self._one(id_, viewer, today)
        must_answer_for(viewer, gap, facts, to="accept")
        if gap.accepted is not None:
            end = f" until {gap.accepted.expires.isoformat()}" if gap.accepted.expires else ""
            raise Conflict(f"{id_} is accepted already{end}.")
        reason, evidence = _said(reason, "reason"), _said(evidence, "evidence")
        expires = last_day_of_acceptance(gap, facts, until)
        kind, severity = GapEventKind.ACCEPTED, gap.severity
        return self._write(
            GapEvent(
                gap.id,
                kind,
                today,
                None,
                viewer.email,
                None,
                severity,
                reason=reason,
                evidence=evidence,
                expires=expires,
            )
        )

    def reopen(self, id_: str, viewer: Viewer, today: date, *, reason: str) -> GapEvent:
        """End an acceptance before its time."""
        gap, facts = self._one(id_, viewer, today)
        must_answer_for(viewer, gap, facts, to="reopen")
        if gap.accepted is None:
            raise Conflict(f"{id_} is open.")
        event = GapEvent(gap.id, GapEventKind.REOPENED, today, by=viewer.email, reason=_said(reason, "reason"))
        with self._database.session() as session:
            if (
                standing_on(events_of(session, t.GapEvent.gap == gap.id), today).get(gap.id, Standing()).acceptance
                is None
            ):
                raise Conflict(f"{id_} is accepted by an exception of its source; end it there.")
        return self._write(event)

    def assign(self, id_: str, viewer: Viewer, today: date, to: str | None, *, reason: str | None = None) -> GapEvent:
        """Give a gap to somebody who may see it, or to nobody. Who owns such gaps may, and leaders and managers."""
        gap, facts = self._one(id_, viewer, today)
        if not viewer.roles & {Role.LEADER, Role.MANAGER}:
            must_answer_for(viewer, gap, facts, to="assign")
        if to is not None:
            person = self._users.viewer(to)
            if not may_see(person, gap, facts):
                raise BadInput(f"{person.email} may not see {gap.rule} gaps of this subject; name somebody who may.")
            to = person.email
        if to == gap.assigned_to:
            raise Conflict(f"{id_} is {'with ' + to if to else 'with nobody'} already.")
        said = _said(reason, "reason") if reason else None
        return self._write(GapEvent(gap.id, GapEventKind.ASSIGNED, today, by=viewer.email, to=to, reason=said))

    def history(self, id_: str, viewer: Viewer, today: date) -> list[GapEvent]:
        """What happened to a gap, resolved ones included, the oldest first."""
        self.report(today, today)
        with self._database.session() as session:
            state = session.get(t.GapState, id_.strip())
            if state is None or not may_see(viewer, _as_gap(state), self._facts(today)):
                raise NoSuchThing(f"There is no gap {id_} that you may see.")
            return events_of(session, t.GapEvent.gap == state.gap)

    def states(self, viewer: Viewer, as_of: date, today: date) -> list[dict[str, Any]]:
        """Every gap on record as it stood at the end of a past day or of today: open, accepted or resolved, and with whom."""
        known, events = self._on_record(viewer, today)
        events = [event for event in events if event.day <= as_of]
        last = {event.gap: event for event in events if event.kind in STATUS_AFTER}
        standings = standing_on(events, as_of)
        return [
            {
                "id": row.gap,
                "rule": row.rule,
                "severity": row.severity,
                "subject": {"type": row.subject_type, "id": row.subject_id},
                "status": STATUS_AFTER[last[row.gap].kind].value,
                "changed": last[row.gap].day.isoformat(),
                "assigned_to": standings.get(row.gap, Standing()).assigned_to,
            }
            for row in sorted(known.values(), key=lambda row: (Severity(row.severity).rank, row.rule, row.subject_id))
            if row.gap in last
        ]

    def open_on(self, days: Sequence[date], viewer: Viewer, today: date) -> dict[date, dict[Severity, int]]:
        """How many gaps were open at the end of each day, as the record knows it; days before the record are left out."""
        known, events = self._on_record(viewer, today)
        found: dict[date, dict[Severity, int]] = {}
        for day in days:
            status = {e.gap: STATUS_AFTER[e.kind] for e in events if e.day <= day and e.kind in STATUS_AFTER}
            if status:
                found[day] = dict.fromkeys(Severity, 0)
            for gap, stood in status.items():
                if stood is GapStatus.OPEN and gap in known:
                    found[day][Severity(known[gap].severity)] += 1
        return found

    def _on_record(self, viewer: Viewer, today: date) -> tuple[dict[str, t.GapState], list[GapEvent]]:
        """The gaps on record that this person may see, by id, after today's look; and everything that happened to any."""
        self.report(today, today)
        facts = self._facts(today)
        with self._database.session() as session:
            known = {
                row.gap: row for row in session.scalars(select(t.GapState)) if may_see(viewer, _as_gap(row), facts)
            }
            return known, events_of(session)

    def one(self, id_: str, viewer: Viewer, today: date) -> Gap:
        """A gap that stands today, if this person may see it. Raises `NoSuchThing`."""
        return self._one(id_, viewer, today)[0]

    def traced(self, gap: Gap) -> list[tuple[Evidence, Lineage | None]]:
        """A gap's evidence, each item with the row of the source system that it comes from."""
        with self._database.session() as session:
            rows = {ref: trace(session, ref) for ref in dict.fromkeys(item.ref for item in gap.evidence)}
        return [(item, rows[item.ref]) for item in gap.evidence]

    def _one(self, id_: str, viewer: Viewer, today: date) -> tuple[Gap, Facts]:
        facts = self._facts(today)
        found = next((gap for gap in self.report(today, today).gaps if gap.id == id_.strip()), None)
        if found is None or not may_see(viewer, found, facts):
            raise NoSuchThing(f"There is no gap {id_} today that you may see; 'workforce gaps' lists them.")
        return found, facts

    def _scanned(self, facts: Facts) -> Report:
        """All rules over these facts, once for each set; where a few contributors have changed, these alone are looked at."""
        with self._lock:
            for known, report in self._scans:
                if known is facts:
                    return report
            report = self._looked_again(facts) or scan(facts)
            self._scans = [(facts, report), *self._scans[: SCANS_KEPT - 1]]
            return report

    def _looked_again(self, facts: Facts) -> Report | None:
        """The report from what was found before on the same day; None where there is nothing, or too much has changed."""
        before = next((scanned for scanned in self._scans if scanned[0].as_of == facts.as_of), None)
        if before is None:
            return None
        if self._live is None or self._live.as_of != facts.as_of:
            self._live = LiveScan(*before)
        if not self._live.follow(facts):
            self._live = None
            return None
        return self._live.report

    def _write(self, event: GapEvent) -> GapEvent:
        """Put a person's decision on record, if nobody decided the same at the same time."""
        event = replace(event, at=datetime.now(UTC))
        with self._database.session() as session:
            # Locks the gap until the end, so that of two decisions at once one is refused.
            changed = session.execute(
                update(t.GapState).where(t.GapState.gap == event.gap).values(subject_id=t.GapState.subject_id)
            )
            if changed.rowcount == 0:  # pyright: ignore[reportAttributeAccessIssue]
                raise Unavailable(f"{event.gap} is not on record yet; try again.")
            standing = standing_on(events_of(session, t.GapEvent.gap == event.gap), event.day).get(
                event.gap, Standing()
            )
            if event.kind is GapEventKind.ACCEPTED and standing.acceptance is not None:
                raise Conflict(f"{event.gap} was accepted meanwhile by {standing.acceptance.by}.")
            session.execute(insert(t.GapEvent), [row_of(event)])
            if event.kind in STATUS_AFTER:
                status = STATUS_AFTER[event.kind].value
                session.execute(update(t.GapState).where(t.GapState.gap == event.gap).values(status=status))
        return event

    def _observe(self, report: Report, version: int) -> None:
        """Write down what is new, gone, accepted or open again since the last look. A busy database is looked at later."""
        try:
            with self._database.session() as session:
                if is_newest(session, report.as_of, version):
                    record(session, report)
        except (Unavailable, IntegrityError):  # another process is writing the same; the next look completes it
            return


def _as_gap(state: t.GapState) -> Gap:
    """What the record holds of a gap, as far as it settles who may see it."""
    rule = BY_ID[state.rule]
    subject = (state.subject_type, state.subject_id, state.subject_id)
    return rule.gap(Severity(state.severity), subject, state.contributor_id, state.since, (), due=state.due)


def _said(text: str, what: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise BadInput(f"The {what} is empty; say it in a sentence.")
    if len(text) > LONGEST:
        raise BadInput(f"The {what} has {len(text):,} characters and may have {LONGEST:,}; shorten it.")
    return text
