"""What was written over HTTP outlives a build, or the build says what stands against it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from rightsgraph.cli import app
from rightsgraph.errors import SnapshotDamagedError, WrittenGraphsError
from rightsgraph.settings import Settings, get_settings
from rightsgraph.store import Home
from rightsgraph.store.changes import Change, Outcome, apply_change

EX = "https://examplia.example/"
SOURCE = f"GRAPH <{EX}source> {{ <{EX}s> <{EX}p> 1 }}"
SETTINGS = Settings(validate_on_publish=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "source.trig"
    file.write_text(SOURCE, encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path, source: Path) -> Home:
    home = Home(tmp_path / "home")
    home.build([source], validate=False)
    return home


def change(home: Home, kind: str, body: str = "", graph: str | None = None) -> Outcome:
    """What comes of a write over HTTP, as the process of one does it."""
    file = home.path / "body"
    file.write_text(body, encoding="utf-8")
    about = Change(kind, str(file), graph, "text/turtle", EX)
    return apply_change(home, about, SETTINGS)


def update(home: Home, text: str) -> Outcome:
    return change(home, "update", text)


def graphs(home: Home) -> dict[str, set[str]]:
    """The triples of the named graphs under the name of this example."""
    store = home.current().open()
    found = {
        name.value.removeprefix(EX): {
            re.sub(r"_:\w+", "_:b", str(quad.triple))
            for quad in store.quads_for_pattern(None, None, None, name)
        }
        for name in store.named_graphs()
        if isinstance(name, ox.NamedNode) and name.value.startswith(EX)
    }
    home.current().release()
    return found


def test_a_build_keeps_graphs_that_were_written(home: Home, source: Path) -> None:
    change(home, "put", "<s> <p> 1, 'ü\"\\n' ; <q> [ <r> <s> ] .", EX + "put")
    update(home, f"INSERT DATA {{ GRAPH <{EX}update> {{ <s> <p> 'x'@en-GB }} }}")
    before = graphs(home)
    assert set(before) == {"source", "put", "update"}
    source.write_text(SOURCE.replace("1", "2"), encoding="utf-8")
    snapshot = home.build([source], validate=False)
    after = graphs(home)
    assert after.pop("source") != before.pop("source")
    assert after == before
    assert snapshot.manifest.written == (EX + "put", EX + "update")
    store = snapshot.open()
    assert ox.Quad(*(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p")), ox.Literal(2)) in store
    snapshot.release()
    assert home.build([source], validate=False).manifest.written == snapshot.manifest.written
    assert graphs(home) == {**before, "source": graphs(home)["source"]}


def test_a_build_does_not_keep_what_it_had_from_a_file_that_is_gone(
    home: Home, source: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.trig"
    more.write_text(SOURCE.replace("source", "more"), encoding="utf-8")
    home.build([source, more], validate=False)
    change(home, "put", "<s> <p> 1 .", EX + "put")
    home.build([source], validate=False)
    assert set(graphs(home)) == {"source", "put"}


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{EX}source> {{ <s> <p> 2 }} }}",
        f"DELETE WHERE {{ GRAPH <{EX}source> {{ ?s ?p ?o }} }}",
        f"DROP GRAPH <{EX}source>",
        "DELETE { GRAPH ?g { ?s ?p 1 } } INSERT { GRAPH ?g { ?s ?p 3 } } WHERE "
        "{ GRAPH ?g { ?s ?p 1 } FILTER(STRENDS(STR(?g), 'source')) }",
    ],
)
def test_a_build_does_not_undo_a_change_silently(home: Home, source: Path, text: str) -> None:
    update(home, text)
    before, was = home.current(), graphs(home)
    assert EX + "source" in before.manifest.written
    with pytest.raises(WrittenGraphsError, match=re.escape(EX + "source")) as refused:
        home.build([source], validate=False)
    assert refused.value.details["graphs"] == [EX + "source"]
    assert (home.current(), graphs(home)) == (before, was)
    home.build([source], validate=False, keep_written=False)
    assert graphs(home) == {"source": {f'<{EX}s> <{EX}p> "1"^^<{INTEGER}>'}}
    assert home.current().manifest.written == ()


INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def test_a_write_that_changes_nothing_is_no_write(home: Home, source: Path) -> None:
    update(home, f"INSERT DATA {{ GRAPH <{EX}source> {{ <s> <p> 1 }} }}")
    update(home, "DELETE WHERE { GRAPH ?g { <nobody> ?p ?o } }")
    assert home.current().manifest.written == ()
    home.build([source], validate=False)


def test_what_is_given_as_a_file_is_written_no_more(
    home: Home, source: Path, tmp_path: Path
) -> None:
    change(home, "put", "<s> <p> 1, 2 .", EX + "put")
    file = tmp_path / "exported.trig"
    file.write_text(f"GRAPH <{EX}put> {{ <{EX}s> <{EX}p> 2, 1 }}", encoding="utf-8")
    assert home.build([source, file], validate=False).manifest.written == ()
    home.build([source], validate=False)
    assert set(graphs(home)) == {"source"}


def test_other_changes_remember_what_was_written(home: Home) -> None:
    change(home, "put", "<s> <p> 1 .", EX + "put")
    other = ox.Quad(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(1))
    name = ox.NamedNode(EX + "ingested")
    home.edit(
        lambda store: store.add(ox.Quad(other.subject, other.predicate, other.object, name)),
        validate=False,
    )
    assert home.current().manifest.written == (EX + "put",)
    change(home, "delete", graph=EX + "put")
    home.build([], validate=False)
    assert graphs(home) == {}
    assert home.current().manifest.written == ()


def test_a_graph_for_general_use_is_not_replaced_silently(tmp_path: Path, source: Path) -> None:
    home = Home(tmp_path / "scratch")
    home.build([], union=False, statistics=False, validate=False)
    change(home, "post", "<s> <p> 1 .", "")
    assert home.current().manifest.written == ("",)
    with pytest.raises(WrittenGraphsError, match="the default graph"):
        home.build([source], validate=False)
    home.build([source], validate=False, keep_written=False)
    assert set(graphs(home)) == {"source"}


def test_graphs_under_the_base_move_with_it(
    home: Home, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "https://w3id.org/rightsgraph/"
    change(home, "put", f"<{base}id/x> <p> <{base}ontology#Finding> .", base + "graph/put")
    moved = "https://moved.example/"
    monkeypatch.setenv("RIGHTSGRAPH_BASE_IRI", moved)
    get_settings.cache_clear()
    try:
        snapshot = home.build([source], validate=False)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    assert snapshot.manifest.written == (moved + "graph/put",)
    store = snapshot.open()
    [quad] = store.quads_for_pattern(None, None, None, ox.NamedNode(moved + "graph/put"))
    snapshot.release()
    assert str(quad.triple) == f"<{moved}id/x> <{EX}p> <{base}ontology#Finding>"


def test_the_command_says_what_it_keeps_and_what_it_leaves_out(
    home: Home, source: Path, tmp_path: Path
) -> None:
    def build(*options: str) -> tuple[BaseException | None, str]:
        arguments = ["build", str(source), "--no-validate", "--home", str(home.path), *options]
        done = CliRunner().invoke(app, arguments)
        return done.exception, " ".join(done.output.split())

    change(home, "put", "<s> <p> 1 .", EX + "put")
    error, said = build()
    assert error is None
    assert "kept 1 graph written over HTTP" in said
    assert "Nothing has changed" in build()[1]
    error, said = build("--discard-written")
    assert error is None
    assert "left out 1 graph written over HTTP" in said
    assert set(graphs(home)) == {"source"}
    assert "Nothing has changed" in build("--discard-written")[1]
    update(home, f"DROP GRAPH <{EX}source>")
    assert "Nothing has changed" in build()[1]
    error, _ = build("--anew")
    assert isinstance(error, WrittenGraphsError)
    assert "--discard-written" in error.remedy


def test_what_cannot_be_read_is_not_dropped(home: Home, source: Path) -> None:
    change(home, "put", "<s> <p> 1 .", EX + "put")
    file = max(home.current().store_path.glob("*.sst"), key=lambda each: each.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)
    with pytest.raises(SnapshotDamagedError):
        home.build([source], validate=False, keep_ingested=False)
    home.build([source], validate=False, keep_ingested=False, keep_written=False)
