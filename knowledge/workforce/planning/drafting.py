"""A whole plan from the work and the field: tasks, options with their risks, the choice, checks, steps, and who must agree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.kinds import ContributorKind, EngagementType
from knowledge.workforce.planning.approving import needs_for
from knowledge.workforce.planning.checks import check, days_of, near
from knowledge.workforce.planning.decomposition import Statement, tasks_of
from knowledge.workforce.planning.onboarding import steps_for
from knowledge.workforce.planning.options import options_for, with_people
from knowledge.workforce.planning.plan import (
    Change,
    Check,
    Content,
    Mode,
    NewAssignment,
    NewDemand,
    NewEngagement,
    NewProject,
    Option,
    PlanKind,
    Result,
    Task,
)
from knowledge.workforce.planning.wording_guard import guarded
from knowledge.workforce.planning.work import Field, Fit, Work
from knowledge.workforce.wording import day, listed

KIND_OF_OPTION = {
    "employee": ContributorKind.EMPLOYEE,
    "gig": ContributorKind.EMPLOYEE,
    "freelancer": ContributorKind.FREELANCER,
    "agency": ContributorKind.AGENCY_WORKER,
    "vendor": ContributorKind.VENDOR_WORKER,
    "partner": ContributorKind.PARTNER,
    "ai_agent": ContributorKind.AI_AGENT,
}
TYPE_OF_KIND = {
    ContributorKind.EMPLOYEE: EngagementType.EMPLOYMENT,
    ContributorKind.FREELANCER: EngagementType.FREELANCE,
    ContributorKind.AGENCY_WORKER: EngagementType.AGENCY,
    ContributorKind.VENDOR_WORKER: EngagementType.SOW,
    ContributorKind.PARTNER: EngagementType.PARTNER,
    ContributorKind.AI_AGENT: EngagementType.AI_SERVICE,
}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An option with what executing it would write and what the rules say of that."""

    option: Option
    change: Change
    kinds: frozenset[ContributorKind]
    checks: tuple[Check, ...]

    @property
    def blocked(self) -> list[str]:
        return [c.rule for c in self.checks if c.result is Result.BLOCKED and not c.accepted_by]


@dataclass(frozen=True, slots=True)
class Asked:
    """The change that was asked for, where it is not work to be sourced: it leads the options, and is what
    the plan's checks and approvals are about, also when a rule blocks it."""

    kind: PlanKind
    option: str
    title: str
    people: tuple[tuple[Fit, float], ...]
    change: Change
    note: str
    kinds: frozenset[ContributorKind]
    affected: tuple[dict[str, str], ...] = ()


def draft(
    work: Work,
    field: Field,
    facts: Facts,
    today: date,
    requested_by: str,
    statements: Sequence[Statement] = (),
    asked: Asked | None = None,
    *,
    with_tasks: bool = True,
) -> Content:
    """The plan. Everything in it is computed from what is given, and what was not given is listed as an assumption."""
    agents = {
        skill.casefold(): fit.name
        for fit in field.fits
        if fit.kind is ContributorKind.AI_AGENT and fit.overseer and not fit.blocked_by
        for skill in fit.skills
    }
    names = [name for name, _ in work.skills]
    tasks = (
        tasks_of(work.title, names, work.hours, basis=work.basis, agents=agents, statements=statements)
        if asked is None and with_tasks
        else ()
    )
    fits = {fit.id: fit for fit in field.fits}
    options = options_for(work, field, tasks, today)
    if asked is not None:
        own = asked_for(work, asked, today)
        options = (own, *(replace(option, id=f"O{n}") for n, option in enumerate(options, 2)))
        fits |= {fit.id: fit for fit, _ in asked.people}
    people = [person.id for option in options for person in option.people]
    people += [row.contributor_id for row in asked.change.engagements] if asked is not None else []
    nearby = near(facts, people, work.project_id)
    days = days_of(today, work.window.start, work.window.end)
    weighed = [_weigh(work, option, fits, nearby, days, asked if n == 0 else None) for n, option in enumerate(options)]
    ranked = sorted(weighed, key=lambda w: _rank(work, w, today, options[0].id if asked is not None else None))
    best = ranked[0]
    why, would_change = _reasons(work, ranked, today, options[0].id if asked is not None else None)
    needs = needs_for(work, best.kinds, best.option.cost, best.checks, requested_by)
    external = any(kind.external for kind in best.kinds)
    return Content(
        kind=asked.kind if asked is not None else PlanKind.ENGAGEMENT,
        title=guarded(work.title, external=external),
        summary=guarded(_summary(work, best.option, tasks), external=external),
        work=work.text,
        start=work.window.start,
        end=work.window.end,
        budget_amount=work.budget,
        budget_currency=work.currency if work.budget is not None else None,
        project_id=work.project_id,
        project_name=work.project_name,
        owner_id=work.owner_id,
        deliverables=tuple(
            {"task": task.id, "title": task.deliverable, "acceptance": _acceptance(work, task)} for task in tasks
        ),
        tasks=tasks,
        options=tuple(w.option for w in weighed),
        recommended=best.option.id,
        recommended_why=why,
        would_change=would_change,
        checks=best.checks,
        needs=needs,
        steps=steps_for(best.kinds, work.window.start),
        change=best.change,
        assumptions=(*work.assumptions, *_assumed(tasks, field)),
        affected=asked.affected if asked is not None else (),
        as_of=today,
    )


