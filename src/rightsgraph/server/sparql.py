"""The SPARQL endpoint: queries by GET, by POST of a form and by POST of the query itself.

`?format=` (json, xml, csv, tsv, html; ttl, nt, jsonld, rdf, html) is ours: it stands above the
Accept field, so that a link or a form can ask for a format.

Source: SPARQL 1.1 Protocol, section 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import RdfFormat, serialize
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import (
    InputError,
    QueryForbiddenError,
    RequestTooLargeError,
    RightsgraphError,
    UnsupportedMediaTypeError,
)
from rightsgraph.server import negotiation
from rightsgraph.server.answering import QueryResponse
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.negotiation import GRAPH_OFFERS, HTML
from rightsgraph.server.problems import HttpError, problem_response
from rightsgraph.server.service import GraphService
from rightsgraph.server.service_description import FORMATS, describe_service
from rightsgraph.server.sparql_page import SparqlPage
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.guard import check_query, decode_query
from rightsgraph.vocabulary import SD

SPARQL_PATH: Final = "/sparql"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_ALLOW: Final = "GET, HEAD, POST, OPTIONS"
_DESCRIPTION_OFFERS: Final = GRAPH_OFFERS
_DESCRIPTION_FORMATS: Final = {
    AnswerFormat.TURTLE: RdfFormat.TURTLE,
    AnswerFormat.N_TRIPLES: RdfFormat.N_TRIPLES,
    AnswerFormat.JSON_LD: RdfFormat.JSON_LD,
    AnswerFormat.RDF_XML: RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class _Headers:
    accept: str
    content_type: str
    if_none_match: str
    host: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parameters of a request."""

    query: str | None = None
    format: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


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
        headers = _read_headers(scope)
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

    async def _read(self, scope: Scope, receive: Receive, headers: _Headers) -> _Asked:
        method = scope["method"]
        in_address = _parameters(scope["query_string"]) if scope["query_string"] else _NOTHING
        if method in ("GET", "HEAD"):
            return in_address
        if method != "POST":
            raise HttpError(
                HTTPStatus.METHOD_NOT_ALLOWED, f"The endpoint does not know the method {method}."
            )
        media_type = _media_type(headers.content_type)
        if media_type == UPDATE:
            raise QueryForbiddenError("Updates are switched off; only queries are answered here.")
        if media_type not in (FORM, QUERY):
            raise UnsupportedMediaTypeError(
                f"A query cannot be sent as {headers.content_type or 'a body without a type'!r}.",
                remedy=f"Send it as {FORM} or {QUERY}, in UTF-8.",
            )
        body = await self._body(receive)
        if media_type == FORM:
            if in_address.query is not None or in_address.default_graphs or in_address.named_graphs:
                raise InputError("The query and the graphs of a form belong into its body.")
            in_body = _parameters(body)
            return replace(in_body, format=in_body.format or in_address.format)
        if in_address.query is not None:
            raise InputError("There is one query in the address and one in the body.")
        return replace(in_address, query=decode_query(body, self.settings))

    async def _body(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError("The client went away before its request was complete.")
            body += message.get("body", b"")
            if len(body) > self.settings.request_bytes:
                raise RequestTooLargeError(
                    f"The request has more than {self.settings.request_bytes} bytes."
                )
            if not message.get("more_body", False):
                return bytes(body)

    async def _respond(
        self, scope: Scope, receive: Receive, headers: _Headers, asked: _Asked
    ) -> Response:
        readable = scope["method"] != "POST"
        if asked.query is None:
            if not readable:
                raise InputError("The request has no query.", remedy="Send a parameter `query`.")
            return await self._without_query(scope, headers, asked)
        form = check_query(asked.query, self.settings)
        offers = negotiation.offers_of(form)
        if asked.format:
            offer = negotiation.by_name(asked.format, offers)
        else:
            offer = negotiation.choose(headers.accept, offers)
        request = QueryRequest(asked.query, offer.format, asked.default_graphs, asked.named_graphs)
        if offer.media_type == HTML:
            return await self.page.result(request, receive)
        return QueryResponse(
            self.service,
            request,
            offer,
            if_none_match=headers.if_none_match if readable else "",
            cacheable=readable,
        )

    async def _without_query(self, scope: Scope, headers: _Headers, asked: _Asked) -> Response:
        if asked.format:
            offer = negotiation.by_name(asked.format, _DESCRIPTION_OFFERS)
        else:
            offer = negotiation.choose(headers.accept, _DESCRIPTION_OFFERS)
        if offer.media_type == HTML:
            return self.page.empty()
        address = f"{scope['scheme']}://{headers.host}{scope['path']}"
        try:
            description = describe_service(address)
        except ValueError:
            raise InputError(f"The Host {headers.host!r} is not the name of a host.") from None
        return Response(
            serialize(
                description,
                format=_DESCRIPTION_FORMATS[offer.format],
                prefixes={"sd": SD, "format": FORMATS},
            ),
            media_type=offer.content_type,
            headers={"Vary": "Accept"},
        )

    async def _refuse(self, error: RightsgraphError, headers: _Headers, asked: _Asked) -> Response:
        wants_page = asked.format == "html" or (
            not asked.format and negotiation.prefers_html(headers.accept)
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


def _read_headers(scope: Scope) -> _Headers:
    accepts, content_type, if_none_match, host = [], "", "", "localhost"
    for name, value in scope["headers"]:
        if name == b"accept":
            accepts.append(value.decode("latin-1"))
        elif name == b"content-type":
            content_type = value.decode("latin-1")
        elif name == b"if-none-match":
            if_none_match = value.decode("latin-1")
        elif name == b"host":
            host = value.decode("latin-1")
    return _Headers(", ".join(accepts), content_type, if_none_match, host)


def _media_type(content_type: str) -> str:
    """The media type without parameters; empty when it says that it is not UTF-8."""
    media_type, *parameters = (part.strip().lower() for part in content_type.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            return ""
    return media_type


def _parameters(encoded: bytes) -> _Asked:
    """What a query string or form asks for.

    Raises:
        InputError: It is not UTF-8 or has several queries.
        QueryForbiddenError: It has an update.
    """
    try:
        pairs = parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict"
        )
    except UnicodeDecodeError:
        raise InputError("The parameters of the request are not UTF-8.") from None
    except ValueError as error:
        raise InputError(f"The parameters of the request cannot be read: {error}.") from None
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise QueryForbiddenError("Updates are switched off; only queries are answered here.")
    queries = values.get("query", [])
    if len(queries) > 1:
        raise InputError("The request has several queries; send one at a time.")
    return _Asked(
        query=queries[0].removeprefix("\ufeff") if queries else None,
        format=values.get("format", [""])[-1],
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
    )
