"""Whether data conforms to the SHACL shapes, and if not, which node fails which shape.

Two engines can do the work. **pyrudof** is the default: measured on the same machine it checks
10,000 recommendations of ten triples against eleven property shapes in 3 seconds where pyshacl
takes 25, and on a table of all constraint components that our shapes use both report the same
nodes (`benchmarks/validation.py`, `tests/graph/test_validation.py`). Its price is memory, about
100 KB for each focus node of one run, so nodes are given to it in batches, and its messages,
which leave out the shape's own for some components, so messages are taken from the shapes here.
**pyshacl** takes its place when pyrudof is not installed.

Source: SHACL, sections 2.1.3 (targets) and 3.6 (validation report).
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import pyoxigraph as ox

from rightsgraph.errors import RdfSyntaxError, ShapesError
from rightsgraph.graph.loading import Source, parse_file, write_nquads
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import OWL, RDF, RDFS, SH, XSD

Engine = Literal["rudof", "pyshacl"]

# Focus nodes in one run; pyrudof takes about 1 GB for them with a dozen property shapes.
BATCH: Final = 10_000
# As many violations as an error carries; a report has them all.
_IN_ERROR: Final = 1_000

_PATH: Final = ox.NamedNode(SH + "path")
_PROPERTY: Final = ox.NamedNode(SH + "property")
_MESSAGE: Final = ox.NamedNode(SH + "message")
_TYPE: Final = ox.NamedNode(RDF + "type")
_TARGET_NODE: Final = ox.NamedNode(SH + "targetNode")
_CLASSES: Final = (ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class"))
_SKOLEM: Final = "urn:rightsgraph:property-shape:"
_NAMELESS: Final = re.compile(_SKOLEM + r"\d+")
_DATATYPE: Final = re.compile(rf"\^\^<{re.escape(XSD)}(\w+)>$")

# What SPARQL says each kind of target selects; the class of a shape that is one is a target too.
_OF_CLASS: Final = "?n a/<" + RDFS + "subClassOf>* {0} ."
_TARGETS: Final = {
    ox.NamedNode(SH + "targetClass"): _OF_CLASS,
    ox.NamedNode(SH + "targetSubjectsOf"): "?n {0} ?o .",
    ox.NamedNode(SH + "targetObjectsOf"): "?s {0} ?n .",
    _TARGET_NODE: "VALUES ?n {{ {0} }}",
}


_COUNT: Final = """
SELECT (COUNT(DISTINCT ?n) AS ?total) (COUNT(DISTINCT ?named) AS ?names) WHERE {{
  SELECT DISTINCT ?n (IF(isBlank(?n), ?unbound, ?n) AS ?named) {0}
}}
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of a validation.

    Args:
        node: The focus node: an IRI, or `_:` and a label.
        message: What the shape says, or the engine when the shape says nothing.
        shape: IRI of the shape; of the node shape around it when the shape itself has no name.
        path: IRI of the property, or None when the node itself fails.
        value: The value that fails, an IRI or a literal as in Turtle; None when one is missing.
        severity: `Violation`, `Warning` or `Info`.
        component: Name of the constraint component, such as `MinCount`.
    """

    node: str
    message: str
    shape: str
    path: str | None = None
    value: str | None = None
    severity: str = "Violation"
    component: str = ""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found; warnings and remarks are listed and do not fail.

    Args:
        violations: All results, by severity, node and path.
    """

    violations: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether no result has the severity `Violation`."""
        return not self.failures

    @property
    def failures(self) -> tuple[Violation, ...]:
        """The results of the severity `Violation`."""
        return tuple(v for v in self.violations if v.severity == "Violation")

    def raise_if_failed(self) -> None:
        """Nothing, when the data conforms.

        Raises:
            ShapesError: It does not; `details["violations"]` lists the first thousand results
                and `details["total"]` counts all.
        """
        failures = self.failures
        if not failures:
            return
        first = failures[0]
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        raise ShapesError(
            f"<{first.node}> fails the shape <{first.shape}>: {first.message}{more}",
            violations=[asdict(violation) for violation in failures[:_IN_ERROR]],
            total=len(failures),
        )


def validate(
    dataset: ox.Store | Path | Iterable[Path],
    shapes: Path | None = None,
    *,
    default_graph: bool = True,
    engine: Engine | None = None,
    scratch: Path | None = None,
) -> ValidationReport:
    """A report on whether all graphs of a dataset, taken together, conform to the shapes.

    Args:
        dataset: A store, or RDF files.
        shapes: A file of SHACL shapes; by default `ontology/shapes.ttl`.
        default_graph: Whether the triples of the default graph of a store are checked too;
            false when they only repeat the named graphs.
        engine: `rudof` or `pyshacl`; by default pyrudof if it is installed.
        scratch: A folder for a temporary file with the data; by default that of the system.

    Raises:
        RdfFormatError: The suffix of a file is not known.
        RdfSyntaxError: A file does not parse, or the shapes are no shapes.
    """
    shapes_graph = _Shapes.read(shapes or resource_path("ontology") / "shapes.ttl")
    store = dataset if isinstance(dataset, ox.Store) else _in_memory(dataset)
    run = _run_rudof if (engine or default_engine()) == "rudof" else _run_pyshacl
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        data = Path(folder) / "data.nt"
        _write_data(store, data, default_graph=default_graph)
        results = list(run(data, shapes_graph.batches(store)))
    violations = {shapes_graph.describe(result) for result in results}
    order = {"Violation": 0, "Warning": 1}
    return ValidationReport(
        tuple(
            sorted(
                violations,
                key=lambda v: (order.get(v.severity, 2), v.node, v.path or "", v.message, str(v)),
            )
        )
    )


@cache
def default_engine() -> Engine:
    """The engine that is used when none is named."""
    return "rudof" if find_spec("pyrudof") else "pyshacl"


def _in_memory(files: Path | Iterable[Path]) -> ox.Store:
    store = ox.Store()
    for path in [files] if isinstance(files, Path) else files:
        lines = io.BytesIO()
        write_nquads([Source.file(path)], lines)
        store.bulk_load(lines.getvalue(), ox.RdfFormat.N_QUADS)
    return store


def _write_data(store: ox.Store, path: Path, *, default_graph: bool) -> None:
    with path.open("wb") as file:
        for graph in store.named_graphs():
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        if default_graph:
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())


class _Result(NamedTuple):
    """A result as an engine gives it."""

    node: str
    shape: str
    path: str | None
    value: str | None
    severity: str
    component: str
    message: str


@dataclass(frozen=True, slots=True)
class _Shapes:
    """A graph of shapes in which property shapes without a name have been given one.

    With names, the results of both engines can be led back to the shape and its message.
    """

    triples: tuple[ox.Triple, ...]
    messages: Mapping[str, str]
    owners: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> _Shapes:
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

    def describe(self, result: _Result) -> Violation:
        # A SPARQL constraint has a message of its own, which goes before that of its shape.
        own = None if result.component == "SPARQL" else self.messages.get(result.shape)
        return Violation(
            node=result.node,
            message=own or _NAMELESS.sub(lambda name: self._named(name[0]), result.message),
            shape=self._named(result.shape),
            path=result.path,
            value=_DATATYPE.sub(r"^^xsd:\1", result.value) if result.value else None,
            severity=result.severity,
            component=result.component,
        )

    def _named(self, shape: str) -> str:
        """The shape itself, or the one with a name that it is a part of."""
        while shape.startswith(_SKOLEM) and shape in self.owners:
            shape = self.owners[shape]
        return shape

    def batches(self, store: ox.Store) -> Iterator[str]:
        """The shapes as N-Triples, once for each batch of the nodes that they are about."""
        targets = dict(self._targets())
        focus = [(t.subject, f"WHERE {{ {where} }}") for t, where in targets.items()]
        counts = [next(_rows(store, _COUNT.format(where))) for _, where in focus]
        size = sum(int(total.value) for total, _ in counts)
        # A label of a blank node means nothing outside its file: then all goes in one run.
        if size <= BATCH or any(total != named for total, named in counts):
            yield _ntriples(self.triples)
            return
        rest = [t for t in self.triples if t not in targets]
        batch: list[ox.Triple] = []
        for shape, where in focus:
            for (node,) in _rows(store, "SELECT DISTINCT ?n " + where):
                batch.append(ox.Triple(shape, _TARGET_NODE, node))
                if len(batch) == BATCH:
                    yield _ntriples([*rest, *batch])
                    batch = []
        if batch:
            yield _ntriples([*rest, *batch])

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


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def _ntriples(triples: Iterable[ox.Triple]) -> str:
    out = io.BytesIO()
    ox.serialize(triples, out, ox.RdfFormat.N_TRIPLES)
    return out.getvalue().decode()


def _run_rudof(data: Path, batches: Iterable[str]) -> Iterator[_Result]:
    import pyrudof

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    try:
        engine.read_data(
            input=data, format=pyrudof.RDFFormat.NTriples, reader_mode=pyrudof.ReaderMode.Strict
        )
        for shapes in batches:
            engine.read_shacl(
                input=shapes,
                format=pyrudof.ShaclFormat.NTriples,
                reader_mode=pyrudof.ReaderMode.Strict,
            )
            for entry in engine.validate_shacl():
                yield _Result(
                    entry.focus_node,
                    entry.source_shape or "",
                    entry.path,
                    entry.value,
                    entry.severity,
                    _component(entry.constraint_component),
                    entry.message.strip('"'),
                )
    except pyrudof.RudofError as error:
        raise RdfSyntaxError(f"The shapes cannot be used: {error}") from error


def _run_pyshacl(data: Path, batches: Iterable[str]) -> Iterator[_Result]:
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
    from rdflib.namespace import SH as S

    graph = rdflib.Graph().parse(data, format="nt")
    for shapes in batches:
        shapes_graph = rdflib.Graph().parse(data=shapes, format="nt")
        try:
            _, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph, inplace=True)
        except (ReportableRuntimeError, ShapeLoadError) as error:
            raise RdfSyntaxError(f"The shapes cannot be used: {error}") from error
        # Results of nested shapes hang on their own results as details; the report has the others.
        for result in report.objects(None, S.result):
            message = report.value(result, S.resultMessage)
            value = report.value(result, S.value)
            path = report.value(result, S.resultPath)
            yield _Result(
                _plain(report.value(result, S.focusNode)),
                str(report.value(result, S.sourceShape)),
                _plain(path) if path is not None else None,
                _plain(value) if value is not None else None,
                str(report.value(result, S.resultSeverity)).rpartition("#")[2],
                _component(str(report.value(result, S.sourceConstraintComponent))),
                str(message or ""),
            )


def _component(iri: str) -> str:
    return iri.rpartition("#")[2].removesuffix("ConstraintComponent")


def _plain(term: Any) -> str:  # noqa: ANN401
    """A term as pyrudof writes it: an IRI without brackets, a literal in N-Triples."""
    text: str = term.n3()
    return text[1:-1] if text.startswith("<") else text
