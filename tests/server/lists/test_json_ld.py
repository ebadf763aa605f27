"""Every JSON answer below /api/v1 is JSON-LD that says what the graph says, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from starlette.routing import Route

from rightsgraph.server.app import create_app
from rightsgraph.server.lists.definitions import API, LISTS
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from tests.server.linked.documents import CONTEXT
from tests.server.lists.described import Operation, operations_by_name

OPERATIONS = {
    name: each
    for name, each in operations_by_name().items()
    if each.path.startswith(API) and any("json" in kind or "*" in kind for kind in each.media_types)
}
# Answers that are no statements of the graph, and why.
NO_STATEMENTS = {
    "listQueries": "questions that can be asked, with their parameters; the service describes "
    "itself with them in RDF at /sparql",
    "listPrefixes": "names of namespaces",
    "listAddresses": "addresses of the API",
    "listSnapshots": "the states of the graph, which no state of it speaks of",
    "getStats": "sizes of the tables of a snapshot",
    "describeSymbol": "what a symbol says by its grammar, also when the graph knows no such "
    "document",
    "resolveCitations": "what was sent, and what it names",
    "extractDocument": "what was sent, read; nothing of it is in the graph",
    "putDocumentSource": "what became of a request",
    "getDocumentSource": "the bytes of a document",
    "citationNetwork": "a file for programs of networks, in their node-link format",
    **{
        name: "the rows of a table: what they mean is what the query says that stands beside them"
        for name, each in OPERATIONS.items()
        if "queries" in each.about["tags"] and name != "listQueries"
    },
}
STATEMENTS = sorted(OPERATIONS.keys() - NO_STATEMENTS.keys())
# Routes that OpenAPI leaves out, and why.
HIDDEN = {
    "/api/v1/": "the same as without the slash",
    "/api/v1/queries/{name:path}": "the answer to names of no query",
    "/api/v1/contexts/{name}.jsonld": "a context, which test_json_ld reads with each answer",
    **{
        f"{path}.{suffix}": "the same answer under a name for a file"
        for path in (
            *(each.path for each in LISTS.values()),
            *(each.path for each in OPERATIONS.values() if "queries" in each.about["tags"]),
            *(f"{API}/{name}" for name in ("actions", "violations", "prefixes", "snapshots")),
        )
        for suffix in ("json", "jsonld", "csv")
    },
}


def answer_to(linked: httpx.Client, operation: Operation, path: str) -> dict[str, Any]:
    """The answer of an operation, as long as it may be."""
    parameters = operation.needed
    for each in operation.parameters:
        if each["name"] == "limit":
            parameters["limit"] = str(each["schema"]["maximum"])
    answer = linked.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def contexts(linked: httpx.Client, document: dict[str, Any]) -> list[dict[str, Any]]:
    """The contexts of a document, those at addresses in their place."""
    found = []
    for each in document["@context"]:
        if isinstance(each, str):
            answer = linked.get(httpx.URL(each).path)
            assert answer.headers["content-type"] == "application/ld+json"
            found.append(answer.json()["@context"])
        else:
            found.append(each)
    assert found[0] == CONTEXT, "the first is the published one"
    return found


def triples(linked: httpx.Client, document: dict[str, Any]) -> set[ox.Triple]:
    """What a document says as JSON-LD, by the contexts that it names."""
    text = json.dumps({**document, "@context": contexts(linked, document)})
    return {quad.triple for quad in ox.parse(text, ox.RdfFormat.JSON_LD)}


def require_true(store: ox.Store, said: set[ox.Triple]) -> None:
    for triple in said:
        found = store.quads_for_pattern(
            triple.subject, triple.predicate, triple.object, ox.DefaultGraph()
        )
        assert any(found), triple


def things(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What a document is about: its items, those within them too, or itself."""
    found = list(document["items"]) if "items" in document else [document]
    for each in found:
        found += each.get("narrower", ())
    return found


def linked_by(document: dict[str, Any], meanings: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The links that a document has in members which its contexts take for links."""
    return {
        (thing["id"], meanings[member]["@id"], value["id"])
        for thing in things(document)
        for member, values in thing.items()
        if isinstance(meanings.get(member), dict) and meanings[member].get("@type") == "@id"
        for value in (values if isinstance(values, list) else [values])
    }


def require_json_ld(linked: httpx.Client, store: ox.Store, document: dict[str, Any]) -> None:
    """An answer says something, only what the graph says, and only of what it is about."""
    said = triples(linked, document)
    assert said
    require_true(store, said)
    assert {triple.subject for triple in said} <= {
        ox.NamedNode(thing["id"]) for thing in things(document)
    }
    # What is a link in the context of a list is said; a member that is worked out is no link.
    own = contexts(linked, document)[1]
    assert linked_by(document, own) <= {
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in said
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    }


@pytest.mark.parametrize("name", STATEMENTS)
def test_an_answer_expands_to_triples_of_the_graph(
    linked: httpx.Client, bundled_store: ox.Store, name: str
) -> None:
    operation = OPERATIONS[name]
    assert operation.method == "get", "a new operation that is no GET: say here what it answers"
    document = answer_to(linked, operation, operation.example_path)
    assert document["snapshot"]
    if operation.path.endswith("/{id}"):
        whole = answer_to(linked, *the_list(operation))
        for each in (whole["items"][0], whole["items"][-1]):
            path = operation.path.replace("{id}", quote(each["id"]))
            require_json_ld(linked, bundled_store, answer_to(linked, operation, path))
    else:
        assert document["items"]
    require_json_ld(linked, bundled_store, document)


def the_list(item: Operation) -> tuple[Operation, str]:
    """The list that an item is in, and its address."""
    path = item.path.removesuffix("/{id}")
    return next(each for each in OPERATIONS.values() if each.path == path), path


@pytest.mark.parametrize("name", sorted(NO_STATEMENTS))
def test_an_answer_that_is_no_statement_claims_nothing(linked: httpx.Client, name: str) -> None:
    operation = OPERATIONS[name]
    if operation.method != "get" or "*/*" in operation.media_types:
        return
    path = operation.example_path
    answer = linked.get(path, params=operation.needed, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    assert list(ox.parse(answer.text, ox.RdfFormat.JSON_LD)) == []


def test_no_route_is_left_out() -> None:
    app = create_app(Home(Path("no-such-home")), Settings())
    hidden = {
        route.path
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith(API) and not route.include_in_schema
    }
    assert hidden <= HIDDEN.keys()


def test_what_is_not_in_the_graph_is_found(linked: httpx.Client, bundled_store: ox.Store) -> None:
    document = linked.get(f"{API}/states", params={"limit": "2"}).json()
    require_json_ld(linked, bundled_store, document)
    document["items"][0]["alpha3"] = "QQQ"
    with pytest.raises(AssertionError):
        require_true(bundled_store, triples(linked, document))
