"""Worker processes: real ones, on a small store, through good and bad days."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from rightsgraph.errors import (
    AnswerTooLargeError,
    GraphNotFoundError,
    NotAcceptableError,
    ProcessKilledError,
    QueryCancelledError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    RightsgraphError,
    SnapshotDamagedError,
    WorkerError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.answers import AnswerFormat, GraphRequest, QueryRequest
from rightsgraph.store.pool import WorkerPool

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <https://examplia.example/order> ?o }"
THINGS = 2000


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "a", THINGS)


def make_store(path: Path, things: int) -> Path:
    base = "https://examplia.example/"
    store = ox.Store(str(path))
    graph = ox.NamedNode(base + "graph")
    for number in range(things):
        thing, order = ox.NamedNode(f"{base}{number}"), ox.NamedNode(base + "order")
        store.add(ox.Quad(thing, order, ox.Literal(number)))
        if number < 3:
            store.add(ox.Quad(thing, order, ox.Literal(number), graph))
    store.flush()
    del store
    return path


def settings(**changes: object) -> Settings:
    values = {
        "workers": 2,
        "query_seconds": 30.0,
        "query_memory_mb": 512,
        "queue_seconds": 20.0,
        "quick_seconds": 600.0,  # the lanes have tests of their own
    }
    return Settings.model_validate({**values, **changes})


async def ask(
    pool: WorkerPool,
    query: str,
    form: AnswerFormat = AnswerFormat.CSV,
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
) -> bytes:
    async with pool.run(QueryRequest(query, form, default_graphs, named_graphs)) as answer:
        return b"".join([block async for block in answer.blocks()])


def in_pool(
    store_path: Path, work: Callable[[WorkerPool], Awaitable[None]], **changes: object
) -> None:
    async def run() -> None:
        async with WorkerPool(store_path, settings(**changes), "first") as pool:
            await work(pool)

    asyncio.run(run())


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 what is waited for is in another process
            await asyncio.sleep(0.01)


TABLES = [
    (AnswerFormat.JSON, b'{"head":{"vars":["n"]}'),
    (AnswerFormat.XML, b'<?xml version="1.0"?><sparql'),
    (AnswerFormat.CSV, b"n\r\n2000"),
    (AnswerFormat.TSV, b"?n\n2000"),
]
GRAPHS = [
    (AnswerFormat.TURTLE, b"<https://examplia.example/1> <https://examplia.example/order> 1 .\n"),
    (AnswerFormat.N_TRIPLES, b"<https://examplia.example/1> <https://examplia.example/order> "),
    (AnswerFormat.RDF_XML, b"<?xml"),
    (AnswerFormat.JSON_LD, b"["),
]


@pytest.mark.parametrize(("form", "begin"), TABLES)
def test_a_table_comes_in_every_format(store_path: Path, form: AnswerFormat, begin: bytes) -> None:
    async def work(pool: WorkerPool) -> None:
        assert (await ask(pool, COUNT, form)).startswith(begin)

    in_pool(store_path, work)


@pytest.mark.parametrize(("form", "begin"), GRAPHS)
def test_a_graph_comes_in_every_format(store_path: Path, form: AnswerFormat, begin: bytes) -> None:
    async def work(pool: WorkerPool) -> None:
        body = await ask(pool, "DESCRIBE <https://examplia.example/1>", form)
        assert body.startswith(begin)

    in_pool(store_path, work)


def test_the_header_says_what_comes(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        for query, form, header in [
            ("SELECT * { ?s ?p ?o }", "csv", {"kind": "solutions", "variables": ["o", "p", "s"]}),
            ("ASK {}", "json", {"kind": "boolean"}),
            ("CONSTRUCT WHERE { ?s ?p 1 }", "nt", {"kind": "graph"}),
        ]:
            async with pool.run(QueryRequest(query, AnswerFormat(form))) as answer:
                assert answer.header == header
                assert answer.snapshot == "first"

    in_pool(store_path, work)


def test_common_prefixes_are_declared(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        assert await ask(pool, "ASK { FILTER(STRLEN(STR(rg:saidBy)) > 10) }") == b"true"

    in_pool(store_path, work)


def test_the_graphs_of_a_request_make_up_the_dataset(store_path: Path) -> None:
    graph = ("https://examplia.example/graph",)

    async def work(pool: WorkerPool) -> None:
        assert await ask(pool, COUNT, default_graphs=graph) == b"n\r\n3\r\n"
        assert await ask(pool, COUNT, named_graphs=graph) == b"n\r\n0\r\n"
        inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        assert await ask(pool, inside, named_graphs=graph) == b"n\r\n3\r\n"
        assert await ask(pool, inside, default_graphs=graph) == b"n\r\n0\r\n"

    in_pool(store_path, work)


def test_a_large_answer_is_streamed_and_whole(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        async with pool.run(QueryRequest(LARGE, AnswerFormat.CSV)) as answer:
            assert answer.body is None
            lines = 0
            async for block in answer.blocks():
                assert len(block) < 200_000
                lines += block.count(b"\n")
                await asyncio.sleep(0)
        assert lines == 200_001
        assert (await ask(pool, COUNT)).endswith(b"2000\r\n")

    in_pool(store_path, work)


def test_an_answer_up_to_the_bound_is_held_back(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        async with pool.run(QueryRequest("SELECT ?o { ?s ?p ?o }", AnswerFormat.CSV)) as answer:
            assert answer.body is not None
            assert answer.body.count(b"\n") == THINGS + 1

    in_pool(store_path, work)


def test_a_syntax_error_names_the_place_and_costs_no_worker(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        before = sorted(pool.pids())
        with pytest.raises(QuerySyntaxError, match="Line 2, column") as caught:
            await ask(pool, "SELECT * {\n ?s ?p }")
        assert caught.value.details["line"] == 2
        assert sorted(pool.pids()) == before

    in_pool(store_path, work)


KILLERS: list[tuple[str, str, type[RightsgraphError], dict[str, Any]]] = [
    ("deadline", RUNAWAY, QueryTimeoutError, {"query_seconds": 0.5}),
    (
        "memory",
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        QueryMemoryError,
        {"query_memory_mb": 256},
    ),
    (
        "stack",
        "ASK { FILTER(" + "!" * 60_000 + "1) }",
        WorkerError,
        {},
    ),
]


@pytest.mark.parametrize(("query", "error", "changes"), [k[1:] for k in KILLERS], ids=[
    k[0] for k in KILLERS
])  # fmt: skip
def test_a_query_that_kills_costs_its_worker_and_nothing_else(
    store_path: Path, query: str, error: type[RightsgraphError], changes: dict[str, Any]
) -> None:
    async def work(pool: WorkerPool) -> None:
        before = set(pool.pids())
        killer = asyncio.create_task(ask(pool, query))
        await asyncio.sleep(0.05)
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        with pytest.raises(error):
            await killer
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        await until(lambda: len(pool.pids()) == 3)
        assert len(set(pool.pids()) & before) == 2

    in_pool(store_path, work, **changes)


def test_a_killed_worker_is_replaced(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        before = pool.pids()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        await until(lambda: len(set(pool.pids()) - set(before)) == 3)
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"

    in_pool(store_path, work)


def test_a_query_whose_worker_is_killed_may_be_asked_again(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        running = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: pool.running == 1)
        for worker in pool.quick.running:
            os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(ProcessKilledError, match="signal 9"):
            await running
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"

    in_pool(store_path, work)


def test_a_worker_that_dies_on_its_way_to_another_snapshot_is_replaced(
    store_path: Path, tmp_path: Path
) -> None:
    other = make_store(store_path.parent / tmp_path.name, 7)

    async def work(pool: WorkerPool) -> None:
        for pid in pool.pids():
            os.kill(pid, signal.SIGKILL)
        await pool.switch(other, "second")
        assert await ask(pool, COUNT) == b"n\r\n7\r\n"

    in_pool(store_path, work)


def test_a_format_that_cannot_say_the_answer_is_refused(store_path: Path) -> None:
    query = "CONSTRUCT { <a:s> <a:p> <<( <a:s> <a:p> 1 )>> } {}"

    async def work(pool: WorkerPool) -> None:
        before = sorted(pool.pids())
        with pytest.raises(NotAcceptableError, match="JSON-LD"):
            await ask(pool, query, AnswerFormat.JSON_LD)
        assert b"<<(" in await ask(pool, query, AnswerFormat.TURTLE)
        assert sorted(pool.pids()) == before

    in_pool(store_path, work)


def test_a_worker_that_died_while_nobody_asked_is_not_asked(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        for pid in pool.pids():
            os.kill(pid, signal.SIGKILL)
        # The loop is busy, and does not learn from the sockets that they are gone.
        time.sleep(0.3)  # noqa: ASYNC251 as something that takes long would
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"

    in_pool(store_path, work)


def test_leaving_early_ends_the_query(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        before = set(pool.pids())
        async with pool.run(QueryRequest(LARGE, AnswerFormat.CSV)) as answer:
            async for _ in answer.blocks():
                break
        assert pool.running == 0
        await until(lambda: len(pool.pids()) == 3)
        assert len(set(pool.pids()) - before) == 1

    in_pool(store_path, work)


def test_cancelling_frees_the_worker_and_the_place_in_the_queue(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        tasks = [asyncio.create_task(ask(pool, RUNAWAY)) for _ in range(4)]
        await until(lambda: pool.running == 2)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        assert pool.running == 0

    in_pool(store_path, work)


def test_a_switch_loses_no_query(store_path: Path, tmp_path: Path) -> None:
    other = make_store(store_path.parent / tmp_path.name, 7)

    async def work(pool: WorkerPool) -> None:
        seen: list[bytes] = []
        stop = False

        async def client() -> None:
            while not stop:
                seen.append(await ask(pool, COUNT))

        clients = [asyncio.create_task(client()) for _ in range(4)]
        await until(lambda: len(seen) > 20)
        await pool.switch(other, "second")
        mark = len(seen)
        await until(lambda: len(seen) > mark + 20)
        stop = True
        await asyncio.gather(*clients)
        assert set(seen) == {b"n\r\n2000\r\n", b"n\r\n7\r\n"}
        assert seen[-1] == b"n\r\n7\r\n"
        assert pool.label == "second"
        await until(lambda: len(pool.pids()) == 3)

    in_pool(store_path, work)


def test_one_switch_after_the_other_starts_no_process(store_path: Path, tmp_path: Path) -> None:
    other = make_store(store_path.parent / tmp_path.name, 7)
    rows = {"first": b"n\r\n2000\r\n", "second": b"n\r\n7\r\n"}
    paths = {"first": store_path, "second": other}

    async def work(pool: WorkerPool) -> None:
        before = set(pool.pids())
        stop = False
        answers = 0

        async def client() -> None:
            nonlocal answers
            while not stop:
                async with pool.run(QueryRequest(COUNT, AnswerFormat.CSV)) as answer:
                    body = b"".join([block async for block in answer.blocks()])
                    assert body == rows[answer.snapshot]
                answers += 1

        clients = [asyncio.create_task(client()) for _ in range(3)]
        for name in ["second", "first"] * 15:
            await pool.switch(paths[name], name)
            # Who asks after the switch reads what was switched to.
            async with pool.run(QueryRequest(COUNT, AnswerFormat.CSV)) as answer:
                assert answer.snapshot == name
        await until(lambda: answers > 20)
        stop = True
        await asyncio.gather(*clients)
        assert set(pool.pids()) == before

    in_pool(store_path, work)


def test_workers_that_nobody_asks_follow_a_switch(store_path: Path, tmp_path: Path) -> None:
    snapshot = store_path.parent / tmp_path.name
    snapshot.mkdir()
    (snapshot / "manifest.json").write_text("{}")
    make_store(snapshot / "store", 7)

    def pinned() -> bool:
        with (snapshot / "manifest.json").open() as manifest:
            try:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    async def work(pool: WorkerPool) -> None:
        assert pinned()
        await pool.switch(store_path, "second")
        await until(lambda: not pinned())

    in_pool(snapshot / "store", work)


def test_a_worker_that_dies_when_it_goes_over_is_replaced(store_path: Path, tmp_path: Path) -> None:
    other = make_store(store_path.parent / tmp_path.name, 7)

    async def work(pool: WorkerPool) -> None:
        for pid in pool.pids():
            os.kill(pid, signal.SIGKILL)
        await pool.switch(other, "second")
        assert await ask(pool, COUNT) == b"n\r\n7\r\n"
        await until(lambda: len(pool.pids()) == 3)

    in_pool(store_path, work)


DUMPS = [
    (AnswerFormat.N_TRIPLES, "https://examplia.example/graph", 3),
    (AnswerFormat.N_TRIPLES, "", 2000),
    (AnswerFormat.N_QUADS, None, 2003),
    (AnswerFormat.TRIG, None, 2003),
    (AnswerFormat.TURTLE, "https://examplia.example/graph", 3),
    (AnswerFormat.RDF_XML, "https://examplia.example/graph", 3),
    (AnswerFormat.JSON_LD, "https://examplia.example/graph", 3),
]


@pytest.mark.parametrize(("form", "graph", "quads"), DUMPS)
def test_a_graph_is_read_out(tmp_path: Path, form: AnswerFormat, graph: str, quads: int) -> None:
    snapshot = tmp_path / "snapshot"
    snapshot.mkdir()
    (snapshot / "manifest.json").write_text('{"union": false}')
    make_store(snapshot / "store", THINGS)
    formats = {"nt": ".nt", "ttl": ".ttl", "rdf": ".rdf", "jsonld": ".jsonld", "trig": ".trig"}
    known = ox.RdfFormat.from_extension(formats.get(form, ".nq")[1:])
    assert known is not None

    async def work(pool: WorkerPool) -> None:
        async with pool.run(GraphRequest(form, graph)) as answer:
            body = b"".join([block async for block in answer.blocks()])
        assert len(list(ox.parse(body, known))) == quads

    in_pool(snapshot / "store", work)


def test_a_graph_that_is_not_there_is_told(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(GraphNotFoundError):
            async with pool.run(GraphRequest(AnswerFormat.TURTLE, "https://examplia.example/x")):
                raise AssertionError

    in_pool(store_path, work)


def test_a_query_that_runs_during_a_switch_is_finished(store_path: Path, tmp_path: Path) -> None:
    other = make_store(store_path.parent / tmp_path.name, 7)

    async def work(pool: WorkerPool) -> None:
        async with pool.run(QueryRequest(LARGE, AnswerFormat.CSV)) as answer:
            await pool.switch(other, "second")
            assert answer.snapshot == "first"
            lines = 0
            async for block in answer.blocks():
                lines += block.count(b"\n")
        assert lines == 200_001
        assert await ask(pool, COUNT) == b"n\r\n7\r\n"

    in_pool(store_path, work)


def test_a_switch_to_a_broken_snapshot_changes_nothing(store_path: Path, tmp_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(SnapshotDamagedError):
            await pool.switch(tmp_path / "nothing", "second")
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        assert pool.label == "first"

    in_pool(store_path, work)


def test_a_broken_snapshot_is_told_at_the_start(tmp_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        raise AssertionError

    before = children()
    with pytest.raises(SnapshotDamagedError):
        in_pool(tmp_path / "nothing", work)
    assert children() == before


def test_a_start_that_is_given_up_leaves_no_process(store_path: Path) -> None:
    before = children()

    async def run() -> None:
        starting = asyncio.create_task(WorkerPool(store_path, settings()).start())
        await until(lambda: len(children()) == len(before) + 3)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        assert children() == before

    asyncio.run(run())


def children() -> set[str]:
    """The processes that this one has started and not seen end."""
    return {
        pid for task in Path("/proc/self/task").iterdir()
        for pid in (task / "children").read_text().split()
    }  # fmt: skip


def test_closing_ends_every_process(store_path: Path) -> None:
    async def run() -> list[int]:
        pool = WorkerPool(store_path, settings())
        await pool.start()
        pids = pool.pids()
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: pool.running == 1)
        await pool.close()
        with pytest.raises(QueryCancelledError):
            await runaway
        return pids

    for pid in asyncio.run(run()):
        assert not Path(f"/proc/{pid}").exists()


PARENT = """
import asyncio, sys
from pathlib import Path
from rightsgraph.settings import Settings
from rightsgraph.store.answers import AnswerFormat, GraphRequest, QueryRequest
from rightsgraph.store.pool import WorkerPool

