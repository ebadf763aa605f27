"""Reviews over a letter that was read in: what queries see, and what stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from rightsgraph.cli import app
from rightsgraph.errors import InputError, NotFoundError, RightsgraphError, ShapesError
from rightsgraph.ingestion.ingest import ingest
from rightsgraph.ingestion.quotation_checks import check_quotations
from rightsgraph.ingestion.reviews import (
    Term,
    Verdict,
    lost_reviews,
    property_iri,
    record_review,
    statement_iri,
)
from rightsgraph.iris import Iri
from rightsgraph.settings import resource_path
from rightsgraph.store import Home, Source, bundled_sources
from rightsgraph.vocabulary import Cito, Prov, ReviewStateSlug, Rg
from tests.ingestion.examplia import LETTER_TEXT, REPORT, read_in, rows

BASE = "https://w3id.org/rightsgraph/"
BODY = BASE + "id/body/human-rights-council"
NOON = datetime(2030, 3, 2, 12, tzinfo=UTC)
NOWHERE = ox.DefaultGraph()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = read_in(tmp_path, report=False)
    yield home
    for snapshot in home.snapshots():
        snapshot.release()


def decide(
    home: Home,
    statement: str,
    state: ReviewStateSlug,
    corrections: dict[str, list[Term]] | None = None,
    *,
    at: datetime = NOON,
    validate: bool = False,
) -> Iri:
    verdict = Verdict(Iri(statement), state, "A. Curator", "Because.", corrections or {})
    return record_review(home, verdict, at=at, validate=validate).review


def quotation(home: Home, beginning: str) -> dict[str, str]:
    (row,) = [row for row in rows(home, "quotations") if row["words"].startswith(beginning)]
    return row


def default(home: Home) -> set[ox.Triple]:
    store = home.current().open()
    found = {q.triple for q in store.quads_for_pattern(None, None, None, NOWHERE)}
    home.current().release()
    return found


def named(home: Home) -> set[ox.Quad]:
    store = home.current().open()
    found = {
        quad
        for quad in store
        if quad.graph_name != NOWHERE and not str(quad.graph_name).endswith("statistics>")
    }
    home.current().release()
    return found


def reviews_of(home: Home) -> dict[str, dict[str, str]]:
    return {row["statement"]: row for row in rows(home, "reviews") if row["verdict"]}


def named_nodes(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The triples without blank nodes, which each build names anew."""
    return {t for t in triples if "_:" not in f"{t.subject} {str(t.object)[:2]}"}


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))


def test_accepted(home: Home) -> None:
    before = default(home)
    statement = quotation(home, "the prisons")["quotation"]
    review = decide(home, statement, "accepted")
    state = triple(statement, Rg.reviewState, BASE + "vocabulary/review-state/accepted")
    old = triple(statement, Rg.reviewState, BASE + "vocabulary/review-state/unreviewed")
    changed = {t for t in default(home) ^ before if review not in str(t)}
    assert {t for t in changed if "count" not in str(t).lower() and "void" not in str(t)} == {
        state,
        old,
    }
    row = reviews_of(home)[statement]
    assert (row["verdict"], row["stateName"], row["reviewer"]) == (
        "accepted",
        "accepted",
        "A. Curator",
    )
    assert row["text"].startswith("the prisons")


def test_rejected_is_in_no_query_and_still_there(home: Home) -> None:
    before = named(home)
    statement = quotation(home, "the prisons")["quotation"]
    decide(home, statement, "rejected")
    assert before < named(home)
    for name in ("quotations", "quotation-checks"):
        assert statement not in {row["quotation"] for row in rows(home, name)}
    assert [t.predicate.value for t in default(home) if t.subject == ox.NamedNode(statement)] == [
        Rg.reviewState
    ]
    assert reviews_of(home)[statement]["stateName"] == "rejected"
    assert reviews_of(home)[statement]["text"].startswith("the prisons")


