"""How well two records agree, field by field, in a few levels each: 0 is unknown, 1 is different, the top is the same."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Jaro, JaroWinkler

from knowledge.workforce.identity.record import Compared, formal

Positions = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
Scores = npt.NDArray[np.float64]

UNKNOWN, DIFFERENT = 0, 1
SWAPPED_BY = 0.35
"""By how much names must agree better when exchanged, to count as exchanged."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is compared: its name in evidence, and how many levels of agreement it has."""

    name: str
    levels: int
    agrees_from: int


FIELDS: tuple[Field, ...] = (
    Field("given_name", 5, 3),
    Field("family_name", 5, 3),
    Field("birth_date", 6, 3),
    Field("street", 5, 3),
    Field("street_number", 4, 3),
    Field("city", 4, 3),
    Field("postcode", 4, 3),
    Field("region", 3, 2),
    Field("email", 4, 3),
    Field("phone", 3, 2),
    Field("phone_hash", 3, 2),
    Field("bank_hash", 3, 2),
)


@dataclass(frozen=True)
class Comparison:
    """The levels of every pair (rows) in every field (columns of `FIELDS`), and how rare an agreeing value is.

    `rarity` holds, for exact agreement on a name or place, the natural logarithm of how much rarer the value is than the field's
    values are on average; 0 elsewhere. `exchanged` marks pairs whose names agree better when exchanged.
    """

    levels: Levels
    rarity: Scores
    exchanged: npt.NDArray[np.bool_]


def compare(records: Sequence[Compared], left: Positions, right: Positions) -> Comparison:
    """Compare the records at `left` with those at `right`, position by position."""
    given = [formal(record.given) for record in records]
    family = [record.family for record in records]
    straight = _similar(given, left, right) + _similar(family, left, right)
    crossed = _crossed(given, family, left, right)
    exchanged = crossed > straight + SWAPPED_BY
    other_given = [
        b if swap else a for a, b, swap in zip(_at(given, right), _at(family, right), exchanged, strict=True)
    ]
    other_family = [
        a if swap else b for a, b, swap in zip(_at(given, right), _at(family, right), exchanged, strict=True)
    ]
    numbers, streets = [r.number for r in records], [r.street for r in records]
    columns = (
        _name_levels(_at(given, left), other_given),
        _name_levels(_at(family, left), other_family),
        _date_levels(_at([r.birth for r in records], left), _at([r.birth for r in records], right)),
        _text_levels(_at(streets, left), _at(streets, right), (0.75, 0.88, 0.96)),
        _code_levels(_at(numbers, left), _at(numbers, right)),
        _text_levels(*_both([r.city for r in records], left, right), (0.82, 0.95)),
        _code_levels(*_both([r.postcode for r in records], left, right)),
        _same_levels(*_both([r.region for r in records], left, right)),
        _email_levels(*_both([r.email for r in records], left, right)),
        _same_levels(*_both([r.phone for r in records], left, right)),
        _same_levels(*_both([r.phone_hash for r in records], left, right)),
        _same_levels(*_both([r.bank for r in records], left, right)),
    )
    levels = np.stack(columns, axis=1)
    rarity = np.zeros(levels.shape)
    for column, values in ((0, given), (1, family), (3, streets), (5, [r.city for r in records])):
        exact = levels[:, column] == FIELDS[column].levels - 1
        rarity[:, column] = np.where(exact, _rarity(values)[left], 0.0)
    return Comparison(levels, rarity, exchanged)


def _at(values: list[str], positions: Positions) -> list[str]:
    return [values[int(n)] for n in positions]


def _both(values: list[str], left: Positions, right: Positions) -> tuple[list[str], list[str]]:
    return _at(values, left), _at(values, right)


def _similar(values: list[str], left: Positions, right: Positions) -> Scores:
    """Jaro-Winkler similarity, 0 to 1; 0.5 where one is unknown."""
    a, b = _both(values, left, right)
    return np.where(_known(a, b), _elementwise(JaroWinkler.similarity, a, b), 0.5)


def _crossed(given: list[str], family: list[str], left: Positions, right: Positions) -> Scores:
    a, b = _at(given, left), _at(family, right)
    c, d = _at(family, left), _at(given, right)
    one = np.where(_known(a, b), _elementwise(JaroWinkler.similarity, a, b), 0.5)
    two = np.where(_known(c, d), _elementwise(JaroWinkler.similarity, c, d), 0.5)
    return one + two


