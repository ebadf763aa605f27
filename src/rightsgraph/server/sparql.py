"""The SPARQL endpoint, for queries and updates.

A query comes by GET, by POST of a form, by POST or QUERY of the query itself; an update by POST
of a form or of the update itself.

`?format=` (json, xml, csv, tsv, html; ttl, nt, jsonld, rdf, html) is ours: it stands above the
Accept field, so that a link or a form can ask for a format.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2; The HTTP QUERY Method.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, serialize
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import (
    InputError,
    RightsgraphError,
)
from rightsgraph.server import negotiation
from rightsgraph.server.answering import QueryResponse
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.negotiation import GRAPH_OFFERS, HTML
from rightsgraph.server.prefix import prefix_of
from rightsgraph.server.problems import HttpError, problem_response
from rightsgraph.server.requests import (
    Headers,
    graph_iri,
    media_type,
    only,
    read_body,
    read_headers,
    read_parameters,
)
from rightsgraph.server.service import GraphService
from rightsgraph.server.service_description import DESCRIPTION_PREFIXES, describe_service
from rightsgraph.server.sparql_page import SparqlPage
from rightsgraph.server.writes import require_token, single, using, write, written
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.guard import check_query
from rightsgraph.store.query_text import decode_query

SPARQL_PATH: Final = "/sparql"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_PLAIN_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(?::\d+)?")
_ALLOW: Final = "GET, HEAD, POST, QUERY, OPTIONS"
_DESCRIPTION_OFFERS: Final = GRAPH_OFFERS
_DESCRIPTION_FORMATS: Final = {
    AnswerFormat.TURTLE: RdfFormat.TURTLE,
    AnswerFormat.N_TRIPLES: RdfFormat.N_TRIPLES,
    AnswerFormat.JSON_LD: RdfFormat.JSON_LD,
    AnswerFormat.RDF_XML: RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parameters of a request."""

    query: str | None = None
    update: bytes | None = None
    using: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    format: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None


_NOTHING: Final = _Asked()


