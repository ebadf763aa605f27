"""A citation network of a snapshot: the way in, from Python and from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

import networkx as nx

from rightsgraph.errors import ParameterError
from rightsgraph.networks.attributes import tidy
from rightsgraph.networks.choices import Direction, Level, Relation
from rightsgraph.networks.citing import build_citing
from rightsgraph.networks.facts import Facts
from rightsgraph.networks.levels import Ends, describe, isolates
from rightsgraph.networks.measures import measure
from rightsgraph.networks.neighbourhood import ego_network
from rightsgraph.networks.selection import Selection, Sieve
from rightsgraph.networks.sharing import build_sharing
from rightsgraph.store import Snapshot
from rightsgraph.store.graph_store import OpenGraph
from rightsgraph.store.local import LocalGraph
from rightsgraph.store.opening import open_store

_Choice = TypeVar("_Choice", bound=StrEnum)

# How many citations, or shared nodes, an edge names.
NAMED: Final = 20


def citation_network(
    home: str | Path | None = None,
    *,
    snapshot: str | Snapshot | None = None,
    store: str | None = None,
    level: str = Level.DOCUMENTS,
    relation: str = Relation.CITES,
    since: str = "",
    until: str = "",
    body: str | Iterable[str] = (),
    state: str | Iterable[str] = (),
    action: str | Iterable[str] = (),
    violation: str | Iterable[str] = (),
    resolution: str | Iterable[str] = (),
    kind: str | Iterable[str] = (),
    citing_kind: str | Iterable[str] = (),
    with_isolates: bool = False,
    merge_identified: bool = False,
    ego: str | None = None,
    radius: int = 1,
    direction: str = Direction.BOTH,
    measures: str | Iterable[str] = (),
    seed: int = 1,
    named: int = NAMED,
) -> nx.DiGraph | nx.Graph:
    """A citation network, as a graph of networkx with typed attributes.

    Args:
        home: The folder with the snapshots; by default the setting RIGHTSGRAPH_HOME.
        snapshot: A snapshot or the id of one, such as `open_graph().snapshot`; by default the
            current one.
        store: The SPARQL endpoint of a store on another server; by default, and without a folder,
            the setting RIGHTSGRAPH_STORE.
        level: `documents`, `paragraphs` or `actors`.
        relation: `cites` (a DiGraph), `co-citation` or `coupling` (a Graph).
        since: Only citations by documents of this day, month or year, or later.
        until: Likewise, or earlier.
        body: Only citations by or of these bodies or organisations (slugs or IRIs).
        state: Only what is about these States or situations.
        action: Only citations on which a recommendation of these actions rests.
        violation: Only citations on which a finding of these violations rests.
        resolution: Only citations that were resolved like this, such as `ibid`.
        kind: Only citations of documents of these kinds, such as `report`.
        citing_kind: Only citations by documents of these kinds.
        with_isolates: Whether nodes without an edge are in it too.
        merge_identified: Whether a work that is cited without a symbol, and that background
            knowledge identifies, is taken for that document.
        ego: A node (IRI, symbol or label): only what is near it.
        radius: How many steps from it.
        direction: `cited`, `citing` or `both`.
        measures: Names of `MEASURES`, whose values become attributes.
        seed: Where random choices begin; the same seed gives the same values.
        named: How many citations, or shared nodes, an edge names.

    Returns:
        The network: a node is the IRI of what it stands for. docs/networks.md lists the
        attributes of nodes, edges and of the graph.

    Raises:
        NoSnapshotError: Nothing has been built yet.
        SnapshotNotFoundError: There is no such snapshot.
        RemoteStoreError: The other server does not answer.
        ParameterError: A value is unknown or malformed.
        NodeNotFoundError: There is no such node.
        NetworkTooLargeError: Co-citation or coupling has too many pairs.

    Example:
        >>> network = citation_network(level="actors")  # doctest: +SKIP
        >>> network.in_degree("https://w3id.org/rightsgraph/id/body/secretary-general")
        ... # doctest: +SKIP
        9
    """
    if isinstance(snapshot, Snapshot):
        graph: OpenGraph = LocalGraph(snapshot)
    else:
        graph = open_store(home, snapshot=snapshot, store=store)
    selection = Selection(
        since=since,
        until=until,
        body=_several(body),
        state=_several(state),
        action=_several(action),
        violation=_several(violation),
        resolution=_several(resolution),
        kind=_several(kind),
        citing_kind=_several(citing_kind),
    )
    with Facts(graph) as facts:
        network = build_network(
            facts,
            level=_choice(Level, "level", level),
            relation=_choice(Relation, "relation", relation),
            selection=selection,
            with_isolates=with_isolates,
            merge_identified=merge_identified,
            named=named,
        )
    if ego is not None:
        way = _choice(Direction, "direction", direction)
        network = ego_network(network, ego, radius=radius, direction=way)
    measure(network, _several(measures), seed=seed)
    return network


def build_network(
    facts: Facts,
    *,
    level: Level,
    relation: Relation,
    selection: Selection,
    with_isolates: bool = False,
    merge_identified: bool = False,
    named: int = NAMED,
) -> nx.DiGraph | nx.Graph:
    """The network of a level and a relation, with the attributes that the graph knows.

    Args:
        facts: The facts of a snapshot.
        level: What the nodes are.
        relation: What the edges are.
        selection: Which citations are taken.
        with_isolates: Whether nodes without an edge are in it too.
        merge_identified: As for `citation_network`.
        named: How many citations, or shared nodes, an edge names.

    Raises:
        ParameterError: A filter is malformed, or names nothing in the graph.
        NetworkTooLargeError: Co-citation or coupling has too many pairs.
    """
    if not 0 <= named <= 10_000:
        raise ParameterError(f"named is 0 to 10,000, not {named}.", parameter="named")
    sieve = Sieve(selection, facts)
    ends = Ends(level, facts, merge=merge_identified)
    network, own = build_citing(ends, sieve, named=named)
    if relation is not Relation.CITES:
        network = build_sharing(network, relation, named=named)
    if with_isolates:
        network.add_nodes_from(sorted(isolates(level, sieve)))
    for node in network:
        if own[node]:
            network.nodes[node]["selfCitations"] = own[node]
    describe(network, level, facts)
    created = facts.graph.state.created
    network.graph.update(
        tidy(
            {
                "level": str(level),
                "relation": str(relation),
                "snapshot": str(facts.graph.state.id) or None,
                "created": created.isoformat() if created else None,
                "filters": str(selection),
                "merged": merge_identified or None,
            }
        )
    )
    return network


def _several(values: str | Iterable[str]) -> tuple[str, ...]:
    given = (values,) if isinstance(values, str) else tuple(values)
    return tuple(value for value in given if value.strip())


def _choice(kind: type[_Choice], name: str, value: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise ParameterError(
            f"Parameter {name!r} knows no {value!r}.",
            remedy=f"Use one of {', '.join(kind)}.",
            parameter=name,
        ) from None
