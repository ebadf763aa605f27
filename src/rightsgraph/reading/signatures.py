"""Who signs: the close of a letter and the lists of names after it.

The rules:

1. "Sincerely," and its like are the valediction; the short lines after it are signatures.
2. The lines, table rows and comma lists after a heading such as "Signatories" or "Signed by" are
   signatures, and so is a line that begins "Signed by:".
3. Without either, three or more short lines that end a letter or statement, begin with a capital
   and have no end mark are signatures.
4. Three or more names with bullets after a paragraph that speaks of the undersigned are signatures,
   although more words may follow; so are the rows of a last table with a column of organisations,
   and five or more numbered rows that end a letter.
5. Five or more short numbered names that rise, with gaps or anew from 1, are signatures when words
   above speak of the undersigned or a sub-heading such as "Individuals" stands before them; ten or
   more, when they end the text.
6. Failing all that, names after "Submitted by:" or a heading of signatories before the text are
   signatures, unless the text is a decision on a communication.
7. Three or more names alone in the first lines of a letter are signatures when it speaks on behalf
   of the signatory organisations and has no longer list at its end.
   So are one to eight short lines after words of thanks, where nothing else is found.
8. Where the words speak of the undersigned, five or more short names below "Organisations",
   "Individuals" or the like are signatures.
9. The list ends at a note, furniture, a heading of another kind, a "cc:" line, a line that says
   who translated or edited the text or whom to ask, or prose. A line "Her Excellency" alone begins
   the address of the one written to.
   Sub-headings that end in a colon, headings, and "Organisations", "Individuals" are headings.
   Notes at the foot of a page do not end a list that goes on overleaf.
"""

from __future__ import annotations

import re
from itertools import islice

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels import LabelForm, find_label
from rightsgraph.reading.letter_lines import DATE, is_copy_line, is_date_line
from rightsgraph.reading.lines import Piece
from rightsgraph.reading.signature_openings import (
    invites_names,
    is_closing,
    is_heading_of_names,
    is_valediction,
    lead_in,
    opens_list,
)
from rightsgraph.reading.signature_runs import (
    BRACKET,
    IGNORED,
    LONGEST_NAME,
    SUBHEADING,
    UNDERSIGNED,
    ends_sentence,
    goes_on_overleaf,
    heads_group,
    is_credit,
    is_name,
    mark_bulleted,
    mark_numbered,
    more_names,
    sign,
)

_SUBMITTED = re.compile(
    r"(?:(?:joint(?:ly)? |a )?(?:submi(?:tted|ssion)|presented|prepared)"
    r"|joint (?:letter|statement)) (?:jointly )?by ?: ?",
    re.IGNORECASE,
)
# A communication of an individual is submitted as well; who does so signs nothing here.
_OF_A_CASE = re.compile(r"(?:alleged victims?|state party|represented by|author)\b", re.IGNORECASE)
LONGEST_ABOVE = 600
_NAME_ALONE = re.compile(r"[A-ZÀ-Þ][^\d.:;!?@/]{3,80}\Z")
_FOR_ORGANISATIONS = re.compile(
    r"\b(?:on behalf of (?:all )?(?:the )?(?:signatory|undersigned|above)"
    r"|(?:undersigned|signatory) organi[sz]ations|organi[sz]ations (?:listed|named) above)\b",
    re.IGNORECASE,
)
_ADDRESSED_BELOW = re.compile(r"(?:his|her|their) excellenc(?:y|ies)\Z", re.IGNORECASE)
_ADDRESSED_TO = re.compile(
    r"(?:this |the )?(?:letter )?(?:was |is )?(?:addressed|sent) to ?:?\Z", re.IGNORECASE
)
# Three words at least: a single one is the place where it was written.
_DATED_NAME = re.compile(
    rf"(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [\w'’&-]+){{2,9}}), (?:{DATE})\.?\Z", re.IGNORECASE
)
_MOST_AFTER_THANKS = 8
_MOST_COLUMNS = 5
_FEWEST_ROWS = 4
# Whoever signs speaks for himself: a list at the end of another text is of something else.
_SPEAKS = re.compile(
    r"\b(?:we|our|us|undersigned|nosotr[oa]s|nuestr[oa]s?|nous|notre|nos|wir|unsere?"
    r"|letter|statement|appeal|petition|declaration)\b",
    re.IGNORECASE,
)


def mark_signatures(pieces: list[Piece]) -> None:
    """Mark valedictions and the names after them; see the rules of this module."""
    marked = _mark_from(pieces, _first_place(pieces))
    _mark_letterhead(pieces)
    if not (marked or mark_bulleted(pieces) or mark_numbered(pieces)):
        marked = _mark_above(pieces) or _mark_after_thanks(pieces)
        if not marked:
            _mark_last_lines(pieces)
    _mark_dated_name(pieces)
    _mark_addressed_below(pieces)
    _part_loose_columns(pieces)


