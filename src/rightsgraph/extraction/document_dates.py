"""When and where a document was issued."""

from __future__ import annotations

import re

from rightsgraph.extraction.dates import MONTH_AND_YEAR, find_dates
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import BlockKind

_ADOPTED = re.compile(
    r"\b(?:[Aa]dopted (?:by [^.\n]{3,60} )?(?:on|at its [^.\n]{3,60}on)|\d+(?:st|nd|rd|th) "
    r"(?:plenary )?"
    r"meeting,?)\s{1,3}"
)


def find_date_and_place(surface: Surface, kind: str) -> tuple[str | None, str | None]:
    """The date, as ISO 8601, and the place, as printed.

    A resolution has the date of its adoption; otherwise the date line counts, then the masthead, a
    line of the head, and what the source says of itself.
    """
    document, flat = surface.document, surface.flat
    if kind == "resolution":
        dates = [
            date.iso
            for match in _ADOPTED.finditer(flat)
            for date in find_dates(flat, match.end(), match.end() + 30)[:1]
            if date.start - match.end() < 4
        ]
        if dates:
            return dates[-1] if len(dates) == 1 else dates[0], None
    for block in document.of_kind(BlockKind.DATE_LINE):
        dates_found = find_dates(flat, block.start, block.end)
        if dates_found:
            return dates_found[0].iso, _place(surface, kind)
    for block in document.of_kind(BlockKind.MASTHEAD):
        dates_found = find_dates(flat, block.start, block.end)
        if dates_found and not re.search(
            r"session|meeting", flat[block.start : dates_found[0].start][-60:]
        ):
            return dates_found[0].iso, None
    named = document.metadata.get("date", "")
    from_source = find_dates(named) or find_dates(named[:10])
    for block in document.blocks[:14]:
        if block.kind in (BlockKind.FURNITURE, BlockKind.NOTE, BlockKind.GAP):
            continue
        words = flat[block.start : min(block.end, block.start + 90)]
        dates_found = find_dates(words)
        if not dates_found:
            continue
        before = words[: dates_found[0].start]
        if _is_dateline(before) and not re.search(r"\b(?:of|on|from|since|to|until)\s*$", before):
            return dates_found[0].iso, _before_date(before)
    if from_source:
        return from_source[0].iso, _place(surface, kind)
    return None, _place(surface, kind)


def _is_dateline(before: str) -> bool:
    words = before.strip(" (,|-")
    return len(words) <= 40 and (not words or words[:1].isupper()) and "." not in words[:-1]


def _place(surface: Surface, kind: str) -> str | None:
    """The place that stands before the date in a date line."""
    if kind == "resolution":
        return None
    for block in surface.document.of_kind(BlockKind.DATE_LINE):
        dates = find_dates(surface.flat, block.start, block.end)
        place = _before_date(surface.flat[block.start : dates[0].start]) if dates else None
        if place:
            return place
    return None


def _before_date(before: str) -> str | None:
    words = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", "", before, flags=re.I)
    words = words.strip(" (,|-*_#:")
    if not words or any(c.isdigit() for c in words) or len(words) > 40:
        return None
    if re.match(r"(?:date|posted|published|updated|issued|distr|press|for immediate)", words, re.I):
        return None
    if MONTH_AND_YEAR.search(words):
        return None
    return words
