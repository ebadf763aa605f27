"""Described documents into the graph: one edit of the current snapshot, one new snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from rightsgraph.errors import StoreBusyError
from rightsgraph.ingestion.loading import Loaded, load
from rightsgraph.ingestion.report import Outcome
from rightsgraph.ingestion.staging import staging_folder
from rightsgraph.iris import named_graph
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.publishing import Progress
from rightsgraph.store.source_graphs import take_out, take_out_checked


def publish(
    home: Home,
    outcomes: list[Outcome],
    *,
    held: frozenset[str],
    staging: Path,
    ahead: Loaded | None = None,
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
        ahead: A copy of the current snapshot with the quads of some of the documents.
        checked: Whether each graph has been checked against the shapes.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        StoreBusyError: Another process has changed the graph meanwhile.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left.
    """
    replaced = [outcome.graph for outcome in outcomes if outcome.graph in held]

    def change(store: ox.Store) -> None:
        there = ahead.graphs if ahead is not None and store is ahead.copy.store else frozenset()
        left = [outcome for outcome in outcomes if outcome.graph not in there]
        added = [outcome.graph for outcome in left if outcome.graph not in held]
        if any(store.contains_named_graph(ox.NamedNode(graph)) for graph in added):
            raise StoreBusyError("Another process has changed the graph; please try again.")
        take_out(store, replaced)
        load(store, left, staging)

    count = len(outcomes)
    return home.edit(
        change,
        begun=ahead.copy if ahead is not None else None,
        validate=False,
        checked=checked,
        # The new graphs need no comparing: their triples of the default graph are loaded too.
        graphs=[*replaced, named_graph("provenance")],
        progress=progress,
        note=f"{count} document{'s' * (count != 1)} ingested",
    )


def withdraw(home: Home, graphs: Iterable[str], *, progress: Progress | None = None) -> Snapshot:
    """A snapshot without the graphs of some documents, published.

    It counts as validated when the one before it does and what the documents leave behind still
    conforms to the shapes. It is published either way: nobody is kept from taking out a document.

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
    with staging_folder(home) as scratch:
        return _without(home, gone, scratch, progress)


def _without(home: Home, gone: list[str], scratch: Path, progress: Progress | None) -> Snapshot:
    checked = home.current().manifest.validated

    def change(store: ox.Store) -> bool:
        if checked:
            return take_out_checked(store, gone, scratch)
        take_out(store, gone)
        return False

    return home.edit(
        change,
        validate=False,
        checked=True,
        graphs=[*gone, named_graph("provenance")],
        progress=progress,
        note=f"{len(gone)} document{'s' * (len(gone) != 1)} removed",
    )
