"""What holds for every test: no network beyond this machine, and which databases are tried."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from knowledge.registry.database import Database

POSTGRES = os.environ.get("WORKFORCE_TEST_POSTGRES")
NO_SKIPS = os.environ.get("WORKFORCE_TEST_NO_SKIPS") == "1"
_LOOPBACK = ("127.", "::1", "localhost")
_connect = socket.socket.connect


def _guarded(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
        raise AssertionError(f"a test tried to reach {address[0]}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach this machine alone."""
    monkeypatch.setattr(socket.socket, "connect", _guarded)


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings come from the test, not from whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "SLACK_")) or (
            name.startswith("WORKFORCE_") and not name.startswith("WORKFORCE_TEST_")
        ):
            monkeypatch.delenv(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'workforce.sqlite3'}"
        return
    if not POSTGRES:
        if NO_SKIPS:
            pytest.fail("WORKFORCE_TEST_POSTGRES is not set, and nothing may be skipped here")
        pytest.skip("WORKFORCE_TEST_POSTGRES is not set")
    name = f"test_{os.getpid()}_{abs(hash(str(tmp_path))) % 10**9}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()
