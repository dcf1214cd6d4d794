"""ESCO and O*NET files: loaded through import, apart from the company's vocabulary, counted, updated in place."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.database import Database
from knowledge.registry.importing import ImportReport, import_path
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import OPERATOR
from tests.company import TODAY

ESCO = 'preferredLabel,altLabels,skillType\r\nweld metal,"join metal\nmetal welding",skill/competence\r\nalgebra,,knowledge\r\n'
TASKS = (
    "O*NET-SOC Code,Title,Task ID,Task,Task Type\n"
    "15-1252.00,Software Developers,1,Analyse needs.,Core\n"
    "15-1252.00,Software Developers,2,Write code.,Supplemental\n"
    "51-4121.00,Welders,3,Weld.,Core\n"
)
OCCUPATIONS = (
    "O*NET-SOC Code,Title,Description\n51-4121.00,Welders,They weld.\n15-1252.00,Software Developers,They code.\n"
)

Load = Callable[[str, str], ImportReport]


@pytest.fixture
def registry(database: Database) -> Registry:
    return Registry(database, lambda: TODAY)


@pytest.fixture
def load(registry: Registry, tmp_path: Path) -> Load:
    def run(name: str, text: str) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return import_path(registry, path, "esco", home=tmp_path / "home")

    return run


def counts(report: ImportReport, table: str) -> tuple[int, int, int, int, int]:
    c = report.tables[table]
    return c.read, c.created, c.updated, c.unchanged, c.rejected


def test_skills_with_their_other_names(load: Load, registry: Registry) -> None:
    report = load("esco.csv", ESCO)
    assert counts(report, "skills") == (2, 2, 0, 0, 0)
    assert counts(report, "skill_aliases") == (2, 2, 0, 0, 0)
    assert counts(load("esco.csv", ESCO), "skills") == (2, 0, 0, 2, 0)
    changed = load("esco.csv", ESCO.replace("algebra,,", "algebra,maths,"))
    assert counts(changed, "skills") == (2, 0, 1, 1, 0)
    assert counts(load("esco_skill_labels.txt", "algebra\nweld metal\ngeometry\n"), "skills") == (3, 1, 0, 2, 0)
    (found,) = registry.skills.taxonomies()
    assert (found.source, found.skills, found.aliases) == ("esco", 3, 3)


def test_the_companys_vocabulary_is_not_flooded(load: Load, registry: Registry) -> None:
    before = registry.data_version()
    load("esco.csv", ESCO)
    with registry.reading(OPERATOR) as reading:
        assert reading.skill_names() == []
        assert reading.freshness() == []
    assert registry.data_version() == before


def test_tasks_are_found_by_occupation(load: Load, registry: Registry) -> None:
    assert counts(load("tasks.csv.gz", TASKS), "task_statements") == (3, 3, 0, 0, 0)
    assert counts(load("occupations.csv", OCCUPATIONS), "occupations") == (2, 2, 0, 0, 0)
    with registry.reading(OPERATOR) as reading:
        found = reading.tasks_of("software developers")
        assert [(task.task_id, task.text, task.type) for task in found] == [
            ("1", "Analyse needs.", "Core"),
            ("2", "Write code.", "Supplemental"),
        ]
        assert [task.ref for task in reading.tasks_of("51-4121.00")] == ["task_statement:3"]
        assert reading.tasks_of("100%") == reading.tasks_of(" ") == []


def test_tabs_as_the_published_database_has_them(load: Load) -> None:
    assert counts(load("Task Statements.txt", TASKS.replace(",", "\t")), "task_statements") == (3, 3, 0, 0, 0)


def test_what_cant_be_taken_is_rejected_with_its_row(load: Load) -> None:
    report = load("esco.csv", ESCO + ",lonely,\r\nalgebra,again,\r\nx,y,z,too many\r\n")
    assert counts(report, "skills") == (5, 2, 0, 0, 3)
    assert report.rejects is not None
    with report.rejects.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["table"], row["row"], row["column"]) for row in rows] == [
        ("skills", "4", "preferredLabel"),
        ("skills", "5", "preferredLabel"),
        ("skills", "6", ""),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("notes.txt", "some notes\n"), ("list.csv", "a,b\n1,2\n"), ("esco.csv", ESCO + '"never closed\n')],
)
def test_what_is_no_taxonomy_is_refused(load: Load, registry: Registry, name: str, text: str) -> None:
    with pytest.raises(BadInput):
        load(name, text)
    assert registry.skills.taxonomies() == []


def test_a_dry_run_counts_and_writes_nothing(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "esco.csv"
    path.write_text(ESCO, newline="")
    report = import_path(registry, path, "esco", dry_run=True, home=tmp_path / "home")
    assert counts(report, "skills") == (2, 2, 0, 0, 0)
    assert registry.skills.taxonomies() == []


def _published() -> Path | None:
    folders = (parent / "shared" / "data" / "skills" for parent in Path(__file__).parents)
    return next((folder for folder in folders if folder.is_dir()), None)


@pytest.mark.skipif(_published() is None, reason="the published taxonomies are not beside the project")
def test_the_published_files_against_a_count_of_their_own(tmp_path: Path) -> None:
    folder = _published()
    assert folder is not None
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")
    database.migrate()
    registry = Registry(database, lambda: TODAY)
    for source in ("esco", "onet"):
        for path in sorted(folder.glob(f"{source}_*.csv*")):
            assert import_path(registry, path, source, home=tmp_path).rejects is None
    with (folder / "esco_skills_with_alternative_labels.csv").open(encoding="utf-8-sig", newline="") as file:
        skills = list(csv.DictReader(file))
    with gzip.open(folder / "onet_task_statements.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        tasks = list(csv.DictReader(file))
    esco, onet = registry.skills.taxonomies()
    assert esco.skills == len(skills) == 13_891
    assert esco.aliases == sum(len([a for a in row["altLabels"].split("\n") if a.strip()]) for row in skills) == 112_835
    assert (onet.occupations, onet.tasks) == (1_016, len(tasks))
    with database.session() as session:
        assert session.scalar(select(func.count(t.TaskStatement.pk))) == len(tasks) == 18_796
    database.close()