def _elementwise(scorer: Callable[..., float], a: Sequence[str], b: Sequence[str]) -> Scores:
    if not a:
        return np.zeros(0)
    return np.asarray(process.cpdist(a, b, scorer=scorer, dtype=np.float64))


def _known(a: Sequence[str], b: Sequence[str]) -> npt.NDArray[np.bool_]:
    return np.fromiter((bool(x) and bool(y) for x, y in zip(a, b, strict=True)), dtype=np.bool_, count=len(a))


def _graded(scores: Scores, known: npt.NDArray[np.bool_], from_: Sequence[float]) -> Levels:
    """Level 1 plus one for each threshold that is reached; 0 where unknown."""
    levels = np.ones(len(scores), dtype=np.int8)
    for threshold in from_:
        levels += scores >= threshold
    return np.where(known, levels, UNKNOWN).astype(np.int8)


def _name_levels(a: Sequence[str], b: Sequence[str]) -> Levels:
    """Different, alike, nearly the same, the same; an initial that fits is alike."""
    scores = _elementwise(JaroWinkler.similarity, a, b)
    tokens = _elementwise(Jaro.similarity, [x.replace(" ", "") for x in a], [y.replace(" ", "") for y in b])
    levels = _graded(np.maximum(scores, tokens), _known(a, b), (0.80, 0.90, 1.0))
    for n, (x, y) in enumerate(zip(a, b, strict=True)):
        if levels[n] == DIFFERENT and (len(x) == 1 or len(y) == 1) and x[0] == y[0]:
            levels[n] = 2
    return levels


def _date_levels(a: Sequence[str], b: Sequence[str]) -> Levels:
    """Different, two slips, one slip, day and month exchanged, the same."""
    known = _known(a, b)
    slips = _elementwise(DamerauLevenshtein.distance, a, b)
    levels = np.ones(len(a), dtype=np.int8)
    levels[slips == 2] = 2
    levels[slips == 1] = 3
    for n in np.flatnonzero(known & (slips > 0)):
        x, y = a[int(n)], b[int(n)]
        if x[:4] == y[:4] and x[4:6] == y[6:] and x[6:] == y[4:6]:
            levels[n] = 4
    levels[slips == 0] = 5
    return np.where(known, levels, UNKNOWN).astype(np.int8)


def _text_levels(a: Sequence[str], b: Sequence[str], from_: Sequence[float]) -> Levels:
    scores = _elementwise(JaroWinkler.similarity, a, b)
    bare = _elementwise(JaroWinkler.similarity, [x.replace(" ", "") for x in a], [y.replace(" ", "") for y in b])
    return _graded(np.maximum(scores, bare), _known(a, b), from_)


def _code_levels(a: Sequence[str], b: Sequence[str]) -> Levels:
    """Different, one slip, the same."""
    slips = _elementwise(DamerauLevenshtein.distance, a, b)
    levels = np.where(slips == 0, 3, np.where(slips == 1, 2, DIFFERENT))
    return np.where(_known(a, b), levels, UNKNOWN).astype(np.int8)


def _same_levels(a: Sequence[str], b: Sequence[str]) -> Levels:
    same = np.fromiter((x == y for x, y in zip(a, b, strict=True)), dtype=np.bool_, count=len(a))
    return np.where(_known(a, b), np.where(same, 2, DIFFERENT), UNKNOWN).astype(np.int8)


def _email_levels(a: Sequence[str], b: Sequence[str]) -> Levels:
    """Different, the same name at another provider, the same."""
    same = np.fromiter((x == y for x, y in zip(a, b, strict=True)), dtype=np.bool_, count=len(a))
    local = np.fromiter(
        (x.partition("@")[0] == y.partition("@")[0] for x, y in zip(a, b, strict=True)), dtype=np.bool_, count=len(a)
    )
    levels = np.where(same, 3, np.where(local, 2, DIFFERENT))
    return np.where(_known(a, b), levels, UNKNOWN).astype(np.int8)


def _rarity(values: Sequence[str]) -> Scores:
    """For each record: the logarithm of how much rarer its value is than a value met by chance; at most a factor of 50."""
    counts = Counter(value for value in values if value)
    total = sum(counts.values())
    if not total:
        return np.zeros(len(values))
    usual = sum((n / total) ** 2 for n in counts.values())
    shares = np.fromiter((counts.get(value, 1) / total for value in values), dtype=np.float64, count=len(values))
    return np.clip(np.log(usual / shares), -3.9, 3.9)
