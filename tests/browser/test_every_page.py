"""Every page: no violation of WCAG 2.2 AA, no error, no request to others, small enough."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import quote, urljoin

import httpx
import pytest
from lxml import html

from rightsgraph.server.scripts import page_scripts
from tests.browser.conftest import AXE, LETTER, Watched, need
from tests.server.conftest import Running

EVIDENCE = f"/evidence?of={LETTER.removeprefix('/id/')}%23recommendation-refer-to-icc"
QUERY = "SELECT ?one ?two WHERE { ?one cito:cites ?two } LIMIT 5"
PAGES = {
    "home": "/",
    "letter": LETTER,
    "cited-report": "/id/un/A/HRC/25/63",
    "recommendations": "/recommendations",
    "narrowed": "/recommendations?addressed_to=body/security-council",
    "evidence": EVIDENCE,
    "body": "/id/body/security-council",
    "organisation": "/id/organisation/amnesty-international",
    "situation": "/id/situation/PRK",
    "action": "/vocabulary/action/refer-to-icc",
    "queries": "/queries",
    "query": "/queries/citations-between-documents",
    "query-form": "/queries/who-cites",
    "search": "/search?q=accountability",
    "nothing-found": "/search?q=zzzzzz",
    "network": "/network",
    "network-actors": "/network?level=actors&colour=community",
    "network-wrong": "/network?order=nonsense",
    "sparql": "/sparql",
    "sparql-answer": f"/sparql?query={quote(QUERY)}",
    "sparql-wrong": "/sparql?query=SELECT",
    "ontology": "/ontology",
    "api": "/docs",
    "dumps": "/dumps/",
    "not-found": "/id/un/A/HRC/25/64",
}
# WCAG 2.2, levels A and AA, as axe-core tags its rules.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
READING_BYTES = 100_000
NETWORK_BYTES = 400_000
LOADED = (
    "home",
    "letter",
    "cited-report",
    "recommendations",
    "ontology",
    "api",
    "network",
    "sparql",
)
PHONE = 390
# Texts of pictures, which axe-core passes over, with a contrast of less than 4.5 on the page.
FAINT = """(() => {
  const light = colour => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll("main svg text")].filter(text => {
    const ink = light(getComputedStyle(text).fill);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5;
  }).map(text => text.textContent);
})()"""
# The page, and what is in its tables: they do not scroll sideways on a phone.
WIDEST = """Math.max(document.documentElement.scrollWidth,
    ...[...document.querySelectorAll(".wide")].map(each => each.scrollWidth))"""


def ready(watched: Watched, path: str) -> None:
    """Waits for what a script adds to a page."""
    if path.startswith("/network") and "nonsense" not in path:
        watched.page.wait_for_selector("#moving[data-drawn]")


def violations(watched: Watched, *rules: str) -> list[str]:
    """What axe-core finds in the page as it stands."""
    only: dict[str, Any] = {"type": "tag", "values": TAGS}
    if rules:
        only = {"type": "rule", "values": list(rules)}
    found: list[dict[str, Any]] = watched.page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
        ".then(result => result.violations)",
        only,
    )
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_accessible_without_errors_and_no_wider_than_a_phone(watched: Watched, name: str) -> None:
    need(AXE.is_file(), "axe-core is not installed: make web")
    watched.open(PAGES[name])
    ready(watched, PAGES[name])
    watched.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(watched) == []
    watched.page.emulate_media(color_scheme="dark")
    assert violations(watched, "color-contrast", "link-in-text-block") == []
    assert watched.page.evaluate(FAINT) == []
    watched.page.set_viewport_size({"width": PHONE, "height": 844})
    # What is drawn follows the window a moment later.
    for _ in range(600):
        if watched.page.evaluate(WIDEST) <= PHONE:
            break
        watched.page.wait_for_timeout(100)
    assert watched.page.evaluate(WIDEST) <= PHONE


@pytest.mark.parametrize("name", LOADED)
def test_small_enough(served: Running, name: str) -> None:
    """What a browser loads of HTML, style and script, compressed as it is sent."""
    with httpx.Client(base_url=served.address, timeout=120) as client:
        client.headers["Accept"] = "text/html"
        page = client.get(PAGES[name])
        tree = html.fromstring(page.text)
        addresses = tree.xpath("//link[@rel='stylesheet' or @rel='modulepreload']/@href")
        addresses += tree.xpath("//script/@src")
        files = [client.get(urljoin(PAGES[name], str(each))) for each in addresses]
        # What a script loads later counts too.
        files += [
            client.get(urljoin(str(file.url), found))
            for file in list(files)
            for found in re.findall(r'import\("(\./[^"]+)"\)', file.text)
        ]
    assert all(file.status_code == 200 for file in files)
    total = sum(len(gzip.compress(each.content, 1)) for each in (page, *files))
    assert total < (NETWORK_BYTES if tree.xpath("//script") else READING_BYTES)


def test_reading_pages_load_no_script(served: Running) -> None:
    need(bool(page_scripts()), "the scripts of the pages are not built: make web")
    with httpx.Client(base_url=served.address, timeout=120) as client:
        client.headers["Accept"] = "text/html"
        for name in ("home", "letter", "cited-report", "recommendations", "evidence", "ontology"):
            assert "<script" not in client.get(PAGES[name]).text, name
