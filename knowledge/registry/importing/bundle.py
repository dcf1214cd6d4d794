"""The canonical bundle: a folder, .zip or .xlsx of its tables, or one file that is one of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from knowledge.registry.importing import delimited, structured
from knowledge.registry.importing.raw import RawTable, Record
from knowledge.registry.importing.report import name_some
from knowledge.registry.importing.schema import BUNDLE
from knowledge.registry.importing.source_files import SourceFile, find_files
from knowledge.registry.importing.structured import as_text
from knowledge.registry.importing.workbook import Sheet, sheets
from knowledge.workforce.errors import BadInput

_HOW = "name the file after its table, or give --mapping FILE (docs/mappings.md)"


def bundle_tables(path: Path) -> tuple[list[RawTable], list[str]]:
    """The tables of a bundle, and warnings about what in it is none.

    Every file is read through once here, so that one that can't be read is refused before anything is written.
    """
    files = find_files(path)
    if path.suffix.lower() == ".xlsx" and not path.is_dir():
        return _of_workbook(files[0])
    if path.is_dir() or path.suffix.lower() == ".zip":
        return _of_folder(files, str(path))
    return [_alone(files[0])], []


def memory_tables(tables: Mapping[str, Iterable[Mapping[str, str]]]) -> list[RawTable]:
    """Rows already in memory as tables of the bundle; a name that is none is refused."""
    if unknown := [name for name in tables if name not in BUNDLE]:
        raise BadInput(f"The bundle has no table {unknown[0]}; its tables are {', '.join(BUNDLE)}.")
    return [_of_fields(name, name, list(enumerate(rows, start=2))) for name, rows in tables.items()]


def _of_folder(files: Iterable[SourceFile], label: str) -> tuple[list[RawTable], list[str]]:
    found: dict[str, SourceFile] = {}
    skipped: list[str] = []
    for file in files:
        name = file.stem.lower()
        if name not in BUNDLE or file.suffix != ".csv":
            skipped.append(file.name)
        elif name in found:
            raise BadInput(f"{label} holds {name} twice ({found[name].name}, {file.name}); leave one of them out.")
        else:
            found[name] = file
    _need_contributors(found, f"{label} holds no contributors.csv, which every bundle has")
    warnings = [f"no table of the bundle and skipped: {name_some(skipped, most=20)}"] if skipped else []
    return [_of_csv(name, file) for name, file in found.items()], warnings


def _need_contributors(found: Iterable[str], problem: str) -> None:
    if "contributors" not in found:
        raise BadInput(f"{problem}; add it, or give --mapping FILE for the export of another system.")


def _of_workbook(file: SourceFile) -> tuple[list[RawTable], list[str]]:
    pages = sheets(file)
    found = {page.name.strip().lower(): page for page in pages if page.name.strip().lower() in BUNDLE}
    if not found and len([page for page in pages if page.records]) == 1:
        page = next(page for page in pages if page.records)
        return [_of_sheet(_table_of(page.name, page.records[0].cells, file.label), page)], []
    _need_contributors(found, f"{file.label} has no sheet named contributors, which every bundle has")
    skipped = [page.name for page in pages if page.name.strip().lower() not in BUNDLE]
    warnings = [f"no table of the bundle and skipped: {name_some(skipped, most=20)}"] if skipped else []
    return [_of_sheet(name, page) for name, page in found.items()], warnings


def _of_sheet(name: str, page: Sheet) -> RawTable:
    if not page.records:
        _no_header(page.label)
    return RawTable(name, page.label, tuple(page.records[0].cells), lambda: page.records[1:])


def _of_csv(name: str, file: SourceFile) -> RawTable:
    header: tuple[str, ...] | None = None
    for record in delimited.records(file):
        if header is None:
            if record.fault:
                _no_header(file.label)
            header = tuple(record.cells)
    if header is None:
        _no_header(file.label)
    return RawTable(name, file.label, header, lambda: _without_header(file))


def _no_header(label: str) -> NoReturn:
    raise BadInput(f"{label} is empty or has no header line; export it again with the names of its columns on top.")


def _without_header(file: SourceFile) -> Iterator[Record]:
    records = delimited.records(file)
    next(records, None)
    return records


def _alone(file: SourceFile) -> RawTable:
    """One file of one table, told by its name or else by its columns."""
    if file.suffix == ".csv":
        table = _of_csv("", file)
        if len(table.header) == 1 and any(mark in table.header[0] for mark in ";\t|"):
            raise BadInput(f"{file.label} separates its columns by something other than commas; {_HOW}.")
        return RawTable(_table_of(file.stem, table.header, file.label), table.label, table.header, table.rows)
    if file.suffix in (".json", ".jsonl", ".ndjson"):
        numbered = [(n, {k: as_text(v) for k, v in record.items()}) for n, record in structured.records(file)]
        table = _of_fields("", file.label, numbered)
        return RawTable(_table_of(file.stem, table.header, file.label), table.label, table.header, table.rows)
    raise BadInput(
        f"{file.label} is no bundle (a folder, .zip or .xlsx of its tables) and no .csv or .json table; {_HOW}."
    )


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
