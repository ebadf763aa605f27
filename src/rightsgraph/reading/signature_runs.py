"""Runs of names that sign without a heading: with bullets, with numbers, in tables.

Rules 4 and 5 of `rightsgraph.reading.signatures`.
"""

from __future__ import annotations

import re
from itertools import islice

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.labels import LabelForm, as_number, find_label
from rightsgraph.reading.lines import Piece

SUBHEADING = re.compile(
    r"(?:international |national |regional |local |other |supporting |signatory |civil society )*"
    r"(?:organi[sz]ations?|ngos?|individuals?|persons?|academics?|experts?|scholars?|journalists?"
    r"|lawyers|institutions|networks|coalitions|companies|organizaciones|organisations|personnes"
    r"|individuos|personas|particuliers)(?: (?:and|&) (?:individuals?|academics|experts|networks"
    r"|coalitions|organi[sz]ations?|groups|institutions|companies|associations))?\Z"
    r"|(?:international|national|regional|global|local) ?:?\Z",
    re.IGNORECASE,
)
BRACKET = re.compile(r" ?[(\[][^()\[\]]{0,80}[)\]](?= ?:?\Z)")
UNDERSIGNED = re.compile(
    r"\b(?:undersigned|signator(?:y|ies)|signed|endorsed|firmantes|signataires|abajo firmantes"
    r"|soussigné\w*)\b",
    re.IGNORECASE,
)
# "The coalition joining these comments is comprised of:" above lists with sub-headings.
_JOINED = re.compile(
    r"\b(?:coalition|sign(?:ed|ers|ing|atories)|join(?:ed|ing)|endors(?:ed|ing|ers)|undersigned)\b"
    r"[^.]{0,120}:\Z",
    re.IGNORECASE,
)
IGNORED = (BlockKind.NOTE, BlockKind.FURNITURE)
LONGEST_NAME = 240


def mark_bulleted(pieces: list[Piece]) -> bool:
    """Mark the bulleted names after a paragraph that speaks of the undersigned."""
    index = 1
    while index < len(pieces):
        end = index
        while end < len(pieces) and _is_bulleted_name(pieces[end]):
            end += 1
        late = index >= len(pieces) // 4 or _are_names(pieces[index:end])
        if end - index >= 3 and late:
            before = [p for p in pieces[:index] if p.kind not in IGNORED]
            if before and before[-1].kind is None and UNDERSIGNED.search(before[-1].text):
                for piece in pieces[index:end]:
                    sign(piece)
                return True
            if len(before) > 1 and _is_subheading(before[-1]) and _JOINED.search(before[-2].text):
                _mark_groups(pieces, index - 1)
                return True
        index = end + 1
    return _mark_table(pieces)


def mark_numbered(pieces: list[Piece]) -> bool:
    """Mark a run of numbered names, with the sub-headings in it, after a statement."""
    undersigned = next(
        (i for i, p in enumerate(pieces) if p.kind is None and UNDERSIGNED.search(p.text)),
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
                sign(pieces[place])
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
        if piece.kind in IGNORED:
            if piece.kind is BlockKind.NOTE:
                break
        elif number := _number_of_name(piece):
            if not (last < number <= last + _WIDEST_GAP or number == 1):
                break
            names.append(index)
            last = number
        elif _is_subheading(piece) and more_names(pieces, index + 1):
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
    if number is None or ends_sentence(piece.text):
        return 0
    name = _NAME_END.split(piece.text[printed.end() if printed else 0 :].strip("*_ "), maxsplit=1)
    long = [word for word in name[0].split() if len(word) > 3]
    high = sum(word.lstrip("“\"'‘(*_")[:1].isupper() for word in long)
    return number if name[0][:1].isupper() and high * 4 >= len(long) * 3 else 0


def _is_subheading(piece: Piece) -> bool:
    words = BRACKET.sub("", piece.text).rstrip(" :").strip("*_ ")
    return piece.kind in (None, BlockKind.HEADING) and bool(SUBHEADING.match(words))


def _may_sign(pieces: list[Piece], index: int, end: int, *, undersigned: int, many: bool) -> bool:
    """Whether what stands around a run of numbered names says that they sign."""
    before = next((p for p in reversed(pieces[:index]) if p.kind not in IGNORED), None)
    if before is None:
        return False
    if _is_subheading(pieces[index]):
        return True
    if before.kind is BlockKind.HEADING or len(before.text) <= _SHORT:
        return False  # a heading of another kind says what the list is of
    ends = all(piece.kind in IGNORED for piece in islice(pieces, end, None))
    if undersigned < index:
        return ends or many or before.text[-1] == ":"
    return ends and many and before.text[-1] != ":"


_FEWEST_NUMBERED, _MANY, _WIDEST_GAP, _SHORT = 5, 10, 6, 60
_NUMBERED_NAME = re.compile(r"\(?0{0,2}(\d{1,3})(?:[.)][ ]?|[ ])(?=[^\W\d_]|[“\"'‘*(])")
# A full stop that belongs to a short form: "Example Legal Centre Inc.", "Northport, W.A."
_SHORT_END = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Assoc|Org|Univ|e\.V|[a-z]\.[ ]?[a-z])|[. ][A-Z])\.\Z"
)
# "Translation: A. Sample", "Chinese version: https://...", "Media contact: ...".
_CREDIT = re.compile(
    r"(?:translat(?:e|ed|ion|or)s?|proofread(?:ing|er)?|edit(?:ed|ing|or)s?|layout|design(?:ed)?"
    r"|photos?|photographs?|pictures?|images?|sources?|(?:media |press )?contacts?"
    r"|(?:\w+ )?(?:version|translation)|tags?|categor(?:y|ies)|share(?: this)?"
    r"|(?:first |originally )?published)(?: by| in)?[ ]?[:：]",
    re.IGNORECASE,
)
_NUMBERED_ROW = re.compile(r"\d{1,3}\.? \| [^\W\d_]")
_NAME_END = re.compile(r",| [-–—|] |: | \(")