async def main():
    async with WorkerPool(Path(sys.argv[1]), Settings(workers=1)) as pool:
        async def runaway():
            async with pool.run(QueryRequest(sys.argv[2], AnswerFormat.CSV)):
                pass
        task = asyncio.create_task(runaway())
        await asyncio.sleep(0.2)
        print(*pool.pids(), flush=True)
        await task

asyncio.run(main())
"""


def test_workers_die_with_their_parent(store_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(store_path), RUNAWAY], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
    end = time.monotonic() + 20
    while any(running(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(running(pid) for pid in pids)


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


TOO_LARGE = [
    ("SELECT ?s { ?s ?p ?o }", AnswerFormat.CSV, {"answer_rows": 1999}, "1999 rows"),
    ("SELECT ?s { ?s ?p ?o }", AnswerFormat.JSON, {"answer_rows": 1999}, "1999 rows"),
    ("CONSTRUCT WHERE { ?s ?p ?o }", AnswerFormat.N_TRIPLES, {"answer_bytes": 9999}, "9999 bytes"),
]


@pytest.mark.parametrize(("query", "form", "changes", "words"), TOO_LARGE)
def test_an_answer_over_the_limit_is_an_error_and_no_part_of_it(
    store_path: Path, query: str, form: AnswerFormat, changes: dict[str, Any], words: str
) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(AnswerTooLargeError, match=words):
            await ask(pool, query, form)
        # The limit is a limit and not one less; a truth value and a graph have no rows.
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        assert await ask(pool, "ASK {}") == b"true"

    in_pool(store_path, work, **changes)


def test_a_limit_that_is_met_is_kept(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        assert (await ask(pool, "SELECT ?s { ?s ?p ?o }")).count(b"\n") == THINGS + 1

    in_pool(store_path, work, answer_rows=THINGS)


def test_a_request_may_have_a_shorter_deadline(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        request = QueryRequest(RUNAWAY, AnswerFormat.CSV, seconds=0.2)
        with pytest.raises(QueryTimeoutError, match=r"0\.2 seconds"):
            async with pool.run(request):
                pass
        longer = QueryRequest(f"{RUNAWAY} # again", AnswerFormat.CSV, seconds=600)
        with pytest.raises(QueryTimeoutError, match=r"0\.5 seconds"):
            async with pool.run(longer):
                pass

    in_pool(store_path, work, query_seconds=0.5)


def test_queries_share_the_memory_that_there_is() -> None:
    shared = {"long_workers": 2, "extract_processes": 1, "extract_memory_mb": 1024}
    assert settings(memory_mb=3456, query_memory_mb=2048, **shared).worker_memory_mb == 512
    assert settings(memory_mb=65_536, query_memory_mb=2048).worker_memory_mb == 2048
    assert settings(memory_mb=512).worker_memory_mb == 128
