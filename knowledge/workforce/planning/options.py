"""Ways to get the work done, side by side: every kind of contributor, a mix, training, and waiting.

Ending somebody's employment is never among them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.planning.automation import REVIEW_SHARE
from knowledge.workforce.planning.mixing import mixed_team
from knowledge.workforce.planning.onboarding import lead_days
from knowledge.workforce.planning.plan import Cost, Mode, Option, Person, Task
from knowledge.workforce.planning.work import Field, Fit, Work, cost_of, total
from knowledge.workforce.wording import listed, percent

TRAINING_WEEKS = 6
"""Weeks that one level of one skill takes to learn beside the work: the product's assumption."""
LEAST_SHARE = 0.2
"""The smallest share of somebody's time with which an internal gig is worth planning."""
Concerned = Callable[[Task], bool]
_SOUGHT = (
    (ContributorKind.FREELANCER, "freelancer", "Engage a freelancer"),
    (ContributorKind.AGENCY_WORKER, "agency", "Take somebody from an agency"),
    (ContributorKind.VENDOR_WORKER, "vendor", "Buy the result from a vendor under a statement of work"),
    (ContributorKind.PARTNER, "partner", "Do it with a partner"),
)


def options_for(work: Work, field: Field, tasks: Sequence[Task], today: date) -> tuple[Option, ...]:
    """Every option, the feasible ones and those that are not, each saying why not."""
    found = [_employee(work, field, tasks, today), _gig(work, field, tasks, today)]
    found += [_sought(work, field, tasks, today, *row) for row in _SOUGHT]
    found += [_agent(work, field, tasks, today), _mixed(work, field, tasks, today)]
    found += [_training(work, field, today), _waiting(work, field, today)]
    options = [option for option in found if option is not None]
    return tuple(_numbered(n, option) for n, option in enumerate(options, 1))


def _employee(work: Work, field: Field, tasks: Sequence[Task], today: date) -> Option:
    people = _take(work, [f for f in field.fits if f.kind is ContributorKind.EMPLOYEE and f.share + 1e-9 >= work.fte])
    if people:
        return with_people(work, "employee", "Use employees who are free", people, tasks, today)
    return _nobody(work, "employee", "Use employees who are free", "no employee with the skills is free for all of it")


def _gig(work: Work, field: Field, tasks: Sequence[Task], today: date) -> Option | None:
    part = [f for f in field.fits if f.kind is ContributorKind.EMPLOYEE and LEAST_SHARE <= f.share < work.fte]
    people = _take(work, part, shares=True)
    return with_people(work, "gig", "Share it out as internal gigs", people, tasks, today) if people else None


def _sought(
    work: Work, field: Field, tasks: Sequence[Task], today: date, kind: ContributorKind, name: str, title: str
) -> Option:
    fits = [f for f in field.fits if f.kind is kind]
    people = _take(work, [f for f in fits if f.share + 1e-9 >= work.fte]) or _take(work, fits, shares=True)
    if people:
        return with_people(work, name, title, people, tasks, today)
    suppliers = field.suppliers.get(name, ())
    typical = field.typical.get(kind)
    cost = cost_of(typical, work.wanted, work.window, None, today)
    if typical is not None:
        cost = Cost(
            cost.amount, cost.currency, f"typical rate of a {kind.label} with these skills here: {cost.basis}", today
        )
    note = "somebody has to be found"
    note += f"; suppliers with an agreement: {listed(suppliers[:4])}" if suppliers else "; no supplier is on record"
    feasible = kind is ContributorKind.FREELANCER or bool(suppliers)
    return _option(
        work, name, title, (), cost, lead_days((kind,)), (), tasks, note, feasible=feasible, suppliers=suppliers[:4]
    )


def _agent(work: Work, field: Field, tasks: Sequence[Task], today: date) -> Option:
    title = "Give it to an AI agent under a named overseer"
    agents = [f for f in field.fits if f.kind is ContributorKind.AI_AGENT]
    human = [task.id for task in tasks if task.mode is Mode.HUMAN]
    if not agents:
        return _nobody(work, "ai_agent", title, "no registered AI agent has the skills")
    agent = next((a for a in agents if a.overseer), agents[0])
    needs = "needs" if len(human) == 1 else "need"
    note = f"{listed(human)} {needs} a person" if human else "a person reviews the results"
    if agent.overseer is None:
        note += f"; {agent.name} has no living owner, so nobody answers for it"
    option = with_people(work, "ai_agent", title, [(agent, min(agent.share, 1.0))], tasks, today, machine=True)
    feasible = not human and agent.overseer is not None
    return _but(option, note=note, feasible=feasible, overseer=agent.overseer)


def _mixed(work: Work, field: Field, tasks: Sequence[Task], today: date) -> Option | None:
    team = mixed_team(work, field.fits, tasks, today)
    if team is None:
        return None
    people = [(fit, share) for fit, share, _ in team]
    machines = {task for fit, _, done in team for task in done if fit.kind is ContributorKind.AI_AGENT}
    option = with_people(work, "mixed", "Mix: each task to whom it costs least", people, tasks, today)
    note = "; ".join(f"{fit.name} does {listed(done)}" for fit, _, done in team)
    overseer = next((fit.overseer for fit, _, _ in team if fit.overseer), None)
    hours = _review(tasks, lambda task: task.id in machines or task.mode is Mode.AUGMENT)
    return _but(option, note=note, feasible=True, overseer=overseer, oversight=hours)


