"""The tables of the projection."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from rightsgraph.store.projection.definition import Column, Kind, Table

# Changes when the tables do: a projection of another version is made anew.
VERSION: Final = 6


def _thing(
    name: str, path: str, about: str, *, many: bool = False, narrower: bool = False
) -> Column:
    return Column(name, path, Kind.THING, about, many=many, filter=True, narrower=narrower)


def _text(name: str, path: str, about: str, *, sort: bool = False, by: bool = False) -> Column:
    return Column(name, path, Kind.TEXT, about, sort=sort, filter=by or sort)


def _words(name: str, path: str, about: str, *, sort: bool = False) -> Column:
    return Column(name, path, Kind.WORDS, about, sort=sort)


def _integer(name: str, path: str, about: str) -> Column:
    return Column(name, path, Kind.INTEGER, about, sort=True, filter=True)


def _names(name: str, path: str, about: str) -> Column:
    return Column(name, path, Kind.TEXT, about, many=True, filter=True)


_DOCUMENT: Final = _thing("document", "dcterms:isPartOf", "the document it stands in")
_ORDER: Final = _integer("order", "rg:order", "its place in the reading order")
_NUMBER: Final = _text("number", "fabio:hasSequenceIdentifier", "its number as printed")
_OF_THE_DOCUMENT: Final = (
    Column(
        "year",
        "dcterms:isPartOf/dcterms:issued",
        Kind.YEAR,
        "the year of the document",
        sort=True,
        filter=True,
    ),
    _thing("documentKind", "dcterms:isPartOf/rg:documentKind", "the kind of the document"),
)
_MADE: Final = (
    _thing("reviewState", "rg:reviewState", "the state of its review"),
    _text("rule", "rg:rule", "the rule that found it; curated: by hand", by=True),
    Column(
        "confidence", "rg:confidence", Kind.NUMBER, "how sure the rule is, 0 to 1", sort=True,
        filter=True,
    ),
)  # fmt: skip
_SAID: Final = (
    _DOCUMENT,
    _words("summary", "rg:summary", "what it says, in our words"),
    _thing("saidBy", "rg:saidBy", "who says it", many=True),
    _thing("reportedIn", "rg:reportedIn", "the paragraph or note that reports it", many=True),
    _thing("basedOn", "rg:basedOn", "the cited places it rests on", many=True),
    _thing("throughCitation", "rg:throughCitation", "the citation that proves it", many=True),
    _thing("concerns", "rg:concerns", "the situation it is about", many=True),
)
_AGENT: Final = (
    _words("name", "skos:prefLabel", "its name", sort=True),
    _text("abbreviation", "skos:notation", "its abbreviation", by=True),
    _names("otherNames", "skos:altLabel", "its other names"),
    _thing("partOf", "org:subOrganizationOf", "what it is part of", many=True),
    _thing("inState", "rg:inState", "the State it is in or about", many=True),
    _text("homepage", "foaf:homepage", "its page"),
)
_STATEMENTS_ABOUT: Final = "?this rg:concerns/rg:inState ?value"

DOCUMENTS: Final = Table(
    "documents",
    "a document: it has a symbol, is a letter, was read, or is cited",
    "{ ?this rg:symbol ?any } UNION { ?this a fabio:Letter } "
    "UNION { ?this rg:documentKind ?any } UNION { ?any rg:citedDocument ?this }",
    (
        _text("symbol", "rg:symbol", "its UN symbol", sort=True),
        _words("title", "dcterms:title", "its title", sort=True),
        _words("subjectLine", "rg:subjectLine", "its subject line"),
        _text("issued", "dcterms:issued", "its date: a day, a month or a year", sort=True),
        Column("year", "dcterms:issued", Kind.YEAR, "its year", sort=True, filter=True),
        _text("language", "dcterms:language", "its language", by=True),
        _thing("documentKind", "rg:documentKind", "its kind"),
        _text("shortForm", "rg:shortForm", "a short name of it"),
        _text("placeOfIssue", "rg:placeOfIssue", "where it was issued", by=True),
        _text("page", "foaf:page", "its public page"),
        _text("textDigest", "rg:textDigest", "the digest of its text; only when it was read"),
        _integer("timesCited", "rg:timesCited", "how many citations name it"),
        _integer("citationCount", "rg:citationCount", "how many citations it has"),
        _integer("findingCount", "rg:findingCount", "how many findings it has"),
        _integer("recommendationCount", "rg:recommendationCount", "how many recommendations"),
        _names("identifiers", "dcterms:identifier", "its symbol in every printed form"),
        _thing("issuedBy", "rg:issuedBy", "the body that wrote or adopted it", many=True),
        _thing("submittedTo", "rg:submittedTo", "the organ it was written for", many=True),
        _thing("signatory", "rg:signatory", "who signed it", many=True),
        _thing("recipient", "bibo:recipient", "to whom it was sent", many=True),
        _thing("mentions", "rg:mentions", "the bodies and organisations it names", many=True),
        _thing("subject", "dcterms:subject", "the situation it is about", many=True),
        _thing("state", "dcterms:subject/rg:inState", "the State it is about", many=True),
        _thing("identifiedAs", "rg:identifiedAs", "the document it turned out to be", many=True),
    ),
    order="issued",
)
PARAGRAPHS: Final = Table(
    "paragraphs",
    "a paragraph of a document, or another place of it that is cited",
    "{ ?this a doco:Paragraph } UNION { ?this rg:pinpoint ?any }",
    (
        _DOCUMENT,
        _thing("partOf", "dcterms:isPartOf", "what it is part of", many=True),
        _NUMBER,
        _text("pinpoint", "rg:pinpoint", "the place, such as para 94(a)", sort=True),
        Column(
            "firstNumber",
            '?this rg:pinpoint ?pinpoint BIND(REPLACE(?pinpoint, "^[^0-9]*([0-9]{1,9}).*$", "$1")'
            " AS ?value)",
            Kind.INTEGER,
            "the first number in the pinpoint, for the order",
            sort=True,
            filter=True,
        ),
        _ORDER,
        _words("summary", "rg:summary", "what it says, in our words"),
        _integer("timesCited", "rg:timesCited", "how many citations name it"),
    ),
)
NOTES: Final = Table(
    "notes",
    "a footnote or endnote",
    "?this a doco:Footnote",
    (
        _DOCUMENT,
        _NUMBER,
        _ORDER,
        _thing("markedIn", "rg:markedIn", "the paragraph with its marker"),
        _integer("markerOffset", "rg:markerOffset", "where the marker stands, in characters"),
    ),
)
CITATIONS: Final = Table(
    "citations",
    "a citation and one of the places that it cites; the document when it names no place",
    "?this a cito:Citation",
    (
        _DOCUMENT,
        # Networks read all of it at once: an index would only cost.
        Column("citing", "cito:hasCitingEntity", Kind.THING, "the document that cites"),
        _ORDER,
        _thing("note", "rg:inNote", "the note it stands in"),
        _text("noteNumber", "rg:inNote/fabio:hasSequenceIdentifier", "the number of the note"),
        _thing("passage", "rg:inPassage", "the paragraph with the marker or the words"),
        _thing("citedDocument", "rg:citedDocument", "the document it cites"),
        _text("symbol", "rg:citedDocument/rg:symbol", "the symbol of that document", sort=True),
        _thing("citedKind", "rg:citedDocument/rg:documentKind", "the kind of that document"),
        _thing("citedBody", "rg:citedDocument/rg:issuedBy", "who issued it", many=True),
        _text("pinpoint", "?each rg:pinpoint ?value", "the cited place, such as para 94(a)"),
        _thing("resolution", "rg:resolution", "how it was resolved"),
        _thing("resolvedThrough", "rg:resolvedThrough", "the citation it was resolved through"),
        _thing("candidates", "rg:candidate", "what an ambiguous one may mean", many=True),
        _thing("manner", "cito:hasCitationCharacterization", "in which manner it cites"),
        _text("text", "rg:citationText", "its words"),
        _text("pinpointText", "rg:pinpointText", "the words of the place"),
        _text("setAside", "rg:setAside", "why it does not count, if it does not", by=True),
        *_OF_THE_DOCUMENT,
        *_MADE,
    ),
    each=_thing("cited", "cito:hasCitedEntity", "the cited place or document"),
)
QUOTATIONS: Final = Table(
    "quotations",
    "words that a document quotes",
    "?this a rg:Quotation",
    (
        _DOCUMENT,
        _words("words", "rg:words", "the words"),
        _thing("attributedTo", "rg:attributedTo", "whose words they are", many=True),
        _thing("quotedFrom", "prov:wasQuotedFrom", "the cited place or document"),
        _text("pinpoint", "prov:wasQuotedFrom/rg:pinpoint", "that place in words"),
        _thing("quotedThrough", "rg:quotedThrough", "the citation that proves it", many=True),
        _thing("check", "rg:quotationCheck", "whether the words stand there"),
        _thing("reportedIn", "rg:reportedIn", "the paragraph or note they stand in", many=True),
        *_OF_THE_DOCUMENT,
        *_MADE,
    ),
)
FINDINGS: Final = Table(
    "findings",
    "what somebody found, as a document reports it",
    "?this a rg:Finding",
    (
        *_SAID,
        _thing("violation", "rg:violation", "the violations it names", many=True, narrower=True),
        _thing("state", _STATEMENTS_ABOUT, "the State it is about", many=True),
        *_OF_THE_DOCUMENT,
        *_MADE,
    ),
)
RECOMMENDATIONS: Final = Table(
    "recommendations",
    "what somebody asks somebody to do, as a document reports it",
    "?this a rg:Recommendation",
    (
        *_SAID,
        _thing("addressedTo", "rg:addressedTo", "who is asked", many=True),
        _thing("asksFor", "rg:asksFor", "the actions asked for", many=True, narrower=True),
        _text("deadline", "rg:deadline", "until when", sort=True),
        _thing("supports", "rg:supports", "the recommendation it supports", many=True),
        _thing(
            "state",
            f"{{ {_STATEMENTS_ABOUT} }} UNION "
            "{ ?this rg:addressedTo ?value . ?value a rg:State }",
            "the State it is about or addressed to",
            many=True,
        ),
        _thing("response", "rg:response", "how the State under review answered"),
        _thing("actionCategory", "rg:actionCategory", "how much it asks for, by its first verb"),
        _thing("issue", "rg:issue", "the issues it is about", many=True),
        _integer("reviewSession", "rg:reviewSession", "the session of the review"),
        *_OF_THE_DOCUMENT,
        *_MADE,
    ),
)
ORGANISATIONS: Final = Table(
    "organisations",
    "an organisation that is no UN body",
    "?this a org:Organization FILTER NOT EXISTS { ?this a rg:UNBody }",
    _AGENT,
    order="name",
)
BODIES: Final = Table(
    "bodies",
    "a body, mandate or office of the United Nations",
    "{ ?this a rg:UNBody } UNION { ?this a rg:Mandate }",
    (
        *_AGENT,
        _thing("mandatedBy", "rg:mandatedBy", "who gave it its mandate", many=True),
        _thing("mandatingDocument", "rg:mandatingDocument", "by which document", many=True),
    ),
    order="name",
)
STATES: Final = Table(
    "states",
    "a State or area",
    "?this a rg:State",
    (
        _words("name", "skos:prefLabel", "its name", sort=True),
        _text("alpha2", "rg:alpha2", "its code of two letters", by=True),
        _text("alpha3", "rg:alpha3", "its code of three letters", by=True),
        _text("m49", "rg:m49", "its number in the standard M49", by=True),
        _words("officialName", "rg:officialName", "its official name"),
        _names("otherNames", "skos:altLabel", "its other names"),
    ),
    order="name",
)
GROUPS: Final = Table(
    "groups",
    "a group that is addressed and is no organisation",
    "?this a rg:Group",
    (
        _words("name", "skos:prefLabel", "its name", sort=True),
        _names("otherNames", "skos:altLabel", "its other names"),
    ),
    order="name",
)
SITUATIONS: Final = Table(
    "situations",
    "a human-rights situation",
    "?this a rg:Situation",
    (
        _words("name", "skos:prefLabel", "its name", sort=True),
        _names("otherNames", "skos:altLabel", "its other names"),
        _thing("inState", "rg:inState", "the State it is in", many=True),
    ),
    order="name",
)
CONCEPTS: Final = Table(
    "concepts",
    "a concept of a vocabulary",
    "?this a skos:Concept",
    (
        _words("name", "skos:prefLabel", "its name", sort=True),
        _words("definition", "skos:definition", "what it means"),
        _thing("scheme", "skos:inScheme", "the vocabulary it is in"),
        _thing("broader", "skos:broader", "the next broader concepts", many=True),
        _thing(
            "within",
            "?this a skos:Concept . ?this skos:broader* ?value",
            "itself and all that is broader",
            many=True,
        ),
        _names("otherNames", "skos:altLabel", "its other names"),
    ),
    order="name",
)

TABLES: Final = MappingProxyType(
    {
        table.name: table
        for table in (
            DOCUMENTS,
            PARAGRAPHS,
            NOTES,
            CITATIONS,
            QUOTATIONS,
            FINDINGS,
            RECOMMENDATIONS,
            ORGANISATIONS,
            BODIES,
            STATES,
            GROUPS,
            SITUATIONS,
            CONCEPTS,
        )
    }
)
