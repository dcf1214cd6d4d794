"""What if a contributor is converted to an employee."""

from pydantic import Field

from knowledge.workforce.allocation.scenarios import converted
from knowledge.workforce.viewer import Data
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Retry, Tool
from tools.naming import people


class ConvertedInput(Input):
    contributor: str = Field(description="Name or id of who would become an employee.")


def run(given: ConvertedInput, context: Context) -> scenario.ScenarioOutput:
    entity = people(context, given.contributor)[0]
    staff, _ = s.staff_of(context, ())
    person = next((known for known in staff.people if known.id == entity.id), None)
    if person is None or not person.kind.external:
        raise Retry(f"{entity.name} is not an active external contributor, so there is nobody to convert.")
    note = "At the same rate; whether a conversion is right is for hr and legal to decide."
    title = f"If {person.name} becomes an employee"
    return scenario.compare(title, staff, converted(staff, person.id), context, notes=(note,))


TOOL = Tool(
    name="what_if_converted",
    description="What converting an external contributor to an employee does to the staffing.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=ConvertedInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if we convert {contributor} to an employee?",
        "what happens if {contributor} becomes permanent",
        "suppose we hire {contributor} as an employee",
        "convert {contributor} to employee: what changes for staffing?",
        "what if {contributor} joins us permanently?",
        "what would making {contributor} an employee change",
    ),
    run=run,
    render=scenario.render,
)
