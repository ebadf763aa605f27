# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import pytest

from rightsgraph.reading import read
from tests.reading.outline import Row, check, kinds, labels, outline

LETTER = """\
4 MARCH 2021

Joint Letter to the Government of Examplia

Re: Trial of journalists in Exampletown

Exampletown, 4 March 2021

H.E. Jane Doe
Minister of Justice
1 Example Street
12345 Exampletown

Dear Minister,

We, the undersigned organizations, write about the trial of eleven journalists in Exampletown.

The Committee urged the Republic of Examplia to release all who were held for what they wrote.

Share this

Recommendations

We call on you:

(a) to release the journalists;

(b) to amend the law.

Yours sincerely,

Example Watch
Freedom for Examplia (FFE)

cc: The Prime Minister of Examplia

© 2021 Example Watch
"""


def test_every_part_of_a_letter() -> None:
    assert outline(check(read(LETTER))) == [
        ("furniture", "4 MARCH 2021"),
        ("title", "Joint Letter to the Government of Examplia"),
        ("subject", "Re: Trial of journalists in Exampletown"),
        ("date line", "Exampletown, 4 March 2021"),
        ("address", "H.E. Jane Doe"),
        ("address", "Minister of Justice"),
        ("address", "1 Example Street"),
        ("address", "12345 Exampletown"),
        ("salutation", "Dear Minister,"),
        (
            "paragraph",
            "We, the undersigned organizations, write about the trial of eleven journalists in"
            " Exampletown.",
        ),
        (
            "paragraph",
            "The Committee urged the Republic of Examplia to release all who were held for what"
            " they wrote.",
        ),
        ("furniture", "Share this"),
        ("heading", "Recommendations"),
        ("paragraph", "We call on you:"),
        ("list item", "(a) to release the journalists;"),
        ("list item", "(b) to amend the law."),
        ("valediction", "Yours sincerely,"),
        ("signatures", "Example Watch"),
        ("signatures", "Freedom for Examplia (FFE)"),
        ("paragraph", "cc: The Prime Minister of Examplia"),
        ("furniture", "© 2021 Example Watch"),
    ]


REPORT = """\
             United Nations                                      A/HRC/99/EXA/2
             General Assembly                               Distr.: General
                                                            30 August 2021

                                                            Original: English

Human Rights Council
Working Group on Examples
Ninety-ninth session
4–15 November 2021


            Compilation on Examplia

            Report of the Office of Examples

       I. Background
            1.     The present report was prepared for the Council and takes into account the
            period of the review. It is a compilation of what other reports on Examplia hold.

      II. Scope of international obligations and cooperation with
          international mechanisms
       A. Treaties
            2.   The Committee recommended that Examplia ratify the treaty on examples and
            that it make the declaration. The Special Rapporteur on examples noted in 2020 that the

GE.21-12345(E)
\f
A/HRC/99/EXA/2

            treaty had not been ratified in the Republic of Examplia by the end of the year when
            the report was written.
            3.   The Committee regretted that.

2
"""


def test_every_part_of_a_report_with_its_layout_kept() -> None:
    document = check(read(REPORT))
    assert outline(document) == [
        ("masthead", "United Nations"),
        ("masthead", "A/HRC/99/EXA/2"),
        ("masthead", "General Assembly"),
        ("masthead", "Distr.: General"),
        ("date line", "30 August 2021"),
        ("masthead", "Original: English"),
        ("masthead", "Human Rights Council"),
        ("masthead", "Working Group on Examples"),
        ("masthead", "Ninety-ninth session"),
        ("masthead", "4–15 November 2021"),
        ("title", "Compilation on Examplia"),
        ("title", "Report of the Office of Examples"),
        ("heading", "I. Background"),
        (
            "paragraph",
            "1. The present report was prepared for the Council and takes into account the period"
            " of the review. It is a compilation of what other reports on Examplia hold.",
        ),
        (
            "heading",
            "II. Scope of international obligations and cooperation with international mechanisms",
        ),
        ("heading", "A. Treaties"),
        (
            "paragraph",
            "2. The Committee recommended that Examplia ratify the treaty on examples and that it"
            " make the declaration. The Special Rapporteur on examples noted in 2020 that the"
            " treaty had not been ratified in the Republic of Examplia by the end of the year when"
            " the report was written.",
        ),
        ("furniture", "GE.21-12345(E)"),
        ("furniture", "A/HRC/99/EXA/2"),
        ("paragraph", "3. The Committee regretted that."),
        ("furniture", "2"),
    ]
    assert labels(document, "paragraph") == ["1", "2", "3"]
    assert labels(document, "heading") == ["I", "II", "A"]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 1, 2]
    assert document.blocks[-1].page == 2


