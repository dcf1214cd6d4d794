"""The canonical bundle: what is taken, what is rejected and why, and what a second import does."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport, import_tables
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]
Bundle = Callable[..., Path]

PEOPLE = """id,kind,name,email,org_unit,manager_id,start_date,end_date,weekly_hours
E1,employee,Mirela Osthoff,m@x.example,U1,,2020-01-01,,40
E2,freelancer,null,,U9,E1,2024-02-29,2025-01-01,8.5
"""


def rejects(report: ImportReport) -> list[tuple[str, str, str, str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8", newline="") as file:
        return [(r["table"], r["row"], r["column"], r["value"]) for r in csv.DictReader(file)]


def counts(report: ImportReport, table: str) -> tuple[int, int, int, int, int]:
    c = report.tables[table]
    assert c.read == c.created + c.updated + c.unchanged + c.rejected
    return c.read, c.created, c.updated, c.unchanged, c.rejected


def test_a_bundle_is_stored_with_its_types(bundle: Bundle, importing: Importing, registry: Registry) -> None:
    report = importing(bundle(contributors=PEOPLE, org_units="id,name\nU1,Laser lab\n"))
    assert counts(report, "contributors") == (2, 2, 0, 0, 0)
    assert report.warnings == ["contributors.org_unit: 1 row kept with an id that is not among the org_units (U9)"]
    with registry.database.session() as session:
        one, two = session.scalars(select(t.Contributor).order_by(t.Contributor.id)).all()
        assert (one.start_date, one.end_date, one.weekly_hours) == (date(2020, 1, 1), None, 40)
        assert (two.name, two.org_unit_ref, two.org_unit_pk, two.manager_pk) == ("null", "U9", None, one.pk)
        assert one.org_unit_pk is not None
        assert session.scalar(select(t.ImportRun.finished_at)) is not None


def test_the_same_again_is_unchanged_and_a_change_updates_in_place(bundle: Bundle, importing: Importing) -> None:
    importing(bundle(contributors=PEOPLE))
    reordered = "\n".join(",".join(reversed(line.split(","))) for line in PEOPLE.strip().split("\n"))
    assert counts(importing(bundle(contributors=reordered)), "contributors") == (2, 0, 0, 2, 0)
    changed = PEOPLE.replace("Mirela", "Mirella").replace("8.5", "8.50")
    assert counts(importing(bundle(contributors=changed)), "contributors") == (2, 0, 1, 1, 0)


def test_a_dry_run_counts_the_same_and_writes_nothing(
    bundle: Bundle, importing: Importing, registry: Registry, tmp_path: Path
) -> None:
    path = bundle(
        contributors=PEOPLE + "E3,wizard,X,,,,,,\n",
        leave="contributor_id,start_date,end_date\nE1,2026-01-01,2026-01-02\n",
    )
    dry = importing(path, dry_run=True).as_json()
    assert dry["rejects"] is None
    assert not (tmp_path / "home").exists()
    with registry.database.session() as session:
        assert session.scalar(select(func.count(t.Contributor.pk))) == 0
        assert session.scalar(select(func.count(t.ImportRun.pk))) == 0
    assert importing(path).as_json()["tables"] == dry["tables"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("start_date", "03/04/2024"),
        ("start_date", "2024-02-30"),
        ("start_date", "2024-1-5"),
        ("end_date", "2019-12-31"),
        ("weekly_hours", "1,5"),
        ("weekly_hours", "NaN"),
        ("weekly_hours", "inf"),
        ("weekly_hours", "٤٠"),
        ("country", "UK"),
        ("country", "ZZ"),
        ("country", "nl"),
        ("kind", "Employee"),
        ("status", "gone"),
        ("rate_unit", "week"),
        ("rate_amount", "-1"),
        ("rate_currency", "€"),
        ("time_zone", "Mars/Olympus"),
        ("name", ""),
    ],
)
def test_a_value_that_is_not_of_its_type_rejects_the_row(
    bundle: Bundle, importing: Importing, column: str, value: str
) -> None:
    row = {"id": "E1", "kind": "employee", "name": "N", "start_date": "2020-01-01", column: value}
    text = ",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\nE2,employee,M,2020-01-01,\n"
    report = importing(
        bundle(
            contributors=text if column not in ("kind", "name", "start_date") else text.replace("01-01,\n", "01-01\n")
        )
    )
    assert counts(report, "contributors") == (2, 1, 0, 0, 1)
    assert rejects(report) == [("contributors", "2", column, value)]


def test_rows_that_belong_to_nobody_are_rejected_but_access_is_marked(
    bundle: Bundle, importing: Importing, registry: Registry
) -> None:
    report = importing(
        bundle(
            contributors=PEOPLE,
            projects="id,name\nP1,Alpha\n",
            demands="id,project_id,title\nD1,P1,Welder\nD2,P9,Welder\n",
            demand_skills="demand_id,skill\nD1,welding\nD2,welding\n",
            assignments="id,contributor_id,project_id,fte,start_date,end_date\nA1,E1,P1,0.5,2026-01-01,2026-02-01\n"
            "A2,E7,P1,0.5,2026-01-01,2026-02-01\nA3,E1,P1,0,2026-01-01,2026-02-01\nA4,E1,P1,1,2026-02-01,2026-01-01\n",
            access="id,contributor_id,system\nX1,E1,git\nX2,E404,git\n",
            records="subject_type,subject_id,type\ncontributor,E1,nda\ncontributor,E5,nda\nsupplier,S1,nda\ncontributor,E1,training:\n",
            contributor_skills="contributor_id,skill,level\nE1,welding,5\nE1,welding,4\nE2,welding,6\n",
        )
    )
    assert counts(report, "access") == (2, 2, 0, 0, 0)
    assert any("E404" in warning for warning in report.warnings)
    assert rejects(report) == [
        ("contributor_skills", "3", "skill", "welding"),
        ("contributor_skills", "4", "level", "6"),
        ("demands", "3", "project_id", "P9"),
        ("demand_skills", "3", "demand_id", "D2"),
        ("assignments", "3", "contributor_id", "E7"),
        ("assignments", "4", "fte", "0"),
        ("assignments", "5", "end_date", "2026-01-01"),
        ("records", "3", "subject_id", "E5"),
        ("records", "4", "subject_id", "S1"),
        ("records", "5", "type", "training:"),
    ]
    with registry.database.session() as session:
        marked = session.scalars(select(t.Access).where(t.Access.contributor_pk.is_(None))).all()
        assert [(row.source_id, row.contributor_ref) for row in marked] == [("X2", "E404")]


def test_text_is_kept_and_files_are_read_as_spreadsheets_write_them(
    bundle: Bundle, importing: Importing, registry: Registry
) -> None:
    text = '\ufeffID,Kind,NAME,shoe_size\n\nE1,employee," =1+1 ",44\n\nE2,employee,"two\nlines",\nE1,employee,Again,\n'
    text = text.replace("\n", "\r\n")
    report = importing(bundle(contributors=text))
    assert counts(report, "contributors") == (3, 2, 0, 0, 1)
    assert rejects(report) == [("contributors", "4", "id", "E1")]
    assert report.unknown_columns == {"contributors": ["shoe_size"]}
    with registry.database.session() as session:
        found = session.execute(select(t.Contributor.name, t.Contributor.extra).order_by(t.Contributor.id)).all()
        assert [tuple(row) for row in found] == [("=1+1", {"shoe_size": "44"}), ("two\r\nlines", None)]


def test_equal_rows_of_a_table_without_ids_are_each_kept_once(bundle: Bundle, importing: Importing) -> None:
    path = bundle(contributors=PEOPLE, leave="contributor_id,start_date,end_date\n" + "E1,2026-01-01,2026-01-02\n" * 2)
    assert counts(importing(path), "leave") == (2, 2, 0, 0, 0)
    assert counts(importing(path), "leave") == (2, 0, 0, 2, 0)


def test_identity_data_is_kept_apart_and_follows_changes(
    bundle: Bundle, importing: Importing, registry: Registry
) -> None:
    head = "id,kind,name,birth_date,phone\n"
    importing(bundle(contributors=head + "E1,employee,N,1990-01-01,1\nE2,employee,M,,\n"))
    importing(bundle(contributors=head + "E1,employee,N,1991-01-01,1\nE2,employee,M,,2\n"))
    with registry.database.session() as session:
        found = session.execute(select(t.Identity.birth_date, t.Identity.phone).order_by(t.Identity.contributor_pk))
        assert [tuple(row) for row in found] == [(date(1991, 1, 1), "1"), (None, "2")]


def test_another_source_may_use_the_same_ids_and_refer_to_the_first(
    bundle: Bundle, importing: Importing, registry: Registry
) -> None:
    importing(bundle(contributors=PEOPLE))
    mine = "id,kind,name\nE1,agency_worker,Other\n"
    days = "2026-01-01,2026-01-01"
    leave = f"contributor_id,start_date,end_date\nE1,{days}\nE2,{days}\nhr:E1,{days}\n"
    report = importing(bundle("second", contributors=mine, leave=leave), "msp")
    assert counts(report, "leave") == (3, 3, 0, 0, 0)
    with registry.database.session() as session:
        assert set(session.scalars(select(t.Contributor.id))) == {"hr:E1", "msp:E1", "E2"}


def test_zip_and_workbook_give_what_the_folder_gives(bundle: Bundle, importing: Importing, tmp_path: Path) -> None:
    from openpyxl import Workbook

    folder = bundle(contributors=PEOPLE)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(folder / "contributors.csv", "export/contributors.csv")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "contributors"
    for line in csv.reader(PEOPLE.splitlines()):
        typed = [
            date.fromisoformat(c) if c[4:5] == "-" else 40 if c == "40" else 8.5 if c == "8.5" else c for c in line
        ]
        sheet.append(typed)
    book.save(tmp_path / "b.xlsx")
    assert counts(importing(folder), "contributors") == (2, 2, 0, 0, 0)
    assert counts(importing(tmp_path / "b.zip"), "contributors") == (2, 0, 0, 2, 0)
    assert counts(importing(tmp_path / "b.xlsx"), "contributors") == (2, 0, 0, 2, 0)


def test_one_file_is_told_by_its_name_or_columns_and_else_refused(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(PEOPLE)
    assert counts(importing(tmp_path / "export.csv"), "contributors") == (2, 2, 0, 0, 0)
    (tmp_path / "days.json").write_text(
        '[{"contributor_id": "E1", "start_date": "2026-01-01", "end_date": "2026-01-05"}]'
    )
    assert counts(importing(tmp_path / "days.json"), "leave") == (1, 1, 0, 0, 0)
    (tmp_path / "things.csv").write_text("id,name\n1,x\n")
    with pytest.raises(BadInput, match="could be org_units or suppliers"):
        importing(tmp_path / "things.csv")
    (tmp_path / "odd.csv").write_text("a,b\n1,x\n")
    with pytest.raises(BadInput, match="not that of a table"):
        importing(tmp_path / "odd.csv")


def test_rows_in_memory_go_the_same_way(registry: Registry, tmp_path: Path) -> None:
    tables = {"contributors": [{"id": "E1", "kind": "employee", "name": "N"}, {"id": "E2", "kind": "x", "name": "N"}]}
    report = import_tables(registry, tables, "demo", home=tmp_path)
    assert counts(report, "contributors") == (2, 1, 0, 0, 1)
    assert "1 created, 1 rejected" in "\n".join(report.summary())


def test_skills_are_linked_by_name_or_alias_and_new_ones_join_the_vocabulary(
    bundle: Bundle, importing: Importing, registry: Registry
) -> None:
    importing(
        bundle(
            contributors=PEOPLE,
            skills="name,aliases,broader\nJavaScript,js;ECMAScript,\nReact,,JavaScript\n",
            contributor_skills="contributor_id,skill,level\nE1,JS,3\nE1,react,4\nE2,Welding,2\n",
        )
    )
    with registry.database.session() as session:
        named = select(t.ContributorSkill.skill, t.Skill.name).join(t.Skill, t.Skill.pk == t.ContributorSkill.skill_pk)
        assert {row[0]: row[1] for row in session.execute(named)} == {
            "JS": "JavaScript",
            "react": "React",
            "Welding": "Welding",
        }
        assert session.scalar(select(func.count(t.Skill.pk))) == 3


def test_an_import_that_broke_off_is_finished_by_the_next(
    bundle: Bundle, importing: Importing, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.registry.importing import storing

    monkeypatch.setattr(storing, "BATCH", 1)
    path = bundle(contributors=PEOPLE, leave="contributor_id,start_date,end_date\nE2,2026-01-01,2026-01-02\n")
    seen: list[int] = []

    def breaking(_table: str, read: int) -> None:
        seen.append(read)
        if len(seen) == 1:
            raise KeyboardInterrupt

    from knowledge.registry.importing import import_path

    with pytest.raises(KeyboardInterrupt):
        import_path(registry, path, "hr", home=path.parent, progress=breaking)
    report = importing(path)
    assert counts(report, "contributors") == (2, 1, 0, 1, 0)
    assert counts(report, "leave") == (1, 1, 0, 0, 0)
    with registry.database.session() as session:
        assert session.scalar(select(func.count(t.ImportRun.pk)).where(t.ImportRun.finished_at.is_(None))) == 0
        assert session.scalar(select(t.Contributor.manager_pk).where(t.Contributor.id == "E2")) is not None
