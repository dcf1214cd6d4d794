"""What a cell of the bundle may hold: text in, a value out, or the reason why not.

Nothing is guessed. A text that is not exactly of its type raises `ValueError` whose message completes the sentence
"the value …" (see the rejects file). Empty cells never get here: empty means unknown.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
_INTEGER = re.compile(r"([+-]?[0-9]{1,15})(\.0+)?")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")

LARGEST_NUMBER = Decimal(10) ** 12
"""Numbers are kept as whole millionths in 64 bits; beyond this they would not fit."""
MILLIONTH = Decimal("0.000001")

# Codes in CLDR's territory list that ISO 3166-1 has not assigned to a country.
_NOT_ISO_3166 = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])


@dataclass(frozen=True, slots=True)
class ValueType:
    """One type of column. `name` is how documentation and messages call it."""

    name: str
    parse: Callable[[str], object]


@cache
def countries() -> frozenset[str]:
    """The 249 country codes of ISO 3166-1 alpha-2."""
    from babel import Locale

    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - _NOT_ISO_3166


@cache
def currencies() -> frozenset[str]:
    """The currency codes of ISO 4217, withdrawn ones included: old contracts name them."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


@cache
def time_zones() -> frozenset[str]:
    """The time zone names of the IANA database."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _text(text: str) -> str:
    return text


def _date(text: str) -> date:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("is no day of the calendar") from None
    raise ValueError("is not an ISO 8601 date (YYYY-MM-DD)")


def _day(text: str) -> date:
    """A date, or the day of a date-time as it is written: systems export `granted_at` either way."""
    return _moment(text, written=True).date() if len(text) > 10 else _date(text)


def _moment(text: str, *, written: bool = False) -> datetime:
    """A date-time in UTC. One without an offset is taken as UTC; a mere date is its first instant."""
    if len(text) <= 10:
        day = _date(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if not _MOMENT.fullmatch(text):
        raise ValueError("is not an ISO 8601 date-time (YYYY-MM-DDThh:mm:ssZ)")
    try:
        moment = datetime.fromisoformat(text)
        if written:
            return moment
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no moment of the calendar") from None


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("is not a number (digits and a decimal point, no separators)")
    number = Decimal(text)
    if abs(number) >= LARGEST_NUMBER:
        raise ValueError("is beyond what a number may be (less than 1,000,000,000,000)")
    return number.quantize(MILLIONTH)


def number(*, least: int | None = None, above: int | None = None, most: int | None = None) -> ValueType:
    """An exact number, kept to six decimals."""

    def parse(text: str) -> Decimal:
        value = _number(text)
        if above is not None and value <= above:
            raise ValueError(f"is not above {above}")
        if least is not None and value < least:
            raise ValueError(f"is below {least}")
        if most is not None and value > most:
            raise ValueError(f"is above {most}")
        return value

    limits = [f"above {above}" if above is not None else "", f"at least {least}" if least is not None else ""]
    limits.append(f"at most {most}" if most is not None else "")
    return ValueType(", ".join(["number", *filter(None, limits)]), parse)


def integer(least: int, most: int | None = None) -> ValueType:
    """A whole number between two limits, both included."""
    wanted = f"whole number from {least}" + (f" to {most}" if most is not None else "")
    largest = most if most is not None else 10**9

    def parse(text: str) -> int:
        match = _INTEGER.fullmatch(text)
        if not match:
            raise ValueError(f"is not a {wanted}")
        value = int(match[1])
        if not least <= value <= largest:
            raise ValueError(f"is not a {wanted}")
        return value

    return ValueType(wanted, parse)


def one_of(words: type[StrEnum] | tuple[str, ...], *, prefixes: tuple[str, ...] = ()) -> ValueType:
    """One word of a closed list, or one of the `prefixes` (such as `training:`) with a name after it."""
    listed = tuple(str(word) for word in words)
    allowed = frozenset(listed)
    name = "one of " + ", ".join([*listed, *(f"{prefix}<name>" for prefix in prefixes)])

    def parse(text: str) -> str:
        if text in allowed or any(text.startswith(p) and text[len(p) :].strip() for p in prefixes):
            return text
        raise ValueError(f"is not {name}")

    return ValueType(name, parse)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("is neither true nor false")
    return text == "true"


def _country(text: str) -> str:
    if text not in countries():
        raise ValueError("is not a country code of ISO 3166-1 alpha-2 (such as NL)")
    return text


def _subdivision(text: str) -> str:
    if not _SUBDIVISION.fullmatch(text) or text[:2] not in countries():
        raise ValueError("is not a subdivision code of ISO 3166-2 (such as US-CA)")
    return text


def _place(text: str) -> str:
    return _subdivision(text) if "-" in text else _country(text)


def _currency(text: str) -> str:
    if text not in currencies():
        raise ValueError("is not a currency code of ISO 4217 (such as EUR)")
    return text


def _time_zone(text: str) -> str:
    if text not in time_zones():
        raise ValueError("is not a time zone of the IANA database (such as Europe/Amsterdam)")
    return text


def _json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None


def _no_constant(text: str) -> object:
    raise ValueError(text)


def list_of(item: ValueType) -> ValueType:
    """Values separated by `;`, kept in their order; a value named twice counts once."""

    def parse(text: str) -> list[object]:
        return list(dict.fromkeys(item.parse(part) for part in map(str.strip, text.split(";")) if part))

    return ValueType(f"list of: {item.name}", parse)


TEXT = ValueType("text", _text)
DATE = ValueType("ISO date", _date)
DAY = ValueType("ISO date or date-time", _day)
MOMENT = ValueType("ISO date-time", _moment)
BOOLEAN = ValueType("true or false", _boolean)
COUNTRY = ValueType("ISO 3166-1 alpha-2 country", _country)
SUBDIVISION = ValueType("ISO 3166-2 subdivision", _subdivision)
PLACE = ValueType("country or subdivision", _place)
CURRENCY = ValueType("ISO 4217 currency", _currency)
TIME_ZONE = ValueType("IANA time zone", _time_zone)
JSON = ValueType("JSON", _json)
