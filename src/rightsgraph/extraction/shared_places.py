"""Places that several citations of one stretch share, or that belong to a law named before."""

from __future__ import annotations

import re

from rightsgraph.extraction.drafts import Draft
from rightsgraph.extraction.headless_laws import bare_law_after
from rightsgraph.extraction.pinpoints import Pinpoint
from rightsgraph.extraction.results import CitationKind

_DISTRIBUTED = re.compile(
    r"\b(?P<number>\d{1,3}(?: ?\((?:\d{1,2}|[a-z])\)){0,3}) (?:of|to) (?:the )?$"
)
_OF_THE_ANNEX = re.compile(r",? (?:of|in|to) (?:the |its )?annex(?:es)? (?:to|of) ")


def places_of(flat: str, place: Pinpoint, draft: Draft) -> tuple[str, ...]:
    """The places of a work named after them: "paragraph 15 of the annex to" has the annex, too."""
    between = flat[place.end : draft.head.start]
    annexed = _OF_THE_ANNEX.match(between) and not place.places[0].startswith("annex")
    return ("annex", *place.places) if annexed else place.places


def distribute(flat: str, before: Draft | None, draft: Draft) -> None:
    """Articles shared by two treaties: "articles 9 (2) of the X and 7 (4) of the Y"."""
    if draft.places or not before or not before.places:
        return
    if not before.places[-1].startswith("art "):
        return
    window = flat[before.head.end : draft.head.start]
    number = _DISTRIBUTED.search(window)
    if number and len(window) < 60:
        at = before.head.end + number.start()
        place = "art " + number["number"].replace(" ", "")
        draft.take_place((place,), at, at + len(number["number"]))


_LISTED = frozenset({"", "; ", ", ", " and ", ", and "})


def share(flat: str, drafts: list[Draft], place: Pinpoint) -> None:
    """Give a place to the last draft, and to those with it in one pair of brackets."""
    last = drafts[-1]
    corrected = corrected_by(drafts, last)
    if corrected and not corrected.places:
        corrected.places, corrected.place_span = list(place.places), (place.start, place.end)
        last.end = place.end
        return
    bare = last.head.symbol is not None and not last.places and last.title is None
    last.take_place(place.places, place.start, place.end)
    if not bare or flat[last.head.end : last.head.end + 1] != ")":
        return
    for before, after in zip(drafts[-2::-1], drafts[:0:-1], strict=False):
        gap = flat[before.head.end : after.head.start]
        if not before.symbol or before.places or gap not in _LISTED:
            return
        # "X v. Y (CCPR/C/1/D/1/2001; CCPR/C/1/D/2/2001), para. 8.3".
        before.places = list(last.places)


def corrected_by(drafts: list[Draft], draft: Draft) -> Draft | None:
    """The document before its corrigendum, whose paragraphs a place after both means."""
    base, corrigendum, _ = (draft.symbol or "").partition("/Corr.")
    before = next((d for d in reversed(drafts) if d.symbol == base), None)
    return before if corrigendum else None


def is_joint(flat: str, draft: Draft) -> bool:
    """Whether a general comment without a place is the first half of a joint one."""
    if draft.head.rule != "citation.general-comment" or draft.places:
        return False
    return flat.endswith("oint ", 0, draft.head.start)


def give_to_law(flat: str, drafts: list[Draft], place: Pinpoint, index: int) -> bool:
    """Give a place "of the Code" to the law of that name that the note has cited."""
    noun = bare_law_after(flat, place.end)
    law = next(
        (d for d in reversed(drafts) if noun and d.kind is CitationKind.LAW and d.title
         and re.search(rf"\b{noun}\b", d.title)),
        None,
    )  # fmt: skip
    if law is None:
        return False
    if law.places:
        again = Draft.of(law.head, index)
        again.start, again.end = place.start, place.end
        again.take_place(place.places, place.start, place.end)
        drafts.append(again)
    else:
        law.places, law.place_span = list(place.places), (place.start, place.end)
    return True
