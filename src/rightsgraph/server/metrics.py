"""Numbers for an operator, in the text format of Prometheus.

Source: OpenMetrics 1.0 and the Prometheus exposition format; names follow the Prometheus
conventions (base units, `_total` for counters).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPMethod
from typing import Final, Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    exposition,
)

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS: Final = frozenset(HTTPMethod)
CONTENT_TYPE: Final = exposition.CONTENT_TYPE_PLAIN_0_0_4


class Observed(Protocol):
    """What the numbers of the moment are read from."""

    @property
    def snapshot(self) -> str:
        """Id of the snapshot in use."""

    def numbers(self) -> dict[str, float]:
        """Names and values of the moment: `queries_running`, `workers` and so on."""


class Metrics:
    """The counters of a server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "rightsgraph_http_requests",
            "Requests answered, by pattern of the address, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "rightsgraph_http_request_duration_seconds",
            "Time from the request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._bytes = Counter(
            "rightsgraph_http_response_bytes",
            "Bytes of bodies handed over, before any compression by a proxy.",
            ("route",),
            registry=self.registry,
        )
        self._cut = Counter(
            "rightsgraph_http_responses_cut",
            "Answers that did not come to their end: the client left, or a limit was reached.",
            ("route",),
            registry=self.registry,
        )
        self._problems = Counter(
            "rightsgraph_problems",
            "Errors that were answered, by code.",
            ("code",),
            registry=self.registry,
        )
        self._snapshot = Gauge(
            "rightsgraph_snapshot_created_timestamp_seconds",
            "When the snapshot in use was made.",
            ("snapshot",),
            registry=self.registry,
        )
        self._moment: dict[str, Gauge] = {}
        # Finding a counter by its labels takes longer than counting.
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram, Counter]] = {}

    def note(
        self,
        route: str,
        method: str,
        status: int,
        seconds: float,
        size: int,
        code: str,
        *,
        cut: bool,
    ) -> None:
        """Counts a request.

        Args:
            route: The pattern of its address.
            method: Its method; one that HTTP does not know counts as "other".
            status: The status of its answer.
            seconds: How long it took.
            size: Bytes of the body.
            code: The code of the error it was answered with; empty for none.
            cut: Whether the answer did not come to its end.
        """
        key = (route, method if method in _METHODS else "other", status)
        counted = self._counted.get(key)
        if counted is None:
            counted = self._counted[key] = (
                self._requests.labels(*key),
                self._seconds.labels(route),
                self._bytes.labels(route),
            )
        requests, durations, sizes = counted
        requests.inc()
        durations.observe(seconds)
        sizes.inc(size)
        if cut:
            self._cut.labels(route).inc()
        if code:
            self._problems.labels(code).inc()

    def text(self, observed: Observed, created: Callable[[], datetime | None]) -> bytes:
        """The numbers as Prometheus reads them.

        Args:
            observed: What has numbers of the moment.
            created: When the snapshot in use was made.
        """
        for name, value in observed.numbers().items():
            if name not in self._moment:
                self._moment[name] = Gauge(
                    f"rightsgraph_{name}",
                    f"{name.replace('_', ' ').capitalize()} at this moment.",
                    registry=self.registry,
                )
            self._moment[name].set(value)
        self._snapshot.clear()
        moment = created()
        if moment is not None:
            self._snapshot.labels(observed.snapshot).set(moment.timestamp())
        return exposition.generate_latest(self.registry)
