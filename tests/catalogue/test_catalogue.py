"""Reading query files: what is right, and what is said of what is wrong."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue, CatalogueQuery
from rightsgraph.errors import CatalogueError, ParameterError, QueryNotFoundError

HEADER = """\
#+ title: Things
#+ question: Which things are there?
#+ description: A row is a thing.
#+ parameters:
#+   - {name: state, type: state, description: The State., required: true, example: PRK}
#+ columns:
#+   thing: IRI of the thing
#+ tags: [things]
#+ minimum_rows: 0
"""
BODY = "SELECT ?thing WHERE { VALUES ?state { UNDEF } ?thing ?p ?state }\n"


def test_a_query_describes_itself() -> None:
    query = CatalogueQuery.parse("things", HEADER + BODY)
    assert (query.name, query.title, query.tags) == ("things", "Things", ("things",))
    assert dict(query.columns) == {"thing": "IRI of the thing"}
    assert query.parameters["state"].required
    assert query.text == HEADER + BODY
    assert dict(query.example) == {"state": "PRK"}
    assert query.bind({"state": ["PRK", "SYR"]}).strip() == (
        "SELECT ?thing WHERE { VALUES ?state { <https://w3id.org/rightsgraph/id/state/PRK>"
        " <https://w3id.org/rightsgraph/id/state/SYR> } ?thing ?p ?state }"
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"needs the parameter 'state' \(example: PRK\)"),
        ({"state": ""}, "needs the parameter"),
        ({"sate": "PRK"}, "no parameter 'sate'. Did you mean 'state'"),
        ({"state": "PRK", "zzz": "1"}, "It has state"),
    ],
)
def test_wrong_parameters(values: Mapping[str, str], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        CatalogueQuery.parse("things", HEADER + BODY).bind(values)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (HEADER, "", "no header"),
        ("#+ title: Things", "#+ title: [", "no valid YAML"),
        ("#+ title: Things\n", "", "'title' must be a text"),
        ("#+ title:", "#+ titel:", "unknown keys: titel"),
        ("#+ minimum_rows: 0", "#+ minimum_rows: many", "whole number"),
        ("type: state", "type: country", "has no type of"),
        ("name: state", "name: theState", "not named in snake_case"),
        ("required: true", "required: often", "required must be true or false"),
        ("example: PRK", "example: Korea", "needs the three letters"),
        (", example: PRK", "", "required and has no example"),
        ("type: state", "type: concept", "needs a scheme"),
        ("type: state", "type: state, includes: all", "includes must be"),
        ("type: state", "type: state, pattern: '('", "the pattern is wrong"),
        ("VALUES ?state { UNDEF }", "", "no VALUES ?state { UNDEF }"),
        ("VALUES ?state { UNDEF }", "# VALUES ?state { UNDEF }\n", "no VALUES ?state { UNDEF }"),
        ("WHERE {", "WHERE { VALUES ?other { UNDEF }", "no parameter 'other'"),
        ("#+   thing:", "#+   ding:", "gives the columns thing"),
        ("SELECT ?thing WHERE {", "SELECT ?thing WHERE", "does not parse"),
        ("SELECT ?thing WHERE {", "ASK {", "is a SELECT query"),
        ("?thing ?p ?state", "SERVICE <http://127.0.0.1:9/> { ?thing ?p ?state }", "SERVICE"),
        ("?thing ?p ?state", "{" * 9000 + "?thing ?p ?state" + "}" * 9000, "nest"),
        ("SELECT ?thing WHERE {", "DELETE WHERE {", "DELETE"),
        ("#+ tags: [things]", "#+ tags: " + "[" * 3000, "nested too deeply"),
        ("#+ tags: [things]", "#+ one_of: [thing]", "one_of names no parameter"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in HEADER + BODY
    (tmp_path / "things.rq").write_text((HEADER + BODY).replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        Catalogue.load(tmp_path)
    assert "things.rq" in caught.value.message
    assert message in caught.value.message


def test_a_query_of_the_catalogue_never_reaches_the_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"<http://127.0.0.1:{server.getsockname()[1]}/>"
        body = BODY.replace("?thing ?p", f"SERVICE SILENT {address} {{ ?a ?b ?c }} ?thing ?p")
        (tmp_path / "things.rq").write_text(HEADER + body, encoding="utf-8")
        with pytest.raises(CatalogueError, match="SERVICE"):
            Catalogue.load(tmp_path)
        with pytest.raises(TimeoutError):
            server.accept()


def test_values_are_no_longer_together_than_a_query_may_be() -> None:
    header = HEADER.replace("type: state", "type: iri").replace("example: PRK", "example: 'x:y'")
    query = CatalogueQuery.parse("things", header + BODY)
    with pytest.raises(ParameterError, match="bytes together"):
        query.bind({"state": [f"http://x.example/{n}{'a' * 900}" for n in range(100)]})


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no folder"):
        Catalogue.load(tmp_path / "nowhere")


def test_get_names_near_matches(catalogue: Catalogue) -> None:
    assert catalogue.get("citations").name == "citations"
    with pytest.raises(QueryNotFoundError, match="Did you mean signatories"):
        catalogue.get("signatorys")


def test_the_catalogue_does_not_change(catalogue: Catalogue) -> None:
    assert Catalogue.load() is catalogue
    with pytest.raises(TypeError):
        catalogue.queries["x"] = catalogue.get("citations")  # type: ignore[index]


def test_one_of_several_parameters(catalogue: Catalogue) -> None:
    query = catalogue.get("who-cites")
    with pytest.raises(ParameterError, match="needs document or paragraph"):
        query.bind()
    assert dict(query.example) == {"document": "A/HRC/25/63"}


def test_optional_groups_with_a_value_come_first_and_are_required() -> None:
    parameters = "\n".join(
        f"#+   - {{name: {name}, type: iri, description: One.}}" for name in ("a", "b")
    )
    header = HEADER.replace(HEADER.splitlines()[4], parameters)
    query = CatalogueQuery.parse(
        "things",
        header
        + """SELECT ?thing WHERE {
  ?thing a ?class .
  OPTIONAL { VALUES ?a { UNDEF } ?thing ?p ?a }
  # between
  OPTIONAL { VALUES ?b { UNDEF } ?thing ?q ?b . OPTIONAL { ?b ?r "} VALUES ?c { UNDEF }" } }
}
""",
    )
    # Blanks aside: what is required, what is OPTIONAL inside it, then the group without a value.
    bound = " ".join(query.bind({"b": "urn:x:y"}).split())
    assert bound == (
        "SELECT ?thing WHERE { ?thing a ?class . { VALUES ?b { <urn:x:y> } ?thing ?q ?b . } "
        'OPTIONAL { ?b ?r "} VALUES ?c { UNDEF }" } OPTIONAL { ?thing ?p ?a } }'
    )
    for values in ({}, {"a": "urn:x:y"}, {"a": "urn:x:y", "b": "urn:x:z"}):
        assert isinstance(ox.Store().query(query.bind(values)), ox.QuerySolutions)


def test_a_comparison_with_a_parameter_that_is_not_given_is_left_out(catalogue: Catalogue) -> None:
    """It is an error for each row, so the group finds nothing; the rows are the same."""
    query = catalogue.get("recommendations")
    assert "FILTER(STR(?since)" not in query.bind()
    assert "FILTER(STR(?since)" in query.text
    given = query.bind({"from": "2014-01-01"})
    assert "FILTER(STR(?since)" in given
    assert "?until" not in given
