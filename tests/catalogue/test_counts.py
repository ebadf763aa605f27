"""Queries give the same rows whether the counts stand in the graph or are made on the spot."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue
from rightsgraph.settings import get_settings
from rightsgraph.store import Home, bundled_sources
from rightsgraph.vocabulary import PREFIXES
from tests.catalogue.conftest import EXAMPLIA, rows

CATALOGUE = Catalogue.load()
ASKED = [
    (name, parameter)
    for name, query in CATALOGUE.queries.items()
    for parameter in ("", *query.parameters)
    if parameter != "top"  # what is first needs the ranks
]
RANKED = [name for name, query in CATALOGUE.queries.items() if "top" in query.parameters]
# What does not count, and what has little to count: a document that cites itself, a citation that
# was set aside, dates of a year or a month only, statements without a document or an addressee.
MORE = """
@prefix : <https://examplia.example/> .
GRAPH :more {
  :letter a fabio:Letter ; dcterms:title "More"@en ; dcterms:issued "2031"^^xsd:gYear ;
    dcterms:subject :situation ; rg:symbol "A/99/1" .
  :other a fabio:Letter ; dcterms:title "Other"@en ; dcterms:issued "2031-02"^^xsd:gYearMonth ;
    dcterms:subject :situation ; rg:symbol "A/99/2" .
  :undated a fabio:Letter ; dcterms:title "Undated"@en ; dcterms:subject :situation .
  :work rg:symbol "A/HRC/98/1" ; dcterms:title "Cited"@en ; dcterms:issued "2030-01-02"^^xsd:date .
  :place rg:pinpoint "para 1" ; dcterms:isPartOf :work .
  :itself rg:pinpoint "para 2" ; dcterms:isPartOf :letter .
  :one a cito:Citation ; cito:hasCitingEntity :letter ; rg:citedDocument :work ;
    cito:hasCitedEntity :place .
  :two a cito:Citation ; cito:hasCitingEntity :letter ; rg:citedDocument :letter ;
    cito:hasCitedEntity :itself .
  :three a cito:Citation ; cito:hasCitingEntity :other ; rg:citedDocument :work ;
    cito:hasCitedEntity :place ; rg:setAside "repeated" .
  :four a cito:Citation ; cito:hasCitingEntity :other ; rg:citedDocument :letter .
  :situation a rg:Situation ; skos:prefLabel "The situation in More"@en .
  :quiet a rg:Situation ; skos:prefLabel "Nothing about this"@en .
  :action skos:prefLabel "do more"@en .
  :r1 a rg:Recommendation ; dcterms:isPartOf :letter ; rg:concerns :situation ; rg:asksFor :action .
  :r2 a rg:Recommendation ; dcterms:isPartOf :other ; rg:concerns :situation ; rg:asksFor :action ;
    rg:saidBy :one, :two ; rg:addressedTo :situation .
  :r3 a rg:Recommendation ; dcterms:isPartOf :undated ; rg:asksFor :action .
  :r4 a rg:Recommendation ; rg:concerns :situation ; rg:asksFor :action .
  :f1 a rg:Finding ; dcterms:isPartOf :undated ; rg:concerns :situation .
}
GRAPH :again { :one rg:citedDocument :work . :r1 a rg:Recommendation ; rg:asksFor :action }
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    more = tmp_path_factory.mktemp("more") / "more.trig"
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    more.write_text(prefixes + MORE, encoding="utf-8")
    return [*bundled_sources(), EXAMPLIA, more]


def built(home: Path, sources: list[object], *, counts: bool) -> ox.Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTSGRAPH_COUNT_ON_PUBLISH", str(counts))
        get_settings.cache_clear()
        snapshot = Home(home).build(sources, validate=False)  # type: ignore[arg-type]
    get_settings.cache_clear()
    return snapshot.open()


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, sources: list[object]) -> ox.Store:
    return built(tmp_path_factory.mktemp("counted"), sources, counts=True)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, sources: list[object]) -> ox.Store:
    return built(tmp_path_factory.mktemp("plain"), sources, counts=False)


def test_one_has_counts_and_the_other_has_none(counted: ox.Store, plain: ox.Store) -> None:
    for name in ("timesCited", "tallyCiting", "tallySituation", "recommendationCount"):
        text = f"ASK {{ ?s <{PREFIXES['rg']}{name}> ?o }}"
        assert bool(counted.query(text))
        assert not bool(plain.query(text))


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_the_rows_are_the_same_without_counts(
    counted: ox.Store, plain: ox.Store, name: str, parameter: str
) -> None:
    query = CATALOGUE.get(name)
    values = {} if parameter in query.header.one_of else dict(query.example)
    if parameter:
        example = query.parameters[parameter].example
        assert example is not None
        values[parameter] = example
    expected = rows(counted, query.bind(values))
    assert expected
    assert rows(plain, query.bind(values)) == expected


def test_what_is_restricted_to_several_is_the_same_too(counted: ox.Store, plain: ox.Store) -> None:
    for name, values in (
        ("recommendations-by-action", {"situation": ["PRK", "exm"]}),
        ("recommendations-by-action", {"addressee": ["security-council", "EXM"]}),
        ("recommendations-by-state", {"situation": ["PRK", "https://examplia.example/situation"]}),
        ("situation-overview", {"situation": ["PRK", "https://examplia.example/situation"]}),
        ("citations-between-documents", {"cited": ["A/HRC/25/63", "A/70/362"]}),
    ):
        text = CATALOGUE.get(name).bind(values)
        expected = rows(counted, text)
        assert len(expected) > 1
        assert len({tuple(row.items()) for row in expected}) == len(expected)
        assert rows(plain, text) == expected


@pytest.mark.parametrize("name", RANKED)
def test_what_is_first_is_in_the_ranks_alone(counted: ox.Store, plain: ox.Store, name: str) -> None:
    text = CATALOGUE.get(name).bind({"top": 3})
    assert len(rows(counted, text)) == 3
    assert rows(plain, text) == []


def test_what_does_not_count(counted: ox.Store) -> None:
    more = "https://examplia.example/"
    pairs = rows(
        counted, CATALOGUE.get("citations-between-documents").bind({"citing": more + "other"})
    )
    assert [(row["cited"], row["citations"]) for row in pairs] == [(more + "letter", "1")]
    [place] = rows(counted, CATALOGUE.get("cited-paragraphs").bind({"document": more + "work"}))
    assert place["citations"] == "1"
    years = rows(
        counted, CATALOGUE.get("recommendations-by-state").bind({"situation": more + "situation"})
    )
    assert [(row["year"], row["recommendations"]) for row in years] == [("2031", "2")]
    [action] = rows(
        counted, CATALOGUE.get("recommendations-by-action").bind({"action": more + "action"})
    )
    assert [action[key] for key in ("recommendations", "speakers", "addressees", "documents")] == [
        "4",
        "2",
        "1",
        "3",
    ]
    assert (action["first"], action["last"]) == ("2031", "2031-02")
