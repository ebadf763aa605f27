"""Lines and pieces: what a reader of one format hands to the rules that all formats share.

A reader of plain text or Markdown makes `Line`s, which are joined into `Piece`s; a reader of HTML,
DOCX or JSON lines, whose source knows its paragraphs, makes `Piece`s at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.normalisation import clean

Span = tuple[int, int, str]


@dataclass(slots=True)
class Line:
    """A line that is not empty, with what the layout says of it.

    Attributes:
        text: The words in normalised form.
        indent: Column of the first character, from 0.
        edge: Column after the last character.
        page: Page, from 1, where the source has pages.
        blank: Whether an empty line, a rule or a page end stands before it.
        fresh: Whether it is the first line of a page.
        rule: Whether a drawn line stands before it.
        hard: Whether the source says that the line ends here (Markdown).
        columns: Whether wide spaces set its words in columns.
        cells: The words of each column, where three spaces or a tab part them.
        loose: The words between two spaces, which part columns only where many lines have them.
        kind: What it is, when the layout or the source says so.
        label: Its number or label, when `kind` is given.
        level: Depth of a heading or list item.
        body: Where the words after a printed label begin.
        links: Links in it, as start, end and address.
        markers: Note marks that the source knows, as start, end and label.
    """

    text: str
    indent: int = 0
    edge: int = 0
    page: int | None = None
    blank: bool = False
    fresh: bool = False
    rule: bool = False
    hard: bool = False
    columns: bool = False
    cells: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    kind: BlockKind | None = None
    label: str | None = None
    level: int | None = None
    body: int | None = None
    links: list[Span] = field(default_factory=list)
    markers: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """A block in the making; the fields are those of `Line` and of `Block`.

    Attributes:
        text: The words in normalised form.
        kind: What it is; None until a rule says so.
        separator: What stands between it and the piece before it.
        full: Whether its last line reached the right margin, so that the words may go on.
        cells: The words of each column, when it is one line that is set in columns.
        loose: The words between two spaces, when it is one line.
        markers: Note markers that the source knows, as start, end and label.
        links: Links, as start, end and address.
    """

    text: str
    kind: BlockKind | None = None
    label: str | None = None
    level: int | None = None
    page: int | None = None
    body: int | None = None
    separator: str = "\n\n"
    full: bool = False
    fresh: bool = False
    rule: bool = False
    indent: int = 0
    cells: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    markers: list[Span] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)

    def append(self, line: Line, glue: str) -> None:
        """Add the words of a further line after `glue`."""
        offset = len(self.text) + len(glue)
        self.text += glue + line.text
        self.cells = self.loose = ()
        if line.links:
            self.links.extend((s + offset, e + offset, a) for s, e, a in line.links)
        if line.markers:
            self.markers.extend((s + offset, e + offset, a) for s, e, a in line.markers)


_HEAD_LINES = 16
_PROSE_WIDTH = 70
_COLUMNS = re.compile(r"(?<=\S)[ ]{4,}(?=\S)")
_PARTED = re.compile(r"[ ]*\t[ \t]*|[ ]{3,}")
_SHORT_LABEL = 8
# A rule is drawn with at least three of these; "* * *" and "- - -" too.
_RULE = re.compile(r"[-_=*–—―─━‒·.~#+ ]{3,}\Z")


def _cells(line: str) -> tuple[str, ...]:
    """The words of each column of a line; none when it has one, or a label before it."""
    cells = tuple(" ".join(cell.split()) for cell in _PARTED.split(line.strip()))
    cells = tuple(cell for cell in cells if cell)
    labelled = len(cells) == 2 and len(cells[0]) <= _SHORT_LABEL and not cells[0].isalpha()
    return cells if len(cells) > 1 and not labelled else ()


def _loose(line: str) -> tuple[str, ...]:
    """The words that two spaces part; none where the first of them end a sentence."""
    cells = tuple(cell.strip() for cell in line.strip().split("  ") if cell.strip())
    ended = any(cell[-1] in ".,;:!?" for cell in cells[:-1])
    return cells if len(cells) > 1 and not ended else ()


def is_rule(text: str) -> bool:
    """Whether a line is drawn and holds no words."""
    return text[:1] in "-_=*–—―─━‒~#+" and _RULE.match(text) is not None


def split_lines(text: str) -> list[Line]:
    r"""The lines of a plain text that hold words, with their layout.

    Args:
        text: Decoded text. A form feed ends a page.

    Example:
        >>> [(line.text, line.indent, line.blank) for line in split_lines("one\n\n   two  words")]
        [('one', 0, True), ('two words', 3, True)]
    """
    text = clean(text)
    paged = "\f" in text
    lines: list[Line] = []
    page = 1
    blank = fresh = True
    prose = False
    for raw in text.split("\n"):
        parts = raw.split("\f") if paged and "\f" in raw else [raw]
        for number, part in enumerate(parts):
            if number:
                page += 1
                blank = fresh = True
            parted = _cells(part) if "\t" in part or "   " in part.strip() else ()
            loose = _loose(part) if not parted and "  " in part.strip() else ()
            if "\t" in part:
                part = part.expandtabs(4)
            words = " ".join(part.split())
            if not words:
                blank = True
                continue
            length = len(part.rstrip())
            indent = length - len(part.strip())
            number_of_page = page if paged else None
            cells = _COLUMNS.split(part.strip()) if "    " in part[indent:length] else [words]
            # Wide space after a printed number is no column.
            columns = len(cells) > 1 and not (len(cells) == 2 and len(cells[0]) <= _SHORT_LABEL)
            prose = prose or (not columns and len(words) >= _PROSE_WIDTH)
            names = prose and not any(map(str.isdecimal, cells))
            if columns and not names and len(lines) < _HEAD_LINES:
                # The masthead of a report stands in two columns: each line of each is its own.
                for cell in cells:
                    lines.append(
                        Line(" ".join(cell.split()), indent, length, number_of_page, blank,
                             fresh and paged, hard=True)
                    )  # fmt: skip
                    blank = fresh = False
                continue
            lines.append(
                Line(words, indent, length, number_of_page, blank, fresh and paged,
                     columns=columns, cells=parted, loose=loose)
            )  # fmt: skip
            blank = fresh = False
    return lines
