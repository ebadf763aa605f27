"""What a cheap query costs while sixteen hostile ones run: time, statuses, memory of all processes.

    python benchmarks/hostile.py [--triples 1000000] [--seconds 60] [--memory-mb 4096]
        [--deadline 30]

Sixteen clients send queries that never end, are enormous or are malformed, one after the other,
some of them leaving before their answer. Beside them one client asks a cheap query all the time,
another each time, so that none is answered from what is kept. Reported are the percentiles of the
cheap query, alone and beside the hostile ones, the statuses that the hostile ones got, and the most
memory (proportional set size) that all processes of the server took together, against the bound
that the server was given. The exit status is 1 when something was answered by 500, or by 200 with a
body that is not complete, or when the server did not outlive it. No peer runs beside it: none of
them outlives it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import math
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import examplia
import peers
from rightsgraph.vocabulary import Cito, Rg

TITLE: Final = "A hostile minute"
SMOKE: Final = ("--triples", "3000", "--seconds", "1", "--deadline", "2")
QUICK: Final = ("--triples", "300000", "--seconds", "20")
RESULTS: Final = ()
CLIENTS: Final = 16
_GOAL: Final = 0.1
_RUNAWAYS: Final = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?b (COUNT(DISTINCT ?f) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?b",
    "SELECT * { ?a (<x:p>|!<x:p>)* ?b . ?b (<x:p>|!<x:p>)* ?c }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>)+/(!<x:p>)+ ?b }",
    'SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), "^(([a-z])+.)+[A-Z]([a-z])+$")) }',
    'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(x+x+)+y")) }',
    "SELECT DISTINCT ?x { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?x) }",
    "CONSTRUCT { ?a ?e ?c } { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
)


def large_values() -> str:
    """A query with a table that is as long as a query may be, joined with everything twice."""
    rows = " ".join(f"<x:{number}>" for number in range(7000))
    return f"SELECT (COUNT(*) AS ?n) {{ VALUES ?v {{ {rows} }} ?a ?b ?c . ?d ?e ?f }}"


def malformed() -> tuple[str, ...]:
    """Queries that are too long, too deep or no queries; each is refused at once."""
    return (
        f'SELECT * {{ ?s ?p "{"x" * 10_000_000}" }}',
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "SELECT * { " + "?s ?p ?o . " * 5_000 + "}",
        "SELECT * { ?s " + "/".join(["<x:p>"] * 3_000) + " ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT \ud800 { ?s ?p ?o }",
        "\x00" * 1000,
        "SELECT * { ?s ?p 'unclosed }",
        "DROP ALL",
    )


@dataclass
class Outcome:
    """What came of the hostile queries, and how often the cheap one was turned away."""

    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    turned_away: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: str, wrong: str = "") -> None:
        """Counts an answer."""
        with self.lock:
            self.statuses[status] += 1
            if wrong:
                self.wrong.append(wrong)


def complete(answer: http.client.HTTPResponse, body: bytes) -> bool:
    """Whether a body is what its head announced, and JSON where it should be."""
    if "json" in (answer.getheader("Content-Type") or ""):
        with contextlib.suppress(ValueError):
            json.loads(body)
            return True
        return False
    return True


def attack(port: int, number: int, end: float, outcome: Outcome) -> None:
    """Sends hostile queries, one after the other, until a moment."""
    chance = random.Random(number)
    queries = [*_RUNAWAYS, large_values(), *malformed()]
    for turn in itertools.count(number):
        if time.monotonic() > end:
            return
        # Twice as often those that run.
        pool = _RUNAWAYS if chance.random() < 0.5 else queries
        query = f"{pool[turn % len(pool)]}\n# {number} {turn}"
        body = urlencode({"query": query.encode("utf-8", "surrogatepass")})
        leaves = chance.random() < 0.2
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=0.5 if leaves else 120)
        try:
            connection.request(
                "POST",
                "/sparql",
                body,
                {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"},
            )
            answer = connection.getresponse()
            text = answer.read()
        except http.client.IncompleteRead:
            outcome.note("200, cut off before its end")  # as it should be, when it fails on the way
        except TimeoutError:
            outcome.note("the client left" if leaves else "no answer", "" if leaves else query[:80])
        except OSError:
            outcome.note("connection closed")
        else:
            wrong = ""
            if answer.status == 500:
                wrong = f"500: {text[:300]!r} {query[:80]}"
            elif answer.status == 200 and not complete(answer, text):
                wrong = f"200 with half a body: {query[:80]}"
            outcome.note(str(answer.status), wrong)
        finally:
            connection.close()


def ask(port: int, end: float, taken: list[float], outcome: Outcome) -> None:
    """Asks a cheap query, again and again, until a moment."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for turn in itertools.count():
        begin = time.perf_counter()
        if time.monotonic() > end:
            return
        query = (
            f"SELECT ?note {{ ?citation <{Cito.hasCitingEntity}> ?letter ; <{Rg.inNote}> ?note }} "
            f"LIMIT {1 + turn % 7} # {turn} {random.random()}"
        )
        connection.request("GET", "/sparql?" + urlencode({"query": query, "format": "json"}))
        answer = connection.getresponse()
        rows = json.loads(answer.read())
        if answer.status == 200:
            taken.append(time.perf_counter() - begin)
        elif answer.status in (503, 504):
            outcome.turned_away += 1
        else:
            outcome.note("cheap", f"The cheap query got {answer.status}: {rows}")
        time.sleep(0.01)


