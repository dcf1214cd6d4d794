"""The policy index. The only module that imports chromadb, and only to change the index."""

import fcntl
import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.policies import loading, snapshot
from knowledge.policies.embedding import Embedder
from knowledge.policies.passages import Passage, passages
from knowledge.policies.search import PolicyAnswer, Searcher
from knowledge.policies.snapshot import Entry, Snapshot
from knowledge.workforce.errors import BadInput, Unavailable

if TYPE_CHECKING:
    pass

COLLECTION = "policies"
BATCH = 256
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport:
    """What adding came to; `passages` is how many the added and updated documents have."""

    added: int
    updated: int
    unchanged: int
    failed: tuple[Failure, ...]
    passages: int

    def as_json(self) -> dict[str, Any]:
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": [{"path": failure.path, "reason": failure.reason} for failure in self.failed],
            "passages": self.passages,
        }


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """One edition of one policy in the index."""

    document: str
    title: str
    version: str | None
    owner: str | None
    location: str
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    effective_from: date | None
    effective_until: date | None
    passages: int

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.document,
            "title": self.title,
            "version": self.version,
            "owner": self.owner,
            "location": self.location,
            "kinds": list(self.kinds),
            "country": list(self.countries),
            "effective_from": self.effective_from.isoformat() if self.effective_from else None,
            "effective_until": self.effective_until.isoformat() if self.effective_until else None,
            "passages": self.passages,
        }


