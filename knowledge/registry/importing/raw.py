"""Tables of text, before anything in them is believed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Fault(NamedTuple):
    """Why a row can't be taken: the first faulty column, its text, and the reason."""

    column: str
    value: str
    reason: str


class Record(NamedTuple):
    """One row as it stands. `number` counts records with the header as 1; `fault` is one of reading it."""

    number: int
    cells: Sequence[str]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table's text: `rows` gives its records without the header, anew each time it is asked.

    `kept` are columns that the bundle does not know and that are not worth reporting: somebody wished them kept. Where
    `distinct`, a record equal to an earlier one is none of its own (a unit named by each of its people).
    """

    name: str
    label: str
    header: tuple[str, ...]
    rows: Callable[[], Iterable[Record]]
    kept: frozenset[str] = field(default=frozenset())
    distinct: bool = False
