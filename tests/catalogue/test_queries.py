"""Every query on the bundled data, and the rows of the important ones on Examplia."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib

from rightsgraph.catalogue import Catalogue, Value
from rightsgraph.errors import ParameterError
from rightsgraph.settings import Settings
from rightsgraph.store.guard import check_query
from rightsgraph.vocabulary import PREFIXES
from tests.catalogue.conftest import BASE, Ask, rows

NAMES = tuple(Catalogue.load().queries)
PARAMETERS = tuple(
    (name, parameter)
    for name, query in Catalogue.load().queries.items()
    for parameter in query.parameters
)
REQUIRED = {
    "signatories": ["organisation", "name", "abbreviation"],
    "citations": [
        "citation",
        "note",
        "symbol",
        "pinpoint",
        "paragraph",
        "resolution",
        "antecedent",
    ],
    "recommendation-evidence": [
        "recommendation",
        "summary",
        "saidBy",
        "addressedTo",
        "action",
        "letterParagraph",
        "note",
        "citedParagraph",
        "symbol",
        "pinpoint",
        "issuedBy",
    ],
}
# Values that try to leave their place in the query.
HOSTILE = (
    "x> } DROP ALL #",
    '" } UNION { ?s ?p ?o } #',
    "'''} ?s ?p ?o {",
    "https://x.example/> } UNION { ?s ?p ?o } #",
    "https://x.example/\\u003e",
    "a\nb } #",
    "security-council\n}",
    "UNDEF",
    "?document",
    "A/HRC/25/63 para 1> }",
    "A/HRC/25/63 para 94(a) } #",
    "\N{RIGHT-TO-LEFT OVERRIDE}icc",
    "naïve – “text”",
    "\ud800",
    "\x00",
)


def test_there_are_all_the_queries_that_were_promised() -> None:
    assert {
        "signatories",
        "documents",
        "citations",
        "cited-paragraphs",
        "quotations",
        "findings",
        "findings-by-violation",
        "recommendations",
        "recommendation-evidence",
        "recommendations-by-action",
        "calls-on",
        "who-cites",
        "bodies-and-mandates",
        "situation-overview",
        "timeline",
        "unresolved-citations",
    } <= set(NAMES)


@pytest.mark.parametrize(("name", "columns"), REQUIRED.items())
def test_columns_that_others_rely_on_come_first(
    catalogue: Catalogue, name: str, columns: list[str]
) -> None:
    assert list(catalogue.get(name).columns)[: len(columns)] == columns


@pytest.mark.parametrize("name", NAMES)
def test_minimum_rows_on_the_bundled_data(
    catalogue: Catalogue, bundled: ox.Store, name: str
) -> None:
    query = catalogue.get(name)
    assert len(rows(bundled, query.bind(query.example))) >= query.minimum_rows > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_file_as_it_stands_gives_what_bind_gives(
    catalogue: Catalogue, examplia: ox.Store, name: str
) -> None:
    query = catalogue.get(name)
    if query.example:
        # A value in the place of UNDEF, and nothing else, is what SPARQL itself would make of it.
        with pytest.raises(ParameterError, match="needs"):
            query.bind()
        return
    assert rows(examplia, query.text) == rows(examplia, query.bind())


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_gives_the_same_rows(
    catalogue: Catalogue, examplia: ox.Store, name: str
) -> None:
    graph = rdflib.Graph()
    data = examplia.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    graph.parse(data=data, format="nt")
    query = catalogue.get(name)
    values = {**query.example}
    if "document" in values:
        values["document"] = "A/HRC/99/1"
    text = query.bind(values)
    ours = rows(examplia, text)
    theirs = graph.query(text)
    assert [str(variable) for variable in theirs.vars or ()] == list(query.columns)

    def iris(row: Iterable[object]) -> tuple[str, ...]:
        # Literals are left out: the two print numbers differently.
        return tuple(str(x).removeprefix(BASE) for x in row if isinstance(x, rdflib.URIRef))

    expected = [
        tuple(value for value in row.values() if value and value.startswith(("id/", "vocabulary/")))
        for row in ours
    ]
    assert ours
    assert sorted(map(iris, theirs)) == sorted(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_the_guard_lets_every_query_pass(catalogue: Catalogue, name: str) -> None:
    query = catalogue.get(name)
    examples = {key: parameter.example for key, parameter in query.parameters.items()}
    for text in (query.text, query.bind(examples)):
        assert check_query(text, Settings()).value == "SELECT"


@pytest.mark.parametrize("name", NAMES)
def test_prefixes_are_the_same_as_the_predeclared_ones(catalogue: Catalogue, name: str) -> None:
    for line in catalogue.get(name).text.splitlines():
        if line.startswith("PREFIX "):
            prefix, iri = line.removeprefix("PREFIX ").split(": ")
            assert PREFIXES[prefix] == iri.strip("<>")


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_an_example_keeps_some_of_the_rows(
    catalogue: Catalogue, bundled: ox.Store, name: str, parameter: str
) -> None:
    query = catalogue.get(name)
    example = query.parameters[parameter].example
    assert example is not None
    needed = {} if parameter in query.header.one_of else dict(query.example)
    columns = list(query.columns)
    counts = {"speakers", "addressees", "documents", "recommendations", "first", "last"}
    kept = [key for key in columns if name != "recommendations-by-action" or key not in counts]
    every = {tuple(row[key] for key in kept) for row in rows(bundled, query.bind(query.example))}
    some = {
        tuple(row[key] for key in kept)
        for row in rows(bundled, query.bind({**needed, parameter: example}))
    }
    assert some
    assert some <= every


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_leaves_its_place(
    catalogue: Catalogue, examplia: ox.Store, name: str, parameter: str, value: str
) -> None:
    query = catalogue.get(name)
    try:
        bound = query.bind({**query.example, parameter: value})
    except ParameterError:
        return
    # What was accepted finds nothing: there is no such thing in Examplia.
    assert rows(examplia, bound) == []


def test_signatories(ask: Ask) -> None:
    found = [
        (row["name"], row["abbreviation"])
        for row in ask("signatories", document="2031-05-01-examplia")
    ]
    assert found == [("Examplia Watch", "EW"), ("Rights Here", None)]


def test_citations_in_order_with_their_antecedents(ask: Ask) -> None:
    found = [
        (row["note"], row["symbol"], row["pinpoint"], row["resolution"], row["text"])
        for row in ask("citations", document="2031-05-01-examplia")
    ]
    assert found == [
        ("1", "A/HRC/99/1", "para 94(a)", "explicit", found[0][4]),
        ("1", "A/85/300", "summary", "explicit", "A/85/300, summary"),
        ("2", "A/85/300", "para 9", "short form", "Rapporteur, paras. 9–11"),
        ("2", "A/85/300", "para 10", "short form", "Rapporteur, paras. 9–11"),
        ("2", "A/85/300", "para 11", "short form", "Rapporteur, paras. 9–11"),
        ("3", "A/85/300", None, "ibid", "Ibid."),
        (None, None, None, "unresolved", "last year’s resolution"),
        (None, None, None, "ambiguous", "the report"),
    ]


def test_the_chain_of_evidence(ask: Ask) -> None:
    keys = ("saidBy", "action", "letterParagraph", "note", "citedParagraph", "issuedBy")
    found = [
        tuple(None if row[key] is None else str(row[key]).rpartition("/")[2] for key in keys)
        for row in ask("recommendation-evidence", action="refer-to-icc")
    ]
    letter = "2031-05-01-examplia#paragraph-"
    assert found == [
        (
            "rapporteur-examplia",
            "refer-through-council",
            f"{letter}2",
            "2",
            f"300#para-{number}",
            "rapporteur-examplia",
        )
        for number in (9, 10, 11)
    ] + [
        (
            "inquiry-examplia",
            "refer-to-icc",
            f"{letter}1",
            "1",
            "1#para-94(a)",
            "inquiry-examplia",
        ),
        (
            "examplia-watch",
            "refer-to-icc",
            "2032-06-02-examplia#paragraph-1",
            "1",
            "1#para-94(a)",
            "inquiry-examplia",
        ),
    ]


def test_recommendations_without_any_link_are_listed_too(ask: Ask) -> None:
    for name in ("recommendations", "recommendation-evidence"):
        found = {row["summary"]: row for row in ask(name)}
        assert found["Do better."]["saidBy"] is None
        assert found["Hold another formal meeting."]["saidByName"] == "Rights Here"
    assert found["Heed the resolution."]["resolution"] == "unresolved"
    assert found["Heed the resolution."]["symbol"] is None
    assert found["Hold another formal meeting."]["citation"] is None


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("recommendations", {"said_by": "rights-here"}, 2),
        ("recommendations", {"said_by": ["rights-here", "inquiry-examplia"]}, 3),
        ("recommendations", {"said_by": "rights-here", "addressee": "EXM"}, 1),
        ("recommendations", {"situation": "exm", "said_by": "examplia-watch"}, 2),
        ("recommendations", {"paragraph": "A/HRC/99/1 para 94"}, 2),
        ("recommendations", {"paragraph": "A/85/300, paras. 9–10"}, 2),
        ("recommendations", {"from": "2032-01-01"}, 1),
        ("recommendations", {"from": "2031-01-01", "to": "2031-12-31"}, 7),
        ("recommendations", {"to": "2030-12-31"}, 0),
        ("findings", {"violation": "torture"}, 1),
        ("findings", {"said_by": "rapporteur-examplia"}, 0),
        ("quotations", {"paragraph": "A/HRC/99/1 para 94(a)"}, 1),
        ("calls-on", {"addressee": "international-community"}, 6),
        ("who-cites", {"document": "A/HRC/99/1"}, 2),
        ("who-cites", {"document": "A/RES/85/1"}, 1),
        ("who-cites", {"paragraph": "A/HRC/99/1 para. 94"}, 2),
        ("who-cites", {"document": "A/85/300", "paragraph": "A/85/300 para 10"}, 1),
        ("who-cites", {"document": "A/85/300", "paragraph": "A/HRC/99/1 para 94"}, 0),
        ("documents", {"kind": "letter"}, 2),
        ("documents", {"from": "2030-12-01", "to": "2031-12-31"}, 2),
        ("timeline", {"situation": "EXM"}, 4),
        ("cited-paragraphs", {"minimum": 2}, 1),
        ("bodies-and-mandates", {"mandated_by": "human-rights-council", "state": "EXM"}, 2),
    ],
)
def test_parameters_restrict(ask: Ask, name: str, values: dict[str, Value], expected: int) -> None:
    assert len(ask(name, **values)) == expected


def test_counts_are_not_doubled_by_two_graphs_that_say_the_same(ask: Ask) -> None:
    assert [(row["pinpoint"], row["citations"]) for row in ask("cited-paragraphs")] == [
        ("para 94(a)", "2"),
        ("summary", "1"),
        ("para 9", "1"),
        ("para 10", "1"),
        ("para 11", "1"),
    ]
    [overview] = ask("situation-overview")
    assert [overview[key] for key in ("documents", "findings", "violations")] == ["2", "1", "2"]
    assert [overview[key] for key in ("recommendations", "actions", "addressees")] == [
        "3",
        "2",
        "1",
    ]
    [first, *_] = ask("recommendations-by-action")
    assert (first["actionName"], first["recommendations"], first["speakers"]) == (
        "refer to the ICC",
        "2",
        "2",
    )


def test_cited_paragraphs_prefer_the_counts_of_the_snapshot(
    catalogue: Catalogue, examplia: ox.Store
) -> None:
    store = ox.Store()
    store.extend(iter(examplia))
    place = ox.NamedNode("https://w3id.org/rightsgraph/id/un/A/85/300#para-9")
    frequency = ox.NamedNode("https://w3id.org/rightsgraph/ontology#timesCited")
    store.add(ox.Quad(place, frequency, ox.Literal(7)))
    found = rows(store, catalogue.get("cited-paragraphs").bind())
    assert [(row["pinpoint"], row["citations"]) for row in found] == [("para 9", "7")]
    counted = {
        row["symbol"]: row["citations"] for row in rows(store, catalogue.get("documents").text)
    }
    assert counted["A/HRC/99/1"] == "0"


def test_unresolved_citations_keep_background_apart(ask: Ask) -> None:
    found = [
        (row["resolution"], row["candidateSymbol"], row["identifiedAsSymbol"])
        for row in ask("unresolved-citations")
    ]
    assert found == [
        ("unresolved", None, "A/RES/85/1"),
        ("ambiguous", "A/85/300", None),
        ("ambiguous", "A/HRC/99/1", None),
    ]
