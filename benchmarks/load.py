"""How long a snapshot of a million quads takes, beside the bare `bulk_load` of the engine.

    python benchmarks/load.py [--quads N] [--rounds N]

In each round the same file is loaded by pyoxigraph alone, then published as a snapshot with a
plain default graph (the same work for the engine, so the ratio is the price of snapshots: counts,
statistics, digests, manifest, fsync; the tables for lists are left out, benchmarks/projection.py
measures them), then as a snapshot whose default graph is the union of the
named graphs. SHACL is left out; benchmarks/validation.py measures it. Last, one document is
replaced in the large snapshot, with and without saying which graph changes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO

import pyoxigraph as ox

from results import compare
from rightsgraph.iris import VOCABULARY_BASE, base, named_graph
from rightsgraph.store import Home
from rightsgraph.vocabulary import RDF, XSD, Dcterms, Rg

TITLE: Final = "Publishing a million quads"
SMOKE: Final = ("--quads", "5000", "--rounds", "1")
QUICK: Final = ("--quads", "200000")
RESULTS: Final = ("load plain", "load union")
GOAL = 1.1
PER_DOCUMENT = 200


def recommendations(count: int, out: TextIO) -> None:
    """Write recommendations of ten quads each as N-Quads, 200 to a document and named graph."""
    for number in range(count):
        slug = f"generated-{number // PER_DOCUMENT}"
        document, graph = f"{base()}id/letter/{slug}", f"<{base()}graph/{slug}>"
        subject = f"<{document}#recommendation-{number}>"
        for name, value in (
            (RDF + "type", f"<{Rg.Recommendation}>"),
            (Dcterms.isPartOf, f"<{document}>"),
            (Rg.saidBy, f"<{base()}id/body/body-{number % 97}>"),
            (Rg.addressedTo, f"<{base()}id/state/S{number % 193}>"),
            (Rg.asksFor, f"<{VOCABULARY_BASE}action/action-{number % 40}>"),
            (Rg.summary, f'"Recommendation {number} asks the State to do what it promised."@en'),
            (Rg.basedOn, f"<{base()}id/un/A/HRC/{number % 60}/{number % 83}#para-{number % 120}>"),
            (Rg.confidence, f'"0.{number % 10}"^^<{XSD}decimal>'),
            (Rg.order, f'"{number}"^^<{XSD}integer>'),
            (Rg.rule, '"curated"'),
        ):
            out.write(f"{subject} <{name}> {value} {graph} .\n")


def timed(work: Callable[[], object]) -> float:
    """How long the work takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_load(path: Path, folder: Path) -> None:
    """Load a file by the engine alone, down to the disk."""
    store = ox.Store(str(folder))
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    store.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    os.environ["RIGHTSGRAPH_PROJECTION"] = "no"
    times: dict[str, list[float]] = {"bare": [], "plain": [], "union": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.nq"
        with source.open("w", encoding="utf-8") as file:
            recommendations(arguments.quads // 10, file)
        home = Home(folder / "home")
        for number in range(arguments.rounds):
            bare = folder / f"bare-{number}"
            times["bare"].append(timed(lambda bare=bare: bare_load(source, bare)))  # type: ignore[misc]
            for kind in ("plain", "union"):
                times[kind].append(
                    timed(
                        lambda kind=kind: home.build(  # type: ignore[misc]
                            [source], validate=False, union=kind == "union"
                        )
                    )
                )
            home.prune(1)
        print(f"{arguments.quads:,} quads, median of {arguments.rounds} rounds")
        medians = {kind: statistics.median(values) for kind, values in times.items()}
        for kind, words in (
            ("bare", "pyoxigraph bulk_load and flush"),
            ("plain", "snapshot, plain default graph"),
            ("union", "snapshot, default graph the union"),
        ):
            ratio = medians[kind] / medians["bare"]
            print(f"  {words:36}{medians[kind]:8.2f} s   x {ratio:.2f}")
            if kind != "bare":
                compare(
                    f"load {kind}",
                    f"{arguments.quads:,} quads to a published {words}",
                    peer=f"pyoxigraph {ox.__version__}, bulk_load alone",
                    unit="s",
                    ours=times[kind],
                    theirs=times["bare"],
                    goal=1 / GOAL if kind == "plain" else None,
                    remark="the peer counts, checks and makes nothing, so this is the price of "
                    + ("a snapshot" if kind == "plain" else "a snapshot and of its union"),
                )
        met = medians["plain"] <= GOAL * medians["bare"]
        print(f"  goal, plain against bare: at most x {GOAL}: {'met' if met else 'MISSED'}")
        graph = named_graph("generated-1")
        change = f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s <urn:none> ?o }} }} ; " + (
            f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:new> <urn:p> 1 }} }}"
        )
        for words, graphs in (("graph named", [graph]), ("graphs unknown", None)):
            seconds = timed(
                lambda graphs=graphs: home.edit(  # type: ignore[misc]
                    lambda store: store.update(change), validate=False, graphs=graphs
                )
            )
            print(f"  {'edit of one document, ' + words:36}{seconds:8.2f} s")


if __name__ == "__main__":
    main()
