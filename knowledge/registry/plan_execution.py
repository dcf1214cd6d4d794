"""What an approved plan writes, and how a person undoes it. The caller owns the transaction.

Only new rows are written, under a source of their own: nothing that was imported is changed, so undoing removes exactly
what executing added, and a later import of any source takes nothing away.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.consolidation import raise_version
from knowledge.workforce.errors import Conflict
from knowledge.workforce.planning.plan import PlanStatus

SOURCE = "plans"
"""The source that executed plans' rows carry."""


def execute(session: Session, row: t.Plan, document: dict[str, Any], now: datetime) -> dict[str, list[str]]:
    """Write what the plan's version says; the ids of the rows, by table. A plan can be executed only once."""
    session.add(t.PlanExecution(plan_pk=row.pk, version=row.version, at=now))
    session.flush()
    writer = _Writer(session, row.id)
    change = document["change"]
    project = writer.project(change)
    demand = writer.demand(change, project)
    for n, engagement in enumerate(change["engagements"], 1):
        writer.engagement(n, engagement)
    for n, assignment in enumerate(change["assignments"], 1):
        writer.assignment(n, assignment, project, demand)
    for step in document["steps"]:
        session.add(
            t.PlanStep(
                plan_pk=row.pk,
                step=step["id"],
                function=step["function"],
                title=step["title"],
                due=date.fromisoformat(step["due"]),
            )
        )
    row.status = PlanStatus.EXECUTED.value
    row.executed_at = now
    execution = session.get(t.PlanExecution, row.pk)
    assert execution is not None  # noqa: S101 - added above, in this transaction
    execution.written = dict(writer.written)
    raise_version(session)
    session.flush()
    return writer.written


def undo(session: Session, row: t.Plan, by: str, reason: str | None, now: datetime) -> dict[str, list[str]]:
    """Remove what the plan wrote. Raises `Conflict` when it was undone already, or when a booking was confirmed since."""
    execution = session.get(t.PlanExecution, row.pk)
    if execution is None or execution.undone_at is not None:
        raise Conflict(f"{row.id} was undone already.")
    written: dict[str, list[str]] = dict(execution.written or {})
    for table, model in _TABLES:
        for id_ in written.get(table, []):
            found = session.scalar(select(model).where(model.source == SOURCE, model.row_key == id_))
            if found is None:
                continue
            if isinstance(found, t.Assignment) and found.status != "tentative":
                raise Conflict(f"Booking {id_} of {row.id} was confirmed since; release it first.")
            session.delete(found)
            session.flush()
    execution.undone_at, execution.undone_by, execution.undone_reason = now, by, reason
    raise_version(session)
    session.flush()
    return written


_TABLES: tuple[tuple[str, type[Any]], ...] = (
    ("assignments", t.Assignment),
    ("engagements", t.Engagement),
    ("demands", t.Demand),
    ("projects", t.Project),
)
"""What depends on others comes first."""


class _Writer:
    def __init__(self, session: Session, plan: str) -> None:
        self._session = session
        self._plan = plan
        self.written: dict[str, list[str]] = {}

    def project(self, change: dict[str, Any]) -> t.Project | None:
        """The project that the work belongs to: the one named, or a new one."""
        if change["project"]:
            return self._one(t.Project, change["project"], "project")
        new = change["new_project"]
        if new is None:
            return None
        owner = self._one(t.Contributor, new["owner_id"], "contributor") if new["owner_id"] else None
        return self._add(
            "projects",
            t.Project(
                **self._identity("P1"),
                name=new["name"],
                owner_ref=new["owner_id"],
                owner_pk=owner.pk if owner else None,
                start_date=_day(new["start"]),
                end_date=_day(new["end"]),
                status="planned",
            ),
        )

    def demand(self, change: dict[str, Any], project: t.Project | None) -> t.Demand | None:
        """The demand: an existing one, or a new one with its skills."""
        new = change["demand"]
        if new is None or project is None:
            return None
        if new["existing"]:
            return self._one(t.Demand, new["existing"], "demand")
        demand = self._add(
            "demands",
            t.Demand(
                **self._identity("D1"),
                project_ref=project.id,
                project_pk=project.pk,
                title=new["title"],
                count=new["count"],
                fte=new["fte"],
                start_date=_day(new["start"]),
                end_date=_day(new["end"]),
                status="open",
                description=new["description"],
            ),
        )
        for skill, level in new["skills"]:
            known = session_skill(self._session, skill)
            self._session.add(
                t.DemandSkill(
                    source=SOURCE,
                    row_key=f"{demand.id}|{skill}",
                    demand_ref=demand.id,
                    demand_pk=demand.pk,
                    skill=skill,
                    skill_pk=known,
                    min_level=level,
                    importance="must",
                )
            )
        self._session.flush()
        return demand

    def engagement(self, n: int, new: dict[str, Any]) -> None:
        """A contract, unsigned; its status stands among what the bundle doesn't know."""
        contributor = self._one(t.Contributor, new["contributor_id"], "contributor")
        supplier = self._one(t.Supplier, new["supplier_id"], "supplier") if new["supplier_id"] else None
        self._add(
            "engagements",
            t.Engagement(
                **self._identity(f"E{n}"),
                extra={"status": new["status"], "plan": self._plan},
                contributor_ref=contributor.id,
                contributor_pk=contributor.pk,
                type=new["type"],
                supplier_ref=new["supplier_id"],
                supplier_pk=supplier.pk if supplier else None,
                start_date=_day(new["start"]),
                end_date=_day(new["end"]) if new["end"] else None,
                rate_amount=new["rate_amount"],
                rate_currency=new["rate_currency"],
                rate_unit=new["rate_unit"],
                country=new["country"],
                region=new["region"],
                title=new["title"],
                extensions=new["extensions"],
            ),
        )

    def assignment(self, n: int, new: dict[str, Any], project: t.Project | None, demand: t.Demand | None) -> None:
        if project is None:
            return
        contributor = self._one(t.Contributor, new["contributor_id"], "contributor")
        self._add(
            "assignments",
            t.Assignment(
                **self._identity(f"A{n}"),
                contributor_ref=contributor.id,
                contributor_pk=contributor.pk,
                project_ref=project.id,
                project_pk=project.pk,
                demand_ref=demand.id if demand else None,
                demand_pk=demand.pk if demand else None,
                fte=new["fte"],
                start_date=_day(new["start"]),
                end_date=_day(new["end"]),
                status="tentative",
            ),
        )

    def _identity(self, suffix: str) -> dict[str, Any]:
        id_ = f"{self._plan}-{suffix}"
        return {"source": SOURCE, "row_key": id_, "source_id": id_, "id": id_, "digest": ""}

    def _add(self, table: str, row: Any) -> Any:
        self._session.add(row)
        self._session.flush()
        self.written.setdefault(table, []).append(row.id)
        return row

    def _one(self, model: type[Any], id_: str, word: str) -> Any:
        found = self._session.scalar(select(model).where(model.id == id_))
        if found is None:
            raise Conflict(f"The {word} {id_} of {self._plan} is no longer there; draft the plan anew.")
        return found


def session_skill(session: Session, name: str) -> int | None:
    """The skill of a name in any letter case."""
    return session.scalar(select(func.min(t.Skill.pk)).where(func.lower(t.Skill.name) == name.lower()))


def _day(text: str) -> date:
    return date.fromisoformat(text)
