"""Plans: the list, one plan to decide on in one screen, and the decisions, through the one way there is to decide."""

from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant import plan_export
from assistant.approvals import REASON_MAX, Approvals, Bound
from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, Writing, render
from knowledge.workforce.planning.plan import Function, PlanStatus
from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.planning.states import Plan, functions_of
from knowledge.workforce.viewer import Data, Viewer
from tools.plan_rendering import money

SHOWN = 50
Action = Literal["submit", "approve", "reject", "withdraw", "undo"]
_SAYS: dict[Action, str] = {
    "submit": "Submit for approval",
    "approve": "Approve",
    "reject": "Reject",
    "withdraw": "Withdraw",
    "undo": "Undo what it wrote",
}
router = APIRouter(prefix="/plans", include_in_schema=False, route_class=PageRoute)


@router.get("", response_class=HTMLResponse)
def plans(
    request: Request,
    viewer: SignedIn,
    opened: Opened,
    status: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The plans that this person may see, the newest first; those that wait for them are marked."""
    if not viewer.reach(Data.PLANS) and not viewer.projects:
        raise HTTPException(403, "Plans are seen by who asks for them, approves them, leads or audits.")
    found = [plan for plan in opened.approvals.all(viewer) if status in ("", plan.status.value)]
    waiting = {plan.id for plan in opened.deputies.waiting_for(viewer)}
    return render(
        request,
        "plans.html",
        viewer,
        plans=found[(page - 1) * SHOWN : page * SHOWN],
        waiting=waiting,
        status=status,
        statuses=list(PlanStatus),
        page=page,
        more=page * SHOWN < len(found),
    )


@router.get("/{plan}", response_class=HTMLResponse)
def one(request: Request, viewer: SignedIn, opened: Opened, plan: str) -> Response:
    """One plan, with what this person can decide on it now."""
    shown = opened.approvals.show(plan, viewer, CHANNEL)
    document = shown_to(shown, viewer)
    counts = {
        r: sum(check["result"] == r for check in document["checks"]) for r in ("passed", "warned", "blocked", "unknown")
    }
    return render(
        request,
        "plan.html",
        viewer,
        plan=document,
        actions=[(name, _SAYS[name]) for name in possible(shown, viewer)],
        chosen=plan_export.recommended(document),
        money=money,
        labels={function.value: function.label for function in Function},
        modes=plan_export.MODE,
        counts=counts,
        found=[check for check in document["checks"] if check["result"] != "passed"],
        reason_max=REASON_MAX,
    )


@router.post("/{plan}/{action}")
def decide(
    viewer: Writing,
    opened: Opened,
    plan: str,
    action: Action,
    version: Annotated[int, Form()],
    hash_: Annotated[str, Form(alias="hash", min_length=1, max_length=200)],
    reason: Annotated[str, Form(max_length=REASON_MAX)] = "",
) -> Response:
    """A step on the version that the page showed; anything else is refused with the reason."""
    bound = Bound(version, hash_, reason.strip() or None)
    step: Callable[[Approvals, str, Viewer, Bound, str], Plan] = getattr(Approvals, action)
    decided = step(opened.approvals, plan, viewer, bound, CHANNEL)
    return RedirectResponse(f"/plans/{quote(decided.id)}", status_code=303)


def possible(plan: Plan, viewer: Viewer) -> list[Action]:
    """The steps to offer. What is offered is only a proposal: whoever takes one is checked anew."""
    own = plan.requested_by == viewer.email
    offered: list[Action] = []
    if own and plan.status is PlanStatus.DRAFT:
        offered.append("submit")
    if not own and plan.status is PlanStatus.SUBMITTED and set(functions_of(viewer, plan)) & plan.open_functions:
        offered.append("approve")
        offered.append("reject")
    if own and plan.status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.REJECTED):
        offered.append("withdraw")
    if (
        plan.status is PlanStatus.EXECUTED
        and not plan.undone
        and (own or viewer.email in {a.by for a in plan.approvals})
    ):
        offered.append("undo")
    return offered
