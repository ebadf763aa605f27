"""What was described and is not published yet, so that a run that was broken off is gone on with.

    <home>/unpublished/<key>/<digest>.nq      the quads of a document, by the digest of its bytes
    <home>/unpublished/<key>/<digest>.json    its outcome; written last

The key stands for the extractor, its version and what else the quads depend on: what another
version has left is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from rightsgraph.ingestion.report import Fate, Outcome
from rightsgraph.iris import base

FOLDER: Final = "unpublished"
# The file of an outcome whose quads are here already.
RESUMED: Final = "resumed"


class Unpublished:
    """The described documents of runs that were broken off.

    Args:
        home: The folder of the snapshots.
        software: IRI of the extractor in its version.
        union: Whether each quad is written a second time without its graph.
        check: Whether graphs are checked against the shapes.
    """

    def __init__(self, home: Path, software: str, *, union: bool, check: bool) -> None:
        said = json.dumps([software, base(), union, check])
        self._folder = home / FOLDER / hashlib.sha256(said.encode()).hexdigest()[:16]
        for other in (home / FOLDER).glob("*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)

    def digests(self) -> frozenset[str]:
        """The digests of the sources that need not be described again."""
        return frozenset("sha256:" + path.stem for path in self._folder.glob("*.json"))

    def keep(self, outcome: Outcome) -> None:
        """Keep the quads of a document until it is published."""
        self._folder.mkdir(parents=True, exist_ok=True)
        quads, record = self._files(outcome.source_digest)
        if record.exists():
            return
        _link(Path(outcome.file), quads)
        told = {**asdict(replace(outcome, file="")), "fate": outcome.fate.value}
        beside = record.with_name(f"{record.name}.{os.getpid()}.part")
        beside.write_text(json.dumps(told), encoding="utf-8")
        beside.replace(record)

    def take(self, outcome: Outcome, staging: Path) -> Outcome:
        """The kept outcome of a document that was met again, its quads in the staging folder.

        Args:
            outcome: The outcome with the name under which it was met.
            staging: The folder of this run.
        """
        quads, record = self._files(outcome.source_digest)
        told = json.loads(record.read_text(encoding="utf-8"))
        told["fate"], told["warnings"] = Fate(told["fate"]), tuple(told["warnings"])
        file = staging / f"resumed-{quads.name}"
        _link(quads, file)
        return replace(Outcome(**told), name=outcome.name, file=str(file))

    def forget(self, digests: Iterable[str]) -> None:
        """Remove what has been published."""
        for digest in digests:
            for file in reversed(self._files(digest)):
                file.unlink(missing_ok=True)
        for folder in (self._folder, self._folder.parent):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _files(self, digest: str) -> tuple[Path, Path]:
        name = digest.removeprefix("sha256:")
        return self._folder / f"{name}.nq", self._folder / f"{name}.json"


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no such thing."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
