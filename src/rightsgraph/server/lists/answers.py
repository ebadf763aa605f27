"""The answers of the lists: JSON-LD with links and facets, or CSV in a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from rightsgraph.errors import SnapshotNotFoundError
from rightsgraph.server import negotiation
from rightsgraph.server.answering import SNAPSHOT_FIELD, matches
from rightsgraph.server.linked.compaction import CONTEXT_PATH
from rightsgraph.server.lists import shapes
from rightsgraph.server.lists.asking import CURSOR, ListRequest, write_cursor
from rightsgraph.server.lists.definitions import API, ListDefinition
from rightsgraph.server.lists.reading import ListPage, sparql_of
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.service import GraphService
from rightsgraph.server.short_lists import CSV, JSON
from rightsgraph.store.answers import AnswerFormat
from rightsgraph.store.projection import Page, Place, Projection
from rightsgraph.store.projection.reading import MOST_ROWS

CONTEXTS: Final = f"{API}/contexts"
JSON_LD: Final = Offer("application/ld+json", AnswerFormat.JSON_LD, "jsonld")
ITEM_OFFERS: Final = (JSON, JSON_LD)
LIST_OFFERS: Final = (JSON, JSON_LD, CSV)


def offer_of(request: Request, offers: tuple[Offer, ...]) -> Offer:
    """The format of an answer: by `?format=`, by Accept.

    Raises:
        NotAcceptableError: None fits.
    """
    name = request.query_params.get("format")
    return negotiation.asked(name, request.headers.get("accept", ""), offers)


def tag_of(request: Request, snapshot: str, offer: Offer) -> str:
    """The ETag of what is at an address in a format; empty without a snapshot."""
    if not snapshot:
        return ""
    scope = request.scope
    parts = (
        snapshot,
        offer.name,
        request.headers.get("host", ""),
        scope["raw_path"].decode("latin-1"),
        scope["query_string"].decode("latin-1"),
    )
    return f'W/"{blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"'


def headers_of(snapshot: str, tag: str) -> dict[str, str]:
    """The fields of every answer about the graph."""
    fields = {"Cache-Control": "no-cache", "Vary": "Accept"}
    if snapshot:
        fields[SNAPSHOT_FIELD.decode("ascii")] = snapshot
    if tag:
        fields["ETag"] = tag
    return fields


def unchanged(request: Request, snapshot: str, offer: Offer) -> Response | None:
    """The answer to a client that has the present state already."""
    tag = tag_of(request, snapshot, offer)
    if tag and matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers_of(snapshot, tag))
    return None


def contexts_of(request: Request, definition: ListDefinition) -> list[str]:
    """The addresses of the contexts of a list: the published one, and its own."""
    origin = origin_of(request)
    return [f"{origin}{CONTEXT_PATH}", f"{origin}{CONTEXTS}/{definition.name}.jsonld"]


def json_answer(
    request: Request,
    offer: Offer,
    contexts: Sequence[object],
    content: Mapping[str, Any],
    snapshot: str,
    links: Sequence[str] = (),
) -> Response:
    """An answer in JSON."""
    headers = headers_of(snapshot, tag_of(request, snapshot, offer))
    if links:
        headers["Link"] = ", ".join(links)
    body = shapes.document(contexts, content)
    return Response(body, media_type=offer.media_type, headers=headers)


def list_answer(
    request: Request, offer: Offer, definition: ListDefinition, asked: ListRequest, page: ListPage
) -> Response:
    """A page of a list."""
    content: dict[str, Any] = {"snapshot": page.snapshot, "count": page.count}
    links = []
    if page.next is not None:
        content["next"] = further = _next_address(request, page.next)
        links.append(f'<{further}>; rel="next"')
    if page.facets:
        content["facets"] = _facets(page)
    content["sparql"] = sparql_of(definition, asked, page.rows)
    content["items"] = shapes.items(definition, page.rows, asked.fields)
    return json_answer(
        request, offer, contexts_of(request, definition), content, page.snapshot, links
    )


def _next_address(request: Request, place: Place) -> str:
    """The address of the next page: that of this one, with its beginning."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != CURSOR]
    path = quote(request.scope["path"], safe="/!$&'()*+,;=:@-._~")
    return f"{path}?{urlencode([*pairs, (CURSOR, write_cursor(place))])}"


def _facets(page: ListPage) -> dict[str, list[dict[str, Any]] | None]:
    found: dict[str, list[dict[str, Any]] | None] = {}
    for name, counts in page.facets.items():
        if counts is None:
            found[name] = None  # counting it took too long
            continue
        values: list[dict[str, Any]] = []
        found[name] = values
        for count in counts:
            value = count.value
            told: dict[str, Any] = (
                dict(shapes.thing(value)) if isinstance(value, tuple) else {"value": value}
            )
            told["count"] = count.number
            if count.total is not None:
                told["total"] = count.total
            values.append(told)
    return found


async def csv_answer(
    request: Request, service: GraphService, definition: ListDefinition, asked: ListRequest
) -> Response:
    """All rows of a list as CSV, or as many as `limit` says.

    It goes out page by page. When another snapshot takes over on the way the connection is cut
    before the end, so that nobody takes rows of two states for one list.
    """

    def read(after: Place | None) -> Callable[[Projection], tuple[Page, str]]:
        return lambda projection: (
            projection.page(
                definition.table,
                asked.filters,
                sort=asked.sort,
                descending=asked.descending,
                after=after,
                limit=asked.limit or MOST_ROWS,
            ),
            projection.snapshot.id,
        )

    first, snapshot = await service.tables.read(read(asked.after))

    async def pages() -> AsyncIterator[bytes]:
        yield shapes.csv_line(shapes.csv_head(definition, asked.fields))
        page = first
        while True:
            yield shapes.csv_lines(definition, page.rows, asked.fields)
            if page.next is None or asked.limit is not None:
                return
            page, now = await service.tables.read(read(page.next))
            if now != snapshot:
                raise SnapshotNotFoundError("Another snapshot took over on the way.")

    headers = headers_of(snapshot, tag_of(request, snapshot, CSV))
    headers["Content-Disposition"] = f'inline; filename="{definition.name}.csv"'
    if first.next is not None and asked.limit is not None:
        headers["Link"] = f'<{_next_address(request, first.next)}>; rel="next"'
    return StreamingResponse(pages(), media_type="text/csv; charset=utf-8", headers=headers)
