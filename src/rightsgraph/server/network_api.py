"""Citation networks over HTTP: `/api/v1/network`."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from rightsgraph.catalogue.parameters import LONGEST_TEXT
from rightsgraph.errors import ParameterError
from rightsgraph.networks import dates
from rightsgraph.networks.choices import Direction, Layout, Level, Relation
from rightsgraph.networks.exports.formats import EXPORTS, Export
from rightsgraph.networks.measures import MEASURES
from rightsgraph.server import negotiation
from rightsgraph.server.answering import matches
from rightsgraph.server.connection import run_while_connected
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.network_making import NetworkMaker
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.service import GraphService
from rightsgraph.store.answers import AnswerFormat

PATH: Final = "/api/v1/network"
_OFFERS: Final = {
    name: Offer(export.media_type, AnswerFormat.JSON, name)
    for name, export in sorted(EXPORTS.items(), key=lambda pair: pair[0] != "json")
}

_ONE: Final = ("level", "relation", "since", "until", "ego", "direction")
_DATES: Final = ("since", "until")
_SEVERAL: Final = (
    "body",
    "state",
    "action",
    "violation",
    "resolution",
    "kind",
    "citing_kind",
    "community",
)
_YES_OR_NO: Final = {"isolates": "with_isolates", "merge_identified": "merge_identified"}
_NUMBERS: Final = ("radius", "seed", "named", "gather")
_FARTHEST: Final = 10  # steps
_ENUMS: Final = {"level": Level, "relation": Relation, "direction": Direction, "layout": Layout}
_ABOUT: Final = {
    "level": "What the nodes are.",
    "relation": "What the edges are.",
    "measure": "Measures that become attributes; `all` for all but leiden.",
    "since": "Only citations by documents of this day, month or year, or later.",
    "until": "Likewise, or earlier.",
    "body": "Only citations by or of these bodies or organisations: slugs or IRIs.",
    "state": "Only what is about these States or situations.",
    "action": "Only citations on which a recommendation of these actions rests.",
    "violation": "Only citations on which a finding of these violations rests.",
    "resolution": "Only citations that were resolved like this.",
    "kind": "Only citations of documents of these kinds.",
    "citing_kind": "Only citations by documents of these kinds.",
    "isolates": "Whether nodes without an edge are in it too.",
    "merge_identified": "Whether a work without a symbol is taken for what it was identified as.",
    "ego": "Only what is near this node: an IRI, a symbol or a label.",
    "radius": "How many steps from it, 1 to 10.",
    "direction": "Which way to go from it.",
    "seed": "Where random choices begin.",
    "named": "How many citations an edge names.",
    "community": "Only the community that this node is in, as `gather` finds them; a second one is "
    "a community of the first.",
    "gather": "Above so many nodes, communities are given in their place; 0 for never.",
    "layout": "Where nodes stand.",
    "format": "Stands above the Accept field.",
}


class NetworkApi:
    """The operation.

    Args:
        service: Which snapshot is current, and the limits.

    Attributes:
        maker: Where networks are made.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.maker = NetworkMaker(service.settings)

    def install(self, app: FastAPI) -> None:
        """Adds the operation."""
        content: dict[str, Any] = {
            export.media_type: {"schema": {} if "json" in export.media_type else {"type": "string"}}
            for export in EXPORTS.values()
        }
        app.add_api_route(
            PATH,
            self.network,
            operation_id="citationNetwork",
            summary="A citation network",
            description="Who cites whom, what is cited together, or who relies on the same "
            "sources, among documents, paragraphs or actors. docs/networks.md has the definitions.",
            tags=["network"],
            response_class=Response,
            responses={
                200: {"description": "The network, complete", "content": content},
                304: {"description": "Nothing has changed since the ETag of If-None-Match"},
                **problem_responses(400, 404, 406, 414, 500, 503, 504),
            },
            openapi_extra={"parameters": [_described(name) for name in _ABOUT]},
        )

    async def network(self, request: Request) -> Response:
        """A citation network as a file."""
        options = read_options(request.query_params)
        layout = _layout(request)
        export = _export(request)
        snapshot = self.service.snapshot
        key = json.dumps([snapshot, options, layout, export.name], sort_keys=True).encode()
        tag = f'"{blake2b(key, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        body = await self.made(request, snapshot, options, layout, export.name)
        media_type = export.media_type
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        headers["Content-Disposition"] = f'inline; filename="network{export.suffix}"'
        if export.name in ("html", "svg", "png"):
            # It is a file to be kept: opened here it would fall under the policy of our pages,
            # which even the styles are against that a browser shows a picture with.
            headers["Content-Disposition"] = f'attachment; filename="network{export.suffix}"'
        return Response(body, headers={**headers, "Content-Type": media_type})

    async def made(
        self,
        request: Request,
        snapshot: str,
        options: dict[str, Any],
        layout: str,
        export: str,
    ) -> bytes:
        """A network as a file, made for a client that waits for it.

        Args:
            request: The request of the client.
            snapshot: The id of the snapshot.
            options: Those of `citation_network`.
            layout: Where nodes stand; empty for the default.
            export: The name of the format.
        """
        task = self._task(snapshot, options, layout, export)
        return await run_while_connected(request.receive, self.maker.made(task))

    def prepare(self, snapshot: str, options: dict[str, Any], layout: str, export: str) -> None:
        """Begins to make a network before somebody asks for it, in place of one begun before."""
        self.maker.prepare(self._task(snapshot, options, layout, export))

    def _task(
        self, snapshot: str, options: dict[str, Any], layout: str, export: str
    ) -> dict[str, Any]:
        settings = self.service.settings
        return {
            "folder": str(self.service.home.snapshot(snapshot).path.absolute()),
            "options": options,
            "layout": layout,
            "format": export,
            "most": settings.network_size,
            "memory_mb": settings.query_memory_mb,
        }


