"""A real export that nobody here wrote, against a count made without the importer."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry

EXPORT = Path(__file__).parents[5] / "shared" / "data" / "sources" / "enterprisebench"

pytestmark = pytest.mark.skipif(not EXPORT.is_dir(), reason="the EnterpriseBench export is not beside the project")


def test_every_employee_and_vendor_is_loaded(importing: Callable[..., ImportReport], registry: Registry) -> None:
    with gzip.open(EXPORT / "employees.json.gz") as file:
        employees: list[dict[str, Any]] = json.load(file)
    vendors: list[dict[str, Any]] = json.loads((EXPORT / "vendors.json").read_text())
    claims = {(e["emp_id"], s.strip()) for e in employees for s in e["skills"].split(",") if s.strip()}

    report = importing(EXPORT, "enterprisebench", mapping=Path("enterprisebench"))

    assert report.rejects is None
    assert report.tables["contributors"].created == len(employees) == 1260
    assert report.tables["suppliers"].created == len(vendors) == 400
    assert report.tables["contributor_skills"].created == len(claims)
    assert "it_tickets.json" in report.warnings[0]
    with registry.database.session() as session:
        active = select(func.count(t.Contributor.pk)).where(t.Contributor.status == "active")
        assert session.scalar(active) == sum(e["DOL"] == "Present" for e in employees) == 951
        by_unit = session.execute(
            select(t.OrgUnit.name, func.count())
            .join(t.Contributor, t.Contributor.org_unit_pk == t.OrgUnit.pk)
            .group_by(t.OrgUnit.pk)
        )
        assert {row[0]: row[1] for row in by_unit} == Counter(e["category"] for e in employees)
        assert session.scalar(select(func.count(t.Supplier.owner_pk))) == 400
        managed = sum(e["reports_to"] is not None for e in employees)
        assert session.scalar(select(func.count(t.Contributor.manager_pk))) == managed
        extras = {key for extra in session.scalars(select(t.Contributor.extra)) for key in extra or ()}
        assert extras == {"Level"}
        assert session.scalar(select(func.count(t.Contributor.rate_amount))) == 0


def test_cvs_that_carry_another_name_are_told_and_left_apart(
    importing: Callable[..., ImportReport], registry: Registry
) -> None:
    with gzip.open(EXPORT / "employees.json.gz") as file:
        names = {e["emp_id"]: e["Name"] for e in json.load(file)}
    with gzip.open(EXPORT / "resume_information.csv.gz", "rt", encoding="utf-8", newline="") as file:
        cvs = list(csv.DictReader(file))
    taken: dict[str, str] = {}
    for cv in cvs:
        if cv["name"].strip():
            taken.setdefault(cv["emp_id"], cv["name"].strip())
    other = [id_ for id_, name in taken.items() if names[id_].strip().lower() != name.lower()]
    importing(EXPORT, "enterprisebench", mapping=Path("enterprisebench"))

    report = importing(EXPORT / "resume_information.csv.gz", "cvs", mapping=Path("enterprisebench-cvs"))

    counts = report.tables["contributors"]
    assert counts.read == len(cvs) == 1013
    assert (counts.created, counts.rejected) == (len(taken), len(cvs) - len(taken)), "no name, or a second CV"
    told = next(warning for warning in report.warnings if "under another name" in warning)
    assert told.startswith(f"contributors: {len(other):,} ids stand in enterprisebench under another name (emp_0001: ")
    assert len(other) > 980
    with registry.database.session() as session:
        assert session.scalar(select(func.count(t.Contributor.pk))) == len(names) + counts.created
