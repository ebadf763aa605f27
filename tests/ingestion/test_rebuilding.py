"""A build of the bundled data, over a graph to which people have added."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner, Result

from rightsgraph import settings
from rightsgraph.cli import app
from rightsgraph.errors import NotFoundError, SettingsError, SnapshotDamagedError
from rightsgraph.ingestion import ingest, show
from rightsgraph.ingestion.quotation_checks import check_quotations
from rightsgraph.ingestion.reviews import Verdict, record_review
from rightsgraph.iris import Iri
from rightsgraph.store import Home, bundled_sources
from tests.ingestion.examplia import read_in, rows
from tests.ingestion.letters import letter

OTHER = "http://example.org/g/"


def command(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--home", str(home.path)])


def said(home: Home) -> set[str]:
    """The quads without blank nodes and counts."""
    snapshot = home.current()
    store = snapshot.open()
    try:
        quads = (str(quad) for quad in store)
        return {quad for quad in quads if "_:" not in quad and "dataset" not in quad}
    finally:
        snapshot.release()


def flip(home: Home) -> None:
    """Change one bit of a data file, so that its size stays."""
    path = max(home.current().store_path.glob("*.sst"), key=lambda file: file.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@contextmanager
def other_base() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTSGRAPH_BASE_IRI", OTHER)
        settings.get_settings.cache_clear()
        yield
    settings.get_settings.cache_clear()


def verdict(home: Home) -> Verdict:
    statement = next(row["quotation"] for row in rows(home, "quotations"))
    return Verdict(Iri(statement), "accepted", "A. Curator")


def test_a_build_keeps_ingested_documents(home: Home, tmp_path: Path) -> None:
    ingest([letter(tmp_path / "in", "letter.txt")], home, workers=1)
    before = show("letter.txt", home)
    done = command(home, "build", "--anew", "--no-validate")
    assert done.exit_code == 0
    assert "kept 1 ingested document" in " ".join(done.output.split())
    assert show("letter.txt", home) == before
    assert "Nothing has changed" in command(home, "build").output
    again = ingest([tmp_path / "in" / "letter.txt"], home, workers=1)
    assert again.snapshot is None


def test_a_build_keeps_what_was_checked_and_reviewed(tmp_path: Path) -> None:
    home = read_in(tmp_path)
    check_quotations(home, validate=False)
    record_review(home, verdict(home), validate=False)
    before = said(home)
    snapshot = home.build(bundled_sources(), validate=False)
    assert snapshot.manifest.carried == 2
    assert said(home) == before


def test_a_build_that_leaves_ingested_documents_out_says_so(home: Home, tmp_path: Path) -> None:
    before = said(home)
    ingest([letter(tmp_path / "in", "letter.txt")], home, workers=1)
    done = command(home, "build", "--only-bundled", "--no-validate")
    assert done.exit_code == 0
    assert "left out 1 ingested document" in " ".join(done.output.split())
    with pytest.raises(NotFoundError):
        show("letter.txt", home)
    assert said(home) == before
    assert "Nothing has changed" in command(home, "build", "--only-bundled").output


def test_documents_that_cannot_be_read_are_not_dropped_silently(home: Home, tmp_path: Path) -> None:
    ingest([letter(tmp_path / "in", "letter.txt")], home, workers=1)
    before = home.current()
    flip(home)
    with pytest.raises(SnapshotDamagedError) as caught:
        home.build(bundled_sources(), validate=False)
    assert "--only-bundled" in caught.value.remedy
    assert home.current() == before
    assert command(home, "snapshots", "--check").exit_code == 1
    done = command(home, "build", "--only-bundled", "--no-validate")
    assert "cannot be read" in " ".join(done.output.split())
    assert home.current() != before


def test_a_review_file_that_is_new_is_built_in(tmp_path: Path) -> None:
    home = read_in(tmp_path, report=False)
    recorded = record_review(home, verdict(home), validate=False)
    assert home.is_built_from(bundled_sources())
    kept = tmp_path / "kept.ttl"
    shutil.move(recorded.file, kept)
    assert not home.is_built_from(bundled_sources())
    home.build(bundled_sources(), validate=False)
    assert recorded.review not in str(said(home))
    shutil.copy(kept, recorded.file)
    assert not home.is_built_from(bundled_sources())
    home.build(bundled_sources(), validate=False)
    assert recorded.review in str(said(home))


def test_a_review_during_a_build_is_refused_or_in_the_graph(tmp_path: Path) -> None:
    """Reviews are listed and recorded under the lock, so none falls between two snapshots."""
    home = read_in(tmp_path, report=False)
    decided = verdict(home)
    failed: list[Exception] = []

    def review_before(step: str, _done: int, _total: int) -> None:
        if step == "reading" and not failed:
            try:
                record_review(home, decided, validate=False)
            except Exception as error:  # noqa: BLE001  # whatever it is, is looked at below
                failed.append(error)

    thread = threading.Thread(
        target=lambda: home.build(bundled_sources(), validate=False, progress=review_before)
    )
    thread.start()
    thread.join(60)
    assert [type(error).__name__ for error in failed] == ["StoreBusyError"]
    assert not list((home.path / "reviews").glob("*"))
    recorded = record_review(home, decided, validate=False)
    assert recorded.file.exists()
    home.build(bundled_sources(), validate=False)
    assert recorded.review in str(said(home))


def test_another_base_is_built_and_not_mixed(home: Home, tmp_path: Path) -> None:
    ingest([letter(tmp_path / "in", "letter.txt")], home, workers=1)
    counts = show("letter.txt", home).counts
    with other_base():
        assert not home.is_built_from(bundled_sources())
        with pytest.raises(SettingsError, match="RIGHTSGRAPH_BASE_IRI"):
            home.edit(lambda store: store.add(ox.Quad(*[ox.NamedNode("x:a")] * 4)))
        home.build(bundled_sources(), validate=False)
        assert show("letter.txt", home).counts == counts
        assert home.is_built_from(bundled_sources())
        assert "w3id.org/rightsgraph/id/" not in str(said(home))
    # And back again.
    home.build(bundled_sources(), validate=False)
    assert show("letter.txt", home).counts == counts
    assert OTHER not in str(said(home))
