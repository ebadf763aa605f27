"""Lines joined into paragraphs.

The rules, for two lines of which the second follows the first:

1. A line that a source calls a block of its own (heading, table row) stays alone.
2. A text is hard-wrapped when most lines that are followed by another come near a common width
   below 160 characters; lines shorter than half of it, as those of lists are, do not count where
   enough of the others go on in lower case. A line is *full* when the first word of the next
   would not have fitted within 85 per cent of the width of its page. No line is full on a
   narrow page on which hardly a line goes on in lower case, as one of names.
3. Without an empty line between them, the second line goes on the first when the first is full,
   ends in a word that cannot end a sentence ("of", "the"), or the second begins in lower case and
   the first has no end mark. It begins a new paragraph when it begins with a label that fits, or
   is indented deeper than the line before it while that one is complete, or when both are
   indented as first lines are. Lines set to the right stay alone.
4. Across an empty line the words go on only where a page ends, or where the first line is full,
   without end mark, and the second begins in lower case.
5. Page heads and feet, and notes at the page foot, that stand inside a paragraph follow it.
6. A hyphen at a line end between lower-case letters is dropped and the parts are joined, unless
   the same compound stands hyphenated within a line of the document.

A paragraph or note that has grown to 50,000 characters takes no further line.
In a text that is not hard-wrapped a line is a paragraph, and its line breaks stay; only a long
line without end mark goes on below the head, foot or notes of a page, where the next begins with
no label.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels import Label, LabelForm, as_number, find_label
from rightsgraph.reading.lines import Line, Piece

_WIDEST = 160
_NARROWEST = 40
_NARROWEST_COLUMN = 24  # where the page is known, a narrow text is a column
_FULL = 0.85
_FEWEST_FULL = 4
_NEVER_FULL = 10_000
_PROSE = 60  # a line of prose in a text that is not hard-wrapped
_LONG_PROSE = 160  # a line that is no heading, so that a page end parts its sentence
_TWO = 2
_LONGEST = 50_000
_ENDS = ".!?:;”\"’')]»…"
_OPEN_WORD = re.compile(
    r"(?:^|[ ’'])(?:of|the|a|an|and|or|for|in|on|to|with|by|from|at|as|its|their|de|du|des|la|le"
    r"|les|et|à|del|los|las|el|y|en|para|por|[Oo]n)\Z"
    # "Mr." at the end of a line ends no sentence.
    r"|(?:^|[ (\"“‘])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Messrs)\.\Z"
)
_NOTE_OR_FURNITURE = (BlockKind.NOTE, BlockKind.FURNITURE)
# The symbol of a document at the head of a page.
_SYMBOL_ALONE = re.compile(r"[A-Z]{1,6}(?:/[A-Za-z0-9.\-()\[\]]{1,24}){2,8}\Z")
_OPEN_BRACKET = re.compile(r"\([^()]{1,38}\Z")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
# A line that is a date and nothing else takes no further words: "4 February 2019", "via email".
_DATE_ALONE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-zé]{2,9},? |[A-Z][a-z]{2,9} \d{1,2}(?:st|nd|rd|th)?, ?)"
    r"(?:19|20)\d\d\Z"
)
# A name that begins in lower case: "iExample", "e2Sample".
_MARKED_NAME = re.compile(r"[a-z]{1,3}[A-Z0-9]")
_COMPOUND = re.compile(r"[a-zà-ÿ]+-[a-zà-ÿ]+")
_ALONE = (BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_ROW, BlockKind.FURNITURE)


@dataclass(frozen=True, slots=True)
class _Step:
    """From one line to the next: where it ends, where the next word would end, how that begins."""

    page: int | None
    edge: int
    reach: int
    lower: bool


@dataclass(slots=True)
class Layout:
    """What the lines of a document have in common.

    Attributes:
        wrapped: Whether its lines are hard-wrapped.
        width: The width of most lines that are followed by another.
        widths: The width of each page, in characters.
        margins: The indent of most lines of each page.
        compounds: Hyphenated words that stand within a line.
    """

    wrapped: bool
    width: int
    widths: dict[int | None, int]
    margins: dict[int | None, int]
    compounds: frozenset[str]


def as_given() -> Layout:
    """The layout of lines that are paragraphs already, because their source knows."""
    return Layout(wrapped=False, width=0, widths={}, margins={}, compounds=frozenset())


def find_layout(lines: list[Line]) -> Layout:
    """What the lines of a document have in common; see the rules of this module."""
    edges: dict[int | None, list[int]] = {}
    indents: dict[int | None, Counter[int]] = {}
    inner: list[_Step] = []
    previous: Line | None = None
    for line in lines:
        if line.kind is BlockKind.FURNITURE:
            previous = None
            continue
        if line.page not in edges:
            edges[line.page], indents[line.page] = [], Counter()
        edges[line.page].append(line.edge)
        indents[line.page][line.indent] += 1
        beside = previous is not None and not line.blank and previous.page == line.page
        # A line that begins an item says nothing of how full the line before it could be.
        if beside and previous is not None and not line.label and not find_label(line.text):
            reach = previous.edge + 1 + len(line.text.partition(" ")[0])
            inner.append(_Step(line.page, previous.edge, reach, line.text[0].islower()))
        previous = line
    widths = {page: _upper(found) for page, found in edges.items()}
    width = _upper([step.edge for step in inner])
    narrowest = _NARROWEST_COLUMN if lines and lines[0].page is not None else _NARROWEST
    wrapped = (
        len(inner) >= 2 and narrowest <= width <= _WIDEST and _comes_near(inner, width)
        and width * 4 > median(widths.values()) * 3
    )  # fmt: skip
    if wrapped:
        widths = _widths_of_prose(widths, inner, width)
    compounds: frozenset[str] = frozenset()
    if wrapped and any(line.text[-1] == "-" for line in lines):
        compounds = frozenset(
            found for line in lines if "-" in line.text
            for found in _COMPOUND.findall(line.text.lower())
        )  # fmt: skip
    margins = {page: found.most_common(1)[0][0] for page, found in indents.items()}
    return Layout(wrapped, width, widths, margins, compounds)


def _comes_near(inner: list[_Step], width: int) -> bool:
    """Whether most lines that are followed by another come near a width."""
    near = [step for step in inner if step.reach >= width * _FULL]
    if len(near) * 2 > len(inner):
        return True
    long = sum(step.edge * 2 >= width for step in inner)
    prose = sum(step.lower for step in near)
    return len(near) >= _FEWEST_FULL and len(near) * 2 > long and prose * 3 >= len(near)


def _widths_of_prose(
    widths: dict[int | None, int], inner: list[_Step], width: int
) -> dict[int | None, int]:
    """The widths of the pages; no line is full on a narrow one without prose."""
    steps: Counter[int | None] = Counter(step.page for step in inner)
    prose: Counter[int | None] = Counter(step.page for step in inner if step.lower)
    return {
        page: _NEVER_FULL if found < width * _FULL and prose[page] * 5 < steps[page] else found
        for page, found in widths.items()
    }


def _upper(values: list[int]) -> int:
    if not values:
        return 0
    return sorted(values)[min(len(values) - 1, len(values) * 9 // 10)]


def _are_rows(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether two lines are rows of two columns that two spaces part: names beside names."""
    return len(above) == len(below) == _TWO and all(
        cell[:1].isupper() and " " in cell for cell in (*above, *below)
    )


