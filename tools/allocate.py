"""The best staffing of many open demands at once, with a proven bound."""

from dataclasses import replace
from datetime import datetime

from pydantic import Field

from knowledge.workforce.allocation.staffing import Limits
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count, listed
from tools import staffing as s
from tools.contract import Context, Effect, Input, Output, Tool

MOST_SECONDS = 40.0
"""What one use may take, whatever is asked for: an answer has to come within a minute."""


class AllocateInput(Input):
    projects: list[str] = Field(default_factory=list, description="Names or ids; all projects when none is named.")
    budget: float | None = Field(default=None, ge=0, description="The most that all places together may cost.")
    external_share_max: float | None = Field(
        default=None, ge=0, le=1, description="Most share of places for externals."
    )
    concurrent_roles_max: int | None = Field(default=None, ge=1, description="Most roles that one person has at once.")
    seconds: float = Field(
        default=s.SECONDS, gt=0, le=3600, description="Time to search for a better plan, at most 40 s."
    )


class AllocateOutput(s.Plan, Output):
    projects: list[s.Names]
    as_of: datetime


def run(given: AllocateInput, context: Context) -> AllocateOutput:
    staff, projects = s.staff_of(context, given.projects)
    limits = Limits(given.budget, given.external_share_max, given.concurrent_roles_max)
    staff = replace(staff, limits=limits)
    problem = s.assembled(staff, context)
    plan = s.plan_of(staff, problem, s.solved(problem, min(given.seconds, MOST_SECONDS), context))
    as_of = max(
        (f.imported_at for f in context.registry.freshness()),
        default=datetime.combine(context.today, datetime.min.time()),
    )
    return AllocateOutput(**plan.model_dump(), projects=projects, as_of=as_of, sources=s.sources_of([plan], staff))


def render(output: AllocateOutput) -> str:
    names = listed([project.name for project in output.projects[:6]])
    head = (
        f"**{output.filled} of {count(output.places, 'open place')}** of {names} can be filled: "
        f"{s.cost_words(output)}. [[run]]"
    )
    said = [head]
    if output.assignments:
        said.append(f"\n{s.plan_table(output)}")
    if output.unfilled:
        said.append("\nOpen: [[run]]\n\n" + "\n".join(s.unfilled_lines(output)))
    said.append("\nThis is a proposal: nobody is booked by it.")
    return "\n".join(said)


TOOL = Tool(
    name="allocate",
    description="The best staffing of all open demands of one or more projects at once: who fills which place, at what cost.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=AllocateInput,
    output=AllocateOutput,
    examples=(
        "staff all of {project} and {project}",
        "staff all open demands",
        "find the best plan to fill every role of {project}",
        "what is the optimal staffing for {project}?",
        "assign people to all open roles at the lowest cost",
        "who should do what across {project} and {project}?",
        "make a staffing plan for {project}",
        "fill all vacancies of {project} as cheaply as possible",
    ),
    run=run,
    render=render,
)
