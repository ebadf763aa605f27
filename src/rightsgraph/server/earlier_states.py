"""The graph as it was: a request that names a snapshot or a moment reads an earlier state.

`?snapshot=ID` names the state itself, whose answer never changes. A field Accept-Datetime asks for
the state at a moment; the answer says which one it is, and where it stands under its own address.

A few earlier snapshots are open at a time, each with workers of its own that start when somebody
asks and end when nobody has asked for a while.

Source: RFC 7089 (Memento), section 4.1.2, pattern 1.2 (the resource is its own time gate, and
answers 200 with the memento).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rightsgraph.errors import (
    InputError,
    QueueFullError,
    RightsgraphError,
    SnapshotNotFoundError,
)
from rightsgraph.server.headers import HeadersMiddleware, methods_of
from rightsgraph.server.problems import problem_response
from rightsgraph.server.service import GraphService
from rightsgraph.server.shared_answers import Readable
from rightsgraph.store import Snapshot
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.pool import WorkerPool

TIME_MAP_PATH: Final = "/timemap"
PARAMETER: Final = "snapshot"
_PATHS: Final = ("/sparql", "/store", "/api/v1/queries")
_PREFIX: Final = PARAMETER.encode() + b"="
# One query at a time is enough for what is asked seldom; a second process is kept ready.
_WORKERS: Final = 1
_FOR_EVER: Final = b"public, max-age=31536000, immutable"


def has_states(path: str) -> bool:
    """Whether what stands at a path can be read as it was."""
    return any(path == each or path.startswith(each + "/") for each in _PATHS)


def moment(created: datetime) -> str:
    """A time of making as HTTP writes it, in whole seconds."""
    return format_datetime(created.astimezone(UTC).replace(microsecond=0), usegmt=True)


class _State:
    """A snapshot as what evaluates queries: by the workers of the present while it is current."""

    def __init__(self, earlier: EarlierStates, snapshot: Snapshot) -> None:
        self._earlier = earlier
        self._snapshot = snapshot
        self.label: str = snapshot.id

    @asynccontextmanager
    async def run(self, request: QueryRequest | GraphRequest) -> AsyncIterator[Readable]:
        """A context in which an answer is read from this snapshot and no other."""
        present = self._earlier.service.pool
        if present.label == self.label:
            async with present.run(request) as answer:
                if answer.snapshot == self.label:  # no other has become current meanwhile
                    yield answer
                    return
        async with self._earlier.pool(self._snapshot) as pool, pool.run(request) as answer:
            yield answer


@dataclass(slots=True)
class _Open:
    """An earlier snapshot that is open, or about to be."""

    pool: WorkerPool
    start: asyncio.Task[None]
    users: int = 0
    expiry: asyncio.TimerHandle | None = None
    last_used: float = field(default=0.0)


class EarlierStates:
    """Lets requests read earlier snapshots.

    Args:
        service: The graph.
        app: What answers the requests.
    """

    def __init__(self, service: GraphService, app: ASGIApp) -> None:
        self.service = service
        self.settings = service.settings
        self.app = app
        self._open: dict[str, _Open] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> list[str]:
        """The ids of the earlier snapshots that are open."""
        return list(self._open)

    async def close(self) -> None:
        """Ends the workers of all earlier snapshots."""
        for name in list(self._open):
            self._close(name)
        await asyncio.gather(*self._closing)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, with the state that it reads."""
        if scope["type"] != "http" or not has_states(scope["path"]):
            await self.app(scope, receive, send)
            return
        named = _PREFIX in scope["query_string"]
        at = next((value for name, value in scope["headers"] if name == b"accept-datetime"), b"")
        if not named and not at:
            await self.app(scope, receive, send)
            return
        begun = False

        def note_start(message: Message) -> Awaitable[None]:
            nonlocal begun
            begun = True
            return send(message)

        try:
            await self._answer(scope, receive, note_start, at.decode("latin-1"))
        except RightsgraphError as error:
            if begun:
                raise
            refusal = problem_response(error, self.settings)
            await HeadersMiddleware(refusal, self.settings)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, at: str) -> None:
        name, rest = _taken_out(scope["query_string"])
        if self.service.current is None:
            raise SnapshotNotFoundError(
                "The store behind this server holds one state, and no earlier ones.",
                remedy="Leave `snapshot` and Accept-Datetime out.",
            )
        inner = {**scope, "query_string": rest}
        if scope["method"].encode() not in methods_of(scope).split(b", "):
            await self.app(inner, receive, send)  # says that it does not know it
            return
        if name is not None:
            snapshot = await asyncio.to_thread(self._named, name)
        elif at:
            snapshot = await asyncio.to_thread(self._at, at)
        else:
            await self.app(scope, receive, send)
            return
        fields = _fields(inner, snapshot)
        if name is None:
            fields.append((b"content-location", _address(inner, snapshot.id)))
        lasting = name is not None and scope["method"] in ("GET", "HEAD")

        def send_with_fields(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = [*message["headers"], *fields]
                if lasting:
                    headers = [each for each in headers if each[0] != b"cache-control"]
                    headers.append((b"cache-control", _FOR_EVER))
                message["headers"] = headers
            return send(message)

        try:
            with self.service.reading_from(_State(self, snapshot)):
                await self.app(inner, receive, send_with_fields)
        finally:
            if "route" in inner:
                scope["route"] = inner["route"]

    def _named(self, name: str) -> Snapshot:
        """A snapshot by its id; where it would stand is nobody's business."""
        try:
            return self.service.home.snapshot(name)
        except SnapshotNotFoundError:
            raise SnapshotNotFoundError(
                f"There is no snapshot {name[:80]!r}.",
                remedy="/api/v1/snapshots lists those that can be read.",
            ) from None

    def _at(self, at: str) -> Snapshot:
        """The last snapshot made until a moment; the first when there is none so early."""
        try:
            wanted = parsedate_to_datetime(at)
        except ValueError:
            raise InputError(
                f"Accept-Datetime {at!r} is no date.",
                remedy="Write it as in `Thu, 29 Oct 2015 12:00:00 GMT`.",
            ) from None
        if wanted.tzinfo is None:
            wanted = wanted.replace(tzinfo=UTC)
        found = self.service.states()
        if not found:
            raise SnapshotNotFoundError("There is no snapshot that can be read.")
        # Moments are whole seconds; a snapshot of that second is meant, too.
        before = [each for each in found if each.created.replace(microsecond=0) <= wanted]
        snapshot = before[-1] if before else found[0]
        snapshot.verify()
        return snapshot

    # Open snapshots.

    @asynccontextmanager
    async def pool(self, snapshot: Snapshot) -> AsyncIterator[WorkerPool]:
        """A block in which the workers of an earlier snapshot are there."""
        state = self._open.get(snapshot.id) or self._begin(snapshot)
        state.users += 1
        if state.expiry is not None:
            state.expiry.cancel()
            state.expiry = None
        try:
            await asyncio.shield(state.start)
            yield state.pool
        finally:
            state.users -= 1
            loop = asyncio.get_running_loop()
            state.last_used = loop.time()
            if not state.users and self._open.get(snapshot.id) is state:
                failed = state.start.done() and (
                    state.start.cancelled() or state.start.exception() is not None
                )
                if failed:
                    del self._open[snapshot.id]
                else:
                    seconds = self.settings.past_seconds
                    state.expiry = loop.call_later(seconds, self._close, snapshot.id)

    def _begin(self, snapshot: Snapshot) -> _Open:
        """Opens a snapshot, for which another one may have to go.

        Raises:
            QueueFullError: As many as may be open are in use.
            SnapshotNotFoundError: None may be open.
        """
        most = self.settings.past_snapshots
        if not most:
            raise SnapshotNotFoundError(
                "This server answers from the current snapshot only.",
                remedy="Set RIGHTSGRAPH_PAST_SNAPSHOTS on your own server.",
            )
        if len(self._open) >= most:
            idle = [(each.last_used, name) for name, each in self._open.items() if not each.users]
            if not idle:
                raise QueueFullError(f"{most} other earlier snapshots are being read.")
            self._close(min(idle)[1])
        settings = self.settings.model_copy(update={"workers": _WORKERS})
        pool = WorkerPool(snapshot.store_path, settings, snapshot.id)
        state = _Open(pool, asyncio.get_running_loop().create_task(pool.start()))
        state.start.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._open[snapshot.id] = state
        return state

    def _close(self, name: str) -> None:
        state = self._open.pop(name)
        if state.expiry is not None:
            state.expiry.cancel()

        async def end() -> None:
            try:
                await state.start
            except RightsgraphError:
                return  # whoever asked has been told
            await state.pool.close()

        task = asyncio.get_running_loop().create_task(end())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _taken_out(query_string: bytes) -> tuple[str | None, bytes]:
    """The value of the parameter `snapshot`, and the other parameters as they were.

    Raises:
        InputError: It stands more than once.
    """
    parts = query_string.split(b"&")
    mine = [part for part in parts if part.startswith(_PREFIX)]
    if len(mine) > 1:
        raise InputError("The request names several snapshots.")
    if not mine:
        return None, query_string
    value = unquote_to_bytes(mine[0].removeprefix(_PREFIX).replace(b"+", b" "))
    return value.decode("utf-8", "replace"), b"&".join(part for part in parts if part not in mine)


def _target(scope: Scope) -> str:
    """Path and parameters of a request, with nothing in them that a field could not hold."""
    path = scope.get("raw_path", b"").decode("latin-1") or quote(scope["path"])
    parameters = scope["query_string"].decode("latin-1")
    return quote(f"{path}?{parameters}" if parameters else path, safe="%/?&=:;,+@!$'()*~#[]")


def _address(scope: Scope, snapshot: str) -> bytes:
    """Where an answer on a snapshot stands."""
    target = _target(scope)
    return f"{target}{'&' if '?' in target else '?'}{PARAMETER}={snapshot}".encode("ascii")


def _fields(scope: Scope, snapshot: Snapshot) -> list[tuple[bytes, bytes]]:
    """The fields that say which state an answer was read from."""
    target = _target(scope)
    links = (
        f'<{target}>; rel="original timegate", '
        f'<{TIME_MAP_PATH}?of={quote(target, safe="")}>; rel="timemap"; '
        'type="application/link-format"'
    )
    return [
        (b"memento-datetime", moment(snapshot.created).encode("ascii")),
        (b"link", links.encode("ascii")),
    ]
