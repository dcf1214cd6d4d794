"""An OpenAI-compatible server on loopback, driven by a script: real HTTP for the real client, faults included."""

import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass
class Reply:
    """What the model says: text, or tool calls as (name, arguments). `raw` arguments are sent as they are."""

    text: str = ""
    calls: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])


@dataclass
class Fault:
    """Something wrong: an HTTP status with headers and a body, a delay, or a stream that is cut."""

    status: int = 200
    body: str = '{"error": {"message": "something is wrong", "type": "server_error"}}'
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0


Script = Callable[[Json], Reply | Fault]


@dataclass
class FakeOpenAI:
    """The running server: where it is, and every request body it got."""

    url: str
    requests: list[Json]


@contextmanager
def serve(script: Script) -> Generator[FakeOpenAI]:
    """Serve `script` until the block ends."""
    requests: list[Json] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: Json = json.loads(self.rfile.read(int(self.headers["content-length"])))
            requests.append(body)
            reply = script(body)
            if isinstance(reply, Fault):
                time.sleep(reply.seconds)
                self._send(reply.status, reply.body.encode(), {"content-type": "application/json", **reply.headers})
            elif body.get("stream"):
                self._stream(reply)
            else:
                self._send(200, json.dumps(_completion(reply)).encode(), {"content-type": "application/json"})

        def _stream(self, reply: Reply) -> None:
            pieces = [reply.text[n : n + 9] for n in range(0, len(reply.text), 9)]
            chunks = [_chunk({"role": "assistant", "content": ""})]
            chunks += [_chunk({"content": piece}) for piece in pieces]
            chunks.append(_chunk({}, finish="stop"))
            lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]
            self._send(200, "".join(lines).encode(), {"content-type": "text/event-stream"})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client gave up waiting, which some tests are about

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield FakeOpenAI(f"http://127.0.0.1:{server.server_port}/v1", requests)
    finally:
        server.shutdown()
        server.server_close()


def results(body: Json) -> list[Json]:
    """The tool results in a request, as the tools gave them."""
    return [json.loads(message["content"]) for message in body["messages"] if message["role"] == "tool"]


def _completion(reply: Reply) -> Json:
    message: Json = {"role": "assistant", "content": reply.text or None}
    if reply.calls:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": _arguments(given)}}
            for n, (name, given) in enumerate(reply.calls)
        ]
    finish = "tool_calls" if reply.calls else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


def _arguments(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given)


def _chunk(delta: Json, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted-1", "choices": [choice]}
