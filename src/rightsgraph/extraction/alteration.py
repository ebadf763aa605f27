"""Quoted words beside the nearest words of a passage, and what was changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rightsgraph.extraction.alignment import align
from rightsgraph.extraction.marked_words import Segment
from rightsgraph.extraction.wording import Word, Wording, joint, same_joint

# Words that are shown of each side of a change.
_MOST_WORDS = 12
# Words that a quotation may leave out without a mark, between two parts of at least so many
# words, the second of which keeps at least this share.
_UNMARKED = 60
_SHORTEST_PART = 3
_SURE = 0.75

Pair = tuple[int | None, int | None]


class ChangeKind(StrEnum):
    """What was done to the words of the source."""

    CHANGED = "changed"
    MISSING = "left out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a quotation makes and does not mark.

    Attributes:
        kind: What was done.
        source: The words of the source; empty when words were added.
        quoted: The words in their place; empty when words were left out.
    """

    kind: ChangeKind
    source: str
    quoted: str

    def __str__(self) -> str:
        match self.kind:
            case ChangeKind.CHANGED:
                return f"changed “{_short(self.source)}” to “{_short(self.quoted)}”"
            case ChangeKind.MISSING:
                return f"left out “{_short(self.source)}”"
            case ChangeKind.ADDED:
                return f"added “{_short(self.quoted)}”"


@dataclass(frozen=True, slots=True)
class Laid:
    """A segment beside the words of the passage that are nearest to it.

    Attributes:
        segment: The segment.
        pairs: Places in the segment and in the passage, None where one has nothing.
    """

    segment: Segment
    pairs: tuple[Pair, ...]

    @property
    def first(self) -> int | None:
        """The first word of the passage."""
        return next((place for _, place in self.pairs if place is not None), None)

    @property
    def end(self) -> int | None:
        """The word of the passage after the last."""
        last = next((place for _, place in reversed(self.pairs) if place is not None), None)
        return None if last is None else last + 1


def lay_out(segments: Sequence[Segment], where: Wording) -> tuple[Laid, ...]:
    """Each segment beside the passage: the longest where it fits best, the others around it.

    Args:
        segments: The segments of a quotation, at least one.
        where: The passage.
    """
    anchor = max(range(len(segments)), key=lambda number: len(segments[number].wording))
    laid: dict[int, Laid] = {anchor: _lay(segments[anchor], where, 0, len(where))}
    low, high = laid[anchor].first or 0, laid[anchor].end or 0
    begin = low
    for number in range(anchor - 1, -1, -1):
        room = segments[number + 1].gap + 2 * len(segments[number].wording)
        laid[number] = _lay(segments[number], where, max(0, begin - room), begin)
        first = laid[number].first
        begin = begin if first is None else first
    end = high
    for number in range(anchor + 1, len(segments)):
        room = segments[number].gap + 2 * len(segments[number].wording)
        laid[number] = _lay(segments[number], where, end, min(len(where), end + room))
        end = laid[number].end or end
    return tuple(laid[number] for number in range(len(segments)))


def _lay(segment: Segment, where: Wording, start: int, end: int) -> Laid:
    keys = segment.wording.keys
    pairs = list(align(keys, where.keys, start, end).pairs)
    kept = [at for at, pair in enumerate(pairs) if _is_kept(pair, keys, where)]
    if kept:
        pairs = pairs[: kept[-1] + 1] + _tail(pairs[kept[-1] :], keys, where, end)
        pairs = _head(pairs[: kept[0] + 1], keys, where, start) + pairs[kept[0] :]
    return Laid(segment, tuple(pairs))


def _is_kept(pair: Pair, keys: Sequence[str], where: Wording) -> bool:
    one, other = pair
    return one is not None and other is not None and keys[one] == where.keys[other]


def _tail(pairs: Sequence[Pair], keys: Sequence[str], where: Wording, end: int) -> list[Pair]:
    """The pairs behind the first; the words after a long omission where they really stand.

    The edit distance would rather change each of them than leave out as many words of the source.
    """
    last, place = pairs[0]
    if last is None or place is None:
        return list(pairs[1:])
    rest = keys[last + 1 :]
    if len(rest) < _SHORTEST_PART:
        return list(pairs[1:])
    begin, stop = place + 1, min(end, place + 1 + _UNMARKED + len(rest))
    found = align(rest, where.keys, begin, stop)
    moved = [(None if one is None else one + last + 1, other) for one, other in found.pairs]
    if sum(_is_kept(pair, keys, where) for pair in moved) < _SURE * len(rest):
        return list(pairs[1:])
    return [(None, at) for at in range(begin, found.start)] + moved


