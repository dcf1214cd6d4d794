"""Which rules somebody means by their words: "who hasn't been paid" is CON-08."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[a-zäöüß0-9']+")
_PASSED_OVER = frozenset(
    "a an the of to in on is are be been by for with our we us any all some who which what that it".split()
)
_ALIKE = {
    "temps": "agency",
    "temp": "agency",
    "bots": "agent",
    "bot": "agent",
    "hasnt": "not",
    "havent": "not",
    "wasnt": "not",
    "arent": "not",
    "isnt": "not",
    "never": "not",
    "shouldnt": "shouldnot",
    "vendor": "supplier",
    "vendors": "supplier",
    "missing": "without",
    "lacks": "without",
    "lack": "without",
    "lacking": "without",
    "no": "without",
    "lapsed": "expired",
    "ran": "expired",
    "leavers": "left",
    "gone": "left",
    "ended": "left",
    "leaving": "left",
    "have": "has",
    "having": "has",
    "had": "has",
    "bills": "invoice",
    "bill": "invoice",
    "pos": "po",
    "sows": "sow",
    "ndas": "nda",
}


def rules_meant(text: str) -> frozenset[str]:
    """The rules of which some phrase is wholly in the text; the phrases with the most words win."""
    said = set(_stems(text))
    found: dict[str, int] = {}
    for rule, phrases in _phrases().items():
        fitting = [len(phrase) for phrase in phrases if phrase <= said]
        if fitting:
            found[rule] = max(fitting)
    most = max(found.values(), default=0)
    return frozenset(rule for rule, words in found.items() if words == most)


def _stems(text: str) -> Iterable[str]:
    for word in _WORD.findall(text.casefold().replace("’", "'")):
        plain = word.replace("'", "")
        if plain and plain not in _PASSED_OVER:
            yield _stemmer().stemWord(_ALIKE.get(plain, plain))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


@cache
def _phrases() -> dict[str, list[frozenset[str]]]:
    import yaml

    text = files("knowledge.workforce.governance").joinpath("spoken.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return {rule: [frozenset(_stems(str(phrase))) for phrase in phrases] for rule, phrases in loaded.items()}
