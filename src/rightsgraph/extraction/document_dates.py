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
_LONGEST_ADOPTION = 200  # characters of a block that says when a resolution was adopted
_CHANGED = re.compile(r"\W{0,4}(?:last )?(?:updated|modified)\b", re.IGNORECASE)
# "Held at Headquarters, New York, on Tuesday, 15 June 1999": a summary record.
_HELD = re.compile(
    r"Held (?:at|in|on) (?:[A-Z][\w' ]{2,30},? ){0,3}(?:on )?(?:[A-Z][a-z]+day, )?\Z"
)
_IN_SENTENCE = re.compile(
    r"\b(?:of|on|from|since|to|until|by|in|between|after|before|and|was|the)\s*$", re.IGNORECASE
)
_SAID_OF_ITSELF = re.compile(
    r"(?:date|dated|published|posted|issued|updated|fecha|publicado|publié)\b", re.IGNORECASE
)
_DATELINE_END = re.compile(r"[.,]?\s*(?:$|[)\]|:-]|\d{1,2}[:.]\d{2}|\()")
# Keys under which front matter and web pages give the day of issue.
_NAMED = (
    "date", "published", "published_time", "article:published_time", "publication_date",
    "pubdate", "datepublished", "dc.date", "dcterms.date", "dcterms.created",
)  # fmt: skip


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
            if not _in_long_clause(surface, match)
            for date in find_dates(flat, match.end(), match.end() + 30)[:1]
            if date.start - match.end() < 4
        ]
        if dates:
            return dates[-1] if len(dates) == 1 else dates[0], None
    lines = document.of_kind(BlockKind.DATE_LINE)
    # The day of a later change counts only where the page gives no other.
    for block in sorted(lines, key=lambda line: bool(_CHANGED.match(flat, line.start))):
        dates_found = find_dates(flat, block.start, block.end)
        if dates_found:
            return dates_found[0].iso, _place(surface, kind)
    for block in document.of_kind(BlockKind.MASTHEAD):
        dates_found = find_dates(flat, block.start, block.end)
        if dates_found and not re.search(
            r"session|meeting", flat[block.start : dates_found[0].start][-60:]
        ):
            return dates_found[0].iso, None
    for block in document.blocks[:14]:
        if block.kind in (BlockKind.FURNITURE, BlockKind.NOTE, BlockKind.GAP):
            continue
        words = flat[block.start : min(block.end, block.start + 90)]
        dates_found = find_dates(words)
        if not dates_found:
            continue
        before = words[: dates_found[0].start]
        if _HELD.match(before):
            return dates_found[0].iso, None
        if _is_dateline(before, words[dates_found[0].end :]):
            return dates_found[0].iso, _before_date(before)
    for key in _NAMED:
        named = document.metadata.get(key, "")
        from_source = find_dates(named) or find_dates(named[:10])
        if from_source:
            return from_source[0].iso, _place(surface, kind)
    return _in_title(surface) or _beside_the_words(surface), _place(surface, kind)


def _in_long_clause(surface: Surface, match: re.Match[str]) -> bool:
    """Whether a clause says when something else was adopted: "the Declaration adopted on"."""
    block = surface.block_at(match.start())
    return (
        match.group().lower().startswith("adopted by")
        and block is not None
        and block.end - block.start > _LONGEST_ADOPTION
    )


def _beside_the_words(surface: Surface) -> str | None:
    """The date of a page's own line ("Posted on 3 May 2019 by ...") or of a last short line."""
    blocks, flat = surface.document.blocks, surface.flat
    for block in blocks[:14]:
        if block.kind is BlockKind.FURNITURE:
            words = surface.words(block.start, block.end)
            found = find_dates(words)
            if found and (_SAID_OF_ITSELF.match(words) or found[0].start == 0):
                return found[0].iso
    for block in reversed(blocks[-8:]):
        if block.end - block.start <= 70 and block.kind is not BlockKind.NOTE:
            found = find_dates(flat, block.start, block.end)
            if len(found) == 1 and not flat[found[0].end : block.end].strip(" .)"):
                return found[0].iso
    return None


def _in_title(surface: Surface) -> str | None:
    """The only date of the title: "Statement of 12 March 2020"."""
    found = {
        date.iso
        for block in surface.document.of_kind(BlockKind.TITLE)
        for date in find_dates(surface.flat, block.start, block.end)
    }
    return found.pop() if len(found) == 1 else None


def _is_dateline(before: str, after: str) -> bool:
    """Whether a date that opens a block dates it: "GENEVA (12 March 2020) -", not "Since 3 May"."""
    words = before.strip(" ([,|-")
    if len(words) > 40 or "." in words[:-1] or _IN_SENTENCE.search(before):
        return False
    if _SAID_OF_ITSELF.match(words):
        return True
    # After the date of a dateline stands a dash, a bracket or nothing; a sentence goes on.
    return (not words or words[:1].isupper()) and bool(_DATELINE_END.match(after))


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
    words = re.sub(
        r",\s*(?:le|el|this|the|on|den|a)?\s*$", "", words.strip(" ([,|-*_#:"), flags=re.I
    )
    if not words or any(c.isdigit() for c in words) or len(words) > 40:
        return None
    if re.match(
        r"(?:date|posted|published|updated|issued|distr|press|for immediate|release)", words, re.I
    ):
        return None
    if MONTH_AND_YEAR.search(words):
        return None
    return words
