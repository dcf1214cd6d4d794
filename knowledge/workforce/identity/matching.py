"""From records to proposals: which pairs may be one person, how probable that is, and on what evidence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.workforce.identity.blocking import candidate_pairs
from knowledge.workforce.identity.comparison import FIELDS, UNKNOWN, compare
from knowledge.workforce.identity.model import fit
from knowledge.workforce.identity.record import Record, compared

CERTAIN = 0.99
"""The least probability of one name with one e-mail address, telephone or bank account."""
_EMAIL, _PHONE, _PHONE_HASH, _BANK = 8, 9, 10, 11
_GIVEN, _FAMILY = 0, 1
_LEAST_LIKELY_OF_A_GROUP = 0.02
"""Two records that both match a third are proposed too, unless their own agreement speaks this clearly against it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field of both records, and whether it agrees. Fields that one of them lacks are not listed."""

    field: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that may be one person. `a` and `b` are refs, `a` the smaller; `score` is a probability."""

    a: str
    b: str
    score: float
    evidence: tuple[Agreement, ...]


def propose(records: Sequence[Record], *, least: float, same: float) -> list[Proposal]:
    """The pairs with a probability of at least `least`, the most probable first.

    From `same` on a pair counts as one person when groups are closed: who is the same as a third is proposed too.
    """
    if len(records) < 2:
        return []
    plain = [compared(record) for record in records]
    left, right = candidate_pairs(plain)
    if not len(left):
        return []
    comparison = compare(plain, left, right)
    fitted = fit(plain, comparison, len(plain) * (len(plain) - 1) // 2)
    odds = np.clip(fitted.log_odds(comparison), -60, 60)
    scores = 1.0 / (1.0 + np.exp(-odds))
    names = (comparison.levels[:, _GIVEN] >= 4) & (comparison.levels[:, _FAMILY] >= 4)
    one_of = (
        (comparison.levels[:, _EMAIL] == 3)
        | (comparison.levels[:, _PHONE] == 2)
        | (comparison.levels[:, _PHONE_HASH] == 2)
        | (comparison.levels[:, _BANK] == 2)
    )
    scores = np.where(names & one_of, np.maximum(scores, CERTAIN), scores)
    known = {(int(a), int(b)): n for n, (a, b) in enumerate(zip(left, right, strict=True))}
    chosen = {pair: float(scores[n]) for pair, n in known.items() if scores[n] >= least}
    for a, b in _implied(chosen, same):
        at = known.get((a, b))
        if at is not None and scores[at] >= _LEAST_LIKELY_OF_A_GROUP:
            chosen[a, b] = max(chosen.get((a, b), 0.0), same)
    found: list[Proposal] = []
    for (a, b), score in chosen.items():
        first, second = sorted((records[a].ref, records[b].ref))
        evidence = _evidence(comparison.levels[known[a, b]])
        found.append(Proposal(first, second, math.floor(score * 10_000) / 10_000, evidence))
    return sorted(found, key=lambda proposal: (-proposal.score, proposal.a, proposal.b))


def _implied(chosen: dict[tuple[int, int], float], same: float) -> list[tuple[int, int]]:
    """Pairs inside a group that matches chain together and that are not chosen as the same themselves."""
    parent: dict[int, int] = {}

    def root(n: int) -> int:
        while parent.setdefault(n, n) != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for (a, b), score in chosen.items():
        if score >= same:
            parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for n in sorted(parent):
        groups.setdefault(root(n), []).append(n)
    return [
        (a, b)
        for members in groups.values()
        if len(members) <= 12
        for i, a in enumerate(members)
        for b in members[i + 1 :]
        if chosen.get((a, b), 0.0) < same
    ]


def _evidence(levels: np.ndarray) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(field.name, bool(levels[n] >= field.agrees_from))
        for n, field in enumerate(FIELDS)
        if levels[n] != UNKNOWN
    )
