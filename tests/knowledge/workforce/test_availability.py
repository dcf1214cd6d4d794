"""Availability against a count day by day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from knowledge.workforce.availability import availability
from knowledge.workforce.kinds import AssignmentStatus
from knowledge.workforce.window import Window
from knowledge.workforce.work import Booking, Commitments

START = date(2027, 2, 20)
days = st.integers(-5, 40).map(lambda n: START + timedelta(days=n))
windows = st.tuples(days, days).map(lambda pair: Window(min(pair), max(pair)))


def booking(window: Window, tenths: int, status: AssignmentStatus = AssignmentStatus.CONFIRMED) -> Booking:
    return Booking("A", "C", "P", "Atlas", tenths / 10, window.start, window.end, status)


bookings = st.builds(booking, windows, st.integers(1, 10), st.sampled_from(AssignmentStatus))


@given(st.lists(bookings, max_size=6), st.lists(windows, max_size=2), st.lists(windows, max_size=1), windows)
def test_it_is_what_a_count_day_by_day_says(
    booked: list[Booking], leave: list[Window], engaged: list[Window], window: Window
) -> None:
    spans = tuple((w.start, w.end) for w in engaged) or ((None, None),)
    found = availability(Commitments(tuple(booked), tuple(leave), spans), window)

    def share(day: date) -> Decimal:
        confirmed = (b for b in booked if b.status is AssignmentStatus.CONFIRMED)
        return sum((Decimal(str(b.fte)) for b in confirmed if b.start_date <= day <= b.end_date), Decimal(0))

    def blocked(day: date) -> bool:
        inside = any((s is None or s <= day) and (e is None or e >= day) for s, e in spans)
        return not inside or any(day in away for away in leave)

    free = [float(max(Decimal(1) - share(day), Decimal(0))) for day in window if not blocked(day)]
    assert found.share_otherwise == (min(free) if free else None)
    whole = not any(blocked(day) for day in window)
    assert found.share == (min(free) if whole else 0.0)
    assert found.peak_booked == float(max(share(day) for day in window))


def test_shares_are_exact() -> None:
    window = Window(START, START + timedelta(days=9))
    found = availability(Commitments((booking(window, 7),), (), ((None, None),)), window)
    assert found.share == 0.3


def test_tentative_bookings_are_named_and_do_not_block() -> None:
    window = Window(START, START + timedelta(days=9))
    planned = booking(window, 10, AssignmentStatus.TENTATIVE)
    found = availability(Commitments((planned,), (), ((None, None),)), window)
    assert (found.share, found.tentative, found.bookings) == (1.0, (planned,), ())


def test_the_peak_counts_and_not_the_sum() -> None:
    window = Window(date(2027, 3, 1), date(2027, 3, 31))
    first = booking(Window(date(2027, 3, 1), date(2027, 3, 10)), 6)
    second = booking(Window(date(2027, 3, 11), date(2027, 3, 31)), 6)
    assert availability(Commitments((first, second), (), ((None, None),)), window).share == 0.4


def test_nobody_is_available_outside_every_engagement() -> None:
    window = Window(date(2027, 3, 1), date(2027, 3, 31))
    assert availability(Commitments(), window).share == 0.0
    found = availability(Commitments((), (), ((None, date(2027, 3, 15)),)), window)
    assert (found.share, found.share_otherwise) == (0.0, 1.0)
    assert found.outside == (Window(date(2027, 3, 16), date(2027, 3, 31)),)
