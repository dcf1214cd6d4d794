"""What a contributor's work on a demand costs: their rate for the time that it takes, in the rate's own unit and currency."""

from datetime import timedelta
from decimal import Decimal

from knowledge.workforce.kinds import RateUnit
from knowledge.workforce.people import Contributor
from knowledge.workforce.window import Window

DAYS_A_MONTH = Decimal("30.4375")
DAYS_A_YEAR = Decimal("365.25")


def work_cost(person: Contributor, fte: float, window: Window) -> tuple[Decimal, str] | None:
    """(amount, currency), or None when the rate, or the weekly hours of an hourly one, are unknown or hidden.

    A day rate counts working days (Monday to Friday), an hourly one the weekly hours over the same days, a monthly or yearly one
    calendar time; each times the share of the contributor's own full time.
    """
    rate = person.rate
    if rate is None:
        return None
    share = Decimal(str(fte))
    days = Decimal(working_days(window))
    if rate.unit is RateUnit.DAY:
        units = days
    elif rate.unit is RateUnit.HOUR:
        if person.weekly_hours is None:
            return None
        units = Decimal(str(person.weekly_hours)) * days / 5
    else:
        units = Decimal(window.days) / (DAYS_A_MONTH if rate.unit is RateUnit.MONTH else DAYS_A_YEAR)
    return (rate.amount * units * share).quantize(Decimal("0.01")), rate.currency


def working_days(window: Window) -> int:
    """Mondays to Fridays, whatever the country's holidays."""
    weeks, rest = divmod(window.days, 7)
    return weeks * 5 + sum((window.start + timedelta(days=n)).weekday() < 5 for n in range(rest))
