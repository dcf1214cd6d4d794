"""Draft who covers for somebody who leaves: what breaks, and everybody and everything that could take it over."""

from dataclasses import replace
from datetime import date, timedelta

from pydantic import Field

from knowledge.workforce.planning.changing import breaking
from knowledge.workforce.planning.drafting import draft
from knowledge.workforce.planning.plan import PlanKind
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from tools.contract import Context, Effect, Input, Tool
from tools.draft_plan import PlanOutput, proposed, refuse_endings, render
from tools.plan_changes import bookings_of, fit_of, person_of, top_skills, work_around
from tools.plan_field import field_of
from tools.plan_work import WEEKS


class ReplacementInput(Input):
    contributor: str | None = Field(default=None, description="Name or id of who leaves or is away.")
    start: date | None = Field(default=None, description="The first day without them.")
    question: str | None = Field(default=None, description="The request in the person's own words.")


def run(given: ReplacementInput, context: Context) -> PlanOutput:
    refuse_endings(given.question)
    fit = fit_of(context, person_of(context, given.contributor, given.question))
    facts = context.registry.facts()
    person = facts.contributor(fit.id)
    assert person is not None  # noqa: S101 - the registry has just shown them
    gone = max(given.start or context.today, context.today)
    bookings = [b for b in bookings_of(context, fit.id, gone) if b.end_date >= gone]
    skills = top_skills(context, fit.id)
    end = max((b.end_date for b in bookings), default=gone + timedelta(weeks=WEEKS))
    project = context.registry.project(bookings[0].project_id) if bookings else None
    share = min(sum(b.fte for b in bookings), 1.0) if bookings else 1.0
    title = f"Cover for {person.name}, {person.title or person.kind.label}"
    work = work_around(context, title, given.question or "", Window(gone, max(end, gone)), share, project, skills)
    field, rows = field_of(work, [], context)
    field = replace(field, fits=[other for other in field.fits if other.id != fit.id])
    rows = [row for row in rows if row.contributor.id != fit.id]
    alone = [name for name, _ in skills if not any(name in other.skills for other in field.fits)]
    content = draft(work, field, facts, context.today, context.viewer.email, with_tasks=False)
    affected = breaking(person, gone, bookings, facts, alone)
    content = replace(content, kind=PlanKind.REPLACEMENT, affected=affected)
    return proposed(content, rows, field.considered, context)


TOOL = Tool(
    name="replacement_plan",
    description=(
        "Draft a replacement plan for somebody who leaves, quits or is away: what breaks (projects, agents, units) and who could "
        "cover, compared by kind, cost and lead time."
    ),
    effect=Effect.PROPOSE,
    needs=Data.DRAFTING,
    input=ReplacementInput,
    output=PlanOutput,
    examples=(
        "our ROV lead leaves on Friday: what breaks and who could cover?",
        "{contributor} just quit. what breaks and who can cover",
        "draft a replacement plan for {contributor} from 1 March",
        "plan the cover for {contributor}, who leaves in May",
        "who could replace {contributor}? draft a plan",
        "{contributor} is leaving on Friday, make a succession plan",
    ),
    run=run,
    render=render,
)
