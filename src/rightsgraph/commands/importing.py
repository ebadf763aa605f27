"""The command that imports tables of recommendations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, home_of, write

if TYPE_CHECKING:
    from rightsgraph.importing import ImportReport

_SHOWN = 10


def import_command(
    context: typer.Context,
    mapping: Annotated[
        str,
        typer.Argument(help="upr, uhri, or the path of a mapping file.", show_default=False),
    ],
    file: Annotated[
        Path, typer.Argument(help="CSV, XLSX or JSON lines; .gz is unpacked.", show_default=False)
    ],
    name: Annotated[
        str, typer.Option(help="Name of the graph; by default after mapping and file.")
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option(help="Write what could not be used to this file: CSV with line and reason."),
    ] = None,
    home: HomeOption = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Number of processes; one a core.", min=1, max=64, show_default=False),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Import a known table again.")] = False,
    validate: Annotated[
        bool,
        typer.Option("--validate/--no-validate", help="Check the graph against the SHACL shapes."),
    ] = True,
) -> None:
    """Import a table of recommendations, and publish it as one new snapshot.

    A mapping says which column is which part of a recommendation; `upr` (Universal Periodic
    Review) and `uhri` (Universal Human Rights Index) are there already. The words of the
    recommendations stay in your own copy. The same table again changes nothing; one that has
    changed replaces its graph. A row that cannot be used is left out and told, and the exit
    status is 1.

    **Examples**

        rightsgraph import upr recommendations.csv.gz --report rejected.csv
        rightsgraph import my-mapping.yaml table.xlsx --name my-table
    """
    from rightsgraph.importing import import_table

    with terminal.working("Importing") as progress:
        done = import_table(
            mapping,
            file,
            home_of(home, context),
            name=name,
            workers=workers,
            anew=anew,
            check=validate,
            progress=progress,
        )
    if report is not None:
        write(done.to_csv().encode(), report)
    _show(done, report)
    if done.exit_code:
        raise typer.Exit(done.exit_code)


def _show(done: ImportReport, report: Path | None) -> None:
    if done.rows:
        counts = {
            "read": done.rows,
            "imported": done.imported,
            "rejected": done.rejected,
            "of another kind": done.skipped,
        }
        rows = [[word, f"{number:,}"] for word, number in counts.items() if number]
        terminal.show_rows(None, ["rows", ""], rows)
    for problem in done.problems[:_SHOWN]:
        word = "[bold red]rejected[/]" if problem.rejected else "[yellow]left out[/]"
        value = f" {problem.value!r}" if problem.value else ""
        terminal.errors.print(
            f"{word} line {problem.line}: {terminal.escape(problem.column + value)}: "
            f"{terminal.escape(problem.reason)}",
            soft_wrap=True,
        )
    if len(done.problems) > _SHOWN:
        more = f"… {len(done.problems) - _SHOWN:,} more"
        terminal.warn(f"{more}, all in {report}" if report else f"{more}; --report has them all")
    if done.snapshot:
        terminal.say(f"Published {done.snapshot} in {done.seconds:.1f} s: {done.graph}")
    elif done.rows:
        terminal.say("No row could be imported; nothing has changed.")
    else:
        terminal.say("Nothing has changed.")
