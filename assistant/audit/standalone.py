"""Checks an export of the oversight log without the software that wrote it.

Needs Python 3.11 and the package `cryptography`, nothing else. Copy this one file and run

    python verify_log.py EXPORT [--key KEY] [--checkpoint FILE]...
    python verify_log.py --proof PROOF [--key KEY]

EXPORT is the output of `workforce audit export --format jsonl` or an evidence pack (zip). KEY is the verifier key that
you noted when you first met the log, FILE a checkpoint that you kept (the signed note, or the JSON of `workforce audit
checkpoint --json`), PROOF the JSON of `workforce audit prove SEQ --json`. Prints JSON; exit status 0: everything holds,
1: something does not, 2: wrong usage. What is checked, and how to write such a program: docs/verify-the-log.md.
"""

import argparse
import base64
import hmac
import json
import re
import sys
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Root = tuple[int, bytes]
Expected = dict[int, list[tuple[bytes, str]]]  # by size: the roots that checkpoints tell, and whose they are
NOT_HASHED = {"seq", "leaf_hash", "canonical"}
"""Members of an exported line that are about the hashed text, and not in it."""


class Unusable(Exception):
    """What was given can't be read at all; the text says what and why."""


@dataclass
class Report:
    """What was found; `problems` is empty when everything holds."""

    events: int = 0
    root: str = ""
    complete: bool = True
    problems: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    unpaired_intents: int = 0
    anchored: int = 0
    payloads: dict[str, int] = field(default_factory=lambda: {"checked": 0, "erased": 0, "withheld": 0})
    notes: list[str] = field(default_factory=list[str])

    def wrong(self, kind: str, seq: int | None, detail: str) -> None:
        self.problems.append({"kind": kind, "seq": seq, "detail": detail})

    def as_json(self) -> dict[str, Any]:
        document = asdict(self)
        unanchored = max(self.events - document.pop("anchored"), 0) if self.complete else None
        return {
            "ok": not self.problems,
            **document,
            "unanchored": {"events": unanchored, "from_seq": self.anchored + 1 if unanchored else None},
        }


def leaf(text: bytes) -> bytes:
    return sha256(b"\x00" + text).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree, kept as the roots of its complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.subtrees: list[bytes] = []

    def add(self, hash_: bytes) -> None:
        full = self.size
        while full & 1:
            hash_ = node(self.subtrees.pop(), hash_)
            full >>= 1
        self.subtrees.append(hash_)
        self.size += 1

    def root(self) -> bytes:
        if not self.subtrees:
            return sha256(b"").digest()
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = node(left, root)
        return root


