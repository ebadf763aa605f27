"""A point query through /sparql with 8 clients: rightsgraph beside oxigraph and rdflib-endpoint.

    python benchmarks/endpoint.py [--triples 1000000] [--rdflib-triples 100000] [--rounds 5]

All servers run at the same time on one generated graph (citations of Examplia, in the shape of
ours; rdflib-endpoint, which holds its data in memory, gets a smaller one) and are asked in turn, in
interleaved rounds, by three kinds of clients: eight processes with httpx, or with Python's own HTTP
client, which is what scripts do; and one process with eight connections on bare sockets, which
leaves the servers more of the machine. Each sends the next query on its keep-alive connection when
the answer to the last has come. Reported are medians over the rounds, and ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httptools
import httpx
import uvloop
from pyoxigraph import QueryResultsFormat, QuerySolutions

import peers
from results import compare
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.guard import check_query
from rightsgraph.store.pool import WorkerPool

TITLE: Final = "Point queries over HTTP"
SMOKE: Final = (
    *("--triples", "5000", "--rdflib-triples", "1000"),
    *("--rounds", "1", "--clients", "1", "--seconds", "0.05"),
)
QUICK: Final = (
    "--triples",
    "300000",
    "--rdflib-triples",
    "30000",
    "--rounds",
    "3",
    "--seconds",
    "2",
)
RESULTS: Final = (
    *("endpoint httpx oxigraph", "endpoint httpx rdflib-endpoint"),
    *("endpoint http.client oxigraph", "endpoint http.client rdflib-endpoint"),
    *("endpoint sockets oxigraph", "endpoint sockets rdflib-endpoint"),
)
BASE: Final = "https://examplia.example/"
CITO: Final = "http://purl.org/spar/cito/"
RG: Final = "https://w3id.org/rightsgraph/ontology#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TRIPLES_PER_CITATION: Final = 8
CLIENTS: Final = 8
QUERY: Final = f"""PREFIX cito: <{CITO}>
PREFIX rg: <{RG}>
SELECT ?place ?note ?order ?text WHERE {{
  <%s> cito:hasCitedEntity ?place ; rg:inNote ?note ; rg:order ?order ; rg:citationText ?text .
}}"""
# The path of each server's endpoint, by its port.
PATHS: Final[dict[int, str]] = {}


@dataclass
class Server:
    """A server under test.

    Args:
        name: What the report calls it.
        port: Where it listens.
        citations: How many citations it holds.
        process: The process.
        version: Which version it is.
    """

    name: str
    port: int
    citations: int
    process: subprocess.Popen[bytes]
    version: str
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


def citation(number: int) -> str:
    """IRI of a citation."""
    return f"{BASE}id/letter/{number // 40}#citation-{number % 40}"


def generate(path: Path, triples: int) -> int:
    """Writes N-Triples; gives the number of citations in them."""
    count = triples // TRIPLES_PER_CITATION
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            letter = f"{BASE}id/letter/{number // 40}"
            document = f"{BASE}id/un/A/EX/{number % 997}"
            node = citation(number)
            file.write(
                f"<{node}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CITO}Citation> .\n"
                f"<{node}> <http://purl.org/dc/terms/isPartOf> <{letter}> .\n"
                f"<{node}> <{CITO}hasCitingEntity> <{letter}> .\n"
                f"<{node}> <{CITO}hasCitedEntity> <{document}#para-{number % 101}> .\n"
                f"<{node}> <{RG}citedDocument> <{document}> .\n"
                f"<{node}> <{RG}inNote> <{letter}#note-{number % 40 // 2}> .\n"
                f'<{node}> <{RG}order> "{number % 40}"^^<{XSD}integer> .\n'
                f'<{node}> <{RG}citationText> "Report {number % 997}, para. {number % 101}" .\n'
            )
    return count


def ask_once(server: Server) -> int:
    """The number of rows of one answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{PATHS[server.port]}?"
        + urlencode({"query": QUERY % citation(7)}),
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return len(json.load(answer)["results"]["bindings"])


def require_an_answer(server: Server) -> None:
    """Ends when a server does not give the one row."""
    if (rows := ask_once(server)) != 1:
        raise SystemExit(f"{server.name} answered with {rows} rows.")


