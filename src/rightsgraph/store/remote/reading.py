"""A remote store, open for the questions of one process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Final

import httpx
import pyoxigraph as ox

from rightsgraph.errors import NotFoundError, QueryTimeoutError, StoreError
from rightsgraph.iris import named_graph
from rightsgraph.settings import get_settings
from rightsgraph.store.exporting import format_named
from rightsgraph.store.graph_store import Results
from rightsgraph.store.guard import check_query
from rightsgraph.store.outputs import watching
from rightsgraph.store.remote.endpoint import Endpoint, Question
from rightsgraph.store.remote.replies import (
    Body,
    broken,
    graphs_of,
    held_by,
    placed,
    results_of,
    triples_of,
)
from rightsgraph.vocabulary import PREFIXES

# So much of what an engine says of an error is looked at.
_ERROR_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class RemoteState:
    """Which state of the graph a remote store has.

    Args:
        id: Its name; empty where `push` has not written it.
        created: When that snapshot was made.
        graphs: How many triples each named graph holds, by its IRI.
    """

    id: str
    created: datetime | None = None
    graphs: dict[str, int] = field(default_factory=dict)


class _Streamed:
    """The body of a response that is read as it comes, until the deadline."""

    def __init__(self, response: httpx.Response, endpoint: Endpoint, until: float) -> None:
        self.headers: Mapping[str, str] = response.headers
        self._response = response
        self._blocks = response.iter_bytes()
        self._endpoint = endpoint
        self._until = until

    def read(self) -> bytes:
        """The next bytes; empty at the end."""
        if time.monotonic() > self._until:
            raise QueryTimeoutError(
                f"{self._endpoint.name} has not answered within {self._endpoint.seconds:g} seconds."
            )
        with self._endpoint.faults():
            return next((block for block in self._blocks if block), b"")

    def close(self) -> None:
        """Gives the connection back."""
        self._response.close()


class RemoteGraph:
    """A remote store that is open.

    Args:
        endpoint: Where it is.

    Raises:
        RemoteStoreError: It does not answer.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint: Final = endpoint
        self._client: httpx.Client | None = httpx.Client(**endpoint.options())
        try:
            with self.asking() as ask:
                self.held: Final = held_by(ask, endpoint)
        except BaseException:
            self.close()
            raise
        self.state: Final = RemoteState(self.held.id, self.held.created, dict(self.held.graphs))

    @contextmanager
    def answer(self, text: str) -> Iterator[Results]:
        """A block in which the answer to a query is read; see `OpenGraph`.

        Raises:
            RightsgraphError: What the engine refuses, in our own types.
        """
        form = check_query(text, get_settings().model_copy(update={"service_endpoints": ""}))
        question = self.held.question(text, graph=form.is_graph)
        with self.asking() as ask:
            try:
                yield results_of(ask, question, self.endpoint)
            except SyntaxError as error:
                raise broken(self.endpoint, error) from None

    def write(self, out: IO[bytes], format_name: str, graph: str | None = None) -> None:
        """Writes the whole graph or one named graph; see `write_graph`.

        Raises:
            RdfFormatError: The format is not known.
            NotFoundError: There is no such named graph.
            OSError: The file cannot be written.
        """
        rdf_format = format_named(format_name)
        with watching(out) as file, self.asking() as ask:
            known = graphs_of(ask, self.held, self.endpoint)
            if graph is not None:
                known = [name for name in (graph, named_graph(graph)) if name in known][:1]
                if not known:
                    raise NotFoundError(f"{self.endpoint.name} has no named graph {graph!r}.")
            if rdf_format.supports_datasets:
                found: Iterator[ox.Quad] | Iterator[ox.Triple] = (
                    placed(triple, name)
                    for name in known
                    for triple in triples_of(ask, self.held, self.endpoint, name)
                )
            else:
                one = "" if graph is None else known[0]
                found = triples_of(ask, self.held, self.endpoint, one)
            ox.serialize(found, file, rdf_format, prefixes=dict(PREFIXES))

    def close(self) -> None:
        """Ends the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @contextmanager
    def asking(self) -> Iterator[_Asking]:
        """A block in which questions are asked; their answers end with it."""
        if self._client is None:
            raise StoreError("This graph is closed.", remedy="Open it again with open_graph().")
        with ExitStack() as open_answers:
            yield _Asking(self._client, self.endpoint, open_answers)


class _Asking:
    """Asks one question after the other."""

    def __init__(self, client: httpx.Client, endpoint: Endpoint, answers: ExitStack) -> None:
        self._client = client
        self._endpoint = endpoint
        self._answers = answers

    def __call__(self, question: Question) -> Body:
        """The body of the answer to a question.

        Raises:
            RightsgraphError: There is none.
        """
        until = time.monotonic() + self._endpoint.seconds
        with self._endpoint.faults():
            response = self._answers.enter_context(
                self._client.stream(**self._endpoint.request(question))
            )
        body = _Streamed(response, self._endpoint, until)
        start = b""
        if not response.is_success:
            while len(start) < _ERROR_BYTES and (block := body.read()):
                start += block
        self._endpoint.check(response.status_code, response.headers, start)
        return body
