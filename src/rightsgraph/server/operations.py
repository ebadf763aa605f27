"""What an operator asks: is it up, is it ready, how is it doing."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from fastapi import FastAPI
from starlette.responses import Response

from rightsgraph.errors import NotFoundError, NotReadyError
from rightsgraph.server.metrics import CONTENT_TYPE, Metrics
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.service import GraphService

_TAGS: Final[list[str | Enum]] = ["operations"]


class Operations:
    """The operations.

    Args:
        service: What is served.
        metrics: What was counted.
    """

    def __init__(self, service: GraphService, metrics: Metrics) -> None:
        self.service = service
        self.metrics = metrics

    def install(self, app: FastAPI) -> None:
        """Adds them."""
        app.add_api_route("/healthz", self.health, tags=_TAGS, operation_id="health")
        app.add_api_route(
            "/readyz",
            self.readiness,
            tags=_TAGS,
            operation_id="readiness",
            responses=problem_responses(503),
        )
        app.add_api_route(
            "/metrics",
            self.numbers,
            tags=_TAGS,
            operation_id="metrics",
            response_class=Response,
            responses={
                200: {
                    "description": "The text format of Prometheus",
                    "content": {CONTENT_TYPE: {"schema": {"type": "string"}}},
                },
                **problem_responses(404),
            },
        )

    async def health(self) -> dict[str, str]:
        """Whether the process is up, and which snapshot it serves."""
        return {"status": "ok", "snapshot": self.service.snapshot}

    async def readiness(self) -> dict[str, Any]:
        """Whether requests should be sent here, and which walls around the workers are missing.

        Raises:
            NotReadyError: The server is stopping, or has no worker.
        """
        if self.service.stopping:
            raise NotReadyError("The server is stopping.")
        if not self.service.numbers()["workers"]:
            raise NotReadyError("No worker is up.")
        return {
            "status": "ready",
            "snapshot": self.service.snapshot,
            "missing_walls": self.service.missing_walls(),
        }

    async def numbers(self) -> Response:
        """Counters and gauges for Prometheus.

        Raises:
            NotFoundError: They are switched off.
        """
        if not self.service.settings.metrics:
            raise NotFoundError("Metrics are switched off.")
        text = self.metrics.text(self.service, lambda: self.service.created)
        return Response(text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})
