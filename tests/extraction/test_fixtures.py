"""Our own documents, one of each family, scored as the shared ones are."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read
from tests.shared import SHARED, needs_shared

FIXTURES = Path(__file__).parent / "fixtures"
# Lower bounds, a little below what is reached, so that a loss shows.
WANTED = {
    "citations": 0.97,
    "citations_by_note": 0.97,
    "signatories": 0.95,
    "organisations": 0.9,
    "un_bodies": 0.95,
    "countries": 0.95,
    "date": 1.0,
    "title": 1.0,
    "quotations": 0.95,
    "quotation_speakers": 0.9,
    "recommendations": 0.9,
    "recommendation_addressees": 0.9,
}


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "evaluation" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_all(golds: Path, texts: Path, *, cut: bool) -> dict[str, dict[str, float | None]]:
    score = scorer()
    results = []
    for path in sorted(golds.glob("*.json")):
        gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
        text = (texts / gold["document"]).read_text("utf-8")
        if cut:
            text = text[: gold.get("annotated_chars") or len(text)]
        predicted = extract(read(text, name=gold["document"])).to_exchange()
        results.append(score.score(gold, predicted))
    total: dict[str, dict[str, float | None]] = score.total(results)
    return total


@needs_shared
@pytest.mark.parametrize("figure", WANTED)
def test_our_own_documents(figure: str) -> None:
    total = score_all(FIXTURES, FIXTURES, cut=False)
    assert (total[figure]["f1"] or 0) >= WANTED[figure]


@needs_shared
@pytest.mark.parametrize("figure", WANTED)
def test_the_shared_documents(figure: str) -> None:
    evaluation = SHARED / "evaluation"
    total = score_all(evaluation / "gold", evaluation / "texts", cut=True)
    assert (total[figure]["f1"] or 0) >= WANTED[figure]
