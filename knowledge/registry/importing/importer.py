"""One import from end to end: read, checked, stored table by table, consolidated, reported."""

import gc
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import exists, insert, select, update

from knowledge.registry.consolidation import consolidate, raise_version
from knowledge.registry.database import Database
from knowledge.registry.importing.bundle import bundle_tables, memory_tables
from knowledge.registry.importing.clashes import name_clashes
from knowledge.registry.importing.leavers import notice_leavers
from knowledge.registry.importing.mapped import mapped_tables
from knowledge.registry.importing.mapping import find_mapping, load_mapping
from knowledge.registry.importing.raw import RawTable
from knowledge.registry.importing.report import ImportReport, Progress, Rejects
from knowledge.registry.importing.schema import BUNDLE
from knowledge.registry.importing.source_files import find_files
from knowledge.registry.importing.storing import Store, StoredIds
from knowledge.registry.importing.validation import ImportState, TableValidator
from knowledge.registry.registry import Registry
from knowledge.registry.tables import ImportRun
from knowledge.registry.taxonomies.formats import Taxonomy, taxonomies
from knowledge.registry.taxonomies.loading import load
from knowledge.workforce.errors import BadInput

LONGEST_SOURCE = 100
COLLECT_AFTER = 200_000
"""New objects after which memory is searched for cycles during an import."""


def import_path(
    registry: Registry,
    path: Path,
    source: str,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    partial: bool = False,
    home: Path,
    progress: Progress | None = None,
) -> ImportReport:
    """Imports what lies at `path` as the source of that name.

    `path` is a bundle (folder, .zip, .xlsx), a file of one of its tables, files of a skills taxonomy (ESCO, O*NET) or,
    with a `mapping` (a file, or the name of one that is built in), another system's export. Unless it is `partial`, people of
    the source who are not in it are proposed to have left. Raises `BadInput` when it
    is refused as a whole; then nothing is
    written. The rejects file goes to the folder `reports` of `home`.
    """
    _check_source(source)
    if mapping is None:
        if (parts := taxonomies(path)) is not None:
            return _load_taxonomies(registry.database, *parts, source, home, dry_run, progress)
        tables, warnings = bundle_tables(path)
    else:
        plan = load_mapping(find_mapping(mapping))
        tables, warnings = mapped_tables(find_files(path), plan)
    importing = _Import(registry.database, source, str(path), home, dry_run, progress)
    return importing.run(tables, warnings, None if partial else registry.today())


def import_tables(
    registry: Registry,
    tables: Mapping[str, Iterable[Mapping[str, str]]],
    source: str,
    *,
    dry_run: bool = False,
    home: Path,
    progress: Progress | None = None,
) -> ImportReport:
    """Imports a bundle that is in memory: for each table its rows, column to text, under the rules of a file."""
    _check_source(source)
    return _Import(registry.database, source, None, home, dry_run, progress).run(memory_tables(tables), (), None)


def _load_taxonomies(
    database: Database,
    parts: list[Taxonomy],
    warnings: list[str],
    source: str,
    home: Path,
    dry_run: bool,
    progress: Progress | None,
) -> ImportReport:
    report = ImportReport(source, dry_run, warnings=warnings)
    load(database, parts, report, Rejects(None if dry_run else home / "reports", source), progress)
    return report


def _check_source(source: str) -> None:
    if not source.strip() or source != source.strip() or len(source) > LONGEST_SOURCE or not source.isprintable():
        raise BadInput(f"A source needs a short name such as hr, of 1 to {LONGEST_SOURCE} characters; give one.")
    if ":" in source:
        raise BadInput(f"The source name {source!r} holds a colon, which separates a source from an id; leave it out.")


@contextmanager
def _seldom_collecting() -> Generator[None]:
    """Rows are many small objects without cycles: looking for cycles every 700 of them takes a tenth of an import."""
    thresholds = gc.get_threshold()
    gc.set_threshold(max(thresholds[0], COLLECT_AFTER), *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


class _Import:
    """One run. What is stored stays stored, batch by batch; run again after a break, it goes on."""

    def __init__(
        self, database: Database, source: str, path: str | None, home: Path, dry_run: bool, progress: Progress | None
    ) -> None:
        self._database = database
        self._source = source
        self._path = path
        self._rejects = Rejects(None if dry_run else home / "reports", source)
        self._report = ImportReport(source, dry_run)
        self._progress = progress

    def run(self, tables: Iterable[RawTable], warnings: Iterable[str], leavers_on: date | None) -> ImportReport:
        report = self._report
        ids = StoredIds(self._database, self._source)
        state = ImportState(ids, self._rejects, report)
        order = list(BUNDLE)
        ordered = sorted(tables, key=lambda table: order.index(table.name))
        # Made before the run is noted: a header that can't be right refuses the import as a whole.
        validators = [(table.name, TableValidator(table, state)) for table in ordered]
        run, broken_off = self._begin()
        store = Store(self._database, self._source, ids, run)
        with self._rejects, _seldom_collecting():
            for name, validator in validators:
                store.save(name, validator.rows(), validator.counts, self._progress)
        report.warnings += [*warnings, *state.unresolved.warnings(ids)]
        report.rejects = self._rejects.path
        report.differences = store.differences
        if broken_off:
            report.warnings.append(
                "an earlier import was cut off between two batches; this one has made up for its end"
            )
        if leavers_on and "contributors" in report.tables:
            seen = {str(key[0]) for key in state.seen.get("contributors", ())}
            with self._database.session() as session:
                report.warnings += notice_leavers(session, self._source, seen, leavers_on, propose=run is not None)
        if run is not None and "contributors" in report.tables:
            with self._database.session() as session:
                report.warnings += name_clashes(session, self._source)
        if run is not None:
            self._finish(run, consolidating=broken_off or self._changed)
        return report

    @property
    def _changed(self) -> bool:
        return any(counts.created or counts.updated for counts in self._report.tables.values())

    def _begin(self) -> tuple[int | None, bool]:
        """Notes the run, unless dry; also says whether an earlier one never ended, whose end is then made up for."""
        if self._report.dry_run:
            return None, False
        with self._database.session() as session:
            broken_off = bool(session.scalar(select(exists().where(ImportRun.finished_at.is_(None)))))
        started = {"source": self._source, "started_at": datetime.now(UTC), "path": self._path}
        with self._database.session() as session:
            run = session.execute(insert(ImportRun).values(started).returning(ImportRun.pk)).scalar_one()
        return run, broken_off

    def _finish(self, run: int, *, consolidating: bool) -> None:
        counts = {name: found.as_json() for name, found in self._report.tables.items()}
        with self._database.session() as session:
            if consolidating:
                consolidate(session)
            else:
                raise_version(session)
            # An earlier run of this source that was cut off is as good as ended by this one.
            ended = {"finished_at": datetime.now(UTC), "counts": counts}
            session.execute(update(ImportRun).where(ImportRun.pk == run).values(ended))
            stale = (ImportRun.source == self._source) & (ImportRun.pk < run) & ImportRun.finished_at.is_(None)
            session.execute(update(ImportRun).where(stale).values(finished_at=datetime.now(UTC)))
