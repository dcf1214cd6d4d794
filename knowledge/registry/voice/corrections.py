"""Corrections and wishes of one person, and the queue of whoever owns the data. Each call is a transaction of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.consolidation import consolidate
from knowledge.registry.database import Database
from knowledge.registry.voice.applying import column_of, parsed
from knowledge.registry.voice.own_record import as_text, own_contributors, own_records
from knowledge.workforce.errors import BadInput, NotPermitted
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.viewer import Role, Viewer
from knowledge.workforce.voice import (
    IDENTIFYING,
    Correction,
    CorrectionStatus,
    Field,
    Owner,
    OwnRecord,
    Wish,
    WishKind,
    owner_of,
)

LONGEST = 500
MOST_OPEN = 50
"""Corrections that one person may have waiting: a queue that nobody can flood."""


class NoOwnRecord(BadInput):
    """No record carries the person's e-mail address."""


class Voice:
    """What one person may say and decide. Who it is comes from the session."""

    def __init__(self, database: Database, viewer: Viewer, today: date) -> None:
        self._database = database
        self._viewer = viewer
        self._today = today

    def own_records(self) -> list[OwnRecord]:
        """Everything held about this person, by source; empty when no record carries their e-mail."""
        with self._database.session() as session:
            return own_records(session, self._viewer.email, self._today)

    def correct(
        self, field: Field, *, value: str | None = None, skill: str | None = None, reason: str | None = None
    ) -> list[Correction]:
        """Contest a field of one's own record; one correction for each source that holds the contested value.

        Raises `BadInput` when there is no own record, the value can't be one of that field, or too many are open.
        """
        value = _short(value, "value")
        reason = _short(reason, "reason")
        if field is Field.SKILL and not skill:
            raise BadInput("Say which skill is meant.")
        if value is not None:
            try:
                parsed(field, value)
            except ValueError as error:
                raise BadInput(f"{field.label.capitalize()} {value!r} {error}.") from None
        with self._database.session() as session:
            own = own_contributors(session, self._viewer.email)
            if not own:
                raise NoOwnRecord(f"No record carries the e-mail {self._viewer.email}, so there is none of yours.")
            mine = select(func.count()).where(
                t.Correction.raised_by == self._viewer.email, t.Correction.status == CorrectionStatus.OPEN.value
            )
            if (session.scalar(mine) or 0) >= MOST_OPEN:
                raise BadInput(f"{MOST_OPEN} of your corrections are open already; wait for answers, or withdraw some.")
            held = [(c, was) for c in own if (was := _held(session, c, field, skill)) is not None] or [(own[0], None)]
            if value is not None and all(was == as_text(parsed(field, value)) for _, was in held):
                raise BadInput(f"That is what your record says already: {field.label} {value}.")
            raised = [self._raise(session, c, field, skill, was, value, reason) for c, was in held]
            session.flush()
            return [_shown(row, identifying=False) for row in raised]

    def mine(self) -> list[Correction]:
        """This person's own corrections, the newest first."""
        with self._database.session() as session:
            query = select(t.Correction).where(t.Correction.raised_by == self._viewer.email)
            return [_shown(row, identifying=False) for row in session.scalars(query.order_by(t.Correction.pk.desc()))]

    def withdraw(self, id_: str) -> Correction:
        """Take back an open correction of one's own."""
        with self._database.session() as session:
            row = _open(session, id_)
            if row is None or row.raised_by != self._viewer.email:
                raise BadInput(f"There is no open correction {id_} of yours.")
            _decide(row, CorrectionStatus.WITHDRAWN, self._viewer.email, None)
            return _shown(row, identifying=False)

    def queue(self, status: CorrectionStatus | None = CorrectionStatus.OPEN) -> list[Correction]:
        """The corrections that this person answers for, the oldest first; all states for None."""
        with self._database.session() as session:
            query = select(t.Correction).order_by(t.Correction.pk)
            if status is not None:
                query = query.where(t.Correction.status == status.value)
            own = self._own_pks(session)
            rows = [row for row in session.scalars(query) if self._answers_for(row, own)]
            return [_shown(row, identifying=self._reads_identity) for row in rows]

    def decide(self, id_: str, *, accept: bool, reason: str | None, value: str | None = None) -> Correction:
        """Accept or decline an open correction. Accepted, the value holds until its source says something new.

        Declining takes a reason; accepting one without a value takes the right value, or is mended at its source.
        Raises `NotPermitted` for whoever doesn't own that data, and for one's own record.
        """
        reason = _short(reason, "reason")
        value = _short(value, "value")
        if not accept and not reason:
            raise BadInput("Declining takes a reason, which the person will read; give one.")
        with self._database.session() as session:
            row = _open(session, id_)
            if row is None:
                raise BadInput(f"There is no open correction {id_}; see 'workforce corrections list'.")
            if not self._answers_for(row, self._own_pks(session)):
                raise NotPermitted(
                    f"{self._viewer.email} may not decide {id_}; that is for {row.owner}, never oneself."
                )
            if accept and value is not None:
                try:
                    parsed(Field(row.field), value)
                except ValueError as error:
                    raise BadInput(f"{Field(row.field).label.capitalize()} {value!r} {error}.") from None
                row.value = value
            status = CorrectionStatus.ACCEPTED if accept else CorrectionStatus.DECLINED
            _decide(row, status, self._viewer.email, reason)
            session.flush()
            if accept:
                consolidate(session)
            return _shown(row, identifying=self._reads_identity)

    def wish(self, kind: WishKind, text: str) -> Wish:
        """Set an interest or preference of one's own; saying it again changes nothing."""
        text = " ".join((_short(text, kind.value) or "").split())
        if not text:
            raise BadInput(f"The {kind.value} is empty; say it in a few words.")
        with self._database.session() as session:
            for row in self._wishes(session):
                if row.kind == kind.value and row.text.casefold() == text.casefold():
                    return Wish(kind, row.text, row.set_at.date())
            now = datetime.now(UTC)
            session.add(t.Wish(email=self._viewer.email, kind=kind.value, text=text, set_at=now, withdrawn_at=None))
            return Wish(kind, text, now.date())

    def unwish(self, text: str) -> Wish:
        """Take back an interest or preference, named by its words."""
        with self._database.session() as session:
            for row in self._wishes(session):
                if row.text.casefold() == " ".join(text.split()).casefold():
                    row.withdrawn_at = datetime.now(UTC)
                    return Wish(WishKind(row.kind), row.text, row.set_at.date())
        raise BadInput(f"You have no interest or preference {text!r}; see 'workforce me'.")

    def wishes(self) -> list[Wish]:
        """This person's interests and preferences as they stand."""
        with self._database.session() as session:
            return [Wish(WishKind(row.kind), row.text, row.set_at.date()) for row in self._wishes(session)]

    def _wishes(self, session: Session) -> Sequence[t.Wish]:
        w = t.Wish
        return session.scalars(
            select(w).where(w.email == self._viewer.email, w.withdrawn_at.is_(None)).order_by(w.pk)
        ).all()

    def _raise(
        self,
        session: Session,
        person: t.Contributor,
        field: Field,
        skill: str | None,
        was: str | None,
        value: str | None,
        reason: str | None,
    ) -> t.Correction:
        same = select(t.Correction).where(
            t.Correction.raised_by == self._viewer.email,
            t.Correction.status == CorrectionStatus.OPEN.value,
            t.Correction.source == person.source,
            t.Correction.source_id == person.source_id,
            t.Correction.field == field.value,
            or_(t.Correction.skill == skill, t.Correction.skill.is_(None)),
        )
        row = session.scalar(same)
        if row is not None:  # said again, it replaces what was said before
            row.value, row.reason, row.was = value or row.value, reason or row.reason, was
            return row
        owner = owner_of(field, ContributorKind(person.kind), has_manager=person.manager_pk is not None)
        row = t.Correction(
            source=person.source,
            source_id=person.source_id,
            field=field.value,
            skill=skill,
            was=was,
            value=value,
            reason=reason,
            owner=owner.value,
            manager_pk=person.manager_pk if owner is Owner.MANAGER else None,
            status=CorrectionStatus.OPEN.value,
            raised_by=self._viewer.email,
            raised_at=datetime.now(UTC),
        )
        session.add(row)
        return row

    def _own_pks(self, session: Session) -> set[int]:
        return {c.pk for c in own_contributors(session, self._viewer.email)}

    def _answers_for(self, row: t.Correction, own: set[int]) -> bool:
        if row.raised_by == self._viewer.email:
            return False
        if row.owner == Owner.MANAGER.value and row.manager_pk in own:
            return True
        # A manager's part falls to hr as well: managers leave, and nobody's word may be lost with them.
        owner = Owner.HR if row.owner == Owner.MANAGER.value else Owner(row.owner)
        return Role(owner.value) in self._viewer.roles

    @property
    def _reads_identity(self) -> bool:
        return bool(self._viewer.roles & {Role.HR, Role.ADMIN})


