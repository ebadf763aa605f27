"""Commands that check and decide: check-quotations, review.

What reads documents is imported by the commands that need it: it is slow to load.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, OutputOption, home_of, write
from rightsgraph.errors import InputError, NotFoundError
from rightsgraph.library import open_graph
from rightsgraph.store import Home

if TYPE_CHECKING:
    from rightsgraph.ingestion.quotation_checks import QuotationCheck

_CHECK_COLUMNS = ("check", "words", "difference", "source", "cited", "found in", "document")
_REVIEW_COLUMNS = ("doubt", "why", "statement", "text", "confidence", "state")


class TableFormat(StrEnum):
    """How a table of checks or reviews is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class VerdictChoice(StrEnum):
    """What can be decided about a statement."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    UNREVIEWED = "unreviewed"


FormatOption = Annotated[TableFormat, typer.Option("--format", "-f", help="How it is written.")]


def check_quotations_command(
    context: typer.Context,
    document: Annotated[
        str | None,
        typer.Argument(
            help="Only the quotations of this document: its symbol, the slug of a letter, an IRI.",
            show_default=False,
        ),
    ] = None,
    output_format: FormatOption = TableFormat.TABLE,
    output: OutputOption = None,
    home: HomeOption = None,
) -> None:
    """Compare quoted words with the documents they are quoted from, as far as these are held here.

    A document is held when it has been ingested. What comes of the comparison is published with
    the graph; `rightsgraph query quotation-checks` shows it too. The exit status is 0 whatever
    comes of it.

    **Examples**

        rightsgraph check-quotations
        rightsgraph check-quotations 2015-10-29-joint-letter-dprk --format csv
    """
    from rightsgraph.commands.corrections import document_named
    from rightsgraph.ingestion.quotation_checks import check_quotations

    store = home_of(home, context)
    wanted = None if document is None else document_named(document)
    _check_union(store)
    if wanted is not None:
        with open_graph(store.path) as graph:
            if not graph.ask(f"ASK {{ <{wanted}> ?property ?value }}"):
                raise NotFoundError(
                    f"The graph has no document {document!r}.",
                    remedy="`rightsgraph query documents` lists the documents.",
                )
    with terminal.working("Checking quotations") as progress:
        report = check_quotations(store, wanted, progress=progress)
    rows = [_check_row(check) for check in report.checks]
    if output_format is not TableFormat.TABLE or output:
        _write(rows, _CHECK_COLUMNS, output_format, output)
        return
    cells = [[row[column] for column in _CHECK_COLUMNS] for row in rows]
    terminal.show_table(None, _CHECK_COLUMNS, cells, total=len(cells))
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    state = "Published" if report.published else "Nothing has changed:"
    terminal.say(f"{counts or 'No quotations'}. {state} {report.snapshot.id}")


def _check_row(check: QuotationCheck) -> dict[str, str]:
    return {
        "check": check.result,
        "words": check.words,
        "difference": check.difference,
        "source": terminal.shorten(check.source or ""),
        "cited": ", ".join(place.partition("#")[2] for place in check.places),
        "found in": (check.found_in or "").partition("#")[2],
        "document": terminal.shorten(check.document),
        "quotation": check.quotation,
    }


def review(
    context: typer.Context,
    statement: Annotated[
        str | None,
        typer.Argument(help="IRI of a statement or citation; none lists what is uncertain."),
    ] = None,
    verdict: Annotated[
        VerdictChoice | None,
        typer.Option(help="What you decide; unreviewed takes an earlier verdict back."),
    ] = None,
    corrections: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PROPERTY=VALUE",
            help="A corrected value; repeat it for more. An empty value takes the property away.",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    reviewer: Annotated[
        str, typer.Option(help="Who decides.", envvar="RIGHTSGRAPH_REVIEWER", show_default=False)
    ] = "",
    document: Annotated[
        str | None, typer.Option(help="List only what this document says.", show_default=False)
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", "-a", help="List what has been reviewed too.")
    ] = False,
    output_format: FormatOption = TableFormat.TABLE,
    output: OutputOption = None,
    home: HomeOption = None,
) -> None:
    """List what is uncertain, most doubtful first; or record what you decide about a statement.

    A verdict is kept in a file under `reviews/` of the home and shown by every query from then on:
    rejected statements go, corrected ones have the new values. It holds when the document is read
    again.

    **Examples**

        rightsgraph review
        rightsgraph review id/letter/2015-10-29-joint-letter-dprk#citation-p3.1 --verdict corrected
          --set citedDocument=A/RES/69/188 --set hasCitedEntity=A/RES/69/188
          --set resolution=explicit --reviewer "A. Curator"
    """
    store = home_of(home, context)
    _check_union(store)
    if statement is None:
        if verdict or corrections:
            raise InputError(
                "A verdict needs a statement.", remedy="Name it: rightsgraph review IRI --verdict …"
            )
        _list(store, document, output_format, output, everything=everything)
        return
    from rightsgraph.commands.corrections import corrections_of, iri_named
    from rightsgraph.ingestion.reviews import Verdict, record_review

    if verdict is None:
        raise InputError(
            "Say what you decide.", remedy="Add --verdict accepted, rejected or corrected."
        )
    with open_graph(store.path) as graph:
        values = corrections_of(graph, corrections or [])
    with terminal.working("Recording the review"):
        recorded = record_review(
            store,
            Verdict(
                iri_named(statement),
                verdict.value,
                reviewer,
                reason,
                values,
            ),
        )
    terminal.say(f"Recorded in {recorded.file}; published {recorded.snapshot.id}")


def _list(
    home: Home,
    document: str | None,
    output_format: TableFormat,
    output: Path | None,
    *,
    everything: bool,
) -> None:
    from rightsgraph.commands.corrections import document_named
    from rightsgraph.ingestion.reviews import lost_reviews

    parameters = {"document": document_named(document) if document else None}
    with open_graph(home.path) as graph:
        state = None if everything else "unreviewed"
        found = graph.query("reviews", state=state, **parameters)
        store = graph.snapshot.open()
        lost = lost_reviews(store)
        del store
        graph.snapshot.release()
    rows = [{key: _text(value) for key, value in row.asdict().items()} for row in found]
    gone = {review.statement for review in lost}
    rows = [row for row in rows if row["statement"] not in gone]
    rows += [
        {
            **dict.fromkeys(found.columns, ""),
            "why": f"{review.verdict.rpartition('/')[2]}, and gone since",
            "statement": review.statement,
        }
        for review in lost
    ]
    if output_format is not TableFormat.TABLE or output:
        _write(rows, found.columns, output_format, output)
        return
    cells = [
        [
            terminal.shorten(row[column if column != "state" else "stateName"])
            for column in _REVIEW_COLUMNS
        ]
        for row in rows
    ]
    terminal.show_table(None, _REVIEW_COLUMNS, cells, total=len(cells))
    if lost:
        terminal.say(
            f"{len(lost)} reviewed and gone from their documents since; the reviews are kept."
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _write(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    output_format: TableFormat,
    output: Path | None,
) -> None:
    if output_format is TableFormat.JSON:
        text = json.dumps(list(rows), indent=2, ensure_ascii=False) + "\n"
    else:
        buffer = io.StringIO()
        names = list(rows[0]) if rows else list(columns)
        table = csv.DictWriter(buffer, names, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        text = buffer.getvalue()
    if output:
        write(text.encode(), output)
    else:
        terminal.say(text.rstrip("\n"))


def _check_union(home: Home) -> None:
    """Fail when the default graph does not show what is reviewed and checked.

    Raises:
        InputError: The current snapshot keeps its default graph plain.
        NoSnapshotError: Nothing has been built yet.
    """
    if not home.current().manifest.union:
        raise InputError(
            "Reviews and checks change what the default graph shows, and this graph was built with"
            " RIGHTSGRAPH_DEFAULT_GRAPH_UNION=false.",
            remedy="Unset it and run `rightsgraph build`.",
        )
