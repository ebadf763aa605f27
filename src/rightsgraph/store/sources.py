"""The sources that ship with rightsgraph, and files checked beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from rightsgraph.graph.authorities import load_authorities, write_authorities
from rightsgraph.graph.loading import Source, write_nquads
from rightsgraph.graph.query_examples import write_query_examples
from rightsgraph.graph.validation import ValidationReport, validate
from rightsgraph.iris import named_graph
from rightsgraph.settings import resource_path


def bundled_sources() -> list[Source]:
    """The ontology with its vocabularies, the queries, the authorities, and what is in `data/`.

    Raises:
        SettingsError: The package was installed without its files.
    """
    ontology = resource_path("ontology")
    names = named_graph("ontology")
    sources = [_named(path, ontology, names) for path in sorted(ontology.rglob("*.ttl"))]
    files = tuple(sorted(resource_path("queries").glob("*.rq")))
    sources.append(Source("queries", write=partial(write_query_examples, files), inputs=files))
    data = resource_path("data")
    tables = tuple(sorted((data / "authorities").glob("*.csv")))
    sources.append(Source("data/authorities", write=_write_authorities, inputs=tables))
    sources += [_named(path, data, None) for path in sorted(data.rglob("*.trig"))]
    reviews = named_graph("reviews")
    sources += [_named(path, data, reviews) for path in sorted(data.glob("reviews/*.ttl"))]
    return sources


def _named(path: Path, folder: Path, graph: str | None) -> Source:
    return Source(
        name=f"{folder.name}/{path.relative_to(folder).as_posix()}", path=path, graph=graph
    )


def _write_authorities(out: IO[bytes]) -> None:
    write_authorities(load_authorities(), out)


def validate_files(paths: Iterable[Path]) -> ValidationReport:
    """A report on whether RDF files conform to the shapes, beside the bundled data.

    Args:
        paths: The files; what the bundled data says of a body or a concept needs not be said in
            them again.

    Raises:
        RdfFormatError: The suffix of a file is not known.
        RdfSyntaxError: A file does not parse.
        InputError: A file cannot be read.
    """
    files = [Source.file(path) for path in paths]
    store = ox.Store()
    with tempfile.TemporaryFile() as staging:
        # The files first: one that does not parse is named before anything else is read.
        write_nquads([*files, *bundled_sources()], staging)
        staging.seek(0)
        store.bulk_load(input=staging, format=ox.RdfFormat.N_QUADS, lenient=True)
    return validate(store)
