"""Works that a note names by their title alone: where the title begins, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rightsgraph.extraction.works import QUOTED_TITLE, looks_titled

_BREAK = re.compile(r"[.;](?=\s+[A-Z(\"])|;|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:No|Nos|Mr|Ms|Dr|v|vol|U\.N|Doc|al|St|eds?|rev|ser|Prof|Sess|[A-Z]))$"
)
_SIGNAL = re.compile(
    r"^[\s,.;:()\"-]*(?:(?:[Ss]ee|[Aa]lso|[Ii]ncluding|[Cc]f\.?|and|[Aa]s well as|for example|"
    r"for instance|"
    r"e\.g\.,?|"
    r"inter alia|generally|in particular|[Ff]or (?:the )?relevant (?:the )?recommendations?|the|"
    r"[Ff]or further information|[Cc]ontra|[Aa]ccord|[Cc]ompare|[Aa]vailable (?:at|from|on)|or|"
    r"among others|"
    r"[Tt]he (?:authors?|State party|complainants?|petitioners?) (?:also |further |generally )?"
    r"(?:refer(?:s|red)?|cite[sd]?|recalls?|invokes?|quote[sd]?|relie[sd]|rely|makes? reference|"
    r"points?)"
    r"(?: generally| further| also)?(?: to| on)?|to|"
    r"U\.?N\.? [Dd]oc\.?|[Rr]eferences? (?:is|are) (?:also )?made to|"
    r"following (?:reports?|documents?|sources?|articles?|publications?))[\s,:;]+){0,6}"
)
_REMARK = re.compile(
    r"\b(?:is|are|was|were|has|have|had|states|stated|provides|explains?|submits?|does|did|notes|"
    r"would|could|may|claims?|alleges?|refer(?:s|red)?|argues?|acceded|ratified|accepted|filed|"
    r"rejected|requested|decided|appealed|received|indicated|did not)\b"
)
# Words with which sentences begin, not titles; "The report of ..." may be one all the same.
_SENTENCE = re.compile(
    r"(?:The|In|On|As|At|From|This|He|She|It|By|After|Before|During|Since|For|Under|Between|An?|"
    r"His|Her|They|Their|Both|All|No|Not|If|When|Pursuant|According|Furthermore|Moreover)\b"
)
_NO_TITLE = re.compile(
    r"(?:In|Articles?|Sections?|Paragraphs?|Under|Pursuant to|According to|"
    r"(?:The )?(?:State [Pp]arty|authors?|complainants?|petitioners?)|Counsel|He|She|They|It|This|"
    r"(?:A )?[Cc]opy)\b"
)
# Sentences and the tails of other citations, which may end in a year as a title does.
_TELLS = re.compile(
    r"(?:The|In|On|As|At|From|This|He|She|It|By|After|Before|During|Since|For|Under|Between|An?|"
    r"His|Her|They|Their|Both|All|No|Not|If|When|Views|Decision|Judge?ment|Adopted|Official|"
    r"Ibid|Id|Idem|Articles?|Sections?|Paras?|Letter|Dated|Entered)\b"
)
# "Amnesty International, Uzbekistan - A briefing on current concerns, May 2010".
_AUTHOR_TITLE_YEAR = re.compile(
    r"[A-ZÀ-Þ][^,\"]{2,80}(?: \"[^\"]{2,30}\")?, (?:"
    r"[^\"]{4,220}[,(] ?(?:[\w .]{0,20}(?:, )?)?(?:19|20)\d\d\)?"
    r"(?:, (?:pp?\. ?)?\d{1,4}(?:-\d{1,4})?)?|"
    r"(?:[^\"]{4,120}, )?\"[A-Z][^\"]{8,220}\"(?:,? \([^()\"]{3,60}\))?(?:, [^\"]{0,80})?|"
    # "Freedom Sample, World Report 2016 (country report on Examplia)".
    r"[A-Z][^\",;]{3,100} (?:19|20)\d\d(?: and [A-Z][^\",;]{3,60} (?:19|20)\d\d)?"
    r"(?: \([^()\"]{3,80}\))?)"
)
# "report of the Ministry of Examples of 2011", "Example Board country profile on Examplia of 2012".
_REPORT_OF = re.compile(
    r"(?:and )?(?:the )?(?:[A-Z][\w'&-]{1,20} ){0,6}"
    r"(?:annual |country |world |periodic |alternative |shadow )?"
    r"(?:report|profile|briefing|study|survey|guidance note|fact sheet) (?:of|on|by|from) "
    r"[^;\"]{4,160}(?: of| in| dated|,) (?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d"
)
# "the Example Agency Eligibility Guidelines for Assessing Claims, of 6 August 2013".
_GUIDELINES = re.compile(
    r"(?:[A-Z][\w'&-]{1,20} ){1,6}(?:Guidelines|Guidance Note|Handbook|Manual|Position Paper|"
    r"Considerations) (?:for|on|to|regarding) [A-Z][^;:.\"]{4,160}?,? (?:of|dated|\() ?"
    r"(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d"
)
_GUIDING = ("Guid", "Handbook", "Manual", "Position Paper", "Considerations")
# "a report from Example Rights, entitled "Examplia - Nine Years After""; a page after a year.
_ENTITLED = re.compile(
    r"\b(?:report|study|article|briefing|paper|statement|press release|guidelines|publication|book|"
    r"memorandum|document|submission)\b[^\".;]{0,90}?(?:,? (?:entitled|titled),?| ?:) "
    r"\"(?P<title>[A-Z](?:[^\"\n]|\"[a-z][^\"\n]{0,40}\"){8,220}?)\""
)
_DATED_OR_PAGED = re.compile(r"(?:19|20)\d\d|\bpp?\. ?\d")
PAGE_LAST = re.compile(r"(?:19|20)\d\d\)?, (?:pp?\. ?)?(?P<page>\d{1,4}(?:-\d{1,4})?)$")
_COURT = (
    r"(?:[A-Z][\w'-]{1,20} ){1,6}?(?:Court|Tribunal|Chamber)"
    r"(?: (?:of|for) (?:the )?[A-Z][\w'-]{1,20}(?: (?:of |and )?[A-Z][\w'-]{1,20}){0,4})?"
)
_DAY = r"\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d"
# "Judgement of the Supreme Court of Examplia of 3 May 2012 (ES 2012.99)".
_JUDGMENT = re.compile(
    r"(?:[Jj]udge?ment|[Dd]ecision|[Rr]uling|[Oo]rder)(?: No\. ?[\w./-]{1,20})? (?:of|by) (?:the )?"
    rf"{_COURT}(?: No\. ?[\w./-]{{1,20}})?,? (?:of|on|dated|delivered on) {_DAY}"
    r"(?:[ ,]\(?[^;\"]{0,90})?"
)
# "Supreme Court of Examplia, judgment No. 12/2009 of 3 May 2009".
_OF_COURT = re.compile(
    rf"(?:[A-Z]\w+, )?{_COURT}, (?:[Jj]udge?ment|[Dd]ecision|[Rr]uling|[Oo]rder)"
    rf"(?: No\. ?[\w./-]{{1,20}})?,? (?:of |dated )?{_DAY}(?:[ ,]\(?[^;\"]{{0,90}})?"
)
# "Supreme Court judgment No. 365", "decision T-12 of 2008, the Constitutional Court of Examplia".
_NUMBER = r"(?:[Nn]o\. ?)?(?:[A-Z]{1,3}-)?\d{1,5}(?:[/-]\d{1,4}){0,2}"
_DECIDED = r"(?:judge?ment|decision|resolution|ruling|order)"
_NUMBERED_JUDGMENT = re.compile(
    rf"{_COURT}(?:'s)?,? {_DECIDED} (?:(?:on|in) case (?:file )?)?{_NUMBER}(?!\w)"
    rf"(?: of (?:{_DAY}|(?:19|20)\d\d(?!\d)))?"
    rf"|\b{_DECIDED} {_NUMBER}(?: of (?:{_DAY}|(?:19|20)\d\d(?!\d)))?,? (?:of )?the {_COURT}"
)
# "(See Anna Sample, "Title", Journal of Examples, vol. 2, No. 1 (May 2013), pp. 1-9)".
_SEE_AUTHOR = re.compile(
    r"\b[Ss]ee(?: also)?,? (?P<work>[A-ZÀ-Þ][^,;\"()\n]{3,80}, \"[A-Z][^\"\n]{8,250}\",?"
    r" [^;\"()\n]{0,120}(?:\([^()\n]{3,30}\))?(?:, pp?\. ?\d{1,4}(?:-\d{1,4})?)?)"
)
# "CAT/C/BDI/CO/2, para. 15, and Office of the High Commissioner, "Title", press release".
_AND_AUTHOR = re.compile(r", (and [A-Z][^\";]{3,90}, \"[A-Z])")
# "..., according to which" before quoted words.
_LEADS_TO_WORDS = re.compile(
    r",? (?:according to which|which (?:states?|provides?|reads?|notes?)(?: that)?|"
    r"stating(?: that)?|in which [\w ]{2,40})[ :]*\Z"
)
_AVAILABLE_LAST = re.compile(
    r"[,.;:( ]*(?:[Aa]vailable|[Aa]ccessible|[Aa]ccessed|[Rr]etrieved)(?: online)?"
    r"(?: at| from| on)?[: ]*$"
)


# "The authors enclose a copy of recommendation 9/2016 of ..., p. 46".
_COPY_OF = re.compile(
    r"(?:The )?[\w ]{3,40}? (?:enclose|provide|submit(?:te)?|attache?|produce|annexe?|supplie)"
    r"[sd]? "
    r"(?:an? |the )?cop(?:y|ies) of (?:the )?"
)


def without_copy(flat: str, start: int, end: int) -> int:
    """Where a title begins after words such as "The authors enclose a copy of"."""
    copied = _COPY_OF.match(flat, start, end)
    return copied.end() if copied else start


def is_broken(gap: str) -> bool:
    """Whether a sentence or an item of a list ends in a gap."""
    return bool(_BREAK.search(gap))


def title_before(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The words before a head that belong to it: after the last break, without "See also"."""
    first = _after_signal(flat, _last_break(flat, start, end), end)
    if flat.count('"', start, first) % 2:
        # A sentence of quoted words is no title: the one before the words, if any.
        quoted = flat.rfind('"', start, first)
        lead = _LEADS_TO_WORDS.search(flat, start, quoted)
        return title_before(flat, start, lead.start() if lead else quoted)
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


