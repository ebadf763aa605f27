"""What a write over HTTP does to the graph: an update, or RDF put into, added to or taken out.

All of it runs in the process of one write: reading what was sent, the change of a hard-linked
copy, its validation, its publication. What is refused leaves the current snapshot as it is.

Source: SPARQL 1.1 Graph Store HTTP Protocol, section 5; SPARQL 1.1 Protocol, section 2.2.
"""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import (
    DefaultGraphDerivedError,
    GraphNotFoundError,
    GraphReservedError,
    InputError,
    PreconditionError,
    QueryFailedError,
    QuerySyntaxError,
    RdfSyntaxError,
    UnsupportedMediaTypeError,
    UpdateFailedError,
)
from rightsgraph.graph.loading import parse_as
from rightsgraph.iris import named_graph
from rightsgraph.settings import Settings
from rightsgraph.store.forms import MULTIPART, form_files
from rightsgraph.store.home import Home
from rightsgraph.store.query_text import decode_utf8
from rightsgraph.store.source_graphs import source_digest, take_out
from rightsgraph.store.update_guard import check_update
from rightsgraph.store.update_scope import UpdateScope
from rightsgraph.vocabulary import PREFIXES

RDF_TYPES: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
# From here on a bulk load is quicker than a transaction, which is kept in memory.
_BULK: Final = 10_000
_PLACE: Final = re.compile(r"error at (\d+):(\d+): ")
_IMPOSSIBLE: Final = "CLEAR GRAPH <urn:x-rightsgraph:none> ; "
_RESERVED: Final = ("statistics", "reviews")


