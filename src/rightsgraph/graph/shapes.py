"""A graph of SHACL shapes, made ready for the engines.

Property shapes without a name are given one, so that the results of every engine can be led back
to the shape, its message and the node shape around it. What the shapes are about is found by
SPARQL, so that a large graph can be checked in runs of a few thousand nodes each.

Source: SHACL, section 2.1.3 (targets).
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from rightsgraph.graph.loading import parse_file
from rightsgraph.vocabulary import OWL, RDF, RDFS, SH, XSD

# Focus nodes in one run: its time grows faster than their number from here on, and so does memory.
BATCH: Final = 2_000

_PATH: Final = ox.NamedNode(SH + "path")
_PROPERTY: Final = ox.NamedNode(SH + "property")
_DATATYPE: Final = ox.NamedNode(SH + "datatype")
_MESSAGE: Final = ox.NamedNode(SH + "message")
_TYPE: Final = ox.NamedNode(RDF + "type")
_TARGET_NODE: Final = ox.NamedNode(SH + "targetNode")
_CLASSES: Final = (ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class"))
_SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")
_ALTERNATIVES: Final = ox.NamedNode(SH + "alternativePath")
_FIRST: Final = ox.NamedNode(RDF + "first")
_REST: Final = ox.NamedNode(RDF + "rest")
# What may lead a shape anywhere.
_FAR: Final = frozenset(ox.NamedNode(SH + n) for n in ("sparql", "target", "rule", "js"))
_ONE_PART: Final = frozenset(ox.NamedNode(SH + n) for n in ("node", "not", "qualifiedValueShape"))
_LIST_OF_PARTS: Final = frozenset(ox.NamedNode(SH + n) for n in ("or", "and", "xone"))
_SKOLEM: Final = "urn:rightsgraph:property-shape:"
_NAMELESS: Final = re.compile(_SKOLEM + r"\d+")

# What SPARQL says each kind of target selects; the class of a shape that is one is a target too.
_OF_CLASS: Final = "?n a/<" + RDFS + "subClassOf>* {0} ."
_TARGETS: Final = {
    ox.NamedNode(SH + "targetClass"): _OF_CLASS,
    ox.NamedNode(SH + "targetSubjectsOf"): "?n {0} ?o .",
    ox.NamedNode(SH + "targetObjectsOf"): "?s {0} ?n .",
    _TARGET_NODE: "VALUES ?n {{ {0} }}",
}


# Datatypes of which pyrudof looks at the name only.
_UNCHECKED: Final = frozenset(
    ox.NamedNode(XSD + name)
    for name in (
        *("date", "time", "duration", "dayTimeDuration", "yearMonthDuration"),
        *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
    )
)
_ILL_FORMED: Final = """
SELECT DISTINCT ?n ?v WHERE {{
  ?n {0} ?v FILTER(DATATYPE(?v) = {1} && !COALESCE(isLiteral({1}(STR(?v))), false))
}}
"""
_COUNT: Final = """
SELECT (COUNT(DISTINCT ?n) AS ?total) (COUNT(DISTINCT ?named) AS ?names) WHERE {{
  SELECT DISTINCT ?n (IF(isBlank(?n), ?unbound, ?n) AS ?named) {0}
}}
"""


class Result(NamedTuple):
    """A result as an engine gives it."""

    node: str
    shape: str
    path: str | None
    value: str | None
    severity: str
    component: str
    message: str


@dataclass(frozen=True, slots=True)
class ShapesGraph:
    """A graph of shapes in which property shapes without a name have been given one.

    Args:
        triples: All triples of the shapes.
        messages: What each shape says (`sh:message`), in English where it says it so.
        owners: The shape that each property shape belongs to.
    """

    triples: tuple[ox.Triple, ...]
    messages: Mapping[str, str]
    owners: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> ShapesGraph:
        """The shapes of an RDF file.

        Raises:
            RdfFormatError: The suffix of the file is not known.
            RdfSyntaxError: It does not parse.
            InputError: It cannot be read.
        """
        triples = [quad.triple for quad in parse_file(path)]
        names: dict[object, ox.NamedNode] = {}
        for triple in triples:
            if triple.predicate == _PATH and isinstance(triple.subject, ox.BlankNode):
                names.setdefault(triple.subject, ox.NamedNode(f"{_SKOLEM}{len(names)}"))
        named = tuple(
            ox.Triple(names.get(t.subject, t.subject), t.predicate, names.get(t.object, t.object))
            for t in triples
        )
        messages: dict[str, str] = {}
        owners: dict[str, str] = {}
        for triple in named:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if triple.predicate == _PROPERTY and isinstance(value, ox.NamedNode):
                owners[value.value] = subject.value
            elif triple.predicate == _MESSAGE and isinstance(value, ox.Literal):
                english = value.language == "en" or subject.value not in messages
                messages[subject.value] = value.value if english else messages[subject.value]
        return cls(named, messages, owners)

    def message(self, result: Result) -> str:
        """What the shape of a result says, or else the engine."""
        # A SPARQL constraint has a message of its own, which goes before that of its shape.
        own = None if result.component == "SPARQL" else self.messages.get(result.shape)
        return own or _NAMELESS.sub(lambda name: self.named(name[0]), result.message)

    def named(self, shape: str) -> str:
        """The shape itself, or the one with a name that it is a part of."""
        while shape.startswith(_SKOLEM) and shape in self.owners:
            shape = self.owners[shape]
        return shape

    def runs(
        self, store: ox.Store, folder: Path, *, default_graph: bool
    ) -> Iterator[tuple[str, Path]]:
        """What an engine is given: shapes as N-Triples, and a file with the data they need.

        Up to `BATCH` focus nodes make one run with all the data. More are split into runs, each
        with the triples of its own nodes if the shapes look no further, so that neither time nor
        memory of a run grows with the graph. The file is written anew for each run.

        Args:
            store: The data.
            folder: Where the file is written.
            default_graph: Whether the default graph is data too.
        """
        data = folder / "data.nt"
        targets = dict(self._targets())
        focus = [(t.subject, f"WHERE {{ {where} }}") for t, where in targets.items()]
        counts = [next(_rows(store, _COUNT.format(where))) for _, where in focus]
        # A label of a blank node means nothing outside its file: then all goes in one run.
        split = sum(int(total.value) for total, _ in counts) > BATCH and all(
            total == named for total, named in counts
        )
        local = split and self._is_local(targets)
        if not local:
            _write_all(store, data, default_graph=default_graph)
        if not split:
            yield _ntriples(self.triples), data
            return
        rest = [t for t in self.triples if t not in targets]
        pairs = (
            (shape, node)
            for shape, where in focus
            for (node,) in _rows(store, "SELECT DISTINCT ?n " + where)
        )
        while batch := list(islice(pairs, BATCH)):
            if local:
                nodes = dict.fromkeys(node for _, node in batch)
                _write_nodes(store, list(nodes), data, default_graph=default_graph)
            aimed = [ox.Triple(shape, _TARGET_NODE, node) for shape, node in batch]
            yield _ntriples([*rest, *aimed]), data

    def _is_local(self, targets: Mapping[ox.Triple, str]) -> bool:
        """Whether each shape looks at nothing but its focus node and the classes of values."""
        paths = {t.subject: t.object for t in self.triples if t.predicate == _PATH}
        choices: dict[object, object] = {
            t.subject: t.object for t in self.triples if t.predicate == _ALTERNATIVES
        }
        for path in paths.values():
            # One of several properties is as near as one property; all other paths go further.
            steps = self._listed(choices[path]) if path in choices else [path]
            if not all(isinstance(step, ox.NamedNode) for step in steps):
                return False
        if any(triple.predicate in _FAR for triple in self.triples):
            return False
        properties = [(t.subject, t.object) for t in self.triples if t.predicate == _PROPERTY]
        parts = self._parts()
        # A property shape looks at the focus node if all shapes around it do, ...
        about_focus = _reachable({triple.subject for triple in targets}, parts)
        if any(shape not in about_focus for shape, _ in properties):
            return False
        # ... and a shape for its values looks further when it has property shapes of its own.
        about_values = _reachable({part for shape in paths for part in parts.get(shape, [])}, parts)
        return not any(shape in about_values for shape, _ in properties)

    def _parts(self) -> Mapping[object, list[object]]:
        """The shapes that each shape combines, about the same node or the same value."""
        parts: defaultdict[object, list[object]] = defaultdict(list)
        for triple in self.triples:
            if triple.predicate in _ONE_PART:
                parts[triple.subject].append(triple.object)
            elif triple.predicate in _LIST_OF_PARTS:
                parts[triple.subject] += self._listed(triple.object)
        return parts

    def _listed(self, cell: object) -> list[object]:
        """The members of an RDF list."""
        first: dict[object, object] = {
            t.subject: t.object for t in self.triples if t.predicate == _FIRST
        }
        rest: dict[object, object] = {
            t.subject: t.object for t in self.triples if t.predicate == _REST
        }
        members: list[object] = []
        while cell in first:
            members.append(first[cell])
            cell = rest.get(cell)
        return members

    def ill_formed(self, store: ox.Store) -> Iterator[Result]:
        """The literals of the checked datatypes whose words are no such value."""
        paths = {t.subject: t.object for t in self.triples if t.predicate == _PATH}
        for triple in self.triples:
            shape, path = triple.subject, paths.get(triple.subject)
            if (
                triple.predicate != _DATATYPE
                or triple.object not in _UNCHECKED
                or not isinstance(shape, ox.NamedNode)
                or not isinstance(path, ox.NamedNode)
            ):
                continue
            for node, value in _rows(store, _ILL_FORMED.format(path, triple.object)):
                yield Result(
                    node.value if isinstance(node, ox.NamedNode) else str(node),
                    shape.value,
                    path.value,
                    str(value),
                    "Violation",
                    "Datatype",
                    f"{value.value!r} is no {triple.object}",
                )

    def _targets(self) -> Iterator[tuple[ox.Triple, str]]:
        """The triples that say what a shape is about, each with the pattern of its nodes."""
        shapes = {t.subject for t in self.triples if t.predicate == _PROPERTY}
        for triple in self.triples:
            if triple.predicate in _TARGETS:
                yield triple, _TARGETS[triple.predicate].format(triple.object)
            elif (
                triple.predicate == _TYPE and triple.object in _CLASSES and triple.subject in shapes
            ):
                yield triple, _OF_CLASS.format(triple.subject)


def _reachable(start: set[Any], parts: Mapping[object, list[object]]) -> set[object]:
    found: set[object] = set()
    waiting: list[object] = list(start)
    while waiting:
        shape = waiting.pop()
        if shape not in found:
            found.add(shape)
            waiting += parts.get(shape, [])
    return found


def _write_all(store: ox.Store, path: Path, *, default_graph: bool) -> None:
    with path.open("wb") as file:
        for graph in store.named_graphs():
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        if default_graph:
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())


def _write_nodes(store: ox.Store, nodes: list[Any], path: Path, *, default_graph: bool) -> None:
    """Write the triples of nodes, the classes of their values, and what those are classes of."""
    nowhere = ox.DefaultGraph()

    def triples() -> Iterator[ox.Triple]:
        values: dict[Any, None] = {}
        for node in nodes:
            if isinstance(node, ox.Literal):
                continue
            for quad in store.quads_for_pattern(node, None, None, None):
                if default_graph or quad.graph_name != nowhere:
                    yield quad.triple
                    if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                        values[quad.object] = None
        for value in values:
            for quad in store.quads_for_pattern(value, _TYPE, None, None):
                yield quad.triple
        for quad in store.quads_for_pattern(None, _SUBCLASS, None, None):
            yield quad.triple

    with path.open("wb") as file:
        ox.serialize(triples(), file, ox.RdfFormat.N_TRIPLES)


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def _ntriples(triples: Iterable[ox.Triple]) -> str:
    out = io.BytesIO()
    ox.serialize(triples, out, ox.RdfFormat.N_TRIPLES)
    return out.getvalue().decode()
