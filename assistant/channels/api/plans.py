"""Engagement plans over HTTP: the same steps as everywhere, each bound to the version and hash that the person saw."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field

from assistant.approvals import Bound
from assistant.channels.api.resources import Cursor, Limit
from assistant.channels.http.identity import Asker, Opened
from assistant.plan_export import document_docx, document_markdown, tasks_csv
from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.redaction import shown_to

router = APIRouter(prefix="/api/v1/plans", tags=["plans"])
CHANNEL = "api"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Decision(BaseModel):
    """A step on the version that the person saw."""

    version: int
    hash: str = Field(min_length=1, max_length=200)
    reason: str | None = Field(default=None, max_length=2000)

    def bound(self) -> Bound:
        return Bound(self.version, self.hash, self.reason)


class Edit(Decision):
    """A new version in a person's own words."""

    title: str | None = Field(default=None, max_length=4000)
    summary: str | None = Field(default=None, max_length=4000)
    recommended_why: str | None = Field(default=None, max_length=4000)

    def edits(self) -> dict[str, str]:
        given = {"title": self.title, "summary": self.summary, "recommended_why": self.recommended_why}
        return {name: text for name, text in given.items() if text is not None}


@router.get("")
def plans(
    viewer: Asker,
    opened: Opened,
    status: Annotated[PlanStatus | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """The plans that this person may see, the newest first. The cursor is the last id of the page before."""
    found = [plan for plan in opened.approvals.all(viewer) if status in (None, plan.status)]
    ids = [plan.id for plan in found]
    begin = ids.index(cursor) + 1 if cursor in ids else (len(ids) if cursor is not None else 0)
    shown = found[begin : begin + limit]
    rows = [
        {
            "id": plan.id,
            "version": plan.version,
            "hash": plan.hash,
            "status": plan.status.value,
            "kind": plan.kind,
            "title": plan.title,
            "requested_by": plan.requested_by,
            "open_approvals": sorted(function.value for function in plan.open_functions),
        }
        for plan in shown
    ]
    return {"items": rows, "next": shown[-1].id if shown and begin + limit < len(found) else None}


@router.get("/{plan}")
def one(plan: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """One plan."""
    return shown_to(opened.approvals.show(plan, viewer, CHANNEL), viewer)


@router.get("/{plan}/export")
def export(
    plan: str,
    viewer: Asker,
    opened: Opened,
    format_: Annotated[str, Query(alias="format", pattern="^(md|docx|csv)$")] = "md",
) -> Response:
    """The plan as a document, or its tasks as CSV."""
    document = shown_to(opened.approvals.show(plan, viewer, CHANNEL), viewer)
    if format_ == "docx":
        headers = {"Content-Disposition": f'attachment; filename="{document["id"]}.docx"'}
        return Response(document_docx(document), media_type=DOCX, headers=headers)
    if format_ == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{document["id"]}-tasks.csv"'}
        return Response(tasks_csv(document), media_type="text/csv", headers=headers)
    return PlainTextResponse(document_markdown(document), media_type="text/markdown")


@router.post("/{plan}/submit")
def submit(plan: str, decision: Decision, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Ask for the approvals."""
    return shown_to(opened.approvals.submit(plan, viewer, decision.bound(), CHANNEL), viewer)


@router.post("/{plan}/approve")
def approve(plan: str, decision: Decision, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Approve for every function of this person; the last approval executes the plan."""
    return shown_to(opened.approvals.approve(plan, viewer, decision.bound(), CHANNEL), viewer)


@router.post("/{plan}/reject")
def reject(plan: str, decision: Decision, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Reject for every function of this person."""
    return shown_to(opened.approvals.reject(plan, viewer, decision.bound(), CHANNEL), viewer)


@router.post("/{plan}/withdraw")
def withdraw(plan: str, decision: Decision, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Take it back."""
    return shown_to(opened.approvals.withdraw(plan, viewer, decision.bound(), CHANNEL), viewer)


@router.post("/{plan}/edit")
def edit(plan: str, given: Edit, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """A new version in this person's words."""
    return shown_to(opened.approvals.revise(plan, viewer, given.edits(), given.bound(), CHANNEL), viewer)


@router.post("/{plan}/undo")
def undo(plan: str, decision: Decision, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Remove what an executed plan wrote."""
    return shown_to(opened.approvals.undo(plan, viewer, decision.bound(), CHANNEL), viewer)
