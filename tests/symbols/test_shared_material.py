"""Real symbols, strings that look like them, and the notes of real decisions."""

from __future__ import annotations

import gzip
import json

import pytest

from rightsgraph.symbols import find_symbols, parse_symbol, read_symbol
from tests.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.shared]


def _rows(name: str) -> list[list[str]]:
    text = (SHARED / "evaluation" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line]


def test_all_real_symbols_are_read() -> None:
    printed = [row[0] for row in _rows("symbols.tsv")]
    assert len(printed) == 160
    for text in printed:
        symbol = parse_symbol(text)
        assert parse_symbol(symbol.normalised) == symbol
        assert [match.text for match in find_symbols(f"see {text}, para. 3")] == [text]


def test_nothing_else_is_taken_for_one() -> None:
    for text, mark, *_ in _rows("nonsymbols.tsv"):
        outcome = read_symbol(text).outcome
        assert outcome == ("repairable" if mark == "garbled" else "rejected"), text
        if mark != "garbled":
            assert find_symbols(f"see {text} here") == [], text


def test_every_text_of_the_decisions_can_be_searched() -> None:
    path = SHARED / "corpora" / "un-views-sample.jsonl.gz"
    own, found = 0, 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            decision = json.loads(line)
            own += read_symbol(decision["symbol"]).outcome == "symbol"
            for paragraph in decision["paragraphs"]:
                texts = [paragraph["text"], *(n["text"] for n in paragraph.get("notes", []))]
                for text in texts:
                    for match in find_symbols(text):
                        assert text[match.start : match.end] == match.text
                        found += 1
    assert own > 340
    assert found > 2000
