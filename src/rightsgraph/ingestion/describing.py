"""The work of one process: read, extract, describe, check, and write N-Quads.

What comes back for a document is small: its names, counts, and the file with its quads. An error
of a document ends that document only.
"""

from __future__ import annotations

import gzip
import io
import signal
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.errors import (
    DocumentError,
    DocumentFormatError,
    DocumentTooLargeError,
    RightsgraphError,
    ShapesError,
)
from rightsgraph.extraction import EXTRACTOR, extract
from rightsgraph.graph.description import Description, describe
from rightsgraph.graph.description_check import shipped_check
from rightsgraph.graph.validation import Violation, validate
from rightsgraph.ingestion.copies import keep_copy, keep_text
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.report import Fate, Fault, Outcome, statements_of
from rightsgraph.ingestion.unpublished import RESUMED
from rightsgraph.reading import Document, read_all
from rightsgraph.settings import get_settings
from rightsgraph.store.kept_texts import digest_of

# An error in our own code is reported with the document that led to it; the others go on.
_FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_VIOLATIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Task:
    """What every bundle of a run is done with.

    Attributes:
        home: The folder of the snapshots.
        staging: Where the N-Quads are written.
        known: Digests of sources that this very extractor has described already.
        done: Digests of sources that a run which was broken off has described.
        curated: Digests of texts that are described by hand, and the graphs that do so.
        union: Whether each quad is written a second time without its graph.
        check: Whether each graph is checked against the shapes.
        suffixes: What tells documents of the same name apart, by the digest of their source.
    """

    home: Path
    staging: Path
    known: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    curated: tuple[tuple[str, str], ...] = ()
    union: bool = True
    check: bool = True
    suffixes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Described:
    outcome: Outcome
    description: Description


def start_worker() -> None:
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(task: Task, number: int, bundle: tuple[Item, ...]) -> list[Outcome]:
    """What became of the documents of a bundle; their quads stand in files of the staging folder.

    Args:
        task: What the run is about.
        number: Number of the bundle, for the names of the files.
        bundle: What to read.
    """
    done: list[Outcome | _Described] = []
    for item in bundle:
        done += _read_item(task, item)
    failures = _failures(task, [each for each in done if isinstance(each, _Described)])
    outcomes = []
    for place, each in enumerate(done):
        if isinstance(each, Outcome):
            outcomes.append(each)
        elif each.outcome.graph in failures:
            outcomes.append(_unfit(each.outcome, failures[each.outcome.graph]))
        else:
            file = task.staging / f"{number}-{place}.nq"
            file.write_bytes(_lines(each.description, union=task.union))
            outcomes.append(replace(each.outcome, file=str(file)))
    return outcomes


def _read_item(task: Task, item: Item) -> Iterator[Outcome | _Described]:
    try:
        if item.fault is not None:
            raise item.fault
        yield from _documents(task, item)
    except RightsgraphError as error:
        yield rejected(item.name, error)
    except RecursionError:
        yield rejected(item.name, DocumentError(f"{item.name} is nested too deeply."))
    except _FAULTS as error:
        reason = f"{type(error).__name__}: {error}"
        yield rejected(item.name, RightsgraphError(f"{item.name} led to an error: {reason:.300}"))


def _documents(task: Task, item: Item) -> Iterator[Outcome | _Described]:
    data = item.data
    if data is None and item.path is not None and _fits(item.path):
        try:
            data = item.path.read_bytes()
        except OSError as error:
            raise DocumentError(
                f"{item.path} cannot be opened: {error.strerror or error}.",
                remedy="Check that the file is there and that you may read it.",
            ) from error
    if data is not None:
        data = _unpacked(data, item.name)
    if data is not None and (digest := digest_of(data)) in task.known:
        yield Outcome(item.name, Fate.UNCHANGED, source_digest=digest)
        return
    if data is not None and digest in task.done:
        yield Outcome(item.name, Fate.ADDED, source_digest=digest, file=RESUMED)
        return
    name = item.path.name if item.path else item.name.rpartition("/")[2]
    source = data if data is not None else item.path
    if source is None:
        raise DocumentError(f"{item.name} names nothing to read.")
    for document in read_all(source, name=name, media_type=item.media_type):
        yield _describe(task, item, document, data)


