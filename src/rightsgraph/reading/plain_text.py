"""Plain text to pieces."""

from __future__ import annotations

from itertools import pairwise

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels_alone import join_labels
from rightsgraph.reading.lines import Line, Piece, is_rule, split_lines
from rightsgraph.reading.notes import mark_notes
from rightsgraph.reading.notes_run_together import part_notes
from rightsgraph.reading.page_furniture import mark_page_furniture, without_rules
from rightsgraph.reading.paragraphs import as_given, find_layout, join_lines


def read_plain_text(text: str) -> list[Piece]:
    """The pieces of a plain text, hard-wrapped or not, with pages or without.

    Args:
        text: Decoded text.
    """
    return pieces_of_lines(split_lines(text))


def pieces_of_lines(lines: list[Line]) -> list[Piece]:
    """The pieces that lines make up: page furniture and notes told apart, paragraphs joined."""
    lines = without_rules(lines, [line.kind is None and is_rule(line.text) for line in lines])
    mark_page_furniture(lines)
    lines = join_labels(part_notes(lines))
    mark_notes(lines)
    _mark_tables(lines)
    return join_lines(lines, find_layout(lines))


def pieces_of_blocks(lines: list[Line]) -> list[Piece]:
    """The pieces of lines that are paragraphs already: only notes are to be told apart."""
    mark_notes(lines)
    return join_lines(lines, as_given())


def _mark_tables(lines: list[Line]) -> None:
    """Two or more lines after one another that are set in columns are rows of a table."""
    for line, following in pairwise(lines):
        both = line.columns and following.columns and following.page == line.page
        if both and line.kind in (None, BlockKind.TABLE_ROW) and following.kind is None:
            line.kind = following.kind = BlockKind.TABLE_ROW
