"""Arguments from a request: each field of a tool's input is filled by what its name and type say that it holds."""

import re
import types
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.models.builtin import own_words
from assistant.models.builtin.times import NUMBERS
from assistant.models.builtin.understanding import Request
from knowledge.registry.vocabulary import EntityType, Mention
from knowledge.workforce.kinds import ContributorKind
from tools.contract import Cue, Said, Tool

_ENTITY_FIELDS = {
    "contributor": EntityType.CONTRIBUTOR,
    "person": EntityType.CONTRIBUTOR,
    "people": EntityType.CONTRIBUTOR,
    "skill": EntityType.SKILL,
    "project": EntityType.PROJECT,
    "org_unit": EntityType.ORG_UNIT,
    "unit": EntityType.ORG_UNIT,
    "department": EntityType.ORG_UNIT,
    "supplier": EntityType.SUPPLIER,
    "demand": EntityType.DEMAND,
    "country": EntityType.COUNTRY,
    "city": EntityType.CITY,
    "kind": EntityType.KIND,
    "title": EntityType.TITLE,
    "manager": EntityType.CONTRIBUTOR,
}
_PLURALS = {"countries": "country", "cities": "city", "people": "people"}
_WINDOW_FIELDS = ("start", "end")
_DAY_FIELDS = ("on", "as_of", "day", "date")
_SHARE_FIELDS = ("min_share", "fte", "share")
_TEXT_FIELDS = ("query", "question", "text")


def field_entity(name: str) -> tuple[EntityType, bool] | None:
    """The type of thing that a field holds by its name, and whether it holds what is not wanted."""
    if name.startswith(("max_", "min_")):
        return None
    excluded = name.startswith(("excluded_", "without_", "not_"))
    base = name.split("_", 1)[1] if excluded else name
    for form in (_PLURALS.get(base, base), base.removesuffix("s")):
        for known, type_ in _ENTITY_FIELDS.items():
            if form == known or form.endswith("_" + known):
                return type_, excluded
    return None


def entities_taken(tool: Tool[Any, Any], request: Request) -> set[EntityType]:
    """The types of things that a tool's input can hold of what this request names."""
    return {
        found[0]
        for name, info in tool.input.model_fields.items()
        if (found := field_entity(name))
        and _cued(info, request)
        and (not found[1] or bool(request.of(found[0], negated=True)))
    }


def _cued(info: FieldInfo, request: Request) -> bool:
    """Whether a field's cue, where it has one, is in the text."""
    cues = [extra.pattern for extra in info.metadata if isinstance(extra, Cue)]
    return all(re.search(pattern, request.text, re.IGNORECASE) for pattern in cues)


def entities_needed(tool: Tool[Any, Any]) -> set[EntityType]:
    """The types of things without which a tool can't be called."""
    return {
        found[0]
        for name, info in tool.input.model_fields.items()
        if info.is_required() and (found := field_entity(name))
    }


def takes_window(tool: Tool[Any, Any]) -> bool:
    return all(name in tool.input.model_fields for name in _WINDOW_FIELDS)


def fill(tool: Tool[Any, Any], request: Request, today: date) -> dict[str, Any]:
    """The arguments that the request gives for this tool; what it doesn't say is left to the defaults."""
    filled: dict[str, Any] = {}
    for name, info in tool.input.model_fields.items():
        value = _value(name, info, request, today) if _cued(info, request) else None
        if value not in (None, [], ""):
            filled[name] = value
    return filled


def missing(tool: Tool[Any, Any], arguments: dict[str, Any]) -> list[str]:
    """Required fields that have no value."""
    return [name for name, info in tool.input.model_fields.items() if info.is_required() and name not in arguments]


def _value(name: str, info: FieldInfo, request: Request, today: date) -> Any:
    entity = field_entity(name)
    if entity is not None:
        return _entity_value(*entity, info, request, nice=name.startswith("nice_"))
    if name in _WINDOW_FIELDS:
        window = request.times.window(today)
        return None if window is None else (window.start if name == "start" else window.end).isoformat()
    if name in _DAY_FIELDS:
        past = request.times.start is not None and request.times.start < today
        return (
            request.times.start.isoformat() if request.times.start is not None and (past or name != "as_of") else None
        )
    if name in _SHARE_FIELDS:
        return request.share
    if name in _TEXT_FIELDS:
        return request.text
    simple: dict[str, Callable[[], Any]] = {
        "min_level": lambda: request.level,
        "level": lambda: request.level,
        "value": lambda: own_words.right_value(request.text),
        "wish": lambda: own_words.wish(request.text),
        "withdraw": lambda: own_words.takes_back(request.text),
        "limit": lambda: request.top,
        "time_zones": lambda: list(request.time_zones),
        "languages": lambda: list(request.languages),
        "count": lambda: request.count,
        "rule": lambda: request.rule,
        "plan": lambda: request.plan,
        "months": lambda: request.months,
        "severity": lambda: request.severity,
        "weeks": lambda: weeks(request.text),
        "max_rate_amount": lambda: request.money[0] if request.money else None,
        "max_rate_currency": lambda: request.money[1] if request.money else None,
        "max_rate_unit": lambda: request.money[2] if request.money else None,
    }
    if name in simple:
        return simple[name]()
    return _choice(name, info, request)


