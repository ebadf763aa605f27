"""An imported table into the graph: one edit of the current snapshot, one new snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.errors import StoreBusyError
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.source_graphs import take_out

Progress = Callable[[str, int, int], None]

# The engine takes about six times the size of a file that it loads in bulk.
_FILE_BYTES: Final = 64 << 20


def publish(
    home: Home,
    graph: str,
    files: Iterable[Path],
    *,
    held: bool,
    union: bool,
    checked: bool,
    staging: Path,
    note: str,
    progress: Progress | None = None,
) -> Snapshot:
    """A snapshot with the graph of a table, published.

    Each bundle of rows is checked against the shapes on its own, so the snapshot is not checked as
    a whole again.

    Args:
        home: The folder of the snapshots.
        graph: IRI of the named graph of the table.
        files: N-Quads of that graph and of `graph/provenance`; they are gone afterwards.
        held: Whether the graph is there already, and is replaced.
        union: Whether the default graph is the union of the named graphs.
        checked: Whether the bundles of rows were checked against the shapes.
        staging: A folder for temporary files.
        note: A sentence for the list of snapshots.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        StoreBusyError: Another process has changed the graph meanwhile.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left.
    """
    named, plain = _together(list(files), staging, graphs=(graph, _provenance()), union=union)

    def load(store: ox.Store, parts: list[Path]) -> None:
        for part in parts:
            store.bulk_load(path=part, format=ox.RdfFormat.N_QUADS, lenient=True)
            part.unlink()

    def change(store: ox.Store) -> None:
        if store.contains_named_graph(ox.NamedNode(graph)) != held:
            raise StoreBusyError("Another process has changed the graph; please try again.")
        if held:
            take_out(store, [graph])
        # The copy is nobody's yet, so it may be filled file by file. The named graphs and their
        # union have different indexes, and are loaded side by side.
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(load, (store, store), (named, plain)))

    return home.edit(
        change,
        validate=False,
        checked=checked,
        # A new graph needs no comparing: its triples of the default graph are loaded too.
        graphs=[*([graph] if held else []), _provenance()],
        progress=progress,
        note=note,
    )


def _provenance() -> str:
    return iris.named_graph("provenance")


def _together(
    files: list[Path], staging: Path, *, graphs: tuple[str, ...], union: bool
) -> tuple[list[Path], list[Path]]:
    """The quads in few files, and the same without their graphs for the default graph."""
    named: list[Path] = []
    plain: list[Path] = []
    # In canonical N-Quads a line break inside a literal is escaped: this is the end of a line.
    ends = [f" <{graph}> .\n".encode() for graph in graphs]
    for file in files:
        if not named or named[-1].stat().st_size > _FILE_BYTES:
            named.append(staging / f"named-{len(named)}.nq")
            plain.append(staging / f"plain-{len(plain)}.nq")
        with named[-1].open("ab") as out, file.open("rb") as quads:
            shutil.copyfileobj(quads, out)
        if union:
            content = file.read_bytes()
            for end in ends:
                content = content.replace(end, b" .\n")
            with plain[-1].open("ab") as out:
                out.write(content)
        file.unlink()
    return named, plain if union else []