RESOLUTION = """\
              99/1
              Situation of human rights in Examplia

                     The Council of Examples,
                      Recalling its resolution 98/1 of 15 March 2020,
                      Recalling also the declaration of 18 June 2007 on the rights of those,
                     Reaffirming that all States have an obligation to promote and protect human rights
              and fundamental freedoms, as stated in the Charter and in the other instruments to
              which they are parties,
                     1.     Condemns the violations committed during the protests in the capital of the
              country, and also condemns the violence;
                     2.      Calls upon the Government of Examplia to conduct an investigation that is
              full;
                                                                                             36th meeting
                                                                                             18 June 2021
"""


def test_a_resolution_whose_paragraphs_are_told_apart_by_indents() -> None:
    assert [words for _, words in outline(check(read(RESOLUTION)))] == [
        "99/1",
        "Situation of human rights in Examplia",
        "The Council of Examples,",
        "Recalling its resolution 98/1 of 15 March 2020,",
        "Recalling also the declaration of 18 June 2007 on the rights of those,",
        "Reaffirming that all States have an obligation to promote and protect human rights and"
        " fundamental freedoms, as stated in the Charter and in the other instruments to which"
        " they are parties,",
        "1. Condemns the violations committed during the protests in the capital of the country,"
        " and also condemns the violence;",
        "2. Calls upon the Government of Examplia to conduct an investigation that is full;",
        "36th meeting",
        "18 June 2021",
    ]


WRAPPED = """\
The Committee noted that the law on the pro-
tection of journalists had not been adopted by the par-
liament of Examplia. The well-known editor of the well-
known newspaper was held in the non-
Governmental prison. See CEDAW/C/EXA/CO/5-
6, and also www.example.org/treaties/
list for all the other documents on it.
"""


def test_hyphens_at_line_ends() -> None:
    assert outline(check(read(WRAPPED))) == [
        (
            "paragraph",
            "The Committee noted that the law on the protection of journalists had not been adopted"
            " by the parliament of Examplia. The well-known editor of the well-known newspaper was"
            " held in the non-Governmental prison. See CEDAW/C/EXA/CO/5-6, and also"
            " www.example.org/treaties/list for all the other documents on it.",
        )
    ]


PROSE = "The Government of Examplia has released nobody since the Committee asked it to do so"
GAPS: list[tuple[str, list[str]]] = [
    (
        f"As you know, the Commission on the situation in the Republic of Examplia\n\n"
        f"found that this was so.\n\n{PROSE}.",
        ["paragraph", "gap", "paragraph", "paragraph"],
    ),
    (
        f"{PROSE} and the\n\nRelated Content\n\nA teaser\n\ncourts have not helped them at all in the years that have gone by since.",
        ["paragraph", "gap", "furniture", "furniture", "paragraph"],
    ),
    (
        f"{PROSE}.\n\nthreshold of proof, and nothing has been done about it since then.",
        ["paragraph", "gap", "paragraph"],
    ),
    # a list, a heading and an omitted full stop are no gaps
    (f"{PROSE}:\n\nto release them all now;\n\nto pay them.", ["paragraph"] * 3),
    (f"{PROSE}\n\nThe courts have not helped.", ["paragraph", "paragraph"]),
    (f"{PROSE}.\n\nwww.example.org is the address of it all here.", ["paragraph", "paragraph"]),
]


@pytest.mark.parametrize(("text", "expected"), GAPS)
def test_gaps(text: str, expected: list[str]) -> None:
    assert kinds(check(read(f"{PROSE}.\n\n{text}")))[1:] == expected


