"""Mapping files: how one system's export becomes tables of the bundle. docs/mappings.md shows how to write one.

Everything is checked against the schema when the file is read, so that a mistake is told before any data is touched.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from knowledge.registry.importing.rules import ITEM, Rule, root_fields, template_fields
from knowledge.registry.importing.schema import BUNDLE, TableSchema
from knowledge.registry.importing.source_files import SourceFile
from knowledge.registry.importing.yaml_nodes import Node, read_yaml
from knowledge.workforce.errors import BadInput

SHIPPED = Path(__file__).parent / "mappings"
FORMATS = ("csv", "json", "jsonl", "xlsx")
_BY_SUFFIX = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """A file of the same import whose `key` field leads to its `value` field."""

    file: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How records become rows of one table.

    `each` goes through a list inside the record (a field, and the separator when it is text): a row an item. `where`
    takes only records whose field holds one of the values. Where `distinct`, equal rows are one row.
    """

    table: str
    columns: Mapping[str, Rule]
    each: tuple[str, str | None] | None
    where: Mapping[str, frozenset[str]]
    distinct: bool


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How one file of an export is read: the names it goes by, its form, the fields left out, its tables."""

    match: tuple[str, ...]
    format: str | None
    member: str | None
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    drop: frozenset[str]
    keep: frozenset[str]
    lookups: Mapping[str, Lookup]
    tables: tuple[TableMapping, ...]

    def reads(self, file: SourceFile) -> bool:
        """Whether this is how `file` is to be read, by its name without `.gz` (letter case aside)."""
        names = (file.base.lower(), file.name.lower())
        return any(fnmatchcase(name, pattern.lower()) for pattern in self.match for name in names)

    def fits(self, names: Collection[str]) -> bool:
        """Whether a header of those names has a field for all that this mapping must fill."""
        whole = [table for table in self.tables if not table.distinct] or self.tables
        return all(
            any(root in names for path in rule.fields for root in root_fields(path))
            for table in whole
            for column, rule in table.columns.items()
            if column in BUNDLE[table.table].required and rule.needs_field and ITEM not in "".join(rule.fields)
        )

    def format_of(self, file: SourceFile) -> str:
        found = self.format or _BY_SUFFIX.get(file.suffix) or file.suffix.removeprefix(".")
        if found not in FORMATS:
            raise BadInput(f"{file.label} has no known format; name one of {', '.join(FORMATS)} in the mapping.")
        return found


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """A whole mapping file."""

    path: Path
    description: str
    files: tuple[FileMapping, ...]


def find_mapping(name: Path) -> Path:
    """The mapping file of that path or, when there is none, the one that ships under that name."""
    if name.exists():
        return name
    shipped = SHIPPED / f"{name.stem}.yaml"
    if name.parent == Path() and shipped.exists():
        return shipped
    known = ", ".join(sorted(path.stem for path in SHIPPED.glob("*.yaml")))
    raise BadInput(f"There is no mapping {name}; give the path of one, or one that is built in: {known}.")


def load_mapping(path: Path) -> SourceMapping:
    """The mapping in a file; raises `BadInput` with file, line and what to do."""
    root = read_yaml(path).members(("description", "files"), required=("files",))
    files = tuple(_file(node) for node in root["files"].items())
    if not files:
        root["files"].wrong("name at least one file")
    return SourceMapping(path, root["description"].text() if "description" in root else "", files)


_FILE_WORDS = (
    "match", "format", "records", "sheet", "encoding", "delimiter", "drop", "keep", "lookups", "tables",
)  # fmt: skip


def _file(node: Node) -> FileMapping:
    members = node.members(_FILE_WORDS, required=("match", "tables"))

    def text(name: str) -> str | None:
        return members[name].text() if name in members else None

    form = members["format"].text() if "format" in members else None
    if form is not None and form not in FORMATS:
        members["format"].wrong(f"the format is one of {', '.join(FORMATS)}")
    delimiter = "\t" if text("delimiter") == "tab" else text("delimiter")
    if delimiter is not None and len(delimiter) != 1:
        members["delimiter"].wrong("the delimiter is one character, or tab")
    encoding = text("encoding")
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        members["encoding"].wrong(f"{encoding!r} is no encoding known here; write one such as utf-8 or latin-1")
    lookups = (
        {name: _lookup(found) for name, found in members["lookups"].block().items()} if "lookups" in members else {}
    )
    return FileMapping(
        match=tuple(pattern.removesuffix(".gz") for pattern in members["match"].texts()),
        format=form,
        member=text("records"),
        sheet=text("sheet"),
        encoding=encoding,
        delimiter=delimiter,
        drop=frozenset(members["drop"].texts()) if "drop" in members else frozenset(),
        keep=frozenset(members["keep"].texts()) if "keep" in members else frozenset(),
        lookups=lookups,
        tables=tuple(_table(found, lookups) for found in members["tables"].items()),
    )


def _lookup(node: Node) -> Lookup:
    members = node.members(("file", "key", "value"), required=("file", "key", "value"))
    return Lookup(members["file"].text(), members["key"].text(), members["value"].text())


def _table(node: Node, lookups: Mapping[str, Lookup]) -> TableMapping:
    members = node.members(("table", "columns", "each", "where", "distinct"), required=("table", "columns"))
    name = members["table"].text()
    if name not in BUNDLE:
        members["table"].wrong(f"there is no table {name!r}; the tables are {', '.join(BUNDLE)}")
    schema = BUNDLE[name]
    columns = {column: _rule(found, lookups) for column, found in _columns(members["columns"], schema).items()}
    each = _each(members["each"]) if "each" in members else None
    for column, rule in columns.items():
        if each is None and ITEM in rule.fields:
            members["columns"].block()[column].wrong(f"{ITEM} is only there in a table with `each`")
    return TableMapping(
        table=name,
        columns=columns,
        each=each,
        where={f: frozenset(found.texts()) for f, found in members["where"].block().items()}
        if "where" in members
        else {},
        distinct=members["distinct"].flag() if "distinct" in members else False,
    )


def _columns(node: Node, schema: TableSchema) -> dict[str, Node]:
    found = node.members(schema.names)
    if missing := [name for name in schema.required if name not in found]:
        node.wrong(f"{schema.name} requires {', '.join(missing)}; say where it comes from")
    return found


def _each(node: Node) -> tuple[str, str | None]:
    if isinstance(node.value, str):
        return node.value, None
    members = node.members(("from", "split"), required=("from",))
    return members["from"].text(), members["split"].text() if "split" in members else None


_RULE_WORDS = (
    "from", "constant", "template", "empty", "lookup", "values", "otherwise", "date", "decimal", "group",
    "split", "slug",
)  # fmt: skip


def _rule(node: Node, lookups: Mapping[str, Lookup]) -> Rule:
    if not isinstance(node.value, dict):
        return Rule(sources=node.texts(), fields=node.texts())
    members = node.members(_RULE_WORDS)
    if sum(word in members for word in ("from", "constant", "template")) != 1:
        node.wrong("a column has exactly one of from, constant and template")
    if "otherwise" in members and "values" not in members:
        members["otherwise"].wrong("`otherwise` goes with `values`; add the list of values")
    if "lookup" in members and members["lookup"].text() not in lookups:
        members["lookup"].wrong("there is no such lookup; define it under `lookups` of the file")

    def text(name: str) -> str | None:
        return members[name].text() if name in members else None

    sources = members["from"].texts() if "from" in members else ()
    return Rule(
        sources=sources,
        constant=text("constant"),
        template=text("template"),
        empty=frozenset(members["empty"].texts()) if "empty" in members else frozenset(),
        lookup=text("lookup"),
        values={k: found.text() for k, found in members["values"].block().items()} if "values" in members else None,
        otherwise=text("otherwise"),
        dates=members["date"].texts() if "date" in members else (),
        decimal=text("decimal"),
        group=text("group"),
        split=text("split"),
        slug=members["slug"].flag() if "slug" in members else False,
        fields=sources or template_fields(text("template") or ""),
    )
