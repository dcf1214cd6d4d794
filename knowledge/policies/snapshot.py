"""The index as searching reads it: vectors and passages in two plain files beside Chroma, renewed with each change.

Chroma is the store of record; the snapshot is what a short-lived process can open in milliseconds, and what makes
filtering before ranking cheap. Its generation says which state of the index it is.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.policies.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with what it is filtered by. Dates are days since 0001-01-01, 0 where open."""

    passage: Passage
    digest: str
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    readers: tuple[str, ...]
    effective_from: int
    effective_until: int
    review_by: int


@dataclass(frozen=True)
class Snapshot:
    """One state of the index."""

    generation: str
    model: str
    entries: tuple[Entry, ...]
    vectors: "NDArray[np.float32]"


def write(folder: Path, snapshot: Snapshot) -> None:
    """Put a snapshot in place of the one before; a reader sees either."""
    import numpy as np

    vectors = folder / f"vectors-{snapshot.generation}.npy"
    with vectors.open("wb") as file:
        np.save(file, snapshot.vectors)
    document = {
        "generation": snapshot.generation,
        "model": snapshot.model,
        "entries": [asdict(entry) for entry in snapshot.entries],
    }
    part = folder / f"snapshot-{snapshot.generation}.part"
    part.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / "snapshot.json")
    for old in folder.glob("vectors-*.npy"):
        if old != vectors:
            old.unlink(missing_ok=True)


def stamp(folder: Path) -> tuple[int, int] | None:
    """What changes when another snapshot is put in place."""
    try:
        found = (folder / "snapshot.json").stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def read(folder: Path) -> Snapshot | None:
    """The present snapshot, or None when nothing was ever indexed."""
    import numpy as np

    for _ in range(3):
        try:
            document = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
            vectors = np.load(folder / f"vectors-{document['generation']}.npy")
        except FileNotFoundError:
            if not (folder / "snapshot.json").exists():
                return None
            continue  # another process put a newer one in place between the two reads
        return Snapshot(
            document["generation"], document["model"], tuple(_entry(e) for e in document["entries"]), vectors
        )
    return None


def _entry(document: dict[str, Any]) -> Entry:
    fields: dict[str, Any] = {**document, "passage": Passage(**document["passage"])}
    fields |= {name: tuple(document[name]) for name in ("kinds", "countries", "readers")}
    return Entry(**fields)


def filtered(
    entries: Sequence[Entry], *, kind: str | None, country: str | None, on: int, roles: frozenset[str] | None
) -> list[int]:
    """The places of the passages that hold for this kind and country on this day and may be read by these roles."""
    kept: list[int] = []
    for n, entry in enumerate(entries):
        if (
            (kind is None or not entry.kinds or kind in entry.kinds)
            and (country is None or not entry.countries or country in entry.countries)
            and (not entry.effective_from or entry.effective_from <= on)
            and (not entry.effective_until or entry.effective_until >= on)
            and (roles is None or not entry.readers or roles & set(entry.readers))
        ):
            kept.append(n)
    return kept
