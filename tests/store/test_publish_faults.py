"""What goes wrong while a snapshot is made or opened: one clear error, and nothing changed."""

import errno
import fcntl
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import (
    DiskFullError,
    InputError,
    NoSnapshotError,
    RdfFormatError,
    RdfSyntaxError,
    RightsgraphError,
    ShapesError,
    SnapshotDamagedError,
    SnapshotVersionError,
    StoreBusyError,
    StoreError,
    StoreNotWritableError,
)
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.faults import reading, writing
from tests.shared import REQUIRE_ALL
from tests.store.snapshot_checks import BASE, assert_union, insert, one, quads_file, subjects


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    home.build([one(tmp_path)], validate=False)
    yield home
    for snapshot in home.snapshots():
        snapshot.release()


def assert_unchanged(home: Home) -> None:
    snapshot = home.current()
    assert home.snapshots() == [snapshot]
    assert subjects(snapshot) == {"a"}
    assert_union(snapshot)
    assert sorted(p.name for p in home.path.iterdir()) == ["current", "lock", "snapshots"]


BAD_FILES = [
    ("broken.ttl", "<x:a> <x:p> .", RdfSyntaxError, r"broken\.ttl:1"),
    ("broken.nq", "<x:a> <x:p> <x:b> <x:g> .\n<x:a> .\n", RdfSyntaxError, r"broken\.nq:2"),
    ("a.txt", "", RdfFormatError, r"a\.txt"),
]


