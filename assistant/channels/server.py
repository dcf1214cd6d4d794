"""One server for the page and the API: listens at once, warms up beside it, and ends cleanly."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import sys
import threading
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any

from knowledge.workforce.errors import BadInput, WorkforceError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.bootstrap import Installation
    from assistant.channels.slack.worker import SlackWorkers

STOP_SECONDS = 6
"""How long a request may go on after the server was told to stop."""


def create_app(opened: Installation, link_token: str | None = None) -> FastAPI:
    """The application over one installation; it warms up when it starts. `link_token` signs the operator in."""
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    from assistant import __version__
    from assistant.channels.api import allocations, asking, audit, gaps, health, own_records, plans, resources
    from assistant.channels.completions import routes as completions
    from assistant.channels.http.identity import Identity
    from assistant.channels.http.limits import Guard
    from assistant.channels.http.metrics import Measured, Metrics
    from assistant.channels.http.problems import install_handlers
    from assistant.channels.mcp.http import McpEndpoint
    from assistant.channels.slack.http import router as slack_router
    from assistant.channels.web import (
        console,
        oversight_pages,
        own_pages,
        pages,
        people,
        plans_pages,
        report_pages,
        staffing_pages,
    )
    from assistant.channels.web.shell import HERE

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        threading.Thread(target=_warm_up, args=(app,), name="warm-up", daemon=True).start()
        async with mcp.running():
            yield
        if app.state.slack is not None:
            await run_in_threadpool(app.state.slack.stop, STOP_SECONDS / 2)

    app = FastAPI(title="Workforce Assistant", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.installation = opened
    identity = Identity(opened, link_token or secrets.token_urlsafe(24))
    mcp = McpEndpoint(opened, identity)
    app.state.identity = identity
    app.state.ready = threading.Event()
    app.state.failure = None
    secret = opened.settings.slack_signing_secret
    app.state.slack_secret = secret.get_secret_value() if secret is not None else None
    app.state.slack = _slack_workers(opened)
    app.state.metrics = Metrics()
    app.add_middleware(Guard)
    app.add_middleware(Measured, metrics=app.state.metrics)
    install_handlers(app)
    for router in (
        asking.router,
        allocations.router,
        resources.router,
        gaps.router,
        plans.router,
        own_records.router,
        completions.router,
        slack_router,
        health.router,
        pages.router,
        people.router,
        plans_pages.router,
        staffing_pages.router,
        report_pages.router,
        oversight_pages.router,
        own_pages.router,
        console.router,
        audit.router,
    ):
        app.include_router(router)
    app.router.routes.append(Route("/mcp", mcp, include_in_schema=False))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    return app


def serve_forever(opened: Installation, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises `BadInput` when the address can't be listened on."""
    listener = _listen(host, port)
    with contextlib.closing(listener):
        taken = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        token = secrets.token_urlsafe(24)
        sys.stdout.write(f"Sign in: http://{shown}:{taken}/sign-in?token={token}\n")
        sys.stdout.flush()
        import uvicorn

        class Server(uvicorn.Server):
            """uvicorn's server, with signals handled here: it would raise them again and so end with their status."""

            @contextlib.contextmanager
            def capture_signals(self) -> Generator[None]:
                yield

        server = Server(
            uvicorn.Config(
                create_app(opened, token), log_level="warning", access_log=False, timeout_graceful_shutdown=STOP_SECONDS
            )
        )

        def stop(_signal: int, _frame: Any) -> None:
            server.should_exit = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise BadInput(
            f"Can't listen on {host}:{port}: {(error.strerror or str(error)).lower()}; choose another with --host and --port."
        ) from None
    return listener


def _warm_up(app: FastAPI) -> None:
    """Open everything that a first question would wait for, then say ready."""
    from knowledge.workforce.viewer import OPERATOR

    opened: Installation = app.state.installation
    try:
        assistant = opened.assistant
        opened.builtin.warm()
        assistant.policies.search("who approves access", 1, on=opened.settings.day())
        with opened.registry.reading(OPERATOR) as reading:
            reading.freshness()
    except WorkforceError as error:
        app.state.failure = str(error)
        sys.stderr.write(f"{error}\n")
        return
    app.state.ready.set()
    if app.state.slack is not None:
        app.state.slack.start()


def _slack_workers(opened: Installation) -> SlackWorkers | None:
    """Workers for Slack over HTTP, when it is configured."""
    if opened.settings.slack_bot_token is None or opened.settings.slack_signing_secret is None:
        return None
    from assistant.channels.slack.worker import SlackWorkers

    return SlackWorkers(opened)
