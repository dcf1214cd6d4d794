"""`POST /slack/events`: the signature over the raw bytes first, then kept, then acknowledged, then worked."""

import time
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.http.problems import problem
from assistant.channels.slack.payloads import Unreadable, delivery, read
from assistant.channels.slack.signature import genuine
from knowledge.workforce.errors import Unavailable

if TYPE_CHECKING:
    from assistant.channels.slack.worker import SlackWorkers

router = APIRouter(include_in_schema=False)


@router.post("/slack/events")
async def slack_events(request: Request) -> Response:
    """Slack's events, interactions and commands; 200 for whatever is genuine and can be read, unknown kinds too."""
    workers: SlackWorkers | None = request.app.state.slack
    secret: str | None = request.app.state.slack_secret
    if workers is None or secret is None:
        return problem(404, "Slack is not configured here; set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.")
    body = await request.body()
    headers = request.headers
    if not genuine(secret, headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature"), body):
        return problem(401, "This request is not signed by Slack, or its time is off by more than five minutes.")
    try:
        payload: dict[str, Any] = read(body, headers.get("content-type", ""))
    except Unreadable as error:
        return problem(400, str(error))
    if payload.get("type") == "url_verification":
        return JSONResponse({"challenge": str(payload.get("challenge", ""))})
    if payload.get("ssl_check"):
        return Response(status_code=200)
    try:
        await run_in_threadpool(workers.put, delivery(payload, time.time()))
    except Unavailable as error:
        return problem(503, str(error))
    return Response(status_code=200)
