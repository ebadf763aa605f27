"""What stands before the words of a letter, statement or report.

The rules, for the pieces up to the salutation, or up to the first paragraph of prose where there
is none:

1. A line that is a date, with a place before it or not, is a date line; a date above the title is
   furniture when the document has the same date again below (the date of the web page).
2. "Re:", "Subject:" and the like begin a subject line, also right below the salutation.
3. "To:", titles of office, streets and towns are address lines of a letter.
4. The names of organs, "Distr.", "Original:", sessions, agenda items and symbols are the masthead.
5. The first heading of level 1 is the title; without one the first short line that is none of the
   above, and of a letter only when it names a kind of document ("Joint letter ...").

Source: United Nations Editorial Manual, "Mastheads"; the correspondence manual of the United
Nations (ST/DCS/4/Rev.1) for the parts of a letter.
"""

from __future__ import annotations

import re

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Piece
from rightsgraph.reading.web_furniture import is_prose

_LEAD = 60
_MONTH = (
    r"(?:jan(?:uary|vier|\.)?|feb(?:ruary|\.)?|février|mar(?:ch|s|\.)?|apr(?:il|\.)?|avril|may|mai"
    r"|june?|juin|july?|juillet|aug(?:ust|\.)?|août|sept?(?:ember|embre|\.)?|oct(?:ober|obre|\.)?"
    r"|nov(?:ember|embre|\.)?|dec(?:ember|\.)?|décembre|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho"
    r"|setembro|outubro|novembro|dezembro|januar|februar|märz|juni|juli|oktober|dezember|gennaio"
    r"|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|января|февраля|марта|апреля"
    r"|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)? (?:(?:day )?of |de )?{_MONTH}[ ,]{{1,2}}"
    r"(?:del? )?\d{4}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}"
    r"|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일])"
)
# What a page prints beside its date: "Published", the weekday, the time of day.
_TIME = (
    r"\d{1,2}(?:[:.]\d{2}| ?h ?(?:\d{2})?\b)(?: ?[ap]\.?m\b\.?| ?h\b)?"
    r"(?: ?(?:gmt|utc|ce[s]?t|e[sd]t|bst|ist)\b)?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_DATE_LINE = re.compile(
    r"(?:(?:date|dated|fecha|published|posted|issued|updated|last updated|last modified|publicado"
    r"|publié|release date|date of issue|发布时间|日期|发布)"
    r"(?: on| el| le| the| this)?(?: ?[:：] ?| ))?"
    r"(?:[^\W\d_][^\d,|:]{1,48}[,:|–-] ?)?"
    rf"(?:{_TIME},? ?(?:on )?)?(?:{_WEEKDAY},? )?(?:the |le |el |on |this )?(?P<date>{DATE})"
    rf"(?:,? ?(?:at |[|–-] ?)?{_TIME})?"
    r"[.,]?(?: ?\| ?[^|]{1,40})?\Z",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:re|subject|subj|ref|reference|matter|concerning|objet|asunto|referencia|ref|betreff"
    r"|concerne|тема) ?[:.–] ?(?=\S)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:dear\b|(?:your )?excellenc(?:y|ies)\b|(?:the )?(?:right )?honou?rable\b"
    r"|(?:dear )?(?:sir|madam)s?\b"
    r"|mesdames|madame|monsieur|messieurs|to whom it may|estimad[oa]s?|excelencias?\b|excelentísim"
    r"|distinguid[oa]|chers?\b|chères?\b|respected\b|ladies and gentlemen|sehr geehrte|"
    r"mr\.? president\b|m[rs]s?\.? [^.]{1,40},\Z)",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:to|attn|attention|à|a|para|an) ?: ?(?=\S)", re.IGNORECASE)
_COPY = re.compile(
    r"(?:b?cc|c\.c\.|copy(?: to)?|copies(?: to)?|copie(?: à)?|con copia a) ?:",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:mr|mrs|ms|dr|prof|sr|sra|h\. ?e|hon)\.? |(?:his|her|their|your) (?:excellency|honou?r)"
    r"|(?:the )?(?:right )?hon(?:ou?rable|\.) |ambassador\b|permanent (?:representative|mission)"
    r"|(?:prime )?minister\b|ministry\b|president\b|secretary\b|director\b|chair(?:person|man"
    r"|woman)?\b"
    r"|office of\b|p\.? ?o\.? box|palais\b|tel\b|fax\b|e-?mail\b|c/o\b|via e-?mail"
    r"|.{0,60}\b(?:street|avenue|road|boulevard|floor|suite|plaza|square|rue|calle|straße)\b"
    r"|.{0,60}\b[A-Z]{2} \d{5}\b|.{0,40}\b\d{4,5} [A-Z]|.{1,60}@|before the office",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"united nations\b|nations unies\b|naciones unidas\b|united\Z|nations\Z|(?-i:[ASE])\Z"
    r"|(?:the )?general assembly\Z"
    r"|security council\Z"
    r"|economic and social council\Z|human rights council\Z|commission on human rights\Z"
    r"|(?:general assembly|security council|economic and social council) distr"
    r"|distr(?:ibution)?\b|distr\.|(?:general|limited|restricted)\Z|original:"
    r"|english(?: only)?\Z|français\Z"
    r"|agenda items?\b|items? \d|[\w-]{3,20} (?:special |resumed )?session\b|provisional agenda"
    r"|working group on\b|advance (?:unedited|edited|version)|mandates? of the\b"
    r"|(?:human rights )?committee(?: (?:on|against|for) .{1,80})?\Z|international covenant\b"
    r"|convention (?:on|against) .{1,120}\Z|subcommittee\b|haut-commissariat\b|palais des nations\b"
    r"|\d{1,2} ?(?:[a-z]{3,9} ?)?[–-] ?\d{1,2} [a-z]{3,9} \d{4}\Z|\d{1,3}/\d{1,4}\Z|geneva,"
    r"|[a-z]{1,6}(?:/[\w.\-()\[\]]{1,24}){2,8}\*{0,3}\Z|reference:|\(?please use this reference",
    re.IGNORECASE,
)
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


