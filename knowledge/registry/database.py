"""The database: SQLite by default, PostgreSQL by URL; migrations, and the unit of work."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.workforce.errors import BadInput, Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0008"
"""The newest revision under `migrations/versions`; a test holds the two together."""
BUSY_SECONDS = 5


class Database:
    """One database. The caller of `session` owns the transaction: it commits at the end of the block, nothing deeper."""

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self.engine: Engine = _engine(self._url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Generator[Session]:
        """A unit of work: committed when the block ends, rolled back when it raises."""
        with self._told(), self._sessions.begin() as session:
            yield session

    def migrate(self) -> None:
        """Bring the schema to the newest revision; costs one query when it is there already."""
        with self._told():
            revision = self._revision()
            if revision == HEAD:
                return
            if revision is not None and revision not in _revisions():
                raise Unavailable(
                    f"The database {self._shown} has schema {revision}, which this version doesn't know; "
                    "use the newer version that made it."
                )
            self._upgrade()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('workforce-migrate'))"))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @property
    def _shown(self) -> str:
        """The database as a message may name it: without a password."""
        return self._url.database or "" if self._url.get_backend_name() == "sqlite" else self._url.render_as_string()

    @contextmanager
    def _told(self) -> Generator[None]:
        """Turn the driver's errors into sentences."""
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: DBAPIError) -> Exception:
        reason = str(error.orig).casefold()
        if "locked" in reason or "busy" in reason:
            return Unavailable(
                f"The database {self._shown} is locked by another process; wait until that ends, or stop it."
            )
        if "not a database" in reason or "malformed" in reason:
            return Unavailable(f"{self._shown} is no SQLite database or is damaged; restore it from a back-up.")
        if "readonly" in reason or "read-only" in reason:
            return Unavailable(f"The database {self._shown} can't be written; check the file's rights.")
        if "full" in reason:
            return Unavailable(f"The disk that holds the database {self._shown} is full; make room.")
        if isinstance(error, OperationalError):
            return Unavailable(f"The database {self._shown} can't be reached; is it running, and is the URL right?")
        return error


def _checked(url: str) -> URL:
    try:
        checked = make_url(url)
        checked.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        raise BadInput(
            "WORKFORCE_DATABASE_URL is no database URL; give one like postgresql://user@host/name."
        ) from None
    if checked.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadInput(
            f"WORKFORCE_DATABASE_URL names {checked.get_backend_name()}; SQLite and PostgreSQL are supported."
        )
    return checked


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": BUSY_SECONDS})
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _revisions() -> set[str]:
    return {path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
