"""What the governance rules say of a plan before it happens: the same rules, over the facts as execution would leave them.

The facts are cut down to the people concerned, so that a check costs the same in a company of a hundred thousand. A rule
speaks of the plan when it finds a gap with the plan that it doesn't find without, on the same day: today, on the first day
of the work, or on its last.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.workforce.governance.facts import AssignmentFact, DemandFact, DemandSkillFact, EngagementFact, Facts
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.kinds import ContributorKind, DemandStatus, EngagementType, Importance, Severity
from knowledge.workforce.planning.onboarding import mending
from knowledge.workforce.planning.plan import Change, Check, Result
from knowledge.workforce.wording import day as said

PLAN = "PLAN"
"""Stands for the plan's id, which is not known yet, in the ids of the rows that it would write."""


def near(facts: Facts, people: Collection[str], project: str | None) -> Facts:
    """The facts that bear on these people and this project, and no others."""
    known = set(people)
    for id_ in people:
        contributor, agent = facts.contributor(id_), facts.agent_of.get(id_)
        known |= {other for other in (contributor.manager_id if contributor else None,) if other}
        known |= {other for other in ((agent.owner_id, agent.backup_owner_id) if agent else ()) if other}
    booked = [row for row in facts.assignments if row.project_id == project] if project else []
    known |= {row.contributor_id for row in booked}
    contributors = [found for id_ in sorted(known) if (found := facts.contributor(id_)) is not None]
    engagements = [row for c in contributors for row in facts.engagements_of.get(c.id, ())]
    suppliers = {s for s in (*(c.supplier_id for c in contributors), *(e.supplier_id for e in engagements)) if s}
    subjects = [("contributor", c.id) for c in contributors] + [("engagement", e.id) for e in engagements]
    subjects += [("supplier", id_) for id_ in sorted(suppliers)]
    booked += [b for c in contributors for b in facts.bookings_of.get(c.id, ()) if b.project_id != project]
    demands = {row.demand_id for row in booked if row.demand_id}
    return Facts(
        as_of=facts.as_of,
        contributors=contributors,
        engagements=engagements,
        access=[row for c in contributors for row in facts.access_of.get(c.id, ())],
        agents=[agent for c in contributors if (agent := facts.agent_of.get(c.id)) is not None],
        exceptions=facts.exceptions,
        settings=facts.settings,
        records=[row for subject in subjects for row in facts.records_on(*subject)],
        classifications=[row for e in engagements if (row := facts.classification_of.get(e.id)) is not None],
        deliverables=[row for e in engagements for row in facts.deliverables_of.get(e.id, ())],
        invoices=[row for e in engagements for row in facts.invoices_of.get(e.id, ())],
        rate_card=facts.rate_card,
        projects=[row for row in facts.projects if row.id in {b.project_id for b in booked} | {project}],
        demands=[row for row in facts.demands if row.id in demands],
        demand_skills=[row for row in facts.demand_skills if row.demand_id in demands],
        assignments=list({row.id: row for row in booked}.values()),
        leave=[row for c in contributors for row in facts.leave_of.get(c.id, ())],
        suppliers=[row for id_ in sorted(suppliers) if (row := facts.supplier(id_)) is not None],
        org_units=facts.org_units,
        log=facts.log,
    )


