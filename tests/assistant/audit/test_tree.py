"""The tree against published vectors, and against itself."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audit.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    inclusion_path,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "audit_vectors" / "merkle"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="the published vectors are not on this machine")


def cases(kind: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((VECTORS / "testdata" / kind).rglob("*.json"))]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@needs_vectors
def test_published_inclusion_vectors() -> None:
    tried = cases("inclusion")
    assert len(tried) == 98
    for case in tried:
        path = [raw(step) for step in case["proof"] or []]
        ok = verify_inclusion(case["leafIdx"], case["treeSize"], raw(case["leafHash"]), path, raw(case["root"]))
        assert ok != case["wantErr"], case


@needs_vectors
def test_published_consistency_vectors() -> None:
    tried = cases("consistency")
    assert len(tried) == 98
    for case in tried:
        path = [raw(step) for step in case["proof"] or []]
        ok = verify_consistency(case["size1"], case["size2"], raw(case["root1"]), raw(case["root2"]), path)
        assert ok != case["wantErr"], case


leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(lambda data: [leaf_hash(d) for d in data])


@given(leaves, st.data())
def test_every_leaf_can_be_proved(hashes: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    path, root = inclusion_path(index, hashes), root_of(hashes)
    assert verify_inclusion(index, len(hashes), hashes[index], path, root)
    assert not verify_inclusion(index, len(hashes), leaf_hash(b"another"), path, root)
    assert not verify_inclusion(index, len(hashes), hashes[index], [*path, root], root)


@given(leaves, st.data())
def test_every_prefix_can_be_proved(hashes: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(hashes)))
    path = consistency_path(old, hashes)
    assert verify_consistency(old, len(hashes), root_of(hashes[:old]), root_of(hashes), path)
    assert not verify_consistency(old, len(hashes), leaf_hash(b"another"), root_of(hashes), path)


@given(leaves)
def test_a_frontier_can_be_put_away_and_taken_up(hashes: list[bytes]) -> None:
    half = len(hashes) // 2
    first = Frontier()
    for leaf in hashes[:half]:
        first.append(leaf)
    second = Frontier(first.size, first.nodes)
    for leaf in hashes[half:]:
        second.append(leaf)
    assert second.root() == root_of(hashes)


def test_the_empty_tree() -> None:
    assert Frontier().root() == EMPTY_ROOT
    assert not verify_consistency(0, 3, EMPTY_ROOT, leaf_hash(b"x"), [])
