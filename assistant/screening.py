"""What nobody may ask, whoever asks: told kindly, with what may be asked instead, before any model or tool sees it.

The grounds: protected characteristics and their proxies (EU Charter art. 21; Title VII; Equality Act 2010), health,
family and union data (GDPR art. 9), covert monitoring, individual predictions (EU AI Act Annex III 4 b), and verdicts
that only counsel may give. The wordings are data (`screening.yaml`), tried in order. A word with two senses needs a
second cue there, so that "customs union", "young project" and "who is on leave next week" pass.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Screened:
    """Why a question is refused, in the contract's reason codes, and what is said."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """One reason to refuse: its wordings, wordings that lift it, and whether rules about it may be asked for."""

    reason: str
    message: str
    wordings: re.Pattern[str]
    unless: re.Pattern[str] | None
    askable_as_rule: bool


_ABOUT_RULES = re.compile(
    r"\b(?:polic(?:y|ies)|handbook|guidelines?|rules?|entitle[ds]?|entitlement|eligible|eligibility|procedure|process|training)\b"
    r"|\bhow (?:much|long|many (?:days|weeks|hours))\b|\bwhat (?:do|does) (?:we|the company|it) say\b",
    re.IGNORECASE,
)
_ABOUT_PERSONS = re.compile(
    r"\bwho(?:'s|s)?\b(?! (?:approves|decides|do i|must|has to|should i))|\bwhich (?:of|people|employees|contractors|women|men)\b"
    r"|\blist\b|\bname\b|\bfind\b|\bshow me (?:who|all|every)\b|\b(?:is|was|does|did) (?-i:[A-Z])\w+",
    re.IGNORECASE,
)


def screen(question: str) -> Screened | None:
    """Why `question` can't be answered for anybody, or None when it may go on.

    What the company's rules say of such things may be asked; what is so of a person may not.
    """
    text = _plain(question)
    about_rules = bool(_ABOUT_RULES.search(text)) and not _ABOUT_PERSONS.search(text)
    for ground in _grounds():
        if about_rules and ground.askable_as_rule:
            continue
        if ground.wordings.search(text) and not (ground.unless and ground.unless.search(text)):
            return Screened(ground.reason, ground.message)
    return None


def _plain(text: str) -> str:
    """The text with straight quotes and single spaces, so that no typography hides a wording."""
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("–", "-").split())


@cache
def _grounds() -> tuple[_Ground, ...]:
    source: dict[str, Any] = yaml.safe_load(files("assistant").joinpath("screening.yaml").read_text(encoding="utf-8"))
    shared: dict[str, str] = source["shared"]

    def pattern(wordings: list[str] | None) -> re.Pattern[str] | None:
        if not wordings:
            return None
        spelled = [re.sub(r"<(\w+)>", lambda m: f"(?:{shared[m[1]]})", wording) for wording in wordings]
        return re.compile("|".join(f"(?:{wording})" for wording in spelled), re.IGNORECASE)

    grounds: list[_Ground] = []
    for row in source["grounds"]:
        wordings = pattern(row["wordings"])
        assert wordings is not None  # noqa: S101 - every ground has wordings
        grounds.append(
            _Ground(
                row["reason"],
                " ".join(row["message"].split()),
                wordings,
                pattern(row.get("unless")),
                bool(row.get("askable_as_rule", False)),
            )
        )
    return tuple(grounds)
