"""Liveness and readiness."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from assistant.channels.http.problems import problem

router = APIRouter(tags=["health"])


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.get("/health/ready")
def ready(request: Request) -> JSONResponse:
    """Questions can be answered: database, index, model and log are open and warm."""
    if request.app.state.failure is not None:
        return problem(503, request.app.state.failure)
    if not request.app.state.ready.is_set():
        return problem(503, "The server is still starting.")
    return JSONResponse({"status": "ready"})


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> PlainTextResponse:
    """Figures of this process for Prometheus; nothing about people."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    state = request.app.state
    state.metrics.ready.set(1 if state.ready.is_set() else 0)
    if state.slack is not None:
        state.metrics.waiting.set(state.slack.queue.unsettled())
    return PlainTextResponse(generate_latest(state.metrics.registry), media_type=CONTENT_TYPE_LATEST)
