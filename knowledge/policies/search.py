"""Searching: filters first, then meaning and words together, each by the strength of its own evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from knowledge.policies.embedding import Embedder
from knowledge.policies.lexical import Lexical, terms
from knowledge.policies.passages import Passage, units
from knowledge.policies.snapshot import Snapshot, filtered

WORDS_WEIGHT = 0.30
"""What full keyword evidence adds to a cosine."""
SURE_MEANING = 0.50
"""From this cosine on, a passage answers by its meaning alone."""
LEAST_MEANING = 0.36
LEAST_COVERED = 0.55
"""Between the two cosines, at least this share of the question's weight must stand in the passage's own words."""
NEXT_BEST = 0.10
"""A second passage is given too when it comes this near to the best."""
SHORT_WORDS, SHORT_PENALTY = 25, 0.08
"""A passage of few words, such as an introduction's one sentence, names a subject rather than answering."""
QUOTE_WORDS = 90
OPPONENTS, LEAST_BEARING = 10, 0.33
"""Disagreement is looked for among so many passages, in clauses that hold this share of the question's weight."""
_FORBIDS = re.compile(
    r"\b(?:may not|must not|can't|cannot|not (?:allowed|permitted)|never|no (?:own|private)|prohibited|forbidden)\b",
    re.I,
)
_ASKS_LEAVE = re.compile(r"\b(?:may|can|could|allowed|permitted|ok(?:ay)? to|must|should)\b", re.I)
_PERMITS = re.compile(r"\b(?:may|can|are allowed|is allowed|permitted|is free to|are free to)\b(?! not)", re.I)


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """`quotes` has one verbatim quote for each passage. `nearest` are pointers when nothing answers."""

    supported: bool
    passages: tuple[Passage, ...]
    quotes: tuple[str, ...]
    nearest: tuple[Passage, ...]
    conflict: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    place: int
    score: float
    meaning: float
    covered: float


