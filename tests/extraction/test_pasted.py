"""Pasted notes: how they are told apart, and what becomes of each."""

from __future__ import annotations

import json

import pytest

from rightsgraph.extraction.pasted import read_pasted, split_pasted

SPLIT = [
    ("A/EX/1\nA/EX/2", ["A/EX/1", "A/EX/2"]),
    ("1. A/EX/1,\n   para. 2\n2. Ibid.", ["1. A/EX/1, para. 2", "2. Ibid."]),
    ("[7] A/EX/1\r\n[8] Ibid.\r\n", ["[7] A/EX/1", "[8] Ibid."]),
    ("12\tA/EX/1\n13\tIbid.", ["12 A/EX/1", "13 Ibid."]),
    ("Report of the Board,\nA/EX/1\n\nIbid.", ["Report of the Board, A/EX/1", "Ibid."]),
    ("", []),
    (" \n\t\n", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT, ids=range(len(SPLIT)))
def test_notes_are_told_apart(text: str, expected: list[str]) -> None:
    assert split_pasted(text) == expected


# Notes, then for each citation (item, symbol, pinpoints, resolution).
CITED = [
    (
        ["A/HRC/14/36, para. 3", "Ibid.", "Ibid., paras. 5-6"],
        [
            (1, "A/HRC/14/36", ["para 3"], "explicit"),
            (2, "A/HRC/14/36", ["para 3"], "ibid"),
            (3, "A/HRC/14/36", ["paras 5-6"], "ibid"),
        ],
    ),
    (
        ["[4] A/64/435, p. 2", "[5] A/HRC/14/36", "[6] See note 4 above, p. 7"],
        [
            (1, "A/64/435", ["p 2"], "explicit"),
            (2, "A/HRC/14/36", [], "explicit"),
            (3, "A/64/435", ["p 7"], "note above"),
        ],
    ),
    (
        ['A/64/435 ("the Board\'s report"), para. 1', "The Board's report, para. 9"],
        [
            (1, "A/64/435", ["para 1"], "explicit"),
            (2, "A/64/435", ["para 9"], "short form"),
        ],
    ),
]


@pytest.mark.parametrize(("notes", "expected"), CITED, ids=range(len(CITED)))
def test_references_are_resolved_among_them(
    notes: list[str], expected: list[tuple[int, str, list[str], str]]
) -> None:
    found = read_pasted(notes)["citations"]
    got = [(c["item"], c["symbol"], c["pinpoints"], c["resolution"]) for c in found]
    assert got == expected


UNRECOGNISED = [
    (["A/RES/58/..."], 1, "placeholder"),
    (["A/HRC/46//L.7"], 1, "misprint"),
    (["A/64/435", "hello"], 2, "no-work-named"),
    (["See note 9 above"], 1, "unresolved"),
    (["A/64/435; A/HRC/14/36", "Ibid."], 2, "ambiguous"),
    ([" ", "A/64/435"], 1, "no-work-named"),
]


@pytest.mark.parametrize(("notes", "item", "reason"), UNRECOGNISED, ids=range(len(UNRECOGNISED)))
def test_what_is_not_recognised_is_said(notes: list[str], item: int, reason: str) -> None:
    found = read_pasted(notes)["notRecognised"]
    assert [(each["item"], each["reason"]) for each in found] == [(item, reason)]
    assert found[0]["explanation"]
    if reason == "misprint":
        assert found[0]["suggestion"] == "A/HRC/46/L.7"
    if reason == "ambiguous":
        symbols = [each["symbol"] for each in found[0]["candidates"]]
        assert symbols == ["A/64/435", "A/HRC/14/36"]


def test_offsets_are_those_of_the_notes() -> None:
    notes = ["1. See A/64/435, para. 2", "2. Ibid."]
    found = read_pasted(notes)
    assert [each["text"] for each in found["items"]] == ["See A/64/435, para. 2", "Ibid."]
    text = "\n".join(notes)
    for citation in found["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["text"]


@pytest.mark.parametrize(
    "text", ["\x00\x01", "A/" * 5000, "(" * 3000, "1. " * 2000, "\u202e\ufeff"]
)
def test_hostile_text_is_read(text: str) -> None:
    json.dumps(read_pasted(split_pasted(text) or [text]))
