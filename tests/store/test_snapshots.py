"""The life of snapshots: build, list, edit, roll back, prune, open as of."""

import json
import multiprocessing
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph import settings
from rightsgraph.errors import NoSnapshotError, SnapshotDamagedError, SnapshotNotFoundError
from rightsgraph.ingestion import holdings
from rightsgraph.library import open_graph
from rightsgraph.store import Home, Snapshot, Source
from rightsgraph.vocabulary import C4o, Rg, Void
from tests.store.snapshot_checks import (
    BASE,
    NOWHERE,
    STATISTICS,
    assert_union,
    insert,
    one,
    quads_file,
    subjects,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    yield home
    for snapshot in home.snapshots():
        snapshot.release()


def test_nothing_yet(home: Home) -> None:
    with pytest.raises(NoSnapshotError):
        home.current()
    with pytest.raises(NoSnapshotError):
        home.edit(insert("x:a"), validate=False)
    with pytest.raises(SnapshotNotFoundError):
        home.rollback("2026")
    assert home.snapshots() == []
    assert home.prune(1) == []
    assert not home.path.exists()


def test_build(home: Home, tmp_path: Path) -> None:
    snapshot = home.build([one(tmp_path)], validate=False, note="the first")
    assert snapshot.is_current
    assert home.current() == snapshot
    assert home.current().note == "the first"
    assert home.snapshots() == [snapshot]
    assert subjects(snapshot) == {"a"}
    assert_union(snapshot)
    assert snapshot.id.startswith(f"{snapshot.created:%Y%m%dT%H%M%SZ}-")
    assert sorted(path.name for path in home.path.iterdir()) == ["current", "lock", "snapshots"]
    (record,) = snapshot.manifest.sources
    assert (record.name, record.size) == ("a.nq", (tmp_path / "a.nq").stat().st_size)
    assert not snapshot.manifest.validated
    assert snapshot.manifest.parent is None


def test_nothing_builds_an_empty_graph(home: Home) -> None:
    snapshot = home.build([], validate=False)
    assert subjects(snapshot) == set()


def test_a_triple_in_two_graphs_is_one_in_the_default_graph(home: Home, tmp_path: Path) -> None:
    path = quads_file(
        tmp_path / "a.nq",
        "<x:a> <x:p> <x:b> <x:g>",
        "<x:a> <x:p> <x:b> <x:h>",
        "_:b <x:p> _:c <x:g>",
    )
    snapshot = home.build([path], validate=False)
    assert_union(snapshot)
    (row,) = list(snapshot.open().query("SELECT (COUNT(*) AS ?n) { ?s <x:p> <x:b> }"))  # type: ignore[arg-type]
    assert row[0].value == "1"


def test_many_blank_nodes_stay_themselves_in_the_default_graph(home: Home, tmp_path: Path) -> None:
    lines = [f"_:n{i} <x:next> _:n{(i * 7919) % 50_000} <x:g{i % 3}>" for i in range(50_000)]
    assert_union(home.build([quads_file(tmp_path / "a.nq", *lines)], validate=False))


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_plain_default_graph(home: Home, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text("<x:a> <x:p> <x:b> .\n")
    snapshot = home.build([path, one(tmp_path, "c")], validate=False, union=False)
    store = snapshot.open()
    assert [q.subject for q in store.quads_for_pattern(None, None, None, NOWHERE)] == [
        ox.NamedNode("x:a")
    ]
    assert snapshot.graphs["x:cg"] == 1
    assert snapshot.quads == 2 + snapshot.graphs[STATISTICS.value]
    edited = home.edit(insert("x:d"), validate=False)
    assert not edited.manifest.union
    store = edited.open()
    assert len(list(store.quads_for_pattern(None, None, None, NOWHERE))) == 1
    assert subjects(edited) == {"c", "d"}


def test_sources_from_functions(home: Home) -> None:
    source = Source("made", graph="x:g", write=lambda out: out.write(b"<x:a> <x:p> <x:b> .\n"))
    snapshot = home.build([source], validate=False)
    assert snapshot.graphs["x:g"] == 1
    (record,) = snapshot.manifest.sources
    assert record.name == "made"
    assert len(record.sha256) == 64


def test_statistics(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        """
        PREFIX rg: <https://w3id.org/rightsgraph/ontology#>
        PREFIX cito: <http://purl.org/spar/cito/>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        <x:g> {
          <x:c1> a cito:Citation ; cito:hasCitingEntity <x:letter> ; rg:citedDocument <x:report> ;
            cito:hasCitedEntity <x:report#para-1>, <x:report#para-2> .
          <x:c2> a cito:Citation ; cito:hasCitingEntity <x:letter> ; rg:citedDocument <x:report> ;
            cito:hasCitedEntity <x:report> .
          <x:c3> a cito:Citation ; cito:hasCitingEntity <x:report> ; rg:citedDocument <x:report> ;
            cito:hasCitedEntity <x:report#para-1> .
          <x:c4> a cito:Citation ; cito:hasCitingEntity <x:paper> ; rg:citedDocument <x:report> ;
            cito:hasCitedEntity <x:report#para-1> ; rg:setAside "duplicate" .
          <x:r1> a rg:Recommendation ; dcterms:isPartOf <x:letter> .
          <x:f1> a rg:Finding ; dcterms:isPartOf <x:letter> .
          <x:f2> a rg:Finding ; dcterms:isPartOf <x:letter> .
        }
        <x:h> { # the same again, which must not count twice
          <x:c2> a cito:Citation ; cito:hasCitingEntity <x:letter> ; rg:citedDocument <x:report> .
          <x:r1> a rg:Recommendation ; dcterms:isPartOf <x:letter> .
        }
        """
    )
    expected = {
        ("x:report", "timesCited", 2),
        ("x:report#para-1", "timesCited", 1),
        ("x:report#para-2", "timesCited", 1),
        (BASE + "dataset#cited-1-times", "hasGlobalCountValue", 1),
        (BASE + "dataset#cited-2-times", "hasGlobalCountValue", 2),
        ("x:letter", "citationCount", 2),
        ("x:report", "citationCount", 1),
        ("x:letter", "recommendationCount", 1),
        ("x:letter", "findingCount", 2),
        ("x:paper", "citationCount", 1),
        (BASE + "dataset", "triples", 24),
        (BASE + "dataset", "entities", 7),
    }

    def counts(snapshot: Snapshot) -> set[tuple[str, str, int]]:
        quads = snapshot.open().quads_for_pattern(None, None, None, STATISTICS)
        return {
            (
                getattr(quad.subject, "value", ""),
                re.split("[#/]", quad.predicate.value)[-1],
                int(quad.object.value),
            )
            for quad in quads
            if isinstance(quad.object, ox.Literal)
            # Tallies and ranks: tests/store/test_counting.py; partitions: test_partitions.py.
            and quad.predicate.value not in (Rg.tallyNumber, Rg.citationRank)
            and quad.predicate.value not in (Void.classes, Void.properties)
            and "#class-" not in str(quad.subject)
            and "#property-" not in str(quad.subject)
        }

    snapshot = home.build([path], validate=False)
    assert counts(snapshot) == expected
    frequency = (ox.NamedNode("x:report"), ox.NamedNode(C4o.hasGlobalCitationFrequency))
    (found,) = snapshot.open().quads_for_pattern(*frequency, None, STATISTICS)
    assert found.object == ox.NamedNode(BASE + "dataset#cited-2-times")
    assert_union(snapshot)
    plain = home.build([path], validate=False, union=False)
    assert counts(plain) == (expected - {(BASE + "dataset", "triples", 24)}) | {
        (BASE + "dataset", "triples", 29)
    }
    home.rollback(snapshot.id)
    fewer = home.edit(lambda store: store.remove_graph(ox.NamedNode("x:g")), validate=False)
    assert counts(fewer) == {
        ("x:report", "timesCited", 1),
        (BASE + "dataset#cited-1-times", "hasGlobalCountValue", 1),
        ("x:letter", "citationCount", 1),
        ("x:letter", "recommendationCount", 1),
        (BASE + "dataset", "triples", 5),
        (BASE + "dataset", "entities", 2),
    }
    assert_union(fewer)


def test_an_export_can_be_read_in_again(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    export = tmp_path / "export.nq"
    with export.open("wb") as out:
        quads = (quad for quad in first.open() if quad.graph_name != NOWHERE)
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    second = home.build([export], validate=False)
    assert second.graphs == first.graphs
    assert_union(second)


def test_edit_leaves_the_old_snapshot_as_it_was(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    before = {p: p.read_bytes() for p in sorted(first.path.rglob("*")) if p.is_file()}
    reader = first.open()
    second = home.edit(insert("x:new"), validate=False, note="one more")
    assert subjects(second) == {"a", "new"}
    assert second.is_current
    assert not first.is_current
    assert second.manifest.parent == first.id
    assert second.manifest.sources == first.manifest.sources
    assert_union(second)
    assert subjects(first) == {"a"}
    assert {p: p.read_bytes() for p in sorted(first.path.rglob("*")) if p.is_file()} == before
    assert reader.contains_named_graph(ox.NamedNode("x:ag"))


CHANGES: list[tuple[str, list[str], set[str]]] = [
    ("DELETE WHERE { GRAPH <x:g> { ?s ?p ?o } }", ["x:g"], {"shared", "h"}),
    ("DROP GRAPH <x:h>", ["x:h"], {"shared", "g"}),
    ("CLEAR ALL", ["x:g", "x:h"], set()),
    ("COPY GRAPH <x:g> TO GRAPH <x:h>", ["x:h"], {"shared", "g"}),
    ("INSERT DATA { GRAPH <x:new> { <x:n> <x:p> <x:b> } }", ["x:new"], {"shared", "g", "h", "n"}),
]


@pytest.mark.parametrize("named", [True, False], ids=["graphs-named", "graphs-unknown"])
@pytest.mark.parametrize(("update", "graphs", "expected"), CHANGES)
def test_default_graph_after_a_change(
    home: Home, tmp_path: Path, update: str, graphs: list[str], expected: set[str], named: bool
) -> None:
    lines = [
        f"<x:{s}> <x:p> <x:b> <x:{g}>" for s, g in ("gg", "hh", ("shared", "g"), ("shared", "h"))
    ]
    home.build([quads_file(tmp_path / "a.nq", *lines)], validate=False)
    snapshot = home.edit(
        lambda store: store.update(update), validate=False, graphs=graphs if named else None
    )
    assert subjects(snapshot) == expected
    assert_union(snapshot)


def test_edits_of_the_default_graph_do_not_last(home: Home, tmp_path: Path) -> None:
    home.build([one(tmp_path)], validate=False)
    snapshot = home.edit(
        lambda store: store.update("INSERT DATA { <x:z> <x:p> <x:b> }"), validate=False
    )
    assert_union(snapshot)


def test_a_change_may_keep_its_store(home: Home, tmp_path: Path) -> None:
    home.build([one(tmp_path)], validate=False)
    kept: list[ox.Store] = []
    snapshot = home.edit(kept.append, validate=False)
    with suppress(OSError):  # its files are gone, or not yet
        insert("x:late")(kept[0])
        kept[0].flush()
    snapshot.verify()
    assert subjects(snapshot) == {"a"}


def test_list_by_prefix_and_as_of(home: Home, tmp_path: Path) -> None:
    made = [home.build([one(tmp_path)], validate=False)]
    made += [home.edit(insert(f"x:{n}"), validate=False) for n in range(4)]
    assert home.snapshots() == made[::-1]
    assert len({snapshot.id for snapshot in made}) == 5
    created = [snapshot.created for snapshot in made]
    assert created == sorted(set(created))
    for number, snapshot in enumerate(made):
        assert home.snapshot(snapshot.id) == snapshot
        assert len(subjects(home.snapshot(snapshot.id))) == number + 1
    assert home.snapshot(made[0].id[:-1]) == made[0]
    for name in ("1999", "", "../current"):
        with pytest.raises(SnapshotNotFoundError):
            home.snapshot(name)
    with pytest.raises(SnapshotNotFoundError, match="Several"):
        home.snapshot("2")


def test_a_clock_set_back_does_not_disturb_the_order(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    later = first.created + timedelta(days=400)
    moved = first.path.with_name(f"{later:%Y%m%dT%H%M%SZ}-00000000")
    first.path.rename(moved)
    manifest = json.loads((moved / "manifest.json").read_text())
    manifest |= {"id": moved.name, "created": later.isoformat()}
    (moved / "manifest.json").write_text(json.dumps(manifest))
    home.rollback(moved.name)
    second = home.build([one(tmp_path)], validate=False)
    assert home.snapshots()[0] == second


def test_roll_back(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    second = home.edit(insert("x:new"), validate=False)
    assert home.rollback(first.id) == first
    assert home.current() == first
    assert home.snapshots() == [second, first]
    third = home.edit(insert("x:other"), validate=False)
    assert third.manifest.parent == first.id
    assert subjects(third) == {"a", "other"}


def test_prune_keeps_the_newest_the_current_and_those_in_use(home: Home, tmp_path: Path) -> None:
    made = [home.build([one(tmp_path)], validate=False)]
    made += [home.edit(insert(f"x:{n}"), validate=False) for n in range(5)]
    home.rollback(made[0].id)
    reader = made[1].open()
    assert set(home.prune(2)) == {made[2].id, made[3].id}
    assert home.snapshots() == [made[5], made[4], made[1], made[0]]
    assert len(reader) > 0
    with pytest.raises(SnapshotNotFoundError):
        made[2].open()
    with pytest.raises(SnapshotNotFoundError):
        home.snapshot(made[2].id)
    del reader
    made[1].release()
    assert home.prune(0) == [made[4].id, made[1].id]
    assert home.current() == made[0]
    assert not list(home.path.glob("tmp-*"))


def test_each_reader_has_a_pin_of_its_own(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    graph = open_graph(home.path)
    assert holdings(home) is not None  # opens and releases the same snapshot
    home.edit(insert("x:new"), validate=False)
    assert home.prune(1) == []
    assert graph.ask("ASK { <x:a> ?p ?o }")
    graph.close()
    graph.close()
    assert home.prune(1) == [first.id]


def test_a_damaged_snapshot_is_not_pinned(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    home.edit(insert("x:new"), validate=False)
    (first.store_path / "CURRENT").unlink()
    with pytest.raises(SnapshotDamagedError):
        first.open()
    assert home.prune(1) == [first.id]


def test_threads_pin_and_release(home: Home, tmp_path: Path) -> None:
    first = home.build([one(tmp_path)], validate=False)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    start = threading.Barrier(16)

    def read(_: int) -> None:
        start.wait(60)
        for _ in range(10):
            with open_graph(home.path) as graph:
                assert graph.ask("ASK { <x:a> ?p ?o }")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(read, range(16)))
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
    home.edit(insert("x:new"), validate=False)
    assert home.prune(1) == [first.id]


def test_publishing_prunes_to_the_setting(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_KEEP_SNAPSHOTS", "2")
    settings.get_settings.cache_clear()
    try:
        made = [home.build([one(tmp_path)], validate=False) for _ in range(4)]
    finally:
        monkeypatch.undo()
        settings.get_settings.cache_clear()
    assert home.snapshots() == [made[3], made[2]]


def _read_slowly(path: Path, opened: Event, go: Event, rows: "SimpleQueue[int]") -> None:
    """Open the current snapshot, wait until others have published and pruned, then read it."""
    store = Home(path).current().open()
    opened.set()
    go.wait(60)
    rows.put(len(store))


def test_a_reader_in_another_process_is_not_disturbed(home: Home, tmp_path: Path) -> None:
    lines = [f"<x:s{i}> <x:p{i % 50}> <x:o{i}> <x:g>" for i in range(2_000)]
    first = home.build([quads_file(tmp_path / "a.nq", *lines)], validate=False)
    expected = 2 * first.quads
    context = multiprocessing.get_context("spawn")
    opened, go, rows = context.Event(), context.Event(), context.SimpleQueue()
    reader = context.Process(target=_read_slowly, args=(home.path, opened, go, rows))
    reader.start()
    try:
        assert opened.wait(60)
        home.edit(insert("x:new"), validate=False)
        home.edit(insert("x:newer"), validate=False)
        assert first.id not in home.prune(1)
    finally:
        go.set()
        reader.join(60)
    assert rows.get() == expected
    assert home.prune(1) == [first.id]
