"""How a process ended, and what that means."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rightsgraph.errors import (
    GraphNotFoundError,
    InputError,
    NotAcceptableError,
    ProcessKilledError,
    QueryFailedError,
    QueryForbiddenError,
    QueryMemoryError,
    QuerySyntaxError,
    RightsgraphError,
    SnapshotDamagedError,
    WorkerError,
)
from rightsgraph.store.answers import death, failure
from rightsgraph.store.deaths import Ending, wait_for

# exit code, peak in MiB of 512, last words, error
ENDINGS: list[tuple[int, int, bytes, type[RightsgraphError], int]] = [
    (-6, 100, b"memory allocation of 4294967296 bytes failed", QueryMemoryError, 504),
    (-6, 100, b"terminate called after throwing 'std::bad_alloc'", QueryMemoryError, 504),
    (1, 100, b"MemoryError", QueryMemoryError, 504),
    (1, 100, b"failed to spawn thread: Os { code: 11 }", QueryMemoryError, 504),
    (1, 100, b"OSError: [Errno 12] Cannot allocate memory", QueryMemoryError, 504),
    (-11, 500, b"", QueryMemoryError, 504),  # its stack could not grow
    (-9, 500, b"", QueryMemoryError, 504),  # the kernel was short of memory
    (-9, 100, b"", ProcessKilledError, 503),
    (-15, 100, b"", ProcessKilledError, 503),
    (-11, 100, b"", WorkerError, 500),
    (1, 500, b"thread panicked at src/x.rs", WorkerError, 500),
    (0, 0, b"", WorkerError, 500),
]


@pytest.mark.parametrize(("code", "peak", "words", "error", "status"), ENDINGS)
def test_what_a_death_means(
    code: int, peak: int, words: bytes, error: type[RightsgraphError], status: int
) -> None:
    found = death(Ending(code, peak), words, 512)
    assert (type(found), found.status) == (error, status)


REPORTS: list[tuple[str, type[RightsgraphError], int]] = [
    ("syntax", QuerySyntaxError, 400),
    ("dataset", InputError, 400),
    ("missing", GraphNotFoundError, 404),
    ("memory", QueryMemoryError, 504),
    ("forbidden", QueryForbiddenError, 403),
    ("format", NotAcceptableError, 406),
    ("store", SnapshotDamagedError, 503),
    ("evaluation", QueryFailedError, 422),
]


@pytest.mark.parametrize(("kind", "error", "status"), REPORTS)
def test_what_a_failure_means(kind: str, error: type[RightsgraphError], status: int) -> None:
    found = failure({"kind": kind, "message": "the engine says so"})
    assert (type(found), found.status) == (error, status)


_STARTS_ONE = """
import subprocess, sys
from rightsgraph.store.deaths import wait_for
taken = "import os, signal; x = b'x' * (200 << 20); os.kill(os.getpid(), signal.SIGSEGV)"
ending = wait_for(subprocess.Popen([sys.executable, "-c", taken]))
print(ending.code, ending.peak_mb)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the sizes are those of Linux")
def test_the_memory_of_a_process_that_has_ended_is_known() -> None:
    # Nothing is known of one that had less than the process that started it, which is large here.
    done = subprocess.run(
        [sys.executable, "-c", _STARTS_ONE], capture_output=True, text=True, timeout=120, check=True
    )
    code, peak = done.stdout.split()
    assert code == "-11"
    assert 200 <= int(peak) < 300


def test_who_has_been_asked_before_is_asked_again() -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    assert wait_for(process) == Ending(3)