STATEMENT = f"Statement on Examplia\n\n{PROSE}. {PROSE}.\n\n"
SIGNED: list[tuple[str, list[Row]]] = [
    (
        "Signatories:\n\nOne House\n\nTwo House",
        [("heading", "Signatories:"), ("signatures", "One House"), ("signatures", "Two House")],
    ),
    (
        "Signed by: One House, Two House, and Three House.",
        [("signatures", "Signed by: One House, Two House, and Three House.")],
    ),
    (
        "One House\n\nTwo House\n\nThree House",
        [("signatures", "One House"), ("signatures", "Two House"), ("signatures", "Three House")],
    ),
    (
        "Signatories\n\n1. One House\n2. Two House",
        [
            ("heading", "Signatories"),
            ("signatures", "1. One House"),
            ("signatures", "2. Two House"),
        ],
    ),
    (
        "Endorsed by\n\nOrganizations:\n\nOne House\n\nIndividuals:\n\nJane Doe, lawyer",
        [
            ("heading", "Endorsed by"),
            ("heading", "Organizations:"),
            ("signatures", "One House"),
            ("heading", "Individuals:"),
            ("signatures", "Jane Doe, lawyer"),
        ],
    ),
    (
        "Sincerely,\n\nOne House\n\ncc: The Minister\n\nThe President",
        [
            ("valediction", "Sincerely,"),
            ("signatures", "One House"),
            ("paragraph", "cc: The Minister"),
            ("paragraph", "The President"),
        ],
    ),
    (
        "Sincerely,\n\nOne House\n\nNotes\n\n[1] See A/77/1.\n\n[2] Ibid.",
        [
            ("valediction", "Sincerely,"),
            ("signatures", "One House"),
            ("heading", "Notes"),
            ("note", "[1] See A/77/1."),
            ("note", "[2] Ibid."),
        ],
    ),
    ("Atentamente,\n\nCasa Uno", [("valediction", "Atentamente,"), ("signatures", "Casa Uno")]),
    (
        "Please accept, Excellency, the assurances of our highest consideration.\n\nJane Doe\nSpecial Rapporteur on examples",
        [
            (
                "valediction",
                "Please accept, Excellency, the assurances of our highest consideration.",
            ),
            ("signatures", "Jane Doe"),
            ("signatures", "Special Rapporteur on examples"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SIGNED)
def test_signatures(text: str, expected: list[Row]) -> None:
    document = check(read(STATEMENT + text))
    assert outline(document)[2:] == expected


BODY: list[tuple[str, list[tuple[str, str | None]]]] = [
    (f"12. {PROSE}.\n\n13. {PROSE}.", [("paragraph", "12"), ("paragraph", "13")]),
    (f"2.1 {PROSE}.\n\n2.2 {PROSE}.", [("paragraph", "2.1"), ("paragraph", "2.2")]),
    (f"(6) {PROSE}.", [("paragraph", "6")]),
    (f"§ 12 {PROSE}.", [("paragraph", "12")]),
    (
        f"{PROSE}:\n\n1. Release them.\n\n2. Pay them.",
        [("paragraph", None), ("list item", "1"), ("list item", "2")],
    ),
    (
        f"{PROSE}:\n\n• Release them.\n\n• Pay them.",
        [("paragraph", None), ("list item", None), ("list item", None)],
    ),
    (f"{PROSE}:\n\n(iv) Release them.", [("paragraph", None), ("list item", "iv")]),
    (
        f"7. {PROSE}.\n\n1. Equality\n\n8. {PROSE}.",
        [("paragraph", "7"), ("heading", "1"), ("paragraph", "8")],
    ),
    (f"IV. Conclusions\n\n{PROSE}.", [("title", None), ("paragraph", None)]),
    (
        f"{PROSE}.\n\nIV. Conclusions\n\n{PROSE}.",
        [("paragraph", None), ("heading", "IV"), ("paragraph", None)],
    ),
    (
        f"{PROSE}.\n\nC. Courts and prisons\n\n{PROSE}.",
        [("paragraph", None), ("heading", "C"), ("paragraph", None)],
    ),
    (
        f"{PROSE}:\n\n“{PROSE}.”\n\n{PROSE}.",
        [("paragraph", None), ("block quotation", None), ("paragraph", None)],
    ),
    (
        f"{PROSE}.\n\nCourts and prisons\n\n{PROSE}.",
        [("paragraph", None), ("heading", None), ("paragraph", None)],
    ),
    (f"{PROSE}.\n\n18 June 2021", [("paragraph", None), ("date line", None)]),
]


@pytest.mark.parametrize(("text", "expected"), BODY)
def test_what_the_words_are_made_of(text: str, expected: list[tuple[str, str | None]]) -> None:
    document = check(read(text))
    assert [(block.kind.value, block.label) for block in document.blocks] == expected


def test_the_words_after_a_printed_number() -> None:
    document = read(f"12. {PROSE}.")
    assert document.body(document.blocks[0]) == f"{PROSE}."


HEADS: list[tuple[str, list[str]]] = [
    (
        f"Open letter\n\nTo: The Minister\nMinistry of Justice\n\n{PROSE}.",
        ["title", "address", "address", "paragraph"],
    ),
    (
        f"Asunto: Detención de periodistas\n\nExcelencia:\n\n{PROSE}.",
        ["subject", "salutation", "paragraph"],
    ),
    (
        f"Ginebra, 29 de octubre de 2015\n\nEstimado Señor Ministro:\n\n{PROSE}.",
        ["date line", "salutation", "paragraph"],
    ),
    (
        f"Genève, le 3 août 2015\n\nMadame, Monsieur,\n\n{PROSE}.",
        ["date line", "salutation", "paragraph"],
    ),
    (
        f"Mandates of the Special Rapporteur on examples\n\n2021-03-04\n\nExcellency,\n\n{PROSE}.",
        ["masthead", "date line", "salutation", "paragraph"],
    ),
    (
        f"Example Watch\n350 Example Avenue\n\nMay 3, 2021\n\nVia email\n\nDear Ms. Doe:\n\n{PROSE}.",
        ["masthead", "address", "date line", "address", "salutation", "paragraph"],
    ),
    (f"Examplia: Release the eleven\n\n{PROSE}.", ["title", "paragraph"]),
    (
        f"Economic and Social Council\nAgenda item 4\n\nTorture in Examplia\nNote by the Secretariat\n\n1. {PROSE}.",
        ["masthead", "masthead", "title", "title", "paragraph"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_heads(text: str, expected: list[str]) -> None:
    assert kinds(check(read(text))) == expected


def test_page_numbers_without_page_ends() -> None:
    pages = "\n\n".join(
        f"{number}. {PROSE} and\n\n{number}\n\nthey never will." for number in range(1, 5)
    )
    document = check(read(pages))
    assert kinds(document) == ["paragraph", "furniture"] * 4
    assert document.text.count(" and they never will.") == 4


def test_a_page_number_below_a_symbol_is_furniture() -> None:
    pages = "\n".join(
        f"{number}. {PROSE}." + ("\nA/HRC/15/99\n" + str(number - 14) if number > 16 else "")
        for number in range(1, 20)
    )
    found = kinds(check(read(pages)))
    assert found == ["paragraph"] * 16 + ["paragraph", "furniture", "furniture"] * 3


def test_a_name_parted_inside_its_bracket_goes_on() -> None:
    lines = "\n".join(
        [
            f"1. {PROSE} and of all the others who were never heard in the hearings of",
            f"the year. {PROSE} and of those who were not so much as named in it",
            "1.1. Ratify the convention on the rights of the people of (Northern",
            "Examplia);",
            f"1.2. Repeal the law. {PROSE} and of all the others that follow it now",
            f"in the years. {PROSE} and of all of the rest that nobody will ever",
        ]
    )
    assert "of (Northern Examplia);" in read(lines).text


def test_a_wrapped_paragraph_goes_on_over_a_page_number() -> None:
    lines = "The Committee of Examplia noted many times in its views that the courts had not acted"
    text = "\n\n".join(f"{lines}\n{lines} at the\n\n{n}\n\nend of the year {n}." for n in (7, 8, 9))
    document = check(read(text))
    assert kinds(document) == ["paragraph", "furniture"] * 3
    assert "at the end of the year 7." in document.text


def test_rows_of_a_table() -> None:
    rows = "State          Year       Number\nExamplia       2020       11\nSampleland     2021       12"
    text = "\n".join(f"{PROSE}." for _ in range(16)) + "\n\n" + rows
    assert kinds(check(read(text)))[-3:] == ["table row"] * 3


def test_cookie_banners_and_topic_lines() -> None:
    text = (
        f"Skip to main content\n\nWe use cookies to make this page better for you.\n\n"
        f"Examplia: Release the eleven\n\n{PROSE}.\n\nTopic: [Courts](#)\n\nMore Reading\n\n"
        "Another story\n\n5 May 2021"
    )
    assert kinds(check(read(text))) == [
        "furniture",
        "furniture",
        "title",
        "paragraph",
        "furniture",
        "furniture",
        "furniture",
        "furniture",
    ]


def test_labels_that_stand_alone_go_before_their_words() -> None:
    text = (
        f"80.\nThe Special Rapporteur recommends that States of every kind and of every region:\n"
        f"(a)\n{PROSE};\n(b)\n{PROSE}.\n81.\n{PROSE}."
    )
    document = check(read(text))
    assert [block.label for block in document.blocks] == ["80", "a", "b", "81"]


def test_a_symbol_at_the_head_of_a_page_takes_no_further_words() -> None:
    lines = "\n".join([f"that {PROSE.lower()} in all of the land of the others"] * 4)
    document = read(f"A/HRC/6/99\npage 20\n{lines}.")
    assert document.text.startswith("A/HRC/6/99\n")