def read_options(given: QueryParams) -> dict[str, Any]:
    """The options for `citation_network` that an address has.

    Raises:
        ParameterError: A name is unknown, or a value malformed.
    """
    for name in given:
        if name not in _ABOUT:
            raise ParameterError(
                f"There is no parameter {name[:80]!r}.",
                remedy=f"Use {', '.join(_ABOUT)}.",
                parameter=name[:80],
            )
        longest = max(map(len, given.getlist(name)))
        if longest > LONGEST_TEXT:
            raise ParameterError(
                f"Parameter {name!r} has {longest} characters; {LONGEST_TEXT} are the most.",
                parameter=name,
            )
    options: dict[str, Any] = {name: given[name] for name in _ONE if given.get(name)}
    options |= {name: given.getlist(name) for name in _SEVERAL if given.get(name)}
    for name, kind in _ENUMS.items():
        if name in options and options[name] not in list(kind):
            raise _wrong(name, options[name], ", ".join(kind))
    for name in _DATES:
        if name in options:
            dates.given(name, options[name])
    for name, option in _YES_OR_NO.items():
        if given.get(name):
            if given[name] not in ("true", "false"):
                raise _wrong(name, given[name], "true, false")
            options[option] = given[name] == "true"
    for name in _NUMBERS:
        if given.get(name):
            if not (given[name].isascii() and given[name].isdigit() and len(given[name]) < 11):
                raise _wrong(name, given[name], "a whole number")
            options[name] = int(given[name])
    if not 1 <= options.get("radius", 1) <= _FARTHEST:
        raise _wrong("radius", given["radius"], f"1 to {_FARTHEST}")
    if measures := [name for name in given.getlist("measure") if name]:
        for name in measures:
            if name not in MEASURES and name != "all":
                raise _wrong("measure", name, ", ".join((*MEASURES, "all")))
        options["measures"] = measures
    return options


def _layout(request: Request) -> str:
    layout = request.query_params.get("layout", "")
    if layout and layout not in list(Layout):
        raise _wrong("layout", layout, ", ".join(Layout))
    return layout


def _export(request: Request) -> Export:
    offers = tuple(_OFFERS.values())
    name = request.query_params.get("format")
    return EXPORTS[negotiation.asked(name, request.headers.get("accept", ""), offers).name]


def _wrong(name: str, value: str, known: str) -> ParameterError:
    return ParameterError(
        f"Parameter {name!r} knows no {value[:80]!r}.",
        remedy=f"Use one of {known}.",
        parameter=name,
    )


def _described(name: str) -> dict[str, Any]:
    """A parameter as an OpenAPI object."""
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST_TEXT}
    if name in _ENUMS:
        schema["enum"] = list(_ENUMS[name])
    elif name == "format":
        schema["enum"] = list(EXPORTS)
    elif name in _NUMBERS:
        schema = {"type": "integer", "minimum": 0}
        if name == "radius":
            schema |= {"minimum": 1, "maximum": _FARTHEST}
    elif name in _YES_OR_NO:
        schema = {"type": "boolean"}
    if name == "measure":
        schema["enum"] = [*MEASURES, "all"]
    if name in (*_SEVERAL, "measure"):
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "description": _ABOUT[name], "schema": schema}
