"""A taxonomy's files into the registry: each row created, updated or left as it is; loaded again, nothing is doubled.

Taxonomies stay apart from the company's vocabulary: 14,000 skills that nobody here has would drown the ones that
somebody has. They give other names, and tasks.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.registry.database import Database
from knowledge.registry.importing.report import Counts, ImportReport, Progress, Rejects
from knowledge.registry.tables import Base
from knowledge.registry.taxonomies.formats import Entry, Numbered, Part, Taxonomy
from knowledge.workforce.skills.trigrams import folded

BATCH = 2_000
_KINDS = {Part.SKILLS: "skill", Part.OCCUPATIONS: "occupation"}
_CONCEPT: Table = Base.metadata.tables["taxonomy_concept"]
_LABEL: Table = Base.metadata.tables["taxonomy_label"]
_TASK: Table = Base.metadata.tables["task_statement"]


def load(
    database: Database, parts: Sequence[Taxonomy], report: ImportReport, rejects: Rejects, progress: Progress | None
) -> None:
    """Load every part under the report's source, and count in the report. Read through once before, so that a file
    that can't be read is refused before anything is written."""
    for part in parts:
        for _ in part.rows():
            pass
    with rejects:
        for part in parts:
            counts = report.tables.setdefault(part.part.value, Counts())
            aliases = report.tables.setdefault(Part.ALIASES.value, Counts()) if part.part is Part.SKILLS else None
            stream = iter(part.rows())
            while batch := list(islice(stream, BATCH)):
                taken = _taken(batch, part.part.value, counts, rejects)
                with database.session() as session:
                    _store(session, report, part.part, taken, counts, aliases)
                if progress:
                    progress(part.part.value, counts.read)
    if (others := report.tables.get(Part.ALIASES.value)) and not others.read:
        del report.tables[Part.ALIASES.value]
    report.rejects = rejects.path


def _taken(batch: Iterable[Numbered], table: str, counts: Counts, rejects: Rejects) -> list[Entry]:
    taken: list[Entry] = []
    for row in batch:
        counts.read += 1
        if row.entry is not None:
            taken.append(row.entry)
        elif row.fault is not None:
            counts.rejected += 1
            rejects.add(table, row.number, *row.fault)
    return taken


def _store(
    session: Session, report: ImportReport, part: Part, entries: list[Entry], counts: Counts, aliases: Counts | None
) -> None:
    table = _TASK if part is Part.TASKS else _CONCEPT
    stored = _stored(session, table, report.source, part, entries)
    created: list[tuple[Entry, dict[str, Any]]] = []
    updated: list[tuple[Entry, dict[str, Any]]] = []
    for entry in entries:
        params = _params(report.source, part, entry)
        pk, digest = stored.get((entry.code, entry.task), (0, ""))
        fate = "created" if not pk else "unchanged" if entry.bare or digest == params["digest"] else "updated"
        for counted, n in ((counts, 1), (aliases, len(entry.aliases))):
            if counted is not None:
                setattr(counted, fate, getattr(counted, fate) + n)
        if aliases is not None:
            aliases.read += len(entry.aliases)
        if fate == "created":
            created.append((entry, params))
        elif fate == "updated":
            updated.append((entry, {**params, "pk_": pk}))
    if report.dry_run:
        return
    if created:
        session.execute(insert(table), [params for _, params in created])
    if updated:
        names = [name for name in updated[0][1] if name != "pk_"]
        changed = update(table).where(table.c.pk == bindparam("pk_")).values({name: bindparam(name) for name in names})
        session.execute(changed, [params for _, params in updated])
    if table is _CONCEPT and (created or updated):
        _label(session, report.source, part, [entry for entry, _ in (*created, *updated)])


def _label(session: Session, source: str, part: Part, entries: list[Entry]) -> None:
    """The names of new and changed concepts, anew."""
    pks = {key: pk for key, (pk, _) in _stored(session, _CONCEPT, source, part, entries).items()}
    session.execute(delete(_LABEL).where(_LABEL.c.concept_pk.in_(list(pks.values()))))
    rows = [
        {"concept_pk": pks[entry.code, None], "label": label, "folded": folded(label), "preferred": preferred}
        for entry in entries
        for label, preferred in ((entry.label, True), *((alias, False) for alias in entry.aliases))
    ]
    session.execute(insert(_LABEL), rows)


def _stored(
    session: Session, table: Table, source: str, part: Part, entries: Sequence[Entry]
) -> dict[tuple[str, str | None], tuple[int, str]]:
    codes = sorted({entry.code for entry in entries})
    if table is _TASK:
        query = select(_TASK.c.occupation_code, _TASK.c.task_id, _TASK.c.pk, _TASK.c.digest)
        rows = session.execute(query.where(_TASK.c.source == source, _TASK.c.occupation_code.in_(codes)))
        return {(code, task): (pk, digest) for code, task, pk, digest in rows}
    c = _CONCEPT.c
    told_by = c.label if entries and all(entry.bare for entry in entries) else c.code
    query = select(told_by, c.pk, c.digest)
    found = session.execute(query.where(c.source == source, c.kind == _KINDS[part], told_by.in_(codes)))
    return {(code, None): (pk, digest) for code, pk, digest in found}


def _params(source: str, part: Part, entry: Entry) -> dict[str, Any]:
    digest = blake2b(repr(entry).encode(), digest_size=16).hexdigest()
    if part is Part.TASKS:
        task = {"occupation_code": entry.code, "title": entry.description, "task_id": entry.task, "text": entry.label}
        return {"source": source, **task, "type": entry.type, "digest": digest}
    concept = {"kind": _KINDS[part], "code": entry.code, "label": entry.label, "description": entry.description}
    return {"source": source, **concept, "type": entry.type, "digest": digest}
