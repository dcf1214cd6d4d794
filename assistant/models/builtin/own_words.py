"""What people say about themselves: the value that they say is right, and what they wish for."""

import re

_RIGHT = re.compile(
    r"\b(?:should (?:be|read|say)|(?:is|are)(?: now| actually| really)|it'?s(?: now| actually| really)?|correct (?:one|value) is|"
    r"changed? (?:it |that )?to|now)\s+(?:called |spelt |spelled )?[\"“']?(?P<value>[^\"”.!?;]+(?:\.\w[^\"”!?;\s]*)*)",
    re.IGNORECASE,
)
_NOT_A_VALUE = re.compile(
    r"^(?:wrong|incorrect|outdated|out of date|not right|missing|old|false|misspel\w+|too \w+|contested|corrected|in|at)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\bI(?:'m| am)?\s+(?:live|living|based|moved)\s+(?:in|to)\s+(?P<value>[^\W\d_][\w' -]+?)(?:\s+now)?\s*(?:[,.;!]|$)",
    re.I,
)
_DOING = r"(?: do| work(?: more)?(?: with| on| in)?| move into| learn)?"
_WISH = re.compile(
    rf"\b(?:interested in|(?:like|love|want) to{_DOING}|prefer(?:s|red)?(?: to)?|rather|keen (?:on|to)|move into)\s+"
    r"(?P<wish>[^.!?;]+)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:no longer|not any ?more|not interested|don'?t (?:want|like|prefer)|take back|remove|withdraw)\b", re.I
)
_PREFERS = re.compile(r"\b(?:prefer\w*|rather)\b", re.I)


def right_value(text: str) -> str | None:
    """The value that somebody says is right: "… should be Senior Analyst"."""
    for match in (*_LIVES.finditer(text), *_RIGHT.finditer(text)):
        value = match["value"].strip(" '\"“”,")
        if value and not _NOT_A_VALUE.match(value):
            return value
    return None


def wish(text: str) -> str | None:
    """What somebody is interested in or prefers, in their own words."""
    match = _WISH.search(text)
    return match["wish"].strip(" ,") if match else None


def wish_kind(text: str) -> str | None:
    """Whether it is how they prefer to work."""
    return "preference" if _PREFERS.search(text) else None


def takes_back(text: str) -> bool | None:
    """Whether it is taken back."""
    return True if _BACK.search(text) else None


_ASKS = re.compile(
    r"^\W*(?:and |so |ok |please )*(?:who|whom|whose|what|which|when|where|why|how|is|are|am|was|do|does|did|can|could|may|"
    r"should|would|has|have|show|list|find|tell|give)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:my|mine|me|i|i'm|i’m|i'd|i’d)\b", re.IGNORECASE)
_CONTESTS = re.compile(
    r"\b(?:wrong|incorrect|inaccurate|mistaken|outdated|out of date|not (?:right|correct|true|up to date)|misspel\w+|typo|"
    r"contest|dispute|challenge|disagree|missing|should (?:be|read|say)|(?:correct|fix|change|update|amend) my|"
    r"i also (?:know|have|speak)|i (?:live|moved|am based)|i['’]?m (?:level|based|living))\b",
    re.IGNORECASE,
)
_DONE = "do|work|move|learn|be|switch|join|spend|take|get|focus|mentor|lead|teach|use|grow|try"
_WISHES = re.compile(
    r"\b(?:i(?:['’]m| am| was)? (?:very |really |also |still |no longer |not )*(?:interested in|keen (?:on|to))|"
    rf"i(?:['’]d| would)? (?:really |also |much )*(?:prefer|rather|love to|like to (?:{_DONE}))|"
    r"i want to (?:move|learn|work|do more|switch|grow|get into|focus)|interested in|prefer(?:ence)?)\b",
    re.IGNORECASE,
)
_NEEDS_OTHERS = re.compile(
    r"\b(?:who|anyone|anybody|somebody|someone|candidates?|we need|i need|fits?)\b|\?", re.IGNORECASE
)
_OTHER_THINGS = re.compile(
    r"\b(?:projects?|teams?|demands?|plans?|shortlists?|budgets?|departments?|polic\w+|invoices?|answers?|suppliers?|vendors?)\b",
    re.IGNORECASE,
)
_OWN_DATA = re.compile(
    r"\b(?:about|on) me\b|\bmy (?:own )?(?:record|data|profile|file|details|correction|wish|interest|preference)\w*\b|"
    r"\bmy (?:own |current )?(?:rate|pay|salary|skills?|title|job title|manager|start date|end date|hours|weekly hours|access|"
    r"e-?mail)(?:['’]s name)?\W*$",
    re.IGNORECASE,
)


def contests(text: str) -> bool:
    """Whether somebody states, rather than asks, that something about themselves is wrong or missing."""
    stated = bool(_SELF.search(text) and _CONTESTS.search(text))
    return stated and not _ASKS.match(text) and not _OTHER_THINGS.search(text)


def wishes(text: str) -> bool:
    """Whether somebody states, rather than asks, what they themselves are interested in or prefer."""
    return (
        bool(_SELF.search(text) and _WISHES.search(text)) and not _ASKS.match(text) and not _NEEDS_OTHERS.search(text)
    )


def asks_for_own_data(text: str) -> bool:
    """Whether somebody asks what is held about themselves."""
    return bool(_OWN_DATA.search(text))


def may_name_another(text: str) -> bool:
    """Whether a person named in it may be a value of one's own record: one's manager, or one's own name."""
    return re.search(r"\bmy (?:line )?(?:manager|boss|name|e-?mail)\b", text, re.IGNORECASE) is not None
