"""What all answers about things share: which format, which ETag, which links, which page of error.

Source: RFC 9110, sections 12.5.1 (Accept) and 13.1.2 (If-None-Match); RFC 8288 (Link).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.responses import Response

from rightsgraph import iris
from rightsgraph.errors import NotAcceptableError, RightsgraphError
from rightsgraph.server import negotiation
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.description import everything_query
from rightsgraph.server.linked.formats import DATA_OFFERS
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.rendering import render


def wants_page(request: Request) -> bool:
    """Whether an error is told to a person."""
    path = request.scope["path"]
    if request.query_params.get("format") == "html" or path.endswith(".html"):
        return True
    return negotiation.prefers_html(request.headers.get("accept", ""))


def offer_of(request: Request, suffix: str) -> Offer:
    """The format of an answer: by suffix, by `?format=`, by Accept.

    Raises:
        NotAcceptableError: None fits.
    """
    name = suffix or request.query_params.get("format")
    return negotiation.asked(name, request.headers.get("accept", ""), DATA_OFFERS)


def entity_tag(snapshot: str, request: Request) -> str:
    """The ETag of what is at an address, as this client gets it.

    Empty when nobody can tell which snapshot it was read from.
    """
    if not snapshot:
        return ""
    try:
        chosen = negotiation.choose(request.headers.get("accept", ""), DATA_OFFERS).name
    except NotAcceptableError:
        chosen = "-"
    parts = (
        snapshot,
        request.scope["raw_path"].decode("latin-1"),
        request.scope["query_string"].decode("latin-1"),
        chosen,
        request.headers.get("host", ""),
    )
    return f'W/"{blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"'


def cached(tag: str) -> dict[str, str]:
    """The fields by which a cache keeps an answer, and asks whether it still holds."""
    # A cache asks before it serves: the next snapshot may say something else.
    named = {"ETag": tag} if tag else {}
    return {**named, "Cache-Control": "no-cache", "Vary": "Accept"}


def links(iri: str, *, is_cut: bool) -> dict[str, str]:
    """Where the same is in other formats, and the query for all that points at it."""
    address = href(iri)
    found = [
        f'<{address}.{offer.name}>; rel="alternate"; type="{offer.media_type}"'
        for offer in DATA_OFFERS
        if offer.name != "json"
    ]
    found.append(f'<{quote(iri, safe=iris.PATH_SAFE + "#%?")}>; rel="describes"')
    if is_cut:
        everything = sparql_address(everything_query(iri))
        found.append(f'<{everything}>; rel="related"; title="All that points at it"')
    return {"Link": ", ".join(found)}


def sparql_address(query: str) -> str:
    """The address of the answer to a query."""
    return "/sparql?" + urlencode({"query": query})


def failure_page(
    error: RightsgraphError,
    snapshot: str,
    **further: Any,  # noqa: ANN401 goes to the template
) -> Response:
    """The page that tells of an error."""
    context: Mapping[str, Any] = {
        "error": error,
        "snapshot": snapshot,
        "near": (),
        "official": "",
        **further,
    }
    page = render("missing.html", context, status=error.status)
    page.headers["Cache-Control"] = "no-store"
    return page
