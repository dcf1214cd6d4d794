"""Errors over HTTP: RFC 9457 problem documents, one sentence each, never an exception's text."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.service import TooLong, UnknownThread
from knowledge.workforce.errors import BadInput, Conflict, NoSuchThing, NotPermitted, Unavailable, WorkforceError

_TITLES = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not permitted",
    404: "Not found",
    405: "Method not allowed",
    409: "Doesn't fit its state",
    413: "Too large",
    422: "Can't be processed",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
}
_STATUSES: tuple[tuple[type[WorkforceError], int], ...] = (
    (TooLong, 413),
    (UnknownThread, 404),
    (NoSuchThing, 404),
    (Conflict, 409),
    (BadInput, 422),
    (NotPermitted, 403),
    (Unavailable, 503),
)


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """A problem document."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(
        {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail, **more},
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def of(error: WorkforceError) -> JSONResponse:
    """The problem document of one of our own errors."""
    return problem(status_of(error), str(error))


def status_of(error: WorkforceError) -> int:
    """The HTTP status of one of our own errors."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 503)


_FAULT = "Something went wrong on our side. Try again; if it stays, tell whoever runs this server."


def of_fault(fault: BaseException) -> JSONResponse:
    """The problem document of whatever ended a request."""
    return of(fault) if isinstance(fault, WorkforceError) else problem(500, _FAULT)


def sentence(fault: BaseException) -> str:
    """What is told of whatever ended a request: ours in its own words, anything else without its text."""
    return str(fault) if isinstance(fault, WorkforceError) else _FAULT


def install_handlers(app: FastAPI) -> None:
    """Every error of this application as a problem document."""

    async def ours(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, WorkforceError)  # noqa: S101 - registered for this type alone
        return of(error)

    async def http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type alone
        answer = problem(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type alone
        faults = [
            {"pointer": "/" + "/".join(str(part) for part in fault["loc"][1:]), "detail": str(fault["msg"])}
            for fault in error.errors()
        ]
        first = faults[0] if faults else {"pointer": "/", "detail": "it can't be read"}
        where = f"'{first['pointer']}'" if first["pointer"] != "/" else "the body"
        return problem(422, f"The request can't be taken: {where}: {first['detail']}.", errors=faults)

    async def fault(_: Request, error: Exception) -> JSONResponse:
        return of_fault(error)

    app.add_exception_handler(WorkforceError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, fault)
