"""Ingestion with real stores and real processes."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue
from rightsgraph.errors import InputError, NotFoundError, StoreBusyError
from rightsgraph.graph.description_places import describe_place
from rightsgraph.graph.description_sheet import Sheet
from rightsgraph.graph.validation import validate
from rightsgraph.ingestion import Fate, find_document, ingest, read_copy, remove, show
from rightsgraph.library import open_graph
from rightsgraph.settings import get_settings
from rightsgraph.store import Home
from rightsgraph.vocabulary import PREFIXES, Rg
from tests.ingestion.letters import decision, letter
from tests.shared import SHARED, needs_shared


def ask(home: Home, query: str) -> list[tuple[str, ...]]:
    store = ox.Store.read_only(str(home.current().store_path))
    answer = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple(getattr(term, "value", "") for term in row) for row in answer)


def union_is_right(home: Home) -> bool:
    """Whether the default graph holds the triples of the named graphs, each once."""
    store = ox.Store.read_only(str(home.current().store_path))
    plain = {q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    named = {q.triple for q in store if not isinstance(q.graph_name, ox.DefaultGraph)}
    return plain == named


def fates(report: Any) -> list[str]:  # noqa: ANN401
    return [outcome.fate.value for outcome in report.outcomes]


def test_a_letter_is_published_with_its_statements(home: Home, tmp_path: Path) -> None:
    report = ingest([letter(tmp_path / "in", "a.txt")], home)
    assert fates(report) == ["added"]
    assert report.exit_code == 0
    assert report.snapshot == home.current().id
    assert report.citations == {"resolved": 2, "ambiguous": 0, "unresolved": 0}
    cited = ask(
        home,
        """SELECT ?symbol ?pinpoint WHERE { ?c cito:hasCitingEntity ?l ; cito:hasCitedEntity ?p .
        ?l dcterms:title "Open letter on Examplia"@en . ?p rg:pinpoint ?pinpoint .
        ?c rg:citedDocument/rg:symbol ?symbol }""",
    )
    assert cited == [
        ("A/HRC/25/63", "para 74"),
        ("A/HRC/25/63", "para 75"),
        ("A/HRC/25/63", "para 76"),
        ("A/HRC/25/63", "para 94(a)"),
    ]
    assert union_is_right(home)


def test_the_whole_graph_conforms_afterwards(home: Home, tmp_path: Path) -> None:
    lines = tmp_path / "in" / "decisions.jsonl"
    letter(tmp_path / "in", "a.txt")
    lines.write_text("\n".join(decision(n) for n in range(600, 604)), encoding="utf-8")
    ingest([tmp_path / "in"], home, workers=1)
    store = ox.Store.read_only(str(home.current().store_path))
    assert validate(store, default_graph=False).failures == ()


@pytest.mark.parametrize(
    ("parent", "check", "validated"),
    [(True, True, True), (True, False, False), (False, True, False)],
    ids=["both checked", "documents unchecked", "unchecked before"],
)
def test_a_snapshot_of_checked_documents_is_validated_when_the_one_before_is(
    home: Home, tmp_path: Path, *, parent: bool, check: bool, validated: bool
) -> None:
    home.edit(lambda _store: None, validate=parent)
    ingest([letter(tmp_path / "in", "a.txt")], home, check=check)
    assert home.current().manifest.validated is validated


def test_the_same_bytes_again_change_nothing(home: Home, tmp_path: Path) -> None:
    source = letter(tmp_path / "in", "a.txt")
    first = ingest([source], home)
    again = ingest([source], home)
    assert fates(again) == ["unchanged"]
    assert again.snapshot is None
    assert home.current().id == first.snapshot
    anew = ingest([source], home, anew=True)
    assert fates(anew) == ["replaced"]
    assert home.current().graphs == home.snapshot(str(first.snapshot)).graphs


def test_a_changed_document_replaces_its_graph(home: Home, tmp_path: Path) -> None:
    source = letter(tmp_path / "in", "a.txt")
    ingest([source], home)
    count = len(home.current().graphs)
    letter(tmp_path / "in", "a.txt", more="We also urge the General Assembly to hold a debate.")
    report = ingest([source], home)
    assert fates(report) == ["replaced"]
    assert len(home.current().graphs) == count
    (held,) = ask(
        home, "SELECT ?d WHERE { ?l dcterms:issued '2030-03-01'^^xsd:date ; rg:textDigest ?d }"
    )
    assert held == (report.outcomes[0].text_digest,)
    digests = ask(home, "SELECT ?d WHERE { GRAPH ?g { ?x rg:sourceDigest ?d } }")
    assert digests == [(report.outcomes[0].source_digest,)]
    assert union_is_right(home)


def test_one_bad_file_costs_only_itself(home: Home, tmp_path: Path) -> None:
    for number in range(1, 8):
        letter(tmp_path / "in", f"{number}.txt", date=f"{number} March 2030")
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "wrong.docx").write_bytes(b"PK\x03\x04 no archive")
    report = ingest([tmp_path / "in"], home, workers=2)
    assert report.count(Fate.ADDED) == 7
    assert report.exit_code == 1
    rejected = {Path(o.name).name: o.fault.code for o in report.rejected if o.fault}
    assert rejected == {
        "bad.pdf": "document-format",
        "empty.txt": "document-empty",
        "wrong.docx": "document-format",
    }
    assert json.loads(json.dumps(report.to_json()))["documents"]["rejected"] == 3


def test_one_bad_line_costs_only_itself(home: Home, tmp_path: Path) -> None:
    lines = [decision(600), "{not json", decision(601), '{"paragraphs": []}', ""]
    source = tmp_path / "decisions.jsonl.gz"
    source.write_bytes(gzip.compress("\n".join(lines).encode()))
    report = ingest([source], home, workers=1)
    assert fates(report) == ["added", "rejected", "added", "rejected"]
    assert [o.name.rpartition(":")[2] for o in report.rejected] == ["2", "4"]
    assert fates(ingest([source], home, workers=1)) == [
        "unchanged",
        "rejected",
        "unchanged",
        "rejected",
    ]


def test_a_graph_that_fails_its_shapes_is_rejected_alone(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = letter(tmp_path / "in", "good.txt")
    bad = letter(tmp_path / "in", "bad.txt", date="2 March 2030", more="See A/HRC/1/1.")

    def spoiled(sheet: Sheet, document: str, place: str) -> str:
        """A fault that our own code does not have: a second pinpoint for each place."""
        iri = describe_place(sheet, document, place)
        if any("02-open" in name for name in sheet.data):
            sheet.add(iri, Rg.pinpoint, ox.Literal("second"))
        return iri

    monkeypatch.setattr("rightsgraph.graph.description_citations.describe_place", spoiled)
    report = ingest([good, bad], home, workers=1)
    assert fates(report) == ["added", "rejected"]
    (rejected,) = report.rejected
    assert rejected.fault is not None
    assert rejected.fault.code == "shapes-violated"
    assert rejected.fault.violations[0]["path"].endswith("#pinpoint")


def test_different_letters_of_one_date_and_title_stay_two(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    letter(folder, "a.txt")
    letter(folder, "b.txt", more="Please answer soon.")
    first = ingest([folder], home, workers=1)
    assert first.count(Fate.ADDED) == 2
    assert len({o.graph for o in first.outcomes}) == 2
    changed = letter(folder, "b.txt", more="Please answer at once.")
    second = ingest([folder], home, workers=1)
    assert fates(second) == ["unchanged", "replaced"]
    assert second.outcomes[1].graph == first.outcomes[1].graph
    assert fates(ingest([changed], home)) == ["unchanged"]


def test_the_same_bytes_twice_are_one_document(home: Home, tmp_path: Path) -> None:
    letter(tmp_path / "in", "a.txt")
    letter(tmp_path / "in", "copy.txt")
    assert fates(ingest([tmp_path / "in"], home, workers=1)) == ["added", "unchanged"]


def test_copies_are_kept_by_their_digest(home: Home, tmp_path: Path) -> None:
    source = letter(tmp_path / "in", "a.txt")
    (outcome,) = ingest([source], home).outcomes
    kept = read_copy(home.path, outcome.source_digest, name="a.txt")
    assert kept.text_digest == outcome.text_digest
    assert len(list((home.path / "sources").iterdir())) == 1


def test_standard_input_is_read(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = letter(tmp_path / "in", "a.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert fates(ingest(["-"], home)) == ["added"]


def test_globs_and_folders_name_files(home: Home, tmp_path: Path) -> None:
    letter(tmp_path / "in" / "deep", "a.txt")
    letter(tmp_path / "in", "b.md", date="2 March 2030")
    (tmp_path / "in" / "notes.xyz").write_text("not read", encoding="utf-8")
    report = ingest([tmp_path / "in", str(tmp_path / "in" / "*.md")], home, workers=1)
    assert sorted(Path(o.name).name for o in report.outcomes) == ["a.txt", "b.md"]
    with pytest.raises(InputError):
        ingest([str(tmp_path / "in" / "*.nothing")], home)
    missing = ingest([tmp_path / "in" / "missing.txt"], home)
    assert fates(missing) == ["rejected"]


def test_an_empty_home_gets_the_bundled_data_first(tmp_path: Path) -> None:
    fresh = Home(tmp_path / "fresh")
    report = ingest([letter(tmp_path / "in", "a.txt")], fresh)
    assert fates(report) == ["added"]
    assert any("authorities" in graph for graph in fresh.current().graphs)
    assert union_is_right(fresh)


def test_remove_takes_the_graph_and_its_provenance_out(home: Home, tmp_path: Path) -> None:
    before = home.current().graphs
    ingest([letter(tmp_path / "in", "a.txt")], home)
    remove("a.txt", home)
    after = home.current().graphs
    shared = ("statistics", "provenance")  # the software is still described
    assert {g: n for g, n in after.items() if not g.endswith(shared)} == {
        g: n for g, n in before.items() if not g.endswith(shared)
    }
    assert ask(home, "SELECT ?g WHERE { GRAPH ?x { ?g rg:sourceDigest ?d } }") == []
    assert union_is_right(home)
    with pytest.raises(NotFoundError):
        remove("a.txt", home)


@pytest.mark.parametrize("needed", [False, True])
def test_what_a_document_leaves_behind_is_checked(
    home: Home, tmp_path: Path, *, needed: bool
) -> None:
    home.edit(lambda _store: None, validate=True)
    ingest([letter(tmp_path / "in", "a.txt")], home)
    mine, passage = (ox.NamedNode("https://example.org/" + name) for name in ("graph", "passage"))

    def name_a_place_of_the_letter(store: ox.Store) -> None:
        (graph,) = (g for g in store.named_graphs() if g.value.endswith("on-examplia"))
        selector = ox.NamedNode(PREFIXES["oa"] + "hasSelector")
        one = min(
            (q.subject for q in store.quads_for_pattern(None, selector, None, graph)), key=str
        )
        for quad in list(store.quads_for_pattern(one, None, None, graph)):
            store.add(ox.Quad(passage, quad.predicate, quad.object, mine))

    if needed:
        home.edit(name_a_place_of_the_letter, validate=True)
    assert home.current().manifest.validated
    remove("a.txt", home)
    assert home.current().manifest.validated is not needed
    assert not any(graph.endswith("on-examplia") for graph in home.current().graphs)


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "2030-03-01-open-letter-on-examplia",
        "id/letter/2030-03-01-open-letter-on-examplia",
        "https://w3id.org/rightsgraph/graph/2030-03-01-open-letter-on-examplia",
    ],
)
def test_a_document_is_found_by_many_names(home: Home, tmp_path: Path, name: str) -> None:
    ingest([letter(tmp_path / "in", "a.txt")], home)
    assert find_document(name, home).name == "a.txt"


def test_show_sums_a_document_up(home: Home, tmp_path: Path) -> None:
    ingest([letter(tmp_path / "in", "a.txt")], home)
    summary = show("a.txt", home)
    assert summary.counts["Citation"] == 2
    assert summary.resolutions == {"explicit": 1, "ibid": 1}
    assert any("refer to the International Criminal Court" in s for s in summary.recommendations)
    assert "Amnesty International" in summary.facts["signatory"]


def test_every_query_of_the_catalogue_runs_and_sees_the_letter(home: Home, tmp_path: Path) -> None:
    ingest([letter(tmp_path / "in", "a.txt")], home)
    iri = "id/letter/2030-03-01-open-letter-on-examplia"
    seen = set()
    with open_graph(home.path) as graph:
        for name, query in Catalogue.load().queries.items():
            needed: dict[str, Any] = {
                n: query.example[n] for n, p in query.parameters.items() if p.required
            }
            if name == "who-cites":  # it needs one of two parameters
                needed = {"document": "A/HRC/25/63"}
            rows = graph.query(name, **needed)
            if any(iri in str(value) for row in rows for value in row):
                seen.add(name)
    assert {
        *("citations", "documents", "findings", "recommendations"),
        *("signatories", "who-cites"),
    } <= seen


def test_a_busy_home_says_so(home: Home, tmp_path: Path) -> None:
    source = letter(tmp_path / "in", "a.txt")

    def nested(_store: ox.Store) -> None:
        with pytest.raises(StoreBusyError):
            ingest([source], home)

    home.edit(nested, validate=False)


def test_a_process_that_dies_is_named_and_the_others_go_on(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 5):
        letter(tmp_path / "in", f"{number}.txt", date=f"{number} March 2030")
    report_path = tmp_path / "report.json"
    script = f"""
