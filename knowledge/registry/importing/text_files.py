"""How a text file is written: its encoding, the mark between its columns, and where its header stands.

All three are told from the file itself; what can't be told is refused, and what is taken for likely is said.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.registry.importing.raw import Record
from knowledge.registry.importing.source_files import MEGABYTE, SourceFile, refusing
from knowledge.workforce.errors import BadInput

Fits = Callable[[Collection[str]], bool]
"""Whether the names in a row are those of the header that is looked for."""

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 50
"""Rows from the top among which a header is looked for: exports put a title, a date and filters above it."""

_LOOKED_AT = 64 * 1024
# The five bytes to which Windows-1252 gives no character.
_NOT_WINDOWS = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written. `note` tells its reader what was taken for likely, when something was."""

    encoding: str
    delimiter: str = ","
    note: str | None = None


def unicode_encoding(file: SourceFile) -> str:
    """UTF-8, or the encoding that a byte-order mark or the pattern of UTF-16 tells: what JSON may be written in."""
    with refusing(file.label), file.open() as stream:
        return _told(stream.read(_LOOKED_AT)) or "utf-8"


def encoding_of(file: SourceFile) -> Writing:
    """The encoding of a text file: by its byte-order mark, else UTF-8, UTF-16 without a mark, or Windows-1252.

    Windows-1252 (and Latin-1, of which it is an extension) is taken only for a file in which no character is UTF-8, with
    a note. Raises `BadInput` for a file that mixes the two, or holds bytes that neither has.
    """
    with refusing(file.label), file.open() as stream:
        chunk = stream.read(_LOOKED_AT)
        if told := _told(chunk):
            return Writing(told)
        decoder = codecs.getincrementaldecoder("utf-8")()
        several = False
        while True:
            try:
                several |= not decoder.decode(chunk, final=not chunk).isascii()
            except UnicodeDecodeError as error:
                several |= any(byte > 127 for byte in error.object[: error.start])
                return _western(file, several)
            if not chunk:
                return Writing("utf-8")
            chunk = stream.read(MEGABYTE)


def _told(start: bytes) -> str | None:
    """What the first bytes of a file say of its encoding, if anything."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None) or _without_mark(start)


def _without_mark(start: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every second byte."""
    half = len(start) // 2
    if half < 4:
        return None
    even, odd = start[0 : half * 2 : 2].count(0), start[1 : half * 2 : 2].count(0)
    if odd > half * 0.7 and not even:
        return "utf-16-le"
    if even > half * 0.7 and not odd:
        return "utf-16-be"
    return None


def _western(file: SourceFile, several: bool) -> Writing:
    if several:
        raise BadInput(
            f"{file.label} is damaged UTF-8 text: some characters are whole and others are not; export it again."
        )
    with file.open() as stream:
        while chunk := stream.read(MEGABYTE):
            if any(byte in chunk for byte in _NOT_WINDOWS):
                raise BadInput(
                    f"{file.label} is neither UTF-8 nor Windows-1252 text; save it in UTF-8, or name its encoding in a "
                    "mapping."
                )
    return Writing("cp1252", note=f"{file.label} is not UTF-8 and was read as Windows-1252 (Western European) text")


def writing_of(
    file: SourceFile, fits: Fits | None = None, *, encoding: str | None = None, delimiter: str | None = None
) -> Writing:
    """How a table of delimited text is written; `encoding` and `delimiter` are taken as given where they are."""
    found = Writing(encoding) if encoding else encoding_of(file)
    if delimiter is None:
        delimiter = _delimiter(file, found.encoding, fits)
    return Writing(found.encoding, delimiter, found.note)


def _delimiter(file: SourceFile, encoding: str, fits: Fits | None) -> str:
    """The mark under which a header that fits appears, else the one that cuts most rows into equally many columns."""
    with refusing(file.label), file.open() as stream:
        start = stream.read(_LOOKED_AT)
    text = codecs.getincrementaldecoder(encoding)(errors="ignore").decode(start)
    best, chosen = (0, 0), ","
    for delimiter in DELIMITERS:
        rows = list(_rows(text, delimiter))
        if fits and any(fits(names(row)) for row in rows):
            return delimiter
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, often = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (often, width) > best:
                best, chosen = (often, width), delimiter
    return chosen


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from islice((row for row in reader if row), HEADER_WITHIN)
    except csv.Error:
        return


def names(cells: Iterable[str]) -> list[str]:
    """The names in a header line: white space trimmed and, inside a name, made one blank."""
    return [" ".join(cell.split()) for cell in cells]


def below_titles(rows: Iterable[Record], fits: Fits) -> Iterator[Record]:
    """The rows from the header on: the first of the top rows whose names fit, else the first of all."""
    stream = iter(rows)
    top = list(islice(stream, HEADER_WITHIN))
    at = next((n for n, row in enumerate(top) if not row.fault and fits(names(row.cells))), 0)
    yield from top[at:]
    yield from stream