def _weigh(
    work: Work, option: Option, fits: dict[str, Fit], nearby: Facts, days: Sequence[date], asked: Asked | None
) -> _Weighed:
    people = [fits[person.id] for person in option.people]
    if asked is not None:
        change = asked.change
    elif option.kind == "wait":
        change = Change(project=work.project_id)
    else:
        change = change_for(work, [(fits[p.id], p.share) for p in option.people], nearby)
    kinds = frozenset(fit.kind for fit in people) or frozenset(
        kind for kind in (KIND_OF_OPTION.get(option.kind),) if kind is not None
    )
    kinds = asked.kinds if asked is not None else kinds
    checks = check(nearby, change, kinds, days)
    risks = tuple(c.rule for c in checks if c.result in (Result.BLOCKED, Result.WARNED))
    return _Weighed(replace(option, risks=risks), change, kinds, checks)


def asked_for(work: Work, asked: Asked, today: date) -> Option:
    """The option that was asked for, the first of all."""
    option = with_people(work, asked.option, asked.title, asked.people, (), today)
    return replace(option, id="O1", note="; ".join(part for part in (asked.note, option.note) if part))


def change_for(work: Work, people: Sequence[tuple[Fit, float]], facts: Facts) -> Change:
    """What executing the plan with these people writes. A contract only for whom no running one covers the work."""
    demand = NewDemand(
        title=work.title,
        start=work.window.start,
        end=work.window.end,
        count=work.count,
        fte=work.fte,
        skills=work.skills,
        existing=work.demand_id,
        description=work.description,
    )
    engagements = [new for fit, _ in people if (new := _contract(work, fit, facts)) is not None]
    return Change(
        project=work.project_id,
        new_project=None
        if work.project_id
        else NewProject(work.title, work.owner_id, work.window.start, work.window.end),
        demand=demand,
        engagements=tuple(engagements),
        assignments=tuple(NewAssignment(fit.id, share, work.window.start, work.window.end) for fit, share in people),
    )


def _contract(work: Work, fit: Fit, facts: Facts) -> NewEngagement | None:
    if fit.kind is ContributorKind.EMPLOYEE:
        return None
    start, end = work.window.start, work.window.end
    for row in facts.engagements_of.get(fit.id, ()):
        last = row.last_day
        if (row.start_date is None or row.start_date <= start) and (last is None or last >= end):
            return None
    contributor = facts.contributor(fit.id)
    running = facts.running_of(fit.id)
    return NewEngagement(
        contributor_id=fit.id,
        type=(running.type if running is not None else TYPE_OF_KIND[fit.kind]).value,
        start=start,
        end=end,
        supplier_id=(running.supplier_id if running is not None else None) or fit.supplier_id,
        rate_amount=str(fit.rate.amount) if fit.rate is not None else None,
        rate_currency=fit.rate.currency if fit.rate is not None else None,
        rate_unit=fit.rate.unit.value if fit.rate is not None else None,
        country=(running.country if running is not None else None) or (contributor.country if contributor else None),
        region=(running.region if running is not None else None) or (contributor.region if contributor else None),
        title=contributor.title if contributor is not None else None,
    )


def _rank(work: Work, weighed: _Weighed, today: date, asked: str | None) -> tuple[object, ...]:
    """The order in which options are recommended: what is in the way first, then money, then time."""
    option, cost = weighed.option, weighed.option.cost
    return (
        asked is not None and option.id != asked,
        not option.feasible,
        bool(weighed.blocked),
        bool(work.kinds) and not weighed.kinds & work.kinds,
        len(option.skills_missing),
        _over_budget(work, option),
        not option.people,
        _late(work, option, today),
        cost.amount is None,
        cost.currency != work.currency,
        cost.amount or 0.0,
        option.lead_days or 0,
        option.id,
    )


