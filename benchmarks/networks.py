"""Measures of a network of a million citations, beside plain networkx.

    python benchmarks/networks.py [--documents N] [--edges N] [--rounds N] [--peer-seconds N]

Each measure runs in a process of its own, ours and networkx in turn, with at most 4 GiB of address
space. What is timed is the measure with all that it needs once the graph is there, as networkx has
it. That both say the same is checked by the tests, on small graphs.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np

from citing_documents import SEED, citations
from results import compare
from rightsgraph.networks.matrices import Matrices
from rightsgraph.networks.measures import MEASURES

TITLE: Final = "Measures of networks"
SMOKE: Final = ("--documents", "300", "--edges", "900", "--rounds", "1", "--here")
QUICK: Final = ("--documents", "40000", "--edges", "200000", "--rounds", "1")
RESULTS: Final = ("pagerank", "components", "core", "leiden")
GOAL_SECONDS: Final = 30.0
MEMORY: Final = 4 * 1024**3


def _cores(graph: nx.DiGraph) -> None:
    nx.core_number(graph.to_undirected())


def _components(graph: nx.DiGraph) -> None:
    for _ in (*nx.weakly_connected_components(graph), *nx.strongly_connected_components(graph)):
        pass


def _louvain(graph: nx.DiGraph) -> None:
    nx.community.louvain_communities(graph.to_undirected(), seed=1)


# The names of our measures, and what networkx does for the same.
PEERS: Final[dict[str, Callable[[nx.DiGraph], object]]] = {
    "pagerank": nx.pagerank,
    "components": _components,
    "core": _cores,
    "leiden": _louvain,
}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-seconds", type=float, default=300, help="the peer is ended then")
    parser.add_argument("--here", action="store_true", help="in this process, without a bound")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        print(json.dumps(_one(*given.one)))
        return
    print(f"{given.documents:,} documents, {given.edges:,} citations; a process has 4 GiB")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edges.npy"
        np.save(file, np.array(citations(given.documents, given.edges, SEED), np.int32))
        for name in PEERS:
            _compare(name, file, given.rounds, given.peer_seconds, here=given.here)


def _compare(name: str, file: Path, rounds: int, peer_seconds: float, *, here: bool) -> None:
    ours: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    for _ in range(rounds):
        made = _one("rightsgraph", name, str(file)) if here else _run("rightsgraph", name, file)
        if made is None:
            raise SystemExit(f"{name} failed")
        ours.append(made)
        if len(theirs) < len(ours) - 1:
            continue  # once is enough for what does not come to its end
        peer = (
            _one("networkx", name, str(file))
            if here
            else _run("networkx", name, file, peer_seconds)
        )
        if peer:
            theirs.append(peer)
    mine = [each["seconds"] for each in ours]
    others = [each["seconds"] for each in theirs] or [peer_seconds] * rounds
    ended = "" if theirs else f"networkx was ended after {peer_seconds:.0f} s or 4 GiB"
    compare(
        name,
        f"{MEASURES[name].title} of a network, within {GOAL_SECONDS:.0f} s and 4 GiB",
        peer=f"networkx {nx.__version__}" + (" (Louvain)" if name == "leiden" else ""),
        unit="s",
        ours=mine[: len(others)],
        theirs=others,
        remark=ended,
    )
    line = f"  {name:12}{statistics.median(mine):8.2f} s {max(e['mib'] for e in ours):6.0f} MiB"
    if theirs:
        line += f"   networkx {statistics.median(others):8.2f} s"
        line += f" {max(e['mib'] for e in theirs):6.0f} MiB"
        line += f"   x {statistics.median(others) / statistics.median(mine):.1f}"
    word = "met" if max(mine) <= GOAL_SECONDS else "MISSED"
    print(f"{line}   {ended}   goal {GOAL_SECONDS:.0f} s: {word}", flush=True)


def _run(who: str, name: str, file: Path, seconds: float | None = None) -> dict[str, float] | None:
    """Time and memory of one measure in a process of its own; none when it did not come to its end.

    Args:
        who: `rightsgraph` or `networkx`.
        name: The measure.
        file: The edges.
        seconds: How long it may take once the graph is there.
    """
    command = [sys.executable, __file__, "--one", who, name, str(file)]
    limit = None if seconds is None else seconds + 60
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print("\n".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found if seconds is None or found["seconds"] <= seconds else None


def _one(who: str, name: str, file: str) -> dict[str, float]:
    """Seconds of one measure, and the most memory that this process has had, in MiB."""
    graph: Any = nx.DiGraph()
    # Our networks have text for nodes, and weights.
    for citing, cited in np.load(file).tolist():
        graph.add_edge(str(citing), str(cited), weight=1)
    begun = time.perf_counter()
    if who == "networkx":
        PEERS[name](graph)
    else:
        MEASURES[name].compute(Matrices(graph), 1)
    seconds = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "mib": most}


if __name__ == "__main__":
    main()
