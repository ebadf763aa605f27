"""The reader of documents: statements beside their paragraph, chains, the words of the source."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from lxml import html

from rightsgraph.ingestion import ingest
from rightsgraph.store import Home
from rightsgraph.store.kept_texts import TEXTS
from tests.server.conftest import run_server

LETTER = "/id/letter/2015-10-29-joint-letter-dprk"
TEXT = """Open letter on Examplia

1 March 2030

Dear Minister,

The Commission of Inquiry found that torture is <b>widespread</b> in Examplia and unpunished.[1]

We urge the Security Council to refer the situation to the International Criminal Court.[2]

Sincerely,

Amnesty International
Examplia Rights Watch

[1] Report of the commission of inquiry on Examplia, A/HRC/25/63, paras. 74-76.
[2] Ibid., para. 94 (a).
"""


def page(client: httpx.Client, path: str) -> html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(tree: html.HtmlElement, name: str) -> html.HtmlElement:
    found = tree.get_element_by_id(name)
    assert isinstance(found, html.HtmlElement)
    return found


def test_the_head_of_a_letter(linked: httpx.Client) -> None:
    tree = page(linked, LETTER)
    facts = {
        text(row.find("dt")): row.find("dd") for row in tree.xpath("(//dl[@class='facts'])[1]/div")
    }
    assert text(facts["issued"]) == "2015-10-29"
    assert len(facts["signed by"].xpath(".//a[starts-with(@href, '/id/organisation/')]")) == 9
    assert text(facts["addressed to"]) == "Members of the Security Council"
    # A work that has no symbol is named by the words that cite it.
    assert "last year's UN General Assembly resolution on the DPRK" in text(facts["cites"])


def test_statements_stand_beside_their_paragraph(linked: httpx.Client) -> None:
    tree = page(linked, LETTER)
    paragraph = part(tree, "paragraph-3")
    cards = paragraph.xpath(".//article[contains(@class, 'recommendation')]")
    referral = next(each for each in cards if "International Criminal Court" in text(each))
    terms = {text(each.find("dt")): text(each.find("dd")) for each in referral.xpath(".//div")}
    assert terms["addressed to"] == "Security Council"
    assert terms["asks for"] == "refer to the International Criminal Court"
    assert terms["rests on"] == "A/HRC/25/63, para 94(a)"
    assert terms["proved by"] == "note 3"
    quotation = paragraph.xpath(".//article[contains(@class, 'quotation')]")[0]
    assert text(quotation.xpath(".//*[contains(@class, 'check')]")[0]) == "source not held"
    assert "Gap." in text(part(tree, "paragraph-2"))


def test_places_that_follow_one_another_are_one(linked: httpx.Client) -> None:
    first = part(page(linked, LETTER), "citation-1.1")
    target = first.xpath(".//a[@href='/id/un/A/HRC/25/CRP.1#para-1211']")
    assert [text(each) for each in target] == ["paras 1211-1217"]


def test_a_note_shows_its_chain_and_what_it_proves(linked: httpx.Client) -> None:
    note = part(page(linked, LETTER), "note-8")
    steps = [text(each) for each in note.xpath(".//ol[@class='chain']/li")]
    assert steps[0] == "through note 7: Ibid. ibid"
    assert steps[1] == "through note 6: UN Special Rapporteur report, para 78 short form"
    assert steps[2].startswith("through note 4: Report of the UN Special Rapporteur")
    assert steps[2].endswith("explicit")
    assert steps[3].startswith("to A/70/362")
    assert steps[3].endswith("paras 74-76")
    proved = note.xpath(".//p[@class='proves']/a/@href")
    assert proved
    assert all(each.startswith(("#recommendation-", "#finding-")) for each in proved)


def test_a_cited_paragraph_shows_who_cites_it(linked: httpx.Client) -> None:
    tree = page(linked, "/id/un/A/HRC/25/63")
    place = part(tree, "para-76")
    assert "cited once" in text(place)
    assert place.xpath(f".//a[starts-with(@href, '{LETTER}#finding-')]")
    assert "Its places that others cite" in text(tree)


def test_twins_are_linked_and_lead_somewhere(linked: httpx.Client) -> None:
    twins = page(linked, LETTER).xpath("//p[contains(@class, 'twins')]/a/@href")
    named = [each for each in twins if each.startswith(LETTER)]
    assert {each.rpartition(".")[2] for each in named} == {"json", "ttl", "jsonld", "nt", "rdf"}
    assert all(linked.get(each).status_code == 200 for each in named)


@pytest.mark.parametrize("path", [LETTER, "/id/body/security-council"])
def test_the_network_around_it_can_be_taken_home(linked: httpx.Client, path: str) -> None:
    tree = page(linked, path)
    (gexf,) = tree.xpath("//a[text()='GEXF']/@href")
    answer = linked.get(gexf)
    assert answer.status_code == 200
    assert b"<gexf" in answer.content


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("own")
    file = folder / "open.txt"
    file.write_text(TEXT, encoding="utf-8")
    home = Home(folder / "home")
    home.build([], validate=False)
    ingest([file], home)
    return home


@pytest.fixture(scope="module")
def address(own_home: Home) -> str:
    store = own_home.current().open()
    found = {
        quad.subject.value
        for quad in store
        if quad.predicate.value.endswith("#textDigest") and "#" not in quad.subject.value
    }
    assert len(found) == 1
    return str(found.pop()).removeprefix("https://w3id.org/rightsgraph")


@pytest.fixture(scope="module")
def with_words(own_home: Home) -> Iterator[httpx.Client]:
    with (
        run_server(own_home, serve_texts="yes") as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        yield client


def test_words_are_shown_where_that_is_switched_on(with_words: httpx.Client, address: str) -> None:
    answer = with_words.get(address, headers={"Accept": "text/html"})
    assert "<b>widespread" not in answer.text
    assert "etag" not in answer.headers
    tree = html.fromstring(answer.text)
    shown = " ".join(text(each) for each in tree.xpath("//blockquote"))
    assert "torture is <b>widespread</b> in Examplia" in shown
    marks = tree.xpath("//mark[contains(@class, 'recommendation')]")
    assert any("International Criminal Court" in text(each) for each in marks)
    for each in tree.xpath("//blockquote//a/@href"):
        assert part(tree, each.removeprefix("#")) is not None
    assert tree.xpath("//blockquote//sup/a[@href='#note-1']")


def test_words_are_not_shown_by_default(own_home: Home, address: str) -> None:
    with run_server(own_home) as server:
        answer = httpx.get(server.address + address, headers={"Accept": "text/html"}, timeout=60)
    assert answer.status_code == 200
    assert "widespread" not in answer.text
    assert answer.headers["etag"]


def test_a_text_that_was_changed_is_not_shown(
    own_home: Home, with_words: httpx.Client, address: str
) -> None:
    (kept,) = (own_home.path / TEXTS).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole.replace(b"torture", b"nothing"))
    try:
        found = with_words.get(address, headers={"Accept": "text/html"}).text
    finally:
        kept.write_bytes(whole)
    assert "blockquote" not in found
    assert "nothing is" not in found
