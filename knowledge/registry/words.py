"""Plain words: how names are compared, and which English words are never taken for a misspelt name."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|[+#]+", re.UNICODE)
_POSSESSIVE = re.compile(r"[’']s?$")


@cache
def plain(token: str) -> str:
    """A token without case, diacritics and possessive, as names are compared."""
    folded = token.casefold().translate(_SPECIAL)
    letters = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _POSSESSIVE.sub("", letters) or letters


def tokens(text: str) -> list[re.Match[str]]:
    """The words of a text with their places; `+` and `#` belong to names such as C++ and C#."""
    return list(TOKEN.finditer(text))


def key(text: str) -> str:
    """A name as it is looked up: its plain tokens, joined by spaces."""
    return " ".join(plain(match.group()) for match in tokens(text))


GENERIC = frozenset(
    [
        "project",
        "programme",
        "program",
        "the",
        "department",
        "dept",
        "team",
        "unit",
        "division",
        "group",
        "company",
        "co",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "gmbh",
        "ag",
        "kg",
        "bv",
        "nv",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "ab",
        "oy",
        "as",
        "aps",
        "pty",
        "pvt",
        "lda",
        "sl",
        "kk",
        "services",
        "service",
        "solutions",
        "partners",
        "consulting",
        "staffing",
    ]
)
"""Words that names carry and people leave out."""

AMBIGUOUS_NAMES = frozenset(
    [
        "will",
        "may",
        "mark",
        "grace",
        "rose",
        "june",
        "april",
        "august",
        "summer",
        "joy",
        "hope",
        "faith",
        "bill",
        "rob",
        "drew",
        "chase",
        "grant",
        "art",
        "dean",
        "frank",
        "jack",
        "pat",
        "sue",
        "carol",
        "dawn",
        "eve",
        "guy",
        "jean",
        "lance",
        "miles",
        "nick",
        "penny",
        "ray",
        "rich",
        "sandy",
        "sky",
        "skip",
        "ward",
        "wade",
        "young",
        "long",
        "short",
        "day",
        "page",
        "law",
        "best",
        "price",
        "case",
        "field",
        "works",
        "case",
        "sun",
        "in",
        "an",
        "do",
        "so",
        "no",
        "on",
        "to",
        "me",
        "my",
        "he",
        "ma",
        "li",
        "le",
        "ho",
    ]
)
"""Names that are English words too: taken for a name only with a capital letter."""

COMMON = frozenset(files("knowledge.registry").joinpath("common_words.txt").read_text(encoding="utf-8").split())
"""Frequent English words: never corrected into a name."""
