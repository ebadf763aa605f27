"""The citation that proves quoted words, and whose words the cited work holds."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from rightsgraph.extraction.authorship import body_of
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.quotations import Quoted
from rightsgraph.extraction.results import Citation, CitationKind
from rightsgraph.extraction.surface import Span, Surface

_LAW_BESIDE = re.compile(
    r"(?: \([^()]{1,60}\)| of (?:the )?[A-Z][^.;:\"]{2,70})?"
    r"(?:: |(?:, (?:which|that))? (?:also |expressly )?"
    r"(?:prohibits?|provides?|establish(?:es)?|states?|stipulates?|guarantees?|requires?|defines?|"
    r"reads?|sets out|refers to|punish(?:es)?)[^.;\"]{0,90})"
)

# The words of a work, told by a clause beside it: "resolution 60/251, according to which".
_WORK_BESIDE = re.compile(
    r"(?: \([^()]{1,60}\)| of (?:the )?[A-Z][^.;:\"]{2,70}|, (?:adopted|issued) [^.;:\",]{2,60})?"
    r"(?:,? (?:according to which|whereby|in terms of which|to the effect that|stating(?: that)?|"
    r"providing(?: that)?|which (?:also |expressly |clearly )?(?:states?|provides?|reads?|"
    r"stipulates?|recogni[sz]es?|affirms?|says?|declares?|reaffirms?)(?: that)?|in which it (?:is|"
    r"was|has been) (?:also )?(?:stated|noted|affirmed|recogni[sz]ed|declared|provided)(?: that)?)"
    r")[^.;\"]{0,60}"
)

# "the draft resolution on the Example Forum, which "affirms ..."": a text without an author.
_TEXT_WHICH = re.compile(
    r"\b(?:the|its|this) (?P<text>(?:(?:draft|joint|final|political) )?"
    r"(?:resolution|declaration|report|statement|bill|law|decree|constitution|agreement|treaty|charter|document|decision)"
    r"(?: (?:on|of|by|for|against) [^,;.:\"]{3,80})?),? (?:which|that)"
    r"(?: (?:also |further )?(?:states?|provides?|reads?|says|stipulates?|notes?)(?: that)?)? $"
)

# "Principle 4 states that "...", "rule 7 of its rules, which reads": a text of numbered rules.
_PRINCIPLE_SAYS = re.compile(
    r"\b(?P<which>(?:Principle|Guideline|Standard|Rule|Guiding Principle) \d{1,3}(?:\.\d{1,2})?"
    r"(?: of the [A-Z][^,;.:\"]{3,80}?)?) (?:also |further |clearly |expressly )?"
    r"(?:states?|provides?|reads?|says|stipulates?|affirms|requires|recogni[sz]es)(?: that)?,? $"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who said quoted words, the rule that tells, and how sure it is (0 to 1)."""

    name: str
    rule: str
    confidence: float