class PolicyIndex:
    """Policies cut into passages, embedded once by content, searched by meaning and words."""

    def __init__(self, home: Path, embedder: Embedder, chroma_url: str | None = None) -> None:
        self._folder = home / "policies"
        self._embedder = embedder
        self._chroma_url = chroma_url
        self._loaded: tuple[Any, Searcher] | None = None

    def add(self, paths: Sequence[Path], progress: Progress | None = None) -> AddReport:
        """Read these documents and folders into the index. Unchanged files cost nothing; a changed one replaces itself.

        Raises `BadInput` for a path that doesn't exist, `Unavailable` when another process is changing the index.
        """
        for path in paths:
            if not path.exists():
                raise BadInput(f"There is no file or folder {path}; name one that exists.")
        with self._writing():
            before = self._snapshot()
            known = {entry.passage.location: entry for entry in before.entries}
            new: list[tuple[loading.Document, list[Passage]]] = []
            failed: list[Failure] = []
            unchanged = updated = 0
            for path, location in loading.find(paths):
                try:
                    document = loading.load(path, location)
                except loading.Unreadable as reason:
                    failed.append(Failure(str(path), str(reason)))
                    continue
                earlier = known.get(location)
                if earlier is not None and earlier.digest == document.digest:
                    unchanged += 1
                    continue
                updated += earlier is not None
                new.append((document, list(passages(document))))
            if new:
                self._replace(before, new, progress)
            added = len(new) - updated
            return AddReport(added, updated, unchanged, tuple(failed), sum(len(found) for _, found in new))

    def documents(self) -> list[PolicyDocument]:
        """Every edition in the index, by id and start."""
        groups: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._snapshot().entries:
            groups.setdefault((entry.passage.document, entry.passage.location), []).append(entry)
        found = [_document(entries) for _, entries in groups.items()]
        return sorted(found, key=lambda d: (d.document, d.effective_from or date.min))

    def remove(self, document: str) -> bool:
        """Take a policy with all its editions out; whether there was one."""
        with self._writing():
            before = self._snapshot()
            gone = {n for n, entry in enumerate(before.entries) if entry.passage.document == document}
            if not gone:
                return False
            self._collection().delete(where={"document": document})
            kept = [n for n in range(len(before.entries)) if n not in gone]
            self._put(
                Snapshot(_new(), self._embedder.model, tuple(before.entries[n] for n in kept), before.vectors[kept])
            )
            return True

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        kind: str | None = None,
        country: str | None = None,
        on: date,
        roles: frozenset[str] | None = None,
    ) -> list[Passage]:
        """The passages that hold for this kind, country and day, the nearest to the query first."""
        return self._searcher().search(query, k, kind=kind, country=country, on=on, roles=roles)

    def answer(
        self,
        query: str,
        *,
        kind: str | None = None,
        country: str | None = None,
        on: date,
        roles: frozenset[str] | None = None,
    ) -> PolicyAnswer:
        """The passages that answer a question with their quotes, or that none does."""
        return self._searcher().answer(query, kind=kind, country=country, on=on, roles=roles)

    def clause(self, ref: str, on: date) -> Passage | None:
        """The passage that `policy:<document>#<section>` names, in the edition in force on that day."""
        document, _, section = ref.removeprefix("policy:").partition("#")
        return self._searcher().clause(document, section, on)

    def _replace(
        self, before: Snapshot, new: list[tuple[loading.Document, list[Passage]]], progress: Progress | None
    ) -> None:
        import numpy as np

        entries = [_entry(document, passage) for document, found in new for passage in found]
        texts = [_embedded(entry.passage) for entry in entries]
        vectors = np.zeros((len(texts), before.vectors.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            vectors[start : start + BATCH] = self._embedder.embed(texts[start : start + BATCH])
            if progress is not None:
                progress(min(start + BATCH, len(texts)), len(texts))
        collection = self._collection()
        changed = sorted({document.location for document, _ in new})
        for start in range(0, len(changed), BATCH):
            collection.delete(where={"location": {"$in": changed[start : start + BATCH]}})
        for start in range(0, len(entries), BATCH):
            part = entries[start : start + BATCH]
            collection.add(
                ids=[uuid.uuid4().hex for _ in part],
                embeddings=vectors[start : start + BATCH],
                documents=[entry.passage.text for entry in part],
                metadatas=[_metadata(entry) for entry in part],
            )
        gone = set(changed)
        kept = [n for n, entry in enumerate(before.entries) if entry.passage.location not in gone]
        everything = tuple(before.entries[n] for n in kept) + tuple(entries)
        self._put(Snapshot(_new(), self._embedder.model, everything, np.vstack([before.vectors[kept], vectors])))

    def _put(self, new: Snapshot) -> None:
        snapshot.write(self._folder, new)
        self._loaded = None

    def _snapshot(self) -> Snapshot:
        import numpy as np

        found = snapshot.read(self._folder)
        if found is None:
            return Snapshot("", self._embedder.model, (), np.zeros((0, _width(self._embedder)), dtype=np.float32))
        if found.model != self._embedder.model:
            raise Unavailable(
                f"The policy index was made with {found.model} and can't be searched with {self._embedder.model}; "
                "set WORKFORCE_EMBEDDINGS back or make the index anew."
            )
        return found

    def _searcher(self) -> Searcher:
        stamp = snapshot.stamp(self._folder)
        if self._loaded is None or self._loaded[0] != stamp:
            self._loaded = (stamp, Searcher(self._snapshot(), self._embedder))
        return self._loaded[1]

    def _collection(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        try:
            if self._chroma_url:
                host, _, port = self._chroma_url.split("//")[-1].rstrip("/").partition(":")
                client: Any = chromadb.HttpClient(
                    host, port=int(port or 8000), ssl=self._chroma_url.startswith("https")
                )
            else:
                settings = Settings(anonymized_telemetry=False)
                client = chromadb.PersistentClient(str(self._folder / "chroma"), settings=settings)
            return client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"model": self._embedder.model},
            )
        except (ValueError, ConnectionError, OSError) as error:
            where = self._chroma_url or str(self._folder)
            raise Unavailable(f"The policy index at {where} can't be opened; is it there and running?") from error

    @contextmanager
    def _writing(self) -> Generator[None]:
        """Only one process changes the index: several writers corrupt an embedded Chroma."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "writing.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Unavailable(
                    f"Another process is changing the policy index in {self._folder}; try again when it is done."
                ) from None
            yield


def _entry(document: loading.Document, passage: Passage) -> Entry:
    def number(day: date | None) -> int:
        return day.toordinal() if day else 0

    return Entry(
        passage=passage,
        digest=document.digest,
        kinds=document.kinds,
        countries=document.countries,
        readers=document.readers,
        effective_from=number(document.effective_from),
        effective_until=number(document.effective_until),
        review_by=number(document.review_by),
    )


def _embedded(passage: Passage) -> str:
    """What stands for a passage when meanings are compared: its headings tell what its words leave out."""
    return f"{passage.title}. {passage.heading.replace(' > ', '. ')}. {passage.text}"


def _metadata(entry: Entry) -> dict[str, Any]:
    p = entry.passage
    return {
        "document": p.document,
        "title": p.title,
        "section": p.section,
        "heading": p.heading,
        "location": p.location,
        "version": p.version or "",
        "owner": p.owner or "",
        "digest": entry.digest,
        "kinds": ";".join(entry.kinds),
        "countries": ";".join(entry.countries),
        "readers": ";".join(entry.readers),
        "effective_from": entry.effective_from,
        "effective_until": entry.effective_until,
    }


def _document(entries: list[Entry]) -> PolicyDocument:
    first = entries[0]
    return PolicyDocument(
        document=first.passage.document,
        title=first.passage.title,
        version=first.passage.version,
        owner=first.passage.owner,
        location=first.passage.location,
        kinds=first.kinds,
        countries=first.countries,
        effective_from=date.fromordinal(first.effective_from) if first.effective_from else None,
        effective_until=date.fromordinal(first.effective_until) if first.effective_until else None,
        passages=len(entries),
    )


def _width(embedder: Embedder) -> int:
    return int(getattr(embedder, "width", 384))


def _new() -> str:
    return uuid.uuid4().hex
