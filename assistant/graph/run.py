"""One question's run: what is fixed for it, and what it gathers. It lives in memory for that question only."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.audit.events import Event
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind, Phase
from assistant.conversation import Citation, Figure, Question, ToolCall
from assistant.graph.speech import AskBack, Decline
from assistant.models.provider import ChatProvider
from tools.contract import Context, Tool

FALLBACK_SECONDS = 10.0
"""Kept back from an outside model's time, so that the built-in one can still answer."""

Emit = Callable[[str, dict[str, Any]], None]
"""Tells a channel what is happening: an event's name and its data."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one tool call came to, in words. `status` and `reason` are those an answer resting on it would have."""

    call_id: str
    tool: str
    words: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked answer, before the service makes the public document of it."""

    text: str
    status: str
    reason: str | None
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass
class Run:
    """The context of one question (LangGraph's runtime context); never persisted."""

    id: str
    thread: str
    question: Question
    today: date
    tools: Mapping[str, Tool[Any, Any]]
    context: Context
    log: OversightLog
    provider: ChatProvider
    builtin: ChatProvider
    emit: Emit
    deadline: float
    model_timeout: float
    max_model_calls: int
    calls: list[ToolCall] = field(default_factory=list["ToolCall"])
    findings: list[Finding] = field(default_factory=list["Finding"])
    pending: list[Event] = field(default_factory=list["Event"])
    speech: AskBack | Decline | None = None
    model_calls: int = 0
    corrections: list[str] = field(default_factory=list[str])
    correcting_words: bool = False
    draft: Draft | None = None
    notice: str | None = None

    @property
    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()

    @property
    def model_deadline(self) -> float:
        """Until when a model may be waited for: an outside one leaves time for the built-in one to answer."""
        return self.deadline - (FALLBACK_SECONDS if self.provider.external else 0)

    @property
    def titles(self) -> dict[str, str]:
        """How a call of each tool is named as a source."""
        return {name: name.replace("_", " ").capitalize() for name in self.tools}

    def event(self, kind: EventKind, phase: Phase = Phase.SINGLE, **fields: Any) -> Event:
        """An event of this run, with all that is the same for each of them."""
        return Event(
            kind=kind,
            phase=phase,
            run=self.id,
            conversation=self.thread,
            actor=self.question.viewer.email,
            role=",".join(self.question.viewer.role_names),
            channel=self.question.channel,
            **fields,
        )

    def later(self, event: Event) -> None:
        """Keep an event that may wait for the next commit of this run, which comes before its answer leaves."""
        self.pending.append(event)

    def commit(self, *events: Event) -> list[str]:
        """Write the waiting events and these, durably, and return the ids of these."""
        batch = [*self.pending, *events]
        recorded = self.log.append_all(batch)
        self.pending.clear()
        return [entry.id for entry in recorded[len(batch) - len(events) :]]

    def fall_back(self, why: str) -> None:
        """Go on with the built-in model, and say so in the answer."""
        self.provider = self.builtin
        self.notice = why
