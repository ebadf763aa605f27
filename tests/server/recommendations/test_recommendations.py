"""Recommendations on pages: facets, order, timeline, twins, chains of evidence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from lxml import etree, html

from rightsgraph.server.linked.addresses import evidence_address
from rightsgraph.store import Home, bundled_sources
from tests.server.conftest import run_server

BASE = "https://w3id.org/rightsgraph/"
LETTER = "letter/2015-10-29-joint-letter-dprk"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = Home(tmp_path_factory.mktemp("recommendations") / "home")
    home.build(bundled_sources(), validate=False)
    with (
        run_server(home) as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        yield client


def tree(client: httpx.Client, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return html.fromstring(answer.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(page: html.HtmlElement) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.xpath("//table/tbody/tr")]


def test_the_list_shows_every_recommendation_and_its_proof(pages: httpx.Client) -> None:
    page = tree(pages, "/recommendations")
    found = rows(page)
    assert len(found) == 11
    (referral,) = [row for row in found if row[0].startswith("Refer the situation")]
    assert referral[2] == "Security Council"
    assert referral[3].startswith("A/HRC/25/63, para 94(a)")
    assert referral[4] == "2015"
    with_deadline = [row[5] for row in found if row[5]]
    assert with_deadline == ["2015-12-31"]


def test_facets_narrow_and_can_be_taken_off(pages: httpx.Client) -> None:
    page = tree(pages, "/recommendations")
    (link,) = page.xpath("//nav[@id='narrow']//a[text()='Security Council']")
    number = int(text(link.getparent()).rpartition(" ")[2])
    narrowed = tree(pages, link.get("href"))
    found = rows(narrowed)
    assert len(found) == number == 4
    assert {row[2] for row in found} == {"Security Council"}
    (off,) = narrowed.xpath("//nav[@id='narrow']//li[strong]/a")
    assert off.get("href") == "/recommendations"


def test_full_iris_and_several_facets_are_taken(pages: httpx.Client) -> None:
    address = (
        f"/recommendations?addressed_to={BASE}id/body/security-council"
        "&action=refer-to-icc&year=2015&said_by=body/commission-of-inquiry-dprk&state=state/PRK"
    )
    assert len(rows(tree(pages, address))) == 1
    assert "No recommendation has all of that" in text(tree(pages, "/recommendations?year=1999"))


def test_the_order_is_turned_by_links(pages: httpx.Client) -> None:
    page = tree(pages, "/recommendations?sort=deadline")
    (heading,) = page.xpath("//th[@aria-sort]")
    assert heading.get("aria-sort") == "ascending"
    assert rows(page)[-1][5] == "2015-12-31"
    turned = tree(pages, heading.find("a").get("href"))
    assert turned.xpath("//th/@aria-sort") == ["descending"]
    assert rows(turned)[0][5] == "2015-12-31"


def test_the_timeline_says_who_asked_whom_when(pages: httpx.Client) -> None:
    page = tree(pages, "/recommendations?action=refer-to-icc")
    asks = {text(each.find("h3")): each for each in page.xpath("//section[@class='part repeated']")}
    name = "refer to the International Criminal Court → asked of Security Council 1 document"
    (time,) = asks[name].xpath(".//li")
    assert text(time).startswith("2015 Commission of inquiry")
    assert text(time).endswith("in Joint Letter to UN Security Council Members")


def test_the_twins_say_the_same(pages: httpx.Client) -> None:
    page = tree(pages, "/recommendations?addressed_to=body/security-council")
    twins = {text(a): a.get("href") for a in page.xpath("//p[contains(@class, 'twins')]/a")}
    as_json = pages.get(twins["JSON"]).json()["recommendations"]
    as_csv = list(csv.DictReader(io.StringIO(pages.get(twins["CSV"]).text)))
    assert len(as_json) == len(as_csv) == 4
    assert [each["summary"] for each in as_json] == [each["summary"] for each in as_csv]
    assert as_json[0]["addressedTo"] == ["Security Council"]
    by_api = pages.get(next(href for label, href in twins.items() if label.startswith("API")))
    assert by_api.status_code == 200
    assert by_api.json()["count"] == 4
    assert all(each["recommendation"] in by_api.text for each in as_json)


@pytest.mark.parametrize(
    "query",
    ["x=1", "year=abc", "year=99999999999999999999", "sort=label", "after=zzz", "after=WzEsMl0"],
)
def test_what_cannot_be_is_said_with_a_way_on(pages: httpx.Client, query: str) -> None:
    page = tree(pages, f"/recommendations?{query}", 400)
    assert page.xpath("//main//a")
    assert pages.get(f"/recommendations.json?{query}").json()["code"] == "parameter-invalid"


def test_a_chain_is_told_step_by_step_and_drawn(pages: httpx.Client) -> None:
    of = f"{LETTER}#recommendation-track-two-engagement"
    page = tree(pages, f"/evidence?of={quote(of)}")
    steps = [text(each) for each in page.xpath("//section[1]//ol/li")]
    assert [each.partition(" ")[0] for each in steps] == [
        "recommendation:",
        "stands",
        "cited:",
        "through:",
        "through:",
        "cited",
    ]
    assert "note 7: Ibid." in steps[2]
    assert "A/70/362, para 78" in steps[-1]
    for address in page.xpath("//section[1]//ol/li//a/@href"):
        path, _, part = address.partition("#")
        assert not part or tree(pages, path).xpath(f"//*[@id='{part}']")
    drawn = [each for each in page.iter() if each.tag == "text"]
    assert any("Ibid" in text(each) for each in drawn)


def test_the_picture_is_svg_by_itself(pages: httpx.Client) -> None:
    answer = pages.get(f"/evidence.svg?of={quote(f'{LETTER}#recommendation-refer-to-icc')}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = etree.fromstring(answer.content)
    assert etree.QName(root).localname == "svg"
    assert root.xpath("//*[local-name() = 'rect'][@fill]")


def test_a_document_links_the_chain_of_each_statement(pages: httpx.Client) -> None:
    page = tree(pages, f"/id/{LETTER}")
    found = page.xpath("//article//a[starts-with(@href, '/evidence?of=')]/@href")
    assert len(found) == 11 + 12 + 10
    iri = f"{BASE}id/{LETTER}#recommendation-refer-to-icc"
    assert evidence_address(iri) in found
    assert "own word" in text(
        tree(pages, evidence_address(f"{BASE}id/{LETTER}#recommendation-remain-actively-engaged"))
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?of=zzz", 404),
        (f"?of=id/{LETTER}", 404),
        ("?of=%3C%3E", 404),
        ("?of=http://x/%20y", 404),
    ],
)
def test_no_chain_of_what_is_no_statement(pages: httpx.Client, query: str, status: int) -> None:
    page = tree(pages, f"/evidence{query}", status)
    assert text(page.xpath("//main")[0])
    assert pages.get(f"/evidence.json{query}").status_code == status
