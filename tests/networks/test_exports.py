"""Every file is read again by a program that knows the format."""

from __future__ import annotations

import builtins
import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from lxml import etree

from rightsgraph.errors import InputError, NetworkFormatError
from rightsgraph.networks.exports import EXPORTS, export_of, write_network
from rightsgraph.networks.exports.appearance import Appearance
from rightsgraph.networks.exports.content import printable
from rightsgraph.networks.exports.picture import MOST_DRAWN, Words, draw
from rightsgraph.networks.layout import lay_out
from rightsgraph.networks.measures import measure
from rightsgraph.networks.network import citation_network
from rightsgraph.store import Snapshot
from tests.shared import skip_unless

HOSTILE = 'A "quoted"\x00 <b>&amp; </script><script>alert(1)</script>\x1b[31m\ud800\u2028\\ end'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def network(snapshot: Snapshot) -> nx.DiGraph:
    """Documents with isolates, measures, places, and a title full of traps."""
    graph = citation_network(snapshot=snapshot, with_isolates=True, measures=["all"])
    first = min(graph)
    graph.nodes[first]["title"] = graph.nodes[first]["label"] = HOSTILE
    lay_out(graph)
    return graph


@pytest.fixture(scope="module")
def shared(snapshot: Snapshot) -> nx.Graph:
    graph = citation_network(snapshot=snapshot, level="paragraphs", relation="co-citation")
    lay_out(graph)
    return graph


def written(graph: nx.Graph, name: str) -> bytes:
    out = io.BytesIO()
    write_network(graph, out, name)
    return out.getvalue()


def cleaned(told: dict[str, Any]) -> dict[str, Any]:
    return {name: printable(v) if isinstance(v, str) else v for name, v in told.items()}


def assert_same(found: nx.Graph, expected: nx.Graph) -> None:
    """Both have the same nodes, isolates too, the same edges, and the same attributes."""
    assert found.is_directed() == expected.is_directed()
    assert set(found) == set(expected)
    for node, told in expected.nodes(data=True):
        assert dict(found.nodes[node]) == pytest.approx(cleaned(told)), node
    assert nx.utils.graphs_equal(
        nx.create_empty_copy(found, with_data=False),
        nx.create_empty_copy(expected, with_data=False),
    )
    assert found.number_of_edges() == expected.number_of_edges()
    for source, target, told in expected.edges(data=True):
        assert dict(found.edges[source, target]) == pytest.approx(cleaned(told))


def test_there_are_isolates_to_be_kept(network: nx.DiGraph) -> None:
    assert list(nx.isolates(network))


