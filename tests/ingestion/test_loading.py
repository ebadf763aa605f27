"""Quads are loaded into a copy while other documents are still described, and no lock is held."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import StoreBusyError
from rightsgraph.ingestion import ingest, loading
from rightsgraph.ingestion.loading import Loaded, LoadingAhead
from rightsgraph.iris import named_graph
from rightsgraph.store import Home
from tests.ingestion.letters import decision, letter

OTHER = ox.NamedNode("http://example.org/written-meanwhile")


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Loaded | None]:
    """What each run has loaded ahead; every document is, as if it filled a file."""
    found: list[Loaded | None] = []
    original = LoadingAhead.loaded

    def told(self: LoadingAhead) -> Loaded | None:
        found.append(original(self))
        return found[-1]

    monkeypatch.setattr(LoadingAhead, "loaded", told)
    monkeypatch.setattr(loading, "FILE_BYTES", 1)
    return found


def documents(folder: Path) -> list[Path]:
    """Five decisions, two letters of one date and title, and the bytes of one of them again."""
    lines = folder / "decisions.jsonl"
    letters = [
        letter(folder, "a.txt"),
        letter(folder, "b.txt", more="This is another letter."),
        letter(folder, "c.txt"),
    ]
    lines.write_text("\n".join(decision(number) for number in range(1, 6)), encoding="utf-8")
    return [*letters, lines]


def quads(home: Home) -> set[str]:
    """The graph without its counts."""
    store = ox.Store.read_only(str(home.current().store_path))
    counts = ox.NamedNode(named_graph("statistics"))
    of_counts = {quad.triple for quad in store.quads_for_pattern(None, None, None, counts)}
    return {
        str(quad) for quad in store if quad.graph_name != counts and quad.triple not in of_counts
    }


def write_meanwhile(home: Home, graph: ox.NamedNode) -> None:
    """Publish a triple in a graph, as another process would."""
    home.edit(lambda store: store.add(ox.Quad(graph, graph, OTHER, graph)), validate=False)


def test_the_graph_is_that_of_one_process(
    built: Path, home: Home, tmp_path: Path, loaded: list[Loaded | None]
) -> None:
    files = documents(tmp_path / "in")
    one = ingest(files, home, workers=1)
    expected = quads(home)
    other = Home(tmp_path / "other")
    shutil.copytree(built, other.path)
    many = ingest(files, other, workers=2)
    assert [each.fate for each in one.outcomes] == [each.fate for each in many.outcomes]
    assert quads(other) == expected
    assert loaded[0] is None
    assert loaded[1] is not None
    assert len(loaded[1].graphs) == 7
    assert not list(other.path.glob("staging-*"))


def test_what_another_process_publishes_meanwhile_stays(
    home: Home, tmp_path: Path, loaded: list[Loaded | None]
) -> None:
    written: list[str] = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "publishing" and not written:
            written.append(step)
            write_meanwhile(home, OTHER)

    report = ingest(documents(tmp_path / "in"), home, workers=2, progress=progress)
    assert written
    assert loaded[0] is not None
    assert report.exit_code == 0
    store = ox.Store.read_only(str(home.current().store_path))
    assert store.contains_named_graph(OTHER)
    for outcome in report.outcomes:
        assert store.contains_named_graph(ox.NamedNode(outcome.graph))


def test_a_graph_that_appeared_meanwhile_is_not_mixed_with_ours(
    home: Home, tmp_path: Path, loaded: list[Loaded | None]
) -> None:
    file = letter(tmp_path / "in", "a.txt")
    graph = ingest([file], home).outcomes[0].graph
    files = [letter(tmp_path / "new", "b.txt", date="2 March 2030"), tmp_path / "new" / "c.txt"]
    files[1].write_bytes(files[0].read_bytes() + b"\nMore.\n")
    name = ox.NamedNode(graph.replace("2030-03-01", "2030-03-02"))
    begun: list[str] = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "reading" and not begun:
            begun.append(step)
            write_meanwhile(home, name)

    before = home.current().id
    with pytest.raises(StoreBusyError):
        ingest(files, home, workers=2, progress=progress)
    assert loaded[-1] is None
    store = ox.Store.read_only(str(home.current().store_path))
    assert len(list(store.quads_for_pattern(None, None, None, name))) == 1
    assert home.current().id != before  # that of the other process


def test_when_loading_ahead_fails_all_is_loaded_in_the_end(
    home: Home, tmp_path: Path, loaded: list[Loaded | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(loading, "begin", full)
    report = ingest(documents(tmp_path / "in"), home, workers=2)
    assert loaded == [None]
    assert report.exit_code == 0
    store = ox.Store.read_only(str(home.current().store_path))
    assert all(store.contains_named_graph(ox.NamedNode(each.graph)) for each in report.outcomes)