# Papers of a case that are cited by page: "the transcript of the hearing of 22 December, p. 12".
_RECORD = re.compile(
    r"(?:the )?(?:transcripts?|minutes|records?|appeals?|petitions?|judge?ments?|decisions?|"
    r"rulings?|briefs?|memorials?|testimon(?:y|ies)|recommendations?|opinions?|"
    r"(?:(?:supplement(?:al|ary)|sworn|further) )?affidavits?) "
    r"(?:of|to|by|in|on|from|dated|\d)"
)

# "New article 9 provides": an adjective alone is no work.
_NO_WORK = frozenset({"New", "Former", "Amended", "Old", "Current", "Revised", "Draft"})
# "The State party provided this above, see": a place of the document itself.
_INWARD = re.compile(r"\b(?:above|below|supra|infra),? [Ss]ee(?: para\S* [\d.]+)?$|^Aside\b")


def is_title(words: str) -> bool:
    """Whether the words before a place, such as a page, read like the title of a work."""
    if words in _NO_WORK:
        return False
    named = words[:1].isupper() or words[:1] == '"' or _RECORD.match(words)
    if len(words) > 260 or not (looks_titled(words) or named):
        return False
    if _NO_TITLE.match(words) or (_SENTENCE.match(words) and not looks_titled(words)):
        return False
    if _INWARD.search(words):
        return False
    return not _REMARK.search(words) or '"' in words


