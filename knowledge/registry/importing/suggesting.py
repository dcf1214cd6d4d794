"""A mapping proposed for an unknown file, from the names of its columns and what stands in them; a person corrects it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import cast

from knowledge.registry.importing import delimited, structured
from knowledge.registry.importing import values as v
from knowledge.registry.importing.raw import Record
from knowledge.registry.importing.rules import Rule, RuleError, value_of
from knowledge.registry.importing.schema import BUNDLE, Column, TableSchema
from knowledge.registry.importing.settling import ColumnSettling
from knowledge.registry.importing.source_files import SourceFile, find_files
from knowledge.registry.importing.structured import as_text
from knowledge.registry.importing.text_files import HEADER_WITHIN, names, writing_of
from knowledge.registry.importing.workbook import sheets
from knowledge.workforce.errors import BadInput

NAMES = Path(__file__).with_name("column_names.yaml")
SAMPLE = 500
LIKELY = 85.0
"""How alike two names must be (0 to 100) for one to be taken for the other."""
_MOST_WORDS = 30
_ASSUMED = frozenset({"kind", "level"})
"""Required columns that get a constant to check where no field says them."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """The top of a file: its columns with the texts that stand in them, and the lines of the mapping that say where."""

    columns: Mapping[str, Sequence[str]]
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    column: Column
    field: str
    score: float


def suggest_mapping(path: Path) -> str:
    """The text of a mapping for the export at `path`, with a comment on whatever a person has to look at.

    Raises `BadInput` when nothing there is a table, or no table of the bundle is like it.
    """
    parts: list[str] = []
    for file in find_files(path):
        sample = _sample(file)
        if sample and (part := _part(file, sample)):
            parts.append(part)
    if not parts:
        raise BadInput(
            f"Nothing in {path} is like a table of the bundle; docs/mappings.md shows how to write a mapping."
        )
    head = "# Proposed from the names and values in the file. Look at every line, above all at those marked CHECK.\n"
    return head + f"description: {json.dumps(path.name, ensure_ascii=False)}\n\nfiles:\n" + "\n".join(parts)


@cache
def _known(part: str) -> dict[str, list[str]]:
    """A part of the file of names: a table's columns with what they are called, or the words of closed lists."""
    import yaml

    return cast("dict[str, dict[str, list[str]]]", yaml.safe_load(NAMES.read_text(encoding="utf-8"))).get(part, {})


def _plain(name: str) -> str:
    """A name as words in lower case, with the usual abbreviations written out."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    short = _known("short")
    words = re.findall(r"[^\W_]+", spaced.casefold())
    return " ".join(next((full for full, forms in short.items() if word in forms), word) for word in words)


def _sample(file: SourceFile) -> _Sample | None:
    match file.suffix:
        case ".csv" | ".tsv" | ".txt":
            return _columns(delimited.records(file, writing_of(file)))
        case ".xlsx":
            found = [(page.name, _columns(page.records)) for page in sheets(file)]
            best = max(found, key=lambda one: sum(map(len, one[1].columns.values())) if one[1] else 0, default=None)
            if best is None or best[1] is None:
                return None
            several = len([one for one in found if one[1]]) > 1
            return _Sample(best[1].columns, (f"sheet: {_quoted(best[0])}",) if several else ())
        case ".json" | ".jsonl" | ".ndjson":
            return _of_records(file)
        case _:
            return None


def _columns(rows: Iterable[Record]) -> _Sample | None:
    """The widest of the top rows is the header: titles above it have fewer cells, and rows below as many at most."""
    top = [row for row in islice(rows, HEADER_WITHIN + SAMPLE) if not row.fault]
    if not top:
        return None
    widths = [len([cell for cell in row.cells if cell.strip()]) for row in top[:HEADER_WITHIN]]
    at = next(n for n, width in enumerate(widths) if width >= max(widths) * 0.8)
    header = names(top[at].cells)
    if len([name for name in header if name]) < 2:
        return None
    below = top[at + 1 : at + 1 + SAMPLE]
    return _Sample(
        {
            name: [text for row in below if n < len(row.cells) and (text := row.cells[n].strip())]
            for n, name in enumerate(header)
            if name
        }
    )


def _of_records(file: SourceFile) -> _Sample | None:
    for member in (None, "Resources", "Report_Entry", "data", "items", "results", "value"):
        try:
            records = [record for _, record in islice(structured.records(file, member=member), SAMPLE)]
        except BadInput:
            continue
        paths = dict.fromkeys(path for record in records for path in _paths(record))
        columns = {path: [text for r in records if (text := as_text(value_of(r, path)).strip())] for path in paths}
        return _Sample(columns, (f"records: {member}",) if member else ())
    return None


def _paths(record: Mapping[str, object], prefix: str = "") -> Iterable[str]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _paths(cast("Mapping[str, object]", value), f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(first := cast("list[object]", value)[0], dict):
            yield from _paths(cast("Mapping[str, object]", first), f"{prefix}{name}.0.")
        else:
            yield f"{prefix}{name}"


def _part(file: SourceFile, sample: _Sample) -> str | None:
    fields = [name for name in sample.columns if _plain(name) not in _known("drop")["names"]]
    matched = {table.name: _matches(table, fields, sample.columns) for table in BUNDLE.values()}
    found = max(matched, key=lambda name: _likeness(BUNDLE[name], matched[name]))
    if not matched[found]:
        return None
    lines = [f"  - match: {_quoted(file.base)}", *(f"    {line}" for line in sample.where)]
    if dropped := [name for name in sample.columns if _plain(name) in _known("drop")["names"]]:
        lines.append(f"    drop: [{', '.join(map(_quoted, dropped))}]")
    lines += ["    tables:", f"      - table: {found}", "        columns:"]
    for column in BUNDLE[found].columns:
        match = matched[found].get(column.name)
        if match is None and column.name == "id" and (name := matched[found].get("name")):
            lines.append(
                f"          id: {{from: {_quoted(name.field)}, slug: true}}  # CHECK: made from the name; nothing is called an id"
            )
        else:
            lines += _lines(column, match, sample)
    used = {match.field for match in matched[found].values()}
    if left := [name for name in fields if name not in used]:
        lines.append(f"    # Not used, and kept as source data: {', '.join(map(_quoted, left))}.")
    return "\n".join(lines) + "\n"


def _likeness(schema: TableSchema, matches: Mapping[str, _Match]) -> float:
    """How well a table fits: the share of what it requires, then how many columns find a field."""
    required = sum(name in matches or name in _ASSUMED for name in schema.required) / len(schema.required)
    return required * 20 + sum(match.score for match in matches.values()) / 100


def _matches(schema: TableSchema, fields: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, _Match]:
    from rapidfuzz import fuzz

    known = _known(schema.name)
    pairs: list[_Match] = []
    for column in schema.columns:
        called = [_plain(name) for name in (column.name, *known.get(column.name, ()))]
        for field in fields:
            score = max(fuzz.ratio(name, _plain(field)) for name in called)
            if score >= LIKELY and (fit := _fit(column, columns[field])) > 0:
                pairs.append(_Match(column, field, score * fit))
    found: dict[str, _Match] = {}
    for match in sorted(pairs, key=lambda match: -match.score):
        if match.column.name not in found and match.field not in {other.field for other in found.values()}:
            found[match.column.name] = match
    return found


def _fit(column: Column, texts: Sequence[str]) -> float:
    """The share of a field's texts that the column could take; a closed list of words may yet be translated."""
    if not texts or column.type is v.TEXT or column.type.name.startswith("one of"):
        return 1.0
    return sum(_takes(column, text) for text in texts) / len(texts)


