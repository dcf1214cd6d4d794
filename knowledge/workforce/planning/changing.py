"""Plans that change what is there: extending somebody's engagement, turning it into another kind, covering for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.kinds import ContributorKind, EngagementType
from knowledge.workforce.planning.drafting import Asked
from knowledge.workforce.planning.plan import Change, NewAssignment, NewEngagement, PlanKind
from knowledge.workforce.planning.work import Fit
from knowledge.workforce.window import Window
from knowledge.workforce.wording import day, percent, span
from knowledge.workforce.work import Booking

_DAY = timedelta(days=1)
KIND_OF_TYPE = {
    EngagementType.EMPLOYMENT: ContributorKind.EMPLOYEE,
    EngagementType.AGENCY: ContributorKind.AGENCY_WORKER,
    EngagementType.FREELANCE: ContributorKind.FREELANCER,
    EngagementType.SOW: ContributorKind.VENDOR_WORKER,
    EngagementType.PARTNER: ContributorKind.PARTNER,
    EngagementType.AI_SERVICE: ContributorKind.AI_AGENT,
}
_SAID = {
    EngagementType.EMPLOYMENT: "employment",
    EngagementType.AGENCY: "an agency contract",
    EngagementType.FREELANCE: "a freelance contract",
    EngagementType.SOW: "a statement of work",
    EngagementType.PARTNER: "a partner agreement",
    EngagementType.AI_SERVICE: "an AI service",
}


@dataclass(frozen=True, slots=True)
class Term:
    """The engagement that a change starts from, and the day on which it ends."""

    person: ContributorFact
    engagement: EngagementFact | None
    end: date | None


def term_of(facts: Facts, person: ContributorFact) -> Term:
    """The running engagement with the last day of those that join it, else the contributor's own dates."""
    running = facts.running_of(person.id)
    if running is None:
        return Term(person, None, person.end_date)
    end, latest = running.last_day, running
    for row in facts.engagements_of.get(person.id, ()):
        joins = end is not None and row.start_date is not None and row.start_date <= end + _DAY
        if joins and (row.last_day is None or (end is not None and row.last_day > end)):
            end, latest = row.last_day, row
    return Term(person, latest, end)


def extension(
    term: Term, fit: Fit, end: date, bookings: Sequence[Booking], project: str | None
) -> tuple[Asked, Window]:
    """Go on from the day after the end, on the same terms, with the bookings that run to it."""
    assert term.end is not None  # noqa: S101 - the caller has asked
    window = Window(term.end + _DAY, end)
    share = min(
        sum(b.fte for b in bookings if b.project_id == project and b.end_date >= term.end - timedelta(days=31)), 1.0
    )
    change = Change(
        project=project,
        engagements=(_contract(term, term.engagement.type if term.engagement else None, fit, window),),
        assignments=(NewAssignment(fit.id, share, window.start, window.end),) if project and share > 0 else (),
    )
    ends = f"it ends on {day(term.end)} now"
    number = (term.engagement.extensions or 0) + 1 if term.engagement else 1
    return (
        Asked(
            kind=PlanKind.EXTENSION,
            option="extend",
            title=f"Extend {term.person.name}'s engagement to {day(end)}",
            people=((fit, share or 1.0),),
            change=change,
            note=f"{ends}; this would be extension {number}",
            kinds=frozenset({term.person.kind}),
        ),
        window,
    )


def conversion(term: Term, fit: Fit, to: EngagementType, start: date, end: date | None) -> tuple[Asked, Window]:
    """The same person under another kind of contract, from a day on."""
    window = Window(start, end or add_months(start, 12) - _DAY)
    new = _contract(term, to, fit, window, keep_end=to is not EngagementType.EMPLOYMENT)
    was = _SAID[term.engagement.type] if term.engagement else "no contract on record"
    note = f"it is {was} now" + (f", until {day(term.end)}" if term.end else ", without an end")
    if term.end is None or term.end >= start:
        note += f"; that one is to be closed on {day(start - _DAY)}, by a person"
    kind = KIND_OF_TYPE[to]
    return (
        Asked(
            kind=PlanKind.CONVERSION,
            option="convert",
            title=f"Turn {term.person.name}'s engagement into {_SAID[to]}",
            people=((fit, 1.0),),
            change=Change(engagements=(new,)),
            note=note,
            kinds=frozenset({kind, term.person.kind}),
        ),
        window,
    )


def breaking(
    person: ContributorFact, gone: date, bookings: Sequence[Booking], facts: Facts, skills: Sequence[str]
) -> tuple[dict[str, str], ...]:
    """What depends on somebody from a day on: bookings, agents, units and access, each with its source."""
    found: list[dict[str, str]] = []
    for booking in bookings:
        if booking.end_date >= gone:
            rest = Window(max(booking.start_date, gone), booking.end_date)
            what = f"{booking.project_name}: {percent(booking.fte)} from {span(rest)} ({booking.status.value})"
            found.append({"what": what, "ref": f"project:{booking.project_id}"})
    for agent in facts.agents:
        if agent.owner_id == person.id:
            owned = facts.contributor(agent.contributor_id)
            name = owned.name if owned is not None else agent.contributor_id
            found.append({"what": f"AI agent {name} loses its owner", "ref": f"contributor:{agent.contributor_id}"})
    for unit in facts.org_units:
        if unit.head_id == person.id:
            found.append({"what": f"unit {unit.id} loses its head", "ref": f"org_unit:{unit.id}"})
    reports = sum(c.manager_id == person.id and c.status == "active" for c in facts.contributors)
    if reports:
        found.append({"what": f"{reports} active contributors lose their manager", "ref": f"contributor:{person.id}"})
    open_accounts = len(facts.access_of.get(person.id, ()))
    if open_accounts:
        found.append(
            {"what": f"{open_accounts} accounts have to be closed on the last day", "ref": f"contributor:{person.id}"}
        )
    for skill in skills:
        found.append({"what": f"nobody else active has {skill}", "ref": f"contributor:{person.id}"})
    return tuple(found)


def _contract(
    term: Term, type_: EngagementType | None, fit: Fit, window: Window, *, keep_end: bool = True
) -> NewEngagement:
    row = term.engagement
    types = {kind: found for found, kind in KIND_OF_TYPE.items()}
    chosen = type_ or types[term.person.kind]
    same = row is not None and row.type is chosen
    supplied = chosen in (EngagementType.AGENCY, EngagementType.SOW, EngagementType.PARTNER)
    return NewEngagement(
        contributor_id=term.person.id,
        type=chosen.value,
        start=window.start,
        end=window.end if keep_end else None,
        supplier_id=((row.supplier_id if row is not None else None) or term.person.supplier_id)
        if supplied or same
        else None,
        rate_amount=str(fit.rate.amount) if fit.rate is not None else None,
        rate_currency=fit.rate.currency if fit.rate is not None else None,
        rate_unit=fit.rate.unit.value if fit.rate is not None else None,
        country=(row.country if row is not None else None) or term.person.country,
        region=(row.region if row is not None else None) or term.person.region,
        title=(row.title if row is not None else None) or term.person.title,
        extensions=(row.extensions or 0) + 1 if row is not None and same else None,
    )
