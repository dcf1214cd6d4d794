"""Who is asking over HTTP: a bearer token, or the signed session cookie that signing in sets. Never the text."""

import hashlib
import hmac
import math
import secrets
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.exceptions import HTTPException

from assistant.bootstrap import Installation
from assistant.channels.http.rates import Allowance
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import OPERATOR, Viewer

COOKIE = "workforce_session"
SESSION_SECONDS = 12 * 3600
_ASKING = ("/ask", "/ask/stream", "/chat/completions")
SIGN_IN = "Sign in first: send 'Authorization: Bearer <token>' with a token from 'workforce users token EMAIL'."


class Identity:
    """Sessions of one installation. `link_token` is what the server's sign-in link carries."""

    def __init__(self, opened: Installation, link_token: str) -> None:
        self._opened = opened
        self._key = _key(opened.settings.home / "keys" / "session.key")
        self._signer = URLSafeTimedSerializer(self._key, salt="session")
        self.link_token = link_token
        self._requests = Allowance(opened.settings.requests_per_minute)
        self._questions = Allowance(opened.settings.questions_per_minute)
        self._sign_ins = Allowance(opened.settings.sign_ins_per_minute)

    def within_limits(self, request: Request, viewer: Viewer) -> None:
        """Raise 429 when this person has asked for more than the settings allow."""
        asking = request.method == "POST" and request.url.path.endswith(_ASKING)
        wait = self._requests.take(viewer.email) or (self._questions.take(viewer.email) if asking else 0.0)
        if wait:
            raise _too_many(wait, "You are asking faster than this server allows a person")

    def may_try(self, request: Request) -> None:
        """Raise 429 when this address has tried to sign in too often: tokens are not to be guessed."""
        wait = self._sign_ins.take(request.client.host if request.client else "")
        if wait:
            raise _too_many(wait, "There were too many tries to sign in from this address")

    def sign_in(self, token: str) -> Viewer | None:
        """The person whom a sign-in link's or an API token stands for."""
        if hmac.compare_digest(token.encode(), self.link_token.encode()):
            return OPERATOR
        return self._opened.registry.users.by_token(token)

    def remember(self, response: Response, viewer: Viewer, *, secure: bool) -> None:
        """Set the session cookie."""
        response.set_cookie(
            COOKIE,
            self._signer.dumps(viewer.email),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="strict",
            secure=secure,
        )

    def from_cookie(self, request: Request) -> Viewer | None:
        """The person whom the session cookie names; their rights are read anew each time."""
        signed = request.cookies.get(COOKIE)
        if not signed:
            return None
        try:
            email = str(self._signer.loads(signed, max_age=SESSION_SECONDS))
            return self._opened.registry.users.viewer(email)
        except (BadSignature, BadInput):
            return None

    def form_token(self, request: Request) -> str:
        """What a form of this session carries, so that no other site's page can send it (cross-site request forgery)."""
        signed = request.cookies.get(COOKIE, "")
        return hmac.new(self._key.encode(), b"form:" + signed.encode(), hashlib.sha256).hexdigest()

    def form_is_ours(self, request: Request, token: str) -> bool:
        """Whether a form came from a page of this session, on this server."""
        return _same_origin(request) and hmac.compare_digest(token.encode(), self.form_token(request).encode())

    def of(self, request: Request) -> Viewer | None:
        """The person behind a request, or None."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme:
            return self._opened.registry.users.by_token(token.strip()) if scheme.casefold() == "bearer" else None
        viewer = self.from_cookie(request)
        if viewer is not None and request.method not in ("GET", "HEAD") and not _same_origin(request):
            return None
        return viewer


def _too_many(wait: float, why: str) -> HTTPException:
    seconds = math.ceil(wait)
    return HTTPException(429, f"{why}; try again in {seconds} s.", {"Retry-After": str(seconds)})


def required(request: Request) -> Viewer:
    """FastAPI dependency: the person asking, else 401."""
    identity: Identity = request.app.state.identity
    viewer = identity.of(request)
    if viewer is None:
        raise HTTPException(401, SIGN_IN)
    identity.within_limits(request, viewer)
    return viewer


def installation(request: Request) -> Installation:
    """FastAPI dependency: the installation, once it can answer questions, else 503."""
    if not request.app.state.ready.wait(timeout=30):
        raise HTTPException(503, "The server is still starting; try again in a few seconds.")
    return request.app.state.installation


Asker = Annotated[Viewer, Depends(required)]
Opened = Annotated[Installation, Depends(installation)]


def _same_origin(request: Request) -> bool:
    """A cookie counts for a write only when the page that sends it is ours. Browsers say where a write comes from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


def _key(path: Path) -> str:
    """The signing key of sessions, made at first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{secrets.token_hex(4)}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(32), encoding="ascii")
        part.rename(path)
    return path.read_text(encoding="ascii").strip()
