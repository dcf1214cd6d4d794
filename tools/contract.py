"""What a tool is: typed input and output, an effect, who may use it, examples, and how it reads in words.

A tool's module holds `Input`, `Output`, `run`, `render` and one `TOOL`. Its input's fields and docstring are the
schema that every model sees; nothing restates them. Who is asking comes from `Context`, never from an argument.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from knowledge.policies.index import PolicyIndex
from knowledge.registry.reading import Reading
from knowledge.source import Source
from knowledge.workforce.planning.plan import Content
from knowledge.workforce.planning.states import Plan
from knowledge.workforce.viewer import Data, Viewer

In = TypeVar("In", bound="Input")
Out = TypeVar("Out", bound="Output")


class Effect(StrEnum):
    """What using a tool does to the world."""

    READ = "read"
    PROPOSE = "propose"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Said:
    """On a field of choices: the words with which people say each value, beside the value's own name."""

    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Cue:
    """On a field that holds a thing in a special part: it is meant only where the text has this pattern ("reports to")."""

    pattern: str


class Input(BaseModel):
    """The base of every tool's input: unknown arguments are an error, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SourceOut(BaseModel):
    """A source as it stands in a tool's output (see `knowledge.source.Source`)."""

    kind: Literal["policy", "record", "computation"]
    ref: str
    title: str
    quote: str | None = None
    location: str | None = None

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        return cls(kind=source.kind, ref=source.ref, title=source.title, quote=source.quote, location=source.location)


class Output(BaseModel):
    """The base of every tool's output."""

    sources: list[SourceOut] = Field(default_factory=list["SourceOut"])


class OversightLog(Protocol):
    """What a tool may ask of the oversight log. Rights are the tool's to keep: `actor` narrows to one person's own."""

    def look_up(
        self,
        *,
        kinds: tuple[str, ...],
        actor: str | None,
        subject: str | None,
        start: date | None,
        end: date | None,
        limit: int,
    ) -> list[dict[str, Any]]:
        """The newest events of these kinds (all, when empty), in order; days are whole and in UTC."""
        ...

    def counted(self, *, start: date | None, end: date | None) -> int:
        """How many events there are in these days."""
        ...

    def verified(self) -> dict[str, Any]:
        """The log's verification, as `workforce audit verify --json` prints it."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a tool runs with: the asker, the day, and what is known as that asker may see it.

    `propose` keeps a draft of a plan, on the record; None where nothing may be kept. Deciding on one is no tool's.
    """

    viewer: Viewer
    today: date
    registry: Reading
    policies: PolicyIndex
    log: "OversightLog | None" = None
    propose: Callable[[Content], Plan] | None = None
    progress: Callable[[dict[str, Any]], None] | None = None
    """Hears how far a long computation is; None where nobody listens."""
    cancelled: Callable[[], bool] | None = None
    """Says whether a long computation is to end with what it has."""


class Halt(Exception):
    """The base of the ways in which a tool gives no result; anything else that it raises is a fault."""

    status: str
    reason: str

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Retry(Halt):
    """The arguments don't fit; the message says how to call again."""

    status = "retry"
    reason = "missing_detail"


class Refused(Halt):
    """No: this person may not have it, or nobody may. `status` is `refused` or `not_permitted`."""

    def __init__(self, message: str, *, reason: str, status: Literal["refused", "not_permitted"]) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status


class NotFound(Halt):
    """A named thing does not exist. `near` are names that come close."""

    status = "not_found"

    def __init__(self, message: str, *, reason: str = "no_such_thing", near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reason = reason
        self.near = near


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several readings: its id, and how a person tells it from the others."""

    id: str
    label: str


class Ambiguous(Halt):
    """Several things go by that name; the asker must choose.

    `asked` is what was said, where it is the value of an argument; a choice takes its place.
    """

    status = "clarify"

    def __init__(self, message: str, *, reason: str, choices: tuple[Choice, ...], asked: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.choices = choices
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Tool(Generic[In, Out]):
    """One thing that can be done.

    `render` words an output in Markdown, facts first. It cites with `[[ref]]` marks, where `ref` is that of one
    of the output's sources, or `run` for the call itself; the answer numbers them. `needs` is the data that the
    tool shows: who has no right to any of it is not offered the tool. `outcome` gives the status and reason of an
    answer that rests on an output (default: answered). `examples` are questions as people type them, with names
    written as their type in braces: "Is {contributor} free next week?". `explains` names the tool whose results this one
    gives the reasons for, so that "why?" leads here.
    """

    name: str
    description: str
    effect: Effect
    needs: Data
    input: type[In]
    output: type[Out]
    examples: tuple[str, ...]
    run: Callable[[In, Context], Out]
    render: Callable[[Out], str]
    explains: str | None = None
    outcome: Callable[[Out], tuple[str, str | None]] = field(default=lambda _: ("answered", None))