import os
import rightsgraph.ingestion.processes as processes
import rightsgraph.ingestion.describing as describing
from tests.ingestion.dying import work
processes.work = work
from rightsgraph.ingestion import ingest
import json
if __name__ == "__main__":
    report = ingest([{str(tmp_path / "in")!r}], {str(home.path)!r}, workers=2)
    open({str(report_path)!r}, "w").write(json.dumps(report.to_json()))
"""
    path = tmp_path / "run.py"
    path.write_text(script, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    subprocess.run(
        [sys.executable, str(path)], check=True, env={**os.environ, "PYTHONPATH": root}, timeout=120
    )
    report = json.loads(report_path.read_text(encoding="utf-8"))
    assert report["documents"]["added"] == 3
    assert [each["fault"]["code"] for each in report["rejected"]] == ["worker-died"]
    assert report["rejected"][0]["name"].endswith("3.txt")


@pytest.mark.parametrize("wait", [0.5, 2.0])
def test_kill_leaves_the_last_snapshot(home: Home, tmp_path: Path, wait: float) -> None:
    before = home.current().id
    lines = tmp_path / "many.jsonl"
    lines.write_text("\n".join(decision(n) for n in range(1000, 1400)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "rightsgraph.cli", "ingest", str(lines), "--home", str(home.path)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    current = home.current()
    assert current.id == before or len(current.graphs) > 400
    report = ingest([letter(tmp_path / "in", "a.txt")], home)
    assert fates(report) == ["added"]
    assert not list(home.path.glob("staging-*"))


def test_the_limit_of_bytes_holds(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_DOCUMENT_BYTES", "1024")
    get_settings.cache_clear()
    try:
        big = tmp_path / "big.txt"
        big.write_text("word " * 1000, encoding="utf-8")
        packed = tmp_path / "big.txt.gz"
        packed.write_bytes(gzip.compress(b"word " * 100_000))
        report = ingest([big, packed], home, workers=1)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    assert [o.fault.code for o in report.rejected if o.fault] == ["document-too-large"] * 2


@needs_shared
def test_a_text_described_by_hand_stays_so(home: Home) -> None:
    source = SHARED / "letters" / "2015-10-29-joint-letter-dprk.txt"
    report = ingest([source], home)
    assert fates(report) == ["described by hand"]
    assert report.snapshot is None
    assert fates(ingest([source], home, anew=True)) == ["added"]
