"""Blocks written while the elements of a page are walked over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line, Span
from rightsgraph.reading.normalisation import normalise

_UNIT = re.compile(r"(?:^|[\d\s])(?:k|c|m|d)?m\Z")


@dataclass(slots=True)
class _Scope:
    """An open element that says what the blocks within it are."""

    key: int
    kind: BlockKind | None
    level: int | None
    pre: bool
    note: str | None = None
    item: bool = False
    label: str | None = None


class BlockWriter:
    """Collects words into lines, each a block."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.scopes: list[_Scope] = []
        self.parts: list[str] = []
        self.length = 0
        self.links: list[Span] = []
        self.markers: list[Span] = []
        self.open_links: list[tuple[int, int, str]] = []
        self.blank = True
        self.rule = False
        self.note: str | None = None
        self.in_row = False

    def write(self, text: str) -> None:
        """Add running words; white space collapses unless the element keeps it."""
        if not text:
            return
        if "\n" in text and any(scope.pre for scope in self.scopes[-3:]):
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.break_line()
                self._add(" ".join(part.split()) if part.strip() else "")
            return
        words = " ".join(text.split())
        if not words:
            if self.parts and not self.parts[-1].endswith(" "):
                self._add(" ")
            return
        lead = " " if text[0].isspace() and self.parts and not self.parts[-1].endswith(" ") else ""
        self._add(lead + words + (" " if text[-1].isspace() else ""))

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def write_mark(self, label: str) -> None:
        """Add the mark of a note."""
        mark = f"[{label}]"
        if self.parts and self.parts[-1].endswith(" ") and self.length > 1:
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        first = not "".join(self.parts).strip()
        if not first:
            self.markers.append((self.length, self.length + len(mark), label))
        self._add(mark + (" " if first else ""))

    def ends_with_unit(self) -> bool:
        """Whether the words end with a unit of length, so that a raised digit is a power."""
        return bool(_UNIT.search("".join(self.parts[-3:])[-6:]))

    def begin(
        self,
        key: int,
        kind: BlockKind | None,
        level: int | None = None,
        *,
        rule: bool = False,
        pre: bool = False,
        label: str | None = None,
    ) -> None:
        """Begin an element that stands by itself."""
        if self.in_row:
            self._add(" " if self.parts else "")
        else:
            self.flush()
            self.blank = True
        self.rule = self.rule or rule
        outer = self.scopes[-1] if self.scopes else None
        item = kind is BlockKind.LIST_ITEM
        if outer is not None and outer.kind is BlockKind.FURNITURE:
            kind = BlockKind.FURNITURE
        if kind is BlockKind.LIST_ITEM:
            level = 1 + sum(scope.item for scope in self.scopes[-24:])
        elif kind is None and outer is not None and outer.kind is not BlockKind.HEADING:
            kind, level = outer.kind, outer.level
        if kind is BlockKind.TABLE_ROW:
            self.in_row = True
        note = outer.note if outer is not None else None
        if label is None and outer is not None and not item:
            label, outer.label = outer.label, None
        self.scopes.append(_Scope(key, kind, level, pre, note, item, label))

    def in_furniture(self) -> bool:
        """Whether the words here are furniture, whatever the elements within say."""
        return bool(self.scopes) and self.scopes[-1].kind is BlockKind.FURNITURE

    def end(self, key: int) -> None:
        """End the element that `begin` began with this key."""
        if not self.scopes or self.scopes[-1].key != key:
            return
        scope = self.scopes[-1]
        outer = self.scopes[-2].kind if len(self.scopes) > 1 else None
        if scope.kind is BlockKind.TABLE_ROW and outer is not BlockKind.TABLE_ROW:
            self.in_row = False
        if not self.in_row:
            self.flush()
            self.blank = True
        self.scopes.pop()

    def end_cell(self) -> None:
        """End a cell of a row."""
        words = "".join(self.parts).rstrip()
        if words and not words.endswith("|"):
            self._add(" | ")

    def break_line(self) -> None:
        """Begin a new line within a block; two breaks make an empty line."""
        if self.in_row:
            self._add(" ")
        elif self.parts:
            self.flush()
        else:
            self.blank = True

    def begin_note(self, label: str, *, block: bool) -> None:
        """Say that the words from here on are a note, to the end of the element."""
        if not self.scopes:
            return
        if not block and "".join(self.parts).strip():
            return
        self.note = label
        self.scopes[-1].note = label

    def begin_link(self, key: int, address: str) -> None:
        """Begin words that link to an address."""
        self.open_links.append((key, self.length, address))

    def end_link(self, key: int) -> None:
        """End the link that `begin_link` began with this key."""
        if self.open_links and self.open_links[-1][0] == key:
            _, start, address = self.open_links.pop()
            if self.length > start:
                self.links.append((start, self.length, address))

    def flush(self) -> None:
        """End the block that is being written."""
        raw = "".join(self.parts)
        words = " ".join(normalise(raw).split()).removesuffix(" |")
        links, markers = self.links, self.markers
        self.parts, self.links, self.markers, self.length = [], [], [], 0
        self.open_links = [(key, 0, address) for key, _, address in self.open_links]
        if not words:
            return
        scope = self.scopes[-1] if self.scopes else None
        line = Line(words, blank=self.blank, rule=self.rule)
        if scope is not None:
            line.kind, line.level = scope.kind, scope.level
            line.label, scope.label = scope.label, None
        if scope is not None and scope.note is not None:
            self._make_note(line)
        elif words != raw:
            line.links, line.markers = _moved(raw, words, links), _moved(raw, words, markers)
        else:
            line.links, line.markers = links, markers
        self.lines.append(line)
        self.blank = self.rule = False

    def _make_note(self, line: Line) -> None:
        """The first block of a note gets its label; the others go on with it."""
        line.kind, line.label = BlockKind.NOTE, None
        if self.note is None:
            return
        printed = f"[{self.note}] "
        words = line.text.removeprefix(printed).lstrip(". ")
        line.text, line.label, line.body = printed + words, self.note, len(printed)
        self.note = None

    def finish(self) -> list[Line]:
        """The lines of the page."""
        self.flush()
        return self.lines


def _moved(raw: str, words: str, spans: list[Span]) -> list[Span]:
    """The spans of the raw words, found again in the words with their white space collapsed."""
    moved: list[Span] = []
    at = 0
    for start, end, value in spans:
        text = " ".join(normalise(raw[start:end]).split())
        place = words.find(text, at) if text else -1
        if place >= 0:
            moved.append((place, place + len(text), value))
            at = place + len(text)
    return moved
