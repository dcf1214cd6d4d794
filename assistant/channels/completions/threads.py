"""Which of our conversations goes on, told by nothing but the messages that a client sends.

The messages up to the last question are the conversation. What was answered here is found again by their digest;
anything else (another replica's answer, an edited or repeated turn, a restart) is told anew, question by question.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Sequence

from assistant.channels.completions.protocol import Message
from assistant.conversation import Question
from assistant.service import Assistant, UnknownThread
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import Viewer

REMEMBERED = 2_000
"""Conversations whose digest is kept; one takes about 200 bytes."""
TOLD_ANEW = 4
"""Earlier questions that are told anew: what a follow-up can refer to."""


class Threads:
    """Conversations of the chat-completions channel, by digest of asker and messages."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._known: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def before(self, viewer: Viewer, earlier: Sequence[Message]) -> str | None:
        """The conversation that `earlier` are the messages of, or None when it begins now."""
        with self._lock:
            # Taken, not read: the conversation moves on with the next answer, and a repeated turn must not follow it.
            thread = self._known.pop(_digest(viewer, earlier), None)
        if thread is not None:
            return thread
        questions = [message.words for message in earlier if message.role == "user" and message.words]
        for text in questions[-TOLD_ANEW:]:
            try:
                thread = self._assistant.answer(Question(text, viewer, "completions", thread)).thread
            except UnknownThread:
                thread = None
            except BadInput:
                continue
        return thread

    def remember(self, viewer: Viewer, messages: Sequence[Message], answer: str, thread: str) -> None:
        """The conversation as the client will send it back: these messages and this answer."""
        said = [*messages, Message(role="assistant", content=answer)]
        with self._lock:
            self._known[_digest(viewer, said)] = thread
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


def _digest(viewer: Viewer, messages: Sequence[Message]) -> str:
    said = [[message.role, message.words] for message in messages if message.role in ("user", "assistant")]
    return hashlib.sha256(json.dumps([viewer.email, said]).encode()).hexdigest()