def test_a_rejected_citation_takes_its_edges_with_it(home: Home) -> None:
    shared = quotation(home, "the prisons")  # cites paragraph 10, as another quotation does
    only = quotation(home, "[r]efer")
    citations = {row["note"]: row for row in rows(home, "citations")}
    third, fourth = citations["3"]["citation"], citations["4"]["citation"]
    place = f"{REPORT}#para-94(a)"
    edge = triple(citations["4"]["letterParagraph"], Cito.citesAsEvidence, place)
    cites = triple(only["document"], Cito.cites, REPORT)
    assert {edge, cites} <= default(home)
    decide(home, fourth, "rejected")
    assert "4" not in {row["note"] for row in rows(home, "citations")}
    assert edge not in default(home)
    assert cites in default(home)  # other citations stand for it
    assert quotation(home, "[r]efer")["citedParagraph"] == ""
    assert quotation(home, "the prisons") == shared
    for note in ("1", "2", "3", "5"):
        decide(home, citations[note]["citation"], "rejected", at=NOON + timedelta(minutes=1))
    assert cites not in default(home)
    decide(home, third, "unreviewed", at=NOON + timedelta(minutes=2))
    assert cites in default(home)
    assert quotation(home, "the prisons") == shared


def test_counts_follow(home: Home) -> None:
    letter = quotation(home, "the prisons")["document"]
    recommendations = [row["recommendation"] for row in rows(home, "recommendations")]
    assert recommendations

    def counted() -> str:
        count = ox.NamedNode(Rg.recommendationCount)
        return "".join(
            str(t.object.value)
            for t in default(home)
            if t.subject == ox.NamedNode(letter)
            and t.predicate == count
            and isinstance(t.object, ox.Literal)
        )

    assert counted() == str(len(set(recommendations)))
    decide(home, recommendations[0], "rejected")
    left = len(set(recommendations)) - 1
    assert counted() == (str(left) if left else "")


def test_corrected(home: Home) -> None:
    before = named(home)
    statement = quotation(home, "the prisons")["quotation"]
    decide(
        home,
        statement,
        "corrected",
        {Rg.attributedTo: [ox.NamedNode(BODY)], Rg.words: [ox.Literal("the jails", language="en")]},
    )
    row = quotation(home, "the jails")
    assert (row["quotation"], row["saidBy"]) == (statement, BODY)
    assert before < named(home)
    assert reviews_of(home)[statement]["stateName"] == "corrected"
    # The newest review counts, and an older one that comes later does not.
    decide(home, statement, "accepted", at=NOON + timedelta(days=1))
    decide(home, statement, "rejected", at=NOON - timedelta(days=1))
    assert quotation(home, "the prisons")["quotation"] == statement
    assert reviews_of(home)[statement]["verdict"] == "accepted"


def test_a_corrected_citation_moves_what_hangs_on_it(home: Home) -> None:
    citation = {row["note"]: row for row in rows(home, "citations")}["6"]
    document, place = BASE + "id/un/A/91/400", BASE + "id/un/A/91/400#para-7(b)"
    decide(
        home,
        citation["citation"],
        "corrected",
        {Rg.citedDocument: [ox.NamedNode(document)], Cito.hasCitedEntity: [ox.NamedNode(place)]},
        validate=True,
    )
    row = quotation(home, "a climate")
    assert (row["symbol"], row["pinpoint"], row["citedParagraph"]) == (
        "A/91/400",
        "para 7(b)",
        place,
    )
    now = default(home)
    assert triple(citation["letterParagraph"], Cito.citesAsEvidence, place) in now
    assert triple(citation["document"], Cito.cites, document) in now
    assert not [t for t in now if t.predicate.value == Cito.cites and "A/90/300" in str(t.object)]
    assert [row["citation"] for row in rows(home, "who-cites", document="A/91/400")] == [
        citation["citation"]
    ]
    assert not rows(home, "who-cites", document="A/90/300")
    decide(home, citation["citation"], "unreviewed", at=NOON + timedelta(minutes=1))
    assert quotation(home, "a climate")["symbol"] == "A/90/300"


def test_a_property_taken_away(home: Home) -> None:
    row = quotation(home, "the prisons")
    decide(home, row["quotation"], "corrected", {Rg.quotedThrough: [], Prov.wasQuotedFrom: []})
    assert quotation(home, "the prisons")["citedParagraph"] == ""


