"""Input that is broken or means harm: one sentence, in bounded time and memory, and nothing written."""

import gzip
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]
HEAD = b"id,kind,name\n"


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def workbook(sheet_xml: str) -> bytes:
    """A workbook whose one sheet is `sheet_xml`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "contributors"
    sheet["A1"] = "id"
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet_xml.encode()})


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for y, x in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    + '<c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)

CASES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("contributors.csv", b"", "empty"),
    "blank": ("contributors.csv", b"\n\n", "empty"),
    "damaged utf-8": (
        "contributors.csv",
        HEAD + "E1,employee,Jérôme\n".encode() + b"E2,employee,\xff\n",
        "damaged UTF-8",
    ),
    "unknown encoding": ("contributors.csv", HEAD + b"E1,employee,\x81\x8d\n", "neither UTF-8 nor"),
    "binary": ("contributors.csv", HEAD + b"\0\1\2" * 100, "binary"),
    "open quote": ("contributors.csv", HEAD + b'E1,employee,"N\nE2,employee,M\n', "never closed"),
    "huge cell": ("contributors.csv", HEAD + b'E1,employee,"' + b"x" * 200_000 + b'"\n', "more than 131,072"),
    "one line": ("contributors.csv", b"x" * 5_000_000, "characters"),
    "columns": ("contributors.csv", b",".join(b"c%d" % i for i in range(10_000)) + b"\n", "10,000 columns"),
    "two columns": ("contributors.csv", b"id,kind,name,Name\nE1,employee,a,b\n", "two columns named"),
    "no column": ("contributors.csv", b"id,name\nE1,a\n", "no column kind"),
    "deep json": ("contributors.json", b"[" * 100_000, "nested too deeply"),
    "deep record": ("contributors.json", b'[{"id": ' + b"[" * 100_000, "nested too deeply"),
    "cut json": ("contributors.json", b'[{"id": "E1"}, {"id": ', "not JSON"),
    "json text": ("contributors.json", b'"x"', "no list of records"),
    "json words": ("contributors.json", b"[1, 2]", "where an object is needed"),
    "pdf": ("people.pdf", b"%PDF-1.7", "no bundle"),
    "no zip": ("b.zip", b"PK\x03\x04 rubbish", "damaged"),
    "bomb": ("b.zip", zipped({"contributors.csv": HEAD + b"0" * (100 * 1024 * 1024)}), "unpacks to more than"),
    "path trick": ("b.zip", zipped({"../../contributors.csv": HEAD}), "leads out of it"),
    "twice": ("b.zip", zipped({"a/contributors.csv": HEAD, "b/contributors.csv": HEAD}), "twice"),
    "zip without": ("b.zip", zipped({"leave.csv": b"contributor_id\n"}), "no contributors.csv"),
    "gzip bomb": (
        "contributors.csv.gz",
        gzip.compress(HEAD + (b"E1,employee,N" + b" " * 500 + b"\n") * 200_000),
        "unpacks",
    ),
    "cut gzip": ("contributors.csv.gz", gzip.compress(HEAD * 1000)[:-20], "damaged"),
    "no workbook": ("b.xlsx", zipped({"x.xml": b"<x/>"}), "workbook"),
    "entities": ("b.xlsx", workbook(LAUGHS), "entities"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_is_refused_with_one_sentence(
    case: str, importing: Importing, registry: Registry, tmp_path: Path
) -> None:
    name, data, reason = CASES[case]
    path = tmp_path / name
    path.write_bytes(data)
    began = time.monotonic()
    with pytest.raises(BadInput, match=reason) as refused:
        importing(path)
    assert time.monotonic() - began < 10
    message = str(refused.value)
    assert name.removesuffix(".gz") in message
    assert "\n" not in message
    with registry.database.session() as session:
        assert session.scalar(select(func.count(t.ImportRun.pk))) == 0
        assert session.scalar(select(func.count(t.Contributor.pk))) == 0
    assert not (tmp_path / "home").exists()


def test_a_fault_in_a_later_table_refuses_the_bundle_before_anything_is_written(
    bundle: Callable[..., Path], importing: Importing, registry: Registry
) -> None:
    path = bundle(contributors="id,kind,name\nE1,employee,N\n")
    (path / "leave.csv").write_bytes(b"contributor_id,start_date,end_date\nE1,2026-01-01,\x81\n")
    with pytest.raises(BadInput, match=r"leave\.csv is neither UTF-8"):
        importing(path)
    with registry.database.session() as session:
        assert session.scalar(select(func.count(t.Contributor.pk))) == 0


def test_a_path_that_can_not_be_read_says_so(importing: Importing, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        importing(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="no contributors"):
        importing(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="neither a file nor a folder"):
        importing(tmp_path / "pipe")


@pytest.mark.parametrize("source", ["", " ", "a:b", "x" * 101, "a\nb"])
def test_a_source_needs_a_name(importing: Importing, bundle: Callable[..., Path], source: str) -> None:
    with pytest.raises(BadInput):
        importing(bundle(contributors="id,kind,name\n"), source)


def test_characters_that_no_database_takes_reject_their_row(importing: Importing, tmp_path: Path) -> None:
    path = tmp_path / "contributors.json"
    path.write_text(
        '[{"id": "E1", "kind": "employee", "name": "\\ud800"}, {"id": "E2", "kind": "employee", "name": "a\\u0000"},'
        ' {"id": "E3", "kind": "employee", "name": "N"}]'
    )
    counts = importing(path).tables["contributors"]
    assert (counts.created, counts.rejected) == (1, 2)


def test_a_row_out_of_line_is_rejected_and_the_others_load(importing: Importing, tmp_path: Path) -> None:
    path = tmp_path / "contributors.csv"
    path.write_bytes(HEAD + b'E1,employee,N,surplus\nE2,employee\nE3,employee,"N"x\nE4,employee,N,,\n')
    report = importing(path)
    assert (report.tables["contributors"].read, report.tables["contributors"].created) == (4, 1)
    assert report.rejects is not None
    lines = report.rejects.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["2", "3", "4"]
