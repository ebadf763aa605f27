"""Frames, in which the processes of the store talk to each other, and an answer cut into them.

A frame is one letter, the length of what follows in four bytes (big endian), the content; `worker`
and `writer_program` say which letters there are. It is loaded by path into the worker.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket

    from rightsgraph.store.row_count import RowCount

BLOCK_BYTES: Final = 65_536
HEAD: Final = struct.Struct(">cI")


def frame(kind: bytes, content: bytes) -> bytes:
    """The bytes of a frame.

    Args:
        kind: Its letter.
        content: What it carries.
    """
    return HEAD.pack(kind, len(content)) + content


class Frames:
    """A file that sends what is written to it as data frames of about 64 KiB.

    Args:
        connection: Where the frames go.
        head: A frame that goes before the first of them.
        most_rows: How many rows there may be; 0 for any number.
        count: What counts them, when they are counted.
    """

    def __init__(
        self,
        connection: socket.socket,
        head: bytes,
        most_rows: int = 0,
        count: RowCount | None = None,
    ) -> None:
        self.connection = connection
        self.most_rows = most_rows
        self.count = count
        self.cut = False
        self.uncounted: list[bytes] = []  # too few bytes for too many rows
        self.parts: list[bytes] = [head]
        self.waiting: list[bytes] = []
        self.waiting_bytes = 0
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Takes a piece of the answer; the engine calls it with a few kilobytes at a time.

        Raises:
            OSError: There are more rows than there may be, which ends the writing.
        """
        data = bytes(data)
        if self.count is not None:
            self._count(self.count, data)
        self.waiting.append(data)
        self.waiting_bytes += len(data)
        if self.waiting_bytes >= BLOCK_BYTES:
            self._block()
            self._send()
        return len(data)

    def _count(self, count: RowCount, data: bytes) -> None:
        """Counts the rows, once there are bytes enough for more rows than there may be."""
        self.uncounted.append(data)
        # A row has one byte at least.
        if self.bytes + self.waiting_bytes + len(data) <= self.most_rows:
            return
        for piece in self.uncounted:
            count.feed(piece)
        self.uncounted = []
        if count.rows > self.most_rows:
            self.cut = True
            raise OSError("too many rows")

    def flush(self) -> None:
        """Does nothing: blocks go out when they are full, and at the end."""

    def end(self, kind: bytes, content: bytes) -> None:
        """Sends what is left and the last frame, together with all before when that is little."""
        self._block()
        self.parts.append(frame(kind, content))
        self._send()

    def _block(self) -> None:
        if self.waiting_bytes:
            self.parts.append(HEAD.pack(b"D", self.waiting_bytes))
            self.parts += self.waiting
            self.bytes += self.waiting_bytes
            self.waiting, self.waiting_bytes = [], 0

    def _send(self) -> None:
        self.connection.sendall(b"".join(self.parts))
        self.parts = []