@pytest.mark.parametrize("which", ["network", "shared"])
def test_graphml(which: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(which)
    found = nx.parse_graphml(written(graph, "graphml").decode())
    assert_same(found, graph)
    assert found.graph["snapshot"] == graph.graph["snapshot"]


@pytest.mark.parametrize("which", ["network", "shared"])
def test_gexf(which: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(which)
    data = written(graph, "gexf")
    root = etree.fromstring(data)
    assert root.tag == "{http://gexf.net/1.3}gexf"
    assert root.get("version") == "1.3"
    # networkx reads the version before, whose graphs are written alike.
    old = data.decode().replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    old = old.replace('version="1.3"', 'version="1.2"')
    found = nx.read_gexf(io.BytesIO(old.encode()))
    look = Appearance(graph)
    for _, told in found.nodes(data=True):
        viz = told.pop("viz")
        told["x"], told["y"] = viz["position"]["x"], viz["position"]["y"]
        assert 0 < viz["size"] <= 22
        assert set(viz["color"]) >= {"r", "g", "b"}
    for _, _, told in found.edges(data=True):
        told.pop("id")
    assert look.size_by
    assert_same(found, graph)


def test_node_link(network: nx.DiGraph) -> None:
    found = nx.node_link_graph(json.loads(written(network, "json")), edges="edges")
    assert_same(found, network)


def test_tables(network: nx.DiGraph) -> None:
    with zipfile.ZipFile(io.BytesIO(written(network, "csv"))) as file:
        assert file.namelist() == ["nodes.csv", "edges.csv", "network.json"]
        nodes = list(csv.DictReader(io.TextIOWrapper(file.open("nodes.csv"), "utf-8", newline="")))
        edges = list(csv.DictReader(io.TextIOWrapper(file.open("edges.csv"), "utf-8", newline="")))
        about = json.loads(file.read("network.json"))
        assert file.read("nodes.csv") == written(network, "nodes")
        assert file.read("edges.csv") == written(network, "edges")
    assert about["directed"] is True
    assert about["citations"] == network.graph["citations"]
    assert [row["id"] for row in nodes] == sorted(network)
    assert {(row["source"], row["target"]) for row in edges} == set(network.edges)
    for row in nodes:
        told = cleaned(network.nodes[row["id"]])
        found = {name: value for name, value in row.items() if value and name != "id"}
        plain = {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in told.items()}
        assert found == plain


def test_pajek(network: nx.DiGraph) -> None:
    found = nx.parse_pajek(written(network, "pajek").decode())
    assert found.is_directed()
    assert set(found) == set(network)
    assert set(found.edges()) == set(network.edges)
    for source, target, weight in found.edges(data="weight"):
        assert weight == network.edges[source, target]["weight"]
    some = max(network)
    assert found.nodes[some]["nodeType"] == network.nodes[some]["nodeType"]
    assert float(found.nodes[some]["x"]) == network.nodes[some]["x"]


def test_graphology(network: nx.DiGraph, shared: nx.Graph) -> None:
    found = json.loads(written(network, "graphology"))
    assert found["options"] == {"type": "directed", "multi": False, "allowSelfLoops": False}
    assert {node["key"] for node in found["nodes"]} == set(network)
    for node in found["nodes"]:
        assert {"x", "y", "size", "color", "label"} <= set(node["attributes"])
        assert re.fullmatch("#[0-9a-f]{6}", node["attributes"]["color"])
    assert {(e["source"], e["target"]) for e in found["edges"]} == set(network.edges)
    assert len({edge["key"] for edge in found["edges"]}) == network.number_of_edges()
    assert not any(edge["undirected"] for edge in found["edges"])
    assert all(edge["undirected"] for edge in json.loads(written(shared, "graphology"))["edges"])


def test_json_ld(network: nx.DiGraph, shared: nx.Graph) -> None:
    store = linked(network)
    cites = ox.NamedNode("http://purl.org/spar/cito/cites")
    rows = store.query(f"SELECT ?s ?o {{ ?s {cites} ?o }}")
    assert isinstance(rows, ox.QuerySolutions)
    found = {(row["s"].value, row["o"].value) for row in rows}
    assert found == set(network.edges)
    told = store.query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "PREFIX : <https://w3id.org/rightsgraph/network#> SELECT ?s ?o ?w WHERE { ?e a "
        f"rdf:Statement ; rdf:subject ?s ; rdf:predicate {cites} ; rdf:object ?o ; :weight ?w }}"
    )
    assert isinstance(told, ox.QuerySolutions)
    weights = {(row["s"].value, row["o"].value): int(row["w"].value) for row in told}
    assert weights == {(s, t): weight for s, t, weight in network.edges(data="weight")}
    symbol = ox.NamedNode("https://w3id.org/rightsgraph/ontology#symbol")
    some = ox.NamedNode("https://w3id.org/rightsgraph/id/un/A/HRC/99/1")
    assert ox.Quad(some, symbol, ox.Literal("A/HRC/99/1")) in store
    together = ox.NamedNode("https://w3id.org/rightsgraph/network#coCitedWith")
    both = list(linked(shared).quads_for_pattern(None, together, None))
    assert len(both) == shared.number_of_edges()


def linked(graph: nx.Graph) -> ox.Store:
    store = ox.Store()
    store.load(written(graph, "jsonld"), format=ox.RdfFormat.JSON_LD)
    return store


def test_svg(network: nx.DiGraph) -> None:
    root = etree.fromstring(written(network, "svg"))
    links = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert sorted(link for link in links if link) == sorted(network)
    lines = [line for line in root.iter(f"{SVG}line") if line.get("marker-end")]
    assert len(lines) == network.number_of_edges() + 2  # and those of the legend
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert "Citations between documents" in texts
    assert any(network.graph["snapshot"] in text for text in texts)
    assert "A/HRC/99/1" in texts
    assert "Size: PageRank" in texts
    assert not list(root.iter(f"{SVG}script"))
    assert root.get("role") == "img"


def test_labels_do_not_cover_each_other() -> None:
    graph = nx.relabel_nodes(nx.gnp_random_graph(150, 0.03, seed=2), str)
    for node in graph:
        graph.nodes[node]["label"] = f"A/HRC/{node}/long label"
    measure(graph)
    lay_out(graph)
    labels = [m for m in draw(graph).marks if isinstance(m, Words) and "long label" in m.text]
    assert len(labels) >= 10
    boxes = []
    for label in labels:
        width = len(label.text) * label.size * 0.5
        left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
        boxes.append((left, label.y - 10, left + width, label.y))
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3]
            assert apart or other[1] >= one[3]