class _Joiner:
    """The pieces so far, and the one that the next line may go on."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.pieces: list[Piece] = []
        self.open: Piece | None = None
        self.note: Piece | None = None
        self.aside: list[Piece] = []
        self.last: Line | None = None
        self.number: int | None = None

    def add(self, line: Line, following: Line | None) -> None:
        full = self._is_full(line, following)
        note = self.note if line.kind is BlockKind.NOTE and line.label is None else None
        if note is not None and len(note.text) < _LONGEST:
            self._glue(note, line)
            return
        label = None
        if line.kind not in _NOTE_OR_FURNITURE:
            label = None if line.label else find_label(line.text)
            if self.open is not None and self._goes_on(line, label):
                self._glue(self.open, line)
                self.open.full = full
                self.last = line
                return
        self._begin(line, label, full=full)

    def _begin(self, line: Line, label: Label | None, *, full: bool) -> None:
        piece = Piece(
            line.text,
            kind=line.kind,
            label=line.label,
            level=line.level,
            page=line.page,
            body=line.body,
            separator="\n\n" if line.blank else "\n",
            full=full,
            fresh=line.fresh,
            rule=line.rule,
            indent=line.indent - self.layout.margins.get(line.page, 0),
            cells=line.cells,
            loose=line.loose,
            links=line.links,
            markers=line.markers,
        )
        if line.kind in _NOTE_OR_FURNITURE:
            self.aside.append(piece)
            if line.kind is BlockKind.NOTE:
                self.note = piece
            return
        self.close()
        self.pieces.append(piece)
        self.open, self.last = piece, line
        if label is not None and label.form is LabelForm.NUMBER:
            self.number = as_number(label.text)

    def close(self) -> None:
        self.pieces.extend(self.aside)
        self.aside.clear()
        self.open = None

    def _is_full(self, line: Line, following: Line | None) -> bool:
        if not self.layout.wrapped or line.hard:
            return False
        word = len(following.text.partition(" ")[0]) if following is not None else 8
        return line.edge + 1 + word >= self.layout.widths.get(line.page, 0) * _FULL

    def _goes_on(self, line: Line, label: Label | None) -> bool:
        piece, last = self.open, self.last
        if piece is None or last is None or last.hard or line.rule:
            return False
        if len(piece.text) >= _LONGEST or _SYMBOL_ALONE.match(piece.text):
            return False
        if line.kind is BlockKind.HEADING and line.page is not None:
            # A heading set in larger type over several lines.
            same = piece.kind is line.kind and piece.level == line.level
            return same and not line.blank and self.layout.wrapped
        if piece.kind in _ALONE or (line.kind is not None and line.kind is not piece.kind):
            return False
        if line.kind is BlockKind.LIST_ITEM or line.label:
            return False
        if not self.layout.wrapped:
            return bool(self.aside) and label is None and self._parted(piece.text, line.text)
        if _are_rows(last.loose or last.cells, line.loose or line.cells):
            return False
        if line.columns or last.columns or _DATE_ALONE.match(last.text):
            return False
        if max(line.indent, last.indent) * 2 > self.layout.widths.get(line.page, 0):
            return False  # set to the right: a date, a page, a signature
        ends = piece.text[-1] in _ENDS
        lower = line.text.lstrip("(")[:1].islower() and not _MARKED_NAME.match(line.text)
        if label is not None and self._label_fits(label, ends=ends, full=piece.full):
            return False
        if line.fresh or self.aside:
            return not ends and (
                lower or (piece.full and piece.text[-1] != ",") or self._open(piece)
            )
        if line.blank:
            return piece.full and lower and not ends
        if line.indent >= last.indent + 2 and (ends or piece.text[-1] == "," or not piece.full):
            return self._hangs(piece, last) or (lower and not ends)
        if self._begins_indented(piece, last, line):
            return False
        cut = piece.text[-1] in "-/" and piece.text[-2:-1].isalnum()
        # "(Burkina | Faso);": a name parted inside its bracket.
        cut = cut or (_OPEN_BRACKET.search(piece.text[-40:]) is not None and ")" in line.text[:40])
        # On a page of names a short line is whole, even above a name in small letters.
        whole = self._is_of_names(last) and last.edge * 3 < self.layout.width * 2
        return piece.full or cut or self._open(piece) or (lower and not ends and not whole)

    def _is_of_names(self, line: Line) -> bool:
        return self.layout.widths.get(line.page) == _NEVER_FULL

    def _parted(self, before: str, after: str) -> bool:
        """Whether a page end parts a sentence of a text with a line for each paragraph."""
        last_line = before.rpartition("\n")[2]
        if len(last_line) < _PROSE or last_line[-1] in _ENDS or not after[0].isalpha():
            return False
        lower = after[0].islower() or _OPEN_WORD.search(before[-12:]) is not None
        return lower or len(last_line) >= _LONG_PROSE

    def _begins_indented(self, piece: Piece, last: Line, line: Line) -> bool:
        """Whether a line and the one before it are both the first of a paragraph."""
        margin = self.layout.margins.get(line.page, 0) + 4
        return (
            line.indent >= margin
            and last.indent >= margin
            and last.text == piece.text
            and piece.text[-1] in ".,;:"
            and line.text[0].isupper()
        )

    def _open(self, piece: Piece) -> bool:
        return _OPEN_WORD.search(piece.text[-12:]) is not None

    def _hangs(self, piece: Piece, last: Line) -> bool:
        """Whether words indented under a label go on: only right after its first line."""
        return last.text == piece.text and find_label(piece.text) is not None and piece.full

    def _label_fits(self, label: Label, *, ends: bool, full: bool) -> bool:
        if ends or not full:
            return True
        number = as_number(label.text)
        return label.form is LabelForm.NUMBER and number is not None and (
            self.number is not None and number == self.number + 1
        )  # fmt: skip

    def _glue(self, piece: Piece, line: Line) -> None:
        if not self.layout.wrapped:
            parted = line.kind is not BlockKind.NOTE and self._parted(piece.text, line.text)
            piece.append(line, " " if parted else "\n")
            return
        text = piece.text
        if text[-1] == "-" and len(text) > 1 and text[-2].islower() and line.text[0].islower():
            before = re.search(r"[^\W\d_]+\Z", text[:-1])
            after = re.match(r"[^\W\d_]+", line.text)
            word = f"{before[0] if before else ''}-{after[0] if after else ''}".lower()
            if word not in self.layout.compounds:
                piece.text = text[:-1]
            piece.append(line, "")
        elif text[-1] in "-/" and len(text) > 1 and not text[-2].isspace():
            piece.append(line, "")  # a symbol or address cut at its hyphen
        elif text[-1] in "_=&?%#" and _ADDRESS.search(text[-200:]):
            piece.append(line, "")
        else:
            piece.append(line, " ")


def join_lines(lines: list[Line], layout: Layout) -> list[Piece]:
    """The paragraphs, notes and furniture that the lines make up, in reading order.

    Args:
        lines: Lines with words; those of notes and furniture are marked as such.
        layout: What `find_layout` found in them.
    """
    joiner = _Joiner(layout)
    for line, following in zip_longest(lines, lines[1:]):
        joiner.add(line, following)
    joiner.close()
    return joiner.pieces
