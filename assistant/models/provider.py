"""From the setting to a chat model, and one way to call it that never hangs and never hides a fault.

`ChatOpenAI` keeps the chat-completions protocol, so any compatible server works. Streaming is off while tools are
bound: a stream that is cut in the middle of a tool call would be "repaired" into other arguments and carried out.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage

from assistant.settings import Settings
from knowledge.workforce.errors import Unavailable

LONGEST_WAIT = 5.0
"""Seconds that a `retry-after` may ask for and still be waited for."""


class ModelFailed(Exception):
    """The model gave no usable reply. The message names the kind of fault, never the fault's own text."""


@dataclass(frozen=True, slots=True)
class ChatProvider:
    """A chat model by its public name. `make` builds it for a timeout in seconds; `failures` are what its calls raise."""

    name: str
    make: Callable[[float], BaseChatModel]
    failures: tuple[type[Exception], ...] = ()
    warm: Callable[[], None] = lambda: None

    @property
    def external(self) -> bool:
        """Whether words leave this process for it."""
        return self.name != "builtin"

    def complete(
        self, messages: Sequence[AnyMessage], tools: Sequence[dict[str, Any]], *, timeout: float, deadline: float
    ) -> AIMessage:
        """The model's reply to `messages`. Tried twice where that can help; `ModelFailed` when it can't be had."""
        for attempt in (1, 2):
            left = deadline - time.monotonic()
            if left <= 1:
                raise ModelFailed("it took too long")
            try:
                reply = self._call(messages, tools, min(timeout, left))
            except self.failures as error:
                wait = _wait(error)
                if attempt == 2 or wait is None or wait > min(LONGEST_WAIT, deadline - time.monotonic() - 2):
                    raise ModelFailed(_kind(error)) from error
                time.sleep(wait)
                continue
            if self.external and not reply.tool_calls and not reply.invalid_tool_calls and not str(reply.text).strip():
                if attempt == 2:
                    raise ModelFailed("it replied with nothing")
                continue
            return reply
        raise ModelFailed("it replied with nothing")

    def _call(self, messages: Sequence[AnyMessage], tools: Sequence[dict[str, Any]], timeout: float) -> AIMessage:
        model = self.make(timeout)
        runnable = model.bind_tools(tools) if tools else model
        if tools or not self.external:
            return runnable.invoke(list(messages))
        pieces = list(model.stream(list(messages)))
        usage = next((piece.usage_metadata for piece in reversed(pieces) if piece.usage_metadata), None)
        return AIMessage("".join(str(piece.text) for piece in pieces), usage_metadata=usage)


def openai_provider(settings: Settings, model: str) -> ChatProvider:
    """A model behind an OpenAI-compatible endpoint."""
    import openai
    from langchain_openai import ChatOpenAI

    secret = settings.openai_api_key
    key = secret.get_secret_value() if secret is not None else "none"
    if secret is None and settings.openai_base_url is None:
        raise Unavailable(
            f"The model openai:{model} needs OPENAI_API_KEY or OPENAI_BASE_URL; set one, or WORKFORCE_MODEL=builtin."
        )

    def make(timeout: float) -> BaseChatModel:
        return ChatOpenAI(
            model=model,
            api_key=lambda: key,
            base_url=settings.openai_base_url,
            timeout=timeout,
            max_retries=0,
            use_responses_api=False,
            disable_streaming="tool_calling",
            stream_usage=True,
        )

    # A server that is only nearly compatible shows as one of the plain exceptions inside the client.
    faults = (openai.OpenAIError, IndexError, KeyError, TypeError, ValueError, AttributeError, json.JSONDecodeError)
    return ChatProvider(f"openai:{model}", make, faults)


def _wait(error: Exception) -> float | None:
    """Seconds to wait before trying again, or None when trying again can't help."""
    status = getattr(error, "status_code", None)
    if status is None:
        return 0.2
    if status != 429 and status < 500:
        return None
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after") if response is not None else None
    if asked is None:
        return 0.5
    try:
        return max(float(asked), 0.0)
    except ValueError:
        try:
            return max(parsedate_to_datetime(asked).timestamp() - time.time(), 0.0)
        except ValueError:
            return None


def _kind(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    if status == 401:
        return "it refused the key"
    if status == 429:
        return "it is over its limit"
    if status is not None:
        return f"it answered with HTTP {status}"
    name = type(error).__name__
    if "Timeout" in name:
        return "it took too long"
    return "it can't be reached" if "Connection" in name else "its reply can't be read"
