"""The index of words: what is found, in which order, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rightsgraph.errors import ParameterError, QueryTimeoutError
from rightsgraph.store import Home
from rightsgraph.store.projection import Projection
from rightsgraph.store.projection.tables import TABLES
from rightsgraph.store.projection.text_index import INDEXED, Match, match_of
from rightsgraph.store.projection.text_search import count, find

GRAPH = """
@prefix : <https://examplia.example/> .
@prefix rg: <https://w3id.org/rightsgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:report rg:symbol "A/EX/25/63" ; dcterms:title "Report on prisons in Examplia"@en ;
    dcterms:identifier "A/EX/25/63", "S/EX/2014/7" .
:other rg:symbol "A/EX/63/25" ; dcterms:title "Another report"@en .
:letter a rg:AdvocacyLetter, fabio:Letter ; dcterms:title "Open letter"@en .
:finding a rg:Finding ; dcterms:isPartOf :letter ; rg:summary "Prisoners were tortured."@en .
:asked a rg:Recommendation ; dcterms:isPartOf :letter ; rg:summary "End torture in prisons."@en .
:quoted a rg:Quotation ; rg:words "crimes against humanity" .
:watch a org:Organization ; skos:prefLabel "Examplia Watch"@en ;
    skos:altLabel "Observatoire de l'Exemplié"@fr, "EW <b>&</b>" .
