"""Files as systems really write them: encodings, delimiters, titles, sheets, archives, and open dates and numbers."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]
ROWS = [
    ["id", "kind", "name", "languages"],
    ["E1", "employee", "Jérôme “Jo” Świę", "fr;en"],
    ["E2", "freelancer", "Zoë\nBrandt", ""],
]
WESTERN = [
    ["id", "kind", "name", "languages"],
    ["E1", "employee", "Jérôme – Ünal", "fr;en"],
    ["E2", "freelancer", "Zoë\nBrandt", ""],
]


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def people(registry: Registry) -> list[tuple[str, str, list[str] | None]]:
    with registry.database.session() as session:
        query = select(t.Contributor.source_id, t.Contributor.name, t.Contributor.languages).order_by(t.Contributor.pk)
        return [(id_, name, languages) for id_, name, languages in session.execute(query)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_any_encoding_and_delimiter(
    importing: Importing, registry: Registry, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = WESTERN if encoding == "cp1252" else ROWS
    path = tmp_path / "contributors.csv"
    path.write_bytes(text(rows, delimiter).encode(encoding))
    report = importing(path)
    assert report.tables["contributors"].created == 2
    assert people(registry) == [(rows[1][0], rows[1][2], ["fr", "en"]), (rows[2][0], rows[2][2], None)]
    assert bool([w for w in report.warnings if "Windows-1252" in w]) == (encoding == "cp1252")


def test_titles_above_the_header(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "contributors.csv"
    path.write_text('Workers; all sites\nMade on;"2026-11-01"\n\n' + text(ROWS, ";") + "E3;nobody;x;\n")
    report = importing(path)
    assert (report.tables["contributors"].created, report.tables["contributors"].rejected) == (2, 1)
    assert report.rejects is not None
    # Rows are counted with the titles, as a spreadsheet counts them (empty lines aside).
    assert report.rejects.read_text().splitlines()[1].split(",")[1] == "6"


def test_a_workbook_with_titles_and_other_sheets(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "Read me"
    front["A1"] = "What this is"
    page = book.create_sheet("Contributors")
    page.append(["All workers"])
    page.append([])
    for row in ROWS:
        page.append(row)
    page.append(["E3", "employee", "=1+1", None])
    book.save(tmp_path / "export.xlsx")
    report = importing(tmp_path / "export.xlsx")
    assert report.tables["contributors"].created == 3
    assert people(registry)[2][1] == "=1+1"
    assert any("Read me" in warning for warning in report.warnings)


def test_a_zip_of_any_of_these(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("in/contributors.jsonl.gz", gzip.compress(b'{"id": "E1", "kind": "employee", "name": "A"}\n'))
        archive.writestr("in/org_units.json", json.dumps([{"id": "U", "name": "Unit"}]))
        archive.writestr("in/leave.tsv", "contributor_id\tstart_date\tend_date\nE1\t2026-01-01\t2026-01-02\n")
        archive.writestr("in/notes.txt", "hello")
    report = importing(tmp_path / "all.zip")
    assert {name: counts.created for name, counts in report.tables.items()} == {
        "contributors": 1,
        "org_units": 1,
        "leave": 1,
    }
    assert any("notes.txt" in warning for warning in report.warnings)


def test_a_gzip_bomb_inside_a_zip_is_refused(importing: Importing, tmp_path: Path) -> None:
    bomb = gzip.compress(gzip.compress(b"id,kind,name\n" + b"E1,employee,N\n" * 10_000_000, 1), 1)
    inner = gzip.decompress(bomb)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("contributors.csv.gz", inner)
    with pytest.raises(BadInput, match="unpacks to more than"):
        importing(tmp_path / "b.zip")


MAPPING = """
files:
  - match: staff.*
    tables:
      - table: contributors
        columns:
          id: Nr
          kind: {constant: employee}
          name: Name
          start_date: Start
          rate_amount: Rate
          rate_currency: {constant: EUR}
          rate_unit: {constant: hour}
