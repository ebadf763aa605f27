"""What a web page puts around a document: navigation, share buttons, related pages, cookies.

The rules:

1. A piece that is a button or a menu word and nothing else is furniture.
2. A piece that begins with the words of a topic line, a cookie banner or a copyright line is
   furniture when it is no longer than a banner.
3. After a heading such as "Related Content", short pieces are furniture up to the next paragraph
   of prose; where no prose follows to the end of the document, everything is.

Notes are never furniture.
"""

from __future__ import annotations

import re

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Piece

_SECTION = re.compile(
    r"(?:related(?: (?:content|articles?|posts?|pages?|news|links|stories|reading|materials?))?"
    r"|more (?:reading|news|stories|from .{1,40}|on .{1,40})|(?:most|recently) (?:viewed|read"
    r"|popular)"
    r"|(?:latest|recent) (?:news|posts|articles|stories|updates)|you (?:may|might) also like"
    r"|read (?:next|also)|leave a (?:reply|comment)"
    r"|contenu associé|à lire aussi|contenido relacionado|artículos relacionados) ?:?\Z",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:share|print|tweet|facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|copy link|download"
    r"(?: (?:the )?pdf)?|skip to (?:main )?content|menu|main menu|navigation|home|search"
    r"|back(?: to top)?|donate(?: now)?|sign up|log in|subscribe|newsletter|close"
    r"|advertisement|next|previous|click to expand image|toggle navigation|contact(?: us)?"
    r"|about(?: us)?|view comments|accept(?: all)?(?: cookies)?|read more|take action"
    r"|partager|imprimer|compartir|imprimir) ?[:|»>]?\Z",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"(?:region ?/ ?country\b|topics?(?::| \[)|tags?:|categor(?:y|ies):|filed under\b"
    r"|posted (?:in|on|by)\b|share this\b|follow us\b|(?:we|this (?:web)?site) uses? cookies\b"
    r"|by continuing to\b|copyright ©|©|all rights reserved|sign up (?:for|to)\b"
    r"|read the (?:full )?(?:letter|report|statement|text|story|article|press release)\b"
    r"(?=.{0,60}\b(?:here|below|click\w*|in (?:arabic|french|spanish|english|russian|chinese))\b)"
    r"|subscribe to\b|(?:also )?available in:|your tax deductible|skip to\b"
    r"|nous utilisons des cookies|utilizamos cookies)",
    re.IGNORECASE,
)
# An end mark with the quotation mark and the note marks after it; the one of "2.0" is none.
_ENDS_SENTENCE = re.compile(
    r"(?:[!?:;,]|(?<!\d)\.|\.(?!\d))[”’\"')\] ]{0,3}(?:[\d\[\]^¹²³⁴⁵⁶⁷⁸⁹⁰, ]{1,12})?\Z"
)
_LONGEST_BANNER = 300
_SHORT = 110
_STARTS = frozenset("abcdefhlmnprstuvwxyzàABCDEFHLMNPRSTUVWXYZÀ©")


def mark_web_furniture(pieces: list[Piece]) -> None:
    """Mark the pieces that belong to a web page and not to the document; see the rules."""
    last_prose = max((i for i, piece in enumerate(pieces) if is_prose(piece)), default=-1)
    inside = False
    for index, piece in enumerate(pieces):
        if piece.kind in (BlockKind.NOTE, BlockKind.FURNITURE):
            inside = inside and piece.kind is BlockKind.FURNITURE
            continue
        text = piece.text
        if (
            len(text) <= _LONGEST_BANNER
            and text[0] in _STARTS
            and piece.kind is not BlockKind.TITLE
        ):
            if len(text) <= 60 and _SECTION.match(text):
                piece.kind = BlockKind.FURNITURE
                inside = True
                continue
            button = len(text) <= 30 and _BUTTON.match(text) and not _in_list(pieces, index)
            if button or _BANNER.match(text):
                piece.kind = BlockKind.FURNITURE
                continue
        if inside and (index > last_prose or (piece.kind is None and _is_teaser(piece))):
            piece.kind = BlockKind.FURNITURE
        else:
            inside = False


def is_prose(piece: Piece) -> bool:
    """Whether a piece is a paragraph of running words and not a line of a list or of layout."""
    length = len(piece.text)
    if piece.kind not in (None, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    return length >= 160 or (length >= 70 and _ENDS_SENTENCE.search(piece.text) is not None)


def _in_list(pieces: list[Piece], index: int) -> bool:
    """Whether an item stands in a list of other things: "Facebook" among companies that sign."""
    if pieces[index].kind is not BlockKind.LIST_ITEM:
        return False
    around = [*pieces[max(0, index - 3) : index], *pieces[index + 1 : index + 4]]
    return sum(p.kind is BlockKind.LIST_ITEM and not _BUTTON.match(p.text) for p in around) >= 3


def _is_teaser(piece: Piece) -> bool:
    return len(piece.text) <= _SHORT and piece.text[-1] not in '.:;,”"]' and piece.label is None
