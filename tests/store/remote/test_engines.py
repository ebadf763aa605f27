"""The same graph in two real stores gives the same answers as the snapshot it comes from."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import networkx as nx
import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue, Value
from rightsgraph.errors import (
    GraphNotFoundError,
    NotFoundError,
    QueryForbiddenError,
    QuerySyntaxError,
    RemoteAccessError,
    RemoteAnswerError,
    SettingsError,
    SnapshotNotFoundError,
)
from rightsgraph.iris import named_graph
from rightsgraph.library import Graph, open_graph
from rightsgraph.networks.network import citation_network
from rightsgraph.settings import Settings, get_settings
from rightsgraph.store import Home, Snapshot, bundled_sources
from rightsgraph.store.answers import AnswerFormat, GraphRequest
from rightsgraph.store.graph_store import OpenGraph
from rightsgraph.store.local import LocalGraph
from rightsgraph.store.remote.endpoint import Endpoint, Question
from rightsgraph.store.remote.manifest import default_graph, journal_graph, manifest_graph
from rightsgraph.store.remote.pushing import push
from rightsgraph.store.remote.reading import RemoteGraph
from rightsgraph.store.remote.replies import rows_of
from rightsgraph.store.remote.serving import RemoteStore
from tests.server.conftest import run_server
from tests.shared import skip_unless
from tests.store.remote import engines
from tests.store.remote.engines import Engine

ENGINES = [
    pytest.param(
        "oxigraph",
        marks=skip_unless(engines.OXIGRAPH is not None, "oxigraph is not installed"),
    ),
    pytest.param(
        "virtuoso",
        marks=skip_unless(engines.VIRTUOSO is not None, "virtuoso-t is not installed"),
    ),
]
QUERIES = Catalogue.load().queries
# Every query alone, and with the example of each of its parameters.
ASKED = [
    pytest.param(name, parameter, id=f"{name}-{parameter}")
    for name, query in QUERIES.items()
    for parameter in ("", *query.parameters)
]
# What an engine gives otherwise: Virtuoso has no truth values in expressions, and says 1 and 0.
DIFFERENT: dict[tuple[str, str, str], dict[object, object]] = {
    ("virtuoso", "bodies-and-mandates", "isMandate"): {True: 1, False: 0}
}
STRANGER = "https://stranger.example/graph"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Home(tmp_path_factory.mktemp("home") / "home").build(bundled_sources(), validate=False)


@pytest.fixture(scope="module")
def local(snapshot: Snapshot) -> Iterator[Graph]:
    with Graph(LocalGraph(snapshot)) as graph:
        yield graph


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    start = {"oxigraph": engines.oxigraph, "virtuoso": engines.virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as running:
        yield running


def endpoint_of(engine: Engine, **changes: str) -> Endpoint:
    return Endpoint.of(Settings.model_validate({**engine.settings, **changes}))


@pytest.fixture(scope="module")
def pushed(engine: Engine, snapshot: Snapshot) -> Engine:
    """An engine with a graph of somebody else, and then with the snapshot."""
    with engines_writer(engine) as client:
        body = b"<https://stranger.example/a> <https://stranger.example/b> 'c' ."
        response = client.put(
            engine.settings["store_graphs"],
            params={"graph": STRANGER},
            content=body,
            headers={"Content-Type": "text/turtle"},
        )
        assert response.is_success, response.text
    done = push(snapshot, endpoint_of(engine))
    assert (done.state, done.kept, done.removed) == (snapshot.id, 0, 0)
    assert done.written == len(snapshot.graphs) + 1
    return engine


def engines_writer(engine: Engine) -> httpx.Client:
    user, password = engine.settings.get("store_user"), engine.settings.get("store_password")
    auth = httpx.DigestAuth(user, password or "") if user else None
    return httpx.Client(auth=auth)


@pytest.fixture(scope="module")
def remote(pushed: Engine) -> Iterator[Graph]:
    with Graph(RemoteGraph(endpoint_of(pushed))) as graph:
        yield graph


def names(engine: Engine) -> set[str]:
    """The named graphs that an engine has, but its own."""
    graph = RemoteGraph(endpoint_of(engine))
    question = Question("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", graph=False)
    with graph.asking() as ask:
        found = {row[0].value for row in rows_of(ask, question, graph.endpoint)}
    graph.close()
    return {name for name in found if "rightsgraph" in name or "stranger" in name}


def same(engine: str, query: str, ours: Graph, theirs: Graph, **values: Value) -> None:
    expected, found = ours.query(query, **values), theirs.query(query, **values)
    assert found.columns == expected.columns
    rows = [
        tuple(
            DIFFERENT.get((engine, query, column), {}).get(value, value)
            for column, value in row.asdict().items()
        )
        for row in expected
    ]
    assert [tuple(row) for row in found] == rows


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_the_queries_of_the_catalogue_give_the_same_rows_in_the_same_order(
    pushed: Engine, remote: Graph, local: Graph, name: str, parameter: str
) -> None:
    query = QUERIES[name]
    values = {} if parameter in query.header.one_of else dict(query.example)
    if parameter:
        values[parameter] = query.parameters[parameter].example
    same(pushed.name, name, local, remote, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("documents", {"kind": ["report", "letter"]}),
        ("recommendation-evidence", {"action": ["refer-to-icc", "hold-formal-meeting"]}),
        ("recommendations", {"paragraph": ["A/HRC/25/63 para 94(a)", "A/70/362 para 78"]}),
    ],
)
def test_several_values_of_a_parameter(
    pushed: Engine, remote: Graph, local: Graph, name: str, values: dict[str, Value]
) -> None:
    assert len(local.query(name, **values)) > 1
    same(pushed.name, name, local, remote, **values)


def test_values_of_every_kind_come_back(remote: Graph, local: Graph) -> None:
    sparql = """SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }"""
    kinds = Counter(type(row.o) for row in local.query(sparql))
    assert {str, int, bool} < set(kinds)
    assert Counter(type(row.o) for row in remote.query(sparql)) == kinds


@pytest.mark.parametrize(
    ("sparql", "answer"),
    [
        ("ASK { ?finding a rg:Finding }", True),
        ("ASK { ?finding a rg:NoSuchThing }", False),
        ("ASK { GRAPH ?g { ?finding a rg:Finding } }", True),
        (f"ASK FROM <{STRANGER}> WHERE {{ ?finding a rg:Finding }}", False),
        (f"ASK FROM <{STRANGER}> WHERE {{ ?s ?p 'c' }}", True),
        # What others keep in the same store does not come into our default graph.
        ("ASK { <https://stranger.example/a> ?p ?o }", False),
    ],
)
def test_truth_values(remote: Graph, sparql: str, answer: bool) -> None:
    assert remote.ask(sparql) is answer


def test_a_triple_that_two_graphs_state_counts_once(remote: Graph, local: Graph) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert remote.query(sparql)[0].n == local.query(sparql)[0].n


def test_constructed_graphs(remote: Graph, local: Graph) -> None:
    sparql = "CONSTRUCT WHERE { ?finding a rg:Finding ; rg:summary ?summary }"
    assert len(remote.construct(sparql)) > 10
    assert set(remote.construct(sparql)) == set(local.construct(sparql))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_answers_are_written_in_our_own_formats(remote: Graph, local: Graph, name: str) -> None:
    sparql = QUERIES["cited-paragraphs"].bind()
    ours, theirs = BytesIO(), BytesIO()
    local.write(sparql, ours, name)
    remote.write(sparql, theirs, name)
    assert theirs.getvalue() == ours.getvalue()


def test_an_answer_with_blank_nodes(remote: Graph, local: Graph) -> None:
    sparql = "SELECT ?s ?o WHERE { ?s rdf:first ?o FILTER(isBlank(?s)) }"
    assert len(remote.query(sparql)) == len(local.query(sparql)) > 10


def test_the_whole_graph_is_written_out(remote: Graph, local: Graph) -> None:
    def quads(graph: Graph, name: str | None = None) -> set[ox.Quad]:
        out = BytesIO()
        graph.export(out, "nquads", graph=name)
        found = ox.parse(out.getvalue(), ox.RdfFormat.N_QUADS)
        return {q for q in found if "ontology" not in str(q.graph_name)}  # has blank nodes

    assert quads(remote) == quads(local)
    assert quads(remote, "statistics") == quads(local, "statistics")
    with pytest.raises(NotFoundError):
        remote.export(BytesIO(), "nquads", graph="no-such-graph")


def test_what_the_engine_does_not_understand_is_an_error_of_ours(remote: Graph) -> None:
    with pytest.raises(QuerySyntaxError):
        remote.query("SELECT ?s { ?s ?p")
    with pytest.raises(QueryForbiddenError, match="SERVICE"):
        remote.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryForbiddenError, match="DEFINE"):
        remote.query('DEFINE get:soft "replace" SELECT * { ?s ?p ?o }')


def test_the_state_is_that_of_the_snapshot(remote: Graph, snapshot: Snapshot) -> None:
    assert remote.state.id == snapshot.id
    assert remote.state.created == snapshot.created
    assert remote.state.graphs == snapshot.graphs
    with pytest.raises(SnapshotNotFoundError):
        _ = remote.snapshot


def test_both_kinds_of_graph_are_read_alike(remote: Graph, local: Graph) -> None:
    opened: list[OpenGraph] = [remote._store, local._store]
    assert opened[0].state.id == opened[1].state.id


def test_the_server_serves_a_remote_store(
    pushed: Engine, snapshot: Snapshot, local: Graph, tmp_path: Path
) -> None:
    unused = Home(tmp_path / "none")
    with (
        run_server(unused, small_answer_bytes=262144, **pushed.settings) as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        assert "Joint Letter" in client.get("/").text
        assert client.get("/readyz").json()["snapshot"] == snapshot.id
        answer = client.get("/api/v1/queries/signatories").json()
        assert answer["snapshot"] == snapshot.id
        assert answer["count"] == len(local.query("signatories"))
        page = client.get("/queries/recommendation-evidence?action=refer-to-icc")
        assert "A/HRC/25/63" in page.text

        for address in ("/id/body/security-council", "/ontology", "/graph/statistics"):
            page = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
            assert page.status_code == 200, (address, page.text)

        small = {"query": "SELECT ?s WHERE { ?s a rg:Finding }"}
        first = client.get("/sparql", params=small)
        assert first.headers["content-type"].startswith("application/sparql-results+json")
        again = client.get(
            "/sparql", params=small, headers={"If-None-Match": first.headers["etag"]}
        )
        assert again.status_code == 304
        # A named graph may be written anew at any time, so nothing is said about its next answer.
        named = client.get(
            "/sparql", params={"query": "SELECT ?s { GRAPH ?g { ?s a rg:Finding } }"}
        )
        assert named.json()["results"]["bindings"]
        assert "etag" not in named.headers

        everything = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
        large = client.post(
            "/sparql",
            content=everything,
            headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        assert "content-length" not in large.headers  # it came in blocks
        ours = BytesIO()
        local.write(everything, ours, "csv")
        assert large.text.count("\r\n") == ours.getvalue().count(b"\r\n")

        refused = client.get("/sparql", params={"query": "SELECT ?s { ?s ?p"})
        assert (refused.status_code, refused.json()["code"]) == (400, "query-syntax")
        described = client.get(
            "/sparql",
            params={"query": "DESCRIBE <https://w3id.org/rightsgraph/id/body/security-council>"},
            headers={"Accept": "text/turtle"},
        )
        assert "Security Council" in described.text
        for response in (refused, named, large):
            assert pushed.settings["store"] not in response.text


def test_the_graph_store_reads_a_remote_store(
    pushed: Engine, snapshot: Snapshot, local: Graph, tmp_path: Path
) -> None:
    def held(graph: str | None) -> set[str]:
        out = BytesIO()
        local.export(out, "nquads", graph=graph)
        # Blank nodes have other labels there, and they stand in the ontology alone.
        return {line for line in out.getvalue().decode().splitlines() if "_:" not in line}

    graph = named_graph("2015-10-29-joint-letter-dprk")
    with (
        run_server(Home(tmp_path / "none"), **pushed.settings) as server,
        httpx.Client(base_url=server.address + "/store", timeout=60) as client,
    ):
        for name, rdf in (
            ("ttl", ox.RdfFormat.TURTLE),
            ("nt", ox.RdfFormat.N_TRIPLES),
            ("rdf", ox.RdfFormat.RDF_XML),
            ("jsonld", ox.RdfFormat.JSON_LD),
        ):
            asked = {"graph": graph, "format": name}
            answer = client.get("", params=asked)
            assert answer.status_code == 200, answer.text
            found = {quad.triple for quad in ox.parse(answer.content, rdf)}
            assert {f"{triple} <{graph}> ." for triple in found} == held(graph)
            # It may be put anew at any time, before the manifest names another state.
            assert "etag" not in answer.headers
            head = client.head("", params=asked)
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["content-type"] == answer.headers["content-type"]

        default = client.get("", params={"default": "", "format": "nt"})
        every = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        assert len(default.text.splitlines()) == local.query(every)[0].n
        tag = {"If-None-Match": default.headers["etag"]}
        assert (
            client.get("", params={"default": "", "format": "nt"}, headers=tag).status_code == 304
        )

        everything = client.get("", params={"format": "nq"})
        assert everything.headers["content-type"] == "application/n-quads"
        assert {line for line in everything.text.splitlines() if "_:" not in line} == held(None)

        for other in (STRANGER, manifest_graph(), default_graph(snapshot.id), "urn:nothing"):
            for method in ("GET", "HEAD"):
                assert client.request(method, "", params={"graph": other}).status_code == 404
        for method in ("PUT", "POST", "DELETE", "PATCH"):
            refused = client.request(method, "", params={"graph": graph}, content=b"")
            assert (refused.status_code, refused.json()["code"]) == (403, "writing-off")

        listed = httpx.get(server.address + "/dumps/").json()
        assert listed == {"snapshot": snapshot.id, "dumps": []}
        assert "another server" in httpx.get(server.address + "/dumps/latest.nq.gz").text
        assert "dataDump" not in httpx.get(server.address + "/.well-known/void").text


def test_the_graph_store_reads_a_store_that_nobody_has_pushed_to(tmp_path: Path) -> None:
    if engines.OXIGRAPH is None:
        pytest.skip("oxigraph is not installed")
    graph = "https://examplia.example/graph"
    body = "<https://examplia.example/a> <https://examplia.example/b> [ ] ."
    with engines.oxigraph(tmp_path) as engine:
        put = {"params": {"graph": graph}, "headers": {"Content-Type": "text/turtle"}}
        address = engine.settings["store_graphs"]
        httpx.put(address, content=body, **put).raise_for_status()  # type: ignore[arg-type]
        with (
            run_server(Home(tmp_path / "none"), **engine.settings) as server,
            httpx.Client(base_url=server.address + "/store", timeout=60) as client,
        ):
            first = client.get("", params={"graph": graph, "format": "nt"})
            assert len(first.text.splitlines()) == 1
            assert client.head("", params={"graph": graph}).status_code == 200
            # Nobody says when it changes, so nothing may be kept.
            for params in ({"graph": graph}, {"default": ""}, {}):
                assert "etag" not in client.get("", params=params).headers
            for method in ("GET", "HEAD"):
                unknown = client.request(method, "", params={"graph": graph + "/2"})
                assert unknown.status_code == 404
            everything = client.get("", params={"format": "nq"}).text
            assert f"<{graph}> ." in everything


@pytest.mark.parametrize("level", ["documents", "paragraphs", "actors"])
def test_networks_are_the_same(pushed: Engine, snapshot: Snapshot, level: str) -> None:
    theirs = citation_network(store=pushed.settings["store"], level=level)
    ours = citation_network(snapshot=snapshot, level=level)
    assert nx.utils.graphs_equal(theirs, ours)
    assert theirs.number_of_edges() > 0


def test_the_command_line_asks_the_remote_store(pushed: Engine, tmp_path: Path) -> None:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rightsgraph.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={
                **os.environ,
                "RIGHTSGRAPH_HOME": str(tmp_path / "none"),
                **pushed.environment(),
                **environment,
            },
        )

    assert "Amnesty International" in run("query", "signatories", "--format", "csv").stdout
    assert "rg:" in run("export", "--format", "turtle", "--graph", "statistics").stdout
    local = run("query", "signatories", "--home", str(tmp_path / "none"))
    assert "no-snapshot" in local.stderr
    assert "documents" in run("network").stdout.lower()
    earlier = run("query", "signatories", "--snapshot", "2026")
    assert "snapshot-not-found" in earlier.stderr
    nowhere = run("push", RIGHTSGRAPH_STORE_GRAPHS="", RIGHTSGRAPH_STORE_UPDATE="")
    assert nowhere.returncode == 1


def test_graphs_are_read_out_for_the_server(
    pushed: Engine, remote: Graph, snapshot: Snapshot
) -> None:
    async def read(request: GraphRequest) -> bytes:
        settings = Settings.model_validate({**pushed.settings, "small_answer_bytes": 65536})
        store = RemoteStore(Endpoint.of(settings), settings)
        try:
            await store.start()
            async with store.run(request) as answer:
                return b"".join([block async for block in answer.blocks()])
        finally:
            await store.close()

    one = asyncio.run(read(GraphRequest(AnswerFormat.N_TRIPLES, named_graph("statistics"))))
    assert one.count(b"\n") == remote.state.graphs[named_graph("statistics")]
    everything = asyncio.run(read(GraphRequest(AnswerFormat.N_QUADS)))
    assert everything.count(b"\n") == sum(remote.state.graphs.values())
    merged = asyncio.run(read(GraphRequest(AnswerFormat.N_TRIPLES, "")))
    assert 0 < merged.count(b"\n") <= everything.count(b"\n")
    with pytest.raises(GraphNotFoundError):
        asyncio.run(read(GraphRequest(AnswerFormat.TURTLE, named_graph("no-such-graph"))))


def test_an_answer_that_virtuoso_has_cut_is_an_error(pushed: Engine, remote: Graph) -> None:
    if pushed.name != "virtuoso":
        return  # it does not cut
    many = "SELECT ?a ?b WHERE { ?a a ?kind . ?b a rg:UNBody }"
    assert len(remote.query(many + " LIMIT 1000")) == 1000
    with pytest.raises(RemoteAnswerError, match="30000 rows"):
        remote.query(many)
    # A graph is cut without a word.
    graph = "CONSTRUCT { ?a ?kind ?b } WHERE { ?a a ?kind . ?b a rg:UNBody }"
    assert len(remote.construct(graph + " LIMIT 1000")) == 1000
    with pytest.raises(RemoteAnswerError, match="rows"):
        remote.construct(graph)


LITTLE = """
@prefix : <https://examplia.example/> .
@prefix rg: <https://w3id.org/rightsgraph/ontology#> .
@prefix graph: <https://w3id.org/rightsgraph/graph/> .
graph:one { :letter a rg:AdvocacyLetter ; :list ( :a [ :b "c" ] ) .
  :letter :odd "_: \\"x\\" \\\\ \\n _:b ." }
