"""Queries about work: units, suppliers, projects, demands, bookings, and what commits people's time."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.reading_people import CHUNK
from knowledge.workforce.criteria import Freshness
from knowledge.workforce.engagement import Span, engaged_spans, status_on
from knowledge.workforce.kinds import (
    AssignmentStatus,
    ContributorKind,
    DemandStatus,
    Importance,
    ProjectStatus,
    RateUnit,
    SupplierType,
)
from knowledge.workforce.money import Rate
from knowledge.workforce.viewer import Data, Reach, Viewer
from knowledge.workforce.window import Window
from knowledge.workforce.work import Booking, Commitments, Demand, OrgUnit, Project, SkillNeed, Supplier


class WorkQueries:
    """Work as one viewer may see it on one day."""

    def __init__(self, session: Session, viewer: Viewer, today: date) -> None:
        self._session = session
        self._viewer = viewer
        self._today = today

    def org_units(self) -> list[OrgUnit]:
        parent_ids = dict(self._session.execute(select(t.OrgUnit.pk, t.OrgUnit.id)).all())
        heads = select(t.Contributor.id).where(t.Contributor.pk == t.OrgUnit.head_pk).scalar_subquery()
        rows = self._session.execute(select(t.OrgUnit, heads.label("head")).order_by(t.OrgUnit.name, t.OrgUnit.id))
        return [
            OrgUnit(unit.id, unit.name, parent_ids.get(unit.parent_pk or 0), unit.function, head or unit.head_ref)
            for unit, head in rows
        ]

    def suppliers(self) -> list[Supplier]:
        owners = select(t.Contributor.id).where(t.Contributor.pk == t.Supplier.owner_pk).scalar_subquery()
        rows = self._session.execute(select(t.Supplier, owners.label("owner")).order_by(t.Supplier.name, t.Supplier.id))
        return [
            Supplier(
                id=s.id,
                name=s.name,
                type=SupplierType(s.type) if s.type else None,
                country=s.country,
                owner_id=owner or s.owner_ref,
                agreement_expires=s.agreement_expires,
            )
            for s, owner in rows
        ]

    def projects(self) -> list[Project]:
        rows = self._session.execute(
            select(t.Project, t.OrgUnit.id.label("unit"), t.Contributor.id.label("owner"))
            .outerjoin(t.OrgUnit, t.OrgUnit.pk == t.Project.org_unit_pk)
            .outerjoin(t.Contributor, t.Contributor.pk == t.Project.owner_pk)
            .order_by(t.Project.name, t.Project.id)
        )
        return [self._project(*row) for row in rows]

    def _project(self, p: t.Project, unit: str | None, owner: str | None) -> Project:
        sees_budget = p.id in self._viewer.projects or self._viewer.sees(
            Data.PAY, contributor_id=None, unit=unit, external=False
        )
        return Project(
            id=p.id,
            name=p.name,
            status=ProjectStatus(p.status) if p.status else None,
            org_unit=unit or p.org_unit_ref,
            owner_id=owner or p.owner_ref,
            start_date=p.start_date,
            end_date=p.end_date,
            country=p.country,
            priority=p.priority,
            budget_amount=p.budget_amount if sees_budget else None,
            budget_currency=p.budget_currency if sees_budget else None,
        )

    def demands(self, *, status: DemandStatus | None, project: str | None, id_: str | None = None) -> list[Demand]:
        query = (
            select(t.Demand, t.Project.id.label("project"), t.Project.start_date, t.Project.end_date)
            .join(t.Project, t.Project.pk == t.Demand.project_pk)
            .order_by(t.Demand.start_date, t.Demand.id)
        )
        if status is not None:
            query = query.where(t.Demand.status == status.value)
        if project is not None:
            query = query.where(t.Project.id == project)
        if id_ is not None:
            query = query.where(t.Demand.id == id_)
        rows = self._session.execute(query).all()
        skills: dict[int, list[SkillNeed]] = defaultdict(list)
        for need, name in self._session.execute(
            select(t.DemandSkill, t.Skill.name)
            .outerjoin(t.Skill, t.Skill.pk == t.DemandSkill.skill_pk)
            .order_by(t.DemandSkill.pk)
        ):
            skills[need.demand_pk].append(SkillNeed(name or need.skill, need.min_level, Importance(need.importance)))
        return [self._demand(row, tuple(skills[row.Demand.pk])) for row in rows]

    def _demand(self, row: Any, skills: tuple[SkillNeed, ...]) -> Demand:
        d: t.Demand = row.Demand
        start = d.start_date or row.start_date or self._today
        end = d.end_date or row.end_date or start
        limit = None
        if d.max_rate_amount is not None and d.max_rate_currency and d.max_rate_unit and self._sees_limits():
            limit = Rate(d.max_rate_amount, d.max_rate_currency, RateUnit(d.max_rate_unit))
        return Demand(
            id=d.id,
            title=d.title,
            project_id=row.project,
            window=Window(start, max(start, end)),
            count=d.count,
            fte=float(d.fte),
            skills=skills,
            max_rate=limit,
            kinds_allowed=frozenset(ContributorKind(kind) for kind in d.kinds_allowed or ()),
            countries_allowed=frozenset(d.countries_allowed or ()),
            time_zones_allowed=frozenset(d.time_zones_allowed or ()),
            status=DemandStatus(d.status),
            description=d.description,
        )

    def _sees_limits(self) -> bool:
        return bool(self._viewer.reach(Data.PAY) - {Reach.OWN})

    def bookings(self, *, project: str | None, contributor: str | None, window: Window | None) -> list[Booking]:
        query = _bookings().order_by(t.Assignment.start_date, t.Assignment.id)
        if project is not None:
            query = query.where(t.Project.id == project)
        if contributor is not None:
            query = query.where(t.Contributor.id == contributor)
        if window is not None:
            query = query.where(t.Assignment.start_date <= window.end, t.Assignment.end_date >= window.start)
        return [_booking(row) for row in self._session.execute(query)]

    def commitments(self, ids: Collection[str], window: Window) -> dict[str, Commitments]:
        bookings: dict[str, list[Booking]] = defaultdict(list)
        leave: dict[str, list[Window]] = defaultdict(list)
        contracts: dict[str, list[tuple[Span, bool]]] = defaultdict(list)
        people: dict[str, Any] = {}
        wanted = sorted(set(ids))
        for n in range(0, len(wanted), CHUNK):
            chunk = wanted[n : n + CHUNK]
            c = t.Contributor
            for row in self._session.execute(select(c.id, c.status, c.start_date, c.end_date).where(c.id.in_(chunk))):
                people[row.id] = row
            for row in self._session.execute(
                _bookings().where(
                    c.id.in_(chunk), t.Assignment.start_date <= window.end, t.Assignment.end_date >= window.start
                )
            ):
                bookings[row.contributor].append(_booking(row))
            for row in self._session.execute(
                select(c.id, t.Leave.start_date, t.Leave.end_date)
                .join(c, c.pk == t.Leave.contributor_pk)
                .where(c.id.in_(chunk), t.Leave.start_date <= window.end, t.Leave.end_date >= window.start)
            ):
                leave[row.id].append(Window(row.start_date, row.end_date))
            e = t.Engagement
            for row in self._session.execute(
                select(c.id, e.start_date, e.end_date, e.closed_at)
                .join(c, c.pk == e.contributor_pk)
                .where(c.id.in_(chunk))
            ):
                end = min((d for d in (row.end_date, row.closed_at) if d is not None), default=None)
                if row.start_date is None or end is None or row.start_date <= end:
                    contracts[row.id].append(((row.start_date, end), False))
        found: dict[str, Commitments] = {}
        for id_, person in people.items():
            status = status_on(self._today, person.status, person.start_date, person.end_date)
            spans = engaged_spans(self._today, status, (person.start_date, person.end_date), contracts[id_])
            found[id_] = Commitments(
                bookings=tuple(sorted(bookings[id_], key=lambda booking: (booking.start_date, booking.id))),
                leave=tuple(sorted(leave[id_])),
                engaged=spans,
            )
        return found

    def freshness(self) -> list[Freshness]:
        newest: dict[str, t.ImportRun] = {}
        for run in self._session.scalars(
            select(t.ImportRun).where(t.ImportRun.finished_at.is_not(None)).order_by(t.ImportRun.pk)
        ):
            newest[run.source] = run
        counts = dict(
            self._session.execute(select(t.Contributor.source, func.count()).group_by(t.Contributor.source)).all()
        )
        return [
            Freshness(source, run.finished_at, counts.get(source, 0))
            for source, run in sorted(newest.items())
            if run.finished_at is not None
        ]


def _bookings() -> Any:
    return (
        select(
            t.Assignment,
            t.Contributor.id.label("contributor"),
            t.Project.id.label("project"),
            t.Project.name.label("project_name"),
            t.Demand.id.label("demand"),
        )
        .join(t.Contributor, t.Contributor.pk == t.Assignment.contributor_pk)
        .join(t.Project, t.Project.pk == t.Assignment.project_pk)
        .outerjoin(t.Demand, t.Demand.pk == t.Assignment.demand_pk)
    )


def _booking(row: Any) -> Booking:
    a: t.Assignment = row.Assignment
    return Booking(
        id=a.id,
        contributor_id=row.contributor,
        project_id=row.project,
        project_name=row.project_name,
        fte=float(a.fte),
        start_date=a.start_date,
        end_date=a.end_date,
        status=AssignmentStatus(a.status),
        demand_id=row.demand,
    )
