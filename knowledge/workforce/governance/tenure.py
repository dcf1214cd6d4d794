"""Rules of tenure (TEN): how long somebody may be here in a form that is not employment, and for what pay."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months, day_reached
from knowledge.workforce.governance.places import EU
from knowledge.workforce.governance.rule import Rule, field_of
from knowledge.workforce.kinds import EngagementType, Severity

_DAY = timedelta(days=1)
Periods = list[tuple[date, date]]


def german_assignment_limit(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """TEN-01: agency assignments of one person add up to the limit, those with short breaks between them included."""
    for contributor, engagement in facts.running():
        country, region = facts.place(contributor, engagement)
        if contributor.kind not in rule.kinds or engagement.type is not EngagementType.AGENCY or country != "DE":
            continue
        periods = agency_periods(rule, facts, contributor, facts.as_of)
        limit, warn = (rule.setting(facts, key, country, region) for key in ("limit_months", "warn_months"))
        reached, warned = day_reached(periods, limit), day_reached(periods, warn)
        evidence = [Evidence(f"engagement:{engagement.id}", "agency periods", _worded(periods))]
        if reached is not None and reached <= facts.as_of:
            severity = rule.severities["from limit_months"]
            yield rule.of_engagement(contributor, engagement, reached, evidence, due=reached, severity=severity)
        elif warned is not None and warned <= facts.as_of:
            due, severity = _projected(periods, limit), rule.severities["from warn_months"]
            yield rule.of_engagement(contributor, engagement, warned, evidence, due=due, severity=severity)


def agency_periods(rule: Rule, facts: Facts, contributor: ContributorFact, until: date) -> Periods:
    """The agency periods that count together, up to `until`: a longer break than allowed starts the count anew."""
    months = rule.setting(facts, "gap_months", "DE")
    engagements = (e for e in facts.engagements_of.get(contributor.id, ()) if e.type is EngagementType.AGENCY)

    def joins(end: date, start: date) -> bool:
        return start <= add_months(end, months) + _DAY

    periods = _together(engagements, until, joins)
    # The day of the count is included, so that a limit counts as reached on the day itself.
    return [(start, end + _DAY) if end == until else (start, end) for start, end in periods]


def equal_pay(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """TEN-02: an agency worker past the day of equal pay earns less than a comparable employee, or nobody knows."""
    unknown: dict[str, list[EngagementFact]] = defaultdict(list)
    for contributor, engagement in facts.running():
        country, region = facts.place(contributor, engagement)
        if contributor.kind not in rule.kinds or engagement.type is not EngagementType.AGENCY or country is None:
            continue
        if (engagement.derogation or "").casefold() == "true":
            continue
        day = _equal_pay_day(rule, facts, contributor, engagement, country, region)
        if day is None or day > facts.as_of:
            continue
        if engagement.comparator_rate_amount is None:
            unknown[country].append(engagement)
            continue
        comparable = engagement.rate_currency == engagement.comparator_rate_currency
        if (
            not comparable
            or engagement.rate_amount is None
            or engagement.rate_amount >= engagement.comparator_rate_amount
        ):
            continue
        evidence = field_of("engagement", engagement, "rate_amount", "comparator_rate_amount", "rate_unit")
        yield rule.of_engagement(contributor, engagement, day, evidence)
    for country, engagements in sorted(unknown.items()):
        evidence = [Evidence(f"engagement:{e.id}", "comparator_rate_amount", None) for e in engagements]
        since = min((e.start_date for e in engagements if e.start_date is not None), default=None)
        yield rule.gap(Severity.LOW, ("country", country, country), None, since, evidence)


def company_limit(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """TEN-03: an agency worker or freelancer is here longer, or was extended more often, than the company allows."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds:
            continue
        country, region = facts.place(contributor, engagement)
        pause = rule.setting(facts, "min_break_days", country, region)
        limit: Any = rule.setting(facts, "max_months", country, region)
        months = limit.get(contributor.kind.value) if isinstance(limit, dict) else limit  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        most = rule.setting(facts, "max_extensions", country, region)
        outside = (e for e in facts.engagements_of[contributor.id] if e.type is not EngagementType.EMPLOYMENT)
        periods = _together(outside, facts.as_of, lambda end, start: (start - end).days - 1 < pause)  # noqa: B023 - used at once
        reached = day_reached(periods, months) if months is not None else None  # pyright: ignore[reportUnknownArgumentType]
        too_long = reached is not None and reached < facts.as_of
        too_often = most is not None and (engagement.extensions or 0) > most
        if not (too_long or too_often):
            continue
        evidence: list[Evidence] = []
        if too_long:
            evidence.append(Evidence(f"engagement:{engagement.id}", "periods", _worded(periods)))
        if too_often:
            evidence += field_of("engagement", engagement, "extensions")
        since = reached + _DAY if too_long and reached is not None else None
        yield rule.of_engagement(contributor, engagement, since, evidence)


def _equal_pay_day(
    rule: Rule, facts: Facts, contributor: ContributorFact, engagement: EngagementFact, country: str, region: str | None
) -> date | None:
    """The first day on which pay must be equal; None where no law says so."""
    by_country: dict[str, str] = rule.setting(facts, "days_by_country", country, region)
    wanted = by_country.get(country) or (by_country.get("EU") if country in EU else None)
    if wanted is None or engagement.start_date is None:
        return None
    number, unit = wanted.split()
    count = int(number)
    agency = [e for e in facts.engagements_of[contributor.id] if e.type is EngagementType.AGENCY]
    if unit.startswith("month"):
        months = rule.setting(facts, "gap_months", country, region)
        periods = _together(agency, facts.as_of, lambda end, start: start <= add_months(end, months) + _DAY)
        return day_reached(_to_the_day(periods, facts.as_of), count)
    if unit.startswith("week"):
        weeks = rule.setting(facts, "gap_weeks_gb", country, region)
        periods = _together(agency, facts.as_of, lambda end, start: (start - end).days - 1 < 7 * weeks)
        return _after_days(_to_the_day(periods, facts.as_of), 7 * count)
    # "1 day" is from the first day on.
    return engagement.start_date + timedelta(days=count - 1)


def _together(engagements: Iterable[EngagementFact], until: date, joins: Callable[[date, date], bool]) -> Periods:
    """The last run of periods that count together, up to `until`, those that overlap or touch made one."""
    periods: Periods = []
    for engagement in engagements:
        if engagement.start_date is None or engagement.start_date > until:
            continue
        end = min(engagement.last_day or until, until)
        if end < engagement.start_date:
            continue
        if periods and not joins(periods[-1][1], engagement.start_date):
            periods = []
        if periods and engagement.start_date <= periods[-1][1] + _DAY:
            periods[-1] = (periods[-1][0], max(periods[-1][1], end))
        else:
            periods.append((engagement.start_date, end))
    return periods


def _to_the_day(periods: Periods, until: date) -> Periods:
    return [(start, end + _DAY) if end == until else (start, end) for start, end in periods]


def _after_days(periods: Periods, days: int) -> date | None:
    """The day on which so many days of the periods have passed."""
    for start, end in periods:
        length = (end - start).days + 1
        if days < length:
            return start + timedelta(days=days)
        days -= length
    return None


def _projected(periods: Periods, months: int) -> date | None:
    """When the limit is reached if the last period goes on."""
    if not periods:
        return None
    start, end = periods[-1]
    return day_reached([*periods[:-1], (start, end + timedelta(days=31 * (months + 1)))], months)


def _worded(periods: Periods) -> str:
    return "; ".join(f"{start.isoformat()} to {end.isoformat()}" for start, end in periods)