graph:two { :letter a rg:AdvocacyLetter . :finding a rg:Finding }
"""


@pytest.fixture(scope="module")
def little(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A folder with a snapshot of two small graphs."""
    folder = tmp_path_factory.mktemp("little")
    (folder / "little.trig").write_text(LITTLE, encoding="utf-8")
    home = Home(folder / "home")
    home.build([folder / "little.trig"], validate=False)
    return home


def add(home: Home, name: str) -> Snapshot:
    """A snapshot with one named graph more."""
    node = ox.NamedNode(named_graph(name))
    return home.edit(lambda store: store.add(ox.Quad(node, node, node, node)), validate=False)


def state_of(endpoint: Endpoint) -> str:
    with Graph(RemoteGraph(endpoint)) as graph:
        return graph.state.id


# From here on the store holds other states.


def test_a_push_sends_what_has_changed_and_removes_what_is_gone(
    pushed: Engine, snapshot: Snapshot, little: Home
) -> None:
    endpoint = endpoint_of(pushed)
    again = push(snapshot, endpoint)
    assert (again.written, again.kept) == (0, len(snapshot.graphs) + 1)

    first = little.current()
    assert push(first, endpoint).removed == len(set(snapshot.graphs) - set(first.graphs))
    # Who has read the manifest before still finds the default graph of then.
    assert {default_graph(snapshot.id), default_graph(first.id)} < names(pushed)

    second = add(little, "extra")
    done = push(second, endpoint)
    # The new graph, the default graph, and the counts of the whole.
    assert (done.written, done.kept) == (3, 2)
    assert done.removed == 1  # the default graph of the state before the last
    assert state_of(endpoint) == second.id

    third = little.edit(
        lambda store: store.remove_graph(ox.NamedNode(named_graph("extra"))), validate=False
    )
    assert push(third, endpoint).removed == 2
    assert names(pushed) == {
        *third.graphs,
        manifest_graph(),
        default_graph(third.id),
        default_graph(second.id),
        STRANGER,
    }


