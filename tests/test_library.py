"""The Python library on a real snapshot of the Republic of Examplia."""

from __future__ import annotations

import builtins
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rightsgraph.errors import (
    InputError,
    NoSnapshotError,
    ParameterError,
    QueryForbiddenError,
    QueryNotFoundError,
    QuerySyntaxError,
    SnapshotNotFoundError,
    StoreError,
)
from rightsgraph.library import Graph, open_graph
from rightsgraph.rows import Row, Rows
from rightsgraph.store import Home

EXAMPLIA = Path(__file__).parent / "catalogue" / "examplia.trig"
LETTER = "https://w3id.org/rightsgraph/id/letter/2031-05-01-examplia"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    Home(folder).build([EXAMPLIA], validate=False)
    return folder


@pytest.fixture(scope="module")
def graph(home: Path) -> Iterator[Graph]:
    with open_graph(home) as opened:
        yield opened


def test_a_query_of_the_catalogue(graph: Graph) -> None:
    found = graph.query("recommendation-evidence", action="refer-to-icc", document=LETTER)
    assert found.columns[:3] == ("recommendation", "summary", "saidBy")
    assert [row.pinpoint for row in found] == ["para 9", "para 10", "para 11", "para 94(a)"]
    assert found[-1]["symbol"] == "A/HRC/99/1"
    assert len(found[:2]) == 2
    assert found[:2].columns == found.columns
    assert next(iter(graph.queries)) == "bodies-and-mandates"


def test_words_of_python_as_parameters(graph: Graph) -> None:
    assert len(graph.query("recommendations", from_=date(2032, 1, 1))) == 1
    assert len(graph.query("recommendations", **{"from": "2032-01-01"})) == 1


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("<https://x.example/a>", "https://x.example/a"),
        ('"a"', "a"),
        ('"a"@en', "a"),
        ("3", 3),
        ('"3"^^xsd:long', 3),
        ("3.50", Decimal("3.5")),
        ("3e0", 3.0),
        ("true", True),
        ('"2015-10-29"^^xsd:date', date(2015, 10, 29)),
        ('"2015-10-29T10:00:00Z"^^xsd:dateTime', datetime(2015, 10, 29, 10, tzinfo=UTC)),
        ('"2015"^^xsd:gYear', 2015),
        ('"soon"^^xsd:date', "soon"),
        ('"many"^^xsd:integer', "many"),
        ('"perhaps"^^xsd:boolean', "perhaps"),
        ('"x"^^<https://x.example/type>', "x"),
        ("UNDEF", None),
    ],
)
def test_values_are_python_values(graph: Graph, term: str, expected: object) -> None:
    [row] = graph.query(f"SELECT ?v {{ VALUES ?v {{ {term} }} }}")
    assert row.v == expected
    assert type(row.v) is type(expected)


def test_rows_by_name_item_and_place(graph: Graph) -> None:
    [row] = graph.query("SELECT ?b ?a ?class { VALUES (?a ?b ?class) { (1 'x' UNDEF) } }")
    assert (row.b, row["a"], row[0], row["class"], len(row)) == ("x", 1, "x", None, 3)
    assert row.asdict() == {"b": "x", "a": 1, "class": None}
    assert repr(row) == "Row(b='x', a=1, class=None)"
    assert pickle.loads(pickle.dumps(row)) == row
    with pytest.raises(AttributeError, match="no column 'c'"):
        _ = row.c
    with pytest.raises(KeyError):
        _ = row["c"]
    assert row != Row(("b",), ("x",))


def test_predeclared_prefixes_and_the_other_forms(graph: Graph) -> None:
    assert graph.ask("ASK { ?letter rg:signatory ?organisation }") is True
    assert graph.ask("ASK { ?letter rg:signatory 3 }") is False
    built = graph.construct("CONSTRUCT { ?l rg:signatory ?o } WHERE { ?l rg:signatory ?o }")
    assert len(built) == 3
    assert len(graph.construct("CONSTRUCT WHERE { ?l rg:signatory 3 }")) == 0


@pytest.mark.parametrize(
    ("method", "text", "error"),
    [
        ("query", "signatorys", QueryNotFoundError),
        ("query", "SELECT ?x {", QuerySyntaxError),
        ("query", "SELECT ?x { ?x nope:y ?z }", QuerySyntaxError),
        ("query", "SELECT ?x { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }", QueryForbiddenError),
        ("query", "DROP ALL", QuerySyntaxError),
        ("query", "ASK {}", InputError),
        ("ask", "SELECT ?x { ?x a ?y }", InputError),
        ("construct", "ASK {}", InputError),
    ],
)
def test_what_cannot_be_asked(graph: Graph, method: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        getattr(graph, method)(text)


def test_wrong_parameters(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="no parameter 'akt"):
        graph.query("recommendations", aktion="x")
    with pytest.raises(ParameterError, match="takes no parameters"):
        graph.query("SELECT ?x { ?x a ?y }", action="x")


def test_pandas(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    found = graph.query("signatories")
    frame = found.to_pandas()
    assert list(frame.columns) == list(found.columns)
    assert list(frame["name"]) == ["Examplia Watch", "Rights Here", "Examplia Watch"]
    real = builtins.__import__

    def without_pandas(name: str, *args: Any) -> Any:  # noqa: ANN401
        if name == "pandas":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_pandas)
    with pytest.raises(InputError, match="needs pandas"):
        found.to_pandas()


def test_threads_may_share_a_graph(graph: Graph) -> None:
    expected = graph.query("citations")
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: graph.query("citations"), range(40)):
            assert found == expected


def test_snapshots(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        open_graph(tmp_path)
    with pytest.raises(SnapshotNotFoundError):
        open_graph(home, snapshot="nope")
    current = Home(home).current().id
    with open_graph(home, snapshot=current) as opened:
        assert opened.snapshot.id == current
        kept = opened.query("signatories")
    assert isinstance(kept, Rows)
    assert len(kept) == 3
    with pytest.raises(StoreError, match="closed"):
        opened.query("signatories")
