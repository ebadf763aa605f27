"""From what was found in a document to its named graph, as docs/data-model.md lays it out.

identity       what the document is called
parts          its blocks and notes, with evidence
agents         who signed, who is addressed, who is named
works          what it cites
citations      where it cites that, how it was told, and through what
statements     quotations, findings, recommendations
provenance     which source, which extractor
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.extraction import Extraction
from rightsgraph.graph.description_agents import Agents, shared_authorities
from rightsgraph.graph.description_citations import Citations
from rightsgraph.graph.description_draft import LONGEST_TITLE, Draft, shortened
from rightsgraph.graph.description_identity import (
    LETTERS,
    Identity,
    body_of,
    class_of,
    identify,
    kind_of,
    printed_symbol,
    relation_to_body,
)
from rightsgraph.graph.description_parts import Parts
from rightsgraph.graph.description_provenance import describe_provenance, provenance_of
from rightsgraph.graph.description_sheet import A, Sheet, dated, plain, worded
from rightsgraph.graph.description_statements import Statements
from rightsgraph.graph.description_works import Works
from rightsgraph.reading import BlockKind, Document
from rightsgraph.vocabulary import DOCUMENT_KINDS, Bibo, Dcterms, Foaf, Prov, Rg


@dataclass(frozen=True)
class Description:
    """A document as quads.

    Attributes:
        identity: The names of the document and its graph.
        sheet: The triples of its own named graph.
        provenance: Its triples in `graph/provenance`.
        resolutions: How many citations were resolved in which way, by the words for it.
    """

    identity: Identity
    sheet: Sheet
    provenance: Sheet
    resolutions: dict[str, int]

    @cached_property
    def quads(self) -> tuple[ox.Quad, ...]:
        """The quads of its own named graph, then its quads in `graph/provenance`."""
        return (*self.sheet.quads(), *self.provenance.quads())

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self.quads)

    def __len__(self) -> int:
        return len(self.sheet) + len(self.provenance)


def describe(document: Document, extraction: Extraction, *, suffix: str = "") -> Description:
    """The description of a document: always the same for the same document and extraction.

    Args:
        document: The document as it was read.
        extraction: What was found in it.
        suffix: What tells it from another document of the same date and title.

    Example:
        >>> from rightsgraph.extraction import extract
        >>> from rightsgraph.reading import read
        >>> document = read("We refer to A/HRC/25/63, para. 94 (a).")
        >>> quads = describe(document, extract(document)).quads
        >>> sorted({q.object.value for q in quads if q.predicate.value.endswith("#pinpoint")})
        ['para 94', 'para 94(a)']

    Source: docs/data-model.md.
    """
    identity = identify(document, extraction, suffix=suffix)
    made_by = provenance_of(identity, extraction.extractor)
    sheet = Sheet(identity.graph)
    draft = Draft(document, extraction, identity.iri, made_by.activity, sheet)
    agents = Agents(draft, _issuers(identity))
    situations = _situations(draft)
    _describe_document(draft, identity, agents, situations)
    parts = Parts(draft, numbered=bool(identity.symbols))
    citations = Citations(draft, parts, Works(draft, identity))
    Statements(draft, parts, agents, citations, situations)
    provenance = describe_provenance(identity, document, extraction, made_by)
    return Description(
        identity,
        sheet,
        provenance,
        {resolution.value: count for resolution, count in sorted(citations.resolutions.items())},
    )


def _describe_document(
    draft: Draft, identity: Identity, agents: Agents, situations: tuple[str, ...]
) -> None:
    sheet, found, iri = draft.sheet, draft.extraction.metadata, identity.iri
    signatories = agents.signatories()
    if identity.symbols:
        _describe_symbols(sheet, identity)
    else:
        kind = found.kind if found.kind in DOCUMENT_KINDS else None
        sheet.add(iri, A, class_of(found.kind, un=False))
        if found.kind in LETTERS and signatories:
            sheet.add(iri, A, Rg.AdvocacyLetter)
        if kind:
            sheet.add(iri, Rg.documentKind, iris.concept("document-kind", kind))
    title = found.title or found.subject or (None if identity.symbols else draft.document.name)
    if title or not identity.symbols:
        words = shortened(title or identity.slug, LONGEST_TITLE)
        sheet.add(iri, Dcterms.title, worded(words, draft.language))
    if found.subject:
        words = shortened(found.subject, LONGEST_TITLE)
        sheet.add(iri, Rg.subjectLine, worded(words, draft.language))
    if found.date:
        sheet.add(iri, Dcterms.issued, dated(found.date))
    if draft.language != "und":
        sheet.add(iri, Dcterms.language, plain(draft.language))
    if found.place:
        sheet.add(iri, Rg.placeOfIssue, plain(shortened(found.place, 100)))
    if found.salutation:
        words = shortened(found.salutation.rstrip(" ,:"), 120)
        sheet.add(iri, Rg.salutation, worded(words, draft.language))
    sheet.add(iri, Bibo.recipient, *_recipients(draft, agents))
    sheet.add(iri, Rg.signatory, *signatories)
    signed = [plain(" ".join(n.name.split())) for n in draft.extraction.signatories if n.person]
    sheet.add(iri, Rg.signature, *signed)
    sheet.add(iri, Dcterms.subject, *situations)
    sheet.add(iri, Rg.mentions, *agents.mentioned())
    sheet.add(iri, Rg.textDigest, plain(draft.document.text_digest))
    sheet.add(iri, Prov.wasGeneratedBy, draft.activity)


def _describe_symbols(sheet: Sheet, identity: Identity) -> None:
    main, iri = identity.symbols[0], identity.iri
    kind = kind_of(main)
    sheet.add(iri, A, class_of(kind, un=True))
    sheet.add(iri, Rg.documentKind, iris.concept("document-kind", kind))
    sheet.add(iri, Rg.symbol, plain(printed_symbol(main)))
    for symbol in identity.symbols:
        sheet.add(iri, Dcterms.identifier, plain(symbol.normalised))
    sheet.add(iri, Foaf.page, main.url)
    body = body_of(main)
    if body:
        sheet.add(iri, relation_to_body(main), body)


def _issuers(identity: Identity) -> tuple[str, ...]:
    """The bodies that speak in a document of theirs."""
    if not identity.symbols or relation_to_body(identity.symbols[0]) != Rg.issuedBy:
        return ()
    body = body_of(identity.symbols[0])
    return (body,) if body else ()


def _recipients(draft: Draft, agents: Agents) -> tuple[str, ...]:
    """The addressees who are no private persons; the parts of a document stay out."""
    words = draft.extraction.metadata.addressee
    found = agents.speaking(words)
    return tuple(iri for iri in found if not iri.startswith(draft.iri + "#"))


def _situations(draft: Draft) -> tuple[str, ...]:
    """The situations that the title and subject of a document name, or that of its State."""
    found = draft.extraction
    heads = draft.document.of_kind(BlockKind.TITLE, BlockKind.SUBJECT)
    codes = [
        state.code
        for state in found.states
        if any(block.start <= start < block.end for start, _ in state.mentions for block in heads)
    ]
    if not codes and found.metadata.state:
        codes = [found.metadata.state]
    known = {situation.id for situation in shared_authorities().situations}
    return tuple(iris.situation(code) for code in dict.fromkeys(codes) if code in known)
