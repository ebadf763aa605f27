"""Action and violation concepts, recognised by the labels of the vocabularies."""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph

from rightsgraph.settings import resource_path

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel")


class Concepts:
    """The concepts of one vocabulary and a pattern of all their labels."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        phrases = sorted(labels, key=len, reverse=True)
        self._pattern = re.compile(
            r"(?<!\w)(?:" + _trie_pattern(phrases) + r")(?!\w)" if phrases else r"(?!)",
            re.IGNORECASE,
        )

    def find(self, flat: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """The slugs of the concepts named between two offsets, in order, each once."""
        found = dict[str, None]()
        for match in self._pattern.finditer(flat, start, len(flat) if end is None else end):
            found[self.labels[" ".join(match.group().lower().split())]] = None
        return tuple(found)


def _trie_pattern(phrases: list[str]) -> str:
    """A pattern of many phrases in which common beginnings are tried once."""
    tree: dict[str, dict[str, object]] = {}
    for phrase in phrases:
        node: dict[str, object] = tree  # type: ignore[assignment]
        for word in phrase.split():
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(tree)  # type: ignore[arg-type]


def _branch(node: dict[str, object]) -> str:
    options = []
    for word in sorted((w for w in node if w), key=len, reverse=True):
        child = node[word]
        rest = _branch(child) if isinstance(child, dict) and any(child) else ""
        optional = isinstance(child, dict) and "" in child
        tail = f"(?: {{1,3}}(?:{rest}))" + ("?" if optional else "") if rest else ""
        options.append(re.escape(word) + r"\b" + tail)
    return "|".join(options)


def _load(file: str) -> Concepts:
    path = resource_path("ontology") / "vocabularies" / file
    if not path.is_file():
        return Concepts({})
    labels: dict[str, str] = {}
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    for quad in quads:
        if quad.predicate.value not in _LABELS or not isinstance(quad.object, pyoxigraph.Literal):
            continue
        if quad.object.language not in (None, "en") or not isinstance(
            quad.subject, pyoxigraph.NamedNode
        ):
            continue
        slug = quad.subject.value.rpartition("/")[2]
        labels.setdefault(" ".join(quad.object.value.lower().split()), slug)
    return Concepts(labels)


@lru_cache(maxsize=1)
def actions() -> Concepts:
    """What recommendations ask for."""
    return _load("actions.ttl")


@lru_cache(maxsize=1)
def violations() -> Concepts:
    """What findings say was done."""
    return _load("violations.ttl")
