"""What things are called on a page, and where their names lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from rightsgraph.server.linked.addresses import href, is_ours
from rightsgraph.server.linked.description import Description, Value
from rightsgraph.server.naming import natural, short
from rightsgraph.vocabulary import (
    SH,
    Cito,
    Dcterms,
    Doco,
    Fabio,
    Foaf,
    Oa,
    Org,
    Prov,
    Rdf,
    Rdfs,
    Rg,
    Skos,
    Undo,
    Void,
)

_PARAGRAPH: Final = re.compile(r"(.*#para-)(\d{1,9})")
_NAMES: Final = (Skos.prefLabel, Dcterms.title, Rdfs.label, Rg.symbol, Skos.notation, Rg.pinpoint)
# The kinds of things in plain words, the most telling first.
KINDS: Final[Mapping[str, str]] = {
    Rg.AdvocacyLetter: "advocacy letter",
    Undo.Resolution: "resolution",
    Undo.Decision: "decision",
    Undo.MeetingRecord: "meeting record",
    Undo.Treaty: "treaty",
    Undo.Judgment: "judgment",
    Fabio.Report: "report",
    Fabio.Letter: "letter",
    Fabio.LegalOpinion: "legal opinion",
    Fabio.Book: "book",
    Fabio.NewsItem: "news item",
    Fabio.WebPage: "web page",
    Rg.Mandate: "mandate",
    Rg.UNBody: "UN body",
    Rg.Court: "court",
    Rg.State: "State or area",
    Rg.Situation: "human-rights situation",
    Rg.Group: "group",
    Org.Organization: "organisation",
    Skos.Concept: "concept",
    Skos.ConceptScheme: "concept scheme",
    Cito.Citation: "citation",
    Rg.LongQuotation: "block quotation",
    Rg.Quotation: "quotation",
    Rg.Finding: "finding",
    Rg.Recommendation: "recommendation",
    Rg.Review: "review",
    Rg.QuotationComparison: "comparison of a quotation with its source",
    Rg.BackgroundFact: "background fact",
    Prov.Activity: "activity",
    Prov.SoftwareAgent: "software",
    Fabio.Work: "work",
    Doco.Paragraph: "paragraph",
    Doco.Footnote: "note",
    Doco.Section: "section",
    Doco.Title: "title",
    Doco.Abstract: "summary",
    Doco.Appendix: "annex",
    Rg.SubjectLine: "subject line",
    Rg.DateLine: "date line",
    Rg.Salutation: "salutation",
    Rg.Valediction: "valediction",
    Rg.SignatureList: "signatures",
    Rg.Gap: "gap",
    Rg.Furniture: "page furniture",
    Oa.SpecificResource: "evidence",
    SH + "SPARQLExecutable": "query of the catalogue",
    Void.Dataset: "dataset",
    Rg.SourceGraph: "named graph of a source",
    Rg.BackgroundGraph: "named graph of background facts",
}
DOCUMENTS: Final = frozenset(
    {
        Rg.AdvocacyLetter,
        Undo.Resolution,
        Undo.Decision,
        Undo.MeetingRecord,
        Undo.Treaty,
        Undo.Judgment,
        Fabio.Report,
        Fabio.Letter,
        Fabio.LegalOpinion,
        Fabio.Book,
        Fabio.NewsItem,
        Fabio.WebPage,
        Fabio.Work,
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """A name, and the address that it leads to.

    Args:
        text: The name.
        address: Empty when it leads nowhere.
        language: Language tag of the name; empty for English or none.
        note: What stands behind it in small letters.
    """

    text: str
    address: str = ""
    language: str = ""
    note: str = ""


class Names:
    """Reads a description in the words of people.

    Args:
        description: What the graph says.
    """

    def __init__(self, description: Description) -> None:
        self.description = description

    def values(self, iri: str, name: str) -> Sequence[Value]:
        """The values of a property."""
        return self.description.facts.get(iri, {}).get(name, ())

    def things(self, iri: str, name: str) -> list[str]:
        """The values that are IRIs."""
        return [each.value for each in self.values(iri, name) if isinstance(each, ox.NamedNode)]

    def text(self, iri: str, name: str) -> str:
        """A value that is a literal, in English when there are several; empty for none."""
        found = [each for each in self.values(iri, name) if isinstance(each, ox.Literal)]
        found.sort(key=lambda each: (each.language or "en") != "en")
        return found[0].value if found else ""

    def texts(self, iri: str, name: str) -> list[str]:
        """All values that are literals, in their order."""
        return sorted(
            {each.value for each in self.values(iri, name) if isinstance(each, ox.Literal)}
        )

    def types(self, iri: str) -> set[str]:
        """The classes of a thing."""
        return set(self.things(iri, Rdf.type))

    def kind(self, iri: str) -> str:
        """What sort of thing it is, in plain words; empty when no class of it is known."""
        types = self.types(iri)
        return next((text for name, text in KINDS.items() if name in types), "")

    def is_document(self, iri: str) -> bool:
        """Whether it is a document as a whole."""
        return bool(DOCUMENTS & self.types(iri))

    def name(self, iri: str) -> str:
        """What a thing is called."""
        for name in _NAMES:
            if found := self.text(iri, name):
                return found
        # A place in a document, or a part of one, is named by what follows its document.
        _, mark, part = iri.partition("#")
        return readable(part) if mark and is_ours(iri) else short(iri)

    def link(self, iri: str, *, note: str = "") -> Link:
        """The name of a thing with its address."""
        return Link(self.name(iri), self.address(iri), note=note)

    def links(self, iri: str, name: str) -> list[Link]:
        """The values of a property as names with their addresses, in the order of the names."""
        found = [self.link(each) for each in dict.fromkeys(self.things(iri, name))]
        return sorted(found, key=lambda each: natural(each.text))

    def address(self, iri: str) -> str:
        """Where a thing is shown: on this page, on this server, or elsewhere on the web."""
        document, mark, part = iri.partition("#")
        if mark and document == self.description.iri:
            return "#" + href(iri).partition("#")[2] if part else ""
        return href(iri)

    def place(self, iri: str) -> Link:
        """A place in a document with its document: `A/HRC/25/63, para 94(a)`."""
        document, mark, _ = iri.partition("#")
        if not mark:
            return Link(self.document_name(iri), self.address(iri))
        where = self.text(iri, Rg.pinpoint) or readable(iri.partition("#")[2])
        of = self.document_name(document)
        return Link(f"{of}, {where}", self.address(iri))

    def places(self, iris: Iterable[str], *, with_document: bool = True) -> list[Link]:
        """Places in reading order; paragraphs that follow one another as one.

        Args:
            iris: The places.
            with_document: Whether each is named with its document.
        """
        runs: list[list[str]] = []
        for iri in self.in_order(iris):
            if runs and _follows(runs[-1][-1], iri):
                runs[-1].append(iri)
            else:
                runs.append([iri])
        found = []
        for run in runs:
            names = [self.place(each).text if with_document else self._where(each) for each in run]
            if len(run) > 2:
                head, _, first = names[0].rpartition("para ")
                names = [f"{head}paras {first}-{names[-1].rpartition('para ')[2]}"]
            found += [
                Link(name, self.address(each)) for name, each in zip(names, run, strict=False)
            ]
        return found

    def _where(self, iri: str) -> str:
        if "#" not in iri:
            return self.name(iri)
        return self.text(iri, Rg.pinpoint) or readable(iri.partition("#")[2])

    def document_name(self, iri: str) -> str:
        """A document by its symbol, else by its title."""
        return self.text(iri, Rg.symbol) or self.name(iri)

    def page(self, iri: str) -> str:
        """The public page of a document."""
        return next((each for each in self.things(iri, Foaf.page) if each.startswith("http")), "")

    def in_order(self, things: Iterable[str]) -> list[str]:
        """Things in reading order: by their place, then by their names."""

        def key(iri: str) -> tuple[float, list[tuple[int, str]]]:
            order = self.text(iri, Rg.order)
            number = int(order) if order.lstrip("-").isdecimal() else float("inf")
            return number, natural(self.text(iri, Fabio.hasSequenceIdentifier) or iri)

        return sorted(dict.fromkeys(things), key=key)


def _follows(before: str, iri: str) -> bool:
    """Whether a place is the paragraph after another one of the same document."""
    first, second = _PARAGRAPH.fullmatch(before), _PARAGRAPH.fullmatch(iri)
    if first is None or second is None or first[1] != second[1]:
        return False
    return int(second[2]) == int(first[2]) + 1


def readable(part: str) -> str:
    """The fragment of an IRI in plain words.

    Example:
        >>> readable("citation-p4.1")
        'citation p4.1'
    """
    return part.replace("-", " ") if part else part
