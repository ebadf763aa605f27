"""Where the marks of notes stand in the words, by the rules of `rightsgraph.reading.notes`."""

from __future__ import annotations

import re
from bisect import bisect_right

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Piece, Span
from rightsgraph.reading.notes import RAISED_DIGITS

_PLAIN = re.compile(
    r"\^?\[(\d{1,4}|\*{1,3}|[a-z]|[ivx]{1,5})\]|\[\^([\w-]{1,20})\]|(?<!\bm)(?<!\bkm)(?<!\bcm)([⁰¹²³⁴-⁹]{1,4})"
    r"|(?<=[^\s\d])\^(\d{1,4})"
)
# A digit glued to a letter or an end mark, or after an end mark and before a capital or the end.
_BARE = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[.,;:!?”’»\")\]]))(?P<space>[ ]?)(?P<label>\d{1,3})"
    r"(?P<more>(?:,[ ]?\d{1,3})*)(?=[\s.,;:!?”’»\")\]]|\Z)"
)
_AFTER_SPACE = re.compile(r"[ ](?=[A-ZÀ-Þ“\"'(\[])|\Z|[ ]?[–—;]|\n")
_NUMBERED_WORD = re.compile(
    r"(?:para(?:graph)?s?|art(?:icle)?s?|resolutions?|sections?|rules?|chapters?|parts?|annex|no"
    r"|nos|p|pp|vol|ch|sect|sec|rule|rev|add|corr|ser|res|doc|st)\.?\Z",
    re.IGNORECASE,
)
_GLUED, _SET_OFF = 3, 2
_SILENT = (BlockKind.NOTE, BlockKind.FURNITURE, BlockKind.GAP, BlockKind.SIGNATURES)


def find_markers(pieces: list[Piece]) -> None:
    """Add to each piece the marks of notes that stand in its words.

    Pieces whose source already knows its marks keep those.
    """
    for begin, end, labels in _series(pieces):
        words = [piece for piece in pieces[begin:end] if piece.kind not in _SILENT]
        found = _find_plain(words, labels)
        numbers = {label for label in labels if label.isdecimal()} - found
        # A few marks of the plain form beside many notes are something else: "m²".
        if numbers and len(found) * 4 <= len(labels):
            _find_bare(words, numbers)


def _series(pieces: list[Piece]) -> list[tuple[int, int, set[str]]]:
    """The stretches of pieces of which each holds words and the notes called in them."""
    series: list[tuple[int, int, set[str]]] = []
    labels: set[str] = set()
    begin = number = 0
    last = -1
    for index, piece in enumerate(pieces):
        if piece.kind is not BlockKind.NOTE or piece.label is None:
            continue
        # A series that begins again has its own words before it; without them it is noise.
        again = piece.label in labels or (piece.label.isdecimal() and int(piece.label) < number)
        if again and last < index - 1:
            series.append((begin, last + 1, labels))
            begin, labels, number = last + 1, set(), 0
        labels.add(piece.label)
        number = int(piece.label) if piece.label.isdecimal() else number
        last = index
    if labels:
        series.append((begin, len(pieces), labels))
    return series


def _find_plain(pieces: list[Piece], labels: set[str]) -> set[str]:
    found: set[str] = set()
    for piece in pieces:
        known = {(start, end) for start, end, _ in piece.markers}
        found.update(label for _, _, label in piece.markers)
        if "[" not in piece.text and "^" not in piece.text and piece.text.isascii():
            continue
        for match in _PLAIN.finditer(piece.text):
            label = match[1] or match[2] or match[4] or match[3].translate(RAISED_DIGITS)
            if label in labels and match.span() not in known:
                piece.markers.append((*match.span(), label))
                found.add(label)
        piece.markers.sort()
    return found


def _find_bare(pieces: list[Piece], numbers: set[str]) -> None:
    candidates: list[tuple[Piece, Span, int]] = []
    for piece in pieces:
        for match in _BARE.finditer(piece.text):
            weight = _weigh(piece.text, match)
            if not weight:
                continue
            start = match.start("label")
            for part in re.finditer(r"\d+", match["label"] + match["more"]):
                if part[0] in numbers:
                    span = (start + part.start(), start + part.end(), part[0])
                    candidates.append((piece, span, weight))
    places = {id(piece): place for place, piece in enumerate(pieces)}
    found: dict[int, tuple[int, int]] = {}
    for index in _heaviest_rise([(int(span[2]), weight) for _, span, weight in candidates]):
        piece, span, _ = candidates[index]
        piece.markers.append(span)
        found[int(span[2])] = (places[id(piece)], span[1])
    _fill_in(pieces, found, sorted(int(number) for number in numbers))


