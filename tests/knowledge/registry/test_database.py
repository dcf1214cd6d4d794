import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from knowledge.registry.database import HEAD, MIGRATIONS, Database
from knowledge.registry.tables import Base
from knowledge.workforce.errors import BadInput, Unavailable


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_head_is_the_newest_migration() -> None:
    assert max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")) == HEAD


def test_a_schema_from_the_future_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="9999"):
        database.migrate()


def test_a_locked_database_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.registry.database.BUSY_SECONDS", 0)
    path = tmp_path / "a.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unavailable, match="locked by another process"), database.session() as session:
        session.execute(text("UPDATE data_version SET version = 1"))
    other.close()
    database.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(Unavailable, match="no SQLite database"):
        Database(f"sqlite:///{path}").migrate()


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unavailable, match="can't be reached") as told:
        Database("postgresql://somebody:secret@127.0.0.1:9/nothing").migrate()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "what://is/this"])
def test_urls_that_cannot_be(url: str) -> None:
    with pytest.raises(BadInput, match="WORKFORCE_DATABASE_URL"):
        Database(url)
