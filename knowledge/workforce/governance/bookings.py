"""Rules of bookings (ALL): nobody for more than their time, none outside the engagement, none over a long leave."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from knowledge.workforce.engagement import Span, joined
from knowledge.workforce.governance.facts import AssignmentFact, ContributorFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.rule import Rule, field_of, shown
from knowledge.workforce.governance.working_days import working_days

_DAY = timedelta(days=1)


def over_allocation(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ALL-01: on some day from today on, the confirmed shares of somebody's time add up to more than all of it."""
    for contributor_id, bookings in facts.bookings_of.items():
        contributor = facts.contributor(contributor_id)
        if contributor is None or contributor.kind not in rule.kinds:
            continue
        ahead = [booking for booking in bookings if booking.end_date >= facts.as_of]
        if sum((booking.fte for booking in ahead), Decimal(0)) <= 1:
            continue
        loads = _loads(ahead, facts.as_of)
        over = [(day, load) for day, load in loads if load > 1]
        if over:
            first, peak = over[0][0], max(load for _, load in over)
            days = {day for day, _ in over}
            concerned = [b for b in ahead if any(b.start_date <= day <= b.end_date for day in days)]
            ref = f"contributor:{contributor.id}"
            evidence = [Evidence(ref, "first day", shown(first)), Evidence(ref, "peak share", shown(peak))]
            evidence += [item for b in concerned for item in field_of("assignment", b, "fte", "start_date", "end_date")]
            yield rule.of_contributor(contributor, first, evidence)


def outside_engagement(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ALL-02: a confirmed booking goes beyond the dates of contributor or engagement, or over a long leave."""
    for contributor_id, bookings in facts.bookings_of.items():
        contributor = facts.contributor(contributor_id)
        if contributor is None or contributor.kind not in rule.kinds:
            continue
        engagements = facts.engagements_of.get(contributor_id, ())
        spans = joined((e.start_date, e.last_day) for e in engagements)
        place = facts.place(contributor, facts.running_of(contributor_id))
        least = rule.setting(facts, "leave_days", *place)
        for booking in bookings:
            start = max(booking.start_date, facts.as_of)
            if start > booking.end_date:
                continue
            subject = ("assignment", booking.id, contributor.name)
            outside = _first_outside(start, booking.end_date, (contributor.start_date, contributor.end_date), spans)
            if outside is not None:
                evidence = [*field_of("assignment", booking, "start_date", "end_date"), *_dates(contributor, facts)]
                severity = rule.severities["outside dates"]
                yield rule.gap(severity, subject, contributor.id, outside, evidence)
                continue
            for row in facts.leave_of.get(contributor_id, ()):
                first, last = max(row.start_date, start), min(row.end_date, booking.end_date)
                days = working_days(first, last)
                if days >= least:
                    evidence = [
                        *field_of("assignment", booking, "start_date", "end_date"),
                        Evidence(f"contributor:{contributor.id}", "working days of leave", str(days)),
                    ]
                    yield rule.gap(rule.severities["leave"], subject, contributor.id, first, evidence)
                    break


def _loads(bookings: Sequence[AssignmentFact], first: date) -> list[tuple[date, Decimal]]:
    """The sum of shares on each day from `first` on on which it may change, in order."""
    change: dict[date, Decimal] = {}
    for booking in bookings:
        start = max(booking.start_date, first)
        change[start] = change.get(start, Decimal(0)) + booking.fte
        after = booking.end_date + _DAY if booking.end_date < date.max else date.max
        change[after] = change.get(after, Decimal(0)) - booking.fte
    load = Decimal(0)
    found: list[tuple[date, Decimal]] = []
    for day in sorted(change):
        load += change[day]
        found.append((day, load))
    return found


def _first_outside(start: date, end: date, own: Span, spans: Sequence[Span]) -> date | None:
    """The first day of start to end that lies outside somebody's own dates or outside every engagement."""
    if own[0] is not None and start < own[0]:
        return start
    covered = _covered(start, end, spans) if spans else end
    if covered is None:
        return start
    last = covered if own[1] is None else min(covered, own[1])
    return None if last >= end else max(last + _DAY, start)


def _covered(start: date, end: date, spans: Sequence[Span]) -> date | None:
    """The last day up to which start to end is covered without a hole; None when the first day is not."""
    for first, last in spans:
        if (first is None or first <= start) and (last is None or last >= start):
            return end if last is None else min(last, end)
    return None


def _dates(contributor: ContributorFact, facts: Facts) -> list[Evidence]:
    ref = f"contributor:{contributor.id}"
    found = [Evidence(ref, "end_date", shown(contributor.end_date))]
    for engagement in facts.engagements_of.get(contributor.id, ()):
        found += field_of("engagement", engagement, "start_date", "end_date")
    return found
