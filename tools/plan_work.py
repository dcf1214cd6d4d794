"""From a request to the work that is planned: its skills, dates, effort and project, by what the registry knows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.kinds import ContributorKind, DemandStatus, Importance
from knowledge.workforce.planning.work import Work
from knowledge.workforce.window import Window
from knowledge.workforce.work import Demand, Project
from tools.contract import Ambiguous, Context, NotFound, Retry
from tools.naming import kinds as kinds_of
from tools.naming import one
from tools.plan_request import duration_in, money_in, work_in

WEEKS = 12
"""How long work goes on when nothing says until when."""
_STOP = frozenset(
    "to of in on by at an we it is be do as or for and the with from project new work into onto this that".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tool was asked to plan, as far as it was said."""

    question: str | None
    demand: str | None
    project: str | None
    skills: Sequence[str]
    kinds: Sequence[str]
    countries: Sequence[str]
    start: date | None
    end: date | None
    count: int | None
    fte: float | None
    budget_amount: float | None
    budget_currency: str | None


def work_of(asked: Asked, context: Context) -> Work:
    """The work to plan. Raises `Retry` when nothing says what it is, and `NotFound` for names that lead nowhere."""
    registry = context.registry
    text = (asked.question or "").strip()
    title = work_in(text)
    assumptions: list[str] = []
    demand = _demand(asked, context)
    project = _project(asked, demand, context)
    skills = _skills(asked, title, context, assumptions)
    demands = registry.demands()
    if demand is None:
        demand = _open_demand(demands, project, skills, title)
    elif asked.demand is not None:
        title = demand.title
    past = demand or _like(demands, skills, title)
    if demand is not None and project is None:
        project = registry.project(demand.project_id or "")
    title = title or (demand.title if demand else "") or (f"Work with {', '.join(skills)}" if skills else "")
    if project is not None and not title:
        title = project.name
    if not title:
        raise Ambiguous(
            "What is the work? For example: “draft a plan to match supplier invoices by March”.",
            reason="missing_detail",
            choices=(),
        )
    needs = _needs(demand, skills, past, assumptions) or _skills_of_a_title(title, context, assumptions)
    window = _window(asked, demand, context.today, assumptions)
    fte, count = _effort(asked, demand, past, assumptions)
    budget, currency = _budget(asked, text, project, context, assumptions)
    owner = registry.contributor(project.owner_id) if project is not None and project.owner_id else None
    if project is None:
        assumptions.append("No project is named, so executing the plan would begin one, owned by who asked.")
    return Work(
        title=title,
        text=text or title,
        window=window,
        skills=needs,
        count=count,
        fte=fte,
        project_id=project.id if project else None,
        project_name=project.name if project else None,
        owner_id=(owner.id if owner else None) if project else context.viewer.contributor_id,
        owner_email=owner.email.casefold() if owner and owner.email else None,
        owner_name=owner.name if owner else None,
        objective=registry.objective_of(project.id) if project else None,
        demand_id=demand.id if demand else None,
        budget=budget,
        currency=currency,
        kinds=kinds_of(asked.kinds),
        country=project.country if project else None,
        description=(demand.description if demand else None) or (text if text != title else None),
        assumptions=tuple(assumptions),
        basis=_basis(demand, past, skills),
    )


def _basis(demand: Demand | None, past: Demand | None, skills: Sequence[str]) -> str:
    if demand is not None:
        return f"the company's demand {demand.id}, {demand.title}"
    if past is not None:
        return f"the company's past demand {past.id}, {past.title}, which is alike"
    return "the company's skill vocabulary" if skills else "the request"


def _demand(asked: Asked, context: Context) -> Demand | None:
    """The stored demand that is named. What only looks like an id ("the ISO-9001 audit") is part of the words."""
    if not asked.demand:
        return None
    try:
        return context.registry.demand(one(context, EntityType.DEMAND, asked.demand).id)
    except NotFound:
        meant = rf"\b(?:demand|role|requisition|position|opening|vacancy|fill|staff)\b\W+(?:the\s+)?{re.escape(asked.demand)}"
        if asked.question is None or re.search(meant, asked.question, re.IGNORECASE):
            raise
        return None


def _project(asked: Asked, demand: Demand | None, context: Context) -> Project | None:
    """The project that is named, else the demand's. A word in lower case after "project" names none."""
    if asked.project:
        try:
            return context.registry.project(one(context, EntityType.PROJECT, asked.project).id)
        except NotFound:
            if asked.question is None or asked.project != asked.project.casefold():
                raise
    return context.registry.project(demand.project_id or "") if demand is not None else None


def _skills(asked: Asked, title: str, context: Context, assumptions: list[str]) -> list[str]:
    """The skills that are named, and those that the words of the work name; unknown ones are said to be unknown."""
    named: list[str] = []
    for name in asked.skills:
        try:
            named.append(one(context, EntityType.SKILL, name).name)
        except NotFound:
            assumptions.append(
                f"“{name}” is not in the company's skill vocabulary, so nobody could be looked for by it."
            )
    spotted = [
        mention.entities[0].name
        for mention in context.registry.vocabulary.spot(title, {EntityType.SKILL})
        if len(mention.entities) == 1
    ]
    return list(dict.fromkeys([*named, *spotted]))


def _open_demand(
    demands: Sequence[Demand], project: Project | None, skills: Sequence[str], title: str
) -> Demand | None:
    """The one open demand that is meant: of the project if one is named, and with the skills or the title named."""
    wanted = {skill.casefold() for skill in skills}
    plain = title.casefold()
    found = [
        d
        for d in demands
        if d.status is DemandStatus.OPEN
        and (project is None or d.project_id == project.id)
        and (
            d.title.casefold() in plain
            or (wanted and wanted == {n.name.casefold() for n in d.skills if n.importance is Importance.MUST})
        )
    ]
    return found[0] if len(found) == 1 else None


