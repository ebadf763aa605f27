"""What an update may contain, and what it is found to write to."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest

from rightsgraph.errors import (
    InputError,
    QueryForbiddenError,
    QuerySyntaxError,
    QueryTooComplexError,
    RequestTooLargeError,
    RightsgraphError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.update_guard import check_update
from tests.server.hostile_bodies import bodies
from tests.server.hostile_body import UPDATE
from tests.store.services import Canary, updates

TRIPLE = "<a:s> <a:p> 1"
ALL = None
# text, whether the default graph is written, the named graphs; None when not all are known
SCOPES: list[tuple[str, bool, set[str] | None]] = [
    (f"INSERT DATA {{ {TRIPLE} }}", True, set()),
    (f"INSERT DATA {{ GRAPH <a:g> {{ {TRIPLE} }} }}", False, {"a:g"}),
    (f"INSERT DATA {{ GRAPH <a:g> {{ {TRIPLE} }} . {TRIPLE} }}", True, {"a:g"}),
    (f"INSERT DATA {{ {TRIPLE} . GRAPH <a:g> {{ {TRIPLE} }} }}", True, {"a:g"}),
    (f"DELETE DATA {{ GRAPH <a:g> {{ {TRIPLE} }} GRAPH <a:h> {{}} }}", False, {"a:g", "a:h"}),
    ("INSERT DATA {}", False, set()),
    ("DELETE WHERE { ?s ?p ?o }", True, set()),
    ("DELETE WHERE { GRAPH <a:g> { ?s ?p ?o } }", False, {"a:g"}),
    ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", False, ALL),
    ("INSERT { ?s ?p 1 } WHERE { GRAPH <a:g> { ?s ?p ?o } }", True, set()),
    ("WITH <a:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", False, {"a:g"}),
    ("DELETE { GRAPH <a:g> { ?s ?p ?o } } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", True, {"a:g"}),
    ("INSERT { GRAPH <a:g> { ?s ?p [ <a:p> ( 1 2 ) ] } } WHERE { ?s ?p ?o }", False, {"a:g"}),
    ("INSERT { ?s ?p [ <a:p> ( 1 2 ) ] } USING <a:g> WHERE { ?s ?p ?o }", True, set()),
    ("CLEAR DEFAULT", True, set()),
    ("CLEAR SILENT ALL", False, ALL),
    ("DROP NAMED", False, ALL),
    ("DROP SILENT GRAPH <a:g>", False, {"a:g"}),
    ("CREATE GRAPH <a:g>", False, {"a:g"}),
    ("COPY DEFAULT TO <a:g>", False, {"a:g"}),
    ("MOVE DEFAULT TO GRAPH <a:g>", True, {"a:g"}),
    ("MOVE <a:g> TO <a:h>", False, {"a:g", "a:h"}),
    ("ADD SILENT GRAPH <a:g> TO DEFAULT", True, set()),
    ("PREFIX x: <a:> DROP GRAPH x:g", False, {"a:g"}),
    ("DROP GRAPH rg:g", False, {"https://w3id.org/rightsgraph/ontology#g"}),
    ("BASE <http://e/> DROP GRAPH <g>", False, ALL),
    (f"INSERT DATA {{ GRAPH <a:g> {{ {TRIPLE} }} }} ; # more\n DROP GRAPH <a:h>;", False, None),
    ('INSERT DATA { GRAPH <a:g> { <a:s> <a:p> "} GRAPH <a:h> {" } }', False, {"a:g"}),
    ("insert data{graph<a:g>{<a:s> a <a:t>}}", False, {"a:g"}),
    ("LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <a:g>", False, set()),
    (f"INSERT DATA {{ GRAPH <a:g> {{ {TRIPLE} }} . # <a:s>\n }}", False, {"a:g"}),
    (f"INSERT DATA {{ GRAPH # <a:h> {{\n <a:g> {{ {TRIPLE} }} {TRIPLE} }}", True, {"a:g"}),
    ("INSERT DATA { # <a:s> <a:p> 1 .\n }", False, set()),
    ("INSERT DATA { <a:s> <a:p> 'a }' , \"b\"@en, 1.5e3, true . GRAPH <a:g> {} }", True, {"a:g"}),
    ("prefix x: <b:> PREFIX :<a:h> PREFIX x: <a:> DROP GRAPH x:g", False, {"a:g"}),
    ("PREFIX x: <b:> # PREFIX x: <c:>\nPREFIX x: <a:> DROP GRAPH x:g", False, {"a:g"}),
    ("", False, set()),
    ("PREFIX a: <a:>", False, set()),
]


@pytest.mark.parametrize(("text", "default", "graphs"), SCOPES)
def test_what_an_update_writes_to(text: str, default: bool, graphs: set[str] | None) -> None:
    scope = check_update(text, Settings())
    assert bool(scope.default) is default
    if ";" in text:
        assert scope.graphs == {"a:g", "a:h"}
    else:
        assert (scope.graphs if scope.all_known else None) == graphs
    # The engine takes what came of it.
    store = ox.Store()
    store.add_graph(ox.NamedNode("a:g"))
    store.add_graph(ox.NamedNode("a:h"))
    known = {"rg": "https://w3id.org/rightsgraph/ontology#"}
    try:
        store.update(scope.text, prefixes=known)
    except RuntimeError as error:
        assert "exist" in str(error)


def written(text: str) -> tuple[object, ...] | str:
    """What an update is found to write to, or why it is refused."""
    try:
        scope = check_update(text, Settings())
    except RightsgraphError as error:
        return error.code
    return bool(scope.default), scope.graphs, scope.all_known, bool(scope.named)


def test_data_that_is_read_together_is_read_as_it_is_token_by_token() -> None:
    texts = [text for text, _, _ in SCOPES] + [
        body.body.decode(errors="replace")
        for body in bodies(9, deep=300, long=1000, changed=300)
        if body.media_type == UPDATE and len(body.body) < 1_000_000
    ]
    # With the word in it, if only behind a #, every token is looked at by itself.
    found = {text: (written(text), written(f"{text}\n# service")) for text in texts}
    assert {text for text, (together, alone) in found.items() if together != alone} == set()
    taken = [together for together, _ in found.values() if not isinstance(together, str)]
    assert len(taken) > 60


DEEP = "INSERT DATA { <a:s> <a:p> " + "[ <a:p> " * 80 + "1" + " ]" * 80 + " }"
WIDE = "DELETE { ?s ?p ?o } WHERE { " + "?s ?p ?o . " * 200 + "}"
REFUSED = [
    ("LOAD <http://e/>", QueryForbiddenError),
    ("load<http://e/>into graph<a:g>", QueryForbiddenError),
    (f"INSERT DATA {{ {TRIPLE} }};LOAD<http://e/>", QueryForbiddenError),
    ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }", QueryForbiddenError),
    ("INSERT {} WHERE { sErViCe sIlEnT<http://e/>{ ?s ?p ?o } }", QueryForbiddenError),
    ("DELETE WHERE { SERVICE ?x { ?s ?p ?o } }", QueryForbiddenError),
    (f"INSERTDATA {{ {TRIPLE} }}", QuerySyntaxError),
    ("LOADSILENT <http://e/>", QueryForbiddenError),
    ("SELECT * { ?s ?p ?o }", QuerySyntaxError),
    ("CLEAR", QuerySyntaxError),
    ("CLEAR GRAPH", QuerySyntaxError),
    ("INSERT DATA { <a:s> <a:p> 'x }", QuerySyntaxError),
    (f"INSERT DATA {{ {TRIPLE} ", QuerySyntaxError),
    ("CREATE GRAPH ?g", QuerySyntaxError),
    (DEEP, QueryTooComplexError),
    (WIDE, QueryTooComplexError),
    ("INSERT DATA { } " + "#" * 1_100_000, RequestTooLargeError),
]


@pytest.mark.parametrize(("text", "error"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_is_refused(text: str, error: type[RightsgraphError]) -> None:
    with pytest.raises(error):
        check_update(text, Settings())


def test_data_may_be_long() -> None:
    lines = " ".join(f"<a:s{n}> <a:p> {n}, [ <a:q> 'x' ] ." for n in range(5000))
    check_update(f"INSERT DATA {{ {lines} }}", Settings())


def test_graphs_of_the_request_go_into_each_operation() -> None:
    text = f"INSERT DATA {{ {TRIPLE} }}; INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p ?o }}"
    written = check_update(text, Settings(), ["a:u"], ["a:n"]).text
    assert written.endswith("USING <a:u> USING NAMED <a:n> WHERE { ?s ?p ?o }")
    store = ox.Store()
    graph = ox.NamedNode("a:u")
    store.add(ox.Quad(graph, graph, graph, graph))
    store.update(check_update("DELETE WHERE { ?s ?p ?o }", Settings(), ["a:u"]).text)
    assert len(store) == 1  # the default graph had nothing of what the graph has
    store.update(check_update("INSERT {?s ?p ?o} WHERE {?s ?p ?o}", Settings(), ["a:u"]).text)
    assert len(store) == 2


@pytest.mark.parametrize(
    "text", ["WITH <a:g> DELETE {} WHERE {}", "INSERT {} USING <a:g> WHERE {}"]
)
def test_graphs_are_named_once(text: str) -> None:
    with pytest.raises(InputError):
        check_update(text, Settings(), ["a:u"])


def test_what_the_scan_lets_through_calls_nobody() -> None:
    canary = Canary()
    refused = 0
    try:
        for update in updates(canary.port, 400):
            try:
                scope = check_update(update, Settings())
            except RightsgraphError:
                refused += 1
            else:  # LOAD SILENT is taken out; what is left is given to an engine that may call
                with suppress(SyntaxError, OSError, RuntimeError):
                    ox.Store().update(scope.text)
    finally:
        canary.close()
    assert canary.calls == 0
    assert refused > 300
