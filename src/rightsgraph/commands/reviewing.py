"""Commands that check and decide: check-quotations, review."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
import typer

from rightsgraph import terminal
from rightsgraph.catalogue.parameters import Parameter, ParameterType
from rightsgraph.catalogue.places import document_iri
from rightsgraph.commands.options import HomeOption, OutputOption, home_of, write
from rightsgraph.errors import InputError, NotFoundError
from rightsgraph.ingestion.quotation_checks import QuotationCheck, check_quotations
from rightsgraph.ingestion.reviews import (
    CORRECTABLE,
    Term,
    ValueKind,
    Verdict,
    lost_reviews,
    property_iri,
    record_review,
    statement_iri,
)
from rightsgraph.iris import Iri
from rightsgraph.library import Graph, open_graph
from rightsgraph.store import Home

_CHECK_COLUMNS = ("check", "words", "difference", "source", "cited", "found in", "document")
_REVIEW_COLUMNS = ("doubt", "why", "statement", "text", "confidence", "state")
_LANGUAGE = "en"
_CONCEPTS = (ValueKind.ACTION, ValueKind.VIOLATION, ValueKind.RESOLUTION, ValueKind.CHECK)
_TYPES = {
    ValueKind.AGENT: ParameterType.AGENT,
    ValueKind.SITUATION: ParameterType.SITUATION,
    ValueKind.DOCUMENT: ParameterType.DOCUMENT,
    ValueKind.PLACE: ParameterType.PARAGRAPH,
}


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
    store = home_of(home, context)
    wanted = None if document is None else _document(document)
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
    if verdict is None:
        raise InputError(
            "Say what you decide.", remedy="Add --verdict accepted, rejected or corrected."
        )
    with open_graph(store.path) as graph:
        values = _corrections(graph, corrections or [])
    with terminal.working("Recording the review"):
        recorded = record_review(
            store,
            Verdict(
                _iri(statement),
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
    parameters = {"document": _document(document) if document else None}
    with open_graph(home.path) as graph:
        state = None if everything else "unreviewed"
        found = graph.query("reviews", state=state, **parameters)
        store = graph.snapshot.open()
        lost = lost_reviews(store)
        del store
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


def _document(text: str) -> Iri:
    """The IRI of a document from its symbol, the slug of a letter, or an IRI."""
    return _iri(text) if text.startswith(("http", "id/")) else document_iri(text)


def _iri(text: str) -> Iri:
    """An IRI from itself, or from the part of it after the base.

    Raises:
        InputError: No IRI is spelled like that.
    """
    iri = statement_iri(text)
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise InputError(
            f"{text!r} is no IRI.", remedy="Give it whole, or the part of it after the base."
        ) from None
    return iri


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


def _corrections(graph: Graph, pairs: Sequence[str]) -> dict[str, list[Term]]:
    """The values of each property that `--set` names."""
    values: dict[str, list[Term]] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise InputError(
                f"--set {pair!r} is not of the form PROPERTY=VALUE.",
                remedy="Write, for example, --set saidBy=security-council.",
            )
        found = values.setdefault(property_iri(name), [])
        if text.strip():
            found += _terms(graph, property_iri(name), text.strip())
    return values


def _terms(graph: Graph, name: Iri, text: str) -> list[Term]:
    """The terms that a value stands for, by what the property takes."""
    kind = CORRECTABLE[name]
    if kind in (ValueKind.STRING, ValueKind.WORDS):
        try:
            return [ox.Literal(text, language=_LANGUAGE if kind is ValueKind.WORDS else None)]
        except ValueError:
            raise InputError(f"{text!r} is not Unicode.") from None
    if text.startswith(("http://", "https://", "id/")):
        return [ox.NamedNode(_iri(text))]
    if kind is ValueKind.NODE:
        raise InputError(
            f"{text!r} is no IRI.",
            remedy=f"Give the IRI of the value of {name.rpartition('#')[2]}.",
        )
    if kind in _CONCEPTS:
        parameter = Parameter(kind.value, ParameterType.CONCEPT, "", scheme=kind.value)
        return list(parameter.terms(text))
    if kind is ValueKind.PLACE and " " not in text:
        return [ox.NamedNode(document_iri(text))]
    terms = list(Parameter(kind.value, _TYPES[kind], "").terms(text))
    if kind is ValueKind.AGENT:
        terms = [term for term in terms if graph.ask(f"ASK {{ {term} a ?type }}")]
        if len(terms) != 1:
            raise InputError(
                f"{text!r} is the name of {len(terms)} bodies, organisations or groups here.",
                remedy="Give the IRI; `rightsgraph query bodies-and-mandates` lists bodies.",
            )
    return terms
