"""One engagement plan, as its reader may see it."""

from pydantic import Field

from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.viewer import Data
from tools.contract import Context, Effect, Input, NotFound, SourceOut, Tool
from tools.draft_plan import PlanOutput, task_counts
from tools.list_plans import asks_to_decide
from tools.plan_rendering import plan_words


class ShowPlanInput(Input):
    plan: str = Field(description="The plan's id, such as PLAN-A2B3C4D5.")
    question: str | None = Field(default=None, description="The request in the person's own words.")


class ShowPlanOutput(PlanOutput):
    deciding: bool = False


def run(given: ShowPlanInput, context: Context) -> ShowPlanOutput:
    found = context.registry.plan(given.plan)
    if found is None:
        raise NotFound(f"There is no plan {given.plan[:60]} that you may see.")
    plan = shown_to(found, context.viewer)
    people = {person["id"]: person["name"] for option in plan["options"] for person in option["people"]}
    return ShowPlanOutput(
        deciding=asks_to_decide(given.question or ""),
        plan=plan,
        tasks=task_counts(plan),
        sources=[
            SourceOut(kind="record", ref=f"contributor:{id_}", title=name, location="registry")
            for id_, name in people.items()
        ],
    )


def outcome(output: ShowPlanOutput) -> tuple[str, str | None]:
    """A wish to decide on a plan that is open waits for a person."""
    open_ = output.plan["status"] in ("draft", "submitted")
    return ("needs_approval", "role") if output.deciding and open_ else ("answered", None)


def render(output: ShowPlanOutput) -> str:
    lead = ""
    if output.deciding:
        lead = "I can't approve, reject or submit it for anybody: people do, with `workforce plan`, on the page or in Slack."
    return plan_words(output.plan, lead=lead)


TOOL = Tool(
    name="show_plan",
    description="Show one engagement plan by its id: its options, checks, approvals so far, and what is still open.",
    effect=Effect.READ,
    needs=Data.PLANS,
    input=ShowPlanInput,
    output=ShowPlanOutput,
    examples=(
        "show PLAN-A2B3C4D5",
        "what is the status of PLAN-A2B3C4D5",
        "who still has to approve PLAN-A2B3C4D5?",
        "what does plan PLAN-A2B3C4D5 cost?",
        "why is PLAN-A2B3C4D5 blocked",
        "what are the options in PLAN-A2B3C4D5",
        "approve PLAN-A2B3C4D5",
    ),
    run=run,
    render=render,
    outcome=outcome,
)
