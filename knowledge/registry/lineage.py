"""From a reference in some evidence to the record, and on to the row of the source system that it was imported from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
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
    run = t.ImportRun
    query = (
        select(model.source, model.row_key, run.finished_at, run.started_at, run.path)
        .outerjoin(run, run.pk == model.import_pk)
        .where(condition)
        .order_by(model.pk)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return Lineage(ref, row.source, table, row.row_key, row.finished_at or row.started_at, row.path)
