"""What a table of the bundle is: columns, types, what is required, what refers to what."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.registry.importing import values as v
from knowledge.registry.importing.values import ValueType
from knowledge.workforce import kinds as k


class Unknown(StrEnum):
    """What becomes of a row that names something that is neither in the bundle nor stored."""

    REJECT = "the row is rejected"
    WARN = "the row is kept and a warning names the value"
    MARK = "the row is kept and marked"


@dataclass(frozen=True, slots=True)
class Reference:
    """That a column holds the id of another table's row; after a `*`, `table` is the column that names that table."""

    table: str
    unknown: Unknown = Unknown.REJECT


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: ValueType = v.TEXT
    required: bool = False
    refers: Reference | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of the bundle.

    `key` tells one row from another within a source. Where `repeats`, rows with the same key are told apart by their
    order (the tables without an id in which equal rows may be meant); elsewhere a second one is rejected. `spans` are
    the pairs of dates whose end may not precede its start.
    """

    name: str
    singular: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    repeats: bool = False
    spans: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def plain(name: str, kind: ValueType = v.TEXT, *, default: str | None = None) -> Column:
    return Column(name, kind, default=default)


def must(name: str, kind: ValueType = v.TEXT) -> Column:
    return Column(name, kind, required=True)


def of(name: str, table: str) -> Column:
    """The row belongs to that one, and is rejected without it."""
    return Column(name, required=True, refers=Reference(table))


def may(name: str, table: str, unknown: Unknown = Unknown.WARN) -> Column:
    """The row may name one."""
    return Column(name, refers=Reference(table, unknown))


AMOUNT = v.number(least=0)
UNIT = v.one_of(k.RateUnit)
DATA_CLASS = v.one_of(k.DataClass)
PERIOD = (("start_date", "end_date"),)
