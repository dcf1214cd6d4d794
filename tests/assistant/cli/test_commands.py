"""The command line as people and programs use it: output, exit statuses, and one sentence for every error."""

import json
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import run
from tests.company import TODAY


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, reached as the command line does."""
    folder = tmp_path / "home"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKFORCE_HOME", str(folder))
    monkeypatch.setenv("WORKFORCE_TODAY", TODAY.isoformat())
    monkeypatch.setenv("WORKFORCE_MODEL", "builtin")
    return folder


@pytest.fixture
def full_home(home: Path, company_home: Path) -> Path:
    """The demonstration company's home, copied."""
    import shutil

    shutil.copytree(company_home, home)
    return home


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def one_sentence(error: str) -> bool:
    return error.count("\n") == 1 and "Traceback" not in error and error.strip().endswith(".")


def test_ask_prints_one_document(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = outcome(capsys, "ask", "How many people work for us?", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["status"] == "answered"
    assert answer["actor"] == "operator@localhost"
    assert answer["model"] == "builtin"


def test_ask_for_people(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = outcome(capsys, "ask", "May a contractor use their own laptop?")
    assert "[1] " in out.splitlines()[-1] or any(line.startswith("[1] ") for line in out.splitlines())
    assert "laptops-own-devices.md" in out


def test_refusals_and_absence_are_answers(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for question in ("who is pregnant?", "Is Zebulon Quark free next week?", "what's the weather in Lisbon"):
        status, out, _ = outcome(capsys, "ask", question, "--json")
        assert status == 0
        assert json.loads(out)["status"] in ("refused", "not_found", "unsupported")


def test_users_and_tokens(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = outcome(
        capsys, "users", "add", "Ana@x.example", "--role", "manager", "--role", "hr", "--org-unit", "U-10", "--json"
    )
    assert status == 0
    assert json.loads(out) == {
        "email": "ana@x.example",
        "roles": ["manager", "hr"],
        "org_unit": "U-10",
        "org_units": ["U-10"],
        "slack": None,
    }
    _, out, _ = outcome(capsys, "users", "token", "ana@x.example", "--json")
    assert set(json.loads(out)) == {"email", "token", "expires"}
    _, out, _ = outcome(capsys, "ask", "How many people work here?", "--as", "ANA@x.example", "--json")
    assert json.loads(out)["actor"] == "ana@x.example"


def test_shortlist_and_gaps(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = outcome(capsys, "shortlist", "--demand", "D-01", "-k", "3", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["demand"] == "D-01"
    assert [row["rank"] for row in found["candidates"]] == [1, 2, 3]
    for row in found["candidates"]:
        assert row["score"] == pytest.approx(sum(f["contribution"] for f in row["factors"]))
    status, out, _ = outcome(capsys, "gaps", "--rule", "TEN-01", "--json")
    gaps = json.loads(out)
    assert {gap["rule"] for gap in gaps["gaps"]} == {"TEN-01"}
    assert all(gap["policy"]["quote"] for gap in gaps["gaps"])


def test_policies(full_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "umbrellas.md"
    document.write_text("# Umbrellas\n\nThe desk lends umbrellas for three days.\n")
    status, out, _ = outcome(capsys, "policies", "add", str(document), "--json")
    assert (status, json.loads(out)["added"]) == (0, 1)
    _, out, _ = outcome(capsys, "policies", "add", str(document), "--json")
    assert json.loads(out)["unchanged"] == 1
    _, out, _ = outcome(capsys, "policies", "search", "borrowing an umbrella", "-k", "2", "--json")
    first = json.loads(out)[0]
    assert (first["document"], first["location"], first["heading"]) == ("umbrellas", "umbrellas.md", "Umbrellas")
    assert outcome(capsys, "policies", "remove", "umbrellas")[0] == 0
    assert outcome(capsys, "policies", "remove", "umbrellas")[0] == 2


def test_the_log_can_be_read_and_proved(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = outcome(capsys, "ask", "How many people work here?", "--json")
    answer = json.loads(out)
    _, out, _ = outcome(capsys, "audit", "show", answer["run"], "--json")
    assert json.loads(out)[-1]["payload"]["answer"]["answer"] == answer["answer"]
    status, out, _ = outcome(capsys, "audit", "verify", "--json")
    assert (status, json.loads(out)["ok"]) == (0, True)
    _, out, _ = outcome(capsys, "audit", "export", "--kind", "audit.read")
    assert next(json.loads(line)["actor"] for line in out.splitlines()) == "operator@localhost"
    _, out, _ = outcome(capsys, "audit", "prove", "1")
    assert json.loads(out)["index"] == 0


def test_a_tampered_log_is_a_no(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(full_home / "workforce.sqlite3")
    connection.execute("DROP TRIGGER audit_event_no_update")
    connection.execute("UPDATE audit_event SET actor = 'somebody@else.example'")
    connection.commit()
    connection.close()
    status, out, _ = outcome(capsys, "audit", "verify", "--json")
    assert (status, json.loads(out)["ok"]) == (1, False)


def test_doctor_says_what_is_there(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = outcome(capsys, "doctor", "--json")
    found = json.loads(out)
    assert (status, found["ok"]) == (0, True)
    assert [check["what"] for check in found["checks"]][:2] == ["settings", "database"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("ask", ""), 2, "empty"),
        (("ask", "x" * 100_000), 2, "100,000 characters"),
        (("ask", "hello", "--as", "nobody@x.example"), 2, "no user nobody@x.example"),
        (("ask", "hello", "--thread", "nothing"), 2, "no conversation"),
        (("ask",), 2, "question"),
        (("dance",), 2, "dance"),
        (("import", "/nowhere", "--source", "hr"), 2, "/nowhere"),
        (("policies", "add", "/nowhere"), 2, "/nowhere"),
        (("policies", "search", " "), 2, "empty"),
        (("policies", "search", "x", "--on", "soon"), 2, "YYYY-MM-DD"),
        (("shortlist", "--demand", "D-99999"), 2, "D-99999"),
        (("gaps", "--rule", "XYZ-01"), 2, "XYZ-01"),
        (("users", "add", "nonsense", "--role", "hr"), 2, "no e-mail"),
        (("users", "add", "a@b", "--role", "king"), 2, "king"),
        (("users", "token", "who@x.example"), 2, "who@x.example"),
        (("audit", "show", "nothing"), 2, "no run nothing"),
        (("audit", "prove", "99999"), 2, "99999"),
        (("audit", "export", "--format", "pdf"), 2, "pdf"),
    ],
)
def test_bad_input_gets_one_clear_sentence(
    full_home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, words: str
) -> None:
    found, out, error = outcome(capsys, *arguments)
    assert (found, out) == (status, "")
    assert words in error
    assert one_sentence(error), error


def test_who_may_not_read_the_log_is_told(full_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome(capsys, "users", "add", "m@x.example", "--role", "manager")
    status, _, error = outcome(capsys, "audit", "list", "--as", "m@x.example")
    assert status == 3
    assert one_sentence(error)


def test_a_broken_file_loads_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "contributors.csv"
    broken.write_bytes(b"id,kind,name\nC-1,employee,\xff\xfe\x00broken")
    status, _, error = outcome(capsys, "import", str(broken), "--source", "hr")
    assert status == 2
    assert one_sentence(error), error
    _, out, _ = outcome(capsys, "ask", "How many people work here?", "--json")
    assert json.loads(out)["tools"][0]["output"]["total"] == 0


def test_an_unreadable_policy_is_reported(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 not really")
    status, out, _ = outcome(capsys, "policies", "add", str(tmp_path / "scan.pdf"), "--json")
    report: dict[str, Any] = json.loads(out)
    assert status == 2
    assert report["failed"][0]["reason"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WORKFORCE_MODEL", "gpt", "WORKFORCE_MODEL"),
        ("WORKFORCE_TODAY", "someday", "WORKFORCE_TODAY"),
        ("WORKFORCE_DATABASE_URL", "mysql://x", "WORKFORCE_DATABASE_URL"),
    ],
)
def test_wrong_settings_are_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    status, _, error = outcome(capsys, "users", "list")
    assert status == 2
    assert words in error
    assert one_sentence(error), error


def test_a_locked_database_is_unavailable(
    full_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("knowledge.registry.database", "assistant.audit.writer"):
        monkeypatch.setattr(f"{module}.BUSY_SECONDS", 0)
    other = sqlite3.connect(full_home / "workforce.sqlite3")
    other.execute("BEGIN EXCLUSIVE")
    status, out, error = outcome(capsys, "ask", "How many people work here?")
    other.close()
    assert (status, out) == (4, "")
    assert "locked" in error
    assert one_sentence(error), error


def test_a_port_in_use_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, error = outcome(capsys, "serve", "--port", str(taken.getsockname()[1]))
    assert status == 2
    assert "already in use" in error
    assert one_sentence(error)
