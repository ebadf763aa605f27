"""A snapshot written to a remote store, graph by graph.

A remote store has no snapshots. What takes their place: each graph is put whole; the default
graph of the new state is put beside that of the old one; and the manifest, by which queries find
the default graph, is replaced last. So a query over the default graph sees the old state or the
new one. A query that reaches into named graphs by GRAPH may see some that are new already. Then
what is left over is removed: graphs that the old manifest names and the new one does not, and the
default graphs but that of the state before, which queries under way may still read. Graphs that
`push` did not write are never touched.

A push that was broken off is taken up by the next one of the same snapshot: the journal says which
graphs were written. One of another snapshot trusts nothing that the broken one may have touched,
and writes all graphs. Two pushes at a time into one store are not told apart.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from rightsgraph.store.faults import reading
from rightsgraph.store.publishing import Progress, no_progress
from rightsgraph.store.remote.endpoint import Endpoint, Question
from rightsgraph.store.remote.manifest import (
    Held,
    default_graph,
    journal_graph,
    manifest_graph,
    manifest_triples,
)
from rightsgraph.store.remote.reading import RemoteGraph
from rightsgraph.store.remote.replies import rows_of
from rightsgraph.store.remote.writing import Writer
from rightsgraph.store.snapshots import Snapshot, file_digest
from rightsgraph.vocabulary import DCTERMS

_BEGUN: Final = DCTERMS + "hasVersion"
_DONE: Final = DCTERMS + "identifier"
_OURS: Final = DCTERMS + "hasPart"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did.

    Args:
        state: The name of the state that the store holds now.
        written: How many graphs were put.
        kept: How many were there already, the same.
        removed: How many were removed.
        triples: How many triples were sent.
    """

    state: str
    written: int
    kept: int
    removed: int
    triples: int


def push(snapshot: Snapshot, endpoint: Endpoint, *, progress: Progress = no_progress) -> Pushed:
    """Write a snapshot to a remote store, and make it the state that queries see there.

    Args:
        snapshot: What is written.
        endpoint: The store; it needs an endpoint for updates or of the Graph Store Protocol.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        SettingsError: There is no endpoint to write to.
        RemoteStoreError: The store does not take it; what it held before is still what queries
            see, and the next push goes on from here.
        SnapshotDamagedError: The snapshot cannot be read.
    """
    with Writer(endpoint) as writer, tempfile.TemporaryDirectory() as scratch:
        graph = RemoteGraph(endpoint)
        try:
            return _Push(snapshot, graph, writer, Path(scratch), progress).run()
        finally:
            graph.close()


@dataclass(slots=True)
class _Journal:
    """What pushes that were not finished have left behind.

    Args:
        begun: The states they were to bring.
        done: The digests of the graphs they have written, by state and graph.
        ours: The graphs they were going to write or to remove.
    """

    begun: set[str] = field(default_factory=set)
    done: dict[tuple[str, str], str] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)


class _Push:
    """One push."""

    def __init__(
        self,
        snapshot: Snapshot,
        graph: RemoteGraph,
        writer: Writer,
        scratch: Path,
        progress: Progress,
    ) -> None:
        self.snapshot = snapshot
        self.graph = graph
        self.writer = writer
        self.file = scratch / "graph.nt"
        self.progress = progress
        self.written = self.kept = self.triples = 0

    def run(self) -> Pushed:
        """Writes what is missing, then the manifest, then removes what is left over."""
        before, me = self.graph.held, self.snapshot.id
        journal = self._journal()
        there = {graph: digest for (state, graph), digest in journal.done.items() if state == me}
        if journal.begun <= {me, before.id}:
            there = {**before.digests, **there}
        after = Held(
            id=me,
            created=self.snapshot.created,
            graphs=dict(sorted(self.snapshot.graphs.items())),
            default=(default_graph(me),),
            previous=before.previous if before.id == me else before.id,
        )
        stale = self._stale(before, after, journal)
        # If this push is broken off, the next one may have to remove what it is going to write.
        new = {*after.graphs, *after.default} - set(before.graphs)
        about = journal_graph()
        self._note((about, _BEGUN, me), *((about, _OURS, name) for name in sorted(stale | new)))
        self._write_graphs(after, there)
        self.progress("switching", 0, 1)
        ox.serialize(manifest_triples(after), self.file, ox.RdfFormat.N_TRIPLES)
        self.writer.put(manifest_graph(), self.file)
        for place, name in enumerate(sorted(stale)):
            self.progress("removing old graphs", place, len(stale))
            self.writer.remove(name)
        self.writer.remove(journal_graph())
        return Pushed(me, self.written, self.kept, len(stale), self.triples)

    def _stale(self, before: Held, after: Held, journal: _Journal) -> set[str]:
        """The graphs of ours that nobody needs when the manifest stands."""
        states = {before.id, before.previous, *journal.begun} - {after.id, after.previous, ""}
        stale = {default_graph(state) for state in states}
        return (stale | set(before.graphs) | journal.ours) - {
            *after.graphs,
            default_graph(after.id),
            default_graph(after.previous),
        }

    def _write_graphs(self, after: Held, there: dict[str, str]) -> None:
        store = self.snapshot.open()
        try:
            default = default_graph(after.id)
            names = [*after.graphs, default]
            for place, name in enumerate(names):
                self.progress("writing graphs", place, len(names))
                source = ox.DefaultGraph() if name == default else ox.NamedNode(name)
                after.digests[name] = self._write(store, name, source, there.get(name, ""))
        finally:
            del store
            self.snapshot.release()

    def _write(
        self, store: ox.Store, name: str, source: ox.NamedNode | ox.DefaultGraph, there: str
    ) -> str:
        """The digest of a graph, which is put unless it is there."""
        with reading(self.snapshot.path):
            if self.snapshot.manifest.union or isinstance(source, ox.NamedNode):
                store.dump(self.file, ox.RdfFormat.N_TRIPLES, from_graph=source)
            else:
                union = store.query(
                    "CONSTRUCT { ?s ?p ?o } WHERE { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
                    use_default_graph_as_union=True,
                )
                cast("ox.QueryTriples", union).serialize(self.file, ox.RdfFormat.N_TRIPLES)
        digest = file_digest(self.file)
        if digest == there:
            self.kept += 1
            return digest
        self.writer.put(name, self.file)
        self._note((name, _DONE, f"{self.snapshot.id} {digest}"))
        self.written += 1
        with self.file.open("rb") as lines:
            self.triples += sum(1 for _ in lines)
        return digest

    def _note(self, *lines: tuple[str, str, str]) -> None:
        """Writes into the journal: what it is about, what is said, and of what value."""
        self.writer.add(
            journal_graph(),
            [
                ox.Triple(ox.NamedNode(about), ox.NamedNode(said), ox.Literal(value))
                for about, said, value in lines
            ],
        )

    def _journal(self) -> _Journal:
        text = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{journal_graph()}> {{ ?s ?p ?o }} }}"
        question = Question(text, graph=False)
        journal = _Journal()
        with self.graph.asking() as ask:
            for subject, predicate, thing in rows_of(ask, question, self.graph.endpoint):
                if predicate.value == _BEGUN:
                    journal.begun.add(thing.value)
                elif predicate.value == _OURS:
                    journal.ours.add(thing.value)
                else:
                    state, _, digest = thing.value.partition(" ")
                    journal.done[state, subject.value] = digest
        return journal
