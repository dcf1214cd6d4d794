"""Rows of values into the registry's tables, in short transactions, each row created, updated or left as it is.

Everything is prepared before a transaction begins, so that another writer of the same file waits for one batch at most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import Table, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.registry.database import Database
from knowledge.registry.importing.differences import SHOWN, differences
from knowledge.registry.importing.report import Counts, Difference, Progress
from knowledge.registry.importing.schema import BUNDLE, IDENTITY_COLUMNS, TableSchema
from knowledge.registry.importing.validation import Row
from knowledge.registry.tables import Base
from knowledge.registry.taxonomies.memory import decided_skills
from knowledge.workforce.errors import Unavailable
from knowledge.workforce.skills.trigrams import folded

BATCH = 2_000
"""Rows in a transaction: few enough that another writer of the same file waits some 50 ms, not longer."""
_SEPARATOR = "\x1f"
_IDENTITY = Base.metadata.tables["identity"]
_SKILL = Base.metadata.tables["skill"]


def table_of(schema: TableSchema) -> Table:
    return Base.metadata.tables[schema.singular]


class SkillLinks:
    """Skill names in any letter case, and their aliases, to the skill; a name that is new becomes one.

    The same reading as `consolidation.refresh_skills`, which so finds nothing left to link.
    """

    def __init__(self, session: Session, source: str, run: int) -> None:
        self._source = source
        self._run = run
        self._known: dict[str, int] = {}
        c = _SKILL.c
        rows = session.execute(select(c.pk, c.name, c.aliases).order_by(c.pk)).all()
        for pk, name, _ in rows:
            self._known.setdefault(name.casefold(), pk)
        for pk, _, aliases in rows:
            for alias in aliases or ():
                self._known.setdefault(alias.casefold(), pk)
        self._decided = decided_skills(session)

    def link(self, session: Session, rows: Iterable[dict[str, Any]]) -> None:
        """Sets `skill_pk` on the parameters of rows that name a skill."""
        for params in rows:
            name: str = params["skill"]
            lower = name.casefold()
            if (decided := self._decided.get(folded(name))) is not None:
                params["skill_pk"] = decided
                continue
            if lower not in self._known:
                new = {"source": self._source, "row_key": name, "name": name, "import_pk": self._run, "digest": ""}
                self._known[lower] = session.execute(insert(_SKILL).values(new).returning(_SKILL.c.pk)).scalar_one()
            params["skill_pk"] = self._known[lower]


class StoredIds:
    """The ids that rows may refer to (see `validation.KnownIds`): one source's own, and what other sources imported."""

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source
        self._own: dict[str, dict[str, int]] = {}
        self._others: dict[str, dict[str, int]] = {}

    def own(self, table: str) -> dict[str, int]:
        """This source's ids in a table with their pk; 0 for a row that this import accepted and has yet to store."""
        if table not in self._own:
            self._own[table] = self._load(table, own=True)
        return self._own[table]

    def _load(self, table: str, *, own: bool) -> dict[str, int]:
        schema = BUNDLE[table]
        if "id" not in schema.by_name:
            return {}
        t = table_of(schema)
        with self._database.session() as session:
            if own:
                query = select(t.c.source_id, t.c.pk).where(t.c.source == self._source)
                return {row[0]: row[1] for row in session.execute(query)}
            others = select(t.c.id, t.c.source, t.c.source_id, t.c.pk).where(t.c.source != self._source)
            found: dict[str, int] = {}
            for public, source, own_id, pk in session.execute(others):
                found[public] = found[f"{source}:{own_id}"] = pk
            return found

    def find(self, table: str, reference: str) -> int | None:
        own = self.own(table)
        if (pk := own.get(reference)) is not None:
            return pk
        if reference.startswith(f"{self._source}:") and (pk := own.get(reference[len(self._source) + 1 :])) is not None:
            return pk
        if table not in self._others:
            self._others[table] = self._load(table, own=False)
        return self._others[table].get(reference)

    def accept(self, table: str, reference: str) -> None:
        self.own(table).setdefault(reference, 0)


@dataclass(slots=True)
class _Batch:
    """What one transaction writes. Rows that stood and changed carry their pk as `pk_`."""

    created: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    updated: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    identity: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])


class _Writer:
    """How the rows of one table become parameters, and the statements that take them."""

    def __init__(self, schema: TableSchema, source: str, run: int | None) -> None:
        self.name = schema.name
        self.table = table_of(schema)
        self.has_ids = "id" in schema.by_name
        self.has_identity = schema.name == "contributors"
        self.has_skill = "skill" in schema.by_name
        self._names = schema.names
        self._fixed: dict[str, Any] = {"source": source, "import_pk": run}
        self._plain: list[tuple[str, str]] = []
        self._references: list[tuple[str, str, str]] = []
        columns = self.table.c
        for column in schema.columns:
            name = column.name
            if column.refers:
                base = name.removesuffix("_id")
                self._references.append((name, f"{base}_ref", f"{base}_pk"))
            elif name == "id":
                self._plain += [("id", "source_id"), ("id", "id")]
            elif name not in IDENTITY_COLUMNS or not self.has_identity:
                self._plain.append((name, name))
        changing = [c.name for c in columns if c.name not in ("pk", "id", "source_id", "source", "row_key")]
        self.update = (
            update(self.table)
            .where(columns.pk == bindparam("pk_"))
            .values({name: bindparam(name) for name in changing})
        )
        self.last_pk = 0

    def prepare(self, row: Row) -> dict[str, Any]:
        values, found = row.values, row.found
        get = values.get
        everything = [get(name) for name in self._names]
        key = row.key
        params = self._fixed.copy()
        params["row_key"] = key[0] if len(key) == 1 else _SEPARATOR.join(map(_key_text, key))
        params["digest"] = blake2b(repr((everything, row.extra)).encode(), digest_size=16).hexdigest()
        params["extra"] = row.extra
        for name, target in self._plain:
            params[target] = get(name)
        for name, ref, pk in self._references:
            params[ref] = get(name)
            params[pk] = found.get(name) or None
        return params

    def identity(self, row: Row) -> dict[str, object] | None:
        found = {name: row.values.get(name) for name in IDENTITY_COLUMNS}
        return found if any(value is not None for value in found.values()) else None


