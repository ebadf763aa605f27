"""Settings from the environment, and where the files that ship with the package are."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from rightsgraph.errors import SettingsError
from rightsgraph.remote_settings import RemoteSettings

_DAY = 86_400
_GIBIBYTE = 1_073_741_824
# The server itself, and the processes that wait.
_SERVER_MEMORY_MB = 384
_LEAST_QUERY_MEMORY_MB = 128


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("rightsgraph", appauthor=False))


class Settings(RemoteSettings):
    """Everything that can be set; each field is the variable `RIGHTSGRAPH_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="RIGHTSGRAPH_", frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=_default_home,
        description="Folder with the snapshots.",
    )
    base_iri: str = Field(
        default="https://w3id.org/rightsgraph/",
        pattern=r"^https?://[^\s<>\"{}|\\^`]+/$",
        description="Base of every IRI that is minted; ends with a slash.",
    )
    validate_on_publish: bool = Field(
        default=True,
        description="Whether the SHACL shapes are checked before a snapshot is published.",
    )
    default_graph_union: bool = Field(
        default=True,
        description="Whether the default graph of a snapshot is the union of its named graphs.",
    )
    count_on_publish: bool = Field(
        default=True,
        description="Whether the counts that everybody asks for (how often a paragraph is cited, "
        "who cites whom, recommendations by State and year) are made when a snapshot is "
        "published; without them queries count on the spot, which is slow in a large graph.",
    )
    projection: bool = Field(
        default=True,
        description="Whether a snapshot gets tables for lists and search when it is published.",
    )
    keep_snapshots: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="How many snapshots are kept when a new one is published; 0 keeps all.",
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the server listens on.")
    root_path: str = Field(
        default="",
        description="What all addresses of the server begin with, such as /graph behind a reverse "
        "proxy that serves other things too; empty for nothing.",
    )
    workers: int = Field(
        default_factory=lambda: max(2, os.cpu_count() or 2),
        ge=1,
        le=256,
        description="How many queries may run at once before they count as long ones, each in a "
        "process of its own.",
    )
    long_workers: int = Field(
        default_factory=lambda: max(2, os.cpu_count() or 2),
        ge=1,
        le=256,
        description="How many long queries may run beside them.",
    )
    quick_seconds: float = Field(
        default=0.25,
        gt=0,
        le=_DAY,
        description="From when on a query counts as a long one, in seconds; sooner when many wait.",
    )
    queue_length: int = Field(
        default=64,
        ge=0,
        le=100_000,
        description="How many queries may wait for a worker; more are refused.",
    )
    queue_seconds: float = Field(
        default=5.0,
        gt=0,
        le=_DAY,
        description="How long a query may wait for a worker, in seconds.",
    )
    query_seconds: float = Field(
        default=30.0, gt=0, le=_DAY, description="Deadline of a query, in seconds."
    )
    client_seconds: float = Field(
        default=10.0,
        gt=0,
        le=_DAY,
        description="How long a client may leave a streamed answer untaken, in seconds.",
    )
    request_seconds: float = Field(
        default=20.0,
        gt=0,
        le=_DAY,
        description="How long the head of a request, or the next 64 KiB of its body, may take to "
        "arrive, in seconds.",
    )
    connections: int = Field(
        default=1024,
        ge=1,
        le=1_000_000,
        description="How many clients may be connected; for one more, one that is idle must go.",
    )
    rate_limit: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="How many requests one client may send in a minute; 0 for any number. Every "
        "answer then has the fields RateLimit-Policy and RateLimit.",
    )
    proxies: str = Field(
        default="",
        description="Addresses or networks of the reverse proxies before the server, separated by "
        "blanks, which are believed in X-Forwarded-For about who asks; empty for none.",
    )
    query_memory_mb: int = Field(
        default=2048,
        ge=256,
        le=1_048_576,
        description="Address space of a worker over its start, in MiB.",
    )
    network_size: int = Field(
        default=250_000,
        ge=0,
        le=100_000_000,
        description="Most nodes and edges together of a network that the server makes.",
    )
    query_bytes: int = Field(
        default=65_536, ge=256, le=16_777_216, description="Longest query, in bytes."
    )
    query_nesting: int = Field(
        default=50, ge=1, le=200, description="Deepest nesting of brackets in a query."
    )
    query_patterns: int = Field(
        default=150,
        ge=1,
        le=10_000_000,
        description="Most triple patterns and property path steps in a query, together.",
    )
    request_bytes: int = Field(
        default=1_048_576,
        ge=1024,
        le=_GIBIBYTE,
        description="Largest request body, in bytes.",
    )
    document_bytes: int = Field(
        default=52_428_800,
        ge=1024,
        le=16 * _GIBIBYTE,
        description="Largest document that is read, packed or unpacked, in bytes.",
    )
    document_pages: int = Field(
        default=5000, ge=1, le=1_000_000, description="Most pages of a PDF that are read."
    )
    document_upload_bytes: int = Field(
        default=20_971_520,
        ge=1024,
        le=_GIBIBYTE,
        description="Largest document that is taken over HTTP, in bytes.",
    )
    extract_seconds: float = Field(
        default=60.0,
        gt=0,
        le=_DAY,
        description="Deadline for reading a document that was sent over HTTP, in seconds.",
    )
    extract_memory_mb: int = Field(
        default=1024,
        ge=128,
        le=1_048_576,
        description="Address space of the process that reads such a document, over its start, "
        "in MiB.",
    )
    extract_processes: int = Field(
        default=2,
        ge=1,
        le=256,
        description="How many documents that were sent over HTTP are read at a time.",
    )
    small_answer_bytes: int = Field(
        default=1_048_576,
        ge=0,
        le=_GIBIBYTE,
        description="An answer up to this size is held back until it is complete, in bytes.",
    )

    shutdown_seconds: float = Field(
        default=10.0,
        ge=0,
        le=_DAY,
        description="How long requests that run may go on when the server stops, in seconds.",
    )
    drain_seconds: float = Field(
        default=0.0,
        ge=0,
        le=_DAY,
        description="How long the server goes on, not ready any more, before it stops, in seconds.",
    )
    serve_texts: bool = Field(
        default=False,
        description="Whether documents show their own words and are found by them, where their "
        "text was ingested here, and their sources are given; switch it on only where you may "
        "publish them.",
    )
    metrics: bool = Field(
        default=True, description="Whether /metrics gives numbers for Prometheus."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning",
        description="What the server logs: `info` has every request, `warning` those that failed.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="A line of the log as text or as a JSON object."
    )
    log_queries: bool = Field(
        default=False,
        description="Whether the log has the text of queries and not only their digest.",
    )
    answer_cache_bytes: int = Field(
        default=67_108_864,
        ge=0,
        le=64 * _GIBIBYTE,
        description="How much the server keeps of small answers, and as much again of networks, in "
        "bytes; with 0 nothing is kept, and the same query asked twice at once is evaluated twice.",
    )

    require_walls: bool = Field(
        default=False,
        description="Whether the server refuses to start when a worker cannot be cut off from the "
        "network and the files; see docs/security.md.",
    )

    @property
    def worker_memory_mb(self) -> int:
        """What one query may take, in MiB: all that may run at once stay below `memory_mb`."""
        beside = _SERVER_MEMORY_MB + self.extract_processes * self.extract_memory_mb
        share = (self.memory_mb - beside) // (self.workers + self.long_workers)
        return max(_LEAST_QUERY_MEMORY_MB, min(self.query_memory_mb, share))

    @field_validator("home")
    @classmethod
    def _expand(cls, home: Path) -> Path:
        """`~` as the home of the user: a service file or .env does not pass through a shell."""
        try:
            return home.expanduser()
        except RuntimeError as error:
            raise ValueError(str(error)) from None

    @field_validator("root_path")
    @classmethod
    def _is_path(cls, path: str) -> str:
        return root_path(path)

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, proxies: str) -> str:
        return " ".join(str(ip_network(each, strict=False)) for each in proxies.split())

    @field_validator("store", "store_update", "store_graphs")
    @classmethod
    def _is_address(cls, address: str) -> str:
        return address and endpoint_address(address)

    @field_validator("base_iri")
    @classmethod
    def _is_iri(cls, base_iri: str) -> str:
        """The base if the engine takes what is minted from it."""
        import pyoxigraph as ox  # most of what needs settings needs no engine

        try:
            ox.NamedNode(base_iri)
        except ValueError as error:
            raise ValueError(f"this is no IRI: {error}") from None
        return base_iri


