"""Every parameter that OpenAPI describes, with values that nobody should send.

An answer is a problem with a code, or it finds nothing by a query of the same build as that for a
harmless value.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.server.conftest import Running
from tests.server.lists.described import Operation, operations_by_name

LONGEST_PROBLEM = 4000  # bytes
# All values for all parameters: minutes. Otherwise parameters that are read alike share them.
WHOLE = bool(os.environ.get("RIGHTSGRAPH_API_CASES"))
FEWEST = 4
# Each value of these costs a process that reads the graph; the others are read like `body`.
PROCESSES = ("ego", "body", "kind", "resolution", "community")
LIKE_BODY = ("state", "action", "violation", "citing_kind")


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


# As they stand in an address, encoded.
HOSTILE = {
    **{
        name: quote(text, safe="")
        for name, text in {
            "quotes of SQL": "x' OR '1'='1' --",
            "the end of a text": 'x" } ; DROP ALL #',
            "three quotes": "\"\"\" '''",
            "the end of a block": "} } UNION { ?s ?p ?o } {",
            "the end of an IRI": "https://e.example/x> } { ?s ?p ?o } #",
            "a query": "SELECT * WHERE { ?s ?p ?o }",
            "an update": "; DELETE WHERE { ?s ?p ?o }",
            "a name with a prefix": "rg:Finding",
            "a variable": "?this",
            "backslashes": '\\ \\" \\u0022 \\u003E',
            "lines": "a\r\nX-Injected: 1\r\n\r\nb",
            "templates": "{{7*7}} ${7*7} %(name)s %s",
            "a path": "../../../../etc/passwd",
            "a path of another kind": "..\\..\\windows",
            "a file": "file:///etc/passwd",
            "an address inside": "http://127.0.0.1:1/",
            "markup": "<script>alert(1)</script>",
            "wildcards": "%_*[^a]",
            "from the right": "\u202edlrow\u202c \u05e9\u05dc\u05d5\u05dd",
            "accents on accents": "e" + "\u0301" * 60,
            "no characters": "\ufffe\uffff\U0010ffff",
            "nothing to be seen": "\u200b\ufeff\u2028",
            "ten thousand characters": "x" * 10_000,
            "a number of forty digits": "9" * 40,
            "a number beyond all": "1e999",
            "a number below none": "-1",
            "no number": "NaN",
            "digits of another script": "\u0663\u0664",
            "commas": ",,,",
            "a range of nothing": "z..a",
            "a page of nothing": cursor("[]"),
            "a page of another list": cursor('["x", "y", "z"]'),
            "a page beyond all numbers": cursor('[1e400, "x:a", null]'),
            "a page deep within": cursor("[" * 3000),
        }.items()
    },
    "a zero byte": "a%00b",
    "half of a pair": "%ED%A0%80",
    "bytes of no text": "%FF%FE%80",
    "an escape of an escape": "%252e%252e%252f",
    "half of an escape": "%E2%82",
    "a sign of percent": "%",
}
# What is asked with is not what is named: any text may be a question or a query.
FREE = {("search", "q"), ("sparqlGet", "query")}
# Words that occur somewhere are found, whatever signs stand around them.
WORDS = "text"
# Bounds, of which any is one: everything is later than some text.
BOUNDS = {"from", "to", "minimum"}
# What the others are asked with: an endpoint without a query describes itself.
BESIDE = {"sparqlGet": {"query": "ASK {}"}}
ACCEPT = "application/json, text/turtle;q=0.9, */*;q=0.1"
TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<text>\"(?:[^"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n]*)
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[?$@]?\w[\w:.-]*)
    |(?P<sign>\S)""",
    re.VERBOSE,
)


def build(query: str) -> list[str]:
    """A query with kinds in place of its terms, one for terms that stand in a row.

    Source: SPARQL 1.1 Query Language, section 19.8 (the terminals of the grammar).
    """
    found: list[str] = []
    for token in TOKEN.finditer(query):
        kind = str(token.lastgroup)
        part = token[0] if kind in ("word", "sign", "comment") else kind
        if part == kind and found[-1:] == [","] and found[-2:-1] == [kind]:
            found.pop()
        elif not (part == kind and found[-1:] == [kind]):
            found.append(part)
    return found


# Names of answers in which nothing may be found by a value that names nothing.
FOUND = ("items", "rows", "recommendations")
# Parameters that do not say what is looked for.
CONTROLS = {"sort", "limit", "after", "offset", "fields", "facets", "missing", "format", "snapshot"}
# Values for which an answer shows the query of a parameter, whatever its type is.
HARMLESS = (
    "",
    "https://e.example/harmless",
    "harmless",
    "2",
    "true",
    "2000-01-01",
    "2..3",
    "2..",
    "..3",
)
OPERATIONS = {name: each for name, each in operations_by_name().items() if each.method == "get"}


def parameters(operation: Operation) -> list[dict[str, Any]]:
    return [each for each in operation.parameters if each["in"] in ("query", "path")]


