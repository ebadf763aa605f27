"""Citations read property by property are those that one query over all of them finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.iris import base
from rightsgraph.networks.facts import Cited, Facts
from rightsgraph.store import Home, Snapshot, bundled_sources
from rightsgraph.store.local import LocalGraph

JOINED = """
SELECT ?citation ?citing ?cited ?place ?passage ?note ?resolution ?why WHERE {
  ?citation cito:hasCitingEntity ?citing ; rg:citedDocument ?cited .
  OPTIONAL { ?citation cito:hasCitedEntity ?place }
  OPTIONAL { ?citation rg:inPassage ?passage }
  OPTIONAL { ?citation rg:inNote ?note }
  OPTIONAL { ?citation rg:resolution ?resolution }
  OPTIONAL { ?citation rg:setAside ?why }
}
"""
PROPERTIES = {
    "cito:hasCitingEntity": (0, 1, 1, 1, 2),
    "rg:citedDocument": (0, 1, 1, 1, 2),
    "cito:hasCitedEntity": (0, 1, 2, 3),
    "rg:inPassage": (0, 1, 2),
    "rg:inNote": (0, 1, 2),
    "rg:resolution": (0, 1, 2),
    "rg:setAside": (0, 0, 1),
}


def joined(graph: LocalGraph) -> Iterator[Cited]:
    """The citations of the query over all properties."""
    rows: dict[str, list[dict[str, str]]] = {}
    with graph.answer(JOINED) as answer:
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            row = {name: term.value for name in names if (term := solution[name]) is not None}
            rows.setdefault(row["citation"], []).append(row)
    for citation in sorted(rows):
        found = {
            name: tuple(sorted({row[name] for row in rows[citation] if name in row}))
            for name in names
        }
        yield Cited(
            citation,
            found["citing"][0],
            found["cited"][0],
            found["place"] or found["cited"][:1],
            found["passage"] or found["note"] or found["citing"][:1],
            (found["resolution"] or ("",))[0].rpartition("/")[2],
            (found["why"] or ("",))[0],
        )


def same(snapshot: Snapshot) -> int:
    with Facts(LocalGraph(snapshot)) as facts:
        assert isinstance(facts.graph, LocalGraph)
        assert facts.citations == tuple(joined(facts.graph))
        return len(facts.citations)


def test_examplia(snapshot: Snapshot) -> None:
    assert same(snapshot) > 5


def test_bundled(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.build(bundled_sources(), validate=False)
    assert same(home.current()) > 5


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_a_citation_has_none_or_several_of(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = []
    for number in range(60):
        for name, counts in PROPERTIES.items():
            for _ in range(chance.choice(counts)):
                other = f"<{base()}id/{name.partition(':')[2]}/{chance.randrange(9)}>"
                value = '"because"' if name == "rg:setAside" else other
                lines.append(f"<{base()}id/citation/{number}> {name} {value} .")
    file = tmp_path / "citations.ttl"
    prefixes = (
        "@prefix cito: <http://purl.org/spar/cito/> .\n"
        "@prefix rg: <https://w3id.org/rightsgraph/ontology#> .\n"
    )
    file.write_text(prefixes + "\n".join(lines), encoding="utf-8")
    home = Home(tmp_path / "home")
    home.build([file], validate=False)
    assert same(home.current()) > 20


def test_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    from citing_documents import write

    write(tmp_path / "citing.nt", 60, 200)
    home = Home(tmp_path / "home")
    home.build([tmp_path / "citing.nt"], validate=False)
    assert same(home.current()) == 200
