"""From a document to everything that it states, one stage after another."""

from __future__ import annotations

import re
from typing import Protocol, runtime_checkable

from rightsgraph.extraction.bodies import find_mentions, names_of
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.citations import find_citations
from rightsgraph.extraction.findings import find_findings
from rightsgraph.extraction.gazetteers import EntryKind
from rightsgraph.extraction.metadata import find_metadata
from rightsgraph.extraction.notes import find_notes
from rightsgraph.extraction.quotations import find_quoted
from rightsgraph.extraction.recommendations import (
    RecommendationFinder,
    with_the_one_asked,
    without_doubles,
)
from rightsgraph.extraction.results import Citation, CitationKind, Extraction, Gap, Name
from rightsgraph.extraction.signatories import find_signatories
from rightsgraph.extraction.speakers import Speakers
from rightsgraph.extraction.states import find_states
from rightsgraph.extraction.surface import Span, Surface
from rightsgraph.reading import BlockKind, Document

EXTRACTOR = "rightsgraph-rules/1"
_UN = frozenset({EntryKind.UN_BODY, EntryKind.MANDATE})
_ORGANISATIONS = frozenset({EntryKind.ORGANISATION, EntryKind.COURT})


@runtime_checkable
class Extractor(Protocol):
    """Something that finds the statements of a document; `extract` is one."""

    def __call__(self, document: Document) -> Extraction:
        """Everything that the document states."""
        ...


def extract(document: Document) -> Extraction:
    """Everything that a document states, with offsets, rules and confidences.

    The same document always gives the same result. Nothing is looked up outside the package.

    Args:
        document: A document as `rightsgraph.reading.read` gives it.

    Example:
        >>> from rightsgraph.reading import read
        >>> extraction = extract(read("See A/HRC/25/63, para. 94 (a)."))
        >>> [(c.symbol, c.pinpoints) for c in extraction.citations]
        [('A/HRC/25/63', ('para 94(a)',))]
    """
    surface = Surface(document)
    metadata = find_metadata(surface)
    notes = find_notes(surface)
    citations = find_citations(surface, notes, metadata)
    mentions = find_mentions(surface)
    signatories = find_signatories(surface)
    masked = [Span(m.start, m.end) for m in mentions]
    masked += [
        Span(c.start, c.end)
        for c in citations
        if c.kind in (CitationKind.TREATY, CitationKind.CASE)
    ]
    cast = Cast(surface, mentions, metadata)
    speakers = Speakers(surface, cast, citations)
    recommendations = RecommendationFinder(surface, cast, citations).find()
    return Extraction(
        name=document.name,
        text_digest=document.text_digest,
        extractor=EXTRACTOR,
        metadata=metadata,
        notes=notes,
        citations=citations,
        signatories=signatories,
        organisations=_organisations(signatories, names_of(mentions, _ORGANISATIONS)),
        un_bodies=names_of(mentions, _UN),
        states=find_states(surface, tuple(masked), _cases(citations)),
        quotations=speakers.attribute(find_quoted(surface)),
        findings=find_findings(surface, cast, notes, citations),
        recommendations=with_the_one_asked(cast, without_doubles(recommendations)),
        gaps=tuple(
            Gap(block.start, block.end, "words are missing")
            for block in document.of_kind(BlockKind.GAP)
        ),
    )


def _cases(citations: tuple[Citation, ...]) -> tuple[Span, ...]:
    """Where cases are named: the State that answers a case is not what the document speaks of."""
    return tuple(
        Span(c.start, c.end)
        for c in citations
        if c.kind is CitationKind.CASE or (c.title and re.search(r" vs?\.? [A-Z]", c.title))
    )


def _organisations(signatories: tuple[Name, ...], named: tuple[Name, ...]) -> tuple[Name, ...]:
    """The organisations that sign, then the others that the text names."""
    signing = [name for name in signatories if not name.person]
    known = {name.name.casefold() for name in signing}
    known |= {alias.casefold() for name in signing for alias in name.aliases}
    known_ids = {name.identifier for name in signing if name.identifier}
    others = [
        name
        for name in named
        if name.identifier not in known_ids
        and name.name.casefold() not in known
        and not any(alias.casefold() in known for alias in name.aliases)
    ]
    return (*signing, *others)
