"""The engagement plans that somebody may see."""

import re

from pydantic import BaseModel, Field

from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.viewer import Data
from tools.contract import Context, Effect, Input, Output, Tool
from tools.plan_rendering import heading, line

_DECIDE = re.compile(
    r"^\W*(?:(?:please|pls|ok(?:ay)?|yes|just|go ahead and|can you|could you|now)\W+)*(?:approve|reject|submit|sign(?: off)?|execute|withdraw|decline)\b",
    re.IGNORECASE,
)


class ListPlansInput(Input):
    status: PlanStatus | None = Field(default=None, description="Only plans in this state.")
    question: str | None = Field(default=None, description="The request in the person's own words.")
    limit: int = Field(default=20, ge=1, le=200, description="How many plans to show.")


class PlanRow(BaseModel):
    id: str
    version: int
    status: str
    title: str
    requested_by: str
    open_approvals: list[str]


class PlansOutput(Output):
    total: int
    shown: int
    plans: list[PlanRow]
    deciding: bool = False
    waiting: int = 0


def run(given: ListPlansInput, context: Context) -> PlansOutput:
    found = [plan for plan in context.registry.plans() if given.status in (None, plan.status)]
    rows = [
        PlanRow(
            id=plan.id,
            version=plan.version,
            status=plan.status.value,
            title=plan.title,
            requested_by=plan.requested_by,
            open_approvals=sorted(function.value for function in plan.open_functions),
        )
        for plan in found[: given.limit]
    ]
    deciding = asks_to_decide(given.question or "")
    waiting = [plan for plan in found if plan.status is PlanStatus.SUBMITTED]
    if deciding:
        found = [plan for plan in found if plan.status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED)]
        rows = [row for row in rows if row.id in {plan.id for plan in found}]
    return PlansOutput(total=len(found), shown=len(rows), plans=rows, deciding=deciding, waiting=len(waiting))


def asks_to_decide(question: str) -> bool:
    """Whether a request wants a plan approved, rejected or submitted, which only people do."""
    return bool(_DECIDE.search(question))


def outcome(output: PlansOutput) -> tuple[str, str | None]:
    """A wish to decide waits for a person; which plan it means has to be said when it may be several."""
    if not output.deciding:
        return "answered", None
    return ("needs_approval", "role") if output.total == 1 else ("clarify", "missing_detail")


def render(output: PlansOutput) -> str:
    if output.deciding:
        if not output.plans:
            return "I can't decide on a plan for anybody, and none that you may see is open. [[run]]"
        which = "This plan is open" if output.total == 1 else "Which plan do you mean? These are open"
        rows = "\n".join(line(plan.model_dump()) for plan in output.plans)
        return (
            f"I can't approve, reject or submit a plan for anybody: people do, with `workforce plan`, on the page or in Slack, "
            f"and nobody decides on their own request. {which}: [[run]]\n\n{rows}"
        )
    if not output.plans:
        return "There is no such plan that you may see. [[run]]"
    head = f"{heading(output.total)} [[run]]"
    if output.shown < output.total:
        head += f" The newest {output.shown}:"
    said = [
        line(plan.model_dump())
        + (f"; waits for {', '.join(plan.open_approvals)}" if plan.status == "submitted" else "")
        for plan in output.plans
    ]
    return head + "\n\n" + "\n".join(said)


TOOL = Tool(
    name="list_plans",
    description="List engagement plans with their state, who asked for them, and whose approval is still open.",
    effect=Effect.READ,
    needs=Data.PLANS,
    input=ListPlansInput,
    output=PlansOutput,
    examples=(
        "which plans are waiting for approval?",
        "list the engagement plans",
        "show my plans",
        "what plans do we have",
        "which plans were rejected",
        "any plans I have to approve?",
        "approve it",
        "approve the plan",
        "submit the plan for approval",
        "reject this plan",
    ),
    run=run,
    render=render,
    outcome=outcome,
)
