"""The Republic of Examplia, and the bundled data, as stores with a union default graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue, Value
from rightsgraph.store import Home, bundled_sources
from rightsgraph.store.counting import count
from rightsgraph.vocabulary import RG

BASE = "https://w3id.org/rightsgraph/"
EXAMPLIA = Path(__file__).with_name("examplia.trig")

Ask = Callable[..., list[dict[str, str | None]]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def examplia() -> ox.Store:
    store = ox.Store()
    store.load(path=EXAMPLIA)
    store.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store])
    # The tallies, and no other counts: where these are missing queries count by themselves.
    tallies = b"".join(
        b"%s <%s> %s .\n" % (thing, name.encode(), value)
        for thing, name, value in count(store, BASE + "dataset", union=True)
        if name.startswith(RG + "tally")
    )
    store.load(tallies, ox.RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    home = Home(tmp_path_factory.mktemp("home"))
    return home.build(bundled_sources(), validate=False).open()


def rows(store: ox.Store, sparql: str) -> list[dict[str, str | None]]:
    """The rows with their values as text, without the base IRI."""
    results = store.query(sparql)
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [
        {
            name: None if term is None else getattr(term, "value", str(term)).removeprefix(BASE)
            for name, term in zip(names, row, strict=True)
        }
        for row in results
    ]


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue, examplia: ox.Store) -> Ask:
    """Asks a query of the catalogue of the Republic of Examplia."""

    def answer(name: str, **values: Value) -> list[dict[str, str | None]]:
        given = {key.removesuffix("_"): value for key, value in values.items()}
        return rows(examplia, catalogue.get(name).bind(given))

    return answer
