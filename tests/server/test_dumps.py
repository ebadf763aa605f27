"""/dumps/: whole graphs as files, while they are made and afterwards."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import socket
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.errors import DiskFullError
from rightsgraph.server.dump_making import Making
from rightsgraph.server.dumps import dump_path
from rightsgraph.server.ranges import Part, RangeNotSatisfiableError, part_of
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.dumps import DUMPS, Dump, find
from tests.server.conftest import THINGS, Running, publish, run_server
from tests.server.test_limits import until

# Enough that a file in the making is sent in more than one piece.
MANY = 20_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("dumps")
    home = Home(folder / "home")
    publish(home, folder, MANY)
    with run_server(home) as running:
        yield running


@pytest.fixture
def small(large: Running, tmp_path: Path) -> Running:
    """A server with a snapshot whose dumps nobody has asked for yet."""
    publish(large.home, tmp_path, THINGS)
    return large


def of(running: Running) -> httpx.Client:
    return httpx.Client(base_url=running.address, timeout=60)


def path(running: Running) -> str:
    return dump_path(running.home.current().id, "nq")


def largest(running: Running) -> Snapshot:
    """The snapshot that the server began with."""
    return max(running.home.snapshots(), key=lambda each: each.quads)


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_is_sent_while_it_is_made_and_then_from_its_file(small: Running, name: str) -> None:
    snapshot = small.home.current()
    target = dump_path(snapshot.id, name)
    with of(small) as client:
        head = client.head(target)
        assert head.status_code == 200
        assert not {"content-length", "etag", "accept-ranges"} & set(head.headers)
        assert find(small.home.current(), name) is None  # asking for its head makes nothing
        # Whether it still grows or is there already when it is sent is a matter of moments.
        first = client.get(target, headers={"Accept-Encoding": "gzip"})
        assert first.status_code == 200
        assert first.headers["content-type"] == "application/gzip"
        assert "content-encoding" not in first.headers
        again = client.get(target, headers={"Accept-Encoding": "gzip"})
        assert again.content == first.content
        digest = hashlib.sha256(first.content)
        assert int(again.headers["content-length"]) == len(first.content)
        said = again.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")
        assert b64decode(said) == digest.digest()
        checksum = client.get(target + ".sha256").text
        assert checksum == f"{digest.hexdigest()}  {snapshot.id}.{name}.gz\n"
        saved = again.headers["content-disposition"]
        assert saved == f'attachment; filename="{snapshot.id}.{name}.gz"'
        if name == "nq":
            asked = {"snapshot": snapshot.id, "format": "nq"}
            lines = client.get("/store", params=asked).text
            assert sorted(gzip.decompress(again.content).decode().splitlines()) == sorted(
                lines.splitlines()
            )
            assert len(lines.splitlines()) == snapshot.quads
    assert list((snapshot.path / "dumps").glob("draft-*")) == []


def test_a_file_is_read_as_it_grows(tmp_path: Path) -> None:
    async def read() -> None:
        making, end = Making(tmp_path / "draft"), asyncio.Event()

        async def make() -> Dump:
            await end.wait()
            if not making.draft.read_bytes().endswith(b"end"):
                raise DiskFullError("No room.")
            return Dump(making.draft, making.draft.stat().st_size, "")

        making.task = asyncio.create_task(make())
        making.draft.write_bytes(b"one")
        file = await making.begun()
        assert file is not None
        with file, making.draft.open("ab", buffering=0) as out:
            blocks = making.blocks(file)
            assert await anext(blocks) == b"one"
            out.write(b"two")
            assert await anext(blocks) == b"two"
            out.write(b"end")
            end.set()
            assert [block async for block in blocks] == [b"end"]
        assert await making.begun() is None
        making.draft.write_bytes(b"cut")
        making.task = asyncio.create_task(make())
        with making.draft.open("rb") as file:
            blocks = making.blocks(file)
            assert await anext(blocks) == b"cut"
            with pytest.raises(DiskFullError):
                await anext(blocks)

    asyncio.run(read())


def test_downloads_go_on_where_they_broke_off(large: Running) -> None:
    target = dump_path(largest(large).id, "nq")
    with of(large) as client:
        whole = client.get(target).content
        headers = client.head(target).headers
        assert headers["accept-ranges"] == "bytes"
        assert int(headers["content-length"]) == len(whole)
        tag, got = headers["etag"], b""
        while len(got) < len(whole):
            field = {"Range": f"bytes={len(got)}-{len(got) + 50_000}", "If-Range": tag}
            part = client.get(target, headers=field)
            assert part.status_code == 206
            end = len(got) + len(part.content) - 1
            assert part.headers["content-range"] == f"bytes {len(got)}-{end}/{len(whole)}"
            got += part.content
        assert got == whole
        tail = client.get(target, headers={"Range": "bytes=-10"})
        assert (tail.status_code, tail.content) == (206, whole[-10:])
        other = client.get(target, headers={"Range": "bytes=5-", "If-Range": '"other"'})
        assert (other.status_code, other.content) == (200, whole)
        beyond = client.get(target, headers={"Range": f"bytes={len(whole)}-"})
        assert beyond.status_code == 416
        assert beyond.headers["content-range"] == f"bytes */{len(whole)}"
        assert beyond.json()["code"] == "requested-range-not-satisfiable"
        unchanged = client.get(target, headers={"If-None-Match": tag})
        assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_many_who_ask_at_once_get_one_file(large: Running) -> None:
    target = dump_path(largest(large).id, "trig")
    with of(large) as one, of(large) as other:
        with one.stream("GET", target) as first, other.stream("GET", target) as second:
            assert first.read() == second.read()
        lines = ox.parse(gzip.decompress(one.get(target).content), ox.RdfFormat.TRIG)
        assert len(list(lines)) == largest(large).quads > MANY


def test_who_has_no_chunks_gets_the_length(small: Running) -> None:
    host, port = small.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(f"GET {path(small)} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert len(gzip.decompress(body).splitlines()) == small.home.current().quads


def test_the_list_for_programs_and_for_people(small: Running) -> None:
    snapshot = small.home.current()
    with of(small) as client:
        until(lambda: client.get("/healthz").json()["snapshot"] == snapshot.id)
        client.get(path(small))
        for address in ("/dumps", "/dumps/", "/dumps/index.json"):
            listed = client.get(address).json()
            assert listed["snapshot"] == snapshot.id
            nquads, trig = listed["dumps"][:2]
            assert (nquads["href"], nquads["format"]) == (path(small), "N-Quads")
            assert (trig["size"], trig["sha256"]) == (None, None)
            assert (
                hashlib.sha256(client.get(nquads["href"]).content).hexdigest() == nquads["sha256"]
            )
        page = client.get("/dumps/", headers={"Accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.text.count(f'href="{path(small)}"') == 1
        latest = client.get("/dumps/latest.nq.gz")
        assert (latest.status_code, latest.headers["location"]) == (307, path(small))
        void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
        found = [line for line in void.splitlines() if "void#dataDump" in line]
        assert [line.split()[2] for line in found] == [
            f"<{small.address}{dump_path(snapshot.id, name)}>" for name in DUMPS
        ]


def test_earlier_snapshots_keep_theirs(small: Running, tmp_path: Path) -> None:
    before, was = path(small), small.home.current()
    publish(small.home, tmp_path, THINGS + 1)
    with of(small) as client:
        assert client.get(before).status_code == 200
        lines = gzip.decompress(client.get(path(small)).content).splitlines()
        assert len(lines) == small.home.current().quads != was.quads
        listed = client.get("/dumps/index.json").json()["dumps"]
        assert {before, path(small)} <= {each["href"] for each in listed if each["size"]}


@pytest.mark.parametrize(
    ("method", "file", "status"),
    [
        ("GET", "nothing.nq.gz", 404),
        ("GET", "2.nq.gz", 404),  # the beginning of a name is no name
        ("GET", "latest.rdf", 404),
        ("GET", "latest.ttl.gz", 404),
        ("GET", "..%2Fcurrent", 404),
        ("GET", "../dumps/x", 404),
        ("POST", "latest.nq.gz", 405),
        ("PUT", "", 405),
    ],
)
def test_other_names_and_methods(large: Running, method: str, file: str, status: int) -> None:
    with of(large) as client:
        answer = client.request(method, f"/dumps/{file}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.headers.get("allow") == "GET, HEAD, OPTIONS") == (status == 405)


def test_a_dump_that_cannot_be_made_is_an_error(small: Running) -> None:
    snapshot = small.home.current()
    (snapshot.path / "dumps").write_text("in the way", encoding="utf-8")
    with of(small) as client:
        answer = client.get(path(small))
        assert (answer.status_code, answer.json()["code"]) == (500, "store-not-writable")
        (snapshot.path / "dumps").unlink()
        assert client.get(path(small)).status_code == 200


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("", None),
        ("bytes=0-", Part(0, 9)),
        ("bytes=3-5", Part(3, 5)),
        ("Bytes = 3 - 5", Part(3, 5)),
        ("bytes=3-99", Part(3, 9)),
        ("bytes=-99", Part(0, 9)),
        ("bytes=-", None),
        ("bytes=5-3", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=٣-", None),
    ],
)
def test_ranges(field: str, expected: Part | None) -> None:
    assert part_of(field, 10) == expected


@pytest.mark.parametrize("field", ["bytes=10-", "bytes=-0", "bytes=99-100"])
def test_ranges_that_are_not_there(field: str) -> None:
    with pytest.raises(RangeNotSatisfiableError):
        part_of(field, 10)


def test_the_list_is_json_by_default(large: Running) -> None:
    with of(large) as client:
        assert json.loads(client.get("/dumps/", headers={"Accept": "*/*"}).text)["dumps"]
