"""Rows of text into rows of values, or into the rejects with the first faulty column and the reason.

Everything comes from the schema: a table's types, what it requires, what it refers to, its key and its spans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, cast

from knowledge.registry.importing.raw import Fault, RawTable, Record
from knowledge.registry.importing.report import Counts, ImportReport, Rejects, name_some
from knowledge.registry.importing.schema import BUNDLE, Column, TableSchema, Unknown
from knowledge.workforce.errors import BadInput

_SINGULAR = {schema.singular: schema.name for schema in BUNDLE.values()} | {"agent": "contributors"}


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted row. `key` tells it from the others of its source; `found` holds the pk behind each reference."""

    key: tuple[object, ...]
    values: dict[str, object]
    found: dict[str, int | None]
    extra: dict[str, str] | None


class KnownIds(Protocol):
    """The ids that rows may refer to: those stored before and those accepted in this import."""

    def find(self, table: str, reference: str) -> int | None:
        """The pk behind an id of this source (or `<source>:<id>`, or another source's), None when there is none."""
        ...

    def accept(self, table: str, reference: str) -> None:
        """Lets later rows refer to a row of this import that is yet to be stored."""
        ...


class _RowError(Exception):
    """This row can't be taken."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = Fault(column, value, reason)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One column of the file that the schema knows: where it stands and how it is read."""

    at: int
    column: Column
    memo: dict[str, object] = field(default_factory=dict[str, object])

    def parse(self, text: str) -> object:
        # The same few dates, kinds and numbers stand in most rows.
        value = self.memo.get(text)
        if value is None:
            value = self.column.type.parse(text)
            if len(self.memo) < 20_000:
                self.memo[text] = value
        return value


@dataclass(slots=True)
class Unresolved:
    """References that led nowhere when their row was read; looked up once more when everything is in."""

    seen: dict[tuple[str, str, str], dict[str, int]] = field(default_factory=dict[tuple[str, str, str], dict[str, int]])

    def add(self, table: str, column: str, target: str, value: str) -> None:
        values = self.seen.setdefault((table, column, target), {})
        values[value] = values.get(value, 0) + 1

    def warnings(self, known: KnownIds) -> Iterator[str]:
        """One sentence for each column with references that still lead nowhere."""
        for (table, column, target), values in self.seen.items():
            missing = {value: n for value, n in values.items() if known.find(target, value) is None}
            if missing:
                rows = sum(missing.values())
                yield (
                    f"{table}.{column}: {rows:,} row{'s' if rows > 1 else ''} kept with an id that is not among the "
                    f"{target} ({name_some(list(missing))})"
                )


@dataclass(slots=True)
class ImportState:
    """What the tables of one import share."""

    known: KnownIds
    rejects: Rejects
    report: ImportReport
    unresolved: Unresolved = field(default_factory=Unresolved)
    seen: dict[str, dict[tuple[object, ...], int]] = field(default_factory=dict[str, dict[tuple[object, ...], int]])


