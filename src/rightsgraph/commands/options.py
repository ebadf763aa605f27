"""Options and formats that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from rightsgraph.errors import InputError
from rightsgraph.settings import get_settings
from rightsgraph.store import Home
from rightsgraph.store.outputs import Output

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


class SearchFormat(StrEnum):
    """How what was found is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def home_of(option: Path | None, context: typer.Context | None = None) -> Home:
    """The folder of the option, else of the option before the command, else of the setting.

    Raises:
        InputError: It begins with the name of a user that is not there.
    """
    chosen = Path(option or (context.obj if context else None) or get_settings().home)
    try:
        return Home(chosen.expanduser())
    except RuntimeError as error:
        raise InputError(f"{chosen}: {error}", remedy="Write the folder out.") from None


def place_of(option: Path | None, context: typer.Context | None = None) -> Path | None:
    """The folder that is read; None for the store on another server that the settings name.

    A folder that is named on the command line stands above that store.

    Raises:
        InputError: It begins with the name of a user that is not there.
    """
    if not option and not (context and context.obj) and get_settings().store:
        return None
    return home_of(option, context).path


def write(data: bytes, output: Path) -> None:
    """Write an answer to a file.

    Raises:
        InputError: The file cannot be written.
    """
    with destination(output) as out:
        out.write(data)


@contextmanager
def destination(output: Path | None) -> Iterator[IO[bytes]]:
    """A binary file to write to: the terminal, or a file that appears when it is complete.

    Raises:
        InputError: The file cannot be written.
    """
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    # Devices and pipes such as /dev/stdout are written as they are.
    try:
        if output.is_dir():
            raise _unwritable(output, "it is a folder")
        target = output if output.exists() and not output.is_file() else _beside(output)
        file = target.open("wb")
    except OSError as error:
        raise _unwritable(output, error.strerror or str(error)) from error
    watched = Output(file)
    try:
        with file:
            yield cast("IO[bytes]", watched)
            watched.flush()
        if target != output:
            target.replace(output)
    except OSError as error:
        # What the block reads has errors of its own, and a reader that leaves is none.
        if isinstance(error, BrokenPipeError):
            raise
        if watched.error is None and error.filename != str(target):
            raise
        raise _unwritable(output, error.strerror or str(error)) from error
    finally:
        if target != output:
            target.unlink(missing_ok=True)


def _beside(output: Path) -> Path:
    return output.with_name(f".{output.name}.{os.getpid()}.part")


def _unwritable(output: Path, reason: str) -> InputError:
    return InputError(
        f"{output} cannot be written: {reason}.",
        remedy="Make room there, or choose another place for the file.",
    )
