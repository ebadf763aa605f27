"""Lanes: how many queries run at once, quick ones and long ones, and who waits before them.

Every query begins in the quick lane. One that is not answered within a slice of time is a long
one; it goes over to the long lane, whose places are counted apart, so that however many long
queries are asked, the next quick one finds a place.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import Final

from rightsgraph.errors import QueryCancelledError, QueueFullError
from rightsgraph.store.worker_process import WorkerProcess

# However many wait, every query has so long before it counts as a long one, in seconds.
LEAST_SLICE: Final = 0.05
_REMEMBERED: Final = 4096
_REMEMBER_SECONDS: Final = 60.0


class Lane:
    """Places in which queries run, and the line of those who wait for one.

    Args:
        name: What queries in it are called in messages.
        places: How many run at once.
        length: How many may wait.
        seconds: How long one may wait.

    Attributes:
        running: The workers whose queries run in it.
        line: Those who wait, the first in front.
    """

    def __init__(self, name: str, places: int, length: int, seconds: float) -> None:
        self.name = name
        self.places = places
        self.length = length
        self.seconds = seconds
        self.running: set[WorkerProcess] = set()
        self.line: deque[asyncio.Future[WorkerProcess]] = deque()

    @property
    def free(self) -> bool:
        """Whether one more query may run."""
        return len(self.running) < self.places

    def join(self) -> asyncio.Future[WorkerProcess]:
        """A place in the line, which becomes a worker, or an error when that takes too long.

        Raises:
            QueueFullError: The line is full.
        """
        if len(self.line) >= self.length:
            raise QueueFullError(
                f"{len(self.running)} {self.name} queries are running and {len(self.line)} are "
                "waiting."
            )
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[WorkerProcess] = loop.create_future()
        self.line.append(turn)
        clock = loop.call_later(self.seconds, self._give_up, turn)
        turn.add_done_callback(lambda _: clock.cancel())
        return turn

    def leave(self, turn: asyncio.Future[WorkerProcess]) -> None:
        """Gives up a place in the line."""
        if turn in self.line:
            self.line.remove(turn)

    def serve(self, workers: list[WorkerProcess]) -> None:
        """Gives workers to the first in the line, as many as there are places."""
        while self.line and workers and self.free:
            turn = self.line.popleft()
            if not turn.done():  # its client may just have left
                worker = workers.pop()
                self.running.add(worker)
                turn.set_result(worker)

    def close(self) -> None:
        """Sends away all who wait."""
        for turn in self.line:
            if not turn.done():
                turn.set_exception(QueryCancelledError("The server is stopping."))
        self.line.clear()

    def _give_up(self, turn: asyncio.Future[WorkerProcess]) -> None:
        if not turn.done():
            self.leave(turn)
            turn.set_exception(
                QueueFullError(
                    f"No worker was free for a {self.name} query for {self.seconds:g} seconds."
                )
            )


class LongQueries:
    """What took long lately, and so begins in the long lane the next time.

    Args:
        seconds: How long that is remembered: a query may have been slow for other reasons.
    """

    def __init__(self, seconds: float = _REMEMBER_SECONDS) -> None:
        self._seconds = seconds
        self._since: OrderedDict[int, float] = OrderedDict()

    def __contains__(self, request: Hashable) -> bool:
        """Whether a request took long."""
        since = self._since.get(hash(request))
        return since is not None and time.monotonic() - since < self._seconds

    def add(self, request: Hashable) -> None:
        """Notes that a request takes long; what was noted longest ago is forgotten."""
        self._since[hash(request)] = time.monotonic()
        self._since.move_to_end(hash(request))
        if len(self._since) > _REMEMBERED:
            self._since.popitem(last=False)

    def discard(self, request: Hashable) -> None:
        """Notes that a request was quick after all."""
        self._since.pop(hash(request), None)
