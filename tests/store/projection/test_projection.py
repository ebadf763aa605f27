"""How the tables come into a snapshot, and what happens when they are not there."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rightsgraph import settings
from rightsgraph.errors import ParameterError, ProjectionError, SnapshotNotFoundError
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.projection import TABLES, Filter, Place, Projection
from rightsgraph.store.projection import files as projections
from tests.store.projection.generated import nquads
from tests.store.snapshot_checks import insert, one

FINDINGS = TABLES["findings"]


def build(folder: Path, seed: int = 1) -> tuple[Home, Snapshot]:
    home = Home(folder / "home")
    return home, home.build([nquads(folder / "source.nq", seed)], validate=False)


def test_a_graph_without_our_classes_has_empty_tables(tmp_path: Path) -> None:
    snapshot = Home(tmp_path / "home").build([one(tmp_path)], validate=False)
    with Projection(snapshot) as projection:
        for table in TABLES.values():
            assert projection.count(table) == 0
            assert projection.page(table).rows == ()
            facets = projection.facets(table, [column.name for column in table.filters])
            assert set(facets.values()) == {()}


def test_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_PROJECTION", "no")
    settings.get_settings.cache_clear()
    home, snapshot = build(tmp_path)
    monkeypatch.undo()
    settings.get_settings.cache_clear()
    with pytest.raises(ProjectionError) as raised:
        Projection(snapshot)
    assert "--rebuild-projection" in raised.value.remedy
    assert home.check() == {snapshot.id: None}
    manifest = (snapshot.path / "manifest.json").read_bytes()
    assert home.rebuild_projection() == snapshot
    assert (snapshot.path / "manifest.json").read_bytes() == manifest
    with Projection(snapshot) as projection:
        assert projection.count(FINDINGS) > 0
    assert home.check() == {snapshot.id: None}


def test_an_edit_has_tables_of_its_own(tmp_path: Path) -> None:
    home, first = build(tmp_path)
    second = home.edit(
        lambda store: store.update(
            "PREFIX rg: <https://w3id.org/rightsgraph/ontology#> INSERT DATA "
            "{ GRAPH <x:g> { <x:finding> a rg:Finding ; rg:summary 'new' } }"
        ),
        validate=False,
    )
    with Projection(first) as before, Projection(second) as after:
        assert after.count(FINDINGS) == before.count(FINDINGS) + 1
        row = after.row(FINDINGS, "x:finding")
        assert row is not None
        assert row["summary"] == "new"
        assert before.row(FINDINGS, "x:finding") is None


def test_the_same_graph_has_the_same_tables(tmp_path: Path) -> None:
    home, first = build(tmp_path)
    second = home.edit(insert("x:nothing"), validate=False)
    digests = [
        json.loads((s.path / "projection" / "manifest.json").read_text())["files"]["tables.sqlite"]
        for s in (first, second)
    ]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("damage", ["cut", "gone", "manifest", "version", "changed"])
def test_damage_is_found_and_mended(tmp_path: Path, damage: str) -> None:
    home, snapshot = build(tmp_path)
    folder = snapshot.path / "projection"
    tables, manifest = folder / "tables.sqlite", folder / "manifest.json"
    if damage == "cut":
        tables.write_bytes(tables.read_bytes()[:-1])
    elif damage == "gone":
        tables.unlink()
    elif damage == "manifest":
        manifest.write_text("{}")
    elif damage == "version":
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 0}))
    else:
        tables.write_bytes(tables.read_bytes()[:-1] + b"!")
    if damage != "changed":  # that is found only by reading everything
        with pytest.raises(ProjectionError):
            Projection(snapshot)
    assert isinstance(home.check()[snapshot.id], ProjectionError)
    home.rebuild_projection()
    assert home.check() == {snapshot.id: None}
    home.edit(insert("x:a"), validate=False)  # the graph itself was never in doubt


def test_damage_inside_is_an_error_of_ours(tmp_path: Path) -> None:
    _, snapshot = build(tmp_path)
    tables = snapshot.path / "projection" / "tables.sqlite"
    tables.write_bytes(b"\xff" * tables.stat().st_size)
    with Projection(snapshot) as projection, pytest.raises(ProjectionError, match="cannot be read"):
        projection.count(FINDINGS)


def test_open_tables_stay_while_others_are_made(tmp_path: Path) -> None:
    home, snapshot = build(tmp_path)
    with Projection(snapshot) as projection:
        rows = projection.page(FINDINGS).rows
        home.rebuild_projection()
        assert projection.page(FINDINGS).rows == rows
        home.edit(insert("x:b"), validate=False)
        assert home.prune(1) == []  # it is in use
    assert home.prune(1) == [snapshot.id]
    with pytest.raises(SnapshotNotFoundError):
        Projection(snapshot)


def test_threads_share_it(tmp_path: Path) -> None:
    _, snapshot = build(tmp_path)
    with Projection(snapshot) as projection, ThreadPoolExecutor(4) as pool:
        expected = projection.page(FINDINGS).rows
        answers = list(pool.map(lambda _: projection.page(FINDINGS).rows, range(50)))
    assert answers == [expected] * 50
    with pytest.raises(ProjectionError, match="closed"):
        Projection.page(projection, FINDINGS)
    projection.close()


def test_a_page_goes_on_in_another_snapshot(tmp_path: Path) -> None:
    """Rows that come and go before its beginning do not move it."""
    home, first = build(tmp_path)
    with Projection(first) as projection:
        rows = projection.page(FINDINGS, limit=1000).rows
        page = projection.page(FINDINGS, limit=3)
    end = page.next
    assert end is not None
    second = home.edit(
        lambda store: store.update(
            f"""PREFIX rg: <https://w3id.org/rightsgraph/ontology#>
            DELETE WHERE {{ GRAPH ?g {{ <{end.this}> ?p ?o }} }} ;
            INSERT DATA {{ GRAPH <x:g> {{ <a:new> a rg:Finding }} }}"""
        ),
        validate=False,
    )
    with Projection(second) as projection:
        going_on = projection.page(FINDINGS, after=end, limit=1000).rows
    assert [row["this"] for row in going_on] == [row["this"] for row in rows[3:]]


@pytest.mark.parametrize(
    ("after", "descending"),
    [
        (Place(None, ""), False),
        (Place(None, "\U0010ffff"), True),
        (Place("a text", "x:y"), False),
        (Place(1.5, "x:y", "x:z"), True),
    ],
)
def test_any_place_begins_a_page(tmp_path: Path, after: Place, *, descending: bool) -> None:
    _, snapshot = build(tmp_path)
    with Projection(snapshot) as projection:
        for table in TABLES.values():
            for sort in (None, *(column.name for column in table.columns if column.sort)):
                rows = projection.page(table, sort=sort, after=after, descending=descending).rows
                assert len(rows) <= 50


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    _, snapshot = build(tmp_path)
    with Projection(snapshot) as projection:
        for filters in (
            [Filter("nothing", ("x",))],
            [Filter("summary", ("x",))],
            [Filter("year", ("soon",))],
            [Filter("year", (2**70,))],
            [Filter("saidBy", low="x")],
            [Filter("saidBy", tuple(str(n) for n in range(2000)))],
        ):
            with pytest.raises(ParameterError):
                projection.page(FINDINGS, filters)
            with pytest.raises(ParameterError):
                projection.count(FINDINGS, filters)
        for sort in ("saidBy", "nothing", "'; DROP TABLE findings; --"):
            with pytest.raises(ParameterError):
                projection.page(FINDINGS, sort=sort)
        with pytest.raises(ParameterError):
            projection.facets(FINDINGS, ["summary"])
        for limit in (0, -1, 1001):
            with pytest.raises(ParameterError):
                projection.page(FINDINGS, limit=limit)
        with pytest.raises(ParameterError):
            FINDINGS.query([Filter("saidBy", ("no iri> } INSERT",))])
        with pytest.raises(ParameterError):
            projection.page(FINDINGS, [Filter("saidBy", ("\ud800",))])
        nothing = Filter("saidBy", ("' OR 1=1 --", "\x00"))
        assert projection.page(FINDINGS, [nothing]).rows == ()


def test_facets_end_in_time(tmp_path: Path) -> None:
    _, snapshot = build(tmp_path)
    with Projection(snapshot) as projection:
        names = ["saidBy", "year"]
        assert projection.facets(FINDINGS, names, seconds=0) == dict.fromkeys(names)
        assert None not in projection.facets(FINDINGS, names, seconds=60).values()
        assert projection.count(FINDINGS) > 0  # it can still be asked


def test_nothing_is_left_when_making_fails(tmp_path: Path) -> None:
    home, snapshot = build(tmp_path)
    shutil.rmtree(snapshot.path / "projection")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    store = snapshot.open()
    (snapshot.path / "projection").write_text("in the way")
    with pytest.raises(OSError, match=r"nowhere"):
        projections.make(store, snapshot.path / "nowhere", scratch, union=True)
    snapshot.release()
    assert home.current() == snapshot
