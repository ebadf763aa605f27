"""Works that have no resolution number: communications, cases, addresses, titled reports."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator

from rightsgraph.extraction.gazetteers import states
from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.results import CitationKind

# "c." is the French and Spanish "v.".
_VERSUS = re.compile(r" (?:v\.?|vs\.?|c\.) (?=(?:the )?[A-Z])")
_PLAINTIFF = re.compile(
    r"(?<![\w.])[A-ZÀ-ÞĀ-Ž][\w.'-]{0,40}"
    r"(?:(?:(?<=\.),)? (?:[A-ZÀ-ÞĀ-Ž][\w.'-]{0,40}|et al\.?|and others\.?|and|of|de|da|do|del|"
    r"la|i|y|the)){0,9}$"
)
_DEFENDANT = re.compile(
    r"(?:the )?(?:St\. )?[A-ZÀ-ÞĀ-Ž](?:[\w'-]|\.(?=\w)){0,40}"
    r"(?:(?: of| and| &| the| de| for){0,2} [A-ZÀ-ÞĀ-Ž][\w'-]{0,40}){0,8}"
    r"(?: \((?:I{1,3}|IV|VI?|[Nn]o\. ?\d{1,2})\))?"
    r"(?:, \d{1,4} [A-Z][\w. ]{0,12}\d{1,5}(?: \((?:19|20)\d\d\))?)?"
)
# "European Court of Human Rights, Young, James and Webster v. ...".
_FIRST_OF_THREE = re.compile(
    r"(?:Rights, |\b[Ss]ee,? |; |\A|\n(?:\d{1,3} )?)(?P<more>[A-ZÀ-ÞĀ-Ž][\w'-]+, )\Z"
)
_CASE_LEAD = re.compile(
    r"^(?:(?:Ibid\.?,?|Véase|Véanse|Voir|See|Also|Cf\.?|In|The|Case|Of|And|For|Example|Example,|Views|Human|Rights|Committee,|"
    r"European|Court|of|Rights[,.]|ECHR,|ECtHR,|Inter-American|case|the|and|Committee|Court,|"
    r"Compare|Contra|International|Justice,|Supreme|I\.?C\.?J\.?,) )+"
)
_NUMBERED = re.compile(
    r"\b[Nn](?:os?|°)\.? ?"
    r"(?P<number>\d{1,6}-(?:19|20)\d\d-\d{2,6}|"
    r"(?:[A-Z]{1,2}-)?(?:\d{1,6}-){0,2}(?:\d{1,3}\.)?\d{1,6}[/-]\d{2,4})(?![\w/-])"
)
# "complaint 28/1995": the "No." is left out.
_NUMBER_OF_CASE = re.compile(r"(?P<number>\d{1,5}/(?:19|20)\d\d)(?![\w/-])")
_NOUN_BEFORE = ("ommunication ", "ommunications ", "omplaint ", "omplaints ", "etition ")
# "Nos. 540/1993, A v. B, para. 8; and 458/1991, C v. D": the noun stands once.
_BARE_NUMBER = re.compile(r"(?P<number>\d{1,5}/(?:19|20)\d\d)(?=, [A-ZÀ-Þ])")
_NEXT_ITEM = re.compile(r"[;,] ?(?:and |or )?$|\b[Ss]ee(?: also)?,? $")
_GOES_ON = ("; ", ", ", "; and ", ", and ", " and ")
_NEXT_NUMBER = re.compile(r"(?:,| and|, and| &) (?P<number>\d{1,6}/\d{2,4})(?![\w/-])")
_NUMBERED_NOUN = re.compile(
    r"(?<!\w)(?P<noun>[Cc]ommunication|[Cc]omm(?=\.)|[Cc]ase|[Aa]pplication|[Oo]pinion|[Cc]omplaint|"
    r"[Pp]etition|[Jj]udge?ment|[Rr]uling)s?\.? $"
)
# Symbols of other intergovernmental organisations: works, but no UN documents.
_OTHER_SYMBOL = re.compile(
    r"(?<![\w/])(?:OEA/Ser\.[\w./]{1,30}(?: ?(?:CIDH/RELE/INF(?:\.\d+)?(?:/\d+)?|[Dd]oc\. "
    r"?\d+(?:/\d+)?|Rev\. ?\d+),?)*"
    r"|(?:CM/\w{2,12}|CommDH|CPT/Inf|CDL-AD) ?\(\d{4}\) ?\d{1,4}|GB\.\d{2,3}/[A-Z]+/\d+"
    r"|(?:CM/)?Rec ?\(\d{4}\) ?\d{1,3})"
)
_MANDATE_COMMUNICATION = re.compile(
    r"(?<![\w/])(?:(?:AL|UA|OL|JAL|JUA|JOL|OTH) )?(?P<state>[A-Z]{3}) "
    r"\d{1,3}/(?:19|20)\d\d(?![\w/])"
)
_GENERAL_COMMENT = re.compile(
    r"[Gg]eneral (?P<noun>[Cc]omments?|[Rr]ecommendations?) "
    r"(?:on [^.;\n]{3,60}?, (?=[Nn]o))?(?:[Nn](?:os?|°)\.? ?)?(?P<number>\d{1,2})"
    r"(?!\d)(?: \((?:19|20)\d\d\))?"
)
# "general comments No. 31 (2004), para. 10, and No. 36 (2018)": further numbers of a plural.
_NEXT_COMMENT = re.compile(
    r"(?:(?:,| and|;| &){1,2} |/)(?:[Nn]os?\.? ?(?P<named>\d{1,2})|(?P<bare>\d{1,2}))"
    r"(?!\d|[./]\d|th\b)(?: \((?:19|20)\d\d\))?"
)
_COMMITTEE_BEFORE = re.compile(
    r"(?<!\w)(?P<body>Human Rights Committee|Committee (?:on|against) (?:the )?[A-Z][\w ,]{3,80}?)"
    r",?(?:'s)?(?:,? in)?,?(?: its)? $"
)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"\[\]{}|\\^`]{3,500}")
# A note that is a work without a symbol: an author or body, a title, and a place or a year.
_TITLED = re.compile(
    r"(?:submission|submissions|report|study|letter dated|communication|statement|press release|"
    r"guidelines|survey|brief|article|working paper|world report|annual report|fact sheet|note"
    r"|recommendation \d{1,4}/\d{4})\b",
    re.IGNORECASE,
)
QUOTED_TITLE = re.compile(r"\"(?P<title>[A-Z][^\"\n]{8,250}?),?\"")


def find_cases(flat: str) -> list[Head]:
    """The cases named by their parties in a text in matching form."""
    heads: list[Head] = []
    all_versus = list(_VERSUS.finditer(flat))
    done = 0
    for versus, following in zip(all_versus, [*all_versus[1:], None], strict=False):
        plaintiff = _PLAINTIFF.search(flat[max(done, versus.start() - 120) : versus.start()])
        stop = len(flat) if following is None else _end_of_case(flat, versus.end(), following)
        defendant = _DEFENDANT.match(flat, versus.end(), stop)
        if not plaintiff or not defendant:
            continue
        lead = _CASE_LEAD.match(plaintiff.group())
        start = versus.start() - len(plaintiff.group()) + (lead.end() if lead else 0)
        more = _FIRST_OF_THREE.search(flat[max(0, start - 60) : start])
        if more and " and " in flat[start : versus.start()]:
            start -= len(more["more"])
        title = flat[start : defendant.end()].rstrip(" ,.")
        if start >= versus.start():
            continue
        done = defendant.end()
        heads.append(
            Head(start, start + len(title), CitationKind.CASE, "citation.case", 0.85, title=title)
        )
    return heads + _cases_alone(flat)


# "Sample et al. (No. ES-99/04)": a case without "v.", told by its number.
_ALONE = re.compile(
    r"(?<![\w.])(?P<name>[A-ZÀ-ÞĀ-Ž][\w.'-]{0,40}(?: (?:[A-ZÀ-ÞĀ-Ž][\w.'-]{0,40}|and)){0,4},?"
    r" et al\.) \((?:(?:[Aa]pplication|[Cc]ase|[Cc]omplaint) )?[Nn]o\. ?"
    r"(?P<number>[A-Z]{0,3}-?\d{1,6}[/-]\d{2,4})\)"
)


def _cases_alone(flat: str) -> list[Head]:
    if "et al. (" not in flat:
        return []
    return [
        Head(
            m.start(), m.end(), CitationKind.CASE, "citation.case", 0.8,
            title=f"{m['name']}, No. {m['number']}",
        )
        for m in _ALONE.finditer(flat)
        if not re.search(r"\bv\.? (?:\w+ ){0,3}$", flat[max(0, m.start() - 30) : m.start()])
    ]  # fmt: skip


def _end_of_case(flat: str, start: int, following: re.Match[str]) -> int:
    """Where the name of a case must end because the next begins: "N. v. Spain and T. v. Spain"."""
    between = flat[start : min(following.start(), start + 120)]
    if start + len(between) < following.start() or re.search(r"[;,()\n]", between):
        return len(flat)
    cut = between.rfind(" and ")
    return start + cut if cut > 0 else len(flat)


def find_communications(flat: str) -> list[Head]:
    """The communications, opinions, applications and judgments cited by number."""
    heads: list[Head] = []
    noun, plural_until = "communication", 0
    for match in _numbers(flat):
        before = _NUMBERED_NOUN.search(flat[max(0, match.start() - 16) : match.start()])
        if match.re is _BARE_NUMBER:
            if match.start() >= plural_until:
                continue
        elif before:
            noun = before["noun"].lower()
            many = before.group().rstrip(" .").endswith("s") or match.group()[1:3] == "os"
            plural_until = flat.find("\n", match.end()) if many else 0
            plural_until = len(flat) if plural_until < 0 else plural_until
        elif not _NEXT_ITEM.search(flat, max(0, match.start() - 8), match.start()) and not (
            match.start() < plural_until and flat.endswith(" and ", 0, match.start())
        ):
            continue
        start = match.start() - (len(before.group()) if before else 0)
        heads.append(_numbered(noun, match["number"], start, match.end()))
        if match.start() < plural_until:
            heads += _further_numbers(flat, match.end(), noun)
    return heads


def _numbers(flat: str) -> Iterator[re.Match[str]]:
    """The numbers after "No.", and those of a list whose noun stands once, in reading order."""
    done = 0
    named = list(_NUMBERED.finditer(flat))
    bare = [
        match
        for match in (_BARE_NUMBER.finditer(flat) if named else ())
        if flat.endswith(_GOES_ON, 0, match.start())
    ]
    named += [
        match
        for match in _NUMBER_OF_CASE.finditer(flat)
        if flat.endswith(_NOUN_BEFORE, 0, match.start())
    ]
    named.sort(key=lambda match: match.start())
    for match in heapq.merge(named, bare, key=lambda match: match.start()):
        if match.start() >= done:
            done = match.end()
            yield match


def _further_numbers(flat: str, end: int, noun: str) -> list[Head]:
    """The numbers of a list that follow at once: "Nos. 28/2011, 30/2011 and 65/2011"."""
    heads: list[Head] = []
    following = _NEXT_NUMBER.match(flat, end)
    while following:
        at = following.start("number")
        named = re.compile(r", [A-ZÀ-Þ]").match(flat, following.end())
        if named and flat[end:at] not in (" and ", " & "):
            # "Nos. 270/2005 and 271/2005, A v. B" are one case; after a comma it is the next case.
            break
        end = following.end()
        heads.append(_numbered(noun, following["number"], at, end))
        following = _NEXT_NUMBER.match(flat, end)
    return heads


def _numbered(noun: str, number: str, start: int, end: int) -> Head:
    return Head(
        start,
        end,
        CitationKind.CASE,
        "citation.communication",
        0.85,
        title=f"{noun} No. {number}",
    )


def find_mandate_communications(flat: str, own: str | None) -> list[Head]:
    """The communications of special procedures cited by State and number: "AL KEN 3/2019".

    Args:
        flat: Text in matching form.
        own: The reference of the document itself, which is no citation.
    """
    return [
        Head(*m.span(), CitationKind.UN, "citation.mandate-communication", 0.85, title=m.group())
        for m in _MANDATE_COMMUNICATION.finditer(flat)
        if m["state"] in states().by_id and " ".join(m.group().split()) != own
    ]


def find_other_symbols(flat: str) -> list[Head]:
    """The symbols of other intergovernmental organisations."""
    if not any(
        mark in flat for mark in ("OEA/", "CM/", "CommDH", "CPT/", "CDL-AD", "GB.", "Rec(", "Rec (")
    ):
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
        noun = match["noun"].lower()
        body = f"{before['body']}, " if before else ""
        name = f"{body}general {noun.rstrip('s')} No. "
        start = match.start() - (len(before.group()) if before else 0)
        spans = [(start, match.end(), match["number"])]
        joint = flat.endswith("oint ", 0, match.start())
        if noun.endswith("s") or joint:
            spans += _further_comments(flat, match.end(), 220 if joint else 60)
        heads += [
            Head(at, end, CitationKind.UN, "citation.general-comment", 0.85, title=name + number)
            for at, end, number in spans
        ]
    return heads


def _further_comments(flat: str, end: int, reach: int) -> list[tuple[int, int, str]]:
    """The other numbers of "general comments", where each may have a place and a year."""
    found: list[tuple[int, int, str]] = []
    while True:
        # Without "No." a number must follow at once: otherwise it is one more paragraph.
        following = _NEXT_COMMENT.match(flat, end)
        if following is None:
            following = _NEXT_COMMENT.search(flat, end, end + reach)
            while following and not following["named"]:
                following = _NEXT_COMMENT.search(flat, following.end(), end + reach)
        if following is None or re.search(r"[;\n]| v\. ", flat[end : following.start()]):
            return found
        name = "named" if following["named"] else "bare"
        found.append((following.start(name), following.end(), following[name]))
        end = following.end()


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
