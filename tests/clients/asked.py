"""The queries that every client asks, and what the endpoint answers to who asks by hand."""

from __future__ import annotations

from typing import Final

import httpx

PREFIXES: Final = """
PREFIX rg: <https://w3id.org/rightsgraph/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
LETTER: Final = "https://w3id.org/rightsgraph/id/letter/2015-10-29-joint-letter-dprk"
SELECT: Final = PREFIXES + "SELECT ?c ?d { ?c a cito:Citation ; rg:citedDocument ?d }"
ASK: Final = PREFIXES + "ASK { ?c a cito:Citation }"
CONSTRUCT: Final = (
    PREFIXES + "CONSTRUCT { ?c dcterms:references ?d } WHERE { ?c rg:citedDocument ?d }"
)
DESCRIBE: Final = f"DESCRIBE <{LETTER}>"


def rows(client: httpx.Client, query: str) -> list[dict[str, str]]:
    """The rows of a SELECT, in no order."""
    answer = client.get("/sparql", params={"query": query, "format": "json"})
    assert answer.status_code == 200, answer.text
    bindings = answer.json()["results"]["bindings"]
    return sorted(
        ({name: term["value"] for name, term in row.items()} for row in bindings), key=in_order
    )


def in_order(row: dict[str, str]) -> list[tuple[str, str]]:
    """What rows are sorted by, since SPARQL promises no order."""
    return sorted(row.items())


def triples(client: httpx.Client, query: str) -> set[str]:
    """The lines of a CONSTRUCT as N-Triples."""
    answer = client.get("/sparql", params={"query": query, "format": "nt"})
    assert answer.status_code == 200, answer.text
    return set(answer.text.splitlines())


def values(client: httpx.Client, graph: str) -> list[str]:
    """The objects that a named graph holds."""
    found = rows(client, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return [row["o"] for row in found]
