"""What a document says, without storing it: `POST /api/v1/extract`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph.errors import DocumentEmptyError
from rightsgraph.server import api_examples as examples
from rightsgraph.server import negotiation
from rightsgraph.server.bodies import read_upload
from rightsgraph.server.linked.compaction import CONTEXT_PATH
from rightsgraph.server.linked.formats import write
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.reading_processes import ReadingProcesses
from rightsgraph.server.service import aside
from rightsgraph.settings import Settings
from rightsgraph.store.answers import AnswerFormat

EXTRACT: Final = "/api/v1/extract"
EXCHANGE: Final = Offer("application/json", AnswerFormat.JSON, "json")
_LONGEST_NAME: Final = 255
_OFFERS: Final = (
    EXCHANGE,
    Offer("text/turtle", AnswerFormat.TURTLE, "ttl"),
    Offer("application/ld+json", AnswerFormat.JSON_LD, "jsonld"),
    Offer("application/n-triples", AnswerFormat.N_TRIPLES, "nt"),
    Offer("application/rdf+xml", AnswerFormat.RDF_XML, "rdf"),
    Offer("application/n-quads", AnswerFormat.N_TRIPLES, "nq"),
)


class ExtractApi:
    """The operation.

    Args:
        settings: How large a document may be.
        reading: The processes in which documents are read.
    """

    def __init__(self, settings: Settings, reading: ReadingProcesses) -> None:
        self.settings = settings
        self.reading = reading

    def install(self, app: FastAPI) -> None:
        """Adds the operation."""
        app.add_api_route(
            EXTRACT,
            self.extract,
            methods=["POST"],
            operation_id="extractDocument",
            summary="What a document says",
            description="A letter or report as the body, or as the file of a form: text, "
            "Markdown, HTML, PDF, DOCX. The answer is the exchange format, or by Accept the RDF "
            "that `rightsgraph ingest` would publish. It is read in a process of its own; nothing "
            "is stored.",
            tags=["extract"],
            response_class=Response,
            responses={
                200: {"description": "What was found in it", "content": _content()},
                **problem_responses(400, 406, 413, 415, 422, 500, 503, 504),
            },
            openapi_extra={
                "requestBody": examples.EXTRACT_BODY,
                "parameters": [
                    {
                        "name": "name",
                        "in": "query",
                        "description": "Name of a document that is sent as the body; its "
                        "extension helps to tell what it is. Of longer ones the first "
                        f"{_LONGEST_NAME} characters count.",
                        "schema": {"type": "string"},
                        "example": "letter.txt",
                    },
                    {
                        "name": "format",
                        "in": "query",
                        "description": "Stands above the Accept field.",
                        "schema": {"type": "string", "enum": [offer.name for offer in _OFFERS]},
                    },
                ],
            },
        )

    async def extract(self, request: Request) -> Response:
        """What a document says."""
        offer = self._offer(request)
        upload = await read_upload(request, self.settings.document_upload_bytes)
        if not upload.data:
            raise DocumentEmptyError("The request has no document.")
        head: Mapping[str, Any] = {
            "task": "exchange" if offer is EXCHANGE else "quads",
            "name": upload.name[:_LONGEST_NAME],
            "media_type": known_type(upload.media_type),
        }
        result = await self.reading.run(dict(head), upload.data, request.receive)
        headers = {"Vary": "Accept", "Cache-Control": "no-store"}
        if offer is EXCHANGE or offer.name == "nq":
            return Response(result, media_type=offer.media_type, headers=headers)
        context = origin_of(request) + CONTEXT_PATH
        body = await aside(len(result), lambda: _triples(result, offer, context))
        return Response(body, media_type=offer.content_type, headers=headers)

    def _offer(self, request: Request) -> Offer:
        name = request.query_params.get("format")
        return negotiation.asked(name, request.headers.get("accept", ""), _OFFERS)


def _triples(quads: bytes, offer: Offer, context: str) -> bytes:
    """The quads of a document as triples, each once."""
    found = ox.parse(quads, format=ox.RdfFormat.N_QUADS)
    return write(dict.fromkeys(quad.triple for quad in found), offer, context)


def known_type(media_type: str) -> str | None:
    """What the client says that a document is, unless that says nothing."""
    vague = (
        "",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "binary/octet-stream",
    )
    return None if media_type in vague else media_type


def _content() -> dict[str, Any]:
    content: dict[str, Any] = {
        offer.media_type: {"schema": {} if "json" in offer.media_type else {"type": "string"}}
        for offer in _OFFERS[1:]
    }
    content["application/json"] = {
        "schema": {
            "type": "object",
            "description": "The exchange format, docs/exchange-format.schema.json",
            "required": ["format", "document", "citations", "findings", "recommendations"],
        },
    }
    return content
