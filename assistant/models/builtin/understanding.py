"""What one request says, before a tool is chosen: mentions, negated ones, times, shares, counts, money, unknown names."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.models.builtin.speech_places import read_places_in_speech
from assistant.models.builtin.times import NUMBERS, Times, read_times
from knowledge.registry.vocabulary import EntityType, Mention, Vocabulary
from knowledge.registry.words import COMMON

_NEGATION = re.compile(
    r"\b(?:no|not|without|excluding|exclude|except(?: for)?|besides|apart from|aside from|but not|other than|never|nobody from|none of|avoid)\s+"
    r"(?:any |the |our |people |somebody |anyone )?(?:from |of |by |with |to )?(?:the )?$",
    re.IGNORECASE,
)
_AND_NEGATION = re.compile(r"^\s*(?:,|and|or|nor)\s*(?:no\s+)?$", re.IGNORECASE)
_PERCENT = re.compile(r"\b(\d{1,3})\s?(?:%|percent\b|pct\b)", re.IGNORECASE)
_FTE = re.compile(r"\b(\d?[.,]\d+|1)\s?fte\b", re.IGNORECASE)
_DAYS_A_WEEK = re.compile(
    r"\b(\d(?:\.5)?|one|two|three|four|five)\s+days?\s+(?:a|per|each|every)\s+week\b", re.IGNORECASE
)
_SHARES = (
    (re.compile(r"\b(?:half[- ]?time|half of (?:the|their|his|her) time|half a (?:person|fte))\b|\bhalf\b", re.I), 0.5),
    (re.compile(r"\b(?:full[- ]?time|fully)\b", re.I), 1.0),
    (re.compile(r"\b(?:quarter[- ]time|a quarter of (?:the|their|his|her) time)\b", re.I), 0.25),
)
_LEVEL = re.compile(r"\b(?:at least )?level\s?([1-5])\b", re.IGNORECASE)
_TOP = re.compile(r"\b(?:top|best|first)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?:need|want|find|get|take|staff|for|looking for|hire|team of|recommend)\s+(?:me |us |the )?"
    r"(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|a|an|one|another)\b(?!\s?%)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:(?P<c1>€|\$|£|eur|usd|gbp|inr|chf|pln)\s?)?(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<k>k\b)?\s?"
    r"(?P<c2>€|\$|£|eur(?:os?)?|usd|dollars?|gbp|pounds?|inr|chf|pln)?"
    r"\s?(?:/|per|a|an|each)\s?(?P<u>hour|hr|h|day|d|month|year)\b",
    re.IGNORECASE,
)
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD"} | {
    "pound": "GBP",
    "pounds": "GBP",
}
_UNITS = {"h": "hour", "hr": "hour", "d": "day"}
_RULE = re.compile(r"\b(?:CLS|TEN|CON|PPL|ACC|ALL|DAT|AGT|PRV|X)-\d{2}\b", re.IGNORECASE)
_PLAN = re.compile(r"\bPLAN-[A-Z0-9]{1,20}\b", re.IGNORECASE)
_MONTHS = re.compile(
    r"\b(\d{1,2}|a|an|one|another|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:more\s+|further\s+)?months?\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(\d|a|one|another|two|three)\s+(?:more\s+|further\s+)?years?\b", re.IGNORECASE)
_SEVERITY = re.compile(r"\b(critical|high|medium|low)\b(?=.*\b(?:gap|issue|problem|risk|severity)|\s*$)", re.IGNORECASE)
_WORD = r"[^\W\d_][\w'’.-]*"
_NAMED = re.compile(r"(?<![.?!]\s)(?<!^)\b((?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[\w'’-]+(?:\s+(?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[\w'’-]+)*)")
_PROJECT_NAMED = re.compile(
    rf"\b(?:project|programme|program)\s+({_WORD}(?:\s+(?-i:[A-Z])[\w'-]+)*)|\b(?:staff|staffing|staffed)\s+(?!for\b)((?-i:[A-Z])[\w'-]+)",
    re.IGNORECASE,
)
_SKILL_NAMED = re.compile(
    r"\b(?:knows?|knowing|skilled in|experience (?:in|with)|experts? (?:in|on|for)|good at|speciali[sz]ed in|trained in|"
    r"familiar with|who can do|who does|skills? (?:in|of)|can code in|qualified in|versed in)\s+"
    r"(?P<skill>[\w+#./ -]+?)(?=\s+(?:and|who|is|are|in|from|for|at|next|this|with|available|free|by|on|starting)\b|[,?.!]|$)",
    re.IGNORECASE,
)
_SUPPLIER_NAMED = re.compile(
    r"\b(?:vendor|supplier|agency|partner company)\s+((?-i:[A-Z])[\w'&-]+(?:\s+(?-i:[A-Z])[\w'&-]+)*)", re.I
)
_WHO_HAS = re.compile(
    r"\b(?:who|anyone|anybody|somebody|someone|people|person)(?: else)?\s+(?:has|have|having|with|knows?)\s+"
    r"([^\W\d_][\w+#.-]*)",
    re.IGNORECASE,
)
_HELD = re.compile(r"\b(?:has|have|having|with|knows?|using|uses?|w/|experience in)\s*$", re.IGNORECASE)
_ID = re.compile(r"\b[A-Z]{1,6}-\d{1,8}\b")
_NOT_NAMES = frozenset(
    [
        "i",
        "im",
        "i'm",
        "i'd",
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "which",
        "is",
        "are",
        "can",
        "could",
        "may",
        "might",
        "does",
        "do",
        "did",
        "the",
        "a",
        "an",
        "our",
        "my",
        "your",
        "we",
        "us",
        "ai",
        "hr",
        "it",
        "ok",
        "okay",
        "please",
        "thanks",
        "hello",
        "hi",
        "q1",
        "q2",
        "q3",
        "q4",
        "h1",
        "h2",
        "fte",
        "cet",
        "gmt",
        "utc",
        "eu",
        "uk",
        "us",
        "usa",
        "sow",
        "po",
        "nda",
        "sla",
        "kpi",
    ]
)


@dataclass(frozen=True)
class Request:
    """One request, understood as far as it goes without knowing what is wanted of it."""

    text: str
    mentions: tuple[Mention, ...]
    negated: frozenset[int]
    times: Times
    share: float | None = None
    level: int | None = None
    top: int | None = None
    count: int | None = None
    money: tuple[float, str | None, str] | None = None
    rule: str | None = None
    severity: str | None = None
    plan: str | None = None
    months: int | None = None
    unknown: dict[EntityType, str] = field(default_factory=dict[EntityType, str])
    time_zones: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def of(self, type_: EntityType, *, negated: bool = False) -> list[Mention]:
        """The mentions of one type that are wanted, or those that are not wanted."""
        return [
            mention
            for n, mention in enumerate(self.mentions)
            if mention.type is type_ and (n in self.negated) == negated
        ]

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", self.text.casefold())


_INCLUDING = re.compile(r"\b(?:incl\.?|including|inclusive of|counting|and all)\s+[^,.?!]*$", re.IGNORECASE)


def understand(text: str, vocabulary: Vocabulary, today: date) -> Request:
    """Read one request against the registry's vocabulary and the calendar."""
    times = read_times(vocabulary.without_ids(text), today)
    times = replace(times, rest=_with_ids(times.rest, text))
    rest, languages, zones = read_places_in_speech(times.rest or text)
    mentions = tuple(
        mention
        for mention in vocabulary.spot(rest)
        if mention.type is not EntityType.KIND or not _INCLUDING.search(rest[: mention.start])
    )
    mentions, stranger = _full_names(rest, mentions)
    money = _money(rest)
    return Request(
        text=text,
        mentions=mentions,
        negated=_negated(rest, mentions),
        times=times,
        share=_share(rest),
        level=_int(_LEVEL.search(rest)),
        top=_int(_TOP.search(rest)),
        count=max((n for m in _COUNT.finditer(rest) if (n := _int(m)) is not None), default=None),
        money=money,
        rule=match.group().upper() if (match := _RULE.search(rest)) else None,
        severity=match.group(1).casefold() if (match := _SEVERITY.search(rest)) else None,
        plan=match.group().upper() if (match := _PLAN.search(text)) else None,
        months=_months(text),
        unknown=_unknown(_PLAN.sub(" ", rest) if _PLAN.search(rest) else rest, mentions)
        | ({EntityType.CONTRIBUTOR: stranger} if stranger else {}),
        time_zones=zones,
        languages=languages,
    )


