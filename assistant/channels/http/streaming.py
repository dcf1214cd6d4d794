"""An answer as it comes about: what happens meanwhile, then the text in pieces, then the whole document."""

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

Happening = tuple[str, dict[str, Any]] | Answer | WorkforceError | BaseException
"""What a running question tells: an event with its data, and at the end its answer or its fault."""


def event(name: str, data: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def happenings(assistant: Assistant, question: Question) -> Iterator[Happening]:
    """What happens while the question is answered in a thread of its own; the last one is its answer or its fault."""
    told: queue.SimpleQueue[Happening] = queue.SimpleQueue()

    def work() -> None:
        try:
            told.put(assistant.answer(question, lambda name, data: told.put((name, data))))
        except WorkforceError as error:
            told.put(error)
        except BaseException as fault:
            told.put(fault)
            raise

    threading.Thread(target=work, name="answer", daemon=True).start()
    while True:
        happened = told.get()
        yield happened
        if not isinstance(happened, tuple):
            return


def pieces(text: str) -> Iterator[str]:
    """A text in pieces of a few words that together are the text.

    Text is sent once it is grounded and logged: nobody sees words that a check then takes back.
    """
    words = _PIECE.findall(text)
    for n in range(0, len(words), _PIECES_A_CHUNK):
        yield "".join(words[n : n + _PIECES_A_CHUNK])


def answer_events(
    assistant: Assistant, question: Question, finish: Callable[[Answer], dict[str, Any]]
) -> Iterator[str]:
    """Server-sent events `status`, `tool`, `text`, and at the end `answer` (as `finish` makes it) or `error`."""
    yield event("status", {"text": "Reading the question"})
    for happened in happenings(assistant, question):
        if isinstance(happened, Answer):
            for piece in pieces(happened.answer):
                yield event("text", {"text": piece})
            yield event("answer", finish(happened))
        elif isinstance(happened, tuple):
            yield event(*happened)
        else:
            yield event("error", json.loads(bytes(problems.of_fault(happened).body)))
