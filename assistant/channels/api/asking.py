"""`POST /api/v1/ask` and its stream."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.http.identity import Asker, Opened
from assistant.channels.http.streaming import HEADERS, answer_events
from assistant.conversation import Answer, Question

router = APIRouter(prefix="/api/v1", tags=["ask"])


class Asked(BaseModel):
    """A question; leave `thread` out to begin a conversation, send back the one received to go on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Who is free next month?"}]})

    question: str = Field(description="In your own words.")
    thread: str | None = Field(default=None, max_length=200)


@router.post("/ask")
def ask(body: Asked, viewer: Asker, opened: Opened) -> Answer:
    """One question, one answer; 200 whatever its status."""
    return opened.assistant.answer(Question(body.question, viewer, "api", body.thread))


@router.post("/ask/stream")
def ask_stream(body: Asked, viewer: Asker, opened: Opened) -> StreamingResponse:
    """The same as server-sent events: `status`, `tool`, `text`, `answer`, `error`."""

    def document(answer: Answer) -> dict[str, Any]:
        return answer.model_dump(mode="json")

    question = Question(body.question, viewer, "api", body.thread)
    return StreamingResponse(
        answer_events(opened.assistant, question, document), media_type="text/event-stream", headers=HEADERS
    )
