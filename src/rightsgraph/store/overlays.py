"""Reviews and checks of quotations, laid over the default graph of a snapshot.

The named graphs of the sources stay as they are. `graph/reviews` says what people decided about
statements, `graph/quotation-checks` what came of comparing quotations with their sources; the
default graph, which queries read, shows the outcome:

- the newest review of a statement gives its `rg:reviewState`;
- *rejected*: the default graph has nothing else of the statement, and nothing that points to it;
- *corrected*: the corrected properties have the values of the review and no others;
- a comparison gives the `rg:quotationCheck` of its quotation.

What hangs on a citation follows it: the plain edges from its passage and document, and the places
that findings, recommendations and quotations take from it. A review or comparison of something
that is in no source graph any more changes nothing, and stays.

Only statements that an overlay names are touched, so the cost does not grow with the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.iris import Iri, concept, named_graph
from rightsgraph.vocabulary import PREFIXES, RDF, Cito, Prov, Rg

_NOWHERE: Final = ox.DefaultGraph()
_TYPE: Final = ox.NamedNode(RDF + "type")
_STATE: Final = ox.NamedNode(Rg.reviewState)
_CHECK: Final = ox.NamedNode(Rg.quotationCheck)
_CITES: Final = ox.NamedNode(Cito.cites)
_CITING: Final = ox.NamedNode(Cito.hasCitingEntity)
_MANNER: Final = ox.NamedNode(Cito.hasCitationCharacterization)
_PLACE: Final = ox.NamedNode(Cito.hasCitedEntity)
_DOCUMENT: Final = ox.NamedNode(Rg.citedDocument)
_PASSAGE: Final = ox.NamedNode(Rg.inPassage)
_THROUGH: Final = ox.NamedNode(Rg.throughCitation)
_QUOTED_THROUGH: Final = ox.NamedNode(Rg.quotedThrough)
_BASED_ON: Final = ox.NamedNode(Rg.basedOn)
_QUOTED_FROM: Final = ox.NamedNode(Prov.wasQuotedFrom)
_REVIEW_OF: Final = ox.NamedNode(Rg.reviewOf)
_COMPARISON_OF: Final = ox.NamedNode(Rg.comparisonOf)
# What speaks about a statement without being a part of the sources.
_ABOUT: Final = frozenset({_REVIEW_OF, _COMPARISON_OF})

REJECTED: Final = concept("review-state", "rejected")
CORRECTED: Final = concept("review-state", "corrected")

_REVIEWS: Final = """
SELECT ?statement ?review ?verdict ?time WHERE { GRAPH %s {
  ?review rg:reviewOf ?statement ; rg:verdict ?verdict ; prov:generatedAtTime ?time } }
"""
_CORRECTIONS: Final = """
SELECT ?property ?value WHERE { GRAPH %s {
  %s rg:correction ?correction . ?correction rg:correctedProperty ?property .
  OPTIONAL { ?correction rg:correctedValue|rg:correctedLiteral ?value }
} }
"""
_COMPARISONS: Final = """
SELECT ?quotation ?result WHERE { GRAPH %s {
  ?comparison rg:comparisonOf ?quotation ; rg:comparisonResult ?result } }
"""

Values = dict[ox.NamedNode, tuple[ox.NamedNode | ox.Literal, ...]]


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a statement that counts.

    Attributes:
        statement: The statement or citation.
        review: The node of the review.
        verdict: IRI of the verdict.
        corrections: The new values of each property, when it is corrected.
    """

    statement: ox.NamedNode
    review: ox.NamedNode
    verdict: str
    corrections: Values


def reviews_graph() -> ox.NamedNode:
    """The named graph of the reviews."""
    return ox.NamedNode(named_graph("reviews"))


def checks_graph() -> ox.NamedNode:
    """The named graph of the comparisons of quotations."""
    return ox.NamedNode(named_graph("quotation-checks"))


def newest_reviews(store: ox.Store) -> dict[ox.NamedNode, Review]:
    """For each reviewed statement the review that counts: the newest; of two at once, either."""
    newest: dict[ox.NamedNode, tuple[datetime, str, str]] = {}
    for statement, review, verdict, time in _rows(store, _REVIEWS % reviews_graph()):
        found = (_moment(time.value), review.value, verdict.value)
        newest[statement] = max(found, newest.get(statement, found))
    return {
        statement: Review(
            statement,
            ox.NamedNode(review),
            verdict,
            _corrections(store, review) if verdict == CORRECTED else {},
        )
        for statement, (_, review, verdict) in newest.items()
    }