def _held(session: Session, person: t.Contributor, field: Field, skill: str | None) -> str | None:
    """The value that a record holds now, None for none."""
    if field is Field.SKILL:
        s = t.ContributorSkill
        query = select(s.level).where(s.contributor_pk == person.pk, func.lower(s.skill) == (skill or "").casefold())
        level = session.scalar(query.order_by(s.level.desc()).limit(1))
        return None if level is None else str(level)
    if field is Field.RATE:
        return as_text(person.rate_amount) or None
    holder = session.get(t.Identity, person.pk) if field in IDENTIFYING else person
    return (as_text(getattr(holder, column_of(field))) or None) if holder is not None else None


def _open(session: Session, id_: str) -> t.Correction | None:
    number = id_.strip().upper().removeprefix("COR-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    query = select(t.Correction).where(t.Correction.pk == int(number)).with_for_update()
    row = session.scalar(query)
    return row if row is not None and row.status == CorrectionStatus.OPEN.value else None


def _decide(row: t.Correction, status: CorrectionStatus, by: str, reason: str | None) -> None:
    row.status, row.decided_by, row.decision_reason = status.value, by, reason
    row.decided_at = datetime.now(UTC)


def _shown(row: t.Correction, *, identifying: bool) -> Correction:
    shown = Correction(
        id=f"COR-{row.pk}",
        record=f"{row.source}:{row.source_id}",
        field=Field(row.field),
        skill=row.skill,
        was=row.was,
        value=row.value,
        reason=row.reason,
        owner=Owner(row.owner),
        status=CorrectionStatus(row.status),
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
    )
    hidden = Field(row.field) in IDENTIFYING and not identifying
    return replace(shown, was=None, value=None, reason=None) if hidden else shown


def _short(text: str | None, what: str) -> str | None:
    text = (text or "").strip()
    if len(text) > LONGEST:
        raise BadInput(f"The {what} has {len(text):,} characters and may have {LONGEST}; shorten it.")
    return text or None
