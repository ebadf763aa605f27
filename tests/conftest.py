"""What holds for all tests."""

from __future__ import annotations

import os

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that none of them is left when all others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
