"""Addresses that are made to do harm: each is refused, and none changes a query."""

from __future__ import annotations

import socket
from urllib.parse import quote

import httpx
import pytest

from tests.server.conftest import Running

NAMES = [
    "../../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "un/A/HRC/25/63>%20.%20?s%20?p%20?o%20}%20#",
    "un/A/HRC/25/63%3E%20%7D%20UNION%20%7B%20?s%20?p%20?o",
    "un/%22%5C%27%0A%0D%09",
    "%00",
    "%1b%5b31m",
    "%ff%fe",
    "%ED%A0%80",
    "%F0%9F%92%A3",
    "%E2%80%AE%EF%BB%BF",
    "%",
    "%zz",
    "un/" + "A/" * 500,
    "x" * 10_000,
    "un/" + quote("Ą" * 900),
    "letter/2015%2F..%2F..",
    "un/A/HRC/25/63%23para-76",
    "un/A/HRC/25/63.ttl.ttl",
    "un/A/HRC/25/63.",
    ".ttl",
    "",
]


@pytest.mark.parametrize("head", ["id", "graph", "vocabulary", "ontology", "dataset"])
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_hostile_names(bundled_server: Running, head: str, name: str, accept: str) -> None:
    if head == "ontology" and name in ("", ".ttl"):
        pytest.skip("That is the ontology.")
    status, body = raw_get(bundled_server, f"/{head}/{name}", accept)
    assert status in (303, 400, 404), body[:500]
    assert b"Traceback" not in body
    assert b"root:" not in body
    if accept == "text/turtle" and status != 303:
        assert b'"code": "' in body


@pytest.mark.parametrize("host", ["x y", "a/b", "a@b", "<b>", "x" * 300, "a\tb"])
def test_a_host_that_is_none_is_refused(bundled_server: Running, host: str) -> None:
    status, body = raw_get(bundled_server, "/id/state/PRK.jsonld", "*/*", host=host)
    assert status == 400, body[:300]


@pytest.mark.parametrize(
    "query", ["format=", "format=%00", "format=" + "x" * 5000, "format=ttl&format=html", "x=%ff"]
)
def test_hostile_parameters(linked: httpx.Client, query: str) -> None:
    answer = linked.get(f"/id/state/PRK?{query}", headers={"Accept": "text/turtle"})
    assert answer.status_code in (200, 406), answer.text


def raw_get(server: Running, target: str, accept: str, host: str = "") -> tuple[int, bytes]:
    """The answer to a target that is sent as it stands: a client would tidy it up first."""
    name, _, port = server.address.removeprefix("http://").partition(":")
    with socket.create_connection((name, int(port)), timeout=30) as connection:
        head = f"GET {target} HTTP/1.1\r\nHost: {host or name}\r\nAccept: {accept}\r\n"
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        answer = b""
        while block := connection.recv(65_536):
            answer += block
    first, _, body = answer.partition(b"\r\n\r\n")
    return int(first.split(b" ", 2)[1]), body
