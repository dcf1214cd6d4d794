"""Calendar months: what "18 months after 31 August" means."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_reached(spans: list[tuple[date, date]], months: int) -> date | None:
    """The first day on which periods of work, added up, make so many calendar months; None if they never do.

    Periods that follow each other are laid end to end from the first one's start; a whole number of months is then
    counted on the calendar, so that one unbroken period is exact to the day.
    """
    if not spans:
        return None
    target = (add_months(spans[0][0], months) - spans[0][0]).days
    worked = 0
    for start, end in spans:
        length = (end - start).days + 1
        if worked + length >= target:
            return start + timedelta(days=target - worked)
        worked += length
    return None
