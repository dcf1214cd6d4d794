"""What goes over the wire: requests as OpenAI's clients send them, and the documents that they expect back.

Shapes after https://platform.openai.com/docs/api-reference/chat. What the assistant has no use for (temperature, tools,
system messages) is read past: who asks and what may be done come from the token, never from a message.
"""

import json
import time
from typing import Any, Literal

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import Answer

MODEL = "workforce-assistant"
"""The one model: the assistant, whatever language model it uses itself."""


class Part(BaseModel):
    """A part of a message; only text is understood."""

    type: str
    text: str | None = None


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def words(self) -> str:
        """The message's text, its parts put together."""
        if isinstance(self.content, list):
            return "\n".join(part.text or "" for part in self.content).strip()
        return (self.content or "").strip()


class StreamOptions(BaseModel):
    include_usage: bool = False


class Requested(BaseModel):
    """A request for a chat completion."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Who is free next month?"}]}]
        }
    )

    model: str
    messages: list[Message] = Field(min_length=1, max_length=500)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, ge=1, le=1)


def text_of(answer: Answer) -> str:
    """The answer with its sources listed at the end: the protocol has no other place for them."""
    if not answer.citations:
        return answer.answer
    return "\n".join([answer.answer, "", "Sources:", *(f"- {citation.line}" for citation in answer.citations)])


def completion(answer: Answer) -> dict[str, Any]:
    """A whole completion. `workforce` adds what the protocol has no word for."""
    message = {"role": "assistant", "content": text_of(answer), "refusal": None}
    return {
        **_head(answer.run, "chat.completion"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(),
        "workforce": {"run": answer.run, "status": answer.status, "reason": answer.reason, "as_of": answer.as_of},
    }


def chunk(run: str, delta: dict[str, str], *, ends: bool = False) -> str:
    """One server-sent chunk of a streamed completion."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": "stop" if ends else None}
    return _event({**_head(run, "chat.completion.chunk"), "choices": [choice]})


def usage_chunk(run: str) -> str:
    """The chunk that a client gets before the end when it asks for usage."""
    return _event({**_head(run, "chat.completion.chunk"), "choices": [], "usage": _usage()})


def error_event(message: str) -> str:
    """An error after a stream has begun."""
    return _event(_error(message, "server_error", None))


def error(status: int, message: str, code: str | None = None) -> JSONResponse:
    """An error as OpenAI's clients read it."""
    kind = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}.get(
        status, "invalid_request_error" if status < 500 else "server_error"
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(_error(message, kind, code), status_code=status, headers=headers)


def model_document() -> dict[str, Any]:
    """The model as `/v1/models` lists it."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "workforce-assistant"}


def _head(run: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{run}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage() -> dict[str, int]:
    """The assistant counts no tokens of its own; those of a language model behind it are in the oversight log."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _error(message: str, kind: str, code: str | None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _event(document: dict[str, Any]) -> str:
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n"
