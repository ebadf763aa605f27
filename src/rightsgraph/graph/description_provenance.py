"""Where a graph comes from: its source, the activity that made it, and the software that did."""

from __future__ import annotations

from dataclasses import dataclass

from rightsgraph import __version__, iris
from rightsgraph.extraction import Extraction
from rightsgraph.graph.description_identity import Identity
from rightsgraph.graph.description_sheet import A, Sheet, plain
from rightsgraph.reading import Document
from rightsgraph.vocabulary import OWL, RDFS, Dcterms, Prov, Rg


@dataclass(frozen=True, slots=True)
class Provenance:
    """The names of who described a document.

    Attributes:
        activity: IRI of the reading and describing of this document.
        software: IRI of the extractor in its version.
    """

    activity: str
    software: str


def provenance_of(identity: Identity, extractor: str) -> Provenance:
    """The names of the activity and of the software that describe a document.

    Args:
        identity: The names of the document.
        extractor: Name and version of the extractor.
    """
    return Provenance(
        activity=iris.activity(f"extraction-{identity.slug}"), software=software_iri(extractor)
    )


def software_iri(extractor: str) -> str:
    """The IRI of an extractor together with this version of rightsgraph."""
    return iris.identifier(f"software/{iris.slugify(f'{extractor} rightsgraph {__version__}')}")


def describe_provenance(
    identity: Identity, document: Document, extraction: Extraction, made_by: Provenance
) -> Sheet:
    """The triples of `graph/provenance` about a document."""
    sheet = Sheet(iris.named_graph("provenance"))
    title = extraction.metadata.title or document.name or identity.slug
    sheet.add(identity.graph, A, Rg.SourceGraph)
    sheet.add(identity.graph, Dcterms.title, plain(" ".join(title.split())[:300]))
    sheet.add(identity.graph, Dcterms.subject, identity.iri)
    sheet.add(identity.graph, Prov.wasGeneratedBy, made_by.activity)
    sheet.add(identity.graph, Dcterms.format, plain(document.media_type))
    if document.source_digest:
        sheet.add(identity.graph, Rg.sourceDigest, plain(document.source_digest))
    if document.name:
        sheet.add(identity.graph, Dcterms.source, plain(document.name))
    sheet.add(made_by.activity, A, Prov.Activity)
    sheet.add(made_by.activity, RDFS + "label", plain(f"Extraction from {identity.slug}"))
    sheet.add(made_by.activity, Prov.used, identity.iri)
    sheet.add(made_by.activity, Prov.wasAssociatedWith, made_by.software)
    sheet.add(made_by.software, A, Prov.Agent, Prov.SoftwareAgent)
    sheet.add(made_by.software, RDFS + "label", plain(extraction.extractor))
    sheet.add(made_by.software, OWL + "versionInfo", plain(__version__))
    return sheet
