"""One project: when, whose, who is booked on it, and what it still needs."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.kinds import DemandStatus
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import cell, count, day, percent, span
from knowledge.workforce.work import Demand
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import one


class ProjectInput(Input):
    project: str = Field(description="Name or id of the project.")


class DemandRow(BaseModel):
    id: str
    title: str
    project: str
    project_name: str
    count: int
    share_percent: float
    start: date
    end: date
    skills: list[str]


class Booked(BaseModel):
    contributor: c.Who
    booking: c.BookingOut


class ProjectOutput(Output):
    project: str
    name: str
    status: str | None
    owner: str | None
    org_unit: str | None
    country: str | None
    start: date | None
    end: date | None
    budget_amount: float | None
    budget_currency: str | None
    booked: list[Booked]
    booked_count: int
    open_demands: list[DemandRow]
    open_count: int


def run(given: ProjectInput, context: Context) -> ProjectOutput:
    entity = one(context, EntityType.PROJECT, given.project)
    project = context.registry.project(entity.id)
    assert project is not None  # noqa: S101 - the vocabulary was made from the same data
    ahead = Window(context.today, date.max)
    bookings = context.registry.bookings(project=project.id, window=ahead)
    names = {booking.contributor_id: context.registry.contributor(booking.contributor_id) for booking in bookings}
    owner = context.registry.contributor(project.owner_id) if project.owner_id else None
    demands = context.registry.demands(status=DemandStatus.OPEN, project=project.id)
    booked = [
        Booked(contributor=c.who(person), booking=c.booking_out(booking))
        for booking in bookings
        if (person := names[booking.contributor_id]) is not None
    ]
    return ProjectOutput(
        project=project.id,
        name=project.name,
        status=project.status.value if project.status else None,
        owner=owner.name if owner else None,
        org_unit=project.org_unit,
        country=project.country,
        start=project.start_date,
        end=project.end_date,
        budget_amount=float(project.budget_amount) if project.budget_amount is not None else None,
        budget_currency=project.budget_currency,
        booked=booked,
        booked_count=len({row.contributor.id for row in booked}),
        open_demands=[demand_row(demand, project.name) for demand in demands],
        open_count=len(demands),
        sources=[
            project_source(project.id, project.name),
            *(c.record(person) for person in names.values() if person is not None),
        ],
    )


def project_source(id_: str, name: str) -> SourceOut:
    return SourceOut.of(Source("record", f"project:{id_}", name, location="registry"))


def demand_row(demand: Demand, project_name: str) -> DemandRow:
    return DemandRow(
        id=demand.id or "",
        title=demand.title,
        project=demand.project_id or "",
        project_name=project_name,
        count=demand.count,
        share_percent=round(demand.fte * 100, 2),
        start=demand.window.start,
        end=demand.window.end,
        skills=[need.name for need in demand.skills],
    )


def demand_table(demands: list[DemandRow]) -> str:
    lines = ["| Demand | Role | Places | When | Share | Skills |", "| --- | --- | ---: | --- | --- | --- |"]
    for row in demands:
        when, share = span(Window(row.start, row.end)), percent(row.share_percent / 100)
        lines.append(
            f"| {row.id} | {cell(row.title)} | {row.count} | {when} | {share} | {cell(', '.join(row.skills))} |"
        )
    return "\n".join(lines)


def render(output: ProjectOutput) -> str:
    status = f", {output.status}" if output.status else ""
    said = [f"**{output.name}** ({output.project}){status}. [[project:{output.project}]]"]
    when = " to ".join(day(d) for d in (output.start, output.end) if d)
    budget = (
        f"{output.budget_currency} {output.budget_amount:,.2f}".removesuffix(".00")
        if output.budget_amount is not None
        else None
    )
    facts = [("When", when), ("Owner", output.owner), ("Unit", output.org_unit), ("Budget", budget)]
    said += [f"- {label}: {value}" for label, value in facts if value]
    if output.booked:
        said.append(f"\n{count(output.booked_count, 'contributor')} booked from today on: [[run]]\n")
        said += [
            f"- {row.contributor.name}: {percent(row.booking.share)}, {span(Window(row.booking.start, row.booking.end))}"
            f"{' (tentative)' if row.booking.status == 'tentative' else ''} [[contributor:{row.contributor.id}]]"
            for row in output.booked
        ]
    if output.open_demands:
        said.append(f"\n{count(output.open_count, 'open demand')}: [[run]]\n\n{demand_table(output.open_demands)}")
    else:
        said.append("\nNo open demands. [[run]]")
    return "\n".join(said)


TOOL = Tool(
    name="project_overview",
    description="One project: dates, owner, unit, budget if visible, who is booked on it and its open demands.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=ProjectInput,
    output=ProjectOutput,
    examples=(
        "What is {project}?",
        "tell me about {project}",
        "who owns {project}?",
        "when does {project} end",
        "what is the budget of {project}?",
        "who is booked on {project}",
        "what does {project} still need?",
        "status of {project}",
    ),
    run=run,
    render=render,
)
