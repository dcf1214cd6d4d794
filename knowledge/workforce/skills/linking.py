"""From what somebody wrote to a skill of the company: known names first, then near spellings, then a question."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from knowledge.workforce.skills.trigrams import TrigramIndex, folded

SURE = 0.90
"""From this cosine on a near spelling is taken as meant; below it only one that differs by a typing error is."""
ASKED = 0.35
"""Below this cosine a skill is no candidate."""
MARGIN = 0.05
"""The best must lead the next skill by this, or both are offered."""
BY_TAXONOMY = 0.95
"""The score of a link through a taxonomy: its other names for the same skill hold almost always."""
_TELLING = re.compile(r"\d+|[+#]+|\b(?:no|not|non)\b")
"""Numbers, signs and negations tell skills apart that are otherwise spelt alike: Python 2 and 3, C and C++."""


class How(StrEnum):
    """What a link rests on."""

    NAME = "name"
    ALIAS = "alias"
    CONFIRMED = "confirmed"
    TAXONOMY = "taxonomy"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A skill that may be meant."""

    skill: str
    score: float
    how: How


@dataclass(frozen=True, slots=True)
class Link:
    """What a text is linked to. Without a `skill` a person must choose among the candidates, or it is a new skill."""

    text: str
    skill: str | None
    candidates: tuple[Candidate, ...]

    @property
    def score(self) -> float:
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def how(self) -> How | None:
        return self.candidates[0].how if self.skill else None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What people decided: texts that mean a skill, and texts that don't mean one."""

    same: Mapping[str, str]
    different: Collection[tuple[str, str]]


Synonyms = Callable[[Sequence[str]], Mapping[str, Collection[str]]]
"""Each text's other names for the same skill, from the taxonomies that are loaded."""


class SkillNames:
    """The company's vocabulary of skills, ready to link to."""

    def __init__(
        self, vocabulary: Iterable[tuple[str, Collection[str]]], remembered: Remembered, synonyms: Synonyms
    ) -> None:
        self._names: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._remembered = remembered
        self._synonyms = synonyms
        listed = list(vocabulary)
        for name, _ in listed:
            if folded(name) not in remembered.same:
                self._names.setdefault(folded(name), name)
        for name, aliases in listed:
            for alias in aliases:
                if folded(name) in self._names:
                    self._aliases.setdefault(folded(alias), self._names[folded(name)])
        self._spelt = [*self._names.items(), *self._aliases.items()]

    @cached_property
    def _index(self) -> TrigramIndex:
        return TrigramIndex(form for form, _ in self._spelt)

    def link(self, text: str, *, most: int = 5, besides: str | None = None) -> Link:
        """What `text` means. `besides` leaves out a skill: what else goes by nearly its name?"""
        form = folded(text)
        exact = self._exact(form)
        if exact is not None and exact.skill != besides:
            return Link(text, exact.skill, (exact,))
        found: dict[str, Candidate] = {}
        for synonym in sorted(self._synonyms([text]).get(text, ())):
            known = self._exact(folded(synonym))
            if known is not None:
                found.setdefault(known.skill, Candidate(known.skill, BY_TAXONOMY, How.TAXONOMY))
        for near in self._index.near(text, most * 4):
            skill = self._spelt[near.place][1]
            if near.score >= ASKED and skill not in found:
                found[skill] = Candidate(skill, round(near.score, 3), How.SPELLING)
        ranked = sorted(
            (c for c in found.values() if c.skill != besides and (form, c.skill) not in self._remembered.different),
            key=lambda c: (-c.score, c.skill),
        )[:most]
        return Link(text, ranked[0].skill if ranked and self._is_sure(form, ranked) else None, tuple(ranked))

    def _exact(self, form: str) -> Candidate | None:
        if form in self._remembered.same:
            return Candidate(self._remembered.same[form], 1.0, How.CONFIRMED)
        if form in self._names:
            return Candidate(self._names[form], 1.0, How.NAME)
        return Candidate(self._aliases[form], 1.0, How.ALIAS) if form in self._aliases else None

    def _is_sure(self, form: str, ranked: Sequence[Candidate]) -> bool:
        best = ranked[0]
        if len(ranked) > 1 and ranked[1].score > best.score - MARGIN:
            return False
        if best.how is How.TAXONOMY:
            return True
        spelt = [
            known
            for known, skill in self._spelt
            if skill == best.skill and _told_apart_by(form) == _told_apart_by(known)
        ]
        return bool(spelt) and (best.score >= SURE or any(_mistyped(form, known) for known in spelt))


def _told_apart_by(form: str) -> list[str]:
    return sorted(_TELLING.findall(form))


def _mistyped(form: str, known: str) -> bool:
    """Whether two spellings differ by a letter or a space, in long names by two; short names are skills of their own."""
    from rapidfuzz.distance import OSA

    shorter = min(len(form), len(known))
    allowed = 0 if shorter < 5 else 1 if shorter < 10 else 2
    return allowed > 0 and form[0] == known[0] and OSA.distance(form, known, score_cutoff=allowed) <= allowed