"""


@pytest.mark.parametrize(
    ("dates", "accepted"),
    [
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"]),
        (["03/04/2024", "04/25/2024"], ["2024-03-04", "2024-04-25"]),
        (["03/04/2024", "05/05/2024"], ["2024-05-05"]),
        (["13/01/2024", "01/13/2024"], []),
        (["13/01/2024", "soon"], ["2024-01-13"]),
        (["3 Apr 2024", "2024-01-02"], ["2024-04-03", "2024-01-02"]),
        (["25.12.2024 14:30", "01.02.2024 00:00"], ["2024-12-25", "2024-02-01"]),
        (["31/02/2024", "25/04/2024"], ["2024-04-25"]),
        (["03/04/24", "25/04/24"], []),
    ],
)
def test_an_open_date_is_settled_by_its_column_or_rejected(
    importing: Importing, registry: Registry, tmp_path: Path, dates: list[str], accepted: list[str]
) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING)
    rows = [["Nr", "Name", "Start", "Rate"], *([str(n), "x", day, ""] for n, day in enumerate(dates))]
    (tmp_path / "staff.csv").write_text(text(rows))
    report = importing(tmp_path / "staff.csv", mapping=tmp_path / "m.yaml")
    with registry.database.session() as session:
        found = session.scalars(select(t.Contributor.start_date).order_by(t.Contributor.pk)).all()
    assert [str(day) for day in found] == accepted
    assert report.tables["contributors"].rejected == len(dates) - len(accepted)


@pytest.mark.parametrize(
    ("rates", "accepted"),
    [
        (["1.234", "85,50"], ["1234", "85.5"]),
        (["1,234", "85.50"], ["1234", "85.5"]),
        (["1.234", "2.500"], []),
        (["1.234", "100"], ["100"]),
        (["1.5", "2"], ["1.5", "2"]),
        (["1 234,5", "7"], ["1234.5", "7"]),
        (["1'234.5", "7"], ["1234.5", "7"]),
        (["1,5", "2.5"], []),
        (["12.34.5", "2.5"], ["2.5"]),
    ],
)
def test_an_open_number_is_settled_by_its_column_or_rejected(
    importing: Importing, registry: Registry, tmp_path: Path, rates: list[str], accepted: list[str]
) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING)
    rows = [["Nr", "Name", "Start", "Rate"], *([str(n), "x", "", rate] for n, rate in enumerate(rates))]
    (tmp_path / "staff.csv").write_text(text(rows, ";"))
    report = importing(tmp_path / "staff.csv", mapping=tmp_path / "m.yaml")
    with registry.database.session() as session:
        found = session.scalars(select(t.Contributor.rate_amount).order_by(t.Contributor.pk)).all()
    assert [str(rate) for rate in found] == accepted
    assert report.tables["contributors"].rejected == len(rates) - len(accepted)


def test_a_number_in_json_is_one(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "staff.json").write_text('[{"Nr": 1, "Name": "x", "Rate": 1.234}]')
    assert importing(tmp_path / "staff.json", mapping=tmp_path / "m.yaml").tables["contributors"].created == 1


def test_the_sheet_that_has_the_fields_is_read(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    from openpyxl import Workbook

    (tmp_path / "m.yaml").write_text(MAPPING)
    book = Workbook()
    front = book.active
    assert front is not None
    front["A1"] = "Instructions"
    page = book.create_sheet("Data")
    page.append(["Prices 2026"])
    page.append(["Nr", " Name ", "Start", "Rate"])
    page.append([1, "x", None, 85.5])
    book.save(tmp_path / "staff.xlsx")
    assert importing(tmp_path / "staff.xlsx", mapping=tmp_path / "m.yaml").tables["contributors"].created == 1
    again = book.create_sheet("More")
    again.append(["Nr", "Name", "Start", "Rate"])
    book.save(tmp_path / "staff.xlsx")
    with pytest.raises(BadInput, match="2 of them have"):
        importing(tmp_path / "staff.xlsx", mapping=tmp_path / "m.yaml")


def test_json_is_unicode_or_refused(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "contributors.json"
    text_ = json.dumps([{"id": "E1", "kind": "employee", "name": "Jérôme"}], ensure_ascii=False)
    path.write_bytes(text_.encode("utf-16"))
    assert importing(path).tables["contributors"].created == 1
    path.write_bytes(text_.encode("cp1252"))
    with pytest.raises(BadInput, match="not UTF-8"):
        importing(path)
