"""Quoted words in segments: what stands between the marks of omissions and insertions.

A quotation may mark that words were left out ("...", "[...]"), put in or put in the place of others
("[the] State"), or that a word was fitted into the sentence ("[T]he", "violat[ed]"). What is marked
so is no alteration.

Source: The Chicago Manual of Style, chapter on quotations and dialogue (ellipses, brackets).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.extraction.wording import Wording

# The most words of the source that a mark can stand for. An omission stays within a few
# paragraphs; a bracket takes the place of a name or a phrase, as "[the authorities]" for
# "the Government of the Republic of Examplia and its security forces".
LONGEST_OMISSION = 400
LONGEST_REPLACED = 15

_MARK = re.compile(r"\[([^\[\]]{0,300})\]|\((?:…|\.\s?\.\s?\.)\)|…|\.(?:\s?\.){2,}")
_OMISSION = re.compile(r"[\s.…]*")


@dataclass(frozen=True, slots=True)
class Segment:
    """Quoted words without a mark among them.

    Attributes:
        wording: The words.
        gap: How many words of the source may stand before them, after the segment before.
        open_start: Whether the first word is the end of a word, as in "[re]affirms".
        open_end: Whether the last word is the beginning of one, as in "violat[ed]".
    """

    wording: Wording
    gap: int = 0
    open_start: bool = False
    open_end: bool = False


def segments_of(words: str) -> tuple[Segment, ...]:
    """The segments of quoted words, in their order; none when there are no words.

    Args:
        words: The words between the quotation marks.

    Example:
        >>> [(s.wording.plain, s.gap) for s in segments_of("[T]he State ... must [now] act")]
        [('TheState', 0), ('must', 400), ('act', 15)]
    """
    segments: list[Segment] = []
    start, gap, open_start, kept = 0, 0, False, ""
    for mark in _MARK.finditer(words):
        inside = mark[1]
        before, after = words[start : mark.start()], words[mark.end() : mark.end() + 1]
        glued_before = before[-1:].isalnum() and inside is not None
        glued_after = after.isalnum() and inside is not None
        segment = Segment(Wording(kept + before), gap, open_start, glued_before)
        if segment.wording.words:
            segments.append(segment)
            gap = 0
        start, open_start, kept = mark.end(), False, ""
        if inside is None or _OMISSION.fullmatch(inside):
            gap = max(gap, LONGEST_OMISSION)
        elif glued_after and not glued_before and len(inside) == 1:
            kept = inside  # only the case of a first letter
        elif glued_after or glued_before:
            open_start = glued_after
        else:
            gap = max(gap, LONGEST_REPLACED)
    last = Segment(Wording(kept + words[start:]), gap, open_start)
    if last.wording.words:
        segments.append(last)
    return tuple(segments)
