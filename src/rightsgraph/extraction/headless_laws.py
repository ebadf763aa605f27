"""Laws and treaties that only the place beside them gives away."""

from __future__ import annotations

import re
from collections.abc import Callable

from rightsgraph.extraction.heads import Head, Reference
from rightsgraph.extraction.results import CitationKind

# "section 97 of the Remand Custody Order", "section 19 of the Official Language law".
_NAMED_LAW = re.compile(
    r",? of (?:the |its )?(?P<title>(?:[A-Z][\w'-]{1,30} (?:(?:and|of|on|the) ){0,2}){1,7}"
    r"(?:Orders?|law|Rules|Regulations?|Instructions?|Edict|Proclamation|Statutes?))\b"
)
# "article 72 of the Statute on the Practice of Examples"
_LAW_ON = re.compile(
    r",? of (?:the |its )?(?P<title>(?:Statutes?|Regulations?|Decree|Ordinance|Order|Edict|"
    r"Instructions?) (?:on|for|concerning) (?:the )?[A-Z][\w'-]{1,30}"
    r"(?: (?:(?:and|of|on|the|for) ){0,2}[A-Z][\w'-]{1,30}){0,7})"
)
# "sections 66 and 72 of the children's act of 2018", "article 9 of the labour code".
_LAW_IN_SMALL = re.compile(
    r",? of (?:the |its )?(?P<title>(?:[a-z][\w'-]{2,20} ){0,5}?(?:act|law|code|constitution|"
    r"decree|ordinance|statute)(?: on [a-z][\w' -]{3,60}?)?(?P<dated>(?:,? No\. ?\d[\w./-]{0,12})?"
    r"(?:,? (?:of|dated) (?:\d{1,2} [A-Z][a-z]{2,8} )?(?:19|20)\d\d)?))(?![\w-])"
)
_GENERIC = frozenset(
    ["law", "act", "code", "decree", "ordinance", "statute", "same law", "same act", "same code",
     "new law", "old law", "domestic law", "national law", "international law", "said law"]
)  # fmt: skip
_BARE_LAW = re.compile(
    r",? (?:of|to|in) (?:the|that|this|said) (?P<noun>Code|Act|Law|Constitution|Decree|"
    r"Ordinance|Directive)"
    r"\b(?! (?:on|of|No|against|to|relating)\b| for (?!them|it|him|her|this|that|all|any|such)\b)"
)
# "rule 14 (5) of the Committee's provisional rules of procedure".
_RULES = re.compile(
    r",? of (?:the |its )?(?:(?:[A-Z][\w-]*(?:'s?)? (?:(?:of|on|and|the|against) ){0,2}){1,8})?"
    r"(?P<title>(?:provisional |revised |own )?[Rr]ules of [Pp]rocedure)\b"
)
_BARE_TREATY = re.compile(
    r",? (?:of|to) the (?P<noun>Covenant|Convention|Optional Protocol)\b"
    r"(?! (?:on|for|of|against|to)\b)"
)


def bare_law_after(flat: str, at: int) -> str | None:
    """The noun of a law that a place is said to be of: "section 9| of the Code".

    Args:
        flat: Text in matching form.
        at: Where the place ends.
    """
    bare = _BARE_LAW.match(flat, at)
    return bare["noun"] if bare else None


def law_after(flat: str, at: int, treaty: Callable[[str], int | str | None]) -> Head | None:
    """The law or treaty that a place is said to be of; None when nothing is named.

    Args:
        flat: Text in matching form.
        at: Where the place ends: "section 97| of the Remand Custody Order".
        treaty: Gives the number of the citation of the one treaty that a noun can mean, or the
            name of the treaty of the committee whose document it is.
    """
    named = _NAMED_LAW.match(flat, at) or _LAW_ON.match(flat, at)
    if named:
        start, end = named.span("title")
        title = named["title"]
        return Head(start, end, CitationKind.LAW, "citation.law", 0.7, title=title)
    rules = _RULES.match(flat, at)
    if rules:
        start, end = rules.span("title")
        return Head(start, end, CitationKind.LAW, "citation.law", 0.6, title=rules["title"])
    small = _LAW_IN_SMALL.match(flat, at)
    if small and (small["dated"] or small["title"] not in _GENERIC):
        start, end = small.span("title")
        return Head(start, end, CitationKind.LAW, "citation.law", 0.6, title=small["title"])
    return treaty_after(flat, at, treaty)


def places_of_treaties(flat: str) -> list[int]:
    """Where a text in matching form says "of the Covenant" or its like, in reading order."""
    return [match.start() for match in _BARE_TREATY.finditer(flat)]


def treaty_after(flat: str, at: int, treaty: Callable[[str], int | str | None]) -> Head | None:
    """The treaty that an article is said to be of, when the document names only one such.

    Args:
        flat: Text in matching form.
        at: Where the place ends: "article 14| of the Covenant".
        treaty: Gives the number of the citation of the one treaty that a noun can mean, or the
            name of the treaty of the committee whose document it is.
    """
    bare = _BARE_TREATY.match(flat, at)
    target = treaty(bare["noun"]) if bare else None
    if bare is None or target is None:
        return None
    if isinstance(target, str):
        rule = "citation.treaty-of-committee"
        return Head(*bare.span("noun"), CitationKind.TREATY, rule, 0.75, title=target)
    return Head(
        *bare.span("noun"),
        CitationKind.TREATY,
        "resolution.short-form",
        0.7,
        title=bare["noun"],
        reference=Reference.SHORT_FORM,
        target=str(target),
    )
