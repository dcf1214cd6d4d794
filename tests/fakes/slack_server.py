"""A Slack of our own on loopback: Web API, response URLs and Socket Mode; messages are checked against its limits.

Limits after https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/reference/methods/chat.postMessage.
"""

import json
import threading
import time
import urllib.parse
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.channels.slack.signature import signed

BOT, TEAM, SECRET = "UBOT", "T1", "8f742231b10e8888abcd99yyyzzz85a5"
_TEXT_LIMITS = {"section": 3000, "markdown": 12_000, "header": 150}


@dataclass
class Message:
    """What the assistant sent: `seen_by` is a Slack id for an ephemeral message, else None."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    seen_by: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def words(self) -> str:
        """Everything that can be read in the message."""
        return self.text + "\n" + json.dumps(self.blocks, ensure_ascii=False)


def faults(blocks: list[dict[str, Any]], text: str) -> list[str]:
    """What Slack would refuse in a message."""
    found: list[str] = []
    if len(text) > 40_000:
        found.append("text over 40,000 characters")
    if len(blocks) > 50:
        found.append("more than 50 blocks")
    if sum(len(b.get("text", "")) for b in blocks if b.get("type") == "markdown") > 12_000:
        found.append("more than 12,000 characters of Markdown")
    if sum(b.get("type") == "table" for b in blocks) > 1:
        found.append("more than one table")
    for block in blocks:
        kind = block.get("type")
        content = block.get("text")
        words = content.get("text", "") if isinstance(content, dict) else content or ""
        fields = block.get("fields") or []
        if kind in _TEXT_LIMITS and not fields and not 0 < len(words) <= _TEXT_LIMITS[kind]:
            found.append(f"{kind} of {len(words)} characters")
        if len(fields) > 10 or any(not 0 < len(each["text"]) <= 2000 for each in fields):
            found.append("a section's fields")
        if kind == "context":
            elements = block["elements"]
            if not 0 < len(elements) <= 10 or any(not 0 < len(e.get("text", "x")) <= 2000 for e in elements):
                found.append("context elements")
        if kind == "actions" and not 0 < len(block["elements"]) <= 25:
            found.append("actions elements")
        if kind in ("actions", "context_actions"):
            for element in block["elements"]:
                if len(element.get("action_id", "")) > 255 or len(str(element.get("value", ""))) > 2000:
                    found.append("a button's value")
                if element.get("type") == "button" and not 0 < len(element["text"]["text"]) <= 75:
                    found.append("a button's text")
        if kind == "table":
            rows = block["rows"]
            if not 0 < len(rows) <= 100 or any(not 0 < len(row) <= 20 for row in rows):
                found.append("table size")
            if any(not cell.get("text") for row in rows for cell in row if cell["type"] == "raw_text"):
                found.append("an empty table cell")
    return found


class FakeSlack:
    """The state of a workspace. `fail` gives a method's next answers: an HTTP status, or an error's name."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: list[Message] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[str] = []
        self.users: dict[str, dict[str, Any]] = {}
        self.members: dict[str, list[str]] = {}
        self.fail: dict[str, list[int | str]] = {}
        self.views: list[dict[str, Any]] = []
        self.prompts: list[dict[str, Any]] = []
        self.acknowledged: list[str] = []
        self._sockets: list[WebSocket] = []
        self._count = 0
        self._lock = threading.Lock()

    def person(self, slack_id: str, email: str, **more: Any) -> None:
        """Somebody in the workspace."""
        self.users[slack_id] = {"id": slack_id, "real_name": email.split("@")[0], "profile": {"email": email}, **more}

    def wait(self, n: int = 1, seconds: float = 20.0, **wanted: Any) -> list[Message]:
        """The messages with these properties, once there are `n`."""
        deadline = time.monotonic() + seconds
        while True:
            found = [m for m in self.messages if all(getattr(m, k) == v for k, v in wanted.items())]
            if len(found) >= n or time.monotonic() > deadline:
                assert len(found) >= n, (
                    f"{len(found)} of {n} messages {wanted}; all: {[m.text[:60] for m in self.messages]}"
                )
                return found
            time.sleep(0.02)

    def timestamp(self) -> str:
        with self._lock:
            self._count += 1
            return f"{int(time.time())}.{self._count:06d}"

    async def socket_send(self, envelope: dict[str, Any]) -> None:
        for socket in self._sockets:
            await socket.send_text(json.dumps(envelope))

    async def api(self, request: Request) -> Response:
        method = request.path_params["method"]
        given = await _arguments(request)
        with self._lock:
            self.calls.append((method, given))
            planned = self.fail.get(method)
            failure = planned.pop(0) if planned else None
        if isinstance(failure, int):
            return Response(status_code=failure, headers={"retry-after": "1"} if failure == 429 else {})
        if isinstance(failure, str):
            return JSONResponse({"ok": False, "error": failure})
        answer = getattr(self, "_" + method.replace(".", "_"), None)
        if answer is None:
            return JSONResponse({"ok": False, "error": "unknown_method"})
        return JSONResponse(answer(given))

    async def hook(self, request: Request) -> Response:
        given = await request.json()
        self._keep(given, channel="response_url", seen_by=request.path_params["user"])
        return Response("ok")

    async def socket(self, socket: WebSocket) -> None:
        await socket.accept()
        self._sockets.append(socket)
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        try:
            while True:
                answer = json.loads(await socket.receive_text())
                self.acknowledged.append(answer["envelope_id"])
        except WebSocketDisconnect:
            self._sockets.remove(socket)

    def _keep(self, given: dict[str, Any], *, channel: str, seen_by: str | None = None) -> dict[str, Any]:
        blocks = given.get("blocks") or []
        text = str(given.get("text") or "")
        wrong = faults(blocks, text)
        if wrong:
            self.refused.extend(wrong)
            return {"ok": False, "error": "invalid_blocks"}
        ts = self.timestamp()
        message = Message(channel, ts, text, blocks, given.get("thread_ts"), seen_by, given.get("metadata") or {})
        self.messages.append(message)
        return {"ok": True, "channel": channel, "ts": ts, "message": {"ts": ts}}

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": BOT, "bot_id": "BBOT", "team_id": TEAM, "team": "Alder Quay"}

    def _users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(given["user"])
        return {"ok": True, "user": user} if user else {"ok": False, "error": "user_not_found"}

    def _conversations_members(self, given: dict[str, Any]) -> dict[str, Any]:
        members = self.members.get(given["channel"])
        return {"ok": True, "members": members} if members else {"ok": False, "error": "channel_not_found"}

    def _conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": "D" + given["users"]}}

    def _chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return self._keep(given, channel=given["channel"])

    def _chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return self._keep(given, channel=given["channel"], seen_by=given["user"])

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        message = next((m for m in self.messages if m.ts == given["ts"] and m.channel == given["channel"]), None)
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        wrong = faults(given.get("blocks") or [], str(given.get("text") or ""))
        self.refused.extend(wrong)
        message.blocks, message.text = given.get("blocks") or [], str(given.get("text") or "")
        return {"ok": True, "ts": message.ts, "channel": message.channel}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [
            m for m in self.messages if m.channel == given["channel"] and m.thread_ts == given["ts"] and not m.seen_by
        ]
        return {"ok": True, "messages": [{"ts": m.ts, "text": m.text, "metadata": m.metadata} for m in found]}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages if m.channel == given["channel"] and not m.thread_ts and not m.seen_by]
        return {"ok": True, "messages": [{"ts": m.ts, "text": m.text, "metadata": m.metadata} for m in found]}

    def _assistant_threads_setStatus(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        return {"ok": True}

    def _assistant_threads_setSuggestedPrompts(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's
        if not 0 < len(given["prompts"]) <= 4 or any(not p["title"] or not p["message"] for p in given["prompts"]):
            self.refused.append("suggested prompts")
        self.prompts.append(given)
        return {"ok": True}

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        view = given["view"]
        if len(view["title"]["text"]) > 24:
            self.refused.append("a modal's title over 24 characters")
        self.views.append(view)
        return {"ok": True, "view": {"id": f"V{len(self.views)}"}}

    def _views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        self.refused.extend(faults([*given["view"]["blocks"]], ""))
        self.views.append({**given["view"], "user_id": given["user_id"]})
        return {"ok": True, "view": {"id": f"V{len(self.views)}"}}

    def _apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "url": self.url.replace("http://", "ws://").removesuffix("/api/") + "/socket"}


async def _arguments(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return await request.json()
    given: dict[str, Any] = dict(urllib.parse.parse_qsl((await request.body()).decode()))
    for name in ("blocks", "view", "metadata"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given


@contextmanager
def fake_slack() -> Generator[FakeSlack]:
    """A workspace that is there while the block runs; `url` is what SLACK_API_URL takes."""
    slack = FakeSlack()
    routes = [
        Route("/api/{method}", slack.api, methods=["POST", "GET"]),
        Route("/hook/{user}", slack.hook, methods=["POST"]),
        WebSocketRoute("/socket", slack.socket),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    slack.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/"
    yield slack
    server.should_exit = True
    thread.join(5)


def signature_headers(
    body: bytes, content_type: str = "application/json", *, at: float | None = None
) -> dict[str, str]:
    """The headers that Slack would send with this body."""
    timestamp = str(int(time.time() if at is None else at))
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signed(SECRET, timestamp, body),
    }


def event_body(event: dict[str, Any], event_id: str, **more: Any) -> bytes:
    """An event as Slack's Events API wraps it."""
    now = f"{time.time():.6f}"
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id,
            "event_time": int(time.time()),
            "event": {"ts": now, "event_ts": now, **event},
            **more,
        }
    ).encode()
