"""Questions of analysts at a million triples: rightsgraph beside oxigraph, rdflib, Virtuoso.

    python benchmarks/analysts.py [--triples 1000000] [--rdflib-triples 100000] [--seconds 2]
        [--json FILE]

All servers run at the same time, on one generated graph (examplia.py), and are asked in turn. A
cold question has another text each time, so that no server can know its answer; a repeated one is
the same text again. With 1 client they follow each other, with 8 clients eight threads ask at once.
Three questions that everybody asks are answered from the counts that a snapshot holds, where the
others count; the text of every other question is the same for all. Reported are medians and p95 in
milliseconds, and the ratios of the medians over all questions.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import examplia
import peers
from analyst_queries import QUESTIONS, Question
from peers import Peer
from results import compare, left_out

TITLE: Final = "Questions of analysts"
SMOKE: Final = (
    *("--triples", "5000", "--rdflib-triples", "1000"),
    *("--clients", "2", "--seconds", "0.01", "--questions", "3"),
)
QUICK: Final = ("--seconds", "0.5")  # what is asked for is about a million triples
RESULTS: Final = tuple(
    f"analysts {kind} {clients} {peer}"
    for peer in ("oxigraph serve", "rdflib-endpoint", "virtuoso")
    for clients in ("one", "many")
    for kind in ("cold", "repeated")
)
_HEADERS: Final = {
    "Accept": "application/sparql-results+json",
    "Content-Type": "application/x-www-form-urlencoded",
}
_PATIENCE: Final = 300.0


class Client:
    """A connection that is kept open; it is opened anew when the server has closed it."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=_PATIENCE)

    def ask(self, query: str) -> tuple[float, int]:
        """How long the answer took, in seconds, and how many rows it has."""
        body = urlencode({"query": query})
        begin = time.perf_counter()
        try:
            content = self._send(body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()
            content = self._send(body)
        taken = time.perf_counter() - begin
        return taken, len(json.loads(content)["results"]["bindings"])

    def _send(self, body: str) -> bytes:
        self.connection.request("POST", self.peer.path, body, _HEADERS)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{self.peer.name}: status {answer.status}: {content[:300]!r}")
        return content


@dataclass
class Figures:
    """The times of one question on one server, in seconds.

    Args:
        cold: By number of clients, of questions that were never asked before.
        repeated: By number of clients, of one that was.
        rows: How many rows the answers have at most.
    """

    cold: dict[int, list[float]] = field(default_factory=dict)
    repeated: dict[int, list[float]] = field(default_factory=dict)
    rows: int = 0


def ask_for(
    peer: Peer, texts: list[str], clients: int, seconds: float, figures: Figures
) -> list[float]:
    """Ask all texts with so many clients, until they are asked or the time is over."""
    taken: list[float] = []
    waiting = list(reversed(texts))
    end = time.perf_counter() + seconds
    failures: list[BaseException] = []

    def work() -> None:
        client = Client(peer)
        try:
            while waiting and (time.perf_counter() < end or len(taken) < clients):
                try:
                    text = waiting.pop()
                except IndexError:  # another thread took the last
                    return
                seconds_taken, rows = client.ask(text)
                figures.rows = max(figures.rows, rows)
                taken.append(seconds_taken)
        except (SystemExit, OSError, ValueError) as error:
            failures.append(error)
        finally:
            client.connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(str(failures[0]))
    return taken


def measure(peer: Peer, question: Question, seconds: float, numbers: tuple[int, ...]) -> Figures:
    """One question on one server, cold and repeated, with each number of clients."""
    figures = Figures()
    letters = examplia.letters_for(peer.triples)
    for clients in numbers:
        chance = random.Random(f"{question.name}{clients}")
        counts = peer.name == "rightsgraph"
        texts = [question.ask(chance, letters, counts=counts) for _ in range(40 * clients)]
        figures.cold[clients] = ask_for(peer, texts, clients, seconds, figures)
        same = [texts[0]] * (40 * clients)
        figures.repeated[clients] = ask_for(peer, same, clients, seconds, figures)
    return figures


def milliseconds(times: list[float]) -> tuple[float, float]:
    """Median and p95."""
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
    return statistics.median(times) * 1e3, cuts[18] * 1e3


def print_table(found: dict[str, dict[str, Figures]], names: list[str], clients: int) -> None:
    """The medians and p95 of all questions with so many clients."""
    for kind in ("cold", "repeated"):
        print(f"\n{kind}, {clients} client{'s' if clients > 1 else ''}: median / p95 in ms")
        print(f"{'':38}" + "".join(f"{name:>22}" for name in names))
        for question, by_name in found.items():
            cells = []
            for name in names:
                median, worst = milliseconds(getattr(by_name[name], kind)[clients])
                cells.append(f"{median:>12.2f} /{worst:>8.2f}")
            print(f"{question:<38}" + "".join(cells))
        ratios = ratios_of(found, names, kind, clients)
        print("median over the questions of theirs / ours:")
        for name, ratio in ratios.items():
            print(f"  {name:<20} x {ratio:.2f}")


def ratios_of(
    found: dict[str, dict[str, Figures]], names: list[str], kind: str, clients: int
) -> dict[str, float]:
    """For each peer the median over the questions of its time by ours."""
    return {
        name: statistics.median(
            milliseconds(getattr(each[name], kind)[clients])[0]
            / milliseconds(getattr(each["rightsgraph"], kind)[clients])[0]
            for each in found.values()
        )
        for name in names
        if name != "rightsgraph"
    }


def print_goals(
    found: dict[str, dict[str, Figures]], names: list[str], numbers: tuple[int, ...]
) -> None:
    """Which goals are met, and which are not."""
    print("\ngoals")
    for clients in numbers:
        cold = ratios_of(found, names, "cold", clients)
        for name, goal in (("oxigraph serve", 0.8), ("rdflib-endpoint", 10.0)):
            if name in cold:
                met = "met" if cold[name] >= goal else "MISSED"
                print(f"  cold, {clients}: at least {goal} x {name}: {cold[name]:.2f} {met}")
        again = ratios_of(found, names, "repeated", clients)
        slower = [name for name, ratio in again.items() if ratio <= 1]
        met = f"MISSED, slower than {', '.join(slower)}" if slower else "met"
        print(f"  repeated, {clients}: faster than every peer: {met}")
    for question in QUESTIONS:
        if question.name in found and question.counts and "virtuoso" in names:
            ours, theirs = (
                milliseconds(found[question.name][name].cold[1])[0]
                for name in ("rightsgraph", "virtuoso")
            )
            met = "met" if ours < theirs else "MISSED"
            print(f"  {question.name}: {ours:.1f} ms beside Virtuoso's {theirs:.1f} ms: {met}")


def keep(
    found: dict[str, dict[str, Figures]], servers: list[Peer], numbers: tuple[int, ...]
) -> None:
    """Keep the medians of all questions for the report."""
    ours, *others = servers
    goals = {"oxigraph serve": 0.8, "rdflib-endpoint": 10.0}
    for peer in others:
        for words, clients in zip(("one", "many"), numbers, strict=True):
            for kind in ("cold", "repeated"):
                mine, theirs = (
                    [milliseconds(getattr(each[name], kind)[clients])[0] for each in found.values()]
                    for name in (ours.name, peer.name)
                )
                compare(
                    f"analysts {kind} {words} {peer.name}",
                    f"{len(found)} questions, {kind}, {clients} client{'s' if clients > 1 else ''}",
                    peer=f"{peer.name} {peer.version}",
                    unit="ms",
                    ours=mine,
                    theirs=theirs,
                    over="questions",
                    goal=goals.get(peer.name) if kind == "cold" else 1.0,
                    remark=f"the peer holds {peer.triples:,} triples, ours {ours.triples:,}"
                    if peer.triples != ours.triples
                    else "",
                )
    if all(peer.name != "virtuoso" for peer in others):
        for name in RESULTS:
            if name.endswith("virtuoso"):
                left_out(name, "Virtuoso is not installed")


def as_json(found: dict[str, dict[str, Figures]], servers: list[Peer]) -> dict[str, Any]:
    """The figures with the machine, the versions and the date."""
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "platform": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
        },
        "python": platform.python_version(),
        "servers": {s.name: {"version": s.version, "triples": s.triples} for s in servers},
        "milliseconds": {
            question: {
                name: {
                    "rows": figures.rows,
                    **{
                        f"{kind} {clients}": dict(
                            zip(("median", "p95"), milliseconds(times), strict=True)
                        )
                        for kind in ("cold", "repeated")
                        for clients, times in getattr(figures, kind).items()
                    },
                }
                for name, figures in by_name.items()
            }
            for question, by_name in found.items()
        },
    }


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-triples", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=2.0, help="at most, for each figure")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--clients", type=int, default=8, help="how many ask at once")
    parser.add_argument("--questions", type=int, default=len(QUESTIONS), help="only the first")
    options = parser.parse_args()
    numbers = (1, options.clients)
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)
        plain, small, other = folder / "plain.nt", folder / "small.nt", folder / "other.nt"
        quads = folder / "quads.nq"
        many = examplia.write(options.triples, quads=quads, plain=plain)
        few = examplia.write(options.rdflib_triples, quads=folder / "small.nq", plain=small)
        other.write_bytes(plain.read_bytes())
        print(f"{many:,} triples; rdflib-endpoint, in memory, has {few:,}")
        servers = [
            peers.rightsgraph(folder, quads, many),
            peers.oxigraph(folder, plain, many),
            peers.rdflib_endpoint(folder, small, few),
        ]
        with peers.running(servers):
            virtuoso = peers.virtuoso(folder, other, many)
            if virtuoso is not None:
                servers.append(virtuoso)
            found: dict[str, dict[str, Figures]] = {}
            with peers.running(servers[3:]):
                for question in QUESTIONS[: options.questions]:
                    found[question.name] = {
                        peer.name: measure(peer, question, options.seconds, numbers)
                        for peer in servers
                    }
        names = [peer.name for peer in servers]
        for clients in numbers:
            print_table(found, names, clients)
        print_goals(found, names, numbers)
        keep(found, servers, numbers)
        if options.json:
            text = json.dumps(as_json(found, servers), indent=2)
            options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