def endpoint_address(address: str) -> str:
    """The address of an endpoint, if it is one without a password, which logs would show.

    Raises:
        ValueError: It is none; the message does not repeat it.

    Example:
        >>> endpoint_address("https://example.org/sparql")
        'https://example.org/sparql'
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("this is no address of an endpoint, such as https://example.org/sparql")
    if "@" in parts.netloc:
        raise ValueError(
            "an address holds no user and password; "
            "set RIGHTSGRAPH_STORE_USER and RIGHTSGRAPH_STORE_PASSWORD"
        )
    return address


def root_path(path: str) -> str:
    """A path that addresses can begin with, without a slash at its end.

    Raises:
        ValueError: It is none.

    Example:
        >>> root_path("/graph/")
        '/graph'
    """
    plain = path.rstrip("/")
    if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", plain):
        raise ValueError(f"{path!r} is no path such as /graph")
    return plain


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read from the environment once.

    Raises:
        SettingsError: A variable has a value that cannot be used.
    """
    return load_settings()


def load_settings() -> Settings:
    """The settings as the environment says now.

    Raises:
        SettingsError: A variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "RIGHTSGRAPH_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}", setting=name) from None


_PACKAGE = Path(__file__).resolve().parent


def resource_path(name: str) -> Path:
    """The folder `ontology`, `data` or `queries`, in an installed package or in a checkout.

    Args:
        name: Name of the folder.

    Raises:
        SettingsError: The package was installed without its files.
    """
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise SettingsError(
        f"The folder {name!r} that belongs to rightsgraph is missing.",
        remedy="Install rightsgraph again; the wheel holds these files.",
    )
