"""A document on the terminal, with what was found in it in colour."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from rightsgraph import terminal
from rightsgraph.commands.options import destination
from rightsgraph.extraction import Citation, Extraction
from rightsgraph.reading import BlockKind, Document

_FINDING: Final = "green"
_RECOMMENDATION: Final = "bold cyan"
_QUOTATION: Final = "italic yellow"
_CITATION: Final = "underline magenta"
_NAME: Final = "blue"


def print_document(document: Document, found: Extraction, output: Path | None) -> None:
    """Print a document with its findings, recommendations, quotations and citations in colour.

    Under each note stands what its citations were resolved to. Nothing leaves the machine.

    Args:
        document: The document as it was read.
        found: What was found in it.
        output: A file to write to, without colours, in place of the terminal.
    """
    if output is None:
        _print(terminal.output(), document, found)
        return
    lines = io.StringIO()
    _print(Console(file=lines, width=100, highlight=False), document, found)
    with destination(output) as out:
        out.write(lines.getvalue().encode())


def _print(console: Console, document: Document, found: Extraction) -> None:
    console.print(_legend(found))
    text = _coloured(document, found)
    for block in document.blocks:
        if block.kind is BlockKind.GAP:
            console.print(Text("[… words are missing …]", style="red"))
            continue
        words = text[block.start : block.end]
        if block.kind is BlockKind.FURNITURE:
            words.stylize("dim")
        elif block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            words.stylize("bold")
        console.print(words, soft_wrap=True)
        for line in _under(found, block.start, block.end):
            console.print(Text(f"    {line}", style="dim"), soft_wrap=True)
        console.print()


def _legend(found: Extraction) -> Text:
    legend = Text()
    for style, name, number in (
        (_FINDING, "findings", len(found.findings)),
        (_RECOMMENDATION, "recommendations", len(found.recommendations)),
        (_QUOTATION, "quotations", len(found.quotations)),
        (_CITATION, "citations", len(found.citations)),
        (_NAME, "bodies and organisations", len(found.un_bodies) + len(found.organisations)),
    ):
        legend.append(f"{number} {name}", style=style)
        legend.append("   ")
    legend.append("\n")
    return legend


def _coloured(document: Document, found: Extraction) -> Text:
    text = Text(document.text)
    for name in (*found.un_bodies, *found.organisations):
        for start, end in name.mentions:
            text.stylize(_NAME, start, end)
    for finding in found.findings:
        text.stylize(_FINDING, finding.start, finding.end)
    for recommendation in found.recommendations:
        text.stylize(_RECOMMENDATION, recommendation.start, recommendation.end)
    for quotation in found.quotations:
        text.stylize(_QUOTATION, quotation.start, quotation.end)
    for citation in found.citations:
        text.stylize(_CITATION, citation.start, citation.end)
    return text


def _under(found: Extraction, start: int, end: int) -> Iterator[str]:
    """What is said under a block: where its citations lead, and who asks whom for what."""
    for recommendation in found.recommendations:
        if start <= recommendation.start < end:
            actions = ", ".join(recommendation.actions) or "no concept"
            asked = recommendation.addressee or "nobody named"
            yield f"→ {recommendation.by or 'the document'} asks {asked}: {actions}"
    for index, citation in enumerate(found.citations):
        if start <= citation.start < end:
            yield f"↳ {_resolved(found, index, citation)}"


def _resolved(found: Extraction, index: int, citation: Citation) -> str:
    work = citation.symbol or citation.title or "?"
    places = ", ".join(citation.pinpoints)
    line = f"{index}: {work}{', ' if places else ''}{places} [{citation.resolution.value}"
    if citation.antecedent is not None:
        line += f" of {citation.antecedent}"
    if citation.candidates:
        named = (found.citations[c].symbol or found.citations[c].title for c in citation.candidates)
        line += ": " + " or ".join(name or "?" for name in named)
    return line + "]"
