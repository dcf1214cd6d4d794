"""What the what-if tools share: today's best plan, the scenario's, and the difference of both."""

from pydantic import BaseModel

from knowledge.source import Source
from knowledge.workforce.allocation.scenarios import difference
from knowledge.workforce.allocation.staffing import Staff
from knowledge.workforce.wording import cell, count, listed
from tools import staffing as s
from tools.contract import Context, Output, SourceOut

_SHOWN = 8


class RoleChange(BaseModel):
    demand: str
    title: str
    project_name: str
    places: int
    reasons: list[str]


class SkillShort(BaseModel):
    skill: str
    places: int


class Moved(BaseModel):
    contributor: str
    name: str
    before: list[str]
    after: list[str]


class ScenarioOutput(Output):
    """Both plans are the best found for the same people and rules; only the scenario's change differs.

    `cost_change` is of known costs: above 0 is dearer. Roles that the scenario itself adds (work taken over) count as lost when
    nobody can fill them."""

    scenario: str
    today: s.Plan
    then: s.Plan
    lost: list[RoleChange]
    gained: list[RoleChange]
    lost_places: int
    gained_places: int
    added_roles: int
    cost_change: float | None
    currency: str | None
    skills_short: list[SkillShort]
    moved: list[Moved]
    moved_count: int
    notes: list[str]


def compare(
    scenario: str,
    before: Staff,
    after: Staff,
    context: Context,
    *,
    notes: tuple[str, ...] = (),
    seconds: float = s.SECONDS,
) -> ScenarioOutput:
    """Solve today, then the scenario (keeping today's people where that is as good), and say what differs."""
    breaks = s.breaks_of(context)
    first = s.assemble(before, breaks)
    answer = s.solved(first, seconds)
    current = [(row["contributor"], row["demand"]) for row in answer["assignments"]]
    second = s.assemble(after, breaks, current=current)
    changed = s.solved(second, seconds)
    today, then = s.plan_of(before, first, answer), s.plan_of(after, second, changed)
    found = difference(answer, changed, after.roles)
    roles = {role.id: role for role in (*before.roles, *after.roles)}
    reasons = {row.demand: row.reasons for row in then.unfilled}
    names = {person.id: person.name for person in before.people}

    def change(id_: str, places: int) -> RoleChange:
        role = roles[id_]
        return RoleChange(
            demand=id_,
            title=role.demand.title,
            project_name=role.project_name,
            places=places,
            reasons=reasons.get(id_, [])[:3],
        )

    def work(plan: s.Plan, who: str) -> list[str]:
        return [row.title for row in plan.assignments if row.contributor == who]

    costs = None
    if today.objective is not None and then.objective is not None:
        costs = round(then.objective - today.objective, 2)
    moved = [
        Moved(contributor=who, name=names[who], before=work(today, who), after=work(then, who)) for who in found.moved
    ]
    people = [Source("record", f"contributor:{row.contributor}", row.name, location="registry") for row in moved]
    return ScenarioOutput(
        scenario=scenario,
        today=today,
        then=then,
        lost=[change(id_, n) for id_, n in found.lost],
        gained=[change(id_, n) for id_, n in found.gained],
        lost_places=sum(n for _, n in found.lost),
        gained_places=sum(n for _, n in found.gained),
        added_roles=len({role.id for role in after.roles} - {role.id for role in before.roles}),
        cost_change=costs,
        currency=then.currency or today.currency,
        skills_short=[SkillShort(skill=name, places=n) for name, n in found.skills_short],
        moved=moved,
        moved_count=len(moved),
        notes=list(notes),
        sources=[SourceOut.of(source) for source in people],
    )


def render(output: ScenarioOutput) -> str:
    """The difference first, then both plans in a line each."""
    if not output.lost and not output.gained and not output.moved and not output.cost_change:
        said = [f"**{output.scenario}: nothing changes** in the best staffing of the open demands. [[run]]"]
    else:
        effects = [
            f"{count(output.lost_places, 'place')} more can't be filled" if output.lost else "no place is lost",
            *([f"{count(output.gained_places, 'place')} more can be filled"] if output.gained else []),
            *([_cost(output)] if output.cost_change is not None else []),
            f"{count(output.moved_count, 'contributor')} would do other work",
        ]
        said = [f"**{output.scenario}:** {listed(effects)}. [[run]]"]
    if output.added_roles:
        said.append(f"\n{count(output.added_roles, 'piece')} of work would have to be taken over. [[run]]")
    for title, rows in (("No longer filled", output.lost), ("Now filled", output.gained)):
        if rows:
            said.append(f"\n{title}: [[run]]\n")
            said += [
                f"- {cell(row.title)} ({row.demand}), {row.project_name}: {count(row.places, 'place')}"
                f"{'; ' + '; '.join(row.reasons) if row.reasons else ''}"
                for row in rows[:_SHOWN]
            ]
    if output.skills_short:
        short = listed([f"{row.skill} ({count(row.places, 'place')})" for row in output.skills_short[:_SHOWN]])
        said.append(f"\nSkills short: {short}. [[run]]")
    if output.moved:
        said.append("\nWho would do what: [[run]]\n")
        said += [
            f"- {row.name}: {_roles(row.before)} → {_roles(row.after)} [[contributor:{row.contributor}]]"
            for row in output.moved[:_SHOWN]
        ]
    said.append(f"\nToday {_line(output.today)}; then {_line(output.then)}. [[run]]")
    said += [f"\n{note}" for note in output.notes]
    return "\n".join(said)


def _cost(output: ScenarioOutput) -> str:
    change = output.cost_change or 0.0
    if not change:
        return "the cost stays the same"
    return f"it costs {s.money(abs(change), output.currency)} {'more' if change > 0 else 'less'}"


def _line(plan: s.Plan) -> str:
    return f"{plan.filled} of {count(plan.places, 'place')} filled, {s.cost_words(plan)}"


def _roles(titles: list[str]) -> str:
    return listed(titles) if titles else "no open demand"
