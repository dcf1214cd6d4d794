"""What if a project is taken on besides all others."""

from dataclasses import replace

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.viewer import Data
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Retry, Tool
from tools.naming import one


class AddedInput(Input):
    project: str = Field(description="Name or id of the project that is taken on or left out.")


def run(given: AddedInput, context: Context) -> scenario.ScenarioOutput:
    project = one(context, EntityType.PROJECT, given.project)
    staff, _ = s.staff_of(context, ())
    others = replace(staff, roles=tuple(role for role in staff.roles if role.demand.project_id != project.id))
    if len(others.roles) == len(staff.roles):
        raise Retry(f"{project.name} has no open demand, so taking it on changes nothing.")
    note = f"Today's plan here is that without {project.name}."
    return scenario.compare(f"If {project.name} is added", others, staff, context, notes=(note,))


TOOL = Tool(
    name="what_if_added",
    description="What taking on a project besides all others changes: whom it takes from other projects, cost, demands lost.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=AddedInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if we also take on {project}?",
        "what happens if {project} is added",
        "can we take on {project} without losing other work?",
        "what does adding {project} cost the other projects?",
        "suppose {project} comes on top",
        "what if we start {project} as well?",
    ),
    run=run,
    render=scenario.render,
)
