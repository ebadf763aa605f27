"""What a hostile body is, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MULTIPART: Final = "multipart/form-data; boundary=x"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"
XML: Final = "application/rdf+xml"
JSON: Final = "application/ld+json"
# Declarations of the names that the RDF/XML here uses.
RDF: Final = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:"'


@dataclass(frozen=True, slots=True)
class Hostile:
    """A body, and what must come of it.

    Args:
        name: What it is.
        media_type: What it is sent as; `UPDATE` and `FORM` go to /sparql, all others to /store.
        body: The body.
        refused: Whether it must be refused; otherwise it may also be taken.
        forbidden: Whether it must be refused because it reaches for the network.
    """

    name: str
    media_type: str
    body: bytes
    refused: bool = True
    forbidden: bool = False
