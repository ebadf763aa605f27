"""Characters of a page put together to lines.

The rules:

1. Characters on one base line make a line. A gap wider than three characters sets columns.
2. A page is read in two columns when at least five lines stand on each side of a gutter and few
   cross it; a line that crosses it divides the columns above from those below.
3. Small digits that stand higher than the line are the mark of a note, printed `[12]`.
4. An empty line stands before a line whose distance to the one before is over 1.3 times the usual,
   or whose size is another.
5. A line larger than the words of most pages is a heading; the larger, the higher its level.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line
from rightsgraph.reading.normalisation import normalise

_SMALL = 0.82
_RAISED = 0.12
_FAR = 1.3
_WIDE_GAP = 3.0
_LARGER = 1.15
_COLUMN_LINES = 5
_HEAD_LINES = 16
_SHORT_LABEL = 8
_LONGEST_ROW = 2000
_MOST_CELLS = 40
_MARK = re.compile(r"(\d{1,3}|\*{1,3}|†|‡)(?:,\s?(\d{1,3}))*\Z")


@dataclass(slots=True)
class Glyph:
    """A character and the box of its line of type, in points from the lower left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Row:
    """A run of characters on one base line; the margin is that of its column."""

    glyphs: list[Glyph]
    left: float
    right: float
    bottom: float
    size: float
    margin: float = 0.0


def body_size(pages: list[list[list[Glyph]]]) -> float:
    """The size of type of most characters, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for fragment in page:
            for glyph in fragment[::5]:
                sizes[round((glyph.top - glyph.bottom) * 2) / 2] += 1
    return sizes.most_common(1)[0][0] if sizes else 0.0


def lines_of_page(fragments: list[list[Glyph]], number: int, usual: float) -> list[Line]:
    """The lines of a page from top to bottom, column by column.

    Args:
        fragments: Characters in runs.
        number: Number of the page, from 1.
        usual: Size of type of most of the document.
    """
    runs = [run for fragment in fragments for run in _runs_of(fragment)]
    rows = [row for run in runs if (row := _row_of(run)) is not None]
    if not rows:
        return []
    width = median((row.right - row.left) / max(1, len(row.glyphs)) for row in rows) or 1.0
    ordered = _in_reading_order(_merged(rows, width))
    leading = _leading(ordered)
    lines: list[Line] = []
    previous: _Row | None = None
    merged = [_merged(cells, width) for cells in ordered]
    for index, cells in enumerate(merged):
        if not (number == 1 and len(lines) < _HEAD_LINES):
            cells = _without_chance_gaps(merged, index, width)
        for place, row in enumerate(cells):
            line = _line_of(row, number, width, usual)
            if line is None:
                continue
            line.fresh = not lines
            line.blank = line.fresh or (place == 0 and _is_apart(previous, row, leading))
            if len(cells) > 1:
                # Two columns at the head are masthead; below they are rows of a table.
                line.hard = number == 1 and len(lines) < _HEAD_LINES
                line.columns = not line.hard
            if place and not line.hard and lines:
                _add_cell(lines[-1], line)
            else:
                lines.append(line)
        previous = cells[-1]
    return lines


def _runs_of(fragment: list[Glyph]) -> list[list[Glyph]]:
    """A fragment cut where it leaves its base line or crosses a wide gap.

    PDFium puts both columns of a line in one fragment, and the lines of a hyphenated word.
    """
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in fragment:
        if glyph.char == " ":
            if runs:
                runs[-1].append(glyph)
            continue
        if last is not None:
            size = max(last.top - last.bottom, glyph.top - glyph.bottom)
            apart = glyph.bottom > last.top or glyph.top < last.bottom
            if apart or not -size < glyph.left - last.right < size * _WIDE_GAP / 2:
                runs.append([])
        elif not runs:
            runs.append([])
        runs[-1].append(glyph)
        last = glyph
    return runs


def _row_of(fragment: list[Glyph]) -> _Row | None:
    glyphs = fragment
    while glyphs and glyphs[-1].char == " ":
        glyphs = glyphs[:-1]
    if not glyphs:
        return None
    sizes = Counter(round(glyph.top - glyph.bottom, 1) for glyph in glyphs if glyph.char != " ")
    size = sizes.most_common(1)[0][0]
    bottom = median(
        glyph.bottom for glyph in glyphs if abs(glyph.top - glyph.bottom - size) < size * 0.1
    )
    left = min(glyph.left for glyph in glyphs)
    return _Row(glyphs, left, max(glyph.right for glyph in glyphs), bottom, size or 1.0)


def _same_line(one: _Row, other: _Row) -> bool:
    overlap = min(one.bottom + one.size, other.bottom + other.size) - max(one.bottom, other.bottom)
    return overlap > 0.55 * min(one.size, other.size)


def _merged(rows: list[_Row], width: float) -> list[_Row]:
    """Rows put together where they go on on the same line, after a small gap."""
    merged: list[_Row] = []
    for row in rows:
        last = merged[-1] if merged else None
        room = last is not None and len(last.glyphs) < _LONGEST_ROW
        if room and last is not None and _same_line(last, row) and row.left >= last.right - width:
            gap = row.left - last.right
            label = len(last.glyphs) <= _SHORT_LABEL and gap < width * 14
            if gap < width * _WIDE_GAP or label:
                space = [Glyph(" ", last.right, last.bottom, row.left, last.bottom + last.size)]
                glyphs = last.glyphs + (space if gap > width * 0.25 else []) + row.glyphs
                whole = _row_of(glyphs)
                if whole is not None:
                    whole.margin = last.margin
                    merged[-1] = whole
                    continue
        merged.append(row)
    return merged


def _without_chance_gaps(lines: list[list[_Row]], index: int, width: float) -> list[_Row]:
    """The cells of a line; one cell when no line beside it has a cell that begins at its place.

    Wide spaces between words, as character recognition leaves them, set no columns.
    """
    cells = lines[index]
    beside = [row for place in (index - 1, index + 1) if 0 <= place < len(lines)
              for row in lines[place][1:]]  # fmt: skip
    if len(cells) < 2 or any(
        abs(cell.left - row.left) < 2 * width for cell in cells[1:] for row in beside[:_MOST_CELLS]
    ):
        return cells
    whole = _row_of([glyph for cell in cells for glyph in (*cell.glyphs, _space_after(cell))])
    if whole is None:
        return cells
    whole.margin = cells[0].margin
    return [whole]


def _space_after(row: _Row) -> Glyph:
    return Glyph(" ", row.right, row.bottom, row.right, row.bottom + row.size)


def _in_reading_order(rows: list[_Row]) -> list[list[_Row]]:
    """The rows from top to bottom, column by column; those on one line together."""
    gutter = _gutter(rows)
    rows = sorted(rows, key=lambda row: -row.bottom)
    _set_margins(rows, gutter)
    if gutter is None:
        return _on_lines(rows)
    ordered: list[list[_Row]] = []
    left: list[_Row] = []
    right: list[_Row] = []
    for row in rows:
        if row.right <= gutter:
            left.append(row)
        elif row.left >= gutter:
            right.append(row)
        else:
            ordered += [*_on_lines(left), *_on_lines(right), [row]]
            left, right = [], []
    return [*ordered, *_on_lines(left), *_on_lines(right)]


def _set_margins(rows: list[_Row], gutter: float | None) -> None:
    page = min(row.left for row in rows)
    column = min(
        (row.left for row in rows if gutter is not None and row.left >= gutter), default=page
    )
    for row in rows:
        row.margin = column if gutter is not None and row.left >= gutter else page


def _on_lines(rows: list[_Row]) -> list[list[_Row]]:
    lines: list[list[_Row]] = []
    for row in rows:
        if lines and _same_line(lines[-1][0], row):
            lines[-1].append(row)
        else:
            lines.append([row])
    return [sorted(cells, key=lambda row: row.left) for cells in lines]


def _gutter(rows: list[_Row]) -> float | None:
    """Where a gutter divides the page into two columns, or None."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    span = right - left
    if span <= 0:
        return None
    for share in (0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56):
        place = left + span * share
        before = [row for row in rows if row.right <= place and row.right - row.left > span * 0.2]
        after = [row for row in rows if row.left >= place and row.right - row.left > span * 0.2]
        across = len(rows) - sum(row.right <= place or row.left >= place for row in rows)
        enough = len(before) >= _COLUMN_LINES and len(after) >= _COLUMN_LINES
        if enough and across * 4 <= len(before) + len(after):
            return place
    return None


