"""Liveness and readiness."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from assistant.channels.http.problems import problem

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.get("/ready")
def ready(request: Request) -> JSONResponse:
    """Questions can be answered: database, index, model and log are open and warm."""
    if request.app.state.failure is not None:
        return problem(503, request.app.state.failure)
    if not request.app.state.ready.is_set():
        return problem(503, "The server is still starting.")
    return JSONResponse({"status": "ready"})
