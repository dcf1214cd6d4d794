"""The staffing board: projects with open demands, and one project's demands, candidates and optimiser."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, render
from knowledge.workforce.kinds import DemandStatus

CANDIDATES = 3
DEMANDS_SHOWN = 6
"""Demands of a page: for each, candidates are looked for."""
router = APIRouter(prefix="/staffing", include_in_schema=False, route_class=PageRoute)


@router.get("", response_class=HTMLResponse)
def projects(request: Request, viewer: SignedIn, opened: Opened) -> Response:
    """Every project that isn't closed, those with open demands first."""
    with opened.registry.reading(viewer) as reading:
        places: dict[str, int] = {}
        for demand in reading.demands(status=DemandStatus.OPEN):
            places[demand.project_id or ""] = places.get(demand.project_id or "", 0) + demand.count
        found = [p for p in reading.projects() if p.status is None or p.status.value != "closed"]
    found.sort(key=lambda project: (-places.get(project.id, 0), project.name))
    return render(request, "staffing.html", viewer, projects=found, places=places)


@router.get("/{project:path}", response_class=HTMLResponse)
def board(
    request: Request,
    viewer: SignedIn,
    opened: Opened,
    project: str,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One project: who is booked, what is open, who could take it."""
    shown, _ = opened.direct.use("project_overview", {"project": project}, viewer, CHANNEL)
    begin = (page - 1) * DEMANDS_SHOWN
    demands = [
        (row, opened.direct.use("shortlist", {"demand": row["id"], "limit": CANDIDATES}, viewer, CHANNEL)[0])
        for row in shown["open_demands"][begin : begin + DEMANDS_SHOWN]
    ]
    more = begin + DEMANDS_SHOWN < len(shown["open_demands"])
    return render(request, "board.html", viewer, p=shown, demands=demands, page=page, more=more)
