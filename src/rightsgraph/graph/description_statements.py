"""Quotations, findings and recommendations: who said what where, without the document's sentences.

The words of a quotation stand in the graph when the document sets them in quotation marks and
they are short; of everything else there are offsets, digests, concepts and a summary of ours.
"""

from __future__ import annotations

from typing import Final

from rightsgraph import iris
from rightsgraph.extraction import Finding, Quotation, Recommendation
from rightsgraph.graph.description_agents import SIGNATORIES, Agents, label_of
from rightsgraph.graph.description_citations import Citations
from rightsgraph.graph.description_draft import LONGEST_QUOTATION, Draft, shortened
from rightsgraph.graph.description_parts import Parts
from rightsgraph.graph.description_sheet import worded
from rightsgraph.graph.description_summaries import finding_summary, recommendation_summary
from rightsgraph.vocabulary import Cito, Prov, Rg

UNCLASSIFIED: Final = "unclassified"
_MARKS: Final = frozenset("\"“”„‟«»‹›‘’'`")


class Statements:
    """The statements of a document, written when it is made.

    Args:
        draft: The description in the making.
        parts: The parts of the document.
        agents: Who the names in it mean.
        citations: Its citations.
        situations: IRIs of the situations that the document is about.
    """

    def __init__(
        self,
        draft: Draft,
        parts: Parts,
        agents: Agents,
        citations: Citations,
        situations: tuple[str, ...],
    ) -> None:
        self._draft = draft
        self._parts = parts
        self._agents = agents
        self._citations = citations
        # What each statement concerns is known when the document is about one situation.
        self._concerns = situations if len(situations) == 1 else ()
        self.quotations = 0
        for quotation in draft.extraction.quotations:
            self._write_quotation(quotation)
        for finding in draft.extraction.findings:
            self._write_finding(finding)
        for recommendation in draft.extraction.recommendations:
            self._write_recommendation(recommendation)

    def _write_quotation(self, quotation: Quotation) -> None:
        text, sheet = self._draft.document.text, self._draft.sheet
        marked = quotation.start > 0 and text[quotation.start - 1] in _MARKS
        words = " ".join(text[quotation.start : quotation.end].split())
        if not words:
            return
        short = marked and len(words) <= LONGEST_QUOTATION
        name = self._draft.slug_of_words("quotation", words)
        kind = Rg.Quotation if short else Rg.LongQuotation
        iri = self._draft.produced(name, kind, rule=quotation.rule, confidence=quotation.confidence)
        self._place(iri, name, quotation.start, quotation.end, exact=words if short else None)
        if short:
            sheet.add(iri, Rg.words, worded(words, self._draft.language))
            self.quotations += 1
        sheet.add(iri, Rg.quotationCheck, iris.concept("quotation-check", "source-not-held"))
        sheet.add(iri, Rg.attributedTo, *self._agents.speaking(quotation.speaker))
        if quotation.citation is None:
            return
        sheet.add(iri, Rg.quotedThrough, self._citations.iri(quotation.citation))
        source = self._citations.source(quotation.citation)
        document = self._citations.document(quotation.citation)
        if source and document:
            sheet.add(iri, Prov.wasQuotedFrom, source)
            here = self._parts.at(quotation.start)
            if here and document != self._draft.iri:
                sheet.add(self._draft.part(here), Cito.includesQuotationFrom, document)

    def _write_finding(self, finding: Finding) -> None:
        name = self._draft.slug_of_words("finding", finding.text)
        iri = self._draft.produced(
            name, Rg.Finding, rule=finding.rule, confidence=finding.confidence
        )
        self._place(iri, name, finding.start, finding.end)
        said = finding.by or self._quoted_in(finding)
        by = self._agents.speaking(said) or self._agents.authors()
        sheet = self._draft.sheet
        sheet.add(iri, Rg.saidBy, *by)
        violations = [iris.concept("violation", slug) for slug in finding.violations]
        sheet.add(iri, Rg.violation, *violations)
        summary = finding_summary(by=self._names(said, by), violations=finding.violations)
        sheet.add(iri, Rg.summary, worded(summary, "en"))
        self._prove(iri, finding.citations)

    def _quoted_in(self, finding: Finding) -> str | None:
        """Whose words make up more than half of a finding that names nobody."""
        for quotation in self._draft.extraction.quotations:
            inside = finding.start <= quotation.start and quotation.end <= finding.end
            length = quotation.end - quotation.start
            if inside and 2 * length > finding.end - finding.start:
                return quotation.speaker
        return None

    def _write_recommendation(self, recommendation: Recommendation) -> None:
        name = self._draft.slug_of_words("recommendation", recommendation.text)
        iri = self._draft.produced(
            name, Rg.Recommendation, rule=recommendation.rule, confidence=recommendation.confidence
        )
        self._place(iri, name, recommendation.start, recommendation.end)
        sheet = self._draft.sheet
        by = self._agents.speaking(recommendation.by) or self._agents.authors()
        to = self._agents.speaking(recommendation.addressee)
        sheet.add(iri, Rg.saidBy, *by)
        sheet.add(iri, Rg.addressedTo, *(to or (self._agents.not_named(),)))
        actions = recommendation.actions or (UNCLASSIFIED,)
        sheet.add(iri, Rg.asksFor, *(iris.concept("action", slug) for slug in actions))
        summary = recommendation_summary(
            by=self._names(recommendation.by, by) if recommendation.reported else [],
            to=self._names(recommendation.addressee, to),
            actions=recommendation.actions,
            deadline=recommendation.deadline,
        )
        sheet.add(iri, Rg.summary, worded(summary, "en"))
        if recommendation.deadline:
            words = shortened(recommendation.deadline, 120)
            sheet.add(iri, Rg.deadline, worded(words, self._draft.language))
        self._prove(iri, recommendation.citations)

    def _place(
        self, iri: str, name: str, start: int, end: int, *, exact: str | None = None
    ) -> None:
        here = self._parts.at(start)
        where = self._draft.part(here) if here else self._draft.iri
        self._draft.sheet.add(iri, Rg.reportedIn, where)
        self._draft.evidence(name, ((start, max(end, start + 1)),), exact=exact)

    def _prove(self, iri: str, citations: tuple[int, ...]) -> None:
        sheet = self._draft.sheet
        sheet.add(iri, Rg.concerns, *self._concerns)
        for index in citations:
            sheet.add(iri, Rg.throughCitation, self._citations.iri(index))
            sheet.add(iri, Rg.basedOn, *self._citations.entities(index))

    def _names(self, words: str | None, found: tuple[str, ...]) -> list[str]:
        """The names by which a summary calls somebody: those of the authority files."""
        if words == SIGNATORIES:
            return ["the signatories"]
        names = [label_of(iri) for iri in found]
        if all(names) and names:
            return [name for name in names if name]
        return [words] if words and len(words) <= 80 else []
