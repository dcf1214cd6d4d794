"""An export read through its mapping: files of any shape into tables of the bundle."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import cast

from knowledge.registry.importing import delimited, structured
from knowledge.registry.importing.mapping import FileMapping, SourceMapping, TableMapping
from knowledge.registry.importing.raw import Fault, RawTable, Record
from knowledge.registry.importing.report import name_some
from knowledge.registry.importing.rules import ITEM, RuleError, root_fields, value_of
from knowledge.registry.importing.schema import BUNDLE
from knowledge.registry.importing.settling import settling_of
from knowledge.registry.importing.source_files import SourceFile
from knowledge.registry.importing.structured import as_text
from knowledge.registry.importing.text_files import HEADER_WITHIN, below_titles, names, writing_of
from knowledge.registry.importing.workbook import sheets
from knowledge.workforce.errors import BadInput

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One record of a source, or why it could not be read."""

    number: int
    fields: Fields
    fault: Fault | None = None


def mapped_tables(files: Sequence[SourceFile], mapping: SourceMapping) -> tuple[list[RawTable], list[str]]:
    """The tables that a mapping makes of an export, and warnings about what it leaves aside.

    Each file is read through once here, so that one that can't be read is refused before anything is written.
    """
    warnings: list[str] = []
    tables: list[RawTable] = []
    skipped = list(files)
    for part in mapping.files:
        # One export and one way to read it belong together, whatever the export is called.
        alone = len(files) == len(mapping.files) == 1
        found = [file for file in files if alone or part.reads(file)]
        skipped = [file for file in skipped if file not in found]
        if not found:
            warnings.append(f"no file is named {' or '.join(part.match)}, which the mapping reads")
        for file in found:
            export = _Export(file, part, files)
            tables += export.tables()
            warnings += export.notes
    if not tables:
        wanted = name_some([" or ".join(part.match) for part in mapping.files])
        raise BadInput(f"The mapping {mapping.path} reads {wanted}, and no such file was given; check the path.")
    looked_up = {lookup.file for part in mapping.files for lookup in part.lookups.values()}
    if left := [file.base for file in skipped if file.base not in looked_up]:
        warnings.append(f"not named in the mapping and skipped: {name_some(left, most=20)}")
    return tables, warnings


class _Export:
    """One file as its mapping reads it."""

    def __init__(self, file: SourceFile, mapping: FileMapping, files: Sequence[SourceFile]) -> None:
        self._file = file
        self._mapping = mapping
        self.notes: list[str] = []
        self._records = _reader(file, mapping, self.notes)
        self._lookups = {
            name: _lookup_table(lookup.file, lookup.key, lookup.value, mapping, files)
            for name, lookup in mapping.lookups.items()
        }
        self._settlings = {
            (at, column): settling
            for at, table in enumerate(mapping.tables)
            for column, rule in table.columns.items()
            if (settling := settling_of(rule, BUNDLE[table.table][column], of_text=mapping.format_of(file) == "csv"))
        }
        self._fields = self._look_through()

    def tables(self) -> Iterator[RawTable]:
        there = self._check_fields()
        whole = [table for table in there if table.each is None and not table.distinct]
        for at, mapped in enumerate(self._mapping.tables):
            if mapped not in there:
                continue
            extra = self._extra(mapped) if whole and mapped is whole[0] else {}
            settled = {column: found.settled() for (place, column), found in self._settlings.items() if place == at}
            table = replace(mapped, columns={**mapped.columns, **settled})
            yield RawTable(
                name=table.table,
                label=self._file.label,
                header=(*table.columns, *extra),
                rows=_Rows(self._records, table, tuple(extra.values()), self._lookups),
                kept=frozenset(title for title, name in extra.items() if name in self._mapping.keep),
                distinct=table.distinct,
            )

    def _look_through(self) -> set[str]:
        """Reads every record once: the names of their fields, and what open dates and numbers have in common."""
        fields: set[str] = set()
        for record in self._records():
            if not fields.issuperset(record.fields):
                fields.update(record.fields)
                if len(fields) > delimited.MOST_COLUMNS:
                    raise BadInput(f"{self._file.label} has more than {delimited.MOST_COLUMNS:,} fields; export fewer.")
            for settling in self._settlings.values() if not record.fault else ():
                with suppress(RuleError):
                    settling.see(settling.rule.text(record.fields, self._lookups))
        fields.discard("")
        return fields

    def _used(self) -> set[str]:
        used: set[str] = set()
        for table in self._mapping.tables:
            paths = [path for rule in table.columns.values() for path in rule.fields]
            paths += [*table.where, *([table.each[0]] if table.each else [])]
            used.update(name for path in paths for name in root_fields(path))
        return used

    def _check_fields(self) -> list[TableMapping]:
        """The tables that the file has the fields for.

        A field that the mapping reads and no record has is a mistake in one of the two; only what is gathered from the
        side (`distinct`: the units or suppliers that people's rows name) may be missing, and is then noted.
        """
        found: list[TableMapping] = []
        for table in self._mapping.tables:
            lost = self._lost(table) if self._fields else None
            if lost is None:
                found.append(table)
            elif table.distinct and len(self._mapping.tables) > 1:
                self.notes.append(f"{self._file.label} has no field {lost[1]!r}, so that it gives no {table.table}")
            else:
                raise BadInput(
                    f"{self._file.label} has no field {lost[1]!r}, from which the mapping takes "
                    f"{table.table}.{lost[0]}; its fields are {name_some(sorted(self._fields), most=12)}."
                )
        return found

    def _lost(self, table: TableMapping) -> tuple[str, str] | None:
        """A column that the table requires and no field of the file can fill, with the first such field."""
        for column in BUNDLE[table.table].required:
            rule = table.columns[column]
            fields = [path for path in rule.fields if not path.startswith(ITEM)]
            there = any(self._fields & set(root_fields(path)) for path in fields)
            if fields and rule.needs_field and not there:
                return column, fields[0]
        return None

    def _extra(self, table: TableMapping) -> dict[str, str]:
        """The fields kept as source data: what to call each, and its name. Names of bundle columns are told apart."""
        columns = BUNDLE[table.table].names
        left = self._fields - self._mapping.drop - (self._used() - self._mapping.keep)
        return {(f"source {name}" if name.strip().lower() in columns else name): name for name in sorted(left)}


