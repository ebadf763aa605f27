"""Heads side by side that name one work: a case with its number, a title with its symbol."""

from __future__ import annotations

import re
from dataclasses import replace

from rightsgraph.extraction.heads import Head, Reference

_NEAR = 120
# "general comment No. 1 ... (Official Records of the General Assembly, ... (A/53/44)".
_NEAR_IN_RECORDS = 220
_SAME_WORK = re.compile(
    r"(?:\. \(|[ ,]{0,3}[(\[]?)(?:see |UN Doc\.? |U\.N\. Doc\.? |document )?[ ,]{0,2}$"
)
# "General Comment No. 1 (2001), The aims of education (art. 29, para. 1) (CRC/GC/2001/1)".
_TITLE_AND_BRACKET = re.compile(r"(?:,? (?:and|of|on|for|the|to|[A-Z][\w-]{1,30})){0,8} \(")
_WITH_SYMBOL = re.compile(r"(?:[^;.\n]|\b(?:arts?|paras?|Nos?|[Vv]ol|Suppl?)\.){0,220}[(,] ?")
# "communication No. 1493/2006 of the Human Rights Committee, Williams Lecraft v. Spain".
_OF_COMMITTEE = re.compile(r" of the (?:Human Rights )?Committee(?: (?:on|against) [\w ]{3,70})?, ")
# "A v. B, European Court of Human Rights, application No. 99/2001".
_AT_COURT = re.compile(
    r", (?:Grand Chamber|(?:European|Inter-American|African) Court (?:of|on) [\w' ]{5,40}|"
    r"E(?:Ct)?HR|ECtHR|(?:[A-Z][\w-]+ ){1,3}(?:Court|Committee)|"
    r"[Jj]udge?ment(?: \([^()]{3,60}\))? of \d{1,2} [A-Z][a-z]{2,8} \d{4}), "
)
_LISTED = frozenset({" and ", ", ", ", and ", " & "})
_NUMBERED_TITLE = re.compile(r"(?P<name>.+), (?P<noun>\w+?)s? Nos?\. (?P<numbers>[\d/, and-]+)")
_NAMED = frozenset({"citation.case", "citation.communication", "citation.general-comment"})


def join_heads(flat: str, heads: list[Head]) -> list[Head]:
    """One head where a case, its numbers and a symbol name the same work side by side.

    Args:
        flat: Text in matching form.
        heads: Heads in reading order that do not overlap.
    """
    joined: list[Head] = []
    for head in heads:
        if joined and head.start - joined[-1].end <= _NEAR_IN_RECORDS:
            last = joined[-1]
            whole = _further_number(flat, last, head) or _join(flat, last, head)
            if whole:
                joined.pop()
                joined.append(_with_numbers_before(flat, joined, whole))
                continue
        joined.append(head)
    return joined


def _is_bare_number(flat: str, head: Head) -> bool:
    """Whether a head is only a number of a list that shares its noun."""
    return head.rule == "citation.communication" and flat[head.start].isdigit()


def _further_number(flat: str, last: Head, head: Head) -> Head | None:
    """A case with one number more after it: "A v. B (applications Nos. 8675/15 and 8697/15)"."""
    if flat[last.end : head.start] not in _LISTED:
        return None
    applied = "application" in (last.title or "") and (head.title or "").startswith("application")
    if not _is_bare_number(flat, head) and not (applied and flat[head.start] in "Nn"):
        return None
    if last.rule == "citation.communication":
        # "applications No. 65101/16, No. 73789/16 and No. 73902/16" are one case.
        title = _listed_title(last.title or "", _number_of(last), head) if applied else None
        return replace(last, end=head.end, title=title) if title else None
    title = _title_with(last.title or "", after=_number_of(head))
    return replace(last, end=head.end, title=title) if title else None


def _listed_title(title: str, number: str, head: Head) -> str:
    """The title of a case without a name that has one number more."""
    listed = re.fullmatch(r"(\w+?)s Nos\. (.+)", title)
    if listed:
        numbers = [*re.split(", | and ", listed[2]), _number_of(head)]
        return f"{listed[1]}s Nos. " + ", ".join(numbers[:-1]) + f" and {numbers[-1]}"
    return f"{title.split(' No')[0]}s Nos. {number} and {_number_of(head)}"


def _with_numbers_before(flat: str, joined: list[Head], case: Head) -> Head:
    """A case with the numbers of the list before it: "Nos. 270/2005 and 271/2005, A v. B"."""
    while joined and flat[case.start].isdigit():
        before = joined[-1]
        listed = flat[before.end : case.start] in _LISTED
        title = _title_with(case.title or "", before=_number_of(before)) if listed else None
        if before.rule != "citation.communication" or not title:
            break
        case = replace(case, start=before.start, title=title)
        joined.pop()
    return case


def _number_of(head: Head) -> str:
    return (head.title or "").rpartition(" ")[2]


def _title_with(title: str, *, before: str = "", after: str = "") -> str | None:
    """The title of a case with one number more; None when it has no number yet."""
    match = _NUMBERED_TITLE.fullmatch(title)
    if not match:
        return None
    numbers = [before, *re.split(", | and ", match["numbers"]), after]
    numbers = [number for number in numbers if number]
    listed = ", ".join(numbers[:-1]) + " and " + numbers[-1]
    return f"{match['name']}, {match['noun']}s Nos. {listed}"


def _join(flat: str, last: Head, head: Head) -> Head | None:
    """The head of the one work that two name; None when they name two."""
    if last.reference is not Reference.WORK or head.reference is not Reference.WORK:
        return None
    gap = flat[last.end : head.start]
    if head.rule == "citation.symbol" and _is_titled(last, gap) and _WITH_SYMBOL.fullmatch(gap):
        return replace(head, start=last.start, title=last.title)
    kinds = {last.rule, head.rule}
    if (
        kinds == {"citation.treaty"}
        and gap in (" (", " (the ")
        and flat[head.end : head.end + 1] == ")"
    ):
        # "Convention for the Protection of ... (European Convention on Human Rights)".
        return replace(last, end=head.end + 1)
    numbered = kinds == {"citation.case", "citation.communication"}
    if numbered and (_OF_COMMITTEE.fullmatch(gap) or _AT_COURT.fullmatch(gap)):
        gap = ", "
    if len(gap) > 14 or not _SAME_WORK.fullmatch(gap):
        return None
    if last.symbol and last.symbol == head.symbol and "resolution" in last.rule:
        return replace(last, end=head.end)
    if head.rule == "citation.symbol-in-address" and last.symbol == head.symbol:
        return replace(last, end=head.end)
    if last.rule in _NAMED and head.rule in ("citation.symbol", "citation.symbol-misprinted"):
        return replace(head, start=last.start, title=last.title)
    if numbered:
        case, number = (last, head) if last.rule == "citation.case" else (head, last)
        title = f"{case.title}, {number.title}"
        return replace(case, start=last.start, end=head.end, title=title)
    return None


def _is_titled(last: Head, gap: str) -> bool:
    """Whether a symbol after some more words of a title may belong to a head."""
    if last.symbol or len(gap) > _NEAR_IN_RECORDS:
        return False
    if last.rule == "citation.general-comment":
        return True
    if len(gap) > _NEAR and "Official Records" not in gap:
        return False
    return last.rule == "citation.treaty" and bool(_TITLE_AND_BRACKET.fullmatch(gap))
