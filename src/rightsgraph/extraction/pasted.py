"""Notes or a list of citations that somebody pastes: what each cites, and what is not recognised.

The pasted lines are the notes of a document without a text, so Ibid., short forms and "note N
above" are resolved among them as they are in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rightsgraph.extraction.exchange import to_exchange
from rightsgraph.extraction.pipeline import extract
from rightsgraph.extraction.results import Citation, CitationKind, Extraction, Resolution
from rightsgraph.reading import Block, BlockKind, Document, normalise
from rightsgraph.symbols import find_symbols, read_symbol

# [1] (1) ^1 ^[1] 1. 1) 1: and a number that stands alone before a tab or blanks.
_LABEL: Final = re.compile(
    r"\s*(?:\^?\[\^?(?P<square>\d{1,4})\]:?|\((?P<round>\d{1,4})\)|\^(?P<raised>\d{1,4})"
    r"|(?P<marked>\d{1,4})[.):](?=\s)|(?P<bare>\d{1,4})(?=[\t ]+[^\s\d]))[\t ]*"
)
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_MISPRINTED: Final = "citation.symbol-misprinted"
_OTHER_WORKS: Final = frozenset({CitationKind.TREATY, CitationKind.LAW, CitationKind.CASE})
_EXPLANATIONS: Final = {
    "ambiguous": "It may mean any one of the candidates.",
    "unresolved": "It points back to a work, and nothing before it says which.",
    "no-work-named": "No work is named in a way that the rules know.",
    "misprint": "The symbol is misprinted; the suggestion is not applied by itself.",
    "placeholder": "The symbol has its number left open.",
}


def split_pasted(text: str) -> list[str]:
    r"""The notes of a pasted text, each with its label.

    Where the lines are numbered, a line without a number goes on with the one before. Where they
    are not, blank lines tell the notes apart when there are any, else each line is one.

    Args:
        text: The text.

    Example:
        >>> split_pasted("1. A/HRC/25/63,\n para. 76\n2. Ibid.")
        ['1. A/HRC/25/63, para. 76', '2. Ibid.']
        >>> split_pasted("A/70/362\nIbid., para. 78")
        ['A/70/362', 'Ibid., para. 78']
    """
    lines = [line for line in text.splitlines() if line.strip()]
    starts = list(_numbered(lines))
    if starts and starts[0] == 0 and len(starts) > 1:
        ends = [*starts[1:], len(lines)]
        return [_joined(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    text = text.replace("\r\n", "\n").strip()
    if _BLANK_LINE.search(text):
        return [_joined(part.splitlines()) for part in _BLANK_LINE.split(text) if part.strip()]
    return [_joined([line]) for line in lines]


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(line.split()) for line in lines if line.strip())


def _numbered(lines: Sequence[str]) -> Iterator[int]:
    """The places of the lines that begin a note; a number without a mark must be the next one."""
    last = None
    for place, line in enumerate(lines):
        match = _LABEL.match(line)
        if match is None:
            continue
        number = int(_label(match))
        if match["bare"] and last is not None and number != last + 1:
            continue
        last = number
        yield place


def _label(match: re.Match[str]) -> str:
    return next(value for value in match.groups() if value is not None)


def read_pasted(items: Sequence[str]) -> dict[str, Any]:
    """What pasted notes cite, as plain values for `json.dumps`.

    Args:
        items: The notes, each with or without its label.

    Returns:
        `items` (`item` from 1, `label`, `text`), `citations` (as in the exchange format, with
        `item` and `inherited`), `notRecognised` (`item`, `text`, `reason`, `explanation`,
        `candidates`, `suggestion`).

    Example:
        >>> found = read_pasted(["A/HRC/25/63, para. 76", "Ibid., para. 80", "A/RES/58/..."])
        >>> [(c["symbol"], c["pinpoints"]) for c in found["citations"]]
        [('A/HRC/25/63', ['para 76']), ('A/HRC/25/63', ['para 80'])]
        >>> [(each["item"], each["reason"]) for each in found["notRecognised"]]
        [(3, 'placeholder')]
    """
    document, labels = _document(items)
    found = extract(document)
    exchange = to_exchange(found)["citations"]
    places = [_item_of(document, citation.start) for citation in found.citations]
    recognised, unrecognised = [], []
    for index, citation in enumerate(found.citations):
        item = places[index]
        reason = _reason(citation)
        if reason:
            unrecognised.append(_unrecognised(item, citation, reason, found))
        if reason in ("", "ambiguous"):
            recognised.append(
                {
                    "item": item + 1,
                    "label": labels[item],
                    "index": index,
                    **exchange[index],
                    "inherited": citation.inherited,
                }
            )
    unrecognised += _open_symbols(document)
    seen = {*(each["item"] for each in recognised), *(each["item"] for each in unrecognised)}
    for place, block in enumerate(document.blocks):
        if place + 1 not in seen:
            text = document.body(block)
            unrecognised.append(_entry(place, text, "no-work-named"))
    unrecognised.sort(key=lambda each: each["item"])
    return {
        "items": [
            {"item": place + 1, "label": labels[place], "text": document.body(block)}
            for place, block in enumerate(document.blocks)
        ],
        "citations": recognised,
        "notRecognised": unrecognised,
    }


def _document(items: Sequence[str]) -> tuple[Document, list[str]]:
    """The notes as a document, and their labels."""
    parts, blocks, labels = [], [], []
    at = 0
    for place, item in enumerate(items):
        text = _joined(normalise(item).splitlines()) or " "
        match = _LABEL.match(text)
        if match is not None and match["bare"] and int(match["bare"]) != place + 1:
            match = None
        label = _label(match) if match else str(place + 1)
        body = match.end() if match else 0
        labels.append(label)
        blocks.append(Block(BlockKind.NOTE, at, at + len(text), label, body=at + body))
        parts.append(text)
        at += len(text) + 1
    return Document(text="\n".join(parts), blocks=tuple(blocks), name="pasted"), labels


def _item_of(document: Document, offset: int) -> int:
    for place, block in enumerate(document.blocks):
        if block.start <= offset < block.end:
            return place
    return len(document.blocks) - 1


def _reason(citation: Citation) -> str:
    """Why a citation is not recognised; empty when it is."""
    if citation.rule == _MISPRINTED:
        return "misprint"
    if citation.resolution is Resolution.AMBIGUOUS:
        return "ambiguous"
    if citation.resolution is Resolution.UNRESOLVED:
        return "unresolved"
    named = citation.symbol or citation.title or citation.kind in _OTHER_WORKS
    return "" if named else "no-work-named"


def _unrecognised(item: int, citation: Citation, reason: str, found: Extraction) -> dict[str, Any]:
    entry = _entry(item, citation.text, reason)
    entry["candidates"] = [
        {"index": each, "symbol": other.symbol, "title": other.title, "text": other.text}
        for each in citation.candidates
        for other in (found.citations[each],)
    ]
    if reason == "misprint" and citation.symbol:
        entry["suggestion"] = read_symbol(citation.symbol).suggestion
    return entry


def _open_symbols(document: Document) -> list[dict[str, Any]]:
    """Symbols whose number is left open, which are no citations of anything."""
    return [
        _entry(place, match.text, "placeholder")
        for place, block in enumerate(document.blocks)
        for match in find_symbols(document.body(block))
        if match.reading.outcome == "placeholder"
    ]


def _entry(item: int, text: str, reason: str) -> dict[str, Any]:
    return {
        "item": item + 1,
        "text": text.strip(),
        "reason": reason,
        "explanation": _EXPLANATIONS[reason],
        "candidates": [],
        "suggestion": None,
    }
