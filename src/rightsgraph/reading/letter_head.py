"""What stands before the words of a letter, statement or report.

The rules, for the pieces up to the salutation, or up to the first paragraph of prose where there
is none:

1. A line that is a date, with a place before it or not, is a date line; a date above the title is
   furniture when the document has the same date again below (the date of the web page).
2. "Re:", "Subject:" and the like begin a subject line, also right below the salutation.
3. "To:", titles of office, streets and towns are address lines of a letter, and so are the short
   lines beside them and, after "To:", those up to the next date, subject, copy or title.
4. The names of organs, "Distr.", "Original:", sessions, agenda items and symbols are the masthead.
5. The first heading of level 1 is the title, unless it names a person or an office; without one
   the first short line that is none of the above and reads like a title, or the first, and of a
   letter only one that names a kind of document ("Joint letter ...") or reads like a title.
   "Press release" and the like is no title where another line is. A title in capitals goes on in
   the next line in capitals, and one above a date or greeting in the lines up to there that read
   like a title. A letter may have its title below the greeting.
6. A date above the title of a letter is that of the page when the letter has one below.

Source: United Nations Editorial Manual, "Mastheads"; the correspondence manual of the United
Nations (ST/DCS/4/Rev.1) for the parts of a letter.
"""

from __future__ import annotations

import re

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.letter_lines import (
    ADDRESS,
    COPY,
    DATE_LINE,
    MASTHEAD,
    SUBJECT,
    TO,
    greeting,
    is_office_holder,
    reads_like_title,
)
from rightsgraph.reading.lines import Piece
from rightsgraph.reading.web_furniture import is_prose

_LEAD = 60
_TITLE_WORD = re.compile(
    r"\b(?:letter|statement|appeal|declaration|petition|submission|report|communiqué|communique"
    r"|press release|memorandum|resolution|observations|compilation|joint|open|urgent|lettre|carta"
    r"|déclaration|declaración|comunicado|communication|views|opinion|decision)\b",
    re.IGNORECASE,
)
# A short sentence above a letter ("The letter below was sent last week.") is no title.
_SENTENCE = re.compile(r" (?:was|were|is|are|has|have|had|will) .+\.\Z")
_SECTION_NAME = re.compile(
    r"(?:[\dIVX]{1,4}\. )?(?:introduction|background|summary|overview|(?:table of )?contents|notes?"
    r"|signator(?:y|ies)|recommendations?)\W{0,2}\Z",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"(?:report|note|letter|summary|submitted|prepared|addendum|corrigendum|compilation"
    r"|mission to|visit to"
    r"|adopted|communication)\b",
    re.IGNORECASE,
)


# "An Open Letter to ... in Support of ... by ...": a title may be as long as a paragraph.
_LONG_TITLE = re.compile(
    r"(?:an? |the )?(?:\w+ ){0,3}(?:letter|statement|appeal|petition|declaration|submission) "
    r"(?:to|from|by|on|in|of|for|calling|concerning|regarding)\b[^.;:]{60,240}\Z",
    re.IGNORECASE,
)