@pytest.mark.parametrize("union", [True, False])
@pytest.mark.parametrize(("name", "text", "error", "words"), BAD_FILES)
def test_bad_files(
    home: Home,
    tmp_path: Path,
    name: str,
    text: str,
    error: type[RightsgraphError],
    words: str,
    union: bool,
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(error, match=words):
        home.build([one(tmp_path), tmp_path / name], validate=False, union=union)
    assert_unchanged(home)


@pytest.mark.parametrize("union", [True, False])
def test_absent_file(home: Home, tmp_path: Path, union: bool) -> None:
    with pytest.raises(InputError, match="absent"):
        home.build([tmp_path / "absent.nq"], validate=False, union=union)
    assert_unchanged(home)


FINDING = "<http://example.org/f> a <https://w3id.org/rightsgraph/ontology#Finding> ."


def test_data_that_fails_its_shapes(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "finding.ttl"
    path.write_text(FINDING)
    with pytest.raises(ShapesError, match=r"<http://example\.org/f> fails the shape") as caught:
        home.build([path], validate=True)
    assert {v["node"] for v in caught.value.details["violations"]} == {"http://example.org/f"}
    assert_unchanged(home)
    with pytest.raises(ShapesError):
        home.edit(
            lambda store: store.update(f"INSERT DATA {{ GRAPH <x:g> {{ {FINDING} }} }}"),
            validate=True,
        )
    assert_unchanged(home)


def _raise(error: BaseException) -> Callable[[ox.Store], object]:
    def change(store: ox.Store) -> None:
        raise error

    return change


CHANGES: list[tuple[Callable[[ox.Store], object], type[BaseException]]] = [
    (lambda store: store.update("INSERT nonsense"), RdfSyntaxError),
    (lambda store: store.load(b"<x:a> .", ox.RdfFormat.TURTLE), RdfSyntaxError),
    (_raise(OSError(errno.ENOSPC, "No space left on device")), DiskFullError),
    (_raise(OSError("IO error: No space left on device: While appending")), DiskFullError),
    (_raise(OSError(errno.EROFS, "Read-only file system")), StoreNotWritableError),
    (_raise(OSError("something else")), StoreError),
    (_raise(ShapesError("as it was")), ShapesError),
    (_raise(KeyError("of the caller")), KeyError),
    (_raise(KeyboardInterrupt()), KeyboardInterrupt),
]


@pytest.mark.parametrize(("change", "error"), CHANGES)
def test_a_change_that_fails(
    home: Home, change: Callable[[ox.Store], object], error: type[BaseException]
) -> None:
    with pytest.raises(error) as caught:
        home.edit(change, validate=False)
    assert type(caught.value) is error
    assert_unchanged(home)


def test_one_writer_at_a_time(home: Home, tmp_path: Path) -> None:
    def write_too(store: ox.Store) -> None:
        other = Home(home.path)
        for write in (
            lambda: other.edit(insert("x:z"), validate=False),
            lambda: other.build([one(tmp_path)], validate=False),
            lambda: other.rollback(home.current().id),
            lambda: other.prune(1),
        ):
            with pytest.raises(StoreBusyError):
                write()
        insert("x:b")(store)

    assert subjects(home.edit(write_too, validate=False)) == {"a", "b"}


def test_a_writer_in_another_process(home: Home) -> None:
    script = (
        "import sys\nfrom rightsgraph.store import Home\n"
        "def wait(store):\n    print('in', flush=True)\n    sys.stdin.read()\n"
        "Home(sys.argv[1]).edit(wait, validate=False)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, home.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"in\n"
        with pytest.raises(StoreBusyError, match="Another process"):
            home.edit(insert("x:b"), validate=False)
        assert subjects(home.current()) == {"a"}
        writer.communicate(b"")
    assert writer.returncode == 0
    assert len(home.snapshots()) == 2


def _first(snapshot: Snapshot, pattern: str) -> Path:
    return sorted(snapshot.store_path.glob(pattern))[0]


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 2)


def _overwrite(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


DAMAGE: list[tuple[str, Callable[[Snapshot], object], str]] = [
    ("sst cut short", lambda s: _cut(_first(s, "*.sst")), r"\.sst"),
    ("sst missing", lambda s: _first(s, "*.sst").unlink(), r"\.sst is missing"),
    ("MANIFEST missing", lambda s: _first(s, "MANIFEST-*").unlink(), "MANIFEST-.* is missing"),
    ("CURRENT missing", lambda s: (s.store_path / "CURRENT").unlink(), "CURRENT is missing"),
    ("store missing", lambda s: shutil.rmtree(s.store_path), "is missing"),
    ("manifest missing", lambda s: (s.path / "manifest.json").unlink(), r"manifest\.json"),
    ("manifest cut", lambda s: _cut(s.path / "manifest.json"), r"manifest\.json"),
    ("manifest a list", lambda s: (s.path / "manifest.json").write_text("[]"), r"manifest\.json"),
    ("manifest empty", lambda s: (s.path / "manifest.json").write_text("{}"), r"manifest\.json"),
    ("folder missing", lambda s: shutil.rmtree(s.path), r"manifest\.json"),
    (
        "pointer empty",
        lambda s: (s.path.parents[1] / "current").write_text(""),
        "names no snapshot",
    ),
    (
        "pointer elsewhere",
        lambda s: (s.path.parents[1] / "current").write_text("../../etc\n"),
        "names no snapshot",
    ),
]


@pytest.mark.parametrize(
    ("damage", "words"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE]
)
def test_damaged_snapshot(
    home: Home, tmp_path: Path, damage: Callable[[Snapshot], object], words: str
) -> None:
    damaged = home.current()
    damage(damaged)
    with pytest.raises(SnapshotDamagedError, match=words):
        home.current()
    with pytest.raises(SnapshotDamagedError, match=words):
        home.edit(insert("x:b"), validate=False)
    assert not list(home.path.glob("tmp-*"))
    with pytest.raises(SnapshotDamagedError, match="ingested") as caught:
        home.build([one(tmp_path, "new")], validate=False)
    # The way out that the error names.
    assert "--only-bundled" in caught.value.remedy
    new = one(tmp_path, "new")
    built = home.build([new], validate=False, keep_ingested=False, keep_written=False)
    assert subjects(built) == {"new"}


@pytest.mark.parametrize("pattern", ["MANIFEST-*", "CURRENT", "*.sst"])
def test_damage_that_keeps_the_size(home: Home, pattern: str) -> None:
    for path in home.current().store_path.glob(pattern):
        _overwrite(path)
    with pytest.raises(SnapshotDamagedError):
        home.current().open()
    with pytest.raises(SnapshotDamagedError):
        home.edit(insert("x:b"), validate=False)


def _flip(path: Path) -> None:
    """Change one bit in the middle of a file that may be shared by snapshots."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_nothing_is_published_upon_damage_that_keeps_the_size(home: Home, tmp_path: Path) -> None:
    whole = home.current()
    home.edit(insert("x:b"), validate=False)
    current = home.edit(insert("x:c"), validate=False)
    assert set(home.check().values()) == {None}
    own = set(current.manifest.files) - set(whole.manifest.files)
    name = max(name for name in own if name.endswith(".sst"))
    _flip(current.store_path / name)
    with pytest.raises(SnapshotDamagedError, match=name):
        home.edit(insert("x:d"), validate=False)
    with pytest.raises(SnapshotDamagedError, match=name):
        home.build([one(tmp_path)], validate=False)
    assert home.current() == current
    found = home.check()
    assert {id_ for id_, error in found.items() if error} == {current.id}
    assert home.rollback(whole.id) == whole
    assert subjects(home.edit(insert("x:d"), validate=False)) == {"a", "d"}


def test_a_manifest_of_an_earlier_version_can_be_read(home: Home) -> None:
    path = home.current().path / "manifest.json"
    manifest = json.loads(path.read_text())
    for name in ("base", "digests", "carried"):
        del manifest[name]
    path.write_text(json.dumps(manifest))
    assert home.current().manifest.base == BASE
    assert subjects(home.edit(insert("x:b"), validate=False)) == {"a", "b"}


def test_damage_is_found_before_a_roll_back(home: Home) -> None:
    first = home.current()
    second = home.edit(insert("x:b"), validate=False)
    _cut(_first(first, "MANIFEST-*"))  # data files may be shared with the second
    with pytest.raises(SnapshotDamagedError):
        home.rollback(first.id)
    assert home.current() == second


def test_newer_version(home: Home) -> None:
    path = home.current().path / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"format": 2, "rightsgraph": "9.1", "surprise": True}))
    with pytest.raises(SnapshotVersionError, match=r"rightsgraph 9\.1"):
        home.current()
    with pytest.raises(SnapshotVersionError):
        home.edit(insert("x:b"), validate=False)
    assert home.snapshots() == []


@pytest.mark.parametrize("place", ["home", "home/below", "home/snapshots"])
def test_a_file_where_a_folder_should_be(tmp_path: Path, place: str) -> None:
    file = tmp_path / "home"
    if place == "home/snapshots":
        file.mkdir()
        file = tmp_path / place
    file.write_text("mine")
    home = Home(tmp_path / ("home/below" if place == "home/below" else "home"))
    with pytest.raises(StoreNotWritableError, match="cannot be written"):
        home.build([one(tmp_path)], validate=False)
    with pytest.raises(NoSnapshotError):
        home.current()
    assert home.snapshots() == []
    assert file.read_text() == "mine"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 32 MB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=32m", "none", str(place))
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def _mount(*arguments: str) -> None:
    mounted = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if mounted.returncode != 0:
        reason = f"no file system can be mounted here: {mounted.stderr.strip()}"
        if REQUIRE_ALL and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)


def test_read_only_file_system(disk: Path, tmp_path: Path) -> None:
    home = Home(disk / "home")
    snapshot = home.build([one(tmp_path)], validate=False)
    _mount("-o", "remount,ro", str(disk))
    for write in (
        lambda: home.build([one(tmp_path)], validate=False),
        lambda: home.edit(insert("x:b"), validate=False),
        lambda: home.rollback(snapshot.id),
        lambda: home.prune(1),
        lambda: Home(disk / "other").build([one(tmp_path)], validate=False),
    ):
        with pytest.raises(StoreNotWritableError, match="Read-only"):
            write()
    assert_unchanged(home)
    snapshot.release()


# Room that is left, in KB: the disk fills up while sources are staged, loaded, copied, flushed.
ROOM = [4, 40, 100, 200, 400, 700, 1000, 1500, 2000, 3000, 5000, 8000, 12_000, 20_000]


def test_full_disk(disk: Path, tmp_path: Path) -> None:
    home = Home(disk / "home")
    home.build([one(tmp_path)], validate=False)
    lines = [f'<x:s{i}> <x:p{i % 9}> "{i * 7919 % 99_991:060d}" <x:g{i % 5}>' for i in range(6_000)]
    large = quads_file(tmp_path / "large.nq", *lines)
    filler = disk / "filler"
    failed = {"build": 0, "edit": 0}
    for room in ROOM:
        free = shutil.disk_usage(disk).free
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free - room * 1024, 1))
        writes: dict[str, Callable[[], object]] = {
            "build": lambda: home.build([large], validate=False),
            "edit": lambda: home.edit(lambda store: store.load(path=large), validate=False),
        }
        for name, write in writes.items():
            try:
                write()
            except DiskFullError as error:
                failed[name] += 1
                assert "nothing was changed" in error.message
                assert_unchanged(home)
            else:
                home.rollback(home.snapshots()[-1].id)
                for snapshot in home.snapshots():
                    snapshot.release()
                shutil.rmtree(home.snapshots()[0].path)
        filler.unlink()
    assert min(failed.values()) >= 3
    assert max(failed.values()) < len(ROOM)
    home.current().release()


def _limited_build(home: Path, source: Path, limit: int) -> subprocess.CompletedProcess[str]:
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from rightsgraph.errors import DiskFullError\nfrom rightsgraph.store import Home\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "limit = int(sys.argv[3])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n    Home(sys.argv[1]).build([Path(sys.argv[2])], validate=False)\n"
        "except DiskFullError as error:\n    print(error.code)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, home, source, str(limit)], capture_output=True, text=True
    )


@pytest.mark.parametrize("limit", [100, 20_000, 200_000])
def test_files_that_may_not_grow(home: Home, tmp_path: Path, limit: int) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    lines = [f'<x:s{i}> <x:p{i % 9}> "{i * 7919:060d}" <x:g>' for i in range(4_000)]
    done = _limited_build(home.path, quads_file(tmp_path / "large.nq", *lines), limit)
    assert (done.stdout, done.stderr) == ("disk-full\n", "")
    assert_unchanged(home)


def test_what_a_dead_process_left_goes_at_the_next_write(home: Home) -> None:
    (home.path / "tmp-dead" / "working").mkdir(parents=True)
    (home.path / "tmp-dead" / "working" / "000001.sst").write_bytes(b"half")
    (home.path / "tmp-current").write_text("half")
    assert subjects(home.current()) == {"a"}
    home.prune(1)
    assert_unchanged(home)


def test_a_publication_stands_when_tidying_up_fails(home: Home) -> None:
    old = home.current()
    with (old.path / "manifest.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        assert home.edit(insert("x:b"), validate=False).is_current
        assert home.prune(1) == []
    assert home.prune(1) == [old.id]


WRITING = [
    (OSError(errno.EDQUOT, "quota"), DiskFullError),
    (RuntimeError("IO error: No space left on device"), DiskFullError),
    (PermissionError(errno.EACCES, "denied"), StoreNotWritableError),
    (OSError("IO error: Permission denied"), StoreNotWritableError),
    (RuntimeError("unheard of"), StoreError),
]


@pytest.mark.parametrize(("error", "ours"), WRITING)
def test_errors_while_writing(tmp_path: Path, error: Exception, ours: type[StoreError]) -> None:
    with pytest.raises(StoreError) as caught, writing(tmp_path):
        raise error
    assert type(caught.value) is ours
    assert caught.value.details["path"] == str(tmp_path)


READING = [
    (FileNotFoundError(errno.ENOENT, "gone"), SnapshotDamagedError),
    (OSError("Corruption: block checksum mismatch"), SnapshotDamagedError),
    (RuntimeError("Invalid data"), SnapshotDamagedError),
    (OSError(errno.EMFILE, "Too many open files"), StoreError),
]


@pytest.mark.parametrize(("error", "ours"), READING)
def test_errors_while_reading(tmp_path: Path, error: Exception, ours: type[StoreError]) -> None:
    with pytest.raises(StoreError) as caught, reading(tmp_path):
        raise error
    assert type(caught.value) is ours
