"""What the parties to a case ask or plead, told apart from what a body recommends.

In the Views and decisions of treaty bodies most sentences report what the author, the State party
or a national court said. An ask in such a sentence is procedure or argument.
"""

from __future__ import annotations

import re

_KINDS = frozenset({"views", "decision", "opinion", "judgment"})
_PARTY = (
    r"(?:authors?|complainants?|petitioners?|applicants?|counsel|lawyers?|claimants?|victims?|"
    r"State [Pp]arty|parties|appellants?|defendants?|interveners?|prosecutors?|courts?)"
)
_PLEADS = (
    r"(?:submit|claim|argue|contend|maintain|allege|add|assert|state|explain|note|observe|recall|"
    r"reiterate|emphasi[sz]e|stress|consider|believe|insist|point out|refer|affirm|indicate|"
    r"specif(?:y|ie)|request|ask|invite|challenge|repl(?:y|ie)|respond|conclude|question|appeal|"
    r"underline|highlight|acknowledge|concede|disagree|seek|suggest|complain)"
)
_LEAD = r"\W*(?:\d[\d.]* )?(?:[^.;]{0,140}?,? )?"
_OF_PARTY = re.compile(
    rf"{_LEAD}(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?) (?:\w+ )?{_PARTY}"
    rf"(?: \(\w+\))?,?(?: (?:also|further|therefore|then|thus|again|first|finally|has|had|have|"
    rf"generally|repeatedly|subsequently|merely|only|itself|nevertheless|however,?))*,? "
    rf"{_PLEADS}(?:s|d|ed|es|ing)?\b"
)
# "He adds that", "It submits that": in such a document the pronoun means a party.
_PRONOUN = re.compile(
    r"\W*(?:\d[\d.]* )?(?:[^.;]{0,100}?, )?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t) "
    r"(?:also |further |therefore |then |thus |again |finally |has |had )*"
    r"(?:submit|claim|argue|contend|maintain|allege|add|assert|explain|complain|request|ask)"
    r"(?:s|d|ed|es)?\b"
)
_RECOMMENDING = re.compile(
    r"\b(?:Committee|Rapporteur|Working Group|Council|Commissioner)\b[^.;]{0,120}?"
    r"\b(?:recommend(?:s|ed)|request(?:s|ed)|urge[sd]|call(?:s|ed) on|invite[sd]|ask(?:s|ed)|"
    r"recall(?:s|ed)|reiterate[sd])\b"
)
_INSTITUTION = re.compile(
    r"\b(?:[Ss]tates?|[Gg]overnments?|authorit(?:y|ies)|[Pp]arliament|[Cc]ongress|Committee|"
    r"Council|Assembly|Commission|United Nations|[Mm]inistr(?:y|ies)|countries|[Pp]arties)\b"
)
# A legal remedy: "a cassation appeal to the City Court", "was appealed to the Board".
_REMEDY_BEFORE = re.compile(
    r"\b(?:was|were|be|been|being|cassation|supervisory|review|further|final|author's|"
    r"complainant's|petitioner's|an|his|her|their|no|of|for|on|and|who|she|he|they|authors?|"
    r"complainants?|lawyers?|counsel|decision|judge?ment|could|can) $"
)
_REMEDY_AFTER = re.compile(
    r" (?:the |an? )?(?:[\w'-]+ ){0,5}?(?:Courts?|Tribunals?|Boards?|Chamber|Chair|Division|"
    r"Panel|President of|Prosecutor|Department|Judicial|Appeals|Service|Office|Directorate|"
    r"Ministry|court|tribunal|authorit|instance|body|bodies)\b"
)


def decides(kind: str) -> bool:
    """Whether a kind of document decides a case, so that parties speak in it."""
    return kind in _KINDS


def is_pleading(words: str) -> bool:
    """Whether a sentence reports what a party to a case says.

    Example:
        >>> is_pleading("The author adds that States should be guided by the Protocol.")
        True
        >>> is_pleading("The Committee requests the State party to publish the Views.")
        False
    """
    if _PRONOUN.match(words):
        return True
    party = _OF_PARTY.match(words)
    return party is not None and not _RECOMMENDING.search(words[: party.end() + 60])


def can_be_asked(addressee: str | None) -> bool:
    """Whether a body that decides a case can address a recommendation to somebody."""
    return addressee is not None and _INSTITUTION.search(addressee) is not None


def is_remedy(before: str, after: str) -> bool:
    """Whether "appeal to" is an appeal at law, given the words on both sides.

    Example:
        >>> is_remedy("submitted a cassation ", " the City Court"), is_remedy("We ", " all States")
        (True, False)
    """
    return bool(_REMEDY_BEFORE.search(before) or _REMEDY_AFTER.match(after))
