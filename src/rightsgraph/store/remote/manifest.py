"""Which state of the graph a remote store holds, as `push` has left it.

    <base>graph/manifest          names the state, its graphs and their digests; written last
    <base>graph/default-<id>      the default graph of that state: the union of its graphs, each
                                  triple once, with the reviews laid over it
    <base>graph/push              what a push under way has written so far; gone when it is done

Engines differ in what their own default graph is: nothing, the union of all named graphs with or
without repetitions, or what was loaded there. So queries name the default graph of the state, by
the parameters of the protocol: it is the same in every engine, and when the manifest names the
next state all queries go over to it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.iris import named_graph
from rightsgraph.store.local import names_graphs
from rightsgraph.store.remote.endpoint import Endpoint, Question
from rightsgraph.store.remote.virtuoso import in_its_words
from rightsgraph.vocabulary import DCTERMS, RDF, Void

_REACHES: Final = re.compile(r"(?<![\w:/#.\-?$])GRAPH\s*[?$<\w:]", re.IGNORECASE)
_DIGEST: Final = "sha256-"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def manifest_graph() -> str:
    """The IRI of the graph with the manifest."""
    return named_graph("manifest")


def default_graph(state: str) -> str:
    """The IRI of the graph that is the default graph of a state."""
    return named_graph(f"default-{state}")


def journal_graph() -> str:
    """The IRI of the graph in which a push keeps what it has done."""
    return named_graph("push")


@dataclass(frozen=True, slots=True)
class Held:
    """What a remote store holds.

    Args:
        id: Name of the state; empty when `push` did not write it.
        created: When that snapshot was made.
        graphs: How many triples each named graph of it has.
        digests: The SHA-256 of each graph, as `push` computed it.
        default: IRIs of the graphs that make up its default graph; none for the engine's own.
        previous: The state before it, whose default graph is still there.
        xml: Whether the engine is Virtuoso, which is better asked for tables in XML.
    """

    id: str = ""
    created: datetime | None = None
    graphs: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    default: tuple[str, ...] = ()
    previous: str = ""
    xml: bool = False

    def question(
        self,
        text: str,
        *,
        graph: bool,
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
    ) -> Question:
        """The question that asks a query of this state."""
        if self.xml:
            text = in_its_words(text)
        if default_graphs or named_graphs or names_graphs(text) or not self.default:
            return Question(text, graph, default_graphs, named_graphs, self.xml)
        # Naming a default graph takes all graphs away from GRAPH, so they are named too.
        named = tuple(self.graphs) if _REACHES.search(text) else ()
        return Question(text, graph, self.default, named, self.xml)

    def is_lasting(self, question: Question) -> bool:
        """Whether the answer stays the same as long as the manifest names this state.

        A named graph is put before the manifest of its state.
        """
        return (
            bool(self.id)
            and question.default_graphs == self.default
            and not (question.named_graphs)
        )


def manifest_question() -> Question:
    """The question for the manifest."""
    graph = manifest_graph()
    return Question(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", graph=False)


def read_held(rows: Iterable[Any], headers: Mapping[str, str], endpoint: Endpoint) -> Held:
    """What a store holds.

    Args:
        rows: The answer to `manifest_question`.
        headers: The fields of that answer.
        endpoint: Where the store is.
    """
    # Its JSON writes true as 1, and its truth values are rows in both formats.
    xml = headers.get("server", "").startswith("Virtuoso")
    facts: dict[tuple[str, str], list[str]] = {}
    for subject, predicate, thing in rows:
        facts.setdefault((subject.value, predicate.value), []).append(thing.value)
    me = manifest_graph()

    def one(predicate: str, of: str = me) -> str:
        return facts.get((of, predicate), [""])[0]

    name = one(DCTERMS + "identifier")
    if not name:
        return Held(default=endpoint.default_graphs, xml=xml)
    graphs = sorted(facts.get((me, DCTERMS + "hasPart"), ()))
    return Held(
        id=name,
        created=_date(one(DCTERMS + "created")),
        graphs={graph: int(one(Void.triples, graph) or 0) for graph in graphs},
        digests={
            graph: one(DCTERMS + "identifier", graph).removeprefix(_DIGEST)
            for graph in (*graphs, default_graph(name))
        },
        default=(default_graph(name),),
        previous=one(DCTERMS + "replaces"),
        xml=xml,
    )


def _date(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def manifest_triples(held: Held) -> list[ox.Triple]:
    """The manifest of a state as triples."""
    me = ox.NamedNode(manifest_graph())
    found = [
        ox.Triple(me, ox.NamedNode(RDF + "type"), ox.NamedNode(Void.Dataset)),
        ox.Triple(me, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(held.id)),
    ]
    if held.created is not None:
        moment = ox.Literal(held.created.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
        found.append(ox.Triple(me, ox.NamedNode(DCTERMS + "created"), moment))
    if held.previous:
        found.append(ox.Triple(me, ox.NamedNode(DCTERMS + "replaces"), ox.Literal(held.previous)))
    found += [_digest_triple(graph, held.digests[graph]) for graph in held.default]
    for graph, size in held.graphs.items():
        node = ox.NamedNode(graph)
        found += [
            ox.Triple(me, ox.NamedNode(DCTERMS + "hasPart"), node),
            ox.Triple(node, ox.NamedNode(Void.triples), ox.Literal(size)),
            _digest_triple(graph, held.digests[graph]),
        ]
    return found


def _digest_triple(graph: str, digest: str) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(graph),
        ox.NamedNode(DCTERMS + "identifier"),
        ox.Literal(_DIGEST + digest),
    )
