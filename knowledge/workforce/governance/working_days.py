"""Working days, and what a booking costs in money."""

from datetime import date
from decimal import Decimal

from knowledge.workforce.governance.facts import AssignmentFact, ContributorFact, EngagementFact

WEEK_DAYS = 5
FULL_TIME_HOURS = Decimal(40)
"""A week's hours where a contributor's own are not known."""


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays from `first` to `last`, both included; 0 when `last` lies before `first`."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * WEEK_DAYS + sum((first.weekday() + n) % 7 < WEEK_DAYS for n in range(rest))


def day_rate(
    amount: Decimal | None, unit: str | None, contributor: ContributorFact, hours_a_day: Decimal | None
) -> Decimal | None:
    """What a working day of somebody costs: an hourly rate by the hours of a day, which are a fifth of their own week
    unless the company has set them. None for other units, which are never converted."""
    if amount is None or unit not in ("hour", "day"):
        return None
    if unit == "day":
        return amount
    return amount * (hours_a_day or (contributor.weekly_hours or FULL_TIME_HOURS) / WEEK_DAYS)


def terms(
    contributor: ContributorFact, engagement: EngagementFact | None
) -> tuple[Decimal | None, str | None, str | None]:
    """Amount, currency and unit of the rate: the engagement's, else the contributor's."""
    if engagement is not None and engagement.rate_amount is not None:
        return engagement.rate_amount, engagement.rate_currency, engagement.rate_unit
    return contributor.rate_amount, contributor.rate_currency, contributor.rate_unit


def booked_days(booking: AssignmentFact, first: date | None = None, last: date | None = None) -> Decimal:
    """Working days of a booking, as full days, inside the span given."""
    start = max(booking.start_date, first or booking.start_date)
    end = min(booking.end_date, last or booking.end_date)
    return booking.fte * working_days(start, end)