_DIFFERENCES = (
    "it were what was asked for",
    "nothing stood in its way",
    "no critical rule blocked it",
    "another kind of contributor were asked for",
    "it covered all the skills",
    "the budget allowed it",
    "somebody had been found for it",
    "there were more time before the start",
    "its cost were known",
    "its rate were in the plan's currency",
    "it cost less",
    "it could start sooner",
    "",
)
"""What would have to be so for an option that ranks behind to be recommended, by the place in `_rank`."""


def _reasons(work: Work, ranked: Sequence[_Weighed], today: date, asked: str | None) -> tuple[str, str]:
    best = ranked[0].option
    rivals = [w for w in ranked[1:] if w.option.kind not in ("wait", "train")]
    if asked is not None and ranked[0].blocked:
        return _blocked(ranked[0], rivals)
    reasons: list[str] = []
    if not best.feasible:
        reasons.append("Nothing that covers the work is possible as things stand; this comes nearest")
    elif best.id == asked:
        reasons.append("It is what was asked for")
    elif not best.people:
        reasons.append("Nobody on record can take all of it within these limits, so somebody has to be found")
    if best.people and work.skills:
        reasons.append(
            "it covers all the skills" if not best.skills_missing else f"it lacks {listed(best.skills_missing)}"
        )
    if best.cost.amount is not None:
        same = [w.option.cost for w in rivals if w.option.feasible and w.option.cost.currency == best.cost.currency]
        amounts = [cost.amount for cost in same if cost.amount is not None]
        if amounts and best.cost.amount <= min(amounts):
            reasons.append("it costs the least of what is possible")
    if best.people:
        reasons.append(
            "no critical rule blocks it" if not ranked[0].blocked else f"{listed(ranked[0].blocked)} block it"
        )
    if best.lead_days is not None:
        reasons.append(f"it can start within {best.lead_days} working days")
    said = "; ".join(reasons)
    why = f"{said[:1].upper()}{said[1:]}." if reasons else "It is the only option."
    if not rivals:
        return why, "Nothing else came into question."
    rival = rivals[0]
    mine, theirs = _rank(work, ranked[0], today, asked), _rank(work, rival, today, asked)
    place = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b), len(mine) - 1)
    name = f"“{rival.option.title}” ({rival.option.id})"
    if not _DIFFERENCES[place]:
        return why, f"{name} comes next; nothing on record tells them apart."
    return why, f"{name} would be recommended if {_DIFFERENCES[place]}."


def _blocked(asked: _Weighed, rivals: Sequence[_Weighed]) -> tuple[str, str]:
    """What is said of a change that was asked for and that a critical rule blocks."""
    verb = "blocks" if len(asked.blocked) == 1 else "block"
    why = (
        f"It is what was asked for, but {listed(asked.blocked)} {verb} it: it can't be submitted until the rule's owner "
        "accepts an exception."
    )
    other = next((w.option for w in rivals if w.option.feasible and not w.blocked), None)
    if other is None:
        return why, "Nothing else on record does the work without that."
    return (
        why,
        f"“{other.title}” ({other.id}) does the work without that; draft a plan for the work itself to choose it.",
    )


def _over_budget(work: Work, option: Option) -> bool:
    amount = option.cost.amount
    return (
        work.budget is not None
        and amount is not None
        and option.cost.currency == work.currency
        and amount > work.budget
    )


def _late(work: Work, option: Option, today: date) -> bool:
    from knowledge.workforce.governance.working_days import working_days

    return (option.lead_days or 0) > working_days(today, work.window.start)


def _summary(work: Work, option: Option, tasks: Sequence[Task]) -> str:
    who = listed([person.name for person in option.people]) or "somebody to be found"
    when = f"from {day(work.window.start)} to {day(work.window.end)}"
    machine = [task.id for task in tasks if task.mode is not Mode.HUMAN]
    rest = f" A machine could do or help with {listed(machine)}." if machine else " Every task needs a person."
    rest = rest if tasks else ""
    return f"{work.title}, {when}: {option.title.casefold()} ({who}).{rest}"


def _acceptance(work: Work, task: Task) -> str:
    by = work.owner_name or "the person who asked for the plan"
    return f"accepted in writing by {by} by {day(work.window.end)}"


def _assumed(tasks: Sequence[Task], field: Field) -> tuple[str, ...]:
    said: list[str] = []
    if tasks:
        said.append("The tasks, their effort and who or what does them are assumptions until a person confirms them.")
    if any("request alone" in task.basis for task in tasks):
        said.append("No skill of the company's vocabulary is named, so what the work takes isn't known.")
    if not field.fits:
        said.append("Nobody on record fits, so every cost and lead time of people is unknown or typical.")
    return tuple(said)
