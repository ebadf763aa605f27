"""The concepts that a parameter may name: those of the vocabularies that ship with the package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

from rightsgraph.iris import VOCABULARY_BASE
from rightsgraph.settings import resource_path

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_CONCEPT = ox.NamedNode("http://www.w3.org/2004/02/skos/core#Concept")


@lru_cache(maxsize=1)
def known_concepts() -> Mapping[str, frozenset[str]]:
    """The slugs of the concepts of each scheme: `{"action": {"refer-to-icc", ...}, ...}`.

    Read from `ontology/**/*.ttl` once in a process. A scheme that is not in these files has no
    entry; nothing can be said about its concepts.
    """
    slugs: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(resource_path("ontology").rglob("*.ttl")):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if quad.predicate != _TYPE or quad.object != _CONCEPT:
                continue
            if isinstance(quad.subject, ox.NamedNode):
                scheme, _, slug = quad.subject.value.removeprefix(VOCABULARY_BASE).partition("/")
                if quad.subject.value.startswith(VOCABULARY_BASE) and slug:
                    slugs[scheme].add(slug)
    return MappingProxyType({scheme: frozenset(found) for scheme, found in slugs.items()})
