"""What holds for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test looks at the clock; where all tests must run, the same examples are tried each time.
settings.register_profile(
    "rightsgraph",
    deadline=None,
    derandomize=bool(os.environ.get("RIGHTSGRAPH_REQUIRE_ALL")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("rightsgraph")


def pytest_make_parametrize_id(
    config: pytest.Config,
    val: object,
    argname: str,
) -> str | None:
    """Bytes are named by their number: what was packed in another second has other bytes.

    The processes that share the tests out must each find them under the same names.
    """
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


# Files that take a minute or more in all, of tests that are quick each.
_LONG_FILES = frozenset(
    {
        "test_cli.py",
        "test_benchmarks.py",
        "documentation/test_snippets.py",
        "ingestion/test_commands.py",
        "ingestion/test_ingest.py",
        "ingestion/test_rebuilding.py",
        "ingestion/test_reviews.py",
        "server/linked/test_dereferencing.py",
        "server/linked/test_extracting.py",
        "server/test_writes.py",
        "store/remote/test_engines.py",
    }
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that none of them is left when all others are done."""
    long = {Path(__file__).parent / name for name in _LONG_FILES}
    long |= {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)
