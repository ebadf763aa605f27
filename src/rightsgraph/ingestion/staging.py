"""The folder for what is not yet published, beside the snapshots."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final

from rightsgraph.store import Home
from rightsgraph.store.faults import writing

_STAGING: Final = "staging-"
_LOCK: Final = "lock"


@contextmanager
def staging_folder(home: Home) -> Iterator[Path]:
    """A folder for what is not yet published; what a killed process left behind goes first."""
    with writing(home.path):
        home.path.mkdir(parents=True, exist_ok=True)
        for left in home.path.glob(_STAGING + "*"):
            _remove_if_left(left)
        folder = home.path / (_STAGING + secrets.token_hex(8))
        folder.mkdir()
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        flock(lock, LOCK_EX)
        try:
            yield folder
        finally:
            os.close(lock)
            shutil.rmtree(folder, ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return  # another process is just making it
    try:
        flock(lock, LOCK_EX | LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass  # it is in use
    finally:
        os.close(lock)
