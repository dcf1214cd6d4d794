"""The verifier that auditors run without this software: in a process that can't import it, on whole logs and on tampered ones."""

import ast
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.audit import standalone
from assistant.audit.events import Event
from assistant.audit.pack import write_pack
from assistant.audit.reading import Filter
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind, Phase
from knowledge.workforce.errors import BadInput

Line = dict[str, Any]
EVENTS, ANCHORED = 24, 20


class Auditor:
    """Somebody with the one file, the key noted at the beginning, and checkpoints kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "verify_log.py"
        self.program.write_text(Path(standalone.__file__).read_text())

    def run(self, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
        command = [sys.executable, "-I", str(self.program), *(str(argument) for argument in arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else {"error": done.stderr}

    def kinds(self, *arguments: str | Path) -> set[str]:
        status, document = self.run(*arguments)
        assert status == (0 if document["ok"] else 1)
        return {problem["kind"] for problem in document["problems"]}


def filled(path: Path, home: Path, said: str = "question") -> OversightLog:
    log = OversightLog.open(f"sqlite:///{path}", home)
    for n in range(EVENTS // 3):
        log.append(Event(EventKind.QUESTION, run=f"r{n}", actor="a@x.example", payload={"text": f"{said} {n} ✓\u2028"}))
        intent = log.append(Event(EventKind.TOOL_CALL, Phase.INTENT, run=f"r{n}", tool="find"))
        log.append(Event(EventKind.TOOL_CALL, Phase.OUTCOME, run=f"r{n}", tool="find", intent=intent.id, status="ok"))
        if 3 * (n + 1) == ANCHORED - 2:
            log.append_all([Event(EventKind.NOTICE, reason="first"), Event(EventKind.NOTICE, reason="second")])
            (home / "kept.json").write_text(json.dumps(log.checkpoint()))
    return log


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    return Auditor(tmp_path)


@pytest.fixture
def lines(tmp_path: Path) -> list[Line]:
    """A log's export as parsed lines; its checkpoint over the first 20 events is in kept.json."""
    log = filled(tmp_path / "log.sqlite3", tmp_path)
    exported = [json.loads(line) for line in log.export("jsonl", Filter())]
    (tmp_path / "newest.json").write_text(json.dumps(log.checkpoint()))
    (tmp_path / "proof.json").write_text(json.dumps(log.prove(5)))
    log.close()
    return exported


def written(folder: Path, lines: list[Line]) -> Path:
    path = folder / "export.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_it_needs_nothing_of_ours() -> None:
    tree = ast.parse(Path(standalone.__file__).read_text())
    imported = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {name.name for n in ast.walk(tree) if isinstance(n, ast.Import) for name in n.names}
    assert {name.split(".")[0] for name in imported} - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_whole_log_holds(auditor: Auditor, lines: list[Line]) -> None:
    path = written(auditor.folder, lines)
    status, document = auditor.run(path, "--checkpoint", auditor.folder / "kept.json")
    assert (status, document["problems"]) == (0, [])
    assert document["events"] == len(lines) == EVENTS + 2
    assert document["unanchored"] == {"events": EVENTS + 2 - ANCHORED, "from_seq": ANCHORED + 1}
    assert document["unpaired_intents"] == 0
    status, document = auditor.run(path, "--checkpoint", auditor.folder / "newest.json")
    assert document["root"] == json.loads((auditor.folder / "newest.json").read_text())["root"]
    assert document["unanchored"]["events"] == 0
    assert auditor.run(auditor.folder / "nothing.jsonl")[0] == 2
    assert auditor.run(path, "--checkpoint", auditor.folder / "kept.json", "--key", "no key")[0] == 2


def rehashed(line: Line, **changes: Any) -> Line:
    """The line with its text edited and its hash made to fit, as somebody would who knows the format."""
    text = json.dumps({**json.loads(line["canonical"]), **changes}, ensure_ascii=False, separators=(",", ":"))
    return {**line, **changes, "canonical": text, "leaf_hash": sha256(b"\x00" + text.encode()).hexdigest()}


