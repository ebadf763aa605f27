"""Writes the answers that OpenAPI shows as examples: what a server says on the bundled graph.

    .venv/bin/python tools/generate_example_answers.py

Each entry of the file has its request; to add an example, add its request with any answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import httpx

from rightsgraph.server import openapi_examples
from rightsgraph.store import Home, bundled_sources

FILE: Final = Path(openapi_examples.__file__).with_name("example_answers.json")
ORIGIN: Final = "http://127.0.0.1:8000"
SERVE: Final = """
import sys
from rightsgraph.server import serve
from rightsgraph.settings import Settings
from rightsgraph.store import Home
serve(Home(sys.argv[1]), Settings(), "127.0.0.1", 0)
"""
SHOWN: Final = 1  # items of a list
LONGEST: Final = 120  # characters of a query
CUT: Final = " …"


def main() -> None:
    """Asks each request again and writes what came."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        Home(folder).build(bundled_sources(), validate=False)
        command = [sys.executable, "-c", SERVE, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                address = server.stdout.readline().split()[-1].rstrip("/") if server.stdout else ""
                for entry in entries.values():
                    entry["answer"] = shortened(ask(address, entry["request"]))
            finally:
                server.terminate()
    text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=1)
    FILE.write_text(text.replace(address, ORIGIN) + "\n", encoding="utf-8")


def ask(address: str, request: str) -> Any:  # noqa: ANN401 JSON
    """The answer to a request, which must be there."""
    answer = httpx.get(address + request, timeout=60)
    answer.raise_for_status()
    return answer.json()


def shortened(value: Any) -> Any:  # noqa: ANN401 JSON
    """An answer whose lists of things, and texts of queries, are cut."""
    if isinstance(value, dict):
        return {name: shortened(each) for name, each in value.items()}
    if isinstance(value, list):
        things = value and isinstance(value[0], dict)
        return [shortened(each) for each in (value[:SHOWN] if things else value)]
    if isinstance(value, str) and len(value) > LONGEST and "\n" in value:
        return value[:LONGEST] + CUT
    return value


if __name__ == "__main__":
    main()
