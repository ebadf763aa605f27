"""A server below a path, as behind a reverse proxy that serves other things too."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
from lxml import html

from rightsgraph.store import Home
from tests.server.conftest import run_server
from tests.server.linked.conftest import bundled

__all__ = ["bundled"]

PREFIX = "/about/graph"
# One of each kind of page; from these every kind of link goes out.
PAGES = (
    "/",
    "/recommendations",
    "/queries",
    "/queries/signatories",
    "/network?level=actors",
    "/sparql?format=html",
    "/ontology",
    "/docs",
    "/search?q=accountability",
    "/dumps/",
    "/id/letter/2015-10-29-joint-letter-dprk",
    "/id/body/security-council",
    "/vocabulary/action/refer-to-icc",
    "/id/un/A/HRC/25/64",
)
_LOADED = "//link/@href | //img/@src | //script/@src | //@data-network"


@pytest.fixture(scope="module")
def address(bundled: Home) -> Iterator[str]:
    with run_server(bundled, root_path=PREFIX + "/", queue_seconds=60, query_seconds=60) as server:
        yield server.address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    assert address.endswith(PREFIX)
    with httpx.Client(base_url=address, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_all_links_of_a_page_stay_below_the_prefix(client: httpx.Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == (404 if page.endswith("25/64") else 200)
    tree = html.fromstring(answer.text)
    links = [str(link) for link in tree.xpath("//@href | //@src | //@action")]
    origin = urlsplit(str(client.base_url)).netloc
    ours = {
        urldefrag(each).url
        for each in (urljoin(str(answer.url), link) for link in links)
        if urlsplit(each).netloc == origin
    }
    assert len(ours) > 8
    assert [each for each in ours if not urlsplit(each).path.startswith(PREFIX + "/")] == []
    for link in tree.xpath(_LOADED):
        assert client.get(urljoin(str(answer.url), str(link))).status_code == 200, link


def test_a_proxy_may_take_the_prefix_away(client: httpx.Client) -> None:
    bare = str(client.base_url).removesuffix(PREFIX + "/")
    assert client.get(bare + "/queries").text == client.get("/queries").text


def test_redirections_and_links_in_the_header(client: httpx.Client) -> None:
    letter = "/id/letter/2015-10-29-joint-letter-dprk"
    answer = client.get(letter, headers={"Accept": "text/turtle"})
    assert answer.headers["content-location"] == f"{PREFIX}{letter}.ttl"
    assert f"<{PREFIX}{letter}.jsonld>" in answer.headers["link"]
    assert "</id" not in answer.headers["link"]
    latest = client.get("/dumps/latest.nq.gz", follow_redirects=False)
    if latest.is_redirect:
        assert latest.headers["location"].startswith(PREFIX + "/dumps/")


def test_addresses_in_json(client: httpx.Client) -> None:
    client.headers["Accept"] = "application/json"
    first = client.get("/api/v1/recommendations?limit=2").json()
    assert first["next"].startswith(PREFIX + "/api/v1/recommendations?")
    second = client.get(urljoin(str(client.base_url), first["next"])).json()
    assert second["items"]
    assert second["items"][0] != first["items"][0]
    shown = client.get("/recommendations.json").json()["recommendations"]
    proof = client.get(urljoin(str(client.base_url), shown[0]["evidence"]))
    assert proof.url.path == PREFIX + "/evidence"
    assert proof.status_code == 200
    assert client.get("/openapi.json").json()["servers"] == [{"url": PREFIX}]
    described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert f"{client.base_url}sparql" in described


def test_words_that_look_like_an_address_stay_as_they_are(client: httpx.Client) -> None:
    words = 'an href="/queries" and "next":"/x" within'
    query = f"SELECT ?words {{ VALUES ?words {{ '{words}' }} }}"
    page = html.fromstring(client.get("/sparql", params={"query": query}).text)
    assert page.xpath("string(//table/tbody/tr/td)").strip() == words
    told = client.get("/sparql", params={"query": query, "format": "json"}).json()
    assert told["results"]["bindings"][0]["words"]["value"] == words
    assert words in page.xpath("string(//textarea)")
