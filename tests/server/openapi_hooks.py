"""What schemathesis needs to know to send bodies of the types of this server."""

from __future__ import annotations

import schemathesis

for media_type in (
    "application/sparql-query",
    "application/sparql-update",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
    "application/ld+json",
    "application/x-turtle",
):
    schemathesis.serializer.alias(media_type, "text/plain")
