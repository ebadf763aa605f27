"""The command that looks for words."""

from __future__ import annotations

import csv
import json
import sys
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, SearchFormat, SnapshotOption, place_of
from rightsgraph.library import open_graph
from rightsgraph.store.projection import Hit, Marked


def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help='Words; "a phrase" in quotes, a prefix with *.'),
    ],
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help="Only these: documents, findings, bodies, ..."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many at most.")] = 20,
    output_format: Annotated[SearchFormat, typer.Option("--format", "-f")] = SearchFormat.TABLE,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Look for words in names, titles, summaries and quotations.

    All words must occur; accents and English endings make no difference. The exit status is 1 when
    nothing was found.

    **Examples**

        rightsgraph search crimes against humanity --kind findings
        rightsgraph search a hrc 25 63
        rightsgraph search '"commission of inquiry"' 'tortur*' --format csv
    """
    with open_graph(place_of(home, context), snapshot=snapshot) as graph:
        found = graph.search(" ".join(words), kinds=kinds or (), limit=limit)
    if output_format is SearchFormat.JSON:
        terminal.say(json.dumps([_plain(hit) for hit in found.hits], indent=2, ensure_ascii=False))
    elif output_format is SearchFormat.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["id", "kind", "label", "text"])
        for hit in found.hits:
            writer.writerow([hit.thing.iri, hit.kind, hit.thing.label or "", hit.text.text])
    else:
        table = Table("kind", "name", "text", box=None)
        for hit in found.hits:
            name = hit.name if hit.name.text else Marked(hit.thing.label or hit.thing.iri, ())
            # A statement has no name but its own words.
            text = Marked("", ()) if name.text == hit.text.text else hit.text
            shown = hit.text if name.text == hit.text.text else name
            table.add_row(hit.kind, _marked(shown), _marked(text))
        terminal.output().print(table)
        total = sum(count for kind, count in found.counts.items() if not kinds or kind in kinds)
        terminal.errors.print(f"{len(found.hits)} of {total:,}")
    if not found.hits:
        raise typer.Exit(1)


def _plain(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.thing.iri,
        "kind": hit.kind,
        "label": hit.thing.label,
        "name": hit.name._asdict(),
        "others": [other._asdict() for other in hit.others],
        "text": hit.text._asdict(),
        "document": hit.document.iri if hit.document else None,
    }


def _marked(marked: Marked) -> Text:
    text = Text(marked.text)
    for begin, end in marked.ranges:
        text.stylize("bold", begin, end)
    return text
