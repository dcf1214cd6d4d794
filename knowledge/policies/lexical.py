"""Keyword evidence: BM25 over stemmed words, and how much of a question's weight a passage covers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_K1, _B = 1.2, 0.75
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "me",
        "might",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "must",
        "shall",
        "about",
        "any",
        "am",
        "get",
        "got",
        "let",
        "need",
        "needs",
        "whats",
        "what's",
        "does",
        "it's",
        "i'm",
        "say",
        "says",
        "tell",
        "allowed",
        "policy",
        "policies",
        "rule",
        "rules",
    ]
)
_SAME = {
    word: group.split()[0]
    for group in (
        "buy buying purchase purchases purchasing procure procures procurement procurements procuring bought",
        "laptop laptops notebook computer computers macbook",
        "approve approves approved approval approvals approver authorise authorize authorisation authorization authorized",
        "vacation vacations holiday holidays pto",
        "salary salaries wage wages compensation compensated",
        "offsite offsites retreat retreats",
        "abroad overseas international internationally",
        "phone phones telephone cellphone mobile",
        "reimburse reimbursed reimbursement reimbursements refund refunded",
        "fire fired dismiss dismissed dismissal",
    )
    for word in group.split()
}
"""Words that policies and people use for each other."""
_ONES = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "k": 1_000, "grand": 1_000}


def terms(text: str) -> list[str]:
    """The words of a text that carry weight, stemmed; numbers without separators, number words as digits."""
    words = [match.group().casefold().replace("’", "'") for match in _TOKEN.finditer(text)]
    return _stemmed([word for word in _numbers(words) if word not in STOP])


def _numbers(words: list[str]) -> list[str]:
    out: list[str] = []
    total = current = 0
    inside = False

    def close() -> None:
        nonlocal total, current, inside
        if inside:
            out.append(str(total + current))
        total = current = 0
        inside = False

    for n, word in enumerate(words):
        digits = word.replace(",", "")
        following = words[n + 1] if n + 1 < len(words) else ""
        if word in _ONES and (inside or following in _SCALES):
            current, inside = current + _ONES[word], True
        elif word in _TENS:
            current, inside = current + _TENS[word], True
        elif digits.isdigit() and following in _SCALES:
            current, inside = int(digits), True
        elif word in _SCALES and inside:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, current = total + current, 0
        else:
            close()
            out.append(digits.removesuffix(".00") if digits[:1].isdigit() else word)
    close()
    return out


def _stemmed(words: list[str]) -> list[str]:
    return _stemmer().stemWords([_SAME.get(bare, bare) for word in words if (bare := word.removesuffix("'s"))])


_kept: dict[str, Any] = {}


def _stemmer() -> Any:
    if "english" not in _kept:
        import Stemmer

        _kept["english"] = Stemmer.Stemmer("english")
    return _kept["english"]


class Lexical:
    """An inverted index over texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _postings(self) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
        found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        lengths: list[int] = []
        for n, text in enumerate(self._texts):
            words = terms(text)
            lengths.append(len(words))
            for word in words:
                found[word][n] += 1
        return {word: list(places.items()) for word, places in found.items()}, lengths

    def weight(self, term: str) -> float:
        """How rare a term is (BM25's inverse document frequency); unknown terms weigh most."""
        postings, lengths = self._postings
        known = len(postings.get(term, ()))
        return log(1 + (len(lengths) - known + 0.5) / (known + 0.5))

    def scores(self, query: str) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """For each text: its BM25 score, and the share of the query's weight that its words cover."""
        import numpy as np

        postings, lengths = self._postings
        scores = np.zeros(len(lengths), dtype=np.float32)
        covered = np.zeros(len(lengths), dtype=np.float32)
        wanted = list(dict.fromkeys(terms(query)))
        total = sum(self.weight(term) for term in wanted) or 1.0
        mean = sum(lengths) / max(len(lengths), 1) or 1.0
        for term in wanted:
            weight = self.weight(term)
            for place, count in postings.get(term, ()):
                norm = count + _K1 * (1 - _B + _B * lengths[place] / mean)
                scores[place] += weight * count * (_K1 + 1) / norm
                covered[place] += weight / total
        return scores, covered
