"""Pairs of records that share something: which of the two a gap is about, and that a pair is told once."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, pairwise

from knowledge.workforce.governance.facts import ContributorFact

Pair = tuple[ContributorFact, ContributorFact]
LARGEST_GROUP = 50
"""More records with one value than this are not pairs of people: it is a placeholder, and only neighbours are named."""


def ordered(a: ContributorFact, b: ContributorFact) -> Pair:
    """The one with the earlier start first, then the smaller id."""
    first, second = sorted((a, b), key=lambda c: (c.start_date or date.max, c.id))
    return first, second


def shared(contributors: Iterable[ContributorFact], fields: Sequence[str]) -> dict[Pair, list[str]]:
    """Each pair that shares a field's value, with the names of those fields."""
    people = list(contributors)
    found: dict[Pair, list[str]] = defaultdict(list)
    for name in fields:
        groups: dict[str, list[ContributorFact]] = defaultdict(list)
        for person in people:
            value = getattr(person, name)
            if value:
                groups[str(value).strip().casefold()].append(person)
        for group in groups.values():
            pairs = combinations(group, 2) if len(group) <= LARGEST_GROUP else pairwise(group)
            for a, b in pairs:
                found[ordered(a, b)].append(name)
    return found


def plain_name(name: str) -> tuple[str, ...]:
    """A name without diacritics, case and order: "Élodie Martin" and "MARTIN, Elodie" are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare.casefold()).split()
    return tuple(sorted(words))
