"""`workforce gaps`: decisions about gaps at the command line, and that they are on the record."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run

TODAY = "2026-11-24"
Call = Callable[..., Any]


@pytest.fixture
def workforce(
    company_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """The command line over a copy of the demonstration company, with a user of finance and one of IT."""
    import shutil

    shutil.copytree(company_home, tmp_path / "home")
    for name, value in (("HOME", str(tmp_path / "home")), ("TODAY", TODAY), ("MODEL", "builtin")):
        monkeypatch.setenv(f"WORKFORCE_{name}", value)

    def call(*arguments: str, status: int = 0) -> Any:
        assert run([*arguments, "--json"]) == status
        out = capsys.readouterr()
        return json.loads(out.out) if status == 0 else out.err

    call("users", "add", "fin@x.example", "--role", "finance")
    call("users", "add", "it@x.example", "--role", "it")
    return call


def test_a_gap_is_accepted_assigned_and_told(workforce: Call, capsys: pytest.CaptureFixture[str]) -> None:
    gap = workforce("gaps", "--rule", "CON-08")["gaps"][0]
    why = ("--reason", "disputed", "--evidence", "case 7")
    assert "finance" in workforce("gaps", "accept", gap["id"], *why, status=3)
    workforce("gaps", "accept", gap["id"], *why, "--as", "it@x.example", status=2)
    done = workforce("gaps", "accept", gap["id"], *why, "--until", "2026-12-24", "--as", "fin@x.example")
    assert (done["event"], done["by"], done["expires"]) == ("accepted", "fin@x.example", "2026-12-24")
    workforce("gaps", "assign", gap["id"], "--to", "fin@x.example")
    now = next(g for g in workforce("gaps", "--rule", "CON-08")["gaps"] if g["id"] == gap["id"])
    assert (now["status"], now["assigned_to"], now["accepted"]["evidence"]) == ("accepted", "fin@x.example", "case 7")
    told = workforce("gaps", "history", gap["id"])
    assert [event["event"] for event in told] == ["opened", "accepted", "assigned"]
    states = {row["id"]: row["status"] for row in workforce("gaps", "history")}
    assert states[gap["id"]] == "accepted"
    assert run(["audit", "export", "--kind", "gap.decided"]) == 0
    logged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(event["decision"], event["actor"]) for event in logged] == [("accepted", "fin@x.example")]


def test_a_report_is_written_and_logged(workforce: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = workforce("gaps", "report", "--format", "csv", "--to", str(tmp_path / "new" / "gaps.csv"))
    assert made["as_of"] == TODAY
    assert Path(made["file"]).read_bytes().startswith(b"\xef\xbb\xbfas_of,id,rule")
    assert "the formats are" in workforce("gaps", "report", "--format", "pdf", status=2)
    assert "can't be written" in workforce("gaps", "report", "--to", "/proc/nothing/x.html", status=2)
    assert run(["audit", "export", "--kind", "export"]) == 0
    assert [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()] == ["export"]


def test_a_gap_leads_to_the_row_of_its_source(workforce: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    gap = workforce("gaps", "--rule", "CON-01")["gaps"][0]
    command = gap["show"]["command"].split()[1:]
    item = workforce(*command)["evidence"][0]
    assert item["ref"].startswith("engagement:")
    assert item["origin"]["table"] == "engagements"
    assert item["origin"]["row"] == item["ref"].removeprefix("engagement:")
    assert item["origin"]["imported_at"]
    assert item["origin"]["link"] is None
    source = item["origin"]["source"]
    monkeypatch.setenv("WORKFORCE_SOURCE_LINKS", json.dumps({source: "https://erp.example/{table}/{row}"}))
    link = workforce(*command)["evidence"][0]["origin"]["link"]
    assert link == f"https://erp.example/engagements/{item['origin']['row']}"
    workforce("users", "add", "hr@x.example", "--role", "contributor")
    assert "no gap" in workforce(*command, "--as", "hr@x.example", status=2)
