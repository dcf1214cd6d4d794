"""Which records are worth comparing: those that share one of several keys, so that no single slip hides a pair."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.workforce.identity.record import Compared, formal

LARGEST_BLOCK = 200
"""Records that share one key; a larger block is one of placeholders or of a very common value, and tells nothing."""


def candidate_pairs(records: Sequence[Compared]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The pairs to compare, as two arrays of positions, the first below the second; each pair once."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        for key in set(_keys(record)):
            blocks[key].append(position)
    found: set[int] = set()
    size = len(records)
    for members in blocks.values():
        if 1 < len(members) <= LARGEST_BLOCK:
            for n, first in enumerate(members):
                found.update(first * size + second for second in members[n + 1 :])
    packed = np.fromiter(found, dtype=np.int64, count=len(found))
    packed.sort()
    return packed // max(size, 1), packed % max(size, 1)


def sounds(name: str) -> str:
    """A name's consonants by their sound: "meyer", "maier" and "mayr" have one key."""
    if not name:
        return ""
    text = name
    for written, heard in (("ph", "f"), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("th", "t"), ("tz", "s"), ("dt", "t")):
        text = text.replace(written, heard)
    groups = {"b": "p", "d": "t", "g": "k", "c": "k", "q": "k", "z": "s", "x": "ks", "v": "f", "w": "f", "m": "n"}
    head = groups.get(text[0], "a" if text[0] in "aeiouyhj" else text[0])
    body = "".join(groups.get(c, c) for c in text[1:] if c not in "aeiouyhj ")
    kept = [c for n, c in enumerate(head + body) if n == 0 or c != (head + body)[n - 1]]
    return "".join(kept)[:5]


def _keys(r: Compared) -> Iterator[tuple[str, ...]]:
    for name, value in (("e", r.email), ("p", r.phone), ("h", r.phone_hash), ("b", r.bank)):
        if value:
            yield name, value
    names = sorted(filter(None, (sounds(formal(r.given)), sounds(r.family))))
    if r.birth:
        yield "d", r.birth
        yield "m", r.birth[:4], r.birth[6:] + r.birth[4:6]
        for name in names:
            yield "ny", name, r.birth[:4]
            yield "nd", name, r.birth[4:]
    if len(names) == 2:
        yield "nn", *names
        if r.postcode:
            yield "np", names[0][:3], r.postcode
            yield "np", names[1][:3], r.postcode
    if r.given and r.family:
        yield "gf", *sorted((r.given[:3], r.family[:3])), r.birth[:3] or r.postcode[:2]
    street = r.street.replace(" ", "")[:6]
    if street and r.number:
        yield "s", street, r.number
    if street and r.postcode:
        yield "sp", street[:5], r.postcode
    if street and r.city:
        yield "sc", street[:5], r.city[:4]
    if r.number and r.postcode and r.given:
        yield "gnp", r.given[:2], r.number, r.postcode
    if r.number and r.postcode and r.family:
        yield "gnp", r.family[:2], r.number, r.postcode
