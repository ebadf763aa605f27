"""What there is to know before one asks: the snapshots, the states of an address, the prefixes."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from rightsgraph.errors import InputError
from rightsgraph.server.earlier_states import TIME_MAP_PATH, has_states, moment
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.service import GraphService
from rightsgraph.server.short_lists import short_list, short_list_operation
from rightsgraph.store import Snapshot
from rightsgraph.vocabulary import PREFIXES

_LINK_FORMAT: Final = "application/link-format"
_TEXT: Final = {"type": "string"}
_PREFIXES: Final = {
    "type": "object",
    "properties": {"prefixes": {"type": "object", "additionalProperties": _TEXT}},
    "required": ["prefixes"],
}
_SNAPSHOTS: Final = {
    "type": "object",
    "properties": {
        "current": _TEXT,
        "snapshots": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": _TEXT,
                    "created": {"type": "string", "format": "date-time"},
                    "quads": {"type": "integer"},
                    "note": _TEXT,
                },
                "required": ["id", "created", "quads", "note"],
            },
        },
    },
    "required": ["current", "snapshots"],
}


class StatesApi:
    """The operations.

    Args:
        service: The graph.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    def install(self, app: FastAPI) -> None:
        """Adds them."""
        for end in ("", ".csv"):
            app.add_api_route(
                f"/api/v1/prefixes{end}",
                self.prefixes,
                operation_id="listPrefixes",
                summary="The prefixes that queries and updates need not declare",
                tags=["sparql"],
                include_in_schema=not end,
                response_class=Response,
                **short_list_operation("The prefixes", _PREFIXES),
            )
            app.add_api_route(
                f"/api/v1/snapshots{end}",
                self.snapshots,
                operation_id="listSnapshots",
                summary="The states of the graph that can be read, the newest first",
                tags=["sparql"],
                include_in_schema=not end,
                response_class=Response,
                **short_list_operation("The snapshots", _SNAPSHOTS),
            )
        app.add_api_route(
            TIME_MAP_PATH,
            self.time_map,
            operation_id="timeMap",
            summary="The states of an address (RFC 7089)",
            tags=["sparql"],
            response_class=Response,
            responses={
                200: {
                    "description": "Links to the states",
                    "content": {_LINK_FORMAT: {"schema": {"type": "string"}}},
                },
                **problem_responses(400, 500),
            },
        )

    async def prefixes(self, request: Request) -> Response:
        """The prefixes by name."""
        found = dict(sorted(PREFIXES.items()))
        return short_list(request, {"prefixes": found}, ["prefix", "iri"], found.items())

    async def snapshots(self, request: Request) -> Response:
        """The snapshots."""
        states = await asyncio.to_thread(self.service.states)
        found = [
            {
                "id": each.id,
                "created": each.manifest.created,
                "quads": each.quads,
                "note": each.note,
            }
            for each in reversed(states)
        ]
        return short_list(
            request,
            {"current": self.service.snapshot, "snapshots": found},
            ["id", "created", "quads", "note"],
            [list(each.values()) for each in found],
        )

    async def time_map(
        self,
        of: str = Query(default="/sparql", description="Path of the address, with its parameters"),
    ) -> Response:
        """The states of an address, as links.

        Raises:
            InputError: What stands at the address has no states.
        """
        target = quote(of, safe="%/?&=:;,+@!$'()*~[]")
        if not has_states(target.partition("?")[0]):
            raise InputError(f"What stands at {of[:200]!r} has no earlier states.")
        found = await asyncio.to_thread(self.service.states)
        return Response(
            _time_map(target, found), media_type=_LINK_FORMAT, headers={"Cache-Control": "no-cache"}
        )


def _time_map(target: str, found: list[Snapshot]) -> bytes:
    """Source: RFC 7089, section 5."""
    lines = [
        f'<{target}>; rel="original timegate"',
        f'<{TIME_MAP_PATH}?of={quote(target, safe="")}>; rel="self"; type="{_LINK_FORMAT}"',
    ]
    separator = "&" if "?" in target else "?"
    for number, snapshot in enumerate(found):
        place = [
            *(["first"] if number == 0 else []),
            *(["last"] if number == len(found) - 1 else []),
            "memento",
        ]
        lines.append(
            f'<{target}{separator}snapshot={snapshot.id}>; rel="{" ".join(place)}"; '
            f'datetime="{moment(snapshot.created)}"'
        )
    return (",\n".join(lines) + "\n").encode("ascii")
