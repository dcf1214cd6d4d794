"""The nodes in the order that a question takes: screen, think, act; `ground` has a file of its own."""

import json
from functools import cache
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, ValidationError

from assistant import screening
from assistant.audit.vocabulary import EventKind, Phase
from assistant.graph import toolbelt
from assistant.graph.run import Draft, Run
from assistant.graph.speech import ASK_BACK, DECLINE, SPEECH_ACTS
from assistant.graph.state import State, is_correction, this_turn
from assistant.models.provider import ModelFailed
from assistant.prompts import prompt

TOOL_CALLS_AT_ONCE = 8


def screen(state: State, runtime: Runtime[Run]) -> dict[str, list[AnyMessage]]:
    """Stop what nobody may ask before any model or tool sees it."""
    run = runtime.context
    refusal = screening.screen(run.question.text)
    if refusal is None:
        return {}
    run.draft = Draft(refusal.message, "refused", refusal.reason)
    return {"messages": [AIMessage(refusal.message, additional_kwargs={"answer": True})]}


def after_screen(_: State, runtime: Runtime[Run]) -> Literal["think", "done"]:
    """On to the model, unless the question is refused."""
    return "think" if runtime.context.draft is None else "done"


def think(state: State, runtime: Runtime[Run]) -> dict[str, list[AnyMessage]]:
    """Ask the model what to do next: call tools, ask back, decline, or answer from what the tools said."""
    run = runtime.context
    run.model_calls += 1
    run.emit("status", {"text": "Thinking" if not run.calls else "Wording the answer"})
    messages = [SystemMessage(_system(run)), *repaired(state["messages"])]
    reply = _reply(run, messages, [] if run.correcting_words else schemas(run))
    refused = [_malformed(run, call) for call in reply.invalid_tool_calls]
    calls = [
        {"name": call["name"], "args": call["args"], "id": toolbelt.new_call_id(), "type": "tool_call"}
        for call in reply.tool_calls[:TOOL_CALLS_AT_ONCE]
    ]
    calls += [{"name": m.name or "", "args": {}, "id": m.tool_call_id, "type": "tool_call"} for m in refused]
    said = AIMessage(str(reply.text), tool_calls=calls)  # pyright: ignore[reportArgumentType]
    return {"messages": [said, *refused]}


def after_think(state: State, runtime: Runtime[Run]) -> Literal["act", "think", "ground"]:
    """Where to go: carry out what was asked for, or check what was said."""
    run = runtime.context
    if run.model_calls >= run.max_model_calls or run.seconds_left <= 0:
        return "ground"
    said = next(m for m in reversed(state["messages"]) if isinstance(m, AIMessage))
    if not said.tool_calls:
        return "ground"
    answered = {m.tool_call_id for m in state["messages"] if isinstance(m, ToolMessage)}
    return "think" if all(call["id"] in answered for call in said.tool_calls) else "act"


def act(state: State, runtime: Runtime[Run]) -> dict[str, list[AnyMessage]]:
    """Carry out the calls of the model's last message."""
    run = runtime.context
    said = next(m for m in reversed(state["messages"]) if isinstance(m, AIMessage))
    answered = {m.tool_call_id for m in state["messages"] if isinstance(m, ToolMessage)}
    results: list[AnyMessage] = []
    for call in said.tool_calls:
        if call["id"] in answered:
            continue
        if call["name"] in SPEECH_ACTS:
            results.append(_speak(run, call["id"] or "", call["name"], call["args"]))
        else:
            results.append(toolbelt.use(run, call))
    return {"messages": results}


def after_act(_: State, runtime: Runtime[Run]) -> Literal["think", "ground"]:
    """A speech act ends the turn; anything else goes back to the model."""
    run = runtime.context
    return "ground" if run.speech is not None or run.seconds_left <= 0 else "think"


def repaired(messages: list[AnyMessage]) -> list[AnyMessage]:
    """The messages with an answer for every tool call: a crashed turn leaves calls open, which endpoints refuse."""
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    whole: list[AnyMessage] = []
    for message in messages:
        whole.append(message)
        if isinstance(message, AIMessage):
            whole += [
                ToolMessage("This call was cut off.", tool_call_id=call["id"] or "", name=call["name"], status="error")
                for call in message.tool_calls
                if call["id"] not in answered
            ]
    return whole


def schemas(run: Run) -> list[dict[str, Any]]:
    """The tools that this person may use, and the speech acts, as a model sees them."""
    offered = [
        _schema(tool.name, tool.description, tool.input) for tool in run.tools.values() if toolbelt.permitted(tool, run)
    ]
    return offered + [_schema(name, act.__doc__ or "", act) for name, act in SPEECH_ACTS.items()]


@cache
def _schema(name: str, description: str, takes: type[BaseModel]) -> dict[str, Any]:
    parameters = takes.model_json_schema()
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _system(run: Run) -> str:
    viewer = run.question.viewer
    return prompt(
        "system",
        today=f"{run.today:%A} {run.today.isoformat()}",
        actor=viewer.email,
        roles=", ".join(viewer.role_names),
    )


def _reply(run: Run, messages: list[AnyMessage], tools: list[dict[str, Any]]) -> AIMessage:
    """The model's reply; when the model fails, the built-in one's, with a notice."""
    provider = run.provider
    asked: dict[str, Any] = {"model_asked": provider.name}
    if not provider.external:
        turn = this_turn(messages)
        messages = messages[: len(messages) - len(turn)] + _question_and_results(turn)
    else:
        run.commit(run.event(EventKind.MODEL_CALL, Phase.INTENT, **asked))
    try:
        reply = provider.complete(messages, tools, timeout=run.model_timeout, deadline=run.model_deadline)
    except ModelFailed as failure:
        run.later(run.event(EventKind.MODEL_CALL, status="error", reason="model_unavailable", **asked))
        run.fall_back(f"The model {provider.name} gave no usable reply ({failure}), so the built-in model answered.")
        return _reply(run, messages, schemas(run))
    usage = reply.usage_metadata or {}
    payload = {
        "text": str(reply.text),
        "tool_calls": [{"name": c["name"], "args": c["args"]} for c in reply.tool_calls],
    }
    run.later(
        run.event(
            EventKind.MODEL_CALL,
            model_answered=str(reply.response_metadata.get("model_name") or provider.name),
            status="ok",
            payload={**payload, "usage": dict(usage)},
            **asked,
        )
    )
    return reply


def _question_and_results(turn: list[AnyMessage]) -> list[AnyMessage]:
    """A turn without the failed model's words and without corrections: the question, the calls and their results."""
    return [m for m in turn if not is_correction(m) and (not isinstance(m, AIMessage) or m.tool_calls)]


def _malformed(run: Run, call: Any) -> ToolMessage:
    """A call whose arguments are no JSON: refused, logged, and told to the model."""
    name = str(call.get("name") or "unknown")
    return toolbelt.malformed(run, toolbelt.new_call_id(), name, str(call.get("args") or ""))


def _speak(run: Run, call_id: str, name: str, arguments: dict[str, Any]) -> ToolMessage:
    try:
        run.speech = SPEECH_ACTS[name].model_validate(arguments)
    except ValidationError:
        fallback = {ASK_BACK: {"question": "What exactly do you mean?"}, DECLINE: {"message": "I can't answer that."}}
        run.speech = SPEECH_ACTS[name].model_validate(fallback[name])
    return ToolMessage(json.dumps({"said": True}), tool_call_id=call_id, name=name)
