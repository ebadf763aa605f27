"""The application in this process, where a client can hang up and a snapshot change at will."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from starlette.types import Receive

from rightsgraph.catalogue import Catalogue
from rightsgraph.server import create_app
from rightsgraph.server.overview import Overviews
from rightsgraph.server.queries_api import plain
from rightsgraph.server.service import GraphService, aside
from rightsgraph.server.solutions import Table, Term
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.vocabulary import XSD
from tests.server.conftest import LETTER, PREFIXES, publish

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SLOW = f"""#+ title: Slow
#+ question: How long does it take?
#+ description: It takes very long.
#+ columns:
#+   n: a number
#+ tags: [letters]
#+ minimum_rows: 1

{RUNAWAY}
"""
ROWS = "SELECT ?n { ?s <https://examplia.example/order> ?n } ORDER BY ?n"
LONG = f"""#+ title: Long
#+ question: How many are there?
#+ description: There are many.
#+ columns:
#+   n: a number
#+ tags: [letters]
#+ minimum_rows: 1

{ROWS}
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "slow.rq").write_text(SLOW, encoding="utf-8")
    (folder / "long.rq").write_text(LONG, encoding="utf-8")
    return Catalogue.load(folder)


@asynccontextmanager
async def started(app: FastAPI) -> AsyncIterator[GraphService]:
    async with app.router.lifespan_context(app):
        service: GraphService = app.state.service
        yield service


Sent = list[dict[str, Any]]


async def request(
    app: FastAPI, path: str, gone: asyncio.Event | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    """What an ASGI server would pass on; the client stays until `gone` is set."""
    path, _, query = path.partition("?")
    sent: Sent = []
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await (gone or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": headers.pop("method", "GET"),
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "http_version": "1.1",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    if not sent:
        return 0, "", {}
    fields = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body.decode(), fields


def in_app(
    home: Home,
    catalogue: Catalogue | None,
    work: Callable[[FastAPI, GraphService], Awaitable[None]],
    **changes: object,
) -> None:
    async def run() -> None:
        settings = Settings.model_validate({"workers": 1, "query_seconds": 60.0, **changes})
        app = create_app(home, settings, catalogue)
        async with started(app) as service:
            await work(app, service)

    asyncio.run(run())


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?" + urlencode({"query": RUNAWAY}),
        "/sparql?" + urlencode({"query": RUNAWAY, "format": "html"}),
        "/api/v1/queries/slow",
        "/api/v1/queries/slow.csv",
        "/queries/slow",
    ],
)
def test_hanging_up_ends_the_query(home: Home, catalogue: Catalogue, path: str) -> None:
    async def work(app: FastAPI, service: GraphService) -> None:
        gone = asyncio.Event()
        task = asyncio.create_task(request(app, path, gone))
        async with asyncio.timeout(20):
            while not service.pool.running:  # noqa: ASYNC110 a process of its own
                await asyncio.sleep(0.01)
            gone.set()
            await task
            assert service.pool.running == 0
            status, body, _ = await request(app, "/sparql?query=ASK%7B%7D")
        assert (status, body) == (200, '{"head":{},"boolean":true}')

    in_app(home, catalogue, work)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/queries/long", "The first 1,000 rows, in the order of the query; there are more."),
        ("/sparql?" + urlencode({"query": ROWS, "format": "html"}), "first 1,000 of 1,500 rows"),
    ],
)
def test_a_long_page_is_cut_and_says_so(
    home: Home, catalogue: Catalogue, path: str, words: str
) -> None:
    async def work(app: FastAPI, _service: GraphService) -> None:
        status, body, _ = await request(app, path)
        assert status == 200
        assert body.count("<tr>") == 1001
        assert words in body
        assert "format=csv" in body or "/api/v1/queries/long.csv" in body

    in_app(home, catalogue, work)


