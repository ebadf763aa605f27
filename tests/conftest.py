"""What holds for all tests."""

from __future__ import annotations

import pytest


def pytest_make_parametrize_id(
    config: pytest.Config,
    val: object,
    argname: str,
) -> str | None:
    """Bytes are named by their number: what was packed in another second has other bytes.

    The processes that share the tests out must each find them under the same names.
    """
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None
