"""Limits that a process sets for itself: how much memory it may take, and whose death ends it.

A worker loads this module by path, so it imports little, and nothing of the package.

Source: prctl(2) and getrlimit(2).
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import Final

_PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def open_memory_report() -> int:
    """A descriptor of what tells the size of this process, which walls do not close; or -1."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1  # only Linux keeps a limit on the address space


def limit_memory(mebibytes: int, report: int | None = None) -> None:
    """Lets the address space grow by so much over what it is now.

    Args:
        mebibytes: How much, in MiB.
        report: What `open_memory_report` gave, where files can no longer be opened.
    """
    source = open_memory_report() if report is None else report
    if source < 0:
        return
    now = int(os.pread(source, 256, 0).split()[0]) * resource.getpagesize()
    if report is None:
        os.close(source)
    limit = now + mebibytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def die_with(parent: int) -> None:
    """Lets this process end when its parent has gone; on Linux in the middle of work too.

    Args:
        parent: The process id of the parent, as whoever started this process knows it.

    Raises:
        SystemExit: It has gone already.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(0)