def _training(work: Work, field: Field, today: date) -> Option:
    title = "Train somebody"
    near = [miss for miss in field.near if miss.names]
    if not near:
        return _nobody(work, "train", title, "nobody is within one skill of it")
    miss = near[0]
    weeks = TRAINING_WEEKS * max(miss.level, 1)
    note = (
        f"nearest: {listed(miss.names)}, who lack{'s' if len(miss.names) == 1 else ''} {miss.skill} at level {miss.level}; "
        f"about {weeks} weeks beside the work (assumption)"
    )
    unknown = Cost(None, None, "their time, and the course: not on record")
    option = _option(work, "train", title, (), unknown, weeks * 7, (), (), note, feasible=False)
    late = today + timedelta(days=weeks * 7) > work.window.start
    return _but(option, note=note + ("; too late for the start" if late else ""), feasible=False)


def _waiting(work: Work, field: Field, today: date) -> Option:
    part = [f for f in field.fits if f.kind is ContributorKind.EMPLOYEE and not f.blocked_by and f.share < work.fte]
    note = (
        f"{part[0].name} has the skills and is {percent(part[0].share)} free; more frees up as their bookings end"
        if part
        else "nobody with the skills is on record as becoming free"
    )
    cost = Cost(
        0.0 if work.currency else None, work.currency, "nothing is bought; what the delay costs is not on record", today
    )
    return _option(work, "wait", "Wait", (), cost, None, (), (), note, feasible=False)


def _take(work: Work, fits: Sequence[Fit], *, shares: bool = False) -> list[tuple[Fit, float]]:
    """The best of them until the places are filled, each with the share of their time; all of it or nothing."""
    chosen: list[tuple[Fit, float]] = []
    left = work.wanted
    for fit in fits:
        if fit.blocked_by or left <= 1e-9 or fit.share <= 0:
            continue
        share = min(fit.share, left if shares else work.fte)
        chosen.append((fit, round(share, 2)))
        left -= share
    return chosen if left <= 1e-9 else []


def with_people(
    work: Work,
    kind: str,
    title: str,
    people: Sequence[tuple[Fit, float]],
    tasks: Sequence[Task],
    today: date,
    *,
    machine: bool = False,
) -> Option:
    """An option in which these people do the work, each with a share of their own time."""
    costs = [cost_of(fit.rate, share, work.window, fit.weekly_hours, today) for fit, share in people]
    covered = {name for fit, _ in people for name in fit.skills}
    kinds = {fit.kind for fit, _ in people}
    internal = kinds == {ContributorKind.EMPLOYEE}
    hours = _review(tasks, lambda task: machine or task.mode is Mode.AUGMENT)
    return _option(
        work,
        kind,
        title,
        tuple(
            Person(f.id, f.name, f.kind.value, share, str(f.rate) if f.rate and not f.rate_hidden else None)
            for f, share in people
        ),
        total(costs, today),
        lead_days(kinds),
        tuple(name for name, _ in work.skills if name.casefold() in {c.casefold() for c in covered}),
        tasks,
        "their time is paid already; the cost is what it is worth" if internal else "",
        feasible=True,
        suppliers=tuple(dict.fromkeys(f.supplier for f, _ in people if f.supplier)),
        oversight=hours,
    )


def _nobody(work: Work, kind: str, title: str, note: str) -> Option:
    return _option(work, kind, title, (), Cost(None, None, "nobody to cost"), None, (), (), note, feasible=False)


def _option(
    work: Work,
    kind: str,
    title: str,
    people: tuple[Person, ...],
    cost: Cost,
    lead: int | None,
    covered: tuple[str, ...],
    tasks: Sequence[Task],
    note: str,
    *,
    feasible: bool,
    suppliers: tuple[str, ...] = (),
    oversight: float = 0.0,
) -> Option:
    missing = tuple(name for name, _ in work.skills if name not in covered) if people else ()
    over = (
        "above the budget"
        if work.budget is not None
        and cost.amount is not None
        and cost.currency == work.currency
        and cost.amount > work.budget
        else ""
    )
    return Option(
        id="",
        kind=kind,
        title=title,
        people=people,
        suppliers=suppliers,
        cost=cost,
        lead_days=lead,
        skills_covered=covered,
        skills_missing=missing,
        risks=(),
        oversight_hours=oversight,
        overseer=None,
        objective=f"serves “{work.objective}”" if work.objective else "no strategy objective is on record for the work",
        note="; ".join(part for part in (note, over) if part),
        feasible=feasible,
    )


def _review(tasks: Sequence[Task], concerned: Concerned) -> float:
    """Hours of a person's review of the tasks that a machine does or helps with."""
    hours = sum((task.hours or 0.0) * REVIEW_SHARE[task.mode] for task in tasks if concerned(task))
    return round(hours, 1)


def _numbered(n: int, option: Option) -> Option:
    return replace(option, id=f"O{n}")


def _but(
    option: Option, *, note: str, feasible: bool, overseer: str | None = None, oversight: float | None = None
) -> Option:
    hours = option.oversight_hours if oversight is None else oversight
    return replace(option, note=note, feasible=feasible, overseer=overseer, oversight_hours=hours)
