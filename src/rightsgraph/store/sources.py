"""The sources that ship with rightsgraph."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from rightsgraph.graph.authorities import load_authorities, write_authorities
from rightsgraph.graph.loading import Source
from rightsgraph.iris import named_graph
from rightsgraph.settings import resource_path


def bundled_sources() -> list[Source]:
    """The ontology with its vocabularies, the authorities, and all documents under `data/`.

    Raises:
        SettingsError: The package was installed without its files.
    """
    ontology = resource_path("ontology")
    names = named_graph("ontology")
    sources = [_named(path, ontology, names) for path in sorted(ontology.rglob("*.ttl"))]
    sources.append(Source("data/authorities", write=_write_authorities))
    data = resource_path("data")
    sources += [_named(path, data, None) for path in sorted(data.rglob("*.trig"))]
    return sources


def _named(path: Path, folder: Path, graph: str | None) -> Source:
    return Source(
        name=f"{folder.name}/{path.relative_to(folder).as_posix()}", path=path, graph=graph
    )


def _write_authorities(out: BinaryIO) -> None:
    write_authorities(load_authorities(), out)
