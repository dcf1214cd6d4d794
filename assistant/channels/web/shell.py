"""What every page shares: who is signed in, one navigation, the form token, and how a refusal looks as a page."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from assistant.channels.http.identity import Identity
from assistant.channels.http.problems import status_of
from knowledge.workforce.errors import WorkforceError
from knowledge.workforce.viewer import Data, Viewer

HERE = Path(__file__).parent
TEMPLATES = Jinja2Templates(directory=HERE / "templates")
CHANNEL = "web"
_PAGES: tuple[tuple[str, str, Data | None], ...] = (
    ("/", "Ask", None),
    ("/people", "People", Data.REGISTER),
    ("/staffing", "Staffing", Data.REGISTER),
    ("/plans", "Plans", Data.PLANS),
    ("/gaps", "Gaps", Data.GAPS),
    ("/policies", "Policies", Data.POLICIES),
    ("/reports", "Reports", Data.REGISTER),
    ("/me", "My record", None),
    ("/auditor", "Console", None),
    ("/settings", "Settings", None),
)
"""Address, name, and the data that somebody must have a right to for the page to be offered."""


class SignInFirst(Exception):
    """Nobody is signed in, or no longer."""


class PageRoute(APIRoute):
    """A route whose refusals are pages: a sentence and a way on, with the status that the API gives."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def page(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInFirst:
                asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                back = "" if request.method != "GET" or asked == "/" else f"?next={quote(asked)}"
                return RedirectResponse(f"/sign-in{back}", status_code=303)
            except WorkforceError as error:
                return _refusal(request, status_of(error), str(error))
            except RequestValidationError as error:
                if "json" in request.headers.get("content-type", ""):
                    raise
                first = error.errors()[0]
                return _refusal(request, 422, f"{first['loc'][-1]}: {first['msg']}.")
            except HTTPException as error:
                if "json" in request.headers.get("content-type", ""):
                    raise
                page = _refusal(request, error.status_code, str(error.detail))
                page.headers.update(error.headers or {})
                return page

        return page


def signed_in(request: Request) -> Viewer:
    """FastAPI dependency: the person of the session, else the page to sign in on."""
    identity: Identity = request.app.state.identity
    viewer = identity.from_cookie(request)
    if viewer is None:
        raise SignInFirst
    identity.within_limits(request, viewer)
    return viewer


SignedIn = Annotated[Viewer, Depends(signed_in)]


def writing(request: Request, viewer: SignedIn, csrf: Annotated[str, Form(max_length=100)] = "") -> Viewer:
    """FastAPI dependency of every form that changes something: the person, once the form is known to be ours."""
    identity: Identity = request.app.state.identity
    if not identity.form_is_ours(request, csrf):
        raise HTTPException(
            403, "This form is from another session or another site; load the page again and repeat it."
        )
    return viewer


Writing = Annotated[Viewer, Depends(writing)]


def render(request: Request, template: str, viewer: Viewer, **context: Any) -> Response:
    """A page for somebody who is signed in."""
    identity: Identity = request.app.state.identity
    path = request.url.path
    here = next((a for a, _, _ in _PAGES if a == path or (a != "/" and path.startswith(f"{a}/"))), None)
    shell = {
        "viewer": viewer.email,
        "roles": ", ".join(viewer.role_names),
        "csrf": identity.form_token(request),
        "navigation": [(address, name) for address, name, data in _PAGES if data is None or viewer.reach(data)],
        "here": here,
    }
    return TEMPLATES.TemplateResponse(request, template, {**context, **shell})


def local_path(text: str) -> str:
    """An address on this server, or the first page for anything else."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else "/"


def _refusal(request: Request, status: int, sentence: str) -> Response:
    identity: Identity = request.app.state.identity
    viewer = identity.from_cookie(request)
    if viewer is None:
        return TEMPLATES.TemplateResponse(request, "wrong.html", {"sentence": sentence}, status_code=status)
    page = render(request, "wrong.html", viewer, sentence=sentence)
    page.status_code = status
    return page