def test_a_long_graph_is_cut_and_says_so(home: Home, catalogue: Catalogue) -> None:
    query = "CONSTRUCT WHERE { ?s <https://examplia.example/order> ?n }"

    async def work(app: FastAPI, _service: GraphService) -> None:
        path = "/sparql?" + urlencode({"query": query, "format": "html"})
        _, body, _ = await request(app, path)
        assert body.count("&lt;https://examplia.example/order&gt;") <= 1001
        assert "The first 1,000 lines only" in body
        path = "/sparql?" + urlencode({"query": query + " LIMIT 3", "format": "html"})
        _, body, _ = await request(app, path)
        assert "lines only" not in body
        assert body.count("&lt;https://examplia.example/order&gt;") == 4

    in_app(home, catalogue, work)


def test_an_envelope_holds_every_row(home: Home, catalogue: Catalogue) -> None:
    async def work(app: FastAPI, _service: GraphService) -> None:
        _, body, _ = await request(app, "/api/v1/queries/long")
        assert '"count": 1500' in body

    in_app(home, catalogue, work)


def test_an_answer_too_large_for_a_page_is_no_reason_to_come_back(
    home: Home, catalogue: Catalogue
) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"

    async def work(app: FastAPI, _service: GraphService) -> None:
        path = "/sparql?" + urlencode({"query": query, "format": "html"})
        status, body, headers = await request(app, path)
        assert status == 400
        assert "too large" in body
        assert "Retry-After" not in headers
        assert "retry-after" not in headers

    in_app(home, catalogue, work, small_answer_bytes=0)


def test_what_is_large_is_worked_on_aside() -> None:
    here = threading.get_ident()
    assert asyncio.run(aside(100, threading.get_ident)) == here
    assert asyncio.run(aside(1_000_000, threading.get_ident)) != here


def test_an_integer_of_any_size_is_a_number() -> None:
    assert plain(Term("literal", "9" * 400, XSD + "integer")) == int("9" * 400)
    assert plain(Term("literal", "INF", XSD + "double")) == "INF"


def test_a_snapshot_without_a_union_answers_the_catalogue(tmp_path: Path) -> None:
    source = tmp_path / "examplia.trig"
    source.write_text(f"{PREFIXES} :graph {{ {LETTER} }}", encoding="utf-8")
    home = Home(tmp_path / "home")
    home.build([source], validate=False, union=False)
    query = "ASK { ?letter rg:signatory ?organisation }"

    async def work(app: FastAPI, _service: GraphService) -> None:
        for path in ("/api/v1/queries/signatories", "/api/v1/queries/signatories.csv"):
            _, body, _ = await request(app, path)
            assert "Examplia Watch" in body
        for path in ("/", "/queries/signatories"):
            assert "Examplia" in (await request(app, path))[1]
        _, body, _ = await request(app, "/sparql?" + urlencode({"query": query}))
        assert '"boolean":false' in body

    in_app(home, None, work)


class _Switching(GraphService):
    """A service whose snapshot changes after its first query."""

    switched = False
    folder = Path()

    async def table(
        self, sparql: str, receive: Receive | None = None, most: int | None = None
    ) -> Table:
        table = await super().table(sparql, receive, most)
        if not self.switched:
            self.switched = True
            source = self.folder / "empty.ttl"
            source.write_text(PREFIXES + ":a :b :c .", encoding="utf-8")
            await asyncio.to_thread(self.home.build, [source], validate=False)
            await self.follow()
        return table


def test_an_overview_is_of_one_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 3)

    async def run() -> None:
        service = _Switching(home, Settings(workers=1), Catalogue.load())
        service.folder = tmp_path
        await service.start()
        try:
            overview = await Overviews(service).current()
            assert overview.snapshot == service.snapshot
            assert overview.read == ()
            assert {count for _, count in overview.counts} == {0}
        finally:
            await service.stop()

    asyncio.run(run())


def test_an_address_has_an_end(home: Home, catalogue: Catalogue) -> None:
    async def work(app: FastAPI, _service: GraphService) -> None:
        for path, size, expected in [
            ("/sparql?query=ASK%7B%7D&x=", 20_000, 200),
            ("/sparql?query=ASK%7B%7D&x=", 40_000, 414),
            ("/?x=", 16_000, 200),
            ("/?x=", 20_000, 414),
        ]:
            status, _, headers = await request(app, path + "a" * size)
            assert status == expected
            assert headers["access-control-allow-origin"] == "*"

    in_app(home, catalogue, work, request_bytes=32_768)
