"""Heads and feet of pages in text that kept its pages, and page numbers in text that lost them.

The rules:

1. With page ends (form feeds), a line among the first or last three of a page is furniture when
   it is a page number, a document's job number, or comes back on another page at that edge with
   at most other digits. On the first page only its foot is furniture: the head is the masthead.
2. Without page ends, a line by itself is furniture when it is a job number, "Page 3 of 12", or one
   of at least three bare numbers of which each is one more than the last; or when it is a symbol
   that comes back as a line by itself; a bare number right above or below one of these is furniture
   too. The words around it may go on across it.
3. An entry of a table of contents (a line with leaders) is furniture.

Source: United Nations Editorial Manual, "Page layout" (symbol at the head, job number and page
number at the foot).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line

_EDGE_LINES = 3
_LONGEST = 120
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|/ ]*(?:page|p\.|página|pág\.|seite)? ?\d{1,4}(?: ?(?:/|of|de|sur) ?\d{1,4})?[-–—|/ ]*"
    r"|[ivxl]{1,6})\Z",
    re.IGNORECASE,
)
_NAMED_PAGE = re.compile(
    r"(?:page|página|seite) \d{1,4}(?: ?(?:/|of|de|sur) ?\d{1,4})?\Z", re.IGNORECASE
)
# Job numbers: "GE.19-14870(E)", "05-48015 (E)", "12-34567", with or without a page number.
_JOB_NUMBER = re.compile(
    r"(?:\d{1,4} )?(?:[A-Z]{1,3}\.)?\d{2}-\d{5,6}(?: ?\([A-Z]\))?(?: \d{1,4}(?:/\d{1,4})?)?"
    r"(?: \d{6}){0,2}(?: ?\*\d{7,}\*)?\Z|\d{6}(?: \d{6}){0,2}\Z|\*\d{7,}\*\Z"
)
_SYMBOL = re.compile(r"[A-Z]{1,6}(?:/[A-Za-z0-9.\-()\[\]]{1,24}){2,8}\Z")
_DIGITS = re.compile(r"\d+")
_PAGED_LEAD = 15
_LEADERS = "......"  # an entry of a table of contents


def mark_page_furniture(lines: list[Line]) -> None:
    """Mark the lines that are heads or feet of pages; see the rules of this module."""
    for line in lines:
        if _LEADERS in line.text and line.kind is None:
            line.kind = BlockKind.FURNITURE
    if any(line.fresh and line.page != 1 for line in lines):
        _mark_paged(lines)
    else:
        _mark_unpaged(lines)


def _mark_paged(lines: list[Line]) -> None:
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    heads: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    for page in pages.values():
        heads.update({_mask(line) for line in page[:_EDGE_LINES]})
        feet.update({_mask(line) for line in page[-_EDGE_LINES:]})
    first = min((number for number in pages if number is not None), default=1)
    for number, page in pages.items():
        head, foot = page[:_EDGE_LINES], page[-_EDGE_LINES:][::-1]
        if number != first:
            _mark_run(head, heads)
        elif page[0].text.isdecimal() or _JOB_NUMBER.match(page[0].text):
            page[0].kind = BlockKind.FURNITURE
        _mark_run(foot, feet)


def _mark_run(edge: list[Line], seen: Counter[str]) -> None:
    """Mark from the page edge inwards, and stop at the first line that is none."""
    for line in edge:
        if not _is_furniture(line, seen):
            # A running title may stand inside a number: look one line further, no more.
            if line is edge[0] and len(edge) > 1 and len(line.text) <= 2:
                continue
            break
        line.kind = BlockKind.FURNITURE


def _is_furniture(line: Line, seen: Counter[str] | None) -> bool:
    text = line.text
    if len(text) > _LONGEST:
        return False
    if "\ue000" <= text[0] <= "\uf8ff":
        return True  # a bar code, in letters of a private font
    if _PAGE_NUMBER.match(text) or _JOB_NUMBER.match(text) or _SYMBOL.match(text):
        return True
    if seen is None or seen[_mask(line)] < 2:
        return False
    # A numbered note or paragraph has the same mask as its neighbours only when it is very short.
    return any(char.isalpha() for char in text) and text[-1] not in ".;,"


def _mask(line: Line) -> str:
    return _DIGITS.sub("0", line.text[:_LONGEST])


def _mark_unpaged(lines: list[Line]) -> None:
    alone: list[int] = []
    symbols: Counter[str] = Counter()
    numbers: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        text = line.text
        if len(text) > 40 or not (text[0].isdecimal() or text[0].isupper() or text[0] in "-–—|p"):
            continue
        if _JOB_NUMBER.match(text) or _NAMED_PAGE.match(text):
            alone.append(index)
        elif text.isdecimal() and len(text) <= 4 and _stands_alone(lines, index):
            numbers.append((index, int(text)))
        elif index >= _PAGED_LEAD and _SYMBOL.match(text):
            symbols[text] += 1
            alone.append(index)
    alone = [i for i in alone if symbols.get(lines[i].text, 2) >= 2]
    alone += _beside(lines, alone) + _counting_up(numbers)
    for index in sorted(alone):
        lines[index].kind = BlockKind.FURNITURE
        # The page ended here: what follows may go on with the words before.
        if index + 1 < len(lines):
            lines[index + 1].fresh = True


def _beside(lines: list[Line], marked: list[int]) -> list[int]:
    """The bare numbers right above or below the heads and feet: the number of the page."""
    return [
        index + step
        for index in marked
        for step in (-1, 1)
        if 0 <= index + step < len(lines)
        and lines[index + step].text.isdecimal()
        and len(lines[index + step].text) <= 4
    ]


def _stands_alone(lines: list[Line], index: int) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else None
    return lines[index].blank and (following is None or following.blank)


def _counting_up(numbers: list[tuple[int, int]]) -> list[int]:
    """The places of bare numbers that count the pages: runs of three or more by one."""
    found: list[int] = []
    run: list[tuple[int, int]] = []
    for item in [*numbers, (-1, -1)]:
        if run and item[1] == run[-1][1] + 1:
            run.append(item)
            continue
        if len(run) >= 3:
            found.extend(index for index, _ in run)
        run = [item]
    return found


def without_rules(lines: list[Line], is_rule: list[bool]) -> list[Line]:
    """The lines that are not drawn; the one after a drawn line knows it."""
    kept: list[Line] = []
    pending = blank = fresh = False
    for line, drawn in zip(lines, is_rule, strict=True):
        if drawn:
            pending, blank, fresh = True, True, fresh or line.fresh
            continue
        if pending:
            line = replace(line, rule=True, blank=line.blank or blank, fresh=line.fresh or fresh)
            pending = blank = fresh = False
        kept.append(line)
    return kept
