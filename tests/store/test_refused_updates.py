"""Updates that only the engine can refuse: where the mistake is, and that nothing is done."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import QuerySyntaxError
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.store.changes import Change, apply_change

BROKEN = [
    "INSERT DATA { <a:s> <a:p> }",
    "INSERT DATA { <a:s> <a:p> ?o }",
    "PREFIX x: <a:>\n  INSERT DATA { x:s x:p ?o }",
    "PREFIX x: <a:>  # one\n\nINSERT DATA { x:s x:p 1 } ; DELETE DATA {\n _:b x:p 1 }",
    "DROP SILENT GRAPH <a:g> ; INSERT { ?s ?p } WHERE { ?s ?p ?o }",
    "LOAD SILENT <http://127.0.0.1:9/> ; INSERT DATA { <a:s> <a:p> }",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("refused") / "home")
    home.build([], union=False, statistics=False, keep_ingested=False, validate=False)
    return home


def apply(home: Home, text: str) -> str:
    """The snapshot that an update makes."""
    file = Path(home.path) / "body"
    file.write_text(text, encoding="utf-8")
    change = Change("update", str(file), base_iri="http://examplia.example/")
    return apply_change(home, change, Settings(validate_on_publish=False)).snapshot


@pytest.mark.parametrize("text", BROKEN)
def test_the_place_of_a_mistake_is_the_engines(home: Home, text: str) -> None:
    # What is put in place of LOAD SILENT is longer, or shorter, than it.
    plain = re.sub("LOAD SILENT <.*?>", "DELETE DATA {}", text)
    with pytest.raises(SyntaxError) as theirs:
        ox.Store().update(plain, base_iri="http://examplia.example/")
    place = re.match(r"error at (\d+):(\d+): ", str(theirs.value))
    assert place is not None
    before = home.current().id
    with pytest.raises(QuerySyntaxError) as ours:
        apply(home, text)
    assert (ours.value.details["line"], ours.value.details["column"]) == (
        int(place[1]),
        int(place[2]),
    )
    assert home.current().id == before


@pytest.mark.parametrize(
    "text", ["", "PREFIX x: <a:>", "# nothing", "CREATE GRAPH <a:new>", "DROP SILENT GRAPH <b:g> ;"]
)
def test_what_parses_is_applied(home: Home, text: str) -> None:
    apply(home, text)
