"""The graph store: named graphs and the default graph as resources that are read and written.

    /store?graph=IRI     a named graph
    /store?default       the default graph
    /store/NAME          the named graph whose IRI is this address
    /store               all graphs, to be read, or to be added to as TriG or N-Quads; by POST of
                         triples, a new graph

Source: SPARQL 1.1 Graph Store HTTP Protocol.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import GraphNotFoundError, InputError, RightsgraphError
from rightsgraph.server import negotiation
from rightsgraph.server.answering import GraphResponse
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.negotiation import DATASET_OFFERS, GRAPH_OFFERS, HTML, Offer
from rightsgraph.server.problems import HttpError, problem_response
from rightsgraph.server.requests import (
    Headers,
    body_blocks,
    graph_iri,
    media_type,
    read_headers,
    read_parameters,
)
from rightsgraph.server.service import GraphService
from rightsgraph.server.writes import require_token, single, write, written
from rightsgraph.store.answers import GraphRequest
from rightsgraph.store.changes import rdf_format
from rightsgraph.store.forms import MULTIPART

STORE_PATH: Final = "/store"
STORE_METHODS: Final = "GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS"
_UPDATE: Final = "application/sparql-update"
_TRIPLES: Final = tuple(offer for offer in GRAPH_OFFERS if offer.media_type != HTML)
_PARAMETERS: Final = frozenset({"default", "graph", "format"})


@dataclass(frozen=True, slots=True)
class _Target:
    """What a request is about.

    Args:
        graph: IRI of a named graph; empty for the default graph; `None` for all graphs.
        address: Address of the request without its parameters.
        format: What `?format=` says.
    """

    graph: str | None
    address: str
    format: str | None = None


class GraphStoreEndpoint:
    """The graph store, as an ASGI application.

    Args:
        service: Where graphs are read and written.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.settings = service.settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        headers = read_headers(scope)
        try:
            response = await self._respond(scope, receive, headers)
            await response(scope, receive, send)
        except ClientGoneError:
            return
        except RightsgraphError as error:
            # Nothing has been sent: a failure after the first block does not come up to here.
            refusal = problem_response(error, self.settings)
            if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
                refusal.headers["Allow"] = STORE_METHODS
            await refusal(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, headers: Headers) -> Response:
        method = scope["method"]
        if method in ("GET", "HEAD"):
            return await self._read(method, _target(scope, headers), headers)
        if method not in ("PUT", "POST", "DELETE", "PATCH"):
            raise HttpError(
                HTTPStatus.METHOD_NOT_ALLOWED, f"The store does not know the method {method}."
            )
        require_token(headers, self.service)
        target = _target(scope, headers)
        if target.graph is None and method != "POST":
            raise InputError(
                f"{method} is for one graph, and the request names none.",
                remedy="Name it by ?graph= or ?default; DROP ALL at /sparql empties everything.",
            )
        return await self._write(method, target, receive, headers)

    async def _read(self, method: str, target: _Target, headers: Headers) -> Response:
        offers = DATASET_OFFERS if target.graph is None else _TRIPLES
        offer = _choose(target, headers, offers)
        # For HEAD nothing is read, which would tell.
        if method == "HEAD" and target.graph and not await self.service.has_graph(target.graph):
            raise GraphNotFoundError(f"There is no graph <{target.graph}>.", graph=target.graph)
        return GraphResponse(
            self.service,
            GraphRequest(offer.format, target.graph),
            offer,
            if_none_match=headers.if_none_match,
        )

    async def _write(
        self, method: str, target: _Target, receive: Receive, headers: Headers
    ) -> Response:
        most = self.settings.request_bytes if method == "PATCH" else self.settings.upload_bytes
        blocks = body_blocks(receive, headers, most)
        kind = media_type(headers.content_type)
        if method == "PATCH" and kind != _UPDATE:
            raise negotiation.unsupported("A patch", headers.content_type, _UPDATE)
        if method in ("PUT", "POST") and kind != MULTIPART:
            loaded = rdf_format(headers.content_type)
        else:
            loaded = ox.RdfFormat.TURTLE
        graph, location = target.graph, ""
        if graph is None and not (loaded.supports_datasets and loaded != ox.RdfFormat.JSON_LD):
            graph = location = f"{target.address.rstrip('/')}/{secrets.token_hex(16)}"
        outcome = await write(
            self.service,
            blocks,
            method.lower(),
            graph=graph,
            media_type=headers.content_type,
            base_iri=graph or target.address,
        )
        return written(outcome, 201 if outcome.created else 204, location)


def _choose(target: _Target, headers: Headers, offers: tuple[Offer, ...]) -> Offer:
    return negotiation.asked(target.format, headers.accept, offers)


def _target(scope: Scope, headers: Headers) -> _Target:
    """What a request is about.

    Raises:
        InputError: It names several graphs, or one that is no absolute IRI, or has parameters
            that are not known here.
    """
    parameters = read_parameters(scope["query_string"])
    unknown = sorted(set(parameters) - _PARAMETERS)
    if unknown:
        raise InputError(
            f"The store does not know the parameter {unknown[0][:80]!r}.",
            remedy="Use graph=IRI or default, and format, snapshot.",
        )
    path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
    address = f"{scope['scheme']}://{headers.host}{path}"
    graph, default = single(parameters, "graph"), single(parameters, "default")
    named_format = parameters["format"][-1] if "format" in parameters else None
    if graph is not None and default is not None:
        raise InputError("The request names a graph and the default graph.")
    if default:
        raise InputError(
            f"`default` has no value, and {default[:80]!r} was given.",
            remedy="Use ?default for the default graph, ?graph=IRI for another.",
        )
    if default is not None:
        return _Target("", address, named_format)
    if graph is not None:
        return _Target(graph_iri(graph), address, named_format)
    if scope["path"].rstrip("/") == STORE_PATH:
        graph_iri(address)  # new graphs are named by it
        return _Target(None, address, named_format)
    return _Target(graph_iri(address), address, named_format)
