from __future__ import annotations

import pytest

from rightsgraph.extraction import Citation, Resolution
from tests.extraction.texts import of


def last(*notes: str) -> Citation:
    return of(notes=notes).citations[-1]


@pytest.mark.parametrize(
    ("notes", "symbol", "pinpoints", "resolution"),
    [
        (("A/70/362, para. 78.", "Ibid."), "A/70/362", ("para 78",), "ibid"),
        (("A/70/362, para. 78.", "Ibid, paras 74-76."), "A/70/362", ("paras 74-76",), "ibid"),
        (("A/70/362, para. 78.", "Ibidem, p. 3"), "A/70/362", ("p 3",), "ibid"),
        (("A/70/362, para. 78.", "Id. at 12."), "A/70/362", ("p 12",), "ibid"),
        (("A/70/362, para. 78; ibid., para. 80.",), "A/70/362", ("para 80",), "ibid"),
        (
            ("A/70/362, para. 1.", "Ibid., para. 2.", "Ibid., para. 3."),
            "A/70/362",
            ("para 3",),
            "ibid",
        ),
        (("A/70/362, para. 1 and A/70/393, para. 2.", "Ibid."), None, (), "ambiguous"),
        (
            ("A/70/362, para. 1, and A/70/362, para. 5.", "Ibid., para. 7."),
            "A/70/362",
            ("para 7",),
            "ibid",
        ),
        (("The author kept no copy.", "Ibid., para. 7."), None, ("para 7",), "unresolved"),
        (("Ibid.",), None, (), "unresolved"),
        (
            ("A/70/362, para. 1.", "A/70/393.", "See note 1 above, para. 9."),
            "A/70/362",
            ("para 9",),
            "note above",
        ),
        (
            ("A/70/362, para. 1.", "A/70/393.", "Supra note 1, para. 9."),
            "A/70/362",
            ("para 9",),
            "note above",
        ),
        (("A/70/362.", "See note 5 above."), None, (), "unresolved"),
        (
            ("Report on Examplia, ¶¶ 12-14, U.N. Doc. A/HRC/46/21 (Feb. 11, 2021).", "Id. ¶ 15."),
            "A/HRC/46/21",
            ("para 15",),
            "ibid",
        ),
        (
            (
                "Report of the Secretary-General, A/70/393 (Secretary-General report), para. 3.",
                "Secretary-General report, para. 67.",
            ),
            "A/70/393",
            ("para 67",),
            "short form",
        ),
        (
            (
                'A/HRC/25/63 (hereinafter "the main findings").',
                "A/70/393.",
                "Main findings, para. 4.",
            ),
            "A/HRC/25/63",
            ("para 4",),
            "short form",
        ),
        (
            (
                "Report of the UN Special Rapporteur on Examplia, A/70/362, summary.",
                "A/70/393.",
                "UN Special Rapporteur report, para 78",
            ),
            "A/70/362",
            ("para 78",),
            "short form",
        ),
        (
            (
                "Levinov v. Belarus (CCPR/C/117/D/2082/2011), para. 8.3.",
                "A/70/393.",
                "Levinov v. Belarus, para. 8.4.",
            ),
            "CCPR/C/117/D/2082/2011",
            ("para 8.4",),
            "short form",
        ),
        (
            (
                "Levinov v. Belarus (CCPR/C/117/D/2082/2011) and A/70/1.",
                "Levinov v. Belarus (note 1 above), para. 2.",
            ),
            "CCPR/C/117/D/2082/2011",
            ("para 2",),
            "note above",
        ),
        (
            (
                "Report of the Rapporteur on water, A/70/1.",
                "Report of the Rapporteur on health, A/70/2.",
                "Rapporteur report, para. 3.",
            ),
            None,
            ("para 3",),
            "explicit",
        ),
    ],
)
def test_back_references_find_their_work(
    notes: tuple[str, ...], symbol: str | None, pinpoints: tuple[str, ...], resolution: str
) -> None:
    citation = last(*notes)
    assert (citation.symbol, citation.pinpoints) == (symbol, pinpoints)
    assert citation.resolution is Resolution(resolution)


def test_every_step_keeps_its_antecedent() -> None:
    citations = of(notes=("A/70/362, para. 1.", "Ibid., para. 2.", "Ibid.")).citations
    assert [c.antecedent for c in citations] == [None, 0, 1]
    assert [c.inherited for c in citations] == [False, False, True]


def test_an_ambiguous_ibid_keeps_its_candidates() -> None:
    citations = of(notes=("A/70/362; A/70/393; A/70/1.", "Ibid.")).citations
    assert citations[-1].candidates == (0, 1, 2)


def test_a_series_that_restarts_ends_the_reach_of_ibid() -> None:
    from rightsgraph.extraction import extract
    from rightsgraph.reading import Block, BlockKind, Document

    text = "1 A/70/362.\n\n1 Ibid."
    blocks = (
        Block(BlockKind.NOTE, 0, 11, label="1", body=2),
        Block(BlockKind.NOTE, 13, 20, label="1", body=15),
    )
    citations = extract(Document(text=text, blocks=blocks)).citations
    assert citations[-1].resolution is Resolution.UNRESOLVED


def test_a_decision_with_several_symbols_is_one_work() -> None:
    joint = "See S. v. Examplia (CRC/C/89/D/77/2019-CRC/C/89/D/79/2019), para. 6.4."
    ibid = of(notes=(joint, "Ibid., para. 6.5.")).citations[-1]
    assert (ibid.symbol, ibid.pinpoints) == ("CRC/C/89/D/77/2019", ("para 6.5",))
