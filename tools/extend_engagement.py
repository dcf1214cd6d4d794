"""Draft the extension of somebody's engagement, checked against tenure, contract and budget before anybody agrees to it."""

from datetime import date

from pydantic import Field

from knowledge.workforce.governance.months import add_months
from knowledge.workforce.planning.changing import extension, term_of
from knowledge.workforce.viewer import Data
from tools.contract import Ambiguous, Context, Effect, Input, Refused, Tool
from tools.draft_plan import PlanOutput, refuse_endings, render
from tools.plan_changes import bookings_of, drafted, fit_of, person_of, top_skills, work_around


class ExtendInput(Input):
    contributor: str | None = Field(default=None, description="Name or id of whose engagement is to be extended.")
    months: int | None = Field(default=None, ge=1, le=60, description="By how many months.")
    end: date | None = Field(default=None, description="The new last day, if a date is named instead.")
    question: str | None = Field(default=None, description="The request in the person's own words.")


def run(given: ExtendInput, context: Context) -> PlanOutput:
    refuse_endings(given.question)
    fit = fit_of(context, person_of(context, given.contributor, given.question))
    facts = context.registry.facts()
    person = facts.contributor(fit.id)
    assert person is not None  # noqa: S101 - the registry has just shown them
    term = term_of(facts, person)
    if term.end is None:
        raise Refused(
            f"{person.name}'s engagement has no end on record, so there is nothing to extend.",
            reason="missing_detail",
            status="refused",
        )
    end = add_months(term.end, given.months) if given.months else given.end
    if end is None:
        question = f"By how long, or until when? {person.name}'s engagement ends on {term.end.isoformat()}."
        raise Ambiguous(question, reason="missing_detail", choices=())
    if end <= term.end:
        question = f"{end.isoformat()} is not after {term.end.isoformat()}, when it ends anyway. Until when?"
        raise Ambiguous(question, reason="missing_detail", choices=())
    bookings = bookings_of(context, fit.id, context.today)
    project = context.registry.project(bookings[0].project_id) if bookings else None
    asked, window = extension(term, fit, end, bookings, project.id if project else None)
    title = f"Extend {person.name} to {end.isoformat()}"
    share = asked.people[0][1]
    work = work_around(context, title, given.question or "", window, share, project, top_skills(context, fit.id))
    return drafted(work, asked, fit.id, context)


TOOL = Tool(
    name="extend_engagement",
    description=(
        "Draft a plan to extend, prolong or renew a contributor's engagement or contract by months or to a date, with the rules "
        "that it would break, its cost, and the alternatives."
    ),
    effect=Effect.PROPOSE,
    needs=Data.DRAFTING,
    input=ExtendInput,
    output=PlanOutput,
    examples=(
        "extend {contributor}'s contract by 3 months",
        "extend {contributor}'s contract another 6 months",
        "prolong {contributor}'s engagement until the end of June",
        "renew {contributor} for half a year",
        "can we keep {contributor} for another 2 months? draft the extension",
        "draft an extension for {contributor} to 30 September",
        "lengthen the assignment of {contributor} by a month",
    ),
    run=run,
    render=render,
)
