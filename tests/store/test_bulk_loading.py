"""Large files are loaded in parts, and nothing of that can be seen."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.store import bulk_loading
from rightsgraph.store.bulk_loading import load_nquads, load_with_union


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_loading, "_PART_BYTES", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 4)


def lines(count: int) -> list[str]:
    return [f'<x:s{n}> <x:p> "{"long " * (n % 7)}\\n{n}" <x:g{n % 3}> .\n' for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 5, 17, 200, 1001])
def test_every_line_is_loaded_once(tmp_path: Path, count: int) -> None:
    source = tmp_path / "a.nq"
    source.write_text("".join(lines(count)))
    store = ox.Store(str(tmp_path / "store"))
    load_nquads(store, source, tmp_path)
    assert set(store) == set(ox.parse(path=source, format=ox.RdfFormat.N_QUADS))
    assert len(store) == count
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nq", "store"]


@pytest.mark.parametrize("end", ["", "\n\n", "# end"])
def test_the_last_line_may_end_in_any_way(tmp_path: Path, end: str) -> None:
    source = tmp_path / "a.nq"
    source.write_text(("".join(lines(50))).rstrip("\n") + end)
    store = ox.Store()
    load_nquads(store, source, tmp_path)
    assert len(store) == 50


def test_a_line_longer_than_a_part(tmp_path: Path) -> None:
    source = tmp_path / "a.nq"
    source.write_text(f'<x:s> <x:p> "{"x" * 5000}" .\n<x:s> <x:p> <x:o> .\n')
    store = ox.Store()
    load_nquads(store, source, tmp_path)
    assert len(store) == 2


def test_blank_nodes_stay_the_same_nodes(tmp_path: Path) -> None:
    source = tmp_path / "a.nq"
    source.write_text("".join(f"_:b <x:p{n}> <x:o> <x:g> .\n" for n in range(100)))
    store = ox.Store()
    load_nquads(store, source, tmp_path)
    assert len({quad.subject for quad in store}) == 1


@pytest.mark.parametrize("wrong", [0, 37, 99])
def test_a_wrong_line_is_named_by_its_place_in_the_file(tmp_path: Path, wrong: int) -> None:
    source = tmp_path / "a.nq"
    written = lines(100)
    written[wrong] = "<x:s> <x:p> .\n"
    source.write_text("".join(written))
    with pytest.raises(SyntaxError) as caught:
        load_nquads(ox.Store(str(tmp_path / "store")), source, tmp_path)
    assert caught.value.lineno == wrong + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nq", "store"]


@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("blank", ["", "_:b <x:p> _:c <x:g> .\n"])
def test_named_graphs_and_their_union(tmp_path: Path, count: int, blank: str) -> None:
    named, union = tmp_path / "a.nq", tmp_path / "a.nt"
    named.write_text("".join([*lines(count), blank]))
    triples = [f"{line.rpartition(' <')[0]} .\n" for line in [*lines(count), blank] if line]
    union.write_text("".join(triples))
    store = ox.Store(str(tmp_path / "store"))
    load_with_union(store, named, union, tmp_path)
    nowhere = ox.DefaultGraph()
    default = {quad.triple for quad in store if quad.graph_name == nowhere}
    assert default == {quad.triple for quad in store if quad.graph_name != nowhere}
    assert len(default) == count + bool(blank)
    assert not union.exists()
