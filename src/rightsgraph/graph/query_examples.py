"""The queries of `queries/` as examples in the graph, from which SPARQL editors take them.

Source: SHACL, section 5.2 (prefixes) and the SHACL Advanced Features vocabulary of executables
(`sh:SPARQLExecutable`), in the way of the SIB's sparql-examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox
import yaml

from rightsgraph import iris
from rightsgraph.errors import CatalogueError
from rightsgraph.iris import CANONICAL_BASE
from rightsgraph.vocabulary import RDF, SH, Dcterms, Rdfs

_ONTOLOGY: Final = CANONICAL_BASE + "ontology"
_TEXTS: Final = (
    ("title", Rdfs.label),
    ("question", Rdfs.comment),
    ("description", Dcterms.description),
)


def queries_graph() -> str:
    """The named graph of the queries."""
    return iris.named_graph("queries")


def write_query_examples(paths: tuple[Path, ...], out: IO[bytes]) -> None:
    """Write the description of queries as N-Quads.

    Args:
        paths: Files of the catalogue, each with a header of lines that begin with `#+`.
        out: A binary file.

    Raises:
        CatalogueError: A file cannot be read, or has no header.
    """
    quads = (quad for path in paths for quad in _quads(path))
    ox.serialize(quads, out, ox.RdfFormat.N_QUADS)


def _quads(path: Path) -> Iterator[ox.Quad]:
    header, query = _parts(path)
    graph = ox.NamedNode(queries_graph())
    example = ox.NamedNode(iris.query(path.stem))
    ontology = ox.NamedNode(_ONTOLOGY)
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield ox.Quad(example, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + kind), graph)
    yield ox.Quad(example, ox.NamedNode(SH + "prefixes"), ontology, graph)
    yield ox.Quad(example, ox.NamedNode(SH + "select"), ox.Literal(query), graph)
    for key, name in _TEXTS:
        text = " ".join(str(header[key]).split())
        yield ox.Quad(example, ox.NamedNode(name), ox.Literal(text, language="en"), graph)


def _parts(path: Path) -> tuple[dict[str, object], str]:
    """The header of a query file, and the query below it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = [line[2:].removeprefix(" ") for line in lines if line.startswith("#+")]
        header = yaml.safe_load("\n".join(head))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path.name}: the file cannot be read: {error}") from None
    missing = [key for key, _ in _TEXTS if not isinstance(header, dict) or key not in header]
    if missing:
        raise CatalogueError(f"{path.name}: the header has no {missing[0]}.")
    body = [line for line in lines if not line.startswith("#+")]
    return header, "\n".join(body).strip() + "\n"
