"""What a monitoring system may know of this process: how many requests, how they ended, how long they took. No person's data."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("workforce_http_requests", "HTTP requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "workforce_http_seconds", "Seconds to the end of a response.", ("route",), registry=self.registry
        )
        self.ready = Gauge("workforce_ready", "1 once questions can be answered.", registry=self.registry)
        self.waiting = Gauge(
            "workforce_slack_deliveries", "Slack's deliveries that wait or are worked.", registry=self.registry
        )


class Measured:
    """ASGI middleware that counts. Routes are named by their pattern, so that no id becomes a label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = str(getattr(scope.get("route"), "path", "other"))
            self._metrics.requests.labels(scope["method"], route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)
