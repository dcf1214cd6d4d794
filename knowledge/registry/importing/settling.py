"""Dates and numbers that can be read in several ways, settled by their column as a whole.

`03/04/2024` alone may be in March or in April; beside `25/04/2024` it is in April. What a whole column leaves open stays
open: such a row is rejected, and the mapping can say how to read it.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from knowledge.registry.importing import values as v
from knowledge.registry.importing.rules import Rule, RuleError, parsed_date
from knowledge.registry.importing.table_schema import Column

_DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d",
    "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y",
)  # fmt: skip
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
DATE_FORMS = tuple(day + clock for day in _DAYS for clock in _CLOCKS)
"""The forms in which exports write dates besides ISO 8601, for strptime. None has a year of two digits."""

NUMBER_STYLES = ((".", ""), (".", ","), (",", ""), (",", "."), (".", " "), (",", " "), (".", "'"), (",", "'"))
"""How numbers are written: the mark before decimals, and the one between groups of three digits."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?")
_REMEMBERED = 50_000


@lru_cache(maxsize=_REMEMBERED)
def _dates(text: str) -> frozenset[str]:
    if _ISO.fullmatch(text):
        return frozenset()
    return frozenset(form for form in DATE_FORMS if parsed_date(text, form))


@lru_cache(maxsize=_REMEMBERED)
def _number(text: str, decimal: str, group: str) -> str | None:
    """The number as Python writes it, when it is one in this style."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2019", "'")
    whole, mark, fraction = text.partition(decimal)
    sign = whole[:1] if whole[:1] in ("+", "-") else ""
    whole = whole[len(sign) :]
    if group:
        if not re.fullmatch(rf"[0-9]{{1,3}}({re.escape(group)}[0-9]{{3}})+", whole):
            return None if group in text or not whole.isdigit() else _joined(sign, whole, mark, fraction)
        whole = whole.replace(group, "")
    return _joined(sign, whole, mark, fraction)


def _joined(sign: str, whole: str, mark: str, fraction: str) -> str | None:
    if not (whole.isascii() and whole.isdigit()) or (mark and not (fraction.isascii() and fraction.isdigit())):
        return None
    return f"{sign}{whole}.{fraction}" if mark else f"{sign}{whole}"


@lru_cache(maxsize=_REMEMBERED)
def _styles(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(style for style in NUMBER_STYLES if _number(text, *style) is not None)


@dataclass(slots=True)
class ColumnSettling:
    """What the texts of one column have in common. `see` each of them, then ask for the rule that reads them.

    A text that can't be read in any form is left out here, so that one slip does not spoil its column; its own row is
    rejected later.
    """

    rule: Rule
    of_dates: bool
    fitting: frozenset[object] | None = None
    _seen: set[str] = field(default_factory=set[str])

    def see(self, text: str) -> None:
        if not text or text in self._seen:
            return
        if len(self._seen) < _REMEMBERED:
            self._seen.add(text)
        forms: frozenset[object] = frozenset(_dates(text) if self.of_dates else _styles(text))
        if forms:
            self.fitting = forms if self.fitting is None else self.fitting & forms

    def settled(self) -> Rule:
        if self.fitting is None and not self.of_dates:
            return self.rule
        reader = self._read_date if self.of_dates else self._read_number
        return replace(self.rule, settled=reader)

    def _read_date(self, text: str) -> str:
        if _ISO.fullmatch(text):
            return text[:10]
        if not _dates(text):
            raise RuleError(text, "is not a date in a known form")
        readings = {parsed_date(text, str(form)) for form in self.fitting or ()} - {None}
        return self._only({str(reading)[:10] for reading in readings}, text, "dates", "date")

    def _read_number(self, text: str) -> str:
        if not _styles(text):
            raise RuleError(text, "is not a number in a known form")
        readings = {_number(text, *style) for style in NUMBER_STYLES if style in (self.fitting or ())} - {None}
        return self._only({str(reading) for reading in readings}, text, "numbers", "decimal")

    def _only(self, readings: set[str], text: str, what: str, word: str) -> str:
        if not readings:
            raise RuleError(text, f"stands in a column that mixes several forms of {what}; say `{word}` in the mapping")
        if len(readings) > 1:
            shown = " or ".join(sorted(readings)[:3])
            raise RuleError(text, f"reads as several {what} ({shown}); say `{word}` in the mapping")
        return readings.pop()


def settling_of(rule: Rule, column: Column, *, of_text: bool) -> ColumnSettling | None:
    """How to settle a column that the mapping leaves open; None where nothing is open.

    `of_text` is whether the file has only text: in JSON and workbooks a number is a number.
    """
    if rule.constant is not None:
        return None
    if column.type is v.DATE and not rule.dates:
        return ColumnSettling(rule, of_dates=True)
    if of_text and column.type.name.startswith("number") and rule.decimal is None and rule.group is None:
        return ColumnSettling(rule, of_dates=False)
    return None
