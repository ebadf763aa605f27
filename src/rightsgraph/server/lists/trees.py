"""The concepts of a vocabulary as a tree, with the number of statements about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from rightsgraph.iris import VOCABULARY_BASE, Iri
from rightsgraph.server.lists import shapes
from rightsgraph.server.lists.definitions import LISTS
from rightsgraph.store.projection import Count, Filter, Place, Projection, Thing
from rightsgraph.store.projection.reading import MOST_ROWS
from rightsgraph.store.projection.rows import Row

# Which statements name the concepts of a vocabulary.
_COUNTED: Final = {
    "action": (("recommendations", "asksFor"),),
    "violation": (("findings", "violation"),),
}


_TOP: Final = (Iri(""),)


def read_tree(projection: Projection, scheme: str) -> list[dict[str, Any]]:
    """The concepts of a vocabulary, those without a broader one first.

    Args:
        projection: The tables.
        scheme: The vocabulary, such as `action`.

    Returns:
        Objects with `id`, `label`, `count` (statements that name the concept itself), `total`
        (those that name something narrower too) and `narrower`. A concept under two broader ones
        stands under each.
    """
    concepts = LISTS["concepts"].table
    chosen = (Filter("scheme", (VOCABULARY_BASE + scheme,)),)
    rows: list[Row] = []
    after: Place | None = None
    while True:
        page = projection.page(concepts, chosen, sort="name", after=after, limit=MOST_ROWS)
        rows += page.rows
        after = page.next
        if after is None:
            break
    counts: dict[str, Count] = {}
    for name, column in _COUNTED[scheme]:
        found = projection.facets(LISTS[name].table, [column], most=len(rows) + 1)[column]
        for count in found or ():
            if isinstance(count.value, Thing):
                counts[count.value.iri] = count
    below: dict[Iri, list[Row]] = {}
    known = {row["this"].iri for row in rows if isinstance(row["this"], Thing)}
    for row in rows:
        broader = [each.iri for each in _things(row["broader"]) if each.iri in known]
        for parent in broader or _TOP:
            below.setdefault(parent, []).append(row)
    return [_node(row, below, counts, ()) for row in below.get(_TOP[0], [])]


def _node(
    row: Row, below: dict[Iri, list[Row]], counts: dict[str, Count], path: tuple[str, ...]
) -> dict[str, Any]:
    this = row["this"]
    if not isinstance(this, Thing):
        raise TypeError(type(this).__name__)
    count = counts.get(this.iri)
    node: dict[str, Any] = {
        **shapes.thing(this),
        "count": count.number if count else 0,
        "total": (count.total or 0) if count else 0,
    }
    # Data of others may have a circle; each concept stands once on a way down.
    way = (*path, this.iri)
    inner = [
        _node(each, below, counts, way)
        for each in below.get(this.iri, [])
        if isinstance(each["this"], Thing) and each["this"].iri not in way
    ]
    if inner:
        node["narrower"] = inner
    return node


def _things(value: object) -> list[Thing]:
    return [each for each in shapes.values_of(value) if isinstance(each, Thing)]


def tree_query(scheme: str) -> str:
    """The SPARQL that counts the statements that name each concept of a vocabulary."""
    ((name, column),) = _COUNTED[scheme]
    table = LISTS[name].table
    return table.facet_query(table.column(column))


TREE_HEAD: Final = ("id", "label", "broader", "count", "total")


def tree_rows(nodes: Iterable[dict[str, Any]], broader: str = "") -> Iterator[tuple[Any, ...]]:
    """The concepts of a tree as rows of a table, each behind the one that it stands under.

    Args:
        nodes: Concepts.
        broader: The IRI of the one that they stand under.
    """
    for node in nodes:
        yield node["id"], node.get("label", ""), broader, node["count"], node["total"]
        yield from tree_rows(node.get("narrower", ()), node["id"])
