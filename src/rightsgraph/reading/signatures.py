"""Who signs: the close of a letter and the lists of names after it.

The rules:

1. "Sincerely," and its like are the valediction; the short lines after it are signatures.
2. The lines, table rows and comma lists after a heading such as "Signatories" or "Signed by" are
   signatures, and so is a line that begins "Signed by:".
3. Without either, three or more short lines that end a letter or statement, begin with a capital
   and have no end mark are signatures.
4. Three or more names with bullets after a paragraph that speaks of the undersigned are signatures,
   although more words may follow; so are the rows of a last table with a column of organisations.
5. Five or more short numbered names that rise, with gaps or anew from 1, are signatures when words
   above speak of the undersigned or a sub-heading such as "Individuals" stands before them; ten or
   more, when they end the text.
6. The list ends at a note, furniture, a heading of another kind, a "cc:" line or prose.
   Sub-headings that end in a colon, headings, and "Organisations", "Individuals" are headings.
"""

from __future__ import annotations

import re
from itertools import islice

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels import LabelForm, as_number, find_label
from rightsgraph.reading.letter_head import is_copy_line, is_date_line
from rightsgraph.reading.lines import Piece

_VALEDICTION = re.compile(
    r"(?:yours (?:very )?(?:sincerely|truly|faithfully|respectfully)|(?:most )?(?:sincerely"
    r"|respectfully|cordially|faithfully)\b"
    r"|(?:with|in) (?:our )?(?:best|kind|warm|kindest|deep|highest|solidarity|respect"
    r"|appreciation|regards)\b"
    r"|(?:kind|best|warm) regards|regards,|veuillez agréer|je vous prie d[’']agréer|atentamente"
    r"|cordialement|respectueusement|muy atentamente|le saluda|mit freundlichen"
    r"|(?:please accept|accept),? .{0,120}(?:assurances?|regards|consideration))",
    re.IGNORECASE,
)
_WHO = (
    r"(?:organi[sz]ations?|list|parties|groups?|individuals?|institutions?|ngos?|members?|entities)"
)
_HEADING = re.compile(
    r"(?:(?:full )?list of )?(?:the )?(?:co-?)?(?:signator(?:y|ies)|signed(?: by)?|signees"
    r"|undersigned"
    rf"|endorsed by|endorsements?|endorsing|supporting|supported by|undersigned"
    rf"|signing)(?: (?:by|{_WHO}|and|from|the)){{0,4}} ?[:,.]?\Z"
    rf"|{_WHO} (?:that (?:have )?)?(?:signed|signing|endorsing|supporting).{{0,30}}\Z"
    r"|(?:les )?(?:organisations )?signataires ?:?\Z|(?:organizaciones )?(?:firmantes|firman"
    r"|suscriben) ?:?\Z"
    r"|unterzeichn(?:er|ende) ?:?\Z",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:signed(?: by)?|signator(?:y|ies)|endorsed by|the undersigned(?: organi[sz]ations)?"
    r"|firmantes|signataires) ?: ?(?=\S)",
    re.IGNORECASE,
)
_SUBHEADING = re.compile(
    r"(?:international |national |regional |local |other |supporting |signatory |civil society )*"
    r"(?:organi[sz]ations?|ngos?|individuals?|persons?|academics?|experts?|scholars?|journalists?"
    r"|lawyers|institutions|networks|coalitions|companies|organizaciones|organisations|personnes"
    r"|individuos|personas|particuliers)(?: (?:and|&) (?:individuals?|academics|experts|networks"
    r"|coalitions))?\Z",
    re.IGNORECASE,
)
_BRACKET = re.compile(r" ?[(\[][^()\[\]]{0,80}[)\]](?= ?:?\Z)")
_UNDERSIGNED = re.compile(
    r"\b(?:undersigned|signator(?:y|ies)|signed|endorsed|firmantes|signataires|abajo firmantes"
    r"|soussigné\w*)\b",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:undersigned|signator(?:y|ies)|signed|endorsed)\b.{0,60}:\Z", re.IGNORECASE
)
_IGNORED = (BlockKind.NOTE, BlockKind.FURNITURE)
_LONGEST_NAME = 240


def mark_signatures(pieces: list[Piece]) -> None:
    """Mark valedictions and the names after them; see the rules of this module."""
    found = False
    index = _first_place(pieces)
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if piece.kind not in (None, BlockKind.HEADING):
            continue
        text = piece.text
        if len(text) > _LONGEST_NAME and not _LEAD_IN.match(text):
            continue
        if len(text) <= 200 and _VALEDICTION.match(text):
            piece.kind = BlockKind.VALEDICTION
            index = _mark_names(pieces, index)
            found = True
        elif _HEADING.match(_BRACKET.sub("", text)) or (len(text) <= 160 and _INVITES.search(text)):
            end = _mark_names(pieces, index)
            if end > index:
                piece.kind, piece.level, found = BlockKind.HEADING, piece.level or 1, True
            index = end
        elif match := _LEAD_IN.match(text):
            piece.kind, piece.body, found = BlockKind.SIGNATURES, match.end(), True
            index = _mark_names(pieces, index)
    if not (found or _mark_bulleted(pieces) or _mark_numbered(pieces)):
        _mark_last_lines(pieces)