def _unpacked(data: bytes, name: str) -> bytes:
    """The bytes, unpacked when they are packed with gzip: digests are those of what is read."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    limit = get_settings().document_bytes
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            plain = file.read(limit + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise DocumentFormatError(f"{name} is packed with gzip and broken: {error}.") from error
    if len(plain) > limit:
        message = f"{name} has more than {limit:,} bytes, which is the limit."
        raise DocumentTooLargeError(message, limit=limit)
    return plain


def _fits(path: Path) -> bool:
    """Whether a file is not over the limit; when it is, reading says so without loading it."""
    try:
        return path.stat().st_size <= get_settings().document_bytes
    except OSError:
        return True  # and reading it says what is wrong


def _describe(
    task: Task, item: Item, document: Document, data: bytes | None
) -> Outcome | _Described:
    if document.source_digest in task.known:
        return Outcome(item.name, Fate.UNCHANGED, source_digest=document.source_digest)
    if document.source_digest in task.done:
        digest = document.source_digest
        return Outcome(item.name, Fate.ADDED, source_digest=digest, file=RESUMED)
    by_hand = dict(task.curated).get(document.text_digest)
    if by_hand is not None:
        keep_text(task.home, document.text)
        return Outcome(
            item.name,
            Fate.CURATED,
            graph=by_hand,
            source_digest=document.source_digest,
            text_digest=document.text_digest,
        )
    extraction = extract(document)
    suffix = dict(task.suffixes).get(document.source_digest, "")
    description = describe(document, extraction, suffix=suffix)
    if data is not None and digest_of(data) == document.source_digest:
        keep_copy(task.home, data)
        keep_text(task.home, document.text)
    outcome = Outcome(
        name=item.name,
        fate=Fate.ADDED,
        iri=description.identity.iri,
        graph=description.identity.graph,
        source_digest=document.source_digest,
        text_digest=document.text_digest,
        characters=len(document.text),
        quads=len(description),
        statements=statements_of(extraction),
        resolutions=description.resolutions,
        warnings=document.warnings,
        file_name=document.name,
        media_type=document.media_type,
    )
    return _Described(outcome, description)


def _failures(task: Task, described: list[_Described]) -> dict[str, tuple[Violation, ...]]:
    """The violations of the graphs that fail their shapes, by the IRI of the graph."""
    if not task.check:
        return {}
    check = shipped_check()
    doubted = [each for each in described if not check.conforms(each.description.sheet.data)]
    alone = {each.outcome.graph: _violations(each) for each in doubted}
    return {graph: found for graph, found in alone.items() if found}


def _violations(described: _Described) -> tuple[Violation, ...]:
    store = ox.Store()
    store.bulk_extend(described.description.quads)
    return validate(store, default_graph=False).failures


def _unfit(outcome: Outcome, violations: tuple[Violation, ...]) -> Outcome:
    first = violations[0]
    message = f"<{first.node}> fails the shape <{first.shape}>: {first.message}"
    shown = tuple(asdict(violation) for violation in violations[:_VIOLATIONS])
    fault = Fault(ShapesError.code, message, ShapesError.default_remedy, shown)
    return replace(outcome, fate=Fate.REJECTED, fault=fault)


def _lines(description: Description, *, union: bool) -> bytes:
    """N-Quads; when the default graph is the union, each also without its graph."""
    out = io.BytesIO()
    ox.serialize(description.quads, out, ox.RdfFormat.N_QUADS)
    lines = out.getvalue()
    if not union:
        return lines
    plain = lines
    # In canonical N-Quads a line break inside a literal is escaped: this is the end of a line.
    for graph in (description.identity.graph, iris.named_graph("provenance")):
        plain = plain.replace(f" <{graph}> .\n".encode(), b" .\n")
    return lines + plain


def rejected(name: str, error: RightsgraphError) -> Outcome:
    """The outcome of a document that cannot be used."""
    fault = Fault(error.code, error.message, error.remedy)
    return Outcome(name, Fate.REJECTED, fault=fault)


def extractor() -> str:
    """Name and version of what finds the statements."""
    return EXTRACTOR
