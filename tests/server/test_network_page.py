"""The page of a citation network, as it is without a script."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

from tests.server.linked.conftest import bundled, bundled_server, linked

__all__ = ["bundled", "bundled_server", "linked"]


def test_the_page_says_what_the_network_says(linked: httpx.Client) -> None:
    page = html.fromstring(linked.get("/network?level=paragraphs&order=pagerank").text)
    network = linked.get("/api/v1/network?level=paragraphs&measure=pagerank").json()
    rows = page.xpath("//table[caption/@id='nodes-caption']/tbody/tr")
    ranks = sorted((node["pagerank"] for node in network["nodes"]), reverse=True)
    assert [row.xpath("string(td[4])") for row in rows] == [f"{rank:.4g}" for rank in ranks[:100]]
    labels = {node["label"] for node in network["nodes"]}
    assert {row.xpath("string(td[1])").strip() for row in rows} <= labels
    assert len(rows) == min(100, len(network["nodes"]))
    edges = page.xpath("//table[caption/@id='edges-caption']/tbody/tr")
    assert len(edges) == min(100, len(network["edges"]))
    for address in page.xpath("//main//table//a/@href")[:6]:
        assert linked.get(address).status_code == 200
    (picture,) = page.xpath("//figure//img/@src")
    drawn = linked.get(picture)
    assert drawn.headers["content-type"] == "image/svg+xml"
    # As a picture the file falls under its own policy: it has no style of its own.
    assert b"<style" not in drawn.content
    downloads = page.xpath("//p[@class='actions twins']/a/@href")
    assert any("format=gexf" in address for address in downloads)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("order=nonsense", 400),
        ("level=everything", 400),
        ("ego=no such thing", 404),
        ("state=PRK&since=&body=", 200),
        ("relation=co-citation&order=cited", 200),
        ("<script>=1", 400),
    ],
)
def test_what_is_asked_wrongly_is_said_on_the_page(
    linked: httpx.Client, query: str, status: int
) -> None:
    answer = linked.get(f"/network?{query}")
    assert answer.status_code == status, answer.text
    page = html.fromstring(answer.text)
    assert bool(page.xpath("//*[@role='alert']")) == (status != 200)
    assert page.xpath("//form[@action='/network']//select[@name='level']")
    # What was asked is never markup: there is no script but that of the page itself.
    assert all(each.get("src", "").startswith("/built/") for each in page.xpath("//script"))


def test_the_picture_is_told_which_network_it_draws(linked: httpx.Client) -> None:
    page = html.fromstring(
        linked.get("/network?level=paragraphs&order=pagerank&colour=community").text
    )
    (place,) = page.xpath("//div[@id='moving']")
    assert place.get("data-size") == "pagerank"
    columns = linked.get(place.get("data-network"))
    assert columns.status_code == 200
    network = columns.json()
    rows = len(network["nodes"]["id"])
    assert f"{rows} nodes" in page.xpath("string(//main/p[@role='status'])")
    assert {len(column) for column in network["nodes"].values()} == {rows}
    assert {"pagerank", "leidenCommunity"} <= set(network["nodes"])
    assert linked.get("/network?colour=taste").status_code == 400
    assert linked.get("/network?layout=none").status_code == 400


def test_a_large_network_is_shown_as_its_communities_and_that_is_said(
    linked: httpx.Client,
) -> None:
    whole = linked.get("/api/v1/network?level=paragraphs").json()
    page = html.fromstring(linked.get("/network?level=paragraphs&gather=3").text)
    said = page.xpath("string(//p[@role='status' and contains(., 'community')])")
    assert f"{len(whole['nodes'])} nodes and {len(whole['edges'])} ties" in said
    members = linked.get("/api/v1/network?level=paragraphs&gather=3").json()["nodes"]
    assert {node["nodeType"] for node in members} == {"community"}
    assert sum(node["members"] for node in members) == len(whole["nodes"])
    rows = page.xpath("//table[caption/@id='nodes-caption']/tbody/tr")
    assert len(rows) == len(members)
    # What is taken home is the whole network.
    (address,) = page.xpath("//p[@class='actions twins']/a[.='JSON']/@href")
    assert len(linked.get(address).json()["nodes"]) == len(whole["nodes"])


def test_what_is_taken_home_is_what_is_shown(linked: httpx.Client) -> None:
    asked = "/network?level=paragraphs&order=pagerank&colour=community&layout=dated"
    page = html.fromstring(linked.get(asked).text)
    (columns,) = page.xpath("//div[@id='moving']/@data-network")
    shown = linked.get(columns).json()["nodes"]
    (address,) = page.xpath("//p[@class='actions twins']/a[.='GRAPHOLOGY' or .='JSON']/@href")
    taken = linked.get(address).json()["nodes"]
    assert [node["pagerank"] for node in taken] == shown["pagerank"]
    assert [node["leidenCommunity"] for node in taken] == shown["leidenCommunity"]
    assert [node["x"] for node in taken] == shown["x"]
    rows = page.xpath("//table[caption/@id='nodes-caption']/tbody/tr")
    assert len(rows) == len(taken)


def test_a_community_is_opened_and_left(linked: httpx.Client) -> None:
    whole = linked.get("/api/v1/network?level=paragraphs").json()["nodes"]
    start = f"/network?level=paragraphs&order=pagerank&gather={len(whole) - 1}"
    page = html.fromstring(linked.get(start).text)
    (place,) = page.xpath("//div[@id='moving']")
    assert place.get("data-open").endswith("&community=")
    (first, *_) = page.xpath("//table[caption/@id='nodes-caption']//a/@href")
    assert first.startswith(place.get("data-open"))
    opened = html.fromstring(linked.get(first).text)
    assert opened.xpath("//main/h2[starts-with(., 'Community of ')]")
    (back,) = opened.xpath("//main//a[contains(., 'All communities')]/@href")
    assert back == start
    (place,) = opened.xpath("//div[@id='moving']")
    assert place.get("data-open") is None
    shown = linked.get(place.get("data-network")).json()
    assert 1 < len(shown["nodes"]["id"]) < len(whole)
    # The form keeps it, and what is taken home is what is shown.
    assert opened.xpath("//form[@action='/network']//input[@name='community']/@value")
    (address,) = opened.xpath("//p[@class='actions twins']/a[.='JSON']/@href")
    taken = linked.get(address).json()
    assert [node["id"] for node in taken["nodes"]] == shown["nodes"]["id"]
    assert "community of" in shown["title"]
    assert linked.get(start + "&community=nobody").status_code == 404
