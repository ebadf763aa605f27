"""SERVICE with a list of endpoints: what is let through, and what is not."""

from __future__ import annotations

import pytest

from rightsgraph.errors import InputError, QueryForbiddenError
from rightsgraph.server.shared_answers import is_repeatable
from rightsgraph.settings import Settings
from rightsgraph.store.federation import asks_elsewhere
from rightsgraph.store.guard import check_query
from rightsgraph.store.update_guard import check_update

ALLOWED = "https://examplia.example/sparql"
OTHER = "http://127.0.0.1:8001/query?x=1"
SETTINGS = Settings(service_endpoints=f"{ALLOWED} {OTHER}")

TAKEN = [
    f"SELECT * {{ SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o . service silent<{OTHER}>{{ ?s ?p ?o }} ?a ?b ?c }}",
    f"ASK {{ SERVICE # here\n <{ALLOWED}> # there\n {{ SERVICE <{OTHER}> {{ ?s ?p ?o }} }} }}",
]
REFUSED = [
    "SELECT * { SERVICE <https://examplia.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://examplia.example/sparql/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://EXAMPLIA.example/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://examplia.example/\\u0073parql> { ?s ?p ?o } }",
    "BASE <https://examplia.example/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "PREFIX e: <https://examplia.example/> SELECT * { SERVICE e:sparql { ?s ?p ?o } }",
    f"SELECT * {{ VALUES ?e {{ <{ALLOWED}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE SILENT SILENT <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICESILENT <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ 1SERVICE <http://e/> {{ ?s ?p ?o }} SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE <{ALLOWED}> <http://e/> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE <{ALLOWED}> {{ SERVICE <http://e/> {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ ?s ?p ex:SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ FILTER(?a<?b) SERVICE#>\n <http://e/> {{ ?s ?p ?o }} SERVICE <{ALLOWED}> {{}} }}",
    "SELECT * { SERVICE",
    f"SELECT * {{ SERVICE <{ALLOWED}>",
    f"LOAD <{ALLOWED}>",
]


@pytest.mark.parametrize("query", TAKEN)
def test_an_endpoint_of_the_list_may_be_asked(query: str) -> None:
    assert check_query(query, SETTINGS)
    with pytest.raises(QueryForbiddenError):
        check_query(query, Settings())
    # Its answer may change while the snapshot does not.
    assert asks_elsewhere(query)
    assert not is_repeatable(query)


@pytest.mark.parametrize("query", REFUSED)
def test_every_other_is_refused(query: str) -> None:
    with pytest.raises(QueryForbiddenError):
        check_query(query, SETTINGS)


def test_an_update_asks_nobody() -> None:
    with pytest.raises(QueryForbiddenError):
        check_update(f"INSERT {{ ?s ?p ?o }} WHERE {{ {TAKEN[0][11:]}", SETTINGS)


def test_what_only_speaks_of_services_may_be_kept() -> None:
    assert is_repeatable('SELECT ?service { ?service ?p "SERVICE <x>" FILTER(?service != 1) }') is (
        False
    )  # it looks like one, so it is evaluated each time
    assert is_repeatable("SELECT ?service { ?service ?p 'civil service' }")


def test_the_ports_of_the_list_are_opened() -> None:
    assert Settings().service_ports == []
    assert SETTINGS.service_ports == [443, 8001]


@pytest.mark.parametrize("value", ["ftp://e/", "e/sparql", "http://e/<x>", "http://e:99999/"])
def test_a_list_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="service_endpoints"):
        Settings(service_endpoints=value)
    assert issubclass(QueryForbiddenError, InputError)
