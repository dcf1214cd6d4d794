"""How much of somebody's time is free in a window of days.

The contract's definition: 1 minus the highest sum of overlapping confirmed bookings on any day of the window, never the
sum over the window. A day of leave or outside the engagement makes the window's figure 0; the figure for the other days
is given beside it. Tentative bookings are named and don't block.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge.workforce.kinds import AssignmentStatus
from knowledge.workforce.window import Window
from knowledge.workforce.work import Booking, Commitments

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Availability:
    """Shares are of the contributor's own full time, from 0 to 1.

    `share` is the window's figure; `share_otherwise` the one for the days without leave and inside the engagement (None
    when there are no such days). `peak_booked` may pass 1 for somebody who is overbooked.
    """

    share: float
    share_otherwise: float | None
    peak_booked: float
    leave: tuple[Window, ...]
    outside: tuple[Window, ...]
    bookings: tuple[Booking, ...]
    tentative: tuple[Booking, ...]


def availability(commitments: Commitments, window: Window) -> Availability:
    """The availability of one contributor in a window."""
    confirmed = tuple(b for b in commitments.bookings if _in(b, window) and b.status is AssignmentStatus.CONFIRMED)
    tentative = tuple(b for b in commitments.bookings if _in(b, window) and b.status is AssignmentStatus.TENTATIVE)
    leave = tuple(
        Window(max(away.start, window.start), min(away.end, window.end))
        for away in commitments.leave
        if away.overlaps(window.start, window.end)
    )
    outside = _outside(commitments.engaged, window)
    free_days = _without(window, [*leave, *outside])
    otherwise = _free(max(_peak(confirmed, span) for span in free_days)) if free_days else None
    blocked = bool(leave or outside)
    return Availability(
        share=0.0 if blocked or otherwise is None else otherwise,
        share_otherwise=otherwise,
        peak_booked=float(_peak(confirmed, window)),
        leave=leave,
        outside=outside,
        bookings=confirmed,
        tentative=tentative,
    )


def _free(booked: Decimal) -> float:
    return float(max(Decimal(1) - booked, Decimal(0)))


def _peak(bookings: tuple[Booking, ...], window: Window) -> Decimal:
    """The highest sum of shares on any day: it occurs on the first day, or on a day on which a booking starts."""
    starts = {window.start} | {b.start_date for b in bookings if b.start_date in window}
    return max(
        sum((Decimal(str(b.fte)) for b in bookings if b.start_date <= day <= b.end_date), Decimal(0)) for day in starts
    )


def _in(booking: Booking, window: Window) -> bool:
    return window.overlaps(booking.start_date, booking.end_date)


def _outside(engaged: tuple[tuple[date | None, date | None], ...], window: Window) -> tuple[Window, ...]:
    """The parts of the window in no engaged span (spans are in order and don't touch)."""
    inside = [
        Window(max(start or window.start, window.start), min(end or window.end, window.end))
        for start, end in engaged
        if window.overlaps(start, end)
    ]
    return tuple(_without(window, inside))


def _without(window: Window, taken: list[Window]) -> list[Window]:
    """What is left of a window without these parts of it."""
    left: list[Window] = []
    day = window.start
    for part in sorted(taken):
        if part.start > day:
            left.append(Window(day, part.start - _DAY))
        day = max(day, part.end + _DAY)
    if day <= window.end:
        left.append(Window(day, window.end))
    return left
