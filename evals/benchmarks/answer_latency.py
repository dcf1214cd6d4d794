"""A warm answer with two tool calls, against a bare LangGraph graph that makes the same two calls.

The bare graph knows in advance what to call and says nothing; the assistant understands the question, authorises, logs
intent and outcome durably, grounds the answer and keeps the conversation. Target: at most 3 times the bare graph, and
under 150 ms. Run: `python evals/benchmarks/answer_latency.py`.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph

from assistant.bootstrap import Installation, install
from assistant.cli.data import load_demo
from assistant.conversation import Question
from assistant.settings import Settings
from knowledge.workforce.viewer import OPERATOR
from tools import find_contributors, search_policies
from tools.contract import Context

TODAY = date(2026, 11, 24)
QUESTION = "Who knows Python and is free next month? Can a contractor use their own laptop?"
FIND = {"skills": ["Python"], "start": "2026-12-01", "end": "2026-12-31"}
POLICY = {"query": "Can a contractor use their own laptop?", "kind": "external"}
ROUNDS = 60


class State(TypedDict):
    calls: list[str]
    outputs: list[Any]


def bare(opened: Installation) -> Callable[[], None]:
    """The two calls in a graph of two nodes."""

    def think(state: State) -> State:
        return {"calls": ["find", "policy"] if not state["outputs"] else [], "outputs": state["outputs"]}

    def act(state: State) -> State:
        with opened.registry.reading(OPERATOR) as reading:
            context = Context(OPERATOR, TODAY, reading, opened.policies)
            found = find_contributors.run(find_contributors.FindInput.model_validate(FIND), context)
            said = search_policies.run(search_policies.PolicyInput.model_validate(POLICY), context)
        return {"calls": [], "outputs": [found.model_dump(mode="json"), said.model_dump(mode="json")]}

    def onward(state: State) -> str:
        return "act" if state["calls"] else END

    graph = StateGraph(State)
    graph.add_node("think", think)
    graph.add_node("act", act)
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", onward, ["act", END])
    graph.add_edge("act", "think")
    compiled = graph.compile()

    def once() -> None:
        assert len(compiled.invoke({"calls": [], "outputs": []})["outputs"]) == 2

    return once


def full(opened: Installation) -> Callable[[], None]:
    """The same question to the assistant."""
    assistant = opened.assistant

    def once() -> None:
        answer = assistant.answer(Question(QUESTION, OPERATOR, "benchmark"))
        assert [call.name for call in answer.tools] == ["find_contributors", "search_policies"]
        assert answer.status == "answered"

    return once


def timed(once: Callable[[], None]) -> float:
    started = time.perf_counter()
    once()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, home=Path(folder), today=TODAY, model="builtin")  # pyright: ignore[reportCallIssue]
        opened = install(settings)
        load_demo(opened)
        contenders = {"bare graph": bare(opened), "assistant": full(opened)}
        for once in contenders.values():
            for _ in range(5):
                once()
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(ROUNDS):  # in turns, so that whatever else the machine does meets both
            for name, once in contenders.items():
                times[name].append(timed(once))
        opened.close()
    print(f"{'':12} {'p50 ms':>8} {'p95 ms':>8}")
    for name, found in times.items():
        p95 = statistics.quantiles(found, n=20)[-1]
        print(f"{name:12} {statistics.median(found):8.1f} {p95:8.1f}")
    ratio = statistics.median(times["assistant"]) / statistics.median(times["bare graph"])
    print(f"ratio of the medians: {ratio:.2f} (at most 3)")


if __name__ == "__main__":
    main()
