"""Tables into the graph: what stands in it then, what is told, and what stays as it was."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from rightsgraph.cli import app
from rightsgraph.errors import TableError
from rightsgraph.graph.validation import validate
from rightsgraph.importing import ImportReport, import_table
from rightsgraph.importing import work as work_module
from rightsgraph.ingestion import copy_path, ingest, remove
from rightsgraph.library import open_graph
from rightsgraph.store import Home, bundled_sources
from rightsgraph.vocabulary import PREFIXES
from tests.importing.examplia import (
    REJECTED_LINES,
    UHRI,
    UHRI_COLUMNS,
    UPR,
    as_csv,
    as_json_lines,
    as_workbook,
    uhri_json,
)
from tests.shared import SHARED, needs_shared

Imported = tuple[Home, ImportReport, Path]


def ask(home: Home, query: str) -> list[tuple[str, ...]]:
    snapshot = home.current()
    store = snapshot.open()
    try:
        found = store.query(query, prefixes=dict(PREFIXES))
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple("" if t is None else str(t.value) for t in row) for row in found)
    finally:
        del store
        snapshot.release()


def recommendations(home: Home) -> list[tuple[str, ...]]:
    """What is recommended, without where it stands in the table."""
    return ask(
        home,
        "SELECT ?r ?p ?o WHERE { ?r rg:rule ?rule ; ?p ?o FILTER(STRSTARTS(?rule, 'import.')) "
        "FILTER(?p NOT IN (rg:reportedIn, rg:evidence, prov:wasGeneratedBy)) }",
    )


def test_rows_that_can_be_used_are_imported_and_the_others_told(imported: Imported) -> None:
    _, report, _ = imported
    assert (report.rows, report.imported, report.rejected) == (8, 5, 3)
    assert report.exit_code == 1
    assert {p.line for p in report.problems if p.rejected} == REJECTED_LINES
    left_out = {(p.column, p.value) for p in report.problems if not p.rejected}
    assert left_out == {("Response", "Perhaps"), ("Action", "9"), ("Issue", "Weather")}
    told = list(csv.DictReader(io.StringIO(report.to_csv())))
    assert told[0] == {
        "line": "6",
        "outcome": "row rejected",
        "column": "To",
        "value": "Republic of Examplia",
        "reason": "not in the authority files",
    }


def test_the_queries_of_the_catalogue_answer(imported: Imported) -> None:
    home, _, _ = imported
    with open_graph(home.path) as graph:
        rows = graph.query("recommendations", said_by="NOR", addressee="ISL")
        assert [(r["actionName"], r["issued"]) for r in rows] == [("ratify a treaty", 2011)]
        assert rows[0]["summary"] == "Norway asks Iceland to ratify a treaty."
        calls = graph.query("calls-on", addressee="NOR")
        assert {r["saidByName"] for r in calls} == {"Côte d'Ivoire", "Iceland"}
        counts = graph.query("recommendations-by-state", situation="NOR")
        assert [(r["year"], r["recommendations"]) for r in counts] == [("2009", 3)]


def test_the_same_row_twice_is_two_recommendations(imported: Imported) -> None:
    home, _, _ = imported
    names = ask(
        home,
        "SELECT ?r WHERE { ?r a rg:Recommendation ; rg:actionCategory category:continuing }",
    )
    assert len(names) == 2
    assert names[1][0] == names[0][0] + "-2"


def test_response_issues_and_session_are_concepts_and_numbers(imported: Imported) -> None:
    home, _, _ = imported
    rows = ask(
        home,
        "SELECT ?issue ?category ?session WHERE { ?r rg:response response:noted ; rg:issue ?issue ;"
        " rg:actionCategory ?category ; rg:reviewSession ?session ; rg:addressedTo ?to . "
        "?to rg:alpha3 'ISL' }",
    )
    assert [(i.rpartition("/")[2], c.rpartition("/")[2], s) for i, c, s in rows] == [
        ("death-penalty", "specific", "12"),
        ("national-human-rights-institutions", "specific", "12"),
    ]


def test_the_words_stand_in_the_users_copy_only(imported: Imported) -> None:
    home, report, table = imported
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    assert copy_path(home.path, digest).read_bytes() == table.read_bytes()
    [(text_digest,)] = ask(home, f"SELECT ?d WHERE {{ <{report.document}> rg:textDigest ?d }}")
    text = copy_path(home.path, text_digest).read_text(encoding="utf-8")
    places = ask(
        home,
        f"SELECT ?passage ?start ?end WHERE {{ ?e oa:hasSource <{report.document}> ; "
        "rg:passageDigest ?passage ; oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }",
    )
    assert len(places) == 5
    for passage, start, end in places:
        words = text[int(start) : int(end)]
        assert words in {" ".join(row[1].split()) for row in UPR}
        assert passage == "sha256:" + hashlib.sha256(words.encode()).hexdigest()
    snapshot = home.current()
    store = snapshot.open()
    try:
        literals = {q.object.value for q in store if isinstance(q.object, ox.Literal)}
        assert not literals & {row[1] for row in UPR}
        assert not validate(store).failures
    finally:
        del store
        snapshot.release()


def test_the_same_table_again_changes_nothing(imported: Imported) -> None:
    home, report, table = imported
    again = import_table("upr", table, home)
    assert (again.snapshot, again.graph) == (None, report.graph)
    assert home.current().id == report.snapshot


def test_every_format_gives_the_same_recommendations(imported: Imported, home: Home) -> None:
    expected = recommendations(imported[0])
    assert expected
    table = as_workbook(home.path.parent / "upr-examplia.xlsx")
    import_table("upr", table, home)
    assert recommendations(home) == expected
    # The graph has the name of the file without its suffix, so this replaces it.
    report = import_table("upr", as_json_lines(table.with_suffix(".jsonl")), home)
    assert recommendations(home) == expected
    assert report.snapshot


def test_a_changed_table_replaces_its_graph(home: Home, tmp_path: Path) -> None:
    table = as_csv(tmp_path / "upr.csv", UPR[:3])
    import_table("upr", table, home)
    before = recommendations(home)
    as_csv(table, [UPR[2], UPR[0]])  # one row gone, the others in another order
    import_table("upr", table, home)
    after = recommendations(home)
    assert set(after) < set(before)
    assert len({row[0] for row in after}) == 2


def test_two_processes_describe_what_one_does(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(*row[:1], f"{row[1]} {n}", *row[2:]) for n in range(400) for row in UPR[:3]]
    table = as_csv(tmp_path / "upr.csv.gz", rows)
    monkeypatch.setattr(work_module, "BUNDLE_ROWS", 500)
    one = import_table("upr", table, home, workers=1, name="upr-many")
    alone = recommendations(home)
    two = import_table("upr", table, home, workers=2, name="upr-many", anew=True)
    assert one.imported == two.imported == 1200
    assert recommendations(home) == alone


def test_a_table_that_was_checked_leaves_a_validated_graph_validated(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.build(bundled_sources(), validate=True).manifest.validated
    table = as_csv(tmp_path / "upr.csv")
    import_table("upr", table, home, workers=1)
    assert home.current().manifest.validated
    import_table("upr", table, home, workers=1, anew=True, check=False)
    assert not home.current().manifest.validated


def test_a_build_and_an_ingestion_keep_what_was_imported(home: Home, tmp_path: Path) -> None:
    import_table("upr", as_csv(tmp_path / "upr.csv"), home)
    before = recommendations(home)
    home.build(bundled_sources(), validate=False)
    letter = tmp_path / "letter.txt"
    letter.write_text("Open letter\n\n1 March 2030\n\nWe urge Norway to act.\n", encoding="utf-8")
    ingest([letter], home, workers=1)
    assert recommendations(home) == before
    remove("upr", home)
    assert recommendations(home) == []


@pytest.mark.parametrize("kind", ["workbook", "json"])
def test_an_export_of_the_universal_human_rights_index(
    kind: str, home: Home, tmp_path: Path
) -> None:
    if kind == "workbook":
        table = as_workbook(tmp_path / "export.xlsx", UHRI, UHRI_COLUMNS)
        wrong = {(5, "Document Symbol"), (6, "Reccomending Body")}
    else:
        table = tmp_path / "export.json"
        table.write_text(json.dumps(uhri_json(), indent=1), encoding="utf-8")
        wrong = {(4, "Symbol"), (5, "Body")}
    report = import_table("uhri", table, home, workers=1)
    assert (report.imported, report.skipped, report.rejected) == (2, 1, 2)
    assert {(p.line, p.column) for p in report.problems if p.rejected} == wrong
    answered = ask(home, "SELECT ?n ?a WHERE { ?r rg:reviewSession ?n ; rg:response ?a }")
    assert {(number, answer.rpartition("/")[2]) for number, answer in answered} == {
        ("12", "accepted")
    }
    kept = [path.read_bytes() for path in (home.path / "sources").iterdir()]
    assert any(b"Abolish the death penalty." in each and b"<p>" not in each for each in kept)


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [([], ("To", "Text"), "no rows"), ([("a", "b")], ("To", "Text"), "no column 'From'")],
)
def test_a_table_that_does_not_fit_changes_nothing(
    rows: list[tuple[str, ...]], columns: tuple[str, ...], words: str, home: Home, tmp_path: Path
) -> None:
    before = home.current().id
    with pytest.raises(TableError, match=words):
        import_table("upr", as_csv(tmp_path / "t.csv", rows, columns), home)
    assert home.current().id == before
    assert not list(home.path.glob("staging-*"))


def test_the_command_tells_the_rejected_rows(imported: Imported, tmp_path: Path) -> None:
    home, _, table = imported
    report = tmp_path / "rejected.csv"
    argv = ["import", "upr", str(table), "--home", str(home.path)]
    assert CliRunner().invoke(app, argv).exit_code == 0  # nothing has changed
    argv += ["--anew", "--report", str(report)]
    result = CliRunner().invoke(app, argv)
    assert result.exit_code == 1
    assert "3" in result.output
    lines = report.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 6


def test_a_table_is_shown_by_its_first_recommendations(
    imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, report, _ = imported
    monkeypatch.setattr("rightsgraph.commands.ingesting._SENTENCES", 2)
    result = CliRunner().invoke(app, ["show", "upr-examplia", "--home", str(home.path)])
    assert result.exit_code == 0
    assert result.output.count(" • ") == 2
    assert f"{report.imported - 2} more" in result.output


@needs_shared
def test_a_slice_of_the_real_table(home: Home, tmp_path: Path) -> None:
    whole = SHARED / "corpora" / "upr-recommendations.csv.gz"
    with gzip.open(whole, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = next(reader)
        rows = list(islice(reader, 2450, 2950))
    report = import_table("upr", as_csv(tmp_path / "upr.csv", rows, columns), home)
    assert report.rows == 500
    assert {p.value for p in report.problems} == {"&#40;Unknown&#41;"}
    assert report.imported == 500 - report.rejected >= 490