def looks_like_reference(words: str) -> bool:
    """Whether words read like a reference to a work rather than like a remark."""
    if _NO_TITLE.match(words) or _INWARD.search(words):
        return False
    return looks_titled(words) and not _REMARK.search(QUOTED_TITLE.sub("", words))


def names_work(words: str) -> bool:
    """Whether words read "Author, Title, year", or like a reference of another kind."""
    return looks_like_reference(words) or (
        _TELLS.match(words) is None and _AUTHOR_TITLE_YEAR.fullmatch(words) is not None
    )


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
        if _is_judgment(words):
            found.append((first, last))
            continue
        if _TELLS.match(words) or _REMARK.search(QUOTED_TITLE.sub("", words)):
            continue
        if _AUTHOR_TITLE_YEAR.fullmatch(words):
            found.append((first, last))
        elif _REPORT_OF.fullmatch(words):
            found.append((first + 4 if words.startswith("and ") else first, last))
    spans = [*taken, *found]
    found += [
        match.span()
        for match in _ENTITLED.finditer(flat, start, end)
        if not any(a < match.end() and match.start() < b for a, b in spans)
    ]
    words = flat[start:end]
    if any(noun in words for noun in _GUIDING):
        spans = [*taken, *found]
        found += [
            match.span()
            for match in _GUIDELINES.finditer(flat, start, end)
            if not any(a < match.end() and match.start() < b for a, b in spans)
        ]
    return found + _in_remarks(flat, start, end, [*taken, *found])


def _in_remarks(
    flat: str, start: int, end: int, taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Numbered judgments of national courts, and titled works after "see", amid other words."""
    spans = []
    if "Court" in flat[start:end] or "Tribunal" in flat[start:end]:
        spans += [m.span() for m in _NUMBERED_JUDGMENT.finditer(flat, start, end)]
    spans += [
        m.span("work")
        for m in _SEE_AUTHOR.finditer(flat, start, end)
        if _DATED_OR_PAGED.search(m["work"].rpartition('"')[2])
    ]
    return [(a, b) for a, b in spans if not any(c < b and a < d for c, d in taken)]


def _is_judgment(words: str) -> bool:
    """Whether words name a judgment of a national court by court and date."""
    return _JUDGMENT.fullmatch(words) is not None or _OF_COURT.fullmatch(words) is not None


def _breaks(flat: str, start: int, end: int) -> list[int]:
    return [
        match.end()
        for match in _BREAK.finditer(flat, start, end)
        if not _ABBREVIATED.search(flat, max(start, match.start() - 6), match.start())
    ]
