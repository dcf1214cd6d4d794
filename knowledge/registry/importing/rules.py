"""How a mapping fills one column from a source's record."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import cast

from knowledge.registry.importing.structured import as_text

ITEM = "@item"
"""The name under which a rule reads the item of the list that a table goes through (`each`)."""
_FIELD = re.compile(r"\{([^{}]+)\}")


class RuleError(Exception):
    """A value that the rule can't take; the reason completes "the value …"."""

    def __init__(self, value: str, reason: str) -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason


def value_of(record: Mapping[str, object], path: str) -> object:
    """A record's field, by its name or, through nested objects and lists, by names and positions with dots between."""
    if path in record:
        return record[path]
    return _inside(record, path.split("."))


def _inside(value: object, steps: Sequence[str]) -> object:
    if not steps:
        return value
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)  # pyright: ignore[reportUnnecessaryCast]
        # A name may itself hold dots, as those of SCIM's extensions do: the longest that is there leads on.
        for n in range(len(steps), 0, -1):
            if (name := ".".join(steps[:n])) in members:
                return _inside(members[name], steps[n:])
    elif isinstance(value, list):
        items = cast("list[object]", value)
        if steps[0].isascii() and steps[0].isdigit() and int(steps[0]) < len(items):
            return _inside(items[int(steps[0])], steps[1:])
    return None


def root_fields(path: str) -> tuple[str, ...]:
    """The names under which a record may hold what `path` reads: as it stands, or its first steps."""
    steps = path.split(".")
    return tuple(".".join(steps[:n]) for n in range(len(steps), 0, -1))


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one column's text comes from and what is done to it, in the order of the fields below.

    The text is a `constant`, a `template`, or the first of `sources` that is not empty. One in `empty` becomes
    unknown. Then `lookup` (another file's key to its value), `values` (word for word; else `otherwise`, else the row
    is rejected), `settled` (what the column as a whole says of a
    date or number), `dates` (formats of strptime, to ISO), `decimal` and `group` (characters of numbers), `split` (a list
    with that separator) and `slug`.
    """

    sources: tuple[str, ...] = ()
    constant: str | None = None
    template: str | None = None
    empty: frozenset[str] = frozenset()
    lookup: str | None = None
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    dates: tuple[str, ...] = ()
    decimal: str | None = None
    group: str | None = None
    split: str | None = None
    slug: bool = False
    fields: tuple[str, ...] = field(default=())
    settled: Callable[[str], str] | None = None

    @property
    def needs_field(self) -> bool:
        """Whether a record without any of its fields leaves the column empty (no constant, no word for nothing)."""
        return bool(self.fields) and not (self.values is not None and "" in self.values)

    def text(self, record: Mapping[str, object], lookups: Mapping[str, Mapping[str, str]]) -> str:
        """The column's text for a record; raises `RuleError`."""
        if self.constant is not None:
            return self.constant
        text = self._fill(record) if self.template is not None else self._first(record)
        if text in self.empty:
            return ""
        if text and self.lookup is not None:
            text = _known(lookups[self.lookup].get(text), text, f"is not in the lookup {self.lookup}")
        if self.values is not None and (text or "" in self.values):
            text = _known(self.values.get(text, self.otherwise), text, "is none that the mapping has a word for")
        if not text:
            return ""
        if self.settled is not None:
            text = self.settled(text)
        if self.dates:
            text = _iso(text, self.dates)
        if self.decimal or self.group:
            text = _plain_number(text, self.decimal or ".", self.group or "")
        if self.split is not None:
            text = ";".join(part for part in map(str.strip, text.split(self.split)) if part)
        return _slug(text) if self.slug else text

    def _first(self, record: Mapping[str, object]) -> str:
        for source in self.sources:
            if text := as_text(value_of(record, source)).strip():
                return text
        return ""

    def _fill(self, record: Mapping[str, object]) -> str:
        filled = _FIELD.sub(lambda m: as_text(value_of(record, m[1])).strip(), self.template or "")
        if not _FIELD.sub("", self.template or "").strip() and not filled.strip():
            return ""
        return " ".join(filled.split())


def template_fields(template: str) -> tuple[str, ...]:
    return tuple(_FIELD.findall(template))


def _known(found: str | None, text: str, reason: str) -> str:
    if found is None:
        raise RuleError(text, reason)
    return found


@lru_cache(maxsize=50_000)
def parsed_date(text: str, form: str) -> str | None:
    """The text in that form of strptime as an ISO date or date-time; None when it is not of that form."""
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 (a calendar date as written; `%z` makes it aware)
    except ValueError:
        return None
    has_time = any(mark in form for mark in ("%H", "%I", "%X", "%c", "%T"))
    return moment.isoformat() if has_time else moment.date().isoformat()


def _iso(text: str, forms: tuple[str, ...]) -> str:
    found = {parsed for form in forms if (parsed := parsed_date(text, form))}
    if len(found) != 1:
        wanted = " or ".join(forms)
        reason = f"reads as several dates in the forms {wanted}" if found else f"is not a date in the form {wanted}"
        raise RuleError(text, reason)
    return found.pop()


def _plain_number(text: str, decimal: str, group: str) -> str:
    whole, mark, fraction = text.partition(decimal)
    if group and group in whole:
        first, *others = whole.lstrip("+-").split(group)
        if not (1 <= len(first) <= 3 and all(len(part) == 3 for part in others)):
            raise RuleError(text, f"does not have its groups of three digits where {group!r} stands")
        whole = whole.replace(group, "")
    return f"{whole}.{fraction}" if mark else whole


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
