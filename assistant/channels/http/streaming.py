"""An answer as server-sent events: what happens meanwhile, then the text, then the whole document."""

import json
import queue
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

from assistant.channels.http import problems
from assistant.conversation import Answer, Question
from assistant.service import Assistant
from knowledge.workforce.errors import WorkforceError

HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
_PIECE = re.compile(r"\S+\s*|\s+")
_PIECES_A_CHUNK = 6


def event(name: str, data: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def answer_events(
    assistant: Assistant, question: Question, finish: Callable[[Answer], dict[str, Any]]
) -> Iterator[str]:
    """Events `status`, `tool`, `text`, and at the end `answer` or `error`.

    The text is sent once it is grounded and logged: nobody sees words that a check then takes back. `finish` makes
    the document of the `answer` event.
    """
    happenings: queue.SimpleQueue[tuple[str, dict[str, Any]] | Answer | dict[str, Any]] = queue.SimpleQueue()

    def work() -> None:
        try:
            happenings.put(assistant.answer(question, lambda name, data: happenings.put((name, data))))
        except WorkforceError as error:
            happenings.put(json.loads(bytes(problems.of(error).body)))
        except BaseException:
            happenings.put(json.loads(bytes(problems.problem(500, "Something went wrong on our side.").body)))
            raise

    threading.Thread(target=work, name="answer", daemon=True).start()
    yield event("status", {"text": "Reading the question"})
    while True:
        happened = happenings.get()
        if isinstance(happened, Answer):
            pieces = _PIECE.findall(happened.answer)
            for n in range(0, len(pieces), _PIECES_A_CHUNK):
                yield event("text", {"text": "".join(pieces[n : n + _PIECES_A_CHUNK])})
            yield event("answer", finish(happened))
            return
        if isinstance(happened, dict):
            yield event("error", happened)
            return
        yield event(*happened)
