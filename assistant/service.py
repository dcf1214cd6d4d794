"""A question comes in, a grounded answer goes out, and it is in the oversight log before it leaves."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph.state import CompiledStateGraph

from assistant.approvals import Approvals
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from assistant.conversation import Answer, PlanReference, Question
from assistant.graph.build import RECURSION_LIMIT
from assistant.graph.run import Draft, Emit, Run
from assistant.graph.state import State
from assistant.models.provider import ChatProvider
from knowledge.policies.index import PolicyIndex
from knowledge.registry.agents import ASSISTANT
from knowledge.registry.reading import Reading
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput
from tools.catalogue import CATALOGUE
from tools.contract import Context, Effect

ANSWER_SECONDS = 50.0
"""A question ends within this time, whatever a model does (the public contract allows 60 s)."""


_SUSPENDED = (
    "The assistant is suspended since {day}, by {by}: it looks nothing up and drafts nothing until 'workforce agents resume "
    "workforce-assistant'. Ask a colleague in the function concerned meanwhile."
)


class UnknownThread(BadInput):
    """The conversation is nobody's, or somebody else's; which of the two is not told."""


class TooLong(BadInput):
    """The question is longer than the setting allows."""


def _silent(_: str, __: dict[str, Any]) -> None:
    """What happens meanwhile interests nobody."""


@dataclass(frozen=True)
class Assistant:
    """The assistant: everything that one question needs, wired by `assistant.bootstrap`."""

    registry: Registry
    policies: PolicyIndex
    log: OversightLog
    approvals: Approvals
    graph: CompiledStateGraph[State, Run, State, State]
    conversations: SqliteSaver
    provider: ChatProvider
    builtin: ChatProvider
    question_max_characters: int
    model_timeout_seconds: float
    model_calls_per_question: int

    def answer(self, question: Question, emit: Emit = _silent) -> Answer:
        """The answer to `question`, logged.

        Raises `BadInput` for an empty or overlong question and for a thread that isn't the asker's, and
        `Unavailable` when the log can't be written: nothing is answered unlogged.
        """
        text = question.text.strip()
        if not text:
            raise BadInput("The question is empty; type what you would like to know.")
        if len(text) > self.question_max_characters:
            raise TooLong(
                f"The question has {len(text):,} characters and may have {self.question_max_characters:,}; shorten it."
            )
        thread = question.thread or uuid.uuid4().hex
        config: RunnableConfig = {"configurable": {"thread_id": thread}, "recursion_limit": RECURSION_LIMIT}
        if question.thread is not None:
            self._own(config, question)
        suspension = self.registry.agents.suspension(ASSISTANT)
        with self.registry.reading(question.viewer) as reading:
            run = self._run(question, text, thread, reading, emit)
            run.later(run.event(EventKind.QUESTION, payload={"text": text}))
            state: Any = {"owner": question.viewer.email, "messages": [HumanMessage(text)]}
            if suspension is not None:
                run.draft = Draft(
                    _SUSPENDED.format(by=suspension.by, day=suspension.at.date()), "unsupported", "out_of_scope"
                )
            else:
                self.graph.invoke(state, config, context=run, durability="exit")
                self._keep_latest(thread)
            answer = self._document(run, reading)
        if answer.status in ("not_permitted", "refused"):
            run.later(run.event(EventKind.REFUSAL, decision=answer.status, reason=answer.reason))
        run.commit(
            run.event(
                EventKind.ANSWER,
                status=answer.status,
                reason=answer.reason,
                model_answered=answer.model,
                payload={"answer": answer.model_dump(mode="json")},
            )
        )
        return answer

    def _run(
        self, question: Question, text: str, thread: str, reading: Reading, emit: Callable[[str, dict[str, Any]], None]
    ) -> Run:
        id_ = uuid.uuid4().hex
        propose = self.approvals.proposer(question.viewer, question.channel, id_, thread)
        return Run(
            id=id_,
            thread=thread,
            question=Question(text, question.viewer, question.channel, thread),
            today=reading.today,
            tools={tool.name: tool for tool in CATALOGUE},
            context=Context(question.viewer, reading.today, reading, self.policies, self.log, propose),
            log=self.log,
            provider=self.provider,
            builtin=self.builtin,
            emit=emit,
            deadline=time.monotonic() + ANSWER_SECONDS,
            model_timeout=self.model_timeout_seconds,
            max_model_calls=self.model_calls_per_question,
        )

    def _own(self, config: RunnableConfig, question: Question) -> None:
        state = self.graph.get_state(config).values
        if not state or state.get("owner") != question.viewer.email:
            raise UnknownThread(
                f"There is no conversation {question.thread} of yours; leave the thread out to begin one."
            )

    def _keep_latest(self, thread: str) -> None:
        """Only a conversation's newest checkpoint is of use: without this, files grow with the square of its turns."""
        with self.conversations.cursor() as cursor:
            newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
            for table in ("checkpoints", "writes"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ({newest})", (thread, thread)
                )

    def _document(self, run: Run, reading: Reading) -> Answer:
        draft = run.draft or Draft("Something went wrong on our side; it has been logged.", "error", None)
        text = f"{draft.text}\n\n_{run.notice}_" if run.notice else draft.text
        as_of, coverage = _coverage(reading)
        return Answer(
            answer=text,
            status=draft.status,  # pyright: ignore[reportArgumentType]
            reason=None if draft.status == "answered" else draft.reason or "missing_detail",
            citations=list(draft.citations),
            figures=list(draft.figures),
            tools=run.calls,
            plan=_plan(run),
            thread=run.thread,
            run=run.id,
            actor=run.question.viewer.email,
            model=run.provider.name,
            as_of=as_of,
            coverage=coverage,
        )


def _plan(run: Run) -> PlanReference | None:
    """The plan that the answer is about: the last one that a tool drafted or showed."""
    for call in reversed(run.calls):
        about = call.effect == Effect.PROPOSE.value or call.name == "show_plan"
        if about and call.status == "ok":
            plan = call.output.get("plan")
            if isinstance(plan, dict):
                return PlanReference.model_validate({key: plan.get(key) for key in PlanReference.model_fields})
    return None


def _coverage(reading: Reading) -> tuple[str, str]:
    """As of when the data is, and in one line which sources it comes from and how old each is."""
    sources = reading.freshness()
    if not sources:
        return datetime.now(UTC).isoformat(timespec="seconds"), "no data has been imported yet"
    newest = max(source.imported_at for source in sources)
    parts = [f"{source.source} (imported {source.imported_at:%Y-%m-%d})" for source in sources]
    return newest.isoformat(timespec="seconds"), "Sources: " + ", ".join(parts)
