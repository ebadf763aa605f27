"""Whether data conforms to the SHACL shapes, and if not, which node fails which shape.

Two engines can do the work. **pyrudof** is the default: it takes a third of the time of pyshacl
on our shapes, for the graph that ships with rightsgraph and for 10,000 recommendations with their
evidence, and on a table of all core constraint components both report the same nodes
(`benchmarks/validation.py`, `tests/graph/test_validation.py`). Its weaknesses are made good here:
time and memory of a run grow faster than its data, and an engine that is used again slows down,
so a large graph is checked in many runs of a fresh engine each; it leaves the shape's own message
out for some components, so messages are taken from the shapes; and it accepts dates,
times and durations that are none, so those are checked by SPARQL.
**pyshacl** takes its place when pyrudof is not installed.

Source: SHACL, section 3.6 (validation report).
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

import pyoxigraph as ox

from rightsgraph.errors import RdfSyntaxError, ShapesError
from rightsgraph.graph.loading import Source, write_nquads
from rightsgraph.graph.shapes import Result, ShapesGraph
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import XSD

Engine = Literal["rudof", "pyshacl"]

# As many violations as an error carries; a report has them all.
_IN_ERROR: Final = 1_000
_XSD_TERM: Final = re.compile(rf"\^\^<{re.escape(XSD)}(\w+)>$")


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
    shapes_graph = ShapesGraph.read(shapes or resource_path("ontology") / "shapes.ttl")
    store = dataset if isinstance(dataset, ox.Store) else _in_memory(dataset)
    run = _run_rudof if (engine or default_engine()) == "rudof" else _run_pyshacl
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        runs = shapes_graph.runs(store, Path(folder), default_graph=default_graph)
        results = list(run(runs))
    if run is _run_rudof:
        results += shapes_graph.ill_formed(store)
    violations = {_violation(result, shapes_graph) for result in results}
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


def _violation(result: Result, shapes: ShapesGraph) -> Violation:
    return Violation(
        node=result.node,
        message=shapes.message(result),
        shape=shapes.named(result.shape),
        path=result.path,
        value=_XSD_TERM.sub(r"^^xsd:\1", result.value) if result.value else None,
        severity=result.severity,
        component=result.component,
    )


def _run_rudof(runs: Iterable[tuple[str, Path]]) -> Iterator[Result]:
    import pyrudof

    try:
        for shapes, data in runs:
            # A fresh one for each run: an engine that is used again slows down with every run.
            engine = pyrudof.Rudof(pyrudof.RudofConfig())
            engine.read_data(
                input=data,
                format=pyrudof.RDFFormat.NTriples,
                reader_mode=pyrudof.ReaderMode.Strict,
            )
            engine.read_shacl(
                input=shapes,
                format=pyrudof.ShaclFormat.NTriples,
                reader_mode=pyrudof.ReaderMode.Strict,
            )
            for entry in engine.validate_shacl():
                yield Result(
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


def _run_pyshacl(runs: Iterable[tuple[str, Path]]) -> Iterator[Result]:
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
    from rdflib.namespace import SH as S

    for shapes, data in runs:
        graph = rdflib.Graph().parse(data, format="nt")
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
            yield Result(
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