class TableValidator:
    """Checks one table. Faulty rows go to `rejects` and the counts; the others come out in order."""

    def __init__(self, table: RawTable, state: ImportState) -> None:
        self._table = table
        self._schema = BUNDLE[table.name]
        self._state = state
        self.counts: Counts = state.report.tables.setdefault(table.name, Counts())
        self._seen = state.seen.setdefault(table.name, {})
        self._cells, self._extra = _columns(table, self._schema)
        if unknown := [name for _, name in self._extra if name and name not in table.kept]:
            reported = state.report.unknown_columns.setdefault(table.name, [])
            reported += [name for name in unknown if name not in reported]
        self._missing = self._missing_columns(state.report)
        self._defaults: dict[str, object] = {
            column.name: column.type.parse(column.default)
            for column in self._schema.columns
            if column.default is not None
        }
        self._references = [column for column in self._schema.columns if column.refers]

    def _missing_columns(self, report: ImportReport) -> list[str]:
        present = {cell.column.name for cell in self._cells}
        missing = [name for name in self._schema.required if name not in present]
        if missing and self._table.name == "contributors":
            raise BadInput(
                f"{self._table.label} has no column {' and no column '.join(missing)}; "
                "add it to the header line, or import the file through a mapping."
            )
        if missing:
            report.warnings.append(f"{self._table.name}: no row can be taken without the column {', '.join(missing)}")
        return missing

    def rows(self) -> Iterator[Row]:
        """The rows that can be taken."""
        counts = self.counts
        distinct: set[tuple[str, ...]] = set()
        for record in self._table.rows():
            if self._table.distinct and not record.fault:
                if (cells := tuple(record.cells)) in distinct:
                    continue
                distinct.add(cells)
            counts.read += 1
            try:
                yield self._row(record)
            except _RowError as faulty:
                counts.rejected += 1
                self._state.rejects.add(self._table.name, record.number, *faulty.fault)

    def _row(self, record: Record) -> Row:
        cells = record.cells
        if record.fault:
            raise _RowError(*record.fault)
        if len(cells) > len(self._table.header) and any(map(str.strip, cells[len(self._table.header) :])):
            surplus = ",".join(cells[len(self._table.header) :])
            raise _RowError("", surplus, f"the row has {len(cells)} values for {len(self._table.header)} columns")
        _check_characters(cells)
        texts: dict[str, str] = {}
        width = len(cells)
        for cell in self._cells:
            if cell.at < width and (text := cells[cell.at].strip()):
                texts[cell.column.name] = text
        key = self._unique_key(texts, record.number) if not self._schema.repeats else ()
        values = self._parse(texts)
        found = self._refer(texts) if self._references else {}
        self._check_spans(values, texts)
        if self._schema.repeats:
            key = self._counted_key(values)
        elif len(self._schema.key) == 1:
            self._state.known.accept(self._table.name, cast("str", values[self._schema.key[0]]))
        return Row(key, values, found, self._source_data(cells) if self._extra else None)

    def _unique_key(self, texts: dict[str, str], number: int) -> tuple[object, ...]:
        """The row's key, which counts as read even when the row is rejected for something else."""
        columns = self._schema.key
        key: tuple[object, ...] = tuple([texts.get(name) for name in columns])
        if None not in key:
            first = self._seen.setdefault(key, number)
            if first != number:
                named = " and ".join(columns)
                raise _RowError(columns[-1], texts[columns[-1]], f"the same {named} was already read in row {first}")
        return key

    def _counted_key(self, values: dict[str, object]) -> tuple[object, ...]:
        key = tuple([values.get(name) for name in self._schema.key])
        nth = self._seen.get(key, 0) + 1
        self._seen[key] = nth
        return (*key, nth)

    def _parse(self, texts: dict[str, str]) -> dict[str, object]:
        values = self._defaults.copy()
        for cell in self._cells:
            name = cell.column.name
            text = texts.get(name)
            if text is not None:
                try:
                    values[name] = cell.parse(text)
                except ValueError as error:
                    raise _RowError(name, text, f"the value {error}") from None
            elif cell.column.required:
                raise _RowError(name, "", "a required value is missing")
        if self._missing:
            raise _RowError(self._missing[0], "", "the file has no such column, and it is required")
        return values

    def _refer(self, texts: dict[str, str]) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for column in self._references:
            text = texts.get(column.name)
            if text is None or column.refers is None:
                continue
            target = column.refers.table
            if target.startswith("*"):
                subject = texts[target[1:]]
                target = _SINGULAR.get(subject, "")
                if not target or "id" not in BUNDLE[target].by_name:
                    continue  # an exception may be for a country or the whole organisation
            pk = self._state.known.find(target, text)
            found[column.name] = pk
            if pk is not None:
                continue
            if column.refers.unknown is Unknown.REJECT:
                singular = BUNDLE[target].singular.replace("_", " ")
                raise _RowError(column.name, text, f"no {singular} of this id is in the import or was imported before")
            self._state.unresolved.add(self._table.name, column.name, target, text)
        return found

    def _check_spans(self, values: dict[str, object], texts: dict[str, str]) -> None:
        for start, end in self._schema.spans:
            first, last = values.get(start), values.get(end)
            if isinstance(first, date) and isinstance(last, date) and last < first:
                raise _RowError(end, texts[end], f"the end lies before {start} ({first.isoformat()})")

    def _source_data(self, cells: Sequence[str]) -> dict[str, str] | None:
        width = len(cells)
        kept = {
            name or f"column {at + 1}": text for at, name in self._extra if at < width and (text := cells[at].strip())
        }
        return kept or None


def _check_characters(cells: Sequence[str]) -> None:
    """JSON can spell what no database takes: NUL, and halves of characters."""
    text = "\n".join(cells)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _RowError("", "", "a value holds half of a character (a lone surrogate)") from None
    if "\0" in text:
        raise _RowError("", "", "a value holds the character NUL")


def _columns(table: RawTable, schema: TableSchema) -> tuple[list[_Cell], list[tuple[int, str]]]:
    """The columns of a file that the schema knows, and those that it does not."""
    known: list[_Cell] = []
    unknown: list[tuple[int, str]] = []
    seen: set[str] = set()
    by_name = schema.by_name
    for at, title in enumerate(table.header):
        name = title.strip()
        folded = name.lower() if name.lower() in by_name else name
        if folded and folded in seen:
            raise BadInput(f"{table.label} has two columns named {name!r}; rename or remove one.")
        seen.add(folded)
        if folded in by_name:
            known.append(_Cell(at, by_name[folded]))
        else:
            unknown.append((at, name))
    return known, unknown
