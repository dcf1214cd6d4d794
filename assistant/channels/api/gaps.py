"""`/api/v1/gaps`: governance gaps, what people decide about them, and what became of each."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.audit.vocabulary import EventKind
from assistant.channels.api.resources import Cursor, Limit, page
from assistant.channels.http.identity import Asker, Opened
from assistant.gap_evidence import followed
from assistant.journal import record
from knowledge.workforce.governance.life import GapEvent
from knowledge.workforce.viewer import Viewer

router = APIRouter(prefix="/api/v1", tags=["governance gaps"])

Text = Annotated[str, Field(min_length=1, max_length=1000)]


class Accepted(BaseModel):
    """Why a gap is accepted, on what evidence, and until when (the longest that the rule allows if left out)."""

    model_config = ConfigDict(extra="forbid")

    reason: Text
    evidence: Text
    until: date | None = None


class Reopened(BaseModel):
    """Why an acceptance ends before its time."""

    model_config = ConfigDict(extra="forbid")

    reason: Text


class Assigned(BaseModel):
    """Who sees to a gap; nobody when `to` is null."""

    model_config = ConfigDict(extra="forbid")

    to: Annotated[str, Field(max_length=320)] | None
    reason: Text | None = None


@router.get("/gaps")
def gaps(
    viewer: Asker,
    opened: Opened,
    rule: str | None = None,
    severity: str | None = None,
    subject: str | None = None,
    as_of: date | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Governance gaps that this person may see."""
    given = {"rule": rule, "severity": severity, "subject": subject, "as_of": as_of.isoformat() if as_of else None}
    chosen = {name: value for name, value in given.items() if value}
    output, _ = opened.direct.use("governance_gaps", chosen, viewer, "api")
    rows = sorted(output["gaps"], key=lambda gap: gap["id"])
    return {**page(rows, limit, cursor), "as_of": output["as_of"], "counts": output["counts"]}


@router.get("/gaps/states")
def states(
    viewer: Asker, opened: Opened, as_of: date | None = None, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """Every gap on record, resolved ones included, as it stood on a day."""
    today = opened.settings.day()
    rows = opened.registry.gaps.states(viewer, as_of or today, today)
    return page(sorted(rows, key=lambda row: row["id"]), limit, cursor)


@router.get("/gaps/report", response_class=Response)
def report(
    viewer: Asker, opened: Opened, format: Literal["html", "docx", "csv"] = "html", as_of: date | None = None
) -> Response:
    """The board page (HTML, DOCX), or every gap with the controls that it bears on (CSV)."""
    from assistant.gap_reports.writing import FORMATS, written

    day = as_of or opened.settings.day()
    content = written(opened.registry, viewer, day, format)
    payload = {"report": "governance gaps", "format": format, "as_of": day.isoformat()}
    record(opened.log, EventKind.EXPORT, viewer=viewer, channel="api", payload=payload)
    name = f"governance-gaps-{day}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=FORMATS[format], headers=headers)


@router.get("/gaps/{gap}")
def gap(gap: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """One gap, each item of its evidence with the row of the source system that it comes from."""
    return followed(opened.registry, viewer, gap, opened.settings.source_links)


@router.get("/gaps/{gap}/history")
def history(gap: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """What happened to a gap, the oldest first."""
    events = opened.registry.gaps.history(gap, viewer, opened.settings.day())
    return {"items": [event.as_json() for event in events], "next": None}


@router.post("/gaps/{gap}/accept")
def accept(gap: str, body: Accepted, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Accept a gap for a time; only the rule's function may, and never whom it concerns."""
    today = opened.settings.day()
    done = opened.registry.gaps.accept(gap, viewer, today, reason=body.reason, evidence=body.evidence, until=body.until)
    return _logged(opened, viewer, EventKind.GAP_DECIDED, done)


@router.post("/gaps/{gap}/reopen")
def reopen(gap: str, body: Reopened, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """End an acceptance before its time."""
    done = opened.registry.gaps.reopen(gap, viewer, opened.settings.day(), reason=body.reason)
    return _logged(opened, viewer, EventKind.GAP_DECIDED, done)


@router.post("/gaps/{gap}/assign")
def assign(gap: str, body: Assigned, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Give a gap to a person who may see it."""
    done = opened.registry.gaps.assign(gap, viewer, opened.settings.day(), body.to, reason=body.reason)
    return _logged(opened, viewer, EventKind.GAP_ASSIGNED, done)


def _logged(opened: Opened, viewer: Viewer, kind: EventKind, done: GapEvent) -> dict[str, Any]:
    decision, payload = done.kind.value, done.as_json()
    record(opened.log, kind, viewer=viewer, channel="api", decision=decision, reason=done.reason, payload=payload)
    return payload
