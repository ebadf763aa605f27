"""Named graphs written to a remote store: by the Graph Store Protocol, or else by updates.

Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 (PUT), 5.4 (DELETE) and 5.5 (POST);
SPARQL 1.1 Protocol, section 2.2 (update operation).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
import pyoxigraph as ox

from rightsgraph.errors import QuerySyntaxError, RemoteAnswerError, SettingsError
from rightsgraph.store.remote.endpoint import Endpoint

_N_TRIPLES: Final = "application/n-triples"
# Some engines compile an update as a program: Virtuoso refuses more than 10,000 lines of it.
_LINES: Final = 500
_BATCH_BYTES: Final = 256_000
_READ_BYTES: Final = 1 << 16
# As a subject or as an object; in a literal it would stand between quotation marks.
_BLANK_NODE: Final = re.compile(r"^_:|[^\"]* _:[^\" ]+ \.$")
# A whole graph may take the engine longer than a query.
_WRITE_SECONDS: Final = 3600.0


class _File:
    """The content of a file as the body of a request, which may have to be sent again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while block := file.read(_READ_BYTES):
                yield block


class Writer:
    """Writes named graphs to a store.

    Args:
        endpoint: The store.

    Raises:
        SettingsError: It has no endpoint to write to.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        if not endpoint.update and not endpoint.graphs:
            raise SettingsError(
                "There is no endpoint that the graph could be written to.",
                remedy="Set RIGHTSGRAPH_STORE_GRAPHS (Graph Store Protocol) or "
                "RIGHTSGRAPH_STORE_UPDATE.",
            )
        self._endpoint = endpoint
        timeout = httpx.Timeout(_WRITE_SECONDS, connect=endpoint.connect_seconds)
        self._client = httpx.Client(**{**endpoint.options(), "timeout": timeout})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def put(self, graph: str, path: Path) -> None:
        """Makes a graph hold what a file in N-Triples says, and nothing else.

        Raises:
            RemoteStoreError: The store does not take it.
        """
        if self._endpoint.graphs:
            headers = {"Content-Type": _N_TRIPLES, "Content-Length": str(path.stat().st_size)}
            self._send(
                "PUT",
                self._endpoint.graphs,
                params={"graph": graph},
                content=_File(path),
                headers=headers,
            )
            return
        self._update(f"DROP SILENT GRAPH <{graph}>")
        with path.open(encoding="utf-8") as lines:
            self._insert(graph, lines)

    def add(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Adds triples to a graph.

        Raises:
            RemoteStoreError: The store does not take them.
        """
        lines = [f"{triple} .\n" for triple in triples]
        if self._endpoint.graphs:
            self._send(
                "POST",
                self._endpoint.graphs,
                params={"graph": graph},
                content="".join(lines).encode(),
                headers={"Content-Type": _N_TRIPLES},
            )
        else:
            self._insert(graph, lines)

    def remove(self, graph: str) -> None:
        """Removes a graph if it is there.

        Raises:
            RemoteStoreError: The store does not do it.
        """
        if self._endpoint.graphs:
            self._send("DELETE", self._endpoint.graphs, gone=True, params={"graph": graph})
        else:
            self._update(f"DROP SILENT GRAPH <{graph}>")

    def _insert(self, graph: str, lines: Iterable[str]) -> None:
        batch: list[str] = []
        # A label means the same node within one update only, so these go together, and last.
        with_blank_nodes: list[str] = []
        size = 0
        for line in lines:
            if _BLANK_NODE.search(line):
                with_blank_nodes.append(line)
                continue
            batch.append(line)
            size += len(line)
            if len(batch) >= _LINES or size >= _BATCH_BYTES:
                self._insert_batch(graph, batch)
                batch, size = [], 0
        self._insert_batch(graph, batch)
        if with_blank_nodes:
            # As a template: Virtuoso takes no blank nodes as data.
            triples = "".join(with_blank_nodes)
            self._update(f"INSERT {{ GRAPH <{graph}> {{\n{triples}}} }} WHERE {{ }}")

    def _insert_batch(self, graph: str, lines: list[str]) -> None:
        if lines:
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{''.join(lines)}}} }}")

    def _update(self, text: str) -> None:
        self._send("POST", self._endpoint.update, data={"update": text})

    def _send(self, method: str, address: str, *, gone: bool = False, **request: Any) -> None:  # noqa: ANN401
        with self._endpoint.faults():
            response = self._client.request(method, address, **request)
        if gone and response.status_code == HTTPStatus.NOT_FOUND:
            return
        if response.is_success:
            return
        error = self._endpoint.refusal(
            response.status_code, response.headers, response.content, address
        )
        if isinstance(error, QuerySyntaxError):  # nobody wrote this one by hand
            raise RemoteAnswerError(error.message)
        raise error