class BrokenOffError(Exception):
    """What ends a push in these tests."""


def test_a_push_that_was_broken_off_goes_on(pushed: Engine, little: Home) -> None:
    endpoint = endpoint_of(pushed)
    before = state_of(endpoint)
    more = add(little, "more")

    def stop_late(step: str, done: int, most: int) -> None:
        if step == "writing graphs" and done == most - 1:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        push(more, endpoint, progress=stop_late)
    assert state_of(endpoint) == before  # nothing has switched
    assert journal_graph() in names(pushed)
    resumed = push(more, endpoint)
    assert resumed.written == 1  # the default graph was what was missing
    assert state_of(endpoint) == more.id

    with pytest.raises(BrokenOffError):
        push(add(little, "never"), endpoint, progress=stop_late)
    # Another snapshot relies on nothing that the broken push may have touched.
    last = add(little, "last")
    last = little.edit(
        lambda store: store.remove_graph(ox.NamedNode(named_graph("never"))), validate=False
    )
    assert push(last, endpoint).kept == 0
    assert names(pushed) == {
        *last.graphs,
        manifest_graph(),
        default_graph(last.id),
        default_graph(more.id),
        STRANGER,
    }


def test_a_push_by_updates_alone(pushed: Engine, little: Home) -> None:
    endpoint = endpoint_of(pushed, store_graphs="")
    state = add(little, "by-updates")
    done = push(state, endpoint)
    assert done.written >= 3
    with Graph(LocalGraph(state)) as ours, Graph(RemoteGraph(endpoint)) as theirs:
        assert theirs.state.id == state.id
        odd = "SELECT ?o WHERE { ?s <https://examplia.example/odd> ?o }"
        assert [row.o for row in theirs.query(odd)] == ['_: "x" \\ \n _:b .']
        inside = (
            "SELECT ?o WHERE { ?s <https://examplia.example/list>/rdf:rest/rdf:first/"
            "<https://examplia.example/b> ?o }"
        )
        assert [row.o for row in theirs.query(inside)] == ["c"]
        everything = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        assert theirs.query(everything)[0].n == ours.query(everything)[0].n
    # Graphs that were written in the other way are put anew, without what they held.
    wanted = endpoint_of(pushed)
    assert push(add(little, "by-graphs"), wanted).kept >= 2
    assert push(little.current(), endpoint).written == 0