def _with_ids(rest: str, text: str) -> str:
    """`rest`, a text of the same length in which times are blanks and ids are hidden, with the ids as they stand."""
    return "".join(known if shown == "x" else shown for shown, known in zip(rest, text, strict=True)) if rest else text


def masked(request: Request) -> str:
    """The text with what it names replaced by the type of it, so that meaning is compared and not names."""
    text = request.times.rest or request.text
    for mention in sorted(request.mentions, key=lambda m: -m.start):
        if mention.type not in (EntityType.KIND, EntityType.TITLE):
            text = text[: mention.start] + PLACEHOLDERS[mention.type] + text[mention.end :]
    for type_, name in request.unknown.items():
        text = text.replace(name, PLACEHOLDERS[type_])
    return text


PLACEHOLDERS = {
    EntityType.CONTRIBUTOR: "Alex",
    EntityType.SKILL: "Python",
    EntityType.PROJECT: "project X",
    EntityType.ORG_UNIT: "the department",
    EntityType.SUPPLIER: "the supplier",
    EntityType.DEMAND: "demand D-01",
    EntityType.COUNTRY: "Germany",
    EntityType.CITY: "Berlin",
    EntityType.KIND: "freelancers",
    EntityType.TITLE: "engineers",
}


def _negated(text: str, mentions: tuple[Mention, ...]) -> frozenset[int]:
    negated: set[int] = set()
    for n, mention in enumerate(mentions):
        if _NEGATION.search(text[: mention.start]) or (
            n - 1 in negated and _AND_NEGATION.match(text[mentions[n - 1].end : mention.start])
        ):
            negated.add(n)
    return frozenset(negated)


