"""The guard, as tables of queries that pass and queries that are refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

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
from rightsgraph.store.guard import EXPRESSION_STEPS, QueryForm, check_query
from rightsgraph.store.query_text import decode_query
from tests.store.services import Canary, queries

SETTINGS = Settings()

ALLOWED = [
    ("SELECT * { ?s ?p ?o }", QueryForm.SELECT),
    ("select*{?s ?p ?o}", QueryForm.SELECT),
    ("ASK{}", QueryForm.ASK),
    ("CONSTRUCT WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT),
    ("DESCRIBE <https://examplia.example/>", QueryForm.DESCRIBE),
    ("PREFIX select: <http://e/> ASK { ?s select:x ?o }", QueryForm.ASK),
    ("BASE <http://e/> PREFIX a: <b> # SELECT\nASK { }", QueryForm.ASK),
    # The forbidden words where they are no keywords.
    ("SELECT ?service ?load { ?service ?load ?insert }", QueryForm.SELECT),
    ("SELECT $service { $service ?p ?o }", QueryForm.SELECT),
    ("ASK { ?s ex:service ?o . ?s service:x ?o }", QueryForm.ASK),
    ("ASK { ?s ex:service ?o ; service:x ?p }", QueryForm.ASK),
    ("ASK { GRAPH service:x { ?s ?p ?o } }", QueryForm.ASK),
    ("SELECT * FROM NAMED service:x { ?s ?p ?o }", QueryForm.SELECT),
    ("ASK { _:service ?p ?o }", QueryForm.ASK),
    ("ASK { ?s ?p 'SERVICE <http://e/> { }' }", QueryForm.ASK),
    ('ASK { ?s ?p "LOAD" }', QueryForm.ASK),
    ("ASK { ?s ?p '''it's SERVICE\n''' }", QueryForm.ASK),
    ('ASK { ?s ?p """a "SERVICE" b""" }', QueryForm.ASK),
    ('ASK { ?s ?p "\\"SERVICE\\"" }', QueryForm.ASK),
    ('ASK { ?s ?p "x"@service }', QueryForm.ASK),
    ("ASK { ?s ?p ?o } # SERVICE <http://e/> { }", QueryForm.ASK),
    ("ASK { ?s <http://e/SERVICE> ?o }", QueryForm.ASK),
    ("ASK { ?s <http://e/#'SERVICE> ?o }", QueryForm.ASK),
    ("ASK { FILTER(?s = <http://e/(service)#x>) }", QueryForm.ASK),
    ("ASK { ?s ?p ?o FILTER(?a < ?b && ?c > ?d) }", QueryForm.ASK),
    ("ASK { ?s ?p ?o FILTER(?a<?b&&?c>?d) }", QueryForm.ASK),
    ("ASK { VALUES (?a ?b) { (<urn:x#1> <urn:x#2>) } ?s ex:service ?a }", QueryForm.ASK),
    ("ASK { ?s ex:it\\'s ?o }", QueryForm.ASK),
    ("ASK { ?s ex:a%27b ?o }", QueryForm.ASK),
    ("ASK { ?s ?p ex:a\\#b . }", QueryForm.ASK),
    ("ASK { ?s ?p 1.5e3 , .5 , +1 , true }", QueryForm.ASK),
    ("ASK { VALUES ?x { " + "<http://e/1> " * 4000 + "} }", QueryForm.ASK),
    ("ASK { VALUES (?x ?y) { " + "(1 2) " * 8000 + "} }", QueryForm.ASK),
    ("ASK {" + "?s ?p ?o . " * 150 + "}", QueryForm.ASK),
    ("ASK { ?s " + "/".join(["ex:p"] * 148) + " ?o }", QueryForm.ASK),
    ("ASK " + "{" * 50 + "}" * 50, QueryForm.ASK),
]


@pytest.mark.parametrize(("query", "form"), ALLOWED, ids=[q[:60] for q, _ in ALLOWED])
def test_a_harmless_query_passes(query: str, form: QueryForm) -> None:
    assert check_query(query, SETTINGS) is form


REFUSED: list[tuple[str, type[RightsgraphError]]] = [
    ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", QueryForbiddenError),
    ("SELECT * { sErViCe <http://e/> { ?s ?p ?o } }", QueryForbiddenError),
    ("SELECT*{SERVICE<http://e/>{?s ?p ?o}}", QueryForbiddenError),
    ("SELECT*{}SERVICE<http://e/>{}", QueryForbiddenError),
    ("SELECT * { SERVICE SILENT <http://e/> { } }", QueryForbiddenError),
    ("SELECT * { SERVICESILENT<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { SERVICE ?x { } }", QueryForbiddenError),
    ("SELECT * { SERVICE?x{ } }", QueryForbiddenError),
    ("SELECT * { SERVICE#\n<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { SERVICE :x { } }", QueryForbiddenError),
    ("SELECT * { SERVICE:x { } }", QueryForbiddenError),
    ("SELECT * { SERVICE ex:x { } }", QueryForbiddenError),
    ("SELECT * { ?s ?p 1SERVICE<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { ?s ?p trueSERVICE<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { ?s ?p trueSERVICE:x{ } }", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:SERVICE<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:SERVICE ?x { } }", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:SERVICEy:z{ } }", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:SERVICE SILENT ?x { } }", QueryForbiddenError),
    ("SELECT * { ?s ?p ?o FILTER(?a<?b)SERVICE#>\n<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { FILTER(EXISTS{}<?b)SERVICE#>\n<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { FILTER(?a<'>'=?x)SERVICE<http://e/>{ } FILTER(?d='')#'\n}", QueryForbiddenError),
    ("SELECT * { ?s ?p 'a'SERVICE<http://e/>{ } }", QueryForbiddenError),
    ("SELECT * { ?s <http://e/\\u0041'> ?o SERVICE <http://e/> { } }#'", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:a\\' SERVICE <http://e/> { } }#'", QueryForbiddenError),
    ("SELECT * { ?s ?p ex:a\\# SERVICE <http://e/> { } }", QueryForbiddenError),
    ("SELECT * { # a comment\r SERVICE <http://e/> { } }", QueryForbiddenError),
    ("LOAD <http://e/>", QueryForbiddenError),
    ("load<http://e/>", QueryForbiddenError),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", QuerySyntaxError),
    ("DELETE WHERE { ?s ?p ?o }", QuerySyntaxError),
    ("CLEAR ALL", QuerySyntaxError),
    ("DROP ALL", QuerySyntaxError),
    ("CREATE GRAPH <a:b>", QuerySyntaxError),
    ("ADD <a:b> TO <a:c>", QuerySyntaxError),
    ("MOVE <a:b> TO <a:c>", QuerySyntaxError),
    ("COPY <a:b> TO <a:c>", QuerySyntaxError),
    ("", QuerySyntaxError),
    ("   # nothing", QuerySyntaxError),
    ("HELLO", QuerySyntaxError),
    ("ASK { ?s ?p 'open }", QuerySyntaxError),
    ("ASK { ?s ?p '''open' }", QuerySyntaxError),
    ("ASK { ?s ?p 'bad \\q escape' }", QuerySyntaxError),
    ("ASK { \x00 }", QuerySyntaxError),
    ("ASK " + "{" * 51 + "}" * 51, QueryTooComplexError),
    ("ASK { FILTER" + "(" * 51 + "1" + ")" * 51 + " }", QueryTooComplexError),
    ("ASK { ?s ?p " + "[ ?p " * 60 + "1" + "]" * 60 + " }", QueryTooComplexError),
    ("ASK { ?s ?p " + "(" * 60 + ")" * 60 + " }", QueryTooComplexError),
    ("ASK { " + "<< " * 51 + "}", QueryTooComplexError),
    # Brackets and signs in what is an IRI for the scan and a comparison for the engine.
    ("ASK { FILTER(?o<" + "(" * 300 + "1>2" + ")" * 300 + ") }", QueryTooComplexError),
    (
        "ASK { FILTER(?o<'b>' + " + "(" * 300 + "1" + ")" * 300 + " + '>' )} #'",
        QueryTooComplexError,
    ),
    ("ASK { FILTER(?o<" + "!" * 8100 + "1>2) }", QueryTooComplexError),
    ("ASK {" + "?s ?p ?o . " * 151 + "}", QueryTooComplexError),
    ("ASK { ?s ?p ?o " + "; ?p ?o " * 151 + "}", QueryTooComplexError),
    ("ASK { ?s ?p ?o " + ", ?o " * 151 + "}", QueryTooComplexError),
    ("ASK {" + "{ ?s ?p ?o }" * 151 + "}", QueryTooComplexError),
    ("ASK {" + "{} UNION " * 151 + "{} }", QueryTooComplexError),
    ("ASK {" + "OPTIONAL { ?s ?p ?o }" * 151 + "}", QueryTooComplexError),
    ("ASK {" + "?s ?p ?o FILTER(?s = 1)" * 151 + "}", QueryTooComplexError),
    ("ASK { ?s ?p (" + "1 " * 151 + ") }", QueryTooComplexError),
    ("ASK { ?s " + "/".join(["ex:p"] * 152) + " ?o }", QueryTooComplexError),
    ("ASK { ?s (" + "|".join(["ex:p"] * 152) + ") ?o }", QueryTooComplexError),
    ("ASK { ?s " + "^" * 400 + "ex:p ?o }", QueryTooComplexError),
    ("ASK { FILTER(" + "!" * (EXPRESSION_STEPS + 1) + "1) }", QueryTooComplexError),
    ("ASK { FILTER(1" + "+1" * (EXPRESSION_STEPS + 1) + ") }", QueryTooComplexError),
    ("ASK { FILTER(1" + "||1" * (EXPRESSION_STEPS + 1) + ") }", QueryTooComplexError),
    ("ASK { FILTER(1 IN (1" + ",1" * (EXPRESSION_STEPS + 1) + ")) }", QueryTooComplexError),
    ("ASK {" + "BIND(1 AS ?x)" * (EXPRESSION_STEPS + 1) + "}", QueryTooComplexError),
    ("ASK { # " + "a" * 65_536 + "\n}", RequestTooLargeError),
]


@pytest.mark.parametrize(("query", "error"), REFUSED, ids=[q[:60] for q, _ in REFUSED])
def test_a_harmful_query_is_refused(query: str, error: type[RightsgraphError]) -> None:
    with pytest.raises(error):
        check_query(query, SETTINGS)


def test_the_place_of_an_open_string_is_named() -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column 8"):
        check_query("ASK {\n ?s ?p 'open }", SETTINGS)


@pytest.mark.parametrize(
    "repeated",
    [
        "a.",
        "a-",
        "a:",
        "<",
        "<a",
        "1.",
        "1e",
        "@a-",
        "?",
        "\\",
        "''' ",
        '"',
        "#",
        "ex:\\.",
        "é",
        "_",
    ],
)
def test_the_scan_ends_on_text_that_is_no_sparql(repeated: str) -> None:
    # With a scan that is quadratic the test would run into the timeout of the suite.
    settings = Settings(query_bytes=2_000_000, query_patterns=10_000_000)
    with pytest.raises(InputError):
        check_query(repeated * (1_000_000 // len(repeated)), settings)


def test_a_byte_order_mark_is_no_part_of_the_query() -> None:
    assert decode_query(b"\xef\xbb\xbfASK{}", SETTINGS) == "ASK{}"


def test_what_is_not_utf8_is_refused() -> None:
    with pytest.raises(QuerySyntaxError):
        decode_query(b"ASK { ?s ?p '\xff' }", SETTINGS)


def test_a_long_query_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(RequestTooLargeError):
        decode_query(b"\xff" * 65_537, SETTINGS)


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


ENGINE = """
import json, sys
import pyoxigraph
store = pyoxigraph.Store()
triple = [pyoxigraph.NamedNode("http://e/a")] * 3
store.add(pyoxigraph.Quad(*triple))
for query in json.load(sys.stdin):
    try:
        store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    except (SyntaxError, OSError, RuntimeError):
        pass
