"""A table into the graph: survey, describe, check, publish as one snapshot."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rightsgraph import __version__, iris
from rightsgraph.errors import TableError
from rightsgraph.graph.description_check import shipped_check
from rightsgraph.graph.description_provenance import software_iri
from rightsgraph.graph.description_sheet import A, Sheet, plain
from rightsgraph.importing.describing import TableNames, describe_table
from rightsgraph.importing.mapping import Mapping, load_mapping
from rightsgraph.importing.publication import publish
from rightsgraph.importing.report import ImportReport, Problem
from rightsgraph.importing.rows import rows, survey
from rightsgraph.importing.work import BUNDLE_ROWS, Job, bundles, run, write_sheet
from rightsgraph.ingestion.copies import copy_path
from rightsgraph.ingestion.holdings import Holdings, holdings
from rightsgraph.ingestion.staging import staging_folder
from rightsgraph.store import Home, bundled_sources
from rightsgraph.store.faults import writing
from rightsgraph.store.snapshots import file_digest
from rightsgraph.vocabulary import OWL, RDFS, Dcterms, Prov, Rg

Progress = Callable[[str, int, int], None]

_MOST_WORKERS: Final = 8


def import_table(
    mapping: str | Path | Mapping,
    table: str | Path,
    home: Home | str | Path | None = None,
    *,
    name: str = "",
    workers: int | None = None,
    anew: bool = False,
    check: bool = True,
    progress: Progress | None = None,
) -> ImportReport:
    """What became of the rows of a table: those that can be used are published, in one snapshot.

    The same table by the same mapping again changes nothing; one that has changed replaces the
    graph of its name. When there is no snapshot yet, one of the bundled data is built first.

    Args:
        mapping: A mapping, the path of one, or the name of one that ships with rightsgraph.
        table: A CSV file, a workbook or JSON lines.
        home: The folder of the snapshots; by default the setting RIGHTSGRAPH_HOME.
        name: What the graph is called; by default after the mapping and the file.
        workers: Number of processes; by default one for each core, at most eight.
        anew: Whether a table that is known is imported all the same.
        check: Whether the graph is checked against the shapes before it is published.
        progress: Called with the name of a step, how much of it is done and how much there is
            (0 when that is not known).

    Raises:
        MappingError: The mapping is wrong.
        TableError: The table cannot be read, or lacks a column.
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left; the last snapshot stays.

    Example:
        >>> report = import_table("upr", "recommendations.csv", "./graph")  # doctest: +SKIP
        >>> report.imported, report.rejected  # doctest: +SKIP
        (41057, 9)
    """
    began = time.monotonic()
    chosen = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    path = Path(table).expanduser()
    folder = home if isinstance(home, Home) else Home(home)
    tell = progress or (lambda _step, _done, _total: None)
    digest = _digest(path)
    slug = _slug(chosen, path, name)
    software = software_iri(f"import {chosen.name} {chosen.fingerprint}")
    held = holdings(folder)
    if held is None:
        folder.build(bundled_sources(), progress=tell)
        held = holdings(folder) or Holdings()
    known = held.documents.get(iris.named_graph(slug))
    if known and "/software/import-" not in known.software:
        raise TableError(
            f"There is a document called {slug} that is no imported table.",
            remedy="Give the table another name with --name.",
        )
    document = iris.letter(slug)
    if known and (known.source_digest, known.software) == (digest, software) and not anew:
        return ImportReport(known.graph, document, 0, 0, 0, (), None, time.monotonic() - began)
    with staging_folder(folder) as staging:
        tell("reading", 0, 0)
        with (staging / "text").open("wb") as text:
            surveyed = survey(path, chosen, text)
        names = TableNames(
            document=document,
            graph=iris.named_graph(slug),
            activity=iris.activity(f"import-{slug}"),
            text_digest=surveyed.text_digest,
            label=path.name,
        )
        job = Job(chosen, names, staging, check)
        number = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
        if surveyed.rows <= BUNDLE_ROWS:
            number = 1
        problems: list[Problem] = []
        imported = 0
        files = [staging / "table.nq"]
        about = (
            describe_table(chosen, names),
            _provenance(names, path, digest, software, chosen),
        )
        files[0].write_bytes(b"".join(map(write_sheet, about)))
        for done in run(job, bundles(rows(path, chosen)), workers=number):
            files.append(done.file)
            problems += done.problems
            imported += done.imported
            tell("describing", imported, surveyed.rows)
        snapshot = None
        if imported:
            _keep(folder, path, digest)
            _keep(folder, staging / "text", surveyed.text_digest)
            tell("publishing", 0, 0)
            snapshot = publish(
                folder,
                names.graph,
                files,
                held=known is not None,
                union=held.union,
                checked=check and all(shipped_check().conforms(each.data) for each in about),
                staging=staging,
                note=f"{imported:,} recommendations imported from {path.name}",
                progress=tell,
            )
    return ImportReport(
        graph=names.graph,
        document=document,
        rows=surveyed.rows,
        imported=imported,
        skipped=surveyed.skipped,
        problems=tuple(problems),
        snapshot=snapshot.id if snapshot else None,
        seconds=time.monotonic() - began,
    )


def _digest(path: Path) -> str:
    try:
        return "sha256:" + file_digest(path)
    except OSError as error:
        raise TableError(
            f"{path} cannot be read: {error.strerror or error}.", remedy="Check the path."
        ) from error


def _slug(mapping: Mapping, path: Path, name: str) -> str:
    """The name of the graph: `upr-recommendations` of `recommendations.csv.gz`."""
    if name:
        slug = iris.slugify(name)
    else:
        stem = iris.slugify(path.name.partition(".")[0])
        begins = stem == mapping.name or stem.startswith(mapping.name + "-")
        slug = stem if begins else f"{mapping.name}-{stem}".strip("-")
    if not slug:
        raise TableError(f"{name!r} is no name for a graph.", remedy="Use letters and digits.")
    return slug


def _keep(home: Home, file: Path, digest: str) -> None:
    """Keep the user's own copy of a file; the same bytes are kept once."""
    target = copy_path(home.path, digest)
    if target.exists():
        return
    with writing(home.path):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(file, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _provenance(
    names: TableNames, path: Path, digest: str, software: str, mapping: Mapping
) -> Sheet:
    sheet = Sheet(iris.named_graph("provenance"))
    sheet.add(names.graph, A, Rg.SourceGraph)
    sheet.add(names.graph, Dcterms.title, plain(f"{mapping.title}: {path.name}"))
    sheet.add(names.graph, Dcterms.subject, names.document)
    sheet.add(names.graph, Prov.wasGeneratedBy, names.activity)
    sheet.add(names.graph, Rg.sourceDigest, plain(digest))
    sheet.add(names.graph, Dcterms.source, plain(path.name))
    sheet.add(names.activity, A, Prov.Activity)
    sheet.add(names.activity, RDFS + "label", plain(f"Import of {path.name}"))
    sheet.add(names.activity, Prov.used, names.document)
    sheet.add(names.activity, Prov.wasAssociatedWith, software)
    sheet.add(software, A, Prov.Agent, Prov.SoftwareAgent)
    sheet.add(software, RDFS + "label", plain(f"import by the mapping {mapping.name}"))
    sheet.add(software, OWL + "versionInfo", plain(__version__))
    return sheet
