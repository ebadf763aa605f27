"""/dumps/: the whole graph as files, of the current snapshot and of those before.

A dump that is there has a length, a digest and parts. One that nobody has asked for yet is sent
while a process of its own makes it: then without these, and the connection is cut when it fails.

Source: RFC 9110, sections 13 and 14 (conditions, ranges); RFC 9530 (Repr-Digest).
"""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import NotFoundError, RightsgraphError
from rightsgraph.server import negotiation
from rightsgraph.server.answering import matches
from rightsgraph.server.dump_making import DumpMaker
from rightsgraph.server.dump_responses import GrowingResponse, PartResponse
from rightsgraph.server.negotiation import HTML, Offer
from rightsgraph.server.problems import HttpError, problem_response
from rightsgraph.server.ranges import Part, RangeNotSatisfiableError, part_of
from rightsgraph.server.rendering import render
from rightsgraph.server.service import GraphService
from rightsgraph.store import Snapshot
from rightsgraph.store.answers import AnswerFormat
from rightsgraph.store.dumps import DUMPS, Dump, find

DUMPS_PATH: Final = "/dumps"
LATEST: Final = "latest"
_FORMATS: Final = {"nq": ("N-Quads", "application/n-quads"), "trig": ("TriG", "application/trig")}
_FILE: Final = re.compile(rf"([A-Za-z0-9-]+)\.({'|'.join(DUMPS)})\.gz(\.sha256)?", re.ASCII)
_JSON: Final = Offer("application/json", AnswerFormat.JSON, "json")
_OFFERS: Final = (_JSON, Offer(HTML, AnswerFormat.JSON, "html"))


def dump_path(snapshot: str, name: str) -> str:
    """The path of a dump."""
    return f"{DUMPS_PATH}/{snapshot}.{name}.gz"


class DumpsEndpoint:
    """The files, as an ASGI application.

    Args:
        service: Whose snapshots are handed out.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.maker = DumpMaker()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except RightsgraphError as error:
            response = problem_response(error, self.service.settings)
            if isinstance(error, RangeNotSatisfiableError):
                response.headers["Content-Range"] = f"bytes */{error.size}"
            if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
                response.headers["Allow"] = "GET, HEAD, OPTIONS"
        await response(scope, receive, send)

    async def close(self) -> None:
        """Ends what is being made."""
        await self.maker.close()

    async def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise HttpError(
                HTTPStatus.METHOD_NOT_ALLOWED, f"Dumps do not know the method {request.method}."
            )
        file = request.scope["path"].removeprefix(DUMPS_PATH).strip("/")
        if file in ("", "index.json"):
            return await self._index(request, is_json=bool(file))
        match = _FILE.fullmatch(file)
        if match is None:
            raise NotFoundError(
                "There is no dump of that name.", remedy="GET /dumps/ lists the dumps."
            )
        snapshot, name, checksum = match.groups()
        if snapshot == LATEST:
            place = dump_path(self._current().id, name) + (checksum or "")
            return Response(
                status_code=HTTPStatus.TEMPORARY_REDIRECT,
                headers={"Location": place, "Cache-Control": "no-cache"},
            )
        found = await asyncio.to_thread(self._snapshot, snapshot)
        if checksum:
            dump = find(found, name) or await self.maker.making(found, name).dump()
            return Response(f"{dump.sha256}  {found.id}.{name}.gz\n", media_type="text/plain")
        return await self._file(request, found, name)

    def _current(self) -> Snapshot:
        current = self.service.current
        if current is None:
            raise NotFoundError(
                "The graph is on another server, and dumps are made where it is.",
                remedy="Ask that server, or write one by `rightsgraph export`.",
            )
        return current

    def _snapshot(self, name: str) -> Snapshot:
        """The snapshot of exactly that name.

        Raises:
            NotFoundError: There is none.
        """
        current = self._current()
        if current.id == name:
            return current
        found = self.service.home.snapshot(name)
        if found.id != name:
            raise NotFoundError(
                f"There is no snapshot {name!r}.", remedy="GET /dumps/ lists the dumps."
            )
        return found

    async def _file(self, request: Request, snapshot: Snapshot, name: str) -> Response:
        dump = await asyncio.to_thread(find, snapshot, name)
        if dump is not None:
            return _finished(request, snapshot, name, dump)
        head = _head(snapshot, name)
        if request.method == "HEAD":
            response = Response(headers=head)
            del response.headers["Content-Length"]  # nobody can tell it yet
            return response
        making = self.maker.making(snapshot, name)
        # Without chunks nobody could tell a part from the whole.
        file = await making.begun() if request.scope["http_version"] != "1.0" else None
        if file is None:
            return _finished(request, snapshot, name, await making.dump())
        return GrowingResponse(making, file, head)

    async def _index(self, request: Request, *, is_json: bool) -> Response:
        listed = await asyncio.to_thread(self._listed)
        accept = request.headers.get("accept", "")
        offer = _JSON if is_json else negotiation.choose(accept, _OFFERS)
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        snapshot = self.service.snapshot
        if offer is _JSON:
            return JSONResponse({"snapshot": snapshot, "dumps": listed}, headers=headers)
        page = render("dumps.html", {"dumps": listed, "snapshot": snapshot})
        page.headers.update(headers)
        return page

    def _listed(self) -> list[dict[str, Any]]:
        """What there is, the newest first; size and digest of what has been made."""
        return [
            _entry(snapshot, name, find(snapshot, name))
            for snapshot in reversed(self.service.states())
            for name in DUMPS
        ]


def _entry(snapshot: Snapshot, name: str, dump: Dump | None) -> dict[str, Any]:
    label, media_type = _FORMATS[name]
    return {
        "snapshot": snapshot.id,
        "created": snapshot.manifest.created,
        "quads": snapshot.quads,
        "format": label,
        "mediaType": media_type,
        "href": dump_path(snapshot.id, name),
        "size": dump.size if dump else None,
        "sha256": dump.sha256 if dump else None,
    }


def _head(snapshot: Snapshot, name: str) -> dict[str, str]:
    return {
        "Content-Type": "application/gzip",
        "Content-Disposition": f'attachment; filename="{snapshot.id}.{name}.gz"',
        # A snapshot never changes.
        "Cache-Control": "public, max-age=31536000, immutable",
        "Rightsgraph-Snapshot": snapshot.id,
        "Link": f'<{dump_path(snapshot.id, name)}.sha256>; rel="describedby"',
    }


def _finished(request: Request, snapshot: Snapshot, name: str, dump: Dump) -> Response:
    """The response with a dump that is there.

    Raises:
        RangeNotSatisfiableError: It has none of the bytes that are asked for.
    """
    tag = f'"{dump.sha256[:32]}"'
    headers = {**_head(snapshot, name), "ETag": tag, "Accept-Ranges": "bytes"}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(dump.sha256)).decode()}:"
    if request.headers.get("if-range", tag) != tag or request.method == "HEAD":
        part = None
    else:
        part = part_of(request.headers.get("range", ""), dump.size)
    headers["Content-Length"] = str(len(part) if part else dump.size)
    if request.method == "HEAD":
        return Response(headers=headers)
    if part is None:
        return PartResponse(dump.path, Part(0, dump.size - 1), headers)
    headers["Content-Range"] = f"bytes {part.first}-{part.last}/{dump.size}"
    return PartResponse(dump.path, part, headers, HTTPStatus.PARTIAL_CONTENT)
