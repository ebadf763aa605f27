"""How a process that evaluated something ended by itself, and which error that is.

A lack of memory ends a process in many ways: the engine says so and aborts, a thread finds no room
for its stack, the stack itself cannot grow, the kernel ends it. So it is known by what the process
said last, or by how much memory it had taken.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

_OUT_OF_MEMORY: Final = (
    b"memory allocation",
    b"bad_alloc",
    b"MemoryError",
    b"Cannot allocate memory",
    b"OutOfMemory",
    # What becomes of a thread whose stack finds no room.
    b"std::system_error",
    b"failed to spawn thread",
)
# So much of what it may take is near enough to the limit: the rest may be what it asked for last.
_NEAR: Final = 0.75


class Cause(Enum):
    """Why a process ended."""

    MEMORY = auto()
    """It needed more memory than it may have, or than there is."""
    KILLED = auto()
    """Somebody else ended it, or the kernel did."""
    FAULT = auto()
    """A fault of ours or of the engine."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended.

    Args:
        code: Its exit code; negative for a signal.
        peak_mb: The most memory that it has had, in MiB; 0 when that is not known.
    """

    code: int
    peak_mb: int = 0

    @property
    def how(self) -> str:
        """The words that say it."""
        return f"by signal {-self.code}" if self.code < 0 else f"with exit code {self.code}"

    def cause(self, last_words: bytes, limit_mb: int) -> Cause:
        """Why it ended.

        Args:
            last_words: The end of what it wrote to standard error.
            limit_mb: How much memory it might take over its start, in MiB.

        Example:
            >>> Ending(-11, peak_mb=500).cause(b"", limit_mb=512)
            <Cause.MEMORY: 1>
            >>> Ending(-9, peak_mb=50).cause(b"", limit_mb=512)
            <Cause.KILLED: 2>
        """
        if any(sign in last_words for sign in _OUT_OF_MEMORY):
            return Cause.MEMORY
        if self.code < 0 and self.peak_mb >= _NEAR * limit_mb:
            return Cause.MEMORY
        if self.code in (-signal.SIGKILL, -signal.SIGTERM):
            return Cause.KILLED
        return Cause.FAULT


def wait_for(process: subprocess.Popen[bytes]) -> Ending:
    """Waits until a process has ended; says how."""
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except ChildProcessError:  # somebody has asked before
        return Ending(process.wait())
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ending(process.returncode, peak_of(usage))


def peak_of(usage: resource.struct_rusage) -> int:
    """The most memory that a process of ours has had, in MiB; 0 when that is not known.

    On Linux the peak of a process begins with what the one that started it had at that moment. So
    a peak no higher than our own may be ours, and says nothing.
    """
    peak = int(usage.ru_maxrss)
    if sys.platform != "linux":
        return peak // (1024 * 1024)
    status = ""
    with contextlib.suppress(OSError):  # behind walls it may not be readable
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"^VmHWM:\s*(\d+)", status, re.MULTILINE)
    return peak // 1024 if found is None or peak > int(found[1]) else 0
