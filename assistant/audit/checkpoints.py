"""Signed checkpoints of the tree (C2SP tlog-checkpoint), and proofs against them."""

import base64
import time
from typing import Any

from sqlalchemy import Connection, insert, select

from assistant.audit import tables as t
from assistant.audit.keys import ORIGIN, Keys
from assistant.audit.tree import Frontier, inclusion_path


def note_text(size: int, root: bytes) -> str:
    """The text of a checkpoint: origin, size, root."""
    return f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n"


def parsed(text: str) -> tuple[int, bytes] | None:
    """Size and root of a checkpoint's text, or None when it is none of this log's."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != ORIGIN or not lines[1].isdigit():
        return None
    try:
        return int(lines[1]), base64.b64decode(lines[2], validate=True)
    except ValueError:
        return None


def grown(connection: Connection) -> Frontier:
    """The tree over every event, grown from the newest checkpoint's."""
    newest = connection.execute(
        select(t.checkpoint.c.size, t.checkpoint.c.frontier).order_by(t.checkpoint.c.size.desc()).limit(1)
    ).first()
    tree = Frontier()
    if newest is not None:
        nodes = bytes(newest.frontier)
        tree = Frontier(newest.size, [nodes[n : n + 32] for n in range(0, len(nodes), 32)])
    leaves = select(t.log_index.c.leaf_hash).where(t.log_index.c.seq > tree.size).order_by(t.log_index.c.seq)
    for (leaf,) in connection.execute(leaves, execution_options={"yield_per": 10_000}):
        tree.append(bytes(leaf))
    return tree


def make(connection: Connection, keys: Keys) -> dict[str, Any]:
    """Sign the present root and keep the checkpoint; the caller commits."""
    tree = grown(connection)
    root = tree.root()
    note = keys.sign(note_text(tree.size, root))
    known = connection.execute(select(t.checkpoint.c.size).where(t.checkpoint.c.size == tree.size)).first()
    if known is None:
        row = {
            "size": tree.size,
            "root": root,
            "at": time.time_ns() // 1000,
            "note": note,
            "frontier": b"".join(tree.nodes),
        }
        connection.execute(insert(t.checkpoint), row)
    return {"origin": ORIGIN, "size": tree.size, "root": root.hex(), "note": note, "key": keys.verifier}


def proof(connection: Connection, keys: Keys, seq: int) -> dict[str, Any] | None:
    """The proof that event `seq` is in the log, against a checkpoint of now; None when there is no such event."""
    made = make(connection, keys)
    rows = connection.execute(
        select(t.log_index.c.leaf_hash).where(t.log_index.c.seq <= made["size"]).order_by(t.log_index.c.seq)
    )
    leaves = [bytes(row.leaf_hash) for row in rows]
    if not 1 <= seq <= len(leaves):
        return None
    return {
        "seq": seq,
        "leaf_hash": leaves[seq - 1].hex(),
        "index": seq - 1,
        "tree_size": len(leaves),
        "hashes": [step.hex() for step in inclusion_path(seq - 1, leaves)],
        "checkpoint": made["note"],
        "key": keys.verifier,
    }
