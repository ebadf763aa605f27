"""Which lines are notes, and where their marks stand in the words.

How a note is printed: `[1] See`, `^[1] See`, `[^1]: See`, `¹ See`, `1. See`, `1 See`, or its
number on a line by itself. The rules:

1. Under a heading such as "Notes", to the next heading: a number that is at most five more than
   the last begins a note; other lines go on with the note before. The first may be any number,
   as in an excerpt, when the two after it follow.
2. Bracketed or raised labels at the start of a line are notes when the same label stands in the
   words elsewhere, or when they count up from 1 and stand in the last two thirds of the text.
3. At the foot of a page a star begins a note when a star is glued to a word above.
   At the foot of a page, and after a drawn line: a bare number that goes on counting (or begins at
   1 again) begins the notes of this page when its mark stands in the words above.
4. In a text without such notes: three or more numbers that rise by one, each alone on its line, or
   each before the last words of the text, when marks in the words above call most of them.
5. A line that follows a note without an empty line goes on with it.

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
        match = _BARE.match(text) if first.isdecimal() else None
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
    if not any(line.kind is BlockKind.NOTE for line in lines):
        _mark_counting(lines, starts)


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
    for index, (line, start) in enumerate(zip(lines, starts, strict=True)):
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
            number = int(start.label) if start is not None and start.label.isdecimal() else 0
            near = last < number <= last + _FURTHEST
            # An excerpt leaves notes out: numbers alone on their lines may leap and go on.
            leaps = number > last and (not last or start.body >= len(line.text)) if start else False
            if start is not None and (near or (number and leaps and _rises(starts, index))):
                _begin(line, start)
                last = number
            elif last:
                _go_on(line)
        elif line.kind is BlockKind.NOTE and line.label and line.label.isdecimal():
            last = int(line.label)


def _rises(starts: list[_Start | None], index: int) -> bool:
    """Whether the two numbers after this one go on counting, within the next lines."""
    first = starts[index]
    wanted = [str(int(first.label) + more) for more in (1, 2)] if first is not None else []
    for start in starts[index + 1 : index + 1 + _NEARBY]:
        if start is not None and wanted and start.label == wanted[0]:
            del wanted[0]
    return first is not None and not wanted


def _mark_counting(lines: list[Line], starts: list[_Start | None]) -> None:
    """Mark the numbers alone on their lines, or before the last lines; rule 4 of this module."""
    alone = [
        index
        for index, start in enumerate(starts)
        if start is not None
        and start.form in ("bare", "dotted")
        and start.body >= len(lines[index].text)
        and lines[index].kind is None
        and index + 1 < len(lines)
        and not lines[index + 1].blank
    ]
    led = [
        index
        for index, start in enumerate(starts)
        if start is not None
        and start.form in ("bare", "dotted")
        and start.body < len(lines[index].text)
        and lines[index].kind is None
    ]
    first_marks = _first_marks(lines)
    for run in _runs(alone, starts):
        if _is_called(lines, starts, run, first_marks):
            _mark_run(lines, starts, run)
    for run in _runs(led, starts)[-1:]:
        at_end = len(lines) - run[-1] <= _LAST_LINES
        if at_end and _cite(lines, starts, run) and _is_called(lines, starts, run, first_marks):
            _mark_run(lines, starts, run)


def _first_marks(lines: list[Line]) -> dict[str, int]:
    """The line in which each number first stands glued to a word or end mark."""
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        for match in _GLUED.finditer(line.text):
            first.setdefault(match[1], index)
    return first


def _runs(found: list[int], starts: list[_Start | None]) -> list[list[int]]:
    """The places where at least three numbers rise by one."""
    runs: list[list[int]] = []
    last = 0
    for index in found:
        start = starts[index]
        number = int(start.label) if start is not None else 0
        if runs and number == last + 1 and index - runs[-1][-1] <= _NEARBY:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = number
    return [run for run in runs if len(run) >= 3]


def _cite(lines: list[Line], starts: list[_Start | None], run: list[int]) -> bool:
    """Whether a run cites; one from 1 may be numbered paragraphs, so that nearly all must."""
    first = starts[run[0]]
    citing = sum(CITING.search(lines[index].text) is not None for index in run)
    if first is not None and first.label == "1":
        return citing * 5 >= len(run) * 4
    return first is not None and citing * 2 >= len(run)


def _is_called(
    lines: list[Line], starts: list[_Start | None], run: list[int], first_marks: dict[str, int]
) -> bool:
    """Whether marks above the first note call most of the run, and hardly any stand inside it.

    Numbered paragraphs are not called, and hold marks themselves.
    """
    labels = {start.label for index in run if (start := starts[index]) is not None}
    called = sum(first_marks.get(label, run[0]) < run[0] for label in labels)
    inside = sum(
        1
        for line in lines[run[0] : run[-1] + 1]
        if (match := _GLUED.search(line.text)) and match[1] not in labels
    )
    return called * 3 >= len(labels) * 2 and inside * 3 < len(run)


def _mark_run(lines: list[Line], starts: list[_Start | None], run: list[int]) -> None:
    inside = False
    numbers = set(run)
    for index in range(run[0], len(lines)):
        line, start = lines[index], starts[index]
        if index in numbers and start is not None:
            _begin(line, start)
            inside = True
        elif line.kind is BlockKind.FURNITURE:
            continue
        elif inside and line.kind is None and (not line.blank or _runs_over(lines, index)):
            _go_on(line)
        else:
            inside = False
            if index > run[-1]:
                break


def _runs_over(lines: list[Line], index: int) -> bool:
    """Whether the words of a note go on at the head of a page."""
    return lines[index].fresh and lines[index - 1].text[-1] not in _CLOSED


_NEARBY = 40  # lines between two notes that follow
_LAST_LINES = 15  # lines that the last note of a text may have
_CLOSED = ".!?;:)”"
_GLUED = re.compile(r"(?:[^\W\d_][.,;:)”]{0,2}|[)”][.,;:]?)(\d{1,3})(?=[\s.,;:)”]|\Z)")
CITING = re.compile(
    r"\b(?:[A-Z]{1,5}/[A-Z\d]|[Ii]bid|[Ii]dem|https?:|www\.|[Pp]aras?\.|pp?\. ?\d|[Ss]ee "
    r"|[Aa]rts?\.|[Ll]etter |[Cc]f\.)"
)


def _mark_at_feet(lines: list[Line], starts: list[_Start | None]) -> None:
    """Notes at page feet and after drawn lines, in pages or in a text that has none."""
    if not any(line.rule or line.fresh for line in lines):
        return
    foot = _Foot()
    for line, start in zip(lines, starts, strict=True):
        foot.read(line, start)


class _Foot:
    """Where the walk over the lines stands: among the words of a page or among its notes."""

    def __init__(self) -> None:
        self.last = 0
        self.inside = False
        self.called: set[str] = set()

    def read(self, line: Line, start: _Start | None) -> None:
        """Look at the next line."""
        if line.fresh and line.page is not None:
            self.inside = False
            self.called.clear()
        if line.kind is not None:
            self.inside = self.inside and line.kind is BlockKind.FURNITURE
            if line.kind is BlockKind.HEADING:
                self._look_for_marks(line)
            if line.kind is BlockKind.NOTE and line.label and line.label.isdecimal():
                self.last = int(line.label)
            return
        if self.inside and self._goes_on(line, start):
            return
        if line.page is not None and (star := _STAR.match(line.text)) and star[1] in self.called:
            _begin(line, _Start(star[1], star.end(), "star"))
            self.inside = True
            return
        if start is not None and self._begins(line, start):
            _begin(line, start)
            self.last, self.inside = int(start.label), True
            return
        self._look_for_marks(line)

    def _look_for_marks(self, line: Line) -> None:
        if "*" in line.text:
            self.called.update(_STARRED.findall(line.text))
        for match in _CALLED.finditer(line.text):
            self.called.add(match[1] or match[2] or match[3].translate(RAISED_DIGITS))

    def _goes_on(self, line: Line, start: _Start | None) -> bool:
        if start is not None and start.label == str(self.last + 1):
            _begin(line, start)
            self.last += 1
        elif line.page is None and line.blank:
            self.inside = False
        else:
            _go_on(line)
        return self.inside

    def _begins(self, line: Line, start: _Start) -> bool:
        if start.form not in ("bare", "dotted") or start.label not in self.called:
            return False
        if not (line.rule or (line.blank and line.page is not None and start.form == "bare")):
            return False
        return int(start.label) in (self.last + 1, 1)


_STAR = re.compile(r"(\*{1,3}) (?=\w)")
_STARRED = re.compile(r"(?<=[\w.,;)”])(\*{1,3})(?=[\s,.;]|\Z)")
_CALLED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[.,;:!?”’\")\]]))[ ]?(\d{1,3})(?=[\s.,;:!?”)]|\Z)"
    r"|\^?\[(\d{1,3})\]|([⁰¹²³⁴-⁹]{1,3})"
)
