from __future__ import annotations

import pytest

from rightsgraph.extraction import CitationKind, Resolution, extract
from rightsgraph.reading import read
from tests.extraction.texts import of

Row = tuple[str | None, tuple[str, ...]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "CCPR/C/SVN/CO/3, para. 6. See also CERD/C/SVN/CO/8-11, para. 17 and "
            "E/C.12/SVN/CO/2, para. 9.",
            [
                ("CCPR/C/SVN/CO/3", ("para 6",)),
                ("CERD/C/SVN/CO/8-11", ("para 17",)),
                ("E/C.12/SVN/CO/2", ("para 9",)),
            ],
        ),
        (
            "See A/HRC/25/63, Report of the Commission of Inquiry (7 February 2014), paras. "
            "76 and 94 (a).",
            [("A/HRC/25/63", ("para 76", "para 94(a)"))],
        ),
        (
            "UNHCR submission for the review of Examplia, p. 3, CERD/C/SVN/CO/8-11, para. 18.",
            [(None, ("p 3",)), ("CERD/C/SVN/CO/8-11", ("para 18",))],
        ),
        (
            "A.R.A. v. Sweden (CAT/C/38/D/305/2006), para. 6.1; and Bacher v. Austria "
            "(CRPD/C/19/D/26/2014), para. 9.7.",
            [("CAT/C/38/D/305/2006", ("para 6.1",)), ("CRPD/C/19/D/26/2014", ("para 9.7",))],
        ),
        (
            "Communication No. 163/2000, H.A.S.V. and F.O.C. v. Canada, at para. 6.3.",
            [(None, ("para 6.3",))],
        ),
        (
            "General comment No. 13 (1999), E/C.12/1999/10, para. 51.",
            [("E/C.12/1999/10", ("para 51",))],
        ),
        (
            "A/HRC/RES/47/19, para. 3. Available at: https://undocs.org/A/HRC/RES/47/19.",
            [("A/HRC/RES/47/19", ("para 3",))],
        ),
        ("https://undocs.org/en/A/HRC/40/74", [("A/HRC/40/74", ())]),
        (
            "General comment No. 34 (2011) on freedoms of opinion, Official Records of the General "
            "Assembly, Sixty-sixth session, Supplement No. 40, vol. I (A/66/40 (Vol. I)), annex V.",
            [("A/66/40 (Vol. I)", ("annex V",))],
        ),
        (
            'See the Minnesota Protocol, para. 25: "Investigations must be prompt" and para. 26.',
            [(None, ("para 25", "para 26"))],
        ),
        (
            "General Comment 31, ¶ 10, UN HRC, 80th Sess., U.N. Doc. CCPR/C/21/Rev.1/Add.13.",
            [("CCPR/C/21/Rev.1/Add.13", ("para 10",))],
        ),
        (
            "CCPR/C/SR.3737, 3738 and 3739",
            [("CCPR/C/SR.3737", ()), ("CCPR/C/SR.3738", ()), ("CCPR/C/SR.3739", ())],
        ),
        ("See paras. 7.1 to 7.3 above.", []),
        ("The author did not keep a copy of his appeal.", []),
    ],
)
def test_works_and_places_of_a_note(words: str, expected: list[Row]) -> None:
    assert [(c.symbol, c.pinpoints) for c in of(notes=(words,)).citations] == expected


def test_treaties_are_cited_by_article_and_by_declared_acronym() -> None:
    extraction = of(
        "The International Pact of Civil and Political Rights (PIDCP) article 19 and the American "
        "Convention on Human Rights (CADH) article 13 apply. See articles 9(2) of the PIDCP and "
        "7(4) of the CADH. The PIDCP binds."
    )
    found = [(c.title, c.pinpoints) for c in extraction.citations if c.pinpoints]
    assert found == [
        ("International Pact of Civil and Political Rights", ("art 19",)),
        ("American Convention on Human Rights", ("art 13",)),
        ("International Pact of Civil and Political Rights", ("art 9(2)",)),
        ("American Convention on Human Rights", ("art 7(4)",)),
    ]
    assert all(c.kind is CitationKind.TREATY for c in extraction.citations)


def test_the_covenant_means_the_one_that_the_document_names() -> None:
    named = "The International Covenant on Sample Rights binds Examplia."
    rest = "Articles 14 and 21 of the Covenant protect her, and so does article 3 of the Protocol."
    found = [(c.title, c.pinpoints) for c in of(named, rest).citations if c.pinpoints]
    assert found == [("International Covenant on Sample Rights", ("art 14", "art 21"))]
    other = "So does the International Covenant on Other Examples."
    assert not [c for c in of(named, other, rest).citations if c.pinpoints]


def test_a_misprint_is_repaired_only_when_its_correct_form_stands_in_the_document() -> None:
    alone = of("See E/EN.4/1998/45.").citations[0]
    beside = of("See E/EN.4/1998/45 and E/CN.4/1998/45.").citations[0]
    assert alone.symbol == "E/EN.4/1998/45"
    assert beside.symbol == "E/CN.4/1998/45"


