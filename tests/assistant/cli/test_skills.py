"""`workforce skills` and taxonomies through `workforce import`, as people and programs use them."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run
from tests.company import TODAY


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKFORCE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKFORCE_TODAY", TODAY.isoformat())
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_from_a_taxonomy_to_a_remembered_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "esco.csv").write_text('preferredLabel,altLabels,skillType\nweld metal,"welding\nfuse metal",skill\n')
    bundle = home / "bundle"
    bundle.mkdir()
    (bundle / "contributors.csv").write_text("id,kind,name\nE1,employee,Ann\n")
    (bundle / "contributor_skills.csv").write_text("contributor_id,skill,level\nE1,welding,3\n")
    (bundle / "skills.csv").write_text("name\nwelding\n")
    loaded = printed(capsys, "import", "esco.csv", "--source", "esco")
    assert loaded["tables"]["skill_aliases"]["created"] == 2
    printed(capsys, "import", "bundle", "--source", "hr")
    assert [t["skills"] for t in printed(capsys, "skills", "taxonomies")] == [1]

    (by_taxonomy,) = printed(capsys, "skills", "link", "fuse metal")
    assert (by_taxonomy["status"], by_taxonomy["skill"], by_taxonomy["how"]) == ("linked", "welding", "taxonomy")
    assert printed(capsys, "skills", "link", "torch work")[0]["status"] == "unknown"
    assert printed(capsys, "skills", "confirm", "torch work", "welding")["decision"] == "same"
    assert printed(capsys, "skills", "link", "Torch-Work")[0]["how"] == "confirmed"
    assert printed(capsys, "skills", "review") == []


def test_who_may_decide(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["users", "add", "m@x.example", "--role", "manager"]) == 0
    assert run(["skills", "confirm", "a", "b", "--as", "m@x.example"]) == 3
    assert run(["skills", "confirm", "a", "b"]) == 2
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("The company has no skill")
