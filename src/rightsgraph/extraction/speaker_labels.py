"""Speakers whom a label names: before a colon, on a line of their own, or after a dash.

Press releases and collections of voices print who speaks beside the words, without a sentence:
"Anna Sample, director of the Example Centre: ...", a line or heading with the name above the
words, or "- Anna Sample, Example Centre" after them.
"""

from __future__ import annotations

import re

from rightsgraph.extraction.gazetteers import EntryKind, actors
from rightsgraph.extraction.names_of_persons import (
    has_given_name,
    has_office,
    is_person,
    person_words,
)
from rightsgraph.extraction.names_of_speakers import REPORTING, holder
from rightsgraph.extraction.quotations import Quoted
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

_LONGEST = 220
_SAYS_AT_END = re.compile(
    r",? (?:(?:has |have |also |had |today |then )*(?:said|says|stated|states|added|adds|wrote|"
    r"writes|commented|comments|concluded|continued|explained|noted|warned|declared|remarked))"
    r"(?: (?:that|today|in a statement|on \w+day|[\w ]{2,24}))?[ ,:]*$"
)
_FROM = re.compile(r" (?:from|of|at|with|for) (?:the )?(?=[A-Z\"“])")
_BESIDE_AFTER = re.compile(r"[\s.,]{0,3}(?:[-|]{1,2}\s?)?(?=[A-ZÀ-Þ])")
_OWN_LINE_AFTER = re.compile(r"\s*-{1,2}\s?(?=[A-ZÀ-Þ])")
_SENTENCE_END = re.compile(r"[.!?]\"? (?=[A-Z])")
_ABOVE = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM})


class Labels:
    """Finds the speakers that labels name in one document."""

    def __init__(self, surface: Surface) -> None:
        self.flat = surface.flat
        self.blocks = surface.blocks
        self._places = {block.start: place for place, block in enumerate(self.blocks)}

    def label_of(self, item: Quoted) -> str | None:
        """The speaker named by a label before or above quoted words."""
        before = self._before(item)
        if before:
            return named_by_label(before) if len(before) <= _LONGEST else None
        return self._above(item) if self.opens(item) else None

    def opens(self, item: Quoted) -> bool:
        """Whether quoted words open their block, with nothing but a mark or number before."""
        start = item.block.start if item.block.body is None else item.block.body
        return item.set_off or not re.search(r"[A-Za-zÀ-ÿ]", self.flat[start : item.start])

    def above(self, block: Block) -> Block | None:
        """The block before one, furniture and notes aside."""
        place = self._places.get(block.start, 0) - 1
        while place >= 0 and self.blocks[place].kind in (BlockKind.NOTE, BlockKind.FURNITURE):
            place -= 1
        return self.blocks[place] if place >= 0 else None

    def _before(self, item: Quoted) -> str | None:
        """The words of the block before the quoted ones, when they end like a label."""
        if item.set_off:
            return None
        start = item.block.start if item.block.body is None else item.block.body
        words = self.flat[start : max(start, item.start - 1)].strip()
        if not re.search(r"[A-Za-zÀ-ÿ]", words) or '"' in words or words[-1] in ".!?":
            return None
        last = list(_SENTENCE_END.finditer(words))
        words = words[last[-1].end() :] if last else words
        if words.endswith(":"):
            return words
        told = person_words(words)
        return words if told.rest and has_office(told.rest) and is_person(told.printed) else None

    def _above(self, item: Quoted) -> str | None:
        """The speaker whom the line above names: with a colon, as a heading, with an office."""
        block = self.above(item.block)
        if block is None or block.kind not in _ABOVE or block.end - block.start > _LONGEST:
            return None
        words = self.flat[block.start : block.end].strip(" *_#\n")
        if _SENTENCE_END.search(words) or words[-1:] in ".!?" or '"' in words:
            return None
        if words.endswith(":"):
            return named_by_label(words)
        told = person_words(words)
        known = is_person(told.printed) and (
            block.kind is BlockKind.HEADING or has_given_name(told.name) or has_office(told.rest)
        )
        return told.name if known and told.rest else None

    def signed_after(self, item: Quoted) -> str | None:
        """The speaker printed after words that fill their block, or on the line below a dash."""
        if not self.opens(item):
            return None
        flat, block = self.flat, item.block
        beside = _BESIDE_AFTER.match(flat, item.outer_end, block.end)
        if beside and block.end - beside.end() <= _LONGEST:
            words = flat[beside.end() : block.end]
            dashed = bool(re.search(r"[-|]", beside.group()))
            return None if REPORTING.search(words) and not dashed else _signed(words, dashed=dashed)
        place = self._places.get(block.start, -1) + 1
        if not 0 < place < len(self.blocks) or flat[item.outer_end : block.end].strip(' ".\n'):
            return None
        below = self.blocks[place]
        own = _OWN_LINE_AFTER.match(flat, below.start, below.end)
        if own and below.end - below.start <= _LONGEST:
            return _signed(flat[own.end() : below.end], dashed=True)
        return None


def _mandate(office: str) -> str | None:
    """The UN mandate that a person holds: the words are those of the mandate."""
    held = next((m for m in actors().find(office) if m.entry.kind is EntryKind.MANDATE), None)
    return held.entry.name if held else None


def _signed(words: str, *, dashed: bool) -> str | None:
    """The name that stands after quoted words; without a dash an affiliation must follow it."""
    told = person_words(words.strip(" .*_\n"))
    return told.name if is_person(told.printed) and (dashed or told.rest) else None


def named_by_label(words: str) -> str | None:
    """The speaker that a label before a colon names.

    Example:
        >>> named_by_label("Anna Sample, director of the Example Centre, said:")
        'Anna Sample'
    """
    words = words.strip(" *_\n").rstrip(" :,-")
    said = _SAYS_AT_END.search(words)
    words = words[: said.start()] if said else words
    told = person_words(words)
    if is_person(told.printed):
        return _mandate(told.rest) or told.name
    head = _FROM.split(told.printed, maxsplit=1)[0].strip(" ,")
    if is_person(head) and (has_given_name(person_words(head).name) or said or told.rest):
        return person_words(head).name
    held = holder(told.printed)
    if held and (said or told.rest):
        return held
    return None