def shares() -> dict[tuple[str, str], list[str]]:
    """The values for each parameter of each operation.

    Parameters of one name are read by the same code in all lists, and in all queries; they share
    the values, of which each has some.
    """
    every = list(HOSTILE)
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, operation in OPERATIONS.items():
        tag = operation.about["tags"][0]
        for each in parameters(operation):
            family = tag if tag in ("lists", "queries") else name
            alike.setdefault((family, each["name"]), []).append((name, each["name"]))
    found: dict[tuple[str, str], list[str]] = {}
    for names in alike.values():
        parts = 1 if WHOLE else min(len(names), len(every) // FEWEST)
        for place, asked in enumerate(names):
            found[asked] = every[place % parts :: parts]
    if not WHOLE:
        for place, name in enumerate((*PROCESSES, *LIKE_BODY)):
            found["citationNetwork", name] = every[place : place + (name in PROCESSES)]
    return found


SHARES = shares()


@pytest.fixture(scope="module")
def connection(bundled_server: Running) -> Iterator[http.client.HTTPConnection]:
    """A connection that sends addresses as they are."""
    host = urlsplit(bundled_server.address)
    connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=60)
    yield connection
    connection.close()


class Answer:
    """An answer to a request for an address, as it is."""

    def __init__(self, connection: http.client.HTTPConnection, address: str) -> None:
        connection.request("GET", address, headers={"Accept": ACCEPT})
        answer = connection.getresponse()
        self.address = address[:300]
        self.status = answer.status
        self.fields = answer.headers
        self.body = answer.read()

    @property
    def is_json(self) -> bool:
        return "json" in self.fields.get("Content-Type", "")

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def address_with(operation: Operation, name: str, kind: str, value: str) -> str:
    """The address of an operation, with an encoded value of a parameter."""
    if kind == "path":
        return operation.path.replace("{" + name + "}", value)
    needed = {**operation.needed, **BESIDE.get(operation.name, {})}
    others = [(key, given) for key, given in needed.items() if key != name]
    return f"{operation.example_path}?{name}={value}&{urlencode(others)}".rstrip("&")


def builds(
    connection: http.client.HTTPConnection, operation: Operation, name: str, kind: str, example: str
) -> list[list[str]]:
    """How the queries for harmless values are built."""
    found = []
    for value in (*HARMLESS, example):
        answer = Answer(connection, address_with(operation, name, kind, quote(value, safe="")))
        if answer.status == 200 and "sparql" in answer.content:
            found.append(build(answer.content["sparql"]))
    return found


def require_problem(answer: Answer, operation: Operation) -> None:
    assert 400 <= answer.status < 500, (answer.address, answer.status)
    assert str(answer.status) in operation.about["responses"], (answer.address, answer.status)
    assert answer.fields["Content-Type"] == "application/problem+json", answer.address
    content = answer.content
    assert content["code"], answer.address
    assert content["remedy"], answer.address
    assert content["status"] == answer.status
    assert len(answer.body) < LONGEST_PROBLEM, answer.address


@pytest.mark.timeout(3600 if WHOLE else 300)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_hostile_values(connection: http.client.HTTPConnection, name: str) -> None:
    operation = OPERATIONS[name]
    for each in parameters(operation):
        parameter, kind = each["name"], each["in"]
        schema = each["schema"]
        is_choice = "enum" in schema or "enum" in schema.get("items", {})
        known: list[list[str]] | None = None
        for about in SHARES[name, parameter]:
            answer = Answer(connection, address_with(operation, parameter, kind, HOSTILE[about]))
            assert "X-Injected" not in answer.fields, answer.address
            if answer.status != 200:
                require_problem(answer, operation)
                continue
            assert not is_choice or about == "commas", answer.address
            if (name, parameter) in FREE or not answer.is_json:
                continue
            content = answer.content
            if parameter not in CONTROLS | BOUNDS | {WORDS}:
                assert not any(content.get(each) for each in FOUND), answer.address
            if "sparql" in content:
                if known is None:
                    example = "a" if parameter == WORDS else str(each.get("example"))
                    known = builds(connection, operation, parameter, kind, example)
                assert build(content["sparql"]) in known, (answer.address, content["sparql"])


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_hostile_names(connection: http.client.HTTPConnection, name: str) -> None:
    operation = OPERATIONS[name]
    for about in ("ten thousand characters", "the end of a text", "half of a pair", "a zero byte"):
        answer = Answer(connection, address_with(operation, HOSTILE[about], "query", "1"))
        if answer.status != 200:
            require_problem(answer, operation)


@pytest.mark.parametrize(
    "text", ["[", "[" * 3000, "[1]", "{}", '[99999999999999999999, "x:a"]', "[null, 1]"], ids=len
)
def test_hostile_pages_of_recommendations(
    connection: http.client.HTTPConnection, text: str
) -> None:
    answer = Answer(connection, f"/recommendations.json?after={cursor(text)}")
    require_problem(answer, OPERATIONS["recommendationsJson"])


def test_a_query_that_is_built_otherwise_is_found() -> None:
    harmless = build('SELECT ?a WHERE { VALUES ?v { "a" "b" } ?a rg:x ?v }')
    assert build('SELECT ?a WHERE { VALUES ?v { "} DROP ALL #" } ?a rg:x ?v }') == harmless
    assert build('SELECT ?a WHERE { VALUES ?v { "" } UNION { ?s ?p ?o } ?a rg:x ?v }') != harmless
    assert build("FILTER(?v IN (<x:a>, <x:b>))") == build("FILTER(?v IN (<x:c>))")
    assert build('FILTER(?v IN ("a"))') != build('FILTER(?v IN ("a") || true)')
