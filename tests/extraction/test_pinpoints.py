from __future__ import annotations

import pytest

from rightsgraph.extraction.pinpoints import find_pinpoints


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("para. 76", ["para 76"]),
        ("preambular para. 4", ["preambular para 4"]),
        ("preambular paras. 3 and 6", ["preambular para 3", "preambular para 6"]),
        ("thirty-fourth preambular para.", ["preambular para 34"]),
        ("the present preambular paragraph", []),
        ("para. 94(a)", ["para 94(a)"]),
        ("para. 94 (a)", ["para 94(a)"]),
        ("para. 34 (1) (f)", ["para 34(1)(f)"]),
        ("paras 74-76", ["paras 74-76"]),
        ("paras. 74 to 76", ["paras 74-76"]),
        ("paras. 74-76 and 80", ["paras 74-76", "para 80"]),
        ("para. 94 (a) and (b), 95", ["para 94(a)", "para 94(b)", "para 95"]),
        ("para. 94 (a)-(c)", ["para 94(a)-(c)"]),
        (
            "paras. 115.1, 115.4-115.17 and 115.133",
            ["para 115.1", "paras 115.4-115.17", "para 115.133"],
        ),
        (
            "paras. 115.105, 115. 23 and 115.59- 115.61",
            ["para 115.105", "para 115.23", "paras 115.59-115.61"],
        ),
        ("pp. 79, 83 and 88", ["p 79", "p 83", "p 88"]),
        ("pp. 4-5", ["pp 4-5"]),
        ("p. 12", ["p 12"]),
        ("§§ 522-523", ["paras 522-523"]),
        ("at ¶ 12", ["para 12"]),
        ("art. 9(5)", ["art 9(5)"]),
        ("article 2, paragraph 3 (a), of the Covenant", ["art 2(3)(a)"]),
        ("articles 9 and 14", ["art 9", "art 14"]),
        ("annex II, sect. B", ["annex II", "sect B"]),
        ("chap. III.B", ["chap III.B"]),
        ("A/70/362, summary", ["summary"]),
        ("A/HRC/31/57, annex.", ["annex"]),
        ("operative paragraph 12", ["para 12"]),
        ("the paragraph says", []),
        ("in part because", []),
        ("spp. 12", []),
    ],
)
def test_places_are_normalised(words: str, places: list[str]) -> None:
    found = [place for pinpoint in find_pinpoints(words) for place in pinpoint.places]
    assert found == places
