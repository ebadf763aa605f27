"""Quotations of a letter against the report it quotes, both read in."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from rightsgraph.cli import app
from rightsgraph.ingestion.held_texts import HeldText, HeldTexts, Part, fold_lines
from rightsgraph.ingestion.quotation_checks import (
    QuotationCheck,
    QuotationReport,
    check_one,
    check_quotations,
)
from rightsgraph.iris import Iri
from rightsgraph.reading import Document, read
from rightsgraph.store import Home
from rightsgraph.vocabulary import Rg
from tests.ingestion.examplia import REPORT, REPORT_TEXT, read_in, rows

# The first words of each quotation, what comes of it, the difference, and where it stands.
EXPECTED = {
    "systematic, widespread": ("exact", "", "para-10"),
    "In many instances": (
        "altered",
        "changed “State” to “state”; added “of terror”",
        "para-11",
    ),
    "the prisons": ("found-elsewhere", "", "para-12"),
    "[r]efer": ("normalised", "", "para-94(a)"),
    "the harvest": ("not-found", "", ""),
    "a climate": ("source-not-held", "", ""),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, QuotationReport]:
    home = read_in(tmp_path_factory.mktemp("checked"))
    return home, check_quotations(home)


def of_letter(report: QuotationReport) -> list[QuotationCheck]:
    return [check for check in report.checks if "examplia" in check.document]


@pytest.mark.parametrize("beginning", EXPECTED)
def test_each_quotation_of_the_letter(
    checked: tuple[Home, QuotationReport], beginning: str
) -> None:
    (check,) = [c for c in of_letter(checked[1]) if c.words.startswith(beginning)]
    found_in = (check.found_in or "").partition("#")[2]
    assert (check.result, check.difference, found_in) == EXPECTED[beginning]


def test_the_query_shows_the_same(checked: tuple[Home, QuotationReport]) -> None:
    home, report = checked
    shown = {
        row["quotation"]: (row["check"].rpartition("/")[2], row["difference"], row["foundIn"])
        for row in rows(home, "quotation-checks")
    }
    assert shown == {
        check.quotation: (check.result, check.difference, check.found_in or "")
        for check in of_letter(report)
    }
    altered = rows(home, "quotation-checks", check="altered")
    assert [row["foundInPinpoint"] for row in altered] == ["para 11"]
    # The other query of quotations shows the newest check too, and one check a quotation.
    assert sorted(row["check"] for row in rows(home, "quotations")) == sorted(
        check.result.replace("-", " ") for check in of_letter(report)
    )


def test_the_graphs_of_the_sources_stay_as_they_are(
    checked: tuple[Home, QuotationReport],
) -> None:
    store = checked[0].current().open()
    said = {
        str(quad.object)
        for quad in store.quads_for_pattern(None, ox.NamedNode(Rg.quotationCheck), None, None)
        if quad.graph_name != ox.DefaultGraph()
    }
    assert {value.rpartition("/")[2].rstrip(">") for value in said} == {"source-not-held"}


def test_nothing_new_is_published_when_nothing_has_changed(
    checked: tuple[Home, QuotationReport],
) -> None:
    home, first = checked
    again = check_quotations(home)
    assert first.published
    assert not again.published
    assert again.snapshot.id == home.current().id
    assert again.checks == first.checks


def test_a_source_that_comes_later_and_one_document_only(tmp_path: Path) -> None:
    home = read_in(tmp_path, report=False)
    report = check_quotations(home)
    assert report.counts == {"source-not-held": len(report.checks)}
    assert not report.published
    home = read_in(tmp_path)
    other = "https://w3id.org/rightsgraph/id/letter/2015-10-29-joint-letter-dprk"
    assert not check_quotations(home, other).published
    letter = of_letter(report)[0].document
    report = check_quotations(home, letter)
    assert report.published
    assert {check.document for check in report.checks} == {letter}
    assert report.counts["exact"] == 1
    # Without the user's copy the words cannot be compared any more.
    for copy in (home.path / "sources").iterdir():
        copy.unlink()
    report = check_quotations(home)
    assert report.counts == {"source-not-held": len(report.checks)}
    assert {row["check"].rpartition("/")[2] for row in rows(home, "quotation-checks")} == {
        "source-not-held"
    }


def test_a_damaged_copy_is_no_source(checked: tuple[Home, QuotationReport]) -> None:
    home = checked[0]
    texts = HeldTexts(home.path, home.current().open())
    assert texts.document(REPORT) is not None
    assert texts.document(REPORT + "0") is None


def held(text: str, iri: str = REPORT) -> HeldText:
    return HeldText(read(text), iri)


def quotation(*places: str) -> QuotationCheck:
    return QuotationCheck(
        Iri("x:q"), Iri("x:d"), "", Iri(REPORT), tuple(Iri(f"{REPORT}#{p}") for p in places)
    )


@pytest.mark.parametrize(
    ("words", "places", "result", "found_in"),
    [
        ("closed to every outside observer", ("para-12",), "exact", "para-12"),
        ("closed to every outside observer", (), "exact", "para-12"),
        ("closed to every outside observer", ("para-10", "para-12"), "exact", "para-12"),
        ("closed to every outside observer", ("para-400",), "exact", "para-12"),
        ("closed to all outside observers, and families", (), "altered", "para-12"),
        ("closed to all outside observers, and families", ("para-11",), "altered", "para-12"),
        # from the end of one paragraph into the next
        (
            "accordance with those policies. The prisons of the north",
            ("para-11", "para-12"),
            "normalised",
            "para-11",
        ),
        ("Refer the situation in Examplia", ("para-94",), "exact", "para-94"),
        ("patterns of abuse", ("summary",), "exact", "summary"),
        ("The prisons [...] are closed", ("para-12",), "normalised", "para-12"),
        ("The commission [...] no idea", (), "not-found", ""),
        # all its words are there, but in two paragraphs that have nothing to do with each other
        ("gross human rights violations [...] families are told nothing", (), "not-found", ""),
    ],
)
def test_places(words: str, places: tuple[str, ...], result: str, found_in: str) -> None:
    check = check_one(quotation(*places), words, held(REPORT_TEXT))
    assert (check.result, (check.found_in or "").partition("#")[2]) == (result, found_in)


def test_markers_of_notes_and_line_ends_are_no_part_of_the_words() -> None:
    document = read(
        "Report\n\n1. The prisons[1] of the north are closed to every outside observer, and \n"
        "families are told noth-\ning about the fate of those who are held.\n\n[1] See annex.\n"
    )
    assert document.markers
    text = HeldText(document, REPORT)
    words = "The prisons of the north are closed to every outside observer, and families"
    assert check_one(quotation("para-1"), words, text).result == "exact"
    assert check_one(quotation("para-1"), "told nothing about", text).result == "normalised"
    assert check_one(quotation(), "told nothing about", text).found_in == f"{REPORT}#para-1"


def test_the_parts_of_the_graph_say_where_places_are() -> None:
    document = Document(text="One thing. Another thing.", blocks=())
    text = HeldText(document, REPORT, [Part(REPORT + "#para-2", 11, 25)])
    assert text.passage(REPORT + "#para-2") == "Another thing."
    assert text.passage(REPORT + "#para-1") is None
    assert text.place_at(12) == REPORT + "#para-2"
    assert text.place_at(1) is None


def test_pages_are_places() -> None:
    document = read("Title\n\nSome words.\n")
    assert HeldText(document, REPORT).passage(REPORT + "#p-2") is None


def test_lines_are_folded() -> None:
    assert fold_lines("a\nb\n\nc-\nd") == "a b\n\nc-\nd"


def test_the_command(tmp_path: Path, checked: tuple[Home, QuotationReport]) -> None:
    home, report = checked
    run = CliRunner().invoke
    shown = run(app, ["--home", str(home.path), "check-quotations"])
    assert shown.exit_code == 0
    assert "1 altered, 1 exact, 1 found-elsewhere, 1 normalised, 1 not-found" in shown.output
    letter = of_letter(report)[0].document.rpartition("/")[2]
    listed = run(app, ["--home", str(home.path), "check-quotations", letter, "-f", "json"])
    assert [row["check"] for row in json.loads(listed.output)] == [
        check.result for check in of_letter(report)
    ]
    target = tmp_path / "checks.csv"
    run(app, ["--home", str(home.path), "check-quotations", letter, "-f", "csv", "-o", str(target)])
    assert len(target.read_text().splitlines()) == 1 + len(EXPECTED)
