"""Summaries in our own words, made of the names of concepts.

The graph does not carry other people's sentences. What a recommendation asks for and what a
finding states is said by concepts; the summary puts their names into a sentence, and says so
when no concept covers it yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import pyoxigraph as ox

from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import Skos

_FILES: Final = {"action": "actions.ttl", "violation": "violations.ttl"}
_MOST: Final = 4


def recommendation_summary(
    *, by: Sequence[str], to: Sequence[str], actions: Sequence[str], deadline: str | None
) -> str:
    """What a recommendation asks for, in a sentence of ours.

    Args:
        by: Names of those who ask; empty when the document speaks for itself.
        to: Names of those who are asked; empty when nobody is named.
        actions: Slugs of the action concepts.
        deadline: The words that set a deadline.

    Example:
        >>> recommendation_summary(
        ...     by=[], to=["Security Council"], actions=["refer-to-icc"], deadline=None
        ... )
        'Asks the Security Council to refer to the International Criminal Court.'
    """
    who = _listed([_with_article(name) for name in to]) or "somebody who is not named"
    labels = [label for slug in actions if (label := _labels("action").get(slug))]
    what = f"to {_listed(labels)}" if labels else "for something that no concept covers yet"
    head = f"{_listed([_with_article(name) for name in by])} asks" if by else "asks"
    if len(by) > 1:
        head = f"{_listed([_with_article(name) for name in by])} ask"
    # Deadlines are a few words ("by the end of 2030"); longer ones are no deadline alone.
    when = f" ({deadline})" if deadline and len(deadline) <= 60 else ""
    return _sentence(f"{head} {who} {what}{when}")


def finding_summary(*, by: Sequence[str], violations: Sequence[str]) -> str:
    """What a finding is about, in a sentence of ours.

    Example:
        >>> finding_summary(by=["Committee against Torture"], violations=["torture"])
        'The Committee against Torture makes a finding on torture.'
        >>> finding_summary(by=[], violations=[])
        'Makes a finding that no concept covers yet.'
    """
    labels = [label for slug in violations if (label := _labels("violation").get(slug))]
    who = _listed([_with_article(name) for name in by])
    verb = "make a finding" if len(by) > 1 else "makes a finding"
    what = f"on {_listed(labels)}" if labels else "that no concept covers yet"
    return _sentence(f"{who} {verb} {what}".strip())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_MOST])
    if len(names) > _MOST:
        shown.append(f"{len(names) - _MOST} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


_ARTICLE: Final = (
    "Committee", "Council", "Commission", "Court", "Tribunal", "Assembly", "Rapporteur", "Group",
    "Expert", "Office", "Secretary", "State", "Government", "Commissioner", "authors",
    "signatories", "community", "Republic", "Kingdom", "Union", "Subcommittee", "United Nations",
)  # fmt: skip


def _with_article(name: str) -> str:
    """The name as it stands in a sentence."""
    bare = name.lower().startswith(("the ", "a ", "an ", "somebody", "states", "all "))
    return f"the {name}" if not bare and any(word in name for word in _ARTICLE) else name


@cache
def _labels(scheme: str) -> dict[str, str]:
    path = resource_path("ontology") / "vocabularies" / _FILES[scheme]
    return {
        quad.subject.value.rpartition("/")[2]: quad.object.value
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == Skos.prefLabel
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }
