"""Whose engagement ends in a window."""

from datetime import date, timedelta

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import key
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.people import Contributor
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import cell, count, day, span
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, Retry, Tool
from tools.naming import ids, kinds

DAYS_AHEAD = 90
SHOWN = 20


class EndingInput(Input):
    start: date | None = Field(default=None, description="First day of the window; today where not said.")
    end: date | None = Field(default=None, description="Last day of the window; 90 days on where not said.")
    kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="Only these kinds of contributor.")
    excluded_kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="None of these kinds.")
    org_unit: str | None = Field(default=None, description="Department or unit; those below count too.")
    supplier: str | None = Field(default=None, description="Only people of this supplier.")
    project: str | None = Field(default=None, description="Booked on this project today.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only in these places.")
    title: str | None = Field(default=None, description="Only people whose title has these words.")


class Ending(BaseModel):
    contributor: c.Who
    end: date
    org_unit: str | None
    supplier: str | None


class EndingOutput(Output):
    start: date
    end: date
    found: int
    shown: int
    ending: list[Ending]


def run(given: EndingInput, context: Context) -> EndingOutput:
    start = given.start or context.today
    end = given.end or start + timedelta(days=DAYS_AHEAD)
    if end < start:
        raise Retry(f"The window ends on {end}, before it starts on {start}.")
    criteria = Criteria(
        kinds=kinds(given.kinds),
        excluded_kinds=kinds(given.excluded_kinds),
        org_units=frozenset(ids(context, EntityType.ORG_UNIT, [given.org_unit] if given.org_unit else [])),
        suppliers=frozenset(ids(context, EntityType.SUPPLIER, [given.supplier] if given.supplier else [])),
        projects=frozenset(ids(context, EntityType.PROJECT, [given.project] if given.project else [])),
        countries=frozenset(ids(context, EntityType.COUNTRY, given.countries)),
        cities=frozenset(ids(context, EntityType.CITY, given.cities)),
        titles=frozenset({key(given.title)} if given.title else ()),
    )
    rows: list[tuple[date, Contributor]] = []
    facts = context.registry.facts()
    for person in context.registry.contributors(criteria):
        engagement = facts.running_of(person.id)
        last = engagement.end_date if engagement is not None and engagement.end_date else person.end_date
        if last is not None and start <= last <= end:
            rows.append((last, person))
    rows.sort(key=lambda row: (row[0], row[1].name, row[1].id))
    return EndingOutput(
        start=start,
        end=end,
        found=len(rows),
        shown=min(len(rows), SHOWN),
        ending=[
            Ending(contributor=c.who(p), end=last, org_unit=p.org_unit_name, supplier=p.supplier_name)
            for last, p in rows
        ],
        sources=[c.record(person) for _, person in rows[:SHOWN]],
    )


def render(output: EndingOutput) -> str:
    window = span(Window(output.start, output.end))
    if not output.found:
        return f"Nobody's engagement ends from {window}. [[run]]"
    head = f"**{count(output.found, 'engagement')}** of those who work here end from {window}. [[run]]"
    rows = output.ending[: output.shown]
    if len(rows) <= 3:
        return "\n".join(
            [head, ""]
            + [f"- {row.contributor.name}: {day(row.end)} [[contributor:{row.contributor.id}]]" for row in rows]
        )
    lines = ["| Name | Ends | Where |", "| --- | --- | --- |"]
    lines += [
        f"| {cell(row.contributor.name)} [[contributor:{row.contributor.id}]] | {row.end} | "
        f"{cell(row.org_unit or row.supplier or '')} |"
        for row in rows
    ]
    return "\n".join([head, "", *lines])


TOOL = Tool(
    name="ending_engagements",
    description="Whose contract or engagement ends in a window, by kind, unit, supplier, project and place.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=EndingInput,
    output=EndingOutput,
    examples=(
        "Whose contract ends in the next 90 days?",
        "which contracts are ending soon",
        "anyone leaving before Christmas?",
        "who is leaving",
        "which freelancers roll off in March?",
        "contracts expiring in Q2",
        "who is leaving us next month because their engagement ends",
        "agency workers whose assignment ends before May",
        "engagements ending this quarter in {org_unit}",
        "whose engagement on {project} ends next month?",
    ),
    run=run,
    render=render,
)
