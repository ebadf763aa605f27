"""One writer at a time: the lock on a home, and the temporary folder of who holds it."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rightsgraph.errors import StoreBusyError
from rightsgraph.store.faults import writing
from rightsgraph.store.snapshots import MANIFEST

TEMPORARY: Final = "tmp-"
_LOCK: Final = "lock"


@contextmanager
def exclusively(home: Path) -> Iterator[Path]:
    """A block in which nobody else writes, with a temporary folder that goes at its end.

    Args:
        home: The folder of the snapshots; it is made when it is not there.

    Raises:
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left.
    """
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusyError(
                    f"Another process is writing to {home}.", path=str(home)
                ) from None
            _clean(home)
            folder = home / (TEMPORARY + secrets.token_hex(8))
            folder.mkdir()
            try:
                yield folder
            finally:
                remove_tree(folder)
        finally:
            os.close(lock)


def wait_until_free(home: Path, seconds: float) -> None:
    """Wait until no process writes, but no longer than so many seconds.

    A process that was killed holds the lock until it has really gone, and until then what it had
    begun can still be published.

    Args:
        home: The folder of the snapshots.
        seconds: How long at most.
    """
    try:
        lock = os.open(home / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return  # nobody has written yet
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            time.sleep(0.01)
    finally:
        os.close(lock)


def _clean(home: Path) -> None:
    for left in home.glob(TEMPORARY + "*"):
        if left.is_dir():
            remove_tree(left)
        else:
            left.unlink()


def remove_tree(folder: Path) -> None:
    """Remove a temporary folder; what cannot go now goes at the next write.

    The engine may still be tidying up in it by a thread of its own, so that files vanish or
    appear while they are listed: hence more than one try.
    """
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def remove_unless_open(snapshot: Path, home: Path) -> bool:
    """Whether a snapshot was removed: it stays when a process has it open.

    Args:
        snapshot: Its folder.
        home: The folder of the snapshots, to which the caller alone writes.
    """
    manifest = os.open(snapshot / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = home / f"{TEMPORARY}{snapshot.name}"
        snapshot.rename(gone)
    except BlockingIOError:
        return False
    finally:
        os.close(manifest)
    remove_tree(gone)
    return True