def _is_prose(piece: Piece) -> bool:
    return is_prose(piece) and not _LONG_TITLE.match(piece.text)


def mark_head(pieces: list[Piece]) -> None:
    """Mark the pieces that stand before the words of a document; see the rules of this module."""
    pieces = [piece for piece in pieces if piece.kind is not BlockKind.FURNITURE]
    end, letter = _find_end(pieces)
    if end == 0:
        return
    head = [piece for piece in pieces[:end] if piece.kind in (None, BlockKind.HEADING)]
    addressed = False
    for piece in head:
        addressed = _mark_line(piece, letter=letter, addressed=addressed)
    below = pieces[end + 1] if end + 1 < len(pieces) else None
    about = (
        _SUBJECT.match(below.text) if below and pieces[end].kind is BlockKind.SALUTATION else None
    )
    if below and about and below.kind in (None, BlockKind.HEADING) and len(below.text) <= 300:
        below.kind, below.body = BlockKind.SUBJECT, about.end()
    if not any(piece.kind is BlockKind.TITLE for piece in pieces[:end]):
        _mark_title(head, letter=letter)
    _drop_repeated_date(head)


def _find_end(pieces: list[Piece]) -> tuple[int, bool]:
    """Where the words begin, and whether a salutation stands there."""
    prose = None
    for index, piece in enumerate(pieces[:_LEAD]):
        if piece.kind is None and len(piece.text) <= 150 and _is_salutation(piece.text):
            piece.kind = BlockKind.SALUTATION
            return index, True
        numbered = piece.text[0].isdecimal() and re.match(r"1\. ", piece.text)
        if prose is None and (_is_prose(piece) or numbered) and not _special(piece.text):
            prose = index
    letter = any(_TO.match(piece.text) for piece in pieces[:prose])
    return (prose if prose is not None else min(len(pieces), 12)), letter


def _special(text: str) -> bool:
    return bool(_SUBJECT.match(text) or _MASTHEAD.match(text))


def _is_salutation(text: str) -> bool:
    if not _SALUTATION.match(text):
        return False
    return text[-1] in ",:" or (len(text) <= 60 and text[-1] not in ".;?")


def _mark_line(piece: Piece, *, letter: bool, addressed: bool) -> bool:
    """Mark one line; the result says whether an address goes on in the next."""
    text = piece.text
    # In a PDF a heading is only larger type, and the masthead has the largest.
    unmarked = piece.kind is None or piece.page is not None
    if _is_prose(piece) and not _special(text):
        return False
    if _DATE_LINE.match(text):
        piece.kind = BlockKind.DATE_LINE
    elif match := _SUBJECT.match(text):
        piece.kind, piece.body = BlockKind.SUBJECT, match.end()
    elif match := _COPY.match(text):
        piece.kind, piece.body = BlockKind.ADDRESS, match.end()
    elif match := _TO.match(text):
        piece.kind, piece.body = BlockKind.ADDRESS, match.end()
        return True
    elif addressed and piece.separator == "\n":
        piece.kind = BlockKind.ADDRESS
        return True
    elif unmarked and _MASTHEAD.match(text) and not (letter and _ADDRESS.match(text)):
        piece.kind = BlockKind.MASTHEAD
    elif piece.kind is None and letter and _ADDRESS.match(text):
        piece.kind = BlockKind.ADDRESS
        return True
    return False


def _mark_title(head: list[Piece], *, letter: bool) -> None:
    headings = [
        piece
        for piece in head
        if piece.kind is BlockKind.HEADING and not _SECTION_NAME.match(piece.text)
    ]
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
    named = [piece for piece in rest if not letter or _TITLE_WORD.search(piece.text)]
    if not named:
        for piece in rest:
            piece.kind = BlockKind.MASTHEAD
        return
    named[0].kind = BlockKind.TITLE
    place = head.index(named[0])
    for piece in head[:place]:
        if piece.kind is None:
            piece.kind = BlockKind.MASTHEAD
    _mark_subtitles(head, place)


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


def _drop_repeated_date(head: list[Piece]) -> None:
    """A date above the title is the web page's when the document has one of its own below."""
    titles = [index for index, piece in enumerate(head) if piece.kind is BlockKind.TITLE]
    if not titles:
        return
    below = [p for p in head[titles[0] :] if p.kind is BlockKind.DATE_LINE]
    dates = {match["date"].lower() for p in below if (match := _DATE_LINE.match(p.text))}
    for piece in head[: titles[0]]:
        if piece.kind is BlockKind.DATE_LINE:
            match = _DATE_LINE.match(piece.text)
            if match and match["date"].lower() in dates:
                piece.kind = BlockKind.FURNITURE


def is_copy_line(text: str) -> bool:
    """Whether a line names those who get a copy."""
    return _COPY.match(text) is not None


def is_date_line(text: str) -> bool:
    """Whether a line is a date, with a place before it or not."""
    return len(text) <= 120 and _DATE_LINE.match(text) is not None
