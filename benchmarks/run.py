"""Run the benchmarks one after the other, with everything they print.

    python benchmarks/run.py [--smoke]

With `--smoke` every benchmark runs at a small size, to see that it runs; its figures mean nothing.
The exit status is 1 when a benchmark fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
SMOKE = {
    "build.py": ["--rounds", "1"],
    "load.py": ["--quads", "20000", "--rounds", "1"],
    "projection.py": ["--quads", "20000", "--rounds", "1"],
    "search.py": ["--documents", "500", "--rounds", "1"],
    "validation.py": ["--recommendations", "500"],
    "endpoint.py": [
        *("--triples", "20000", "--rdflib-triples", "5000"),
        *("--rounds", "1", "--seconds", "0.5"),
    ],
    "analysts.py": ["--triples", "20000", "--rdflib-triples", "3000", "--seconds", "0.2"],
    "dump.py": ["--triples", "20000"],
    "hostile.py": ["--triples", "20000", "--seconds", "6"],
    "extraction.py": ["--views", "2"],
    "ingest.py": ["--rounds", "1", "--documents", "2"],
    "corpora.py": ["--documents", "2", "--workers", "1"],
    "importing.py": ["--rounds", "1", "--rows", "300"],
}


def main() -> int:
    """Run them all; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="small sizes")
    smoke = parser.parse_args().smoke
    packages = ", ".join(f"{name} {version(name)}" for name in ("rightsgraph", "pyoxigraph"))
    print(f"{time.strftime('%Y-%m-%d')}  {os.cpu_count()} cores, {platform.platform()}")
    print(f"Python {platform.python_version()}, {packages}")
    failed = []
    for name, small in SMOKE.items():
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / name), *(small if smoke else [])])
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
