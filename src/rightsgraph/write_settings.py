"""The settings of writes over HTTP and of the earlier states that they leave."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings

_DAY = 86_400
_GIBIBYTE = 1_073_741_824


class WriteSettings(BaseSettings):
    """What may be written, by whom, and how much of it may be going on."""

    write_token_sha256: str = Field(
        default="",
        pattern=r"^([0-9A-Fa-f]{64})?$",
        description="SHA-256 digest of the token that may write over HTTP, as `rightsgraph token` "
        "prints it; without it nobody may.",
    )
    write_seconds: float = Field(
        default=60.0,
        gt=0,
        le=_DAY,
        description="Deadline of a write over HTTP, and how long one may wait for its turn, each "
        "in seconds.",
    )
    write_memory_mb: int = Field(
        default=4096,
        ge=1024,
        le=1_048_576,
        description="Address space of the process of a write over its start, in MiB.",
    )
    write_queue_length: int = Field(
        default=16,
        ge=0,
        le=100_000,
        description="How many writes may wait for their turn; more are refused.",
    )
    upload_bytes: int = Field(
        default=104_857_600,
        ge=1024,
        le=16 * _GIBIBYTE,
        description="Largest body of RDF sent to /store, in bytes.",
    )
    past_snapshots: int = Field(
        default=2,
        ge=0,
        le=64,
        description="How many earlier snapshots the server has open at a time; 0 serves none.",
    )
    past_seconds: float = Field(
        default=60.0,
        gt=0,
        le=_DAY,
        description="How long an earlier snapshot that nobody reads stays open, in seconds.",
    )