:council a rg:UNBody ; skos:prefLabel "Council of Examplia"@en ; skos:notation "CE" .
"""


@pytest.fixture(scope="module")
def projection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Projection]:
    folder = tmp_path_factory.mktemp("words")
    (folder / "graph.ttl").write_text(GRAPH, encoding="utf-8")
    snapshot = Home(folder / "home").build([folder / "graph.ttl"], validate=False)
    with Projection(snapshot) as projection:
        yield projection


def found(projection: Projection, question: str, **more: object) -> list[str]:
    hits = projection.search(question, **more).hits  # type: ignore[arg-type]  # of the test
    return [hit.thing.iri.rpartition("/")[2] for hit in hits]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("prison", {"report", "asked", "finding"}),  # by their stem
        ("prisons torture", {"asked", "finding"}),
        ("TORTURED", {"finding", "asked"}),
        ("prison*", {"report", "asked", "finding"}),
        ("prison* -torture", {"report"}),
        ('"against humanity"', {"quoted"}),
        ('"humanity against"', set()),
        ("a ex 25 63", {"report", "other"}),
        ('"a ex 25 63"', {"report"}),
        ("A/EX/25/63", {"report"}),
        ("s-ex-2014-7", {"report"}),
        ("exemplie", {"watch"}),
        ("ÉXEMPLIÉ", {"watch"}),
        ("ce", {"council"}),
        ("nothing of this", set()),
    ],
)
def test_what_is_found(projection: Projection, question: str, names: set[str]) -> None:
    assert set(found(projection, question)) == names


def test_the_words_in_their_order_come_first(projection: Projection) -> None:
    assert found(projection, "a ex 25 63")[0] == "report"
    assert found(projection, "a ex 63 25")[0] == "other"


def test_names_count_more_than_texts(projection: Projection) -> None:
    assert found(projection, "prisons")[0] == "report"


def test_kinds_counts_and_pages(projection: Projection) -> None:
    everything = projection.search("examplia")
    assert everything.counts == {"documents": 1, "organisations": 1, "bodies": 1}
    assert found(projection, "examplia", kinds=["bodies"]) == ["council"]
    pages = [name for n in range(4) for name in found(projection, "examplia", limit=1, offset=n)]
    assert pages == found(projection, "examplia")


def test_what_was_found_is_marked(projection: Projection) -> None:
    hit = projection.search("exemplie").hits[0]
    assert hit.name.text == "Examplia Watch"
    (other,) = hit.others
    ((begin, end),) = other.ranges
    assert other.text[begin:end] == "Exemplié"
    (markup,) = projection.search("ew").hits[0].others
    assert markup.text == "EW <b>&</b>"


@pytest.mark.parametrize(
    "question",
    ["", "  ", "*", "-", '""', "/", "-prison", "(", "x" * 501, "a " * 40, "\x00", "\ud800"],
    ids=repr,
)
def test_nothing_to_look_for(projection: Projection, question: str) -> None:
    with pytest.raises(ParameterError) as raised:
        projection.search(question)
    assert raised.value.remedy


@pytest.mark.parametrize(
    "question",
    [
        '"open', "a AND", "NEAR(a b)", "name:x", "{name text}:x", "a OR OR b", "^a", "x'; --",
        'a"b"c', "\x00a", "a\ud800b", "*a*", "--a b", "é" * 500, "𝔞", "a" * 400 + "*",
    ],
    ids=ascii,
)  # fmt: skip
def test_no_text_is_an_error_of_the_database(projection: Projection, question: str) -> None:
    assert match_of(question).found
    projection.search(question)


def test_bad_requests(projection: Projection) -> None:
    with pytest.raises(ParameterError, match="kind"):
        projection.search("a", kinds=["everything"])
    for limit, offset in ((0, 0), (1001, 0), (1, -1), (1, 1001)):
        with pytest.raises(ParameterError):
            projection.search("a", limit=limit, offset=offset)


def test_a_search_ends_in_time(tmp_path: Path) -> None:
    lines = "".join(
        f"<x:o{n}> a <http://www.w3.org/ns/org#Organization> ; "
        f'<http://www.w3.org/2004/02/skos/core#prefLabel> "same words {n}"@en .\n'
        for n in range(3000)
    )
    (tmp_path / "many.ttl").write_text(lines)
    snapshot = Home(tmp_path / "home").build([tmp_path / "many.ttl"], validate=False)
    with Projection(snapshot) as projection:
        with pytest.raises(QueryTimeoutError):
            projection.search("same words", seconds=0.0)
        assert projection.search("same words", seconds=60).counts == {"organisations": 3000}


def test_what_is_not_ranked_comes_behind(projection: Projection) -> None:
    match = Match(('("examplia" OR "prison" OR "report" OR "torture")',), ())
    with projection.connection() as database:
        counts = count(database, match)
        assert len(counts) > 3
        total = sum(counts.values())
        assert max(counts.values()) > 1
        everything = {hit.thing.iri for hit in find(database, match, counts, total, 0)}
        assert len(everything) == total
        for ranked in (1, 4, total):
            pages = [find(database, match, counts, 2, at, ranked) for at in range(0, total, 2)]
            iris = [hit.thing.iri for page in pages for hit in page]
            assert iris == [h.thing.iri for h in find(database, match, counts, total, 0, ranked)]
            assert len(iris) == total
            assert set(iris) == everything


def test_every_column_that_is_indexed_is_there() -> None:
    for name, groups in INDEXED.items():
        for columns in groups:
            for column in columns:
                assert column in TABLES[name].by_name


def test_words_that_weigh_nothing_are_not_weighed(tmp_path: Path) -> None:
    match = match_of('a ex 25 "of the" -gone')
    assert match.found == '("a" AND "ex" AND "25" AND "of the") NOT "gone"'
    assert match.ranked({"a", "ex", "gone"}) == (
        '(("25" AND "of the") OR "a ex 25 of the") NOT "gone"'
    )
    assert match.ranked({"a", "ex", "25", "of the"}) == match.marked
    assert match_of("a ex*").ranked({"a", "ex"}) == '"ex" *'
    lines = "".join(
        f'<x:{name}> <https://w3id.org/rightsgraph/ontology#symbol> "A/EX/{symbol}" .\n'
        for name, symbol in (
            *(("c", "25/63"), ("a", "63/25"), ("b", "25/64"), ("d", "1/63")),
            *(("e", "1/2"), ("f", "1/3"), ("g", "2/3"), ("h", "4/5")),
        )
    )
    (tmp_path / "many.ttl").write_text(lines)
    snapshot = Home(tmp_path / "home").build([tmp_path / "many.ttl"], validate=False)
    with Projection(snapshot) as projection:
        hits = projection.search("a ex 25 63")
        assert hits.counts == {"documents": 2}
        # What is not asked for has the weighed words too, and is not found.
        assert [hit.thing.iri for hit in hits.hits] == ["x:c", "x:a"]
        ((begin, end),) = hits.hits[0].name.ranges
        assert hits.hits[0].name.text[begin:end] == "A/EX/25/63"
        assert [hit.thing.iri for hit in projection.search("ex 63").hits] == ["x:a", "x:c", "x:d"]
        with projection.connection() as database:
            common = database.execute("SELECT term FROM search_common ORDER BY 1").fetchall()
        assert common == [("a",), ("ex",)]