def memory(pid: int) -> float:
    """Proportional memory of a process and all below it, in MiB."""
    total = 0.0
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1]) / 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        total += sum(memory(int(child)) for child in children)
    return total


def percentiles(taken: list[float]) -> str:
    """The middle, the 95th and the largest of some times, in milliseconds."""
    if not taken:
        return "no answer"
    middle, most = statistics.median(taken), max(taken)
    return f"p50 {middle * 1e3:8.1f}  p95 {p95(taken) * 1e3:8.1f}  most {most * 1e3:8.1f} ms"


def p95(taken: list[float]) -> float:
    """The 95th percentile of some times; of very few the largest, of none without end."""
    return statistics.quantiles(taken, n=20)[18] if len(taken) > 1 else max(taken, default=math.inf)


def main() -> int:
    """Runs the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory-mb", type=int, default=4096)
    parser.add_argument("--deadline", type=float, default=30, help="of a query, in seconds")
    options = parser.parse_args()
    os.environ["RIGHTSGRAPH_MEMORY_MB"] = str(options.memory_mb)
    os.environ["RIGHTSGRAPH_QUERY_SECONDS"] = str(options.deadline)
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)
        quads = folder / "graph.nq"
        triples = examplia.write(options.triples, quads=quads)
        server = peers.rightsgraph(folder, quads, triples)
        with peers.running([server]):
            outcome, most = Outcome(), 0.0
            alone: list[float] = []
            ask(server.port, time.monotonic() + min(10, options.seconds / 4), alone, outcome)
            beside: list[float] = []
            end = time.monotonic() + options.seconds
            threads = [
                threading.Thread(target=attack, args=(server.port, number, end, outcome))
                for number in range(CLIENTS)
            ]
            asking = threading.Thread(target=ask, args=(server.port, end, beside, outcome))
            for thread in (*threads, asking):
                thread.start()
            while any(thread.is_alive() for thread in (*threads, asking)):
                most = max(most, memory(server.process.pid))
                time.sleep(0.2)
            outlived = server.process.poll() is None
    print(f"{os.cpu_count()} cores, {triples:,} triples, {CLIENTS} hostile clients")
    print(f"cheap query alone          {percentiles(alone)}")
    print(f"cheap query beside them    {percentiles(beside)}  ({len(beside)} answers)")
    if outcome.turned_away:
        print(f"cheap query turned away    {outcome.turned_away} times")
    met = p95(beside) < _GOAL and not outcome.turned_away
    print(f"goal: p95 under {_GOAL * 1e3:.0f} ms: {'met' if met else 'MISSED'}")
    print(f"memory of all processes    {most:,.0f} MiB of {options.memory_mb:,} MiB")
    for status, number in sorted(outcome.statuses.items()):
        print(f"hostile queries: {status:<30}{number:>6}")
    for wrong in outcome.wrong:
        print(f"WRONG {wrong}")
    if not outlived:
        print("The server is gone.")
    return 0 if outlived and not outcome.wrong and most <= options.memory_mb else 1


if __name__ == "__main__":
    sys.exit(main())
