"""The pages of recommendations and of chains of evidence, and their twins for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Final

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph import iris
from rightsgraph.errors import NotFoundError, ParameterError, RightsgraphError
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.linked.answers import failure_page
from rightsgraph.server.linked.description import Descriptions
from rightsgraph.server.linked.names import Link
from rightsgraph.server.recommendations.asked import PATH, SORTS, read
from rightsgraph.server.recommendations.chain import Chain, read_chain
from rightsgraph.server.recommendations.listing import IN_TIMELINE, Ask, read_asks, read_listing
from rightsgraph.server.recommendations.picture import MOST_BRANCHES, draw
from rightsgraph.server.recommendations.schemas import of_evidence, of_listing
from rightsgraph.server.rendering import render
from rightsgraph.server.service import GraphService

EVIDENCE: Final = "/evidence"
# A file for a spreadsheet has so many rows at most; SPARQL and the API give all.
MOST_IN_FILES: Final = 10_000
_COLUMNS: Final = (
    "recommendation",
    "summary",
    "year",
    "saidBy",
    "addressedTo",
    "asksFor",
    "state",
    "document",
    "restsOn",
    "deadline",
    "confidence",
    "review",
    "response",
    "issue",
    "session",
)


class RecommendationPages:
    """The pages.

    Args:
        service: Where tables and graph are read.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.descriptions = Descriptions(service)

    def install(self, app: FastAPI) -> None:
        """Adds them."""
        for path, answer in (
            (PATH, self._page(self.listing)),
            (EVIDENCE, self._page(self.evidence)),
        ):
            app.add_api_route(path, answer, include_in_schema=False, response_class=Response)
        for path, answer, about in (
            (f"{PATH}.csv", self.csv, of_listing("text/csv")),
            (f"{PATH}.json", self.json, of_listing("application/json")),
            (f"{EVIDENCE}.svg", self.svg, of_evidence("image/svg+xml")),
            (f"{EVIDENCE}.json", self.evidence_json, of_evidence("application/json")),
        ):
            app.add_api_route(path, answer, response_class=Response, **about)

    def _page(
        self, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """The same, with errors as pages."""

        async def page(request: Request) -> Response:
            try:
                return await answer(request)
            except ClientGoneError:
                raise
            except RightsgraphError as error:
                return failure_page(error, self.service.snapshot)

        return page

    async def listing(self, request: Request) -> Response:
        """A page of the list, with facets and timeline."""
        asked = read(request.query_params)
        found = await self.service.tables.read(lambda projection: read_listing(projection, asked))
        orders = {
            name: asked.address(
                sort=name, after="", descending=not (asked.sort == name and asked.descending)
            )
            for name in SORTS
        }
        context = {
            "listing": found,
            "in_timeline": IN_TIMELINE,
            "asked": asked,
            "orders": orders,
            "all": PATH,
            "next": asked.address(after=found.next) if found.next else "",
            "first": asked.address(after="") if asked.after else "",
            "twins": [
                ("CSV", asked.address(f"{PATH}.csv", after="")),
                ("JSON", asked.address(f"{PATH}.json", after="")),
                ("API, with all fields and pages", asked.api_address),
            ],
            "snapshot": found.snapshot,
        }
        return render("recommendations.html", context)

    async def _asks(self, request: Request) -> tuple[list[Ask], str]:
        asked = read(request.query_params)
        return await self.service.tables.read(
            lambda projection: (
                read_asks(projection, asked, MOST_IN_FILES),
                projection.snapshot.id,
            )
        )

    async def csv(self, request: Request) -> Response:
        """The list as a table for a spreadsheet."""
        asks, _ = await self._asks(request)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        for each in asks:
            values = _plain(each)
            writer.writerow([_cell(values[name]) for name in _COLUMNS])
        headers = {"Content-Disposition": 'inline; filename="recommendations.csv"'}
        return Response(
            out.getvalue().encode(), media_type="text/csv; charset=utf-8", headers=headers
        )

    async def json(self, request: Request) -> Response:
        """The list as JSON."""
        asks, snapshot = await self._asks(request)
        return _json(
            {
                "snapshot": snapshot,
                "isCut": len(asks) == MOST_IN_FILES,
                "recommendations": [_plain(each) for each in asks],
            }
        )

    async def _chain(self, request: Request) -> tuple[Chain, str, str]:
        iri = request.query_params.get("of", "")
        if not iri:
            raise ParameterError(
                "The address does not say of what.",
                remedy="Begin at /recommendations and follow “evidence”.",
                parameter="of",
            )
        if not iri.startswith(("http://", "https://", "urn:")):
            iri = iris.base() + "id/" + iri
        document = iri.partition("#")[0]
        try:
            ox.NamedNode(iri)
        except ValueError:
            raise NotFoundError("The graph knows nothing of that name.") from None
        description = await self.descriptions.describe(document, request.receive)
        chain = read_chain(description, iri)
        if chain is None:
            raise NotFoundError(
                "The graph knows no finding, recommendation or quotation of that name.",
                remedy="Begin at /recommendations and follow “evidence”.",
            )
        return chain, iri, description.snapshot

    async def evidence(self, request: Request) -> Response:
        """The chain of evidence of a statement, as a picture and as text."""
        chain, iri, snapshot = await self._chain(request)
        query = request.url.query
        context = {
            "chain": chain,
            "iri": iri,
            "picture": draw(chain),
            "not_drawn": max(0, len(chain.branches) - MOST_BRANCHES),
            "twins": [(label, f"{EVIDENCE}.{label.lower()}?{query}") for label in ("SVG", "JSON")],
            "snapshot": snapshot,
        }
        return render("evidence.html", context)

    async def svg(self, request: Request) -> Response:
        """The picture alone."""
        chain, _, _ = await self._chain(request)
        return Response(draw(chain), media_type="image/svg+xml")

    async def evidence_json(self, request: Request) -> Response:
        """The chain as JSON."""
        chain, iri, snapshot = await self._chain(request)
        return _json(
            {
                "snapshot": snapshot,
                "statement": iri,
                "head": [asdict(each) for each in chain.head],
                "branches": [[asdict(each) for each in steps] for steps in chain.branches],
            }
        )


def _plain(ask: Ask) -> dict[str, Any]:
    return {
        "recommendation": ask.iri,
        "summary": ask.link.text,
        "year": int(ask.year) if ask.year else None,
        "saidBy": _texts(ask.said_by),
        "addressedTo": _texts(ask.addressed_to),
        "asksFor": _texts(ask.actions),
        "state": _texts(ask.states),
        "document": ask.document.text,
        "restsOn": _texts(ask.based_on),
        "deadline": ask.deadline or None,
        "confidence": float(ask.confidence) if ask.confidence else None,
        "review": ask.review or None,
        "response": ask.response or None,
        "issue": _texts(ask.issues),
        "session": int(ask.session) if ask.session else None,
        "evidence": ask.evidence,
    }


def _texts(links: tuple[Link, ...]) -> list[str]:
    return [each.text for each in links]


def _cell(value: object) -> str:
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    # A spreadsheet takes what begins so for a formula.
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(content: object) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-cache"})