def renumbered(lines: list[Line]) -> list[Line]:
    return [{**line, "seq": n} for n, line in enumerate(lines, 1)]


def exchanged(lines: list[Line]) -> list[Line]:
    return [*lines[:18], lines[19], lines[18], *lines[20:]]


TAMPERINGS: dict[str, tuple[Callable[[list[Line]], list[Line]], set[str]]] = {
    "edit of a member": (lambda x: [*x[:3], {**x[3], "actor": "b@x.example"}, *x[4:]], {"column"}),
    "edit of the text": (
        lambda x: [*x[:3], {**x[3], "canonical": x[3]["canonical"].replace("a@x", "b@x")}, *x[4:]],
        {"leaf_hash", "column", "checkpoint_root"},
    ),
    "edit with a fitting hash": (lambda x: [*x[:3], rehashed(x[3], actor="b@x.example"), *x[4:]], {"checkpoint_root"}),
    "delete": (lambda x: [*x[:18], *x[19:]], {"sequence_gap", "checkpoint_root"}),
    "delete and renumber": (lambda x: renumbered([*x[:18], *x[19:]]), {"checkpoint_root"}),
    "insert": (lambda x: renumbered([*x[:18], rehashed(x[18], reason="new"), *x[18:]]), {"checkpoint_root"}),
    "reorder": (exchanged, {"sequence_gap", "sequence_order", "checkpoint_root"}),
    "reorder and renumber": (lambda x: renumbered(exchanged(x)), {"checkpoint_root"}),
    "cut tail": (lambda x: x[:18], {"truncated"}),
    "duplicate sequence": (
        lambda x: [*x[:18], x[17], *x[18:]],
        {"sequence_order", "outcome_without_intent", "checkpoint_root"},
    ),
    "outcome before its intent": (
        lambda x: renumbered([x[0], x[2], x[1], *x[3:]]),
        {"outcome_without_intent", "checkpoint_root"},
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(auditor: Auditor, lines: list[Line], name: str) -> None:
    tamper, found = TAMPERINGS[name]
    path = written(auditor.folder, tamper(lines))
    assert auditor.kinds(path, "--checkpoint", auditor.folder / "kept.json") == found


def test_a_text_with_a_member_twice_is_not_canonical(auditor: Auditor, lines: list[Line]) -> None:
    text = lines[3]["canonical"].replace('"actor"', '"actor":"b@x.example","actor"', 1)
    lines[3] |= {"canonical": text, "leaf_hash": sha256(b"\x00" + text.encode()).hexdigest()}
    assert "not_canonical" in auditor.kinds(written(auditor.folder, lines))


def test_a_log_rebuilt_with_another_key_is_found(auditor: Auditor, lines: list[Line], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    forged = filled(tmp_path / "other.sqlite3", tmp_path / "other", said="another")
    path = written(auditor.folder, [json.loads(line) for line in forged.export("jsonl", Filter())])
    forged.close()
    key = json.loads((auditor.folder / "kept.json").read_text())["key"]
    assert auditor.kinds(path, "--checkpoint", auditor.folder / "kept.json") == {"checkpoint_root"}
    theirs = auditor.kinds(path, "--key", key, "--checkpoint", tmp_path / "other" / "kept.json")
    assert theirs == {"checkpoint_signature"}


def test_an_old_checkpoint_shown_as_the_newest(auditor: Auditor, lines: list[Line]) -> None:
    cut = written(auditor.folder, lines[:ANCHORED])
    assert auditor.kinds(cut, "--checkpoint", auditor.folder / "kept.json") == set()
    kept = ("--checkpoint", auditor.folder / "kept.json", "--checkpoint", auditor.folder / "newest.json")
    assert auditor.kinds(cut, *kept) == {"truncated"}


def test_an_edit_after_the_last_checkpoint_lies_in_the_window_that_is_told(auditor: Auditor, lines: list[Line]) -> None:
    path = written(auditor.folder, [*lines[:-1], rehashed(lines[-1], status="refused")])
    status, document = auditor.run(path, "--checkpoint", auditor.folder / "kept.json")
    assert (status, document["unanchored"]) == (0, {"events": EVENTS + 2 - ANCHORED, "from_seq": ANCHORED + 1})


def test_one_proof(auditor: Auditor, lines: list[Line]) -> None:
    path = auditor.folder / "proof.json"
    proof = json.loads(path.read_text())
    assert auditor.kinds("--proof", path, "--key", proof["key"]) == set()
    path.write_text(json.dumps(proof | {"leaf_hash": lines[0]["leaf_hash"]}))
    assert auditor.kinds("--proof", path, "--key", proof["key"]) == {"proof"}
    path.write_text(json.dumps(proof | {"checkpoint": proof["checkpoint"].replace("\n26\n", "\n27\n")}))
    assert auditor.kinds("--proof", path) == {"checkpoint_signature"}
    assert auditor.run("--proof", path, auditor.folder / "export.jsonl")[0] == 2


def test_payloads_of_a_pack(auditor: Auditor, tmp_path: Path) -> None:
    import hmac

    salt, said = b"s" * 32, '{"text":"hello"}'
    commitment = hmac.new(salt, said.encode(), sha256).hexdigest()
    texts = [
        f'{{"id":"a","kind":"question","payload":"{commitment}","phase":"single"}}',
        '{"id":"b","intent":"a","kind":"erasure","phase":"single"}',
    ]
    events = [
        {"seq": n, "canonical": text, "leaf_hash": standalone.leaf(text.encode()).hex()}
        for n, text in enumerate(texts, 1)
    ]
    log = OversightLog.open("sqlite://", tmp_path / "empty")
    made = log.checkpoint()
    log.close()

    def pack(count: int, payloads: list[Line]) -> Path:
        path = tmp_path / "pack.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("events.jsonl", "".join(json.dumps(e) + "\n" for e in events[:count]))
            file.writestr("payloads.jsonl", "".join(json.dumps(p) + "\n" for p in payloads))
            file.writestr("checkpoint.txt", made["note"])
            file.writestr("key.txt", made["key"] + "\n")
        return path

    given = {"seq": 1, "id": "a", "salt": salt.hex(), "payload": said}
    assert auditor.kinds(pack(1, [given])) == set()
    assert auditor.kinds(pack(1, [given | {"payload": said + " "}])) == {"payload"}
    assert auditor.kinds(pack(1, [])) == {"payload_missing"}
    assert auditor.kinds(pack(1, [given, given | {"id": "z"}])) == {"payload"}
    status, document = auditor.run(pack(2, []))
    assert (status, document["payloads"]["erased"]) == (0, 1)


def test_an_evidence_pack_holds_what_it_says(auditor: Auditor, tmp_path: Path) -> None:
    log = filled(tmp_path / "log.sqlite3", tmp_path, said="=cmd|' /C calc'!A0")
    log.append(Event(EventKind.QUESTION, run="r9", actor="=<script>@x.example"))
    made = write_pack(log, tmp_path / "evidence.zip")
    log.append(Event(EventKind.NOTICE, reason="later"))
    with pytest.raises(BadInput, match="there already"):
        write_pack(log, tmp_path / "evidence.zip")
    log.close()
    status, document = auditor.run(tmp_path / "evidence.zip", "--checkpoint", tmp_path / "kept.json")
    assert (status, document["events"], document["root"]) == (0, EVENTS + 3, made["root"])
    assert document["payloads"]["withheld"] == EVENTS // 3
    with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
        assert pack.read("verify_log.py").decode() == Path(standalone.__file__).read_text()
        page, table = pack.read("index.html").decode(), pack.read("events.csv").decode()
    assert "=&lt;script&gt;" in page
    assert "<script>" not in page
    assert ",=<script>" not in table
    assert "calc" not in page + table
