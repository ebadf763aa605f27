"""How well and how fast documents are read: precision, recall, F1 a category, and MB a second.

    python benchmarks/extraction.py                 the shared documents and our own, and speed
    python benchmarks/extraction.py --views N       also N decisions of the shared corpus: how their
                                                    notes are resolved
    python benchmarks/extraction.py --json          the same as JSON

The shared documents are read from ../shared/evaluation, cut to their annotated part, and scored by
the scorer there. eyecite, which finds and resolves citations of US law, runs beside our citation
stage on the same text when it is installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from results import compare, left_out
from rightsgraph.extraction import extract
from rightsgraph.extraction.citations import find_citations
from rightsgraph.extraction.metadata import find_metadata
from rightsgraph.extraction.notes import find_notes
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind, Document, Marker, normalise, read

TITLE: Final = "Finding citations"
SMOKE: Final = ("--views", "1")
QUICK: Final = ("--views", "30")
RESULTS: Final = ("extraction",)
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FIXTURES = ROOT / "tests" / "extraction" / "fixtures"
ROUNDS = 5
_MARK = re.compile(r"\[\[fn:([^\]]+)\]\]")


def load_scorer() -> ModuleType | None:
    """The scorer of the shared evaluation; None when it is not beside the repository."""
    path = SHARED / "evaluation" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_folder(scorer: ModuleType, golds: Path, texts: Path) -> dict[str, Any]:
    """The figures of every document of a folder, and their totals."""
    results = {}
    for path in sorted(golds.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (texts / gold["document"]).read_text("utf-8")
        text = text[: gold.get("annotated_chars") or len(text)]
        predicted = extract(read(text, name=gold["document"])).to_exchange()
        results[path.stem] = scorer.score(gold, predicted)
    return {"documents": results, "total": scorer.total(results.values())}


def decisions(limit: int) -> Iterator[Document]:
    """Decisions of the shared corpus, their paragraphs and notes as blocks."""
    with gzip.open(SHARED / "corpora" / "un-views-sample.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number >= limit:
                return
            yield _decision(json.loads(line))


def _decision(plain: dict[str, Any]) -> Document:
    parts: list[str] = []
    blocks: list[Block] = []
    markers: list[Marker] = []
    notes: list[dict[str, str]] = []
    at = 0
    for paragraph in plain["paragraphs"]:
        number = paragraph.get("number") or ""
        words, start = "", at
        last = 0
        text = normalise(f"{number} {paragraph['text']}")
        for mark in _MARK.finditer(text):
            words += text[last : mark.start()]
            markers.append(
                Marker(start + len(words), start + len(words) + len(mark[1]) + 2, mark[1])
            )
            words += f"[{mark[1]}]"
            last = mark.end()
        words += text[last:]
        if not words:
            continue
        blocks.append(
            Block(
                BlockKind.PARAGRAPH,
                at,
                at + len(words),
                label=number or None,
                body=at + len(number),
            )
        )
        parts.append(words)
        at += len(words) + 2
        notes += paragraph.get("notes", [])
    for note in notes:
        words = normalise(f"{note['label']} {note['text']}")
        blocks.append(
            Block(
                BlockKind.NOTE,
                at,
                at + len(words),
                label=note["label"],
                body=at + len(note["label"]) + 1,
            )
        )
        parts.append(words)
        at += len(words) + 2
    return Document(
        text="\n\n".join(parts),
        blocks=tuple(blocks),
        markers=tuple(markers),
        name=plain["symbol"],
    )


def megabytes(documents: list[Document]) -> float:
    """Size of the texts of documents, in UTF-8."""
    return sum(len(document.text.encode()) for document in documents) / 1e6


def measure(
    documents: list[Document], works: dict[str, Callable[[Document], object]]
) -> dict[str, list[float]]:
    """Megabytes of text a second of processor time, in each of some rounds.

    All works take their turns within each round, so that a busy machine slows them alike.
    """
    size = megabytes(documents)
    found: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work(documents[0])
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.process_time()
            for document in documents:
                work(document)
            found[name].append(size / (time.process_time() - start))
    return found


def citations_alone(document: Document) -> object:
    """The citation stage with what it needs."""
    surface = Surface(document)
    return find_citations(surface, find_notes(surface), find_metadata(surface))


def with_eyecite(document: Document) -> object:
    """What eyecite does with the same text: its citations, found and resolved."""
    eyecite = importlib.import_module("eyecite")
    return eyecite.resolve_citations(eyecite.get_citations(document.text))


def speed(documents: list[Document]) -> dict[str, float]:
    """Megabytes a second of the whole extraction, of the citation stage, and of eyecite."""
    works: dict[str, Callable[[Document], object]] = {
        "extraction MB/s": extract,
        "citation stage MB/s": citations_alone,
    }
    if importlib.util.find_spec("eyecite"):
        works["eyecite MB/s"] = with_eyecite
    rounds = measure(documents, works)
    figures = {name: statistics.median(found) for name, found in rounds.items()}
    if "eyecite MB/s" not in figures:
        left_out("extraction", "eyecite is not installed")
    else:
        compare(
            "extraction",
            "citations found and resolved in the same text, processor time",
            peer=f"eyecite {version('eyecite')}",
            unit="MB/s",
            ours=rounds["citation stage MB/s"],
            theirs=rounds["eyecite MB/s"],
            remark="the peer knows US law, not UN documents",
        )
        ours, theirs = figures["citation stage MB/s"], figures["eyecite MB/s"]
        figures["citation stage over eyecite"] = ours / theirs
    return figures


def resolutions(documents: list[Document]) -> dict[str, int]:
    """How the citations in the notes of documents were resolved."""
    return dict(
        Counter(
            citation.resolution.value
            for document in documents
            for citation in extract(document).citations
            if citation.note is not None
        )
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--views", type=int, default=60, help="decisions to read for speed")
    arguments = parser.parse_args()
    report: dict[str, Any] = {}
    scorer = load_scorer()
    if scorer is not None:
        evaluation = SHARED / "evaluation"
        report["shared"] = score_folder(scorer, evaluation / "gold", evaluation / "texts")
        report["own"] = score_folder(scorer, FIXTURES, FIXTURES)
        documents = list(decisions(arguments.views))
        report["speed"] = speed(documents)
        report["resolutions"] = resolutions(documents)
    else:
        documents = [read(path) for path in sorted(FIXTURES.glob("*.txt"))]
        report["speed"] = speed(documents)
    if arguments.json:
        json.dump(report, sys.stdout, indent=1)
        return 0
    for name in ("shared", "own"):
        if name in report and scorer is not None:
            for title, figures in report[name]["documents"].items():
                scorer.table(title, figures)
            scorer.table(f"TOTAL ({name})", report[name]["total"])
    for title, figure in report["speed"].items():
        print(f"{title:32s} {figure:6.2f}")
    for title, count in report.get("resolutions", {}).items():
        print(f"notes: {title:25s} {count:6d}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