def _reader(file: SourceFile, mapping: FileMapping, notes: list[str]) -> Callable[[], Iterable[_Numbered]]:
    match mapping.format_of(file):
        case "csv":
            writing = writing_of(file, mapping.fits, encoding=mapping.encoding, delimiter=mapping.delimiter)
            notes += [writing.note] if writing.note else []
            return lambda: _by_header(below_titles(delimited.records(file, writing), mapping.fits), file.label)
        case "xlsx":
            found = tuple(_sheet(file, mapping))
            return lambda: found
        case _:
            return lambda: (_Numbered(n, fields) for n, fields in structured.records(file, member=mapping.member))


def _sheet(file: SourceFile, mapping: FileMapping) -> Iterator[_Numbered]:
    book = sheets(file)
    found = [sheet for sheet in book if mapping.sheet is None or fnmatchcase(sheet.name, mapping.sheet)]
    if mapping.sheet is None and len(found) > 1:
        # Instructions, lists of choices and the like lie beside the sheet that has the fields.
        found = [
            sheet for sheet in found if any(mapping.fits(names(row.cells)) for row in sheet.records[:HEADER_WITHIN])
        ]
    if len(found) != 1:
        listed = name_some([sheet.name for sheet in book], most=20)
        what = f"{len(found)} of them have" if found else "none of them has"
        raise BadInput(
            f"{file.label} has the sheets {listed}, and {what} the fields that the mapping reads; "
            "name the one to read under `sheet` in the mapping."
        )
    return _by_header(below_titles(found[0].records, mapping.fits), found[0].label)


def _by_header(rows: Iterable[Record], label: str) -> Iterator[_Numbered]:
    stream = iter(rows)
    first = next(stream, None)
    if first is None or first.fault:
        raise BadInput(f"{label} has no header line that can be read; export it again.")
    header = names(first.cells)
    named = [title for title in header if title]
    if doubled := next((title for title in named if named.count(title) > 1), None):
        raise BadInput(f"{label} has two columns named {doubled!r}; rename or remove one.")
    for row in stream:
        if row.fault or any(cell.strip() for cell in row.cells[len(header) :]):
            surplus = Fault("", "", f"the row has {len(row.cells)} values for {len(header)} columns")
            yield _Numbered(row.number, {}, row.fault or surplus)
        else:
            yield _Numbered(row.number, dict(zip(header, row.cells, strict=False)))


def _lookup_table(name: str, key: str, value: str, mapping: FileMapping, files: Sequence[SourceFile]) -> dict[str, str]:
    file = next((file for file in files if file.base.lower() == name.lower()), None)
    if file is None:
        raise BadInput(f"The mapping looks values up in {name}, which was not given; put it beside the export.")
    suffix = {".json": "json", ".jsonl": "jsonl", ".xlsx": "xlsx"}.get(file.suffix, "csv")
    table: dict[str, str] = {}
    plain = replace(mapping, format=suffix, member=None, sheet=None, tables=())
    for record in _reader(file, plain, [])():
        if found := as_text(value_of(record.fields, key)).strip():
            table[found] = as_text(value_of(record.fields, value)).strip()
    return table


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that a mapping makes of a file's records, for one table."""

    records: Callable[[], Iterable[_Numbered]]
    table: TableMapping
    extra: tuple[str, ...]
    lookups: Mapping[str, Mapping[str, str]]

    def __call__(self) -> Iterator[Record]:
        for record in self.records():
            if record.fault:
                # One record that can't be read is one rejected row, whichever tables it would have fed.
                if self.table.each is None and not self.table.distinct:
                    yield Record(record.number, (), record.fault)
            elif all(as_text(record.fields.get(name)).strip() in allowed for name, allowed in self.table.where.items()):
                for fields in self._items(record.fields):
                    row = self._row(record.number, fields)
                    # A person without a unit is no unit without a name.
                    if not self.table.distinct or row.fault or any(row.cells):
                        yield row

    def _row(self, number: int, fields: Fields) -> Record:
        cells: list[str] = []
        for column, rule in self.table.columns.items():
            try:
                cells.append(rule.text(fields, self.lookups))
            except RuleError as fault:
                return Record(number, (), Fault(column, fault.value, f"the value {fault.reason}"))
        cells += [as_text(fields.get(name)) for name in self.extra]
        return Record(number, cells)

    def _items(self, fields: Fields) -> Iterator[Fields]:
        if self.table.each is None:
            yield fields
            return
        path, separator = self.table.each
        value = value_of(fields, path)
        if isinstance(value, str):
            parts: Sequence[object] = value.split(separator) if separator else [value]
        else:
            parts = cast("list[object]", value) if isinstance(value, list) else []
        for part in parts:
            if not isinstance(part, str) or part.strip():
                yield {**fields, ITEM: part}
