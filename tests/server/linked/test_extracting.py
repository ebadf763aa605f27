"""Documents over HTTP: what is found in them, and that none can harm the server."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.extraction import extract
from rightsgraph.graph.description import describe
from rightsgraph.reading import read
from rightsgraph.server import api_examples as examples
from rightsgraph.store import Home
from tests.reading.pdf_files import column, pdf_file
from tests.reading.word_files import paragraph, run, word_file
from tests.server.conftest import Running, run_server
from tests.server.linked.documents import read as read_rdf

EXTRACT = "/api/v1/extract"
NAME = "council-letter.txt"
LETTER = (Path(__file__).parents[2] / "extraction/fixtures" / NAME).read_bytes()
LONG = b"The Board found that the detention was arbitrary (A/64/435, para. 2).\n\n" * 60_000


def post(
    client: httpx.Client, data: bytes, accept: str = "*/*", name: str = NAME
) -> httpx.Response:
    return client.post(EXTRACT, params={"name": name}, content=data, headers={"Accept": accept})


def test_the_exchange_format_is_what_extract_gives(linked: httpx.Client) -> None:
    answer = post(linked, LETTER)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == extract(read(LETTER, name=NAME)).to_exchange()


def test_a_form_with_a_file_says_the_same(linked: httpx.Client) -> None:
    answer = linked.post(EXTRACT, files={"file": (NAME, LETTER, "text/plain")})
    assert answer.json() == post(linked, LETTER).json()


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/ld+json",
        "application/n-triples",
        "application/rdf+xml",
        "application/n-quads",
    ],
)
def test_rdf_is_what_ingest_would_publish(linked: httpx.Client, media_type: str) -> None:
    document = read(LETTER, name=NAME)
    quads = describe(document, extract(document)).quads
    answer = post(linked, LETTER, media_type)
    assert answer.headers["content-type"].startswith(media_type)
    if media_type == "application/n-quads":
        found = set(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS))
        assert found == set(quads)
    else:
        assert read_rdf(answer.content, media_type) == {quad.triple for quad in quads}


def test_pdf_and_word_are_read_behind_the_walls(linked: httpx.Client) -> None:
    words = "See the report of the Board, A/64/435, para. 2."
    pdf = pdf_file(column(72, 760, words))
    word = word_file(paragraph(run(words)))
    for data, name in ((pdf, "a.pdf"), (word, "a.docx")):
        answer = post(linked, data, name=name)
        assert answer.status_code == 200, answer.text
        assert [each["symbol"] for each in answer.json()["citations"]] == ["A/64/435"]


def test_the_example_can_be_sent(linked: httpx.Client) -> None:
    found = post(linked, examples.EXTRACTED_TEXT.encode(), name="letter.txt").json()
    shown = examples.EXTRACTED["citations"][0]
    assert {name: found["citations"][0][name] for name in shown} == shown
    assert all(found[name] == [] for name in ("findings", "recommendations"))


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"", "a.txt", 422, "document-empty"),
        (b" \n", "a.txt", 422, "document-empty"),
        (b"%PDF-1.4 and no more", "a.pdf", 415, "document-format"),
        (pdf_file([], picture=True), "a.pdf", 422, "document-needs-ocr"),
        (pdf_file(column(72, 760, "words"), locked=True), "a.pdf", 422, "document-encrypted"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.png", 422, "document-needs-ocr"),
        (b"PK\x03\x04 and no more", "a.docx", 415, "document-format"),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_is_said(
    linked: httpx.Client, data: bytes, name: str, status: int, code: str
) -> None:
    answer = post(linked, data, name=name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_bad_requests_are_refused(linked: httpx.Client) -> None:
    boundary = "multipart/form-data; boundary=x"
    cases = [
        ({"Content-Type": boundary}, b"--x\r\nnonsense", 400),
        ({"Content-Type": "multipart/form-data"}, b"x", 400),
        ({"Content-Type": boundary}, b"--x--\r\n", 400),
        ({"Content-Encoding": "gzip"}, LETTER, 415),
        ({"Accept": "image/png"}, LETTER, 406),
    ]
    for headers, content, status in cases:
        answer = linked.post(EXTRACT, content=content, headers=headers)
        assert answer.status_code == status, (headers, answer.text)
        assert answer.json()["code"]


def test_names_are_only_names(linked: httpx.Client) -> None:
    for name in ("../../../etc/passwd", "/etc/passwd", "a\x00b", "\u202e.txt", "x" * 5000):
        assert post(linked, LETTER, name=name).status_code == 200


def test_nothing_is_stored(linked: httpx.Client, bundled: Home) -> None:
    before = bundled.current().id
    assert post(linked, LETTER).status_code == 200
    assert bundled.current().id == before
    assert not list(bundled.path.glob("**/sources/*"))


@pytest.fixture(scope="module")
def strict(bundled: Home) -> Iterator[Running]:
    with run_server(
        bundled, extract_seconds=1, extract_memory_mb=200, document_upload_bytes=10_000_000
    ) as running:
        yield running


def test_limits_of_size_time_and_memory(strict: Running) -> None:
    with httpx.Client(base_url=strict.address, timeout=60) as client:
        large = post(client, b"x" * 10_000_001)
        assert (large.status_code, large.json()["code"]) == (413, "request-too-large")
        form = client.post(EXTRACT, files={"file": ("a.txt", b"x" * 10_000_001)})
        assert (form.status_code, form.json()["code"]) == (413, "request-too-large")
        slow = post(client, LONG)
        assert (slow.status_code, slow.json()["code"]) == (422, "document-too-costly")
        # The server goes on.
        assert post(client, LETTER).status_code == 200
        assert client.get("/sparql?query=ASK%7B%7D").json() == {"head": {}, "boolean": True}


def test_a_reader_that_dies_costs_its_document_only(bundled: Home) -> None:
    with (
        run_server(bundled) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        before = set(running.children())
        answers: list[httpx.Response] = []
        thread = threading.Thread(target=lambda: answers.append(post(client, LONG)))
        thread.start()
        reader = _reading(running, before)
        os.kill(reader, signal.SIGSEGV)
        thread.join(60)
        assert answers[0].json()["code"] == "document-unreadable"
        assert "signal 11" in answers[0].json()["detail"]
        assert post(client, LETTER).status_code == 200


def _reading(running: Running, before: set[int]) -> int:
    """The process that reads, once it has the document."""
    for _ in range(600):
        for pid in set(running.children()) - before:
            statm = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            # It has more than itself in memory: the document has come.
            if b"reader_process" in command and int(statm[1]) > 30_000:
                return pid
        time.sleep(0.05)
    raise AssertionError("Nothing reads.")
