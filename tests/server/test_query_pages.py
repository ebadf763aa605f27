"""The rows of queries as tables that have an order and lead somewhere; errors as pages."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from lxml import html

from rightsgraph.server.solutions import Table, Term
from rightsgraph.server.table_view import Order, cells, put_in_order
from rightsgraph.store import Home, bundled_sources
from tests.server.conftest import run_server

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = Home(tmp_path_factory.mktemp("tables") / "home")
    home.build(bundled_sources(), validate=False)
    with (
        run_server(home) as server,
        httpx.Client(base_url=server.address, timeout=60, headers=BROWSER) as client,
    ):
        yield client


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(page: html.HtmlElement) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.xpath("//tbody/tr")]


def test_a_work_without_a_title_is_named_all_the_same(pages: httpx.Client) -> None:
    page = html.fromstring(pages.get("/queries/citations-between-documents").text)
    heads = [text(each) for each in page.xpath("//thead//th")]
    assert heads == ["citing title", "symbol", "cited title", "citations"]
    for row in page.xpath("//tbody/tr"):
        citing, _, cited, _ = row
        assert text(citing)
        assert text(cited)
        assert citing.xpath("a/@href")
        assert cited.xpath("a/@href")
    # It is named by the words that cite it.
    assert any("General Assembly resolution" in row[2] for row in rows(page))
    assert not any("#work" in row[2] for row in rows(page))


def test_heads_put_the_rows_in_order(pages: httpx.Client) -> None:
    page = html.fromstring(pages.get("/queries/cited-documents").text)
    (head,) = page.xpath("//thead//a[starts-with(text(), 'citations')]")
    ordered = html.fromstring(pages.get("/queries/cited-documents" + head.get("href")).text)
    assert ordered.xpath("//th/@aria-sort") == ["ascending"]
    numbers = [int(each) for each in ordered.xpath("//td[contains(@class, 'number')]/text()")]
    assert len(numbers) > 2
    assert numbers == sorted(numbers)
    (turned,) = ordered.xpath("//th[@aria-sort]/a")
    back = html.fromstring(pages.get("/queries/cited-documents" + turned.get("href")).text)
    assert back.xpath("//th/@aria-sort") == ["descending"]
    assert sorted(rows(back)) == sorted(rows(ordered)) == sorted(rows(page))


def test_the_order_is_no_value_of_the_query(pages: httpx.Client) -> None:
    answer = pages.get("/queries/recommendations?action=refer-to-icc&sort=-summary")
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert len(rows(page)) == 2
    (csv,) = page.xpath("//a[text()='CSV']/@href")
    assert "sort" not in csv
    assert pages.get(csv).status_code == 200
    for link in page.xpath("//thead//a/@href"):
        assert "action=refer-to-icc" in link
    assert pages.get("/queries/recommendations?sort=nothing").status_code == 200


def test_a_row_leads_to_what_it_is_about(pages: httpx.Client) -> None:
    page = html.fromstring(pages.get("/queries/recommendations?action=refer-to-icc").text)
    first = page.xpath("//tbody/tr/td[1]/a/@href")
    assert len(first) == 2
    assert all("#recommendation-" in each for each in first)


def test_numbers_are_in_the_order_of_numbers_and_what_is_missing_comes_last() -> None:
    found = [
        {"n": Term("literal", "10", INTEGER)},
        {},
        {"n": Term("literal", "9", INTEGER)},
        {"n": Term("literal", "x")},
    ]
    table = Table(("n",), tuple(found), "", 4)
    up = put_in_order(table, Order.read("n")).rows
    assert [row["n"].value if row else None for row in up] == ["9", "10", "x", None]
    down = put_in_order(table, Order.read("-n")).rows
    assert [row["n"].value if row else None for row in down] == ["x", "10", "9", None]
    cut = Table(("n",), tuple(found), "", 5)
    assert put_in_order(cut, Order.read("n")) == cut


def test_what_a_browser_should_not_open_is_no_link() -> None:
    row = {"x": Term("uri", "javascript:alert(1)"), "xName": Term("literal", "x")}
    table = Table(("x", "xName"), (row,), "", 1)
    assert [cell.address for cell in cells(table, ["x", "xName"])[0]] == ["", ""]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing/here", 404),
        ("/id/un/A/HRC/25/64", 404),
        ("/queries/nothing", 404),
        ("/recommendations?year=x", 400),
        ("/evidence?of=nothing", 404),
    ],
)
def test_an_error_is_a_page_with_a_way_on(pages: httpx.Client, path: str, status: int) -> None:
    answer = pages.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    page = html.fromstring(answer.text)
    assert page.xpath("//h1")
    for link in page.xpath("//main//p[@class='actions']/a/@href"):
        assert pages.get(link).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing.json", "/metrics/x", "/sparql/x"])
def test_programs_get_problems_also_from_a_browser(pages: httpx.Client, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"
