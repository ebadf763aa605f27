"""How a large graph is handed out: the first byte, the pace, and the memory of all processes.

    python benchmarks/dump.py [--triples 1000000]

The whole graph is asked for by CONSTRUCT as N-Triples and by the Graph Store Protocol as Turtle and
N-Quads (a million triples are some 150 MB), from a running rightsgraph, and by CONSTRUCT from
`oxigraph serve` on the same triples; then the dump as compressed N-Quads, while it is made and once
more from its file. Memory is the largest resident size seen of the server and of
its workers together, over that before the download.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import examplia
import peers
from peers import Peer
from results import compare

TITLE: Final = "Handing out the whole graph"
SMOKE: Final = ("--triples", "5000")
QUICK: Final = ("--triples", "300000")
RESULTS: Final = ("dump",)
GOAL_SECONDS = 1.0
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


def resident(pid: int) -> float:
    """Resident memory of a process and its children, in MiB."""
    total = 0.0
    for each in (pid, *children(pid)):
        try:
            status = Path(f"/proc/{each}/status").read_text(encoding="ascii")
        except OSError:
            continue
        said = status.partition("VmRSS:")[2].split()
        total += int(said[0]) / 1024 if said else 0  # a process that has ended says nothing
    return total


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(each) for task in tasks for each in task.read_text(encoding="ascii").split()]


def download(peer: Peer, target: str, accept: str) -> tuple[float, float, int, float] | None:
    """Seconds to the first byte of the body and to the last, bytes, and MiB of memory more.

    Nothing when there is no such thing at the address.
    """
    before = most = resident(peer.process.pid)
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.05):
            most = max(most, resident(peer.process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=600)
    begin = time.perf_counter()
    connection.request("GET", target, headers={"Accept": accept})
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - begin
    while block := answer.read(1_048_576):
        size += len(block)
    last = time.perf_counter() - begin
    done.set()
    watcher.join()
    if answer.status != 200:
        return None
    return first, last, size, most - before


def dump_of(peer: Peer) -> str:
    """The path of the dump as compressed N-Quads."""
    with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/dumps/index.json") as answer:
        path: str = json.load(answer)["dumps"][0]["href"]
        return path


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)
        quads, plain = folder / "quads.nq", folder / "plain.nt"
        triples = examplia.write(options.triples, quads=quads, plain=plain)
        ours = peers.rightsgraph(folder, quads, triples)
        theirs = peers.oxigraph(folder, plain, triples)
        construct = "?" + urlencode({"query": CONSTRUCT})
        print(f"{triples:,} triples")
        print(f"{'':40}{'first byte s':>13}{'all s':>8}{'MB':>8}{'MiB more':>10}")
        taken: dict[str, float] = {}
        with peers.running([ours, theirs]):
            for peer, target, accept in (
                (theirs, theirs.path + construct, "application/n-triples"),
                (ours, ours.path + construct, "application/n-triples"),
                (ours, "/store?default", "text/turtle"),
                (ours, "/store", "application/n-quads"),
                (ours, dump_of(ours), "made/while it is sent"),
                (ours, dump_of(ours), "sent/from its file"),
            ):
                found = download(peer, target, accept)
                path = "/dumps/" if target.startswith("/dumps/") else target.partition("?query")[0]
                words = f"{peer.name} {path} {accept.rpartition('/')[2]}"
                if found is None:
                    print(f"{words:<40} is not served")
                    continue
                first, last, size, more = found
                if accept == "application/n-triples":
                    taken[peer.name] = last
                met = "" if peer is theirs or first < GOAL_SECONDS else "  MISSED"
                print(f"{words:<40}{first:>13.3f}{last:>8.1f}{size / 1e6:>8.0f}{more:>10.0f}{met}")
        compare(
            "dump",
            f"{triples:,} triples by CONSTRUCT as N-Triples, over HTTP",
            peer=f"{theirs.name} {theirs.version}",
            unit="s",
            ours=[taken[ours.name]],
            theirs=[taken[theirs.name]],
        )
        print(f"goal: the first byte in under {GOAL_SECONDS:g} s, memory flat")


if __name__ == "__main__":
    main()
