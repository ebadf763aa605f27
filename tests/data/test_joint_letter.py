"""The hand-made graph of the first letter: complete, and true to the letter's text."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox
import pytest

from rightsgraph.reading import normalise, text_digest
from rightsgraph.settings import resource_path
from tests.shared import SHARED, needs_shared

SLUG = "2015-10-29-joint-letter-dprk"
LETTER = f"https://w3id.org/rightsgraph/id/letter/{SLUG}"
UN = "https://w3id.org/rightsgraph/id/un/"
PREFIXES = {
    "rg": "https://w3id.org/rightsgraph/ontology#",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


@lru_cache
def store() -> ox.Store:
    loaded = ox.Store()
    for folder in ("letters", "background"):
        loaded.bulk_load(path=resource_path("data") / folder / f"{SLUG}.trig")
    return loaded


def select(query: str) -> list[tuple[str | None, ...]]:
    solutions = store().query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [
        tuple(None if row[name] is None else str(row[name].value) for name in names)
        for row in solutions
    ]


def short(iri: str | None) -> str | None:
    return iri and iri.replace(LETTER, "").replace(UN, "")


@lru_cache
def text() -> str:
    return normalise((SHARED / "letters" / f"{SLUG}.txt").read_text())


@needs_shared
def test_every_offset_names_the_passage_whose_digest_it_gives() -> None:
    rows = select(
        """SELECT ?evidence ?start ?end ?text ?passage WHERE {
             ?evidence a oa:SpecificResource ; rg:textDigest ?text ; rg:passageDigest ?passage ;
                       oa:hasSelector [ oa:start ?start ; oa:end ?end ] . }"""
    )
    assert len(rows) > 70
    for evidence, start, end, whole, passage in rows:
        assert whole == text_digest(text()), evidence
        assert passage == text_digest(text()[int(start or 0) : int(end or 0)]), evidence


@needs_shared
def test_quoted_words_stand_at_their_offsets_between_quotation_marks() -> None:
    rows = select(
        """SELECT ?words ?start ?end ?exact WHERE {
             ?q a rg:Quotation ; rg:words ?words ; rg:evidence ?e .
             ?e oa:hasSelector [ oa:start ?start ; oa:end ?end ], [ oa:exact ?exact ] }"""
    )
    assert len(rows) == 10
    for words, start, end, exact in rows:
        first, last = int(start or 0), int(end or 0)
        assert text()[first:last] == words == exact
        assert text()[first - 1] in '“"'
        assert text()[last] in '”"'


@needs_shared
def test_the_text_of_the_letter_is_not_in_the_repository() -> None:
    quoted = {words for (words,) in select("SELECT ?w WHERE { ?q rg:words ?w }")}
    for folder in ("letters", "background"):
        data = (resource_path("data") / folder / f"{SLUG}.trig").read_text()
        for words in quoted:
            data = data.replace(words or "", "")
        for line in text().split("\n"):
            if line.startswith(("[", "Report")):
                continue
            for start in range(0, max(len(line) - 100, 0), 20):
                assert line[start : start + 100] not in data


def test_letter() -> None:
    rows = select(
        f"""SELECT ?title ?subject ?date ?place (COUNT(DISTINCT ?o) AS ?signatories) WHERE {{
              <{LETTER}> a rg:AdvocacyLetter ; dcterms:title ?title ; rg:subjectLine ?subject ;
                dcterms:issued ?date ; rg:placeOfIssue ?place ; rg:signatory ?o }}
            GROUP BY ?title ?subject ?date ?place"""
    )
    assert rows == [
        (
            "Joint Letter to UN Security Council Members",
            "Human Rights in the DPRK",
            "2015-10-29",
            "New York",
            "9",
        )
    ]


def test_parts_in_reading_order() -> None:
    rows = select(
        """SELECT ?part ?order WHERE { ?part rg:order ?order . FILTER NOT EXISTS
             { ?part a cito:Citation } } ORDER BY ?order"""
    )
    assert [int(order or 0) for _, order in rows] == list(range(1, len(rows) + 1))
    names = [short(part) for part, _ in rows]
    paragraphs = [name for name in names if name and "paragraph" in name]
    assert paragraphs == [f"#paragraph-{n}" for n in range(1, 14)]
    assert [n for n in names if n and "note" in n] == [f"#note-{n}" for n in range(1, 9)]
    assert select("SELECT ?paragraph WHERE { ?g a rg:Gap ; dcterms:isPartOf ?paragraph }") == [
        (f"{LETTER}#paragraph-2",)
    ]


CITATIONS = [
    ("1.1", "1", "A/HRC/25/CRP.1", [f"para-{n}" for n in range(1211, 1218)], "explicit", None),
    ("1.2", "1", "A/HRC/25/63", ["para-76"], "explicit", None),
    ("2.1", "2", "A/HRC/25/CRP.1", ["para-1208"], "short-form", "1.1"),
    ("3.1", "3", "A/HRC/25/63", ["para-94(a)"], "short-form", "1.2"),
    ("4.1", "4", "A/70/362", ["summary"], "explicit", None),
    ("5.1", "5", "A/70/393", ["para-67"], "explicit", None),
    ("6.1", "6", "A/70/362", ["para-78"], "short-form", "4.1"),
    ("7.1", "7", "A/70/362", ["para-78"], "ibid", "6.1"),
    ("8.1", "8", "A/70/362", ["para-74", "para-75", "para-76"], "ibid", "7.1"),
]


@pytest.mark.parametrize(
    ("name", "note", "symbol", "places", "resolution", "antecedent"), CITATIONS
)
def test_citations_of_the_notes(
    name: str, note: str, symbol: str, places: list[str], resolution: str, antecedent: str | None
) -> None:
    rows = select(
        f"""SELECT ?label ?symbol ?place ?resolution ?antecedent WHERE {{
              <{LETTER}#citation-{name}> rg:inNote/fabio:hasSequenceIdentifier ?label ;
                rg:citedDocument/rg:symbol ?symbol ; cito:hasCitedEntity ?place ;
                rg:resolution ?resolution .
              OPTIONAL {{ <{LETTER}#citation-{name}> rg:resolvedThrough ?antecedent }} }}
            ORDER BY ?place"""
    )
    assert [row[2] for row in rows] == [f"{UN}{symbol}#{place}" for place in places]
    for label, cited, _, how, through in rows:
        assert (label, cited) == (note, symbol)
        assert str(how).rpartition("/")[2] == resolution
        assert through == (f"{LETTER}#citation-{antecedent}" if antecedent else None)


def test_works_named_without_a_symbol_are_unresolved_and_identified_by_the_background() -> None:
    rows = select(
        """SELECT ?citation ?how ?symbol WHERE {
             ?citation rg:citedDocument ?work ; rg:resolution ?how .
             GRAPH ?g { ?work rg:identifiedAs ?document . ?document rg:symbol ?symbol }
           } ORDER BY ?citation"""
    )
    assert [(short(c), str(how).rpartition("/")[2], symbol) for c, how, symbol in rows] == [
        ("#citation-p3.1", "unresolved", "A/RES/69/188"),
        ("#citation-p4.1", "unresolved", "S/PV.7353"),
    ]


def test_every_background_fact_has_a_source_and_every_triple_is_a_fact() -> None:
    graph = ox.NamedNode(f"https://w3id.org/rightsgraph/graph/background/{SLUG}")
    facts = select(
        """SELECT ?s ?p ?o ?source WHERE { ?f a rg:BackgroundFact ; rdf:subject ?s ;
             rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?source }"""
    )
    stated = {(s, p, o) for s, p, o, _ in facts}
    reified = {f"{graph.value}#fact-"}
    plain = {
        (str(q.subject.value), q.predicate.value, str(q.object.value))
        for q in store().quads_for_pattern(None, None, None, graph)
        if isinstance(q.subject, ox.NamedNode)
        and isinstance(q.object, ox.NamedNode | ox.Literal)
        and not any(q.subject.value.startswith(start) for start in reified)
    }
    assert plain == stated
    assert all(str(source).startswith("http") for *_, source in facts)


def test_the_eleven_crimes_of_paragraph_76() -> None:
    rows = select(
        f"""SELECT ?violation WHERE {{ ?finding a rg:Finding ; rg:violation ?violation ;
              rg:basedOn <{UN}A/HRC/25/63#para-76> }}"""
    )
    assert {str(v).rpartition("/")[2] for (v,) in rows} == {
        "extermination",
        "murder",
        "enslavement",
        "torture",
        "imprisonment",
        "rape",
        "other-sexual-violence",
        "persecution",
        "forcible-transfer",
        "enforced-disappearance",
        "prolonged-starvation",
    }


RECOMMENDATIONS = [
    ("commission-of-inquiry-dprk", "security-council", "refer-to-icc", "para-94(a)"),
    ("commission-of-inquiry-dprk", "security-council", "take-decisive-action", "para-1208"),
    ("special-rapporteur-dprk", "international-community", "protect-population", "summary"),
    ("special-rapporteur-dprk", "international-community", "ensure-accountability", "summary"),
    ("special-rapporteur-dprk", "international-community", "refer-to-icc", "para-78"),
    ("special-rapporteur-dprk", "international-community", "ensure-accountability", "para-78"),
    ("special-rapporteur-dprk", "international-community", "engage-authorities", "para-78"),
    ("special-rapporteur-dprk", "international-community", "establish-contact-group", "para-74"),
    ("secretary-general", "international-community", "end-violations", "para-67"),
    ("secretary-general", "international-community", "ensure-accountability", "para-67"),
    ("human-rights-watch", "security-council", "hold-formal-meeting", None),
    ("human-rights-watch", "security-council", "remain-seized", None),
]


@pytest.mark.parametrize(("by", "to", "action", "place"), RECOMMENDATIONS)
def test_recommendations(by: str, to: str, action: str, place: str | None) -> None:
    rows = select(
        """SELECT ?by ?to ?action ?place WHERE { ?r a rg:Recommendation ; rg:saidBy ?by ;
             rg:addressedTo ?to ; rg:asksFor ?action . OPTIONAL { ?r rg:basedOn ?place } }"""
    )
    ends = {
        tuple(value and value.replace("#", "/").rpartition("/")[2] for value in row) for row in rows
    }
    assert (by, to, action, place) in ends


def test_the_meeting_supports_both_tracks() -> None:
    rows = select(
        f"""SELECT ?track WHERE {{
              <{LETTER}#recommendation-hold-another-formal-session> rg:supports ?track }}"""
    )
    assert sorted(str(short(track)) for (track,) in rows) == [
        "#recommendation-track-one-accountability",
        "#recommendation-track-two-engagement",
    ]
