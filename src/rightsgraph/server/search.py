"""Search: `/api/v1/search`, and the page `/search`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph.errors import ParameterError, RightsgraphError
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.compaction import CONTEXT_PATH
from rightsgraph.server.lists import answers, shapes
from rightsgraph.server.lists.answers import JSON_LD
from rightsgraph.server.lists.definitions import API, LISTS
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.rendering import render
from rightsgraph.server.search_openapi import search_operation
from rightsgraph.server.service import GraphService
from rightsgraph.server.short_lists import CSV, JSON
from rightsgraph.store.answers import AnswerFormat
from rightsgraph.store.projection import Hit, Hits, Marked, Projection
from rightsgraph.store.projection.reading import MOST_ROWS
from rightsgraph.store.projection.text_index import LONGEST, TEXTS, kinds_searched

PATH: Final = f"{API}/search"
PAGE: Final = "/search"
LIMIT: Final = 20
SECONDS: Final = 2.0
VALUES: Final = Offer("application/sparql-query", AnswerFormat.JSON, "values")
_OFFERS: Final = (JSON, JSON_LD, CSV, VALUES)
_NO_PROPERTIES: Final = (
    *("kind", "name", "text", "label", "others", "document"),
    *("count", "kinds", "snapshot", "next"),
)
_CONTEXT: Final = {"items": "@graph", **dict.fromkeys(_NO_PROPERTIES)}
_PARAMETERS: Final = ("q", "kind", "limit", "offset", "format")


class SearchApi:
    """The operation and the page.

    Args:
        service: Where the tables are read.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    def install(self, app: FastAPI) -> None:
        """Adds them."""
        kinds = kinds_searched(texts=self.service.settings.serve_texts)
        about = search_operation(kinds, LONGEST, LIMIT)
        app.add_api_route(PATH, self.search, tags=["lists"], response_class=Response, **about)
        app.add_api_route(PAGE, self.page, include_in_schema=False, response_class=Response)

    async def search(self, request: Request) -> Response:
        """What has some words."""
        offer = answers.offer_of(request, _OFFERS)
        question, kinds, limit, offset = _asked(request)
        if not question:
            raise ParameterError(
                "There is no word to look for.", remedy="Give it as `q`.", parameter="q"
            )
        if not self.service.settings.serve_texts and (
            unchanged := answers.unchanged(request, self.service.snapshot, offer)
        ):
            return unchanged
        found, snapshot = await self._find(question, kinds, limit, offset)
        headers = answers.headers_of(snapshot, self._tag(request, snapshot, offer))
        if offer is CSV:
            return Response(_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
        if offer is VALUES:
            names = " ".join(f"<{hit.thing.iri}>" for hit in found.hits)
            text = f"VALUES ?found {{ {names} }}\n"
            return Response(text, media_type="application/sparql-query", headers=headers)
        content: dict[str, Any] = {
            "snapshot": snapshot,
            "count": _number(found, kinds),
            "kinds": found.counts,
        }
        links = []
        if further := _further(request, found, kinds, limit, offset):
            content["next"] = further
            links.append(f'<{further}>; rel="next"')
        content["items"] = [_item(hit) for hit in found.hits]
        contexts = [f"{origin_of(request)}{CONTEXT_PATH}", _CONTEXT]
        if links:
            headers["Link"] = ", ".join(links)
        body = shapes.document(contexts, content)
        return Response(body, media_type=offer.media_type, headers=headers)

    def _tag(self, request: Request, snapshot: str, offer: Offer) -> str:
        """The ETag of an answer; none where texts are searched, whose index can be made anew."""
        if self.service.settings.serve_texts:
            return ""
        return answers.tag_of(request, snapshot, offer)

    async def page(self, request: Request) -> Response:
        """The page: a form, and what was found."""
        error: RightsgraphError | None = None
        found = Hits((), {})
        question, further, back = request.query_params.get("q", "").strip(), "", ""
        kinds: tuple[str, ...] = ()
        snapshot = self.service.snapshot
        try:
            question, kinds, limit, offset = _asked(request)
            if question:
                found, snapshot = await self._find(question, kinds, limit, offset)
                further = _further(request, found, kinds, limit, offset)
                if offset:
                    pairs = _pairs(request, "offset")
                    back = f"{PAGE}?{urlencode([*pairs, ('offset', max(0, offset - limit))])}"
        except RightsgraphError as wrong:
            error = wrong
        given = [("q", question)]
        context = {
            "question": question,
            "kinds": kinds,
            "counts": [
                (kind, _title(kind), count, f"{PAGE}?{urlencode([*given, ('kind', kind)])}")
                for kind, count in found.counts.items()
            ],
            "everything": f"{PAGE}?{urlencode(given)}",
            "hits": [_shown(hit) for hit in found.hits],
            "number": _number(found, kinds),
            "next": further.replace(PATH, PAGE, 1) if further else "",
            "back": back,
            "data": f"{PATH}?{request.url.query}" if question else "",
            "longest": LONGEST,
            "error": error,
            "snapshot": snapshot,
        }
        return render("search.html", context, status=error.status if error else 200)

    async def _find(
        self, question: str, kinds: Sequence[str], limit: int, offset: int
    ) -> tuple[Hits, str]:
        def read(projection: Projection) -> tuple[Hits, str]:
            found = projection.search(
                question,
                kinds=kinds,
                limit=limit,
                offset=offset,
                seconds=SECONDS,
                texts=self.service.settings.serve_texts,
            )
            return found, projection.snapshot.id

        return await self.service.tables.read(read)


def _asked(request: Request) -> tuple[str, tuple[str, ...], int, int]:
    given = request.query_params
    for name in given:
        if name not in _PARAMETERS:
            raise ParameterError(
                f"Search has no parameter {name[:80]!r}.",
                remedy=f"Use {', '.join(_PARAMETERS)}.",
                parameter=name[:80],
            )
    kinds = tuple(dict.fromkeys(kind for kind in given.getlist("kind") if kind))
    limit = _count(given.get("limit") or str(LIMIT), "limit", 1)
    return given.get("q", "").strip(), kinds, limit, _count(given.get("offset") or "0", "offset", 0)


def _count(text: str, name: str, least: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7) or not (
        least <= int(text) <= MOST_ROWS
    ):
        raise ParameterError(
            f"`{name}` is a number from {least} to {MOST_ROWS}.",
            remedy="What is beyond the first thousand is found by more words.",
            parameter=name,
        )
    return int(text)


def _number(found: Hits, kinds: Sequence[str]) -> int:
    return sum(count for kind, count in found.counts.items() if not kinds or kind in kinds)


def _pairs(request: Request, *without: str) -> list[tuple[str, str]]:
    return [pair for pair in request.query_params.multi_items() if pair[0] not in without]


def _further(request: Request, found: Hits, kinds: Sequence[str], limit: int, offset: int) -> str:
    """The address of the next page; empty at the end, and behind the first thousand."""
    beyond = offset + limit
    if beyond >= _number(found, kinds) or beyond > MOST_ROWS:
        return ""
    return f"{PATH}?{urlencode([*_pairs(request, 'offset'), ('offset', str(beyond))])}"


def _item(hit: Hit) -> dict[str, Any]:
    item: dict[str, Any] = {"id": hit.thing.iri, "kind": hit.kind, "href": href(hit.thing.iri)}
    if hit.kind != TEXTS and (kind := LISTS[hit.kind].type):
        item["type"] = kind
    if hit.thing.label:
        item["label"] = hit.thing.label
    if hit.name.text:
        item["name"] = _marked(hit.name)
    if hit.others:
        item["others"] = [_marked(other) for other in hit.others]
    if hit.text.text:
        item["text"] = _marked(hit.text)
    if hit.document:
        item["document"] = shapes.thing(hit.document)
    return item


def _title(kind: str) -> str:
    return "Words of texts" if kind == TEXTS else LISTS[kind].title


def _marked(marked: Marked) -> dict[str, Any]:
    return {"value": marked.text, "ranges": [list(each) for each in marked.ranges]}


def _shown(hit: Hit) -> Mapping[str, Any]:
    """A hit for the template: its texts in pieces, some of them marked."""
    name = hit.name if hit.name.text else Marked(hit.thing.label or hit.thing.iri, ())
    text = hit.text
    if hit.document:
        label = hit.document.label or hit.document.iri
        place = hit.thing.iri.partition("#")[2].replace("-", " ")
        name = Marked(f"{label}, {place}" if place else label, ())
    elif not hit.name.text and text.text:
        name, text = text, Marked("", ())
    return {
        "address": href(hit.thing.iri),
        "kind": "Words of a text" if hit.document else LISTS[hit.kind].one,
        "name": _pieces(name),
        "others": [_pieces(other) for other in hit.others],
        "text": _pieces(text),
    }


def _pieces(marked: Marked) -> list[tuple[str, bool]]:
    pieces, place = [], 0
    for begin, end in marked.ranges:
        pieces += [(marked.text[place:begin], False), (marked.text[begin:end], True)]
        place = end
    pieces.append((marked.text[place:], False))
    return [(piece, found) for piece, found in pieces if piece]


def _csv(found: Hits) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", "kind", "label", "name", "text"])
    for hit in found.hits:
        writer.writerow(
            [hit.thing.iri, hit.kind, hit.thing.label or "", hit.name.text, hit.text.text]
        )
    return out.getvalue().encode()
