"""XLSX workbooks: each sheet as text, the way its cells would stand in a CSV file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError

from knowledge.registry.importing.delimited import MOST_COLUMNS
from knowledge.registry.importing.raw import Record
from knowledge.registry.importing.source_files import MEGABYTE, SourceFile, measure_archive, refusing
from knowledge.workforce.errors import BadInput

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

# XML takes about 50 bytes a cell; what is larger would not be read in ten seconds.
MOST_UNPACKED = 64 * MEGABYTE
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `records` has the header first; rows with nothing in them are left out."""

    name: str
    label: str
    records: tuple[Record, ...]


def sheets(file: SourceFile) -> list[Sheet]:
    """The visible text of every sheet. Formulas stay the text that they are; dates become ISO dates.

    Raises `BadInput` for a file that is no workbook, or out of bounds (see the limits of this module).
    """
    from defusedxml.common import DefusedXmlException
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    label = file.label
    with refusing(label), file.open() as stream:
        packed = stream.read(MOST_UNPACKED + 1)
        measure_archive(BytesIO(packed), len(packed), label, most=MOST_UNPACKED)
        try:
            book = load_workbook(BytesIO(packed), read_only=True, data_only=False, keep_links=False)
            try:
                return [_sheet(page, label) for page in book.worksheets]
            finally:
                book.close()
        except (InvalidFileException, ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
            if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
                raise BadInput(f"{label} defines XML entities, which no table needs; nothing of it was read.") from None
            # What openpyxl raises on broken parts of a workbook is not narrower than this.
            reason = (str(error) or type(error).__name__).splitlines()[0][:120]
            raise BadInput(f"{label} is not a readable .xlsx workbook ({reason}); save it again or as CSV.") from None


def _sheet(page: "ReadOnlyWorksheet | Worksheet", label: str) -> Sheet:
    rows = cast("Iterator[tuple[object, ...]]", page.iter_rows(values_only=True))
    return Sheet(page.title, f"{label}, sheet {page.title}", tuple(_records(rows, label, page.title)))


def _records(rows: Iterator[tuple[object, ...]], label: str, sheet: str) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise BadInput(f"{label} has more than {MOST_ROWS:,} rows in sheet {sheet}; save the sheet as CSV.")
        if len(row) > MOST_COLUMNS and any(cell is not None for cell in row[MOST_COLUMNS:]):
            raise BadInput(f"{label} has more than {MOST_COLUMNS:,} columns in sheet {sheet}; export fewer.")
        cells = [_text(cell) for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Record(number, cells)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            formula = getattr(cell, "text", None)  # array and table formulas come as objects
            return formula if isinstance(formula, str) else str(cell)
