"""Notes that a text puts on one line, one after the other, parted into lines of their own.

The text of a PDF often loses the line breaks between its notes: "1 See A/HRC/1/2. 2 Ibid., para. 3.
3 Letter of 5 May 2019." The rules:

1. A line is a run of notes when it begins with a bare number and the numbers that follow it stand
   in it one by one, each after an end mark and before a capital, "ibid." or "see". Under a heading
   such as "Notes" two in a row are enough; elsewhere it takes three, or two that go on counting
   from the run before, and most of them must cite.
2. The number of a place is none: "art. 9 of", "No. 8".
3. A number without an end mark before it counts only where the number after it stands further on.
4. Under the heading, and right below a run, a line that begins without a number may go on with the
   note before it and hold the notes that follow.
5. A bare number right below a run of notes is the number of the page.

In a text with a line for each paragraph a page of notes also parts a sentence; see
`rightsgraph.reading.paragraphs`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line
from rightsgraph.reading.notes import CITING, NOTES_HEADING

_FIRST = re.compile(r"(\d{1,3}) (?=[A-ZÀ-Þ“\"(\[]|[Ii]bid|see |http|www\.)")
_INNER = re.compile(
    r"(?<=[.,;:)\]”\"»\w]) (\d{1,3})\.? (?=[A-ZÀ-Þ“\"(\[]|[Ii]bid|see |id\.|http|www\.)"
)
_ENDED = frozenset('.)]”"»')
_NUMBERED_WORD = re.compile(
    r"\b(?:paras?|arts?|articles?|sections?|rules?|chapters?|annex|nos?|pp?|vol|ch|sect|sec|add|"
    r"corr|rev|doc|para|ser|and|or|to|of|v|vs|cf)\.?\Z",
    re.IGNORECASE,
)
_MORE_CITING = re.compile(r"\b(?:[Ii]d\.|supra|available |[Ss]ubmission|accessed )|¶")
_SHORTEST_RUN = 3


def part_notes(lines: list[Line]) -> list[Line]:
    """The lines, those that hold several notes parted; see the rules of this module."""
    parted: list[Line] = []
    under, last = False, 0
    after_run = False
    for line, following in zip_longest(lines, lines[1:]):
        ended, after_run = after_run, False
        if line.kind is BlockKind.FURNITURE or not line.text:
            parted.append(line)
            continue
        if len(line.text) < 40 and NOTES_HEADING.match(line.text):
            under, last = True, 0
        elif under and line.kind is BlockKind.HEADING:
            under = False
        if ended and not under and line.text.isdecimal() and line.kind is None:
            line.kind = BlockKind.FURNITURE
            if following is not None:
                following.fresh = True
            parted.append(line)
            continue
        goes_on = under or (ended and not line.blank)
        run = _run(line, last, under=under, goes_on=goes_on) if line.kind is None else []
        if len(run) == 1 and run[0][1] == 0 and under:
            # One note on its line: the rules of `notes` know it.
            last = run[0][0]
            run = []
        if not run:
            parted.append(line)
            continue
        parted += _part(line, run)
        last, after_run = run[-1][0], True
    return parted


def _run(line: Line, last: int, *, under: bool, goes_on: bool) -> list[tuple[int, int]]:
    """The notes that begin in a line, as number and offset; none when it is no run of notes."""
    text = line.text
    opens = _FIRST.match(text)
    if opens:
        number = int(opens[1])
        if not (number in (1, last + 1) or (under and last < number <= last + 5)):
            return []
        run = _counting(text, number, opens.end())
        run.insert(0, (number, 0))
    else:
        return _counting(text, last, 0) if goes_on and last else []
    if under:
        return run
    wanted = 2 if last and run[0][0] == last + 1 else _SHORTEST_RUN
    if len(run) < wanted:
        return run if last and run[0][0] == last + 1 and _cites(text) else []
    ends = [at for _, at in run[1:]] + [len(text)]
    citing = sum(_cites(text[at:end]) for (_, at), end in zip(run, ends, strict=True))
    return run if citing * 2 >= len(run) else []


def _cites(words: str) -> bool:
    return bool(CITING.search(words) or _MORE_CITING.search(words))


def _counting(text: str, number: int, start: int) -> list[tuple[int, int]]:
    """The numbers after one that go on counting in a line, each with its offset."""
    found = [
        (int(match[1]), match.start(1), text[match.start() - 1] in _ENDED)
        for match in _INNER.finditer(text, start)
        if not _NUMBERED_WORD.search(text, max(0, match.start() - 12), match.start())
    ]
    run: list[tuple[int, int]] = []
    at = start
    while True:
        number += 1
        near = [(place, ended) for value, place, ended in found if value == number and place >= at]
        sure = next((place for place, ended in near if ended), None)
        if sure is None:
            # "JS3, para. 2 41 AI, para. 23.": a stop was forgotten.
            further = [place for value, place, ended in found if value == number + 1 and ended]
            sure = next((p for p, _ in near if any(p < later for later in further)), None)
        if sure is None:
            return run
        run.append((number, sure))
        at = sure + 1


def _part(line: Line, run: list[tuple[int, int]]) -> list[Line]:
    """A line as the lines of its notes; words before the first go on with the note before."""
    cuts = [at for _, at in run]
    bounds = [*cuts, len(line.text)]
    parts: list[Line] = []
    if cuts[0] > 0:
        parts.append(_cut(line, 0, cuts[0], blank=line.blank, label=None))
    for (number, at), end in zip(run, bounds[1:], strict=True):
        blank = line.blank and not parts
        parts.append(_cut(line, at, end, blank=blank, label=str(number)))
    return parts


def _cut(line: Line, start: int, end: int, *, blank: bool, label: str | None) -> Line:
    words = line.text[start:end].rstrip()
    body = None
    if label is not None:
        rest = words[len(label) :].lstrip(". ")
        body = len(words) - len(rest)
    return replace(
        line,
        text=words,
        blank=blank,
        fresh=line.fresh and start == 0,
        rule=line.rule and start == 0,
        kind=BlockKind.NOTE,
        label=label,
        body=body,
        links=[(s - start, e - start, a) for s, e, a in line.links if start <= s and e <= end],
        markers=[(s - start, e - start, a) for s, e, a in line.markers if start <= s and e <= end],
    )
