"""Who is away when: leave dates, never reasons."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.registry.reading_files import Files
from knowledge.source import Source
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import cell, count, span
from tools.candidates import KindName, Who
from tools.contract import Context, Effect, Input, Output, Retry, SourceOut, Tool
from tools.people_in_scope import in_scope

SHOWN = 25


class LeaveInput(Input):
    start: date = Field(description="First day of the window.")
    end: date = Field(description="Last day of the window.")
    contributor: str | None = Field(default=None, description="Only this person.")
    org_unit: str | None = Field(default=None, description="Only this unit and those below it.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only in these places.")
    kinds: list[KindName] = Field(default_factory=list[KindName], description="Only these kinds of contributor.")


class Away(BaseModel):
    contributor: Who
    start: date
    end: date


class LeaveOutput(Output):
    start: date
    end: date
    people: int
    away: list[Away]
    shown: int
    contributor: str | None


def run(given: LeaveInput, context: Context) -> LeaveOutput:
    if given.end < given.start:
        raise Retry(f"The window ends on {given.end}, before it starts on {given.start}.")
    ids = in_scope(
        context,
        Data.LEAVE,
        contributor=given.contributor,
        org_unit=given.org_unit,
        countries=given.countries,
        cities=given.cities,
        chosen=given.kinds,
    )
    rows = Files(context.registry).leave(Window(given.start, given.end), ids)
    away = [
        Away(contributor=Who(id=person.id, name=person.name, kind=person.kind.value), start=leave.start, end=leave.end)
        for person, leave in rows
    ]
    seen = {row.contributor.id: row.contributor.name for row in away[:SHOWN]}
    return LeaveOutput(
        start=given.start,
        end=given.end,
        people=len({row.contributor.id for row in away}),
        away=away,
        shown=min(len(away), SHOWN),
        contributor=given.contributor,
        sources=[SourceOut.of(Source("record", f"contributor:{i}", n, location="registry")) for i, n in seen.items()],
    )


def render(output: LeaveOutput) -> str:
    window = span(Window(output.start, output.end))
    if not output.away:
        return f"Nobody whom you may see is on leave from {window}. [[run]]"
    head = f"**{count(output.people, 'contributor')}** on leave at some time from {window}. [[run]]"
    rows = output.away[: output.shown]
    if len(rows) <= 3:
        said = [
            f"- {row.contributor.name}: {span(Window(row.start, row.end))} [[contributor:{row.contributor.id}]]"
            for row in rows
        ]
        return "\n".join([head, "", *said])
    table = ["| Name | From | To |", "| --- | --- | --- |"]
    table += [
        f"| {cell(row.contributor.name)} [[contributor:{row.contributor.id}]] | {row.start} | {row.end} |"
        for row in rows
    ]
    return "\n".join([head, "", *table])


TOOL = Tool(
    name="leave_calendar",
    description="Who is on leave when, as far as the asker may see; never why.",
    effect=Effect.READ,
    needs=Data.LEAVE,
    input=LeaveInput,
    output=LeaveOutput,
    examples=(
        "Who is on leave next week?",
        "who is off in {org_unit} over Christmas",
        "who's away next month",
        "who takes leave",
        "is {contributor} on leave in March?",
        "when is {contributor} on holiday?",
        "when is {contributor} away",
        "leave of {contributor} in December",
        "vacations in {org_unit} in August",
        "list absences for next week",
        "which people are on holiday in December",
    ),
    run=run,
    render=render,
)
