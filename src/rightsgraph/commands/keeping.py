"""Commands that keep the graph: build, validate, export, snapshots."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import (
    ExportFormat,
    HomeOption,
    ListFormat,
    OutputOption,
    SnapshotOption,
    home_of,
    unwritable,
)
from rightsgraph.store import bundled_sources, check_files, write_graph


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
) -> None:
    """Build the graph from the bundled data and publish it as a new snapshot.

    **Examples**

        rightsgraph build
        rightsgraph build more.trig --home ./graph
    """
    store = home_of(home, context)
    sources = [*bundled_sources(), *check_files(paths or [])]
    with terminal.working("Building the graph"):
        snapshot, fresh = store.build_if_changed(sources, validate=validate)
    what = "Published" if fresh else "Nothing has changed; the current snapshot is"
    terminal.say(f"{what} {snapshot.id}: {snapshot.quads:,} quads in {store.path}")


def validate(
    files: Annotated[list[Path], typer.Argument(help="RDF files: .ttl .trig .nt .nq .rdf .jsonld")],
) -> None:
    """Check RDF files: that they parse, and that the data has what the shapes ask for.

    The files are checked together with the bundled ontology and authorities. The exit status is
    0 when they conform and 1 when they do not.

    **Example**

        rightsgraph validate data/letters/*.trig
    """
    from rightsgraph.store import validate_files  # loads the SHACL engine

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
    store = home_of(home, context)
    chosen = store.snapshot(snapshot) if snapshot else store.current()
    if output is None:
        write_graph(chosen, sys.stdout.buffer, str(output_format), graph=graph)
        sys.stdout.flush()
        return
    try:
        with output.open("wb") as file:
            write_graph(chosen, file, str(output_format), graph=graph)
    except OSError as error:
        raise unwritable(output, error) from error


def snapshots(
    context: typer.Context,
    rollback: Annotated[
        str | None, typer.Option(help="Make this snapshot the current one again.", metavar="ID")
    ] = None,
    prune: Annotated[
        int | None,
        typer.Option(help="Keep the newest N and the current one, remove the others.", min=1),
    ] = None,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f")] = ListFormat.TABLE,
    home: HomeOption = None,
) -> None:
    """List the snapshots, go back to one, or remove old ones.

    **Examples**

        rightsgraph snapshots
        rightsgraph snapshots --rollback 20261123T1702
        rightsgraph snapshots --prune 3
    """
    store = home_of(home, context)
    if rollback:
        terminal.say(f"{store.rollback(rollback).id} is the current snapshot again.")
    if prune:
        removed = store.prune(prune)
        terminal.say(f"{len(removed)} snapshot{'s' * (len(removed) != 1)} removed.")
    if rollback or prune:
        return
    terminal.show_snapshots(store.snapshots(), as_json=output_format is ListFormat.JSON)
