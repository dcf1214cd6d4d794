"""What if somebody leaves on a date: the work to take over, and what the best plan loses."""

from datetime import date

from pydantic import Field

from knowledge.workforce.allocation.staffing import leaving
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import day
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Tool
from tools.naming import people


class LeavesInput(Input):
    contributor: str = Field(description="Name or id of who would leave.")
    start: date | None = Field(default=None, description="The first day without them; today when it isn't said.")


def run(given: LeavesInput, context: Context) -> scenario.ScenarioOutput:
    person = people(context, given.contributor)[0]
    on = max(given.start or context.today, context.today)
    staff, _ = s.staff_of(context, ())
    if all(known.id != person.id for known in staff.people):
        staff = s.with_person(staff, context, person.id)
    later = s.with_bookings(staff, context, person.id, Window(context.today, date.max))
    then = leaving(later, person.id, on)
    taken_over = len(then.roles) > len(staff.roles)
    notes = ("Work taken over asks for their three strongest skills, one level lower.",) if taken_over else ()
    return scenario.compare(f"If {person.name} leaves on {day(on)}", staff, then, context, notes=notes)


TOOL = Tool(
    name="what_if_leaves",
    description="What the staffing loses if a contributor leaves on a date: demands lost, cost, skills short, people moved.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=LeavesInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if {contributor} leaves in May?",
        "what happens if {contributor} quits on 1 March",
        "what would we lose if {contributor} left?",
        "suppose {contributor} is gone from April",
        "if {contributor} resigns, who takes over?",
        "what if {contributor} isn't here any more from next quarter?",
    ),
    run=run,
    render=scenario.render,
)