def _fill_in(pieces: list[Piece], found: dict[int, tuple[int, int]], numbers: list[int]) -> None:
    """Add marks that stand where only their neighbours can tell: "Rights 4 and" between 3 and 5."""
    for number in numbers:
        if number in found or number + 1 not in found or (number > 1 and number - 1 not in found):
            continue
        first, start = found.get(number - 1, (0, 0))
        last, end = found[number + 1]
        pattern = re.compile(
            rf"(?<=[^\W\d_]|[\d.,;:!?”’»\")\]])(?P<space>[ ]?)(?P<label>{number})(?![\w/.]\w|\w)"
        )
        hits: list[tuple[int, Span]] = []
        for place in range(first, last + 1):
            text = pieces[place].text
            begin = start if place == first else 0
            stop = end if place == last else len(text)
            hits.extend(
                (place, (match.start("label"), match.end("label"), str(number)))
                for match in pattern.finditer(text, begin, stop)
                if _can_fill(text, match)
            )
        if len(hits) == 1:
            place, span = hits[0]
            pieces[place].markers.append(span)
            pieces[place].markers.sort()
            found[number] = (place, span[1])


def _can_fill(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    if not match["space"] and before[-1:].isdecimal():
        return False
    word = re.search(r"[^\W\d_]*\.?\Z", before)
    numbered = bool(word and word[0] and _NUMBERED_WORD.match(word[0]))
    unit = re.match(
        r"[ ](?:per|million|years?|months?|days?|of[ ]the|[A-Z][a-z]+[ ](?:19|20)\d\d)",
        text[match.end() :],
    )
    return not numbered and not unit


def _weigh(text: str, match: re.Match[str]) -> int:
    """How likely a bare number is a mark; 0 for none."""
    before = text[max(0, match.start() - 12) : match.start()]
    word = re.search(r"[^\W\d_]*\.?\Z", before)
    if word and word[0] and _NUMBERED_WORD.match(word[0]):
        return 0
    if not match["space"]:
        # "A/HRC/WG6" or "2017:5" is no mark; "(2017).5" is.
        token = before.rpartition(" ")[2]
        if "/" in token or "www" in token or (token.isupper() and token.isalpha()):
            return 0
        return 0 if before[-2:-1].isdecimal() and before[-1] in ".,:" else _GLUED
    if before[-1:].isalpha():
        return 0
    if before[-1:] in ",;:" and not _AFTER_SPACE.match(text, match.end()):
        # "Disappearance, 3 the Optional Protocol": a mark that the layout set off.
        return 1 if before[-1] == "," and text[match.end() : match.end() + 1] == " " else 0
    return _SET_OFF if _AFTER_SPACE.match(text, match.end()) else 0


def _heaviest_rise(items: list[tuple[int, int]]) -> list[int]:
    """The places of the strictly rising numbers whose weights add up to the most.

    Args:
        items: Number and weight of each candidate, in reading order.

    Example:
        >>> _heaviest_rise([(1, 3), (297, 3), (2, 3), (3, 3)])
        [0, 2, 3]
    """
    ends: list[int] = []  # numbers in rising order ...
    best: list[tuple[int, int]] = []  # ... and the heaviest series that ends there: weight, place
    before: list[int] = []
    for place, (number, weight) in enumerate(items):
        at = bisect_right(ends, number - 1)
        total = weight + (best[at - 1][0] if at else 0)
        before.append(best[at - 1][1] if at else -1)
        if at < len(ends) and ends[at] == number:
            if best[at][0] >= total:
                continue
            best[at] = (total, place)
        else:
            ends.insert(at, number)
            best.insert(at, (total, place))
        # What ends higher and weighs no more can never be part of the answer.
        further = at + 1
        while further < len(best) and best[further][0] <= total:
            further += 1
        del ends[at + 1 : further], best[at + 1 : further]
    chosen: list[int] = []
    place = best[-1][1] if best else -1
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen[::-1]
