"""Errors of the disk and of the storage engine, told apart and put into our own words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rightsgraph.errors import (
    DiskFullError,
    SnapshotDamagedError,
    StoreError,
    StoreNotWritableError,
)
from rightsgraph.graph.loading import syntax_error

# RocksDB reports the words of strerror(3) inside its own message, without the number.
_FULL: Final = ("No space left", "Disk quota exceeded", "File too large")
_READ_ONLY: Final = ("Read-only file system", "Permission denied", "Operation not permitted")
_DAMAGED: Final = ("Corruption", "corrupt", "No such file or directory", "Invalid data", "mismatch")

# Numbers of the system for a disk, a quota or a file that is full.
FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# A file where a folder should be cannot be written into either.
_READ_ONLY_NUMBERS: Final = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """A block in which errors of disk and engine become ours.

    Args:
        home: The folder that is written.

    Raises:
        DiskFullError: No room left.
        StoreNotWritableError: The folder cannot be written.
        SnapshotDamagedError: The engine found its files damaged.
        RdfSyntaxError: The engine did not accept the syntax of what it was given.
        StoreError: Anything else that went wrong with the folder.
    """
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(error, error.filename or "input") from error
    except (OSError, RuntimeError) as error:
        text = str(error)
        number = error.errno if isinstance(error, OSError) else None
        if number in FULL or any(words in text for words in _FULL):
            raise DiskFullError(
                f"{home}: no room left on the disk; nothing was changed.", path=str(home)
            ) from error
        if number in _READ_ONLY_NUMBERS or any(words in text for words in _READ_ONLY):
            raise StoreNotWritableError(
                f"{home} cannot be written: {text}.", path=str(home), reason=text
            ) from error
        if "Corruption" in text:
            raise SnapshotDamagedError(
                f"{home}: the current snapshot is damaged: {text}.", path=str(home), reason=text
            ) from error
        raise StoreError(f"{home}: {text}", path=str(home), reason=text) from error


@contextmanager
def reading(snapshot: Path) -> Iterator[None]:
    """A block in which errors of disk and engine mean that a snapshot cannot be read.

    Args:
        snapshot: The folder of the snapshot.

    Raises:
        SnapshotDamagedError: Files are missing, cut short or not what they should be.
        StoreError: The snapshot is there and cannot be read for another reason.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        text = str(error)
        if isinstance(error, FileNotFoundError) or any(words in text for words in _DAMAGED):
            raise SnapshotDamagedError(
                f"Snapshot {snapshot.name} is damaged: {text}.", id=snapshot.name, reason=text
            ) from error
        raise StoreError(
            f"Snapshot {snapshot.name} cannot be read: {text}.", id=snapshot.name, reason=text
        ) from error
