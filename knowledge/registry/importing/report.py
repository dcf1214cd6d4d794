"""What an import did: exact counts for every table, the rejected rows, and what its reader should know."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TextIO

Progress = Callable[[str, int], None]
"""Called with the table being loaded and the rows of it read so far."""

SHOWN_DIFFERENCES = 20
REJECT_COLUMNS = ("table", "row", "column", "value", "reason")


@dataclass(slots=True)
class Counts:
    """For one table: read = created + updated + unchanged + rejected."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_json(self) -> dict[str, int]:
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


class Difference(NamedTuple):
    """One field that a dry run would change: table, row, field, what stands, what would."""

    table: str
    key: str
    field: str
    was: str
    now: str


@dataclass(slots=True)
class ImportReport:
    """The outcome of one import of one source."""

    source: str
    dry_run: bool
    tables: dict[str, Counts] = field(default_factory=dict[str, Counts])
    rejects: Path | None = None
    unknown_columns: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    warnings: list[str] = field(default_factory=list[str])
    differences: list[Difference] = field(default_factory=list[Difference])

    def as_json(self) -> dict[str, object]:
        """The document of `workforce import --json`."""
        return {
            "source": self.source,
            "dry_run": self.dry_run,
            "tables": {name: counts.as_json() for name, counts in self.tables.items()},
            "rejects": str(self.rejects) if self.rejects else None,
            "unknown_columns": self.unknown_columns,
            "warnings": self.warnings,
        }

    def summary(self) -> list[str]:
        """The same for a person, a line each."""
        done = "Would import" if self.dry_run else "Imported"
        lines = [f"{done} from {self.source}:"]
        width = max((len(name) for name in self.tables), default=0)
        for name, counts in self.tables.items():
            parts = [f"{n:,} {what}" for what, n in counts.as_json().items() if what != "read" and n]
            lines.append(f"  {name:<{width}}  {counts.read:>9,} read: {', '.join(parts) or 'nothing in it'}")
        for name, columns in self.unknown_columns.items():
            lines.append(f"  Kept as source data, not used: {name}: {', '.join(columns)}")
        lines += [f"  {d.table} {d.key}: {d.field} {d.was} → {d.now}" for d in self.differences[:SHOWN_DIFFERENCES]]
        if more := len(self.differences) - SHOWN_DIFFERENCES:
            lines += [f"  … and at least {more:,} more fields would change"] if more > 0 else []
        lines += [f"  Note: {warning}" for warning in self.warnings]
        if self.rejects:
            lines.append(f"  Rejected rows, with the reason of each: {self.rejects}")
        return lines


class Rejects:
    """The file of rejected rows, made with the first of them; a dry run counts and writes none."""

    def __init__(self, folder: Path | None, source: str) -> None:
        self._folder = folder
        self._source = source
        self._file: TextIO | None = None
        self.path: Path | None = None

    def add(self, table: str, row: int, column: str, value: str, reason: str) -> None:
        if self._folder is None:
            return
        if self._file is None:
            self._file = self._create(self._folder)
        csv.writer(self._file, lineterminator="\n").writerow((table, row, column, value, reason))

    def _create(self, folder: Path) -> TextIO:
        folder.mkdir(parents=True, exist_ok=True)
        name = "".join(c if c.isalnum() or c in "-_" else "-" for c in self._source)[:60]
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self.path = folder / f"rejects-{name}-{stamp}.csv"
        file = self.path.open("x", encoding="utf-8", errors="backslashreplace", newline="")
        csv.writer(file, lineterminator="\n").writerow(REJECT_COLUMNS)
        return file

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def name_some(values: Sequence[str], most: int = 5) -> str:
    """Up to `most` of the values, and how many more there are."""
    shown = ", ".join(value if len(value) <= 60 else value[:57] + "…" for value in values[:most])
    return f"{shown} and {len(values) - most:,} more" if len(values) > most else shown
