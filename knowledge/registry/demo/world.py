"""The demonstration company while it is being made: its tables as text rows, its people, and who is booked when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from knowledge.registry.demo.names import Names
from knowledge.registry.demo.occupations import Occupation
from knowledge.registry.demo.places import Place
from knowledge.workforce.kinds import ContributorKind, RateUnit

Row: TypeAlias = dict[str, str]
Value: TypeAlias = "str | int | Decimal | date | datetime | bool | Iterable[str] | None"

_SEED = 20_240_611


def text(value: Value) -> str:
    """A value as the bundle's CSV files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int):
        return str(value)
    return ";".join(value)


@dataclass(slots=True)
class Person:
    """A contributor of the demonstration company and what later steps need to know of them."""

    row: Row
    kind: ContributorKind
    place: Place
    occupation: Occupation
    level: int
    unit: str
    start: date
    end: date | None
    engagement: Row | None = None
    supplier: str | None = None
    rate: Decimal | None = None
    unit_of_rate: RateUnit = RateUnit.DAY
    crowd: bool = False
    leave: list[tuple[date, date]] = field(default_factory=list[tuple[date, date]])

    @property
    def id(self) -> str:
        return self.row["id"]

    @property
    def running(self) -> Row:
        """The engagement of this person; everybody but candidates has one."""
        if self.engagement is None:
            raise LookupError(f"{self.id} has no engagement")
        return self.engagement

    @property
    def active(self) -> bool:
        return self.row["status"] == "active"

    @property
    def day_rate(self) -> Decimal:
        """What a full day costs, in the rate's currency; an hourly rate counts for eight hours."""
        if self.rate is None:
            return Decimal(0)
        return self.rate * 8 if self.unit_of_rate is RateUnit.HOUR else self.rate


class World:
    """Everything made so far. Rows stay changeable until `bundle` hands them out."""

    def __init__(self, today: date, size: int) -> None:
        self.today = today
        self.size = size
        self.random = Random(_SEED)
        self.names = Names(Random(_SEED + 1))
        self.tables: dict[str, list[Row]] = {}
        self.people: list[Person] = []
        self.heads: dict[str, Person] = {}
        self.leads: dict[str, list[Person]] = {}
        self.administrators: list[Person] = []
        self.afterwards: list[Callable[[], None]] = []
        self.supplier_spend: dict[tuple[str, str], Decimal] = {}
        self._numbers = list(range(1001, 1001 + max(size, 400) * 3))
        Random(_SEED + 2).shuffle(self._numbers)
        self._counts: dict[str, int] = {}

    def add(self, table: str, **values: Value) -> Row:
        row = {column: text(value) for column, value in values.items()}
        self.tables.setdefault(table, []).append(row)
        return row

    def rows(self, table: str) -> list[Row]:
        return self.tables.setdefault(table, [])

    def next_id(self, prefix: str, first: int = 1, digits: int = 1) -> str:
        """Running numbers, by prefix."""
        self._counts[prefix] = self._counts.get(prefix, first - 1) + 1
        return f"{prefix}-{self._counts[prefix]:0{digits}d}"

    def contributor_id(self) -> str:
        """Numbers in no order, as they are after some years of joining and leaving."""
        return f"C-{self._numbers.pop()}"

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def between(self, first: int, last: int) -> date:
        """A day between two offsets from today."""
        return self.day(self.random.randint(first, last))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def bundle(self) -> dict[str, list[Row]]:
        """The tables, each with the same columns in every row."""
        return {name: _aligned(rows) for name, rows in self.tables.items()}


def _aligned(rows: list[Row]) -> list[Row]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [{column: row.get(column, "") for column in columns} for row in rows]
