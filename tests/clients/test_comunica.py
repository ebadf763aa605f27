"""Comunica, which federates endpoints in browsers and in Node."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from platformdirs import user_cache_path

from tests.clients.asked import (
    ASK,
    CONSTRUCT,
    DESCRIBE,
    LETTER,
    PREFIXES,
    SELECT,
    in_order,
    rows,
    triples,
    values,
)
from tests.server.conftest import Running
from tests.server.writable import TOKEN
from tests.shared import REQUIRE_ALL, skip_unless

FOLDER = Path(__file__).parent / "comunica"
NODE, NPM = shutil.which("node"), shutil.which("npm")
pytestmark = skip_unless(bool(NODE and NPM), "npm is not installed")
NAMES = PREFIXES + "SELECT * { ?c rg:citedDocument ?d . ?d <https://examplia.example/named> ?name }"


@pytest.fixture(scope="module")
def modules() -> Path:
    """The folder node_modules with Comunica, which stays between runs."""
    assert NPM
    listed = [(FOLDER / name).read_bytes() for name in ("package.json", "package-lock.json")]
    digest = hashlib.sha256(b"\0".join(listed)).hexdigest()[:16]
    cache = user_cache_path("rightsgraph") / "tests"
    ready = cache / f"comunica-{digest}"
    if not ready.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as name:
            making = Path(name) / "made"
            shutil.copytree(FOLDER, making)
            done = subprocess.run(
                [NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=5"],
                cwd=making,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                said = f"Comunica cannot be installed: {done.stderr[-1000:]}"
                pytest.fail(said) if REQUIRE_ALL else pytest.skip(said)
            with suppress(OSError):  # another run was quicker
                making.rename(ready)
    return ready / "node_modules"


def comunica(modules: Path, context: dict[str, Any], *queries: str, token: str = "") -> list[Any]:
    """What comes out of queries."""
    assert NODE
    done = subprocess.run(
        [NODE, str(FOLDER / "ask.cjs")],
        input=json.dumps({"queries": queries, "context": context, "token": token}),
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    assert len(found) == len(queries)
    return found


def sources(endpoint: str, how: str) -> dict[str, Any]:
    """The endpoint as a source: said to be one, or found to be one by its description."""
    return {"sources": [endpoint if how == "found" else {"type": "sparql", "value": endpoint}]}


def serialized(text: str) -> dict[str, str]:
    """A source that is given in Turtle."""
    return {
        "type": "serialized",
        "value": text,
        "mediaType": "text/turtle",
        "baseIRI": "https://examplia.example/",
    }


@pytest.mark.parametrize("how", ["found", "said"])
def test_query_forms(modules: Path, endpoint: str, plain: httpx.Client, how: str) -> None:
    counted = PREFIXES + "SELECT (COUNT(*) AS ?n) { ?c rg:citedDocument ?d }"
    path = PREFIXES + "SELECT * { ?r a rg:Recommendation ; dcterms:isPartOf+ ?d }"
    graphs = PREFIXES + "SELECT DISTINCT ?g { GRAPH ?g { ?c a cito:Citation } }"
    tables = (SELECT, counted, path, graphs)
    *found, asked, made, described = comunica(
        modules, sources(endpoint, how), *tables, ASK, CONSTRUCT, DESCRIBE
    )
    for query, answer in zip(tables, found, strict=True):
        assert sorted(answer["rows"], key=in_order) == rows(plain, query)
    assert asked == {"value": True}
    assert len(made["triples"]) == len(triples(plain, CONSTRUCT))
    assert len(described["triples"]) == len(triples(plain, DESCRIBE))


def test_joins_with_another_source(modules: Path, endpoint: str, plain: httpx.Client) -> None:
    cited = rows(plain, SELECT)
    names = {document: f"name of {document}" for document in {row["d"] for row in cited}}
    other = serialized(
        "".join(f'<{d}> <https://examplia.example/named> "{n}" .\n' for d, n in names.items())
    )
    endpoint_source = {"type": "sparql", "value": endpoint}
    [joined] = comunica(modules, {"sources": [endpoint_source, other]}, NAMES)
    expected = rows(plain, PREFIXES + "SELECT ?c ?d { ?c rg:citedDocument ?d }")
    assert sorted(joined["rows"], key=in_order) == sorted(
        ({**row, "name": names[row["d"]]} for row in expected), key=in_order
    )
    service = (
        PREFIXES + f"SELECT * {{ ?d ?p ?n . SERVICE <{endpoint}> {{ ?c rg:citedDocument ?d }} }}"
    )
    [federated] = comunica(modules, {"sources": [other]}, service)
    assert len(federated["rows"]) == len(expected)


def test_documents_are_sources(modules: Path, served: Running, plain: httpx.Client) -> None:
    address = f"{served.address}/id/letter/2015-10-29-joint-letter-dprk"
    [found] = comunica(
        modules,
        {"sources": [address]},
        f"SELECT ?t {{ <{LETTER}> <http://purl.org/dc/terms/title> ?t }}",
    )
    assert found["rows"] == rows(
        plain, f"SELECT ?t {{ <{LETTER}> <http://purl.org/dc/terms/title> ?t }}"
    )


def test_updates(modules: Path, endpoint: str, plain: httpx.Client) -> None:
    graph = "https://examplia.example/comunica"
    add = f"INSERT DATA {{ GRAPH <{graph}> {{ <https://examplia.example/s> <a:p> 'é' }} }}"
    [refused] = comunica(modules, sources(endpoint, "said"), add)
    assert "401" in refused["error"]
    assert values(plain, graph) == []
    for how in ("said", "found"):
        written = add.replace("é", how)
        assert comunica(modules, sources(endpoint, how), written, token=TOKEN) == [{"value": None}]
    assert values(plain, graph) == ["found", "said"]


def test_errors_are_handed_on(modules: Path, endpoint: str) -> None:
    service = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
    [refused] = comunica(modules, sources(endpoint, "said"), service)
    assert "query-forbidden" in refused["error"]
