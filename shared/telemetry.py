"""What one request leaves behind: its trace, its line in the log, its place in the metrics."""

from collections.abc import MutableMapping
from time import perf_counter
from typing import Any

import structlog
from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.metrics import CONTENT_TYPE, Metrics
from shared.trace import continue_trace

log = structlog.get_logger()

QUIET = ("/health", "/metrics")


def route_template(scope: MutableMapping[str, Any]) -> str | None:
    """The path of the matched route with its parameters unfilled; None where no route matched."""
    # scope["route"] is the route as written, without the prefix of the routers it was included in.
    route = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    path: str | None = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path


class Telemetry:
    """The outermost middleware: trace around, then one line and one observation a request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with continue_trace(_traceparent(scope)):
            try:
                await self.app(scope, receive, watch)
            finally:
                self._tell(scope, status, perf_counter() - started)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_template(scope) or "(none)"
        self.metrics.observe(scope["method"], route, status, seconds)
        level = "debug" if route.startswith(QUIET) else "info"
        getattr(log, level)(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )


def install(app: FastAPI, service: str) -> Metrics:
    """Wrap the application (the last middleware added is the outermost) and serve its figures."""
    metrics = Metrics(service)
    app.state.metrics = metrics
    app.add_middleware(Telemetry, metrics=metrics)

    @app.get("/metrics", include_in_schema=False)
    async def figures() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return metrics


def _traceparent(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"traceparent":
            return bytes(value).decode("latin-1")
    return None
