"""Views of a document's text that keep every offset: one for matching, one for sentences.

Names and phrases run over line ends, curly apostrophes and note markers. The stages match against
`Surface.flat`, which has the same length as the text, so that an offset found there holds here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from rightsgraph.reading import Block, BlockKind, Document

_TYPOGRAPHY = {
    "\u00a0": " ",
    "’": "'",
    "‘": "'",
    "‛": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "«": '"',
    "»": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
}
_LINK = re.compile(r"(!?\[)([^\[\]\n]{0,300})(\]\([^()\s]{0,500}\))")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_HEADING_SIGN = re.compile(r"^(?:#{1,6}|>) ?", re.MULTILINE)
_LONGEST_ADDRESS = 300
# Blocks whose words are no part of what the document says.
ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.GAP})
# Blocks that hold running text.
PROSE = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTATION, BlockKind.TABLE_ROW}
)

# A mark without its note may stand between: "reports.6 It is imperative".
_SENTENCE_END = re.compile(r"[.!?;:](?:[\"')\]]{0,3}|\d{1,3})(?= +[\"'(\[]{0,2}[A-Z0-9]|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[Pp]aras?|[Aa]rts?|[Nn]os?|[Pp]p?|[Ss]ects?|[Cc]haps?|[Vv]ols?|[Ss]upps?|Mr|Mrs|Ms|"
    r"Messrs|Dr|Prof|Sr|Sra|St|Hon|Amb|Rev|Add|Corr|Res|Doc|Docs|Ser|Comm|Reg|Ed|[Ee]ds?|v|vs|[Cc]f|e\.g|"
    r"i\.e|al|op|cit|ibid|Ibid|Id|n|fn|ff|approx|esp|incl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|Inc|Ltd|Co|Corp|[A-Z])|\b[A-Z](?:\.[A-Z]){1,4})$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int


def holds(words: str, stems: tuple[str, ...]) -> bool:
    """Whether words hold one of several stems: quicker than a pattern that needs one of them."""
    for stem in stems:  # noqa: SIM110  (a generator takes twice as long)
        if stem in words:
            return True
    return False


class Surface:
    """A document with its matching view, its blocks by offset and its sentences."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.blocks = tuple(sorted(document.blocks, key=lambda block: block.start))
        self._starts = [block.start for block in self.blocks]
        self._sentences: dict[tuple[int, int], list[Span]] = {}

    @cached_property
    def flat(self) -> str:
        """The text in matching form, of the same length.

        Line ends inside a block are spaces; quotation marks and dashes are plain; note markers,
        mark-up and furniture are blanked; the borders of blocks stay line ends.
        """
        text = _plain_typography(self.text)
        pieces: list[str] = []
        at = 0
        for block in self.blocks:
            start = max(block.start, at)
            if block.end <= start:
                continue
            pieces.append(self.text[at:start])
            words = text[start : block.end]
            pieces.append(" " * len(words) if block.kind in ASIDE else _plain(words))
            at = block.end
        pieces.append(self.text[at:])
        flat = "".join(pieces)
        pieces, at = [], 0
        for marker in self.document.markers:
            if marker.start < at:
                continue
            pieces += (flat[at : marker.start], " " * (marker.end - marker.start))
            at = marker.end
        pieces.append(flat[at:])
        return "".join(pieces)

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset > self.blocks[index].end:
            return None
        return self.blocks[index]

    def in_address(self, offset: int) -> bool:
        """Whether an offset lies in the address of a web page: "https://example.org/UN"."""
        flat, first = self.flat, max(0, offset - _LONGEST_ADDRESS)
        start = max(flat.rfind(" ", first, offset), flat.rfind("\n", first, offset), first - 1) + 1
        return "://" in flat[start:offset] or flat.startswith("www.", start)

    def is_broken_off(self, block: Block) -> bool:
        """Whether words are missing after a block."""
        index = bisect_right(self._starts, block.start)
        return any(b.kind is BlockKind.GAP for b in self.blocks[index : index + 1])

    def words(self, start: int, end: int) -> str:
        """The words between two offsets as printed, white space collapsed, markers dropped."""
        pieces, at = [], start
        for marker in self._markers_between(start, end):
            pieces.append(self.text[at : marker.start])
            at = marker.end
        pieces.append(self.text[at:end])
        return " ".join("".join(pieces).split())

    def _markers_between(self, start: int, end: int) -> list[Span]:
        index = bisect_right(self._marker_starts, start - 1)
        found = []
        for marker in self.document.markers[index:]:
            if marker.start >= end:
                break
            if start <= marker.start and marker.end <= end:
                found.append(Span(marker.start, marker.end))
        return found

    @cached_property
    def _marker_starts(self) -> list[int]:
        return [marker.start for marker in self.document.markers]

    @cached_property
    def prose(self) -> tuple[Block, ...]:
        """The blocks of running text."""
        return tuple(block for block in self.blocks if block.kind in PROSE)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the running text, in reading order."""
        return tuple(s for block in self.prose for s in self.split(block.start, block.end))

    def split(self, start: int, end: int) -> list[Span]:
        """The sentences between two offsets; several stages ask for the same ones."""
        known = self._sentences.get((start, end))
        if known is None:
            known = self._sentences[start, end] = self._split(start, end)
        return known

    def _split(self, start: int, end: int) -> list[Span]:
        flat, found, at = self.flat[start:end], [], 0
        for match in _SENTENCE_END.finditer(flat):
            if match.group()[0] in ";:" or (
                match.group()[-1].isdigit() and not _is_mark(flat, match.start())
            ):
                continue
            if match.group()[0] == "." and _ABBREVIATION.search(
                flat, max(at, match.start() - 14), match.start()
            ):
                continue
            found.append((at, match.end()))
            at = match.end()
        found.append((at, len(flat)))
        return [
            Span(start + a + _indent(flat, a, b), start + b)
            for a, b in found
            if flat[a:b].strip(" .")
        ]


def _plain_typography(text: str) -> str:
    # One pass a character is many times faster than a table for `str.translate`.
    if not text.isascii():
        for printed, plain in _TYPOGRAPHY.items():
            text = text.replace(printed, plain)
    return text


def _plain(words: str) -> str:
    """The words of one block in matching form, of the same length."""
    plain = words.replace("\n", " ")
    if "](" in plain:
        plain = _LINK.sub(_blank_link, plain)
    if "<" in plain or "*" in plain or "_" in plain:
        plain = _TAG.sub(lambda m: " " * len(m.group()), plain)
    if plain[:1] in "#>":
        plain = _HEADING_SIGN.sub(lambda m: " " * len(m.group()), plain)
    return plain


def _blank_link(match: re.Match[str]) -> str:
    before, label, target = match.groups()
    return " " * len(before) + label + " " * len(target)


def _is_mark(flat: str, at: int) -> bool:
    """Whether the number after a stop can be the mark of a note: "reports.6", not "3.6"."""
    return flat[at] == "." and at > 0 and (flat[at - 1].islower() or flat[at - 1] in "\"')]")


def _indent(text: str, start: int, end: int) -> int:
    return len(text[start:end]) - len(text[start:end].lstrip())
