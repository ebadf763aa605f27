"""Search over HTTP and on its page, on the bundled graph."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

from rightsgraph.server.lists.definitions import LISTS

PATH = "/api/v1/search"


def test_an_answer(linked: httpx.Client) -> None:
    answer = linked.get(PATH, params={"q": "a hrc 25 63"})
    content = answer.json()
    first = content["items"][0]
    assert first["label"] == "A/HRC/25/63"
    assert first["name"]["ranges"][0] == [0, 11]
    assert content["count"] == sum(content["kinds"].values())
    assert linked.get(first["href"]).status_code == 200
    again = linked.get(
        PATH, params={"q": "a hrc 25 63"}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_kinds_and_pages(linked: httpx.Client) -> None:
    asked: dict[str, str] = {"q": "commission", "kind": "bodies", "limit": "7"}
    page = linked.get(PATH, params=asked).json()
    found = page["items"]
    while "next" in page:
        assert len(found) < page["count"]
        page = linked.get(page["next"]).json()
        found += page["items"]
    assert len({item["id"] for item in found}) == page["count"] > 7
    assert {item["kind"] for item in found} == {"bodies"}


def test_a_name_that_stands_twice_is_shown_once(linked: httpx.Client) -> None:
    (state,) = linked.get(PATH, params={"q": "cote d'ivoire", "kind": "states"}).json()["items"]
    others = [other["value"] for other in state["others"]]
    assert len(others) == len(set(others)) > 1


def test_what_was_found_can_be_asked_about_in_sparql(linked: httpx.Client) -> None:
    values = linked.get(PATH, params={"q": "inquiry", "kind": "documents", "format": "values"}).text
    query = f"SELECT ?symbol {{ {values} ?found rg:symbol ?symbol }}"
    answer = linked.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert "A/HRC/25/63" in answer.text.split()
    table = linked.get(PATH, params={"q": "inquiry", "format": "csv"})
    assert table.text.startswith("id,kind,label,name,text\r\n")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("q=", 400),
        ("q=*", 400),
        ("q=a&kind=secrets", 400),
        ("q=a&limit=0", 400),
        ("q=a&offset=1001", 400),
        ("q=a&offset=-1", 400),
        ("q=a&nonsense=1", 400),
        ("q=a&format=xml", 406),
        ("q=" + "x" * 501, 400),
        ("q=%00%ff", 400),
        ("q=%22unclosed", 200),
        ("q=') OR 1=1 --", 200),
        ("q=name:x NEAR(a b)", 200),
    ],
)
def test_hostile_questions(linked: httpx.Client, query: str, status: int) -> None:
    for path in (PATH, "/search"):
        answer = linked.get(f"{path}?{query}")
        # The page without a question is the form.
        empty = path == "/search" and query in ("", "q=")
        wrong_format = path == "/search" and "format" in query
        assert answer.status_code == (200 if empty or wrong_format else status), answer.text
        if path == PATH and status != 200:
            assert answer.json()["remedy"]


def test_the_page(linked: httpx.Client) -> None:
    page = html.fromstring(linked.get("/search", params={"q": "commission inquiry"}).text)
    assert page.get_element_by_id("q").get("value") == "commission inquiry"
    assert len(page.xpath("//ol[@class='found']/li")) == 20
    assert page.xpath("//ol[@class='found']/li//mark")
    kinds = page.xpath("//nav[@aria-label='Kinds']//a")
    assert {kind.text for kind in kinds[1:]} <= {each.title for each in LISTS.values()}
    (further,) = page.xpath("//a[@rel='next']/@href")
    second = html.fromstring(linked.get(further).text)
    assert second.xpath("//a[@rel='prev']")
    assert not set(page.xpath("//ol//a/@href")) & set(second.xpath("//ol//a/@href"))


def test_markup_in_a_question_is_text(linked: httpx.Client) -> None:
    answer = linked.get("/search", params={"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_the_head_of_every_page_has_a_search(linked: httpx.Client) -> None:
    page = html.fromstring(linked.get("/queries").text)
    assert page.xpath("//header//form[@action='/search']//input[@name='q']")
