"""The log: what goes in comes out, nothing acknowledged is lost, and every tampering is found."""

import base64
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.audit.events import Event
from assistant.audit.keys import Keys
from assistant.audit.reading import Filter
from assistant.audit.store import OversightLog
from assistant.audit.tree import verify_inclusion
from assistant.audit.vocabulary import EventKind, Phase
from assistant.audit.writer import LogUnavailable
from knowledge.workforce.errors import BadInput


@pytest.fixture
def log(database_url: str, tmp_path: Path) -> Iterator[OversightLog]:
    opened = OversightLog.open(database_url, tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def file_log(tmp_path: Path) -> Iterator[tuple[OversightLog, Path]]:
    path = tmp_path / "log.sqlite3"
    opened = OversightLog.open(f"sqlite:///{path}", tmp_path / "home")
    for n in range(10):
        opened.append(Event(EventKind.QUESTION, run=f"r{n}", actor="a@x.example", payload={"text": f"question {n}"}))
    yield opened, path
    opened.close()


def test_what_goes_in_comes_out(log: OversightLog) -> None:
    payload = {"text": "Wie heißt sie? ✓", "share": 0.1, "rows": [1, None, True]}
    log.append(Event(EventKind.QUESTION, run="r", actor="a@x.example", payload=payload, subjects=(("C-1", "subject"),)))
    (intent,) = log.append_all([Event(EventKind.TOOL_CALL, Phase.INTENT, run="r", tool="find")])
    log.append(Event(EventKind.TOOL_CALL, Phase.OUTCOME, run="r", tool="find", intent=intent.id, status="ok"))
    first, _, outcome = log.run("r")
    assert first["payload"] == payload
    assert (outcome["intent"], outcome["status"], outcome["seq"]) == (intent.id, "ok", 3)
    assert [event["seq"] for event in log.events(Filter(subject="C-1"))] == [1]
    assert [event["seq"] for event in log.events(Filter(tool="find"))] == [2, 3]
    found = log.verify()
    assert (found.ok, found.events, found.unpaired_intents) == (True, 3, 0)


def test_the_export_is_what_others_count_on(log: OversightLog) -> None:
    log.append(Event(EventKind.REFUSAL, run="r", actor="=1+1", decision="refused", reason="injection"))
    (line,) = log.export("jsonl", Filter())
    event = json.loads(line)
    assert {"seq", "id", "kind", "phase", "run", "actor", "decision", "reason", "at", "canonical", "leaf_hash"} <= set(
        event
    )
    assert sha256(b"\x00" + event["canonical"].encode()).hexdigest() == event["leaf_hash"]
    assert isinstance(event["at"], int)
    heading, row = log.export("csv", Filter())
    assert heading.startswith("seq,")
    assert ",'=1+1," in row
    (document,) = log.export("otlp", Filter())
    assert json.loads(document)["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0]["eventName"] == "refusal"
    with pytest.raises(BadInput, match="formats"):
        list(log.export("pdf", Filter()))


def test_many_threads_lose_and_double_nothing(log: OversightLog) -> None:
    def write(n: int) -> None:
        for i in range(25):
            log.append(Event(EventKind.ANSWER, run=f"{n}-{i}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = list(log.events(Filter()))
    assert [event["seq"] for event in events] == list(range(1, 201))
    assert len({event["run"] for event in events}) == 200
    assert log.verify().ok


def test_two_logs_on_one_database_do_not_fork(database_url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    logs = [OversightLog.open(database_url, home) for _ in range(2)]

    def write(log: OversightLog) -> None:
        for _ in range(30):
            log.append(Event(EventKind.ANSWER))

    threads = [threading.Thread(target=write, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = logs[0].verify()
    assert (found.ok, found.events) == (True, 60)
    for log in logs:
        log.close()


def test_a_proof_stands_without_this_software(log: OversightLog, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for n in range(7):
        log.append(Event(EventKind.ANSWER, run=str(n)))
    proof = log.prove(5)
    text, _, signature = proof["checkpoint"].rpartition("\n\n")
    text += "\n"
    name, key_hash, key = proof["key"].split("+", 2)
    blob = base64.b64decode(signature.strip().rpartition(" ")[2])
    assert blob[:4].hex() == key_hash
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(blob[4:], text.encode())
    origin, size, root = text.splitlines()
    assert (origin, int(size)) == (name, 7)
    path = [bytes.fromhex(step) for step in proof["hashes"]]
    leaf = bytes.fromhex(proof["leaf_hash"])
    assert verify_inclusion(proof["index"], proof["tree_size"], leaf, path, base64.b64decode(root))
    with pytest.raises(BadInput):
        log.prove(99)


def _sql(*statements: str) -> Callable[[sqlite3.Connection], None]:
    def run(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return run


TAMPERINGS = {
    "text edited": (_sql("UPDATE audit_event SET canonical = '{}' WHERE run = 'r3'"), "leaf_hash"),
    "column edited": (_sql("UPDATE audit_event SET actor = 'somebody' WHERE run = 'r3'"), "column"),
    "event deleted": (_sql("DELETE FROM audit_event WHERE run = 'r3'"), "event_missing"),
    "index row deleted": (_sql("DELETE FROM log_index WHERE seq = 4"), "sequence_gap"),
    "tail cut": (
        _sql("DELETE FROM audit_event WHERE run = 'r9'", "DELETE FROM log_index WHERE seq = 10"),
        "truncated",
    ),
    "event added": (
        _sql("INSERT INTO audit_event (id, at, monotonic_ns, canonical, leaf_hash) VALUES ('x', 1, 1, '{}', 'y')"),
        "not_indexed",
    ),
    "order changed": (
        _sql(
            "UPDATE log_index SET seq = 100 WHERE seq = 3",
            "UPDATE log_index SET seq = 3 WHERE seq = 4",
            "UPDATE log_index SET seq = 4 WHERE seq = 100",
        ),
        "checkpoint_root",
    ),
    "payload swapped": (
        _sql("UPDATE payload SET ciphertext = (SELECT ciphertext FROM payload ORDER BY event_id DESC LIMIT 1)"),
        "payload",
    ),
    "payload gone": (_sql("DELETE FROM payload"), "payload_missing"),
    "checkpoint edited": (_sql("UPDATE checkpoint SET note = replace(note, '10', '11')"), "checkpoint_signature"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_tampering_is_found(file_log: tuple[OversightLog, Path], name: str) -> None:
    log, path = file_log
    log.checkpoint()
    tamper, kind = TAMPERINGS[name]
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    tamper(connection)
    connection.commit()
    connection.close()
    found = log.verify()
    assert not found.ok
    assert kind in {problem.kind for problem in found.problems}


def test_a_checkpoint_kept_elsewhere_catches_a_rebuilt_log(file_log: tuple[OversightLog, Path], tmp_path: Path) -> None:
    log, _ = file_log
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(log.checkpoint()))
    rebuilt = OversightLog.open(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path / "other")
    for n in range(10):
        rebuilt.append(Event(EventKind.QUESTION, run=f"r{n}", actor="a@x.example", payload={"text": "another"}))
    assert log.verify(kept).ok
    assert {p.kind for p in rebuilt.verify(kept).problems} == {"checkpoint_signature", "checkpoint_root"}
    rebuilt.close()
    with pytest.raises(BadInput, match="can't be read"):
        log.verify(tmp_path / "nothing")


def test_the_triggers_deter(file_log: tuple[OversightLog, Path]) -> None:
    connection = sqlite3.connect(file_log[1])
    with pytest.raises(sqlite3.IntegrityError, match="insert only"):
        connection.execute("UPDATE audit_event SET actor = 'x'")
    connection.close()


def test_a_log_that_cannot_be_written_says_so(
    file_log: tuple[OversightLog, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.audit.writer.BUSY_SECONDS", 0)
    locked = OversightLog.open(f"sqlite:///{file_log[1]}", tmp_path / "home")
    other = sqlite3.connect(file_log[1])
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LogUnavailable, match="it is locked"):
        locked.append(Event(EventKind.TOOL_CALL, Phase.OUTCOME, intent="x", run="lost"))
    other.rollback()
    other.close()
    assert "lost" in (tmp_path / "home").parent.joinpath("home", "oversight-spill.jsonl").read_text()
    locked.append(Event(EventKind.ANSWER))
    locked.close()


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    assert keys.verifier == Keys(tmp_path / "keys").verifier
    keys.pseudonym("C-1")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


_WRITER = """
import sys
from pathlib import Path
from assistant.audit.events import Event
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
log = OversightLog.open(sys.argv[1], Path(sys.argv[2]))
while True:
    print(log.append(Event(EventKind.ANSWER, run="r", payload={"a": 1})).seq, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    url, home = f"sqlite:///{tmp_path / 'log.sqlite3'}", tmp_path / "home"
    acknowledged = 0
    for count in (3, 17, 40):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, url, str(home)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
            env={**os.environ},
        )
        assert writer.stdout is not None
        for _ in range(count):
            acknowledged = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = [int(line) for line in writer.stdout.read().split()]
        acknowledged = max([acknowledged, *rest])
        writer.stdout.close()
        writer.wait()
    log = OversightLog.open(url, home)
    found = log.verify()
    assert found.ok
    assert found.events >= acknowledged
    log.close()


def test_erasing_a_person_keeps_the_tree_whole(log: OversightLog) -> None:
    event = Event(
        EventKind.TOOL_CALL, actor="a@x.example", payload={"output": "about her"}, subjects=(("C-1", "candidate"),)
    )
    kept = Event(
        EventKind.TOOL_CALL, actor="a@x.example", payload={"output": "about him"}, subjects=(("C-2", "candidate"),)
    )
    log.append_all([event, kept])
    assert log.erase("C-1", actor="dpo@x.example", role="legal", reason="asked for it") == {"erased": 1, "held": 0}
    assert log.verify(None).ok
    chosen = Filter(subject="C-1")
    assert list(log.events(chosen)) == []
    assert len(list(log.events(Filter(subject="C-2")))) == 1
    erasures = list(log.events(Filter(kind="erasure")))
    assert [e["reason"] for e in erasures] == ["asked for it"]
    assert log.erase("C-1", actor="dpo@x.example", role="legal", reason="again") == {"erased": 0, "held": 0}
