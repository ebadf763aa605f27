"""Commands that keep the graph: build, validate, export, dumps, push, snapshots."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import (
    ExportFormat,
    HomeOption,
    ListFormat,
    OutputOption,
    SnapshotOption,
    destination,
    home_of,
    place_of,
)
from rightsgraph.errors import InputError, ProjectionError, SnapshotDamagedError, StoreError
from rightsgraph.library import open_graph
from rightsgraph.settings import get_settings
from rightsgraph.store import Home, Source, bundled_sources
from rightsgraph.store import dumps as dumping
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
        typer.Option("--only-bundled", help="Leave out the documents that were ingested."),
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
    ingested and reviews stay in the graph.

    **Examples**

        rightsgraph build
        rightsgraph build more.trig --home ./graph
        rightsgraph build --only-bundled
        rightsgraph build --empty --home ./scratch
    """
    store = home_of(home, context)
    if empty:
        _build_empty(store, paths, anew=anew)
        return
    sources = [*bundled_sources(), *(Source.file(path) for path in paths or [])]
    leaving = _leaving(store) if only_bundled else ""
    if not anew and not leaving and store.is_built_from(sources):
        current = store.current()
        terminal.say(f"Nothing has changed: {current.id}, {current.quads:,} quads in {store.path}")
        return
    with terminal.working("Building the graph") as progress:
        snapshot = store.build(
            sources, validate=validate, keep_ingested=not only_bundled, progress=progress
        )
    kept = snapshot.manifest.carried
    said = f"; kept {_documents(kept)}" if kept else leaving
    terminal.say(f"Published {snapshot.id}: {snapshot.quads:,} quads in {store.path}{said}")


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
            validate=False,
            progress=progress,
        )
    terminal.say(f"Published {snapshot.id}: {snapshot.quads:,} quads in {store.path}")


def _leaving(store: Home) -> str:
    """What to say of the ingested documents that a build leaves out; empty without any."""
    try:
        number = store.ingested_documents()
    except StoreError:
        return "; left out what was ingested, which cannot be read"
    return f"; left out {_documents(number)}" if number else ""


def _documents(number: int) -> str:
    return f"{number:,} ingested document{'s' * (number != 1)}"


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


def export(
    context: typer.Context,
    output_format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="trig and nquads keep the named graphs.")
    ] = ExportFormat.TRIG,
    graph: Annotated[
        str | None,
        typer.Option("--graph", help="Only this named graph: its IRI or its name after graph/."),
    ] = None,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Write the whole graph, or one named graph of it.

    `turtle` has no named graphs: it holds the union of them. `jsonld` keeps them.

    **Examples**

        rightsgraph export --format nquads -o graph.nq
        rightsgraph export --format turtle --graph 2015-10-29-joint-letter-dprk
    """
    with (
        open_graph(place_of(home, context), snapshot=snapshot) as opened,
        destination(output) as out,
    ):
        opened.export(out, str(output_format), graph=graph)


def dumps(
    context: typer.Context,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Make the files with the whole graph that the server hands out at /dumps/.

    The server makes each by itself when it is first asked for; after this it need not. Without
    `--snapshot` it is the current snapshot whose files are made.

    **Example**

        rightsgraph build && rightsgraph dumps
    """
    store = home_of(home, context)
    chosen = store.snapshot(snapshot) if snapshot else store.current()
    for name in dumping.DUMPS:
        made = dumping.find(chosen, name)
        if made is None:
            with terminal.working("Writing the graph"):
                draft = dumping.folder_of(chosen) / f"{dumping.DRAFT}{token_hex(8)}"
                made = dumping.make(chosen, name, draft)
        terminal.say(f"{made.path}: {made.size:,} bytes, sha256 {made.sha256}")


def push(
    context: typer.Context,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Write a snapshot to the store on another server that the settings name.

    RIGHTSGRAPH_STORE is its endpoint for queries; it is written to by RIGHTSGRAPH_STORE_GRAPHS
    (Graph Store Protocol) or, without that, by RIGHTSGRAPH_STORE_UPDATE. Graphs that are there
    already are not sent again. When a push was broken off, the next one goes on from there.

    **Example**

        rightsgraph build && rightsgraph push
    """
    from rightsgraph.store.remote.endpoint import Endpoint  # the client for HTTP is slow to load
    from rightsgraph.store.remote.pushing import push as run

    endpoint = Endpoint.of(get_settings())
    store = home_of(home, context)
    chosen = store.snapshot(snapshot) if snapshot else store.current()
    with terminal.working("Writing to the store") as progress:
        done = run(chosen, endpoint, progress=progress)
    terminal.say(
        f"{endpoint.name} holds {done.state}: {done.written} graphs written "
        f"({done.triples:,} triples), {done.kept} were there, {done.removed} removed"
    )


def snapshots(
    context: typer.Context,
    rollback: Annotated[
        str | None, typer.Option(help="Make this snapshot the current one again.", metavar="ID")
    ] = None,
    prune: Annotated[
        int | None,
        typer.Option(help="Keep the newest N and the current one, remove the others.", min=1),
    ] = None,
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
    if prune:
        removed = store.prune(prune)
        terminal.say(f"{len(removed)} snapshot{'s' * (len(removed) != 1)} removed.")
    if rebuild_projection:
        with terminal.working("Making the tables"):
            made = store.rebuild_projection()
        terminal.say(f"The tables of {made.id} are made anew.")
    if check:
        _check(store)
    if rollback or prune or check or rebuild_projection:
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
