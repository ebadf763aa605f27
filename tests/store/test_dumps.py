"""Dumps: the whole graph as a compressed file, the same bytes for the same snapshot."""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import DiskFullError
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.dumps import DRAFT, DUMPS, find, folder_of, make
from rightsgraph.store.exporting import write_graph

DATA = """
@prefix : <https://examplia.example/> .
:s :p 1 , 'ü"\\\\' .
GRAPH :one { :s :p 1 . :a :b [ :c :d ] }
GRAPH :two { :s :p 1 , 2 }
"""
FORMATS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


@pytest.fixture(params=[True, False], ids=["union", "plain"])
def snapshot(request: pytest.FixtureRequest, tmp_path: Path) -> Snapshot:
    source = tmp_path / "data.trig"
    source.write_text(DATA, encoding="utf-8")
    home = Home(tmp_path / "home")
    return home.build([source], union=request.param, statistics=False, validate=False)


def quads(data: bytes, rdf_format: ox.RdfFormat) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(data, rdf_format))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def stored(snapshot: Snapshot) -> ox.Dataset:
    """What a snapshot holds, but for a default graph that is derived from the others."""
    store = snapshot.open()
    held = [
        quad
        for quad in store
        if not (snapshot.manifest.union and quad.graph_name == ox.DefaultGraph())
    ]
    snapshot.release()
    dataset = ox.Dataset(held)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_holds_every_graph(snapshot: Snapshot, name: str) -> None:
    assert find(snapshot, name) is None
    dump = make(snapshot, name, folder_of(snapshot) / f"{DRAFT}1")
    data = dump.path.read_bytes()
    assert find(snapshot, name) == dump
    assert (dump.size, dump.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert quads(gzip.decompress(data), FORMATS[name]) == stored(snapshot)
    assert sorted(path.name for path in folder_of(snapshot).iterdir()) == [
        f"{name}.gz",
        f"{name}.gz.json",
    ]


def test_the_same_snapshot_is_the_same_bytes(snapshot: Snapshot) -> None:
    first = make(snapshot, "nq", folder_of(snapshot) / f"{DRAFT}1").path.read_bytes()
    assert make(snapshot, "nq", folder_of(snapshot) / f"{DRAFT}2").path.read_bytes() == first


def test_an_export_holds_a_default_graph_that_is_no_union(snapshot: Snapshot) -> None:
    for name, rdf_format in FORMATS.items():
        out = io.BytesIO()
        write_graph(snapshot, out, DUMPS[name])
        assert quads(out.getvalue(), rdf_format) == stored(snapshot)
    out = io.BytesIO()
    write_graph(snapshot, out, "turtle")
    assert len({*ox.parse(out.getvalue(), ox.RdfFormat.TURTLE)}) == 5


def test_what_is_not_whole_is_not_found(snapshot: Snapshot) -> None:
    dump = make(snapshot, "nq", folder_of(snapshot) / f"{DRAFT}1")
    with dump.path.open("ab") as file:
        file.write(b"x")
    assert find(snapshot, "nq") is None
    assert find(snapshot, "trig") is None
    assert make(snapshot, "nq", folder_of(snapshot) / f"{DRAFT}2") == dump


def test_what_dead_processes_left_goes(snapshot: Snapshot) -> None:
    folder = folder_of(snapshot)
    folder.mkdir()
    (folder / f"{DRAFT}dead").write_bytes(b"left")
    with (folder / f"{DRAFT}alive").open("wb") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        make(snapshot, "nq", folder / f"{DRAFT}1")
        assert {path.name for path in folder.glob(DRAFT + "*")} == {f"{DRAFT}alive"}


def test_a_full_disk_leaves_nothing(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("rightsgraph.store.dumps.os.fsync", full)
    with pytest.raises(DiskFullError):
        make(snapshot, "nq", folder_of(snapshot) / f"{DRAFT}1")
    assert list(folder_of(snapshot).iterdir()) == []
    assert find(snapshot, "nq") is None


def test_the_program_says_what_went_wrong(snapshot: Snapshot, tmp_path: Path) -> None:
    (snapshot.store_path / "CURRENT").unlink()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "rightsgraph.store.dump_program", str(snapshot.path), "nq"),
            *(str(folder_of(snapshot) / f"{DRAFT}1"), str(os.getpid())),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert '"SnapshotDamagedError"' in done.stdout
    assert find(snapshot, "nq") is None


def test_dumps_go_with_their_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    first = home.build([], validate=False)
    make(first, "nq", folder_of(first) / f"{DRAFT}1")
    home.build([], validate=False)
    assert home.prune(1) == [first.id]
    assert not first.path.exists()
