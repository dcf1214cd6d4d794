"""The probability that two records are one person: Fellegi and Sunter's model, fitted to the records themselves.

How often a level of agreement is met among strangers is counted on random pairs; how often among records of one person is
learnt by expectation maximisation over the pairs worth comparing, beginning with what clerks' errors are known to look like.
I. Fellegi, A. Sunter: A Theory for Record Linkage (1969); W. Winkler: Using the EM Algorithm for Weight Computation (1988).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.workforce.identity.comparison import FIELDS, Comparison, compare
from knowledge.workforce.identity.record import Compared

RANDOM_PAIRS = 200_000
"""Pairs of strangers that are compared; fewer where there are fewer."""
ROUNDS = 25
_PRIOR_WEIGHT = 200.0
"""How many pairs the prior counts for: small data stays near it, large data speaks for itself."""
_LEAST = 1e-5

_AMONG_SAME: dict[str, tuple[float, ...]] = {
    "given_name": (0.06, 0.04, 0.10, 0.80),
    "family_name": (0.06, 0.04, 0.10, 0.80),
    "birth_date": (0.05, 0.03, 0.07, 0.02, 0.83),
    "street": (0.10, 0.05, 0.10, 0.75),
    "street_number": (0.08, 0.07, 0.85),
    "city": (0.08, 0.10, 0.82),
    "postcode": (0.06, 0.08, 0.86),
    "region": (0.06, 0.94),
    "email": (0.25, 0.10, 0.65),
    "phone": (0.30, 0.70),
    "phone_hash": (0.30, 0.70),
    "bank_hash": (0.30, 0.70),
}
"""For each field, how often each known level is met between two records of one person (people move and change numbers)."""


@dataclass(frozen=True)
class Fitted:
    """Natural logarithms of the likelihood ratios by field and level, and of the odds that a pair is one person."""

    weights: tuple[npt.NDArray[np.float64], ...]
    odds: float

    def log_odds(self, comparison: Comparison) -> npt.NDArray[np.float64]:
        """The evidence of each pair, added up; above 0 they are rather one person."""
        total = np.full(len(comparison.levels), self.odds)
        for column, weights in enumerate(self.weights):
            total += weights[comparison.levels[:, column]]
        return total + comparison.rarity.sum(axis=1)


def fit(records: Sequence[Compared], comparison: Comparison, possible_pairs: int) -> Fitted:
    """Learn from the records and from the pairs worth comparing. `possible_pairs` is how many pairs there are at all."""
    strangers = _among_strangers(records)
    same = [np.array((1.0, *_AMONG_SAME[field.name])) for field in FIELDS]
    levels, rarity = comparison.levels, comparison.rarity.sum(axis=1)
    expected = max(len(records) * 0.05, 1.0)
    for _ in range(ROUNDS):
        weights = tuple(_weights(m, u) for m, u in zip(same, strangers, strict=True))
        fitted = Fitted(weights, float(np.log(expected / possible_pairs)))
        evidence = fitted.odds + sum(w[levels[:, n]] for n, w in enumerate(weights)) + rarity
        likely = 1.0 / (1.0 + np.exp(-np.clip(evidence, -60, 60)))
        expected = min(max(float(likely.sum()), 1.0), possible_pairs / 2)
        same = [_learnt(levels[:, n], likely, FIELDS[n].name, FIELDS[n].levels) for n in range(len(FIELDS))]
    weights = tuple(_weights(m, u) for m, u in zip(same, strangers, strict=True))
    return Fitted(weights, float(np.log(expected / possible_pairs)))


def _among_strangers(records: Sequence[Compared]) -> list[npt.NDArray[np.float64]]:
    """How often each known level is met in random pairs, level 0 (unknown) counting 1."""
    generator = np.random.default_rng(20_261_124)
    size = len(records)
    drawn = min(RANDOM_PAIRS, 50 * size)
    left, right = generator.integers(0, size, drawn), generator.integers(0, size, drawn)
    apart = left != right
    levels = compare(records, left[apart], right[apart]).levels
    found: list[npt.NDArray[np.float64]] = []
    for n, field in enumerate(FIELDS):
        counts = np.bincount(levels[:, n], minlength=field.levels).astype(float)
        counts[0] = 0.0
        known = counts.sum()
        smoothed = np.maximum((counts + 0.5) / (known + 0.5 * field.levels), _LEAST)
        smoothed[0] = 1.0
        found.append(smoothed)
    return found


def _learnt(
    levels: npt.NDArray[np.int8], likely: npt.NDArray[np.float64], name: str, size: int
) -> npt.NDArray[np.float64]:
    counts = np.bincount(levels, weights=likely, minlength=size)
    counts[1:] += _PRIOR_WEIGHT * np.array(_AMONG_SAME[name])
    learnt = np.maximum(counts / counts[1:].sum(), _LEAST)
    learnt[0] = 1.0
    return learnt


def _weights(same: npt.NDArray[np.float64], strangers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    weights = np.log(same) - np.log(strangers)
    weights[0] = 0.0
    return weights
