"""Described documents into the graph: one edit of the current snapshot, one new snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import StoreBusyError
from rightsgraph.ingestion.report import Outcome
from rightsgraph.iris import named_graph
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.publishing import Progress
from rightsgraph.store.source_graphs import take_out

# The engine takes about six times the size of a file that it loads in bulk.
_FILE_BYTES: Final = 32 << 20


def publish(
    home: Home,
    outcomes: list[Outcome],
    *,
    held: frozenset[str],
    staging: Path,
    checked: bool = False,
    progress: Progress | None = None,
) -> Snapshot:
    """A snapshot with the graphs of described documents, published.

    Where each graph has been checked against the shapes on its own, the snapshot is not checked
    as a whole again, which would take the longer the more there is already: it counts as
    validated when the one before it does.

    Args:
        home: The folder of the snapshots.
        outcomes: The documents, with the files of their quads.
        held: IRIs of the graphs that the current snapshot has.
        staging: A folder for the quads together.
        checked: Whether each graph has been checked against the shapes.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        StoreBusyError: Another process has changed the graph meanwhile.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left.
    """
    files = _together(outcomes, staging)
    replaced = [outcome.graph for outcome in outcomes if outcome.graph in held]
    added = [outcome.graph for outcome in outcomes if outcome.graph not in held]

    def change(store: ox.Store) -> None:
        if any(store.contains_named_graph(ox.NamedNode(graph)) for graph in added):
            raise StoreBusyError("Another process has changed the graph; please try again.")
        take_out(store, replaced)
        # The copy is nobody's yet, so it may be filled file by file.
        for file in files:
            store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)

    count = len(outcomes)
    return home.edit(
        change,
        validate=False,
        checked=checked,
        # The new graphs need no comparing: their triples of the default graph are loaded too.
        graphs=[*replaced, named_graph("provenance")],
        progress=progress,
        note=f"{count} document{'s' * (count != 1)} ingested",
    )


def _together(outcomes: list[Outcome], staging: Path) -> list[Path]:
    """The quads of all documents in few files, each of a size that the engine takes in easily."""
    files: list[Path] = []
    at = 0
    while at < len(outcomes):
        file = staging / f"together-{len(files)}.nq"
        with file.open("wb") as out:
            while at < len(outcomes) and out.tell() < _FILE_BYTES:
                path = Path(outcomes[at].file)
                with path.open("rb") as quads:
                    shutil.copyfileobj(quads, out)
                path.unlink()
                at += 1
        files.append(file)
    return files


def withdraw(home: Home, graphs: Iterable[str], *, progress: Progress | None = None) -> Snapshot:
    """A snapshot without the graphs of some documents, published.

    Args:
        home: The folder of the snapshots.
        graphs: IRIs of the graphs.
        progress: As for `publish`.

    Raises:
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left.
    """
    gone = list(graphs)
    return home.edit(
        lambda store: take_out(store, gone),
        validate=False,
        graphs=[*gone, named_graph("provenance")],
        progress=progress,
        note=f"{len(gone)} document{'s' * (len(gone) != 1)} removed",
    )
