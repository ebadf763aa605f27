"""The sources that ship with rightsgraph."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rightsgraph.graph.loading import Source
from rightsgraph.iris import Iri, named_graph
from rightsgraph.settings import resource_path


def bundled_sources() -> list[Source]:
    """The ontology with its vocabularies, the authorities, and all documents under `data/`.

    Raises:
        SettingsError: The package was installed without its files.
    """
    ontology = resource_path("ontology")
    names = named_graph("ontology")
    sources = [_named(path, ontology, names) for path in sorted(ontology.rglob("*.ttl"))]
    sources += _authorities()
    data = resource_path("data")
    sources += [_named(path, data, None) for path in sorted(data.rglob("*.trig"))]
    return sources


def _named(path: Path, folder: Path, graph: Iri | None) -> Source:
    return Source(
        name=f"{folder.name}/{path.relative_to(folder).as_posix()}", path=path, graph=graph
    )


def _authorities() -> list[Source]:
    if find_spec("rightsgraph.graph.authorities") is None:
        return []
    write: Any = import_module("rightsgraph.graph.authorities").write_authorities
    return [Source(name="data/authorities", graph=named_graph("authorities"), write=write)]