def _first_place(pieces: list[Piece]) -> int:
    """Where the search begins: in the last three quarters, or at a heading with a long list."""
    quarter = len(pieces) // 4
    for index, piece in enumerate(pieces[:quarter]):
        if piece.kind in (None, BlockKind.HEADING) and _HEADING.match(_BRACKET.sub("", piece.text)):
            following = pieces[index + 1 : index + 11]
            if sum(len(later.text) <= 120 for later in following) >= 9:
                return index
    return quarter


def _mark_bulleted(pieces: list[Piece]) -> bool:
    """Mark the bulleted names after a paragraph that speaks of the undersigned."""
    index = len(pieces) // 4
    while index < len(pieces):
        end = index
        while end < len(pieces) and _is_bulleted_name(pieces[end]):
            end += 1
        if end - index >= 3:
            before = [p for p in pieces[:index] if p.kind not in _IGNORED]
            if before and before[-1].kind is None and _UNDERSIGNED.search(before[-1].text):
                for piece in pieces[index:end]:
                    _sign(piece)
                return True
        index = end + 1
    return _mark_table(pieces)


def _mark_numbered(pieces: list[Piece]) -> bool:
    """Mark a run of numbered names, with the sub-headings in it, after a statement."""
    undersigned = next(
        (i for i, p in enumerate(pieces) if p.kind is None and _UNDERSIGNED.search(p.text)),
        len(pieces),
    )
    index = 1
    while index < len(pieces):
        end, names, headings = _numbered_run(pieces, index)
        if len(names) >= _FEWEST_NUMBERED and _may_sign(
            pieces, index, end, undersigned=undersigned, many=len(names) >= _MANY
        ):
            for place in headings:
                pieces[place].kind, pieces[place].level = BlockKind.HEADING, 2
            for place in names:
                _sign(pieces[place])
            return True
        index = max(end, index + 1)
    return False


def _numbered_run(pieces: list[Piece], index: int) -> tuple[int, list[int], list[int]]:
    """The end of the numbered names from here on, the places of the names and sub-headings."""
    names: list[int] = []
    headings: list[int] = []
    last = 0
    while index < len(pieces):
        piece = pieces[index]
        if piece.kind in _IGNORED:
            if piece.kind is BlockKind.NOTE:
                break
        elif number := _number_of_name(piece):
            if not (last < number <= last + _WIDEST_GAP or number == 1):
                break
            names.append(index)
            last = number
        elif _is_subheading(piece) and _more_names(pieces, index + 1):
            headings.append(index)
        else:
            break
        index += 1
    return index, names, headings


def _number_of_name(piece: Piece) -> int:
    """The number before a name; 0 when the piece is none: a sentence, a title in small letters."""
    if piece.kind not in (None, BlockKind.LIST_ITEM, BlockKind.HEADING) or len(piece.text) > 160:
        return 0
    printed = _NUMBERED_NAME.match(piece.text)
    number = as_number(piece.label) if printed is None else int(printed[1])
    if number is None or piece.text[-1] in ".!?:;":
        return 0
    name = _NAME_END.split(piece.text[printed.end() if printed else 0 :].strip("*_ "), maxsplit=1)
    long = [word for word in name[0].split() if len(word) > 3]
    high = sum(word.lstrip("“\"'‘(*_")[:1].isupper() for word in long)
    return number if name[0][:1].isupper() and high * 4 >= len(long) * 3 else 0


def _is_subheading(piece: Piece) -> bool:
    words = _BRACKET.sub("", piece.text).rstrip(" :").strip("*_ ")
    return piece.kind in (None, BlockKind.HEADING) and bool(_SUBHEADING.match(words))


def _may_sign(pieces: list[Piece], index: int, end: int, *, undersigned: int, many: bool) -> bool:
    """Whether what stands around a run of numbered names says that they sign."""
    before = next((p for p in reversed(pieces[:index]) if p.kind not in _IGNORED), None)
    if before is None:
        return False
    if _is_subheading(pieces[index]):
        return True
    if before.kind is BlockKind.HEADING or len(before.text) <= _SHORT:
        return False  # a heading of another kind says what the list is of
    ends = all(piece.kind in _IGNORED for piece in islice(pieces, end, None))
    if undersigned < index:
        return ends or many or before.text[-1] == ":"
    return ends and many and before.text[-1] != ":"


