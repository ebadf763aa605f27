"""The command line: each command calls one function below it and shows what comes back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rightsgraph import __version__, terminal
from rightsgraph.commands import (
    asking,
    backing_up,
    handing_out,
    importing,
    ingesting,
    keeping,
    networking,
    resolving,
    reviewing,
    searching,
    serving,
)
from rightsgraph.commands.options import HomeOption
from rightsgraph.errors import InputError, RightsgraphError

app = typer.Typer(
    name="rightsgraph",
    help="Human-rights letters and reports as a knowledge graph with evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(*, asked: bool) -> None:
    if asked:
        terminal.say(f"rightsgraph {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    home: HomeOption = None,
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--version",
            help="Show the version.",
            is_eager=True,
            callback=lambda asked: _show_version(asked=asked),
        ),
    ] = False,
) -> None:
    context.obj = home


for _command in (
    keeping.build,
    ingesting.ingest,
    ingesting.extract,
    ingesting.show,
    ingesting.remove,
    ingesting.source,
    asking.query,
    asking.queries,
    searching.search,
    networking.network,
    keeping.validate,
    handing_out.export,
    handing_out.dumps,
    handing_out.push,
    asking.symbol,
    resolving.resolve,
    keeping.snapshots,
    backing_up.backup,
    backing_up.restore,
    serving.serve,
    serving.token,
):
    app.command()(_command)
app.command("check-quotations")(reviewing.check_quotations_command)
app.command()(reviewing.review)
app.command("import")(importing.import_command)


def _run() -> int:
    """The exit status of the command."""
    try:
        app()
        sys.stdout.flush()
    except SystemExit as ended:
        # The parts below say 1 when the reader has seen enough (`| head`).
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        sys.stdout.flush()
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _fail(error: RightsgraphError) -> int:
    """The exit status of a failure, once it has been told."""
    terminal.show_error(error)
    try:
        sys.stdout.flush()  # what was printed before it
    except (InputError, BrokenPipeError):
        terminal.drop_output()
    return 1


def main() -> None:
    """Run the command line; exit status 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    terminal.take_output()
    try:
        status = _run()
    except RightsgraphError as error:
        status = _fail(error)
    except KeyboardInterrupt:
        terminal.errors.print("interrupted")
        status = 130
    except BrokenPipeError:
        terminal.drop_output()
        status = 0
    raise SystemExit(status)


if __name__ == "__main__":
    main()
