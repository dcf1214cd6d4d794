"""The engagement plans that somebody may see."""

from pydantic import BaseModel, Field

from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.viewer import Data
from tools.contract import Context, Effect, Input, Output, Tool
from tools.plan_rendering import heading, line


class ListPlansInput(Input):
    status: PlanStatus | None = Field(default=None, description="Only plans in this state.")
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
    return PlansOutput(total=len(found), shown=len(rows), plans=rows)


def render(output: PlansOutput) -> str:
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
    ),
    run=run,
    render=render,
)