def _key_text(part: object) -> str:
    return "" if part is None else str(part)


class Store:
    """Writes one source's rows. Without a `run` (a dry run) it only counts, and notes what would change."""

    def __init__(self, database: Database, source: str, ids: StoredIds, run: int | None) -> None:
        self._database = database
        self._source = source
        self._ids = ids
        self._run = run
        self._links: SkillLinks | None = None
        self.differences: list[Difference] = []

    def _skill_links(self, session: Session) -> SkillLinks:
        if self._links is None:
            self._links = SkillLinks(session, self._source, self._run or 0)
        return self._links

    def save(self, table: str, rows: Iterable[Row], counts: Counts, progress: Progress | None) -> None:
        """Stores a table's rows batch by batch and counts what became of them."""
        writer = _Writer(BUNDLE[table], self._source, self._run)
        t = writer.table
        with self._database.session() as session:
            stored_before = bool(session.scalar(select(exists().where(t.c.source == self._source))))
            writer.last_pk = session.scalar(select(func.max(t.c.pk))) or 0
        stream = iter(rows)
        while part := list(islice(stream, BATCH)):
            prepared = [writer.prepare(row) for row in part]
            stored = self._stored(t, prepared) if stored_before else {}
            batch = _Batch()
            for row, params in zip(part, prepared, strict=True):
                pk, digest = stored.get(params["row_key"], (0, ""))
                if digest == params["digest"]:
                    continue
                if pk:
                    batch.updated.append({**params, "pk_": pk})
                else:
                    batch.created.append(params)
                if writer.has_identity and (identity := writer.identity(row)):
                    batch.identity[params["row_key"]] = identity
            counts.created += len(batch.created)
            counts.updated += len(batch.updated)
            counts.unchanged += len(part) - len(batch.created) - len(batch.updated)
            if self._run is None:
                self._compare(writer, batch)
            elif batch.created or batch.updated:
                self._write(writer, batch)
            if progress:
                progress(table, counts.read)

    def _compare(self, writer: _Writer, batch: _Batch) -> None:
        room = SHOWN - len({(d.table, d.key) for d in self.differences})
        if batch.updated and room > 0:
            with self._database.session() as session:
                self.differences += differences(session, writer.table, writer.name, batch.updated[:room])

    def _stored(self, t: Table, prepared: Sequence[dict[str, Any]]) -> dict[str, tuple[int, str]]:
        keys = [params["row_key"] for params in prepared]
        query = select(t.c.row_key, t.c.pk, t.c.digest).where(t.c.source == self._source, t.c.row_key.in_(keys))
        with self._database.session() as session:
            return {key: (pk, digest) for key, pk, digest in session.execute(query)}

    def _write(self, writer: _Writer, batch: _Batch) -> None:
        try:
            with self._database.session() as session:
                if writer.has_skill:
                    self._skill_links(session).link(session, [*batch.created, *batch.updated])
                if batch.created:
                    session.execute(insert(writer.table), batch.created)
                if batch.updated:
                    session.execute(writer.update, batch.updated)
                new = self._new_ids(session, writer) if writer.has_ids and batch.created else {}
                if writer.has_identity:
                    self._write_identity(session, batch, new)
        except IntegrityError:
            raise Unavailable(
                f"Another import of {self._source} is writing the same rows; wait until it ends and import again."
            ) from None
        if new:
            self._ids.own(writer.name).update(new)

    def _new_ids(self, session: Session, writer: _Writer) -> dict[str, int]:
        c = writer.table.c
        query = select(c.source_id, c.pk).where(c.pk > writer.last_pk, c.import_pk == self._run)
        new: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
        writer.last_pk = max(new.values(), default=writer.last_pk)
        return new

    def _write_identity(self, session: Session, batch: _Batch, new: dict[str, int]) -> None:
        pks = new | {params["row_key"]: params["pk_"] for params in batch.updated}
        if batch.updated:
            gone = [params["pk_"] for params in batch.updated]
            session.execute(delete(_IDENTITY).where(_IDENTITY.c.contributor_pk.in_(gone)))
        if batch.identity:
            rows = [{"contributor_pk": pks[key], **identity} for key, identity in batch.identity.items()]
            session.execute(insert(_IDENTITY), rows)
