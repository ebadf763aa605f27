"""How the command line speaks: tables, progress and errors."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TextIO

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from rightsgraph.catalogue import CatalogueQuery
from rightsgraph.errors import InputError, RightsgraphError
from rightsgraph.iris import base
from rightsgraph.store import Snapshot
from rightsgraph.vocabulary import PREFIXES

# A terminal shows this many rows at most; the other formats show all.
TABLE_ROWS = 1000
# When the output is no terminal, a table is still laid out for people.
_PIPED_WIDTH = 200

# Control characters of C0 and C1 steer a terminal; only a tab and the end of a line are text.
_CONTROLS: Final = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10)}

errors = Console(stderr=True, highlight=False, emoji=False)


class _StandardOutput(io.FileIO):
    """The standard output, whose errors are in our words; a reader that leaves is none."""

    def write(self, data: Any) -> int:  # noqa: ANN401
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            raise
        except OSError as error:
            raise InputError(
                f"The output cannot be written: {error.strerror}.",
                remedy="Make room there, or write to another file with --output.",
            ) from error


def take_output() -> None:
    """Let all that is printed from now on go through a file that tells its errors."""
    old = sys.stdout
    if old is None:  # it was closed before we began
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return
    raw = _StandardOutput(old.fileno(), "wb", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=old.encoding,
        errors="backslashreplace",
        line_buffering=bool(old.line_buffering),
    )


def drop_output() -> None:
    """Let what cannot be written any more vanish, at the end of the process too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def escape(text: str) -> str:
    r"""A text of the data for a console: neither markup nor the terminal's control codes.

    Example:
        >>> escape("a\x1b[31mb [bold] :smile:")
        'a[31mb \\[bold] :smile:'
    """
    return escape_markup(text.translate(_CONTROLS))


def output() -> Console:
    """The console for results: as wide as the terminal, or wide enough to read in a file."""
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(highlight=False, emoji=False, width=width)


