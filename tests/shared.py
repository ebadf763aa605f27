"""The shared material beside the repository: real documents that are not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REQUIRE_ALL = os.environ.get("RIGHTSGRAPH_REQUIRE_ALL") == "1"


def skip_unless(present: bool, reason: str) -> pytest.MarkDecorator:
    """A marker that skips when something is absent, unless everything is required."""
    return pytest.mark.skipif(not present and not REQUIRE_ALL, reason=reason)


needs_shared = skip_unless(SHARED.is_dir(), "the shared material is not beside the repository")
