"""Which records are on file: agreements, certificates, training, forms and checks, and whether they are valid."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.registry.reading_files import Files
from knowledge.source import Source
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import cell, count
from tools.candidates import KindName, Who
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.people_in_scope import in_scope

SHOWN = 20


class RecordsInput(Input):
    contributor: str | None = Field(default=None, description="Only this person's or AI agent's.")
    org_unit: str | None = Field(default=None, description="Only of this unit and those below it.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only of people in these places.")
    kinds: list[KindName] = Field(default_factory=list[KindName], description="Only of these kinds of contributor.")


class RecordOut(BaseModel):
    contributor: Who
    type: str
    state: str
    issued: date | None
    expires: date | None


class RecordsOutput(Output):
    on: date
    found: int
    not_valid: int
    records: list[RecordOut]


def run(given: RecordsInput, context: Context) -> RecordsOutput:
    ids = in_scope(
        context,
        Data.RECORDS,
        contributor=given.contributor,
        org_unit=given.org_unit,
        countries=given.countries,
        cities=given.cities,
        chosen=given.kinds,
    )
    rows = [
        RecordOut(
            contributor=Who(id=row.contributor.id, name=row.contributor.name, kind=row.contributor.kind.value),
            type=row.type,
            state=row.state,
            issued=row.issued,
            expires=row.expires,
        )
        for row in Files(context.registry).records(ids)
    ]
    if given.contributor is None:
        rows.sort(key=lambda row: row.state == "valid")
    names = {row.contributor.id: row.contributor.name for row in rows[:SHOWN]}
    return RecordsOutput(
        on=context.today,
        found=len(rows),
        not_valid=sum(row.state != "valid" for row in rows),
        records=rows,
        sources=[SourceOut.of(Source("record", f"contributor:{i}", n, location="registry")) for i, n in names.items()],
    )


def render(output: RecordsOutput) -> str:
    if not output.found:
        return f"No records that you may see are on file on {output.on}. [[run]]"
    head = f"**{count(output.found, 'record')}** on file on {output.on}, {output.not_valid} of them not valid. [[run]]"
    dated = any(row.issued or row.expires for row in output.records)
    rows = [
        "| Whose | Record | State |" + (" Until |" if dated else ""),
        "| --- | --- | --- |" + (" --- |" if dated else ""),
    ]
    for row in output.records[:SHOWN]:
        whose = f"{cell(row.contributor.name)} [[contributor:{row.contributor.id}]]"
        until = f" {row.expires or 'no end'} |" if dated else ""
        rows.append(f"| {whose} | {cell(row.type.replace('_', ' '))} | {row.state} |{until}")
    return f"{head}\n\n" + "\n".join(rows)


TOOL = Tool(
    name="records_on_file",
    description="Records on file of people (agreements, checks, certificates, training, tax forms) and whether they are valid.",
    effect=Effect.READ,
    needs=Data.RECORDS,
    input=RecordsInput,
    output=RecordsOutput,
    examples=(
        "Which records do we have on file for {contributor}?",
        "has {contributor} signed the NDA?",
        "is {contributor}'s background check valid",
        "is {contributor}'s NDA signed",
        "show the documents of {contributor}",
        "does {contributor} have a valid insurance certificate",
        "which certificates does {contributor} hold",
        "records of the freelancers in {org_unit}",
        "does {contributor} have the right to work here",
    ),
    run=run,
    render=render,
)
