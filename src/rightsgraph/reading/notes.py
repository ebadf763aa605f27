"""Which lines are notes, and where their marks stand in the words.

How a note is printed: `[1] See`, `^[1] See`, `[^1]: See`, `¹ See`, `1. See`, `1 See`, or its
number on a line by itself. The rules:

1. Under a heading such as "Notes", to the next heading: a number that is at most five more than
   the last begins a note; other lines go on with the note before.
2. Bracketed or raised labels at the start of a line are notes when the same label stands in the
   words elsewhere, or when they count up from 1 and stand in the last two thirds of the text.
3. At the foot of a page, and after a drawn line: a bare number that goes on counting (or begins at
   1 again) begins the notes of this page when its mark stands in the words above.
4. A line that follows a note without an empty line goes on with it.

A mark is a label in the words for which a note exists: `[1]`, `^[1]`, `[^1]`, `¹`. A bare digit is
a mark only when it is glued to a letter or an end mark ("rights.12") or stands after an end mark
and before a capital or the line end ("rights. 12 The"); of all such digits the marks are those that
count up with the greatest weight. Notes that begin at 1 again (annexes, pages) are matched with
the words before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line

NOTES_HEADING = re.compile(
    r"(?:(?:end|foot)?[ -]?notes?(?:[ ](?:and[ ]references|de[ ]bas[ ]de[ ]page|de[ ]fin))?"
    r"|references(?:[ ]and[ ]notes)?|notas(?:[ ](?:al[ ]pie|a[ ]pie[ ]de[ ]página))?|références"
    r"|notes[ ]finales|fußnoten|anmerkungen|примечания)[ ]?:?\Z",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?:\^?\[(\d{1,4}|\*{1,3}|[a-z]|[ivx]{1,5})\]|\[\^([\w-]{1,20})\]:|\^(\d{1,4}))[.:]?[ ]?"
)
_RAISED = re.compile(r"([⁰¹²³⁴-⁹]{1,4})[ ]?")
_BARE = re.compile(r"(\d{1,3})(?:[.)]?(?:[ ]|\Z))")
_SECTION = re.compile(
    r"(?:annex|appendix|anexo|annexe|part|chapter)\b|[IVX]+\.[ ][A-Z]", re.IGNORECASE
)
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DIGITS_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FURTHEST = 5


@dataclass(slots=True)
class _Start:
    label: str
    body: int
    form: str


def note_start(text: str) -> _Start | None:
    """The label at the start of a line if it can be that of a note, however it is printed."""
    first = text[0]
    if first in "[^":
        match = _BRACKETED.match(text)
        if match:
            return _Start(match[1] or match[2] or match[3], match.end(), "bracketed")
    elif first.isascii():
        match = _BARE.match(text) if first.isdigit() else None
        if match:
            rest = text[match.end(1) : match.end()]
            return _Start(match[1], match.end(), "dotted" if rest[:1] in (".", ")") else "bare")
    elif first in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        match = _RAISED.match(text)
        if match:
            return _Start(match[1].translate(RAISED_DIGITS), match.end(), "raised")
    return None


def mark_notes(lines: list[Line]) -> None:
    """Mark the lines that are notes or go on with one; see the rules of this module."""
    starts = [
        note_start(line.text) if line.kind is None and line.text[0] in _NOTE_FIRST else None
        for line in lines
    ]
    if not any(starts):
        return
    _mark_bracketed(lines, starts)
    _mark_under_headings(lines, starts)
    _mark_at_feet(lines, starts)


_NOTE_FIRST = frozenset("[^0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")


def _begin(line: Line, start: _Start) -> None:
    line.kind, line.label, line.body = BlockKind.NOTE, start.label, start.body


def _go_on(line: Line) -> None:
    line.kind, line.label = BlockKind.NOTE, None


def _mark_bracketed(lines: list[Line], starts: list[_Start | None]) -> None:
    found = {
        index: start
        for index, start in enumerate(starts)
        if start is not None and start.form in ("bracketed", "raised")
    }
    if not found:
        return
    marked = _labels_in_words(lines, starts)
    # Judgments number their paragraphs in this way: without any mark, only the end can be notes.
    counting = [start.label for start in found.values()][:2] == ["1", "2"] and (
        not marked.isdisjoint(start.label for start in found.values())
        or min(found) * 3 > len(lines)
    )
    inside = False
    for index, line in enumerate(lines):
        start = found.get(index)
        if start is not None and (counting or start.label in marked):
            _begin(line, start)
            inside = True
        elif line.kind is BlockKind.FURNITURE:
            continue
        elif inside and line.kind is None and not line.blank and start is None:
            _go_on(line)
        else:
            inside = False


_MARK_IN_WORDS = re.compile(
    r"\^?\[(\d{1,4}|\*{1,3}|[a-z]|[ivx]{1,5})\]|\[\^([\w-]{1,20})\](?!:)|([⁰¹²³⁴-⁹]{1,4})"
)


def _labels_in_words(lines: list[Line], starts: list[_Start | None]) -> set[str]:
    """The labels that stand in the words, not at the start of a line."""
    labels: set[str] = set()
    for line, start in zip(lines, starts, strict=True):
        begin = start.body if start is not None else 0
        for match in _MARK_IN_WORDS.finditer(line.text, begin):
            labels.add(match[1] or match[2] or match[3].translate(RAISED_DIGITS))
    return labels


def _mark_under_headings(lines: list[Line], starts: list[_Start | None]) -> None:
    inside = False
    last = 0
    for line, start in zip(lines, starts, strict=True):
        if line.kind is BlockKind.FURNITURE:
            continue
        if len(line.text) < 40 and NOTES_HEADING.match(line.text):
            inside, last = True, 0
            line.kind, line.level = BlockKind.HEADING, line.level or 1
            continue
        if not inside:
            continue
        if line.kind is BlockKind.HEADING or (line.blank and _SECTION.match(line.text)):
            inside = False
        elif line.kind is None:
            number = int(start.label) if start is not None and start.label.isdigit() else 0
            if start is not None and last < number <= last + _FURTHEST:
                _begin(line, start)
                last = number
            elif last:
                _go_on(line)
        elif line.kind is BlockKind.NOTE and line.label and line.label.isdigit():
            last = int(line.label)


def _mark_at_feet(lines: list[Line], starts: list[_Start | None]) -> None:
    """Notes at page feet and after drawn lines, in pages or in a text that has none."""
    last = 0
    begin = 0
    while begin < len(lines):
        end = begin + 1
        while end < len(lines) and lines[end].page == lines[begin].page:
            end += 1
        last = _mark_foot(lines[begin:end], starts[begin:end], last)
        begin = end


def _mark_foot(page: list[Line], starts: list[_Start | None], last: int) -> int:
    ruled = any(line.rule for line in page)
    if page[0].page is None and not ruled:
        return last
    for index, (line, start) in enumerate(zip(page, starts, strict=True)):
        if start is None or line.kind is not None or start.form not in ("bare", "dotted"):
            continue
        number = int(start.label)
        if number not in (last + 1, 1) or index == 0:
            continue
        if start.form == "dotted" and not line.rule:
            continue
        if not (line.rule or line.blank) or not _is_marked(page[:index], start.label):
            continue
        count = _mark_foot_from(page[index:], starts[index:], number)
        if count:
            return count
    return last


def _mark_foot_from(page: list[Line], starts: list[_Start | None], number: int) -> int:
    """Mark the notes from here to the page end, unless the words below are no notes."""
    expected = number
    chosen: list[tuple[Line, _Start | None]] = []
    for line, start in zip(page, starts, strict=True):
        if line.kind is BlockKind.FURNITURE:
            continue
        if line.kind is not None:
            break
        if start is not None and start.label == str(expected):
            chosen.append((line, start))
            expected += 1
        elif line.page is None and line.blank:
            break
        else:
            chosen.append((line, None))
    for line, start in chosen:
        if start is None:
            _go_on(line)
        else:
            _begin(line, start)
    return expected - 1


def _is_marked(lines: list[Line], label: str) -> bool:
    """Whether the mark of this label can stand in the words of these lines."""
    glued = re.compile(
        rf"(?:[^\W\d_]|[.,;:!?”’\")\]])[ ]?{label}(?=[\s.,;:!?”)]|\Z)|\[{label}\]|\^{label}\b"
        rf"|{label.translate(_DIGITS_RAISED)}"
    )
    return any(label in line.text and glued.search(line.text) for line in lines) or any(
        glued.search(line.text) for line in lines if not line.text.isascii()
    )
