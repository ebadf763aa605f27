"""The words of a part of a document, cut where statements and marks of notes begin and end.

They are shown only where the user holds the text and has switched on that it is served.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# A mark of a note as texts print it: [3], ^[3], 3.
_MARK = r"\^?\[?{number}\]?"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that is something.

    Args:
        start: First character of the normalised text.
        end: The character after the last.
        kind: What it is: finding, recommendation, quotation, citation, note.
        address: Where that is shown.
    """

    start: int
    end: int
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the same spans cover.

    Args:
        text: The words.
        kinds: The kinds of the spans, the widest first.
        address: That of the narrowest span; empty for none.
    """

    text: str
    kinds: tuple[str, ...] = ()
    address: str = ""


def pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The words between two places, cut at the borders of spans.

    Args:
        text: The whole normalised text.
        start: First character.
        end: The character after the last.
        spans: What stands in it; what reaches beyond the places is cut.

    Example:
        >>> found = pieces("It found torture [1].", 0, 21, [Span(3, 16, "finding", "#f")])
        >>> [(each.text, each.kinds) for each in found]
        [('It ', ()), ('found torture', ('finding',)), (' [1].', ())]
    """
    within = sorted(
        (each for each in spans if each.start < end and each.end > start),
        key=lambda each: each.start - each.end,
    )
    borders = {start, end}
    for each in within:
        borders |= {max(each.start, start), min(each.end, end)}
    found = []
    for first, last in pairwise(sorted(borders)):
        covering = [each for each in within if each.start <= first and each.end >= last]
        found.append(_piece(text[first:last], covering))
    return tuple(found)


def _piece(text: str, spans: Sequence[Span]) -> Piece:
    kinds = tuple(dict.fromkeys(each.kind for each in spans))
    return Piece(text, kinds, spans[-1].address if spans else "")


def mark(text: str, offset: int, number: str) -> int:
    """Where the mark of a note ends that begins at an offset; the offset itself when none is there.

    Example:
        >>> mark("torture.[12] It", 8, "12")
        12
    """
    found = re.compile(_MARK.format(number=re.escape(number))).match(text, offset)
    return found.end() if found else offset
