"""An import killed at any moment leaves whole batches, is noticed by the next, and is finished by it."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.columns import Base
from knowledge.registry.database import Database
from knowledge.registry.importing import import_path
from knowledge.registry.importing.storing import BATCH
from knowledge.registry.registry import Registry

KILLS = int(os.environ.get("WORKFORCE_TEST_KILLS", "6"))
PEOPLE = 5 * BATCH + 7
RUN = """
import sys
from datetime import date
from pathlib import Path
from knowledge.registry.database import Database
from knowledge.registry.importing import import_path
from knowledge.registry.registry import Registry

registry = Registry(Database(sys.argv[1]), lambda: date(2026, 11, 24))
print("ready", flush=True)
import_path(registry, Path(sys.argv[2]), "hr", home=Path(sys.argv[3]))
"""


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every imported row without what differs from run to run."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with database.session() as session:
        for name in ("contributor", "contributor_skill", "skill", "identity"):
            table = Base.metadata.tables[name]
            kept = [c for c in table.c if not c.name.endswith("pk")]
            found[name] = sorted(map(tuple, session.execute(select(*kept)).all()), key=repr)
    return found


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export")
    people = "".join(f"E{n},employee,Name {n},+31 {n}\n" for n in range(PEOPLE))
    (path / "contributors.csv").write_text("id,kind,name,phone\n" + people)
    skills = "".join(f"E{n},Skill {n % 50},3\nE{n},Skill {n % 50 + 50},4\n" for n in range(PEOPLE))
    (path / "contributor_skills.csv").write_text("contributor_id,skill,level\n" + skills)
    return path


def start(database: Path, export: Path, home: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, f"sqlite:///{database}", str(export), str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_nothing_is_lost_or_doubled(migrated: Path, export: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    shutil.copy(migrated, whole)
    began = time.monotonic()
    with start(whole, export, tmp_path) as process:
        assert process.wait() == 0
    lasted = time.monotonic() - began
    database = Database(f"sqlite:///{whole}")
    expected = contents(database)
    database.close()
    assert len(expected["contributor"]) == PEOPLE
    rng = random.Random(7)
    cut = 0
    for n in range(KILLS):
        path = tmp_path / f"killed-{n}.db"
        shutil.copy(migrated, path)
        with start(path, export, tmp_path) as process:
            time.sleep(rng.uniform(0, lasted))
            process.send_signal(signal.SIGKILL)
        database = Database(f"sqlite:///{path}")
        with database.session() as session:
            for table in (t.Contributor, t.ContributorSkill):
                rows = session.scalar(select(func.count(table.pk))) or 0
                total = PEOPLE if table is t.Contributor else 2 * PEOPLE
                assert rows % BATCH == 0 or rows == total, "a batch is whole or not there"
            open_runs = session.scalar(select(func.count(t.ImportRun.pk)).where(t.ImportRun.finished_at.is_(None)))
        report = import_path(Registry(database, lambda: date(2026, 11, 24)), export, "hr", home=tmp_path)
        assert any("cut off" in warning for warning in report.warnings) == bool(open_runs)
        cut += bool(open_runs)
        assert contents(database) == expected
        database.close()
        path.unlink()
    assert cut, "no kill fell into a run: the test shows nothing"
