"""What the tests of snapshots make and look at."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from rightsgraph.store import Snapshot

BASE = "https://w3id.org/rightsgraph/"
NOWHERE = ox.DefaultGraph()
STATISTICS = ox.NamedNode(BASE + "graph/statistics")


def quads_file(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + " .\n" for line in lines))
    return path


def one(path: Path, name: str = "a") -> Path:
    return quads_file(path / f"{name}.nq", f"<x:{name}> <x:p> <x:b> <x:{name}g>")


def insert(subject: str, graph: str = "x:g") -> Callable[[ox.Store], object]:
    return lambda store: store.update(
        f"INSERT DATA {{ GRAPH <{graph}> {{ <{subject}> <x:p> <x:o> }} }}"
    )


def subjects(snapshot: Snapshot) -> set[str]:
    """The subjects of the named graphs but for the statistics, without `x:`."""
    store = snapshot.open()
    return {
        quad.subject.value.removeprefix("x:")
        for quad in store
        if quad.graph_name not in {NOWHERE, STATISTICS} and isinstance(quad.subject, ox.NamedNode)
    }


def assert_union(snapshot: Snapshot) -> None:
    """The default graph is the union of the named graphs, and the manifest counts them."""
    named: set[ox.Triple] = set()
    counts: dict[str, int] = {}
    default = set()
    for quad in snapshot.open():
        if isinstance(quad.graph_name, ox.DefaultGraph):
            default.add(quad.triple)
        else:
            assert isinstance(quad.graph_name, ox.NamedNode)
            named.add(quad.triple)
            counts[quad.graph_name.value] = counts.get(quad.graph_name.value, 0) + 1
    assert default == named
    assert snapshot.graphs == counts
    assert snapshot.quads == sum(counts.values())
