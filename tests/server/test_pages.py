"""The pages: what they show, and that they run and load nothing they should not."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx
import pytest

PAGES = [
    "/",
    "/queries",
    "/queries/signatories",
    "/queries/recommendation-evidence?action=refer-to-icc",
    "/queries/who-cites",
    "/queries/recommendation-evidence?action=nonsense",
    "/queries/no-such-query",
    "/docs",
    "/sparql?format=html",
    "/sparql?format=html&query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%203",
    "/sparql?format=html&query=DESCRIBE%20%3Chttps%3A%2F%2Fexamplia.example%2Fthing1%3E",
    "/sparql?format=html&query=nonsense",
]


class Page(HTMLParser):
    """The parts of a page that a reader with a keyboard or a screen reader depends on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = Page(answer.text)
    assert page.named("html") == [{"lang": "en"}]
    assert len(page.named("h1")) == 1
    assert not page.named("style", "iframe")
    # A script is a file that was built from web/, and nothing stands in the page itself.
    assert all((script.get("src") or "").startswith("/built/") for script in page.named("script"))
    assert not [a for _, a in page.elements if "style" in a or any(k.startswith("on") for k in a)]
    assert page.named("a")[0]["href"] == "#content"
    labels = {label["for"] for label in page.named("label")}
    assert all(field["id"] in labels for field in page.named("input", "textarea", "select"))
    assert len(page.named("table")) == len(page.named("caption"))
    loaded = [
        *(link["href"] for link in page.named("link")),
        *(i["src"] for i in page.named("img", "script")),
    ]
    for address in loaded:
        assert address is not None
        assert client.get(address).status_code == 200
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))


def test_the_home_page_counts_and_names(client: httpx.Client) -> None:
    text = client.get("/").text
    counts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text))
    assert counts == {
        "letter": "1",
        "document read": "1",
        "document cited": "1",
        "paragraph cited": "1",
        "citation": "1",
        "finding": "1",
        "recommendation": "1",
        "organisations and bodies": "2",
    }
    assert "Letter &lt;b&gt;on&lt;/b&gt; Examplia" in text
    assert "A/EX/1" in text
    assert 'href="/queries/signatories"' in text


def test_a_query_page_shows_the_rows(client: httpx.Client) -> None:
    text = client.get("/queries/signatories").text
    assert "Examplia Watch" in text
    assert "Rights &#34;&amp;&#34; &lt;Law&gt;" in text
    assert "/api/v1/queries/signatories.csv" in text


def test_a_query_page_keeps_what_was_typed(client: httpx.Client) -> None:
    answer = client.get("/queries/recommendation-evidence", params={"action": '"><script>'})
    assert answer.status_code == 400
    assert 'value="&#34;&gt;&lt;script&gt;"' in answer.text
    assert 'role="alert"' in answer.text


def test_empty_fields_of_a_form_are_no_values(client: httpx.Client) -> None:
    answer = client.get("/queries/signatories?document=")
    assert answer.status_code == 200
    assert "Examplia Watch" in answer.text


def test_a_query_that_needs_a_value_shows_its_form(client: httpx.Client) -> None:
    answer = client.get("/queries/who-cites")
    assert answer.status_code == 200
    assert "<form" in answer.text
    assert "<table" not in answer.text


def test_text_of_the_graph_is_never_markup(client: httpx.Client) -> None:
    query = "SELECT ?x { VALUES ?x { '<script>alert(1)</script>' <javascript:alert(1)> } }"
    text = client.get("/sparql", params={"query": query, "format": "html"}).text
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'href="javascript' not in text


def test_the_description_of_the_api_is_whole(client: httpx.Client) -> None:
    text = client.get("/docs").text
    for path, item in client.get("/openapi.json").json()["paths"].items():
        for method, operation in item.items():
            assert f"{method.upper()} {path}" in text
            assert f'id="{operation["operationId"]}"' in text
