"""JSON and JSON lines: records whose numbers keep the text they were written with."""

import io
import json
from collections.abc import Iterator
from typing import cast

from knowledge.registry.importing.source_files import MEGABYTE, SourceFile, refusing
from knowledge.registry.importing.text_files import unicode_encoding
from knowledge.workforce.errors import BadInput

CHUNK = MEGABYTE
LARGEST_RECORD = 16 * MEGABYTE
LARGEST_DOCUMENT = 48 * MEGABYTE

# Numbers stay text, so that nothing is rounded and 007 in quotes and 7 are told apart only by what was written.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
JsonRecord = dict[str, object]


def records(file: SourceFile, *, member: str | None = None) -> Iterator[tuple[int, JsonRecord]]:
    """The records of a JSON or JSON lines file with their number, counted from 2 as if a header line came first.

    A list at the top is read record by record, in bounded memory. `member` names the list inside an object (dots lead
    deeper). Raises `BadInput` when the text is no JSON, is nested too deeply or is not a list of objects.
    """
    encoding = unicode_encoding(file)
    with refusing(file.label), file.open() as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        found = (
            _lines(text, file.label) if file.suffix in (".jsonl", ".ndjson") else _document(text, file.label, member)
        )
        for number, record in enumerate(found, start=2):
            if not isinstance(record, dict):
                raise BadInput(
                    f"{file.label} has a {_kind(record)} as record {number - 1:,}, where an object is needed; "
                    "export a list of objects."
                )
            yield number, cast("JsonRecord", record)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case list():
            return "list"
        case bool():
            return "truth value"
        case _:
            return "text or number"


def _lines(text: io.TextIOWrapper, label: str) -> Iterator[object]:
    number = 0
    while line := text.readline(LARGEST_RECORD):
        number += 1
        if len(line) >= LARGEST_RECORD:
            raise BadInput(f"{label} has more than {LARGEST_RECORD:,} characters in line {number:,}; split the record.")
        if line.strip():
            yield _decode(line.strip(), 0, label, f"line {number:,}")[0]


def _document(text: io.TextIOWrapper, label: str, member: str | None) -> Iterator[object]:
    start = text.read(CHUNK)
    body = start.lstrip()
    while not body and start:
        start = text.read(CHUNK)
        body = start.lstrip()
    if not body:
        raise BadInput(f"{label} is empty; export it again.")
    if body[0] == "[" and member is None:
        return _array(body, text, label)
    body += text.read(LARGEST_DOCUMENT - len(body))
    if text.read(1):
        raise BadInput(
            f"{label} is one JSON object of more than {LARGEST_DOCUMENT // MEGABYTE} MB; export a list of records."
        )
    value, end = _decode(body, 0, label, "it")
    if body[end:].strip():
        raise BadInput(f"{label} is not JSON: something follows its end; name it .jsonl if each line is a record.")
    for step in member.split(".") if member else ():
        value = cast("JsonRecord", value).get(step) if isinstance(value, dict) else None
    if not isinstance(value, list):
        where = f"has no list under {member!r}" if member else "is no list of records"
        raise BadInput(f"{label} {where}; name the member that holds the list under `records` in a mapping.")
    return iter(cast("list[object]", value))


def _array(buffer: str, text: io.TextIOWrapper, label: str) -> Iterator[object]:
    """The elements of a list, decoded one at a time from a sliding buffer."""
    position, ended, count = 1, False, 0
    while True:
        position = _skip(buffer, position)
        if position >= len(buffer):
            more = "" if ended else text.read(CHUNK)
            if not more:
                raise BadInput(f"{label} is not JSON: the list never ends; export it again.")
            buffer, position = more, 0
            continue
        if buffer[position] == "]":
            if (buffer[position + 1 :] + text.read(CHUNK)).strip():
                raise BadInput(f"{label} is not JSON: something follows the list; name it .jsonl if lines are records.")
            return
        if count:
            if buffer[position] != ",":
                raise BadInput(f"{label} is not JSON: a comma is missing after record {count:,}; export it again.")
            position = _skip(buffer, position + 1)
        # An element that does not fit in what was read is tried again with twice as much.
        while True:
            try:
                value, end = _DECODER.raw_decode(buffer, position)
                # A number at the end of the buffer may go on in the next part.
                if end < len(buffer) or ended:
                    break
            except json.JSONDecodeError as error:
                if ended or len(buffer) - position > LARGEST_RECORD:
                    raise BadInput(
                        f"{label} is not JSON after record {count:,} ({error.msg.lower()}); export it again."
                    ) from None
            except RecursionError:
                raise BadInput(f"{label} is nested too deeply in record {count + 1:,}; export flat records.") from None
            more = text.read(max(CHUNK, len(buffer) - position))
            ended = not more
            buffer, position = buffer[position:] + more, 0
            position = _skip(buffer, position)
        position, count = end, count + 1
        yield value
        if position > CHUNK:
            buffer, position = buffer[position:], 0


def _skip(buffer: str, position: int) -> int:
    while position < len(buffer) and buffer[position] in " \t\r\n":
        position += 1
    return position


def _decode(text: str, position: int, label: str, where: str) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        raise BadInput(f"{label} is not JSON in {where} ({error.msg.lower()}); export it again.") from None
    except RecursionError:
        raise BadInput(f"{label} is nested too deeply in {where}; export flat records.") from None


def as_text(value: object) -> str:
    """A JSON value as the text of a cell: lists of plain values by `;`, anything deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items = cast("list[object]", value)
        if all(not isinstance(item, list | dict) for item in items):
            return ";".join(as_text(item) for item in items)
    return json.dumps(value, ensure_ascii=False)
