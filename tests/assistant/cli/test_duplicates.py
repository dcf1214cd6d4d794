"""`workforce duplicates`: what is proposed, decided, taken back, and counted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run

HEAD = "id,kind,name,email,given_name,family_name,birth_date,street,postcode,city,bank_hash"
PAYROLL = [
    "A1,employee,Mirela Osthoff,mirela@x.example,Mirela,Osthoff,1980-04-07,12 Mill Lane,22087,Hamburg,b1",
    "A2,employee,Jan Kowalski,jan@x.example,Jan,Kowalski,1975-01-30,4 Oak Road,10115,Berlin,b2",
    "A3,employee,Tuan Nguyen,,Tuan,Nguyen,1990-12-01,9 Quay,20095,Hamburg,b3",
]
PROCUREMENT = [
    "B1,freelancer,Osthof Mirela,,Osthof,Mirela,1980-07-04,12 Mil Lane,22087,Hamburg,",
    "B2,freelancer,Ana Lopes,ana@y.example,Ana,Lopes,1988-05-05,1 Rua,1100,Lisbon,b9",
]


@pytest.fixture
def workforce(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    monkeypatch.setenv("WORKFORCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKFORCE_MODEL", "builtin")
    for source, rows in (("payroll", PAYROLL), ("procurement", PROCUREMENT)):
        folder = tmp_path / source
        folder.mkdir()
        (folder / "contributors.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        assert run(["import", str(folder), "--source", source, "--json"]) == 0
    capsys.readouterr()

    def call(*arguments: str, status: int = 0) -> Any:
        assert run([*arguments, "--json"]) == status
        out = capsys.readouterr()
        return json.loads(out.out) if status == 0 else out.err

    return call


def test_proposed_decided_and_taken_back(workforce: Callable[..., Any]) -> None:
    (match,) = workforce("duplicates", "list")
    assert (match["a"], match["b"]) == ("payroll:A1", "procurement:B1")
    assert match["proposal"] == ("same" if match["score"] >= 0.95 else "review")
    assert {"field": "postcode", "a": "22087", "b": "22087", "agrees": True} in match["evidence"]
    assert all(set(item) == {"field", "a", "b", "agrees"} for item in match["evidence"])
    people = lambda: workforce("ask", "How many people do we have?")["tools"][0]["output"]  # noqa: E731
    before = json.dumps(people())
    workforce("duplicates", "confirm", "payroll:A1", "B1")
    assert workforce("duplicates", "list") == []
    assert json.dumps(people()) != before, "one person is counted once"
    workforce("duplicates", "separate", "procurement:B1", "payroll:A1", "--reason", "father and daughter")
    assert workforce("duplicates", "list") == [], "a pair that was decided is not proposed again"
    assert json.loads(json.dumps(people())) == json.loads(before)


def test_only_who_may_see_identities(workforce: Callable[..., Any]) -> None:
    workforce("users", "add", "boss@x.example", "--role", "leader")
    workforce("users", "add", "hr@x.example", "--role", "hr")
    assert "hr or admin" in workforce("duplicates", "list", "--as", "boss@x.example", status=3)
    assert len(workforce("duplicates", "list", "--as", "hr@x.example")) == 1
    assert workforce("duplicates", "list", "--min-score", "1") == []


def test_names_that_lead_nowhere(workforce: Callable[..., Any]) -> None:
    assert "no record" in workforce("duplicates", "confirm", "payroll:A1", "procurement:B99", status=2)
    assert "one record" in workforce("duplicates", "confirm", "payroll:A1", "A1", status=2)
