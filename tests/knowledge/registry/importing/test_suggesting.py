"""A mapping proposed for an unknown file is valid, marks what is open, and loads what it was made from."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.importing.suggesting import suggest_mapping
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]
STAFF = """Staff list;;;;;;
Emp. No;First Name;Surname;Worker-Type;E-mail;Hire date;Gender;Shoe size
7;Ana;Souza;Permanent;ana@x.example;31/01/2020;F;38
8;Bo;Li;Contractor;bo@x.example;01/02/2021;M;43
"""


def test_a_staff_list(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(STAFF)
    proposed = suggest_mapping(tmp_path / "staff.csv")
    assert 'drop: ["Gender"]' in proposed
    assert '"Shoe size"' in proposed.splitlines()[-1]
    (tmp_path / "m.yaml").write_text(proposed)
    report = importing(tmp_path / "staff.csv", mapping=tmp_path / "m.yaml")
    assert (report.tables["contributors"].created, report.tables["contributors"].rejected) == (2, 0)
    with registry.database.session() as session:
        found = session.execute(select(t.Contributor.source_id, t.Contributor.kind, t.Contributor.name)).all()
    assert [tuple(row) for row in found] == [("7", "employee", "Ana Souza"), ("8", "freelancer", "Bo Li")]


def test_what_a_person_must_settle_is_marked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Worker ID,Name,Type,Start date\n1,A,Wizard,03/04/2020\n2,B,Employee,05/06/2020\n")
    proposed = suggest_mapping(tmp_path / "a.csv")
    assert '# CHECK: "Wizard": one of employee' in proposed
    assert "reads as several dates" in proposed
    (tmp_path / "b.csv").write_text("Worker ID,Name\n1,A\n")
    assert "kind: {constant: employee}  # CHECK" in suggest_mapping(tmp_path / "b.csv")


@pytest.mark.parametrize("title", ["Personnel No.", "EmpNo", "emp_nr", "Staff ID", "Employee-Number"])
def test_an_abbreviated_title_is_understood(tmp_path: Path, title: str) -> None:
    (tmp_path / "a.csv").write_text(f"{title},Name,Hire date\n1,A,2026-01-31\n")
    assert f'id: "{title}"' in suggest_mapping(tmp_path / "a.csv")


def test_json_and_other_tables(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "vendors.json").write_text(
        '{"data": [{"vendorId": "V1", "vendorName": "Port Staff", "address": {"country": "NL"}}]}'
    )
    proposed = suggest_mapping(tmp_path / "vendors.json")
    assert "table: suppliers" in proposed
    (tmp_path / "m.yaml").write_text(proposed)
    assert importing(tmp_path / "vendors.json", mapping=tmp_path / "m.yaml").tables["suppliers"].created == 1


def test_names_that_would_break_the_file_are_quoted(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Worker ID,Name,"no: {x} # ""y""",*z\n1,A,b,c\n')
    (tmp_path / "m.yaml").write_text(suggest_mapping(tmp_path / "a.csv"))
    assert importing(tmp_path / "a.csv", mapping=tmp_path / "m.yaml").tables["contributors"].created == 1


def test_what_is_no_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("one\ntwo\n")
    with pytest.raises(BadInput, match="like a table"):
        suggest_mapping(tmp_path / "a.csv")
