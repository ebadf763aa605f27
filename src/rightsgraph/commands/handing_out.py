"""Commands that hand out the graph: export, dumps, push."""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import (
    ExportFormat,
    HomeOption,
    OutputOption,
    SnapshotOption,
    destination,
    home_of,
    place_of,
)
from rightsgraph.library import open_graph
from rightsgraph.settings import get_settings
from rightsgraph.store import dumps as dumping


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
