"""Commands that keep a graph as one file, and bring it back."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, destination, home_of
from rightsgraph.errors import InputError
from rightsgraph.store.backup import write_backup
from rightsgraph.store.restoring import restore_backup

_STANDARD = Path("-")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write; - for standard output.")],
    sources: Annotated[
        bool,
        typer.Option("--sources/--no-sources", help="Keep the copies of what was read too."),
    ] = True,
    home: HomeOption = None,
) -> None:
    """Write the current snapshot, the reviews and the copies of sources into one file.

    The file is a packed archive with the digest of each file in it. A server and whoever writes
    may go on meanwhile. Earlier snapshots are not in it.

    **Examples**

        rightsgraph backup graph.tar.gz
        rightsgraph backup - | ssh elsewhere 'cat > graph.tar.gz'
    """
    store = home_of(home, context)
    with (
        terminal.working("Writing the backup") as progress,
        destination(None if file == _STANDARD else file) as out,
    ):
        done = write_backup(store, out, sources=sources, progress=progress)
    said = f"{done.snapshot}: {len(done.files):,} files, {done.size:,} bytes before packing"
    if file == _STANDARD:
        terminal.say(said, sys.stderr)
    else:
        terminal.say(f"{said}, in {file}")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The backup; - for standard input.")],
    home: HomeOption = None,
) -> None:
    """Bring back what a backup holds, and make its snapshot the current one.

    Everything is compared with its digest before anything of it is used: a backup that is damaged
    changes nothing. Snapshots, reviews and sources that are there already stay.

    **Example**

        rightsgraph restore graph.tar.gz --home ./graph
    """
    store = home_of(home, context)
    try:
        opened = nullcontext(sys.stdin.buffer) if file == _STANDARD else file.open("rb")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{file} cannot be read: {reason}.", remedy="Check the path.") from error
    with terminal.working("Restoring") as progress, opened as archive:
        done, snapshot = restore_backup(archive, store, progress=progress)
    terminal.say(
        f"{snapshot.id} of {done.created} is current: {snapshot.quads:,} quads in {store.path}"
    )
