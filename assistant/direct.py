"""One tool used by a person directly (command line, API), with the same rights and the same log as in a conversation."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.approvals import Approvals
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from assistant.conversation import Question
from assistant.graph import toolbelt
from assistant.graph.run import Run
from assistant.grounding.citations import known_sources, number_citations
from assistant.models.provider import ChatProvider
from knowledge.policies.index import PolicyIndex
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput, NoSuchThing, NotPermitted, Unavailable, WorkforceError
from knowledge.workforce.viewer import Viewer
from tools.catalogue import CATALOGUE
from tools.contract import Context

_SECONDS = 50.0
_ERRORS: dict[str, type[WorkforceError]] = {
    "not_permitted": NotPermitted,
    "refused": NotPermitted,
    "error": Unavailable,
}


@dataclass(frozen=True)
class Direct:
    """The tools without a conversation."""

    registry: Registry
    policies: PolicyIndex
    log: OversightLog
    approvals: Approvals
    builtin: ChatProvider

    def use(
        self,
        tool: str,
        arguments: dict[str, Any],
        viewer: Viewer,
        channel: str,
        progress: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[dict[str, Any], str]:
        """The tool's output document, and its words with a numbered list of sources.

        Raises as the command line and the API report it: `NoSuchThing`, `BadInput`, `NotPermitted`, `Unavailable`.
        """
        id_ = uuid.uuid4().hex
        propose = self.approvals.proposer(viewer, channel, id_, None)
        with self.registry.reading(viewer) as reading:
            run = Run(
                id=id_,
                thread="",
                question=Question(tool, viewer, channel),
                today=reading.today,
                tools={known.name: known for known in CATALOGUE},
                context=Context(viewer, reading.today, reading, self.policies, self.log, propose, progress, cancelled),
                log=self.log,
                provider=self.builtin,
                builtin=self.builtin,
                emit=lambda _name, _data: None,
                deadline=time.monotonic() + _SECONDS,
                model_timeout=_SECONDS,
                max_model_calls=0,
            )
            message = toolbelt.use(
                run, {"name": tool, "args": arguments, "id": toolbelt.new_call_id(), "type": "tool_call"}
            )
            status = message.artifact["status"]
            if status in ("not_permitted", "refused"):
                run.later(run.event(EventKind.REFUSAL, decision=status, reason=message.artifact["reason"]))
            run.commit()
        words: str = message.artifact["rendering"]
        if message.artifact["output"].get("message") == words and status != "answered":
            if status == "not_found":
                raise NoSuchThing(words)
            raise _ERRORS.get(status, BadInput)(words)
        cited, citations, _ = number_citations(words, known_sources(run.calls, run.titles))
        sources = "\n".join(citation.line for citation in citations)
        return message.artifact["output"], f"{cited}\n\n{sources}" if sources else cited
