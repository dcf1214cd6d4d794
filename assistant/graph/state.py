"""What a conversation keeps between questions: its owner and the last turns' messages."""

from typing import Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, ToolMessage
from langgraph.graph.message import REMOVE_ALL_MESSAGES, add_messages

TURNS_KEPT = 8
CANDIDATES_KEPT = 20


class State(TypedDict):
    """`owner` is the e-mail of the person whose conversation it is."""

    owner: str
    messages: Annotated[list[AnyMessage], add_messages]


def correction(text: str) -> HumanMessage:
    """A message of the checker's to the model, which is no question of the person's."""
    return HumanMessage(text, additional_kwargs={"correction": True})


def is_correction(message: AnyMessage) -> bool:
    return isinstance(message, HumanMessage) and bool(message.additional_kwargs.get("correction"))


def this_turn(messages: list[AnyMessage]) -> list[AnyMessage]:
    """The messages from the last question on."""
    for n in range(len(messages) - 1, -1, -1):
        if isinstance(messages[n], HumanMessage) and not is_correction(messages[n]):
            return messages[n:]
    return []


def condensed(messages: list[AnyMessage], answer: str) -> list[AnyMessage | RemoveMessage]:
    """What to keep of a conversation after an answer: the last turns, with tool results cut to what follow-ups need.

    Conversations so grow linearly and in the end not at all, and stale data doesn't linger in them.
    """
    turns: list[list[AnyMessage]] = []
    for message in messages:
        if is_correction(message):
            continue
        if isinstance(message, HumanMessage) or not turns:
            turns.append([])
        turns[-1].append(message)
    kept = [_small(message) for turn in turns[-TURNS_KEPT:] for message in turn if not _draft(message, turn)]
    kept.append(AIMessage(answer, additional_kwargs={"answer": True}))
    return [RemoveMessage(id=REMOVE_ALL_MESSAGES), *kept]


def _draft(message: AnyMessage, turn: list[AnyMessage]) -> bool:
    """Words of the model that were not the turn's answer: drafts that a check replaced, and the last words, given anew."""
    return isinstance(message, AIMessage) and not message.tool_calls and not _is_answer(message, turn)


def _is_answer(message: AnyMessage, turn: list[AnyMessage]) -> bool:
    return bool(message.additional_kwargs.get("answer")) and message is turn[-1]


def _small(message: AnyMessage) -> AnyMessage:
    if not isinstance(message, ToolMessage):
        return message
    artifact: dict[str, Any] = message.artifact if isinstance(message.artifact, dict) else {}
    output: dict[str, Any] = artifact.get("output") or {}
    kept = {
        key: output[key]
        for key in (
            "contributor",
            "demand",
            "project",
            "supplier",
            "org_unit",
            "start",
            "end",
            "choices",
            "about",
            "asked",
        )
        if key in output
    }
    if "candidates" in output:
        kept["candidates"] = [
            {"rank": candidate.get("rank"), "contributor": candidate["contributor"]}
            for candidate in output["candidates"][:CANDIDATES_KEPT]
        ]
    words = str(artifact.get("rendering") or message.content)[:1500]
    return ToolMessage(
        content=words,
        tool_call_id=message.tool_call_id,
        name=message.name,
        id=message.id,
        artifact={
            "rendering": words,
            "output": kept,
            "status": artifact.get("status"),
            "reason": artifact.get("reason"),
        },
        status=message.status,
    )