def root_from_proof(index: int, size: int, hash_: bytes, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion path leads to (RFC 9162, 2.1.3.2); None when the path has a wrong length."""
    if not 0 <= index < size:
        return None
    at, last = index, size - 1
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            hash_ = node(step, hash_)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash_ = node(hash_, step)
        at, last = at >> 1, last >> 1
    return hash_ if last == 0 else None


def signed_root(note: str, key: str) -> Root | None:
    """Size and root of a checkpoint that `key` signed, else None."""
    try:
        name, key_hash, encoded = key.strip().split("+", 2)
        material = base64.b64decode(encoded, validate=True)
        right = sha256(name.encode() + b"\n" + material).digest()[:4].hex() == key_hash
        if not right or len(material) != 33 or material[0] != 1:
            raise ValueError
    except ValueError:
        raise Unusable("The key is no Ed25519 verifier key (name+hash+base64), or was copied wrongly.") from None
    text, separator, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not separator or len(lines) < 3 or lines[0] != name or not re.fullmatch("0|[1-9][0-9]*", lines[1]):
        return None
    for line in signatures.split("\n"):
        dash, _, rest = line.partition(" ")
        signer, _, blob = rest.rpartition(" ")
        if dash != "\u2014" or signer != name:
            continue
        try:
            raw = base64.b64decode(blob, validate=True)
            root = base64.b64decode(lines[2], validate=True)
            if raw[:4].hex() != key_hash or len(root) != 32:
                continue
            Ed25519PublicKey.from_public_bytes(material[1:]).verify(raw[4:], (text + "\n").encode())
        except (ValueError, InvalidSignature):
            continue
        return int(lines[1]), root
    return None


def hashed_members(text: str) -> dict[str, Any] | None:
    """The members of an event's text; None unless it is RFC 8785 with integers and strings alone, no member twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        members: Any = json.loads(text, object_pairs_hook=once)
    except ValueError:
        return None
    found: dict[str, Any] = {**members} if isinstance(members, dict) else {"": None}
    if not all(type(value) in (int, str) for value in found.values()):
        return None
    ordered = {name: found[name] for name in sorted(found, key=lambda name: name.encode("utf-16-be"))}
    return found if json.dumps(ordered, ensure_ascii=False, separators=(",", ":")) == text else None


class Events:
    """Reads events in order and checks each by itself and against those before it."""

    def __init__(self, report: Report, payloads: Iterator[dict[str, Any]] | None) -> None:
        self._report = report
        self._payloads = payloads
        self._payload = next(payloads, None) if payloads is not None else None
        self._open: set[str] = set()
        self._presumed: set[str] = set()
        self._missing: dict[str, int] = {}
        self._last = 0

    def check(self, event: dict[str, Any], contiguous: bool) -> bytes:
        """The event's leaf hash, computed from its text."""
        report, seq = self._report, event.get("seq")
        text = event.get("canonical")
        if not isinstance(seq, int) or not isinstance(text, str):
            raise Unusable("A line of the export has no seq or no canonical text.")
        if seq <= self._last or (contiguous and seq != self._last + 1):
            kind = "sequence_gap" if seq > self._last else "sequence_order"
            report.wrong(kind, seq, f"event {seq} follows event {self._last}")
        self._last = max(seq, self._last)
        computed = leaf(text.encode())
        if event.get("leaf_hash") != computed.hex():
            report.wrong("leaf_hash", seq, "the event's text and its hash differ")
        members = hashed_members(text)
        if members is None:
            report.wrong("not_canonical", seq, "the event's text is not canonical JSON of integers and strings")
            return computed
        for name, value in event.items():
            if name not in NOT_HASHED and members.get(name) != value:
                report.wrong("column", seq, f"{name} differs from the hashed text")
        self._pair(members, seq, contiguous)
        self._commitment(members, seq)
        report.events += 1
        return computed

    def finish(self) -> None:
        report = self._report
        report.unpaired_intents = len(self._open)
        for id_, seq in self._missing.items():
            report.wrong("payload_missing", seq, f"the payload of {id_} is gone without an erasure event")
        if self._payload is not None:
            report.wrong("payload", self._payload.get("seq"), "there is a payload that belongs to no event")

    def _pair(self, members: dict[str, Any], seq: int, contiguous: bool) -> None:
        phase, id_, intent = members.get("phase"), str(members.get("id")), str(members.get("intent"))
        if phase == "intent":
            self._open.add(id_)
        elif phase == "outcome":
            if intent not in self._open and intent not in self._presumed and contiguous:
                self._report.wrong("outcome_without_intent", seq, "no open intent comes before this outcome")
            self._open.discard(intent)
            self._presumed.discard(intent)
            if members.get("kind") == "outcome.unknown":  # the action may still end, late
                self._presumed.add(intent)
        if members.get("kind") == "erasure" and self._missing.pop(intent, None) is not None:
            self._report.payloads["erased"] += 1

    def _commitment(self, members: dict[str, Any], seq: int) -> None:
        report, commitment = self._report, members.get("payload")
        if commitment is None:
            return
        if self._payloads is None:
            report.payloads["withheld"] += 1
            return
        if self._payload is None or self._payload.get("id") != members.get("id"):
            self._missing[str(members.get("id"))] = seq
            return
        salt, plain = bytes.fromhex(str(self._payload["salt"])), str(self._payload["payload"]).encode()
        if hmac.new(salt, plain, sha256).hexdigest() != commitment:
            report.wrong("payload", seq, "the payload is not the one that the event commits to")
        report.payloads["checked"] += 1
        self._payload = next(self._payloads, None)


@dataclass
class Export:
    """An export as it is read: events, and what a pack holds beside them."""

    events: Iterator[dict[str, Any]]
    payloads: Iterator[dict[str, Any]] | None = None
    proofs: Iterator[dict[str, Any]] | None = None
    note: str | None = None
    key: str | None = None


@contextmanager
def opened(path: Path) -> Generator[Export]:
    """The export at `path`: JSON lines, or a pack."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield Export(_lines(file, path.name))
        return
    with zipfile.ZipFile(path) as pack:
        events = _lines(pack.open("events.jsonl"), "events.jsonl")
        found = {n: _lines(pack.open(n), n) for n in ("payloads.jsonl", "proofs.jsonl") if n in pack.namelist()}
        note, key = (pack.read(name).decode() for name in ("checkpoint.txt", "key.txt"))
        yield Export(events, found.get("payloads.jsonl"), found.get("proofs.jsonl"), note, key.strip())


def _lines(file: Any, name: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):  # bytes: lines end with \n alone, whatever else a text may hold
        try:
            yield {**json.loads(line)}
        except (ValueError, TypeError):
            raise Unusable(f"Line {number} of {name} is no JSON object.") from None


def kept(path: Path) -> tuple[str, str | None]:
    """The signed note in a kept checkpoint, and the verifier key when it stands beside it."""
    text = path.read_text(encoding="utf-8")
    if not text.lstrip().startswith("{"):
        return text, None
    document = json.loads(text)
    return str(document.get("note")), document.get("key")


def verify(export: Export, key: str | None, checkpoints: Sequence[tuple[str, str]]) -> Report:
    """Check an export against its own checkpoint and those kept, which are (name, signed note)."""
    report = Report(complete=export.proofs is None)
    if key is None and export.key is not None:
        key = export.key
        report.notes.append("The key came with the export: whoever rebuilt the log could have made it. Give --key.")
    notes = [*checkpoints]
    if export.note is not None:
        notes.append(("the export's checkpoint", export.note))
    if notes and key is None:
        raise Unusable("A checkpoint is checked with a key; give --key.")
    if not notes:
        report.notes.append("No checkpoint was given: nothing shows that events were not cut off or all rebuilt.")
    expected: Expected = {}
    anchor: Root | None = None
    for name, note in notes:
        said = signed_root(note, str(key))
        if said is None:
            report.wrong("checkpoint_signature", None, f"{name} is not signed with the key")
            continue
        expected.setdefault(said[0], []).append((said[1], name))
        anchor = said
    events = Events(report, export.payloads)
    if export.proofs is None:
        _whole(export, events, expected, report)
    else:
        _selection(export, events, expected, anchor if export.note is not None else None, report)
    events.finish()
    return report


def _whole(export: Export, events: Events, expected: Expected, report: Report) -> None:
    tree = Tree()
    report.anchored = max(expected, default=0)
    for event in export.events:
        tree.add(events.check(event, contiguous=True))
        for root, name in expected.pop(tree.size, ()):
            if root != tree.root():
                report.wrong("checkpoint_root", tree.size, f"{name} has another root over {tree.size} events")
    report.root = tree.root().hex()
    for size, left in expected.items():
        for root, name in left:
            if size or root != Tree().root():
                report.wrong("truncated", tree.size, f"{name} covers {size} events, the export has {tree.size}")


def _selection(export: Export, events: Events, expected: Expected, anchor: Root | None, report: Report) -> None:
    report.notes.append("This is a selection: each event is shown to be in the log, not that no other one fits.")
    if anchor is None:
        report.wrong("checkpoint_missing", None, "the selection has no checkpoint that its proofs could lead to")
        return
    size, root = anchor
    report.root, report.anchored = root.hex(), size
    for other, roots in expected.items():
        for told, name in roots:
            if other > size:
                report.wrong("truncated", size, f"{name} covers {other} events, the export's checkpoint {size}")
            elif other == size and told != root:
                report.wrong("checkpoint_root", size, f"{name} has another root over {size} events")
            elif other < size:
                report.notes.append(f"{name} is older than the export's checkpoint; only a whole export compares them.")
    for event in export.events:
        hash_ = events.check(event, contiguous=False)
        proof = next(export.proofs or iter(()), {})
        path = [bytes.fromhex(str(step)) for step in proof.get("hashes", [])]
        if proof.get("seq") != event["seq"] or root_from_proof(event["seq"] - 1, size, hash_, path) != root:
            report.wrong("proof", event["seq"], "the proof does not lead from the event to the checkpoint")


def verify_proof(proof: dict[str, Any], key: str | None) -> Report:
    """Check one inclusion proof as `workforce audit prove SEQ --json` prints it."""
    report = Report(complete=False, events=1)
    if key is None:
        key = str(proof.get("key"))
        report.notes.append("The key came with the proof: whoever rebuilt the log could have made it. Give --key.")
    said = signed_root(str(proof.get("checkpoint")), key)
    if said is None:
        report.wrong("checkpoint_signature", None, "the proof's checkpoint is not signed with the key")
        return report
    report.anchored, root = said
    report.root = root.hex()
    hash_, path = bytes.fromhex(proof["leaf_hash"]), [bytes.fromhex(step) for step in proof["hashes"]]
    index = int(proof["index"])
    if len(hash_) != 32 or root_from_proof(index, said[0], hash_, path) != root:
        report.wrong("proof", index + 1, "the proof does not lead from the event to the checkpoint")
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an export of the oversight log without its software.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("export", nargs="?", type=Path, help="JSON lines or an evidence pack")
    parser.add_argument("--key", help="the verifier key: name+hash+base64")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint that you kept")
    what.add_argument("--proof", type=Path, help="one inclusion proof instead of an export")
    given = parser.parse_args(arguments)
    try:
        if given.proof is not None:
            report = verify_proof(json.loads(given.proof.read_text(encoding="utf-8")), given.key)
        else:
            brought = [(path.name, *kept(path)) for path in given.checkpoint]
            key = given.key or next((beside for _, _, beside in brought if beside), None)
            with opened(given.export) as export:
                report = verify(export, key, [(name, note) for name, note, _ in brought])
    except (Unusable, OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"This can't be checked: {error}\n")
        return 2
    document = report.as_json()
    verdict = "Everything holds" if document["ok"] else f"NOT everything holds: {len(report.problems)} problems"
    sys.stderr.write(". ".join([verdict, *report.notes]).rstrip(".") + ".\n")
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    return 0 if document["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
