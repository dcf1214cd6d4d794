"""Governance gaps and policies as pages."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.audit.vocabulary import EventKind
from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, render
from assistant.journal import record
from knowledge.workforce.viewer import Data, Reach

PASSAGES = 8
GAPS_SHOWN = 100
router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/gaps", response_class=HTMLResponse)
def gaps(
    request: Request,
    viewer: SignedIn,
    opened: Opened,
    rule: Annotated[str, Query(max_length=20)] = "",
    severity: Annotated[str, Query(pattern="^(|critical|high|medium|low)$")] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The gaps that this person may see, the worst first, each with its evidence, clause and remedy."""
    given = {"rule": rule, "severity": severity, "subject": subject}
    chosen = {name: value for name, value in given.items() if value}
    output, _ = opened.direct.use("governance_gaps", chosen, viewer, CHANNEL)
    found = output["gaps"]
    begin = (page - 1) * GAPS_SHOWN
    return render(
        request,
        "gaps.html",
        viewer,
        gaps=found[begin : begin + GAPS_SHOWN],
        total=len(found),
        counts=output["counts"],
        scope=output["scope"],
        as_of=output["as_of"],
        page=page,
        more=begin + GAPS_SHOWN < len(found),
        **given,
    )


@router.get("/policies", response_class=HTMLResponse)
def policies(
    request: Request, viewer: SignedIn, opened: Opened, q: Annotated[str, Query(max_length=2000)] = ""
) -> Response:
    """The passages nearest to a question, in force today; and the list of policies for who may read all."""
    passages = []
    if q.strip():
        roles = frozenset(viewer.role_names)
        passages = opened.policies.search(q, PASSAGES, on=opened.settings.day(), roles=roles)
        payload = {"q": q, "found": [passage.ref for passage in passages]}
        record(opened.log, EventKind.RETRIEVAL, viewer=viewer, channel=CHANNEL, payload=payload)
    documents = opened.policies.documents() if Reach.ALL in viewer.reach(Data.POLICIES) else []
    return render(request, "policies.html", viewer, q=q, passages=passages, documents=documents)
