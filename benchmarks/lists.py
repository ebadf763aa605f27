"""Lists, items and facets of the API over HTTP, beside datasette over the same rows in SQLite.

    python benchmarks/lists.py [--triples 1000000] [--times 11] [--every 1] [--json FILE]

A graph is generated (examplia.py) and published; its rows are also written to a database as one
would keep them for datasette (flat_rows.py). One client on a connection that is kept open asks both
servers the same, in turn: every list in each of its orders, page after page; every list narrowed by
each of its columns; items; each column counted as a facet, of the whole list and of a list that is
narrowed. Pages have 50 rows. No address is asked twice but where a list has fewer pages or values
than there are rounds, and neither server keeps answers: ours reads the counts of whole lists from
the tables of the snapshot, as it does always, and counts everything else when it is asked. Both
must find the same rows and numbers.

Then the work of the server for conditional requests is measured, as the time that all its
processes spent on a processor, divided by the number of requests.
"""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import examplia
import peers
from dump import children
from flat_rows import FlatTable, some_ids, some_values, write
from results import compare, left_out
from rightsgraph.iris import VOCABULARY_BASE, base
from rightsgraph.store import Home
from rightsgraph.store.projection.definition import Column

TITLE: Final = "Lists, items and facets over HTTP"
SMOKE: Final = ("--triples", "3000", "--times", "1", "--every", "7", "--requests", "20")
QUICK: Final = ("--triples", "300000", "--times", "7")
KINDS: Final = {
    "pages": "a page of a list, in each order, narrowed by each column",
    "items": "one item by its IRI",
    "facets": "a page and the counts of one facet of the whole list",
    "facets narrowed": "a page and the counts of one facet of a narrowed list",
}
RESULTS: Final = (*(f"lists {kind}" for kind in KINDS), "lists conditional")
GOAL_MILLISECONDS: Final = 20.0
CONDITIONAL_MILLISECONDS: Final = 1.0
SIZE: Final = 50
TRIES: Final = 50
_FACET_VALUES: Final = 20


@dataclass
class Question:
    """What both servers are asked.

    Args:
        kind: One of `KINDS`.
        name: What is asked, in words.
        pairs: Addresses, ours and the peer's, asked one after the other.
        walks: Whether each further address is the next page of the one before.
        ours: How long ours took, in milliseconds.
        theirs: How long the peer took.
    """

    kind: str
    name: str
    pairs: list[tuple[str, str]]
    walks: bool = False
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)


class Client:
    """A connection that is kept open.

    Args:
        port: Where the server listens.
    """

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str, tag: str = "") -> tuple[float, http.client.HTTPResponse, bytes]:
        """How long an answer took, in milliseconds; its head; its body."""
        begin = time.perf_counter()
        try:
            answer = self._ask(address, tag)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # the server has closed what was idle for some seconds
            answer = self._ask(address, tag)
        body = answer.read()
        return (time.perf_counter() - begin) * 1000, answer, body

    def _ask(self, address: str, tag: str) -> http.client.HTTPResponse:
        fields = {"If-None-Match": tag} if tag else {}
        self.connection.request("GET", address, headers=fields)
        return self.connection.getresponse()

    def read(self, address: str) -> tuple[float, dict[str, Any]]:
        """How long an answer took, in milliseconds, and what it says."""
        taken, answer, body = self.get(address)
        if answer.status != 200:
            raise SystemExit(f"{address}: status {answer.status}: {body[:300]!r}")
        content: dict[str, Any] = json.loads(body)
        return taken, content


# --- what is asked ------------------------------------------------------------------------------


def questions(flat: FlatTable, rows: Path, times: int) -> Iterator[Question]:
    """What is asked of one list."""
    from datasette.utils import tilde_encode

    name = flat.table.name
    mine, other = f"/api/v1/{name}", f"/{rows.stem}/{name}"

    def pair(ours: dict[str, str], theirs: dict[str, str]) -> tuple[str, str]:
        fixed = {"_size": str(SIZE), "_shape": "objects"}
        return f"{mine}?{urlencode(ours)}", f"{other}.json?{urlencode({**fixed, **theirs})}"

    orders = [None, *(column for column in flat.columns if column.sort)]
    for order in orders:
        sort = order.name if order else "id"
        asked = [pair({"sort": sort}, {"_sort": sort} if order else {})]
        yield Question("pages", f"{name} by {sort}", asked, walks=True)
    filters = [column for column in flat.columns if column.filter]
    for column in filters:
        pairs = [
            pair({"sort": "id", column.name: value}, {_test(flat, column): value})
            for value in _values(rows, flat, column, times)
        ]
        yield Question("pages", f"{name} of one {column.name}", pairs)
    if flat.keyed:
        pairs = [
            (f"{mine}/{_id(iri)}", f"{other}/{tilde_encode(iri)}.json?_shape=objects")
            for iri in islice(cycle(some_ids(rows, flat, times)), times)
        ]
        yield Question("items", f"one of {name}", pairs)
    for place, column in enumerate(filters):
        counted = {"facets": column.name}, {_facet(flat, column): column.name}
        yield Question(
            "facets",
            f"{name}: {column.name}",
            [pair({"sort": "id"} | counted[0], {"_facet_size": str(_FACET_VALUES)} | counted[1])],
        )
        by = filters[(place + 1) % len(filters)]
        pairs = [
            pair(
                {"sort": "id", by.name: value} | counted[0],
                {"_facet_size": str(_FACET_VALUES), _test(flat, by): value} | counted[1],
            )
            for value in _values(rows, flat, by, times)
        ]
        yield Question("facets narrowed", f"{name} of one {by.name}: {column.name}", pairs)


