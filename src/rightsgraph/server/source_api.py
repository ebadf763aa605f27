"""The source of a document: `PUT` reads it into the graph, `GET` gives the kept copy back.

Source: RFC 9110, sections 9.3.4 (PUT) and 13.1 (If-Match, If-None-Match).
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph import iris
from rightsgraph.errors import (
    DocumentEmptyError,
    DocumentFormatError,
    NotFoundError,
    ParameterError,
    PreconditionError,
    SourceConflictError,
    TextsOffError,
)
from rightsgraph.extraction import EXTRACTOR
from rightsgraph.graph.description_provenance import software_iri
from rightsgraph.ingestion.copies import keep_copy, keep_text, read_bytes
from rightsgraph.server import source_openapi as described
from rightsgraph.server.answering import SNAPSHOT_FIELD, matches
from rightsgraph.server.bodies import Upload, read_upload
from rightsgraph.server.extract_api import known_type
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.lists.routes import candidates
from rightsgraph.server.reading_processes import ReadingProcesses
from rightsgraph.server.requests import only, read_headers
from rightsgraph.server.service import GraphService
from rightsgraph.server.solutions import Table
from rightsgraph.server.writes import require_token, write
from rightsgraph.store.kept_texts import digest_of

PATH: Final = "/api/v1/documents/{id:path}/source"
_GZIP: Final = b"\x1f\x8b"
_HELD: Final = """
SELECT ?document ?graph ?digest ?name ?format ?software WHERE {
  VALUES ?document { %(documents)s }
  GRAPH <%(provenance)s> {
    ?graph a rg:SourceGraph ; dcterms:subject ?document .
    OPTIONAL { ?graph rg:sourceDigest ?digest }
    OPTIONAL { ?graph dcterms:source ?name }
    OPTIONAL { ?graph dcterms:format ?format }
    OPTIONAL { ?graph prov:wasGeneratedBy/prov:wasAssociatedWith ?software .
      ?software a prov:SoftwareAgent }
  }
} ORDER BY ?graph
"""
_BY_HAND: Final = """
SELECT ?graph ?document WHERE {
  GRAPH ?graph { ?document rg:textDigest %(digest)s }
  GRAPH <%(provenance)s> {
    ?graph a rg:SourceGraph ; dcterms:subject ?document .
    FILTER NOT EXISTS { ?graph prov:wasGeneratedBy/prov:wasAssociatedWith ?software .
      ?software a prov:SoftwareAgent }
  }
} ORDER BY ?graph
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A document that the graph has a source of.

    Args:
        document: Its IRI.
        graph: IRI of its named graph.
        digest: Digest of the source; empty when it was described by hand.
        name: Name of the source.
        media_type: Media type of the source.
        software: IRI of the extractor; empty when it was described by hand.
    """

    document: str
    graph: str
    digest: str
    name: str
    media_type: str
    software: str


class SourceApi:
    """The operations.

    Args:
        service: Where it is asked and written.
        reading: The processes in which documents are read.
    """

    def __init__(self, service: GraphService, reading: ReadingProcesses) -> None:
        self.service = service
        self.settings = service.settings
        self.reading = reading

    def install(self, app: FastAPI) -> None:
        """Adds them."""
        for method, operation, about in (
            ("PUT", self.put, described.PUT),
            ("GET", self.get, described.GET),
        ):
            app.add_api_route(
                PATH,
                operation,
                methods=[method],
                tags=["documents"],
                response_class=Response,
                **about,
            )

    async def put(self, id: str, request: Request) -> Response:
        """Reads a document and publishes what it says in place of what was said of it before."""
        require_token(read_headers(request.scope), self.service)
        _require_known(request, "name")
        names = candidates(id)
        upload = await read_upload(request, self.settings.document_upload_bytes)
        if not upload.data:
            raise DocumentEmptyError("The request has no document.")
        if upload.data.startswith(_GZIP):
            raise DocumentFormatError("It is packed with gzip.", remedy="Send it unpacked.")
        held = await self._held(names, request)
        expected = _condition(request, held)
        digest = digest_of(upload.data)
        if held and held.digest == digest and held.software == software_iri(EXTRACTOR):
            told = {"fate": "unchanged", "sourceDigest": digest, "snapshot": self.service.snapshot}
            return _answer(held.document, held.graph, told, 200)
        found = await self._read(upload, names, request)
        if by_hand := await self._by_hand(found["textDigest"], request):
            await asyncio.to_thread(keep_text, self.service.home.path, found["text"])
            told = {**_told(found), "fate": "described by hand", "snapshot": by_hand.snapshot}
            return _answer(by_hand.rows[0]["document"].value, by_hand.rows[0]["graph"].value, told)
        _require_same(found, names, held)
        await asyncio.to_thread(self._keep, upload.data, found["text"])
        outcome = await write(
            self.service,
            only(found["quads"].encode()),
            "source",
            graph=found["graph"],
            expected=expected,
        )
        fate = "added" if outcome.created else "replaced"
        told = {**_told(found), "fate": fate, "snapshot": outcome.snapshot}
        return _answer(found["document"], found["graph"], told, 201 if outcome.created else 200)

    async def get(self, id: str, request: Request) -> Response:
        """The bytes that a document was read from."""
        if not self.settings.serve_texts:
            raise TextsOffError("This server does not give the texts of documents.")
        _require_known(request)
        held = await self._held(candidates(id), request)
        if held is None or not held.digest:
            raise NotFoundError(f"There is no source of {id[:200]!r} here.")
        headers = {
            "ETag": _tag(held.digest),
            "Cache-Control": "private, no-cache",
            # It is a file of somebody else: opened here it would speak in our name.
            "Content-Disposition": "attachment",
            SNAPSHOT_FIELD.decode(): self.service.snapshot,
        }
        if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        data = await asyncio.to_thread(read_bytes, self.service.home.path, held.digest)
        kind = held.media_type or "application/octet-stream"
        return Response(data, headers={**headers, "Content-Type": kind})

    async def _held(self, names: list[str], request: Request) -> Held | None:
        """What the graph has under a name; None when it has no source."""
        documents = " ".join(str(node) for name in names if (node := _node(name)))
        provenance = iris.named_graph("provenance")
        query = _HELD % {"documents": documents, "provenance": provenance}
        table = await self.service.table(query, request.receive)
        for row in table.rows:
            said = {name: term.value for name, term in row.items()}
            return Held(
                said["document"],
                said["graph"],
                said.get("digest", ""),
                said.get("name", ""),
                said.get("format", ""),
                said.get("software", ""),
            )
        return None

    async def _by_hand(self, text_digest: str, request: Request) -> Table | None:
        """The description that somebody made of a text by hand."""
        values = {
            "digest": ox.Literal(text_digest),
            "provenance": iris.named_graph("provenance"),
        }
        table = await self.service.table(_BY_HAND % values, request.receive)
        return table if table.rows else None

    async def _read(self, upload: Upload, names: list[str], request: Request) -> dict[str, Any]:
        head = {
            "task": "source",
            "name": upload.name[:255],
            "media_type": known_type(upload.media_type),
            "names": names,
        }
        found: dict[str, Any] = json.loads(
            await self.reading.run(head, upload.data, request.receive)
        )
        return found

    def _keep(self, data: bytes, text: str) -> None:
        keep_copy(self.service.home.path, data)
        keep_text(self.service.home.path, text)


def _node(name: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(name)
    except ValueError:
        return None


def _require_known(request: Request, *names: str) -> None:
    """Nothing, when a request has no other parameters than these.

    Raises:
        ParameterError: It has another one.
    """
    for name in request.query_params:
        if name not in names:
            raise ParameterError(f"There is no parameter {name[:80]!r} here.", parameter=name[:80])


def _condition(request: Request, held: Held | None) -> str | None:
    """The digest that the graph must be made from when it is written; None for any.

    Raises:
        PreconditionError: It is not so even now.
    """
    match, none_match = request.headers.get("if-match"), request.headers.get("if-none-match")
    tag = _tag(held.digest) if held and held.digest else ""
    if match is not None and not _named(match, tag):
        raise PreconditionError("The source is not the one that If-Match names.", etag=tag)
    if none_match is not None and _named(none_match, tag):
        raise PreconditionError("There is a source already, which If-None-Match rules out.")
    if match is None and none_match is None:
        return None
    return held.digest if held else ""


def _named(field: str, tag: str) -> bool:
    """Whether a condition names the source that is there; `*` names any."""
    return bool(tag) and (field.strip() == "*" or matches(field, tag))


def _require_same(found: dict[str, Any], names: list[str], held: Held | None) -> None:
    """Nothing, when what was read may stand under the name.

    Raises:
        SourceConflictError: It is another document, or was described by hand.
    """
    document = found["document"]
    if document not in names:
        path = document.removeprefix(iris.base() + "id/")
        raise SourceConflictError(
            f"What was sent is <{document}> by its symbol, or by its date and title.",
            remedy=f"PUT it at /api/v1/documents/{path}/source.",
            document=document,
        )
    if held and held.graph == found["graph"] and not held.software:
        raise SourceConflictError(
            f"<{document}> was described by hand, from another text.",
            remedy="Change its file in data/, or take it out first.",
            document=document,
        )


def _told(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in ("quads", "text")}


def _tag(digest: str) -> str:
    return f'"{digest.removeprefix("sha256:")}"'


def _answer(document: str, graph: str, told: dict[str, Any], status: int = 200) -> Response:
    content = {**told, "document": document, "href": href(document), "graph": graph}
    headers = {
        "Cache-Control": "no-store",
        "ETag": _tag(content["sourceDigest"]),
        SNAPSHOT_FIELD.decode(): content["snapshot"],
    }
    if status == 201:
        headers["Location"] = content["href"]
    return Response(
        json.dumps(content, ensure_ascii=False).encode(),
        status_code=status,
        media_type="application/json",
        headers=headers,
    )
