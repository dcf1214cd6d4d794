"""People who stood in a source's last export and are not in this one: proposed to have left, never ended by themselves.

A proposal is a correction of the end date, raised by the import: it waits for the owner of that data beside what people
contest themselves, and an accepted one holds until the source says something new or names the person again.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.importing.report import name_some
from knowledge.registry.voice.applying import parsed
from knowledge.registry.voice.own_record import as_text
from knowledge.workforce.kinds import ContributorKind, ContributorStatus
from knowledge.workforce.voice import CorrectionStatus, Field, owner_of

LARGEST_SHARE = 0.5
"""An export that lacks more of a source's people than this is taken for a part of it, and nobody is proposed."""

_HELD = (CorrectionStatus.OPEN.value, CorrectionStatus.ACCEPTED.value)


def raised_by(source: str) -> str:
    """Who an import's proposals are from."""
    return f"import of {source}"


def notice_leavers(session: Session, source: str, seen: Collection[str], today: date, *, propose: bool) -> list[str]:
    """Compares a full export with what stood before; proposes ends, or only says whom (a dry run). Returns warnings.

    `seen` are the ids of contributors in the export, rejected rows included. Those who are back are no longer proposed.
    """
    c = t.Contributor
    current = (
        (c.source == source)
        & or_(c.status.is_(None), c.status != ContributorStatus.ENDED.value)
        & or_(c.end_date.is_(None), c.end_date > today)
    )
    people = session.execute(select(c.source_id, c.pk).where(current).order_by(c.pk)).all()
    missing = {id_: pk for id_, pk in people if id_ not in seen}
    warnings: list[str] = []
    if propose:
        _take_back(session, source, seen)
    if not missing:
        return warnings
    named = name_some(list(missing))
    if len(missing) > max(1, len(people) * LARGEST_SHARE):
        return [
            f"contributors: {len(missing):,} of {len(people):,} current people of {source} are not in this export; it looks "
            "like a part, so that nobody is proposed to have left (say --partial for an export of changes)"
        ]
    what = "1 person of the last export is" if len(missing) == 1 else f"{len(missing):,} people of the last export are"
    if not propose:
        return [f"contributors: {what} not in this one ({named}); an end would be proposed"]
    last = _last_day(session, source) or today
    new = sum(_propose(session, session.get_one(c, pk), last) for pk in missing.values())
    already = f", {len(missing) - new:,} of them before" if new < len(missing) else ""
    return [
        f"contributors: {what} not in this one ({named}); an end is proposed{already}, and "
        "'workforce corrections list' shows it to the owner of the data"
    ]


def _last_day(session: Session, source: str) -> date | None:
    """The day of the last finished import before this one, until when the source is known to have named them."""
    runs = select(func.max(t.ImportRun.finished_at)).where(t.ImportRun.source == source)
    last = session.scalar(runs)
    return last.date() if last else None


def _propose(session: Session, person: t.Contributor, last: date) -> bool:
    k = t.Correction
    same = (k.source == person.source) & (k.source_id == person.source_id) & (k.field == Field.END_DATE.value)
    ours = (k.raised_by == raised_by(person.source)) & (k.status == CorrectionStatus.OPEN.value)
    if session.scalar(select(k.pk).where(same, ours)):
        return False
    owner = owner_of(Field.END_DATE, ContributorKind(person.kind), has_manager=person.manager_pk is not None)
    session.add(
        k(
            source=person.source,
            source_id=person.source_id,
            field=Field.END_DATE.value,
            was=as_text(person.end_date) or None,
            value=max(last, person.start_date or last).isoformat(),
            reason=f"no longer in the export of {person.source}",
            owner=owner.value,
            manager_pk=person.manager_pk,
            status=CorrectionStatus.OPEN.value,
            raised_by=raised_by(person.source),
            raised_at=datetime.now(UTC),
        )
    )
    return True


def _take_back(session: Session, source: str, seen: Collection[str]) -> None:
    """Withdraws what was proposed about people who are in the export again, and gives them back the source's end date."""
    k, c = t.Correction, t.Contributor
    held = select(k).where(k.source == source, k.raised_by == raised_by(source), k.status.in_(_HELD))
    for proposal in session.scalars(held).all():
        if proposal.source_id not in seen:
            continue
        if proposal.status == CorrectionStatus.ACCEPTED.value:
            person = session.scalar(select(c).where(c.source == source, c.source_id == proposal.source_id))
            if person is not None and as_text(person.end_date) == proposal.value:
                person.end_date = parsed(Field.END_DATE, proposal.was) if proposal.was else None
        proposal.status = CorrectionStatus.WITHDRAWN.value
        proposal.decision_reason = f"in the export of {source} again"
        proposal.decided_at = datetime.now(UTC)