def _mark_table(pieces: list[Piece]) -> bool:
    """Mark the rows of a last table that has a column of organisations or signatories."""
    rows = [i for i, piece in enumerate(pieces) if piece.kind is BlockKind.TABLE_ROW]
    first = next((i for i in rows if i > len(pieces) // 4 and _has_name_column(pieces[i])), None)
    if first is None or len(rows) - rows.index(first) < 4:
        return _mark_numbered_rows(pieces)
    for place in rows[rows.index(first) :]:
        pieces[place].kind = BlockKind.SIGNATURES
    return True


def _mark_numbered_rows(pieces: list[Piece]) -> bool:
    """Mark the numbered rows that end a letter or a text of the undersigned: "12 | Name"."""
    rows: list[int] = []
    for place in reversed(range(len(pieces))):
        piece = pieces[place]
        if piece.kind in IGNORED or (rows and len(piece.text) <= _SHORT and piece.kind is None):
            continue
        if piece.kind is not BlockKind.TABLE_ROW or not _NUMBERED_ROW.match(piece.text):
            break
        rows.append(place)
    speaks = any(
        piece.kind is BlockKind.SALUTATION or UNDERSIGNED.search(piece.text)
        for piece in pieces[: rows[-1] if rows else 0]
    )
    if len(rows) < _FEWEST_NUMBERED or not speaks:
        return False
    for place in rows:
        pieces[place].kind = BlockKind.SIGNATURES
    return True


def _has_name_column(piece: Piece) -> bool:
    cells = [cell.strip().lower() for cell in piece.text.split(" | ")]
    return any(SUBHEADING.match(cell) or cell in ("signatory", "signatories") for cell in cells)


def _mark_groups(pieces: list[Piece], index: int) -> None:
    """Mark groups of bulleted names, each below its sub-heading, from the first one on."""
    while index < len(pieces):
        piece = pieces[index]
        if _is_subheading(piece) or (piece.text[-1] == ":" and len(piece.text) <= _SHORT):
            piece.kind, piece.level = BlockKind.HEADING, piece.level or 2
        elif _is_bulleted_name(piece):
            sign(piece)
        elif piece.kind not in IGNORED:
            return
        index += 1


def _are_names(pieces: list[Piece]) -> bool:
    """Whether many items are names: words with capitals up to the first comma or bracket."""
    high = 0
    for piece in pieces:
        name = _NAME_END.split(piece.text[_name_at(piece) :], maxsplit=1)[0]
        long = [word for word in name.split() if len(word) > 3]
        high += all(word[:1].isupper() for word in long)
    return len(pieces) >= _MANY and high * 5 >= len(pieces) * 4


def _name_at(piece: Piece) -> int:
    """Where the words of an item begin, after its label."""
    label = find_label(piece.text)
    return piece.body or (label.end if label else 0)


def _is_bulleted_name(piece: Piece) -> bool:
    text = piece.text
    first = text[_name_at(piece) :][:1]
    return (
        piece.kind is BlockKind.LIST_ITEM
        and len(text) <= 120
        and not ends_sentence(text)
        and (first.isupper() or first in "“\"'‘")
    )


def more_names(pieces: list[Piece], index: int) -> bool:
    """Whether the next pieces, three at most, can be names."""
    for piece in pieces[index : index + 3]:
        if piece.kind not in (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or not is_name(piece):
            return False
    return index < len(pieces)


def goes_on_overleaf(pieces: list[Piece], index: int) -> bool:
    """Whether names go on on a later page, after the notes and furniture that end this one."""
    page = pieces[index].page
    if page is None:
        return False
    for place in range(index + 1, len(pieces)):
        piece = pieces[place]
        if piece.kind in IGNORED or (piece.page == page and "://" in piece.text):
            continue
        return piece.page is not None and piece.page > page and more_names(pieces, place)
    return False


def heads_group(pieces: list[Piece], index: int) -> bool:
    """Whether a piece is a sub-heading such as "Organisations" with five or more names below."""
    if not _is_subheading(pieces[index]):
        return False
    below = [p for p in islice(pieces, index + 1, index + 12) if p.kind not in IGNORED][:5]
    return len(below) == 5 and all(
        piece.kind in (None, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
        and len(piece.text) <= 120
        and is_name(piece)
        and not ends_sentence(piece.text)
        for piece in below
    )


def sign(piece: Piece) -> None:
    """Mark a piece as a signature, its number as its label, and bars between its columns."""
    if piece.cells and piece.label is None and not piece.markers and not piece.links:
        piece.text = " | ".join(piece.cells)
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


def is_credit(text: str) -> bool:
    """Whether a line says who made or keeps the text, or whom to ask about it."""
    return len(text) <= LONGEST_NAME and _CREDIT.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends with an end mark that belongs to no short form: "Sample Trust, Inc."."""
    return text[-1] in ".!?:;" and _SHORT_END.search(text) is None


def is_name(piece: Piece) -> bool:
    """Whether a piece can be a name or a list of names and is no sentence."""
    text = piece.text
    if ("://" in text and len(text.split()) <= 4) or "? " in text:
        return False
    if piece.kind is BlockKind.TABLE_ROW and _NUMBERED_ROW.match(text):
        return True
    if len(text) <= LONGEST_NAME:
        return text[-1] not in ".!?" or len(text.split()) <= 12 or text.count(",") >= 3
    # A long list of names has a comma or semicolon every few words.
    separators = text.count(",") + text.count(";") + text.count("\n")
    return separators * 9 >= len(text.split())
