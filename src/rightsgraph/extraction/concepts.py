"""Action and violation concepts, recognised by the labels of the vocabularies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph

from rightsgraph.settings import resource_path

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel")
# Words that only name the topic: they tell the concept where no phrase does.
_TOPIC = f"{_SKOS}hiddenLabel"
_WORD = re.compile(r"\w+")
# "review its legislation", "review the legislation": determiners make no difference.
_DETERMINERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "all", "any", "these", "those", "this", "such"]
)


@dataclass
class _Step:
    following: dict[str, _Step] = field(default_factory=dict)
    slug: str | None = None


class Concepts:
    """The concepts of one vocabulary, found by their labels word by word.

    Args:
        labels: Slug of the concept by label in small letters.
        topics: Slug of the concept by a word that only names its topic.

    Example:
        >>> Concepts({"amend the law": "amend-law"}).find("It should amend its law on examples.")
        ('amend-law',)
    """

    def __init__(self, labels: dict[str, str], topics: dict[str, str] | None = None) -> None:
        self._labels, self._topics = _Step(), _Step()
        for first, entries in ((self._labels, labels), (self._topics, topics or {})):
            for label, slug in entries.items():
                step = first
                for word in _words(label):
                    step = step.following.setdefault(word, _Step())
                step.slug = step.slug or slug

    def find(self, flat: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """The slugs of the concepts named between two offsets, in order, each once.

        Topic words count where no phrase names a concept.
        """
        words = _words(flat[start : len(flat) if end is None else end])
        return self._named(words, self._labels) or self._named(words, self._topics)

    def _named(self, words: list[str], first: _Step) -> tuple[str, ...]:
        found = dict[str, None]()
        at = 0
        while at < len(words):
            if words[at] not in first.following:
                at += 1
                continue
            length, slug = self._longest(words, at, first)
            if slug:
                found[slug] = None
            at += max(1, length)
        return tuple(found)

    def _longest(self, words: list[str], at: int, step: _Step) -> tuple[int, str | None]:
        best_length, best_slug = 0, None
        for index in range(at, len(words)):
            following = step.following.get(words[index])
            if following is None:
                break
            step = following
            if step.slug:
                best_length, best_slug = index - at + 1, step.slug
        return best_length, best_slug


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _DETERMINERS]


def _load(file: str) -> Concepts:
    path = resource_path("ontology") / "vocabularies" / file
    if not path.is_file():
        return Concepts({})
    labels: dict[str, str] = {}
    topics: dict[str, str] = {}
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        label, concept = quad.object, quad.subject
        into = labels if quad.predicate.value in _LABELS else topics
        if quad.predicate.value not in (*_LABELS, _TOPIC):
            continue
        if not isinstance(label, pyoxigraph.Literal) or label.language not in (None, "en"):
            continue
        if isinstance(concept, pyoxigraph.NamedNode):
            into.setdefault(label.value.lower(), concept.value.rpartition("/")[2])
    return Concepts(labels, topics)


@lru_cache(maxsize=1)
def actions() -> Concepts:
    """What recommendations ask for."""
    return _load("actions.ttl")


@lru_cache(maxsize=1)
def violations() -> Concepts:
    """What findings say was done."""
    return _load("violations.ttl")
