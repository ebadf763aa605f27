"""Works that have no resolution number: communications, cases, addresses, titled reports."""

from __future__ import annotations

import re

from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.results import CitationKind

_VERSUS = re.compile(r" (?:v\.?|vs\.?) (?=(?:the )?[A-Z])")
_PLAINTIFF = re.compile(
    r"(?<![\w.])[A-ZÀ-Þ][\w.'-]{0,40}"
    r"(?:(?:(?<=\.),)? (?:[A-ZÀ-Þ][\w.'-]{0,40}|et al\.?|and others|and|of|de|da|do|del|la|"
    r"the)){0,9}$"
)
_DEFENDANT = re.compile(
    r"(?:the )?[A-ZÀ-Þ][\w.'-]{0,40}(?:(?: of| and| the| de)? [A-ZÀ-Þ][\w'-]{0,40}){0,8}"
    r"(?:, \d{1,4} [A-Z][\w. ]{0,12}\d{1,5}(?: \((?:19|20)\d\d\))?)?"
)
_CASE_LEAD = re.compile(
    r"^(?:(?:See|Also|Cf\.?|In|The|Case|Of|And|For|Example|Example,|Views|Human|Rights|Committee,|"
    r"European|Court|of|Rights,|ECHR,|ECtHR,|Inter-American|case|the|and|Committee|Court,|"
    r"Compare|Contra|International|Justice,|Supreme|I\.?C\.?J\.?,) )+"
)
_NUMBERED = re.compile(r"\b[Nn](?:os?|°)\.? ?(?P<number>\d{1,6}[/-]\d{2,4})(?![\w/-])")
_NUMBERED_NOUN = re.compile(
    r"(?<!\w)(?P<noun>[Cc]ommunication|[Cc]ase|[Aa]pplication|[Oo]pinion|[Cc]omplaint|"
    r"[Pp]etition)s? $"
)
# Symbols of other intergovernmental organisations: works, but no UN documents.
_OTHER_SYMBOL = re.compile(
    r"(?<![\w/])(?:OEA/Ser\.[\w./]{1,30}(?: ?(?:CIDH/RELE/INF(?:\.\d+)?(?:/\d+)?|[Dd]oc\. "
    r"?\d+(?:/\d+)?|Rev\. ?\d+),?)*"
    r"|(?:CM/\w{2,12}|CommDH|CPT/Inf|CDL-AD) ?\(\d{4}\) ?\d{1,4}|GB\.\d{2,3}/[A-Z]+/\d+)"
)
_GENERAL_COMMENT = re.compile(
    r"[Gg]eneral (?P<noun>[Cc]omments?|[Rr]ecommendations?) "
    r"(?:[Nn](?:os?|°)\.? ?)?(?P<number>\d{1,2})(?!\d)(?: \((?:19|20)\d\d\))?"
)
_COMMITTEE_BEFORE = re.compile(
    r"(?<!\w)(?P<body>Human Rights Committee|Committee (?:on|against) [A-Z][\w ,]{3,80}?)"
    r",?(?:'s)?(?:,? in)?,?(?: its)? $"
)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"\[\]{}|\\^`]{3,500}")
# A note that is a work without a symbol: an author or body, a title, and a place or a year.
_TITLED = re.compile(
    r"(?:submission|submissions|report|study|letter dated|communication|statement|press release|"
    r"guidelines|survey|brief|article|working paper|world report|annual report|fact sheet|note)\b",
    re.IGNORECASE,
)
QUOTED_TITLE = re.compile(r"\"(?P<title>[A-Z][^\"\n]{8,250}?),?\"")


def find_cases(flat: str) -> list[Head]:
    """The cases named by their parties in a text in matching form."""
    heads = []
    for versus in _VERSUS.finditer(flat):
        plaintiff = _PLAINTIFF.search(flat[max(0, versus.start() - 120) : versus.start()])
        defendant = _DEFENDANT.match(flat, versus.end())
        if not plaintiff or not defendant:
            continue
        lead = _CASE_LEAD.match(plaintiff.group())
        start = versus.start() - len(plaintiff.group()) + (lead.end() if lead else 0)
        title = flat[start : defendant.end()].rstrip(" ,.")
        if start >= versus.start():
            continue
        heads.append(
            Head(start, start + len(title), CitationKind.CASE, "citation.case", 0.85, title=title)
        )
    return heads


def find_communications(flat: str) -> list[Head]:
    """The communications, opinions and applications cited by number."""
    heads: list[Head] = []
    noun = "communication"
    for match in _NUMBERED.finditer(flat):
        before = _NUMBERED_NOUN.search(flat[max(0, match.start() - 16) : match.start()])
        if before:
            noun = before["noun"].lower()
        elif not re.search(r"[;,] ?(?:and )?$", flat[max(0, match.start() - 8) : match.start()]):
            continue
        start = match.start() - (len(before.group()) if before else 0)
        heads.append(
            Head(
                start,
                match.end(),
                CitationKind.CASE,
                "citation.communication",
                0.85,
                title=f"{noun} No. {match['number']}",
            )
        )
    return heads


def find_other_symbols(flat: str) -> list[Head]:
    """The symbols of other intergovernmental organisations."""
    if not any(mark in flat for mark in ("OEA/", "CM/", "CommDH", "CPT/", "CDL-AD", "GB.")):
        return []
    return [
        Head(
            match.start(),
            match.end(),
            CitationKind.OTHER,
            "citation.other-symbol",
            0.8,
            title=match.group(),
        )
        for match in _OTHER_SYMBOL.finditer(flat)
    ]


def find_general_comments(flat: str) -> list[Head]:
    """The general comments and recommendations of treaty bodies, with the body if named."""
    heads = []
    for match in _GENERAL_COMMENT.finditer(flat):
        before = _COMMITTEE_BEFORE.search(flat[max(0, match.start() - 110) : match.start()])
        parts = ("general", match["noun"].lower().rstrip("s"), "No.", match["number"])
        heads.append(
            Head(
                match.start() - (len(before.group()) if before else 0),
                match.end(),
                CitationKind.UN,
                "citation.general-comment",
                0.85,
                title=" ".join((*((before["body"] + ",",) if before else ()), *parts)),
            )
        )
    return heads


def find_addresses(text: str) -> list[Head]:
    """The web addresses in a text; trailing punctuation is not part of them."""
    heads = []
    for match in ADDRESS.finditer(text):
        if match.start() and (
            text[match.start() - 1].isalnum() or text[match.start() - 1] in "/.@_"
        ):
            continue
        address = match.group().rstrip(".,;:!?'’”*_")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:")
        heads.append(
            Head(
                match.start(),
                match.start() + len(address),
                CitationKind.OTHER,
                "citation.address",
                0.9,
                title=address,
            )
        )
    return heads


def looks_titled(words: str) -> bool:
    """Whether words without any other sign of a work read like the title of one."""
    return bool(_TITLED.search(words)) or bool(QUOTED_TITLE.search(words))
