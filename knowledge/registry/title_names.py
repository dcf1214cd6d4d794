"""What people are called by their work: whole titles, titles without seniority, and the role that a title ends with."""

from collections.abc import Iterable, Iterator

from knowledge.registry.words import key

_SENIORITY = frozenset("senior junior lead principal head chief staff associate trainee deputy sr jr".split())
_NO_ROLE = frozenset(
    "manager managers lead leader head owner agent assistant worker contractor partner member director".split()
)
"""Last words of titles that alone name a relation or anybody, not a role."""
_ROLE_ENDINGS = (
    "er",
    "or",
    "ist",
    "ian",
    "ant",
    "ect",
    "yst",
    "nurse",
    "clerk",
    "chef",
    "cook",
    "pilot",
    "smith",
    "midwife",
)


def title_phrases(titles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Phrases by which titles are asked for, each with its plural, as plain lower-case words."""
    phrases: dict[str, None] = {}
    for title in titles:
        words = key(title).split()
        bare = [word for word in words if word not in _SENIORITY]
        for form in (words, bare):
            if len(form) > 1 and "of" not in form:
                phrases.setdefault(" ".join(form))
        if bare and bare[-1].endswith(_ROLE_ENDINGS) and bare[-1] not in _NO_ROLE and len(bare[-1]) > 3:
            phrases.setdefault(bare[-1])
    for phrase in phrases:
        yield phrase, _plural(phrase)


def _plural(phrase: str) -> str:
    if phrase.endswith(("s", "x", "ch", "sh")):
        return phrase + "es"
    return phrase[:-1] + "ies" if phrase.endswith("y") and phrase[-2:-1] not in "aeiou" else phrase + "s"
