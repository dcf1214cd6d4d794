"""The workforce report as a page that also prints, and as CSV."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, render
from assistant.reports import Section, report_csv, workforce_report
from knowledge.workforce.viewer import Data, Viewer

SHOWN = 20
"""Figures of a section on the page; the CSV has all."""
router = APIRouter(prefix="/reports", include_in_schema=False, route_class=PageRoute)


@router.get("", response_class=HTMLResponse)
def page(request: Request, viewer: SignedIn, opened: Opened) -> Response:
    """Every figure with its definition and day."""
    sections = _sections(viewer, opened)
    with opened.registry.reading(viewer) as reading:
        sources = reading.freshness()
    return render(request, "reports.html", viewer, sections=sections, shown=SHOWN, sources=sources)


@router.get("/workforce.csv")
def as_csv(viewer: SignedIn, opened: Opened) -> Response:
    """Every figure, one a line."""
    headers = {"Content-Disposition": 'attachment; filename="workforce.csv"'}
    return Response(report_csv(_sections(viewer, opened)), media_type="text/csv; charset=utf-8", headers=headers)


def _sections(viewer: Viewer, opened: Opened) -> list[Section]:
    gaps = None
    if viewer.reach(Data.GAPS):
        gaps = opened.direct.use("governance_gaps", {}, viewer, CHANNEL)[0]["gaps"]
    with opened.registry.reading(viewer) as reading:
        return workforce_report(reading, gaps)
