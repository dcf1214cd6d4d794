"""A migrated, empty registry, and bundles made of text."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.registry.database import Database
from knowledge.registry.importing import ImportReport, import_path
from knowledge.registry.registry import Registry

Importing = Callable[..., ImportReport]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "registry.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def registry(migrated: Path, tmp_path: Path) -> Iterator[Registry]:
    path = tmp_path / "registry.db"
    shutil.copy(migrated, path)
    database = Database(f"sqlite:///{path}")
    yield Registry(database, lambda: date(2026, 11, 24))
    database.close()


@pytest.fixture
def importing(registry: Registry, tmp_path: Path) -> Importing:
    """Imports a path as the source `hr`, with a home of its own."""

    def run(path: Path, source: str = "hr", *, mapping: Path | None = None, dry_run: bool = False) -> ImportReport:
        return import_path(registry, path, source, mapping=mapping, dry_run=dry_run, home=tmp_path / "home")

    return run


@pytest.fixture
def bundle(tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder of CSV files: `bundle(contributors="id,kind,name\\n…", leave="…")`."""

    def write(folder: str = "bundle", **tables: str) -> Path:
        path = tmp_path / folder
        path.mkdir(exist_ok=True)
        for name, text in tables.items():
            (path / f"{name}.csv").write_bytes(text.encode())
        return path

    return write
