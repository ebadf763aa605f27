"""Treaties, declarations, principles, laws and codes that are cited by name."""

from __future__ import annotations

import re

from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.results import CitationKind

_CAPITAL = r"[A-ZÀ-Þ][\w'-]{0,40}"
# What may stand between two capitalised words of a title.
_LINK = (
    # "the Convention relating to ... and the European Convention on ...": two treaties.
    r"(?!,? and (?:the )?(?:European|American|African|Arab|International|Universal|Optional) "
    r"(?:Convention|Covenant|Charter|Protocol|Declaration)\b)"
    r"(?:(?:,? (?:and|or)|,(?! the)| (?:of|on|for|to|the|in|against|from|with|by|concerning|"
    r"relating|regarding|at|their|its|all|that|de|between|as|supplementary|relative|persons)"
    r"){1,4} |,? )(?!Jan|Feb|March|April|May |June|July|Aug|Sept|Oct|Nov|Dec)"
)
_TAIL = re.compile(rf"(?:{_LINK}(?:\([A-Z][\w ]{{2,40}}\) )?{_CAPITAL}){{0,18}}")
_OPENING = re.compile(
    r" (?:on|against|for|of|to|relating to|concerning|relative to)(?: the)? (?=[A-Z])"
)
_QUALIFIERS = re.compile(
    rf"(?<![\w-])(?:(?:{_CAPITAL}|of|on|and|the|from|\([A-Z][\w ]{{2,40}}\)) ){{1,9}}$"
)
_ANCHOR = re.compile(
    r"(?:Conventions?|Covenants?|Pact|Protocols?|Declaration|Charter|Statute|"
    r"Principles|Rules"
    r"|ICCPR|ICESCR|ICERD|UDHR|UNCAT|ECHR|ACHR|ACHPR|ICPPED|ICRMW|UNCRC)(?![\w/-])"
)
# "... Political Rights (ICCPR)", "[hereinafter ICCPR]": the name was just given.
_DECLARES = re.compile(r"(?:[(\[]|herein?after )\"?$")
# "ECHR, Sample v. Examplia": the Court, not the Convention.
_CASE_AFTER = re.compile(r",? (?:[Cc]ase of |[Gg]rand [Cc]hamber,? )?[A-ZÀ-Þ][^,;.()\n]{1,60} v\. ")
# Nouns of this kind with a name before them; without one, or one "on" something, they say nothing.
_NAMED_BEFORE = {
    "Convention": "American European African Geneva Vienna Hague Istanbul Genocide Apartheid "
    "Refugee Slavery Women's Children's",
    "Conventions": "Geneva Hague",
    "Covenants": "International",
    "Covenant": "International",
    "Protocol": "Istanbul Minnesota Optional Maputo Palermo Montreal Kyoto",
    "Protocols": "Optional Additional",
    "Declaration": "Universal Vienna Beijing Durban Kampala York Philadelphia Marrakesh Rio",
    "Charter": "African European Arab Nations UN Social Democratic Banjul",
    "Statute": "Rome",
    "Principles": "Paris Yogyakarta Siracusa Johannesburg Tshwane Maastricht Limburg Bangalore "
    "Guiding Basic Camden Havana Pinheiro",
    "Rules": "Mandela Bangkok Beijing Tokyo Havana Minimum",
}
_ABOUT = frozenset({"Convention", "Covenant", "Pact", "Protocol", "Declaration", "Charter"})
_LEAD = re.compile(
    r"^(?:(?:The|Under|In|By|Of|On|With|Including|Now|Then|Recalling|Reaffirming|Guided|And|To|From|Also|For|See|"
    r"Articles?|Bearing|Mindful|Considering|Contrary|Having|Ratify|Ratifying|Noting|That|This|"
    r"Both|State|States|Party|Parties|Recognizing|Welcoming|Accede|Sign|Although|While|When|"
    r"Paragraph|According|the|of|and|on) )+"
)
# "article 4 (III) of Act No. 27": the bracket belongs to the article.
_BRACKET_FIRST = re.compile(r"^\([^)]*\) ")
_LAW_ANCHOR = re.compile(
    r"(?P<noun>Code|Act|Law|Constitution|Decree|Ordinance|Directive|Regulation|Bill|Instruction|"
    r"Circular|Edict|Order)"
    r"(?P<number>(?: \((?:EU|[A-Z][a-z]{3,14})\))? N(?:os?\.?|°) ?"
    r"\d(?:[\w/-]|[.,]\d{3}(?!\d)){0,20}"
    r"(?: of \d{4})?)?(?![\w-])"
)
_LAW_TAIL = re.compile(
    r" (?:of|on) (?:the )?[A-Z][\w'-]{0,30}(?:(?:,? and| of| on| the| for| to)? (?:the )?"
    r"[A-Z][\w'-]{0,30}){0,6}"
)
_NO_LAW_BEFORE = (" on ", " of ", " and ", "International ", "Comparative ", "Case ")
_BY_NUMBER = frozenset({"Instruction", "Circular", "Edict", "Order"})
# "Council Directive 2004/83/EC", "Regulation (EU) No. 604/2013".
_EU_LAW = re.compile(
    r"(?<!\w)(?:(?:Council|Commission) )?(?:Directive|Regulation|Framework Decision)"
    r"(?: \((?:EU|EC|EEC)\))?(?: [Nn]o\.?)? ?\d{2,4}/\d{1,4}(?:/(?:EC|EU|EEC|JHA))?(?![\w/])"
)
# "Human Rights Law Centre", "Law School": the noun belongs to the name of something else.
_NO_LAW_AFTER = re.compile(
    r" (?:Cent(?:re|er)|School|Society|Institute|Firm|Group|Faculty|Review|Journal|Commission|"
    r"Clinic|Library|Council|Project|Network|Association|Foundation|Students?|Enforcement|Reform|"
    r"Office|Department|Reports?)\b"
)
# "UN Covenant on ... Rights: CCPR Commentary": a book about the treaty.
_COMMENTARY = re.compile(r"[^.;,()\n]{0,70}?:? ?(?:[A-Z]\w+ )?Commentary\b")
# Agreements between the parties to a conflict, or of States, by their proper name.
_AGREEMENT = re.compile(r"(?:Agreement|Accords?|Roadmap|Communiqué)(?![\w-])")
_AGREED = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-ZÀ-Þ][\w'-]{1,30} (?:and |of |on )?){1,5})"
    r"(?:(?:[Pp]olitical|[Pp]eace|[Ff]ramework|[Cc]easefire|[Cc]omprehensive|[Gg]lobal|"
    r"[Ss]upplementary|[Tt]ransitional) ){0,2}$"
)
_NO_AGREEMENT = re.compile(
    r"\b(?:Plea|Settlement|Loan|Licen[cs]e|User|Collective|Bargaining|Employment|Service|Purchase|"
    r"Trade|Partnership|Association|Hyundai|Honda|In|Of|By|No)\b"
)
_AGREEMENT_NUMBER = re.compile(r" (?:number|[Nn]o\.?) ?\d{1,3}(?!\d)")
# "the Constitution of 2 June 1972": a date is part of the name when there is no number.
_LAW_DATE = re.compile(r" of \d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d(?!\d)")
_LAW_YEAR = re.compile(r",? (?:of )?(?:19|20)\d\d(?!\w)| \((?:19|20)\d\d\)")