@dataclass(frozen=True, slots=True)
class Change:
    """A write that was asked for.

    Args:
        kind: "update", "put", "post", "delete", "patch"; or "source" for a document that was read,
            as N-Quads of its graph and of the provenance graph.
        body: The file with what was sent; empty without any.
        graph: IRI of the graph that it is about; empty for the default graph; `None` for the
            dataset.
        media_type: Value of the Content-Type field.
        base_iri: What relative IRIs are relative to.
        using: IRIs of the graphs in which the WHERE of an update looks by default.
        using_named: IRIs of the graphs that GRAPH reaches in it.
        expected: Digest of the source that the graph is made from before it; empty when there
            must be none, `None` for any.
    """

    kind: str
    body: str = ""
    graph: str | None = None
    media_type: str = ""
    base_iri: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a write.

    Args:
        snapshot: Id of the snapshot that was published.
        created: Whether the graph had not been there.
    """

    snapshot: str
    created: bool = False


def apply_change(home: Home, change: Change, settings: Settings, trusted: str = "") -> Outcome:
    """What came of a write: a snapshot that is current now.

    Args:
        home: The folder with the snapshots.
        change: What to do.
        settings: Limits of the text of an update.
        trusted: Id of a snapshot whose files need not be read through again.

    Raises:
        DefaultGraphDerivedError: The default graph is a union and cannot be written.
        GraphReservedError: rightsgraph keeps the graph itself.
        GraphNotFoundError: There is no such graph to delete or patch.
        QueryForbiddenError: An update contains SERVICE or LOAD.
        QuerySyntaxError: An update does not parse.
        QueryTooComplexError: An update is nested too deeply or too wide.
        UpdateFailedError: An update does not fit the graph as it is.
        QueryFailedError: The engine cannot evaluate an update.
        RdfSyntaxError: The RDF does not parse.
        InputError: What was sent cannot be used for another reason.
        PreconditionError: The source of a document is not the one that was expected.
        ShapesError: The changed data fails its shapes.
        StoreError: The folder cannot be read or written.
    """
    return _Application(home, change, settings, trusted).run()


class _Application:
    def __init__(self, home: Home, change: Change, settings: Settings, trusted: str) -> None:
        self.home = home
        self.change = change
        self.settings = settings
        self.trusted = trusted
        self.manifest = home.current().manifest
        self.created = False

    def run(self) -> Outcome:
        """Does it."""
        change = self.change
        graphs: Iterable[str] | None
        work: Callable[[ox.Store], object]
        if change.kind == "update":
            scope = self.scope()
            self.allow(default=scope.default, graphs=scope.graphs)
            graphs = scope.graphs if scope.all_known else None
            snapshot = self.publish(lambda store: self.update(store, scope), graphs)
        elif change.kind == "source":
            snapshot = self.publish(self.source, self.graphs_of_source(), written=False)
        elif change.graph is None:
            snapshot = self.load_dataset()
        else:
            self.allow(default="" if change.graph else change.kind.upper(), graphs=[change.graph])
            # What does not parse is mostly found before anything is copied.
            work = {"delete": self.delete, "patch": self.patch}.get(change.kind) or self.loading()
            snapshot = self.publish(work, [change.graph] if change.graph else [])
        return snapshot

    def publish(
        self,
        work: Callable[[ox.Store], object],
        graphs: Iterable[str] | None,
        *,
        written: bool = True,
    ) -> Outcome:
        """Publishes what becomes of a copy of the current snapshot."""
        snapshot = self.home.edit(
            work,
            graphs=graphs,
            trusted=self.trusted,
            written=written,
            note=f"{self.change.kind} over HTTP",
        )
        return Outcome(snapshot.id, self.created)

    def allow(self, *, default: str, graphs: Iterable[str]) -> None:
        """Refuses a write to what follows from other graphs."""
        if not self.manifest.union:
            return
        if default:
            raise DefaultGraphDerivedError(f"{default} writes to the default graph.")
        for graph in graphs:
            if graph in {named_graph(name) for name in _RESERVED}:
                raise GraphReservedError(f"<{graph}> cannot be written over HTTP.", graph=graph)

    # Sources.

    def graphs_of_source(self) -> list[str]:
        """The graphs that a document which was read is written to."""
        return [self.change.graph or "", named_graph("provenance")]

    def source(self, store: ox.Store) -> None:
        """Puts what a document says in place of what was said of it before."""
        graph = self.change.graph or ""
        expected = self.change.expected
        if expected is not None and source_digest(store, graph) != expected:
            raise PreconditionError("Another source has come in between.")
        self.created = not store.contains_named_graph(ox.NamedNode(graph))
        take_out(store, [graph])
        with Path(self.change.body).open("rb") as file:
            _add(store, ox.parse(file, ox.RdfFormat.N_QUADS))

    # Updates.

    def scope(self) -> UpdateScope:
        """The update, checked."""
        text = decode_utf8(Path(self.change.body).read_bytes(), "update")
        scope = check_update(text, self.settings, self.change.using, self.change.using_named)
        self.parse(scope)
        return scope

    def parse(self, scope: UpdateScope) -> None:
        """Refuses an update that does not parse before anything is copied.

        The engine parses all of an update before it evaluates any of it. Here what it evaluates
        first cannot be done, so that it does nothing else.
        """
        if scope.first < 0:
            return
        text = f"{scope.text[: scope.first]}{_IMPOSSIBLE}{scope.text[scope.first :]}"
        try:
            ox.Store().update(text, base_iri=self.change.base_iri or None, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise _syntax_error(str(error), scope) from None
        except (RuntimeError, ValueError):
            return

    def update(self, store: ox.Store, scope: UpdateScope) -> None:
        """Applies an update."""
        base_iri = self.change.base_iri or None
        try:
            store.update(scope.text, base_iri=base_iri, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise _syntax_error(str(error)) from None
        except RuntimeError as error:
            if "exist" in str(error):
                raise UpdateFailedError(f"{error}.") from None
            raise QueryFailedError(f"The update cannot be evaluated: {error}.") from None
        except ValueError as error:
            raise InputError(f"The update cannot be evaluated: {error}.") from None

    def patch(self, store: ox.Store) -> None:
        """Applies an update that sees nothing but the graph."""
        name = self.existing(store)
        scope = self.scope()
        if scope.named:
            raise InputError(
                f"{scope.named} reaches beyond the graph.",
                remedy="A patch writes to its graph without naming it.",
            )
        before = set(store.quads_for_pattern(None, None, None, name))
        alone = ox.Store()
        alone.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in before)
        self.update(alone, scope)
        after = {ox.Quad(q.subject, q.predicate, q.object, name) for q in alone}
        for quad in before - after:
            store.remove(quad)
        store.extend(after - before)

    # RDF.

    def loading(self) -> Callable[[ox.Store], None]:
        """What puts triples into the graph; the first of them have been read."""
        quads = _in_graph(itertools.chain.from_iterable(self.parts()), self.name())
        first = list(itertools.islice(quads, _BULK))
        return lambda store: self.load(store, itertools.chain(first, quads))

    def load(self, store: ox.Store, quads: Iterable[ox.Quad]) -> None:
        """Puts triples into the graph, for PUT in place of what it holds."""
        name = self.name()
        new = isinstance(name, ox.NamedNode) and not store.contains_named_graph(name)
        self.created = new
        if self.change.kind == "put":
            store.clear_graph(name)
        if isinstance(name, ox.NamedNode):
            store.add_graph(name)
        _add(store, quads)

    def load_dataset(self) -> Outcome:
        """Adds quads to the graphs that they name, once it is known which these are."""
        names: set[str] = set()
        with tempfile.TemporaryFile() as file:
            quads = _noting(itertools.chain.from_iterable(self.parts()), names)
            ox.serialize(quads, file, ox.RdfFormat.N_QUADS)
            self.allow(default="The body" if "" in names else "", graphs=names)
            file.seek(0)
            again = ox.parse(file, ox.RdfFormat.N_QUADS, lenient=True)
            return self.publish(lambda store: _add(store, again), names - {""})

    def delete(self, store: ox.Store) -> None:
        """Takes a graph out, or empties the default graph."""
        name = self.existing(store)
        if isinstance(name, ox.NamedNode):
            store.remove_graph(name)
        else:
            store.clear_graph(name)

    def name(self) -> ox.NamedNode | ox.DefaultGraph:
        """The graph that the write is about."""
        return ox.NamedNode(self.change.graph) if self.change.graph else ox.DefaultGraph()

    def existing(self, store: ox.Store) -> ox.NamedNode | ox.DefaultGraph:
        """The graph, which must be there."""
        name = self.name()
        if isinstance(name, ox.NamedNode) and not store.contains_named_graph(name):
            raise GraphNotFoundError(f"There is no graph <{name.value}>.", graph=name.value)
        return name

    def parts(self) -> Iterator[Iterator[ox.Quad]]:
        """The quads of the body, or of each file in it."""
        body = Path(self.change.body)
        if media_type_of(self.change.media_type) != MULTIPART:
            yield self.quads(body, self.change.media_type, "the body")
            return
        for each in form_files(body, self.change.media_type):
            yield self.quads(each.path, each.media_type, each.name)

    def quads(self, file: Path, media_type: str, name: str) -> Iterator[ox.Quad]:
        """The quads of a file, its name in messages being that which the client knows."""
        known = rdf_format(media_type)
        try:
            yield from parse_as(file, known, self.change.base_iri or None)
        except RdfSyntaxError as error:
            details = {**error.details, "file": name}
            message = error.message.replace(str(file), name)
            raise RdfSyntaxError(message, remedy=error.remedy, **details) from None


def media_type_of(content_type: str) -> str:
    """The media type in a Content-Type field, without parameters, in small letters."""
    return content_type.partition(";")[0].strip().lower()


def rdf_format(content_type: str) -> ox.RdfFormat:
    """The RDF format of a Content-Type field.

    Raises:
        UnsupportedMediaTypeError: It is none.
    """
    known = RDF_TYPES.get(media_type_of(content_type))
    if known is None:
        said = repr(content_type) if content_type else "a body without a type"
        raise UnsupportedMediaTypeError(
            f"RDF cannot be read from {said}.",
            remedy="Send text/turtle, application/n-triples, application/rdf+xml, "
            "application/ld+json, application/trig or application/n-quads.",
        )
    return known


def _in_graph(quads: Iterable[ox.Quad], name: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    nowhere = ox.DefaultGraph()
    for quad in quads:
        if quad.graph_name != nowhere:
            raise InputError(
                f"The body has triples in the graph {quad.graph_name}, and the request names one.",
                remedy="POST data with named graphs to /store without ?graph= or ?default.",
            )
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def _noting(quads: Iterable[ox.Quad], names: set[str]) -> Iterator[ox.Quad]:
    """The quads, the names of their graphs noted; empty for the default graph."""
    for quad in quads:
        name = quad.graph_name
        if isinstance(name, ox.BlankNode):
            raise InputError("A graph must be named by an IRI, not by a blank node.")
        names.add("" if isinstance(name, ox.DefaultGraph) else name.value)
        yield quad


def _add(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    rest = iter(quads)
    first = list(itertools.islice(rest, _BULK))
    if len(first) < _BULK:
        store.extend(first)
        return
    with tempfile.TemporaryFile() as file:
        ox.serialize(itertools.chain(first, rest), file, ox.RdfFormat.N_QUADS)
        file.seek(0)
        store.bulk_load(file, ox.RdfFormat.N_QUADS, lenient=True)


def _syntax_error(message: str, scope: UpdateScope | None = None) -> QuerySyntaxError:
    """The error for a message of the engine, about the text of a scope with what was put in."""
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError(message[:240])
    line, column = int(match[1]), int(match[2])
    if scope is not None:
        before = scope.text[: scope.first]
        same_line = line == before.count("\n") + 1
        if same_line and column > len(before) - before.rfind("\n"):
            column -= len(_IMPOSSIBLE)
    text = f"Line {line}, column {column}: {message[match.end() :]}"
    return QuerySyntaxError(text[:240], line=line, column=column)
