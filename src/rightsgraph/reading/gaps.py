"""Places where the words plainly break off.

The rules: words are missing between two pieces of running text, each a paragraph of its own,

1. when the first has no end mark and is as long as prose, and the second begins in lower case; or
2. when the second, as long as prose, begins in lower case after a first that is complete.

Pieces that list something (after a colon, semicolon or comma, or with labels) break off nowhere.
The paragraph after a gap is the rest of the paragraph before it in case 1. A gap is recorded and
never filled.
"""

from __future__ import annotations

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Piece

_PROSE = 60
_FRAGMENT_WORDS = 4
_COMPLETE = '.!?”"’)]»…'
_LISTING = ":;,"
_MARKS = "0123456789[]^ ¹²³⁴⁵⁶⁷⁸⁹⁰"


def find_gaps(pieces: list[Piece]) -> list[int]:
    """The places of the pieces before which words are missing."""
    places: list[int] = []
    previous: Piece | None = None
    for index, piece in enumerate(pieces):
        if piece.kind in (BlockKind.NOTE, BlockKind.FURNITURE):
            continue
        if (
            previous is not None
            and piece.kind is BlockKind.PARAGRAPH
            and previous.kind is BlockKind.PARAGRAPH
            and piece.label is None
            and piece.separator != "\n"
            and _breaks_off(previous.text, piece.text)
        ):
            places.append(index)
        previous = piece
    return places


def _breaks_off(before: str, after: str) -> bool:
    if not after[0].islower() or after.startswith(("www.", "http")):
        return False
    if len(after.split(maxsplit=_FRAGMENT_WORDS)) < _FRAGMENT_WORDS:
        return False
    last = before.rstrip(_MARKS)[-1:] or before[-1]
    if last in _LISTING:
        return False
    if last in _COMPLETE:
        return len(after) >= _PROSE and after.rstrip(_MARKS)[-1:] in _COMPLETE
    return len(before) >= _PROSE
