"""What if there is less (or more) money for the open demands."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from knowledge.workforce.allocation.staffing import Limits
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import listed, percent
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Refused, Tool


class BudgetInput(Input):
    projects: list[str] = Field(default_factory=list, description="Names or ids; all projects when none is named.")
    share: float = Field(default=0.1, gt=0, le=1, description="By which part the budget changes: 0.1 is 10%.")
    direction: Literal["less", "more"] = Field(default="less", description="Less money or more.")


def run(given: BudgetInput, context: Context) -> scenario.ScenarioOutput:
    staff, projects = s.staff_of(context, given.projects)
    problem = s.assembled(staff, context)
    answer = s.solved(problem, s.SECONDS)
    today = s.plan_of(staff, problem, answer)
    if today.objective is None and today.assignments:
        raise Refused("The costs of this work are not for you to see.", reason="pay_of_others", status="not_permitted")
    cost = float(answer["objective"] or 0.0)
    factor = 1 - given.share if given.direction == "less" else 1 + given.share
    before = replace(staff, limits=Limits(budget=cost))
    after = replace(staff, limits=Limits(budget=cost * factor))
    names = listed([project.name for project in projects[:4]]) if given.projects else "all projects"
    note = (
        f"Today's budget here is what the best plan for these places costs now; {percent(factor)} of it is the new limit. "
        "A rate that isn't known, or in another currency, counts as the dearest known of its role."
    )
    title = f"With {percent(given.share)} {given.direction} budget for {names}"
    return scenario.compare(title, before, after, context, notes=(note,))


TOOL = Tool(
    name="what_if_budget",
    description="What the staffing of projects loses with less budget, or gains with more.",
    effect=Effect.READ,
    needs=Data.PAY,
    input=BudgetInput,
    output=scenario.ScenarioOutput,
    examples=(
        "staff all of {project} and {project} with 10 % less budget",
        "what if the budget is cut by 10%?",
        "what happens to {project} with 20 percent less money",
        "budget minus 10%: which roles of {project} do we lose?",
        "what if we had 15% more budget",
        "what would a 10 % budget cut mean for staffing?",
    ),
    run=run,
    render=scenario.render,
)