def test_a_correction_that_breaks_the_statement_is_refused(home: Home) -> None:
    citation = rows(home, "citations")[0]["citation"]
    before, snapshot = default(home), home.current().id
    ambiguous = ox.NamedNode(BASE + "vocabulary/resolution/ambiguous")
    with pytest.raises(ShapesError, match="ambiguous"):
        decide(home, citation, "corrected", {Rg.resolution: [ambiguous]}, validate=True)
    assert home.current().id == snapshot
    assert default(home) == before
    assert not list((home.path / "reviews").glob("*"))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"statement": BASE + "id/letter/none#finding-1"}, NotFoundError),
        ({"statement": "no iri"}, InputError),
        ({"statement": REPORT}, NotFoundError),
        ({"reviewer": " "}, InputError),
        ({"state": "corrected"}, InputError),
        ({"state": "accepted", "corrections": {Rg.saidBy: [ox.NamedNode(BODY)]}}, InputError),
        ({"state": "corrected", "corrections": {Rg.saidBy: [ox.Literal("UN")]}}, InputError),
        ({"state": "corrected", "corrections": {Rg.confidence: [ox.Literal(1)]}}, InputError),
    ],
)
def test_verdicts_that_do_not_hold_together(
    tmp_path: Path, change: dict[str, object], error: type[RightsgraphError]
) -> None:
    home = Home(tmp_path / "home")
    home.build(bundled_sources(), validate=False)
    given: dict[str, object] = {
        "statement": BASE + "id/letter/2015-10-29-joint-letter-dprk#citation-1.1",
        "state": "accepted",
        "reviewer": "A. Curator",
    }
    with pytest.raises(error):
        record_review(home, Verdict(**(given | change)))  # type: ignore[arg-type]
    assert len(home.snapshots()) == 1


def test_reviews_survive_reading_again_and_building_anew(home: Home, tmp_path: Path) -> None:
    prisons, harvest = quotation(home, "the prisons"), quotation(home, "the harvest")
    words: list[Term] = [ox.Literal("the jails", language="en")]
    decide(home, prisons["quotation"], "corrected", {Rg.words: words})
    decide(home, harvest["quotation"], "rejected")
    assert len(list((home.path / "reviews").glob("*.ttl"))) == 2

    # The letter changes: one reviewed statement stays, the other goes.
    changed = LETTER_TEXT.replace("the harvest of last year", "the drought of last year")
    (tmp_path / "letter.txt").write_text(changed, encoding="utf-8")
    ingest([tmp_path / "letter.txt"], home, workers=1)
    assert quotation(home, "the jails")["quotation"] == prisons["quotation"]
    assert quotation(home, "the drought")
    store = home.current().open()
    assert [review.statement for review in lost_reviews(store)] == [harvest["quotation"]]
    assert reviews_of(home)[harvest["quotation"]]["stateName"] == ""
    listed = CliRunner().invoke(app, ["--home", str(home.path), "review", "-f", "json"])
    assert [row["why"] for row in json.loads(listed.output) if "gone" in row["why"]] == [
        "rejected, and gone since"
    ]

    # It comes back, and so does the verdict.
    (tmp_path / "letter.txt").write_text(LETTER_TEXT, encoding="utf-8")
    ingest([tmp_path / "letter.txt"], home, workers=1)
    assert not [r for r in rows(home, "quotations") if r["words"].startswith("the harvest")]

    home.build(bundled_sources(), validate=False)
    assert home.is_built_from(bundled_sources())
    ingest([tmp_path / "letter.txt"], home, workers=1)
    assert quotation(home, "the jails")["quotation"] == prisons["quotation"]
    assert not [r for r in rows(home, "quotations") if r["words"].startswith("the harvest")]


