"""The scripts of the pages are built where the package is built or installed from its sources."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Builds web/ before the package is packed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js as a Python package, where the machine has none or an old one."""
        tool = self._tool()
        needless = os.environ.get(tool.SWITCH) or tool.is_built() or tool.find_node()
        return [] if needless else [tool.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build; what hinders it is said, and the package is made without the scripts."""
        tool = self._tool()
        try:
            self.app.display_info(tool.build())
        except tool.WebBuildError as error:
            self.app.display_warning(f"The pages go without their scripts: {error}")

    def _tool(self) -> SimpleNamespace:
        path = Path(self.root) / "tools" / "build_web.py"
        return SimpleNamespace(**runpy.run_path(str(path)))
