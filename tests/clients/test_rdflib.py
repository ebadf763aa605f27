"""rdflib's stores, which make a Graph of an endpoint."""

from __future__ import annotations

from urllib.error import HTTPError

import httpx
import pytest
from rdflib import DCTERMS, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from rightsgraph.iris import named_graph
from tests.clients.asked import ASK, CONSTRUCT, DESCRIBE, LETTER, SELECT, rows, triples, values
from tests.server.conftest import Running
from tests.server.writable import TOKEN

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
S, P = URIRef("https://examplia.example/s"), URIRef("https://examplia.example/p")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["xml", "json", "csv", "tsv"])
def test_rows(endpoint: str, plain: httpx.Client, method: str, returned: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat=returned))
    found = sorted((str(row[0]), str(row[1])) for row in graph.query(SELECT))  # type: ignore[index]
    assert found == sorted((row["c"], row["d"]) for row in rows(plain, SELECT))


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_graphs_and_truth_values(endpoint: str, plain: httpx.Client, method: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert graph.query(ASK).askAnswer is True
    for query in (CONSTRUCT, DESCRIBE):
        made = graph.query(query).graph
        assert made is not None
        assert len(made) == len(triples(plain, query))


def test_patterns_of_a_graph(endpoint: str, plain: httpx.Client) -> None:
    graph = Graph(SPARQLStore(endpoint))
    assert graph.value(URIRef(LETTER), DCTERMS.title)
    [count] = rows(plain, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(graph) == int(count["n"])
    name = named_graph("provenance")
    named = Graph(SPARQLStore(endpoint), identifier=URIRef(name))
    assert len(set(named.triples((None, None, None)))) == len(
        rows(plain, f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
    )


def test_what_is_added_and_removed(endpoint: str, plain: httpx.Client) -> None:
    name = "https://examplia.example/rdflib"
    store = SPARQLUpdateStore(endpoint, endpoint, headers=HEADERS)
    graph = Dataset(store).graph(URIRef(name))
    graph.add((S, P, Literal('é "quoted" \\ back\nline', lang="fr")))
    graph.add((S, P, Literal(1)))
    assert values(plain, name) == ["1", 'é "quoted" \\ back\nline']
    assert set(graph.objects(S, P)) == {Literal(1), Literal('é "quoted" \\ back\nline', lang="fr")}
    graph.remove((S, P, Literal(1)))
    assert len(graph) == 1
    graph.remove((None, None, None))
    assert values(plain, name) == []


def test_many_changes_are_one_snapshot(endpoint: str, plain: httpx.Client) -> None:
    name = "https://examplia.example/batch"
    before = len(plain.get("/api/v1/snapshots").json()["snapshots"])
    store = SPARQLUpdateStore(endpoint, endpoint, autocommit=False, headers=HEADERS)
    graph = Graph(store, identifier=URIRef(name))
    for number in range(5):
        graph.add((S, P, Literal(number)))
    assert values(plain, name) == []
    store.commit()
    assert values(plain, name) == ["0", "1", "2", "3", "4"]
    assert len(plain.get("/api/v1/snapshots").json()["snapshots"]) == before + 1
    graph.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > 2) }")
    store.commit()
    assert values(plain, name) == ["0", "1", "2"]


def test_nothing_is_written_without_the_token(endpoint: str) -> None:
    graph = Dataset(SPARQLUpdateStore(endpoint, endpoint)).graph
    with pytest.raises(HTTPError) as refused:
        graph(URIRef("https://examplia.example/nobody")).add((S, P, Literal(1)))
    assert refused.value.code == 401
    refused.value.close()


def test_files_of_the_graph_store(served: Running, plain: httpx.Client) -> None:
    address = f"{served.address}/store?graph={named_graph('provenance')}"
    assert len(Graph().parse(address)) == len(plain.get(address + "&format=nt").text.splitlines())
    letter = Graph().parse(f"{served.address}/id/letter/2015-10-29-joint-letter-dprk")
    assert letter.value(URIRef(LETTER), DCTERMS.title)