def test_a_picture_of_too_many_nodes_says_so() -> None:
    graph = nx.empty_graph(MOST_DRAWN + 5)
    graph = nx.relabel_nodes(graph, str)
    for number, node in enumerate(graph):
        graph.nodes[node].update(x=float(number % 50), y=float(number // 50))
    texts = [m.text for m in draw(graph).marks if isinstance(m, Words)]
    assert any("the 3,000 nodes that count most are drawn" in text for text in texts)


def test_png(network: nx.DiGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    pillow = pytest.importorskip("PIL.Image")
    with pillow.open(io.BytesIO(written(network, "png"))) as image:
        assert image.size == (2800, 2000)
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert (255, 255, 255) in colours
    assert (0, 114, 178) in colours
    real = builtins.__import__

    def without_pillow(name: str, *args: Any) -> Any:  # noqa: ANN401
        if name == "PIL":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_pillow)
    with pytest.raises(InputError, match="needs Pillow"):
        written(network, "png")


def test_html_holds_everything_and_asks_for_nothing(network: nx.DiGraph) -> None:
    page = written(network, "html").decode()
    assert page.count("<script") == 2  # the hostile title has made none
    for address in re.findall(r"""(?:src|href)=["']([^"']+)""", page):
        assert address in network or address.startswith("#")
    assert "default-src 'none'" in page
    data = re.search(r'<script type="application/json" id="network">(.*?)</script>', page, re.S)
    assert data is not None
    found = json.loads(data[1])
    assert {node["id"] for node in found["nodes"]} == set(network)
    assert len(found["edges"]) == network.number_of_edges()
    assert found["nodes"][0]["title"] == printable(HOSTILE)


@skip_unless(CHROMIUM is not None, "Chromium is not installed")
def test_html_works_from_the_disk(network: nx.DiGraph, tmp_path: Path) -> None:
    page = tmp_path / "network.html"
    page.write_bytes(written(network, "html"))
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--dump-dom"),
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "CONSOLE" not in done.stderr  # no error, and nothing that the policy has refused
    search = re.search(r"<form id=\"search\"[^>]*>", done.stdout)
    assert search is not None
    assert "hidden" not in search[0]  # the script has run
    assert done.stdout.count("<option") == len(network)


def test_columns(network: nx.DiGraph, shared: nx.Graph) -> None:
    found = json.loads(written(network, "columns"))
    nodes, edges = found["nodes"], found["edges"]
    assert found["directed"]
    assert nodes["id"] == sorted(network)
    for number, node in enumerate(nodes["id"]):
        told = network.nodes[node]
        for name in ("label", "year", "pagerank", "core", "x"):
            assert nodes[name][number] == cleaned(told).get(name), (node, name)
    ends = zip(edges["source"], edges["target"], edges["weight"], strict=True)
    assert {(nodes["id"][s], nodes["id"][t], w) for s, t, w in ends} == {
        (s, t, told["weight"]) for s, t, told in network.edges(data=True)
    }
    assert {colour for colour, _ in found["legend"]} >= set(nodes["colour"])
    assert not json.loads(written(shared, "columns"))["directed"]


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
def test_every_format_of_an_empty_network(name: str, kind: type[nx.Graph]) -> None:
    if name == "png":
        pytest.importorskip("PIL.Image")
    assert written(kind(), name)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_network_gives_the_same_bytes(name: str, shared: nx.Graph) -> None:
    if name == "png":
        pytest.importorskip("PIL.Image")
    again = nx.Graph()
    again.graph.update(shared.graph)
    again.add_nodes_from(reversed(list(shared.nodes(data=True))))
    again.add_edges_from((t, s, told) for s, t, told in reversed(list(shared.edges(data=True))))
    assert written(again, name) == written(shared, name)


def test_formats_by_name_and_by_file() -> None:
    for export in EXPORTS.values():
        assert export_of(None, f"a.b{export.suffix}".upper()) is export
        assert export_of(export.name, "a.txt") is export
    with pytest.raises(NetworkFormatError, match="no format 'doc'"):
        export_of("doc")
    with pytest.raises(NetworkFormatError, match="does not say"):
        export_of(None, "a.csv")
