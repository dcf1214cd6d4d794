"""Where what is held about somebody comes from: which source, which of its records, imported when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t


@dataclass(frozen=True, slots=True)
class Origin:
    """What came (`rows` of it), from which source; `record` is the source's own id where it is one record."""

    what: str
    rows: int
    source: str
    record: str | None
    imported_at: datetime | None


def origins(session: Session, contributor: str) -> list[Origin]:
    """The origins of one contributor's own fields, skills and bookings. Empty for an unknown id."""
    person = session.scalar(select(t.Contributor).where(t.Contributor.id == contributor))
    if person is None:
        return []
    found = [Origin("Name, kind and role", 1, person.source, person.source_id, _imported(session, person.import_pk))]
    for what, table in (("Skills", t.ContributorSkill), ("Bookings", t.Assignment)):
        query = (
            select(table.source, func.count(), func.max(table.import_pk))
            .where(table.contributor_pk == person.pk)
            .group_by(table.source)
            .order_by(table.source)
        )
        found += [
            Origin(what, rows, source, None, _imported(session, run)) for source, rows, run in session.execute(query)
        ]
    return found


def _imported(session: Session, run: int | None) -> datetime | None:
    found: Any = session.get(t.ImportRun, run) if run else None
    return (found.finished_at or found.started_at) if found is not None else None
