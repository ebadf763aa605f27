"""The lines of the head of a letter, told by their words: dates, subjects, greetings, addresses.

Source: United Nations Editorial Manual, "Mastheads"; the correspondence manual of the United
Nations (ST/DCS/4/Rev.1) for the parts of a letter.
"""

from __future__ import annotations

import re

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
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{2}\.\d{2}\.\d{2}"
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
DATE_LINE = re.compile(
    r"(?:(?:date|dated|fecha|published|posted|issued|updated|last updated|last modified|publicado"
    r"|publié|release date|date of issue|发布时间|日期|发布)"
    r"(?: on| el| le| the| this)?(?: ?[:：] ?| ))?"
    r"(?:[^\W\d_][^\d,|:]{1,48}[,:|–-] ?)?"
    rf"(?:{_TIME},? ?(?:on )?)?(?:{_WEEKDAY},? )?(?:the |le |el |on |this )?(?P<date>{DATE})"
    rf"(?:,? ?(?:at |[|–-] ?)?{_TIME})?"
    r"[.,]?(?: ?\| ?[^|]{1,40})?\Z",
    re.IGNORECASE,
)
SUBJECT = re.compile(
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
TO = re.compile(
    r"(?:to|attn|attention|à|a|para|an|(?:letter |also )?(?:sent|addressed|written) to) ?: ?(?=\S)"
    # "To the Prime Minister, the Rt Hon Anna Sample": an office says that it is an address.
    r"|to (?:the )?(?=(?:deputy |acting )?(?:prime minister|president|vice-president|minister"
    r"|secretary|ambassador|governor|speaker|chancellor|rt\.? hon|right hon|hon\.|his excellency"
    r"|her excellency|their excellencies|h\.e\.)[ ,:])(?=[^.;]{3,200}\Z)",
    re.IGNORECASE,
)
COPY = re.compile(
    r"(?:b?cc|c\.c\.|copy(?: to)?|copies(?: to)?|copie(?: à)?|con copia a) ?:",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:mr|mrs|ms|dr|prof|sr|sra|h\. ?e|hon)\.? |(?:his|her|their|your) (?:excellency|honou?r)"
    r"|(?:the )?(?:right )?hon(?:ou?rable|\.) |ambassador\b|permanent (?:representative|mission)"
    r"|(?:prime )?minister\b|ministry\b|president\b|secretary\b|director\b|chair(?:person|man"
    r"|woman)?\b"
    r"|office of\b|p\.? ?o\.? box|palais\b|tel\b|fax\b|e-?mail\b|c/o\b|via e-?mail"
    r"|.{0,60}\b(?:street|avenue|road|boulevard|floor|suite|plaza|square|rue|calle|straße)\b"
    r"|.{0,60}\b[A-Z]{2} \d{5}\b|.{0,40}\b\d{4,5} [A-Z]|.{1,60}@|before the office",
    re.IGNORECASE,
)
MASTHEAD = re.compile(
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
# "To the Members of the Sample Committee:" greets; "To: the Members" begins an address.
_TO_ALL = re.compile(r"(?:To|TO) (?:the |all |our |whom )?[A-ZÀ-Þ][^.;:]{3,140}[,:]\Z")
_DEAR = re.compile(r"(?:dear|to whom it may|ladies and gentlemen)\b", re.IGNORECASE)
# What is common to names, offices and places is that their words begin with capitals.
_SMALL_WORD = re.compile(
    r"(?<![\w'’-])(?!(?:with|from|into|upon|and|that|this|under|over|para|pour|della|delle|dans)\b)"
    r"[a-zà-ÿ][a-zà-ÿ'’-]{3,}"
)
_TELLING = 8  # letters
_OFFICE_HOLDER = re.compile(
    r"(?:the )?(?:senator|(?:right |rt\.? )?hon(?:ou?rable|\.)?|attorney[- ]general|governor"
    r"|speaker|commissioner|(?:prime |deputy )?minister|minist(?:er|ry)|secretary|president"
    r"|ambassador|chancellor|director|chair(?:person|man|woman)?|mr|mrs|ms|dr"
    r"|prof(?:essor)?|h\.? ?e)\b[ .]",
    re.IGNORECASE,
)
# "Anna Sample, Deputy Secretary acting in her stead"
_NAMED_OFFICE = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,4}, (?:[A-Z][\w-]+ ){0,3}(?:Secretary|Minister"
    r"|President|Director|Chair(?:person|man|woman)?|Commissioner|Representative|Ambassador|Governor"
    r"|Officer|Rapporteur|Head)\b"
)
_BYLINE = re.compile(r"(?:by|from|author|written by|contact)\b", re.IGNORECASE)


def greeting(text: str) -> str | None:
    """How sure it is that a line greets: "sure", "perhaps", or None when it does not.

    Example:
        >>> greeting("Dear Minister,"), greeting("Honourable Anna Sample"), greeting("Dear me.")
        ('sure', 'perhaps', None)
    """
    if _TO_ALL.match(text):
        return "perhaps"
    if not _SALUTATION.match(text):
        return None
    if text[-1] in ",:":
        return "sure" if _DEAR.match(text) else "perhaps"
    if len(text) <= 60 and text[-1] not in ".;?":
        return "sure" if _DEAR.match(text) else "perhaps"
    return None


def reads_like_title(text: str) -> bool:
    """Whether a short line speaks of something, as no name, office or address does.

    Example:
        >>> reads_like_title("Safeguards for assemblies in Examplia")
        True
        >>> reads_like_title("Minister for Health and Sample Research")
        False
    """
    words = text.split()
    if not 3 <= len(words) <= 45 or text[-1] in ",;:" or _BYLINE.match(text):
        return False
    if is_office_holder(text) or ADDRESS.match(text) or re.search(r"\d{5,}|@|://", text):
        return False
    if text.isupper():
        return len(words) >= 4
    small = _SMALL_WORD.findall(text)
    return len(small) >= 2 or any(len(word) >= _TELLING for word in small)


def is_office_holder(text: str) -> bool:
    """Whether a line begins with an office or a form of address: "The Hon. Anna Sample"."""
    return _OFFICE_HOLDER.match(text) is not None or _NAMED_OFFICE.match(text) is not None


def is_copy_line(text: str) -> bool:
    """Whether a line names those who get a copy."""
    return COPY.match(text) is not None


def is_date_line(text: str) -> bool:
    """Whether a line is a date, with a place before it or not."""
    return len(text) <= 120 and DATE_LINE.match(text) is not None
