"""What the styles of a Word document say of its paragraphs.

Source: ECMA-376 Part 1, section 17.7 (styles), 17.3.1.20 (outline levels).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rightsgraph.reading.document import BlockKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 12


class Styles:
    """What the styles of a document say of its paragraphs."""

    def __init__(self, root: etree._Element | None) -> None:
        self.names: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.outline: dict[str, int] = {}
        self.numbered: dict[str, etree._Element] = {}
        for style in root.iterfind(f"{_W}style") if root is not None else ():
            key = style.get(f"{_W}styleId") or ""
            self.names[key] = _value(style.find(f"{_W}name")).lower()
            self.based[key] = _value(style.find(f"{_W}basedOn"))
            level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
            if level.isdecimal() and int(level) < 9:
                self.outline[key] = int(level) + 1
            numbered = style.find(f"{_W}pPr/{_W}numPr")
            if numbered is not None:
                self.numbered[key] = numbered

    def _chain(self, paragraph: etree._Element) -> Iterator[str]:
        key = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        for _ in range(_LONGEST_CHAIN):
            if not key:
                return
            yield key
            key = self.based.get(key, "")

    def kind_of(self, paragraph: etree._Element) -> tuple[BlockKind | None, int | None]:
        """The kind and level that the style of a paragraph says."""
        level = _value(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
        if level.isdecimal() and int(level) < 9:
            return BlockKind.HEADING, int(level) + 1
        for key in self._chain(paragraph):
            name = self.names.get(key, key.lower())
            if name == "title":
                return BlockKind.TITLE, None
            if name.startswith("heading") and name[-1:].isdecimal():
                return BlockKind.HEADING, int(name[-1])
            if name in ("quote", "intense quote", "block text"):
                return BlockKind.BLOCK_QUOTATION, None
            if key in self.outline:
                return BlockKind.HEADING, self.outline[key]
        return None, None

    def numbering_of(self, paragraph: etree._Element) -> etree._Element | None:
        """The numbering that the style of a paragraph says."""
        for key in self._chain(paragraph):
            if key in self.numbered:
                return self.numbered[key]
        return None


def _value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""
