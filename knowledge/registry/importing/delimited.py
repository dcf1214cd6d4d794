"""Comma-separated text: a header, and records as the file holds them."""

import csv
import io
from collections.abc import Iterator

from knowledge.registry.importing.raw import Fault, Record
from knowledge.registry.importing.source_files import SourceFile, refusing
from knowledge.registry.importing.text_files import Writing
from knowledge.workforce.errors import BadInput

MOST_COLUMNS = 1_000
LONGEST_LINE = 4 * 1024 * 1024
UTF_8 = Writing("utf-8-sig")
"""Comma-separated text in UTF-8, with or without a byte-order mark."""


def records(file: SourceFile, writing: Writing = UTF_8) -> Iterator[Record]:
    """Every record of a file written that way, the header first; empty lines are passed over and not counted.

    Raises `BadInput` when the file as a whole can't be read: not in its encoding, binary, with a quotation mark that
    is never closed, or beyond the bounds of line, cell and number of columns.
    """
    with refusing(file.label), file.open() as stream:
        text = io.TextIOWrapper(stream, encoding=writing.encoding, newline="")
        lines = _Lines(text, file.label)
        reader = csv.reader(lines, delimiter=writing.delimiter, strict=True)
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Record(number, (), _fault(error, lines, file.label, number))
                continue
            if not cells or (len(cells) == 1 and not cells[0].strip()):
                continue
            number += 1
            if len(cells) > MOST_COLUMNS:
                raise BadInput(
                    f"{file.label} has {len(cells):,} columns in row {number:,}, more than {MOST_COLUMNS:,}; "
                    "export fewer."
                )
            yield Record(number, cells)


class _Lines:
    """The lines of a text, bounded in length; `ended` once the last was given."""

    def __init__(self, text: io.TextIOWrapper, label: str) -> None:
        self._text = text
        self._label = label
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            self.ended = True
            raise StopIteration
        if "\0" in line:
            raise BadInput(f"{self._label} holds binary data, not text; export the table as CSV in UTF-8.")
        if len(line) >= LONGEST_LINE:
            raise BadInput(f"{self._label} has a line of more than {LONGEST_LINE:,} characters; is it a CSV file?")
        return line


def _fault(error: csv.Error, lines: _Lines, label: str, number: int) -> Fault:
    if lines.ended:
        raise BadInput(f"{label} opens a quotation mark in row {number:,} that is never closed; close it.") from None
    if "field limit" in str(error):
        raise BadInput(
            f"{label} has a cell of more than {csv.field_size_limit():,} characters in row {number:,}; "
            "is a quotation mark left open?"
        ) from None
    return Fault("", "", "a quotation mark inside a quoted value is not doubled")
