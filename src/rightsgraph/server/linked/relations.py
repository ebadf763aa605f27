"""How others point at a thing, in the order and words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rightsgraph.vocabulary import Bibo, Cito, Dcterms, Org, Prov, Rdf, Rdfs, Rg, Skos

# Property, and the heading over what has the thing as its value.
INBOUND: Final[Mapping[str, str]] = MappingProxyType(
    {
        Rg.saidBy: "What it says and asks for",
        Rg.addressedTo: "What it is asked",
        Rg.asksFor: "Who asks for this",
        Rg.violation: "Where this is found or named",
        Rg.concerns: "What is said of it",
        Rg.attributedTo: "Words of it that are quoted",
        Rg.signatory: "Letters that it signed",
        Bibo.recipient: "Documents addressed to it",
        Rg.issuedBy: "Documents that it issued",
        Rg.submittedTo: "Documents written for it",
        Cito.hasCitedEntity: "Citations of it",
        Rg.citedDocument: "Citations of it and of places in it",
        Cito.cites: "Documents that cite it",
        Prov.wasQuotedFrom: "Quotations from it",
        Rg.basedOn: "Findings and recommendations that rest on it",
        Rg.foundIn: "Quotations that were found in it",
        Rg.identifiedAs: "Works that are cited without a symbol and are this",
        Rg.candidate: "Ambiguous citations that may mean it",
        Dcterms.subject: "Documents about it",
        Dcterms.references: "Documents that refer to it",
        Rg.mentions: "Documents that mention it",
        Rg.documentKind: "Documents of this kind",
        Rg.mandatingDocument: "Mandates that it created",
        Rg.mandatedBy: "Mandates that it gave",
        Org.subOrganizationOf: "Bodies and organisations below it",
        Rg.inState: "Organisations and situations there",
        Skos.broader: "Narrower concepts",
        Skos.closeMatch: "Concepts close to it",
        Skos.inScheme: "Concepts of the scheme",
        Rg.resolution: "Citations that were resolved so",
        Rg.quotationCheck: "Quotations with this outcome",
        Rg.comparisonResult: "Comparisons with this outcome",
        Rg.reviewState: "Statements in this state",
        Rg.verdict: "Reviews with this verdict",
        Rg.reviewOf: "Reviews of it",
        Rg.comparisonOf: "Comparisons of it",
        Rg.throughCitation: "Findings and recommendations that it proves",
        Rg.quotedThrough: "Quotations that it proves",
        Rg.supports: "What supports it",
        Prov.wasGeneratedBy: "What it produced",
        Prov.wasAssociatedWith: "What it did",
        Cito.includesQuotationFrom: "Passages that quote it",
        Rdf.subject: "Background facts about it",
        Rdf.object: "Background facts that name it",
        Rdfs.isDefinedBy: "What it defines",
    }
)
