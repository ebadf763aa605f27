"""What each page is for, done by mouse and by keyboard alone."""

from __future__ import annotations

import io
import re
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, Position, expect

from tests.browser.conftest import LETTER, PATIENCE, Watched

expect.set_options(timeout=PATIENCE)


def tab_to(page: Page, wanted: str) -> None:
    """Goes on by Tab until what matches a selector has the focus.

    It must be reachable in the order of the page, which is what this tests.
    """
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", wanted):
            return
    pytest.fail(f"Tab does not reach {wanted}")


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def test_the_keyboard_reaches_the_content_first(watched: Watched) -> None:
    watched.open(LETTER)
    page = watched.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")


def test_home_search_and_a_thing_by_keyboard(watched: Watched) -> None:
    watched.open("/")
    page = watched.page
    tab_to(page, "#search-all")
    page.keyboard.type("Amnesty International")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    tab_to(page, ".found a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/**")
    expect(page.locator("h1")).to_contain_text("Amnesty International")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_an_ask_and_its_proof(watched: Watched, by: str) -> None:
    def follow(selector: str) -> None:
        if by == "mouse":
            watched.page.locator(selector).first.click()
        else:
            tab_to(watched.page, selector)
            watched.page.keyboard.press("Enter")

    watched.open("/")
    page = watched.page
    follow(".doors a[href='/recommendations']")
    page.wait_for_url("**/recommendations")
    rows = page.locator(".asks tbody tr")
    everything = rows.count()
    follow(".facets a[href*='addressed_to=body']")
    page.wait_for_url("**addressed_to=body**")
    expect(rows.first).to_be_visible()
    assert 0 < rows.count() < everything
    follow(".asks tr:has(a[href^='/id/un/']) a[href^='/evidence']")
    page.wait_for_url("**/evidence?**")
    expect(page.locator(".chain-picture")).to_be_visible()
    follow("main a[href^='/id/un/']")
    page.wait_for_url("**/id/un/**")


def test_a_form_and_the_order_of_its_rows(watched: Watched) -> None:
    watched.open("/queries/recommendation-evidence")
    page = watched.page
    tab_to(page, "#p-action")
    page.keyboard.type("refer-to-icc")
    page.keyboard.press("Enter")
    page.wait_for_url("**action=refer-to-icc**")
    rows = page.locator("table tbody tr")
    expect(rows).to_have_count(2)
    page.locator("th a").first.click()
    page.wait_for_url("**sort=**")
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")


def drawn(watched: Watched, path: str) -> Page:
    watched.open(path)
    watched.page.wait_for_selector("#moving[data-drawn]")
    return watched.page


def test_a_network_by_keyboard(watched: Watched) -> None:
    page = drawn(watched, "/network")
    tab_to(page, "#level")
    page.keyboard.type("para")
    tab_to(page, "form[action='/network'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**level=paragraphs**")
    page.wait_for_selector("#moving[data-drawn]")
    tab_to(page, "#find-node")
    page.keyboard.type("para 94(a)")
    page.keyboard.press("Enter")
    panel = page.locator(".network-panel")
    expect(panel.locator("h2")).to_contain_text("94(a)")
    assert "node=" in urlsplit(page.url).fragment
    # The evidence behind a tie, and the way to it.
    tab_to(page, ".proof summary")
    page.keyboard.press("Enter")
    proof = panel.locator(".proof a").first
    expect(proof).to_be_visible()
    assert "#citation" in (proof.get_attribute("href") or "")
    # Whoever gets the address sees the same.
    again = drawn(watched, page.url.removeprefix(watched.origin))
    expect(again.locator(".network-panel h2")).to_contain_text("94(a)")


def test_the_years_of_a_network_by_keyboard(watched: Watched) -> None:
    page = drawn(watched, "/network")
    shown = page.locator(".years")
    first, _, last = shown.inner_text().partition("–")
    assert int(first) < int(last)
    tab_to(page, "#to-year")
    page.keyboard.press("ArrowLeft")
    expect(shown).not_to_have_text(f"{first}–{last}")
    assert f"to={int(last) - 1}" in urlsplit(page.url).fragment


