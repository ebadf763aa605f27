"""What pasted citations name, and what a symbol says: `/api/v1/resolve`, `/api/v1/symbols/...`."""

from __future__ import annotations

import json
from typing import Any, Final

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.types import Receive

from rightsgraph import iris
from rightsgraph.catalogue import resolving
from rightsgraph.catalogue.resolving import Known, Named
from rightsgraph.errors import InputError, SymbolError, UnsupportedMediaTypeError
from rightsgraph.extraction.pasted import split_pasted
from rightsgraph.server import api_examples as examples
from rightsgraph.server.answering import matches
from rightsgraph.server.bodies import media_type_of, read_json, read_text
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.answers import cached, entity_tag
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.reading_processes import PASTED, ReadingProcesses
from rightsgraph.server.service import GraphService
from rightsgraph.symbols import describe_symbol, read_symbol

RESOLVE: Final = "/api/v1/resolve"
SYMBOLS: Final = "/api/v1/symbols"
_TEXT: Final = ("text/plain", "text/markdown", "")
_MOST_ITEMS: Final = 5000


class ResolveApi:
    """The operations.

    Args:
        service: Where the graph is asked.
        reading: The processes in which pasted text is read.
    """

    def __init__(self, service: GraphService, reading: ReadingProcesses) -> None:
        self.service = service
        self.reading = reading

    def install(self, app: FastAPI) -> None:
        """Adds the operations."""
        app.add_api_route(
            RESOLVE,
            self.resolve,
            methods=["POST"],
            operation_id="resolveCitations",
            summary="What pasted citations name",
            description="Notes or a list of citations: one on each line, or numbered. Ibid., "
            "short forms and “note N above” are resolved among them. What is not recognised is "
            "listed with the reason. Nothing is stored.",
            tags=["resolve"],
            response_class=Response,
            responses={
                200: {
                    "description": "The citations, and what is not recognised",
                    "content": {
                        "application/json": {
                            "schema": examples.RESOLVED_SCHEMA,
                        }
                    },
                },
                **problem_responses(400, 406, 413, 415, 422, 500, 503, 504),
            },
            openapi_extra={"requestBody": examples.RESOLVE_BODY},
        )
        app.add_api_route(
            SYMBOLS + "/{symbol:path}",
            self.symbol,
            operation_id="describeSymbol",
            summary="What a UN document symbol says",
            description="Its parts, body, session, kind, number and suffixes, its normalised "
            "form, its address at the UN, and what the graph knows of the document. The symbol "
            "may be in any spelling, with its slashes as they are.",
            tags=["resolve"],
            response_class=Response,
            responses={
                200: {
                    "description": "The symbol; several for a compound or joint one",
                    "content": {
                        "application/json": {
                            "schema": examples.SYMBOL_SCHEMA,
                        }
                    },
                },
                304: {"description": "Nothing has changed since the ETag named by If-None-Match"},
                **problem_responses(400, 404, 406, 414, 500, 503, 504),
            },
            openapi_extra={"parameters": [examples.SYMBOL_PARAMETER]},
        )

    async def resolve(self, request: Request) -> Response:
        """What pasted citations name."""
        items = await self._items(request)
        head = {"task": PASTED}
        body = json.dumps(items).encode()
        pasted = json.loads(await self.reading.run(head, body, request.receive))
        known, snapshot = await self._known(resolving.named(pasted["citations"]), request.receive)
        content = {**resolving.join(pasted, known, href), "snapshot": snapshot}
        return _json(content, {"Cache-Control": "no-store"})

    async def _items(self, request: Request) -> list[str]:
        most = self.service.settings.request_bytes
        kind = media_type_of(request)
        if kind in _TEXT:
            items = split_pasted(await read_text(request, most))
        elif kind == "application/json":
            items = _items_of(await read_json(request, most))
        else:
            raise UnsupportedMediaTypeError(
                f"Citations cannot be sent as {kind!r}.",
                remedy='Send text/plain, or application/json with "text" or "items".',
            )
        if not any(each.strip() for each in items):
            raise InputError("There are no citations in the request.")
        if len(items) > _MOST_ITEMS:
            raise InputError(
                f"The request has {len(items)} citations; at most {_MOST_ITEMS} are read at once."
            )
        return [each for each in items if each.strip()]

    async def symbol(self, symbol: str, request: Request) -> Response:
        """What a symbol says."""
        tag = entity_tag(self.service.snapshot, request)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=cached(tag))
        _require_unicode(symbol)
        reading = read_symbol(symbol)
        if not reading.symbols:
            hint = f"; perhaps {reading.suggestion} is meant" if reading.suggestion else ""
            raise SymbolError(
                f"{symbol[:200]!r} is no document symbol: {reading.reason}{hint}.",
                outcome=reading.outcome,
                suggestion=reading.suggestion,
            )
        named = Named(
            tuple(str(iris.un_document(each.key)) for each in reading.symbols),
            tuple(text for each in reading.symbols for text in (each.normalised, each.key)),
        )
        known, snapshot = await self._known(named, request.receive)
        symbols = []
        for each in reading.symbols:
            document = resolving.describe(each, known, href)
            printed, version = await self._printed(document["iri"], request.receive)
            if version != snapshot:
                return await self.symbol(symbol, request)
            symbols.append({**describe_symbol(each), "document": document, "printedForms": printed})
        content = {
            "text": symbol,
            "outcome": reading.outcome,
            "symbols": symbols,
            "snapshot": snapshot,
        }
        return _json(content, cached(entity_tag(snapshot, request)))

    async def _known(self, named: Named, receive: Receive) -> tuple[dict[str, Known], str]:
        known: dict[str, Known] = {}
        snapshot = self.service.snapshot
        for query in resolving.queries(named):
            table = await self.service.table(query, receive)
            if table.snapshot != snapshot and known:
                return await self._known(named, receive)
            snapshot = table.snapshot
            rows = [{name: term.value for name, term in row.items()} for row in table.rows]
            known |= resolving.read_known(rows)
        return known, snapshot

    async def _printed(self, iri: str, receive: Receive) -> tuple[list[str], str]:
        document = ox.NamedNode(iri)
        table = await self.service.table(
            f"SELECT DISTINCT ?form {{ {document} dcterms:identifier ?form }} ORDER BY ?form",
            receive,
        )
        return [row["form"].value for row in table.rows], table.snapshot


def _items_of(content: object) -> list[str]:
    """The notes of a JSON body.

    Raises:
        InputError: It has neither a text nor a list of texts.
    """
    remedy = 'Send {"text": "..."} or {"items": ["...", "..."]}.'
    if not isinstance(content, dict) or not ({"text", "items"} & content.keys()):
        raise InputError("The body names no citations.", remedy=remedy)
    if "text" in content and "items" in content:
        raise InputError("The body has a text and items; send one of them.", remedy=remedy)
    if "text" in content:
        text = content["text"]
        if not isinstance(text, str):
            raise InputError("The text is no text.", remedy=remedy)
        _require_unicode(text)
        return split_pasted(text)
    items = content["items"]
    if not isinstance(items, list) or not all(isinstance(each, str) for each in items):
        raise InputError("The items are no list of texts.", remedy=remedy)
    for each in items:
        _require_unicode(each)
    return items


def _require_unicode(text: str) -> None:
    """Nothing, when a text is Unicode.

    Raises:
        InputError: It has half of a surrogate pair, which is no character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("The text is not Unicode.") from None


def _json(content: dict[str, Any], headers: dict[str, str]) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers=headers)