class Proofs:
    """Finds what proves quotations, and the speaker that the proof names."""

    def __init__(self, surface: Surface, cast: Cast, citations: tuple[Citation, ...]) -> None:
        self.surface, self.cast, self.flat = surface, cast, surface.flat
        self.citations = citations
        self._by_note: dict[str, list[int]] = {}
        self._placed = sorted((c.start, i) for i, c in enumerate(citations))
        self._place_starts = [start for start, _ in self._placed]
        for index, citation in enumerate(citations):
            if citation.note is not None:
                self._by_note.setdefault(citation.note, []).append(index)

    def of_law(self, item: Quoted, sentence: Span) -> Said | None:
        """The treaty or law whose words they are: cited in the same sentence."""
        index = bisect_left(self._place_starts, sentence.start)
        chosen = None
        while index < len(self._placed) and self._placed[index][0] < sentence.end:
            cited = self.citations[self._placed[index][1]]
            near = cited.end <= item.start or cited.start - item.outer_end < 30
            if cited.kind in (CitationKind.TREATY, CitationKind.LAW) and cited.title and near:
                chosen = cited if chosen is None or cited.end <= item.start else chosen
            index += 1
        return (
            Said(chosen.title, "quotation.words-of-law", 0.6) if chosen and chosen.title else None
        )

    def of_law_beside(self, item: Quoted, sentence: Span) -> Said | None:
        """The law right before the words: "article 7 of the Code, which prohibits"."""
        index = bisect_left(self._place_starts, item.start) - 1
        if index < 0 or self._placed[index][0] < sentence.start:
            return None
        cited = self.citations[self._placed[index][1]]
        law = cited.kind in (CitationKind.TREATY, CitationKind.LAW) and cited.title
        if not law or cited.end > item.start - 1 or not cited.pinpoints:
            return None
        gap = self.flat[cited.end : item.start - 1]
        if not _LAW_BESIDE.fullmatch(gap):
            return None
        return Said(str(cited.title), "quotation.words-of-law", 0.75)

    def of_work_beside(self, item: Quoted, sentence: Span) -> Said | None:
        """Whose words the work right before them holds: "the report, according to which"."""
        index = bisect_left(self._place_starts, item.start) - 1
        if index < 0 or self._placed[index][0] < sentence.start:
            return None
        number = self._placed[index][1]
        cited = self.citations[number]
        if cited.end > item.start - 1 or not _WORK_BESIDE.fullmatch(
            self.flat[cited.end : item.start - 1]
        ):
            return None
        said = (
            None if cited.kind in (CitationKind.TREATY, CitationKind.LAW) else self.of_work(number)
        )
        return said or (Said(cited.title, "quotation.words-of-work", 0.6) if cited.title else None)

    def of_principle(self, item: Quoted, sentence: Span) -> Said | None:
        """The numbered rule that the sentence lets speak: "Principle 4 states that"."""
        said = _PRINCIPLE_SAYS.search(self.flat, sentence.start, item.start - 1)
        return (
            Said(" ".join(said["which"].split()), "quotation.words-of-rule", 0.7) if said else None
        )

    def of_text_named(self, item: Quoted, sentence: Span) -> Said | None:
        """The text that the words before name: "the draft resolution on X, which"."""
        before = self.flat[max(sentence.start, item.start - 170) : item.start - 1]
        named = _TEXT_WHICH.search(before)
        return Said(named["text"], "quotation.text-named", 0.6) if named else None

    def of_work(self, citation: int | None) -> Said | None:
        """The author of the cited work: named in its title, or the body of its symbol."""
        if citation is None:
            return None
        cited = self.citations[citation]
        if cited.title:
            name = self.cast.in_title(cited.title)
            if name:
                return Said(name, "quotation.author-of-work", 0.75)
        if cited.symbol:
            name = body_of(cited.symbol)
            if name:
                return Said(name, "quotation.body-of-symbol", 0.7)
        return None

    def citation(self, item: Quoted, sentence: Span) -> int | None:
        """The citation that proves the words: in the note marked after them, or beside them."""
        flat_end = min(item.block.end, item.outer_end + 220)
        for note_label in self._marked(item.outer_end, sentence.end + 3):
            found = self._by_note.get(note_label)
            if found:
                return found[0]
        index = bisect_left(self._place_starts, item.start)
        after = self._placed[index] if index < len(self._placed) else None
        if after and after[0] <= flat_end and self.citations[after[1]].end <= item.block.end:
            gap = self.flat[item.outer_end : after[0]]
            if item.outer_end <= after[0] and re.fullmatch(r"[\s.,;(\[]*(?:see |in )?", gap):
                return after[1]
        before = self._placed[index - 1] if index else None
        if before and before[0] >= item.block.start:
            return before[1]
        return None

    def _marked(self, start: int, end: int) -> list[str]:
        return [
            marker.label.strip("[]()^.: ")
            for marker in self.surface.document.markers
            if start <= marker.start <= end
        ][:1]
