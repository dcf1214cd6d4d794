"""The words of a conversation: who asks what, and what an answer is made of.

`Answer` is the public document that every channel gives; its members are fixed by the public contract.
"""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

from knowledge.workforce.viewer import Viewer

Status = Literal[
    "answered",
    "clarify",
    "refused",
    "not_found",
    "not_permitted",
    "needs_approval",
    "unsupported",
    "error",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, as the channel took it. `viewer` comes from the session."""

    text: str
    viewer: Viewer
    channel: str
    thread: str | None = None


class Citation(BaseModel):
    n: int
    kind: Literal["policy", "record", "computation"]
    ref: str
    title: str
    quote: str | None = None
    location: str | None = None

    @property
    def line(self) -> str:
        """The citation as a list of sources shows it."""
        return f"[{self.n}] {self.title}, {self.location or self.ref}"


class Figure(BaseModel):
    """A number in the answer, and where it stands: a JSON pointer (RFC 6901) into a tool call's output."""

    text: str
    source: str
    path: str


class ToolCall(BaseModel):
    id: str
    name: str
    effect: Literal["read", "propose", "write"]
    input: dict[str, Any] = Field(default_factory=dict)
    output: dict[str, Any] = Field(default_factory=dict)
    status: Literal["ok", "retry", "refused", "error"]
    ms: int


class PlanReference(BaseModel):
    id: str
    version: int
    status: str


class Answer(BaseModel):
    answer: str
    status: Status
    reason: str | None = None
    citations: list[Citation] = Field(default_factory=list["Citation"])
    figures: list[Figure] = Field(default_factory=list["Figure"])
    tools: list[ToolCall] = Field(default_factory=list["ToolCall"])
    plan: PlanReference | None = None
    thread: str
    run: str
    actor: str
    model: str
    as_of: str
    coverage: str
