"""The page to ask on, signing in and out."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field

from assistant.channels.http.identity import COOKIE, Asker, Identity, Opened
from assistant.channels.http.streaming import HEADERS, answer_events
from assistant.channels.web.rendering import answer_html
from assistant.conversation import Answer, Question
from knowledge.workforce.viewer import Data, Viewer

HERE = Path(__file__).parent
router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(directory=HERE / "templates")

_SUGGESTIONS: tuple[tuple[Data, str], ...] = (
    (Data.REGISTER, "How many people work for us, by kind?"),
    (Data.REGISTER, "Who knows Python and is free at least half time next month?"),
    (Data.POLICIES, "Can a contractor use their own laptop?"),
    (Data.GAPS, "What governance gaps do we have right now?"),
)


class Asked(BaseModel):
    question: str
    thread: str | None = Field(default=None, max_length=200)


@router.get("/", response_class=HTMLResponse)
def ask_page(request: Request) -> Response:
    """The page to ask on, or the way to sign in."""
    identity: Identity = request.app.state.identity
    viewer = identity.from_cookie(request)
    if viewer is None:
        return RedirectResponse("/sign-in", status_code=303)
    return _templates.TemplateResponse(
        request,
        "ask.html",
        {
            "viewer": viewer.email,
            "roles": ", ".join(viewer.role_names),
            "suggestions": _suggestions(viewer),
            "model": request.app.state.installation.settings.chosen_model,
        },
    )


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in_page(request: Request, token: str | None = None) -> Response:
    """Sign in with the server's link, or show the form for a token."""
    return _sign_in(request, token) if token is not None else _form(request)


@router.post("/sign-in", response_class=HTMLResponse)
def sign_in(request: Request, token: Annotated[str, Form(max_length=400)] = "") -> Response:
    """Sign in with a token that was typed."""
    return _sign_in(request, token)


@router.post("/sign-out")
def sign_out() -> Response:
    """Forget the session."""
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


@router.post("/ask")
def ask(body: Asked, viewer: Asker, opened: Opened) -> StreamingResponse:
    """A question from the page: the events of the API, the last with the answer as HTML too."""

    def finish(answer: Answer) -> dict[str, Any]:
        return {
            "html": answer_html(answer),
            "status": answer.status,
            "run": answer.run,
            "thread": answer.thread,
            "coverage": answer.coverage,
            "model": answer.model,
            "tools": [{"name": call.name.replace("_", " "), "ms": call.ms} for call in answer.tools],
        }

    question = Question(body.question, viewer, "web", body.thread)
    return StreamingResponse(
        answer_events(opened.assistant, question, finish), media_type="text/event-stream", headers=HEADERS
    )


def _suggestions(viewer: Viewer) -> list[str]:
    return [text for data, text in _SUGGESTIONS if viewer.reach(data)]


def _form(request: Request, wrong: str | None = None) -> Response:
    status = 401 if wrong else 200
    return _templates.TemplateResponse(request, "sign_in.html", {"wrong": wrong}, status_code=status)


def _sign_in(request: Request, token: str) -> Response:
    identity: Identity = request.app.state.identity
    viewer = identity.sign_in(token.strip())
    if viewer is None:
        return _form(request, "That token is not valid, or no longer. Ask whoever runs this server for another.")
    response = RedirectResponse("/", status_code=303)
    identity.remember(response, viewer, secure=request.url.scheme == "https")
    return response
