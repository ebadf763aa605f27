"""A graph as one file and back; what is damaged changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from rightsgraph.cli import app
from rightsgraph.errors import ArchiveError, NoSnapshotError, RightsgraphError
from rightsgraph.graph.loading import Source
from rightsgraph.ingestion.copies import keep_copy
from rightsgraph.store import Home
from rightsgraph.store.backup import write_backup
from rightsgraph.store.compaction import compact
from rightsgraph.store.restoring import restore_backup

GRAPH = "https://w3id.org/rightsgraph/graph/examplia"


def small(path: Path, triples: int = 300) -> Home:
    """A graph of a few triples, with a review and a copy of a source beside it."""
    file = path.parent / "examplia.nq"
    file.write_text(
        "".join(f"<urn:s{n}> <urn:p> <urn:o{n % 7}> <{GRAPH}> .\n" for n in range(triples)),
        encoding="utf-8",
    )
    home = Home(path)
    home.build([Source.file(file)], validate=False)
    (path / "reviews").mkdir()
    (path / "reviews" / "one.ttl").write_text("<urn:r> <urn:p> <urn:o> .\n", encoding="utf-8")
    keep_copy(path, b"the words of a letter")
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return small(tmp_path_factory.mktemp("backup") / "home")


@pytest.fixture(scope="module")
def archive(home: Home) -> bytes:
    out = io.BytesIO()
    write_backup(home, out)
    return out.getvalue()


def quads(home: Home) -> set[str]:
    snapshot = home.current()
    store = snapshot.open()
    try:
        return {str(quad) for quad in store}
    finally:
        del store
        snapshot.release()


def content(home: Home) -> dict[str, bytes]:
    """Every file below a home but those that every reader changes."""
    return {
        path.relative_to(home.path).as_posix(): path.read_bytes()
        for path in home.path.rglob("*")
        if path.is_file() and not path.name.startswith(("LOCK", "LOG", "lock"))
    }


def test_what_is_restored_is_what_was_backed_up(home: Home, archive: bytes, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    backup, snapshot = restore_backup(io.BytesIO(archive), other)
    assert snapshot.id == home.current().id == other.current().id == backup.snapshot
    assert quads(other) == quads(home)
    assert content(other) == content(home)
    assert other.check() == {snapshot.id: None}
    restore_backup(io.BytesIO(archive), other)  # again changes nothing
    assert content(other) == content(home)


def test_the_same_state_gives_the_same_files(home: Home, archive: bytes) -> None:
    def listed(data: bytes) -> list[object]:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as packed:
            file = packed.extractfile("backup.json")
            assert file is not None
            files = json.load(file)["files"]
            assert isinstance(files, list)
            return files

    out = io.BytesIO()
    write_backup(home, out)
    assert listed(out.getvalue()) == listed(archive)


def test_copies_of_sources_can_be_left_out(home: Home, tmp_path: Path) -> None:
    out = io.BytesIO()
    write_backup(home, out, sources=False)
    restore_backup(io.BytesIO(out.getvalue()), Home(tmp_path / "other"))
    assert (tmp_path / "other" / "reviews" / "one.ttl").exists()
    assert not (tmp_path / "other" / "sources").exists()


def altered(archive: bytes, kind: str) -> bytes:
    """The archive with one thing wrong."""
    if kind == "cut-short":
        return archive[: len(archive) // 2]
    if kind == "cut-at-the-end":
        return archive[:-5]
    if kind == "a-byte-of-the-pack":
        return archive[:3000] + bytes([archive[3000] ^ 1]) + archive[3001:]
    if kind == "no-archive":
        return b"nothing of the kind"
    if kind == "empty":
        return b""
    plain = bytearray(gzip.decompress(archive))
    if kind == "a-byte-of-a-file":
        place = plain.index(b"the words of a letter")
        plain[place] ^= 1
        return gzip.compress(bytes(plain), 1)
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(bytes(plain))) as before,
        tarfile.open(fileobj=out, mode="w") as after,
    ):
        members = before.getmembers()
        for number, member in enumerate(members):
            file = before.extractfile(member)
            data = file.read() if file else b""
            if kind == "a-file-missing" and number == len(members) - 1:
                continue
            if kind == "a-way-out" and number == 0:
                data = data.replace(b"reviews/one.ttl", b"reviews/../../x")
            if kind == "another-format" and number == 0:
                data = data.replace(b'"format": 1', b'"format": 9')
            member.size = len(data)
            after.addfile(member, io.BytesIO(data))
        if kind == "a-file-more":
            after.addfile(tarfile.TarInfo("reviews/two.ttl"))
        if kind == "a-link":
            return gzip.compress(_linked(before), 1)
    return gzip.compress(out.getvalue(), 1)


def _linked(before: tarfile.TarFile) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as after:
        for number, member in enumerate(before.getmembers()):
            if number == 1:
                link = tarfile.TarInfo(member.name)
                link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
                after.addfile(link)
                continue
            after.addfile(member, before.extractfile(member))
    return out.getvalue()


@pytest.mark.parametrize(
    "kind",
    [
        "cut-short",
        "cut-at-the-end",
        "a-byte-of-the-pack",
        "a-byte-of-a-file",
        "a-file-missing",
        "a-file-more",
        "a-way-out",
        "a-link",
        "another-format",
        "no-archive",
        "empty",
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_changes(
    kind: str, archive: bytes, tmp_path: Path
) -> None:
    other = small(tmp_path / "other", triples=5)
    before = content(other)
    with pytest.raises(ArchiveError):
        restore_backup(io.BytesIO(altered(archive, kind)), other)
    assert content(other) == before
    assert not list(tmp_path.glob("x"))
    assert other.check() == {other.current().id: None}


def test_a_snapshot_that_is_damaged_is_mended(home: Home, archive: bytes, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    _, snapshot = restore_backup(io.BytesIO(archive), other)
    largest = max(snapshot.store_path.glob("*.sst"), key=lambda path: path.stat().st_size)
    largest.write_bytes(b"rubbish")
    with pytest.raises(RightsgraphError):
        snapshot.verify_contents()
    restore_backup(io.BytesIO(archive), other)
    assert quads(other) == quads(home)


def test_another_review_of_the_same_name_is_not_overwritten(archive: bytes, tmp_path: Path) -> None:
    other = small(tmp_path / "other", triples=5)
    review = other.path / "reviews" / "one.ttl"
    review.write_text("<urn:other> <urn:p> <urn:o> .\n", encoding="utf-8")
    before = content(other)
    with pytest.raises(ArchiveError, match=r"one\.ttl"):
        restore_backup(io.BytesIO(archive), other)
    assert content(other) == before


def test_a_backup_is_of_one_state_while_others_are_published(tmp_path: Path) -> None:
    home = small(tmp_path / "home")
    first = home.current().id
    name = ox.NamedNode(GRAPH)
    failures: list[BaseException] = []

    def publish(number: int) -> None:
        quad = ox.Quad(ox.NamedNode(f"urn:new{number}"), ox.NamedNode("urn:p"), name, name)
        home.edit(lambda store: store.add(quad), validate=False)
        home.prune(1)

    def keep_publishing() -> None:
        try:
            for number in range(3):
                publish(number)
        except BaseException as error:  # noqa: BLE001 - told below, in the thread of the test
            failures.append(error)

    writer = threading.Thread(target=keep_publishing)

    def begin(step: str, _done: int, _total: int) -> None:
        if step == "checking":  # the snapshot is chosen and pinned
            writer.start()
            writer.join(60)

    out = io.BytesIO()
    backup = write_backup(home, out, progress=begin)
    assert not failures
    assert home.current().id != first == backup.snapshot
    other = Home(tmp_path / "other")
    restore_backup(io.BytesIO(out.getvalue()), other)
    assert not [quad for quad in quads(other) if "urn:new" in quad]


def test_nothing_can_be_backed_up_before_it_is_built(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        write_backup(Home(tmp_path / "none"), io.BytesIO())


def test_the_commands_stream(home: Home, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "rightsgraph.cli"]
    packed = subprocess.run(
        [*program, "backup", "-", "--home", str(home.path)],
        check=True,
        capture_output=True,
        timeout=120,
    ).stdout
    other = tmp_path / "other"
    subprocess.run(
        [*program, "restore", "-", "--home", str(other)],
        input=packed,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert quads(Home(other)) == quads(home)
    file = tmp_path / "graph.tar.gz"
    runner = CliRunner()
    assert runner.invoke(app, ["backup", str(file), "--home", str(other)]).exit_code == 0
    third = ["restore", str(file), "--home", str(tmp_path / "third")]
    assert runner.invoke(app, third).exit_code == 0
    assert quads(Home(tmp_path / "third")) == quads(home)


def test_compaction_keeps_the_state_in_fewer_files(tmp_path: Path) -> None:
    home = small(tmp_path / "home")
    name = ox.NamedNode(GRAPH)
    for number in range(4):
        quad = ox.Quad(ox.NamedNode(f"urn:new{number}"), ox.NamedNode("urn:p"), name, name)
        home.edit(lambda store, quad=quad: store.add(quad), validate=False)  # type: ignore[misc]
    before, files = quads(home), len(home.current().manifest.files)
    result = CliRunner().invoke(app, ["snapshots", "--compact", "--home", str(home.path)])
    assert result.exit_code == 0, result.output
    assert quads(home) == before
    assert len(home.current().manifest.files) <= files
    assert home.prune(1)
    assert compact(home).quads == home.current().quads
