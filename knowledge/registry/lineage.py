"""Where what is held comes from: from a record, or all about a person, to the source system, its row there, and the import."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t

_TABLES: dict[str, tuple[type[Any], str]] = {
    "contributor": (t.Contributor, "contributors"),
    "engagement": (t.Engagement, "engagements"),
    "access": (t.Access, "access"),
    "assignment": (t.Assignment, "assignments"),
    "invoice": (t.Invoice, "invoices"),
    "project": (t.Project, "projects"),
    "supplier": (t.Supplier, "suppliers"),
    "agent_action": (t.AgentAction, "agent_actions"),
}
"""What a reference's first word names: the table, and the file of the bundle that fills it."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a record comes from: the source, the file of its bundle, the row's id there, and the import that brought it.

    `file` and `imported_at` are None for a row that no import brought, such as an executed plan's.
    """

    ref: str
    source: str
    table: str
    row: str
    imported_at: datetime | None
    file: str | None

    def as_json(self, link: str | None = None) -> dict[str, str | None]:
        """`link` is the address of the row in the source system, where it is known."""
        return {
            "source": self.source,
            "table": self.table,
            "row": self.row,
            "imported_at": self.imported_at.isoformat(timespec="seconds") if self.imported_at else None,
            "file": self.file,
            "link": link,
        }


def trace(session: Session, ref: str) -> Lineage | None:
    """The lineage of `<table>:<id>`; None for what is no row of a source (a log, a country, the organisation)."""
    kind, _, id_ = ref.partition(":")
    if kind == "agent":
        model: type[Any] = t.Agent
        table = "agents"
        condition = t.Agent.contributor_pk.in_(select(t.Contributor.pk).where(t.Contributor.id == id_))
    elif kind in _TABLES:
        model, table = _TABLES[kind]
        condition = model.id == id_
    else:
        return None
    query = select(model.source, model.row_key, model.import_pk).where(condition).order_by(model.pk)
    row = session.execute(query).first()
    if row is None:
        return None
    source, key, run = row
    file = session.scalar(select(t.ImportRun.path).where(t.ImportRun.pk == run))
    return Lineage(ref, source, table, key, _imported_at(session, run), file)


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
    found = [
        Origin(
            "Name, kind and role",
            1,
            person.source,
            person.source_id,
            _imported_at(session, person.import_pk),
        )
    ]
    for what, table in (("Skills", t.ContributorSkill), ("Bookings", t.Assignment)):
        query = (
            select(table.source, func.count(), func.max(table.import_pk))
            .where(table.contributor_pk == person.pk)
            .group_by(table.source)
            .order_by(table.source)
        )
        found += [
            Origin(what, rows, source, None, _imported_at(session, run)) for source, rows, run in session.execute(query)
        ]
    return found


def _imported_at(session: Session, run: int | None) -> datetime | None:
    """When an import ended or, where it was cut off, began."""
    r = t.ImportRun
    return session.scalar(select(func.coalesce(r.finished_at, r.started_at)).where(r.pk == run))
