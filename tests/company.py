"""Fixtures that many tests share: the demonstration company, loaded once for a session, and copies of it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import Installation, install
from assistant.cli.data import load_demo
from assistant.settings import Settings

TODAY = date(2026, 11, 24)


def settings(home: Path, **more: object) -> Settings:
    """Settings that no environment variable and no `.env` of the machine changes."""
    given = {"home": home, "today": TODAY, "model": "builtin", "database_url": None, "chroma_url": None, **more}
    return Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue, reportArgumentType]


@pytest.fixture(scope="session")
def company_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration company as of `TODAY`, in a folder that nobody may change."""
    home = tmp_path_factory.mktemp("company")
    opened = install(settings(home))
    load_demo(opened)
    opened.builtin.warm()
    opened.close()
    return home


@pytest.fixture(scope="session")
def company(company_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration company, open for a session of reading."""
    home = tmp_path_factory.mktemp("reading") / "home"
    shutil.copytree(company_home, home)
    opened = install(settings(home))
    yield opened
    opened.close()


@pytest.fixture
def own_company(company_home: Path, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the demonstration company that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(company_home, home)
    opened = install(settings(home))
    yield opened
    opened.close()
