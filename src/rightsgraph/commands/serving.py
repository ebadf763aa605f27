"""The command that serves the graph."""

from __future__ import annotations

from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, home_of, place_of
from rightsgraph.settings import get_settings, root_path


def _root_path(text: str) -> str:
    try:
        return root_path(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    prefix: Annotated[
        str | None,
        typer.Option(
            "--root-path", help="What all addresses begin with, such as /graph.", parser=_root_path
        ),
    ] = None,
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
    changes = {"host": host, "port": port, "workers": workers, "root_path": prefix}
    chosen = settings.model_copy(update={k: v for k, v in changes.items() if v is not None})
    if place_of(home, context) is not None:
        chosen = chosen.model_copy(update={"store": ""})
    run(home_of(home, context), chosen)


def token() -> None:
    """Make a token that may write to a server, and what the server is told of it.

    Nothing is stored. Give the token to who may write, and the setting to the server.

    **Example**

        rightsgraph token
    """
    from rightsgraph.server.writes import new_token  # the web framework is slow to load

    made, digest = new_token()
    terminal.say(f"Token:   {made}")
    terminal.say(f"Setting: RIGHTSGRAPH_WRITE_TOKEN_SHA256={digest}")
