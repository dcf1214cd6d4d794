"""How much of somebody's time is booked, week by week."""

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.workforce.availability import availability
from knowledge.workforce.window import Window
from knowledge.workforce.work import Commitments


@dataclass(frozen=True, slots=True)
class Week:
    """From its Monday. `booked` is the highest sum of confirmed bookings on any day, as a share of their own full time.

    `away` says that on some day they can't be booked: leave, or outside the engagement. It doesn't say which.
    """

    start: date
    booked: float
    away: bool


def weeks_ahead(commitments: Commitments, today: date, count: int) -> list[Week]:
    """The week of `today` and those after it, `count` in all; days before today don't count."""
    monday = today - timedelta(days=today.weekday())
    found: list[Week] = []
    for n in range(count):
        start = monday + timedelta(weeks=n)
        days = availability(commitments, Window(max(start, today), start + timedelta(days=6)))
        found.append(Week(start, days.peak_booked, bool(days.leave or days.outside)))
    return found


def mean_utilisation(weeks: list[Week]) -> float | None:
    """The mean of the weeks on which somebody is there, each at most 1; None when there is no such week."""
    there = [min(week.booked, 1.0) for week in weeks if not week.away]
    return sum(there) / len(there) if there else None
