"""The canonical bundle: a folder, .zip or .xlsx of its tables, or one file that is one of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NoReturn

from knowledge.registry.importing import delimited, structured
from knowledge.registry.importing.raw import RawTable, Record
from knowledge.registry.importing.report import name_some
from knowledge.registry.importing.schema import BUNDLE
from knowledge.registry.importing.source_files import SourceFile, find_files
from knowledge.registry.importing.structured import as_text
from knowledge.registry.importing.text_files import Fits, below_titles, writing_of
from knowledge.registry.importing.workbook import Sheet, sheets
from knowledge.workforce.errors import BadInput

_DELIMITED = (".csv", ".tsv", ".txt")
_STRUCTURED = (".json", ".jsonl", ".ndjson")
_HOW = "name the file after its table, or give --mapping FILE (docs/mappings.md)"


def bundle_tables(path: Path) -> tuple[list[RawTable], list[str]]:
    """The tables of a bundle, and warnings about what in it is none.

    Every file is read through once here, so that one that can't be read is refused before anything is written.
    """
    files = find_files(path)
    notes: list[str] = []
    if path.is_dir() or (path.suffix.lower() == ".zip" and (len(files) != 1 or files[0].stem.lower() in BUNDLE)):
        return _of_folder(files, str(path), notes), notes
    if files[0].suffix == ".xlsx":
        return _of_workbook(files[0])
    return [_alone(files[0], notes)], notes


def memory_tables(tables: Mapping[str, Iterable[Mapping[str, str]]]) -> list[RawTable]:
    """Rows already in memory as tables of the bundle; a name that is none is refused."""
    if unknown := [name for name in tables if name not in BUNDLE]:
        raise BadInput(f"The bundle has no table {unknown[0]}; its tables are {', '.join(BUNDLE)}.")
    return [_of_fields(name, name, list(enumerate(rows, start=2))) for name, rows in tables.items()]


def _of_folder(files: Sequence[SourceFile], label: str, notes: list[str]) -> list[RawTable]:
    found: dict[str, tuple[str, RawTable]] = {}
    skipped: list[str] = []
    for file in files:
        tables = _tables_in(file, notes)
        if not tables:
            skipped.append(file.name)
        for table in tables:
            if table.name in found:
                raise BadInput(
                    f"{label} holds {table.name} twice ({found[table.name][0]}, {file.name}); leave one of them out."
                )
            found[table.name] = (file.name, table)
    _need_contributors(found, f"{label} holds no contributors.csv, which every bundle has")
    notes += [f"no table of the bundle and skipped: {name_some(skipped, most=20)}"] if skipped else []
    return [table for _, table in found.values()]


def _tables_in(file: SourceFile, notes: list[str]) -> list[RawTable]:
    """What one file of several gives: the table it is named after, or those after which the sheets of a workbook are."""
    name = file.stem.lower()
    if file.suffix == ".xlsx":
        pages = [page for page in sheets(file) if page.records]
        if found := [page for page in pages if page.name.strip().lower() in BUNDLE]:
            return [_of_sheet(page.name.strip().lower(), page) for page in found]
        return [_of_sheet(name, pages[0])] if name in BUNDLE and len(pages) == 1 else []
    if name not in BUNDLE or file.suffix not in (*_DELIMITED, *_STRUCTURED):
        return []
    return [_of_csv(name, file, notes) if file.suffix in _DELIMITED else _of_json(name, file)]


def _need_contributors(found: Iterable[str], problem: str) -> None:
    if "contributors" not in found:
        raise BadInput(f"{problem}; add it, or give --mapping FILE for the export of another system.")


def _of_workbook(file: SourceFile) -> tuple[list[RawTable], list[str]]:
    pages = sheets(file)
    found = {page.name.strip().lower(): page for page in pages if page.name.strip().lower() in BUNDLE}
    if not found and len([page for page in pages if page.records]) == 1:
        page = next(page for page in pages if page.records)
        header = next(iter(below_titles(page.records, _header_of(""))))
        return [_of_sheet(_table_of(page.name, header.cells, file.label), page)], []
    _need_contributors(found, f"{file.label} has no sheet named contributors, which every bundle has")
    skipped = [page.name for page in pages if page.name.strip().lower() not in BUNDLE]
    warnings = [f"no table of the bundle and skipped: {name_some(skipped, most=20)}"] if skipped else []
    return [_of_sheet(name, page) for name, page in found.items()], warnings


def _of_sheet(name: str, page: Sheet) -> RawTable:
    if not page.records:
        _no_header(page.label)
    header, *rows = below_titles(page.records, _header_of(name))
    return RawTable(name, page.label, tuple(header.cells), lambda: rows)


def _header_of(name: str) -> Fits:
    """Whether names are the header of that table, or of any when none is named."""
    wanted = [set(schema.required) for schema in ([BUNDLE[name]] if name else BUNDLE.values())]
    return lambda found: any(required.issubset({title.lower() for title in found}) for required in wanted)


def _of_csv(name: str, file: SourceFile, notes: list[str]) -> RawTable:
    fits = _header_of(name)
    writing = writing_of(file, fits)
    notes += [writing.note] if writing.note else []
    header: tuple[str, ...] | None = None
    for record in below_titles(delimited.records(file, writing), fits):
        if header is None:
            if record.fault:
                _no_header(file.label)
            header = tuple(record.cells)
    if header is None:
        _no_header(file.label)
    return RawTable(
        name, file.label, header, lambda: islice(below_titles(delimited.records(file, writing), fits), 1, None)
    )


def _of_json(name: str, file: SourceFile) -> RawTable:
    numbered = [(n, {k: as_text(v) for k, v in record.items()}) for n, record in structured.records(file)]
    return _of_fields(name, file.label, numbered)


def _no_header(label: str) -> NoReturn:
    raise BadInput(f"{label} is empty or has no header line; export it again with the names of its columns on top.")


def _alone(file: SourceFile, notes: list[str]) -> RawTable:
    """One file of one table, told by its name or else by its columns."""
    named = file.stem.lower() if file.stem.lower() in BUNDLE else ""
    if file.suffix in _DELIMITED:
        table = _of_csv(named, file, notes)
    elif file.suffix in _STRUCTURED:
        table = _of_json("", file)
    else:
        raise BadInput(
            f"{file.label} is no bundle (a folder, .zip or .xlsx of its tables) and no .csv or .json table; {_HOW}."
        )
    return RawTable(_table_of(file.stem, table.header, file.label), table.label, table.header, table.rows)


def _table_of(stem: str, header: Iterable[str], label: str) -> str:
    names = {title.strip().lower() for title in header} - {""}
    if named := BUNDLE.get(stem.strip().lower()):
        if missing := [name for name in named.required if name not in names]:
            raise BadInput(f"{label} has no column {' and no column '.join(missing)}; add it, or give --mapping FILE.")
        return named.name
    fitting = [t.name for t in BUNDLE.values() if names.issuperset(t.required) and names.issubset(t.names)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise BadInput(f"{label} could be {' or '.join(fitting)}; name the file after its table.")
    raise BadInput(f"The header of {label} is not that of a table of the bundle; {_HOW}.")


def _of_fields(name: str, label: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> RawTable:
    header = tuple(dict.fromkeys(column for _, row in rows for column in row))
    if len(header) > delimited.MOST_COLUMNS:
        raise BadInput(f"{label} has {len(header):,} columns, more than {delimited.MOST_COLUMNS:,}; export fewer.")
    if not header and name:
        header = BUNDLE[name].names
    records: Callable[[], Iterable[Record]] = lambda: (  # noqa: E731
        Record(number, [row.get(column, "") for column in header]) for number, row in rows
    )
    return RawTable(name, label, header, records)
