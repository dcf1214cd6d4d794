"""The auditor's console: what was asked and done, one run's whole story, and whether the log is whole. It changes nothing."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from assistant.audit.vocabulary import EventKind
from assistant.channels.http.identity import Opened
from assistant.channels.web.rendering import answer_html
from assistant.channels.web.shell import PageRoute, SignedIn, render
from assistant.conversation import Answer
from assistant.journal import record
from knowledge.workforce.viewer import Data, Reach, Viewer

RUNS_SHOWN = 50
router = APIRouter(prefix="/auditor", include_in_schema=False, route_class=PageRoute)
_TITLES = {
    EventKind.QUESTION: "Asked",
    EventKind.ANSWER: "Answered",
    EventKind.REFUSAL: "Refused",
    EventKind.TOOL_CALL: "Looked up with",
    EventKind.RETRIEVAL: "Passages found",
    EventKind.MODEL_CALL: "The model was asked",
    EventKind.PLAN_DRAFTED: "A plan was drafted",
    EventKind.NOTICE: "Feedback",
}


@router.get("", response_class=HTMLResponse)
def console(
    request: Request,
    viewer: SignedIn,
    opened: Opened,
    before: int | None = None,
    actor: Annotated[str | None, Query(max_length=320)] = None,
    verify: bool = False,
) -> Response:
    """The newest questions first; an auditor sees everybody's, others their own."""
    everything = _sees_all(viewer)
    whose = (actor or None) if everything else viewer.email
    runs = opened.log.runs(RUNS_SHOWN, before, whose)
    payload = {"action": "console", "actor": whose, "before": before}
    record(opened.log, EventKind.AUDIT_READ, viewer=viewer, channel="web", payload=payload)
    found = opened.log.verify(None).as_json() if verify and everything else None
    older = runs[-1]["seq"] if len(runs) == RUNS_SHOWN else None
    return render(
        request,
        "console.html",
        viewer,
        everything=everything,
        actor=actor or "",
        runs=runs,
        older=older,
        verification=found,
    )


@router.get("/runs/{run}", response_class=HTMLResponse)
def story(request: Request, viewer: SignedIn, opened: Opened, run: str) -> Response:
    """One run from the question to the answer."""
    events = opened.log.run(run)
    if not events or not (_sees_all(viewer) or all(event.get("actor") == viewer.email for event in events)):
        raise HTTPException(404, "There is no such run that you may see.")
    payload = {"action": "story", "run": run}
    record(opened.log, EventKind.AUDIT_READ, viewer=viewer, channel="web", payload=payload)
    return render(request, "run.html", viewer, run=run, first=events[0], steps=[_step(event) for event in events])


def _step(event: dict[str, Any]) -> dict[str, Any]:
    """One event in words, with all of it behind a fold."""
    payload: dict[str, Any] = event.get("payload") or {}
    kind, phase = event["kind"], event["phase"]
    title = _TITLES.get(kind, str(kind).replace(".", " ").capitalize())
    if kind == EventKind.TOOL_CALL:
        tool = str(event.get("tool") or "").replace("_", " ")
        title = f"{title} {tool}" if phase == "intent" else f"{tool.capitalize()}: {event.get('status') or 'done'}"
    return {
        "title": title,
        "kind": kind,
        "seq": event["seq"],
        "at": str(event["at"])[:19].replace("T", " "),
        "text": payload.get("text") if kind == EventKind.QUESTION else None,
        "html": _answer(payload) if kind == EventKind.ANSWER else None,
        "passages": payload.get("passages") if kind == EventKind.RETRIEVAL else None,
        "decision": " ".join(filter(None, (event.get("decision"), event.get("reason")))),
        "erased": not event.get("payload") and kind in (EventKind.QUESTION, EventKind.ANSWER),
        "details": json.dumps(payload, ensure_ascii=False, indent=2) if payload else "",
        "leaf": event["leaf_hash"],
    }


def _answer(payload: dict[str, Any]) -> str | None:
    try:
        return answer_html(Answer.model_validate(payload.get("answer")))
    except ValidationError:
        return None


def _sees_all(viewer: Viewer) -> bool:
    return Reach.ALL in viewer.reach(Data.LOG)