def test_a_store_that_nobody_has_pushed_to_is_asked_as_it_is(tmp_path: Path) -> None:
    if engines.OXIGRAPH is None:
        pytest.skip("oxigraph is not installed")
    with engines.oxigraph(tmp_path) as engine:
        graph = named_graph("only")
        httpx.put(
            engine.settings["store_graphs"],
            params={"graph": graph},
            content="<https://examplia.example/a> a <https://examplia.example/B> .",
            headers={"Content-Type": "text/turtle"},
        ).raise_for_status()
        asked = "ASK { <https://examplia.example/a> a ?what }"
        with Graph(RemoteGraph(endpoint_of(engine))) as plain:
            assert plain.state.id == ""
            assert not plain.ask(asked)  # the engine's own default graph is empty
        named = endpoint_of(engine, store_default_graphs=f"{graph} {named_graph('other')}")
        with Graph(RemoteGraph(named)) as merged:
            assert merged.ask(asked)
        address = engine.settings["store"]
        with open_graph(store=address) as opened:
            assert opened.ask("ASK { GRAPH ?g { ?s ?p ?o } }")
        with run_server(Home(tmp_path / "none"), **engine.settings) as server:
            answer = httpx.get(server.address + "/sparql", params={"query": asked})
            assert answer.json()["boolean"] is False
            assert "etag" not in answer.headers


