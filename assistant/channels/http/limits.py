"""Plain ASGI middleware: no body larger than allowed is read, and every response carries its security headers."""

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_BYTES = 64 * 1024
CONVERSATION_BYTES = 1024 * 1024
_CONVERSATIONS = ("/v1/", "/mcp")
"""Where a request carries a whole conversation or a tool's arguments, and not a question alone."""
PROBLEM_BYTES = 64 * 1024 * 1024
_PROBLEMS = "/api/v1/allocations"
"""Where a whole staffing problem is sent."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class _TooLarge(Exception):
    """The body passed the limit while it was read."""


class Guard:
    """Refuses bodies over their route's limit with a 413 problem document, whether or not their length was announced."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        started = False
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise _TooLarge
            return message

        async def secured(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if announced.isdigit() and int(announced) > limit:
            await _refuse(secured, limit)
            return
        try:
            await self._app(scope, counted, secured)
        except _TooLarge:
            if not started:
                await _refuse(secured, limit)


def _limit(path: str) -> int:
    if path == _PROBLEMS:
        return PROBLEM_BYTES
    return CONVERSATION_BYTES if path.startswith(_CONVERSATIONS) else BODY_BYTES


async def _refuse(send: Send, limit: int) -> None:
    detail = f"The request's body is larger than {limit // 1024} kB; shorten it."
    body = json.dumps({"type": "about:blank", "title": "Too large", "status": 413, "detail": detail}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