def _like(demands: Sequence[Demand], skills: Sequence[str], title: str) -> Demand | None:
    """The company's demand that is most like the work, by shared skills, then by shared words."""
    wanted, said = {skill.casefold() for skill in skills}, _words(title)
    best: tuple[float, Demand] | None = None
    for d in demands:
        needs = {need.name.casefold() for need in d.skills}
        score = 2.0 * len(wanted & needs) + len(said & (_words(d.title) | {w for n in needs for w in _words(n)}))
        if score >= 2 and (best is None or score > best[0]):
            best = (score, d)
    return best[1] if best else None


def _words(text: str) -> set[str]:
    return {
        word for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split() if len(word) > 2
    } - _STOP


def _needs(
    demand: Demand | None, skills: Sequence[str], past: Demand | None, assumptions: list[str]
) -> tuple[tuple[str, int], ...]:
    must = [(n.name, n.min_level) for n in demand.skills if n.importance is Importance.MUST] if demand else []
    known = {name.casefold() for name, _ in must}
    levels = {need.name.casefold(): need.min_level for need in past.skills} if past is not None else {}
    must += [(name, levels.get(name.casefold(), 1)) for name in skills if name.casefold() not in known]
    if not must and past is not None and past is not demand:
        must = [(n.name, n.min_level) for n in past.skills if n.importance is Importance.MUST]
        if must:
            assumptions.append(
                f"The skills are those of {past.title} ({past.id}), the past demand that is most like it."
            )
    return tuple(must)


def _skills_of_a_title(title: str, context: Context, assumptions: list[str]) -> tuple[tuple[str, int], ...]:
    """The skills that most of those have whose job title the work names, each at their usual level."""
    text = f" {title.casefold()} "
    facts = context.registry.facts()
    named = {c.title.casefold(): c.title for c in facts.contributors if c.title and f" {c.title.casefold()} " in text}
    if not named:
        return ()
    job = max(named, key=len)
    people = [c for c in facts.contributors if c.title and c.title.casefold() == job and c.status == "active"][:50]
    levels: dict[str, list[int]] = {}
    for person in people:
        seen = context.registry.contributor(person.id)
        for skill in seen.skills if seen is not None else ():
            if skill.via is None:
                levels.setdefault(skill.name, []).append(skill.level)
    usual = [(name, sorted(found)[len(found) // 2]) for name, found in levels.items() if len(found) * 2 > len(people)]
    if usual:
        assumptions.append(f"The skills are those that most of those with the title {named[job]} have.")
    return tuple(sorted(usual, key=lambda need: (-need[1], need[0]))[:3])


def _window(asked: Asked, demand: Demand | None, today: date, assumptions: list[str]) -> Window:
    monday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    start, end = asked.start, asked.end
    if start is None and end is None and demand is not None:
        start, end = max(demand.window.start, today), demand.window.end
        if end < start:
            assumptions.append(
                f"The dates of {demand.title} are over, so the work starts next Monday for {WEEKS} weeks."
            )
            start = end = None
    if start is None:
        start = monday if end is None or end >= monday else today
        assumptions.append(f"The work starts on {start.isoformat()}, as nothing says when.")
    if end is None and (said := duration_in(asked.question or "")) is not None:
        end = _after(start, *said)
    if end is None:
        end = start + timedelta(weeks=WEEKS) - timedelta(days=1)
        assumptions.append(f"The work takes {WEEKS} weeks, as nothing says until when.")
    if end < start:
        raise Retry(f"The work would end on {end}, before it starts on {start}.")
    return Window(start, end)


def _after(start: date, n: int, unit: str) -> date:
    """The last day of a duration that begins on `start`."""
    if unit in ("month", "year"):
        return add_months(start, n * (12 if unit == "year" else 1)) - timedelta(days=1)
    return start + timedelta(days=n * (7 if unit == "week" else 1)) - timedelta(days=1)


def _effort(asked: Asked, demand: Demand | None, past: Demand | None, assumptions: list[str]) -> tuple[float, int]:
    count = asked.count or (demand.count if demand else 1)
    if asked.fte:
        return asked.fte, count
    if demand is not None:
        return demand.fte, count
    if past is not None:
        assumptions.append(f"The effort is that of {past.title} ({past.id}): {past.fte:g} of full time.")
        return past.fte, count
    assumptions.append("The effort is one full-time person, as nothing says how much it is.")
    return 1.0, count


def _budget(
    asked: Asked, text: str, project: Project | None, context: Context, assumptions: list[str]
) -> tuple[float | None, str | None]:
    said = money_in(text)
    amount = asked.budget_amount or (said[0] if said else None)
    currency = (asked.budget_currency or (said[1] if said else None) or "").upper() or None
    if currency is None:
        currency = (project.budget_currency if project else None) or _usual(context)
        if amount is not None and currency is not None:
            assumptions.append(f"The budget is taken to be in {currency}, as no currency is named.")
    return amount, currency


def _usual(context: Context) -> str | None:
    """The currency that most projects' budgets are in, else most rates."""
    found = Counter(p.budget_currency for p in context.registry.projects() if p.budget_currency)
    if not found:
        found = Counter(c.rate_currency for c in context.registry.facts().contributors if c.rate_currency)
    return found.most_common(1)[0][0] if found else None


def country_codes(context: Context, names: Sequence[str]) -> list[str]:
    return [one(context, EntityType.COUNTRY, name).id for name in names]


ALL_KINDS = [kind.value for kind in ContributorKind]
