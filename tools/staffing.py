"""What the tools on whole plans share: the staff that a question is about, solving it, and how a plan reads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.allocation.running import allocate
from knowledge.workforce.allocation.staffing import Assembled, Breaks, Role, Staff, assemble, without_marks
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.errors import BadInput
from knowledge.workforce.kinds import AssignmentStatus, DemandStatus
from knowledge.workforce.money import plain
from knowledge.workforce.people import Contributor
from knowledge.workforce.window import Window
from knowledge.workforce.wording import cell, count, listed, percent, span
from tools.contract import Context, Retry, SourceOut
from tools.naming import one

SECONDS = 8.0
"""How long one plan may be searched for within a conversation."""
_DEFAULT_PRIORITY = 3
_SHOWN = 12


class Placed(BaseModel):
    """One place filled. `cost` is None when the rate is unknown, in another currency, or not for this viewer."""

    contributor: str
    name: str
    kind: str
    demand: str
    title: str
    project: str | None
    share_percent: float
    start: date
    end: date
    cost: float | None


class Unfilled(BaseModel):
    demand: str
    title: str
    missing: int
    reasons: list[str]


class Plan(BaseModel):
    """`objective` and `bound` are sums of known costs; `bound` and `gap` are None when some costs aren't known."""

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    gap_percent: float | None
    currency: str | None
    places: int
    filled: int
    unknown_costs: int
    assignments: list[Placed]
    unfilled: list[Unfilled]
    seconds: float


class Names(BaseModel):
    id: str
    name: str


def staff_of(context: Context, projects: Sequence[str]) -> tuple[Staff, list[Names]]:
    """The open demands of these projects (of all, when none is named) with everybody who could take them."""
    known = {project.id: project for project in context.registry.projects()}
    chosen = [one(context, EntityType.PROJECT, text).id for text in projects]
    demands = [
        demand
        for demand in context.registry.demands(status=DemandStatus.OPEN)
        if (not chosen or demand.project_id in chosen) and demand.window.end >= context.today
    ]
    if not demands:
        named = listed([known[id_].name for id_ in dict.fromkeys(chosen)])
        raise Retry(f"{named} has no open demand to staff." if named else "There is no open demand to staff.")
    roles: list[Role] = []
    for demand in demands:
        window = Window(max(demand.window.start, context.today), demand.window.end)
        taken = {
            booking.contributor_id
            for booking in context.registry.bookings(project=demand.project_id, window=window)
            if booking.demand_id == demand.id and booking.status is AssignmentStatus.CONFIRMED
        }
        places = demand.count - len(taken)
        project = known.get(demand.project_id or "")
        if places > 0:
            priority = project.priority if project and project.priority else _DEFAULT_PRIORITY
            name = project.name if project else demand.project_id or ""
            roles.append(Role(replace(demand, window=window), places, priority, name))
    people = context.registry.contributors(Criteria(), with_skills=True)
    latest = max(role.demand.window.end for role in roles) if roles else context.today
    commitments = context.registry.commitments([person.id for person in people], Window(context.today, latest))
    names = [
        Names(id=id_, name=known[id_].name) for id_ in dict.fromkeys(d.project_id for d in demands) if id_ in known
    ]
    return Staff(tuple(people), commitments, tuple(roles), context.today), names


def breaks_of(context: Context) -> Breaks:
    """The critical rules that a booking in a window would break."""
    from knowledge.workforce.governance.proposals import broken_by_booking

    facts = context.registry.facts()
    known: dict[Window, Any] = {}

    def breaks(window: Window) -> Any:
        if window not in known:
            known[window] = broken_by_booking(facts, window)
        return known[window]

    return breaks


def solved(problem: Assembled, seconds: float, context: Context | None = None) -> dict[str, Any]:
    """The answer document, by the worker process; `context` hears how far it is and may end it."""
    progress = context.progress if context else None
    cancelled = (context.cancelled if context else None) or (lambda: False)
    try:
        return without_marks(allocate(problem.document, seconds, progress=progress, cancelled=cancelled))
    except BadInput as error:
        raise Retry(str(error)) from None


def solved_side_by_side(problems: Sequence[Assembled], seconds: float) -> list[dict[str, Any]]:
    """The answers of several problems, two at a time."""
    return solved_documents([problem.document for problem in problems], seconds)


def solved_documents(documents: Sequence[dict[str, Any]], seconds: float) -> list[dict[str, Any]]:
    """The answers of several problem documents, two at a time."""

    def answer(document: dict[str, Any]) -> dict[str, Any]:
        return without_marks(allocate(document, seconds))

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(answer, documents))


def with_person(staff: Staff, context: Context, id_: str) -> Staff:
    """The staff with somebody who isn't active now, such as a person in onboarding."""
    person = context.registry.contributor(id_)
    if person is None:
        return staff
    window = Window(context.today, max((role.demand.window.end for role in staff.roles), default=context.today))
    commitments = {**staff.commitments, **context.registry.commitments([id_], window)}
    return replace(staff, people=(*staff.people, person), commitments=commitments)


