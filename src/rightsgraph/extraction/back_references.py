"""From Ibid., short forms and "note 12 above" to the works they mean.

A bare Ibid. takes over the work and the place of the citation before it, with a place of its own
only the work. Where the note before names several works it is ambiguous, where it names none it is
unresolved: nothing is guessed.

Source: UN Editorial Manual Online, "Footnotes and other references", on ibid. and op. cit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rightsgraph.extraction.drafts import Draft
from rightsgraph.extraction.heads import Reference
from rightsgraph.extraction.results import Citation, CitationKind, Note, Resolution
from rightsgraph.extraction.short_forms import ShortForms, content_words
from rightsgraph.extraction.surface import Surface
from rightsgraph.extraction.treaty_names import treaty_of_committee

# Words that many titles share: two works are not the same because both are reports.
_COMMON = frozenset(
    [
        "report", "reports", "study", "submission", "statement", "letter", "note", "resolution",
        "paragraph", "human", "rights", "committee", "council", "general", "comment",
        "communication",
    ]
)  # fmt: skip
_NUMBERED_PART = re.compile(r", (?:communication|case|application|complaint)s? No")
_NUMBERS = re.compile(r"\bNos?\. \d+/\d{4}[\d/, and]*")
_PASSING = (CitationKind.TREATY, CitationKind.LAW)


def _case_keys(draft: Draft) -> list[str]:
    """What a case is known by: the number of its communication, and its parties."""
    keys = []
    numbered = _NUMBERS.search(draft.title or "")
    number = re.search(r"/D/(\d+/\d{4})$", draft.symbol or "")
    if numbered:
        keys += re.findall(r"\d+/\d{4}", numbered.group())
    elif number:
        keys.append(number[1])
    if draft.title and " v" in draft.title:
        parties = _NUMBERED_PART.split(draft.title)[0]
        keys.append(" ".join(content_words(parties)))
    return keys


class Resolver:
    """Takes drafts in reading order, finds the works of those that point back."""

    def __init__(self, surface: Surface, notes: tuple[Note, ...], symbol: str = "") -> None:
        self.surface, self.notes, self.symbol = surface, notes, symbol
        self.drafts: list[Draft] = []
        self.forms = ShortForms()
        self._by_note: dict[int, list[int]] = {}
        self._last: dict[int | None, int] = {}
        self._label = {(note.series, note.label): i for i, note in enumerate(notes)}
        self._by_name: dict[str, int] = {}
        self._titles: list[tuple[int, frozenset[str]]] = []

    def add(self, draft: Draft) -> int | None:
        """Resolve a draft and keep it; its number."""
        if draft.head.reference is Reference.IBID:
            self._ibid(draft)
        elif draft.head.reference is Reference.NOTE_ABOVE:
            self._note_above(draft, draft.head.target or "")
        elif draft.head.reference is Reference.OP_CIT:
            self._op_cit(draft)
        elif draft.head.reference is Reference.SHORT_FORM:
            if draft.kind in _PASSING and not draft.places:
                return None
            self._short_form(draft)
        elif draft.above or draft.kind is CitationKind.CASE:
            self._named(draft)
        number = len(self.drafts)
        self.drafts.append(draft)
        if draft.kind not in _PASSING or (draft.places and draft.note is not None):
            self._last[draft.note] = number
        if draft.note is not None:
            self._by_note.setdefault(draft.note, []).append(number)
        self._remember(draft, number)
        return number

    def _remember(self, draft: Draft, number: int) -> None:
        if draft.resolution is not Resolution.EXPLICIT:
            return
        for key in _case_keys(draft):
            if draft.symbol or key not in self._by_name:
                self._by_name[key] = number
        words = frozenset(content_words(draft.title or ""))
        if words and draft.kind not in _PASSING and draft.note is not None:
            self._titles.append((number, words))

    def _take(self, draft: Draft, antecedent: int, resolution: Resolution, rule: str) -> None:
        source = self.drafts[antecedent]
        draft.symbol, draft.kind = source.symbol, source.kind
        draft.title = source.title or draft.title
        draft.antecedent, draft.resolution, draft.rule = antecedent, resolution, rule
        draft.confidence = min(0.95, source.confidence)
        if source.resolution in (Resolution.AMBIGUOUS, Resolution.UNRESOLVED):
            draft.resolution, draft.candidates = source.resolution, source.candidates
            draft.antecedent = None
            draft.confidence = 0.3

    def _ibid(self, draft: Draft) -> None:
        earlier = self._before(draft)
        works = self._works(earlier)
        if not works:
            draft.resolution, draft.title = Resolution.UNRESOLVED, None
            draft.confidence = 0.3
            return
        if len(works) > 1:
            draft.resolution, draft.candidates = Resolution.AMBIGUOUS, tuple(works.values())
            draft.rule, draft.confidence = "resolution.ibid-of-several", 0.3
            return
        antecedent = next(reversed(works.values()))
        self._take(draft, antecedent, Resolution.IBID, "resolution.ibid")
        if not draft.places and draft.resolution is Resolution.IBID:
            draft.places = list(self.drafts[antecedent].places)
            draft.inherited = bool(draft.places)

    def _before(self, draft: Draft) -> list[int]:
        """The citations that an Ibid. may repeat: the last one here, or all of the note before."""
        here = self._last.get(draft.note)
        if here is not None:
            return [here]
        if draft.note is None:
            return []
        note = self.notes[draft.note]
        if draft.note == 0 or self.notes[draft.note - 1].series != note.series:
            return []
        return self._by_note.get(draft.note - 1, [])

    def _works(self, numbers: Iterable[int]) -> dict[str, int]:
        """The distinct works among citations, each with the last citation of it."""
        works: dict[str, int] = {}
        passing: dict[str, int] = {}
        end = -1
        for number in numbers:
            draft = self.drafts[number]
            if draft.start == end and draft.head.rule == "citation.symbol":
                # "CRC/C/89/D/77/2019-CRC/C/89/D/79/2019": symbols of one document, side by side.
                end = draft.head.end
                continue
            end = draft.head.end
            key = draft.work or f"citation:{number}"
            group = passing if draft.kind in _PASSING and not draft.places else works
            group[key] = number
        for key in [k for k in works if k.partition("/Corr.")[0] in works and "/Corr." in k]:
            # A corrigendum cited beside its document is no second work.
            del works[key]
        return works or passing

    def _note_above(self, draft: Draft, label: str) -> None:
        series = self.notes[draft.note].series if draft.note is not None else 0
        note = self._label.get((series, label))
        if note is None:
            candidates = [i for (_, name), i in self._label.items() if name == label]
            note = candidates[0] if len(candidates) == 1 else None
        works = self._works(self._by_note.get(note, [])) if note is not None else {}
        draft.rule = "resolution.note-above"
        if draft.title and len(works) > 1:
            wanted = set(content_words(draft.title))
            near = {k: i for k, i in works.items() if wanted & self._words(i)}
            works = near or works
        if not works:
            draft.resolution, draft.confidence = Resolution.UNRESOLVED, 0.3
        elif len(works) > 1:
            draft.resolution, draft.candidates = Resolution.AMBIGUOUS, tuple(works.values())
            draft.confidence = 0.3
        else:
            self._take(
                draft, next(iter(works.values())), Resolution.NOTE_ABOVE, "resolution.note-above"
            )

    def _words(self, number: int) -> set[str]:
        draft = self.drafts[number]
        return set(
            content_words(self.surface.flat[draft.start : draft.end] + " " + (draft.title or ""))
        )

    def _op_cit(self, draft: Draft) -> None:
        wanted = [w for w in content_words(draft.title or "") if len(w) > 2][:6]
        draft.rule = "resolution.op-cit"
        if wanted:
            for number in range(len(self.drafts) - 1, max(-1, len(self.drafts) - 400), -1):
                found = self.drafts[number]
                if found.resolution is Resolution.EXPLICIT and wanted[0] in self._words(number):
                    self._take(draft, number, Resolution.SHORT_FORM, "resolution.op-cit")
                    return
        draft.resolution, draft.confidence = Resolution.UNRESOLVED, 0.3

    def _short_form(self, draft: Draft) -> None:
        if draft.head.target is not None:
            self._take(
                draft, int(draft.head.target), Resolution.SHORT_FORM, "resolution.short-form"
            )
            return
        number = self._undeclared(draft.title or "")
        if number is not None:
            self._take(draft, number, Resolution.SHORT_FORM, "resolution.undeclared-short-form")
            draft.confidence = 0.8
        # Otherwise it names its work itself: a titled work without a symbol.

    def _undeclared(self, title: str) -> int | None:
        """The one earlier work whose title holds all the words of these."""
        wanted = frozenset(content_words(title))
        if len(wanted) < 2 or len(wanted) > 9 or not wanted - _COMMON:
            return None
        works: dict[str, int] = {}
        for number, words in self._titles:
            if wanted <= words:
                works[self.drafts[number].work or str(number)] = number
        return next(iter(works.values())) if len(works) == 1 else None

    def _named(self, draft: Draft) -> None:
        """A case named again, with or without "supra", is the case cited before.

        It keeps what it says of itself; the earlier citation gives the symbol.
        """
        keys = _case_keys(draft)
        number = next((self._by_name[key] for key in keys if key in self._by_name), None)
        if number is None and draft.above and draft.above.target:
            number = self._in_note(draft, draft.above.target)
        if number is None:
            return
        source = self.drafts[number]
        numbered = bool(_NUMBERS.search(source.title or ""))
        bare = not _NUMBERS.search(draft.title or "")
        if not draft.above and (draft.symbol or not (source.symbol or (numbered and bare))):
            return
        own_title, symbol = draft.title, draft.symbol
        if numbered and bare and not source.symbol:
            own_title = source.title
        noted = draft.above is not None and draft.above.target is not None
        resolution = Resolution.NOTE_ABOVE if noted else Resolution.SHORT_FORM
        rule = "resolution.note-above" if noted else "resolution.case-name"
        self._take(draft, number, resolution, rule)
        draft.title, draft.symbol = own_title or draft.title, symbol or draft.symbol

    def _in_note(self, draft: Draft, label: str) -> int | None:
        """The citation in a note above that shares the name of a draft."""
        series = self.notes[draft.note].series if draft.note is not None else 0
        note = self._label.get((series, label))
        wanted = set(content_words((draft.title or "").partition(" v")[0])) - _COMMON
        found = (
            [i for i in self._by_note.get(note, []) if wanted & self._words(i)]
            if note is not None
            else []
        )
        return found[0] if len(found) == 1 else None

    def treaty(self, noun: str) -> int | str | None:
        """The one treaty that a document can mean by "the Covenant".

        In a document of a committee its treaty, by name; else the citation of the only one named.
        """
        own = treaty_of_committee(self.symbol, noun)
        if own:
            return own.name
        titles: dict[str, int] = {}
        for number, draft in enumerate(self.drafts):
            if draft.kind is CitationKind.TREATY and draft.title and noun in draft.title:
                titles.setdefault(draft.work or draft.title, number)
        return next(iter(titles.values())) if len(titles) == 1 else None

    def citations(self) -> tuple[Citation, ...]:
        """The citations of all drafts, in the order in which they were read."""
        return tuple(self._citation(draft) for draft in self.drafts)

    def _citation(self, draft: Draft) -> Citation:
        words = self.surface.words
        return Citation(
            start=draft.start,
            end=draft.end,
            text=words(draft.start, draft.end),
            symbol=draft.symbol,
            title=draft.title,
            pinpoints=tuple(draft.places),
            pinpoint_text=words(*draft.place_span) if draft.place_span else "",
            note=self.notes[draft.note].label if draft.note is not None else None,
            resolution=draft.resolution,
            antecedent=draft.antecedent,
            candidates=draft.candidates,
            kind=draft.kind,
            rule=draft.rule,
            confidence=round(draft.confidence, 3),
            inherited=draft.inherited,
        )
