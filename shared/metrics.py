"""Prometheus figures of a service: how long requests take and how late the event loop is."""

import asyncio
from time import perf_counter

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

__all__ = ["CONTENT_TYPE", "STALE", "Metrics"]

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
STALE = Counter("motcua_stale_facts_total", "Facts too old to tell people of", ["service"])


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self.loop_lag = Gauge(
            "motcua_loop_lag_seconds", "How late the event loop was", registry=self.registry
        )
        self.requests = Histogram(
            "motcua_request_seconds",
            "How long requests took",
            ["service", "method", "route", "status"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.service = service
        self._known: dict[tuple[str, str, int], Histogram] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; strangers' methods share one label, so that labels stay few."""
        key = (method if method in METHODS else "OTHER", route, status // 100)
        if key not in self._known:
            labels = (self.service, key[0], route, f"{status // 100}xx")
            self._known[key] = self.requests.labels(*labels)
        self._known[key].observe(seconds)

    async def watch_loop(self, every_s: float = 0.5) -> None:
        """Measure for ever how late a timer of the loop fires."""
        while True:
            started = perf_counter()
            await asyncio.sleep(every_s)
            self.loop_lag.set(max(0.0, perf_counter() - started - every_s))

    def text(self) -> bytes:
        """This application's figures, then those of the whole process."""
        return generate_latest(self.registry) + generate_latest(REGISTRY)