# What stands above a title and says what sort of text it is.
_KICKER = re.compile(
    r"(?:joint |public |open |oral |written |media |press |news |urgent )*(?:press release"
    r"|release|statement|letter|appeal|action|news|communiqué|submission|update|advisory|briefing"
    r"|for immediate release)s?\Z",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
# "Update by the Commissioner": the one line above a greeting that is no name.
_SPEAKS_OF = re.compile(r"\A(?:\S+ ){1,6}(?:by|on|about|regarding|concerning) (?:\S+ ){1,30}\S+\Z")


def _is_prose(piece: Piece) -> bool:
    return is_prose(piece) and not _LONG_TITLE.match(piece.text)


def mark_head(pieces: list[Piece]) -> None:
    """Mark the pieces that stand before the words of a document; see the rules of this module."""
    pieces = [piece for piece in pieces if piece.kind is not BlockKind.FURNITURE]
    end, letter = _find_end(pieces)
    if end == 0 and not letter:
        return
    greeted = end < len(pieces) and pieces[end].kind is BlockKind.SALUTATION
    head = [piece for piece in pieces[:end] if piece.kind in (None, BlockKind.HEADING)]
    addressed = False
    for piece in head:
        addressed = _mark_line(piece, letter=letter, addressed=addressed)
    if greeted:
        _mark_more_addresses(head)
    below = pieces[end + 1] if end + 1 < len(pieces) else None
    about = (
        SUBJECT.match(below.text) if below and pieces[end].kind is BlockKind.SALUTATION else None
    )
    if below and about and below.kind in (None, BlockKind.HEADING) and len(below.text) <= 300:
        below.kind, below.body = BlockKind.SUBJECT, about.end()
    if not any(piece.kind is BlockKind.TITLE for piece in pieces[:end]):
        _mark_title(head, letter=letter)
    if greeted and not any(piece.kind is BlockKind.TITLE for piece in pieces[:end]):
        _mark_title_below(pieces, end)
        if not any(piece.kind is BlockKind.TITLE for piece in pieces[: end + 5]):
            _mark_line_alone(head)
    _mark_lines_of_title(pieces[:end], greeted=greeted)
    _drop_repeated_date(head, greeted=greeted)


def _find_end(pieces: list[Piece]) -> tuple[int, bool]:
    """Where the words begin, and whether a salutation stands there."""
    prose = None
    for index, piece in enumerate(pieces[:_LEAD]):
        if piece.kind is None and len(piece.text) <= 150:
            greets = greeting(piece.text)
            below = pieces[index + 1] if index + 1 < len(pieces) else None
            if greets == "sure" or (greets == "perhaps" and below and _opens_words(below)):
                piece.kind = BlockKind.SALUTATION
                return index, True
        numbered = piece.text[0].isdecimal() and re.match(r"1\. ", piece.text)
        if prose is None and (_is_prose(piece) or numbered) and not _special(piece.text):
            prose = index
    letter = any(TO.match(piece.text) for piece in pieces[:prose])
    return (prose if prose is not None else min(len(pieces), 12)), letter


def _opens_words(piece: Piece) -> bool:
    """Whether a piece can follow a greeting: words, a subject or a line that reads like a title."""
    return (
        is_prose(piece)
        or SUBJECT.match(piece.text) is not None
        or piece.kind is BlockKind.HEADING
        or reads_like_title(piece.text)
    )


def _special(text: str) -> bool:
    return bool(SUBJECT.match(text) or MASTHEAD.match(text))


def _mark_line(piece: Piece, *, letter: bool, addressed: bool) -> bool:
    """Mark one line; the result says whether an address goes on in the next."""
    text = piece.text
    # In a PDF a heading is only larger type, and the masthead has the largest.
    unmarked = piece.kind is None or piece.page is not None
    if _is_prose(piece) and not _special(text):
        return False
    if DATE_LINE.match(text):
        piece.kind = BlockKind.DATE_LINE
    elif match := SUBJECT.match(text):
        piece.kind, piece.body = BlockKind.SUBJECT, match.end()
    elif match := COPY.match(text) or TO.match(text):
        piece.kind, piece.body = BlockKind.ADDRESS, match.end()
        return True
    elif addressed and piece.separator == "\n":
        piece.kind = BlockKind.ADDRESS
        return True
    elif unmarked and MASTHEAD.match(text) and not (letter and ADDRESS.match(text)):
        piece.kind = BlockKind.MASTHEAD
    elif unmarked and letter and (ADDRESS.match(text) or is_office_holder(text)):
        if piece.kind is not None and not is_office_holder(text):
            return False
        piece.kind = BlockKind.ADDRESS
        return True
    return False


def _mark_more_addresses(head: list[Piece]) -> None:
    """Mark the short lines above one who holds an office, and those that go on after "To:".

    The name and address of a sender stand at the head as well, without an office.
    """
    lower: Piece | None = None
    office = False
    for piece in reversed(head):
        beside = lower is not None and lower.separator == "\n"
        office = is_office_holder(piece.text) or (office and beside)
        if office and beside and _may_be_address(piece):
            piece.kind = BlockKind.ADDRESS
        lower = piece if piece.kind is BlockKind.ADDRESS else None
    named = False
    for piece in head:
        if TO.match(piece.text):
            named = True
        elif piece.kind in (BlockKind.DATE_LINE, BlockKind.SUBJECT) or COPY.match(piece.text):
            named = False
        elif named and _may_be_address(piece):
            piece.kind = BlockKind.ADDRESS


def _may_be_address(piece: Piece) -> bool:
    return (
        piece.kind is None
        and len(piece.text) <= 100
        and piece.text[-1] not in ".:;"
        and not _TITLE_WORD.search(piece.text)
        and not reads_like_title(piece.text)
    )


def _mark_title(head: list[Piece], *, letter: bool) -> None:
    headings = [
        piece
        for piece in head
        if piece.kind is BlockKind.HEADING and not _SECTION_NAME.match(piece.text)
    ]
    if len(headings) > 1:
        headings = [piece for piece in headings if not _KICKER.match(piece.text)] or headings
    if headings:
        first = min(headings, key=lambda piece: piece.level or 1)
        first.kind, first.level = BlockKind.TITLE, None
        place = head.index(first)
        for piece in head[:place]:
            if piece.kind is None and piece.page is not None and len(piece.text) <= 100:
                piece.kind = BlockKind.MASTHEAD
        _mark_subtitles(head, place)
        return
    rest = [piece for piece in head if piece.kind is None and not _is_prose(piece)]
    rest = [piece for piece in rest if len(piece.text) <= 300 and piece.text[-1] not in ":;,"]
    rest = [piece for piece in rest if not _SENTENCE.search(piece.text)]
    title = _best_title(rest, letter=letter)
    if title is None:
        for piece in rest:
            piece.kind = BlockKind.MASTHEAD
        return
    title.kind = BlockKind.TITLE
    place = head.index(title)
    for piece in head[:place]:
        if piece.kind is None:
            piece.kind = BlockKind.MASTHEAD
    _mark_subtitles(head, place)


def _best_title(lines: list[Piece], *, letter: bool) -> Piece | None:
    """The line that is most likely the title, among those that can be."""
    named = [line for line in lines if _TITLE_WORD.search(line.text)]
    told = [line for line in lines if line in named or reads_like_title(line.text)]
    told = [line for line in told if not _KICKER.match(line.text)] or told
    if letter:
        whole = [line for line in named if not _KICKER.match(line.text)]
        return next(iter(whole or told or named), None)
    if not lines:
        return None
    # Menu words and the name of a site stand above the title and are shorter.
    first = lines[0]
    if len(first.text.split()) >= _FEWEST_WORDS and not _KICKER.match(first.text):
        return first
    return next(iter(told), first)


def _mark_subtitles(head: list[Piece], place: int) -> None:
    """Lines such as "Report of the Secretary-General" right after the title belong to it."""
    for piece in head[place + 1 : place + 4]:
        free = piece.kind is None or (piece.kind is BlockKind.HEADING and piece.page is not None)
        if free and len(piece.text) <= 300 and _SUBTITLE.match(piece.text) and not _is_prose(piece):
            piece.kind, piece.level = BlockKind.TITLE, None
        elif (
            piece.kind is None and piece.page is not None and piece.separator == "\n"
            and len(piece.text) <= 100
        ):  # fmt: skip
            piece.kind = BlockKind.TITLE  # a title set over several lines


def _mark_title_below(pieces: list[Piece], greeting_at: int) -> None:
    """Mark the lines between the greeting and the words that read like a title."""
    lines: list[Piece] = []
    for piece in pieces[greeting_at + 1 : greeting_at + 4]:
        if (
            piece.kind not in (None, BlockKind.HEADING)
            or _is_prose(piece)
            or piece.text[-1] in ":;"
        ):
            break
        lines.append(piece)
    after = pieces[greeting_at + 1 + len(lines) :][:1]
    whole = " ".join(piece.text for piece in lines)
    if lines and after and is_prose(after[0]) and reads_like_title(whole) and whole[-1] != ".":
        for piece in lines:
            piece.kind, piece.level = BlockKind.TITLE, None


def _mark_line_alone(head: list[Piece]) -> None:
    """Mark the one line above a greeting as title where it speaks of something."""
    lines = [piece for piece in head if piece.kind in (None, BlockKind.MASTHEAD)]
    if len(lines) == 1 and _SPEAKS_OF.match(lines[0].text) and not MASTHEAD.match(lines[0].text):
        lines[0].kind = BlockKind.TITLE


def _mark_lines_of_title(head: list[Piece], *, greeted: bool) -> None:
    """Mark the further lines of a title: in capitals, or up to a date or greeting."""
    place = next((i for i, piece in enumerate(head) if piece.kind is BlockKind.TITLE), None)
    if place is None:
        return
    for piece in head[place + 1 :]:
        free = piece.kind in (None, BlockKind.ADDRESS) and not TO.match(piece.text)
        capitals = head[place].text.isupper() and piece.text.isupper()
        if not free or not capitals or piece.separator != "\n" or piece.text[-1] in ".:;":
            break
        piece.kind = BlockKind.TITLE
    below = head[place + 1 : place + 4]
    ends = next((i for i, piece in enumerate(below) if piece.kind is BlockKind.DATE_LINE), None)
    if ends is None and greeted and len(head) - place <= 3:
        ends = len(below)
    for piece in below[:ends] if ends is not None else []:
        if piece.kind is None and len(piece.text) <= 300 and _is_line_of_title(piece):
            piece.kind = BlockKind.TITLE


def _is_line_of_title(piece: Piece) -> bool:
    sentence = _is_prose(piece) or _SENTENCE.search(piece.text) or piece.text[-1] == "."
    return not sentence and reads_like_title(piece.text)


def _drop_repeated_date(head: list[Piece], *, greeted: bool) -> None:
    """A date above the title is the web page's when the document has one of its own below."""
    titles = [index for index, piece in enumerate(head) if piece.kind is BlockKind.TITLE]
    if not titles:
        return
    below = [p for p in head[titles[0] :] if p.kind is BlockKind.DATE_LINE]
    dates = {match["date"].lower() for p in below if (match := DATE_LINE.match(p.text))}
    for piece in head[: titles[0]]:
        if piece.kind is BlockKind.DATE_LINE:
            match = DATE_LINE.match(piece.text)
            if match and dates and (greeted or match["date"].lower() in dates):
                piece.kind = BlockKind.FURNITURE
