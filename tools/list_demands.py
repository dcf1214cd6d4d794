"""Open work: the roles that are to be filled."""

from datetime import date

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.kinds import DemandStatus
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import one
from tools.project_overview import DemandRow, demand_row, demand_table


class DemandsInput(Input):
    project: str | None = Field(default=None, description="Only of this project.")
    skill: str | None = Field(default=None, description="Only those that ask for this skill.")
    start: date | None = Field(default=None, description="Only those that overlap a window from this day on.")
    end: date | None = Field(default=None, description="The last day of that window.")
    limit: int = Field(default=15, ge=1, le=100, description="How many to list.")


class DemandsOutput(Output):
    project: str | None
    skill: str | None
    found: int
    shown: int
    demands: list[DemandRow]


def run(given: DemandsInput, context: Context) -> DemandsOutput:
    project = one(context, EntityType.PROJECT, given.project) if given.project else None
    skill = one(context, EntityType.SKILL, given.skill).name if given.skill else None
    names = {p.id: p.name for p in context.registry.projects()}
    found = [
        demand
        for demand in context.registry.demands(status=DemandStatus.OPEN, project=project.id if project else None)
        if (skill is None or skill in {need.name for need in demand.skills})
        and (given.end is None or demand.window.start <= given.end)
        and (given.start is None or demand.window.end >= given.start)
    ]
    shown = found[: given.limit]
    return DemandsOutput(
        project=project.name if project else None,
        skill=skill,
        found=len(found),
        shown=len(shown),
        demands=[demand_row(demand, names.get(demand.project_id or "", "")) for demand in shown],
        sources=[_source(demand.id or "", demand.title) for demand in shown],
    )


def _source(id_: str, title: str) -> SourceOut:
    return SourceOut.of(Source("record", f"demand:{id_}", title, location="registry"))


def render(output: DemandsOutput) -> str:
    scope = f" on {output.project}" if output.project else ""
    scope += f" that ask for {output.skill}" if output.skill else ""
    if not output.found:
        return f"There are no open demands{scope}. [[run]]"
    head = f"**{count(output.found, 'open demand')}**{scope}. [[run]]"
    if output.shown < output.found:
        head += f" The first {output.shown} by start:"
    return f"{head}\n\n{demand_table(output.demands)}"


TOOL = Tool(
    name="list_demands",
    description="Open work: the demands (roles to fill), by project, skill and time.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=DemandsInput,
    output=DemandsOutput,
    examples=(
        "What open roles do we have?",
        "list the open demands",
        "which roles are still to be filled on {project}",
        "open work that needs {skill}",
        "what are we hiring for?",
        "unfilled positions in March",
        "show me demands for UX research",
    ),
    run=run,
    render=render,
)