def with_bookings(staff: Staff, context: Context, id_: str, window: Window) -> Staff:
    """The staff with all bookings of one person, those after the last open demand too."""
    return replace(staff, commitments={**staff.commitments, **context.registry.commitments([id_], window)})


def plan_of(staff: Staff, problem: Assembled, answer: dict[str, Any]) -> Plan:
    """A plan as the tools show it."""
    people = {person.id: person for person in staff.people}
    roles = {role.id: role for role in staff.roles}
    placed = [_placed(row, people, roles, problem) for row in answer["assignments"]]
    unknown = sum(row.cost is None for row in placed)
    cost = sum((Decimal(str(row.cost)) for row in placed if row.cost is not None), Decimal(0))
    gap = None if unknown else answer["gap"]
    return Plan(
        status=answer["status"],
        objective=None if answer["objective"] is None or (placed and unknown == len(placed)) else float(cost),
        bound=None if unknown or answer["bound"] is None else round(answer["bound"], 2),
        gap=gap,
        gap_percent=None if gap is None else round(gap * 100, 2),
        currency=problem.currency,
        places=sum(role.places for role in staff.roles),
        filled=len(placed),
        unknown_costs=unknown,
        assignments=placed,
        unfilled=[
            Unfilled(
                demand=row["demand"],
                title=roles[row["demand"]].demand.title,
                missing=row["missing"],
                reasons=[*_busy(row["reasons"]), *problem.reasons(row["demand"])],
            )
            for row in answer["unfilled"]
        ],
        seconds=answer["seconds"],
    )


def _busy(reasons: list[str]) -> list[str]:
    return [reason for reason in reasons if not reason.startswith("nobody is allowed")]


def _placed(row: dict[str, Any], people: dict[str, Contributor], roles: dict[str, Role], problem: Assembled) -> Placed:
    person, role = people[row["contributor"]], roles[row["demand"]]
    unknown = (person.id, role.id) in problem.unknown_costs
    return Placed(
        contributor=person.id,
        name=person.name,
        kind=person.kind.value,
        demand=role.id,
        title=role.demand.title,
        project=role.demand.project_id,
        share_percent=round(role.demand.fte * 100, 2),
        start=role.demand.window.start,
        end=role.demand.window.end,
        cost=None if unknown else row["cost"],
    )


def sources_of(plans: Sequence[Plan], staff: Staff) -> list[SourceOut]:
    """The people and projects that plans name."""
    wanted = {row.contributor for plan in plans for row in plan.assignments}
    people = [
        Source("record", person.ref, person.name, location="registry") for person in staff.people if person.id in wanted
    ]
    return [SourceOut.of(source) for source in people]


def money(amount: float, currency: str | None) -> str:
    return f"{currency} {plain(Decimal(str(round(amount, 2))))}" if currency else plain(Decimal(str(round(amount, 2))))


def cost_words(plan: Plan) -> str:
    """What a plan costs, and what is proven of it."""
    if plan.objective is None:
        return "costs not known to you" if plan.assignments else "no cost"
    said = money(plan.objective, plan.currency)
    if plan.unknown_costs:
        return f"{said} for those whose rate is known ({count(plan.unknown_costs, 'place')} without)"
    if plan.status == "optimal":
        return f"{said}, proven the least for as many places"
    if plan.bound is None:
        return said
    return f"{said}; no plan that fills as much costs less than {money(plan.bound, plan.currency)} (gap {plan.gap_percent}%)"


def plan_table(plan: Plan) -> str:
    lines = ["| Role | Contributor | Share | When | Cost |", "| --- | --- | ---: | --- | ---: |"]
    for row in plan.assignments[:_SHOWN]:
        when, share = span(Window(row.start, row.end)), percent(row.share_percent / 100)
        cost = "not known" if row.cost is None else money(row.cost, plan.currency)
        who = f"{cell(row.name)} [[contributor:{row.contributor}]]"
        lines.append(f"| {cell(row.title)} ({row.demand}) | {who} | {share} | {when} | {cost} |")
    if len(plan.assignments) > _SHOWN:
        lines.append(f"\nThe first {_SHOWN} are shown.")
    return "\n".join(lines)


def unfilled_lines(plan: Plan) -> list[str]:
    return [
        f"- {cell(row.title)} ({row.demand}): {count(row.missing, 'place')} open"
        f"{'; ' + '; '.join(row.reasons[:3]) if row.reasons else ''}"
        for row in plan.unfilled[:_SHOWN]
    ]


def assembled(staff: Staff, context: Context, **more: Any) -> Assembled:
    return assemble(staff, breaks_of(context), **more)
