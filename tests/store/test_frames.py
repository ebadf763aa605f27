"""Answers cut into frames: what goes over the socket, and how many rows may."""

from __future__ import annotations

import socket
import threading

import pytest

from rightsgraph.store.frames import HEAD, Frames, frame
from rightsgraph.store.row_count import RowCount

ROWS = [b"n\r\n", *(b"%d\r\n" % number for number in range(30_000))]


def sent(rows: list[bytes], most: int) -> tuple[list[tuple[bytes, bytes]], bool]:
    """The frames of a table, as letter and content, and whether it had too many rows."""
    here, there = socket.socketpair()
    received = bytearray()

    def receive() -> None:
        while data := there.recv(65_536):
            received.extend(data)

    receiver = threading.Thread(target=receive)
    receiver.start()
    frames = Frames(here, frame(b"H", b"head"), most, RowCount("csv"))
    try:
        for row in rows:
            frames.write(row)
    except OSError:
        frames.end(b"X", b"too many")
    else:
        frames.end(b"E", b"end")
    here.close()
    receiver.join()
    there.close()
    found, at = [], 0
    while at < len(received):
        kind, length = HEAD.unpack_from(received, at)
        at += HEAD.size + length
        found.append((kind, bytes(received[at - length : at])))
    return found, frames.cut


def test_an_answer_is_a_head_and_blocks_and_an_end() -> None:
    found, cut = sent(ROWS, most=30_000)
    assert not cut
    assert [kind for kind, _ in found] == [b"H", *[b"D"] * 4, b"E"]
    assert b"".join(content for kind, content in found if kind == b"D") == b"".join(ROWS)
    assert all(len(content) < 70_000 for _, content in found)


@pytest.mark.parametrize("most", [1, 2, 999, 29_998, 29_999])
def test_rows_are_held_to_their_limit_exactly(most: int) -> None:
    assert sent(ROWS[: most + 1], most)[1] is False
    found, cut = sent(ROWS[: most + 2], most)
    assert cut
    assert found[-1] == (b"X", b"too many")
