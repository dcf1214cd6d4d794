"""What if a project slips by some weeks."""

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.allocation.scenarios import slipped
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Tool
from tools.naming import one


class SlipsInput(Input):
    project: str = Field(description="Name or id of the project.")
    weeks: int = Field(default=4, ge=-104, le=104, description="Weeks later; below 0 is earlier.")


def run(given: SlipsInput, context: Context) -> scenario.ScenarioOutput:
    project = one(context, EntityType.PROJECT, given.project)
    staff, _ = s.staff_of(context, ())
    how = (
        f"slips by {count(given.weeks, 'week')}" if given.weeks >= 0 else f"comes {count(-given.weeks, 'week')} earlier"
    )
    then = slipped(staff, project.id, given.weeks)
    note = "Its open demands move; who is booked on it already stays booked as now."
    return scenario.compare(f"If {project.name} {how}", staff, then, context, notes=(note,))


TOOL = Tool(
    name="what_if_slips",
    description="What changes in the staffing if a project slips by some weeks or starts earlier.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=SlipsInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if {project} slips by six weeks?",
        "what happens if {project} is delayed by a month",
        "suppose {project} starts 4 weeks later",
        "what if we postpone {project} by 8 weeks?",
        "{project} is late by two months, what does that do to staffing?",
        "what if {project} moves forward by 3 weeks",
    ),
    run=run,
    render=scenario.render,
)
