"""What the words of a document are made of: headings, numbered paragraphs, lists, quotations.

The rules:

1. A Roman numeral or capital letter with a short line that has no end mark is a heading (levels 1
   and 2). A number with such a line is a heading (level 3) unless the next number follows at once.
2. A short line by itself that has no end mark and stands before prose is a heading.
3. A number begins a paragraph; in a run of numbers after a colon, a list item. A letter or small
   Roman numeral in brackets, and a bullet, begins a list item.
4. A piece that is one quotation, after a colon, is a block quotation.
5. Everything else is a paragraph.
"""

from __future__ import annotations

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels import Label, LabelForm, as_number, find_label
from rightsgraph.reading.letter_lines import is_date_line
from rightsgraph.reading.lines import Piece

_ASIDE = (BlockKind.NOTE, BlockKind.FURNITURE)
_MARKS = "0123456789[]^,* ¹²³⁴⁵⁶⁷⁸⁹⁰"
_LONGEST_NEXT = 60
_PROSE = 60
_LEVELS = {LabelForm.ROMAN: 1, LabelForm.CAPITAL: 2, LabelForm.NUMBER: 3, LabelForm.DECIMAL: 3}
_PAIRS = {"“": "”", "«": "»", '"': '"', "„": "“"}


def mark_body(pieces: list[Piece]) -> None:
    """Mark the pieces that no other rule has marked; see the rules of this module."""
    running = [piece for piece in pieces if piece.kind not in _ASIDE]
    labels = [find_label(p.text) if p.kind is None and not p.label else None for p in running]
    listing: int | None = None
    last = 0
    for index, (piece, label) in enumerate(zip(running, labels, strict=True)):
        if piece.kind is not None:
            if piece.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING) and not piece.label:
                _take_label(piece, find_label(piece.text))
            continue
        previous = running[index - 1] if index else None
        following = running[index + 1] if index + 1 < len(running) else None
        further = labels[index + 1] if index + 1 < len(running) else None
        if label is None:
            piece.kind = _kind_without_label(piece, previous, following)
            continue
        number = as_number(label.text) if label.form is LabelForm.NUMBER else None
        # A number that goes on counting paragraphs is one of them, even without an end mark.
        counts_on = number is not None and (
            (listing is not None and number == listing + 1)
            or (number == last + 1 and len(piece.text) > _LONGEST_NEXT)
        )
        if not counts_on and _is_heading(piece, label, further, following):
            piece.kind, piece.level = BlockKind.HEADING, _LEVELS[label.form]
            _take_label(piece, label)
            continue
        if number is not None:
            after_colon = previous is not None and previous.text[-1] == ":"
            if number == 1 and after_colon:
                listing = 1
            elif (
                listing is not None
                and number == listing + 1
                and previous is not None
                and (previous.kind is BlockKind.LIST_ITEM)
            ):
                listing = number
            else:
                listing, last = None, number
        piece.kind = _kind_with_label(label, in_list=listing is not None)
        _take_label(piece, label)


def _take_label(piece: Piece, label: Label | None) -> None:
    if label is None:
        return
    piece.body = label.end
    piece.label = label.text or None
    if piece.kind is BlockKind.LIST_ITEM and piece.level is None:
        piece.level = 2 if piece.indent >= 8 else 1


def _kind_with_label(label: Label, *, in_list: bool) -> BlockKind:
    if label.form is LabelForm.BULLET:
        return BlockKind.LIST_ITEM
    if label.form is LabelForm.BRACKETED:
        return BlockKind.PARAGRAPH if label.text.isdecimal() else BlockKind.LIST_ITEM
    if label.form is LabelForm.NUMBER and in_list:
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _is_heading(piece: Piece, label: Label, further: Label | None, following: Piece | None) -> bool:
    if label.form not in _LEVELS or following is None:
        return False
    words = _without_marks(piece.text[label.end :])
    if not words or len(words) > 200 or words[-1] in ".;:,!" or not _begins_high(words):
        return False
    if label.form in (LabelForm.ROMAN, LabelForm.CAPITAL):
        return True
    if len(words) > 120:
        return False
    number, next_number = as_number(label.text), as_number(further.text if further else None)
    return further is None or further.form is not label.form or number is None or (
        next_number != number + 1
    )  # fmt: skip


def _without_marks(words: str) -> str:
    """The words without the note marks that they may end with."""
    return words if words.endswith(",") else words.rstrip(_MARKS) or words


def _begins_high(words: str) -> bool:
    return words[0].isupper() or not words[0].isalpha()


def _kind_without_label(piece: Piece, previous: Piece | None, following: Piece | None) -> BlockKind:
    words = _without_marks(piece.text)
    if is_date_line(piece.text):
        return BlockKind.DATE_LINE
    if previous is not None and previous.text.rstrip(_MARKS)[-1:] == ":":
        closing = _PAIRS.get(piece.text[0])
        if closing and words[-1:] == closing and piece.text.find(closing, 1) == len(words) - 1:
            return BlockKind.BLOCK_QUOTATION
    if _stands_before_words(piece, words, following):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _stands_before_words(piece: Piece, words: str, following: Piece | None) -> bool:
    if following is None or not words or len(words) > 150 or words[-1] in ".;:,!?":
        return False
    if piece.separator == "\n" or not words[0].isupper():
        return False
    short = len(words.split()) <= 14
    opens = len(following.text) >= _PROSE or following.text[-1] == ":"
    return short and following.kind in (None, BlockKind.HEADING) and opens
