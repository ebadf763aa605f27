from __future__ import annotations

import json
from pathlib import Path

import pytest

from rightsgraph.extraction import Extraction, Extractor, extract
from rightsgraph.extraction.exchange_schema import ExchangedDocument, exchange_schema
from rightsgraph.reading import read

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.txt"))


def test_the_published_schema_is_the_generated_one() -> None:
    published = json.loads((ROOT / "docs/exchange-format.schema.json").read_text("utf-8"))
    assert published == exchange_schema()


def test_the_page_names_every_field() -> None:
    page = (ROOT / "docs/exchange-format.md").read_text("utf-8")
    assert [name for name in ExchangedDocument.model_fields if f"`{name}`" not in page] == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_extraction_fits_the_schema_and_the_text(path: Path) -> None:
    document = read(path)
    extraction = extract(document)
    plain = extraction.to_exchange()
    ExchangedDocument.model_validate_json(json.dumps(plain))
    for kind in ("citations", "quotations", "findings", "recommendations"):
        for statement in plain[kind]:
            assert 0 <= statement["start"] < statement["end"] <= len(document.text)
    for quotation in extraction.quotations:
        words = document.text[quotation.start : quotation.end]
        assert len(quotation.text.split()) <= len(words.split())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_same_document_gives_the_same_extraction(path: Path) -> None:
    assert extract(read(path)) == extract(read(path))


def test_extract_is_an_extractor_and_so_is_another() -> None:
    def nothing(document: object) -> Extraction:
        return Extraction(name="", text_digest="", extractor="none/0")

    assert isinstance(extract, Extractor)
    assert isinstance(nothing, Extractor)
