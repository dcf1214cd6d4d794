"""Draft an engagement plan: from the work to tasks, options, checks and the people who must agree. Nobody is bound by it."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.planning.decomposition import MOST_SKILLS, Statement
from knowledge.workforce.planning.drafting import draft
from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.planning.wording_guard import speaks_of_ending
from knowledge.workforce.viewer import Data
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, Refused, SourceOut, Tool
from tools.naming import one
from tools.plan_field import field_of
from tools.plan_rendering import plan_words
from tools.plan_work import Asked, country_codes, work_of

SHOWN = 10


class DraftPlanInput(Input):
    question: str | None = Field(default=None, description="The work to be done, in the person's own words.")
    demand: str | None = Field(default=None, description="Id or title of a stored demand that the plan is to fill.")
    project: str | None = Field(default=None, description="The project that the work belongs to.")
    skills: list[str] = Field(default_factory=list, description="Skills that the work takes.")
    kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="The kind asked for, if one is.")
    countries: list[str] = Field(default_factory=list, description="Where it may be done: names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Places that the request names.")
    start: date | None = Field(default=None, description="First day of the work.")
    end: date | None = Field(default=None, description="Last day, or the day by which it is to be done.")
    count: int | None = Field(default=None, ge=1, le=50, description="How many people at once.")
    fte: float | None = Field(default=None, gt=0, le=1, description="Share of full time of each: 0.5 is half time.")
    budget_amount: float | None = Field(default=None, gt=0, description="The most that it may cost.")
    budget_currency: str | None = Field(default=None, description="Its currency, such as EUR.")


def statements(title: str, context: Context) -> tuple[Statement, ...]:
    """What a loaded catalogue of occupations says that an occupation of that name does; empty where none has the name."""
    found = context.registry.tasks_of(title, limit=MOST_SKILLS)
    return tuple(
        Statement(
            task.text.rstrip("."), f"{task.source}, {task.occupation or task.occupation_code}, task {task.task_id}"
        )
        for task in found
        if task.occupation_code == found[0].occupation_code
    )


class TaskCounts(BaseModel):
    """How many tasks need a person, and how many a machine could do or help with."""

    people: int
    machines: int
    total: int


class PlanOutput(Output):
    """A plan as its reader may see it, and the shortlist behind it."""

    plan: dict[str, Any]
    candidates: list[c.Candidate] = Field(default_factory=list[c.Candidate])
    considered: int = 0
    tasks: TaskCounts


def run(given: DraftPlanInput, context: Context) -> PlanOutput:
    refuse_endings(given.question)
    asked = Asked(
        question=given.question,
        demand=given.demand,
        project=given.project,
        skills=given.skills,
        kinds=given.kinds,
        countries=given.countries,
        start=given.start,
        end=given.end,
        count=given.count,
        fte=given.fte,
        budget_amount=given.budget_amount,
        budget_currency=given.budget_currency,
    )
    for city in given.cities:
        one(context, EntityType.CITY, city)
    work = work_of(asked, context)
    field, rows = field_of(work, country_codes(context, given.countries), context)
    content = draft(
        work, field, context.registry.facts(), context.today, context.viewer.email, statements(work.title, context)
    )
    return proposed(content, rows, field.considered, context)


def refuse_endings(question: str | None) -> None:
    """Raise `Refused` for a request to end somebody's work: no plan does that."""
    if question and speaks_of_ending(question):
        raise Refused(
            "Ending somebody's work is never a plan of mine; talk to HR. I can plan the work itself: what has to be done, by "
            "when, and who could do it.",
            reason="out_of_scope",
            status="refused",
        )


def proposed(content: Any, rows: list[c.Candidate], considered: int, context: Context) -> PlanOutput:
    """Keep a draft and show it."""
    if context.propose is None:
        raise Refused("Nothing can be drafted here.", reason="role", status="not_permitted")
    plan = shown_to(context.propose(content), context.viewer)
    return PlanOutput(
        plan=plan,
        candidates=rows[:SHOWN],
        considered=considered,
        tasks=task_counts(plan),
        sources=[record for row in rows[:SHOWN] if (record := _record(row)) is not None],
    )


def task_counts(plan: dict[str, Any]) -> TaskCounts:
    modes = [task["mode"] for task in plan["tasks"]]
    people = modes.count("human")
    return TaskCounts(people=people, machines=len(modes) - people, total=len(modes))


def _record(row: c.Candidate) -> SourceOut | None:
    who = row.contributor
    return SourceOut(kind="record", ref=f"contributor:{who.id}", title=who.name, location="registry")


def render(output: PlanOutput) -> str:
    tasks = output.tasks
    if not tasks.total:
        lead = ""
    elif tasks.people == tasks.total:
        lead = f"It takes a person: all {tasks.total} tasks do."
    elif tasks.people:
        lead = (
            f"Not all of it takes a person: {tasks.people} of {tasks.total} tasks do, and a machine could do or help with "
            f"{tasks.machines}."
        )
    else:
        lead = f"A machine could do or help with all {tasks.total} tasks, with a person who checks."
    return plan_words(output.plan, lead=lead)


TOOL = Tool(
    name="draft_plan",
    description=(
        "Draft an engagement plan for work to be done: tasks and who or what could do each, every way to source it compared by "
        "cost, lead time, risk and oversight, checks by rule, and who must approve. It is a draft: a person submits it."
    ),
    effect=Effect.PROPOSE,
    needs=Data.DRAFTING,
    input=DraftPlanInput,
    output=PlanOutput,
    examples=(
        "draft a plan to match supplier invoices by March, about 30k",
        "draft an engagement plan for a freelance UX researcher, 6 weeks, ~30k",
        "we need the data migration done by June, about 50k, does it have to be a person?",
        "cheapest way to get the invoice matching done? does it need to be a human?",
        "break down 'migrate billing to the new platform' into tasks and say who or what should do each",
        "make a plan to fill {demand}",
        "write an engagement plan for {skill} on {project} from March to June",
        "plan the {skill} work on {project}, half time, budget 40,000 EUR",
        "prepare a sourcing plan for two people with {skill}",
        "how could we get {skill} done: employee, freelancer, vendor or AI agent?",
        "should an AI agent or a person do the {skill} work?",
        "draft a plan to get the crane refurbished",
    ),
    run=run,
    render=render,
)
