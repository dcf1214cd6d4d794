"""Everything that is held about one person, by source; what only hr may read is named, not shown."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.workforce.voice import Entry, Held, OwnRecord, SkillHeld

_SHOWN = (
    "kind name email title org_unit_ref manager_ref supplier_ref country region city time_zone languages weekly_hours status "
    "start_date end_date engaged_via interests"
).split()
_REFERENCES = {"org_unit_ref": t.OrgUnit, "manager_ref": t.Contributor, "supplier_ref": t.Supplier}
_KEPT_BACK = ("given_name", "family_name", "birth_date", "phone", "street", "postcode")
_HASHES = ("bank_hash", "phone_hash")


def own_contributors(session: Session, email: str) -> list[t.Contributor]:
    """The records that carry this e-mail address, letter case aside."""
    query = select(t.Contributor).where(func.lower(t.Contributor.email) == email.casefold()).order_by(t.Contributor.pk)
    return list(session.scalars(query))


def own_records(session: Session, email: str, today: date) -> list[OwnRecord]:
    """What each source holds about the person with this e-mail."""
    return [_record(session, contributor, today) for contributor in own_contributors(session, email)]


def _record(session: Session, c: t.Contributor, today: date) -> OwnRecord:
    identity = session.get(t.Identity, c.pk)
    kept_back = [name for name in _KEPT_BACK if identity is not None and getattr(identity, name) is not None]
    kept_back += [name for name in _HASHES if getattr(c, name)]
    run = session.get(t.ImportRun, c.import_pk) if c.import_pk else None
    fields = [
        Held(name.removesuffix("_ref"), _named(session, c, name) or text)
        for name in _SHOWN
        if (text := as_text(getattr(c, name)))
    ]
    if c.rate_amount is not None:
        fields.append(Held("rate", f"{as_text(c.rate_amount)} {c.rate_currency} per {c.rate_unit}"))
    return OwnRecord(
        record=f"{c.source}:{c.source_id}",
        id=c.id,
        name=c.name,
        source=c.source,
        imported_at=(run.finished_at or run.started_at) if run else None,
        fields=tuple(fields),
        kept_back=tuple(kept_back),
        extra=tuple(Held(name, text) for name, value in (c.extra or {}).items() if (text := as_text(value))),
        skills=tuple(_skills(session, c.pk, today)),
        entries=tuple(_entries(session, c.pk)),
    )


def _named(session: Session, c: t.Contributor, column: str) -> str | None:
    """What a reference leads to, with its id."""
    if column not in _REFERENCES:
        return None
    target: Any = _REFERENCES[column]
    pk = getattr(c, column.replace("_ref", "_pk"))
    found = session.get(target, pk) if pk else None
    return f"{found.name} ({found.id})" if found is not None else None


def _skills(session: Session, pk: int, today: date) -> Iterable[SkillHeld]:
    s = t.ContributorSkill
    query = select(s).where(s.contributor_pk == pk).order_by(s.level.desc(), s.skill, s.pk)
    for row in session.scalars(query):
        age = (today - row.last_used).days if row.last_used else None
        yield SkillHeld(row.skill, row.level, row.evidence, row.last_used, age, row.source)


def _entries(session: Session, pk: int) -> Iterable[Entry]:
    def rows(table: Any) -> Iterable[Any]:
        return session.scalars(select(table).where(table.contributor_pk == pk).order_by(table.pk))

    booked = (
        select(t.Assignment, t.Project.name)
        .join(t.Project, t.Project.pk == t.Assignment.project_pk)
        .where(t.Assignment.contributor_pk == pk)
        .order_by(t.Assignment.start_date)
    )
    for a, project in session.execute(booked):
        text = f"{project}, {as_text(a.fte * 100)}% from {a.start_date} to {a.end_date}, {a.status or 'confirmed'}"
        yield Entry("booking", text, a.source)
    for leave in rows(t.Leave):
        yield Entry("leave", f"{leave.start_date} to {leave.end_date}", leave.source)
    engagements = list(rows(t.Engagement))
    for e in engagements:
        rate = f", {as_text(e.rate_amount)} {e.rate_currency} per {e.rate_unit}" if e.rate_amount is not None else ""
        signed = f"signed {e.signed_at}" if e.signed_at else "no signature on record"
        dates = f"{e.start_date or 'unknown start'} to {e.end_date or 'open end'}"
        yield Entry("engagement", f"{e.source_id}: {e.type}, {dates}, {signed}{rate}", e.source)
    yield from _documents(session, "contributor", [pk])
    yield from _documents(session, "engagement", [e.pk for e in engagements])
    for access in rows(t.Access):
        until = f"revoked {access.revoked_at}" if access.revoked_at else f"expires {access.expires or 'never'}"
        yield Entry("access", f"{access.system}, {access.level or 'standard'}, {until}", access.source)


def _documents(session: Session, kind: str, pks: list[int]) -> Iterable[Entry]:
    r = t.Record
    query = select(r).where(r.subject_type == kind, r.subject_pk.in_(pks)).order_by(r.type, r.pk)
    for row in session.scalars(query):
        dates = f"issued {row.issued or 'unknown'}, expires {row.expires or 'never'}"
        yield Entry("record", f"{row.type}, {row.status or 'valid'}, {dates}", row.source)


def as_text(value: object) -> str:
    """A stored value as the import bundle writes it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