class Searcher:
    """Searches one state of the index."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder

    @cached_property
    def _lexical(self) -> Lexical:
        return Lexical([f"{e.passage.title} {e.passage.heading} {e.passage.text}" for e in self._snapshot.entries])

    def search(
        self, query: str, k: int, *, kind: str | None, country: str | None, on: date, roles: frozenset[str] | None
    ) -> list[Passage]:
        hits = self._hits(query, kind=kind, country=country, on=on, roles=roles)
        return [self._passage(hit) for hit in hits[:k]]

    def answer(
        self, query: str, *, kind: str | None, country: str | None, on: date, roles: frozenset[str] | None
    ) -> PolicyAnswer:
        hits = self._hits(query, kind=kind, country=country, on=on, roles=roles)
        answering = [hit for hit in hits[:8] if _answers(hit)]
        if not answering:
            return PolicyAnswer(False, (), (), tuple(self._passage(hit) for hit in self._distinct(hits)[:3]), False)
        best = answering[0]
        near = [hit for hit in answering if hit.score >= best.score - NEXT_BEST]
        chosen = self._distinct(near)[:3]
        found = [self._passage(hit) for hit in chosen]
        quotes = [quote(query, passage.text, self._lexical) for passage in found]
        other = self._opponent(query, found[0], hits)
        if other is not None:
            # Both sides first, next to each other; the rest would only blur them.
            found, quotes = [found[0], other], [quotes[0], quote(query, other.text, self._lexical)]
        return PolicyAnswer(True, tuple(found), tuple(quotes), (), other is not None)

    def clause(self, document: str, section: str, on: date) -> Passage | None:
        """The first passage of one section, in force on that day."""
        day = on.toordinal()
        return next(
            (
                entry.passage
                for entry in self._snapshot.entries
                if entry.passage.document == document
                and entry.passage.section == section
                and (not entry.effective_from or entry.effective_from <= day)
                and (not entry.effective_until or entry.effective_until >= day)
            ),
            None,
        )

    def _hits(
        self, query: str, *, kind: str | None, country: str | None, on: date, roles: frozenset[str] | None
    ) -> list[_Hit]:
        entries = self._snapshot.entries
        places = filtered(entries, kind=kind, country=country, on=on.toordinal(), roles=roles)
        if not places:
            return []
        meaning = self._snapshot.vectors @ self._embedder.embed_one(query)
        scores, covered = self._lexical.scores(query)
        top = max((float(scores[n]) for n in places), default=0.0) or 1.0
        hits = [
            _Hit(
                n,
                float(meaning[n])
                + WORDS_WEIGHT * float(scores[n]) / top * float(covered[n])
                - (SHORT_PENALTY if len(entries[n].passage.text.split()) < SHORT_WORDS else 0.0),
                float(meaning[n]),
                float(covered[n]),
            )
            for n in places
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.place))
        return hits

    def _opponent(self, query: str, best: Passage, hits: Sequence[_Hit]) -> Passage | None:
        """A passage of another policy whose clause, as much to the point, forbids what the best one permits, or permits it."""
        stance = self._stance(query, best.text) if _ASKS_LEAVE.search(query) else None
        if stance is None:
            return None
        for hit in hits[:OPPONENTS]:
            passage = self._passage(hit)
            if passage.document != best.document and hit.meaning >= LEAST_MEANING:
                other = self._stance(query, passage.text)
                if other is not None and other != stance:
                    return passage
        return None

    def _stance(self, query: str, text: str) -> bool | None:
        """Whether the clause of a passage that bears most on the question permits (True) or forbids (False) something."""
        wanted = set(terms(query))
        total = sum(self._lexical.weight(term) for term in wanted) or 1.0
        best: tuple[float, bool] | None = None
        for clause in text.split("\n\n"):
            bearing = sum(self._lexical.weight(term) for term in wanted & set(terms(clause))) / total
            line = " ".join(clause.split())
            forbids = _FORBIDS.search(line) is not None
            permits = _PERMITS.search(_FORBIDS.sub("", line)) is not None
            if bearing >= LEAST_BEARING and forbids != permits and (best is None or bearing > best[0]):
                best = (bearing, permits)
        return None if best is None else best[1]

    def _distinct(self, hits: Sequence[_Hit]) -> list[_Hit]:
        """One hit a section: passages of one section tell the same story."""
        first: dict[str, _Hit] = {}
        for hit in hits:
            first.setdefault(self._snapshot.entries[hit.place].passage.ref, hit)
        return list(first.values())

    def _passage(self, hit: _Hit) -> Passage:
        return replace(self._snapshot.entries[hit.place].passage, score=hit.score)


def _answers(hit: _Hit) -> bool:
    if hit.meaning >= SURE_MEANING:
        return hit.covered >= 0.2
    return hit.meaning >= LEAST_MEANING and hit.covered >= LEAST_COVERED


def quote(query: str, text: str, lexical: Lexical) -> str:
    """The part of a passage that bears on the question, verbatim: the whole when it is short."""
    if len(text.split()) <= QUOTE_WORDS:
        return text
    pieces = units(text)
    wanted = set(terms(query))
    weights = [sum(lexical.weight(term) for term in wanted & set(terms(piece))) for piece in pieces]
    best = max(range(len(pieces)), key=lambda n: (weights[n], -n))
    first = last = best
    while sum(len(piece.split()) for piece in pieces[first : last + 1]) < QUOTE_WORDS // 2:
        before = weights[first - 1] if first > 0 else -1.0
        after = weights[last + 1] if last + 1 < len(pieces) else -1.0
        if before < 0 and after < 0:
            break
        if after >= before:
            last += 1
        else:
            first -= 1
    start = text.find(pieces[first])
    end = text.find(pieces[last], max(start, 0)) + len(pieces[last])
    return text[start:end] if start >= 0 and end > start else pieces[best]
