"""The built-in model on the demonstration company, and with a tool that it has never seen."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from pydantic import Field

from assistant.bootstrap import Installation
from assistant.models.builtin.model import BuiltinModel
from knowledge.workforce.viewer import Data
from tools.catalogue import CATALOGUE
from tools.contract import Context, Effect, Input, Output, Tool

TODAY = date(2026, 11, 24)
PHRASINGS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text(encoding="utf-8"))


def built_in(company: Installation, catalogue: tuple[Any, ...] = CATALOGUE) -> BuiltinModel:
    return BuiltinModel(
        catalogue=catalogue,
        vocabulary=company.registry.vocabulary,
        embedder=company.embedder,
        today=lambda: TODAY,
    )


def calls(model: BuiltinModel, *messages: AnyMessage) -> list[Any]:
    reply = model.invoke(list(messages))
    assert isinstance(reply, AIMessage)
    return list(reply.tool_calls)


@pytest.mark.parametrize("case", PHRASINGS, ids=lambda case: case["say"])
def test_what_people_type(company: Installation, case: dict[str, Any]) -> None:
    (call,) = calls(built_in(company), HumanMessage(case["say"]))
    assert call["name"] == case["tool"], call
    for name, value in case.get("with", {}).items():
        wanted = value.isoformat() if isinstance(value, date) else value
        assert call["args"].get(name) == wanted, (name, call["args"])
    for name in case.get("without", ()):
        assert name not in call["args"], call["args"]


def test_two_requests_in_one_message(company: Installation) -> None:
    found = calls(built_in(company), HumanMessage("How many people work here and who approves travel?"))
    assert [call["name"] for call in found] == ["workforce_summary", "search_policies"]


class HelmetInput(Input):
    contributor: str = Field(description="Whose helmet.")
    on: date | None = Field(default=None, description="The day.")


class HelmetOutput(Output):
    size: int


def helmet(_: HelmetInput, __: Context) -> HelmetOutput:
    return HelmetOutput(size=7)


HELMET: Tool[Any, Any] = Tool(
    name="helmet_size",
    description="The helmet size of a person on a day.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=HelmetInput,
    output=HelmetOutput,
    examples=("Which helmet size does {contributor} wear?", "what size is the helmet of {contributor}"),
    run=helmet,
    render=lambda output: f"Size {output.size}. [[run]]",
)


def test_a_new_tool_is_answerable_with_no_other_change(company: Installation) -> None:
    model = built_in(company, (*CATALOGUE, HELMET))
    (call,) = calls(model, HumanMessage("what helmet size does Lena wear tomorrow?"))
    assert call["name"] == "helmet_size"
    assert call["args"]["on"] == "2026-11-25"
    person = company.registry.vocabulary().all_of
    assert call["args"]["contributor"] in {entity.id for entity in person(_contributor())}


def _contributor() -> Any:
    from knowledge.registry.vocabulary import EntityType

    return EntityType.CONTRIBUTOR


def turn(question: str, name: str, args: dict[str, Any], output: dict[str, Any], n: int = 1) -> list[AnyMessage]:
    """One earlier turn as the conversation keeps it."""
    artifact = {"rendering": "…", "output": output, "status": "answered", "reason": None}
    call: Any = {"name": name, "args": args, "id": f"c{n}", "type": "tool_call"}
    return [
        HumanMessage(question),
        AIMessage("", tool_calls=[call]),
        ToolMessage("…", tool_call_id=f"c{n}", name=name, artifact=artifact),
        AIMessage("An answer."),
    ]


def test_a_follow_up_shifts_the_window(company: Installation) -> None:
    before = turn(
        "is Lena free next week",
        "availability",
        {"contributors": ["C-1337"], "start": "2026-11-30", "end": "2026-12-06"},
        {},
    )
    (call,) = calls(built_in(company), *before, HumanMessage("ok and the week after?"))
    assert call["name"] == "availability"
    assert call["args"] == {"contributors": ["C-1337"], "start": "2026-12-07", "end": "2026-12-13"}


def test_a_follow_up_adds_a_filter_and_keeps_the_rest(company: Installation) -> None:
    given = {"skills": ["Python"], "start": "2026-12-01", "end": "2026-12-31"}
    before = turn("who knows Python and is free next month", "find_contributors", given, {"candidates": []})
    (call,) = calls(built_in(company), *before, HumanMessage("same but no agencies and only in Berlin"))
    assert call["name"] == "find_contributors"
    assert call["args"] == {**given, "excluded_kinds": ["agency_worker"], "cities": ["Berlin"]}


def test_the_second_one_is_the_second_of_the_list(company: Installation) -> None:
    people = [{"rank": n, "contributor": {"id": i}} for n, i in enumerate(("C-1337", "C-1257"), 1)]
    before = turn("who knows Python", "find_contributors", {"skills": ["Python"]}, {"candidates": people})
    (call,) = calls(built_in(company), *before, HumanMessage("tell me about the second one"))
    assert (call["name"], call["args"]["contributor"]) == ("contributor_profile", "C-1257")


def test_the_answer_is_the_tools_own_words(company: Installation) -> None:
    reply = built_in(company).invoke(turn("how many", "workforce_summary", {}, {})[:3])
    assert str(reply.text) == "…"


def test_a_withheld_tool_is_asked_for_and_not_answered_aside(company: Installation) -> None:
    """The tool belt then tells that it isn't permitted; another tool's answer would be beside the point."""
    schema = {"type": "function", "function": {"name": "search_policies", "parameters": {}}}
    reply = built_in(company).bind_tools([schema]).invoke([HumanMessage("what governance gaps do we have right now")])
    assert [call["name"] for call in reply.tool_calls] == ["governance_gaps"]
