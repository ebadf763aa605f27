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
    everything = sieve.is_open
    for cited in ends.facts.citations:
        if not (everything or sieve.takes(cited)):
            continue
        sources, targets = ends.sources(cited), ends.targets(cited)
        why = ends.why_not(cited)
        if why == SELF_CITATION:
            own.update(sources)
            edges = []
        else:
            edges = [(s, t) for s in sources for t in targets if s != t]
            if len(edges) < len(sources) * len(targets):
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
    resolutions: dict[str, int] = {}
    dates: list[str] = []
    ages: list[float] = []
    for cited in citations:
        resolutions[cited.resolution] = resolutions.get(cited.resolution, 0) + 1
        issued = facts.first("dcterms:issued", cited.citing)
        if issued:
            dates.append(issued)
            age = _age(facts, ends.cited_document(cited), issued)
            if age is not None:
                ages.append(age)
    told: dict[str, Scalar] = {"weight": len(citations)}
    for slug, name in RESOLUTIONS.items():
        if slug in resolutions:
            told[name] = resolutions[slug]
    if dates:
        told["first"], told["last"] = min(dates), max(dates)
    if ages:
        told["age"] = round(sum(ages) / len(ages), 3)
    if named:
        told["citations"] = " ".join(cited.citation for cited in citations[:named])
    if len(citations) > named:
        told["citationsLeftOut"] = len(citations) - named
    if set_aside:
        told["setAside"] = set_aside
    return told


def _age(facts: Facts, document: str, issued: str) -> float | None:
    """By how many years a cited document is older than a date."""
    return years_between(facts.first("dcterms:issued", document), issued)
