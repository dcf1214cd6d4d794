"""What taxonomies publish: ESCO's skills, O*NET's occupations and task statements, and plain lists of skill labels.

A file is told by its header, so that CSV and O*NET's tab-separated text both load, also compressed. A list of labels has
no header; its name says what it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from knowledge.registry.importing import delimited
from knowledge.registry.importing.raw import Fault
from knowledge.registry.importing.report import name_some
from knowledge.registry.importing.schema import BUNDLE
from knowledge.registry.importing.source_files import SourceFile, find_files, refusing
from knowledge.registry.importing.text_files import Writing
from knowledge.workforce.errors import BadInput

LONGEST_LABEL = 500


class Part(StrEnum):
    """The tables that a report counts."""

    SKILLS = "skills"
    ALIASES = "skill_aliases"
    OCCUPATIONS = "occupations"
    TASKS = "task_statements"


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept with its other names, or a task statement (then `code` is its occupation's, `task` its own).

    `bare` marks a label of which nothing else is told: it adds a concept and takes nothing from one that is there.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    description: str | None = None
    type: str | None = None
    task: str | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row's entry, or why it has none."""

    number: int
    entry: Entry | None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One file: what it holds, and its rows, read anew each time."""

    file: SourceFile
    part: Part
    rows: Callable[[], Iterable[Numbered]]


_Fields = Mapping[str, str]


def taxonomies(path: Path) -> tuple[list[Taxonomy], list[str]] | None:
    """The taxonomy files that `path` gives, and warnings about files beside them; None when it holds none, or is a
    bundle of the company's own tables."""
    if path.suffix.lower() == ".xlsx" and not path.is_dir():
        return None
    files = find_files(path)
    if any(file.stem.lower() in BUNDLE for file in files):
        return None
    found = [(file, recognised(file)) for file in files]
    parts = [taxonomy for _, taxonomy in found if taxonomy is not None]
    left = [file.name for file, taxonomy in found if taxonomy is None]
    warnings = [f"no part of a taxonomy and skipped: {name_some(left, most=20)}"] if left else []
    return (parts, warnings) if parts else None


def recognised(file: SourceFile) -> Taxonomy | None:
    """The file as part of a taxonomy, or None when it is none."""
    if file.suffix not in (".csv", ".txt", ".tsv"):
        return None
    delimiter = "," if file.suffix == ".csv" else "\t"
    header = _header(file, delimiter)
    for part, needed, entry in _FORMATS:
        if needed <= set(header):
            return Taxonomy(file, part, partial(_rows, file, delimiter, needed, entry))
    if file.suffix == ".txt" and len(header) == 1 and "skill" in file.stem.casefold():
        return Taxonomy(file, Part.SKILLS, partial(_labels, file))
    return None


def _header(file: SourceFile, delimiter: str) -> list[str]:
    with refusing(file.label), file.open() as stream:
        first = stream.readline(delimited.LONGEST_LINE)
    try:
        line = first.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    return [title.strip().strip('"') for title in line.rstrip("\r\n").split(delimiter)]


def _rows(
    file: SourceFile, delimiter: str, needed: frozenset[str], entry: Callable[[_Fields], Entry]
) -> Iterator[Numbered]:
    records = delimited.records(file, Writing("utf-8-sig", delimiter))
    header = [title.strip() for title in next(records).cells]
    seen: set[tuple[str, str | None]] = set()
    for record in records:
        fault = record.fault
        fields = dict(zip(header, (cell.strip() for cell in record.cells), strict=False))
        if fault is None and len(record.cells) > len(header):
            fault = Fault("", "", "more cells than columns; quote cells that hold the delimiter")
        if fault is None and (empty := sorted(name for name in needed if name in _REQUIRED and not fields.get(name))):
            fault = Fault(empty[0], "", "is required")
        if fault is None:
            made = entry(fields)
            key = (made.code, made.task)
            fault = Fault(header[0], made.code, "stands in an earlier row already") if key in seen else None
            seen.add(key)
            if fault is None:
                yield Numbered(record.number, made)
                continue
        yield Numbered(record.number, None, fault)


def _labels(file: SourceFile) -> Iterator[Numbered]:
    """A label a line."""
    seen: set[str] = set()
    with refusing(file.label), file.open() as stream:
        number = 0
        for line in stream:
            label = line.decode("utf-8-sig" if not number else "utf-8").strip()
            if not label:
                continue
            number += 1
            if len(label) > LONGEST_LABEL:
                raise BadInput(
                    f"{file.label} has more than {LONGEST_LABEL} characters in line {number:,}; give a label a line."
                )
            if label in seen:
                yield Numbered(number, None, Fault("", label, "stands in an earlier row already"))
                continue
            seen.add(label)
            yield Numbered(number, Entry(label, label, bare=True))


def _esco_skill(fields: _Fields) -> Entry:
    label = fields["preferredLabel"]
    others = (alias.strip() for alias in fields["altLabels"].replace("\r", "\n").split("\n"))
    aliases = tuple(dict.fromkeys(alias for alias in others if alias))
    code = fields.get("conceptUri") or label
    return Entry(code, label, aliases, fields.get("description") or None, fields.get("skillType") or None)


def _onet_occupation(fields: _Fields) -> Entry:
    return Entry(fields[_SOC], fields["Title"], (), fields["Description"] or None)


def _onet_task(fields: _Fields) -> Entry:
    title, type_ = fields.get("Title") or None, fields.get("Task Type") or None
    return Entry(fields[_SOC], fields["Task"], (), title, type_, task=fields["Task ID"])


_SOC = "O*NET-SOC Code"
_REQUIRED = frozenset(["preferredLabel", _SOC, "Title", "Task ID", "Task"])
_FORMATS: tuple[tuple[Part, frozenset[str], Callable[[_Fields], Entry]], ...] = (
    (Part.SKILLS, frozenset(["preferredLabel", "altLabels"]), _esco_skill),
    (Part.TASKS, frozenset([_SOC, "Task ID", "Task"]), _onet_task),
    (Part.OCCUPATIONS, frozenset([_SOC, "Title", "Description"]), _onet_occupation),
)
