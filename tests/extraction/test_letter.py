"""The letter of 29 October 2015: what the design says that the reader must find by itself."""

from __future__ import annotations

from functools import lru_cache

from rightsgraph.extraction import Extraction, Resolution, extract
from rightsgraph.reading import read
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared


@lru_cache(maxsize=1)
def letter() -> Extraction:
    return extract(read(SHARED / "letters" / "2015-10-29-joint-letter-dprk.txt"))


def test_head_and_gap() -> None:
    metadata = letter().metadata
    assert metadata.title == "Joint Letter to UN Security Council Members"
    assert metadata.subject == "Human Rights in the DPRK"
    assert (metadata.date, metadata.place) == ("2015-10-29", "New York")
    assert metadata.addressee == "UN Security Council Members"
    assert metadata.salutation == "Dear Ambassador,"
    assert metadata.kind == "joint-letter"
    assert letter().gaps


def test_nine_signatories_with_abbreviations() -> None:
    signatories = letter().signatories
    assert len(signatories) == 9
    forms = {form for name in signatories for form in name.aliases}
    assert {"NKHR", "HRNK", "ICNK", "FIDH"} <= forms


def test_citations_with_resolutions_and_antecedents() -> None:
    found = [
        (c.note, c.symbol, c.pinpoints, c.resolution, c.antecedent) for c in letter().citations
    ]
    assert found == [
        ("1", "A/HRC/25/CRP.1", ("paras 1211-1217",), Resolution.EXPLICIT, None),
        ("1", "A/HRC/25/63", ("para 76",), Resolution.EXPLICIT, None),
        ("2", "A/HRC/25/CRP.1", ("para 1208",), Resolution.SHORT_FORM, 0),
        ("3", "A/HRC/25/63", ("para 94(a)",), Resolution.SHORT_FORM, 1),
        ("4", "A/70/362", ("summary",), Resolution.EXPLICIT, None),
        ("5", "A/70/393", ("para 67",), Resolution.EXPLICIT, None),
        ("6", "A/70/362", ("para 78",), Resolution.SHORT_FORM, 4),
        ("7", "A/70/362", ("para 78",), Resolution.IBID, 6),
        ("8", "A/70/362", ("paras 74-76",), Resolution.IBID, 7),
    ]


def test_ten_quotations_with_their_speakers() -> None:
    quotations = [q for q in letter().quotations if "high threshold" not in q.text]
    assert len(quotations) == 10
    speakers = [q.speaker or "" for q in quotations]
    words = ("inquiry", "rapporteur", "secretary-general")
    assert [tuple(word in s.lower() for word in words) for s in speakers] == [
        (True, False, False), (True, False, False), (False, True, False), (False, True, False),
        (False, True, False), (False, False, True), (False, False, True), (False, True, False),
        (False, True, False), (True, False, False),
    ]  # fmt: skip


def test_recommendations_with_who_asks_whom_for_what() -> None:
    found = {(r.by, r.addressee) for r in letter().recommendations}
    commission = (
        "Commission of inquiry on human rights in the Democratic People's Republic of Korea"
    )
    rapporteur = (
        "Special Rapporteur on the situation of human rights in the Democratic People's "
        "Republic of Korea"
    )
    assert (commission, "Security Council") in found
    assert (rapporteur, "International community") in found or (
        rapporteur,
        "international community",
    ) in found
    assert any(by == "signatories" and to == "Security Council" for by, to in found)
    referral = [r for r in letter().recommendations if "refer-to-icc" in r.actions]
    assert referral
    assert letter().citations[referral[0].citations[0]].pinpoints == ("para 94(a)",)
    assert any(r.deadline == "before the end of the year" for r in letter().recommendations)


def test_the_crimes_of_paragraph_76_are_violation_concepts() -> None:
    concepts = {v for finding in letter().findings for v in finding.violations}
    assert {
        "extermination",
        "murder",
        "enslavement",
        "torture",
        "enforced-disappearance",
    } <= concepts