def _entity_value(type_: EntityType, excluded: bool, info: FieldInfo, request: Request, *, nice: bool) -> Any:
    if nice:
        return None
    mentions = request.of(type_, negated=excluded)
    if type_ is EntityType.KIND:
        kinds = _kinds(mentions)
        return kinds if _is_list(info) else (kinds[0] if len(kinds) == 1 else "external" if kinds else None)
    said = [_said(mention) for mention in mentions]
    if not said and not excluded and type_ in request.unknown:
        said = [request.unknown[type_]]
    said = list(dict.fromkeys(said))
    return said if _is_list(info) else (said[0] if said else None)


def _said(mention: Mention) -> str:
    """How a mention is passed on: the name of the one thing it stands for, or the words that stand for several."""
    return (
        mention.entities[0].id
        if len(mention.entities) == 1 and mention.entities[0].type in _BY_ID
        else (mention.entities[0].name if len(mention.entities) == 1 else mention.text)
    )


_BY_ID = frozenset(
    {EntityType.DEMAND, EntityType.CONTRIBUTOR, EntityType.PROJECT, EntityType.SUPPLIER, EntityType.ORG_UNIT}
)


def _kinds(mentions: list[Mention]) -> list[str]:
    kinds: list[str] = []
    external = {kind.value for kind in ContributorKind if kind.external}
    for mention in mentions:
        found = [entity.id for entity in mention.entities]
        kinds += ["external"] if len(found) > 1 and set(found) <= external else found
    return list(dict.fromkeys(kinds))


def _choice(name: str, info: FieldInfo, request: Request) -> Any:
    """The value of an enumeration or a choice of words that the text names, "by department" style for groupings."""
    values = _values(info.annotation)
    if not values:
        return None
    text = f" {' '.join(request.words)} "
    said = next((extra.words for extra in info.metadata if isinstance(extra, Said)), {})
    for value in values:
        for word in (*_spoken(value), *said.get(value, ())):
            if name == "by" and any(
                f" {lead} {word} " in text for lead in ("by", "per", "each", "every", "across", "in each")
            ):
                return value
            if name == "of" and not re.search(
                rf"\b(?:many|number of|count|list|all|what|which)(?: \w+){{0,2}} {word}\b", text
            ):
                continue
            if name != "by" and f" {word} " in text and value != _default(info):
                return value
    return None


_WEEKS = re.compile(r"\b(\d{1,3}|[a-z]+)[\s-](week|month)s?\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|sooner|forward|brought forward|ahead)\b", re.IGNORECASE)


def weeks(text: str) -> int | None:
    """A delay in weeks, below 0 where it is earlier: "by six weeks", "a month later"."""
    for match in _WEEKS.finditer(text):
        word = match[1].casefold()
        n = int(word) if word.isdigit() else {"a": 1, "an": 1}.get(word, NUMBERS.get(word))
        if n is not None:
            total = n if match[2].casefold() == "week" else round(n * 52 / 12)
            return -total if _EARLIER.search(text) else total
    return None


def _default(info: FieldInfo) -> str | None:
    return (
        info.default.value
        if isinstance(info.default, Enum)
        else info.default
        if isinstance(info.default, str)
        else None
    )


_SPOKEN = {
    "org_units": ("org units", "departments", "units", "teams", "divisions"),
    "skills": ("skills",),
    "org_unit": (
        "department",
        "departments",
        "dept",
        "depts",
        "unit",
        "units",
        "team",
        "division",
        "function",
        "org unit",
    ),
    "supplier": ("supplier", "suppliers", "vendor", "agency", "company"),
    "suppliers": ("suppliers", "vendors", "agencies we", "supplier", "vendor companies", "vendor", "partner companies"),
    "demands": (
        "demands",
        "open roles",
        "openings",
        "vacancies",
        "open positions",
        "open demands",
        "requisitions",
        "roles open",
    ),
    "projects": ("projects", "programmes"),
    "kind": ("kind", "kinds", "type", "types", "category"),
    "country": ("country", "countries"),
    "city": ("city", "cities", "location", "place", "site", "live in", "living in", "moved to", "based in"),
    "skill": ("skill", "skills"),
    "phone": ("phone", "telephone", "mobile", "cell"),
    "street": ("street", "address"),
    "postcode": ("postcode", "post code", "zip"),
    "birth_date": ("birth date", "birthday", "date of birth", "birthdate"),
    "title": ("title", "job title", "role"),
    "email": ("email", "e mail", "mail address"),
    "manager": ("manager", "boss", "line manager"),
    "rate": ("rate", "pay", "salary"),
    "weekly_hours": ("weekly hours", "hours", "working time"),
    "start_date": ("start date", "starting date"),
    "end_date": ("end date", "last day"),
    "languages": ("language", "languages"),
    "preference": ("prefer", "preference", "rather", "preferring"),
}


def _spoken(value: str) -> tuple[str, ...]:
    return _SPOKEN.get(value, (value.replace("_", " "), value.replace("_", " ") + "s"))


def _values(annotation: Any) -> list[str]:
    if get_origin(annotation) in (Union, types.UnionType):
        return [value for part in get_args(annotation) for value in _values(part)]
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return []


def _is_list(info: FieldInfo) -> bool:
    return get_origin(info.annotation) is list
