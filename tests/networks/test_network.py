"""Networks of the Republic of Examplia, counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from rightsgraph.errors import (
    NetworkTooLargeError,
    NodeNotFoundError,
    NoSnapshotError,
    ParameterError,
)
from rightsgraph.networks import sharing
from rightsgraph.networks.choices import Relation
from rightsgraph.networks.neighbourhood import find_node
from rightsgraph.networks.network import citation_network
from rightsgraph.store import Snapshot

VOCABULARY = "https://w3id.org/rightsgraph/vocabulary/"
ID = "https://w3id.org/rightsgraph/id/"
FIRST, SECOND, THIRD = (f"{ID}un/A/HRC/99/{number}" for number in (1, 2, 3))
RAPPORTEUR = f"{ID}un/A/85/300"
LETTER, LATER = f"{ID}letter/2031-05-01-examplia", f"{ID}letter/2032-06-02-examplia"
WATCH, HERE = f"{ID}organisation/examplia-watch", f"{ID}organisation/rights-here"
INQUIRY, MANDATE = f"{ID}body/inquiry-examplia", f"{ID}body/rapporteur-examplia"


def network(snapshot: Snapshot, **options: Any) -> nx.Graph:  # noqa: ANN401
    return citation_network(snapshot=snapshot, **options)


def weights(graph: nx.Graph) -> dict[tuple[str, str], int]:
    return {(s, t): weight for s, t, weight in graph.edges(data="weight")}


def test_documents_that_cite(snapshot: Snapshot) -> None:
    graph = network(snapshot)
    assert isinstance(graph, nx.DiGraph)
    assert weights(graph) == {
        (LETTER, FIRST): 1,
        (LETTER, RAPPORTEUR): 3,
        (LETTER, f"{LETTER}#work-1"): 1,
        (LETTER, f"{LETTER}#work-2"): 1,
        (LATER, FIRST): 1,
        (SECOND, FIRST): 2,
        (SECOND, RAPPORTEUR): 1,
        (THIRD, SECOND): 1,
    }
    assert graph.graph["citations"] == 11
    assert graph.graph["setAside"] == "duplicate 1, forward in time 1, self-citation 1"
    assert graph.graph["snapshot"] == snapshot.id
    assert graph.edges[LETTER, RAPPORTEUR] == {
        "weight": 3,
        "explicit": 1,
        "ibid": 1,
        "shortForm": 1,
        "first": "2031-05-01",
        "last": "2031-05-01",
        "age": 0.643,
        "citations": f"{LETTER}#citation-1.2 {LETTER}#citation-2.1 {LETTER}#citation-3.1",
    }
    assert graph.edges[SECOND, FIRST]["setAside"] == 1
    assert graph.nodes[SECOND]["selfCitations"] == 1


def test_what_is_known_of_a_document(snapshot: Snapshot) -> None:
    graph = network(snapshot)
    told = graph.nodes[FIRST]
    assert told["label"] == told["symbol"] == "A/HRC/99/1"
    assert (told["nodeType"], told["kindName"], told["year"]) == ("document", "report", 2030)
    assert (told["body"], told["bodyName"]) == (INQUIRY, "Commission of Inquiry on Examplia")
    assert (told["inDegree"], told["weightedInDegree"], told["outDegree"]) == (3, 4, 0)
    letter = graph.nodes[LETTER]
    assert letter["label"] == "Joint letter on Examplia"
    assert letter["bodyName"] == "Examplia Watch; Rights Here"
    assert (letter["state"], letter["stateName"]) == (f"{ID}state/EXM", "Examplia")
    assert (letter["findings"], letter["recommendations"]) == (2, 5)
    work = graph.nodes[f"{LETTER}#work-1"]
    assert work["nodeType"] == "work"
    assert work["label"] == "last year’s resolution"
    assert work["identifiedAs"] == f"{ID}un/A/RES/85/1"
    assert "title" not in work


def test_an_identified_work_can_be_merged(snapshot: Snapshot) -> None:
    graph = network(snapshot, merge_identified=True)
    assert f"{LETTER}#work-1" not in graph
    assert graph.edges[LETTER, f"{ID}un/A/RES/85/1"]["unresolved"] == 1
    assert f"{LETTER}#work-2" in graph  # it is ambiguous


def test_paragraphs_that_cite(snapshot: Snapshot) -> None:
    graph = network(snapshot, level="paragraphs")
    place = f"{FIRST}#para-94(a)"
    assert sorted(graph.predecessors(place)) == sorted(
        [f"{LETTER}#paragraph-1", f"{LATER}#paragraph-1", f"{SECOND}#para-5"]
    )
    assert graph.has_edge(f"{LETTER}#paragraph-2", RAPPORTEUR)  # Ibid. without a place
    assert graph.edges[f"{SECOND}#para-5", place]["weight"] == 1
    told = graph.nodes[place]
    assert told["label"] == "A/HRC/99/1 para 94(a)"
    assert (told["document"], told["pinpoint"]) == (FIRST, "para 94(a)")
    assert (told["findings"], told["recommendations"]) == (1, 2)
    assert graph.nodes[RAPPORTEUR]["nodeType"] == "document"


def test_actors_that_cite(snapshot: Snapshot) -> None:
    graph = network(snapshot, level="actors")
    assert weights(graph) == {
        (WATCH, INQUIRY): 2,
        (HERE, INQUIRY): 1,
        (WATCH, MANDATE): 3,
        (HERE, MANDATE): 3,
        (MANDATE, INQUIRY): 2,
    }
    assert graph.graph["withoutNode"] == 4  # the two works, what the third report says and is told
    assert graph.nodes[MANDATE]["selfCitations"] == 2
    assert graph.nodes[INQUIRY]["kindName"] == "mandate"
    assert graph.nodes[WATCH]["label"] == "Examplia Watch"


def test_co_citation_and_coupling(snapshot: Snapshot) -> None:
    together = network(snapshot, relation="co-citation")
    assert not together.is_directed()
    assert together.edges[FIRST, RAPPORTEUR]["weight"] == 2
    assert together.edges[FIRST, RAPPORTEUR]["shared"] == f"{LETTER} {SECOND}"
    assert together.edges[FIRST, RAPPORTEUR]["last"] == "2031-06"
    coupled = network(snapshot, relation="coupling")
    assert weights(coupled) == {
        (LETTER, LATER): 1,
        (LETTER, SECOND): 2,
        (LATER, SECOND): 1,
    }
    assert coupled.nodes[LETTER]["weightedDegree"] == 3


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    star = nx.DiGraph([("a", str(number)) for number in range(20)])
    monkeypatch.setattr(sharing, "MOST_PAIRS", 189)
    with pytest.raises(NetworkTooLargeError, match="up to 190 pairs"):
        sharing.build_sharing(star, Relation.CO_CITATION, named=5)


@pytest.mark.parametrize(
    ("filters", "edges"),
    [
        ({"since": "2032"}, {(LATER, FIRST), (THIRD, SECOND)}),
        ({"until": "2031-05"}, {(LETTER, FIRST), (LETTER, RAPPORTEUR)}),
        ({"since": "2031-06-10", "until": "2031-06-20"}, {(SECOND, FIRST), (SECOND, RAPPORTEUR)}),
        ({"body": "rights-here"}, {(LETTER, FIRST), (LETTER, RAPPORTEUR)}),
        (
            {"body": MANDATE},
            {(LETTER, RAPPORTEUR), (SECOND, FIRST), (SECOND, RAPPORTEUR), (THIRD, SECOND)},
        ),
        ({"action": "refer-to-icc"}, {(LETTER, FIRST), (LATER, FIRST), (LETTER, RAPPORTEUR)}),
        ({"action": f"{VOCABULARY}action/refer-through-council"}, {(LETTER, RAPPORTEUR)}),
        ({"violation": f"{VOCABULARY}violation/crime-against-humanity"}, {(LETTER, FIRST)}),
        ({"violation": ["torture"], "body": "rapporteur-examplia"}, set()),
        ({"resolution": "ibid"}, {(LETTER, RAPPORTEUR)}),
        ({"resolution": ("short-form", "note above")}, {(LETTER, RAPPORTEUR), (SECOND, FIRST)}),
        ({"citing_kind": "joint-letter"}, {(LETTER, FIRST), (LETTER, RAPPORTEUR)}),
        (
            {"citing_kind": "letter", "kind": "report"},
            {(LETTER, FIRST), (LETTER, RAPPORTEUR), (LATER, FIRST)},
        ),
        ({"state": "EXM", "since": "2033"}, {(THIRD, SECOND)}),  # the second is about it
        ({"state": "OTH"}, set()),
    ],
)
def test_filters(snapshot: Snapshot, filters: dict[str, Any], edges: set[tuple[str, str]]) -> None:
    graph = network(snapshot, **filters)
    assert {edge for edge in graph.edges if "#work" not in edge[1]} == edges


def test_isolates(snapshot: Snapshot) -> None:
    resolution = f"{ID}un/A/RES/85/1"
    assert resolution not in network(snapshot)
    everything = network(snapshot, with_isolates=True)
    assert everything.degree(resolution) == 0
    assert everything.nodes[resolution]["year"] == 2030
    assert set(network(snapshot, with_isolates=True, state="OTH")) == set()
    of_2030 = network(snapshot, with_isolates=True, since="2030", until="2030")
    assert set(of_2030) == {FIRST, RAPPORTEUR, resolution}
    paragraphs = network(snapshot, level="paragraphs", with_isolates=True)
    assert paragraphs.degree(f"{FIRST}#para-94") == 0
    actors = network(snapshot, level="actors", with_isolates=True)
    assert actors.degree(f"{ID}body/security-council") == 0
    assert f"{ID}group/council-members" not in actors
    signed = network(snapshot, level="actors", with_isolates=True, resolution="ambiguous")
    assert f"{ID}body/security-council" in signed or WATCH in signed


@pytest.mark.parametrize(
    ("ego", "options", "expected"),
    [
        (SECOND, {}, {SECOND, FIRST, RAPPORTEUR, THIRD}),
        ("A/HRC/99/2", {"direction": "cited"}, {SECOND, FIRST, RAPPORTEUR}),
        ("a/hrc/99/2", {"direction": "citing"}, {SECOND, THIRD}),
        ("A/HRC/99/3", {"radius": 2, "direction": "cited"}, {THIRD, SECOND, FIRST, RAPPORTEUR}),
        ("2032-06-02-examplia", {}, {LATER, FIRST}),
        ("Second letter on Examplia", {}, {LATER, FIRST}),
    ],
)
def test_ego_networks(
    snapshot: Snapshot, ego: str, options: dict[str, Any], expected: set[str]
) -> None:
    graph = network(snapshot, ego=ego, **options)
    assert set(graph) == expected
    assert "citations" not in graph.graph


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"level": "books"}, ParameterError, "knows no 'books'"),
        ({"relation": "loves"}, ParameterError, "knows no 'loves'"),
        ({"since": "soon"}, ParameterError, "needs a date"),
        ({"since": "2015-13"}, ParameterError, "needs a date"),
        ({"since": "2033", "until": "2032"}, ParameterError, "is after"),
        ({"body": "nobody-there"}, ParameterError, "Nothing in the graph"),
        ({"state": "XXX"}, ParameterError, "Nothing in the graph"),
        ({"state": "?"}, ParameterError, "three letters"),
        ({"action": "fly"}, ParameterError, "knows no action"),
        ({"resolution": "guess"}, ParameterError, "knows no 'guess'"),
        ({"measures": "fame"}, ParameterError, "no measure 'fame'"),
        ({"measures": "main-path", "relation": "coupling"}, ParameterError, "needs a direction"),
        ({"seed": -1}, ParameterError, "seed"),
        ({"named": -1}, ParameterError, "named"),
        ({"ego": "nowhere"}, NodeNotFoundError, "no node"),
        ({"ego": " "}, NodeNotFoundError, "is empty"),
        ({"ego": SECOND, "radius": 0}, ParameterError, "radius"),
        ({"ego": SECOND, "direction": "up"}, ParameterError, "knows no 'up'"),
    ],
)
def test_what_cannot_be_asked(
    snapshot: Snapshot, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        network(snapshot, **options)


def test_a_name_that_several_nodes_have() -> None:
    graph = nx.DiGraph()
    graph.add_node("https://x.example/1", label="Same")
    graph.add_node("https://x.example/2", label="same")
    with pytest.raises(NodeNotFoundError, match="2 nodes are called 'Same'"):
        find_node(graph, "Same")
    assert find_node(graph, "2") == "https://x.example/2"


def test_an_edge_names_so_many_citations(snapshot: Snapshot) -> None:
    edge = network(snapshot, named=1).edges[LETTER, RAPPORTEUR]
    assert edge["citations"] == f"{LETTER}#citation-1.2"
    assert edge["citationsLeftOut"] == 2


def test_from_a_folder(home: Path, tmp_path: Path) -> None:
    assert len(citation_network(home)) == 8
    with pytest.raises(NoSnapshotError):
        citation_network(tmp_path)


def test_the_counts_are_those_of_the_snapshot(facts: Any) -> None:  # noqa: ANN401
    """A document is cited as often as graph/statistics says."""
    graph = citation_network(snapshot=facts.graph.state)
    counted = {this: int(n[0]) for this, n in facts.pairs("rg:timesCited").items()}
    for node, number in graph.in_degree(weight="weight"):
        assert number == counted.get(node, 0), node