def test_wrong_passwords_are_told_apart(engine: Engine, snapshot: Snapshot) -> None:
    if "store_user" not in engine.settings:
        return  # nobody is asked for one
    with pytest.raises(RemoteAccessError) as caught:
        push(snapshot, endpoint_of(engine, store_password="wr0ng-passw0rd"))
    assert "wr0ng-passw0rd" not in str(caught.value)


def test_nowhere_to_write(engine: Engine, snapshot: Snapshot) -> None:
    with pytest.raises(SettingsError, match="no endpoint"):
        push(snapshot, endpoint_of(engine, store_graphs="", store_update=""))


def test_a_graph_without_counts_gives_the_same_rows(
    pushed: Engine, snapshot: Snapshot, local: Graph, tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTSGRAPH_COUNT_ON_PUBLISH", "false")
        get_settings.cache_clear()
        plain = Home(tmp_path / "plain").build(bundled_sources(), validate=False)
    get_settings.cache_clear()
    try:
        push(plain, endpoint_of(pushed))
        with Graph(RemoteGraph(endpoint_of(pushed))) as remote:
            assert not remote.ask("ASK { ?thing rg:timesCited ?number }")
            for name, query in QUERIES.items():
                if "counts" in query.tags or name in ("documents", "timeline", "cited-paragraphs"):
                    same(pushed.name, name, local, remote, **query.example)
    finally:
        push(snapshot, endpoint_of(pushed))