def test_every_citation_has_its_words_and_offsets() -> None:
    text = "See A/HRC/25/63, para. 94 (a)."
    citation = of(text).citations[0]
    assert text[citation.start : citation.end] == citation.text
    assert citation.resolution is Resolution.EXPLICIT


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "See A/64/435 and Corr.1, para. 3.",
            [("A/64/435", ("para 3",)), ("A/64/435/Corr.1", ())],
        ),
        (
            "E. v. Examplia (CAT/C/48/D/370/2009 and CAT/C/48/D/370/2009/Corr.1), para. 8.4.",
            [("CAT/C/48/D/370/2009", ("para 8.4",)), ("CAT/C/48/D/370/2009/Corr.1", ())],
        ),
        ("A. v. Examplia, communication No. 1/2010, paras. 5.1. and 5.2.",
         [(None, ("para 5.1", "para 5.2"))]),
        ("ECHR, Sample v. Examplia, decision of 29 August 2000.", [(None, ())]),
        ("He cites Supreme Sample Court resolution on case file 4/2006 of 24 July 2007.",
         [(None, ())]),
        ("In decision T-12 of 2008, the Constitutional Court of Examplia said so.", [(None, ())]),
        ("Judgment of the Regional Tribunal of Northport No. 60/2013, dated 12 May 2015.",
         [(None, ())]),
        (
            "He knew it (see Anna Sample, “What came after”, Journal of Examples, vol. 1, No. 1 "
            "(May 2013), pp. 1-9).",
            [(None, ("pp 1-9",))],
        ),
    ],
)  # fmt: skip
def test_corrigenda_judgments_and_works_amid_a_remark(note: str, expected: list[Row]) -> None:
    assert [(c.symbol, c.pinpoints) for c in of(notes=(note,)).citations] == expected


def test_a_resolution_by_number_alone_is_the_one_whose_symbol_stands_in_the_document() -> None:
    words = "Resolution 41/2 asks for a report."
    assert [c.symbol for c in of(words, notes=("A/HRC/RES/41/2.",)).citations] == [
        "A/HRC/RES/41/2",
        "A/HRC/RES/41/2",
    ]
    both = of(words, notes=("A/HRC/RES/41/2; A/RES/41/2.",)).citations
    assert "citation.resolution-in-words" not in [c.rule for c in both if c.symbol]


@pytest.mark.parametrize(
    ("note", "titles"),
    [
        ("Şahin Alpay v. Examplia, paras. 72-78.", ["Şahin Alpay v. Examplia"]),
        (
            "See European Court of Human Rights, Young, James and Webster v. Examplia, para. 63.",
            ["Young, James and Webster v. Examplia"],
        ),
        (
            "See communications No. 435/2010, G.B.M. v. Sweden, para. 7.7; or No. 458/2011, X. v. "
            "Denmark, para. 9.5.",
            [
                "G.B.M. v. Sweden, communication No. 435/2010",
                "X. v. Denmark, communication No. 458/2011",
            ],
        ),
        (
            'Office for Examples, "Addressing the concerns of everybody" (Geneva, 2015). It is.',
            ['Office for Examples, "Addressing the concerns of everybody" (Geneva, 2015)'],
        ),
        ("Examplia acceded to the Convention on 18 February 1993 and accepted communications.", []),
        (
            "Point 2 of Ordinance (Resolution) No. 1383 of the Council of Ministers.",
            ["Ordinance (Resolution) No. 1383 of the Council of Ministers"],
        ),
    ],
)
def test_titles_of_works_in_notes(note: str, titles: list[str]) -> None:
    assert [c.title for c in of(notes=(note,)).citations] == titles


def test_a_footnote_is_sent_to_without_above() -> None:
    found = of(notes=("A/HRC/25/63, para. 4.", "See footnote 1.")).citations
    assert [c.symbol for c in found] == ["A/HRC/25/63", "A/HRC/25/63"]


def test_a_case_after_ibid_stands_there_itself() -> None:
    notes = (
        "A/HRC/25/63; and A/HRC/25/64.",
        "Ibid., Mehmet Sample v. Examplia (application No. 13237/17), para. 142.",
    )
    assert [c.title for c in of(notes=notes).citations][2:] == [
        "Mehmet Sample v. Examplia, application No. 13237/17"
    ]


def test_the_covenant_of_a_committee_is_its_own() -> None:
    observations = extract(
        read(
            "CCPR/C/SVN/CO/9\n\nConcluding observations on the ninth report of Slovenia\n\n"
            "4. The Committee is concerned that the Convention on the Rights of the Child and "
            "article 9 of the Covenant are not applied (arts. 2 and 6)."
        )
    )
    found = [(c.title, c.pinpoints) for c in observations.citations if c.pinpoints]
    covenant = "International Covenant on Civil and Political Rights"
    assert found == [(covenant, ("art 9",)), (covenant, ("art 2", "art 6"))]


def test_a_paragraph_of_an_annex_is_both_places() -> None:
    (cited,) = of(
        "In accordance with paragraph 15 of the annex to Human Rights Council resolution 5/1, "
        "the documents were issued."
    ).citations
    assert (cited.symbol, cited.pinpoints) == ("A/HRC/RES/5/1", ("annex", "para 15"))