def place_of_a_node(page: Page) -> Position:
    """Where in the picture a node is, by the colour that the legend names first."""
    spot = page.locator(".network-legend .spot").first
    told = spot.evaluate("spot => getComputedStyle(spot).backgroundColor")
    colour = tuple(int(number) for number in re.findall(r"\d+", told)[:3])
    canvas = page.locator(".network-canvas")
    for _ in range(PATIENCE // 500):
        with Image.open(io.BytesIO(canvas.screenshot())) as opened:
            image = opened.convert("RGB")
        for y in range(3, image.height - 3):
            for x in range(3, image.width - 3):
                around = [(x, y), (x - 3, y), (x + 3, y), (x, y - 3), (x, y + 3)]
                if all(image.getpixel(each) == colour for each in around):
                    return {"x": x, "y": y}
        page.wait_for_timeout(500)
    pytest.fail("no node is drawn")


def test_a_network_by_mouse(watched: Watched) -> None:
    page = drawn(watched, "/network?level=documents")
    panel = page.locator(".network-panel")
    # One click only: a second one soon after it is a double click, which goes nearer.
    page.locator(".network-canvas").click(position=place_of_a_node(page))
    expect(panel.locator("h2")).to_have_count(1)
    chosen = panel.locator("h2").inner_text()
    assert "node=" in urlsplit(page.url).fragment
    panel.locator(".as-link").first.click()
    expect(panel.locator("h2")).not_to_have_text(chosen)
    with page.expect_download() as download:
        page.get_by_role("link", name="SVG").click()
    assert download.value.suggested_filename == "network.svg"


@pytest.mark.parametrize("by", ["mouse", "two clicks", "keyboard", "table"])
def test_a_community_is_opened_and_left(watched: Watched, by: str) -> None:
    watched.open("/network?level=paragraphs")
    page = watched.page
    said = page.locator("main > p[role=status]").first.inner_text()
    many = int(said.partition(" node")[0])
    page = drawn(watched, f"/network?level=paragraphs&gather={many - 1}")
    start = page.url
    way = ".network-panel a[href*='community=']"
    if by == "mouse":
        page.locator(".network-canvas").click(position=place_of_a_node(page))
        page.locator(way).click()
    elif by == "two clicks":
        page.locator(".network-canvas").dblclick(position=place_of_a_node(page))
    elif by == "table":
        page.locator("table a[href*='community=']").first.click()
    else:
        name = page.locator("#node-names option").first.get_attribute("value") or ""
        tab_to(page, "#find-node")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        tab_to(page, way)
        page.keyboard.press("Enter")
    page.wait_for_url("**community=**")
    expect(page.locator("main > h2")).to_contain_text("Community of")
    page.wait_for_selector("#moving[data-drawn]")
    back = "main a[href*='gather=']:has-text('All communities')"
    expect(page.locator(back)).to_have_count(1)
    if by == "keyboard":
        tab_to(page, "main p a[href^='/network']")
        page.keyboard.press("Enter")
    else:
        page.locator(back).click()
    page.wait_for_url(start)
    expect(page.locator("#moving[data-drawn]")).to_have_count(1)


def test_a_network_without_script(watched: Watched) -> None:
    page = watched.page
    page.route(
        "**/built/*.js", lambda route: route.fulfill(content_type="text/javascript", body="")
    )
    watched.open("/network")
    expect(page.locator("#still img")).to_be_visible()
    expect(page.locator("#nodes-caption")).to_be_visible()
    expect(page.locator("#moving")).to_be_hidden()


def test_a_browser_without_webgl_keeps_the_still_picture(watched: Watched) -> None:
    page = watched.page
    page.add_init_script(
        "const before = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.includes('webgl') ? null : before.call(this, kind, ...rest);"
        "};"
    )
    watched.open("/network")
    expect(page.locator("#moving")).to_contain_text("no WebGL")
    expect(page.locator("#still img")).to_be_visible()


def test_the_ontology_leads_to_its_terms(watched: Watched) -> None:
    watched.open("/ontology")
    page = watched.page
    page.locator("main a[href*='#']").first.click()
    assert urlsplit(page.url).fragment
    assert path_of(page) == "/ontology"


def write_query(page: Page, text: str) -> None:
    """Puts a query into the editor, by keyboard."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_a_query_in_the_editor_and_its_answer(watched: Watched) -> None:
    watched.open("/sparql")
    page = watched.page
    write_query(page, "SELECT ?one ?two WHERE { ?one cito:cites ?two } ORDER BY ?two LIMIT 3")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=**")
    expect(page.locator("main table tbody tr")).to_have_count(3)
    expect(page.locator(".cm-content")).to_contain_text("ORDER BY ?two")
    page.get_by_role("button", name="network").click()
    expect(page.locator(".drawn canvas").first).to_be_visible()
    assert urlsplit(page.url).fragment == "as=network"
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_the_editor_completes_from_the_ontology_and_lets_the_keyboard_go(watched: Watched) -> None:
    watched.open("/sparql")
    page = watched.page
    write_query(page, "SELECT * WHERE { ?letter rg:signat")
    offered = page.locator(".cm-tooltip-autocomplete li", has_text="rg:signatory")
    expect(offered.first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#format")).to_be_focused()


def test_the_line_of_a_mistake_is_shown(watched: Watched) -> None:
    watched.open("/sparql?query=" + quote("SELECT *\nWHERE {\n  ?s ?p\n}\n"))
    expect(watched.page.get_by_role("alert")).to_contain_text("Line 5")
    expect(watched.page.locator(".cm-mistake")).to_be_visible()


def test_the_rows_of_a_query_as_bars(watched: Watched) -> None:
    watched.open("/queries/cited-documents")
    page = watched.page
    button = page.get_by_role("button", name="as bars")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".drawn > *").first).to_be_visible()
    assert urlsplit(page.url).fragment == "as=bars"
