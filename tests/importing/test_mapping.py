"""Mappings: those that ship with the package, and what a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsgraph.errors import MappingError
from rightsgraph.importing import load_mapping, ready_mappings
from rightsgraph.importing.values import known_agent
from rightsgraph.vocabulary import ACTION_CATEGORIES, ISSUES, RESPONSES

RIGHT = """
name: mine
title: My table
text: {column: Words}
said_by: {column: Who}
addressed_to: {column: Whom}
document: {symbol: {column: Symbol}}
"""
WRONG = {
    "no-yaml": ("name: [", "no YAML"),
    "no-mapping": ("- a\n- b\n", "no mapping"),
    "no-text": (RIGHT.replace("text:", "words:"), "text"),
    "unknown-part": (RIGHT + "colour: red\n", "colour"),
    "bad-name": (RIGHT.replace("mine", "My Table"), "name"),
    "two-groups": (RIGHT + 'session: {column: S, take: "(a)(b)"}\n', "one group"),
    "no-expression": (RIGHT + 'session: {column: S, take: "("}\n', "session"),
    "unnamed": (RIGHT.replace("{symbol: {column: Symbol}}", "{kind: report}"), "symbol"),
    "unknown-kind": (RIGHT.replace("}}", "}, kind: poem}"), "poem"),
    "placeholder": (
        RIGHT.replace("{symbol: {column: Symbol}}", '{name: "x-{year}", title: T}'),
        "year",
    ),
    "too-sure": (RIGHT + "confidence: 2\n", "confidence"),
}


def test_a_right_mapping_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    mapping = load_mapping(path)
    assert mapping.text.column == ("Words",)
    assert mapping.fingerprint == load_mapping(path).fingerprint
    path.write_text(RIGHT + "language: fr\n", encoding="utf-8")
    assert mapping.fingerprint != load_mapping(path).fingerprint


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_mapping_is_told_where(what: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(WRONG[what][0], encoding="utf-8")
    with pytest.raises(MappingError, match=WRONG[what][1]):
        load_mapping(path)


def test_a_mapping_that_is_not_there_names_the_ready_ones() -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping("nothing")
    assert "uhri, upr" in caught.value.remedy


@pytest.mark.parametrize("name", ready_mappings())
def test_what_the_ready_mappings_name_is_there(name: str) -> None:
    mapping = load_mapping(name)
    for column in (*mapping.said_by, *mapping.addressed_to):
        for identifier in column.values.values():
            assert known_agent(identifier), identifier
    if mapping.document.issued_by:
        assert known_agent(mapping.document.issued_by)
    for part, known in (
        (mapping.response, RESPONSES),
        (mapping.action_category, ACTION_CATEGORIES),
        (mapping.issues, ISSUES),
    ):
        assert set(part.values.values() if part else ()) <= known
