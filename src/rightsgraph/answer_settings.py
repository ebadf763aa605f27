"""The settings that say how much memory queries may take, and how large their answers may be."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from rightsgraph.write_settings import WriteSettings

_MEBIBYTE = 1_048_576
_GIBIBYTE = 1_073_741_824


def _default_memory() -> int:
    """Three quarters of what the machine has, in MiB, or of what its control group may take."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    with contextlib.suppress(OSError, ValueError):
        found.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return max(512, min(found) * 3 // 4 // _MEBIBYTE)


class AnswerSettings(WriteSettings):
    """The part of `Settings` that is about answers and memory."""

    memory_mb: int = Field(
        default_factory=_default_memory,
        ge=512,
        le=16_777_216,
        description="Memory of the server with all its processes, in MiB; what is left beside the "
        "server is shared out among the queries that may run at once.",
    )
    answer_rows: int = Field(
        default=0,
        ge=0,
        le=_GIBIBYTE,
        description="Most rows of an answer in a table; 0 for any number. More are an error.",
    )
    answer_bytes: int = Field(
        default=4 * _GIBIBYTE,
        ge=1024,
        le=1024 * _GIBIBYTE,
        description="Most bytes of an answer. More are an error.",
    )
    service_endpoints: str = Field(
        default="",
        pattern=r"""^\s*(https?://[^\s<>"{}|\\^`#]+(\s+|$))*$""",
        description="Addresses of the SPARQL endpoints that SERVICE may ask, separated by blanks; "
        "empty for none. It opens the network to the workers for the ports of these; see "
        "docs/security.md.",
    )

    @field_validator("service_endpoints")
    @classmethod
    def _have_ports(cls, value: str) -> str:
        for address in value.split():
            _ = urlsplit(address).port  # which raises when there is no such port
        return value

    @property
    def service_addresses(self) -> frozenset[str]:
        """The endpoints that SERVICE may ask."""
        return frozenset(self.service_endpoints.split())

    @property
    def service_ports(self) -> list[int]:
        """The ports on which these endpoints listen."""
        parts = map(urlsplit, self.service_addresses)
        return sorted({each.port or (443 if each.scheme == "https" else 80) for each in parts})
