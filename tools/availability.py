"""When one person, or several, are free in a window."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.workforce.availability import availability
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import percent, span
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, Retry, SourceOut, Tool
from tools.naming import people


class AvailabilityInput(Input):
    contributors: list[str] = Field(min_length=1, max_length=20, description="Names or ids of the people.")
    start: date = Field(description="First day of the window.")
    end: date = Field(description="Last day of the window.")


class PersonAvailability(BaseModel):
    contributor: c.Who
    title: str | None
    org_unit: str | None
    availability: c.AvailabilityOut


class AvailabilityOutput(Output):
    start: date
    end: date
    people: list[PersonAvailability]


def run(given: AvailabilityInput, context: Context) -> AvailabilityOutput:
    if given.end < given.start:
        raise Retry(f"The window ends on {given.end}, before it starts on {given.start}.")
    window = Window(given.start, given.end)
    entities = [entity for name in given.contributors for entity in people(context, name)]
    commitments = context.registry.commitments([entity.id for entity in entities], window)
    rows: list[PersonAvailability] = []
    sources: list[SourceOut] = []
    for entity in dict.fromkeys(entities):
        person = context.registry.contributor(entity.id)
        if person is None:
            continue
        free = availability(commitments[person.id], window)
        out = c.availability_out(context.viewer, person, free)
        rows.append(
            PersonAvailability(
                contributor=c.who(person), title=person.title, org_unit=person.org_unit_name, availability=out
            )
        )
        sources.append(c.record(person))
    return AvailabilityOutput(start=given.start, end=given.end, people=rows, sources=sources)


def render(output: AvailabilityOutput) -> str:
    window = span(Window(output.start, output.end))
    return "\n\n".join(_one(row, window) for row in output.people)


def _one(row: PersonAvailability, window: str) -> str:
    found = row.availability
    name = f"**{row.contributor.name}**"
    if found.share > 0:
        said = [f"{name} is {percent(found.share)} free from {window}."]
    else:
        said = [f"{name} is not free for the whole of {window}."]
    said[0] += f" [[contributor:{row.contributor.id}]] [[run]]"
    if found.some_days_unavailable:
        said.append(c.leave_note(found))
        if found.share_otherwise:
            said.append(f"On the other days: {percent(found.share_otherwise)} free.")
    if found.bookings:
        booked = "; ".join(c.tentative_note(booking) for booking in found.bookings)
        said.append(f"Booked: {booked}.")
    if found.tentative:
        planned = "; ".join(c.tentative_note(booking) for booking in found.tentative)
        said.append(f"Tentative, not counted: {planned}.")
    return "\n".join(said)


TOOL = Tool(
    name="availability",
    description="How much of their time named people have free in a window, with bookings and tentative bookings.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=AvailabilityInput,
    output=AvailabilityOutput,
    examples=(
        "Is {contributor} free next week?",
        "when is {contributor} available in March",
        "does {contributor} have time in January?",
        "how busy is {contributor} until the end of the quarter",
        "can {contributor} take something half time from February to April",
        "what is {contributor} booked on next month?",
        "availability of {contributor} in May",
        "is {contributor} around next week?",
        "does {contributor} have capacity in spring",
        "is she around the week after?",
    ),
    run=run,
    render=render,
)
