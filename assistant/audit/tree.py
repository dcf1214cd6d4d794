"""Merkle tree hashing and proofs (RFC 9162, section 2)."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree, kept as the roots of its complete subtrees: O(log n) memory, O(1) amortised an append."""

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(nodes):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(nodes)}")
        self.size = size
        self._nodes = list(nodes)

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash."""
        self._nodes.append(leaf)
        size = self.size
        while size & 1:
            right = self._nodes.pop()
            self._nodes.append(node_hash(self._nodes.pop(), right))
            size >>= 1
        self.size += 1

    @property
    def nodes(self) -> tuple[bytes, ...]:
        return tuple(self._nodes)

    def root(self) -> bytes:
        if not self._nodes:
            return EMPTY_ROOT
        root = self._nodes[-1]
        for left in reversed(self._nodes[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def _split(n: int) -> int:
    """The largest power of two smaller than n."""
    return 1 << (n - 1).bit_length() - 1


def inclusion_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The path that proves leaf `index` in the tree over `leaves`, from the leaf upwards."""
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if index < 0 or index >= size or len(leaf) != 32 or len(root) != 32:
        return False
    fn, sn, current = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            current = node_hash(step, current)
            while not fn & 1 and fn != 0:
                fn >>= 1
                sn >>= 1
        else:
            current = node_hash(current, step)
        fn >>= 1
        sn >>= 1
    return sn == 0 and current == root


def consistency_path(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The path that proves that the tree over the first `old` leaves is a prefix of the one over all (RFC 9162, 2.1.4.1)."""

    def sub(m: int, low: int, high: int, complete: bool) -> list[bytes]:
        n = high - low
        if m == n:
            return [] if complete else [root_of(leaves[low:high])]
        k = _split(n)
        if m <= k:
            return [*sub(m, low, low + k, complete), root_of(leaves[low + k : high])]
        return [*sub(m - k, low + k, high, False), root_of(leaves[low : low + k])]

    return sub(old, 0, len(leaves), True)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2. A proof from an empty tree is refused: it proves nothing."""
    if old <= 0 or old > new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            while not fn & 1 and fn != 0:
                fn >>= 1
                sn >>= 1
        else:
            second = node_hash(second, step)
        fn >>= 1
        sn >>= 1
    return sn == 0 and first == old_root and second == new_root
