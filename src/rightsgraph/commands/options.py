"""Options and formats that several commands share."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rightsgraph.errors import InputError
from rightsgraph.settings import get_settings
from rightsgraph.store import Home

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder with the snapshots; RIGHTSGRAPH_HOME, or the platform's folder for user data.",
        file_okay=True,
        show_default=False,
    ),
]
SnapshotOption = Annotated[
    str | None,
    typer.Option("--snapshot", help="Read an earlier state: a snapshot's id or its first letters."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file instead of the terminal."),
]


class ResultFormat(StrEnum):
    """How the answer of a query is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


class ExportFormat(StrEnum):
    """How the graph is written."""

    TRIG = "trig"
    NQUADS = "nquads"
    TURTLE = "turtle"
    JSONLD = "jsonld"


class ListFormat(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"


def home_of(option: Path | None, context: typer.Context | None = None) -> Home:
    """The folder with the snapshots: the option here, else that before the command, else the setting."""
    chosen = option or (context.obj if context else None) or get_settings().home
    return Home(Path(chosen).expanduser())


def write(data: bytes, output: Path | None) -> None:
    """Write an answer to a file, or to the terminal.

    Raises:
        InputError: The file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(data)
        if data and not data.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise unwritable(output, error) from error


def unwritable(output: Path, error: OSError) -> InputError:
    """The error for a file that cannot be written."""
    return InputError(
        f"{output} cannot be written: {error.strerror or error}.",
        remedy="Choose another file with --output.",
    )