_FEWEST_NUMBERED, _MANY, _WIDEST_GAP, _SHORT = 5, 10, 6, 60
_NUMBERED_NAME = re.compile(r"\(?0{0,2}(\d{1,3})(?:[.)][ ]?|[ ])(?=[^\W\d_]|[“\"'‘*(])")
_NAME_END = re.compile(r",| [-–—|] |: | \(")


def _mark_table(pieces: list[Piece]) -> bool:
    """Mark the rows of a last table that has a column of organisations or signatories."""
    rows = [i for i, piece in enumerate(pieces) if piece.kind is BlockKind.TABLE_ROW]
    first = next((i for i in rows if i > len(pieces) // 4 and _has_name_column(pieces[i])), None)
    if first is None or len(rows) - rows.index(first) < 4:
        return False
    for place in rows[rows.index(first) :]:
        pieces[place].kind = BlockKind.SIGNATURES
    return True


def _has_name_column(piece: Piece) -> bool:
    cells = [cell.strip().lower() for cell in piece.text.split(" | ")]
    return any(_SUBHEADING.match(cell) or cell in ("signatory", "signatories") for cell in cells)


def _is_bulleted_name(piece: Piece) -> bool:
    text = piece.text
    label = find_label(text)
    first = text[piece.body or (label.end if label else 0) :][:1]
    return (
        piece.kind is BlockKind.LIST_ITEM
        and len(text) <= 120
        and text[-1] not in ".!?:;"
        and (first.isupper() or first in "“\"'‘")
    )


def _mark_names(pieces: list[Piece], index: int) -> int:
    """Mark the names from here on; the place after the last."""
    while index < len(pieces):
        piece = pieces[index]
        text = piece.text
        if piece.kind in _IGNORED:
            if piece.kind is BlockKind.NOTE:
                break
        elif is_copy_line(text):
            return _mark_copied(pieces, index)
        elif piece.kind is BlockKind.HEADING or (text[-1] == ":" and len(text) <= 80):
            if not _more_names(pieces, index + 1) or find_label(text):
                break
            piece.kind, piece.level = BlockKind.HEADING, piece.level or 2
        elif _SUBHEADING.match(_BRACKET.sub("", text)) and _more_names(pieces, index + 1):
            piece.kind, piece.level = BlockKind.HEADING, 2
        elif is_date_line(text):
            piece.kind = BlockKind.DATE_LINE
        elif piece.kind in (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and _is_name(piece):
            _sign(piece)
        else:
            break
        index += 1
    return index


def _mark_copied(pieces: list[Piece], index: int) -> int:
    """Those who get a copy do not sign."""
    while index < len(pieces) and pieces[index].kind not in (*_IGNORED, BlockKind.HEADING):
        if not _is_name(pieces[index]):
            break
        pieces[index].kind = BlockKind.PARAGRAPH
        index += 1
    return index


def _more_names(pieces: list[Piece], index: int) -> bool:
    for piece in pieces[index : index + 3]:
        if piece.kind not in (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or not _is_name(
            piece
        ):
            return False
    return index < len(pieces)


def _sign(piece: Piece) -> None:
    label = find_label(piece.text)
    numbered = _NUMBERED_NAME.match(piece.text) if label is None else None
    if piece.label is None and numbered is not None and piece.text[numbered.end() - 1] in ".)":
        piece.label, piece.body = numbered[1], numbered.end()
    elif (
        piece.label is None
        and label is not None
        and label.form in (LabelForm.NUMBER, LabelForm.BULLET)
    ):
        piece.label, piece.body = label.text or None, label.end
    piece.kind = BlockKind.SIGNATURES


def _is_name(piece: Piece) -> bool:
    """Whether a piece can be a name or a list of names and is no sentence."""
    text = piece.text
    if "://" in text and len(text.split()) <= 4:
        return False
    if len(text) <= _LONGEST_NAME:
        return text[-1] not in ".!?" or len(text.split()) <= 12 or text.count(",") >= 3
    # A long list of names has a comma or semicolon every few words.
    separators = text.count(",") + text.count(";") + text.count("\n")
    return separators * 9 >= len(text.split())


def _mark_last_lines(pieces: list[Piece]) -> None:
    if any(piece.kind is BlockKind.MASTHEAD for piece in pieces[:12]):
        return
    last: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind in _IGNORED:
            continue
        text = piece.text
        bullet = piece.kind is BlockKind.LIST_ITEM and piece.label is None
        if not (piece.kind is None or bullet) or len(text) > 120 or text[-1] in ".!?:;":
            break
        label = find_label(text)
        first = text[label.end if label else 0 :][:1]
        if not (first.isupper() or first in "“\"'‘"):
            break
        last.append(piece)
    if len(last) >= 3 and len(last) < len(pieces):
        for piece in last:
            _sign(piece)
