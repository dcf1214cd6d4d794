"""Words that a plan doesn't use: those of employment about externals, and those of ending somebody's work.

They blur a classification or announce what no plan may; each has a plain one in its place.
"""

import re

_EXTERNAL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{words}\b", re.IGNORECASE), plain)
    for words, plain in (
        ("hiring", "engaging"),
        ("hires", "engages"),
        ("hire", "engage"),
        ("recruit", "engage"),
        ("onboard as staff", "engage"),
        ("salary", "fee"),
        ("wages?", "fee"),
        ("boss", "sponsor"),
        ("line manager", "sponsor"),
        ("performance review", "acceptance of deliverables"),
        ("vacation", "absence"),
    )
)
_ENDING = re.compile(
    r"\b(?:fir(?:e|ing)|sack(?:ing)?|dismiss(?:ing)?|terminat(?:e|ing)|lay(?:ing)? off|get rid of|let go(?: of)?|"
    r"make redundant)\s+"
    r"(?:(?:all|some|any|the|our|my|his|her|their|both|two|three|\d+)\s+)*"
    r"(?:him|her|them|someone|somebody|people|staff|team|employ\w*|workers?|contractors?|freelancers?|temps?|externals?|contracts?|"
    r"engagements?|(?-i:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+))\b|\b(?:redundanc(?:y|ies)|lay-?offs?|dismissals?)\b",
    re.IGNORECASE,
)


def guarded(text: str, *, external: bool) -> str:
    """The text with the words of employment replaced where it is about externals."""
    if not external:
        return text
    for pattern, plain in _EXTERNAL:
        text = pattern.sub(plain, text)
    return text


def speaks_of_ending(text: str) -> bool:
    """Whether a request is to end somebody's work, which no plan does."""
    return bool(_ENDING.search(text))
