"""The page to ask on, signing in and out."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant.channels.http.identity import COOKIE, Asker, Identity, Opened
from assistant.channels.http.streaming import HEADERS, answer_events
from assistant.channels.web.rendering import answer_html
from assistant.channels.web.shell import TEMPLATES, PageRoute, SignedIn, local_path, render
from assistant.conversation import Answer, Question
from knowledge.workforce.viewer import Data, Viewer

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_SUGGESTIONS: tuple[tuple[Data, str], ...] = (
    (Data.REGISTER, "How many people work for us, by kind?"),
    (Data.REGISTER, "Who knows Python and is free at least half time next month?"),
    (Data.POLICIES, "Can a contractor use their own laptop?"),
    (Data.GAPS, "What governance gaps do we have right now?"),
)


Next = Annotated[str, Query(alias="next", max_length=600, description="The page to go to after signing in.")]


class Asked(BaseModel):
    question: str
    thread: str | None = Field(default=None, max_length=200)


@router.get("/", response_class=HTMLResponse)
def ask_page(request: Request, viewer: SignedIn, q: str = "") -> Response:
    """The page to ask on; `q` is put into the question box and not sent."""
    model = request.app.state.installation.settings.chosen_model
    return render(request, "ask.html", viewer, suggestions=_suggestions(viewer), model=model, q=q[:2000])


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in_page(request: Request, token: str | None = None, next_: Next = "/") -> Response:
    """Sign in with the server's link, or show the form for a token."""
    return _sign_in(request, token, next_) if token is not None else _form(request, next_)


@router.post("/sign-in", response_class=HTMLResponse)
def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=400)] = "",
    next_: Annotated[str, Form(alias="next", max_length=600)] = "/",
) -> Response:
    """Sign in with a token that was typed."""
    return _sign_in(request, token, next_)


@router.post("/sign-out")
def sign_out(request: Request, csrf: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Forget the session. Another site's page can't do it."""
    identity: Identity = request.app.state.identity
    response = RedirectResponse("/sign-in", status_code=303)
    if identity.form_is_ours(request, csrf):
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


def _form(request: Request, next_: str, wrong: str | None = None) -> Response:
    status = 401 if wrong else 200
    context = {"wrong": wrong, "next": local_path(next_)}
    return TEMPLATES.TemplateResponse(request, "sign_in.html", context, status_code=status)


def _sign_in(request: Request, token: str, next_: str) -> Response:
    identity: Identity = request.app.state.identity
    identity.may_try(request)
    viewer = identity.sign_in(token.strip())
    if viewer is None:
        return _form(request, next_, "That token is not valid, or no longer. Ask whoever runs this server for another.")
    response = RedirectResponse(local_path(next_), status_code=303)
    identity.remember(response, viewer, secure=request.url.scheme == "https")
    return response
