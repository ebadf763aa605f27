"""RDF in the formats that the server writes, read back."""

from __future__ import annotations

import json

import pyoxigraph as ox

from rightsgraph.settings import resource_path

TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/json",
}
PARSERS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
CONTEXT = json.loads((resource_path("ontology") / "context.jsonld").read_text("utf-8"))["@context"]


def read(body: bytes, content_type: str) -> set[ox.Triple]:
    """The triples of a body; those with blank nodes are left out, which have no lasting name."""
    media_type = content_type.partition(";")[0]
    if media_type in PARSERS:
        quads = ox.parse(body, format=PARSERS[media_type])
    else:
        quads = ox.parse(in_line(body), format=ox.RdfFormat.JSON_LD)
    return {
        quad.triple
        for quad in quads
        if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)
    }


def in_line(body: bytes) -> bytes:
    """JSON-LD with the published context in place of its address, so that nothing is fetched."""
    content = json.loads(body)
    if isinstance(content, dict) and "@context" in content:
        assert content["@context"].endswith("/context.jsonld")
        content["@context"] = CONTEXT
    return json.dumps(content).encode()