@contextlib.contextmanager
def servers(folder: Path, triples: int, rdflib_triples: int) -> Iterator[list[Server]]:
    """All servers, up and holding their data."""
    large, small = folder / "large.nt", folder / "small.nt"
    many, few = generate(large, triples), generate(small, rdflib_triples)
    started = [
        peers.rightsgraph(folder, large, triples),
        peers.oxigraph(folder, large, triples),
        peers.rdflib_endpoint(folder, small, rdflib_triples),
    ]
    with peers.running(started):
        found = [
            Server(peer.name, peer.port, count, peer.process, peer.version)
            for peer, count in zip(started, (many, many, few), strict=True)
        ]
        PATHS.update({peer.port: peer.path for peer in started})
        for server in found:
            require_an_answer(server)
        yield found


class Client(asyncio.Protocol):
    """A keep-alive connection that asks, waits for the whole answer, and asks again.

    The names of its methods are those of asyncio and httptools.
    """

    # ruff: noqa: D102

    def __init__(self, server: Server, seed: int, end: float) -> None:
        self.server = server
        self.random = random.Random(seed)
        self.end = end
        self.done = asyncio.get_running_loop().create_future()
        self.body_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Sends the next query."""
        body = urlencode({"query": QUERY % citation(self.random.randrange(self.server.citations))})
        head = (
            f"POST {PATHS[self.server.port]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept: application/sparql-results+json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.parser = httptools.HttpResponseParser(self)
        self.body_bytes = 0
        self.asked = time.perf_counter()
        self.transport.write((head + body).encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        if self.parser.get_status_code() != 200 or self.body_bytes < 300:
            raise SystemExit(f"{self.server.name} gave a wrong answer.")
        self.server.latencies.append(now - self.asked)
        if now < self.end:
            asyncio.get_running_loop().call_soon(self.ask)
        else:
            self.transport.close()
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.done.done():
            self.done.set_exception(SystemExit(f"{self.server.name} closed a connection."))


async def one_round(server: Server, seconds: float, seed: int, clients_at_once: int) -> None:
    """Asks one server with all clients for a while."""
    loop = asyncio.get_running_loop()
    before, begin = len(server.latencies), time.perf_counter()
    ends = begin + seconds
    clients = [Client(server, seed * 100 + n, ends) for n in range(clients_at_once)]
    for client in clients:
        await loop.create_connection(lambda c=client: c, "127.0.0.1", server.port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    server.rates.append((len(server.latencies) - before) / (time.perf_counter() - begin))


def drive(library: str, port: int, path: str, citations: int, seconds: float, seed: int) -> None:
    """Is one client in a process; prints how long each of its queries took, in seconds."""
    chance, taken = random.Random(seed), []
    headers = {
        "Accept": "application/sparql-results+json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    if library == "httpx":
        session = httpx.Client(headers=headers)

        def ask(body: str) -> bytes:
            return session.post(f"http://127.0.0.1:{port}{path}", content=body).content

    else:
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def ask(body: str) -> bytes:
            connection.request("POST", path, body, headers)
            return connection.getresponse().read()

    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        query = QUERY % citation(chance.randrange(citations))
        assert json.loads(ask(urlencode({"query": query})))["results"]["bindings"]
        taken.append(time.perf_counter() - begin)
    print(json.dumps(taken))


def round_of_processes(
    server: Server, library: str, seconds: float, seed: int, clients_at_once: int
) -> None:
    """Asks one server with some processes of a client library."""
    options = [library, server.port, PATHS[server.port], server.citations, seconds]
    clients = [
        subprocess.Popen(
            [sys.executable, __file__, "--drive", *map(str, [*options, seed * 100 + number])],
            stdout=subprocess.PIPE,
        )
        for number in range(clients_at_once)
    ]
    found = [json.loads(client.communicate()[0]) for client in clients]
    server.rates.append(sum(map(len, found)) / seconds)
    server.latencies += [each for taken in found for each in taken]


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a process, in MiB."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, value = line.split(":")
        sizes[name] = int(value.split()[0]) / 1024
    return sizes["Rss"], sizes["Pss"]


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in found.split()]


async def where_time_goes(home: Path, citations: int) -> dict[str, float]:
    """Microseconds that the parts of one request take, measured without HTTP."""
    settings = Settings(workers=1)
    queries = [QUERY % citation(number % citations) for number in range(2000)]
    begin = time.perf_counter()
    for query in queries:
        check_query(query, settings)
    parts = {"guard (in the server)": (time.perf_counter() - begin) / len(queries)}
    store = Home(home).current().open()
    begin = time.perf_counter()
    for query in queries:
        result = store.query(query)
        assert isinstance(result, QuerySolutions)
        result.serialize(format=QueryResultsFormat.JSON)
    parts["engine (in a worker)"] = (time.perf_counter() - begin) / len(queries)
    async with WorkerPool(Home(home).current().store_path, settings) as pool:
        begin = time.perf_counter()
        for query in queries:
            async with pool.run(QueryRequest(query, AnswerFormat.JSON)):
                pass
        one_by_one = (time.perf_counter() - begin) / len(queries)
    parts["pool, pipe and engine, one at a time"] = one_by_one
    return {name: seconds * 1e6 for name, seconds in parts.items()}


def report(found: list[Server], clients: str, clients_at_once: int) -> float:
    """Prints and keeps the medians and ratios; gives our median."""
    ours = statistics.median(found[0].rates)
    print(f"\n{os.cpu_count()} cores, {clients_at_once} clients of {clients}, medians of rounds")
    print("server               triples  queries/s  p50 ms  p95 ms  ours/theirs")
    for server in found:
        rate = statistics.median(server.rates)
        times = server.latencies
        cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
        triples = server.citations * TRIPLES_PER_CITATION
        print(
            f"{server.name:<18}{triples:>10,}{rate:>11,.0f}{cuts[9] * 1e3:>8.2f}"
            f"{cuts[18] * 1e3:>8.2f}{ours / rate:>13.2f}"
        )
    for peer in found[1:]:
        name = clients.rpartition("bare ")[2].partition(" in ")[0]
        compare(
            f"endpoint {name} {peer.name.removesuffix(' serve')}",
            f"a point query, {clients_at_once} clients: {clients}",
            peer=f"{peer.name} {peer.version}",
            unit="queries/s",
            ours=found[0].rates,
            theirs=peer.rates,
            remark=""
            if peer.citations == found[0].citations
            else f"the peer holds {peer.citations * TRIPLES_PER_CITATION:,} triples, "
            f"ours {found[0].citations * TRIPLES_PER_CITATION:,}",
        )
    return ours


def report_costs(server: Server, ours: float, parts: dict[str, float]) -> None:
    """Prints the memory of the processes and where the time goes."""
    print("\nmemory in MiB            RSS     PSS")
    pid = server.process.pid
    for name, each in [("server", pid), *(("worker", child) for child in children(pid))]:
        rss, pss = memory(each)
        print(f"  {name:<18}{rss:>8.1f}{pss:>8.1f}")
    print("\nwhere the time of one request goes, in microseconds of one process")
    print(f"  {1e6 / ours:>8.0f}  between two answers through HTTP, clients in one process")
    for part, microseconds in parts.items():
        print(f"  {microseconds:>8.0f}  {part}")


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-triples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--drive", nargs=6, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.drive:
        library, port, path, citations, seconds, seed = options.drive
        drive(library, int(port), path, int(citations), float(seconds), int(seed))
        return
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)
        with servers(folder, options.triples, options.rdflib_triples) as found:
            ours = 0.0
            for clients in ("httpx", "http.client", "bare sockets in one process"):
                for number in range(0 if options.rounds > 1 else 1, options.rounds + 1):
                    for server in found:
                        if number < 2:  # the first round warms the caches up and does not count
                            server.rates.clear()
                            server.latencies.clear()
                        if clients.startswith("http"):
                            round_of_processes(
                                server, clients, options.seconds, number, options.clients
                            )
                        else:
                            uvloop.run(one_round(server, options.seconds, number, options.clients))
                ours = report(found, clients, options.clients)
            parts = uvloop.run(where_time_goes(folder / "home", found[0].citations))
            report_costs(found[0], ours, parts)


if __name__ == "__main__":
    main()
