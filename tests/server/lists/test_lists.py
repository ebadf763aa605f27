"""The lists of the API on the bundled graph: what they say is what the graph says."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest

from rightsgraph.server.lists.definitions import LISTS
from rightsgraph.server.lists.routes import PARTS, TREES
from tests.server.conftest import Running

LETTER = "letter/2015-10-29-joint-letter-dprk"
LISTED = sorted(LISTS)
ITEMS = {
    "documents": LETTER,
    "paragraphs": "un/A/HRC/25/63#para-94(a)",
    "notes": f"{LETTER}#note-7",
    "citations": f"{LETTER}#citation-1.1",
    "bodies": "body/security-council",
    "states": "state/PRK",
    "situations": "situation/PRK",
}
TREE = {"actions": "recommendations", "violations": "findings"}


def get(linked: httpx.Client, path: str, **parameters: str) -> Any:  # noqa: ANN401 JSON
    # Without parameters those of the address stand.
    answer = linked.get(path, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def select(linked: httpx.Client, query: str) -> list[dict[str, str]]:
    """The rows of a query."""
    answer = linked.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def every(linked: httpx.Client, path: str, **parameters: str) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    page = get(linked, path, **parameters)
    items = list(page["items"])
    while "next" in page:
        assert len(items) < page["count"]
        page = get(linked, page["next"])
        items += page["items"]
    assert len(items) == page["count"]
    return items


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_an_item_and_its_parts(linked: httpx.Client, name: str) -> None:
    path = f"{LISTS[name].path}/{quote(ITEMS[name])}"
    document = get(linked, path)
    assert document["id"].endswith(ITEMS[name])
    assert document["links"].keys() == PARTS.get(name, {}).keys()
    assert {row["this"] for row in select(linked, document["sparql"])} == {document["id"]}
    for part, address in document["links"].items():
        other, column = PARTS[name][part]
        assert every(linked, address) == every(
            linked, LISTS[other].path, **{column: document["id"]}
        )


@pytest.mark.parametrize("name", LISTED)
def test_pages_hold_everything_once(linked: httpx.Client, name: str) -> None:
    table = LISTS[name].table
    for order in ("id", *(column.name for column in table.columns if column.sort)):
        up = every(linked, LISTS[name].path, sort=order, fields="id", limit="97")
        down = every(linked, LISTS[name].path, sort=f"-{order}", fields="id", limit="97")
        assert up == down[::-1]


@pytest.mark.parametrize("name", LISTED)
def test_csv_has_the_same_rows(linked: httpx.Client, name: str) -> None:
    answer = linked.get(LISTS[name].path, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    items = every(linked, LISTS[name].path)
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    for row, item in zip(rows, items, strict=True):
        for member in LISTS[name].members:
            values = item.get(member, [])
            values = values if isinstance(values, list) else [values]
            texts = [str(each["id"] if isinstance(each, dict) else each) for each in values]
            assert row[member] == " | ".join(texts)


@pytest.mark.parametrize("name", LISTED)
def test_facets_count_what_filters_find(linked: httpx.Client, name: str) -> None:
    columns = [column for column in LISTS[name].table.filters if column.name != "confidence"]
    page = get(linked, LISTS[name].path, facets=",".join(c.name for c in columns), limit="1")
    for column in columns:
        for each in page["facets"][column.name][:2]:
            wanted = str(each.get("id", each.get("value")))
            found = get(linked, LISTS[name].path, **{column.name: wanted}, limit="1")
            assert found["count"] == each.get("total", each["count"])
        without = get(linked, LISTS[name].path, missing=column.name, limit="1")["count"]
        if not column.many and column is not LISTS[name].table.each:
            counted = sum(each["count"] for each in page["facets"][column.name])
            assert counted + without <= page["count"]


def test_names_and_ranges_as_in_the_queries(linked: httpx.Client) -> None:
    found = get(
        linked, "/api/v1/recommendations", addressedTo="security-council", asksFor="refer-to-icc"
    )
    assert found["count"] == 1
    broader = get(linked, "/api/v1/recommendations", asksFor="accountability")
    assert {item["id"] for item in found["items"]} <= {item["id"] for item in broader["items"]}
    years = {item["year"] for item in every(linked, "/api/v1/documents", year="2014..2014")}
    assert years == {2014}
    either = every(linked, "/api/v1/states?alpha3=PRK&alpha3=KOR")
    assert {item["alpha3"] for item in either} == {"PRK", "KOR"}
    assert get(linked, "/api/v1/documents/A/HRC/25/63")["symbol"] == "A/HRC/25/63"


def test_fields(linked: httpx.Client) -> None:
    page = get(linked, "/api/v1/recommendations", fields="id,saidBy,summary", limit="3")
    assert all(item.keys() <= {"id", "saidBy", "summary"} for item in page["items"])


@pytest.mark.parametrize("name", sorted(TREES))
def test_trees(linked: httpx.Client, name: str) -> None:
    document = get(linked, f"/api/v1/{name}")
    seen: dict[str, dict[str, Any]] = {}

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            seen[node["id"]] = node
            walk(node.get("narrower", []))

    walk(document["items"])
    scheme = f"https://w3id.org/rightsgraph/vocabulary/{TREES[name]}"
    concepts = every(linked, "/api/v1/concepts", scheme=scheme, fields="id")
    assert seen.keys() == {each["id"] for each in concepts}
    column = {"actions": "asksFor", "violations": "violation"}[name]
    used = next(node for node in seen.values() if node["total"])
    assert get(linked, f"/api/v1/{TREE[name]}", **{column: used["id"]})["count"] == used["total"]


@pytest.mark.parametrize("name", sorted(TREES))
def test_trees_are_tables_too(linked: httpx.Client, name: str) -> None:
    answer = linked.get(f"/api/v1/{name}.csv")
    assert answer.content == linked.get(f"/api/v1/{name}?format=csv").content
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    document = get(linked, f"/api/v1/{name}")
    nodes = {node["id"]: node for node in document["items"]}
    for row in rows:
        node = nodes[row["id"]]
        assert (row["count"], row["total"]) == (str(node["count"]), str(node["total"]))
        assert not row["broader"] or row["id"] in {
            each["id"] for each in nodes[row["broader"]]["narrower"]
        }
        nodes |= {each["id"]: each for each in node.get("narrower", [])}
    assert {row["id"] for row in rows} == nodes.keys()
    counted = select(linked, document["sparql"])
    assert {row["value"]: row["count"] for row in counted} == {
        row["id"]: row["count"] for row in rows if row["count"] != "0"
    }


@pytest.mark.parametrize("name", ["queries", "prefixes", "snapshots"])
def test_short_lists(linked: httpx.Client, name: str) -> None:
    path = f"/api/v1/{name}"
    first = linked.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = linked.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    table = linked.get(f"{path}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["etag"] != first.headers["etag"]
    assert len(list(csv.DictReader(io.StringIO(table.text)))) == len(first.json()[name])
    wrong = linked.get(path, params={"limit": "1"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "parameter-invalid")
    assert linked.get(path, params={"format": "xml"}).status_code == 406


WORDS = {
    "documents": "korea*",
    "citations": "commission of inquiry",
    "findings": '"crimes against humanity"',
    "organisations": "north -rights",
    "bodies": "special rapporteur",
    "states": "cote",
}


@pytest.mark.parametrize("name", sorted(WORDS))
def test_words_find_what_a_search_finds(linked: httpx.Client, name: str) -> None:
    path, words = LISTS[name].path, WORDS[name]
    found = get(linked, "/api/v1/search", q=words, kind=name, limit="1000")["items"]
    items = every(linked, path, text=words, limit="7", sort="id")
    assert {item["id"] for item in items} == {item["id"] for item in found} != set()
    table = list(
        csv.DictReader(
            io.StringIO(linked.get(f"{path}.csv", params={"text": words, "sort": "id"}).text)
        )
    )
    assert [row["id"] for row in table] == [item["id"] for item in items]
    # Together with everything else that narrows, counts and orders.
    column = next(each for each in LISTS[name].table.filters if each.name in items[0])
    page = get(linked, path, text=words, facets=column.name, sort="-id")
    assert [item["id"] for item in page["items"]] == [item["id"] for item in items[::-1]][:50]
    first = page["facets"][column.name][0]
    value = str(first.get("id", first.get("value")))
    narrowed = get(linked, path, text=words, **{column.name: value})
    assert narrowed["count"] == first.get("total", first["count"])
    rows = select(linked, get(linked, path, text=words, sort="id")["sparql"])
    assert [row["this"] for row in rows] == [item["id"] for item in items][:50]


def test_stats(linked: httpx.Client) -> None:
    counts = get(linked, "/api/v1/stats")["counts"]
    assert counts["citations"] == get(linked, "/api/v1/citations")["count"]
    assert counts.keys() == LISTS.keys()
    rows = select(linked, get(linked, "/api/v1/stats")["sparql"])
    assert {row["list"]: int(row["count"]) for row in rows} == counts


@pytest.mark.parametrize("path", ["/api/v1/bodies", f"/api/v1/documents/{LETTER}", "/api/v1/stats"])
def test_conditional_requests(linked: httpx.Client, path: str) -> None:
    first = linked.get(path)
    again = linked.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = linked.get(f"{path}?format=json", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert first.headers["rightsgraph-snapshot"] == first.json()["snapshot"]


def test_the_query_that_is_named_gives_the_same_rows(linked: httpx.Client) -> None:
    page = get(linked, "/api/v1/recommendations", asksFor="accountability", sort="-year", limit="5")
    answer = linked.post(
        "/sparql", data={"query": page["sparql"]}, headers={"Accept": "application/json"}
    )
    rows = answer.json()["results"]["bindings"]
    assert [row["this"]["value"] for row in rows] == [item["id"] for item in page["items"]]


CURSOR = "W251bGwsICJ4OmEiLCBudWxsXQ"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("recommendations?nonsense=1", 400),
        ("recommendations?limit=", 400),
        ("recommendations?limit=0", 400),
        ("recommendations?limit=1001", 400),
        ("recommendations?limit=9999999999999", 400),
        ("recommendations?limit=٣", 400),
        ("recommendations?sort=summary", 400),
        ("recommendations?sort=%00", 400),
        ("recommendations?after=abc", 400),
        ("recommendations?after=W10", 400),
        ("recommendations?after=WzEsICJ4OmEiLCBudWxsXQ", 400),
        (f"citations?after={CURSOR}", 400),
        (f"recommendations?after={CURSOR}", 200),
        ("recommendations?year=none", 400),
        ("recommendations?year=1..2&year=3..4", 400),
        ("recommendations?year=" + "9" * 30, 400),
        ("recommendations?year=..", 200),
        ("recommendations?saidBy=" + "x" * 10_000, 400),
        ("recommendations?saidBy=' OR 1=1 --", 400),
        ("recommendations?rule=' OR 1=1 --", 200),
        ("recommendations?saidBy=x:%3E%20}%20DROP%20ALL", 400),
        ("recommendations?asksFor=no-such-action", 400),
        ("recommendations?state=Examplia", 400),
        ("recommendations?facets=summary", 400),
        ("recommendations?fields=password", 400),
        ("recommendations?missing=summary", 400),
        ("recommendations?format=xml", 406),
        ("recommendations?" + "&".join(f"rule={n}" for n in range(101)), 400),
        ("recommendations?text=" + "x" * 501, 400),
        ("recommendations?text=" + "x+" * 40, 400),
        ("recommendations?text=*", 400),
        ("recommendations?text=%00%22%29+OR+%28", 200),
        ("recommendations?text=a%22+UNION+SELECT", 200),
        ("notes?text=x", 400),
        ("recommendations?rule=%ff%fe", 200),
        ("recommendations?rule=%F0%9F%8F%B3", 200),
        ("documents/A/HRC/25/63?nonsense=1", 400),
        ("actions?nonsense=1", 400),
        ("stats?nonsense=1", 400),
        ("documents/no/such/document", 404),
        ("documents/..%2F..%2Fetc%2Fpasswd", 404),
        ("documents/%00", 404),
        ("documents/no/such/document/citations", 404),
        ("documents/" + "x" * 10_000, 404),
        ("contexts/nothing.jsonld", 404),
    ],
    ids=str,
)  # fmt: skip
def test_hostile_parameters(linked: httpx.Client, path: str, status: int) -> None:
    answer = linked.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.text
    if status == 200:
        assert "items" in answer.json()
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"]
        assert answer.json()["remedy"]


@pytest.fixture(scope="module")
def openapi(bundled_server: Running) -> Any:  # noqa: ANN401 JSON
    return httpx.get(f"{bundled_server.address}/openapi.json").json()


def test_answers_are_as_described(linked: httpx.Client, openapi: dict[str, Any]) -> None:
    operations: dict[str, str] = {}
    for definition in LISTS.values():
        operations[definition.path] = definition.path
        if definition.name in ITEMS:
            name = quote(ITEMS[definition.name])
            operations[f"{definition.path}/{{id}}"] = f"{definition.path}/{name}"
            for part in PARTS.get(definition.name, {}):
                operations[f"{definition.path}/{{id}}/{part}"] = f"{definition.path}/{name}/{part}"
    for name in (*TREES, "stats"):
        operations[f"/api/v1/{name}"] = f"/api/v1/{name}"
    for path, address in operations.items():
        about = openapi["paths"][path]["get"]
        schema = about["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(get(linked, address), schema)
    examples = {
        parameter["name"]: parameter["example"][0]
        for parameter in openapi["paths"]["/api/v1/recommendations"]["get"]["parameters"]
        if "example" in parameter
    }
    assert get(linked, "/api/v1/recommendations", **examples)["items"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("documents", "GET, HEAD, OPTIONS"),
        ("documents/A/HRC/25/63", "GET, HEAD, OPTIONS"),
        ("documents/A/HRC/25/63/source", "GET, HEAD, PUT, OPTIONS"),
    ],
)
def test_a_refused_method_names_those_that_are_known(
    linked: httpx.Client, path: str, methods: str
) -> None:
    refused = linked.delete(f"/api/v1/{path}")
    assert (refused.status_code, refused.headers["allow"]) == (405, methods)
    assert linked.options(f"/api/v1/{path}").headers["allow"] == methods


@pytest.mark.parametrize("name", LISTED)
def test_a_list_has_a_name_for_each_format(linked: httpx.Client, name: str) -> None:
    for suffix, kind in (
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("jsonld", "application/ld+json"),
    ):
        named = linked.get(f"/api/v1/{name}.{suffix}?limit=2", headers={"Accept": "image/png"})
        asked = linked.get(f"/api/v1/{name}?limit=2&format={suffix}")
        assert named.status_code == asked.status_code, named.text
        if named.status_code == 200:
            assert named.headers["content-type"].startswith(kind)
        if suffix == "csv":
            assert named.content == asked.content
    assert linked.get(f"/api/v1/{name}.pdf").status_code == 404