def _takes(column: Column, text: str) -> bool:
    try:
        column.type.parse(text)
    except ValueError:
        return bool(column.type is v.DATE and _settling([text]).fitting)
    return True


def _settling(texts: Iterable[str]) -> ColumnSettling:
    settling = ColumnSettling(Rule(), of_dates=True)
    for text in texts:
        settling.see(text)
    return settling


def _lines(column: Column, match: _Match | None, sample: _Sample) -> list[str]:
    if match is None:
        return _missing(column, sample) if column.required else []
    texts = sample.columns[match.field]
    field = _quoted(match.field)
    if column.type.name.startswith("one of"):
        return _translated(column, field, texts)
    note = "" if match.score >= 99 else f"  # CHECK: {match.score:.0f} of 100 alike"
    if column.type is v.DATE and (open_ := _open_dates(texts)):
        note = f"  # CHECK: {open_}"
    return [f"          {column.name}: {field}{note}"]


def _missing(column: Column, sample: _Sample) -> list[str]:
    if column.name == "kind":
        return [
            "          kind: {constant: employee}  # CHECK: nothing in the file says what kind of contributor they are"
        ]
    if column.name == "name":
        first = next((name for name in sample.columns if _plain(name) in ("first name", "given name")), None)
        last = next((name for name in sample.columns if _plain(name) in ("last name", "family name", "surname")), None)
        if first and last:
            return [f"          name: {{template: {_quoted(f'{{{first}}} {{{last}}}')}}}"]
    if column.name == "level":
        return ['          level: {constant: "3"}  # CHECK: nothing in the file says how well']
    return [f"          # CHECK: {column.name} ({column.type.name}) is required; say where it comes from"]


def _translated(column: Column, field: str, texts: Sequence[str]) -> list[str]:
    words = list(dict.fromkeys(texts))
    allowed = column.type.name.removeprefix("one of ").split(", ")
    if all(word in allowed for word in words):
        return [f"          {column.name}: {field}"]
    if len(words) > _MOST_WORDS:
        return [f"          # CHECK: {column.name} from {field}? It holds {len(words)} different words."]
    lines = [f"          {column.name}:", f"            from: {field}", "            values:"]
    spoken = {_plain(word): meant for meant, said in _known("words").items() if meant in allowed for word in said}
    for word in words:
        meant = spoken.get(_plain(word)) or (
            _plain(word).replace(" ", "_") if _plain(word).replace(" ", "_") in allowed else None
        )
        lines.append(
            f"              {_quoted(word)}: {meant}"
            if meant
            else f"              # CHECK: {_quoted(word)}: one of {', '.join(allowed)}"
        )
    if not any(": " in line and "CHECK" not in line for line in lines[3:]):
        return [
            f"          # CHECK: {column.name} from {field}? Its words ({', '.join(map(_quoted, words[:5]))}) are unknown."
        ]
    return lines


def _open_dates(texts: Sequence[str]) -> str | None:
    settled = _settling(texts).settled()
    for text in texts:
        try:
            if settled.settled:
                settled.settled(text)
        except RuleError as error:
            return f"{_quoted(text)} {error.reason}"
    return None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
