"""The graph: screen → think → act → … → ground, with one way back for a correction."""

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from assistant.graph.ground import after_ground, ground
from assistant.graph.nodes import act, after_act, after_screen, after_think, screen, think
from assistant.graph.run import Run
from assistant.graph.state import State

RECURSION_LIMIT = 60
"""Steps of the graph for one question; model calls are bounded by a setting well before."""


def build(checkpointer: BaseCheckpointSaver[Any]) -> CompiledStateGraph[State, Run, State, State]:
    """The compiled agent. Its runtime context is the `Run` of one question."""
    graph = StateGraph(State, context_schema=Run)
    graph.add_node("screen", screen)
    graph.add_node("think", think)
    graph.add_node("act", act)
    graph.add_node("ground", ground)
    graph.add_edge(START, "screen")
    graph.add_conditional_edges("screen", after_screen, {"think": "think", "done": END})
    graph.add_conditional_edges("think", after_think, ["act", "think", "ground"])
    graph.add_conditional_edges("act", after_act, ["think", "ground"])
    graph.add_conditional_edges("ground", after_ground, {"think": "think", "done": END})
    return graph.compile(checkpointer=checkpointer, name="workforce-assistant")
