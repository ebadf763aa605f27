"""The notes of a document and the places that call them."""

from __future__ import annotations

import re

from rightsgraph.extraction.results import Note
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

_NUMBERED = re.compile(r"(\d{1,3}) (?=\S)")
_GLUED_MARK = re.compile(r"[a-z][,.;:]?1(?=\s)")
_CITING = re.compile(
    r"\b(?:[A-Z]{1,5}/[A-Z\d]|[Ii]bid|https?:|www\.|[Pp]aras?\.|pp?\. ?\d|[Ss]ee |[Rr]esolution|"
    r"[Aa]rts?\.)"
)


def find_notes(surface: Surface) -> tuple[Note, ...]:
    """The notes in reading order; a block without a label goes on with the note before it.

    A series ends where the numbers start again (annexes, individual opinions): "note 3 above" and
    Ibid. never look across that border.
    """
    notes: list[Note] = []
    series, last = 0, 0
    blocks = surface.document.of_kind(BlockKind.NOTE)
    if not blocks:
        return _unmarked(surface)
    for block in blocks:
        start = _start(surface, block)
        if block.label is None and notes:
            before = notes[-1]
            notes[-1] = Note(before.label, before.start, block.end, before.series, before.markers)
            continue
        label = (block.label or "").strip("[]()^.: ") or str(len(notes) + 1)
        number = int(label) if label.isdecimal() else last + 1
        if notes and number <= last:
            series += 1
        last = number
        notes.append(Note(label, start, block.end, series, ()))
    return _with_markers(surface, notes)


def _unmarked(surface: Surface) -> tuple[Note, ...]:
    """Notes told apart by nothing but their numbers: the text ends in "1 A/..." "2 See ..."."""
    run: list[tuple[int, Block, int]] = []
    for block in reversed(surface.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        number = _NUMBERED.match(surface.text, block.start, block.end)
        if number is None or (run and int(number[1]) != run[-1][0] - 1):
            break
        run.append((int(number[1]), block, number.end()))
    if not run or run[-1][0] != 1:
        return ()
    if len(run) == 1 and not _GLUED_MARK.search(surface.flat[: run[0][1].start]):
        return ()
    citing = sum(bool(_CITING.search(surface.flat, start, block.end)) for _, block, start in run)
    if citing * 2 < len(run):
        return ()
    return tuple(
        Note(str(number), start, block.end, 0, ()) for number, block, start in reversed(run)
    )


def _start(surface: Surface, block: Block) -> int:
    start = block.start if block.body is None else block.body
    while start < block.end and surface.text[start] in " \n":
        start += 1
    return start


def _with_markers(surface: Surface, notes: list[Note]) -> tuple[Note, ...]:
    """The notes with their markers: of several series, a marker calls the nearest note after it."""
    called: dict[int, list[int]] = {}
    by_label: dict[str, list[int]] = {}
    for index, note in enumerate(notes):
        by_label.setdefault(note.label, []).append(index)
    for marker in surface.document.markers:
        candidates = by_label.get(marker.label.strip("[]()^.: "), [])
        after = [i for i in candidates if notes[i].start > marker.start]
        index = after[0] if after else (candidates[-1] if candidates else -1)
        if index >= 0:
            called.setdefault(index, []).append(marker.start)
    return tuple(
        Note(note.label, note.start, note.end, note.series, tuple(called.get(index, ())))
        for index, note in enumerate(notes)
    )
