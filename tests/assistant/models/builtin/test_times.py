"""Dates in people's words, as of Tuesday 24 November 2026."""

from datetime import date

import pytest

from assistant.models.builtin.times import read_times

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("is she free next week", "2026-11-30", "2026-12-06"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("the week after next", "2026-12-07", "2026-12-13"),
        ("in March", "2027-03-01", "2027-03-31"),
        ("in November", "2026-11-01", "2026-11-30"),
        ("in Q2", "2027-04-01", "2027-06-30"),
        ("in Q4", "2026-10-01", "2026-12-31"),
        ("Q1 2028", "2028-01-01", "2028-03-31"),
        ("from March half time until mid-May", "2027-03-01", "2027-05-15"),
        ("for six weeks from 4 Jan", "2027-01-04", "2027-02-14"),
        ("from January until end of June", "2027-01-01", "2027-06-30"),
        ("asap till end of q2", "2026-11-24", "2027-06-30"),
        ("between january and march", "2027-01-01", "2027-03-31"),
        ("from 2027-01-04 to 2027-02-01", "2027-01-04", "2027-02-01"),
        ("over the next 3 weeks", "2026-11-24", "2026-12-14"),
        ("from November to February", "2026-11-01", "2027-02-28"),
        ("tomorrow", "2026-11-25", "2026-11-25"),
        ("on friday", "2026-11-27", "2026-11-27"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("next quarter", "2027-01-01", "2027-03-31"),
        ("on 29 February 2028", "2028-02-29", "2028-02-29"),
        ("on 25.12.2026", "2026-12-25", "2026-12-25"),
        ("for two weeks", "2026-11-24", "2026-12-07"),
        ("from March, three days a week", "2027-03-01", "2027-05-31"),
        ("until the end of the quarter", "2026-11-24", "2026-12-31"),
    ],
)
def test_windows(text: str, start: str, end: str) -> None:
    window = read_times(text, TODAY).window(TODAY)
    assert window is not None
    assert (window.start.isoformat(), window.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["may a contractor use their own laptop", "who approves 10 roles", "how many people work here", "D-012 and TEN-01"],
)
def test_no_time_where_none_is_said(text: str) -> None:
    assert not read_times(text, TODAY).found


def test_a_date_with_two_readings_is_not_guessed() -> None:
    assert read_times("on 03/04/2027", TODAY).ambiguous == (date(2027, 4, 3), date(2027, 3, 4))
    assert read_times("on 13/04/2027", TODAY).start == date(2027, 4, 13)


def test_the_week_after_refers_to_what_was_said_before() -> None:
    assert read_times("and the week after?", TODAY).relative == "week_after"


def test_an_impossible_date_is_no_date() -> None:
    assert not read_times("on 31 February 2027", TODAY).found
