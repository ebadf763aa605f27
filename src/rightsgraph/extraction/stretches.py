"""What the reading of running text and of notes for citations share."""

from __future__ import annotations

import re
from bisect import bisect_left

from rightsgraph.extraction.back_references import Resolver
from rightsgraph.extraction.drafts import Draft
from rightsgraph.extraction.heads import Head, Reference
from rightsgraph.extraction.results import CitationKind
from rightsgraph.extraction.short_forms import declared_form
from rightsgraph.extraction.surface import Surface

_PLACE_AFTER = re.compile(r",? \(?(?:at )?(?:para|p\.|pp\.|art|sect|chap)")


class StretchReader:
    """Reads stretches of a document into drafts: what text and notes share."""

    def __init__(
        self, surface: Surface, heads: list[Head], resolver: Resolver, own: frozenset[str]
    ) -> None:
        self.surface, self.flat, self.heads = surface, surface.flat, heads
        self.starts = [head.start for head in heads]
        self.resolver, self.own = resolver, own

    def heads_between(self, start: int, end: int) -> list[Head]:
        """The heads that begin between two offsets."""
        return self.heads[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def with_short_forms(
        self, heads: list[Head], start: int, end: int, *, in_note: bool
    ) -> list[Head]:
        """The heads with the declared short forms of a stretch among them."""
        found = self.resolver.forms.find(self.flat, start, end)
        if not found:
            return heads
        extra = []
        for first, last, citation in found:
            if any(h.start < last and first < h.end for h in heads):
                continue
            source = self.resolver.drafts[citation]
            passing = source.kind in (CitationKind.TREATY, CitationKind.LAW)
            if not in_note and not passing and not _PLACE_AFTER.match(self.flat, last):
                # In running text the name of a report is mostly talk; beside a place it cites.
                continue
            extra.append(
                Head(
                    first,
                    last,
                    source.kind,
                    "resolution.short-form",
                    0.9,
                    reference=Reference.SHORT_FORM,
                    target=str(citation),
                )
            )
        return sorted([*heads, *extra], key=lambda head: head.start)

    def finish(self, drafts: list[Draft], end: int) -> None:
        """Resolve the drafts of one stretch and remember the short forms that they declare."""
        for draft in drafts:
            number = self.resolver.add(draft)
            if number is None:
                continue
            form = declared_form(self.flat, draft.head.end, end)
            form = form or declared_form(self.flat, draft.end, end)
            if form and draft.head.reference is Reference.WORK:
                self.resolver.forms.declare(form[0], number)