class SparqlEndpoint:
    """The endpoint, as an ASGI application: one request costs no more than it must.

    Args:
        service: Where queries are evaluated.
        page: The page for browsers.
    """

    def __init__(self, service: GraphService, page: SparqlPage) -> None:
        self.service = service
        self.settings = service.settings
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        headers = read_headers(scope)
        asked = _NOTHING
        try:
            asked = await self._read(scope, receive, headers)
            response = await self._respond(scope, receive, headers, asked)
            await response(scope, receive, send)
        except ClientGoneError:
            return
        except RightsgraphError as error:
            # Nothing has been sent: a failure after the first block does not come up to here.
            response = await self._refuse(error, headers, asked)
            await response(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, headers: Headers) -> _Asked:
        method = scope["method"]
        parameters = read_parameters(scope["query_string"])
        in_address = _asked(parameters)
        if in_address.update is not None:
            raise InputError(
                "An update does not stand in an address.",
                remedy=f"Send it by POST as {FORM} or {UPDATE}.",
            )
        if method in ("GET", "HEAD"):
            return in_address
        kind = media_type(headers.content_type)
        if method not in ("POST", "QUERY"):
            raise HttpError(
                HTTPStatus.METHOD_NOT_ALLOWED, f"The endpoint does not know the method {method}."
            )
        if kind not in ((QUERY,) if method == "QUERY" else (FORM, QUERY, UPDATE)):
            raise negotiation.unsupported("A query", headers.content_type, FORM, QUERY, UPDATE)
        if kind == UPDATE:
            require_token(headers, self.service)
        body = await read_body(receive, headers, self.settings.request_bytes)
        if kind == FORM:
            return self._of_form(in_address, _asked(read_parameters(body)), headers)
        if in_address.query is not None:
            raise InputError("There is one query in the address and one in the body.")
        if kind == UPDATE:
            return replace(in_address, update=body)
        return replace(in_address, query=decode_query(body, self.settings))

    def _of_form(self, in_address: _Asked, in_body: _Asked, headers: Headers) -> _Asked:
        """What a form asks for; graphs and format may stand in the address."""
        if in_address.query is not None:
            raise InputError("The query of a form belongs into its body.")
        if in_body.update is not None:
            require_token(headers, self.service)
            if in_body.query is not None:
                raise InputError("The request has a query and an update; send one of them.")
        return replace(
            in_body,
            format=in_address.format if in_body.format is None else in_body.format,
            default_graphs=(*in_address.default_graphs, *in_body.default_graphs),
            named_graphs=(*in_address.named_graphs, *in_body.named_graphs),
            using={name: (*in_address.using[name], *in_body.using[name]) for name in in_body.using}
            if in_address.using
            else in_body.using,
        )

    async def _respond(
        self, scope: Scope, receive: Receive, headers: Headers, asked: _Asked
    ) -> Response:
        readable = scope["method"] != "POST"
        if asked.update is not None:
            if asked.default_graphs or asked.named_graphs:
                raise InputError(
                    "default-graph-uri and named-graph-uri are for queries.",
                    remedy="An update takes using-graph-uri and using-named-graph-uri.",
                )
            blocks = only(asked.update)
            base = _address(scope, headers)
            outcome = await write(self.service, blocks, "update", base_iri=base, **asked.using)
            return written(outcome, 204)
        if asked.query is None:
            if not readable:
                raise InputError("The request has no query.", remedy="Send a parameter `query`.")
            return await self._without_query(scope, headers, asked)
        form = check_query(asked.query, self.settings)
        offers = negotiation.offers_of(form)
        offer = negotiation.asked(asked.format, headers.accept, offers)
        request = QueryRequest(
            asked.query,
            offer.format,
            asked.default_graphs,
            asked.named_graphs,
            base_iri=_address(scope, headers),
            seconds=asked.seconds,
        )
        if offer.media_type == HTML:
            return await self.page.result(request, receive)
        return QueryResponse(
            self.service,
            request,
            offer,
            if_none_match=headers.if_none_match if readable else "",
            cacheable=readable,
        )

    async def _without_query(self, scope: Scope, headers: Headers, asked: _Asked) -> Response:
        offer = negotiation.asked(asked.format, headers.accept, _DESCRIPTION_OFFERS)
        for graph in (*asked.default_graphs, *asked.named_graphs):
            graph_iri(graph)  # a query would be refused for it
        if offer.media_type == HTML:
            return self.page.empty()
        description = await describe_service(_address(scope, headers), self.service)
        return Response(
            serialize(
                description,
                format=_DESCRIPTION_FORMATS[offer.format],
                prefixes=DESCRIPTION_PREFIXES,
            ),
            media_type=offer.content_type,
            headers={"Vary": "Accept"},
        )

    async def _refuse(self, error: RightsgraphError, headers: Headers, asked: _Asked) -> Response:
        wants_page = asked.format == "html" or (
            asked.format is None and negotiation.prefers_html(headers.accept)
        )
        response = problem_response(error, self.settings)
        if wants_page:
            retry = response.headers.get("Retry-After")
            response = self.page.failure(asked.query or "", error)
            if retry:
                response.headers["Retry-After"] = retry
        if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = _ALLOW
        response.headers["Vary"] = "Accept"
        return response


def _address(scope: Scope, headers: Headers) -> str:
    """The address of the endpoint, which relative IRIs are relative to.

    Raises:
        InputError: It is no IRI.

    Source: SPARQL 1.1 Protocol, section 2.3 (determining the base IRI).
    """
    address = f"{scope['scheme']}://{headers.host}{prefix_of(scope)}{scope['path']}"
    if not _PLAIN_HOST.fullmatch(headers.host):
        try:
            NamedNode(address)
        except ValueError:
            raise InputError(f"The Host {headers.host!r} is not the name of a host.") from None
    return address


def _asked(parameters: dict[str, list[str]]) -> _Asked:
    """What parameters ask for.

    Raises:
        InputError: There are several queries or updates, or a graph is no IRI.
    """
    if not parameters:
        return _NOTHING
    query, update = single(parameters, "query"), single(parameters, "update")
    return _Asked(
        query=None if query is None else query.removeprefix("\ufeff"),
        update=None if update is None else update.encode(),
        using=using(parameters),
        format=parameters["format"][-1] if "format" in parameters else None,
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        seconds=_seconds(parameters["timeout"][-1]) if "timeout" in parameters else None,
    )


def _seconds(text: str) -> float:
    """A deadline in seconds, which lowers that of the settings and never raises it.

    Raises:
        InputError: It is no number above 0.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds > 0:
        raise InputError(
            f"The timeout {text[:40]!r} is no number of seconds.", remedy="Give one like 2.5."
        )
    return seconds
