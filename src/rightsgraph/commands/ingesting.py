"""Commands that read documents: ingest, remove, show, extract.

What reads and extracts is imported by the commands that need it: it is slow to load.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyoxigraph as ox
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, OutputOption, destination, home_of, write
from rightsgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rightsgraph.ingestion import DocumentSummary, IngestReport, Outcome
    from rightsgraph.reading import Document


class ExtractFormat(StrEnum):
    """How what was found in a document is written."""

    JSON = "json"
    TRIG = "trig"
    TEXT = "text"


def ingest(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
    ],
    home: HomeOption = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Number of processes; one a core.", min=1, max=64, show_default=False),
    ] = None,
    scheduler: Annotated[
        str,
        typer.Option(
            help="Address of a Dask scheduler whose workers do it, such as tcp://host:8786.",
            show_default=False,
        ),
    ] = "",
    report: Annotated[
        Path | None, typer.Option(help="Write what became of each document to this file, as JSON.")
    ] = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Describe known documents again, and those done by hand too."),
    ] = False,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate/--no-validate", help="Check each document against the SHACL shapes."
        ),
    ] = True,
) -> None:
    """Read letters and reports, and publish what they say as one new snapshot.

    Text, Markdown, HTML, PDF, DOCX and JSON lines are read. The same bytes again change nothing;
    a document that has changed replaces its graph. A document that cannot be used is named, the
    others are published, and the exit status is 1.

    **Examples**

        rightsgraph ingest letter.txt
        rightsgraph ingest letters/ 'reports/*.pdf' --report ingested.json
        curl -s https://example.org/letter | rightsgraph ingest -
    """
    from rightsgraph.ingestion import ingest as ingest_sources

    store = home_of(home, context)
    with _Bar("Reading documents") as (progress, task):

        def tell(step: str, done: int, total: int) -> None:
            progress.update(task, description=f"Ingesting: {step}")
            if step == "reading" and total:
                progress.update(task, total=total, completed=done)

        done = ingest_sources(
            sources,
            store,
            workers=workers,
            scheduler=scheduler,
            anew=anew,
            check=validate,
            progress=tell,
        )
    if report is not None:
        write(json.dumps(done.to_json(), ensure_ascii=False, indent=2).encode() + b"\n", report)
    _show_report(done)
    if done.exit_code:
        raise typer.Exit(done.exit_code)


def remove(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(help="Its name, UN symbol or IRI, or the file it was read from.")
    ],
    home: HomeOption = None,
) -> None:
    """Take a document and its graph out, and publish the rest as a new snapshot.

    Earlier snapshots still have it, and so do the kept copies of sources.

    **Example**

        rightsgraph remove A/HRC/25/63
    """
    from rightsgraph.ingestion import remove as remove_document

    snapshot = remove_document(document, home_of(home, context))
    terminal.say(f"Removed. Published {snapshot.id}: {snapshot.quads:,} quads")


def show(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(help="Its name, UN symbol or IRI, or the file it was read from.")
    ],
    home: HomeOption = None,
) -> None:
    """Show what the graph says of one document.

    **Example**

        rightsgraph show 2015-10-29-joint-letter-dprk
    """
    from rightsgraph.ingestion import show as show_document

    _show_summary(show_document(document, home_of(home, context)))


def source(
    context: typer.Context,
    document: Annotated[
        str, typer.Argument(help="Its name, UN symbol or IRI, or the file it was read from.")
    ],
    output: OutputOption = None,
    home: HomeOption = None,
) -> None:
    """Write the bytes that a document was read from, as they were kept.

    **Example**

        rightsgraph source A/HRC/25/63 -o report.pdf
    """
    from rightsgraph.ingestion import source as source_of

    data = source_of(document, home_of(home, context))
    with destination(output) as out:
        out.write(data)


def extract(
    file: Annotated[Path, typer.Argument(help="A letter or report.", show_default=False)],
    output_format: Annotated[
        ExtractFormat,
        typer.Option("--format", "-f", help="text shows the document with what was found in it."),
    ] = ExtractFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Show what is found in a document, without touching the graph.

    **Examples**

        rightsgraph extract letter.pdf
        rightsgraph extract letter.pdf --format json -o letter.json
        rightsgraph extract letter.pdf --format trig
    """
    from rightsgraph.commands.reading_aloud import print_document
    from rightsgraph.extraction import extract as extract_document
    from rightsgraph.reading import read

    document = read(file)
    found = extract_document(document)
    if output_format is ExtractFormat.TEXT:
        print_document(document, found, output)
        return
    with destination(output) as out:
        if output_format is ExtractFormat.JSON:
            text = json.dumps(found.to_exchange(), ensure_ascii=False, indent=2)
            out.write(text.encode() + b"\n")
        else:
            out.write(_trig(document))


