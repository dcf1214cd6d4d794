"""What an answer's text states: numbers, dates, ids and names, found by their form alone."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

_MONTHS = {name.casefold(): n for names in (month_name, month_abbr) for n, name in enumerate(names) if name}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH})\.?\s+(?P<y3>\d{{4}}))\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_ID = re.compile(r"\b(?=[\w:.-]*[A-Za-z])(?=[\w:.-]*\d)[A-Za-z0-9][\w:.-]*[A-Za-z0-9]\b")
_NUMBER = re.compile(
    r"(?<![\w.])[-−]?(?P<n>\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<u>%|percent\b|[kKmM]\b)?"
)
_LIST_MARK = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_WORDS = {
    word: n
    for n, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=2,
    )
}
_WORD_NUMBER = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_NAME = re.compile(
    rf"\b[{_UPPER}][\w'’.-]+(?:[ \t]+(?:(?:de|da|van|von|der|den|al|bin|la|le)[ \t]+)*[{_UPPER}][\w'’-]+)+"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as written: the year, or the day of the month, may be left out."""

    year: int | None
    month: int
    day: int | None

    def matches(self, other: date) -> bool:
        return (
            other.month == self.month
            and (self.year is None or other.year == self.year)
            and (self.day is None or other.day == self.day)
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement in a text. `value` is a Decimal for numbers, a PartialDate for dates, else the text."""

    kind: Literal["number", "date", "id", "name"]
    text: str
    value: Decimal | PartialDate | str
    percent: bool = False


def dates_in(text: str) -> Iterator[tuple[re.Match[str], PartialDate]]:
    """Every date that a text writes, in any of the common forms."""
    for match in _DATE.finditer(text):
        if iso := match["iso"]:
            year, month, day = (int(part) for part in iso.split("-"))
            if 1 <= month <= 12:
                yield match, PartialDate(year, month, day)
            continue
        name = match["m1"] or match["m2"] or match["m3"]
        year = match["y1"] or match["y2"] or match["y3"]
        day = match["d1"] or match["d2"]
        yield match, PartialDate(int(year) if year else None, _MONTHS[name.casefold()], int(day) if day else None)


def numbers_in(text: str) -> Iterator[tuple[re.Match[str], Decimal, bool]]:
    """Every number that a text writes with digits: the match, its value, and whether it is a percentage."""
    for match in _NUMBER.finditer(text):
        value = Decimal(re.sub(r"[,  ]", "", match["n"]))
        unit = (match["u"] or "").casefold()
        yield match, value * {"k": 1_000, "m": 1_000_000}.get(unit, 1), unit in ("%", "percent")


def ids_in(text: str) -> Iterator[re.Match[str]]:
    """Tokens that mix letters and digits, such as `D-01` or `TEN-01`; never `30k` or `1st`."""
    for match in _ID.finditer(text):
        if not re.fullmatch(r"\d[\d,.]*(?:[kKmM]|st|nd|rd|th|h|d|x|%)", match.group()):
            yield match


def claims_in(text: str, *, names: bool) -> list[Claim]:
    """What `text` states. `names` adds runs of capitalised words, for text that a language model worded."""
    claims: list[Claim] = []
    rest = _LIST_MARK.sub(lambda m: " " * len(m.group()), text)

    def blank(match: re.Match[str]) -> None:
        nonlocal rest
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]

    if names:
        claims += [Claim("name", m.group(), m.group()) for m in _NAME.finditer(rest)]
    for match, value in list(dates_in(rest)):
        claims.append(Claim("date", match.group(), value))
        blank(match)
    for match in list(_TIME.finditer(rest)):
        blank(match)
    for match in list(ids_in(rest)):
        claims.append(Claim("id", match.group(), match.group()))
        blank(match)
    claims += [Claim("number", m.group().strip(), value, percent) for m, value, percent in numbers_in(rest)]
    if names:
        claims += [
            Claim("number", m.group(), Decimal(_WORDS[m.group().casefold()])) for m in _WORD_NUMBER.finditer(rest)
        ]
    return claims
