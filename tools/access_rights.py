"""Which systems people have access to."""

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


class AccessInput(Input):
    contributor: str | None = Field(default=None, description="Only this person's or AI agent's.")
    org_unit: str | None = Field(default=None, description="Only of this unit and those below it.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only of people in these places.")
    kinds: list[KindName] = Field(default_factory=list[KindName], description="Only of these kinds of contributor.")


class AccessOut(BaseModel):
    id: str
    contributor: Who
    system: str
    level: str | None
    data_class: str | None
    expires: date | None
    reviewed_at: date | None


class AccessOutput(Output):
    on: date
    found: int
    privileged: int
    people: int
    access: list[AccessOut]


def run(given: AccessInput, context: Context) -> AccessOutput:
    ids = in_scope(
        context,
        Data.ACCESS,
        contributor=given.contributor,
        org_unit=given.org_unit,
        countries=given.countries,
        cities=given.cities,
        chosen=given.kinds,
    )
    rows = [
        AccessOut(
            id=access.id,
            contributor=Who(id=person.id, name=person.name, kind=person.kind.value),
            system=access.system,
            level=access.level,
            data_class=access.data_class,
            expires=access.expires,
            reviewed_at=access.reviewed_at,
        )
        for person, access in Files(context.registry).access(ids)
    ]
    names = {row.contributor.id: row.contributor.name for row in rows[:SHOWN]}
    return AccessOutput(
        on=context.today,
        found=len(rows),
        privileged=sum(row.level == "privileged" for row in rows),
        people=len({row.contributor.id for row in rows}),
        access=rows,
        sources=[SourceOut.of(Source("record", f"contributor:{i}", n, location="registry")) for i, n in names.items()],
    )


def render(output: AccessOutput) -> str:
    if not output.found:
        return f"No active access of that kind is on record on {output.on}. [[run]]"
    head = f"**{output.found} active access rights** of {count(output.people, 'contributor')} on {output.on}, "
    head += f"{output.privileged} of them privileged. [[run]]"
    rows = ["| Whose | System | Level | Data | Until | Reviewed |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [
        f"| {cell(row.contributor.name)} [[contributor:{row.contributor.id}]] | {cell(row.system)} | {row.level or ''} | "
        f"{row.data_class or ''} | {row.expires or 'no end'} | {row.reviewed_at or 'never'} |"
        for row in output.access[:SHOWN]
    ]
    return f"{head}\n\n" + "\n".join(rows)


TOOL = Tool(
    name="access_rights",
    description="Which systems people and AI agents have access to, at which level and until when.",
    effect=Effect.READ,
    needs=Data.ACCESS,
    input=AccessInput,
    output=AccessOutput,
    examples=(
        "Which systems does {contributor} have access to?",
        "what access does {contributor} have",
        "list the access rights in {org_unit}",
        "who has privileged access?",
        "show admin rights of freelancers",
        "can {contributor} log in to the ERP",
    ),
    run=run,
    render=render,
)