def _goes_on(flat: str, start: int) -> bool:
    """Whether a word began before; asked here, because patterns that begin with it are slow."""
    return start > 0 and (flat[start - 1].isalnum() or flat[start - 1] in "_-")


def find_treaties(flat: str) -> list[Head]:
    """The treaties, declarations and sets of principles named in a text in matching form."""
    heads: list[Head] = []
    for match in _ANCHOR.finditer(flat):
        if heads and match.start() < heads[-1].end:
            continue
        start, end = match.span()
        if _goes_on(flat, start) or _COMMENTARY.match(flat, end):
            continue
        noun = match.group()
        if noun in ("ECHR", "ACHR") and _CASE_AFTER.match(flat, end):
            continue
        if noun.isupper() and _DECLARES.search(flat, max(0, start - 14), start):
            continue
        if not noun.isupper():
            found = _extent(flat, noun, start, end)
            if not found:
                continue
            start, end = found
        title = flat[start:end]
        heads.append(Head(start, end, CitationKind.TREATY, "citation.treaty", 0.85, title=title))
    return heads


def find_agreements(flat: str) -> list[Head]:
    """The agreements named by place or kind in a text in matching form.

    Example:
        >>> [head.title for head in find_agreements("under the Northport Political Agreement")]
        ['Northport Political Agreement']
    """
    heads: list[Head] = []
    for match in _AGREEMENT.finditer(flat):
        before = _AGREED.search(flat[max(0, match.start() - 90) : match.start()])
        if before is None or _NO_AGREEMENT.search(before["name"]):
            continue
        words = before.group()
        lead = _LEAD.match(words)
        words = words[lead.end() :] if lead else words
        if flat.count('"', flat.rfind("\n", 0, match.start()) + 1, match.start()) % 2:
            continue  # part of a title in quotation marks
        number = _AGREEMENT_NUMBER.match(flat, match.end())
        end = number.end() if number else match.end()
        if not words:
            continue
        start = match.start() - len(words)
        heads.append(
            Head(start, end, CitationKind.TREATY, "citation.agreement", 0.6, title=flat[start:end])
        )
    return heads