def _mark_dated_name(pieces: list[Piece]) -> None:
    """Mark the last line where a name stands before a date: "Friends of Sample, 3 May 2019"."""
    place = next((i for i in reversed(range(len(pieces))) if pieces[i].kind not in IGNORED), None)
    if place is None or any(piece.kind is BlockKind.SIGNATURES for piece in pieces):
        return
    last = pieces[place]
    dated = _DATED_NAME.match(last.text) if last.kind in (None, BlockKind.DATE_LINE) else None
    plain = not (last.markers or last.links or last.cells)
    if dated and plain and any(_SPEAKS.search(piece.text) for piece in pieces):
        date = last.text[dated.end("name") + 2 :]
        last.text, last.kind = dated["name"], BlockKind.SIGNATURES
        below = Piece(date, BlockKind.DATE_LINE, page=last.page, separator="\n")
        pieces.insert(place + 1, below)


def _part_loose_columns(pieces: list[Piece]) -> None:
    """Set bars between columns that two spaces part, where most lines of a list have as many."""
    names = [piece for piece in pieces if piece.kind is BlockKind.SIGNATURES]
    widths = [len(piece.loose) for piece in names]
    columns = max(range(2, _MOST_COLUMNS + 1), key=widths.count)
    # A last row may be shorter; of three columns and more the rows themselves must be many.
    parted = [piece for piece in names if 2 <= len(piece.loose) <= columns]
    whole = widths.count(columns)
    if whole < _FEWEST_ROWS or len(parted) * 3 < len(names) * 2 or whole * 4 < len(parted) * 3:
        return
    for piece in parted:
        if piece.label is None and not piece.markers and not piece.links:
            piece.text = " | ".join(piece.loose)


def _mark_from(pieces: list[Piece], index: int) -> bool:
    found = False
    signing = any(UNDERSIGNED.search(piece.text) for piece in pieces[:index])
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.kind not in (None, BlockKind.HEADING):
            continue
        text = piece.text
        signing = signing or found or UNDERSIGNED.search(text) is not None
        if len(text) > LONGEST_NAME and not lead_in(text):
            continue
        if is_valediction(text):
            piece.kind = BlockKind.VALEDICTION
            index = _mark_names(pieces, index)
            found = True
        elif is_heading_of_names(text) or invites_names(text):
            end = _mark_names(pieces, index)
            if end > index:
                piece.kind, piece.level, found = BlockKind.HEADING, piece.level or 1, True
            index = end
        elif names_at := lead_in(text):
            piece.kind, piece.body, found = BlockKind.SIGNATURES, names_at, True
            index = _mark_names(pieces, index)
        elif signing and heads_group(pieces, index - 1):
            piece.kind, piece.level = BlockKind.HEADING, piece.level or 2
            index = _mark_names(pieces, index)
            found = True
    return found


def _mark_after_thanks(pieces: list[Piece]) -> bool:
    """Mark the short lines after the last words of thanks, where no valediction stands."""
    place = next(
        (i for i in reversed(range(len(pieces))) if is_closing(pieces[i].text)), len(pieces)
    )
    names: list[Piece] = []
    for piece in pieces[place + 1 :]:
        if piece.kind is not None or len(piece.text) > 100 or ends_sentence(piece.text):
            break
        if not piece.text[0].isupper() or is_credit(piece.text) or is_copy_line(piece.text):
            break
        names.append(piece)
    if not names or len(names) > _MOST_AFTER_THANKS:
        return False
    for piece in names:
        sign(piece)
    return True


def _mark_addressed_below(pieces: list[Piece]) -> None:
    """Mark the lines below "Addressed to:" at the end of a letter."""
    for index, piece in enumerate(pieces):
        if index * 2 > len(pieces) and _ADDRESSED_TO.match(piece.text):
            _mark_addressed(pieces, index + 1)


def _mark_letterhead(pieces: list[Piece]) -> None:
    """Mark three or more names in the first lines of a letter that speaks for organisations."""
    lines: list[Piece] = []
    for piece in pieces:
        if piece.kind not in (None, BlockKind.TITLE, BlockKind.MASTHEAD):
            break
        if not _NAME_ALONE.match(piece.text) or (lines and piece.separator != "\n"):
            break
        lines.append(piece)
    after = pieces[len(lines)] if len(lines) < len(pieces) else None
    if len(lines) < 3 or after is None or after.separator == "\n":
        return
    written = any(piece.kind is BlockKind.SALUTATION for piece in pieces)
    many = sum(piece.kind is BlockKind.SIGNATURES for piece in pieces) > len(lines) + 3
    if written and not many and any(_FOR_ORGANISATIONS.search(piece.text) for piece in pieces):
        for line in lines:
            line.kind = BlockKind.SIGNATURES


