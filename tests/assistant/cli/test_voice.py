"""`workforce me` and `workforce corrections`, as people and programs use them."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run
from tests.company import TODAY

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> Path:
    """A company of two, with Ann and hr as users."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKFORCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKFORCE_TODAY", TODAY.isoformat())
    monkeypatch.setenv("WORKFORCE_MODEL", "builtin")
    (tmp_path / "contributors.csv").write_text("id,kind,name,email,city\nE1,employee,Ann,ann@x.example,Graz\n")
    assert run(["import", "contributors.csv", "--source", "hr"]) == 0
    for email, role in (("ann@x.example", "contributor"), ("hr@x.example", "hr")):
        assert run(["users", "add", email, "--role", role]) == 0
    capsys.readouterr()
    return tmp_path


def printed(capsys: Printed, *arguments: str, email: str = "ann@x.example") -> Any:
    assert run([*arguments, "--as", email, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_from_a_contested_field_to_its_answer(capsys: Printed) -> None:
    raised = printed(capsys, "me", "correct", "city", "Wien", "--reason", "moved")
    id_ = raised["raised"][0]["id"]
    (waiting,) = printed(capsys, "corrections", "list", email="hr@x.example")
    assert (waiting["id"], waiting["was"], waiting["value"], waiting["reason"]) == (id_, "Graz", "Wien", "moved")
    printed(capsys, "corrections", "accept", id_, email="hr@x.example")
    mine = printed(capsys, "me")
    assert mine["email"] == "ann@x.example"
    assert {f["field"]: f["value"] for f in mine["records"][0]["fields"]}["city"] == "Wien"
    assert [(c["id"], c["status"]) for c in mine["corrections"]] == [(id_, "accepted")]
    assert run(["audit", "export", "--kind", "correction.decided"]) == 0
    (event,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (event["actor"], event["decision"]) == ("hr@x.example", "accepted")
    assert "Wien" not in event["canonical"]


def test_wishes(capsys: Printed) -> None:
    printed(capsys, "me", "wish", "data work")
    assert printed(capsys, "me")["wishes"][0]["text"] == "data work"
    assert printed(capsys, "me", "wish", "data work", "--withdraw")["wishes"] == []


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["me"], 2),
        (["me", "correct", "shoe size", "--as", "ann@x.example"], 2),
        (["me", "correct", "start_date", "03/04/2024", "--as", "ann@x.example"], 2),
        (["corrections", "accept", "COR-9", "--as", "hr@x.example"], 2),
        (["corrections", "list", "--status", "lost"], 2),
        (["me", "withdraw", "COR-9", "--as", "ann@x.example"], 2),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], status: int, capsys: Printed) -> None:
    assert run(arguments) == status
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Traceback" not in error


def test_nobody_answers_for_oneself(capsys: Printed) -> None:
    id_ = printed(capsys, "me", "correct", "city", "Wien")["raised"][0]["id"]
    assert run(["users", "add", "ann@x.example", "--role", "hr"]) == 0
    assert run(["corrections", "accept", id_, "--as", "ann@x.example"]) == 3
    assert run(["corrections", "accept", id_]) == 3
