"""The built-in chat model: reads the conversation, chooses tools, fills their arguments, and passes on their words.

It holds no state; everything comes from the messages. It says nothing of its own about facts: an answer is the tools'
rendering, and asking back or declining are speech acts that the graph carries out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from assistant.models.builtin import arguments, followups
from assistant.models.builtin.choice import GREETING, Chooser, Chosen, drafting, is_search, rule_form
from assistant.models.builtin.decisions import asked_to_decide
from assistant.models.builtin.understanding import Request, understand
from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import COMMON
from tools.contract import Tool

_PARTS = re.compile(
    r"(?<=[?;])\s+(?=(?:who|how|what|which|when|where|is|are|can|may|do|does|show|list|and)\b)|\n+"
    r"|,?\s+(?:and|also|plus)\s+(?=(?:who|how|what|which|when|where|can|show|list)\b)",
    re.IGNORECASE,
)
_MOST_PARTS = 3
_MOST_PEOPLE = 4
_MAY_I = re.compile(r"^\W*(?:can|may|could|should|must|am|are) (?:i|we)\b", re.IGNORECASE)
"""Leave is asked for to do something with somebody: what is known of them, and what the rules say."""
LEAST_MEANING = 0.33
"""Below this similarity to every example, and with nothing named, a request is outside of what can be done."""
_WINDOW_DAYS = 28
_EVERYWHERE = (EntityType.KIND, EntityType.COUNTRY, EntityType.CITY, EntityType.TITLE)
"""Naming one of these alone says nothing about whether a request is about the workforce."""
_ABOUT = (
    "I answer questions about who works here and who is free, about projects and open roles, about the policies, and about "
    "governance gaps. Try “who is free next month?” or “can a contractor use their own laptop?”. No language model is "
    "configured, so plain questions work best."
)


class BuiltinModel(BaseChatModel):
    """A `BaseChatModel` over a catalogue of tools and the registry's own vocabulary."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    catalogue: tuple[Any, ...]
    vocabulary: Callable[[], Any]
    embedder: Any
    today: Callable[[], date]
    offered: frozenset[str] | None = None
    chooser: Any = None

    def model_post_init(self, _context: Any, /) -> None:
        if self.chooser is None:
            self.chooser = Chooser(self.catalogue, self.embedder)

    @property
    def _llm_type(self) -> str:
        return "builtin"

    def warm(self) -> None:
        """Do now what the first question would wait for."""
        self.chooser.warm()
        self.embedder.embed_one("who is free next month?")
        self.vocabulary()

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        """The same model with only these tools on offer."""
        names = frozenset(tool["function"]["name"] for tool in tools if isinstance(tool, dict))
        return BuiltinModel(
            catalogue=self.catalogue,
            vocabulary=self.vocabulary,
            embedder=self.embedder,
            today=self.today,
            offered=names,
            chooser=self.chooser,
        )

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages)
        if reply.tool_calls:
            yield ChatGenerationChunk(message=AIMessageChunk(content=reply.content, tool_calls=reply.tool_calls))
            return
        for piece in re.findall(r"\S+\s*|\s+", str(reply.text)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

    def _reply(self, messages: Sequence[BaseMessage]) -> AIMessage:
        turn = list(messages)
        last_question = max((n for n, m in enumerate(turn) if isinstance(m, HumanMessage)), default=None)
        if last_question is None:
            return _call("decline", {"message": _ABOUT})
        results = [m for m in turn[last_question + 1 :] if isinstance(m, ToolMessage)]
        if results:
            return AIMessage(_words(results))
        return self._decide(str(turn[last_question].text), turn)  # pyright: ignore[reportArgumentType]

    def _decide(self, text: str, messages: list[AnyMessage]) -> AIMessage:
        if GREETING.match(text):
            return _call("decline", {"message": _ABOUT, "reason": "out_of_scope"})
        decision = asked_to_decide(text)
        if decision is not None:
            return _call(*decision)
        vocabulary, today = self.vocabulary(), self.today()
        parts = [part.strip() for part in _PARTS.split(text) if part and len(part.split()) > 2][:_MOST_PARTS]
        if drafting(text):
            parts = [text]
        calls: list[AIMessage] = []
        for part in parts or [text]:
            request = understand(part, vocabulary, today)
            calls.append(self._one(request, messages, alone=len(parts) <= 1))
        good = [call for call in calls if call.tool_calls[0]["name"] not in ("decline", "ask_back")]
        if good and len(calls) > 1:
            wanted = [one for call in good for one in call.tool_calls]
            return AIMessage("", tool_calls=[one | {"id": f"b{n}"} for n, one in enumerate(wanted)])
        if len(calls) > 1 and not good:
            return self._one(understand(text, vocabulary, today), messages, alone=True)
        return calls[0]

    def _one(self, request: Request, messages: list[AnyMessage], *, alone: bool) -> AIMessage:
        if request.times.ambiguous is not None:
            days = [f"{day.day} {day:%B %Y}" for day in request.times.ambiguous]
            return _call(
                "ask_back", {"question": "Which day do you mean?", "choices": days, "reason": "ambiguous_time"}
            )
        before = followups.previous_call(messages) if alone else None
        if before is not None and (person := followups.person_meant(before[1], before[2], request)):
            named = followups.PERSON_WORD.sub(person, request.text, count=1)
            request = understand(named, self.vocabulary(), self.today())
        if followups.vague(request, known=before is not None):
            question = "Whom or what do you mean? Name the person, project or skill, and I look it up."
            return _call("ask_back", {"question": question, "choices": [], "reason": "missing_detail"})
        if before is not None and (why := self._reasons(before, request)):
            return why
        if before is not None and (settled := followups.settled(before, request)):
            return _call(before[0], settled)
        if before is not None and (followups.continues(request) or followups.pending_question(messages)):
            call = self._continue(before, request)
            if call is not None:
                return call
        # All tools compete: a question that only a withheld one answers must be told "not permitted", not answered aside.
        ranked = self.chooser.choose(request, frozenset(tool.name for tool in self.catalogue))
        if not ranked or _outside(ranked[0], request):
            search = next((chosen.tool for chosen in ranked if is_search(chosen.tool)), None)
            if search is not None and _may_be_a_rule(ranked[0], request):
                return self._filled(search, request, before)
            return _call(
                "decline", {"message": f"That is outside of what I can do. {_ABOUT}", "reason": "out_of_scope"}
            )
        if _too_little(ranked[0], request):
            question = "Whom or what do you look for: which skill, unit, place, project or time?"
            return _call("ask_back", {"question": question, "choices": [], "reason": "missing_detail"})
        return self._filled(ranked[0].tool, request, before)

    def _continue(self, before: tuple[str, dict[str, Any], dict[str, Any]], request: Request) -> AIMessage | None:
        name, args, output = before
        tool = self._tool(name)
        if tool is None:
            return None
        chosen = followups.nth(output, request)
        if chosen is not None and "contributor" not in tool.input.model_fields:
            other = self._tool("availability") if request.times.found else self._tool("contributor_profile")
            if other is not None:
                field = "contributors" if "contributors" in other.input.model_fields else "contributor"
                given = arguments.fill(other, request, self.today())
                return _call(
                    other.name,
                    _with_window(other, {**given, field: [chosen] if field.endswith("s") else chosen}, self.today()),
                )
        person = followups.person_meant(args, output, request)
        if person is not None and not {"contributor", "contributors"} & set(tool.input.model_fields):
            return None
        merged = followups.continued(tool, args, output, request, self.today())
        return None if merged is None else _call(name, _with_window(tool, merged, self.today()))

    def _reasons(self, before: tuple[str, dict[str, Any], dict[str, Any]], request: Request) -> AIMessage | None:
        """The call that answers "why?" and "why not him?" about the earlier result; None for any other request."""
        if not followups.asks_why(request):
            return None
        name, args, output = before
        tool = next((t for t in self.catalogue if name in (t.explains, t.name) and t.explains), None)
        if tool is None or not self._offers(tool.name):
            short = len(request.words) <= 3 and not request.mentions
            return _call(name, args) if short and self._offers(name) else None
        people = followups.people_meant(args, output, request)
        kept = {field: value for field, value in args.items() if field in tool.input.model_fields}
        return _call(tool.name, kept | {"contributors": people}) if people else None

    def _filled(
        self, tool: Tool[Any, Any], request: Request, before: tuple[str, dict[str, Any], dict[str, Any]] | None
    ) -> AIMessage:
        given = arguments.fill(tool, request, self.today())
        if before is not None:
            person = followups.person_meant(before[1], before[2], request)
            for field in ("contributor", "contributors"):
                if person is not None and field in tool.input.model_fields and field not in given:
                    given[field] = [person] if field == "contributors" else person
            if request.times.relative == "week_after":
                given |= followups.continued(tool, before[1], {}, request, self.today()) or {}
            if followups.opens_as_more(request) and arguments.takes_window(tool) and not request.times.found:
                given |= {name: before[1][name] for name in ("start", "end") if name in before[1] and name not in given}
        given = _with_window(tool, given, self.today())
        lacking = [name for name in arguments.missing(tool, given) if name not in ("start", "end")]
        if lacking:
            what = " and ".join(name.replace("_", " ").rstrip("s") for name in lacking)
            return _call(
                "ask_back", {"question": f"Which {what} do you mean?", "choices": [], "reason": "missing_detail"}
            )
        role = "fte" in tool.input.model_fields and "question" not in tool.input.model_fields
        if "candidates" in tool.output.model_fields and not role and not set(given) - {"limit"}:
            question = "Whom do you look for: which skill, unit, place or time?"
            return _call("ask_back", {"question": question, "choices": [], "reason": "missing_detail"})
        if role and not {"demand", "project", "skills", "title"} & set(given):
            return _call(
                "ask_back",
                {"question": "For which demand, project or skills?", "choices": [], "reason": "missing_detail"},
            )
        said = _for_each(tool, given, request)
        search = next((other for other in self.catalogue if is_search(other)), None)
        if (
            search is not None
            and _MAY_I.search(request.text)
            and request.of(EntityType.CONTRIBUTOR)
            and search is not tool
        ):
            rule = {"name": search.name, "args": arguments.fill(search, request, self.today()), "id": "rule"}
            said.tool_calls.append({**rule, "type": "tool_call"})  # pyright: ignore[reportArgumentType]
        return said

    def _tool(self, name: str) -> Tool[Any, Any] | None:
        return next((tool for tool in self.catalogue if tool.name == name and self._offers(name)), None)

    def _offers(self, name: str) -> bool:
        return self.offered is None or name in self.offered


def _outside(best: Chosen, request: Request) -> bool:
    named = any(mention.type not in _EVERYWHERE for mention in request.mentions) or request.rule is not None
    named = named or bool(request.unknown) or (is_search(best.tool) and rule_form(request))
    if best.off_topic > 0.55 and best.off_topic > best.meaning + 0.15:
        return True
    return best.meaning < LEAST_MEANING and not named


def _too_little(best: Chosen, request: Request) -> bool:
    """Whether a request of a few words names nothing and resembles nothing much: "who's good?"."""
    named = request.mentions or request.unknown or request.times.found or request.rule or request.languages
    fits = best.score - best.meaning >= 0.2
    return not (named or fits) and len(request.words) <= 4 and best.meaning < 0.55 and not rule_form(request)


def _may_be_a_rule(best: Chosen, request: Request) -> bool:
    """Whether a request that resembles nothing may still be about the company's rules: plain English, nothing off topic."""
    plain_words = sum(word in COMMON for word in request.words)
    return len(request.words) >= 3 and plain_words >= 2 and best.off_topic < 0.4


def _with_window(tool: Tool[Any, Any], given: dict[str, Any], today: date) -> dict[str, Any]:
    """A window where a tool needs one and none was said: the next four weeks, or for work the next three months."""
    fields = tool.input.model_fields
    if not arguments.takes_window(tool):
        return given
    if fields["start"].is_required() and "start" not in given:
        given["start"], given["end"] = today.isoformat(), (today + timedelta(days=_WINDOW_DAYS - 1)).isoformat()
    if (
        "fte" in fields
        and "question" not in fields
        and "end" not in given
        and "skills" in given
        and not {"demand", "project"} & set(given)
    ):
        from assistant.models.builtin.times import DEFAULT_MONTHS, add_months

        start = date.fromisoformat(given.get("start", today.isoformat()))
        given["start"], given["end"] = (
            start.isoformat(),
            (add_months(start, DEFAULT_MONTHS) - timedelta(days=1)).isoformat(),
        )
    timed = {"min_share", "bookings"} & set(given)
    if "min_share" in fields and timed and "start" not in given:
        given["start"], given["end"] = today.isoformat(), (today + timedelta(days=_WINDOW_DAYS - 1)).isoformat()
    return given


def _for_each(tool: Tool[Any, Any], given: dict[str, Any], request: Request) -> AIMessage:
    """The call, or one for each of several people named where the tool takes one at a time."""
    named = list(dict.fromkeys(m.entities[0].id for m in request.of(EntityType.CONTRIBUTOR) if len(m.entities) == 1))
    if isinstance(given.get("contributor"), str) and 1 < len(named) <= _MOST_PEOPLE:
        calls = [{"name": tool.name, "args": given | {"contributor": id_}, "type": "tool_call"} for id_ in named]
        return AIMessage("", tool_calls=[call | {"id": f"b{n}"} for n, call in enumerate(calls)])
    return _call(tool.name, given)


def _words(results: list[ToolMessage]) -> str:
    """What the tools came to, in their own words, each once."""
    said: list[str] = []
    for message in results:
        artifact = message.artifact if isinstance(message.artifact, dict) else {}
        words = str(artifact.get("rendering") or "")
        if words and words not in said:
            said.append(words)
    return "\n\n".join(said)


def _call(name: str, args: dict[str, Any]) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": args, "id": "b0", "type": "tool_call"}])
