"""Why somebody isn't in the best plan: what forbids it, or what forcing them in would cost."""

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.allocation.staffing import with_required
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import cell, count, listed
from tools import staffing as s
from tools.contract import Context, Effect, Input, NotFound, Output, SourceOut, Tool
from tools.naming import one, people


class WhyNotInput(Input):
    contributor: str = Field(description="Name or id of who is missing from the plan.")
    projects: list[str] = Field(default_factory=list, description="Whose plan; all projects when none is named.")
    demand: str | None = Field(default=None, description="One role only.")


class Forced(BaseModel):
    """One role: forbidden (`blocked_by`), already theirs, or what forcing them in would lose."""

    demand: str
    title: str
    in_plan: bool
    blocked_by: list[str]
    lost_places: int | None
    cost_change: float | None


class WhyNotOutput(Output):
    contributor: str
    name: str
    plan: s.Plan
    roles: list[Forced]
    currency: str | None


_FORCED = 4
"""How many roles are re-solved with the person in them."""


def run(given: WhyNotInput, context: Context) -> WhyNotOutput:
    person = people(context, given.contributor)[0]
    staff, _ = s.staff_of(context, given.projects)
    problem = s.assembled(staff, context)
    answer = s.solved(problem, s.SECONDS)
    plan = s.plan_of(staff, problem, answer)
    wanted = one(context, EntityType.DEMAND, given.demand).id if given.demand else None
    roles = [role for role in staff.roles if wanted in (None, role.id)]
    if not roles:
        raise NotFound(f"Demand {wanted} isn't open in these projects.")
    mine = {row["demand"] for row in answer["assignments"] if row["contributor"] == person.id}
    allowed = [role for role in roles if role.id not in mine and person.id not in problem.blocked.get(role.id, {})]
    known = any(known.id == person.id for known in staff.people)
    tried = allowed[:_FORCED] if known else []
    documents = [with_required(problem.document, person.id, role.id) for role in tried]
    forced = dict(zip([role.id for role in tried], s.solved_documents(documents, s.SECONDS), strict=True))
    rows: list[Forced] = []
    for role in roles:
        blocked = list(problem.blocked.get(role.id, {}).get(person.id, () if known else ("not active",)))
        other = forced.get(role.id)
        change = None
        if other is not None and not plan.unknown_costs and other["objective"] is not None:
            hidden = any((row["contributor"], row["demand"]) in problem.unknown_costs for row in other["assignments"])
            change = None if hidden else round(other["objective"] - (answer["objective"] or 0.0), 2)
        rows.append(
            Forced(
                demand=role.id,
                title=role.demand.title,
                in_plan=role.id in mine,
                blocked_by=blocked,
                lost_places=None if other is None else plan.filled - len(other["assignments"]),
                cost_change=change,
            )
        )
    rows.sort(key=lambda row: (not row.in_plan, row.lost_places is None, len(row.blocked_by)))
    source = SourceOut.of(Source("record", f"contributor:{person.id}", person.name, location="registry"))
    return WhyNotOutput(
        contributor=person.id, name=person.name, plan=plan, roles=rows, currency=plan.currency, sources=[source]
    )


def render(output: WhyNotOutput) -> str:
    mine = [row for row in output.roles if row.in_plan]
    forced = [row for row in output.roles if row.lost_places is not None]
    ref = f"[[contributor:{output.contributor}]]"
    said: list[str] = []
    if mine:
        said.append(
            f"**{output.name} is in the plan**: {listed([f'{cell(r.title)} ({r.demand})' for r in mine])}. {ref}"
        )
    elif not forced:
        said.append(f"**{output.name} isn't in the plan** because no open demand of it allows them. {ref}")
    else:
        said.append(
            f"**{output.name} isn't in the plan**; putting them in was tried, and this is what it would change: {ref}"
        )
    said += [f"- {cell(row.title)} ({row.demand}): {_effect(row, output.currency)} [[run]]" for row in forced]
    blocked = [row for row in output.roles if row.blocked_by]
    if blocked:
        said.append("\nNot allowed: [[run]]\n")
        said += [f"- {cell(row.title)} ({row.demand}): {'; '.join(row.blocked_by[:3])}" for row in blocked[:6]]
    cost = s.cost_words(output.plan)
    said.append(f"\nThe plan fills {output.plan.filled} of {count(output.plan.places, 'place')}: {cost}. [[run]]")
    return "\n".join(said)


def _effect(row: Forced, currency: str | None) -> str:
    lost = row.lost_places or 0
    parts = [f"{count(lost, 'place')} fewer filled" if lost > 0 else "as many places filled"]
    if row.cost_change is not None and lost <= 0:
        if abs(row.cost_change) < 0.005:
            parts.append("at the same cost, so either would do")
        else:
            more = "more" if row.cost_change > 0 else "less"
            parts.append(f"{s.money(abs(row.cost_change), currency)} {more}")
    return ", ".join(parts)


TOOL = Tool(
    name="why_not_in_plan",
    description="Why a contributor isn't in the staffing plan: the rule that forbids it, or what putting them in would lose.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=WhyNotInput,
    output=WhyNotOutput,
    examples=(
        "why isn't {contributor} in the plan?",
        "why not {contributor} for {project}",
        "why was {contributor} not chosen in the staffing plan of {project}?",
        "what would it cost to put {contributor} on {demand} instead?",
        "why didn't you pick {contributor}",
        "why is {contributor} left out of the plan",
    ),
    run=run,
    render=render,
)
