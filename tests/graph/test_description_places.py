"""Pinpoints become places: one for each paragraph that they name."""

from __future__ import annotations

import pytest

from rightsgraph.graph.description_places import MOST_IN_A_RANGE, describe_place, expand
from rightsgraph.graph.description_sheet import Sheet
from rightsgraph.vocabulary import Dcterms, Doco, Rg

DOCUMENT = "https://w3id.org/rightsgraph/id/un/A/HRC/99/12"


@pytest.mark.parametrize(
    ("pinpoints", "places"),
    [
        (["para 94(a)"], ["para 94(a)"]),
        (["paras 74-76"], ["para 74", "para 75", "para 76"]),
        (["paras 6.3-6.5"], ["para 6.3", "para 6.4", "para 6.5"]),
        (["paras 94(a)-(c)"], ["para 94(a)", "para 94(b)", "para 94(c)"]),
        (["paras 94(a)-94(b)"], ["para 94(a)", "para 94(b)"]),
        (["paras 121-3"], ["para 121", "para 122", "para 123"]),
        (["paras 94-96(b)"], ["para 94", "para 96(b)"]),
        (["pp 4-5"], ["p 4", "p 5"]),
        (["summary", "para 3", "summary"], ["summary", "para 3"]),
        (["sect II.B", "annex I"], ["sect II.B", "annex I"]),
        (["paras 9-7"], ["para 9", "para 7"]),
        ([f"paras 1-{MOST_IN_A_RANGE}"], [f"para {n}" for n in range(1, MOST_IN_A_RANGE + 1)]),
        ([f"paras 1-{MOST_IN_A_RANGE + 1}"], []),
        (["para <b>"], []),
        ([], []),
    ],
)
def test_ranges_and_lists_become_single_places(pinpoints: list[str], places: list[str]) -> None:
    assert list(expand(pinpoints)) == places


def test_a_sublevel_is_part_of_its_paragraph() -> None:
    sheet = Sheet("https://example.org/g")
    iri = describe_place(sheet, DOCUMENT, "para 94(a)(ii)")
    assert iri == f"{DOCUMENT}#para-94(a)(ii)"
    assert set(sheet.data[iri][Dcterms.isPartOf]) == {DOCUMENT, f"{DOCUMENT}#para-94(a)"}
    assert set(sheet.data[f"{DOCUMENT}#para-94(a)"][Dcterms.isPartOf]) == {
        DOCUMENT,
        f"{DOCUMENT}#para-94",
    }
    assert set(sheet.data) == {f"{DOCUMENT}#para-94{level}" for level in ("", "(a)", "(a)(ii)")}


def test_a_place_of_a_work_without_symbol_has_one_fragment() -> None:
    sheet = Sheet("https://example.org/g")
    iri = describe_place(sheet, "https://example.org/id/letter/x#work-2", "para 6")
    assert iri == "https://example.org/id/letter/x#work-2-para-6"


@pytest.mark.parametrize(
    ("place", "kind"),
    [("summary", Doco.Abstract), ("annex II", Doco.Appendix), ("art 9(5)", Doco.Section)],
)
def test_a_place_has_the_class_of_its_unit(place: str, kind: str) -> None:
    sheet = Sheet("https://example.org/g")
    about = sheet.data[describe_place(sheet, DOCUMENT, place)]
    assert any(kind in values for values in about.values())
    assert [str(value) for value in about[Rg.pinpoint]] == [f'"{place}"']
