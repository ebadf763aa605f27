"""The addresses of things: a page for browsers, the formats of RDF for programs.

Source: RFC 9110, sections 8.7 (Content-Location), 12 (negotiation) and 13 (conditions); W3C, Cool
URIs for the Semantic Web, section 4.1 (hash IRIs).
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph import iris
from rightsgraph.errors import (
    AnswerTooLargeError,
    NotFoundError,
    ProjectionError,
    RightsgraphError,
)
from rightsgraph.server.answering import QueryResponse, matches
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.linked.addresses import (
    Asked,
    href,
    network_address,
    network_page_address,
    read_path,
)
from rightsgraph.server.linked.answers import (
    cached,
    entity_tag,
    failure_page,
    links,
    offer_of,
    sparql_address,
    wants_page,
)
from rightsgraph.server.linked.compaction import CONTEXT_PATH
from rightsgraph.server.linked.description import (
    BOUND,
    PLACES_BOUND,
    Description,
    Descriptions,
    core_query,
    everything_query,
)
from rightsgraph.server.linked.documents import is_document, view_document
from rightsgraph.server.linked.formats import LABELS, write
from rightsgraph.server.linked.names import Names
from rightsgraph.server.linked.neighbours import Neighbours
from rightsgraph.server.linked.profile import COVERED, Section, read_profile
from rightsgraph.server.linked.things import other_groups, view_thing
from rightsgraph.server.negotiation import HTML, Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.rendering import render
from rightsgraph.server.service import GraphService, aside
from rightsgraph.store.answers import QueryRequest
from rightsgraph.store.derivation import dataset_iri, statistics_graph
from rightsgraph.store.kept_texts import read_text
from rightsgraph.vocabulary import Dcterms, Org, Rg

_PAGE_TRIPLES: Final = 200  # bytes that a triple takes, to tell long pages from short ones
PATHS: Final = (
    "/id/{path:path}",
    "/vocabulary/{path:path}",
    "/graph/{path:path}",
    "/dataset{path:path}",
)
_GRAPH_CONTENT: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { GRAPH %(graph)s { ?s ?p ?o } } UNION { VALUES ?s { %(graph)s } ?s ?p ?o }
}
"""
_COUNTS: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  GRAPH <%(graph)s> { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), "%(dataset)s"))
}
"""


class LinkedData:
    """The addresses.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.descriptions = Descriptions(service)
        self.neighbours = Neighbours(service)

    def install(self, app: FastAPI) -> None:
        """Adds the addresses."""
        for path in PATHS:
            app.add_api_route(path, self.thing, include_in_schema=False, response_class=Response)

    async def thing(self, request: Request) -> Response:
        """A thing, in the format that is asked for."""
        try:
            return await self._thing(request)
        except ClientGoneError:
            raise
        except RightsgraphError as error:
            if not wants_page(request):
                raise
            return failure_page(error, self.service.snapshot)

    async def _thing(self, request: Request) -> Response:
        tag = self._tag(self.service.snapshot, request)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=cached(tag))
        readings = read_path(request.scope["raw_path"])
        asked = await self.descriptions.find(readings, request.receive)
        if asked is None:
            return await self._unknown(request, readings)
        offer = offer_of(request, asked.format)
        iri = asked.iris[0]
        if iri.startswith(iris.base() + "graph/"):
            return await self._graph(request, iri, offer)
        if iri == dataset_iri() and offer.media_type != HTML:
            return self._dataset(request, iri, offer)
        try:
            description = await self.descriptions.describe(iri, request.receive)
        except AnswerTooLargeError:
            if offer.media_type == HTML:
                raise
            # Too much to be put together here: its own triples, as the workers write them.
            return QueryResponse(
                self.service,
                QueryRequest(core_query(iri), offer.format, over_union=True),
                offer,
                extra=links(iri, is_cut=True),
            )
        if other := _elsewhere(description):
            return self._redirect(other, asked.format)
        tag = self._tag(description.snapshot, request)
        return await self._respond(request, description, offer, tag)

    async def _respond(
        self, request: Request, description: Description, offer: Offer, tag: str
    ) -> Response:
        size = len(description.triples) * _PAGE_TRIPLES
        headers = {
            **cached(tag),
            **links(description.iri, is_cut=description.is_cut),
            "Content-Location": f"{href(description.iri)}.{offer.name}",
        }
        if offer.media_type == HTML:
            source = await self._source(description)
            profile = await self._profile(description)
            page = await aside(size + len(source), lambda: self._page(description, source, profile))
            page.headers.update(headers)
            return page
        context, iri = origin_of(request) + CONTEXT_PATH, description.iri
        body = await aside(size, lambda: write(description.triples, offer, context, iri))
        return Response(body, media_type=offer.content_type, headers=headers)

    async def _source(self, description: Description) -> str:
        """The normalised text of a document, when it is held and may be shown."""
        if not self.service.settings.serve_texts:
            return ""
        digest = Names(description).text(description.iri, Rg.textDigest)
        if not digest:
            return ""
        return await asyncio.to_thread(read_text, self.service.home.path, digest) or ""

    async def _profile(self, description: Description) -> tuple[Section, ...]:
        """What the tables tell of somebody or of a concept; nothing where there are none."""
        if is_document(description) or description.iri == dataset_iri():
            return ()
        try:
            sections = await self.service.tables.read(
                lambda projection: (
                    read_profile(projection, description.iri)
                    if projection.snapshot.id == description.snapshot
                    else ()
                )
            )
        except ProjectionError:
            return ()
        return sections

    def _tag(self, snapshot: str, request: Request) -> str:
        """The ETag of an answer; none for pages with words, which may be held since yesterday."""
        if self.service.settings.serve_texts and wants_page(request):
            return ""
        return entity_tag(snapshot, request)

    def _page(
        self, description: Description, source: str, profile: tuple[Section, ...]
    ) -> Response:
        names = Names(description)
        iri = description.iri
        document = is_document(description)
        level = "documents" if document else "actors"
        context: dict[str, Any] = {
            "iri": iri,
            "is_dataset": iri == dataset_iri(),
            "name": names.name(iri),
            "symbol": names.text(iri, Rg.symbol),
            "kind": names.kind(iri),
            "formats": [(label, f"{href(iri)}.{name}") for name, label in LABELS.items()],
            "everything": sparql_address(everything_query(iri)),
            "network": network_address(iri, level)
            if document or Org.Organization in names.types(iri)
            else "",
            "network_page": network_page_address(iri, level),
            "bound": BOUND,
            "places_bound": PLACES_BOUND,
            "places_cut": description.places_cut,
            "snapshot": description.snapshot,
            "view": view_document(description, source)
            if document
            else view_thing(description, COVERED if profile else ()),
            "profile": profile,
            "others": other_groups(description) if document else (),
        }
        return render("document.html" if document else "thing.html", context)

    async def _graph(self, request: Request, iri: str, offer: Offer) -> Response:
        """A named graph: its triples for programs, what is known of it for people."""
        query = _GRAPH_CONTENT % {"graph": str(ox.NamedNode(iri))}
        if offer.media_type != HTML:
            return QueryResponse(
                self.service,
                QueryRequest(query, offer.format, over_union=True),
                offer,
                if_none_match=request.headers.get("if-none-match", ""),
                extra=links(iri, is_cut=False),
            )
        sizes = await self.service.table(
            f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}", request.receive
        )
        description = await self.descriptions.describe(iri, request.receive)
        context = {
            "iri": iri,
            "name": Names(description).text(iri, Dcterms.title) or iri[len(iris.base()) :],
            "triples": int(sizes.rows[0]["n"].value),
            "formats": [(label, f"{href(iri)}.{name}") for name, label in LABELS.items()],
            "query": sparql_address(query),
            "snapshot": description.snapshot,
            "view": view_thing(description),
        }
        page = render("graph.html", context)
        page.headers.update({**cached(entity_tag(description.snapshot, request))})
        return page

    def _dataset(self, request: Request, iri: str, offer: Offer) -> Response:
        """All that is counted of the graph, in blocks: there may be very much of it."""
        query = _COUNTS % {"graph": statistics_graph().value, "dataset": iri}
        return QueryResponse(
            self.service,
            QueryRequest(query, offer.format, over_union=True),
            offer,
            if_none_match=request.headers.get("if-none-match", ""),
            extra=links(iri, is_cut=False),
        )

    async def _unknown(self, request: Request, readings: tuple[Asked, ...]) -> Response:
        """The way to a thing that has another name, or what is near.

        Raises:
            NotFoundError: There is nothing of that name, and no page is wanted.
        """
        if part := await self._part(request):
            return self._redirect(part, "")
        for reading in reversed(readings):
            known = await self.neighbours.known_as(reading.iris, request.receive)
            if known:
                return self._redirect(known, reading.format)
        found = await self.neighbours.near(readings[-1].iris, request.receive)
        error = NotFoundError(
            "The graph knows nothing of that name.",
            remedy=found.remedy,
            near=[{"iri": each.iri, "name": each.name} for each in found.near],
        )
        if not wants_page(request):
            raise error
        return failure_page(error, self.service.snapshot, near=found.near, official=found.official)

    async def _part(self, request: Request) -> str:
        """The part of a thing whose IRI was sent as one name, with its hash; empty for none."""
        whole, mark, part = request.scope["raw_path"].partition(b"%23")
        if not mark:
            return ""
        found = await self.descriptions.find(read_path(whole), request.receive)
        return f"{found.iris[0]}#{unquote(part.decode('latin-1'))}" if found else ""

    def _redirect(self, iri: str, suffix: str) -> Response:
        path, mark, part = href(iri).partition("#")
        location = path + (f".{suffix}" if suffix else "") + mark + part
        headers = {"Location": location, "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)


def _elsewhere(description: Description) -> str:
    """The document that a description says the thing is; empty when it is described itself."""
    names = Names(description)
    found = names.things(description.iri, Rg.identifiedAs)
    return found[0] if len(found) == 1 else ""
