"""Action and violation concepts, recognised by the labels of the vocabularies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph

from rightsgraph.settings import resource_path

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel")
_WORD = re.compile(r"\w+")


@dataclass
class _Step:
    following: dict[str, _Step] = field(default_factory=dict)
    slug: str | None = None


class Concepts:
    """The concepts of one vocabulary, found by their labels word by word.

    Args:
        labels: Slug of the concept by label in small letters.
    """

    def __init__(self, labels: dict[str, str]) -> None:
        self._first = _Step()
        for label, slug in labels.items():
            step = self._first
            for word in _WORD.findall(label.lower()):
                step = step.following.setdefault(word, _Step())
            step.slug = step.slug or slug

    def find(self, flat: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """The slugs of the concepts named between two offsets, in order, each once."""
        words = _WORD.findall(flat[start : len(flat) if end is None else end].lower())
        found = dict[str, None]()
        first = self._first.following
        at = 0
        while at < len(words):
            if words[at] not in first:
                at += 1
                continue
            length, slug = self._longest(words, at)
            if slug:
                found[slug] = None
            at += max(1, length)
        return tuple(found)

    def _longest(self, words: list[str], at: int) -> tuple[int, str | None]:
        step, best = self._first, (0, None)
        best_length, best_slug = best
        for index in range(at, len(words)):
            following = step.following.get(words[index])
            if following is None:
                break
            step = following
            if step.slug:
                best_length, best_slug = index - at + 1, step.slug
        return best_length, best_slug


def _load(file: str) -> Concepts:
    path = resource_path("ontology") / "vocabularies" / file
    if not path.is_file():
        return Concepts({})
    labels: dict[str, str] = {}
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        label, concept = quad.object, quad.subject
        if quad.predicate.value not in _LABELS or not isinstance(label, pyoxigraph.Literal):
            continue
        if label.language in (None, "en") and isinstance(concept, pyoxigraph.NamedNode):
            labels.setdefault(label.value.lower(), concept.value.rpartition("/")[2])
    return Concepts(labels)


@lru_cache(maxsize=1)
def actions() -> Concepts:
    """What recommendations ask for."""
    return _load("actions.ttl")


@lru_cache(maxsize=1)
def violations() -> Concepts:
    """What findings say was done."""
    return _load("violations.ttl")
