"""Windows that look back: somebody who asks what was done means days that have been."""

from datetime import date


def past_window(start: date | None, end: date | None, today: date) -> tuple[date | None, date | None]:
    """The window as it last was: "in March", read as the coming one, is the March before when it begins after today."""
    while start is not None and start > today:
        start = _a_year_before(start)
        end = _a_year_before(end) if end is not None else None
    return start, end


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
