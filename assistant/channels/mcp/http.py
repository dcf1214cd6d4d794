"""`/mcp`: MCP over streamable HTTP. Each request stands alone, so any replica can answer it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import anyio
import anyio.abc
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.channels.http import problems
from assistant.channels.http.identity import SIGN_IN, Identity

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

    from assistant.bootstrap import Installation
    from assistant.channels.mcp.tools import Context
    from knowledge.workforce.viewer import Viewer

_VIEWER = "workforce.viewer"


class McpEndpoint:
    """The ASGI application behind `/mcp`; every request carries its person's bearer token.

    The protocol's library is loaded at the first request: most servers never get one, and it takes longer to import
    than the rest of the web server.
    """

    def __init__(self, opened: Installation, identity: Identity) -> None:
        self._opened = opened
        self._identity = identity
        self._starting = anyio.Lock()
        self._tasks: anyio.abc.TaskGroup | None = None
        self._sessions: StreamableHTTPSessionManager | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Requests can be taken inside this context."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            yield
            tasks.cancel_scope.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = self._identity.of(Request(scope, receive))
        if viewer is None:
            await problems.problem(401, SIGN_IN)(scope, receive, send)
            return
        try:
            self._identity.within_limits(Request(scope), viewer)
        except HTTPException as error:
            await problems.problem(error.status_code, error.detail)(scope, receive, send)
            return
        scope[_VIEWER] = viewer
        sessions = await self._started()
        await sessions.handle_request(scope, receive, send)

    async def _started(self) -> StreamableHTTPSessionManager:
        async with self._starting:
            sessions = self._sessions
            if sessions is None:
                assert self._tasks is not None  # noqa: S101 - the server's lifespan has begun
                sessions = self._sessions = await self._tasks.start(self._serve)
            return sessions

    async def _serve(self, *, task_status: anyio.abc.TaskStatus[StreamableHTTPSessionManager]) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from assistant.channels.mcp.tools import make_server

        sessions = StreamableHTTPSessionManager(make_server(lambda: self._opened, _viewer), stateless=True)
        async with sessions.run():
            task_status.started(sessions)
            await anyio.sleep_forever()


def _viewer(context: Context) -> Viewer:
    request: Request | None = context.request
    assert request is not None  # noqa: S101 - the transport attaches it to each message
    return request.scope[_VIEWER]
