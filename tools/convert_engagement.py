"""Draft the conversion of somebody's engagement: freelancer to employee, agency worker to statement of work, and so on."""

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from knowledge.workforce.governance.months import add_months
from knowledge.workforce.kinds import EngagementType
from knowledge.workforce.planning.changing import conversion, term_of
from knowledge.workforce.viewer import Data
from tools.contract import Ambiguous, Context, Effect, Input, Tool
from tools.draft_plan import PlanOutput, refuse_endings, render
from tools.plan_changes import bookings_of, drafted, fit_of, person_of, top_skills, work_around
from tools.plan_request import target_in


class ConvertInput(Input):
    contributor: str | None = Field(default=None, description="Name or id of whose engagement is to be converted.")
    target: Literal["employment", "freelance", "agency", "sow", "partner"] | None = Field(
        default=None, description="What it becomes: employment, freelance, agency, sow (statement of work) or partner."
    )
    start: date | None = Field(default=None, description="The first day under the new contract.")
    question: str | None = Field(default=None, description="The request in the person's own words.")


def run(given: ConvertInput, context: Context) -> PlanOutput:
    refuse_endings(given.question)
    fit = fit_of(context, person_of(context, given.contributor, given.question))
    facts = context.registry.facts()
    person = facts.contributor(fit.id)
    assert person is not None  # noqa: S101 - the registry has just shown them
    target = given.target or target_in(given.question or "")
    if target is None:
        raise Ambiguous(
            "Into what: employment, a freelance contract, an agency contract, a statement of work or a partner agreement?",
            reason="missing_detail",
            choices=(),
        )
    term = term_of(facts, person)
    if term.engagement is not None and term.engagement.type.value == target:
        raise Ambiguous(
            f"{person.name}'s engagement is of that kind already. Which other?", reason="missing_detail", choices=()
        )
    soon = term.end is not None and term.end <= add_months(context.today, 3)
    start = given.start or (
        term.end + timedelta(days=1) if term.end is not None and soon else add_months(context.today.replace(day=1), 2)
    )
    asked, window = conversion(term, fit, EngagementType(target), start, None)
    bookings = bookings_of(context, fit.id, context.today)
    project = context.registry.project(bookings[0].project_id) if bookings else None
    share = min(bookings[0].fte, 1.0) if bookings else 1.0
    work = work_around(context, asked.title, given.question or "", window, share, project, top_skills(context, fit.id))
    return drafted(work, asked, fit.id, context)


TOOL = Tool(
    name="convert_engagement",
    description=(
        "Draft a plan to convert a contributor's engagement into another kind: a freelancer or contractor into an employee, an "
        "agency worker into a statement of work, with the rules that it would break and what it costs."
    ),
    effect=Effect.PROPOSE,
    needs=Data.DRAFTING,
    input=ConvertInput,
    output=PlanOutput,
    examples=(
        "convert {contributor} to an employee",
        "draft a plan to turn {contributor} into a permanent employee",
        "turn {contributor}'s agency contract into a SOW with the same vendor",
        "move {contributor} from freelance to employment from April",
        "convert {contributor} from agency to statement of work",
        "plan to make {contributor} perm",
    ),
    run=run,
    render=render,
)