def _values(rows: Path, flat: FlatTable, column: Column, times: int) -> Iterator[str]:
    return islice(cycle(some_values(rows, flat, column, times)), times)


def _test(flat: FlatTable, column: Column) -> str:
    return f"{column.name}__{'arraycontains' if column.name in flat.arrays else 'exact'}"


def _facet(flat: FlatTable, column: Column) -> str:
    return "_facet_array" if column.name in flat.arrays else "_facet"


def _id(iri: str) -> str:
    short = iri.removeprefix(base() + "id/").removeprefix(VOCABULARY_BASE)
    return quote(short, safe="/")


# --- asking -------------------------------------------------------------------------------------


def ask(question: Question, ours: Client, theirs: Client, times: int) -> None:
    """Asks both servers in turn, and sees that they say the same."""
    addresses = cycle(question.pairs)
    pair = next(addresses)
    for _ in range(times):
        taken, mine = ours.read(pair[0])
        for _ in range(TRIES):
            # On a busy machine a facet may not be counted in its time; asking again counts too.
            if None not in mine.get("facets", {}).values():
                break
            more, mine = ours.read(pair[0])
            taken += more
        question.ours.append(taken)
        taken, other = theirs.read(pair[1])
        question.theirs.append(taken)
        _same(question, pair[0], mine, other)
        if not question.walks:
            pair = next(addresses)
        elif mine.get("next") and other.get("next_url"):
            further = urlsplit(other["next_url"])
            pair = mine["next"], f"{further.path}?{further.query}"
        else:
            pair = question.pairs[0]


def _same(question: Question, address: str, mine: dict[str, Any], other: dict[str, Any]) -> None:
    """Sees that two answers say the same.

    Raises:
        SystemExit: They do not.
    """
    if question.kind == "items":
        said: list[Any] = [[mine["id"]]]
        wanted: list[Any] = [[row["id"] for row in other["rows"]]]
    else:
        said = [mine["count"], [row["id"] for row in mine["items"]]]
        wanted = [other["filtered_table_rows_count"], [row["id"] for row in other["rows"]]]
    for name, counts in mine.get("facets", {}).items():
        if counts is None:
            raise SystemExit(f"{address}: the facet was not counted in {TRIES} tries")
        said.append([count["count"] for count in counts])
        wanted.append([each["count"] for each in other["facet_results"][name]["results"]])
    if said != wanted:
        raise SystemExit(f"{question.name}, {address}: {said} and not {wanted}")


def told(found: list[Question], triples: int) -> None:
    """Prints and keeps what was measured, on so many triples."""
    peer = f"datasette {version('datasette')}"
    for kind, words in KINDS.items():
        chosen = [each for each in found if each.kind == kind]
        medians = [(statistics.median(q.ours), statistics.median(q.theirs), q) for q in chosen]
        slow = [q.name for mine, _, q in medians if mine > GOAL_MILLISECONDS]
        behind = [q.name for mine, other, q in medians if mine > other]
        most = max(medians, key=lambda each: each[0])
        nearest = max(medians, key=lambda each: each[0] / each[1])
        print(f"{words}: {len(chosen)} questions")
        for title, (mine, other, question) in (("slowest", most), ("least ahead", nearest)):
            print(
                f"  {title + ': ' + question.name:60}{mine:8.2f} ms {other:8.2f} ms"
                f"   x {mine / other:.2f}"
            )
        print(f"  every median at most {GOAL_MILLISECONDS:.0f} ms: {_verdict(slow)}")
        print(f"  none slower than {peer}: {_verdict(behind)}")
        compare(
            f"lists {kind}",
            words,
            peer=peer,
            unit="ms",
            ours=[mine for mine, _, _ in medians],
            theirs=[other for _, other, _ in medians],
            over="questions",
            remark=f"{triples:,} triples; our slowest median is {most[0]:.1f} ms "
            f"({most[2].name}); wanted is that none is over {GOAL_MILLISECONDS:.0f} ms and none is "
            f"slower than the peer's, which {len(behind) or 'none'} of them is",
        )


def _verdict(missed: list[str]) -> str:
    return f"MISSED by {len(missed)}: {', '.join(missed[:8])}" if missed else "met"


# --- conditional requests -----------------------------------------------------------------------


