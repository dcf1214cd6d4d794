"""What a request for a plan says in plain words: the work itself, the money, and nothing that isn't there."""

import re

_QUOTED = re.compile(r"[\"“”‘'](?P<text>[^\"“”‘’']{6,200})[\"“”’']")
_CLAUSE = re.compile(
    r"[?;\n]+|,\s*(?=(?:do|does|did|can|could|is|are|must|who|what|which|how|should|and who|and what|and say)\b)|\.\s+"
)
_LEAD = re.compile(
    r"^\W*(?:(?:please|pls|hi|hello|hey|ok|so|can you|could you|would you|i(?:'d| would) like(?: you)? to|i want(?: you)? to|we want to|"
    r"i need(?: you)? to|help me(?: to)?|we need|i need|need)\W+)*"
    r"(?:(?:draft|write|make|prepare|create|build|give|set up|start|get|show|propose|put together|draw up|develop|work out)\s+(?:me\s+|us\s+)?)?"
    r"(?:an?\s+|the\s+|another\s+|some\s+)?(?:new\s+)?(?:engagement\s+|sourcing\s+|staffing\s+|work\s+)?plan\w*\s*"
    r"(?:and\s+(?:approve|submit|sign|execute|book)\b[^:,;.]{0,30}[:,;]\s*)?"
    r"(?:(?:to|for|on|of|that|so that|which|about|covering|how to)\s+)?",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"^\W*(?:(?:please|so|ok|hi)\W+)*(?:we|i)(?:'d| would)?\s+(?:really\s+)?(?:need|want|like|have)\s+(?:to\s+(?:have\s+|get\s+)?|an?\s+plan\s+(?:to|for)\s+)?"
    r"|^\W*(?:what(?:'s| is) the\s+)?(?:cheapest|best|fastest|quickest)\s+way\s+(?:to\s+(?:get\s+)?|of\s+)"
    r"|^\W*should\s+(?:an?\s+|the\s+|our\s+)?[^?]{3,60}?\b(?:do|handle|run|take on)\s+"
    r"|^\W*(?:break|split)\s+(?:down\s+)?|^\W*how\s+(?:can|could|do|should)\s+(?:we|i)\s+(?:get\s+)?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<lead>[,;(]?\s*\b(?:for|with|at|under|below|within|up to|max(?:imum)?|about|around|roughly|approx\.?|circa|ca\.?|budget(?: of| is)?|"
    r"no more than|less than|at most)\b[\s:]*|[,;(]?\s*[~≈]\s*)?(?P<lead2>\b(?:about|around|roughly|ca\.?)\s*|[~≈]\s*)?"
    r"(?P<c1>€|\$|£|\b(?:eur|usd|gbp|inr|chf|pln)\b)?\s?(?P<n>\d[\d,. ]*\d|\d)\s?(?P<k>k|m|thousand|million|grand)?\b\s?"
    r"(?P<c2>€|\$|£|\b(?:euros?|eur|usd|dollars?|gbp|pounds?|inr|chf|pln)\b)?(?:\s+budget)?",
    re.IGNORECASE,
)
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD"} | {
    "pound": "GBP",
    "pounds": "GBP",
}
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_WHEN = re.compile(
    rf"[,(]?\s*\b(?:by|until|till|before|from|starting|starts?|beginning|in|within|over|during|for|to|and|end of|through|between)\b\s+"
    rf"(?:the\s+)?(?:end\s+of\s+|start\s+of\s+|mid[- ]?|early\s+|late\s+|next\s+|this\s+|about\s+|around\s+|the\s+next\s+)*"
    rf"(?:(?:{_MONTHS})\b(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b(?:\s+\d{{4}})?"
    r"|q[1-4]\b(?:\s+\d{4})?|h[12]\b|(?:\d+|an?|one|two|three|four|five|six|eight|ten|twelve)\s+(?:working\s+)?(?:weeks?|months?|days?)"
    r"|(?:week|month|quarter|year|monday|friday|summer|christmas)\b)"
    r"|[,(]?\s*\b\d+\s+(?:weeks?|months?|days?)\b|[,(]?\s*\b(?:starting\s+)?(?:asap|urgently)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"[,(]?\s*\b(?:half[- ]?time|full[- ]?time|part[- ]?time|\d{1,3}\s?%(?:\s+(?:each|ea))?)\)?", re.IGNORECASE
)
_DONE = re.compile(r"\b(?:done|finished|completed|sorted|handled|taken care of|dealt with)\b\s*", re.IGNORECASE)
_EDGES = re.compile(r"^[\s,.:;()\-–]+|[\s,.:;()\-–]+$")
_TAIL = re.compile(r"\s+(?:into tasks.*|and say.*|on|for|in|by|with|at|to|and|of|the)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|our|some|somebody to|someone to|get|have|to)\s+", re.IGNORECASE)
LONGEST = 90


