"""All the heads of a document in one ordered list, each stretch of text under one head only."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from rightsgraph.extraction.back_reference_words import find_back_references
from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.joined_heads import join_heads
from rightsgraph.extraction.resolutions import find_resolutions
from rightsgraph.extraction.results import CitationKind, Metadata
from rightsgraph.extraction.surface import Surface
from rightsgraph.extraction.treaties import find_agreements, find_laws, find_treaties
from rightsgraph.extraction.works import (
    find_addresses,
    find_cases,
    find_communications,
    find_general_comments,
    find_mandate_communications,
    find_other_symbols,
)
from rightsgraph.symbols import find_symbols, symbol_in_address

# Which head keeps its words when two overlap; the smaller the stronger.
_STRENGTH = {
    "citation.symbol": 0,
    "citation.meeting-record": 0,
    "citation.symbol-repaired": 0,
    "citation.symbol-misprinted": 0,
    "citation.symbol-in-link": 1,
    "citation.symbol-in-address": 1,
    "citation.address": 2,
    "resolution.note-above": 3,
    "resolution.ibid": 3,
    "citation.resolution-in-words": 4,
    "citation.resolution-acronym": 4,
    "citation.other-symbol": 1,
    "citation.communication": 5,
    "citation.mandate-communication": 5,
    "citation.case": 6,
    "citation.general-comment": 6,
    "resolution.op-cit": 7,
    "citation.treaty": 8,
    "citation.law": 9,
    "citation.agreement": 10,
}
_RESOLUTION = re.compile(r"/RES/(?P<number>\d{1,3}/\d{1,4})\Z")
_NEXT_RECORD = re.compile(r"(?:,| and|, and|-) ?(?P<number>\d{2,5})(?![\d/.]|th\b)")


def collect_heads(surface: Surface, metadata: Metadata) -> list[Head]:
    """The heads of a document in reading order, overlaps and doubles settled.

    Args:
        surface: The document.
        metadata: Its own symbols and issuer, which "its resolution" and page heads refer to.
    """
    flat = surface.flat
    heads = _symbols(flat) + _links(surface) + _addresses(flat)
    heads += find_resolutions(
        surface,
        metadata.issuer,
        adopts=metadata.kind == "resolution",
        here=_resolutions_here(heads),
    )
    heads += find_communications(flat) + find_general_comments(flat) + find_cases(flat)
    heads += find_mandate_communications(flat, _own_reference(metadata))
    heads += find_other_symbols(flat) + find_back_references(flat)
    heads += find_treaties(flat) + find_laws(flat) + find_agreements(flat)
    return join_heads(flat, _without_overlaps(heads))


def _resolutions_here(heads: list[Head]) -> dict[str, str]:
    """The resolutions and decisions by number whose symbol, and only one such, stands here."""
    symbols: dict[str, set[str]] = {}
    for head in heads:
        found = _RESOLUTION.search(head.symbol or "")
        if found and head.symbol:
            symbols.setdefault(found["number"], set()).add(head.symbol)
    return {number: next(iter(found)) for number, found in symbols.items() if len(found) == 1}


def _own_reference(metadata: Metadata) -> str | None:
    """The reference that the title of a communication of special procedures begins with."""
    title = metadata.title or ""
    return title.partition(". ")[0] if metadata.kind == "communication" else None


def _symbols(flat: str) -> list[Head]:
    """The symbols as printed; a misprint is repaired when its correct form stands here too."""
    heads: list[Head] = []
    matches = find_symbols(flat)
    known = {symbol.key for match in matches for symbol in match.reading.symbols}
    for match in matches:
        reading = match.reading
        if reading.outcome == "placeholder":
            continue
        start, end = match.start, match.end
        if reading.outcome == "repairable":
            heads.append(_misprint(start, end, match.text, reading.suggestion, known))
            continue
        # A compound or joint symbol gives one citation for each document, side by side.
        if len(reading.symbols) == 1:
            heads += _further_records(flat, reading.symbols[0].normalised, end)
        for index, symbol in enumerate(reading.symbols):
            at = start if index == 0 else end - len(reading.symbols) + index
            stop = end - len(reading.symbols) + 1 + index
            heads.append(
                Head(at, stop, CitationKind.UN, "citation.symbol", 0.98, symbol=symbol.normalised)
            )
    return heads


def _further_records(flat: str, symbol: str, end: int) -> list[Head]:
    """Further meeting records by number alone: "CCPR/C/SR.3737, 3738 and 3739"."""
    series = re.match(r"(.*/(?:SR|PV)\.)\d{1,5}$", symbol)
    heads: list[Head] = []
    following = _NEXT_RECORD.match(flat, end) if series else None
    while series and following:
        heads.append(
            Head(
                following.start("number"),
                following.end("number"),
                CitationKind.UN,
                "citation.meeting-record",
                0.85,
                symbol=series[1] + following["number"],
            )
        )
        following = _NEXT_RECORD.match(flat, following.end())
    return heads


def _links(surface: Surface) -> list[Head]:
    """Words that the source links to a UN document; a symbol in the words is stronger."""
    heads = []
    for link in surface.document.links:
        symbol = symbol_in_address(link.address)
        if symbol is not None:
            heads.append(
                Head(
                    link.start,
                    link.end,
                    CitationKind.UN,
                    "citation.symbol-in-link",
                    0.9,
                    symbol=symbol.normalised,
                    title=surface.words(link.start, link.end),
                )
            )
    return heads


def _misprint(start: int, end: int, printed: str, suggestion: str | None, known: set[str]) -> Head:
    if suggestion is not None and suggestion in known:
        return Head(start, end, CitationKind.UN, "citation.symbol-repaired", 0.8, symbol=suggestion)
    return Head(
        start,
        end,
        CitationKind.UN,
        "citation.symbol-misprinted",
        0.5,
        symbol="".join(printed.split()),
    )


def _addresses(flat: str) -> list[Head]:
    heads = []
    for head in find_addresses(flat):
        symbol = symbol_in_address(head.title or "")
        if symbol is not None:
            head = replace(
                head,
                kind=CitationKind.UN,
                rule="citation.symbol-in-address",
                symbol=symbol.normalised,
                title=None,
            )
        heads.append(head)
    return heads


def _without_overlaps(heads: list[Head]) -> list[Head]:
    """The heads in reading order; of two that overlap the stronger, then the longer, stays."""
    heads.sort(key=lambda h: (_STRENGTH[h.rule], h.start - h.end, h.start))
    starts: list[int] = []
    ends: list[int] = []
    kept: list[Head] = []
    for head in heads:
        index = bisect_left(starts, head.end)
        if index and ends[index - 1] > head.start:
            continue
        starts.insert(index, head.start)
        ends.insert(index, head.end)
        kept.insert(index, head)
    return kept
