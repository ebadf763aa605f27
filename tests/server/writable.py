"""Servers that take writes: their token, and what is read from them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from rightsgraph.server.writes import token_digest
from rightsgraph.store import Home
from tests.server.conftest import Running, run_server

TOKEN = "a token of the tests"
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
SNAPSHOT = "rightsgraph-snapshot"


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: many small writes wait for the disk otherwise."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


def empty_home(folder: Path) -> Home:
    """A home with an empty graph for general use."""
    home = Home(folder / "home")
    home.build([], union=False, statistics=False, keep_ingested=False, validate=False)
    return home


@contextmanager
def writable(home: Home, **settings: object) -> Iterator[Running]:
    """A server that takes writes with the token."""
    with run_server(
        home,
        **{"write_token_sha256": token_digest(TOKEN), "validate_on_publish": "false", **settings},
    ) as running:
        yield running


def writer(running: Running) -> httpx.Client:
    """A client with the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.Client(base_url=running.address, timeout=60, headers=headers)


def update(client: httpx.Client, text: str, **params: str | list[str]) -> httpx.Response:
    """The answer to an update."""
    return client.post("/sparql", content=text, headers=UPDATE, params=params)


def ask(client: httpx.Client, pattern: str, **params: str) -> bool:
    """Whether the graph has a pattern."""
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}", **params})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])
