"""Names that sign in columns side by side, told apart from a table of names and what they are.

"Example Watch | Sample Trust" holds two names; "Anna Sample | Director" and "Example Watch |
Examplia" hold one. Rows after one another are read column by column, so that the office and the
organisation of a person stand below the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from rightsgraph.extraction.gazetteers import actors, states
from rightsgraph.extraction.names_of_persons import (
    ORGANISATION_WORD,
    ROLE,
    has_given_name,
    has_office,
    is_person,
    person_words,
)
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

BAR = " | "
_CELL = re.compile(r"[^|\n]+")
_NUMBERED_CELL = re.compile(r"\| \d{1,3}[.)] (?=\S)")
_OWN_NUMBER = re.compile(r"\d{1,3}[.)] ")
_NUMBER = re.compile(r"[\d. /–-]{1,12}\Z")


class _Sort(Enum):
    """What the words of a cell are, as far as they tell."""

    ORGANISATION = "organisation"
    PERSON = "person"
    OFFICE = "office"
    PLACE = "place"
    NUMBER = "number"
    ADDRESS = "address"
    WORD = "word"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one cell and where they begin."""

    words: str
    start: int


def rows_from(surface: Surface, blocks: tuple[Block, ...], index: int) -> int:
    """The place after the last of the rows that begin here: signature lines with bars in them."""
    while index < len(blocks):
        block = blocks[index]
        words = surface.text[block.start : block.end]
        if block.kind is not BlockKind.SIGNATURES:
            break
        # "1. Example Watch | 5. Sample Trust" holds two names, "1. Example Watch | Examplia" one.
        if block.label is not None and not _NUMBERED_CELL.search(words):
            break
        if BAR not in words or "\n" in words:
            break
        index += 1
    return index


def parallel_names(surface: Surface, rows: tuple[Block, ...]) -> list[list[Cell]] | None:
    """The names of the rows, column by column; None when the columns do not all hold names."""
    table = [_cells_of(surface, block) for block in rows]
    pairs = [(row[0], cell) for row in table for cell in row[1:]]
    if not pairs or any(_sort(cell.words) is _Sort.NUMBER for row in table for cell in row):
        return None
    alike = sum(_alike(_sort(one.words), _sort(other.words)) for one, other in pairs)
    numbered = all(_OWN_NUMBER.match(other.words) for _, other in pairs)
    if alike * 2 <= len(pairs) and not numbered:
        return None
    widest = max(len(row) for row in table)
    return [[row[place] for row in table if place < len(row)] for place in range(widest)]


def _cells_of(surface: Surface, block: Block) -> list[Cell]:
    cells: list[Cell] = []
    start = block.start if block.body is None else block.body
    for match in _CELL.finditer(surface.text, start, block.end):
        words = match.group().strip(" *_")
        if words:
            cells.append(Cell(words, match.start() + match.group().find(words)))
    return cells


def _alike(one: _Sort, other: _Sort) -> bool:
    names = (_Sort.ORGANISATION, _Sort.NAME, _Sort.WORD)
    if one is other:
        return one is not _Sort.PLACE
    return one in names and other in names and _Sort.WORD not in (other,)


def _sort(words: str) -> _Sort:
    words = _OWN_NUMBER.sub("", words, count=1)
    if _NUMBER.match(words):
        return _Sort.NUMBER
    if "@" in words or "://" in words or words.startswith("www."):
        return _Sort.ADDRESS
    if actors().lookup(words) is not None:
        return _Sort.ORGANISATION
    if states().lookup(words) is not None:
        return _Sort.PLACE
    told = person_words(words)
    if told.titled or has_given_name(told.name):
        return _Sort.PERSON
    if ROLE.match(words) or (has_office(words) and not ORGANISATION_WORD.search(words)):
        return _Sort.OFFICE
    if ORGANISATION_WORD.search(words):
        return _Sort.ORGANISATION
    if is_person(told.printed):
        return _Sort.PERSON
    return _Sort.WORD if len(words.split()) == 1 else _Sort.NAME
