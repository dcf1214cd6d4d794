"""Lists and documents of the registry, the policies and the log. Each goes through a tool or the repositories' scope."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from assistant.audit.vocabulary import EventKind
from assistant.channels.http.identity import Asker, Opened
from assistant.journal import record
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import ContributorKind, DemandStatus
from knowledge.workforce.viewer import Role, Viewer
from knowledge.workforce.work import SkillNeed

router = APIRouter(prefix="/api/v1", tags=["registry"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(description="From the `next` of the page before.")]


def page(rows: list[dict[str, Any]], limit: int, cursor: str | None) -> dict[str, Any]:
    """One page of rows that are ordered by `id`; the cursor is the last id of the page before."""
    rest = [row for row in rows if cursor is None or row["id"] > cursor]
    shown = rest[:limit]
    return {"items": shown, "next": shown[-1]["id"] if len(rest) > limit else None}


@router.get("/contributors")
def contributors(
    viewer: Asker,
    opened: Opened,
    q: str | None = None,
    kind: ContributorKind | None = None,
    org_unit: str | None = None,
    skill: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Active contributors of every kind."""
    criteria = Criteria(
        kinds=frozenset({kind}) if kind else frozenset(),
        org_units=frozenset({org_unit}) if org_unit else frozenset(),
        skills=(SkillNeed(skill),) if skill else (),
    )
    with opened.registry.reading(viewer) as reading:
        found = reading.contributors(criteria)
    if q:
        found = [c for c in found if q.casefold() in c.name.casefold()]
    rows = [
        {
            "id": c.id,
            "name": c.name,
            "kind": c.kind.value,
            "title": c.title,
            "org_unit": c.org_unit,
            "supplier": c.supplier_id,
            "country": c.country,
            "city": c.city,
        }
        for c in sorted(found, key=lambda c: c.id)
    ]
    return page(rows, limit, cursor)


@router.get("/contributors/{contributor}")
def contributor(contributor: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """One contributor, as this person may see them."""
    output, _ = opened.direct.use("contributor_profile", {"contributor": contributor}, viewer, "api")
    return output


@router.get("/projects")
def projects(viewer: Asker, opened: Opened, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """All projects."""
    with opened.registry.reading(viewer) as reading:
        rows = [
            {"id": p.id, "name": p.name, "status": p.status, "start_date": p.start_date, "end_date": p.end_date}
            for p in sorted(reading.projects(), key=lambda p: p.id)
        ]
    return page(rows, limit, cursor)


@router.get("/projects/{project}")
def project(project: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """One project with its open demands and bookings."""
    output, _ = opened.direct.use("project_overview", {"project": project}, viewer, "api")
    return output


@router.get("/demands")
def demands(
    viewer: Asker,
    opened: Opened,
    status: DemandStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Roles to fill."""
    with opened.registry.reading(viewer) as reading:
        rows = [
            {
                "id": d.id,
                "title": d.title,
                "project_id": d.project_id,
                "count": d.count,
                "fte": d.fte,
                "start_date": d.window.start,
                "end_date": d.window.end,
                "status": d.status.value,
            }
            for d in sorted(reading.demands(status=status), key=lambda d: d.id or "")
        ]
    return page(rows, limit, cursor)


@router.get("/demands/{demand}/shortlist")
def shortlist(
    demand: str, viewer: Asker, opened: Opened, k: Annotated[int, Query(ge=1, le=200)] = 10
) -> dict[str, Any]:
    """Ranked, explained candidates."""
    output, _ = opened.direct.use("shortlist", {"demand": demand, "limit": k}, viewer, "api")
    return output


@router.get("/policies/search")
def search_policies(
    viewer: Asker,
    opened: Opened,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    k: Annotated[int, Query(ge=1, le=100)] = 5,
    kind: ContributorKind | None = None,
    country: str | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """The passages nearest to a question."""
    found = opened.policies.search(
        q,
        k,
        kind=kind.value if kind else None,
        country=country,
        on=on or opened.settings.day(),
        roles=frozenset(viewer.role_names),
    )
    record(
        opened.log, EventKind.RETRIEVAL, viewer=viewer, channel="api", payload={"q": q, "found": [p.ref for p in found]}
    )
    return {"items": [passage.as_json() for passage in found], "next": None}


@router.get("/audit/runs/{run}")
def audit_run(run: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """One run's whole story. Auditors see every run, others their own."""
    events = opened.log.run(run)
    if not events or not _may_read(viewer, events):
        raise HTTPException(404, f"There is no run {run} that you may see.")
    record(opened.log, EventKind.AUDIT_READ, viewer=viewer, channel="api", payload={"run": run})
    return {"run": run, "items": events}


@router.get("/audit/verify")
def audit_verify(viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Whether the log is whole."""
    if Role.AUDITOR not in viewer.roles:
        raise HTTPException(403, "Verifying the oversight log takes the role auditor.")
    record(opened.log, EventKind.AUDIT_READ, viewer=viewer, channel="api", payload={"action": "verify"})
    return opened.log.verify(None).as_json()


def _may_read(viewer: Viewer, events: list[dict[str, Any]]) -> bool:
    return Role.AUDITOR in viewer.roles or all(event.get("actor") == viewer.email for event in events)
