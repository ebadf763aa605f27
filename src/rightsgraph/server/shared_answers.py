"""Answers that many clients share: those that are kept, and those that are just being made.

A snapshot never changes, so the answer to a query on it can be given again for as long as there
is room: whole small answers are kept, and what was used longest ago goes first. A query that is
asked while the very same query runs waits for that answer. The evaluation belongs to none of the
clients: it goes on until all of them have left. Neither a kept answer nor a shared one takes a
worker or a place in the queue.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Protocol

from rightsgraph.server.kept import Kept
from rightsgraph.store.answers import QueryRequest
from rightsgraph.store.federation import asks_elsewhere

_CHANGES: Final = re.compile(
    r"(?i)\b(?:now|rand|uuid|struuid|bnode)\b(?:[ \t\r\n]|\#[^\r\n]*+)*+\("
)
_CHANGING: Final = ("now", "rand", "uuid", "bnode")
# What an entry takes besides its texts: the objects and their place in the dictionary.
_ENTRY_BYTES: Final = 1024


def is_repeatable(query: str) -> bool:
    """Whether a query has the same answer whenever it is asked of the same snapshot.

    Example:
        >>> is_repeatable("SELECT (NOW() AS ?now) {}")
        False
    """
    lower = query.lower()  # most queries have none of the words, which is soon seen
    if any(word in lower for word in _CHANGING) and _CHANGES.search(query) is not None:
        return False
    return "service" not in lower or not asks_elsewhere(query)


class Readable(Protocol):
    """An answer, whole or on its way; see `store.pool.Answer`."""

    @property
    def snapshot(self) -> str:
        """Name of the snapshot it was read from."""

    @property
    def body(self) -> bytes | None:
        """The whole answer when it is a small one."""

    def blocks(self) -> AsyncIterator[bytes]:
        """The blocks of the answer."""


class Evaluator(Protocol):
    """What evaluates queries; see `store.pool.WorkerPool`."""

    @property
    def label(self) -> str:
        """Name of the snapshot that the next query reads."""

    def run(self, request: QueryRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which an answer is read."""


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """A small answer, complete.

    Args:
        snapshot: Name of the snapshot it was read from.
        body: The answer.
        tags: Entity tags that were made for it, by media type.
    """

    snapshot: str
    body: bytes
    tags: dict[str, str] = field(default_factory=dict)

    async def blocks(self) -> AsyncIterator[bytes]:
        """The answer in one block."""
        yield self.body


_Key = tuple[str, QueryRequest]
_Seat = asyncio.Future[Readable | None]


class SharedAnswers:
    """The answers that are kept, and the evaluations that are under way.

    Args:
        limit: How many bytes may be kept, with the queries; 0 keeps and shares nothing.

    Attributes:
        hits: How many queries were answered from what is kept.
        joined: How many were answered by an evaluation that another client had begun.
        misses: How many had to be evaluated.
        kept: The answers that are kept.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.hits = self.joined = self.misses = 0
        self.kept: Kept[_Key, WholeAnswer] = Kept(limit, _size)
        self._flights: dict[_Key, _Flight] = {}

    def numbers(self) -> dict[str, float]:
        """Gauges of the moment by name, for `/metrics`."""
        return {
            "answers_kept": len(self.kept),
            "answers_kept_bytes": self.kept.bytes,
            "answers_from_kept": self.hits,
            "answers_shared": self.joined,
            "answers_evaluated": self.misses,
        }

    def run(
        self, evaluator: Evaluator, request: QueryRequest
    ) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer to a query is read, from wherever it comes.

        Leaving it ends the query unless others wait for it.

        Args:
            evaluator: The workers on the snapshot that is asked.
            request: The query.

        Raises:
            RightsgraphError: As the evaluator does.
        """
        if not self.limit or not evaluator.label:  # nobody can tell when it changes
            return evaluator.run(request)
        return _Reading(self, evaluator, request)

    def find(self, key: _Key) -> WholeAnswer | None:
        """The answer that is kept under a key."""
        kept = self.kept.find(key)
        self.hits += kept is not None
        return kept

    def keep(self, key: _Key, answer: WholeAnswer) -> None:
        """Keeps an answer, if it is known of which state it is."""
        if answer.snapshot:
            self.kept.keep(key, answer)

    def flight(self, key: _Key, evaluator: Evaluator) -> _Flight:
        """The evaluation that is under way for a key, or a new one."""
        flight = self._flights.get(key)
        if flight is None:
            self.misses += 1
            flight = self._flights[key] = _Flight(self, key, evaluator)
        else:
            self.joined += 1
        return flight

    def forget(self, key: _Key, flight: _Flight) -> None:
        """Lets nobody join an evaluation any more."""
        if self._flights.get(key) is flight:
            del self._flights[key]