def _moment(text: str) -> datetime:
    """A point in time; what is none is before all others, a time without a zone is in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _corrections(store: ox.Store, review: str) -> Values:
    values: Values = {}
    for name, value in _rows(store, _CORRECTIONS % (reviews_graph(), ox.NamedNode(review))):
        values[name] = (*values.get(name, ()), *(() if value is None else (value,)))
    return values


def lift(store: ox.Store, before: ox.Store) -> None:
    """Make the default graph the plain union again where the overlays of a snapshot had changed it.

    Args:
        store: A changed copy of the snapshot.
        before: The snapshot.
    """
    for statement, _ in _comparisons(before):
        _reset(store, before, statement, _CHECK, None)
    for statement in newest_reviews(before):
        _reset(store, before, statement, None, None)
        _reset(store, before, None, None, statement)
        for dependent in _dependents(before, statement):
            _reset(store, before, dependent, _BASED_ON, None)
            _reset(store, before, dependent, _QUOTED_FROM, None)
        for passage in _anywhere(before, statement, _PASSAGE):
            _reset(store, before, passage, None, None)
        for citing in _anywhere(before, statement, _CITING):
            _reset(store, before, citing, _CITES, None)


def _reset(
    store: ox.Store,
    before: ox.Store,
    subject: ox.NamedNode | None,
    predicate: ox.NamedNode | None,
    value: ox.NamedNode | None,
) -> None:
    """Let the triples of a pattern stand in the default graph that stand in a named graph."""
    seen = {
        quad.triple
        for which in (store, before)
        for quad in which.quads_for_pattern(subject, predicate, value, None)
    }
    for triple in seen:
        found = list(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None))
        named = any(quad.graph_name != _NOWHERE for quad in found)
        plain = any(quad.graph_name == _NOWHERE for quad in found)
        if named and not plain:
            store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
        elif plain and not named:
            store.remove(ox.Quad(triple.subject, triple.predicate, triple.object))


def lay(store: ox.Store) -> None:
    """Change the default graph of a store, which is the union of its named graphs, as reviews say.

    Args:
        store: The store. The overlays must not lie on it already.
    """
    for quotation, result in _comparisons(store):
        if _is_there(store, quotation):
            _put(store, quotation, _CHECK, (result,))
    reviews = {s: r for s, r in newest_reviews(store).items() if _is_there(store, s)}
    edges = {s: _edges(store, s) for s in reviews}
    places = {s: _places(store, s) for s in reviews}
    for review in reviews.values():
        _apply(store, review)
    for statement, review in reviews.items():
        _follow(store, statement, edges[statement])
        if review.verdict == REJECTED or places[statement] != _places(store, statement):
            for dependent in _dependents(store, statement):
                own = reviews[dependent].corrections if dependent in reviews else {}
                _move(store, dependent, places[statement], own)
    for statement, review in reviews.items():
        if review.verdict == REJECTED:
            _forget(store, statement)


def _apply(store: ox.Store, review: Review) -> None:
    statement = review.statement
    if review.verdict == REJECTED:
        _remove(store, statement, None, None)
    for name, values in review.corrections.items():
        _put(store, statement, name, values)
    _put(store, statement, _STATE, (ox.NamedNode(review.verdict),))


def _forget(store: ox.Store, statement: ox.NamedNode) -> None:
    """Take out what points to a rejected statement, but for what speaks about it."""
    for quad in list(store.quads_for_pattern(None, None, statement, _NOWHERE)):
        if quad.predicate not in _ABOUT:
            store.remove(quad)


def _edges(store: ox.Store, citation: ox.NamedNode) -> set[ox.Triple]:
    """The plain edges that a citation stands for."""
    edges = {
        ox.Triple(citing, _CITES, document)
        for citing in _objects(store, citation, _CITING)
        for document in _objects(store, citation, _DOCUMENT)
    }
    return edges | {
        ox.Triple(passage, manner, place)
        for passage in _objects(store, citation, _PASSAGE)
        for manner in _objects(store, citation, _MANNER)
        for place in _objects(store, citation, _PLACE)
    }


def _follow(store: ox.Store, citation: ox.NamedNode, old: set[ox.Triple]) -> None:
    """Take out the plain edges for which no citation stands any more, and add the new ones."""
    new = _edges(store, citation)
    for edge in old - new:
        if not _is_supported(store, edge):
            store.remove(ox.Quad(edge.subject, edge.predicate, edge.object))
    store.extend([ox.Quad(edge.subject, edge.predicate, edge.object) for edge in new - old])


def _is_supported(store: ox.Store, edge: ox.Triple) -> bool:
    cited = _DOCUMENT if edge.predicate == _CITES else _PLACE
    citations = [
        quad.subject for quad in store.quads_for_pattern(None, cited, edge.object, _NOWHERE)
    ]
    return any(edge in _edges(store, c) for c in citations if isinstance(c, ox.NamedNode))


def _places(store: ox.Store, citation: ox.NamedNode) -> frozenset[ox.NamedNode]:
    return frozenset(_objects(store, citation, _PLACE))


def _dependents(store: ox.Store, citation: ox.NamedNode) -> list[ox.NamedNode]:
    """The statements that take their places from a citation, as any graph says."""
    found = {
        quad.subject
        for name in (_THROUGH, _QUOTED_THROUGH)
        for quad in store.quads_for_pattern(None, name, citation, None)
    }
    return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=str)


def _move(
    store: ox.Store, statement: ox.NamedNode, old: frozenset[ox.NamedNode], own: Values
) -> None:
    """Let a statement be based on what its citations name now.

    Args:
        store: The store.
        statement: A finding, recommendation or quotation.
        old: The places that a citation of it named before its review.
        own: What its own review says; that stays.
    """
    citations = _objects(store, statement, _THROUGH) + _objects(store, statement, _QUOTED_THROUGH)
    places = {place for citation in citations for place in _objects(store, citation, _PLACE)}
    if _BASED_ON not in own and (based := set(_objects(store, statement, _BASED_ON))):
        _put(store, statement, _BASED_ON, sorted((based - old) | places, key=str))
    if _QUOTED_FROM not in own and _objects(store, statement, _QUOTED_FROM):
        documents = {d for citation in citations for d in _objects(store, citation, _DOCUMENT)}
        source = places if len(places) == 1 else documents
        _put(store, statement, _QUOTED_FROM, sorted(source, key=str)[:1])


def _comparisons(store: ox.Store) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    return iter(list(_rows(store, _COMPARISONS % checks_graph())))


def _is_there(store: ox.Store, thing: ox.NamedNode) -> bool:
    return any(True for _ in store.quads_for_pattern(thing, _TYPE, None, _NOWHERE))


def _objects(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    """The things that the default graph has as values."""
    quads = store.quads_for_pattern(subject, predicate, None, _NOWHERE)
    return [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)]


def _anywhere(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[ox.NamedNode]:
    """The things that some graph has as values."""
    quads = store.quads_for_pattern(subject, predicate, None, None)
    return {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)}


def _put(
    store: ox.Store,
    subject: ox.NamedNode,
    predicate: ox.NamedNode,
    values: Iterable[ox.NamedNode | ox.Literal],
) -> None:
    """Give a property these values and no others, in the default graph."""
    _remove(store, subject, predicate, None)
    store.extend([ox.Quad(subject, predicate, value) for value in values])


def _remove(
    store: ox.Store,
    subject: ox.NamedNode,
    predicate: ox.NamedNode | None,
    value: ox.NamedNode | None,
) -> None:
    for quad in list(store.quads_for_pattern(subject, predicate, value, _NOWHERE)):
        store.remove(quad)


def corrected_state(store: ox.Store) -> tuple[ox.Store, frozenset[Iri]]:
    """What the default graph says of corrected statements, to be validated.

    Args:
        store: A store on which the overlays lie.

    Returns:
        A store with the statements and the things they name, and the IRIs whose results count.
    """
    part = ox.Store()
    nodes: set[Iri] = set()
    for statement, review in newest_reviews(store).items():
        if review.verdict != CORRECTED or not _is_there(store, statement):
            continue
        nodes.add(Iri(statement.value))
        nodes |= {Iri(document.value) for document in _objects(store, statement, _DOCUMENT)}
        for quad in list(store.quads_for_pattern(statement, None, None, _NOWHERE)):
            part.add(quad)
            if isinstance(quad.object, ox.NamedNode):
                part.extend(list(store.quads_for_pattern(quad.object, None, None, _NOWHERE)))
    return part, frozenset(nodes)


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT
