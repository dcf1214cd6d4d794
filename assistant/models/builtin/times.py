"""Dates and windows in people's words.

Weeks are Monday to Sunday; a month or quarter without a year is the next one that isn't over; "next week" is the week
after this one; quarters are the calendar's.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.workforce.window import Window

_DAY = timedelta(days=1)
_MONTHS = {
    name.casefold(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name
} | {"sept": 9}
_WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "couple": 2, "fifteen": 15, "twenty": 20}
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_N = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_UNIT = r"days?|weeks?|wks?|months?|quarters?|years?"

_POINT = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<slash>\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})
    | (?:(?P<edge>early|mid|late|end\ of|the\ end\ of|eo|start\ of|beginning\ of|the\ start\ of|middle\ of)[-\ ]?)?(?:the\ )?(?:
        (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<m1>{_M})\b\.?(?:,?\ (?P<y1>\d{{4}}))?
      | (?P<m2>{_M})\b\.?\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|%|\ ?(?:roles?|people|persons?|places?))(?:,?\ (?P<y2>\d{{4}}))?
      | (?P<m3>{_M})\b\.?(?:,?\ (?P<y3>\d{{4}}))?
      | q(?P<q>[1-4])(?:\ ?(?P<yq>\d{{4}}))?
      | h(?P<h>[12])(?:\ ?(?P<yh>\d{{4}}))?
      | (?P<rel>this|next|last|previous|coming|following|current)\ (?P<unit>week|month|quarter|year|weekend)
      | (?P<plain>week|month|quarter|year)(?=\s*$|[,.?!])
      | (?P<year>20\d{{2}})
      )
    | (?P<christmas>christmas|xmas)
    | (?P<afternext>the\ week\ after\ next|week\ after\ next)
    | (?P<weekafter>the\ week\ after|the\ following\ week|a\ week\ later)
    | (?P<today>today|right\ now|now|asap|immediately|at\ the\ moment|currently)
    | (?P<tomorrow>tomorrow)
    | in\ (?P<in>{_N})\ (?P<inunit>{_UNIT})
    | (?:(?P<wrel>this|next|coming|on)\ )?(?P<wday>{"|".join(_WEEKDAYS)})
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FOR = re.compile(rf"\b(?:for|over|during)?\s*(?:the\ next\s+)?(?P<n>{_N})[-\s](?P<unit>{_UNIT})\b", re.IGNORECASE)
_NEXT_N = re.compile(rf"\b(?:the\s+)?next\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|starting|start|since|beginning|as of|between|after)\s*$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|until|till|til|through|thru|up to|and|by|before|ending)\s*$|[-–]\s*$", re.IGNORECASE)
_EACH = re.compile(r"\b(?:a|per|each|every)\s*$", re.IGNORECASE)
_MAY_IS_VERB = re.compile(
    r"\bmay\s+(?:i|we|a|an|the|they|he|she|it|you|not|my|our|be|freelancers?|contractors?|externals?|agency|vendors?|employees?)\b|^\s*may\b(?!\s+\d)",
    re.IGNORECASE,
)
DEFAULT_MONTHS = 3
"""How long work goes on for which only a beginning was said; the answer states the dates."""


@dataclass(frozen=True, slots=True)
class Times:
    """What a text says of time. `window` is whole where both ends are known or follow; `rest` is the text without it."""

    start: date | None = None
    end: date | None = None
    ambiguous: tuple[date, date] | None = None
    relative: str | None = None
    rest: str = ""

    @property
    def found(self) -> bool:
        return self.start is not None or self.end is not None or self.relative is not None

    def window(self, today: date) -> Window | None:
        """The window, with a default length where only a beginning was said, and from today where only an end was."""
        if self.start is None and self.end is None:
            return None
        start = self.start or min(today, self.end or today)
        end = self.end or add_months(start, DEFAULT_MONTHS) - _DAY
        return Window(start, end) if end >= start else None


def read_times(text: str, today: date) -> Times:
    """What `text` says of time."""
    masked = _MAY_IS_VERB.sub(
        lambda m: "#" * 3 + m.group()[3:] if m.group()[:3].casefold() == "may" else m.group(), text
    )
    next_n = _NEXT_N.search(masked)
    if next_n:
        start = today
        return Times(start, _after(start, next_n) - _DAY, rest=_cut(text, [next_n.span()]))
    points = [
        (m, w)
        for m in _POINT.finditer(masked)
        if not (m["plain"] and _EACH.search(masked[: m.start()])) and (w := _window(m, today)) is not None
    ]
    slash = next((m for m in _POINT.finditer(masked) if m["slash"]), None)
    if slash is not None and (both := _both_readings(slash["slash"])) is not None:
        return Times(ambiguous=both, rest=_cut(text, [slash.span()]))
    spans = [m.span() for m, _ in points]
    relative = next((m for m in _POINT.finditer(masked) if m["weekafter"]), None)
    if relative is not None and not points:
        return Times(relative="week_after", rest=_cut(text, [relative.span()]))
    duration = next(
        (d for d in _FOR.finditer(masked) if not any(d.start() < e and d.end() > s for s, e in spans)), None
    )
    if duration is not None and re.match(r"\s*(?:a|per|each|every)\s", masked[duration.end() :]):
        duration = None  # "3 days a week" is a share of time
    if not points:
        if duration is not None and re.match(r"\s*(?:for|over|during)\b", duration.group(), re.IGNORECASE):
            return Times(today, _after(today, duration) - _DAY, rest=_cut(text, [duration.span()]))
        return Times(rest=text)
    first, window = points[0]
    lead = masked[: first.start()]
    start: date | None = window.start
    end: date | None = window.end
    if len(points) > 1 and (_TO.search(masked[first.end() : points[1][0].start()]) or _FROM.search(lead)):
        end = points[1][1].end
        if end < window.start:
            end = _year_later(end)
    elif duration is not None:
        end = _after(window.start, duration) - _DAY
        spans.append(duration.span())
    elif _FROM.search(lead) or first["today"] in ("asap", "ASAP"):
        end = None
    elif _TO.search(lead) and not re.search(r"\band\s*$", lead, re.IGNORECASE):
        start = None
        if re.search(r"\b(?:before|by)\s*$", lead, re.IGNORECASE):
            end = window.start - _DAY if re.search(r"before\s*$", lead, re.IGNORECASE) else window.end
    return Times(start, end, rest=_cut(text, spans))


def add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_window(year: int, month: int) -> Window:
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _window(m: re.Match[str], today: date) -> Window | None:
    try:
        return _edge(m, _whole(m, today))
    except ValueError:
        return None


def _whole(m: re.Match[str], today: date) -> Window | None:
    if m["iso"]:
        day = date.fromisoformat(m["iso"])
        return Window(day, day)
    if m["slash"]:
        return _slashed(m["slash"])
    for d, mo, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if m[mo]:
            return _dated(int(m[d]), _MONTHS[m[mo].casefold()], m[y], today)
    if m["m3"]:
        month = _MONTHS[m["m3"].casefold()]
        year = int(m["y3"]) if m["y3"] else today.year + (month < today.month)
        return month_window(year, month)
    if m["q"]:
        return _months(3, int(m["q"]), m["yq"], today)
    if m["h"]:
        return _months(6, int(m["h"]), m["yh"], today)
    if m["rel"] or m["plain"]:
        return _relative((m["rel"] or "this").casefold(), (m["unit"] or m["plain"]).casefold(), today)
    if m["year"]:
        return Window(date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31))
    if m["afternext"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=2)
        return Window(monday, monday + timedelta(days=6))
    if m["christmas"]:
        year = today.year + (today > date(today.year, 12, 26))
        return Window(date(year, 12, 24), date(year, 12, 26))
    if m["today"]:
        return Window(today, today)
    if m["tomorrow"]:
        return Window(today + _DAY, today + _DAY)
    if m["in"]:
        day = _plus(today, _number(m["in"]), m["inunit"])
        return Window(day, day)
    if m["wday"]:
        return _weekday(m["wday"].casefold(), (m["wrel"] or "").casefold(), today)
    return None


def _edge(m: re.Match[str], window: Window | None) -> Window | None:
    edge = (m["edge"] or "").casefold()
    if not edge or window is None:
        return window
    middle = window.start + timedelta(days=window.days // 2 - (1 if window.days % 2 == 0 else 0))
    if 28 <= window.days <= 31:
        middle = window.start.replace(day=15)
    if "end" in edge or edge == "eo":
        return Window(window.end, window.end)
    if "start" in edge or "beginning" in edge:
        return Window(window.start, window.start)
    if edge == "early":
        return Window(window.start, window.start + timedelta(days=window.days // 3))
    if edge == "late":
        return Window(window.end - timedelta(days=window.days // 3), window.end)
    return Window(middle, middle)


def _dated(day: int, month: int, year: str | None, today: date) -> Window:
    if year:
        found = date(int(year), month, day)
    else:
        found = date(today.year, month, day)
        if found < today:
            found = date(today.year + 1, month, day)
    return Window(found, found)


def _months(length: int, n: int, year: str | None, today: date) -> Window:
    first = (n - 1) * length + 1
    of = int(year) if year else today.year
    end = month_window(of, first + length - 1).end
    if year is None and end < today:
        of += 1
    return Window(date(of, first, 1), month_window(of, first + length - 1).end)


def _relative(which: str, unit: str, today: date) -> Window:
    step = {"next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1}.get(which, 0)
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Window(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))
    if unit == "month":
        first = add_months(today.replace(day=1), step)
        return month_window(first.year, first.month)
    if unit == "quarter":
        first = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * step)
        return Window(first, add_months(first, 3) - _DAY)
    return Window(date(today.year + step, 1, 1), date(today.year + step, 12, 31))


def _weekday(name: str, which: str, today: date) -> Window:
    ahead = (_WEEKDAYS[name] - today.weekday()) % 7
    if which == "next":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        day = monday + timedelta(days=_WEEKDAYS[name])
    else:
        day = today + timedelta(days=ahead)
    return Window(day, day)


def _slashed(text: str) -> Window | None:
    a, b, year = (int(part) for part in re.split(r"[/.]", text))
    year += 2000 if year < 100 else 0
    day, month = (a, b) if a > 12 or "." in text else (b, a)
    if a == b:
        day = month = a
    found = date(year, month, day)
    return Window(found, found)


def _both_readings(text: str) -> tuple[date, date] | None:
    """The two days that a date such as 03/04/2027 may mean, where it may mean two."""
    a, b, year = (int(part) for part in re.split(r"[/.]", text))
    if "." in text or a > 12 or b > 12 or a == b or not a or not b:
        return None
    year += 2000 if year < 100 else 0
    return date(year, b, a), date(year, a, b)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text.casefold()]


def _plus(day: date, n: int, unit: str) -> date:
    unit = unit.casefold()
    if unit.startswith("d"):
        return day + timedelta(days=n)
    if unit.startswith("w"):
        return day + timedelta(weeks=n)
    return add_months(day, n * {"m": 1, "q": 3, "y": 12}[unit[0]])


def _after(start: date, m: re.Match[str]) -> date:
    return _plus(start, _number(m["n"]), m["unit"])


def _year_later(day: date) -> date:
    return add_months(day, 12)


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
