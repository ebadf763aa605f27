"""Citation networks over HTTP, on a server with the Republic of Examplia."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest

from rightsgraph.networks.network import citation_network
from rightsgraph.store import Home
from tests.server.conftest import run_server

EXAMPLIA = Path(__file__).parents[1] / "catalogue" / "examplia.trig"
REPORTS = Path(__file__).parents[1] / "networks" / "reports.trig"
PATH = "/api/v1/network"


@pytest.fixture(scope="module")
def examplia(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("examplia"))
    home.build([EXAMPLIA, REPORTS], validate=False)
    return home


@pytest.fixture(scope="module")
def client(examplia: Home) -> Iterator[httpx.Client]:
    with (
        run_server(examplia, query_seconds=60, queue_seconds=60, network_size=25) as running,
        httpx.Client(base_url=running.address, timeout=90) as client,
    ):
        yield client


def test_node_link_json_is_the_default(client: httpx.Client, examplia: Home) -> None:
    answer = client.get(PATH, params={"measure": ["pagerank", "core"]})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found = nx.node_link_graph(answer.json(), edges="edges")
    expected = citation_network(examplia.path, measures=["pagerank", "core"])
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert set(found.edges) == set(expected.edges)
    again = client.get(
        PATH,
        params={"measure": ["pagerank", "core"]},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(PATH, params={"measure": "core"}, headers={"Accept": "text/csv"})
    assert other.headers["etag"] != answer.headers["etag"]


def test_filters_formats_and_ego(client: httpx.Client) -> None:
    asked = {"level": "actors", "relation": "coupling", "isolates": "true", "format": "csv"}
    answer = client.get(PATH, params=asked)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert "nodes.csv" in file.namelist()
    answer = client.get(PATH, params={"ego": "A/HRC/99/3", "radius": "2", "direction": "cited"})
    assert len(answer.json()["nodes"]) == 4
    drawn = client.get(PATH, params={"format": "svg", "layout": "dated"})
    assert drawn.headers["content-disposition"] == 'attachment; filename="network.svg"'
    assert drawn.text.startswith("<?xml")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("level=books", 400, "parameter-invalid"),
        ("levle=documents", 400, "parameter-invalid"),
        ("measure=fame", 400, "parameter-invalid"),
        ("radius=x", 400, "parameter-invalid"),
        ("isolates=perhaps", 400, "parameter-invalid"),
        ("layout=round", 400, "parameter-invalid"),
        ("body=nobody-there", 400, "parameter-invalid"),
        ("ego=nowhere", 404, "node-not-found"),
        ("format=doc", 406, "not-acceptable"),
        ("level=paragraphs&isolates=true", 400, "network-too-large"),
    ],
)
def test_problems(client: httpx.Client, query: str, status: int, code: str) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_description(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"][PATH]["get"]
    assert {"level", "measure", "format"} <= {p["name"] for p in operation["parameters"]}


def test_a_deadline(examplia: Home) -> None:
    with run_server(examplia, query_seconds=0.05) as running:
        answer = httpx.get(running.address + PATH, timeout=60)
        assert (answer.status_code, answer.json()["code"]) == (504, "query-timeout")
