"""The numbers that Word prints before paragraphs, counted as Word counts them.

Source: ECMA-376 Part 1, section 17.9 (abstract numbering, levels, level text, number formats).
"""

from __future__ import annotations

import re

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_MOST_LETTERS = 26


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.restarted: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iterfind(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId") or ""
            self.levels[key] = dict(map(_level, abstract.iterfind(f"{_W}lvl")))
        for number in root.iterfind(f"{_W}num"):
            key = number.get(f"{_W}numId") or ""
            self.lists[key] = _value(number.find(f"{_W}abstractNumId"))
            for override in number.iterfind(f"{_W}lvlOverride"):
                start = _value(override.find(f"{_W}startOverride"))
                if start.isdecimal():
                    self.starts[key, _number(override.get(f"{_W}ilvl"))] = int(start)

    def label_of(self, paragraph: etree._Element, by_style: etree._Element | None) -> str | None:
        """What Word prints before a paragraph: a label, "" for a bullet, None for nothing.

        Args:
            paragraph: The paragraph; asking counts it.
            by_style: The numbering that its style says.
        """
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        key = _value(own.find(f"{_W}numId")) if own is not None else ""
        level = _value(own.find(f"{_W}ilvl")) if own is not None else ""
        if by_style is not None:
            key = key or _value(by_style.find(f"{_W}numId"))
            level = level or _value(by_style.find(f"{_W}ilvl"))
        abstract = self.lists.get(key, "")
        found = self.levels.get(abstract, {}).get(_number(level))
        if not key or key == "0" or found is None:
            return None
        form, text, _ = found
        self._count(key, abstract, _number(level))
        if form == "bullet":
            return ""
        if form == "none" or not text:
            return None
        return _PLACE.sub(lambda match: self._printed(abstract, int(match[1]) - 1), text).strip()

    def _count(self, key: str, abstract: str, level: int) -> None:
        counts = self.counts.setdefault(abstract, {})
        start = self.levels[abstract][level][2]
        if (key, level) in self.starts and (key, level) not in self.restarted:
            self.restarted.add((key, level))
            counts[level] = self.starts[key, level]
        else:
            counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

    def _printed(self, abstract: str, level: int) -> str:
        form, _, start = self.levels[abstract].get(level, ("decimal", "", 1))
        return _format(self.counts[abstract].get(level, start), form)


def _level(element: etree._Element) -> tuple[int, tuple[str, str, int]]:
    form = _value(element.find(f"{_W}numFmt")) or "decimal"
    text = _value(element.find(f"{_W}lvlText"))
    start = _number(_value(element.find(f"{_W}start")) or "1")
    return _number(element.get(f"{_W}ilvl")), (form, text, start)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _format(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % _MOST_LETTERS) * ((number - 1) // _MOST_LETTERS + 1)
        return (letter if form == "lowerLetter" else letter.upper())[:8]
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if form == "lowerRoman" else roman(number)
    return str(number)


def roman(number: int) -> str:
    """A number in capital Roman numerals; from 4,000 on in figures.

    Example:
        >>> roman(14)
        'XIV'
    """
    if not 0 < number < 4000:
        return str(number)
    parts = []
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def _value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""
