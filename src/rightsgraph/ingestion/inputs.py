"""What there is to read: files, folders, globs, standard input, and the lines of JSON lines.

A file of JSON lines is taken apart here, so that its documents are read side by side and one bad
line costs nothing but itself.
"""

from __future__ import annotations

import glob
import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from rightsgraph.errors import DocumentError, DocumentTooLargeError, InputError
from rightsgraph.reading.media_types import JSON_LINES, SUFFIXES
from rightsgraph.settings import get_settings

STANDARD_INPUT: Final = "-"
# Documents are handed to the workers in bundles of about this size.
_BUNDLE_BYTES: Final = 1 << 20
_BUNDLE_ITEMS: Final = 32
_LINES: Final = (".jsonl", ".ndjson")
_MAGIC: Final = set("*?[")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read.

    Attributes:
        name: What the report calls it.
        path: The file, when it is read by a worker.
        data: The bytes, when they are at hand.
        media_type: Their media type, when it is known.
        fault: Why it cannot be read, when that is known already.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    media_type: str | None = None
    fault: DocumentError | None = None

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        if self.data is not None:
            return len(self.data)
        try:
            return self.path.stat().st_size if self.path else 0
        except OSError:
            return 0


def find_files(sources: Iterable[str | Path]) -> list[Path | str]:
    """The files that sources name, each once: `-` stays as it is.

    Args:
        sources: Files, folders (with all files of a known suffix below them), globs, `-`.

    Raises:
        InputError: A source is neither there nor a glob that matches.

    Example:
        >>> find_files(["-"])
        ['-']
    """
    found: dict[Path | str, None] = {}
    for source in sources:
        if str(source) == STANDARD_INPUT:
            found[STANDARD_INPUT] = None
            continue
        path = Path(source).expanduser()
        if path.is_dir():
            found.update(dict.fromkeys(_below(path)))
        elif path.exists() or not _MAGIC & set(str(source)):
            found[path] = None
        else:
            matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207 - takes `..` and absolute patterns
            for match in matches:
                found.update(dict.fromkeys(_below(match) if match.is_dir() else [match]))
            if not matches:
                raise InputError(f"Nothing matches {source}.", remedy="Check the path.")
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    """The files of known suffixes in a folder and those below it; hidden ones are left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and _plain_name(path).endswith(SUFFIXES):
            yield path


def _plain_name(path: Path) -> str:
    return path.name.lower().removesuffix(".gz")


def items(files: Iterable[Path | str]) -> Iterator[Item]:
    """The documents to read in files, one after the other; nothing is kept in memory."""
    for file in files:
        if isinstance(file, str):
            yield Item("standard input", data=sys.stdin.buffer.read())
        elif _plain_name(file).endswith(_LINES):
            yield from _lines(file)
        else:
            yield Item(str(file), path=file)


def bundles(found: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Items in bundles that are worth the way to a worker."""
    bundle: list[Item] = []
    size = 0
    for item in found:
        if bundle and (size + item.size > _BUNDLE_BYTES or len(bundle) == _BUNDLE_ITEMS):
            yield tuple(bundle)
            bundle, size = [], 0
        bundle.append(item)
        size += item.size
    if bundle:
        yield tuple(bundle)


def _lines(path: Path) -> Iterator[Item]:
    limit = get_settings().document_bytes
    number = 0
    try:
        with path.open("rb") as file:
            stream = _unpacked(file)
            while line := stream.readline(limit + 1):
                number += 1
                name = f"{path}:{number}"
                if len(line) > limit:
                    yield Item(name, fault=_too_long(name, limit))
                    return
                words = line.rstrip(b"\r\n")
                if words.strip():
                    yield Item(name, data=words, media_type=JSON_LINES)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fault = DocumentError(f"{path} cannot be read after line {number}: {reason}.")
        yield Item(str(path), fault=fault)
        return
    if number == 0:
        yield Item(str(path), path=path)  # it is empty: reading says so


def _unpacked(file: io.BufferedReader) -> BinaryIO:
    if file.peek(2)[:2] == b"\x1f\x8b":
        return io.BufferedReader(gzip.GzipFile(fileobj=file))
    return file


def _too_long(name: str, limit: int) -> DocumentTooLargeError:
    return DocumentTooLargeError(
        f"{name} has more than {limit:,} bytes, which is the limit.", limit=limit
    )
