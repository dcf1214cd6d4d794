"""`workforce agents`: the register, suspending, and that a suspended agent acts no more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run

CONTRIBUTORS = """id,kind,name,email,weekly_hours
E1,employee,Ana Lopes,ana@x.example,40
A1,ai_agent,Ledger,,
A2,ai_agent,Stray,,
"""
AGENTS = """contributor_id,owner_id,purpose,allowed_tools,data_classes,risk_class,assessed_at
A1,E1,Matches invoices,read;match,internal,limited,2026-01-10
"""
SKILLS = "contributor_id,skill,level\nA1,invoice matching,4\nE1,invoice matching,3\n"


@pytest.fixture
def workforce(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    monkeypatch.setenv("WORKFORCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKFORCE_MODEL", "builtin")
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "skills.csv").write_text("name\ninvoice matching\n")
    for name, text in (("contributors", CONTRIBUTORS), ("agents", AGENTS), ("contributor_skills", SKILLS)):
        (bundle / f"{name}.csv").write_text(text)
    assert run(["import", str(bundle), "--source", "erp", "--json"]) == 0
    capsys.readouterr()

    def call(*arguments: str, status: int = 0) -> Any:
        assert run([*arguments, "--json"]) == status
        out = capsys.readouterr()
        return json.loads(out.out) if status == 0 else out.err

    return call


def test_the_register(workforce: Callable[..., Any]) -> None:
    listed = {row["id"]: row for row in workforce("agents", "list")}
    assert set(listed) == {"workforce-assistant", "A1", "A2"}
    assert listed["A1"]["owner"] == "Ana Lopes"
    assert listed["A1"]["allowed_tools"] == ["read", "match"]
    assert not listed["A2"]["registered"]
    assert "governance_gaps" in listed["workforce-assistant"]["allowed_tools"]


def test_a_suspended_agent_is_recommended_to_nobody(workforce: Callable[..., Any]) -> None:
    ask = ("ask", "which AI agents or employees can take a role with invoice matching, full time, next month?")

    def fit() -> set[str]:
        rows = workforce(*ask)["tools"][0]["output"]["candidates"]
        return {row["contributor"]["id"] for row in rows if not row["blocked_by"]}

    assert fit() == {"A1", "E1"}
    assert workforce("agents", "suspend", "A1", "--reason", "wrong matches")["status"] == "suspended"
    assert fit() == {"E1"}
    assert (
        next(row for row in workforce("agents", "list") if row["id"] == "A1")["suspended"]["reason"] == "wrong matches"
    )
    assert "suspended already" in workforce("agents", "suspend", "A1", status=2)
    workforce("agents", "resume", "A1")
    assert fit() == {"A1", "E1"}


def test_the_assistant_itself_can_be_suspended(workforce: Callable[..., Any]) -> None:
    workforce("agents", "suspend", "workforce-assistant")
    answer = workforce("ask", "How many people do we have?")
    assert (answer["status"], answer["tools"]) == ("unsupported", [])
    assert "suspended" in answer["answer"]
    assert answer["run"]
    events = workforce("audit", "list")
    assert events
    workforce("agents", "resume", "workforce-assistant")
    assert workforce("ask", "How many people do we have?")["status"] == "answered"


def test_who_may_and_what_is_wrong(workforce: Callable[..., Any]) -> None:
    workforce("users", "add", "ana@x.example", "--role", "manager")
    assert "it or admin" in workforce("agents", "suspend", "A1", "--as", "ana@x.example", status=3)
    assert "no AI agent" in workforce("agents", "suspend", "E1", status=2)
    assert "not suspended" in workforce("agents", "resume", "A1", status=2)