def _size(key: _Key, answer: WholeAnswer) -> int:
    request = key[1]
    graphs = sum(map(len, (*request.default_graphs, *request.named_graphs)))
    # A character of a query takes up to four bytes in memory, where one is beyond Latin-1.
    width = 1 if request.query.isascii() else 4
    return len(answer.body) + width * (len(request.query) + graphs) + _ENTRY_BYTES


class _Flight:
    """An evaluation in a task of its own, and those who wait for it."""

    def __init__(self, answers: SharedAnswers, key: _Key, evaluator: Evaluator) -> None:
        self._answers = answers
        self._key = key
        self._evaluator = evaluator
        self._seats: list[_Seat] = []
        self._taker: _Seat | None = None
        self._left = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._fly())

    def board(self) -> _Seat:
        """What will be the answer; `None` when it is too large to be shared."""
        seat: _Seat = asyncio.get_running_loop().create_future()
        self._seats.append(seat)
        return seat

    def leave(self, seat: _Seat) -> None:
        """Gives up a seat; nobody waits for an evaluation without them."""
        if seat in self._seats:
            self._seats.remove(seat)
        if seat.done() and not seat.cancelled():
            seat.exception()  # nobody is left who could be told
        if seat is self._taker:
            self._left.set()
        elif not self._seats and self._taker is None and not self._task.done():
            self._answers.forget(self._key, self)
            self._task.cancel()

    async def _fly(self) -> None:
        request = self._key[1]
        try:
            async with self._evaluator.run(request) as answer:
                self._answers.forget(self._key, self)
                if answer.body is None:
                    await self._hand_over(answer)
                    return
                whole = WholeAnswer(answer.snapshot, answer.body)
            self._answers.keep((whole.snapshot, request), whole)
            for seat in self._waiting():
                seat.set_result(whole)
        except Exception as error:  # noqa: BLE001 it is raised where the answer is awaited
            for seat in self._waiting():
                seat.set_exception(error)
        finally:
            self._answers.forget(self._key, self)

    async def _hand_over(self, answer: Readable) -> None:
        """Gives a large answer to one client, until it leaves; the others ask for themselves."""
        for seat in self._waiting():
            if self._taker is None:
                self._taker = seat
                seat.set_result(answer)
            else:
                seat.set_result(None)
        if self._taker is not None:
            await self._left.wait()

    def _waiting(self) -> list[_Seat]:
        return [seat for seat in self._seats if not seat.done()]


class _Reading:
    """The context in which one client reads an answer."""

    def __init__(self, answers: SharedAnswers, evaluator: Evaluator, request: QueryRequest) -> None:
        self._answers = answers
        self._evaluator = evaluator
        self._request = request
        self._flight: _Flight | None = None
        self._seat: _Seat | None = None
        self._alone: AbstractAsyncContextManager[Readable] | None = None

    async def __aenter__(self) -> Readable:
        key = (self._evaluator.label, self._request)
        kept = self._answers.find(key)
        if kept is not None:
            return kept
        if not is_repeatable(self._request.query):
            self._answers.misses += 1
            return await self._enter_alone()
        flight = self._flight = self._answers.flight(key, self._evaluator)
        seat = self._seat = flight.board()
        try:
            answer = await seat
        except BaseException:
            flight.leave(seat)
            raise
        if answer is None:
            flight.leave(seat)
            self._flight = None
            return await self._enter_alone()
        return answer

    async def _enter_alone(self) -> Readable:
        alone = self._evaluator.run(self._request)
        answer = await alone.__aenter__()
        self._alone = alone
        return answer

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._alone is not None:
            await self._alone.__aexit__(kind, error, trace)
        elif self._flight is not None and self._seat is not None:
            self._flight.leave(self._seat)
