"""The quick check says "conforms" only where the SHACL engine finds no violation."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.extraction import extract
from rightsgraph.graph.description import describe
from rightsgraph.graph.description_check import read_check, shipped_check
from rightsgraph.graph.description_sheet import A, Sheet, plain, share, whole
from rightsgraph.graph.validation import validate
from rightsgraph.reading import read
from rightsgraph.vocabulary import Cito, Dcterms, Doco, Oa, Rg, Undo

FIXTURES = Path(__file__).parents[1] / "extraction" / "fixtures"


@cache
def good() -> Sheet:
    document = read(FIXTURES / "council-letter.txt")
    return describe(document, extract(document)).sheet


def copy(sheet: Sheet) -> Sheet:
    other = Sheet(sheet.graph.value)
    other.data = {s: {p: dict(v) for p, v in about.items()} for s, about in sheet.data.items()}
    return other


def first(sheet: Sheet, kind: str) -> str:
    return next(s for s, about in sheet.data.items() if kind in about.get(A, ()))


def engine_conforms(sheet: Sheet) -> bool:
    store = ox.Store()
    store.bulk_extend(sheet.quads())
    return validate(store).conforms


def drop(kind: str, *properties: str) -> Callable[[Sheet], None]:
    def change(sheet: Sheet) -> None:
        for name in properties:
            sheet.data[first(sheet, kind)].pop(name, None)

    return change


def put(kind: str, name: str, *values: str | ox.Literal) -> Callable[[Sheet], None]:
    def change(sheet: Sheet) -> None:
        sheet.data[first(sheet, kind)][name] = dict.fromkeys(values)

    return change


CHANGES = {
    "no evidence": drop(Cito.Citation, Rg.evidence),
    "no order": drop(Cito.Citation, Rg.order),
    "no cited document": drop(Cito.Citation, Rg.citedDocument),
    "no title": drop(Rg.AdvocacyLetter, Dcterms.title),
    "no place": drop(Doco.Paragraph, Rg.order),
    "no position": drop(Oa.SpecificResource, Oa.hasSelector),
    "no words": drop(Rg.Quotation, Rg.words),
    "no symbol and no title": drop(Undo.Resolution, Rg.symbol, Dcterms.title),
    "two orders": put(Cito.Citation, Rg.order, whole(1), whole(2)),
    "order 0": put(Cito.Citation, Rg.order, whole(0)),
    "an order that is a string": put(Cito.Citation, Rg.order, plain("1")),
    "confidence 2": put(Cito.Citation, Rg.confidence, share(2)),
    "an unknown resolution": put(Cito.Citation, Rg.resolution, "https://example.org/guess"),
    "an IRI for a literal": put(Rg.Quotation, Rg.words, "https://example.org/words"),
    "a literal for an IRI": put(Cito.Citation, Cito.hasCitingEntity, plain("letter")),
    "a wrong digest": put(Oa.SpecificResource, Rg.passageDigest, plain("sha256:xyz")),
    "start after end": put(Oa.TextPositionSelector, Oa.start, whole(10**9)),
    "an empty string": put(Cito.Citation, Rg.rule, plain("")),
    "ambiguous and chosen": put(
        Cito.Citation,
        Rg.resolution,
        "https://w3id.org/rightsgraph/vocabulary/resolution/ambiguous",
    ),
    "an action of no vocabulary": put(Rg.Recommendation, Rg.asksFor, "https://example.org/act"),
    "two kinds": put(
        Rg.AdvocacyLetter,
        Rg.documentKind,
        "https://w3id.org/rightsgraph/vocabulary/document-kind/letter",
        "https://w3id.org/rightsgraph/vocabulary/document-kind/report",
    ),
    "a count of nothing": put(Rg.AdvocacyLetter, Rg.tallyCiting, "https://example.org/document"),
    "a date that is none": put(
        Rg.AdvocacyLetter,
        Dcterms.issued,
        ox.Literal("2030-02-31", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    ),
}


def test_what_conforms_conforms_for_both() -> None:
    assert shipped_check().whole
    assert shipped_check().conforms(good().data)
    assert engine_conforms(good())


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_engine_rejects_is_doubted(name: str) -> None:
    changed = copy(good())
    CHANGES[name](changed)
    assert not engine_conforms(changed)
    assert not shipped_check().conforms(changed.data)


def test_a_missing_date_is_a_warning_for_both() -> None:
    changed = copy(good())
    drop(Rg.AdvocacyLetter, Dcterms.issued)(changed)
    assert engine_conforms(changed)
    assert shipped_check().conforms(changed.data)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.stem)
def test_both_agree_on_the_fixtures(path: Path) -> None:
    document = read(path)
    sheet = describe(document, extract(document)).sheet
    assert engine_conforms(sheet)
    assert shipped_check().conforms(sheet.data)


@pytest.mark.parametrize(
    ("constraint", "doubted"),
    [("sh:minCount 1", False), ("sh:sparql [ ]", True), ("sh:path [ sh:inversePath rg:x ]", True)],
)
def test_a_constraint_that_is_not_known_is_a_doubt(
    constraint: str, doubted: bool, tmp_path: Path
) -> None:
    shapes = tmp_path / "shapes.ttl"
    path = "" if "sh:path" in constraint else "sh:path rg:words ;"
    shapes.write_text(
        f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix rg: <https://w3id.org/rightsgraph/ontology#> .
        <s> a sh:NodeShape ; sh:targetClass rg:Quotation ; sh:property <p> .
        <p> {path} {constraint} .""".replace("<s>", "<https://e.org/s>").replace(
            "<p>", "<https://e.org/p>"
        ),
        encoding="utf-8",
    )
    assert read_check(shapes).conforms(good().data) is not doubted
