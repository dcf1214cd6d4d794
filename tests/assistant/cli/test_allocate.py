"""`workforce allocate`: documents, exit statuses, and the record."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Installation
from assistant.cli.main import run

PROBLEM: dict[str, Any] = {
    "periods": ["W1"],
    "contributors": [{"id": "ANNA", "capacity": [1], "skills": {"python": 4}, "rate": 10}],
    "demands": [{"id": "D1", "load": [0.5], "must": {"python": 3}}],
    "objective": "cost",
}


@pytest.fixture
def home(own_company: Installation, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKFORCE_HOME", str(own_company.settings.home))
    monkeypatch.setenv("WORKFORCE_TODAY", "2026-11-24")
    own_company.close()
    return own_company.settings.home


def written(tmp_path: Path, **more: Any) -> str:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps({**PROBLEM, **more}))
    return str(path)


def test_an_optimal_plan(home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["allocate", "--problem", written(tmp_path), "--json"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == ("optimal", 5.0, 5.0, 0.0)
    assert answer["assignments"] == [{"contributor": "ANNA", "demand": "D1", "cost": 5.0}]
    assert run(["allocate", "--problem", written(tmp_path)]) == 0
    assert "Proven optimal: cost 5.00" in capfd.readouterr().out
    assert run(["audit", "export", "--format", "jsonl", "--tool", "allocate"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2


def test_an_infeasible_problem_ends_with_1_and_says_why(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    demands = [{"id": f"D{n}", "load": [load], "must": {"python": 3}} for n, load in enumerate((0.6, 0.6, 0.1))]
    assert run(["allocate", "--problem", written(tmp_path, demands=demands), "--json"]) == 1
    answer = json.loads(capfd.readouterr().out)
    assert answer["status"] == "infeasible"
    assert answer["conflict"]["demands"] == ["D0", "D1"]
    assert answer["conflict"]["limits"] == [{"kind": "capacity", "contributor": "ANNA", "period": "W1"}]
    assert run(["allocate", "--problem", written(tmp_path, demands=demands)]) == 1
    assert "Infeasible because these demands can't all be filled: D0, D1." in capfd.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--project", "Atlas", "--problem", "x"], ["--problem", "missing.json"]])
def test_wrong_usage_ends_with_2(home: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["allocate", *arguments]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_projects_by_name_and_id(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["allocate", "--project", "Borealis", "--project", "PRJ-01", "--json"]) == 0
    both = json.loads(capfd.readouterr().out)
    assert run(["allocate", "--project", "PRJ-02", "Atlas", "--json"]) == 0
    again = json.loads(capfd.readouterr().out)
    assert both["assignments"] == again["assignments"]
    assert {"status", "objective", "bound", "gap", "assignments", "unfilled", "seconds"} <= both.keys()
    assert run(["allocate", "--project", "Nowhere at all"]) == 2