def _head(pairs: Sequence[Pair], keys: Sequence[str], where: Wording, start: int) -> list[Pair]:
    """The pairs before the last, as `_tail` has those behind the first."""
    first, place = pairs[-1]
    if first is None or place is None:
        return list(pairs[:-1])
    rest = keys[:first]
    if len(rest) < _SHORTEST_PART:
        return list(pairs[:-1])
    begin = max(start, place - _UNMARKED - len(rest))
    found = align(rest, where.keys, begin, place)
    if sum(_is_kept(pair, keys, where) for pair in found.pairs) < _SURE * len(rest):
        return list(pairs[:-1])
    return [*found.pairs, *((None, at) for at in range(found.end, place))]


def changes_of(laid: Sequence[Laid], where: Wording) -> tuple[tuple[Change, ...], int]:
    """The changes of all segments, and how many of the quoted words were kept.

    Args:
        laid: The segments beside the passage.
        where: The passage.
    """
    changes: list[Change] = []
    kept = 0
    for part in laid:
        found, count = _changes(part, where)
        changes += found
        kept += count
    return tuple(changes), kept


def _changes(part: Laid, where: Wording) -> tuple[list[Change], int]:
    changes: list[Change] = []
    kept = 0
    quoted, source = part.segment.wording.words, where.words
    keys, others = part.segment.wording.keys, where.keys
    group: list[Pair] = []
    before: tuple[int, int] | None = None
    for pair in (*part.pairs, None):
        here: tuple[int, int] | None = None
        if pair is not None:
            one, other = pair
            if one is None or other is None or keys[one] != others[other]:
                group.append(pair)
                continue
            here = (one, other)
        ours = [quoted[place] for place, _ in group if place is not None]
        theirs = [source[place] for _, place in group if place is not None]
        if _plain(ours) == _plain(theirs):
            kept += len(ours)
            if before and here and not group:
                changes += _punctuation(part.segment.wording, where, before, here)
        else:
            changes.append(_change(part.segment.wording, where, ours, theirs))
        group = []
        if here is not None:
            kept += 1
            changes += _case(quoted[here[0]], source[here[1]], first=here[0] == 0)
            before = here
    return changes, kept


def _plain(words: Sequence[Word]) -> str:
    return "".join(word.key for word in words)


def _change(
    quoted: Wording, where: Wording, ours: Sequence[Word], theirs: Sequence[Word]
) -> Change:
    source = where.text[theirs[0].start : theirs[-1].end] if theirs else ""
    words = quoted.text[ours[0].start : ours[-1].end] if ours else ""
    if not theirs:
        return Change(ChangeKind.ADDED, "", words)
    if not ours:
        return Change(ChangeKind.MISSING, source, "")
    return Change(ChangeKind.CHANGED, source, words)


def _case(quoted: Word, source: Word, *, first: bool) -> list[Change]:
    """The change of case of a word; that of a first letter is none at the head of a segment."""
    one, other = quoted.plain, source.plain
    if one == other or (first and one[1:] == other[1:]):
        return []
    return [Change(ChangeKind.CHANGED, source.printed, quoted.printed)]


def _punctuation(
    quoted: Wording, where: Wording, before: tuple[int, int], here: tuple[int, int]
) -> list[Change]:
    """The change of what stands between two words that were kept."""
    ours = quoted.text[quoted.words[before[0]].end : quoted.words[here[0]].start]
    theirs = where.text[where.words[before[1]].end : where.words[here[1]].start]
    if same_joint(joint(ours), joint(theirs)):
        return []
    return [
        Change(
            ChangeKind.CHANGED,
            where.words[before[1]].printed + joint(theirs),
            quoted.words[before[0]].printed + joint(ours),
        )
    ]


def _short(words: str) -> str:
    parts = words.split()
    if len(parts) > _MOST_WORDS:
        half = _MOST_WORDS // 2
        parts = [*parts[:half], "…", *parts[-half:]]
    return " ".join(parts)
