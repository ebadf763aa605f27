"""The program that makes one dump: FOLDER-OF-A-SNAPSHOT NAME DRAFT PARENT.

It says on its standard output what came of it, as JSON. It takes the time that nobody else wants.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from rightsgraph.errors import RightsgraphError
from rightsgraph.store import process_limits
from rightsgraph.store.dumps import make
from rightsgraph.store.snapshots import Snapshot, read_manifest

_NICE = 10


def main() -> None:
    """Makes the dump."""
    folder, name, draft, parent = sys.argv[1:]
    process_limits.die_with(int(parent))
    os.nice(_NICE)
    try:
        path = Path(folder)
        make(Snapshot(path, read_manifest(path)), name, Path(draft))
    except RightsgraphError as error:
        failure = {"class": type(error).__name__, "message": error.message}
        sys.stdout.write(json.dumps(failure))
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
