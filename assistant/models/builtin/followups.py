"""What a request means in a conversation: the earlier call's arguments, shifted, narrowed or aimed at another thing."""

import re
from datetime import date, timedelta
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.models.builtin import arguments
from assistant.models.builtin.understanding import Request
from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import key
from tools.contract import Tool

_OPENING = re.compile(
    r"^\W*(?:and|ok(?:ay)?|so|also|but|what about|how about|same|only|just|without|with|no|not|drop|or|then|instead|make it|"
    r"for|in|on|from|until|at|the (?:first|second|third|fourth|fifth|last|same|other)|anyone|those|these|them|sort)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|that person|this person|that one|the same person|it)\b", re.I
)
PERSON_WORD = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|their|that person|this person|the same person)\b", re.I
)
_NTH = re.compile(
    r"\b(?:the )?(first|second|third|fourth|fifth|last)(?: one| person| candidate)?\b|#(\d)", re.IGNORECASE
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_DROP_KIND = re.compile(r"\b(?:any kind|all kinds|everyone|everybody|include (?:agencies|everyone))\b", re.I)
_SMALL_WORDS = frozenset(
    "and or the one for of with in on at ok okay yes no only just please pls who is are her him".split()
)
LONGEST = 9
"""Words: a longer request stands on its own unless it opens like a continuation."""


def previous_call(messages: list[AnyMessage]) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
    """The last tool call before this turn: its name, arguments and what is kept of its output."""
    outputs: dict[str, dict[str, Any]] = {}
    before = _before_this_turn(messages)
    for message in before:
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            outputs[message.tool_call_id] = message.artifact.get("output") or {}
    for message in reversed(before):
        if isinstance(message, AIMessage):
            for call in reversed(message.tool_calls):
                if call["name"] not in ("ask_back", "decline"):
                    return call["name"], dict(call["args"]), outputs.get(call["id"] or "", {})
    return None


def pending_question(messages: list[AnyMessage]) -> bool:
    """Whether the turn before ended in a question back."""
    for message in reversed(_before_this_turn(messages)):
        if isinstance(message, HumanMessage):
            return False
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            return message.artifact.get("status") == "clarify"
    return False


def _before_this_turn(messages: list[AnyMessage]) -> list[AnyMessage]:
    for n in range(len(messages) - 1, -1, -1):
        if isinstance(messages[n], HumanMessage):
            return messages[:n]
    return []


def continues(request: Request) -> bool:
    """Whether a request reads like the continuation of another."""
    short = len(request.words) <= LONGEST
    bare = len(request.words) <= 4 and not re.match(
        r"^\W*(?:who|how|what|which|is|are|can|does|list|show)\b", request.text, re.I
    )
    if short and _NTH.search(request.text):
        return True
    return short and (bool(_OPENING.search(request.text)) or bool(_PRONOUN.search(request.text)) or bare)


def continued(
    tool: Tool[Any, Any], before: dict[str, Any], output: dict[str, Any], request: Request, today: date
) -> dict[str, Any] | None:
    """The earlier arguments with what the request changes; None when it changes nothing that the tool knows."""
    new = arguments.fill(tool, request, today)
    for name in ("query", "question"):
        new.pop(name, None)
    merged = {**before}
    changed = False
    shifted = _shifted(before, request)
    if shifted is not None:
        merged |= shifted
        changed = True
    for name, value in new.items():
        if isinstance(value, list) and name.startswith("excluded_"):
            value = list(dict.fromkeys([*before.get(name, []), *value]))
        if merged.get(name) != value:
            merged[name] = value
            changed = True
    for wanted, excluded in (("kinds", "excluded_kinds"), ("supplier", "excluded_suppliers")):
        if wanted in new and excluded in before and excluded not in new:
            merged.pop(excluded, None)
        if excluded in new and wanted in before and wanted not in new:
            merged.pop(wanted, None)
    if "project" in new and "demand" in before and "demand" not in new:
        merged.pop("demand")
    if _DROP_KIND.search(request.text):
        changed = merged.pop("kinds", None) is not None or merged.pop("excluded_kinds", None) is not None or changed
    chosen = nth(output, request)
    if chosen is not None and "contributor" in tool.input.model_fields:
        merged["contributor"] = chosen
        changed = True
    return merged if changed else None


def settled(before: tuple[str, dict[str, Any], dict[str, Any]], request: Request) -> dict[str, Any] | None:
    """The earlier arguments with the one of the offered choices that the request picks; None when it picks none.

    A choice is picked by its place ("the second"), its id, or words that no other choice has.
    """
    _, args, output = before
    choices: list[dict[str, str]] = output.get("choices") or []
    if not choices or len(request.words) > LONGEST:
        return None
    picked = _picked(choices, request)
    if picked is None:
        return None
    field = output.get("about") or "demand"
    if isinstance(args.get(field), list):
        asked = str(output.get("asked") or "").casefold()
        return args | {field: [picked if str(v).casefold() == asked else v for v in args[field]]}
    return args | {field: picked}


def _picked(choices: list[dict[str, str]], request: Request) -> str | None:
    match = _NTH.search(request.text)
    if match is not None:
        place = int(match[2]) - 1 if match[2] else _ORDINALS[match[1].casefold()]
        return choices[place]["id"] if -len(choices) <= place < len(choices) else None
    said = {word for word in key(request.times.rest or request.text).split() if len(word) > 1} - _SMALL_WORDS
    hits = [len(said & set(key(choice["label"]).split())) for choice in choices]
    best = max(hits)
    return choices[hits.index(best)]["id"] if best and hits.count(best) == 1 else None


_WHY = re.compile(
    r"^\W*(?:and |but |ok |so )*(?:why|how come|explain|what makes|how did you|on what basis|justify)\b", re.IGNORECASE
)


_VAGUE = re.compile(
    r"\byou know (?:who|what|which)\b|\b(?:whatsh?(?:is|er)name|what's (?:his|her) name|thingy|(?:that|the) \w+ thing)\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:same (?:guys?|people|ones?|team|folks|person|as (?:before|last time))|as last time|like last time)\b"
    r"|\b(?:last time|the usual)\b",
    re.IGNORECASE,
)


def vague(request: Request, *, known: bool) -> bool:
    """Whether a request points at something without naming it. `known`: there is an earlier result to point at."""
    if _VAGUE.search(request.text):
        return not request.of(EntityType.CONTRIBUTOR)
    return not known and bool(_REFERS_BACK.search(request.text))


def opens_as_more(request: Request) -> bool:
    """Whether a request opens like an addition to the one before."""
    return bool(_OPENING.search(request.text))


def asks_why(request: Request) -> bool:
    """Whether the reasons for the earlier result are asked for."""
    return bool(_WHY.search(request.text)) and len(request.words) <= 2 * LONGEST


def people_meant(args: dict[str, Any], output: dict[str, Any], request: Request) -> list[str]:
    """Whom "why?" is about: those named, the one by place, those of the earlier question, else the first ones listed."""
    named = [m.entities[0].id if len(m.entities) == 1 else m.text for m in request.of(EntityType.CONTRIBUTOR)] + [
        m.entities[0].id if len(m.entities) == 1 else m.text for m in request.of(EntityType.CONTRIBUTOR, negated=True)
    ]
    if named:
        return named[:5]
    if EntityType.CONTRIBUTOR in request.unknown:
        return [request.unknown[EntityType.CONTRIBUTOR]]
    if (chosen := nth(output, request)) is not None:
        return [chosen]
    return [row["contributor"]["id"] for row in (output.get("candidates") or [])[:2]] or list(
        args.get("contributors") or []
    )


def nth(output: dict[str, Any], request: Request) -> str | None:
    """The id of the one of the earlier list that "the second one" means."""
    match = _NTH.search(request.text)
    listed = output.get("candidates") or []
    if match is None or not listed:
        return None
    place = int(match[2]) - 1 if match[2] else _ORDINALS[match[1].casefold()]
    return str(listed[place]["contributor"]["id"]) if -len(listed) <= place < len(listed) else None


def person_meant(before: dict[str, Any], output: dict[str, Any], request: Request) -> str | None:
    """The person whom a pronoun stands for: the one that the earlier call was about."""
    if not PERSON_WORD.search(request.text) or request.of(EntityType.CONTRIBUTOR):
        return None
    for name in ("contributor", "contributors"):
        value = before.get(name)
        if isinstance(value, list) and len(value) == 1:
            return str(value[0])
        if isinstance(value, str):
            return value
    listed = output.get("candidates") or []
    return str(listed[0]["contributor"]["id"]) if len(listed) == 1 else None


def _shifted(before: dict[str, Any], request: Request) -> dict[str, str] | None:
    if request.times.relative != "week_after" or "start" not in before or "end" not in before:
        return None
    start, end = date.fromisoformat(before["start"]), date.fromisoformat(before["end"])
    step = timedelta(days=max((end - start).days + 1, 7))
    return {"start": (start + step).isoformat(), "end": (end + step).isoformat()}