def _trig(document: Document) -> bytes:
    from rightsgraph.extraction import extract as extract_document
    from rightsgraph.graph.description import describe

    quads = describe(document, extract_document(document)).quads
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""


class _Bar:
    """A progress bar on the terminal; silent elsewhere."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=terminal.errors,
            transient=True,
            disable=not terminal.errors.is_terminal,
        )

    def __enter__(self) -> tuple[Progress, TaskID]:
        self._progress.start()
        return self._progress, self._progress.add_task(self._what, total=None)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _show_report(report: IngestReport) -> None:
    """Print what became of the documents, and what is in them."""
    from rightsgraph.ingestion import Fate

    rows = [[fate.value, str(report.count(fate))] for fate in Fate if report.count(fate)]
    if rows:
        terminal.show_rows(None, ["documents", ""], rows)
    if report.published:
        citations = report.citations
        details = ", ".join(f"{number} {how}" for how, number in citations.items())
        kinds = [
            [kind, str(number), details if kind == "citations" else ""]
            for kind, number in report.statements.items()
        ]
        terminal.show_rows(None, ["statements", "", ""], kinds)
    for outcome in report.outcomes:
        for warning in outcome.warnings[:3]:
            terminal.errors.print(
                f"[yellow]note[/] {terminal.escape(outcome.name)}: {terminal.escape(warning)}"
            )
        if outcome.fate is Fate.CURATED:
            terminal.errors.print(
                f"[yellow]note[/] {terminal.escape(outcome.name)} is described by hand in "
                f"{terminal.escape(terminal.shorten(outcome.graph))}, which stays; --anew adds "
                "what is extracted.",
                soft_wrap=True,
            )
    for outcome in report.rejected:
        _show_rejected(outcome)
    if report.snapshot:
        terminal.say(f"Published {report.snapshot} in {report.seconds:.1f} s")
    else:
        terminal.say("Nothing has changed.")


def _show_rejected(outcome: Outcome) -> None:
    fault = outcome.fault
    if fault is None:
        return
    terminal.errors.print(
        f"[bold red]rejected[/] {terminal.escape(outcome.name)} [dim]\\[{fault.code}][/] "
        f"{terminal.escape(fault.message)}",
        soft_wrap=True,
    )
    if fault.remedy:
        terminal.errors.print(f"  {terminal.escape(fault.remedy)}", soft_wrap=True)


# An imported table has tens of thousands.
_SENTENCES = 200
_HIDDEN = frozenset({"textDigest", "wasGeneratedBy"})


def _show_summary(summary: DocumentSummary) -> None:
    """Print one document: its facts, its counts, its findings and recommendations."""
    held = summary.held
    console = terminal.output()
    console.print(f"[bold]{terminal.escape(terminal.shorten(held.document))}[/]", soft_wrap=True)
    rows = [
        [
            name,
            "; ".join(map(_plain, values[:8]))
            + (f"; … {len(values) - 8} more" if len(values) > 8 else ""),
        ]
        for name, values in summary.facts.items()
        if name not in _HIDDEN
    ]
    rows.append(["graph", terminal.shorten(held.graph)])
    rows.append(["read from", held.name or "described by hand"])
    terminal.show_rows(None, ["", ""], rows)
    shown = {"Citation", "Quotation", "LongQuotation", "Finding", "Recommendation", "Footnote"}
    counts = [[name, str(number)] for name, number in summary.counts.items() if name in shown]
    counts += [[f"citations: {how}", str(number)] for how, number in summary.resolutions.items()]
    terminal.show_rows(None, ["holds", ""], counts)
    for title, sentences in (
        ("Findings", summary.findings),
        ("Recommendations", summary.recommendations),
    ):
        if sentences:
            console.print(f"[bold]{title}[/]")
        for sentence in sentences[:_SENTENCES]:
            console.print(f"  • {terminal.escape(sentence)}", soft_wrap=True)
        if len(sentences) > _SENTENCES:
            console.print(f"  … {len(sentences) - _SENTENCES:,} more; `query` lists them all")


def _plain(value: str) -> str:
    return terminal.shorten(value) if value.startswith(("http://", "https://")) else value
