"""The notes of a document and the places that call them."""

from __future__ import annotations

from rightsgraph.extraction.results import Note
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind


def find_notes(surface: Surface) -> tuple[Note, ...]:
    """The notes in reading order; a block without a label goes on with the note before it.

    A series ends where the numbers start again (annexes, individual opinions): "note 3 above" and
    Ibid. never look across that border.
    """
    notes: list[Note] = []
    series, last = 0, 0
    for block in surface.document.of_kind(BlockKind.NOTE):
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
