"""The lines of signature blocks, each with the names that it holds.

One name a line, comma lists, rows of tables; the heading above says whether they are persons.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from rightsgraph.extraction.gazetteers import fold_name, states
from rightsgraph.extraction.names_of_persons import (
    ROLE,
    has_given_name,
    has_office,
    is_person,
    person_words,
)
from rightsgraph.extraction.signature_columns import BAR, Cell, parallel_names, rows_from
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import BlockKind

_BULLET = re.compile(r"^(?:[-*•·▪◦–—>|]+|\(?\d{1,3}[.)]|\d{1,3}(?= [A-Z]))\s*")
_COPIED = re.compile(r"^(?:cc|c\.c\.|copy|copies|copied)\b[ :]", re.I)
_ANNEX = re.compile(r"^\W*(?:annex|appendix|enclosures?|encl\.|attachments?)\b", re.I)
_OF_ORGANISATIONS = re.compile(
    r"\b(?:organi[sz]a(?:tions?|ciones)|ngos?|institutions|networks|coalitions|groups)\b", re.I
)
_OF_PERSONS = re.compile(
    r"\b(?:individu(?:als?|os|els)|persons?|personas|personnes|particuliers|academics?|scholars?"
    r"|experts?|journalists?|personal capacity)\b",
    re.I,
)
_NAME_COLUMN = re.compile(
    r"(?:full )?names?|signator(?:y|ies)|organi[sz]ations?|institutions?|nombre|nom\b", re.I
)
TABLE_HEAD = frozenset(
    [
        "organisation", "organization", "organisations", "organizations", "name", "names",
        "country",
        "signatory", "signatories", "no", "no.", "#", "title", "affiliation",
        "institution",
    ]
)  # fmt: skip
_OF_PERSON_HEAD = frozenset(["affiliation", "position", "occupation", "profession", "role"])
_LEAD = re.compile(
    r"^(?:signed(?: by)?|signator(?:y|ies)|endorsed by|on behalf of(?: the)?(?: following)?"
    r"(?: organi[sz]ations)?|the undersigned(?: organi[sz]ations)?|undersigned|co-signed by|"
    r"organi[sz]ations?|individuals?)\s*:\s*",
    re.I,
)


# "et al.", "and 45 others", "+ 12 more organisations": those who are not named.
_UNNAMED = re.compile(
    r"(?:et al\b\.?|(?:and |plus |& |\+ ?)?(?:\d[\d,.]{0,6}|many|several) (?:others?|more|further|"
    r"additional|other)\b.{0,40}|\d[\d,.]{0,6} (?:[a-z-]+ ){0,4}(?:organi[sz]ations?|groups|ngos|"
    r"individuals|signator(?:y|ies))\b.{0,60})\Z",
    re.I,
)
_ET_AL = re.compile(r",? et al\b\.?\Z|,? (?:and|&|plus) \d[\d,.]{0,6} (?:others?|more)\b.{0,30}\Z")
_AND_ONE_MORE = re.compile(r",? and (?=(?:the )?[A-ZÀ-Þ])")
_AND = re.compile(r"\A(?:and|&) (?=[A-ZÀ-Þ])")
# A name that goes on in the next line ends, or its second line begins, with a small word.
_GOES_ON = re.compile(r" (?:for|of|and|&|the|on|against|in|to|de|des|du|del|la|para|pour)\Z")
_GONE_ON = re.compile(r"(?:for|of|on|against|in|de|des|du|del|para|pour) (?=\w)")


_FEWEST_IN_ORDER = 10
_MOST_BROKEN = 2


class Section(Enum):
    """What a heading says of the names below it."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or list item that may sign; a cell stands in one of several columns of names."""

    words: str
    start: int
    end: int
    section: Section
    numbered: bool = False
    cell: bool = False


def _section(words: str) -> Section:
    organisations, persons = bool(_OF_ORGANISATIONS.search(words)), bool(_OF_PERSONS.search(words))
    if organisations == persons:
        return Section.MIXED
    return Section.ORGANISATIONS if organisations else Section.PERSONS


