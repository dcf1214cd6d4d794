"""`/v1/chat/completions` and `/v1/models`."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.channels.completions import protocol
from assistant.channels.completions.protocol import MODEL, Message, Requested
from assistant.channels.completions.threads import Threads
from assistant.channels.http import problems
from assistant.channels.http.identity import Asker, Opened
from assistant.channels.http.streaming import HEADERS, happenings, pieces
from assistant.conversation import Answer, Question
from assistant.service import TooLong, UnknownThread
from knowledge.workforce.errors import BadInput, WorkforceError
from knowledge.workforce.viewer import Viewer


class _Route(APIRoute):
    """Errors here have OpenAI's shape: its clients read no other."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
                return protocol.error(400, f"{where}: {first['msg']}.")
            except HTTPException as error:
                code = {401: "invalid_api_key", 404: "model_not_found"}.get(error.status_code)
                return protocol.error(error.status_code, str(error.detail), code)
            except WorkforceError as error:
                return _refused(error)

        return handled


router = APIRouter(prefix="/v1", tags=["chat completions"], route_class=_Route)


@router.get("/models")
def models(viewer: Asker) -> dict[str, Any]:
    """The assistant, as a model."""
    return {"object": "list", "data": [protocol.model_document()]}


@router.get("/models/{model}")
def model(model: str, viewer: Asker) -> dict[str, Any]:
    """One model."""
    _known(model)
    return protocol.model_document()


@router.post("/chat/completions", response_model=None)
def chat_completions(
    body: Requested, viewer: Asker, opened: Opened, request: Request
) -> JSONResponse | StreamingResponse:
    """The answer to the last message, as the token's person; the messages before it are the conversation."""
    _known(body.model)
    last = body.messages[-1]
    if last.role != "user" or not last.words:
        raise BadInput("The last message must be the user's and hold text.")
    threads: Threads = _threads(request, opened)
    thread = threads.before(viewer, body.messages[:-1])
    question = Question(last.words, viewer, "completions", thread)
    if body.stream:
        return StreamingResponse(
            _stream(opened, question, threads, viewer, body), media_type="text/event-stream", headers=HEADERS
        )
    answer = opened.assistant.answer(question)
    _remember(threads, viewer, body.messages, answer)
    return JSONResponse(protocol.completion(answer))


def _stream(opened: Any, question: Question, threads: Threads, viewer: Viewer, body: Requested) -> Iterator[str]:
    for happened in happenings(opened.assistant, question):
        if isinstance(happened, Answer):
            _remember(threads, viewer, body.messages, happened)
            yield protocol.chunk(happened.run, {"role": "assistant", "content": ""})
            for piece in pieces(protocol.text_of(happened)):
                yield protocol.chunk(happened.run, {"content": piece})
            yield protocol.chunk(happened.run, {}, ends=True)
            if body.stream_options is not None and body.stream_options.include_usage:
                yield protocol.usage_chunk(happened.run)
        elif not isinstance(happened, tuple):
            yield protocol.error_event(problems.sentence(happened))
    yield "data: [DONE]\n\n"


def _remember(threads: Threads, viewer: Viewer, messages: list[Message], answer: Answer) -> None:
    threads.remember(viewer, messages, protocol.text_of(answer), answer.thread)


def _threads(request: Request, opened: Any) -> Threads:
    state = request.app.state
    if not hasattr(state, "completion_threads"):
        state.completion_threads = Threads(opened.assistant)
    return state.completion_threads


def _known(model: str) -> None:
    if model != MODEL:
        raise HTTPException(404, f"The model {model!r} does not exist; GET /v1/models lists what does: {MODEL}.")


def _refused(error: WorkforceError) -> JSONResponse:
    if isinstance(error, TooLong):
        return protocol.error(400, str(error), "context_length_exceeded")
    if isinstance(error, UnknownThread):
        return protocol.error(409, "This conversation went on elsewhere; send it again.")
    status = problems.status_of(error)
    return protocol.error(400 if status == 422 else status, str(error))
