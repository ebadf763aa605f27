"""The bundled data from files to a published snapshot, beside rdflib and pyshacl on the same data.

    python benchmarks/build.py [--rounds 5]

In each round one process builds as `rightsgraph build` does: reads the ontology, the authority
tables and the letters, loads them, derives the union and the statistics, checks the shapes, and
publishes. Another process parses the same graph from N-Quads with rdflib and checks the same shapes
with pyshacl, which is what one would write without us; it stores nothing. Whole processes are
timed, start included; reported are medians and the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Final

from results import compare
from rightsgraph.settings import resource_path
from rightsgraph.store import Home, bundled_sources
from rightsgraph.store.exporting import write_graph

TITLE: Final = "Building the graph of the bundled data"
# Building is tested all over, and validation.py runs the same peer.
SMOKE: Final = None
QUICK: Final = ("--rounds", "3")
RESULTS: Final = ("build",)
OURS = """
import sys
from rightsgraph.store import Home, bundled_sources
Home(sys.argv[1]).build(bundled_sources(), validate=True)
"""
PEER = """
import sys
import pyshacl, rdflib
data = rdflib.Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
shapes = rdflib.Graph().parse(sys.argv[2])
conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes)
assert conforms
"""


def seconds(*arguments: str | Path) -> float:
    """How long a Python program takes as a whole process."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", *map(str, arguments)], check=True)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshot = Home(folder / "first").build(bundled_sources(), validate=False)
        with (folder / "graph.nq").open("wb") as out:
            write_graph(snapshot, out, "nquads")
        shapes = resource_path("ontology") / "shapes.ttl"
        ours, peer = [], []
        for number in range(rounds):
            ours.append(seconds(OURS, folder / f"home-{number}"))
            peer.append(seconds(PEER, folder / "graph.nq", shapes))
    compare(
        "build",
        "the bundled data from files to a validated snapshot, as a whole process",
        peer=f"rdflib {version('rdflib')} and pyshacl {version('pyshacl')}",
        unit="s",
        ours=ours,
        theirs=peer,
        remark="the peer parses and checks the same graph and stores nothing",
    )
    ratios = [theirs / mine for mine, theirs in zip(ours, peer, strict=True)]
    print(f"quads in the snapshot                          {snapshot.quads:>10,}")
    print(f"rightsgraph build, validated and published  s  {statistics.median(ours):>10.2f}")
    print(f"rdflib parse and pyshacl, nothing stored    s  {statistics.median(peer):>10.2f}")
    print(
        f"rdflib and pyshacl / rightsgraph               {statistics.median(ratios):>10.2f}"
        f"  ({min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