def test_every_way_to_a_snapshot_gives_the_same_default_graph(home: Home, tmp_path: Path) -> None:
    """Edits that compare all graphs, some graphs or nothing, and a fresh build of an export."""
    citations = {row["note"]: row["citation"] for row in rows(home, "citations")}
    decide(home, citations["4"], "rejected")
    decide(
        home,
        citations["6"],
        "corrected",
        {Cito.hasCitedEntity: [ox.NamedNode(BASE + "id/un/A/90/300#para-4")]},
    )
    decide(home, quotation(home, "the prisons")["quotation"], "rejected")
    expected = default(home)
    home.edit(lambda store: None, validate=False)
    assert default(home) == expected
    home.edit(lambda store: None, validate=False, graphs=[])
    assert default(home) == expected
    export = tmp_path / "export.nq"
    export.write_text("".join(f"{quad} .\n" for quad in named(home)), encoding="utf-8")
    fresh = Home(tmp_path / "fresh")
    fresh.build([Source.file(export)], validate=False)
    assert named_nodes(default(fresh)) == named_nodes(expected)
    # Without the reviews the default graph is the plain union again.
    reviews = ox.NamedNode(BASE + "graph/reviews")
    home.edit(lambda store: store.remove_graph(reviews), validate=False, graphs=[reviews.value])
    assert {t for t in default(home) if "ontology#" not in t.predicate.value} >= {
        quad.triple for quad in named(home) if "ontology#" not in quad.predicate.value
    }
    assert {quad.triple for quad in named(home)} <= default(home)


def test_a_check_and_a_review_of_one_quotation(tmp_path: Path) -> None:
    home = read_in(tmp_path)
    check_quotations(home, validate=False)
    (altered,) = rows(home, "quotation-checks", check="altered")
    assert [row["why"] for row in rows(home, "reviews") if row["statement"] == altered["quotation"]]
    exact = ox.NamedNode(BASE + "vocabulary/quotation-check/exact")
    decide(home, altered["quotation"], "corrected", {Rg.quotationCheck: [exact]})
    assert not rows(home, "quotation-checks", check="altered")
    decide(home, altered["quotation"], "unreviewed", at=NOON + timedelta(minutes=1))
    assert rows(home, "quotation-checks", check="altered") == [altered]


def test_reviews_that_ship_with_the_data_are_sources() -> None:
    names = [source.name for source in bundled_sources()]
    files = sorted((resource_path("data") / "reviews").glob("*.ttl"))
    assert [name for name in names if "/reviews/" in name] == [
        f"data/reviews/{file.name}" for file in files
    ]


def test_the_command(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.build(bundled_sources(), validate=False)
    letter = "id/letter/2015-10-29-joint-letter-dprk"

    def run(*arguments: str) -> tuple[int, str, BaseException | None]:
        result = CliRunner().invoke(app, ["--home", str(home.path), "review", *arguments])
        return result.exit_code, result.output, result.exception

    assert "0 rows" in run()[1]
    code, output, _ = run("--all", "-f", "csv")
    assert code == 0
    assert output.count("unresolved citation") == 2
    assert isinstance(run("--verdict", "accepted")[2], InputError)
    assert isinstance(run(letter + "#citation-p3.1")[2], InputError)
    code, output, _ = run(
        letter + "#citation-p3.1",
        "--verdict=corrected",
        "--set=citedDocument=A/RES/69/188",
        "--set=cito:hasCitedEntity=A/RES/69/188, para. 8",
        "--set=resolution=explicit",
        "--reviewer=A. Curator",
    )
    assert code == 0, output
    assert "Recorded in" in output
    rows_ = json.loads(run("--all", "-f", "json", "--document", letter.rpartition("/")[2])[1])
    assert [row["stateName"] for row in rows_] == ["accepted", "corrected"]
    for wrong in (
        ("--set=saidBy=nobody-knows",),
        ("--set=confidence=1",),
        ("--set=saidBy",),
        ("--set=asksFor=dance",),
        ("--set=inNote=note 3",),
    ):
        code, _, error = run(
            letter + "#recommendation-contact-group",
            "--verdict=corrected",
            "--reviewer=me",
            *wrong,
        )
        assert isinstance(error, InputError), wrong


def test_names_of_statements_and_properties() -> None:
    assert property_iri("rg:saidBy") == property_iri(Rg.saidBy) == Rg.saidBy
    assert property_iri("wasQuotedFrom") == Prov.wasQuotedFrom
    with pytest.raises(InputError, match="reviewState"):
        property_iri("rg:reviewState")
    assert statement_iri("<https://x.example/a#b>") == "https://x.example/a#b"
