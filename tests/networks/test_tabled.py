"""The network from the tables of a snapshot is the one from its graph, as pictures show it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import networkx as nx
import pytest

from rightsgraph.networks.exports.json_files import write_columns
from rightsgraph.networks.layout import lay_out
from rightsgraph.networks.measures import measure
from rightsgraph.networks.network import citation_network
from rightsgraph.networks.tabled import is_tabled, tabled_network
from rightsgraph.store import Home, Snapshot

_ODD = """
PREFIX rg: <https://w3id.org/rightsgraph/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX fabio: <http://purl.org/spar/fabio/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX : <https://examplia.example/>

:one a fabio:Letter ; dcterms:title "Un"@fr , "One"@en ; dcterms:issued "2015-10" .
:two a fabio:Letter ; dcterms:issued "soon" .
<https://examplia.example/one#work-1> rg:citationText "Examplia Times, 2014" .
:c1 a cito:Citation ; cito:hasCitingEntity :one ; rg:citedDocument :two ; cito:hasCitedEntity :two .
:c2 a cito:Citation ; cito:hasCitingEntity :one ; rg:citedDocument :two ;
    cito:hasCitedEntity :two , <https://examplia.example/two#para-1> .
:c3 a cito:Citation ; cito:hasCitingEntity :one ; rg:citedDocument :one ; cito:hasCitedEntity :one .
:c4 a cito:Citation ; cito:hasCitingEntity :two ; rg:citedDocument :one ; cito:hasCitedEntity :one ;
    rg:setAside "same-note" .
:c5 a cito:Citation ; cito:hasCitingEntity :two ;
    rg:citedDocument <https://examplia.example/one#work-1> ;
    cito:hasCitedEntity <https://examplia.example/one#work-1> .
:c6 a cito:Citation ; cito:hasCitingEntity :two .
"""


def picture(network: nx.Graph) -> bytes:
    """What the page gets to see of a network."""
    measure(network, ["pagerank", "main-path"])
    lay_out(network, "force")
    out = io.BytesIO()
    write_columns(network, out)
    return out.getvalue()


def built(folder: Path, text: str) -> Snapshot:
    """A snapshot of some Turtle."""
    file = folder / "odd.ttl"
    file.write_text(text, encoding="utf-8")
    return Home(folder / "home").build([file], validate=False)


def same(snapshot: Snapshot) -> int:
    """How many nodes both have, when both are the same."""
    found = tabled_network(snapshot)
    assert found is not None
    assert picture(found) == picture(citation_network(snapshot=snapshot))
    return len(found)


def test_of_reports_that_cite_each_other(snapshot: Snapshot) -> None:
    assert same(snapshot) > 3


def test_of_odd_citations(tmp_path: Path) -> None:
    # Several titles, a date that is none, the same pair twice, itself, set aside, a work, nothing.
    assert same(built(tmp_path, _ODD)) == 3


@pytest.mark.parametrize(
    "more",
    [
        ":c7 a cito:Citation ; cito:hasCitingEntity :two ; rg:citedDocument :one .",
        ":c7 a cito:Citation ; cito:hasCitingEntity :nobody ; rg:citedDocument :one ; "
        "cito:hasCitedEntity :one .",
        ":c1 rg:citedDocument :one .",
    ],
    ids=["names no place", "of what is no document", "of two documents"],
)
def test_tables_that_do_not_hold_all_are_not_used(tmp_path: Path, more: str) -> None:
    assert tabled_network(built(tmp_path, _ODD + more)) is None


def test_a_snapshot_without_tables(tmp_path: Path) -> None:
    snapshot = built(tmp_path, _ODD)
    shutil.rmtree(snapshot.path / "projection")
    assert tabled_network(snapshot) is None


def test_what_the_tables_are_enough_for() -> None:
    assert is_tabled({}, ["pagerank"])
    assert is_tabled({"level": "documents", "relation": "cites", "seed": 3, "named": 0})
    assert not is_tabled({}, ["all"])
    for name, value in (("level", "actors"), ("relation", "coupling"), ("ego", "A/1")):
        assert not is_tabled({name: value})