def _share(text: str) -> float | None:
    if match := _PERCENT.search(text):
        return min(max(int(match[1]), 1), 100) / 100
    if match := _FTE.search(text):
        return min(float(match[1].replace(",", ".")), 1.0)
    if match := _DAYS_A_WEEK.search(text):
        days = float(match[1]) if match[1][0].isdigit() else float(NUMBERS[match[1].casefold()])
        return min(days / 5, 1.0)
    return next((share for pattern, share in _SHARES if pattern.search(text)), None)


def _money(text: str) -> tuple[float, str | None, str] | None:
    match = _MONEY.search(text)
    if match is None:
        return None
    amount = float(match["n"].replace(",", "")) * (1000 if match["k"] else 1)
    said = (match["c1"] or match["c2"] or "").casefold()
    unit = match["u"].casefold()
    return amount, _CURRENCIES.get(said, said.upper()) or None, _UNITS.get(unit, unit)


def _int(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    word = match[1].casefold()
    return int(word) if word.isdigit() else {"another": 1}.get(word, NUMBERS.get(word))


_NEXT_NAME = re.compile(r"^\s((?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[^\W\d_]+)")
_NAME_BEFORE = re.compile(r"((?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[^\W\d_]+)\s$")


def _full_names(text: str, mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, ...], str | None]:
    """The mentions without first names that a surname follows which isn't theirs, and that whole, unknown name."""
    kept: list[Mention] = []
    unknown: str | None = None
    for mention in mentions:
        alone = mention.type is EntityType.CONTRIBUTOR and mention.text.isalpha() and mention.text[:1].isupper()
        after, before = _NEXT_NAME.match(text[mention.end :]), _NAME_BEFORE.search(text[: mention.start])
        if alone and after and not _is_other(after[1], mentions, mention.end + 1):
            unknown = f"{mention.text} {after[1]}"
        elif (
            alone
            and before
            and before[1].casefold() not in COMMON
            and not _is_other(before[1], mentions, before.start(1))
        ):
            unknown = f"{before[1]} {mention.text}"
        else:
            kept.append(mention)
    return tuple(kept), unknown


def _is_other(word: str, mentions: tuple[Mention, ...], start: int) -> bool:
    """Whether a capitalised word beside a name is something else: named itself, a month, or a word like "CET"."""
    named = any(mention.start <= start < mention.end for mention in mentions)
    return named or word.isupper() or word.casefold() in _NOT_NAMES


def _months(text: str) -> int | None:
    """A duration in whole months, years counted as twelve."""
    if (n := _int(_MONTHS.search(text))) is not None:
        return n
    years = _int(_YEARS.search(text))
    return None if years is None else 12 * years


def _unknown(text: str, mentions: tuple[Mention, ...]) -> dict[EntityType, str]:
    """Names that stand where a name of some type stands, and that the registry doesn't know."""
    found: dict[EntityType, str] = {}

    def free(start: int, end: int) -> bool:
        return not any(mention.start < end and mention.end > start for mention in mentions)

    for type_, pattern in (
        (EntityType.PROJECT, _PROJECT_NAMED),
        (EntityType.SKILL, _SKILL_NAMED),
        (EntityType.SUPPLIER, _SUPPLIER_NAMED),
    ):
        for match in pattern.finditer(text):
            group = next(n for n in range(1, (pattern.groups or 1) + 1) if match[n])
            name = match[group].strip()
            if name and free(*match.span(group)) and name.casefold() not in _NOT_NAMES and type_ not in found:
                found[type_] = name
    for match in _WHO_HAS.finditer(text):
        if free(*match.span(1)) and match[1].casefold() not in COMMON:
            found.setdefault(EntityType.SKILL, match[1].strip())
    for match in _ID.finditer(text):
        if free(*match.span()) and not _RULE.fullmatch(match.group()):
            found.setdefault(EntityType.DEMAND, match.group())
    for match in _NAMED.finditer(text):
        words = [word for word in match[1].split() if word.casefold().rstrip("'s") not in _NOT_NAMES]
        name = re.sub(r"[’']s$", "", " ".join(words))
        if name and free(*match.span(1)) and name not in found.values() and not name.isupper():
            held = _HELD.search(text[: match.start(1)]) is not None
            found.setdefault(EntityType.SKILL if held else EntityType.CONTRIBUTOR, name)
    return found
