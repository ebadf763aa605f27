"""Where answers are written, with its errors told apart from those of what is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from rightsgraph.errors import StoreError
from rightsgraph.store.faults import reading


class Output:
    """A binary file that remembers why it could not be written.

    Args:
        file: Where what is written goes.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """How many bytes were taken."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Sends on what the file holds back."""
        try:
            self._file.flush()
        except OSError as error:
            self.error = error
            raise


@contextmanager
def watching(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """A block that reads a store and writes to the file that it is given.

    Args:
        out: Where the answer goes.

    Raises:
        OSError: The file cannot be written; not an error of the store that it led to.
    """
    watched = Output(out)
    try:
        # The engine asks of a file no more than `write` and `flush`.
        yield cast("IO[bytes]", watched)
    except StoreError:
        if watched.error is not None:
            raise watched.error from None
        raise


@contextmanager
def read_into(out: IO[bytes], snapshot: Path) -> Iterator[IO[bytes]]:
    """A block that reads a snapshot and writes to the file that it is given.

    Args:
        out: Where the answer goes.
        snapshot: The folder of the snapshot.

    Raises:
        SnapshotDamagedError: Files of the snapshot are not what they should be.
        StoreError: The snapshot cannot be read for another reason.
        OSError: The file cannot be written.
    """
    with watching(out) as file, reading(snapshot):
        yield file