"""


def test_no_spelling_of_service_that_passes_reaches_the_network(canary: Canary) -> None:
    passed = []
    for query in queries(canary.port, 3000):
        try:
            check_query(query, SETTINGS)
        except InputError:
            continue
        passed.append(query)
    subprocess.run([sys.executable, "-c", ENGINE], input=json.dumps(passed), text=True, check=True)
    assert canary.calls == 0


def test_the_canary_would_notice(canary: Canary) -> None:
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{canary.port}/> {{ ?s ?p ?o }} }}"
    subprocess.run([sys.executable, "-c", ENGINE], input=json.dumps([query]), text=True, check=True)
    assert canary.calls == 1


@pytest.mark.parametrize(("query", "form"), ALLOWED, ids=[q[:60] for q, _ in ALLOWED])
def test_what_needs_no_scan_would_pass_it(query: str, form: QueryForm) -> None:
    # The comment is longer than what is let through without a scan.
    assert check_query(query + "\n#" + "." * EXPRESSION_STEPS, SETTINGS) is form


@pytest.mark.parametrize(("query", "error"), REFUSED, ids=[q[:60] for q, _ in REFUSED])
def test_small_limits_hold_without_a_scan(query: str, error: type[RightsgraphError]) -> None:
    small = Settings(query_nesting=3, query_patterns=4)
    with pytest.raises(InputError):
        check_query(query, small)
    assert issubclass(error, InputError)


@pytest.mark.parametrize(
    "query",
    [
        "ASK{{{{}}}}",
        "ASK{?s ?p 1,2,3,4,5}",
        "ASK{?s ?p 1;?p 2;?p 3;?p 4;?p 5}",
        "ASK{?s ?p(1 1 1 1 1)}",
        "ASK{?s a:/a:/a:/a:/a: 1}",
        "ASK{?s ^a:*/a:+ 1 . ?s !a:? 1}",
    ],
)
def test_the_smallest_query_over_a_limit_is_refused(query: str) -> None:
    with pytest.raises(QueryTooComplexError):
        check_query(query, Settings(query_nesting=3, query_patterns=4))
