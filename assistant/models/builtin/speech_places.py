"""Languages that people should speak and time zones that they should be in, read before places are looked for.

"Speaks German" is no question about Germany, and "in CET" names no place.
"""

import re

from knowledge.workforce.languages import language_code

_ZONE = re.compile(
    r"\b(?P<zone>CES?T|EES?T|WES?T|GMT|UTC(?:\s?[+-]\s?\d{1,2})?|BST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|IST|JST|SGT|AE[SD]T|"
    r"(?:Europe|America|Asia|Africa|Australia|Pacific)/[A-Z][A-Za-z_]+)\b(?:\s+time(?:\s+zone)?)?"
)
_ZONE_WORDS = re.compile(
    r"\b(?P<name>european|indian|central european|us eastern|us pacific)\s+(?:time(?: ?zones?)?|hours)\b", re.I
)
_ZONES_SAID = {
    "european": "Europe",
    "central european": "CET",
    "indian": "IST",
    "us eastern": "EST",
    "us pacific": "PST",
}
_L = r"[^\W\d_]{4,}"
_SPEAKS = re.compile(
    rf"\b(?:speaks?|speaking|spoken|fluent(?: in)?|proficient in|conversational|languages?:?)\s+(?:some |good |fluent |native |both )?"
    rf"(?P<a>{_L})(?:\s*(?:,|and|or|&|\+)\s*(?P<b>{_L}))?",
    re.I,
)
_SPEAKER = re.compile(rf"\b(?:native |fluent )?(?P<a>{_L})[- ](?:speak(?:ers?|ing)|skills|native speakers?)\b", re.I)


def read_places_in_speech(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text without them, the languages by ISO 639 code, and the time zones as said ("CET", "Europe/Berlin")."""
    languages: list[str] = []
    zones: list[str] = []
    spans: list[tuple[int, int]] = []
    for pattern in (_SPEAKS, _SPEAKER):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            for name in ("a", "b"):
                code = language_code(groups[name]) if groups.get(name) else None
                if code is not None:
                    languages.append(code)
                    spans.append(match.span(name))
    for match in _ZONE.finditer(text):
        zones.append(match["zone"].replace(" ", ""))
        spans.append(match.span())
    for match in _ZONE_WORDS.finditer(text):
        zones.append(_ZONES_SAID[match["name"].casefold()])
        spans.append(match.span())
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    return text, tuple(dict.fromkeys(languages)), tuple(dict.fromkeys(zones))