def work_in(text: str) -> str:
    """The words of the work to be planned, without the request around it, its dates and its money; may be empty."""
    quoted = _QUOTED.search(text)
    if quoted is not None and len(quoted["text"].split()) >= 2:
        return _trimmed(quoted["text"])
    for clause in (part for part in _CLAUSE.split(text) if part and part.strip()):
        words = _LEAD.sub("", clause, count=1)
        words = _NEED.sub("", words, count=1)
        found = _trimmed(_SHARE.sub(" ", _WHEN.sub(" ", _without_money(words))))
        if len(found) >= 3:
            return found
    return ""


def money_in(text: str) -> tuple[float, str | None] | None:
    """A sum of money that the text gives as the budget: the amount, and its currency where it says one."""
    for match in _MONEY.finditer(text):
        if (found := _amount(match)) is not None:
            said = (match["c1"] or match["c2"] or "").casefold()
            return found, (_CURRENCIES.get(said, said.upper()) or None)
    return None


def _amount(match: re.Match[str]) -> float | None:
    """The sum, or None where a number is no money: money has a currency, a thousand mark, or "budget" or "about" before it."""
    scale = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "million": 1e6}.get((match["k"] or "").casefold(), 1.0)
    digits = match["n"].replace(",", "").replace(" ", "")
    if digits.count(".") > 1 or (digits.count(".") == 1 and len(digits.rpartition(".")[2]) == 3):
        digits = digits.replace(".", "")
    try:
        amount = float(digits) * scale
    except ValueError:
        return None
    plain = not (match["c1"] or match["c2"] or match["k"])
    if plain and ("budget" not in match.group().casefold() or amount < 1000):
        return None
    return amount if amount > 0 else None


def _without_money(text: str) -> str:
    return _MONEY.sub(lambda match: " " if _amount(match) is not None else match.group(), text)


def _trimmed(text: str) -> str:
    text = re.sub(r"\s+([,.;])", r"\1", " ".join(text.split()))
    text = _DONE.sub("", text)
    while True:
        shorter = _ARTICLE.sub("", _TAIL.sub("", _EDGES.sub("", text)))
        if shorter == text:
            break
        text = shorter
    text = " ".join(text.replace("[", "(").replace("]", ")").split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + "…"
    return text[:1].upper() + text[1:]


_TARGETS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("employment", re.compile(r"\b(?:perm\w*|employ(?:ee|ment|ed)s?|staff member|payroll|hire[ds]?)\b", re.IGNORECASE)),
    ("sow", re.compile(r"\b(?:sow|statements? of work|work package|fixed[- ]price)\b", re.IGNORECASE)),
    ("freelance", re.compile(r"\b(?:freelanc\w*|independent|self[- ]employed)\b", re.IGNORECASE)),
    ("agency", re.compile(r"\b(?:agency|temp)\b", re.IGNORECASE)),
    ("partner", re.compile(r"\bpartner\w*\b", re.IGNORECASE)),
)
_INTO = re.compile(r"\b(?:into|to|on|onto|become|as)\b(?P<rest>.*)$|\bmake\b(?P<made>.*)$", re.IGNORECASE)


def target_in(text: str) -> str | None:
    """What an engagement is to become: the first kind of contract that is named after "to" or "into"."""
    match = _INTO.search(text)
    rest = (match["rest"] or match["made"]) if match else ""
    found = [(hit.start(), name) for name, pattern in _TARGETS if (hit := pattern.search(rest or ""))]
    return min(found)[1] if found else None


_DURATION = re.compile(
    r"\b(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]+(?P<unit>working days?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}


def duration_in(text: str) -> tuple[int, str] | None:
    """How long the work goes on, where the text says it: a number and day, week, month or year."""
    for match in _DURATION.finditer(text):
        if (
            re.search(r"(?:\bin|\bwithin|\bevery|\ba|\bper)\s+$", text[: match.start()], re.IGNORECASE)
            and match["n"].isalpha()
        ):
            continue
        said = match["n"].casefold()
        return int(said) if said.isdigit() else _NUMBERS[said], match["unit"].casefold().removeprefix(
            "working "
        ).rstrip("s")
    return None
