"""Dates, shares and lists as people read them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from knowledge.workforce.money import Rate, plain
from knowledge.workforce.window import Window


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def span(window: Window) -> str:
    if window.start == window.end:
        return day(window.start)
    return f"{day(window.start)} to {day(window.end)}"


def percent(share: float) -> str:
    """A share of full time, rounded to what its decimals say: 0.5 is 50%."""
    return f"{plain(Decimal(str(round(share * 100, 2))))}%"


def rate(value: Rate | None, *, hidden: bool) -> str:
    if value is None:
        return "not shown" if hidden else "unknown"
    return str(value)


def count(n: int, singular: str, plural: str | None = None) -> str:
    return f"{n:,} {singular if n == 1 else plural or singular + 's'}"


def listed(words: Sequence[str]) -> str:
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def cell(text: str) -> str:
    """A text that fits one cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def harmless(value: object) -> str:
    """A value as a cell of a CSV file that no spreadsheet takes for a formula; None is empty."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("\t", "\r") or text.lstrip()[:1] in ("=", "+", "-", "@") else text