def shorten(iri: str) -> str:
    """An IRI as people read it: with a prefix of ours, or without our base.

    Example:
        >>> shorten("https://w3id.org/rightsgraph/id/body/security-council")
        'id/body/security-council'
    """
    start = base()
    if iri.startswith((start + "id/", start + "graph/")):
        return iri[len(start) :]
    best = max(
        ((name, space) for name, space in PREFIXES.items() if iri.startswith(space)),
        key=lambda pair: len(pair[1]),
        default=None,
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri


def show_table(
    title: str | None,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    total: int,
    hidden: int = 0,
    console: Console | None = None,
) -> None:
    """Print a table; say aloud how many rows there are and whether some are left out."""
    console = console or output()
    table = Table(title=title and escape(title), title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(escape(column), overflow="fold")
    for shown, row in enumerate(rows):
        if shown == TABLE_ROWS:
            break
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
    note = f"{total} row" + ("" if total == 1 else "s")
    if total > TABLE_ROWS:
        note += f"; the first {TABLE_ROWS} are shown, --format csv gives all"
    if hidden > 0:
        note += f"; {hidden} more column{'s' * (hidden > 1)} with --all-columns or --format csv"
    console.print(note)


def show_error(error: RightsgraphError) -> None:
    """Print what went wrong, what to do, and the violations of shapes if there are any."""
    errors.print(
        f"[bold red]error[/] [dim]\\[{error.code}][/] {escape(error.message)}", soft_wrap=True
    )
    violations = error.details.get("violations")
    if isinstance(violations, Sequence):
        for violation in violations[:20]:
            errors.print(f"  [red]•[/] {escape(_violation(violation))}", soft_wrap=True)
        if len(violations) > 20:
            errors.print(f"  … and {len(violations) - 20} more")
    if error.remedy:
        errors.print(f"  {escape(error.remedy)}", soft_wrap=True)


def _violation(violation: object) -> str:
    if not isinstance(violation, dict):
        return str(violation)
    place = shorten(str(violation.get("node", "")))
    path = violation.get("path")
    shape = violation.get("shape")
    text = f"{place}: {violation.get('message', '')}"
    if path:
        text += f" (property {shorten(str(path))})"
    if shape:
        text += f" [shape {shorten(str(shape))}]"
    return text


def answer_table(
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    shown: Sequence[str] | None = None,
) -> str:
    """The answer of a query as a table for people.

    Args:
        columns: The names of the columns.
        rows: The rows.
        shown: The columns to show; by default all.

    Returns:
        The table. When every row is about the same document, that is said once above it, and its
        parts are named by their fragment alone.
    """
    cells = [[_text(value) for value in row] for row in rows]
    places = [columns.index(name) for name in shown or columns]
    document = columns.index("document") if "document" in columns else None
    documents = {row[document] for row in cells} if document is not None else set()
    whole = documents.pop() if len(documents) == 1 else ""
    if whole and document in places and shown is None:
        places.remove(document)
    console = output()
    with console.capture() as capture:
        if whole:
            console.print(f"document: {escape(shorten(whole))}", soft_wrap=True)
        show_table(
            None,
            [columns[place].removesuffix("Name") for place in places],
            ([_within(row[place], whole) for place in places] for row in cells),
            total=len(cells),
            hidden=len(columns) - len(places) - bool(whole),
            console=console,
        )
    return capture.get().rstrip("\n")


def _within(text: str, document: str) -> str:
    """A part of the document that the table is about by its fragment, another IRI shortened."""
    if document and text.startswith(document + "#"):
        return text[len(document) :]
    return shorten(text) if text.startswith(("http://", "https://")) else text


@contextmanager
def working(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A spinner on the terminal while something takes long; silent elsewhere.

    Yields:
        A function to call with the name of a step, how much of it is done, and how much there is.
    """
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task(what, total=None)
        yield lambda step, _done, _total: progress.update(task, description=f"{what}: {step}")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line as it is."""
    (stream or sys.stdout).write(text + "\n")


def warn(text: str) -> None:
    """Writes a remark to standard error, apart from the answer."""
    errors.print(f"note: {escape(text)}", style="yellow", soft_wrap=True)


def show_query(query: CatalogueQuery) -> None:
    """Print a query of the catalogue with its parameters, columns and an example."""
    console = output()
    console.print(f"[bold]{escape(query.name)}[/]: {escape(query.question)}")
    console.print(escape(query.description.strip()), "")
    if query.parameters:
        rows = [
            [p.name + "*" * p.required, str(p.type), p.description, _text(p.example)]
            for p in query.parameters.values()
        ]
        show_rows("Parameters (* required)", ["name", "type", "meaning", "example"], rows)
    show_rows("Columns", ["name", "holds"], [list(pair) for pair in query.columns.items()])
    example = "".join(f" --param {name}={value}" for name, value in query.example.items())
    console.print(f"\n  rightsgraph query {query.name}{escape(example)}", soft_wrap=True)


def show_rows(title: str | None, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a small table without a count."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    output().print(table)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def show_symbols(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print what was found of each text that should be a symbol."""
    columns = ["text", "outcome", "symbol", "organ", "kind", "number", "remark"]
    cells: list[list[str]] = []
    for row in rows:
        remark = _text(row.get("reason") or row.get("suggestion"))
        found = row.get("symbols") or [{}]
        cells += [
            [
                row["text"],
                row["outcome"],
                *(_text(item.get(key)) for key in ("symbol", "organ", "kind_label", "number")),
                remark,
            ]
            for item in found
        ]
    show_table(None, columns, cells, total=len(cells))


def show_snapshots(snapshots: Sequence[Snapshot], *, as_json: bool) -> None:
    """Print the snapshots, the newest first."""
    if as_json:
        plain = [
            {
                "id": item.id,
                "created": item.created.isoformat(),
                "quads": item.quads,
                "graphs": item.graphs,
                "current": item.is_current,
            }
            for item in snapshots
        ]
        say(json.dumps(plain, indent=2))
        return
    rows = [
        [
            "→" if item.is_current else "",
            item.id,
            f"{item.created:%Y-%m-%d %H:%M:%S} UTC",
            f"{item.quads:,}",
            str(len(item.graphs)),
        ]
        for item in snapshots
    ]
    show_table(None, ["", "snapshot", "created", "quads", "graphs"], rows, total=len(rows))
