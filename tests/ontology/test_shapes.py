"""Each shape against a letter that conforms and against the same letter with one thing wrong."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from rightsgraph.graph.validation import validate
from rightsgraph.settings import resource_path
from tests.shared import skip_unless

SHAPES = resource_path("ontology") / "shapes.ttl"
EXAMPLIA = Path(__file__).parent / "examplia.ttl"
SHAPE = "https://w3id.org/rightsgraph/shapes#"

needs_rudof = skip_unless(find_spec("pyrudof") is not None, "pyrudof is not installed")

# (the shape that must fail, what is wrong, the change that makes it so). `-x y` takes away the
# values of property y of node :x; `+x y z` adds z; `=x y z` puts z in their place.
BROKEN = [
    ("letter-title", "no title", "-letter dcterms:title"),
    ("letter-kind", "no kind", "-letter rg:documentKind"),
    ("letter-kind", "a kind of another scheme", "=letter rg:documentKind action:accede"),
    ("letter-digest", "no digest", "-letter rg:textDigest"),
    ("letter-digest", "a digest of another kind", '=letter rg:textDigest "md5:00"'),
    ("letter-signatory", "no signatory", "-letter rg:signatory"),
    ("letter-signatory", "a name for a signatory", '=letter rg:signatory "Watch"'),
    ("letter-date", "a date as text", '=letter dcterms:issued "1 March 2030"'),
    ("letter-date-given", "no date", "-letter dcterms:issued"),
    ("letter-recipient", "no recipient", "-letter bibo:recipient"),
    ("generated-by", "no activity", "-letter prov:wasGeneratedBy"),
    ("part-of-document", "a part of nothing", "-gap-1 dcterms:isPartOf"),
    ("part-order", "no position", "-gap-1 rg:order"),
    ("part-order", "position 0", "=gap-1 rg:order 0"),
    ("evidence", "a gap without evidence", "-gap-1 rg:evidence"),
    ("place-located", "a paragraph read, without evidence", "-paragraph-1 rg:evidence"),
    ("place-located", "a paragraph cited, without pinpoint", "-place rg:pinpoint"),
    ("place-order", "two positions", "+paragraph-1 rg:order 7"),
    ("place-pinpoint", "two pinpoints", '+place rg:pinpoint "para 95"'),
    ("note-number", "no number", "-note-1 fabio:hasSequenceIdentifier"),
    ("note-marked-in", "marked in words", '=note-1 rg:markedIn "paragraph 1"'),
    ("note-marker-offset", "before the text", '=note-1 rg:markerOffset "-1"^^xsd:integer'),
    ("citing-entity", "no citing document", "-explicit cito:hasCitingEntity"),
    ("cited-document", "two works", "+explicit rg:citedDocument :resolution"),
    ("cited-entity", "a place in words", '+explicit cito:hasCitedEntity "para 3"'),
    ("citation-text", "no words", "-explicit rg:citationText"),
    ("citation-order", "no position", "-explicit rg:order"),
    ("resolution", "no resolution", "-explicit rg:resolution"),
    ("resolution", "an unknown resolution", "=explicit rg:resolution resolution:guessed"),
    ("resolution", "two resolutions", "+explicit rg:resolution resolution:unresolved"),
    ("resolved-through", "two antecedents", "+ibid rg:resolvedThrough :short"),
    ("candidate", "no IRI", '+ambiguous rg:candidate [ rg:symbol "A/1" ]'),
    ("in-note", "two notes", "+explicit rg:inNote :note-2"),
    ("in-passage", "a passage in words", '+explicit rg:inPassage "paragraph 1"'),
    ("citation-cites-something", "no cited document", "-explicit rg:citedDocument"),
    ("citation-cites-something", "no cited place", "-unresolved cito:hasCitedEntity"),
    ("citation-ambiguous-has-candidates", "no candidates", "-ambiguous rg:candidate"),
    ("citation-ambiguous-has-candidates", "one candidate", "=ambiguous rg:candidate :report"),
    ("citation-ambiguous-is-open", "one chosen", "+ambiguous rg:citedDocument :report"),
    ("citation-ibid-has-antecedent", "no antecedent", "-ibid rg:resolvedThrough"),
    ("citation-note-above-has-antecedent", "no antecedent", "-above rg:resolvedThrough"),
    ("citation-short-form-has-antecedent", "no antecedent", "-short rg:resolvedThrough"),
    ("cited-document-described", "a report without symbol", "-report rg:symbol"),
    ("cited-document-described", "a work without words", "-work-1 rg:citationText"),
    ("document-symbol", "two symbols", '+report rg:symbol "A/HRC/99/13"'),
    ("document-issued-by", "a name for a body", '=report rg:issuedBy "Inquiry"'),
    ("document-submitted-to", "a name for an organ", '=report rg:submittedTo "Council"'),
    ("document-kind", "a kind in words", '=report rg:documentKind "report"'),
    ("reported-in", "said nowhere", "-finding rg:reportedIn"),
    ("evidence", "a finding without evidence", "-finding rg:evidence"),
    ("evidence", "a citation without evidence", "-explicit rg:evidence"),
    ("rule", "no rule", "-finding rg:rule"),
    ("confidence", "no confidence", "-finding rg:confidence"),
    ("confidence", "over 1", "=explicit rg:confidence 1.1"),
    ("confidence", "under 0", '=quotation rg:confidence "-0.1"^^xsd:decimal'),
    ("confidence", "a double", "=finding rg:confidence 1e0"),
    ("review-state", "no state of review", "-finding rg:reviewState"),
    ("review-state", "an unknown state", "=finding rg:reviewState review:perhaps"),
    ("said-by", "said by nobody", "-finding rg:saidBy"),
    ("summary", "no summary", "-recommendation rg:summary"),
    ("summary", "two summaries in a language", '+finding rg:summary "Another."@en'),
    ("based-on", "a place in words", '=finding rg:basedOn "para 94(a)"'),
    ("through-citation", "a citation in words", '=finding rg:throughCitation "[1]"'),
    ("concerns", "a situation in words", '=finding rg:concerns "Examplia"'),
    ("violation", "a violation in words", '=finding rg:violation "torture"'),
    ("violation", "a concept of another scheme", "=finding rg:violation action:accede"),
    ("addressed-to", "no addressee", "-recommendation rg:addressedTo"),
    ("asks-for", "no action", "-recommendation rg:asksFor"),
    ("asks-for", "a concept of another scheme", "=recommendation rg:asksFor violation:rape"),
    ("deadline", "two deadlines", '+recommendation rg:deadline "next year"@en'),
    ("supports", "supports words", '+recommendation rg:supports "the other"'),
    ("response", "a response in words", '=recommendation rg:response "accepted"'),
    ("response", "two responses", "+recommendation rg:response response:noted"),
    ("action-category", "a number", "=recommendation rg:actionCategory 5"),
    ("issue", "an issue in words", '=recommendation rg:issue "torture"'),
    ("review-session", "a session in words", '=recommendation rg:reviewSession "fifth"'),
    ("words", "no words", "-quotation rg:words"),
    ("attributed-to", "a speaker in words", '=quotation rg:attributedTo "the inquiry"'),
    ("speaker-given", "no speaker", "-quotation rg:attributedTo"),
    ("quoted-through", "a citation in words", '=quotation rg:quotedThrough "[1]"'),
    ("quoted-from", "two sources", "+quotation prov:wasQuotedFrom :report"),
    ("quotation-check", "no check", "-quotation rg:quotationCheck"),
    ("quotation-check", "an unknown check", "=quotation rg:quotationCheck check:fine"),
    ("evidence-source", "no document", "-passage oa:hasSource"),
    ("evidence-text-digest", "no digest", "-passage rg:textDigest"),
    ("evidence-passage-digest", "no digest", "-passage rg:passageDigest"),
    ("evidence-passage-digest", "in capitals", '=passage rg:passageDigest "SHA256:00"'),
    ("evidence-position", "no selector", "-passage oa:hasSelector"),
    ("evidence-position", "no position", "=passage oa:hasSelector :quote"),
    ("evidence-position", "two positions", "+passage oa:hasSelector :position-2"),
    ("position-start", "no start", "-position oa:start"),
    ("position-start", "start is end", "=position oa:start 12"),
    ("position-start", "start after end", "=position oa:start 40"),
    ("position-end", "an end as text", '=position oa:end "12"'),
    ("quote-exact", "no words", "-quote oa:exact"),
    ("fact-subject", "about nothing", "-fact rdf:subject"),
    ("fact-predicate", "no property", "-fact rdf:predicate"),
    ("fact-object", "no value", "-fact rdf:object"),
    ("fact-source", "no source", "-fact dcterms:source"),
    ("preferred-label", "an organisation without name", "-watch skos:prefLabel"),
    ("preferred-label", "a State without name", "-state skos:prefLabel"),
    ("preferred-label", "two names in a language", '+court skos:prefLabel "Tribunal"@en'),
    ("notation", "an abbreviation with language", '=watch skos:notation "ERW"@en'),
    ("suborganisation-of", "a parent in words", '=mandate org:subOrganizationOf "Council"'),
    ("mandated-by", "created by nobody", "-mandate rg:mandatedBy"),
    ("mandating-document", "in words", '=mandate rg:mandatingDocument "resolution 13"'),
    ("alpha3", "no code", "-state rg:alpha3"),
    ("alpha3", "in small letters", '=state rg:alpha3 "xex"'),
    ("alpha2", "too long", '=state rg:alpha2 "XEX"'),
    ("m49", "a number", "=state rg:m49 99"),
    ("in-state", "a State in words", '=situation rg:inState "Examplia"'),
    ("in-scheme", "a concept of no scheme", "-concept skos:inScheme"),
    ("review-of", "a review of nothing", "-review rg:reviewOf"),
    ("verdict", "no verdict", "-review rg:verdict"),
    ("verdict", "an unknown verdict", "=review rg:verdict review:perhaps"),
    ("reviewer", "by nobody", "-review rg:reviewer"),
    ("reason", "two reasons", '+review rg:reason "Another."'),
    ("review-time", "no time", "-review prov:generatedAtTime"),
    ("review-time", "a time as text", '=review prov:generatedAtTime "yesterday"'),
    ("correction", "a correction in words", '=review rg:correction "saidBy"'),
    ("corrected-property", "no property", "-correction rg:correctedProperty"),
    ("corrected-value", "a value in words", '=correction rg:correctedValue "Council"'),
    ("corrected-literal", "a thing for a text", "=removal rg:correctedLiteral :council"),
    ("comparison-of", "of nothing", "-comparison rg:comparisonOf"),
    ("comparison-result", "no result", "-comparison rg:comparisonResult"),
    ("comparison-result", "an unknown result", "=comparison rg:comparisonResult check:fine"),
    ("comparison-difference", "two differences", '+comparison rg:difference "other"'),
    ("found-in", "found in words", '=comparison rg:foundIn "para 80"'),
    ("tally-citing", "nobody cites", "-tally-of-citations rg:tallyCiting"),
    ("tally-cited", "two are cited", "+tally-of-citations rg:tallyCited :work-1"),
    ("tally-number", "none", "=tally-of-citations rg:tallyNumber 0"),
    ("tally-year", "a year as text", '=tally-of-recommendations rg:tallyYear "2030"'),
    ("tally-subject", "two subjects", "+tally-of-recommendations rg:tallyAction action:accede"),
]
# What breaks the one shape and cannot but break another.
ALSO = {"an end as text": {"position-start"}}


def shapes() -> Graph:
    return Graph().parse(SHAPES)


def broken(change: str) -> Graph:
    graph = Graph().parse(EXAMPLIA)
    subject, _, rest = change[1:].partition(" ")
    predicate, _, value = rest.partition(" ")
    before = len(graph)
    if change[0] in "-=":
        graph.update(f"DELETE WHERE {{ :{subject} {predicate} ?value }}")
        assert len(graph) < before, f"{change} takes nothing away"
    if value:
        graph.update(f"INSERT DATA {{ :{subject} {predicate} {value} }}")
    if value == ":position-2":
        graph.update(
            "INSERT DATA { :position-2 a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 }"
        )
    return graph


def failing(graph: Graph, shape_graph: Graph) -> set[str]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shape_graph)
    return {str(shape).removeprefix(SHAPE) for shape in report.objects(None, SH.sourceShape)}


@pytest.fixture(scope="module")
def shape_graph() -> Graph:
    return shapes()


def test_the_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def test_a_complete_letter_conforms(shape_graph: Graph) -> None:
    assert failing(Graph().parse(EXAMPLIA), shape_graph) == set()


@pytest.mark.parametrize(
    ("shape", "wrong", "change"), BROKEN, ids=[f"{row[0]}: {row[1]}" for row in BROKEN]
)
def test_a_broken_letter_fails_at_that_shape(
    shape: str, wrong: str, change: str, shape_graph: Graph
) -> None:
    assert failing(broken(change), shape_graph) == {shape} | ALSO.get(wrong, set())


@needs_rudof
def test_the_other_engine_names_the_same_shapes() -> None:
    differences = []
    for shape, wrong, change in BROKEN:
        store = ox.Store()
        store.load(broken(change).serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
        report = validate(store, SHAPES, engine="rudof")
        found = {violation.shape.removeprefix(SHAPE) for violation in report.violations}
        if found != {shape} | ALSO.get(wrong, set()):
            differences.append((shape, wrong, found))
    assert differences == []


def test_every_shape_that_speaks_is_proven() -> None:
    graph = shapes()
    alternatives = {
        str(inner).removeprefix(SHAPE)
        for inner in graph.subjects(RDF.type, SH.PropertyShape)
        if str(inner).endswith(("-given", "-absent"))
        or str(inner).startswith(f"{SHAPE}resolution-")
    }
    proven = {row[0] for row in BROKEN}
    speaking = {str(s).removeprefix(SHAPE) for s in graph.subjects(SH.message, None)}
    assert speaking - alternatives - proven == set()


def test_every_shape_has_a_name_and_says_what_to_do() -> None:
    graph = shapes()
    found = [s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)]
    assert len(found) > 100
    assert [s for s in found if not isinstance(s, URIRef)] == []
    constrained = set(graph.subjects(RDF.type, SH.PropertyShape)) | set(graph.subjects(SH["or"]))
    assert [s for s in constrained if graph.value(s, SH.message) is None] == []
    assert [s for s in constrained if graph.value(s, SH.severity) is None] == []
    assert {s.removeprefix(SHAPE) for s in map(str, graph.objects(None, SH.property))} <= {
        str(s).removeprefix(SHAPE) for s in graph.subjects(RDF.type, SH.PropertyShape)
    }
