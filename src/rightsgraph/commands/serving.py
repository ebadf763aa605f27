"""The command that serves the graph."""

from __future__ import annotations

from typing import Annotated

import typer

from rightsgraph.commands.options import HomeOption, home_of, place_of
from rightsgraph.settings import get_settings


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that evaluate queries.", min=1, max=256)
    ] = None,
    home: HomeOption = None,
) -> None:
    """Serve the graph: pages, JSON API and SPARQL.

    **Example**

        rightsgraph serve --port 8080
    """
    from rightsgraph.server import serve as run  # the web framework is slow to load

    settings = get_settings()
    changes = {"host": host, "port": port, "workers": workers}
    chosen = settings.model_copy(update={k: v for k, v in changes.items() if v is not None})
    if place_of(home, context) is not None:
        chosen = chosen.model_copy(update={"store": ""})
    run(home_of(home, context), chosen)