def _leading(ordered: list[list[_Row]]) -> float:
    """The usual distance from base line to base line on a page."""
    steps = [
        above[0].bottom - below[0].bottom
        for above, below in pairwise(ordered)
        if 0 < above[0].bottom - below[0].bottom < above[0].size * 2.5
    ]
    return sorted(steps)[len(steps) // 3] if steps else 0.0


def _is_apart(previous: _Row | None, row: _Row, leading: float) -> bool:
    if previous is None:
        return True
    step = previous.bottom - row.bottom
    if step < 0:
        return False  # the top of the next column: the words may go on
    usual = max(leading * min(1.0, row.size / max(previous.size, 0.1)), row.size * 0.9)
    return step > usual * _FAR or abs(previous.size - row.size) > 0.08 * max(row.size, 1.0)


def _line_of(row: _Row, page: int, width: float, usual: float) -> Line | None:
    words = _words(row)
    if not words:
        return None
    indent = round((row.left - row.margin) / width)
    line = Line(words, indent, indent + round((row.right - row.left) / width), page)
    if usual and row.size >= usual * _LARGER and len(words) <= 200:
        line.kind = BlockKind.HEADING
        line.level = 1 if row.size >= usual * 1.5 else 2 if row.size >= usual * 1.3 else 3
    return line


def _words(row: _Row) -> str:
    """The words of a row, raised digits as marks of notes."""
    parts: list[str] = []
    raised: list[str] = []
    for glyph in row.glyphs:
        if glyph.char != " " and _is_raised(glyph, row):
            raised.append(glyph.char)
            continue
        if raised and glyph.char == " ":
            raised.append(" ")
            continue
        _end_mark(parts, raised)
        parts.append(glyph.char)
    _end_mark(parts, raised)
    return " ".join(normalise("".join(parts)).split())


def _is_raised(glyph: Glyph, row: _Row) -> bool:
    height = glyph.top - glyph.bottom
    return height < row.size * _SMALL and glyph.bottom > row.bottom + row.size * _RAISED


def _end_mark(parts: list[str], raised: list[str]) -> None:
    if not raised:
        return
    text = "".join(raised).strip()
    spaced = raised[-1] == " "
    if _MARK.match(text):
        labels = [label.strip() for label in text.split(",")]
        first = not "".join(parts).strip()
        while parts and parts[-1] == " ":
            parts.pop()
        parts.extend(f"[{label}]" for label in labels)
        parts.append(" " if spaced or first else "")
    else:
        parts.append("".join(raised))
    raised.clear()


def _add_cell(line: Line, cell: Line) -> None:
    """Add a further cell to a row of a table."""
    line.text += f" | {cell.text}"
    line.edge = cell.edge
    line.columns = True
