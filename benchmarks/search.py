"""The index of words: making it beside tantivy, and searching beside tantivy and datasette.

    python benchmarks/search.py [--documents N] [--rounds N]

Each generated document has a symbol, a title and one recommendation. The index is made anew from
the same tables in each round, in turn with one of tantivy over the same rows, where that is
installed. Then both servers, ours and datasette over the same rows with an FTS5 index, are asked
the same questions, each for 20 rows and the numbers of each kind, where datasette is installed.
Neither is needed by rightsgraph: `pip install tantivy datasette`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TextIO
from urllib.parse import quote

import httpx

import peers
from load import timed
from results import compare, left_out
from rightsgraph.iris import VOCABULARY_BASE, base
from rightsgraph.store import Home
from rightsgraph.store.projection import Projection
from rightsgraph.store.projection.text_index import INDEXED, build_index
from rightsgraph.vocabulary import RDF, Dcterms, Rg

TITLE: Final = "Searching for words"
SMOKE: Final = ("--documents", "200", "--rounds", "1")
QUICK: Final = ("--documents", "20000")
RESULTS: Final = ("search index", "search tantivy", "search datasette")
GOAL_MILLISECONDS: Final = 10.0
TIMES: Final = 30
SYLLABLES: Final = ("ba", "co", "der", "fi", "gra", "lo", "mer", "nu", "pa", "ri", "so", "ten")


def words() -> list[str]:
    """Words of three syllables, the common ones first."""
    return ["".join(parts) for parts in itertools.product(SYLLABLES, repeat=3)]


def documents(count: int, out: TextIO) -> None:
    """Write documents with a recommendation each as N-Quads, 200 to a named graph."""
    dice, known = random.Random(7), words()
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(known))))

    def text(number: int) -> str:
        return f'"{" ".join(dice.choices(known, cum_weights=weights, k=number))}"@en'

    for number in range(count):
        symbol = f"A/HRC/{number // 500}/{number % 500}"
        document, graph = f"{base()}id/un/{symbol}", f"<{base()}graph/generated-{number // 200}>"
        asked = f"{document}#recommendation-{number}"
        for subject, name, value in (
            (document, Rg.symbol, f'"{symbol}"'),
            (document, Rg.documentKind, f"<{VOCABULARY_BASE}document-kind/report>"),
            (document, Dcterms.title, text(10)),
            (asked, RDF + "type", f"<{Rg.Recommendation}>"),
            (asked, Dcterms.isPartOf, f"<{document}>"),
            (asked, Rg.summary, text(24)),
        ):
            out.write(f"<{subject}> <{name}> {value} {graph} .\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.nq"
        with source.open("w", encoding="utf-8") as file:
            documents(arguments.documents, file)
        print(f"{arguments.documents:,} documents, {arguments.rounds} rounds")
        started = time.perf_counter()
        ours = peers.rightsgraph(folder, source, arguments.documents)
        whole = time.perf_counter() - started
        with peers.running([ours]):
            print(f"  {'the whole snapshot, with tables and index':44}{whole:8.2f} s")
            rows = making(folder, whole, arguments.rounds)
            asking(folder, ours, rows, arguments.documents)


def making(folder: Path, whole: float, rounds: int) -> Path:
    """Measure making the index; returns a database of the indexed rows."""
    snapshot = Home(folder / "home").current()
    (made,) = snapshot.path.glob("projection/*.sqlite*")
    bare, rows = folder / "bare.sqlite", folder / "rows.db"
    shutil.copy(made, bare)
    database = sqlite3.connect(bare, isolation_level=None)
    _rows(database, rows)
    database.executescript(
        "DROP TABLE search; DROP TABLE search_rows; DROP TABLE search_kinds; "
        "DROP TABLE search_common; VACUUM"
    )
    database.close()
    times: dict[str, list[float]] = {"fts5": [], "tantivy": []}
    digests: dict[str, list[str]] = {"fts5": [], "tantivy": []}
    sizes = {}
    for number in range(rounds):
        copy, other = folder / f"fts5-{number}.sqlite", folder / f"tantivy-{number}"
        shutil.copy(bare, copy)
        times["fts5"].append(timed(lambda copy=copy: _fts5(copy)))  # type: ignore[misc]
        sizes["fts5"] = copy.stat().st_size - bare.stat().st_size
        digests["fts5"].append(_digest([copy]))
        if importlib.util.find_spec("tantivy"):
            times["tantivy"].append(timed(lambda other=other: _tantivy(rows, other)))  # type: ignore[misc]
            files = [path for path in other.iterdir() if not path.name.startswith(".")]
            sizes["tantivy"] = sum(path.stat().st_size for path in files)
            digests["tantivy"].append(_digest(files))
        copy.unlink()
    for kind, values in times.items():
        if values:
            same = "the same bytes each time" if len(set(digests[kind])) == 1 else "other bytes"
            if rounds == 1:
                same = "made once"
            seconds = statistics.median(values)
            print(
                f"  index by {kind:35}{seconds:8.2f} s   x {seconds / whole:.2f} of the whole, "
                f"{sizes[kind] / 1e6:.0f} MB, {same}"
            )
    if all(times.values()):
        ratio = statistics.median(times["fts5"]) / statistics.median(times["tantivy"])
        compare(
            "search index",
            "making the index of the same rows",
            peer=f"tantivy {version('tantivy')}",
            unit="s",
            ours=times["fts5"],
            theirs=times["tantivy"],
        )
        print(f"  FTS5 against tantivy: time x {ratio:.2f}, size x {_ratio(sizes):.2f}")
        _searching_tantivy(folder / f"tantivy-{rounds - 1}", snapshot)
    else:
        for name in ("search index", "search tantivy"):
            left_out(name, "tantivy is not installed")
    return rows


def _ratio(sizes: dict[str, int]) -> float:
    return sizes["fts5"] / sizes["tantivy"]


def _rows(database: sqlite3.Connection, path: Path) -> None:
    """A database with the indexed rows, and an FTS5 index over them as datasette asks it."""
    kinds = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(INDEXED))
    database.execute("ATTACH ? AS rows", (str(path),))
    database.executescript(
        "CREATE TABLE rows.texts AS SELECT s.id, "
        f"CASE s.kind {kinds} END AS kind, name, other, text "
        "FROM search JOIN search_rows AS s ON s.id = search.rowid ORDER BY s.id;"
        "CREATE INDEX rows.texts_kind ON texts (kind);"
        "CREATE VIRTUAL TABLE rows.texts_fts USING fts5(name, other, text, content='texts', "
        "tokenize='porter unicode61 remove_diacritics 2');"
        "INSERT INTO rows.texts_fts (rowid, name, other, text) "
        "SELECT rowid, name, other, text FROM rows.texts;"
        "DETACH rows;"
    )


def _fts5(path: Path) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN")
    build_index(database)
    database.execute("COMMIT")
    database.close()


def _tantivy(rows: Path, folder: Path) -> None:
    import tantivy

    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    for name in ("name", "other", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    database = sqlite3.connect(rows)
    for row, name, other, text in database.execute("SELECT id, name, other, text FROM texts"):
        writer.add_document(tantivy.Document(row=row, name=name, other=other, text=text))
    writer.commit()
    writer.wait_merging_threads()
    database.close()


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        # The name of a segment counts: a manifest names its files.
        digest.update(path.name.encode() if len(files) > 1 else b"")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def questions() -> dict[str, str]:
    """What is asked: a name for it, and the words."""
    known = words()
    return {
        "a rare word": known[-3],
        "two words": f"{known[400]} {known[700]}",
        "a phrase": f'"{known[3]} {known[5]}"',
        "the beginning of a word": f"{known[900][:5]}*",
        "a symbol": "a hrc 25 63",
        "a word in every fourth text": known[0],
    }


def _searching_tantivy(folder: Path, snapshot: Any) -> None:  # noqa: ANN401
    import tantivy

    index = tantivy.Index.open(str(folder))
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> None:
        query = index.parse_query(question, ["name", "other", "text"], conjunction_by_default=True)
        marker = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
        for _, address in searcher.search(query, 20).hits:
            marker.snippet_from_doc(searcher.doc(address)).highlighted()

    print(f"  in one process, 20 rows{'':21}{'ours':>10}{'tantivy':>12}")
    ours, theirs = [], []
    with Projection(snapshot) as projection:
        for words_of, question in questions().items():
            other = quick(lambda question=question: search(question.strip("*")))  # type: ignore[misc]
            mine = quick(lambda question=question: projection.search(question, limit=20))  # type: ignore[misc]
            ours.append(mine)
            theirs.append(other)
            note = "   (without the prefix, tantivy's parser has none)" if "*" in question else ""
            print(f"  {words_of:44}{mine:7.2f} ms {other:8.2f} ms   x {mine / other:.2f}{note}")
    compare(
        "search tantivy",
        "20 rows with what was found marked, in one process",
        peer=f"tantivy {version('tantivy')}",
        unit="ms",
        ours=ours,
        theirs=theirs,
        over="questions",
    )


def asking(folder: Path, ours: peers.Peer, rows: Path, count: int) -> None:
    """Measure searching in so many documents over HTTP beside datasette."""
    mine = f"http://127.0.0.1:{ours.port}/api/v1/search?limit=20&q="
    process, port = None, peers.free_port()
    if importlib.util.find_spec("datasette"):
        command = [sys.executable, "-m", "datasette", "serve", "-i", str(rows), "-p", str(port)]
        with (folder / "datasette.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--setting", "facet_time_limit_ms", "5000"], stdout=log, stderr=log
            )
    theirs = (
        f"http://127.0.0.1:{port}/rows/texts.json?_searchmode=raw&_size=20&_facet=kind&_search="
    )
    worst = 0.0
    ours_taken, theirs_taken = [], []
    try:
        with httpx.Client(timeout=60) as client:
            if process:
                _wait(client, theirs + "a", process)
            print(f"  over HTTP, 20 rows and the number of each kind{'ours':>8}{'datasette':>12}")
            for name, question in questions().items():
                # Datasette takes the first rows; ours are the best, with what was found marked.
                address = mine + quote(question)
                measured = quick(lambda address=address: _get(client, address))  # type: ignore[misc]
                worst = max(worst, measured)
                line = f"  {name:44}{measured:7.2f} ms"
                if process:
                    address = theirs + quote(question)
                    other = quick(lambda address=address: _get(client, address))  # type: ignore[misc]
                    ours_taken.append(measured)
                    theirs_taken.append(other)
                    line += f" {other:8.2f} ms   x {measured / other:.2f}"
                print(line)
    finally:
        if process:
            process.terminate()
            process.wait()
    if theirs_taken:
        compare(
            "search datasette",
            "20 rows and the number of each kind, over HTTP",
            peer=f"datasette {version('datasette')}",
            unit="ms",
            ours=ours_taken,
            theirs=theirs_taken,
            over="questions",
            remark=f"{count:,} documents; ours are the best rows with what was found marked, the "
            f"peer's the first; our slowest median is {worst:.1f} ms, wanted is none over "
            f"{GOAL_MILLISECONDS:.0f} ms",
        )
    else:
        left_out("search datasette", "datasette is not installed")
    met = "met" if worst <= GOAL_MILLISECONDS else "MISSED"
    print(f"  goal, every median at most {GOAL_MILLISECONDS:.0f} ms: {met}")


def _get(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    json.loads(answer.raise_for_status().content)


def _wait(client: httpx.Client, address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            client.get(address)
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("datasette did not start.") from None
            time.sleep(0.1)
        else:
            return


def quick(read: Callable[[], object]) -> float:
    """Median of reading, in milliseconds."""
    return statistics.median(timed(read) * 1000 for _ in range(TIMES))


if __name__ == "__main__":
    main()