def conditional(ours: peers.Peer, theirs: peers.Peer, rows: Path, requests: int) -> None:
    """Measures the work for answers that have not changed."""
    client = Client(ours.port)
    _, content = client.read("/api/v1/recommendations?limit=1")
    first = content["items"][0]
    document, whole_list = first["document"]["id"], "/api/v1/recommendations"
    addresses = {
        "a list": whole_list,
        "a list with facets": f"{whole_list}?{urlencode({'document': document})}&facets=asksFor",
        "a list as CSV": f"{whole_list}?format=csv&limit={SIZE}",
        "an item": f"{whole_list}/{_id(first['id'])}",
        "what belongs to an item": f"/api/v1/documents/{_id(document)}/citations",
        "a tree": "/api/v1/actions",
        "numbers": "/api/v1/stats",
        "a search": "/api/v1/search?q=situation",
    }
    other = Client(theirs.port)
    page = f"/{rows.stem}/recommendations.json?_size={SIZE}&_shape=objects"
    whole = _work(theirs.process.pid, other, page, "", 200, max(1, requests // 10))
    print(f"{'conditional requests, time on a processor':62}{'304':>9} {'whole':>9}")
    found = []
    for name, address in addresses.items():
        _, answer, _ = client.get(address)
        tag = answer.headers["ETag"]
        full = _work(ours.process.pid, client, address, "", 200, max(1, requests // 10))
        found.append(_work(ours.process.pid, client, address, tag, 304, requests))
        print(f"  {name:60}{found[-1]:6.2f} ms {full:6.2f} ms")
    verdict = "met" if max(found) < CONDITIONAL_MILLISECONDS else "MISSED"
    print(f"  every one under {CONDITIONAL_MILLISECONDS:.0f} ms: {verdict}")
    compare(
        "lists conditional",
        "time on a processor for an answer that has not changed",
        peer=f"datasette {version('datasette')}, a page of 50 rows",
        unit="ms",
        ours=found,
        theirs=[whole] * len(found),
        over="addresses",
        remark="the peer knows no conditional requests and gives the whole answer; wanted is that "
        f"none of ours takes {CONDITIONAL_MILLISECONDS:.0f} ms (the most is {max(found):.2f} ms)",
    )


def _work(pid: int, client: Client, address: str, tag: str, status: int, requests: int) -> float:
    """How long the processes of a server work for one request, in milliseconds."""
    before = _spent(pid)
    for _ in range(requests):
        _, answer, body = client.get(address, tag)
        if answer.status != status:
            raise SystemExit(f"{address}: status {answer.status}: {body[:300]!r}")
    # One tick of the clock at the least: a short run may spend less.
    ticks = max(1, _spent(pid) - before)
    return ticks * 1000 / os.sysconf("SC_CLK_TCK") / requests


def _spent(pid: int) -> int:
    """How long a process and its children have worked, in ticks of the clock."""
    total = 0
    for each in (pid, *children(pid)):
        try:
            told = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        total += int(told[11]) + int(told[12])  # utime and stime
    return total


# --- the servers --------------------------------------------------------------------------------


def datasette(folder: Path, rows: Path) -> peers.Peer:
    """The peer, with limits that it does not reach, and without what it adds unasked."""
    port = peers.free_port()
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(rows), "-p", str(port)]
    for name, value in (
        ("suggest_facets", "off"),
        ("facet_time_limit_ms", "20000"),
        ("sql_time_limit_ms", "20000"),
    ):
        command += ["--setting", name, value]
    with (folder / "datasette.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    return peers.Peer("datasette", port, "/", 0, process, version("datasette"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=11, help="how often each question is asked")
    parser.add_argument("--every", type=int, default=1, help="ask every Nth question only")
    parser.add_argument("--requests", type=int, default=1000, help="conditional requests of a kind")
    parser.add_argument("--only", default="", help="only questions with this in their name")
    parser.add_argument("--json", type=Path, help="write the median of each question there")
    arguments = parser.parse_args()
    if not importlib.util.find_spec("datasette"):
        for name in RESULTS:
            left_out(name, "datasette is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads, rows = folder / "graph.nq", folder / "rows.db"
        triples = examplia.write(arguments.triples, quads=quads)
        ours = peers.rightsgraph(folder, quads, triples)
        with peers.running([ours]):
            (tables,) = Home(folder / "home").current().path.glob("projection/*.sqlite")
            flat = write(tables, rows)
            theirs = datasette(folder, rows)
            with peers.running([theirs]):
                print(
                    f"{triples:,} triples; {', '.join(f'{t.rows:,} {t.table.name}' for t in flat)}"
                )
                every = [q for each in flat for q in questions(each, rows, arguments.times)]
                found = [q for q in every if arguments.only in q.name][:: arguments.every]
                clients = Client(ours.port), Client(theirs.port)
                for question in found:
                    ask(question, *clients, arguments.times)
                told(found, triples)
                conditional(ours, theirs, rows, arguments.requests)
    if arguments.json:
        median = statistics.median
        medians = {f"{q.kind}: {q.name}": [median(q.ours), median(q.theirs)] for q in found}
        arguments.json.write_text(json.dumps(medians, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
