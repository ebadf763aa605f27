"""The network of who cites whom.

An edge stands for all citations between two nodes; its weight is their number. A citation that
says nothing of how a document is received (of itself, a second time in the same note, of what did
not exist yet) is flagged on its edge or node and not counted.

Source: D. J. de Solla Price, Networks of scientific papers, Science 149 (1965).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import networkx as nx

from rightsgraph.networks.attributes import RESOLUTIONS, Scalar, tidy
from rightsgraph.networks.dates import years_between
from rightsgraph.networks.facts import Cited, Facts
from rightsgraph.networks.levels import SELF_CITATION, Ends
from rightsgraph.networks.selection import Sieve


def build_citing(ends: Ends, sieve: Sieve, *, named: int) -> tuple[nx.DiGraph, Counter[str]]:
    """The directed network of citations, and how often each node cites itself.

    Args:
        ends: Between which nodes a citation runs.
        sieve: Which citations are taken.
        named: How many citations an edge names at most.

    Returns:
        A networkx DiGraph. Its attributes say how many citations count (`citations`), how many
        were set aside and why (`setAside`), and how many have an end that the graph does not
        know (`withoutNode`): a document whose body is unknown, at the level of actors.
    """
    counted: dict[tuple[str, str], list[Cited]] = {}
    flagged: Counter[tuple[str, str]] = Counter()
    own: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    number = nowhere = 0
    for cited in ends.facts.citations:
        if not sieve.takes(cited):
            continue
        sources, targets = ends.sources(cited), ends.targets(cited)
        why = ends.why_not(cited)
        edges = [(s, t) for s in sources for t in targets if s != t and why != SELF_CITATION]
        if why == SELF_CITATION:
            own.update(sources)
        else:
            own.update(source for source in sources if source in targets)
        if not sources or not targets:
            nowhere += 1
        elif why or not edges:
            aside[why or SELF_CITATION] += 1
            flagged.update(edges)
        else:
            number += 1
            for edge in edges:
                counted.setdefault(edge, []).append(cited)
    graph = nx.DiGraph()
    for edge in sorted(counted):
        told = _edge(ends, counted[edge], flagged[edge], named)
        graph.add_edge(*edge, **told)
    graph.graph.update(
        tidy(
            {
                "citations": number,
                "setAside": ", ".join(f"{why} {n}" for why, n in sorted(aside.items())),
                "withoutNode": nowhere,
            }
        )
    )
    return graph, own


def _edge(ends: Ends, citations: Sequence[Cited], set_aside: int, named: int) -> dict[str, Scalar]:
    """The attributes of an edge that some citations stand behind."""
    facts = ends.facts
    resolutions = Counter(cited.resolution for cited in citations)
    issued = [facts.first("dcterms:issued", cited.citing) for cited in citations]
    dated = sorted(date for date in issued if date)
    ages = [
        age
        for cited, date in zip(citations, issued, strict=True)
        if (age := _age(facts, ends.cited_document(cited), date)) is not None
    ]
    return tidy(
        {
            "weight": len(citations),
            **{name: resolutions[slug] or None for slug, name in RESOLUTIONS.items()},
            "first": dated[0] if dated else "",
            "last": dated[-1] if dated else "",
            "age": round(sum(ages) / len(ages), 3) if ages else None,
            "citations": " ".join(cited.citation for cited in citations[:named]),
            "citationsLeftOut": max(len(citations) - named, 0) or None,
            "setAside": set_aside or None,
        }
    )


def _age(facts: Facts, document: str, issued: str) -> float | None:
    """By how many years a cited document is older than a date."""
    return years_between(facts.first("dcterms:issued", document), issued)
