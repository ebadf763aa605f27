"""Citations in notes: a note is read from left to right.

Each head opens a citation, places belong to the head before them (or to the one after an "of"), and
words with a place but without a head are a titled work or a short form.
"""

from __future__ import annotations

import re

from rightsgraph.extraction.drafts import Draft
from rightsgraph.extraction.headless_laws import law_after
from rightsgraph.extraction.heads import Head, Reference
from rightsgraph.extraction.note_places import places_in_note
from rightsgraph.extraction.pinpoints import Pinpoint, find_pinpoints
from rightsgraph.extraction.results import CitationKind, Note
from rightsgraph.extraction.shared_places import distribute, give_to_law, is_joint, places_of, share
from rightsgraph.extraction.stretches import StretchReader
from rightsgraph.extraction.titled_works import (
    PAGE_LAST,
    find_titles,
    is_broken,
    is_title,
    looks_like_reference,
    names_work,
    title_before,
    without_copy,
)

_OF = re.compile(
    r",? (?:of|in|to|from) (?:the annex(?:es)? to |the |its |that |this |document |Committee's |"
    r"Committee's |the State [Pp]arty's |[A-Z]\w{2,20}'s )?$"
)
# What may stand between a work and its place in running text.
_BESIDE = re.compile(
    r"(?:[\s,;:()\[\]\"-]|\bat\b|\bsee\b|\bin\b|\bparticular(?:ly)?\b|\band\b|\balso\b|"
    r"\bespecially\b|\binter alia\b|\be\.g\.|\bof \d{1,2} [A-Z][a-z]{2,8} \d{4}|\([^()\n]{1,90}\)|"
    r"\bannex\b){0,12}$"
)
_CONNECTORS = re.compile(
    r"(?:[\s,;.()\[\]-]|\bat\b|\b[Ss]ee\b|\band\b|\balso\b|\bin\b|\bparticular(?:ly)?\b|"
    r"\bespecially\b|\binter alia\b|\be\.g\.|\bas well as\b|\bor\b|\b[Cc]f\.?|"
    r"\bannex\b|\bappendix\b){0,12}$"
)
# "section 417 of the Act", "article 14 of the Covenant": of something that has no head.
_OF_SOMETHING = re.compile(r",? (?:of|to|in) (?:the|its|that|this|each) \w")
_OF_LAWS = ("art", "sect", "rule", "principle")
_QUOTED = re.compile(r":? ?\"[^\"]{4,1500}\"")
_NEXT_SENTENCE = re.compile(
    r"\. (?:On|In|See|The|As|For|This|It|Under|According|Article|Section)\b"
)
_BESIDE_NAME = re.compile(
    r"(?:, (?:Views|decision|judge?ment) [^;.]{0,50})?[\s,(]*(?:see )?(?:also )?"
)
_NUMBER_BETWEEN = re.compile(r"[\s,(]*(?:\d{1,5}/\d{2,4})?[\s,(]*")
_INTERNAL = re.compile(r"\s*(?:above|below|supra|infra)\b")
_OF_TITLE = re.compile(r" of (?:the|its|that) ([^;.\n\"]{8,220}?)[\s,(]*")
_UN_DOC = re.compile(
    r"[\s,(]{1,3}(?:[^;\n()]{0,90}?, )?(?:U\.?N\.? )?[Dd]oc(?:ument|s)?\.?(?: No\.)? "
)
_AVAILABLE = re.compile(
    r"[\s,.;:()\[\]-]*(?:\(?[Aa]vailable (?:at|from|on|online at)|at|[Ss]ee|[Aa]ccessed at|from)?"
    r"[\s:(\[]*$"
)


class NoteReader(StretchReader):
    """Reads notes into drafts."""

    def read_note(self, index: int, note: Note) -> None:
        """Read a note from left to right."""
        heads = self.heads_between(note.start, note.end)
        heads = [
            h for h in heads if not (h.symbol and h.symbol in self.own and self._is_furniture(h))
        ]
        heads = self.with_short_forms(heads, note.start, note.end, in_note=True)
        places = places_in_note(self.flat, note.start, note.end)
        drafts: list[Draft] = []
        at, pending = note.start, list(heads)
        for place in [*places, None]:
            stop = place.start if place else note.end
            while pending and pending[0].start < stop:
                self._open(drafts, pending.pop(0), index, at)
                at = drafts[-1].end
            if place is None or place.start < at:
                continue
            if _INTERNAL.match(self.flat, place.end):
                at = place.end
                continue
            if pending and self._is_of(drafts, place, pending[0], at):
                draft = Draft.of(pending.pop(0), index)
                self._title_after(draft, place)
                draft.take_place(places_of(self.flat, place, draft), place.start, place.end)
                drafts.append(draft)
            else:
                self._place_in_note(drafts, place, index, at)
            at = max(at, drafts[-1].end) if drafts else place.end
        self._titled_note(drafts, index, note)
        for before, draft in zip([None, *drafts], drafts, strict=False):
            distribute(self.flat, before, draft)
            if before and is_joint(self.flat, before) and draft.head.rule == before.head.rule:
                before.places = list(draft.places)
        self.finish(drafts, note.end)

    def _is_of(self, drafts: list[Draft], place: Pinpoint, head: Head, at: int) -> bool:
        """Whether a place is of the work that follows: "paragraph 19 of the report (A/1/2)"."""
        gap = self.flat[place.end : head.start]
        if _OF.fullmatch(gap):
            return True
        if gap == " (" and head.rule == "citation.symbol":
            # "concluding observations on Examplia, para. 5 (CAT/C/EXA/CO/3)": of that symbol.
            words = title_before(self.flat, at, place.start)
            titled = words is not None and is_title(self.flat[words[0] : words[1]])
            beside = drafts and _CONNECTORS.fullmatch(self.flat[at : place.start])
            return not (titled or beside)
        opens = not drafts or is_broken(self.flat[at : place.start])
        return head.rule == "citation.symbol" and opens and bool(_OF_TITLE.fullmatch(gap))

    def _title_after(self, draft: Draft, place: Pinpoint) -> None:
        words = _OF_TITLE.fullmatch(self.flat[place.end : draft.head.start])
        if words and not draft.title and draft.head.rule == "citation.symbol":
            draft.title = self.surface.words(place.end + words.start(1), place.end + words.end(1))

    def _is_furniture(self, head: Head) -> bool:
        block = self.surface.block_at(head.start)
        return block is not None and head.start == block.start and head.end == block.end

    def _open(self, drafts: list[Draft], head: Head, index: int, at: int) -> None:
        """A new draft for a head; the title before it and an address after a work belong to it."""
        gap = self.flat[at : head.start]
        last = drafts[-1] if drafts else None
        if head.rule in ("citation.address", "citation.symbol-in-address"):
            if last and (_AVAILABLE.fullmatch(gap) or last.symbol == head.symbol is not None):
                last.end = head.end
                return
            words = title_before(self.flat, at, head.start)
            if words and names_work(self.flat[words[0] : words[1]]):
                draft = Draft.of(head, index)
                draft.start, draft.title = words[0], self.surface.words(*words)
                drafts.append(draft)
                return
        titled = last is not None and last.rule == "citation.titled-work"
        beside = _UN_DOC.fullmatch(gap) or (titled and gap == " (")
        if last and head.symbol and beside and last.symbol in (None, head.symbol):
            # "Report of ..., ¶ 12, U.N. Doc. A/HRC/46/21": the place stood before the symbol.
            last.head, last.rule, last.confidence = head, head.rule, head.confidence
            last.symbol, last.kind, last.end = head.symbol, head.kind, head.end
            return
        if (
            head.reference is Reference.IBID
            and last
            and last.kind is CitationKind.CASE
            and (last.head.reference is Reference.WORK and _NUMBER_BETWEEN.fullmatch(gap))
        ):
            # "A v. B, 511/1992, ibid., para. 9": the case cited before, not two.
            last.end = head.end
            return
        if (
            last
            and last.head.reference is Reference.IBID
            and not last.places
            and head.rule == "citation.case"
            and gap.strip() in (",", "")
        ):
            # "Ibid., A v. B (application No. 12/15), para. 4": the case stands there itself.
            drafts.pop()
        draft = Draft.of(head, index)
        if head.reference is Reference.WORK and head.rule == "citation.symbol" and not head.title:
            words = title_before(self.flat, at, head.start)
            if words:
                draft.start = words[0]
                title = self.surface.words(*words).rstrip(" ,(:;[")
                draft.title = title if len(title) > 8 else None
        elif head.reference in (Reference.NOTE_ABOVE, Reference.OP_CIT):
            words = title_before(self.flat, at, head.start)
            if words and not (last and _BESIDE_NAME.fullmatch(gap.replace("; ", " "))):
                draft.start = words[0]
                draft.title = self.surface.words(*words).rstrip(" ,(:;[") or None
            elif last and _BESIDE_NAME.fullmatch(gap.replace("; ", " ")):
                # "Khirani v. Algeria (note 12 above)": one citation, not two.
                last.above = head
                last.end = head.end
                return
        drafts.append(draft)

    def _place_in_note(self, drafts: list[Draft], place: Pinpoint, index: int, at: int) -> None:
        """Give a place to the draft before it, or open a titled work for the words before it."""
        gap = self.flat[at : place.start]
        last = drafts[-1] if drafts else None
        if last and last.head.rule == "citation.general-comment" and place.places[0][:4] == "art ":
            # "general comment No. 4 on ... article 22, para. 30": the article is in the title.
            if gap.endswith(" on ") and " paragraph " in self.flat[place.start : place.end]:
                # "general comment No. 21 on article 10, paragraph 3": and its paragraph, too.
                last.end = place.end
                return
            for inner in find_pinpoints(self.flat, place.start + 8, place.end):
                last.take_place(inner.places, inner.start, inner.end)
            return
        ended = last is not None and last.head.rule == "citation.address" and "." in gap
        if last and not ended and (_CONNECTORS.fullmatch(gap) or _BESIDE.fullmatch(gap)):
            share(self.flat, drafts, place)
            return
        if last and last.places and '"' in gap and _CONNECTORS.fullmatch(_QUOTED.sub("", gap)):
            # "para. 25: "Investigations must ..." and para. 26": quoted words stand between.
            share(self.flat, drafts, place)
            return
        if _OF_SOMETHING.match(self.flat, place.end) and place.places[0].startswith(_OF_LAWS):
            if give_to_law(self.flat, drafts, place, index):
                return
            head = law_after(self.flat, place.end, self.resolver.treaty)
            if head:
                draft = Draft.of(head, index)
                draft.take_place(place.places, place.start, place.end)
                drafts.append(draft)
            return
        broken = is_broken(gap) or gap.lstrip(" ,").startswith("and ")
        # "Views adopted on 5 May; para. 7": a stray mark right before the place parts nothing.
        near = (
            ";" not in gap.rstrip().removesuffix(";")
            and len(gap) < 160
            and not _NEXT_SENTENCE.search(gap)
        )
        if last and last.kind is CitationKind.CASE and near:
            last.take_place(place.places, place.start, place.end)
            return
        if last and not last.place_span and not broken and len(gap) < 260:
            last.take_place(place.places, place.start, place.end)
            return
        words = title_before(self.flat, at, place.start)
        words = words and (without_copy(self.flat, *words), words[1])
        if words and gap.count('"') % 2 == 0 and is_title(self.flat[words[0] : words[1]]):
            draft = self._titled(words[0], words[1], index, 0.7)
            draft.take_place(place.places, place.start, place.end)
            drafts.append(draft)

    def _titled(self, start: int, end: int, index: int, confidence: float) -> Draft:
        """A draft of a work that is only named by its title."""
        head = Head(
            start,
            end,
            CitationKind.OTHER,
            "citation.titled-work",
            confidence,
            title=self.surface.words(start, end),
            reference=Reference.SHORT_FORM,
        )
        return Draft.of(head, index)

    def _titled_note(self, drafts: list[Draft], index: int, note: Note) -> None:
        """Works that a note names only by their titles, without a place."""
        taken = [(draft.start, draft.end) for draft in drafts]
        found = find_titles(self.flat, note.start, note.end, taken)
        if not drafts and len(found) < 2:
            words = title_before(self.flat, note.start, min(note.end, note.start + 300))
            end = note.start + len(self.flat[note.start : note.end].rstrip(" ."))
            if words and end - words[0] <= 300 and self._reads_titled(words[0], end):
                drafts.append(self._titled(words[0], end, index, 0.6))
                return
        for start, end in found:
            after = next((draft for draft in drafts if draft.start >= end), None)
            address = after is not None and after.head.rule == "citation.address"
            if after and address and _AVAILABLE.fullmatch(self.flat[end : after.start]):
                # "Author, "Title", 1 April 2016. Available from www...": one work.
                after.start, after.title = start, self.surface.words(start, end)
                continue
            draft = self._titled(start, end, index, 0.6)
            page = PAGE_LAST.search(self.flat, start, end)
            if page:
                unit = "pp" if "-" in page["page"] else "p"
                draft.take_place((f"{unit} {page['page']}",), *page.span("page"))
            drafts.append(draft)
        drafts.sort(key=lambda draft: draft.start)

    def _reads_titled(self, start: int, end: int) -> bool:
        # As printed: words in curly marks alone are a remark or a nickname, not a title.
        return looks_like_reference(self.surface.words(start, end))
