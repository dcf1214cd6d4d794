"""People: the search, one person's page with where its facts come from, and the pictures of booked time."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from assistant import pictures
from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, render
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.utilisation import mean_utilisation, weeks_ahead
from knowledge.workforce.window import Window
from knowledge.workforce.work import SkillNeed

SHOWN = 50
WEEKS = 26
MOST_IN_A_PICTURE = 40
_SVG = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, max-age=60",
}
"""A picture may style itself: it is shown as an image, or alone, and holds no script."""
router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/people", response_class=HTMLResponse)
def search(
    request: Request,
    viewer: SignedIn,
    opened: Opened,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    unit: Annotated[str, Query(max_length=100)] = "",
    skill: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Those whose name or id holds the words, of one kind, unit and skill where chosen."""
    if kind and kind not in set(ContributorKind):
        raise HTTPException(422, "kind: choose one of the list.")
    criteria = Criteria(
        kinds=frozenset({ContributorKind(kind)}) if kind else frozenset(),
        org_units=frozenset({unit}) if unit else frozenset(),
        skills=(SkillNeed(skill.strip()),) if skill.strip() else (),
    )
    words = q.casefold().split()
    with opened.registry.reading(viewer) as reading:
        names = reading.names(criteria)
        found = [id_ for id_, name in names if all(word in f"{name} {id_}".casefold() for word in words)]
        chosen = found[(page - 1) * SHOWN : page * SHOWN]
        people = reading.contributors(Criteria(ids=frozenset(chosen))) if chosen else []
        units, skills = reading.org_units(), reading.skill_names()
    given = {"q": q, "kind": kind, "unit": unit, "skill": skill}

    def address(number: int) -> str:
        return "/people?" + urlencode({**{k: v for k, v in given.items() if v}, "page": str(number)})

    return render(
        request,
        "people.html",
        viewer,
        people=people,
        total=len(found),
        units=units,
        skills=skills,
        kinds=list(ContributorKind),
        before=address(page - 1) if page > 1 else None,
        after=address(page + 1) if page * SHOWN < len(found) else None,
        **given,
    )


@router.get("/people/{contributor:path}", response_class=HTMLResponse)
def person(request: Request, viewer: SignedIn, opened: Opened, contributor: str) -> Response:
    """One person or AI agent, as this viewer may see them."""
    output, _ = opened.direct.use("contributor_profile", {"contributor": contributor}, viewer, CHANNEL)
    profile = next((p for p in output["people"] if p["contributor"]["id"] == contributor), output["people"][0])
    id_ = profile["contributor"]["id"]
    with opened.registry.reading(viewer) as reading:
        window = Window(reading.today, weeks_ahead_end(reading.today))
        weeks = weeks_ahead(reading.commitments([id_], window)[id_], reading.today, WEEKS)
        origins = reading.origins(id_)
        manager = reading.contributor(id_)
    return render(
        request,
        "person.html",
        viewer,
        p=profile,
        weeks=weeks,
        mean=mean_utilisation(weeks),
        origins=origins,
        manager_id=manager.manager_id if manager else None,
    )


def weeks_ahead_end(today: date) -> date:
    """The last day that a picture of weeks shows."""
    return today + timedelta(weeks=WEEKS)


@router.get("/pictures/utilisation.{kind}")
def utilisation(
    viewer: SignedIn,
    opened: Opened,
    kind: pictures.Format,
    contributor: Annotated[list[str], Query(max_length=MOST_IN_A_PICTURE)],
    theme: pictures.Theme = "light",
) -> Response:
    """The heat map of these people's weeks."""
    with opened.registry.reading(viewer) as reading:
        people = reading.contributors(Criteria(ids=frozenset(contributor)))
        window = Window(reading.today, weeks_ahead_end(reading.today))
        held = reading.commitments([person.id for person in people], window)
        rows = [(person.name, weeks_ahead(held[person.id], reading.today, WEEKS)) for person in people]
    return _picture(pictures.heat_map(rows, theme, kind), kind)


@router.get("/pictures/timeline.{kind}")
def timeline(
    viewer: SignedIn,
    opened: Opened,
    kind: pictures.Format,
    contributor: Annotated[str | None, Query(max_length=200)] = None,
    project: Annotated[str | None, Query(max_length=200)] = None,
    theme: pictures.Theme = "light",
) -> Response:
    """The bookings of one contributor by project, or of one project by contributor."""
    if (contributor is None) == (project is None):
        raise HTTPException(422, "Name a contributor or a project.")
    with opened.registry.reading(viewer) as reading:
        ahead = Window(reading.today, date.max)
        bookings = reading.bookings(project=project, contributor=contributor, window=ahead)[:MOST_IN_A_PICTURE]
        people = {
            p.id: p.name for p in reading.contributors(Criteria(ids=frozenset(b.contributor_id for b in bookings)))
        }
        today = reading.today
    named = [
        (b.project_name if project is None else people.get(b.contributor_id, b.contributor_id), b) for b in bookings
    ]
    return _picture(pictures.timeline(named, today, theme, kind), kind)


def _picture(drawn: bytes, kind: pictures.Format) -> Response:
    media = "image/svg+xml" if kind == "svg" else "image/png"
    return Response(drawn, media_type=media, headers=_SVG)
