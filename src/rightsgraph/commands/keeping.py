"""Commands that keep the graph: build, validate, snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import (
    HomeOption,
    ListFormat,
    home_of,
)
from rightsgraph.errors import InputError, ProjectionError, SnapshotDamagedError, StoreError
from rightsgraph.settings import get_settings
from rightsgraph.store import Home, Source, bundled_sources, carrying
from rightsgraph.store.compaction import compact as compact_snapshot
from rightsgraph.store.projection import Projection
from rightsgraph.store.sources import validate_files


def build(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="More RDF files to load beside the bundled data.", show_default=False),
    ] = None,
    home: HomeOption = None,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate/--no-validate",
            help="Check the data against the SHACL shapes before it is published.",
        ),
    ] = True,
    anew: Annotated[
        bool, typer.Option("--anew", help="Build even if the data has not changed.")
    ] = False,
    only_bundled: Annotated[
        bool,
        typer.Option(
            "--only-bundled",
            help="Leave out the documents that were ingested, and what was written over HTTP.",
        ),
    ] = False,
    discard_written: Annotated[
        bool,
        typer.Option("--discard-written", help="Leave out what was written over HTTP."),
    ] = False,
    empty: Annotated[
        bool,
        typer.Option(
            "--empty",
            help="An empty graph for general use: a default graph of its own, no bundled data.",
        ),
    ] = False,
) -> None:
    """Build the graph from the bundled data, and publish it as a new snapshot.

    When the current snapshot goes back to the same data, nothing is done. Documents that were
    ingested, named graphs that were written over HTTP, and reviews stay in the graph. When the data
    says otherwise what was written over HTTP, nothing is built: export it, or discard it.

    **Examples**

        rightsgraph build
        rightsgraph build more.trig --home ./graph
        rightsgraph build --only-bundled
        rightsgraph build --discard-written
        rightsgraph build --empty --home ./scratch
    """
    store = home_of(home, context)
    if empty:
        _build_empty(store, paths, anew=anew)
        return
    sources = [*bundled_sources(), *(Source.file(path) for path in paths or [])]
    leaving = _leaving(store, ingested=only_bundled, written=only_bundled or discard_written)
    if not anew and not leaving and store.is_built_from(sources):
        current = store.current()
        remade = "; its tables were made anew" if _remake_tables(store) else ""
        terminal.say(
            f"Nothing has changed: {current.id}, {current.quads:,} quads in {store.path}{remade}"
        )
        return
    with terminal.working("Building the graph") as progress:
        snapshot = store.build(
            sources,
            validate=validate,
            keep_ingested=not only_bundled,
            keep_written=not (only_bundled or discard_written),
            progress=progress,
        )
    kept = _listed(snapshot.manifest.carried, len(snapshot.manifest.written))
    said = f"; kept {kept}" if kept else ""
    terminal.say(
        f"Published {snapshot.id}: {snapshot.quads:,} quads in {store.path}{said}{leaving}"
    )


def _remake_tables(store: Home) -> bool:
    """Whether the tables of the current snapshot had to be made anew: another version made them."""
    if not get_settings().projection:
        return False
    try:
        Projection(store.current()).close()
    except ProjectionError:
        store.rebuild_projection()
        return True
    return False


def _build_empty(store: Home, paths: list[Path] | None, *, anew: bool) -> None:
    """Publish a snapshot that holds nothing but the files, if any."""
    if store.snapshots() and not anew:
        raise InputError(
            f"There is a graph in {store.path} already.",
            remedy="Choose another folder with --home, or say --anew; the snapshots that are there "
            "stay.",
        )
    with terminal.working("Building the graph") as progress:
        snapshot = store.build(
            [Source.file(path) for path in paths or []],
            union=False,
            statistics=False,
            keep_ingested=False,
            keep_written=False,
            validate=False,
            progress=progress,
        )
    terminal.say(f"Published {snapshot.id}: {snapshot.quads:,} quads in {store.path}")


def _leaving(store: Home, *, ingested: bool, written: bool) -> str:
    """What to say of what a build leaves out; empty when that is nothing."""
    if not (ingested or written):
        return ""
    try:
        kept = carrying.kept(store.current)
    except StoreError:
        return "; left out what was ingested or written, which cannot be read"
    documents = len(kept.ingested.graphs) if ingested and kept.ingested else 0
    left = _listed(documents, len(kept.written.graphs) if written and kept.written else 0)
    return f"; left out {left}" if left else ""


def _listed(documents: int, graphs: int) -> str:
    """Numbers of documents and graphs in words; empty without any."""
    ingested = f"{documents:,} ingested document{'s' * (documents != 1)}" if documents else ""
    written = f"{graphs:,} graph{'s' * (graphs != 1)} written over HTTP" if graphs else ""
    return " and ".join(filter(None, (ingested, written)))


def validate(
    files: Annotated[list[Path], typer.Argument(help="RDF files: .ttl .trig .nt .nq .rdf .jsonld")],
) -> None:
    """Check RDF files: that they parse, and that the data has what the shapes ask for.

    The files are checked together with the bundled ontology and authorities. The exit status is
    0 when they conform and 1 when they do not.

    **Example**

        rightsgraph validate data/letters/*.trig
    """
    with terminal.working("Checking"):
        report = validate_files(files)
    report.raise_if_failed()
    terminal.say(f"{len(files)} file{'s' * (len(files) != 1)} conform{'s' * (len(files) == 1)}.")


def snapshots(
    context: typer.Context,
    rollback: Annotated[
        str | None, typer.Option(help="Make this snapshot the current one again.", metavar="ID")
    ] = None,
    prune: Annotated[
        int | None,
        typer.Option(help="Keep the newest N and the current one, remove the others.", min=1),
    ] = None,
    compact: Annotated[
        bool,
        typer.Option("--compact", help="Publish the current state anew in as few files as it can."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Read every file and compare it with what was published."),
    ] = False,
    rebuild_projection: Annotated[
        bool,
        typer.Option(
            "--rebuild-projection",
            help="Make the tables for lists and search of the current snapshot anew.",
        ),
    ] = False,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f")] = ListFormat.TABLE,
    home: HomeOption = None,
) -> None:
    """List the snapshots, check them, go back to one, or remove old ones.

    With `--check` the exit status is 1 when a snapshot is damaged.

    **Examples**

        rightsgraph snapshots
        rightsgraph snapshots --rollback 20261123T1702
        rightsgraph snapshots --prune 3
        rightsgraph snapshots --check
        rightsgraph snapshots --rebuild-projection
    """
    store = home_of(home, context)
    if rollback:
        terminal.say(f"{store.rollback(rollback).id} is the current snapshot again.")
    if compact:
        with terminal.working("Compacting") as progress:
            packed = compact_snapshot(store, progress=progress)
        terminal.say(f"{packed.id} holds the same in {len(packed.manifest.files)} files.")
    if prune:
        removed = store.prune(prune)
        terminal.say(f"{len(removed)} snapshot{'s' * (len(removed) != 1)} removed.")
    if rebuild_projection:
        with terminal.working("Making the tables"):
            made = store.rebuild_projection()
        terminal.say(f"The tables of {made.id} are made anew.")
    if check:
        _check(store)
    if rollback or compact or prune or check or rebuild_projection:
        return
    terminal.show_snapshots(store.snapshots(), as_json=output_format is ListFormat.JSON)


def _check(store: Home) -> None:
    """Say of each snapshot whether it is whole."""
    found = store.check()
    for name, error in found.items():
        terminal.say(f"{name}: {error.message if error else 'whole'}")
    tables = [error for error in found.values() if isinstance(error, ProjectionError)]
    damaged = [
        name for name, error in found.items() if error and not isinstance(error, ProjectionError)
    ]
    if damaged:
        raise SnapshotDamagedError(
            f"{len(damaged)} of {len(found)} snapshots cannot be relied on: {', '.join(damaged)}.",
            snapshots=damaged,
        )
    if tables:
        raise tables[0]
