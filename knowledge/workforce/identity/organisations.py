"""Is it one company or unit? Names compared without their legal form, signs and order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz.distance import JaroWinkler

from knowledge.workforce.identity.record import plain

SAME_NAME = 0.97
"""The probability of one name in other words of the same form ("Pty Ltd", "P/L")."""
LEAST = 0.70

_FORMS = frozenset(
    "ltd limited pty pl p l plc inc incorporated corp corporation co company llc llp lp gmbh ag kg kgaa ohg ug se sa sas sarl sl "
    "slu srl spa bv nv vof oy ab as asa aps kft zrt rt doo sro spzoo zoo sp z o the and und et und of trust trustee for".split()
)
_ALIKE = {
    "assoc": "association",
    "associates": "association",
    "intl": "international",
    "govt": "government",
    "dept": "department",
}


@dataclass(frozen=True, slots=True)
class NamedMatch:
    """Two names that may stand for one organisation."""

    a: str
    b: str
    score: float


def bare(name: str) -> str:
    """The name without legal form: "Worldstrides Pty Ltd" and "WORLDSTRIDES P/L" are both "worldstrides"."""
    words = [_ALIKE.get(word, word) for word in plain(name.replace("&", " and ")).split()]
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


def propose_organisations(names: Sequence[tuple[str, str]]) -> list[NamedMatch]:
    """Pairs of (ref, name) that may be one organisation, the most probable first."""
    plain_names = {ref: bare(name) for ref, name in names}
    holders: dict[str, list[str]] = defaultdict(list)
    for ref, name in plain_names.items():
        for word in set(name.split()):
            holders[word].append(ref)
    counts = Counter({word: len(refs) for word, refs in holders.items()})
    scores: dict[tuple[str, str], float] = {}
    for refs in holders.values():
        if len(refs) > 200:
            continue
        for n, a in enumerate(sorted(refs)):
            for b in sorted(refs)[n + 1 :]:
                if (a, b) not in scores:
                    scores[a, b] = _score(plain_names[a], plain_names[b], counts, len(names))
    found = [NamedMatch(a, b, round(score, 3)) for (a, b), score in scores.items() if score >= LEAST]
    return sorted(found, key=lambda match: (-match.score, match.a, match.b))


def _score(a: str, b: str, counts: Counter[str], total: int) -> float:
    """How much of the words' weight both names share, near misses counted; rare words weigh more."""
    if a.replace(" ", "") == b.replace(" ", ""):
        return SAME_NAME
    left, right = a.split(), b.split()
    weight = {word: log(1 + total / counts[word]) for word in (*left, *right)}
    numbers = {w for w in left if w.isdigit()} ^ {w for w in right if w.isdigit()}
    if numbers:
        return 0.0
    shared = sum(weight[w] * max((JaroWinkler.similarity(w, o) for o in right), default=0) ** 4 for w in left)
    shared += sum(weight[w] * max((JaroWinkler.similarity(w, o) for o in left), default=0) ** 4 for w in right)
    return 0.95 * (shared / sum(weight[w] for w in (*left, *right))) ** 1.5