def signature_lines(surface: Surface) -> list[Line]:
    """The lines or list items of the signature blocks, with their offsets."""
    found: list[Line] = []
    section = Section.MIXED
    column, read_to = 0, 0
    by_line = _one_on_each_line(surface)
    blocks = surface.document.blocks
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            section = _section(surface.words(block.start, block.end))
        if block.kind is not BlockKind.SIGNATURES or index < read_to:
            continue
        start = block.start if block.body is None else block.body
        for match in re.finditer(r"[^\n]+", surface.text[start : block.end]):
            at = start + match.start()
            if _COPIED.match(match.group()) or _ANNEX.match(match.group()):
                return _joined(found, surface)
            head = _head_of_table(match.group())
            if head is not None:
                column = head.column
                section = Section.PERSONS if head.of_persons else section
                continue
            last = rows_from(surface, blocks, index) if BAR in match.group() else index
            names = parallel_names(surface, blocks[index:last])
            if names:
                read_to = last
                for cells in names:
                    found += [
                        Line(item, first, end, section, cell=True)
                        for cell in cells
                        for item, first, end in _cell_items(cell)
                    ]
                break
            numbered = (block.label or "").isdecimal()
            led = block.body is not None and block.label is None
            found += [
                Line(words, first, last, section, numbered=numbered)
                for item, first, last in _items(
                    match.group(),
                    at,
                    column,
                    one=block.label is not None,
                    by_line=by_line,
                    led=led,
                )
                if (words := _named(item))
            ]
    return _joined(_without_overhang(found, surface), surface)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a table says: the column of the names, and whether persons sign."""

    column: int
    of_persons: bool


def _head_of_table(row: str) -> _Head | None:
    cells = [cell.strip(" *_:").lower() for cell in row.split(BAR)]
    if len(cells) < 2 or not set(cells) & TABLE_HEAD:
        return None
    named = [i for i, cell in enumerate(cells) if _NAME_COLUMN.match(cell)]
    return _Head(named[0] if named else 0, bool(set(cells) & _OF_PERSON_HEAD))


def _cell_items(cell: Cell) -> list[tuple[str, int, int]]:
    bullet = _BULLET.match(cell.words)
    cut = bullet.end() if bullet else 0
    words = _named(cell.words[cut:].strip(" *_"))
    return [(words, cell.start + cut, cell.start + len(cell.words))] if words else []


def _without_overhang(lines: list[Line], surface: Surface) -> list[Line]:
    """The lines without the second lines of cells: "Anna Sample | Fellow of the Sample", "Trust".

    A long row "name | office" was broken where a line without bar follows that is no person.
    """
    rows = [surface.text[line.start : _line_end(surface, line)] for line in lines]
    longest = max((len(row) for row in rows if BAR in row), default=0)
    kept: list[Line] = []
    room = 0
    for line, row in zip(lines, rows, strict=True):
        person = is_person(person_words(line.words).printed)
        if not line.cell and BAR in row:
            broken = person and "," in line.words and len(row) * 2 >= longest
            room = _MOST_BROKEN if broken else 0
        elif room and not line.numbered and not person:
            room -= 1
            continue
        else:
            room = 0
        kept.append(line)
    return kept


def _line_end(surface: Surface, line: Line) -> int:
    end = surface.text.find("\n", line.start)
    return len(surface.text) if end < 0 else end


def _named(words: str) -> str:
    """The words without those that stand for names not given."""
    return "" if _UNNAMED.match(words) else _ET_AL.sub("", _AND.sub("", words))


def _joined(lines: list[Line], surface: Surface) -> list[Line]:
    """The lines, those of one name that was broken over two in one."""
    joined: list[Line] = []
    over = _out_of_order(lines)
    for index, line in enumerate(lines):
        last = joined[-1] if joined else None
        below = last is not None and (
            last.cell or surface.text[last.end : line.start].strip(" |") == "\n"
        )
        broken = (
            last is not None
            and below
            and not line.numbered
            and line.section is last.section
            and bool(index in over or _GOES_ON.search(last.words) or _GONE_ON.match(line.words))
        )
        if last is not None and broken:
            words = f"{last.words} {line.words}"
            joined[-1] = replace(last, words=words, end=line.end)
        else:
            joined.append(line)
    return joined


def _out_of_order(lines: list[Line]) -> set[int]:
    """The lines that break the order of an alphabetical list right after one of its longest lines.

    "Sample-Muster Clinic for Policy and Public", "Interest Law (SMC)": the second is no name.
    """
    keys = [" ".join(fold_name(line.words)) for line in lines]
    steps = list(pairwise(keys))
    if len(lines) < _FEWEST_IN_ORDER or sum(a <= b for a, b in steps) * 5 < len(steps) * 4:
        return set()
    longest = max(len(line.words) for line in lines)
    return {
        index
        for index in range(1, len(lines))
        if keys[index] < keys[index - 1]
        and len(lines[index - 1].words) * 4 >= longest * 3
        and (index + 1 == len(lines) or keys[index + 1] >= keys[index - 1])
    }


def _one_on_each_line(surface: Surface) -> bool:
    """Whether the list has a name on each line: four or more lines, few of them with commas."""
    lines = [
        line
        for block in surface.document.of_kind(BlockKind.SIGNATURES)
        for line in surface.text[block.start : block.end].split("\n")
    ]
    listed = sum(line.count(",") >= 3 or ";" in line for line in lines)
    return len(lines) >= 4 and listed * 4 <= len(lines)


def _items(
    line: str, at: int, column: int, *, one: bool, by_line: bool, led: bool
) -> list[tuple[str, int, int]]:
    """One line as one name, or as several where it is a list.

    Args:
        line: The line.
        at: Its offset.
        column: The column of a table in which the names stand.
        one: Whether the line is an item of a numbered list and so holds one name.
        by_line: Whether the document has one name on each line, some with commas in it.
        led: Whether words such as "Submitted by:" lead to the names.
    """
    lead = _LEAD.match(line)
    cut = lead.end() if lead else 0
    bullet = _BULLET.match(line[cut:])
    cut += bullet.end() if bullet else 0
    rest = line[cut:]
    separator = None
    if rest.count(" | ") >= 1:
        return _cell(rest, at + cut, column)
    one = one or (person_words(rest).titled and has_office(person_words(rest).rest))
    if one:
        pass
    elif rest.count(";") >= 2 or (rest.count(";") == 1 and len(rest) > 60):
        separator = ";"
    elif rest.count(",") >= (6 if by_line else 3) or (
        not by_line and rest.count(",") >= (1 if led else 2) and _AND_ONE_MORE.search(rest)
    ):
        separator = ","
    if separator is None or (separator == "," and _has_offices(rest, led=led)):
        return [(rest.strip(" |*_"), at + cut, at + len(line))] if rest.strip(" |*_.-") else []
    items: list[tuple[str, int, int]] = []
    position = cut
    parts = _split(rest, separator)
    if separator == "," and not re.match(r"\s*(?:and|&|y|et|e|und)\s", parts[-1]):
        # "..., C and D": without a comma before the "and", the last item holds two names.
        last = list(re.finditer(r" (?:and|y|et) (?=[A-ZÀ-Þ])", parts[-1]))
        if last:
            parts[-1:] = [parts[-1][: last[-1].start()], parts[-1][last[-1].start() + 1 :]]
    for part in parts:
        words = re.sub(r"^\s*(?:and|&|y|et)\s+", "", part).strip(" .*_|")
        if words:
            first = at + position + part.find(words)
            items.append((words, first, first + len(words)))
        position += len(part) + 1
    return items


def _has_offices(rest: str, *, led: bool) -> bool:
    """Whether commas part persons from their offices rather than one name from the next."""
    if not led:
        return ROLE.search(rest) is not None
    parts = _split(rest, ",")
    return sum(ROLE.search(part) is not None for part in parts) * 4 > len(parts)


def _split(words: str, separator: str) -> list[str]:
    """The items of a list; a separator inside brackets does not count."""
    parts, depth, last = [], 0, 0
    for index, character in enumerate(words):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == separator and not depth:
            parts.append(words[last:index])
            last = index + 1
    parts.append(words[last:])
    return parts


def _cell(row: str, at: int, column: int) -> list[tuple[str, int, int]]:
    """The cell of a table row that names who signs; a person's with the cells after it."""
    cells = list(re.finditer(r"[^|]+", row))
    cells = [cell for cell in cells if cell.group().strip(" *_.-")]
    chosen = cells[column : column + 1] or cells[:1]
    if chosen and column == 0 and len(cells) > 1 and _is_no_name(chosen[0].group()):
        chosen = cells[1:2]
    if not chosen:
        return []
    words = chosen[0].group().strip(" *_")
    start = at + chosen[0].start() + chosen[0].group().find(words)
    end = start + len(words)
    if is_person(words) and (has_given_name(words) or _has_office_cell(cells)):
        more = [c.group().strip() for c in cells if c.start() > chosen[0].start()]
        words = ", ".join([words, *more])
    return [(words, start, end)]


def _has_office_cell(cells: list[re.Match[str]]) -> bool:
    return any(has_office(cell.group()) for cell in cells[1:])


def _is_no_name(words: str) -> bool:
    return bool(re.fullmatch(r"[\d. ]+", words)) or states().lookup(words.strip()) is not None