def _extent(flat: str, noun: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the title around a noun starts and ends; None when it is no title."""
    before = _before(flat, start)
    named = set(before.split()) & set(_NAMED_BEFORE.get(noun, "").split())
    about = _OPENING.match(flat, end) if noun in _ABOUT or named else None
    if noun == "Charter" and flat.startswith(" of the United Nations", end):
        return start - len(before), end + len(" of the United Nations")
    if about:
        tail = _TAIL.match(flat, about.end() - 1)
        end = max(end, tail.end()) if tail and tail.end() > about.end() else end
        if tail and tail.end() <= about.end() and not named:
            return None
    elif not named and not re.match(r",? (?:19|20)\d\d \(No", flat[end : end + 12]):
        return None
    number = re.match(r",? (?:19|20)\d\d(?: \(No\. ?\d+\))?", flat[end : end + 20])
    if number and "No" in number.group():
        end += number.end()
    return start - len(before), end


def _before(flat: str, start: int) -> str:
    """The words of a title that stand before its noun."""
    found = _QUALIFIERS.search(flat[max(0, start - 110) : start])
    if not found:
        return ""
    words = _BRACKET_FIRST.sub("", found.group())
    lead = _LEAD.match(words)
    words = words[lead.end() :] if lead else words
    for cut in (" and ", " of ", " on "):
        # "the Committee on Torture and the International Covenant": the title starts after it.
        if cut + "the " in words:
            words = words.rpartition(cut + "the ")[2]
    return words


def find_laws(flat: str) -> list[Head]:
    """The laws and codes named in a text in matching form."""
    heads: list[Head] = []
    if "Directive" in flat or "Regulation" in flat or "Framework" in flat:
        heads += [
            Head(*m.span(), CitationKind.LAW, "citation.law", 0.85, title=m.group())
            for m in _EU_LAW.finditer(flat)
        ]
    numbered = {head.end for head in heads}
    done = 0
    for match in _LAW_ANCHOR.finditer(flat):
        if match.start() < done or match.end() in numbered:
            continue
        if match["noun"] in _BY_NUMBER and not match["number"]:
            continue
        if _goes_on(flat, match.start()) or _NO_LAW_AFTER.match(flat, match.end()):
            continue
        before = _before(flat, match.start())
        if before.endswith(_NO_LAW_BEFORE):
            # "Programme on Law and Minors": the word is not the noun of the name.
            continue
        end = match.end()
        tail = _LAW_TAIL.match(flat, end) if match["noun"] != "Regulation" else None
        if tail is None and not match["number"]:
            tail = _LAW_DATE.match(flat, end)
        if (
            not before
            and not match["number"]
            and not (tail and (match["noun"] != "Act" or flat.endswith(" the ", 0, match.start())))
        ):
            continue
        if match["noun"] in ("Law", "Bill", "Regulation", "Directive") and not (
            match["number"] or tail or len(before.split()) > 1 or _LAW_YEAR.match(flat, end)
        ):
            continue
        end = tail.end() if tail else end
        year = _LAW_YEAR.match(flat, end)
        end = year.end() if year else end
        start, done = match.start() - len(before), end
        heads.append(Head(start, end, CitationKind.LAW, "citation.law", 0.7, title=flat[start:end]))
    return heads
