"""Citations in notes and in running text, with their places, as drafts in reading order.

A note is read from left to right: each head opens a citation, places belong to the head before
them (or to the one after an "of"), and words with a place but without a head are a titled work or
a short form. In running text a place must stand beside its head.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from rightsgraph.extraction.back_references import Resolver
from rightsgraph.extraction.citation_heads import collect_heads
from rightsgraph.extraction.drafts import Draft
from rightsgraph.extraction.headless_laws import places_of_treaties, treaty_after
from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.note_citations import NoteReader
from rightsgraph.extraction.pinpoints import Pinpoint, find_pinpoints
from rightsgraph.extraction.results import Citation, CitationKind, Metadata, Note
from rightsgraph.extraction.shared_places import corrected_by, distribute, places_of
from rightsgraph.extraction.stretches import StretchReader
from rightsgraph.extraction.surface import Surface

_OF = re.compile(
    r",? (?:of|in|to|from) (?:the annex(?:es)? to |the |its |that |this |document |Committee's |"
    r"Committee's |the State [Pp]arty's |[A-Z]\w{2,20}'s )?$"
)
_ARTICLES = re.compile(r"\((?=arts?\. \d)")
# What may stand between a work and its place in running text.
_BESIDE = re.compile(
    r"(?:[\s,;:()\[\]\"-]|\bat\b|\bsee\b|\bin\b|\bparticular(?:ly)?\b|\band\b|\balso\b|"
    r"\bespecially\b|\binter alia\b|\be\.g\.|\bof \d{1,2} [A-Z][a-z]{2,8} \d{4}|\([^()\n]{1,90}\)|"
    r"\bannex\b){0,12}$"
)
_INTERNAL = re.compile(r"\s*(?:above|below|supra|infra)\b")


def find_citations(
    surface: Surface, notes: tuple[Note, ...], metadata: Metadata
) -> tuple[Citation, ...]:
    """The citations of a document: those of the running text, then those of the notes.

    Args:
        surface: The document.
        notes: Its notes.
        metadata: Its own symbols, which are no citations, and its issuer.
    """
    heads = collect_heads(surface, metadata)
    resolver = Resolver(surface, notes, metadata.symbols[0] if metadata.symbols else "")
    own = frozenset(metadata.symbols)
    reader = TextReader(surface, heads, resolver, own)
    if metadata.kind == "concluding-observations":
        treaty = resolver.treaty("Covenant") or resolver.treaty("Convention")
        reader.committees = treaty if isinstance(treaty, str) else None
    note_reader = NoteReader(surface, heads, resolver, own)
    in_notes = sorted((note.start, note.end) for note in notes)
    for block in surface.blocks:
        at = bisect_left(in_notes, (block.start, 0))
        inside = at < len(in_notes) and in_notes[at][0] < block.end
        if not inside:
            reader.read_text(block.start, block.end)
    for index, note in enumerate(notes):
        note_reader.read_note(index, note)
    return resolver.citations()


class TextReader(StretchReader):
    """Reads running text into drafts.

    Attributes:
        committees: The treaty of the committee whose observations these are: theirs are the
            articles in brackets at the end of its concerns, "(arts. 2 and 6)".
    """

    committees: str | None = None

    def __init__(
        self, surface: Surface, heads: list[Head], resolver: Resolver, own: frozenset[str]
    ) -> None:
        super().__init__(surface, heads, resolver, own)
        self.bare_treaties = places_of_treaties(self.flat)

    def read_text(self, start: int, end: int) -> None:
        """Read a block of running text, sentence by sentence."""
        named = self.heads_between(start, end) or self._has_treaty(start, end)
        articles = self.committees and self.flat.find("(art", start, end) >= 0
        if not named and not articles and not self.resolver.forms.forms:
            return
        for sentence in self.surface.split(start, end):
            self._read_sentence(sentence.start, sentence.end)

    def _read_sentence(self, start: int, end: int) -> None:
        heads = [h for h in self.heads_between(start, end) if h.symbol not in self.own]
        heads = self.with_short_forms(heads, start, end, in_note=False)
        heads = self._with_treaties(heads, start, end)
        articles = self._articles(start, end) if self.committees else []
        if not heads and not articles:
            return
        drafts = [Draft.of(head, None) for head in heads]
        taken = {draft.start for draft in articles}
        for place in find_pinpoints(self.flat, start, end):
            if place.start in taken or _INTERNAL.match(self.flat, place.end):
                continue
            draft = self._beside(drafts, place)
            draft = (draft and corrected_by(drafts, draft)) or draft
            places = places_of(self.flat, place, draft) if draft else place.places
            if draft and place.start - draft.end > 200:
                draft.places += places
                draft.place_span = (place.start, place.end)
            elif draft:
                draft.take_place(places, place.start, place.end)
        for before, draft in zip([None, *drafts], drafts, strict=False):
            distribute(self.flat, before, draft)
        self.finish([*drafts, *articles], end)

    def _articles(self, start: int, end: int) -> list[Draft]:
        """The articles of its treaty that a committee puts in brackets behind its concerns."""
        found = []
        for match in _ARTICLES.finditer(self.flat, start, end):
            for place in find_pinpoints(self.flat, match.end(), end)[:1]:
                if place.start != match.end() or not self.flat.startswith(")", place.end):
                    continue
                rule, kind = "citation.treaty-of-committee", CitationKind.TREATY
                head = Head(place.start, place.end, kind, rule, 0.75, title=self.committees)
                draft = Draft.of(head, None)
                draft.take_place(place.places, place.start, place.end)
                found.append(draft)
        return found

    def _has_treaty(self, start: int, end: int) -> bool:
        index = bisect_left(self.bare_treaties, start)
        return index < len(self.bare_treaties) and self.bare_treaties[index] < end

    def _with_treaties(self, heads: list[Head], start: int, end: int) -> list[Head]:
        """The heads with "the Covenant" after an article, where only one treaty can be meant."""
        if not self._has_treaty(start, end):
            return heads
        more = [
            head
            for place in find_pinpoints(self.flat, start, end)
            if place.places[0].startswith("art")
            and (head := treaty_after(self.flat, place.end, self.resolver.treaty))
            and not any(h.start < head.end and head.start < h.end for h in heads)
        ]
        return sorted([*heads, *more], key=lambda head: head.start)

    def _beside(self, drafts: list[Draft], place: Pinpoint) -> Draft | None:
        """The draft that a place stands beside: the one after an "of", else the one before."""
        after = next((d for d in drafts if d.head.start >= place.end), None)
        if after and _OF.fullmatch(self.flat[place.end : after.head.start]):
            return after
        before = next((d for d in reversed(drafts) if d.head.end <= place.start), None)
        if before:
            gap = self.flat[before.end : place.start] if before.end <= place.start else ""
            if len(gap) < 160 and _BESIDE.fullmatch(gap) and "; " not in gap:
                return before
        return self._in_brackets(drafts, place)

    def _in_brackets(self, drafts: list[Draft], place: Pinpoint) -> Draft | None:
        """The last UN document of the sentence, for a place alone in brackets: "(para. 6)"."""
        flat = self.flat
        if not re.search(
            r"\((?:see )?$", flat[max(0, place.start - 5) : place.start]
        ) or not flat.startswith(")", place.end):
            return None
        before = [d for d in drafts if d.head.end <= place.start and d.symbol]
        if not before or before[-1].places or ". " in flat[before[-1].end : place.start]:
            return None
        return before[-1]
