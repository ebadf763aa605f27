"""Every IRI of the graph opens, in every format, and what comes back is in the graph."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.iris import CANONICAL_BASE
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.formats import DATA_OFFERS, write
from tests.server.linked.documents import TYPES, read

LETTER = "/id/letter/2015-10-29-joint-letter-dprk"
CITED = ("/id/un/A/HRC/25/63", "/id/un/A/HRC/25/CRP.1", "/id/un/A/70/362", "/id/un/A/70/393")


class Ids(HTMLParser):
    """The ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.found.append(value)
            if name == "href" and value and tag == "a":
                self.links.append(value)


def own_iris(store: ox.Store) -> list[str]:
    found: set[str] = set()
    for quad in store.quads_for_pattern(None, None, None, None):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(CANONICAL_BASE):
                found.add(term.value)
    return sorted(found)


def has(store: ox.Store, triple: ox.Triple) -> bool:
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return next(iter(quads), None) is not None


def alike(address: str) -> bool:
    """Whether an address is one of very many that are made in the same way."""
    many = (
        "/id/organisation/",
        "/id/body/",
        "/id/state/",
        "/id/situation/",
        "/id/un/",
        "/vocabulary/",
    )
    return address.startswith(many) and address not in CITED


def test_every_iri_of_the_graph_opens(linked: httpx.Client, bundled_store: ox.Store) -> None:
    """Each as N-Triples and as a page over HTTP, and what it says in every other format."""
    parts: dict[str, list[str]] = {}
    for iri in own_iris(bundled_store):
        document, _, _ = iri.partition("#")
        parts.setdefault(document, []).append(iri)
    assert len(parts) > 2000
    known = {
        quad.subject.value
        for quad in bundled_store.quads_for_pattern(None, None, None, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    checked: set[ox.Triple] = set()
    for number, (document, iris) in enumerate(sorted(parts.items())):
        address = href(document)
        assert address.startswith("/"), document
        answer = get(linked, f"{address}.nt")
        triples = read(answer.content, answer.headers["content-type"])
        wanted = {iri for iri in iris if iri in known}
        assert wanted <= {str(triple.subject)[1:-1] for triple in triples}, document
        new = triples - checked
        assert all(has(bundled_store, triple) for triple in new), document
        checked |= new
        if alike(address) and number % 24:
            continue
        for offer in DATA_OFFERS:
            if offer.media_type != "text/html":
                body = write(triples, offer, "http://localhost/context.jsonld")
                assert read(body, offer.media_type) == triples, (document, offer.name)
        ids = Ids(get(linked, f"{address}.html").text).found
        assert len(ids) == len(set(ids)), document
        missing = {iri for iri in wanted if "#" in iri} - {f"{document}#{i}" for i in ids}
        assert not missing or document.startswith(CANONICAL_BASE + "graph/"), missing


def get(client: httpx.Client, address: str) -> httpx.Response:
    answer = client.get(address)
    while answer.status_code == 303:  # a version of the ontology, another name of a document
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200, (address, answer.text)
    return answer


@pytest.mark.parametrize(
    "path", [LETTER, "/id/un/A/HRC/25/63", "/id/state/PRK", "/graph/provenance", "/ontology"]
)
def test_every_format_says_the_same(linked: httpx.Client, path: str) -> None:
    answers = [linked.get(f"{path}.{name}") for name in TYPES]
    assert [answer.status_code for answer in answers] == [200] * len(TYPES)
    found = [read(answer.content, answer.headers["content-type"]) for answer in answers]
    assert found[0]
    assert all(each == found[0] for each in found)


@pytest.mark.parametrize("name", [*TYPES, "html"])
def test_accept_and_suffix_give_the_same(linked: httpx.Client, name: str) -> None:
    media_type = TYPES.get(name, "text/html")
    by_accept = linked.get("/id/un/A/HRC/25/63", headers={"Accept": media_type})
    by_suffix = linked.get(f"/id/un/A/HRC/25/63.{name}", headers={"Accept": "image/png"})
    by_format = linked.get(f"/id/un/A/HRC/25/63?format={name}")
    assert by_accept.status_code == by_suffix.status_code == by_format.status_code == 200
    assert by_accept.headers["content-type"].startswith(media_type)
    assert by_accept.content == by_suffix.content == by_format.content
    assert by_accept.headers["content-location"] == f"/id/un/A/HRC/25/63.{name}"
    assert "Accept" in by_accept.headers["vary"]


def test_qualities_decide(linked: httpx.Client) -> None:
    def chosen(accept: str) -> str:
        answer = linked.get("/id/state/PRK", headers={"Accept": accept})
        return answer.headers["content-type"].partition(";")[0]

    assert chosen("text/html;q=0.4, application/ld+json;q=0.5") == "application/ld+json"
    assert chosen("text/html,application/xhtml+xml,*/*;q=0.8") == "text/html"
    assert chosen("*/*") == "text/turtle"
    assert chosen("application/*;q=0.1") == "application/ld+json"
    assert chosen("text/turtle;q=0, */*;q=0.1") == "text/html"


@pytest.mark.parametrize("query", ["", "?format=pdf"])
def test_what_cannot_be_had_is_406(linked: httpx.Client, query: str) -> None:
    answer = linked.get(f"/id/state/PRK{query}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["code"] == "not-acceptable"
    assert answer.headers["vary"].startswith("Accept")


@pytest.mark.parametrize("path", [LETTER, "/id/un/A/HRC/25/63", "/vocabulary/action/refer-to-icc"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
def test_conditional_requests(linked: httpx.Client, path: str, accept: str) -> None:
    first = linked.get(path, headers={"Accept": accept})
    tag = first.headers["etag"]
    again = linked.get(path, headers={"Accept": accept, "If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = linked.get(path, headers={"Accept": "application/n-triples", "If-None-Match": tag})
    assert other.status_code == 200
    head = linked.head(path, headers={"Accept": accept})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == tag


def test_the_paragraph_has_an_anchor_and_shows_who_cites_it(linked: httpx.Client) -> None:
    page = linked.get("/id/un/A/HRC/25/63.html").text
    section = page[page.index('id="para-94(a)"') :]
    section = section[: section.index("</section>")]
    assert f'href="{LETTER}"' in section
    assert f'href="{LETTER}#note-3"' in section
    assert f'href="{LETTER}#recommendation-' in section


def test_a_document_shows_its_chains(linked: httpx.Client) -> None:
    page = linked.get(f"{LETTER}.html").text
    citation = page[page.index('id="citation-8.1"') :]
    citation = citation[: citation.index("</article>")]
    for step in ("#citation-7.1", "#citation-6.1", "#citation-4.1", "/id/un/A/70/362#para-74"):
        assert f'href="{step}"' in citation, step
    assert "source not held" in page


def test_every_link_of_a_page_leads_somewhere(linked: httpx.Client) -> None:
    pages = [f"{LETTER}.html", "/id/body/security-council.html", "/id/situation/PRK.html"]
    seen: set[str] = set()
    for path in pages:
        page = Ids(linked.get(path).text)
        here = set(page.found)
        for link in page.links:
            address, _, part = link.partition("#")
            if not address:
                assert part in here, (path, link)
            elif address.startswith("/api/v1/network"):
                continue  # making many networks takes long; test_document_pages makes some
            elif address.startswith("/") and address not in seen:
                seen.add(address)
                answer = linked.get(address, headers={"Accept": "text/html"})
                assert answer.status_code == 200, (path, link)
                assert not part or part in Ids(answer.text).found, (path, link)
    assert len(seen) > 40


def test_other_symbols_lead_to_the_document(linked: httpx.Client) -> None:
    for name in ("S/2014/276", "a/hrc/25/63", "A/HRC/25/63%20"):
        answer = linked.get(f"/id/un/{name}.ttl" if "%" not in name else f"/id/un/{name}")
        assert answer.status_code == 303, name
        assert answer.headers["location"].startswith("/id/un/A/HRC/25/63")
    answer = linked.get("/id/un/S/RES/1593%20(2005)", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "https://docs.un.org/en/S/RES/1593" in answer.text


def test_a_part_sent_as_one_name_leads_to_its_place(linked: httpx.Client) -> None:
    for accept in ("text/html", "text/turtle"):
        answer = linked.get("/id/un/A/HRC/25/63%23para-94(a)", headers={"Accept": accept})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/id/un/A/HRC/25/63#para-94(a)"
    assert linked.get("/id/un/A/HRC/99/999%23para-1").status_code == 404


def test_what_is_near_is_named(linked: httpx.Client) -> None:
    answer = linked.get("/id/un/A/HRC/25/64")
    assert answer.status_code == 404
    problem = answer.json()
    assert problem["code"] == "not-found"
    assert "A/HRC/25/63" in [each["name"] for each in problem["details"]["near"]]
    page = linked.get("/id/un/A/HRC/25/64", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert 'href="/id/un/A/HRC/25/63"' in page.text


def test_a_bound_is_said_aloud(linked: httpx.Client) -> None:
    answer = linked.get("/id/state/USA.html")
    assert answer.status_code == 200
    assert "The first 100 only" in answer.text
    assert 'rel="related"' in answer.headers["link"]
    query = answer.headers["link"].rpartition("</sparql?")[2].partition(">")[0]
    rows = linked.get(f"/sparql?{query}&format=json").json()["results"]["bindings"]
    assert len(rows) > 100


def test_a_named_graph_is_its_triples(linked: httpx.Client, bundled_store: ox.Store) -> None:
    name = CANONICAL_BASE + "graph/provenance"
    answer = linked.get("/graph/provenance.nt")
    triples = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
    quads = bundled_store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    assert triples == {quad.triple for quad in quads}
    page = linked.get("/graph/provenance.html").text
    assert f"{len(triples)} triples" in page
