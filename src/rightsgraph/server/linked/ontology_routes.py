"""/ontology and /shapes: one page to read, every format of RDF; the context of JSON-LD."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph.errors import RightsgraphError
from rightsgraph.server.answering import matches
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.linked.addresses import FORMATS, href, read_path
from rightsgraph.server.linked.answers import (
    cached,
    entity_tag,
    failure_page,
    links,
    offer_of,
    wants_page,
)
from rightsgraph.server.linked.compaction import CONTEXT_PATH, context_bytes
from rightsgraph.server.linked.formats import LABELS, write
from rightsgraph.server.linked.ontology import ONTOLOGY, SHAPES, Ontologies, Ontology
from rightsgraph.server.linked.routes import LinkedData
from rightsgraph.server.negotiation import HTML, Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.rendering import render
from rightsgraph.server.service import aside

_LARGE: Final = 1_000_000  # bytes; it is written in a thread


class OntologyPages:
    """The addresses.

    Args:
        linked: Answers for what is below them, such as the declaration of a prefix.
    """

    def __init__(self, linked: LinkedData) -> None:
        self.linked = linked
        self.service = linked.service
        self.ontologies = Ontologies(linked.service)
        self._written: dict[tuple[str, str, str, str], bytes] = {}

    def install(self, app: FastAPI) -> None:
        """Adds the addresses."""
        for path in ("/ontology{path:path}", "/shapes{path:path}"):
            app.add_api_route(path, self.ontology, include_in_schema=False, response_class=Response)
        app.add_api_route(
            CONTEXT_PATH, self.context, include_in_schema=False, response_class=Response
        )

    async def context(self) -> Response:
        """The context of JSON-LD."""
        return Response(
            context_bytes(),
            media_type="application/ld+json",
            headers={"Cache-Control": "public, max-age=3600"},
        )

    async def ontology(self, request: Request) -> Response:
        """The ontology or the shapes, in the format that is asked for."""
        name, _, suffix = request.scope["path"].removeprefix("/").partition(".")
        if name not in ("ontology", "shapes") or (suffix and suffix not in FORMATS):
            return await self._below(request)
        try:
            return await self._whole(request, ONTOLOGY if name == "ontology" else SHAPES, suffix)
        except ClientGoneError:
            raise
        except RightsgraphError as error:
            if not wants_page(request):
                raise
            return failure_page(error, self.service.snapshot)

    async def _below(self, request: Request) -> Response:
        """A declaration, or the ontology for its version."""
        current = await self.ontologies.current()
        version = f"{ONTOLOGY}/{current.version}"
        for reading in read_path(request.scope["raw_path"]):
            if version in reading.iris:
                location = "/ontology" + (f".{reading.format}" if reading.format else "")
                return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": location})
        return await self.linked.thing(request)

    async def _whole(self, request: Request, iri: str, suffix: str) -> Response:
        tag = entity_tag(self.service.snapshot, request)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=cached(tag))
        offer = offer_of(request, suffix)
        ontology = await self.ontologies.current()
        headers = {
            **cached(entity_tag(ontology.snapshot, request)),
            **links(iri, is_cut=False),
            "Content-Location": f"{href(iri)}.{offer.name}",
        }
        if offer.media_type == HTML:
            body = await self._written_once(ontology, iri, offer, "")
        else:
            context = origin_of(request) + CONTEXT_PATH
            body = await self._written_once(ontology, iri, offer, context)
        return Response(body, media_type=offer.content_type, headers=headers)

    async def _written_once(
        self, ontology: Ontology, iri: str, offer: Offer, context: str
    ) -> bytes:
        key = (ontology.snapshot, iri, offer.name, context)
        if key not in self._written:
            if offer.media_type == HTML:
                body = await aside(_LARGE, lambda: bytes(_page(ontology, iri).body))
            else:
                body = await aside(_LARGE, lambda: write(ontology.triples, offer, context, iri))
            # What belongs to an earlier snapshot goes; so do answers to odd Host fields.
            fresh = {k: v for k, v in self._written.items() if k[0] == ontology.snapshot}
            self._written = (fresh if len(fresh) < 16 else {}) | {key: body}
        return self._written[key]


def _page(ontology: Ontology, iri: str) -> Response:
    context = {
        "iri": iri,
        "ontology": ontology,
        "formats": [(label, f"{href(iri)}.{name}") for name, label in LABELS.items()],
        "snapshot": ontology.snapshot,
    }
    return render("ontology.html" if iri == ONTOLOGY else "shapes.html", context)