def executed(facts: Facts, change: Change, plan: str = PLAN) -> Facts:
    """The facts as executing the change would leave them."""
    project = change.project or (f"{plan}-P1" if change.new_project else None)
    demand = change.demand
    demand_id = (demand.existing or f"{plan}-D1") if demand is not None and project else None
    engagements = [
        EngagementFact(
            id=f"{plan}-E{n}",
            contributor_id=new.contributor_id,
            type=EngagementType(new.type),
            start_date=new.start,
            end_date=new.end,
            country=new.country,
            region=new.region,
            supplier_id=new.supplier_id,
            rate_amount=Decimal(new.rate_amount) if new.rate_amount is not None else None,
            rate_currency=new.rate_currency,
            rate_unit=new.rate_unit,
            extensions=new.extensions,
            title=new.title,
        )
        for n, new in enumerate(change.engagements, 1)
    ]
    bookings = [
        AssignmentFact(
            f"{plan}-A{n}",
            new.contributor_id,
            project,
            demand_id,
            Decimal(str(new.fte)),
            new.start,
            new.end,
            confirmed=False,
        )
        for n, new in enumerate(change.assignments, 1)
        if project is not None
    ]
    new_demand = demand is not None and demand.existing is None and project is not None
    return replace(
        facts,
        engagements=[*facts.engagements, *engagements],
        assignments=[*facts.assignments, *bookings],
        demands=[*facts.demands, DemandFact(demand_id, project, demand.title, DemandStatus.OPEN.value)]
        if new_demand and demand is not None and demand_id is not None and project is not None
        else facts.demands,
        demand_skills=[
            *facts.demand_skills,
            *(DemandSkillFact(demand_id, name, level, Importance.MUST.value) for name, level in demand.skills),
        ]
        if new_demand and demand is not None and demand_id is not None
        else facts.demand_skills,
    )


def new_gaps(before: Facts, after: Facts, day: date) -> list[Gap]:
    """The open and accepted gaps that the change brings, on one day."""
    known = {gap.id for gap in scan(replace(before, as_of=day), rules=_RULES).gaps}
    return [gap for gap in scan(replace(after, as_of=day), rules=_RULES).gaps if gap.id not in known]


_UNTOUCHED = frozenset({"CON-10", "DAT-01", "PPL-08", "AGT-05", "AGT-06", "AGT-07", "PRV-01", "PRV-02", "ACC-04"})
"""Rules that look beyond the people concerned, or at nothing that a plan writes: of these a plan says nothing."""
_RULES = frozenset(BY_ID) - _UNTOUCHED


def days_of(today: date, start: date, end: date) -> tuple[date, ...]:
    """The days on which the rules are asked."""
    return tuple(sorted({today, max(start, today), max(end, today)}))


def check(facts: Facts, change: Change, kinds: Iterable[ContributorKind], days: Sequence[date]) -> tuple[Check, ...]:
    """Every rule that bears on these kinds: blocked, warned or passed, blocks first. `facts` are those near the people.

    A critical gap blocks, unless a step of the plan's own checklist keeps it from coming about, or an exception accepts it.
    """
    wanted, mended = frozenset(kinds), mending(kinds)
    after = executed(facts, change)
    first: dict[str, tuple[date, Gap]] = {}
    for day in days:
        for gap in new_gaps(facts, after, day):
            known = first.get(gap.rule)
            if known is None or gap.severity.rank < known[1].severity.rank:
                first[gap.rule] = (day, gap)
    found = [_finding(day, gap, mended) for day, gap in first.values()]
    order = {Result.BLOCKED: 0, Result.WARNED: 1}
    found.sort(key=lambda c: (order[c.result], c.rule))
    passed = [
        Check(rule.id, Result.PASSED, f"{rule.title}: no gap through this plan", owner_function=rule.owner_function)
        for rule in BY_ID.values()
        if rule.id in _RULES and rule.id not in first and rule.kinds & wanted and rule.holds(facts)
    ]
    return (*found, *passed)


def _finding(day: date, gap: Gap, mended: dict[str, str]) -> Check:
    step = mended.get(gap.rule)
    accepted = gap.accepted is not None
    blocks = gap.severity is Severity.CRITICAL and step is None
    detail = f"{gap.title}: {gap.subject_name}, {gap.severity} on {said(day)}"
    if accepted and gap.accepted is not None:
        detail += f"; accepted by {gap.accepted.by or 'somebody unknown'}"
    elif step is not None:
        detail += f", unless this step is done: {step.lower()}"
    else:
        detail += f". {gap.remedy}"
    return Check(
        rule=gap.rule,
        result=Result.BLOCKED if blocks else Result.WARNED,
        detail=detail,
        on=day,
        owner_function=gap.owner_function,
        accepted_by=(gap.accepted.by or "unknown") if gap.accepted is not None else None,
        subject=gap.contributor_id,
    )
