"""A record as it is compared: one person in one system, reduced to what tells people apart."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"}
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "ing", "dipl", "jr", "sr", "ii", "iii"})


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of somebody. `ref` is `<source>:<id>`; texts may be empty; nothing here says more than it must."""

    ref: str
    name: str
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    phone_hash: str = ""
    bank_hash: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A record made comparable: plain letters, names apart, the street's number apart. Empty texts are unknown."""

    given: str
    family: str
    birth: str
    email: str
    phone: str
    phone_hash: str
    bank: str
    number: str
    street: str
    city: str
    postcode: str
    region: str
    supplier: str


def compared(record: Record) -> Compared:
    """The record in comparable form."""
    given, family = _names(record)
    words = plain(record.street).split()
    numbers = [word for word in words if any(c.isdigit() for c in word)]
    return Compared(
        given=given,
        family=family,
        birth=record.birth_date.strftime("%Y%m%d") if record.birth_date else "",
        email=record.email.strip().casefold(),
        phone="".join(c for c in record.phone if c.isdigit())[-9:],
        phone_hash=record.phone_hash.strip(),
        bank=record.bank_hash.strip(),
        number=numbers[0] if numbers else "",
        street=" ".join(word for word in words if word not in numbers[:1]),
        city=plain(record.city),
        postcode=plain(record.postcode).replace(" ", ""),
        region=plain(record.region),
        supplier=record.supplier,
    )


def plain(text: str) -> str:
    """Text in lower-case letters without diacritics and signs: "Müller-Lüdenscheidt" is "muller ludenscheidt"."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = (c if c.isalnum() else "" if unicodedata.combining(c) or c in "'’`" else " " for c in bare)
    return " ".join("".join(kept).split())


def formal(given: str) -> str:
    """A given name in its full form: "bill" is "william"."""
    return _nicknames().get(given, given)


def _names(record: Record) -> tuple[str, str]:
    given, family = plain(record.given_name), plain(record.family_name)
    if given or family:
        return given, family
    if "," in record.name:
        last, _, first = record.name.partition(",")
        return plain(first), plain(last)
    words = [word for word in plain(record.name).split() if word not in _TITLES]
    if len(words) < 2:
        return "", " ".join(words)
    return " ".join(words[:-1]), words[-1]


@cache
def _nicknames() -> dict[str, str]:
    """Short forms of given names, from the data file beside this module: a full form, then its short forms."""
    text = files("knowledge.workforce.identity").joinpath("nicknames.txt").read_text(encoding="utf-8")
    known: dict[str, str] = {}
    for line in text.splitlines():
        words = line.split()
        if words and not line.startswith("#"):
            known.update(dict.fromkeys(words[1:], words[0]))
    return known
