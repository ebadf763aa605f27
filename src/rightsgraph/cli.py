"""The command line: each command calls one function below it and shows what comes back."""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from rightsgraph import __version__, terminal
from rightsgraph.commands import asking, ingesting, keeping, reviewing, serving
from rightsgraph.commands.options import HomeOption
from rightsgraph.errors import RightsgraphError

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
    asking.query,
    asking.queries,
    keeping.validate,
    keeping.export,
    asking.symbol,
    keeping.snapshots,
    serving.serve,
):
    app.command()(_command)
app.command("check-quotations")(reviewing.check_quotations_command)
app.command()(reviewing.review)


def _fail(error: RightsgraphError) -> NoReturn:
    terminal.show_error(error)
    raise SystemExit(1)


def main() -> None:
    """Run the command line; exit status 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    try:
        app()
    except RightsgraphError as error:
        _fail(error)
    except KeyboardInterrupt:
        terminal.errors.print("interrupted")
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