def _mark_above(pieces: list[Piece]) -> bool:
    """Mark names that stand before the text: "Submitted by: ...", a list above the salutation."""
    head = pieces[: max(12, len(pieces) // 4)]
    if any(p.kind is BlockKind.MASTHEAD or _OF_A_CASE.match(p.text) for p in head):
        return False
    for index, piece in enumerate(head):
        if piece.kind not in (None, BlockKind.HEADING, BlockKind.TITLE):
            continue
        submitted = _SUBMITTED.match(piece.text)
        if submitted and len(piece.text) > submitted.end() and len(piece.text) <= LONGEST_ABOVE:
            piece.kind, piece.body = BlockKind.SIGNATURES, submitted.end()
            return True
        if submitted or is_heading_of_names(piece.text):
            names = _names_from(pieces, index + 1)
            if len(names) >= 2:
                piece.kind, piece.level = BlockKind.HEADING, piece.level or 1
                for name in names:
                    sign(name)
                return True
    return False


def _names_from(pieces: list[Piece], index: int) -> list[Piece]:
    """The short lines from here on that can be names; a numbered one is a heading or paragraph."""
    names: list[Piece] = []
    for piece in islice(pieces, index, None):
        if piece.kind not in (None, BlockKind.LIST_ITEM) or len(piece.text) > LONGEST_NAME:
            break
        label = find_label(piece.text)
        numbered = label is not None and label.form is not LabelForm.BULLET
        if numbered or not is_name(piece) or ends_sentence(piece.text):
            break
        names.append(piece)
    return names


def _first_place(pieces: list[Piece]) -> int:
    """Where the search begins: in the last three quarters, or where a long list opens earlier.

    A short letter with very many signatories is nearly all list; and where a letter greets, its
    good-bye ends it wherever it stands.
    """
    quarter = len(pieces) // 4
    greeted = False
    for index, piece in enumerate(pieces[:quarter]):
        greeted = greeted or piece.kind is BlockKind.SALUTATION
        text = piece.text
        if piece.kind not in (None, BlockKind.HEADING):
            continue
        if greeted and len(text) <= 60 and is_valediction(text):
            return index
        if opens_list(text) or invites_names(text):
            following = pieces[index + 1 : index + 11]
            if sum(len(later.text) <= 120 for later in following) >= 9:
                return index
    return quarter


def _mark_names(pieces: list[Piece], index: int) -> int:
    """Mark the names from here on; the place after the last."""
    while index < len(pieces):
        piece = pieces[index]
        text = piece.text
        if piece.kind in IGNORED:
            if piece.kind is BlockKind.NOTE and not goes_on_overleaf(pieces, index):
                break
        elif is_credit(text):
            break
        elif "://" in text and goes_on_overleaf(pieces, index):
            piece.kind = BlockKind.PARAGRAPH  # a note at the page foot that goes on there
        elif is_copy_line(text):
            return _mark_copied(pieces, index)
        elif _ADDRESSED_BELOW.match(text):
            return _mark_addressed(pieces, index)
        elif piece.kind is BlockKind.HEADING or (text[-1] == ":" and len(text) <= 80):
            if not more_names(pieces, index + 1) or find_label(text):
                break
            piece.kind, piece.level = BlockKind.HEADING, piece.level or 2
        elif SUBHEADING.match(BRACKET.sub("", text)) and more_names(pieces, index + 1):
            piece.kind, piece.level = BlockKind.HEADING, 2
        elif is_date_line(text):
            piece.kind = BlockKind.DATE_LINE
        elif piece.kind in (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and is_name(piece):
            sign(piece)
        else:
            break
        index += 1
    return index


def _mark_addressed(pieces: list[Piece], index: int) -> int:
    """Those to whom a letter goes, below the signature: the manner of the United Nations."""
    while index < len(pieces) and pieces[index].kind in (None, BlockKind.TABLE_ROW):
        if len(pieces[index].text) > 120 or pieces[index].text[-1] in ".!?:;":
            break
        if is_date_line(pieces[index].text):
            pieces[index].kind = BlockKind.DATE_LINE
            break
        pieces[index].kind = BlockKind.ADDRESS
        index += 1
    return index


def _mark_copied(pieces: list[Piece], index: int) -> int:
    """Those who get a copy do not sign."""
    while index < len(pieces) and pieces[index].kind not in (*IGNORED, BlockKind.HEADING):
        if not is_name(pieces[index]):
            break
        pieces[index].kind = BlockKind.PARAGRAPH
        index += 1
    return index


def _mark_last_lines(pieces: list[Piece]) -> None:
    if any(piece.kind is BlockKind.MASTHEAD for piece in pieces[:12]):
        return
    if not any(_SPEAKS.search(p.text) or p.kind is BlockKind.SALUTATION for p in pieces):
        return
    last: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind in IGNORED:
            continue
        text = piece.text
        if is_credit(text) and not last:
            continue
        bullet = piece.kind is BlockKind.LIST_ITEM and piece.label is None
        if not (piece.kind is None or bullet) or len(text) > 120 or ends_sentence(text):
            break
        label = find_label(text)
        first = text[label.end if label else 0 :][:1]
        if not (first.isupper() or first in "“\"'‘"):
            break
        last.append(piece)
    if len(last) < 3 or len(last) == len(pieces):
        return
    addressed = re.match(r"to (?:the )?(?=[A-Z])", last[-1].text, re.IGNORECASE)
    for piece in last:
        if addressed:
            piece.kind = BlockKind.ADDRESS
        else:
            sign(piece)
