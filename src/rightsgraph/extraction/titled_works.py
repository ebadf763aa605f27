"""Works that a note names by their title alone: where the title begins, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rightsgraph.extraction.works import QUOTED_TITLE, looks_titled

_BREAK = re.compile(r"[.;](?=\s+[A-Z(\"])|;|\n")
_ABBREVIATED = re.compile(r"(?:\b(?:No|Nos|Mr|Ms|Dr|v|vol|U\.N|Doc|al|St|[A-Z]))$")
_SIGNAL = re.compile(
    r"^[\s,.;:()\"-]*(?:(?:[Ss]ee|[Aa]lso|[Cc]f\.?|and|[Aa]s well as|for example|for instance|"
    r"e\.g\.,?|"
    r"inter alia|generally|in particular|[Ff]or (?:the )?relevant (?:the )?recommendations?|the|"
    r"[Ff]or further information|[Cc]ontra|[Aa]ccord|[Cc]ompare|[Aa]vailable (?:at|from|on)|or|"
    r"among others|"
    r"[Tt]he (?:authors?|State party|complainants?|petitioners?) (?:also |further |generally )?"
    r"(?:refer(?:s|red)?|cite[sd]?|recalls?|invokes?|quote[sd]?|relie[sd]|rely|makes? reference|"
    r"points?)"
    r"(?: generally| further| also)?(?: to| on)?|to|"
    r"U\.?N\.? [Dd]oc\.?|[Rr]eference is (?:also )?made to)[\s,:;]+){0,6}"
)
_REMARK = re.compile(
    r"\b(?:is|are|was|were|has|have|had|states|stated|provides|explains?|submits?|does|did|notes|"
    r"would|could|may|claims?|alleges?|refers?|argues?)\b"
)
# Words with which sentences begin, not titles; "The report of ..." may be one all the same.
_SENTENCE = re.compile(
    r"(?:The|In|On|As|At|From|This|He|She|It|By|After|Before|During|Since|For|Under|Between|An?|"
    r"His|Her|They|Their|Both|All|No|Not|If|When|Pursuant|According|Furthermore|Moreover)\b"
)
_NO_TITLE = re.compile(
    r"(?:In|Under|Pursuant to|According to|(?:The )?(?:State [Pp]arty|authors?|complainants?|"
    r"petitioners?)|Counsel|He|She|They|It|This|(?:A )?[Cc]opy)\b"
)
# Sentences and the tails of other citations, which may end in a year as a title does.
_TELLS = re.compile(
    r"(?:The|In|On|As|At|From|This|He|She|It|By|After|Before|During|Since|For|Under|Between|An?|"
    r"His|Her|They|Their|Both|All|No|Not|If|When|Views|Decision|Judge?ment|Adopted|Official|"
    r"Ibid|Id|Idem|Articles?|Sections?|Paras?|Letter|Dated|Entered)\b"
)
# "Amnesty International, Uzbekistan - A briefing on current concerns, May 2010".
_AUTHOR_TITLE_YEAR = re.compile(
    r"[A-ZÀ-Þ][^,\"]{2,80}, (?:[^\"]{4,220}[,(] ?(?:[\w ]{0,20})?(?:19|20)\d\d\)?|"
    r"(?:[^\"]{4,120}, )?\"[A-Z][^\"]{8,220}\"(?:, [^\"]{0,80})?)"
)
# "CAT/C/BDI/CO/2, para. 15, and Office of the High Commissioner, "Title", press release".
_AND_AUTHOR = re.compile(r", (and [A-Z][^\";]{3,90}, \"[A-Z])")
_AVAILABLE_LAST = re.compile(
    r"[,.;:( ]*(?:[Aa]vailable|[Aa]ccessible|[Aa]ccessed|[Rr]etrieved)(?: online)?"
    r"(?: at| from| on)?[: ]*$"
)


def is_broken(gap: str) -> bool:
    """Whether a sentence or an item of a list ends in a gap."""
    return bool(_BREAK.search(gap))


def title_before(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The words before a head that belong to it: after the last break, without "See also"."""
    first = _after_signal(flat, _last_break(flat, start, end), end)
    words = flat[first:end].strip(' ,.;:()[]"')
    if len(words) < 3 and not (len(words) == 2 and words.isupper()):
        return None
    last = end
    while last > first and flat[last - 1] in " ,(;:[":
        last -= 1
    if flat.endswith(" at", first, last):
        last -= 3
    while last > first and flat[last - 1] in " ,":
        last -= 1
    available = _AVAILABLE_LAST.search(flat, first, last)
    if available and available.start() > first:
        last = available.start()
    return first, last


def _last_break(flat: str, start: int, end: int) -> int:
    cut = start
    for match in _BREAK.finditer(flat, start, end):
        if not _ABBREVIATED.search(flat, max(start, match.start() - 6), match.start()):
            cut = match.end()
    return cut


def _after_signal(flat: str, start: int, end: int) -> int:
    signal = _SIGNAL.match(flat[start : min(end, start + 300)])
    return start + (signal.end() if signal else 0)


def is_title(words: str) -> bool:
    """Whether the words before a place, such as a page, read like the title of a work."""
    if len(words) > 260 or not (looks_titled(words) or words[:1].isupper() or words[:1] == '"'):
        return False
    if _NO_TITLE.match(words) or (_SENTENCE.match(words) and not looks_titled(words)):
        return False
    return not _REMARK.search(words) or '"' in words


def looks_like_reference(words: str) -> bool:
    """Whether words read like a reference to a work rather than like a remark."""
    if _NO_TITLE.match(words):
        return False
    return looks_titled(words) and not _REMARK.search(QUOTED_TITLE.sub("", words))


def find_titles(
    flat: str, start: int, end: int, taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Items of a note that read "Author, Title, year" and hold no other citation.

    Args:
        flat: Text in matching form.
        start: Where the note begins.
        end: Where it ends.
        taken: Where its other citations stand.
    """
    found = []
    inner = [m.start(1) for m in _AND_AUTHOR.finditer(flat, start, end)]
    borders = sorted([start, *_breaks(flat, start, end), *inner, end])
    for first, last in pairwise(borders):
        first = _after_signal(flat, first, last)
        while last > first and flat[last - 1] in " ,.;":
            last -= 1
        if not 16 <= last - first <= 300:
            continue
        if any(a < last and first < b for a, b in taken):
            continue
        words = flat[first:last]
        if _TELLS.match(words) or _REMARK.search(QUOTED_TITLE.sub("", words)):
            continue
        if _AUTHOR_TITLE_YEAR.fullmatch(words):
            found.append((first, last))
    return found


def _breaks(flat: str, start: int, end: int) -> list[int]:
    return [
        match.end()
        for match in _BREAK.finditer(flat, start, end)
        if not _ABBREVIATED.search(flat, max(start, match.start() - 6), match.start())
    ]
