from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read
from tests.extraction.texts import of


@pytest.mark.parametrize(
    ("words", "addressee"),
    [
        ("We urge the Security Council to hold a session.", "Security Council"),
        ("The Committee recommended that Slovenia ratify the Convention on Examples.", "Slovenia"),
        ("It was recommended that Slovenia ratify the Covenant.", "Slovenia"),
        (
            "The Committee calls upon all parties to the conflict to respect the law.",
            "all parties to the conflict",
        ),
        (
            "The Special Rapporteur requested the Government of Mongolia to investigate.",
            "Government of Mongolia",
        ),
        ("States are encouraged to report.", "States"),
        ("The international community should act at once.", "international community"),
        ("Decisive action should be taken by the Security Council.", "Security Council"),
        ("It is essential that the Security Council remain engaged.", "Security Council"),
        ("The Committee demands that all armed groups put aside their arms.", "all armed groups"),
        (
            "Call on Example House and its leadership for a dialogue about her.",
            "Example House and its leadership",
        ),
        ("These plans are early; (d) States should carry out an assessment.", "States"),
        (
            "Groups are calling for an urgent intervention by the UN and the AU at once.",
            "United Nations (UN) and African Union (AU)",
        ),
        ("The oversight bodies should be empowered to act for citizens.", "oversight bodies"),
        ("Fifty experts have renewed their call for Kenya to address violations.", "Kenya"),
        ("We urge the G20 to invest in schools.", "Group of Twenty (G20)"),
        (
            "They wrote to Example House on October 4, 2019 asking Kenya to act.",
            "Kenya",
        ),
        ("We urge G20 members to invest in schools.", "Group of Twenty (G20) members"),
        ("Fifty groups have come together to urge Kenya to drop the bill.", "Kenya"),
        ("It is crucial that the new Secretary-General protect them.", "Secretary-General"),
        ('"Nobody helps. We urge Kenya to act," the expert said.', "Kenya"),
        ('"It is late," he said, calling on Kenya "to respond firmly".', "Kenya"),
    ],
)
def test_who_is_asked(words: str, addressee: str) -> None:
    found = of(words).recommendations
    assert [r.addressee for r in found] == [addressee]


@pytest.mark.parametrize(
    "words",
    [
        "The report was prepared at the request of the Council.",
        "The framework demands close cooperation among institutions and teachers.",
        "Such a mechanism should function at a high level.",
        "The information requested by the Committee was sent.",
        "The author asked the police for help.",
        "The complainant requests asylum in Sweden.",
        "It should be noted that the law changed.",
        "Invitations to participate were received from Mexico.",
        "She requested invitations from the Governments of Belarus and Togo.",
        "Pursuant to the Committee's recommendations, the law changed.",
        "No one should be surprised.",
        "In Examplia what should be a healthy debate has lacked leadership for long.",
        "It is incumbent on the courts of States parties to evaluate the evidence.",
        "Some seek to silence us as they expose injustice and demand an answer for all.",
        "The police reportedly demanded the neighbours to confirm his name.",
        "They were undermined by protests called for by the opposition.",
        'The resolution provided that members "shall uphold the highest standards".',
    ],
)
def test_what_is_no_recommendation(words: str) -> None:
    assert not of(words).recommendations


def test_an_operative_paragraph_is_cut_at_its_verbs() -> None:
    extraction = of(
        "The Human Rights Council,",
        "Recalling the Charter of the United Nations,",
        "1. Also urges the Government of Examplia to promote reconciliation, and calls upon all "
        "actors to refrain from violence;",
    )
    found = extraction.recommendations
    assert [(r.text, r.addressee, r.by) for r in found] == [
        (
            "Also urges the Government of Examplia to promote reconciliation",
            "Government of Examplia",
            "Human Rights Council",
        ),
        ("calls upon all actors to refrain from violence", "all actors", "Human Rights Council"),
    ]


def test_an_operative_paragraph_asks_lists_and_pronouns() -> None:
    resolution = (
        "The Security Council,\n\nRecalling its resolution 1593 (2005),\n\n"
        "1. Urges the political parties to comply with the Code, and in particular urges the "
        "Examplian authorities to allow access to the media;\n\n"
        "2. Welcomes the report of the Secretary-General, and requests him to report by May;\n\n"
        "3. Calls upon the Human Rights Council, the technical operators and the political "
        "parties to redouble their efforts.\n"
    )
    assert [r.addressee for r in extract(read(resolution)).recommendations] == [
        "political parties",
        "Examplian authorities",
        "Secretary-General",
        "Human Rights Council, the technical operators and the political parties",
    ]


def test_what_a_mandate_is_given_to_do_is_no_recommendation() -> None:
    assert not of(
        "The mandate is to examine incidents of this kind, and to recommend remedial measures."
    ).recommendations


def test_a_committee_asks_the_state_party_for_information() -> None:
    (found,) = of("The Committee requests further information on the reforms.").recommendations
    assert found.addressee == "State party"


def test_what_a_summary_of_submissions_reports_is_asked_of_its_state() -> None:
    summary = (
        "Summary of stakeholders' submissions on Kenya\n\n"
        "1. The Example Trust recommended reforming the law on examples.\n\n"
        "2. Amnesty International asked for the Government to publish the report.\n"
    )
    found = extract(read(summary)).recommendations
    assert ["Kenya" in (ask.addressee or "") for ask in found] == [True, True]


@pytest.mark.parametrize(
    "words",
    [
        "On this day we seek your assurances that the law is safe.",
        "I would be very interested to know whether you have written to them.",
        "The men must either be charged or released.",
    ],
)
def test_a_letter_asks_politely(words: str) -> None:
    text = f"Open letter\n\nDear Minister,\n\n{words}\n\nSincerely,\n\nAnna Sample\n"
    assert len(extract(read(text)).recommendations) == 1


def test_what_explains_the_ask_of_an_item_is_no_part_of_it() -> None:
    text = (
        "Open letter to Kenya\n\nIt is especially incumbent on you to set an example by "
        "cooperating fully with all mechanisms, by ensuring that you do the following:\n\n"
        "1. Issue standing invitations. This means responding promptly to all who ask. States "
        "should also support those who visit.\n\n"
        "2. Pressure nobody who speaks. Please also answer all letters that were sent.\n"
    )
    assert [ask.text for ask in extract(read(text)).recommendations[1:]] == [
        "Issue standing invitations.",
        "States should also support those who visit.",
        "Pressure nobody who speaks. Please also answer all letters that were sent.",
    ]


def test_it_should_also_means_the_one_asked_before() -> None:
    extraction = of(
        "The State party should amend its law. It should also ensure that women have access to it. "
        "It is furthermore encouraged to adopt the bill."
    )
    assert [r.addressee for r in extraction.recommendations] == ["State party"] * 3


def test_a_committee_that_states_what_should_be_done_states_no_law() -> None:
    (found,) = of(
        "Noting that marriage was governed by customary law, the Human Rights Committee stated "
        "that Slovenia should review its laws."
    ).recommendations
    assert (found.by, found.addressee) == ("Human Rights Committee", "Slovenia")


def test_the_recommendations_of_a_review_have_their_states() -> None:
    report = extract(
        read(
            "Report of the Working Group on the Universal Periodic Review\n\nSlovenia\n\n"
            "101. The recommendations listed below have been examined by Slovenia and enjoy its "
            "support:\n\n101.1. Ratify the Convention (ICRMW) (Burkina Faso); Unite behind it "
            "(Fiji) (Chile);\n\n101.2. Exert its efforts in ensuring a fair referendum (Kenya);\n"
        )
    )
    assert [(r.text, r.addressee, r.by) for r in report.recommendations] == [
        ("Ratify the Convention (ICRMW)", "Slovenia", "Burkina Faso"),
        ("Unite behind it", "Slovenia", "Fiji; Chile"),
        ("Exert its efforts in ensuring a fair referendum", "Slovenia", "Kenya"),
    ]


def test_the_items_of_a_list_are_asked_of_the_addressee_of_its_lead() -> None:
    extraction = extract(
        read(
            "Dear all,\n\nWe thank you for your attention to this matter.\n\n"
            "We call on all Member States to:\n\n* Support the text;\n* Ensure its funding.\n"
        )
    )
    found = extraction.recommendations
    assert [r.text for r in found] == ["Support the text", "Ensure its funding."]
    assert all("Member States" in (r.addressee or "") for r in found)


def test_actions_deadline_and_who_asks() -> None:
    extraction = of(
        "The Commission of Inquiry on Examplia urged the Security Council to refer the situation "
        "to the International Criminal Court within six months."
    )
    (found,) = extraction.recommendations
    assert found.by == "Commission of Inquiry on Examplia"
    assert found.reported
    assert "refer-to-icc" in found.actions
    assert found.deadline == "within six months"


def test_a_list_is_asked_of_the_one_whom_the_title_asks() -> None:
    statement = (
        "# Coalition Urges Example Parliament To Amend Its Law: a statement\n\nIn particular, our "
        "comments filed today call for amendments that would\n\n* Narrow the powers of the "
        "police;\n* Limit the number of those who are subject to the law.\n"
    )
    found = extract(read(statement, name="statement.md")).recommendations
    assert [ask.addressee for ask in found] == ["Example Parliament", "Example Parliament"]


def test_what_is_recommended_to_the_one_state_of_a_compilation() -> None:
    compilation = (
        "# Compilation prepared by the Office of the High Commissioner\n\nKenya\n\n"
        "1. In 2099, the Committee against Torture recommended close monitoring by the judges.\n\n"
        "2. The Committee against Torture invited the country to also ratify the Protocol.\n"
    )
    found = extract(read(compilation, name="compilation.md")).recommendations
    assert [ask.addressee for ask in found] == ["Kenya", "Kenya"]


_VIEWS = (
    "# Views adopted by the Committee under the Optional Protocol, concerning communication "
    "No. 999/2015\n\nSubmitted by: A.B.\n\n"
)


@pytest.mark.parametrize(
    ("words", "addressees", "actions"),
    [
        ("The author submitted a cassation appeal to the City Court of Northport.", [], []),
        ("This decision was appealed to the Supreme Administrative Court.", [], []),
        ("The State party argues that States parties should be guided by the Protocol.", [], []),
        ("He adds that the State party should decide whether his story is reliable.", [], []),
        (
            "The author asks the Committee to find a violation and urge the State party to pay.",
            [],
            [],
        ),
        (
            "The State party is also requested to publish the present Views and to have them "
            "widely disseminated.",
            ["State party"],
            [("raise-awareness",)],
        ),
        (
            "The State party is under an obligation to prevent similar violations.",
            ["State party"],
            [("reparations",)],
        ),
        (
            "The Committee requested the State party not to deport the complainant to Examplia.",
            ["State party"],
            [("stop-deportations",)],
        ),
        (
            "The State party should review its domestic legislation on public events.",
            ["State party"],
            [("amend-law",)],
        ),
    ],
)
def test_asks_of_decisions(
    words: str, addressees: list[str], actions: list[tuple[str, ...]]
) -> None:
    found = extract(read(_VIEWS + words, name="views.md")).recommendations
    assert [ask.addressee for ask in found] == addressees
    assert [ask.actions for ask in found] == actions


@pytest.mark.parametrize(
    "words",
    [
        "We write today to encourage you to support a strong resolution on Examplia.",
        "We are writing to respectfully urge you to support a strong resolution on Examplia.",
        "We write to you jointly asking you to suspend the removals.",
        "We urge you to:\n\n- support a strong resolution on Examplia.",
    ],
)
def test_a_letter_asks_the_one_to_whom_it_is_written(words: str) -> None:
    letter = f"Open letter\n\nDear Minister Sample,\n\n{words}\n\nSincerely,\n\nExample Watch\n"
    found = extract(read(letter, name="letter.txt")).recommendations
    assert [r.addressee for r in found] == ["Minister Sample"]


def test_a_list_is_asked_of_the_one_to_whom_it_is_recommended() -> None:
    text = (
        "Submission\n\nWe call on all States to make the following recommendations to the "
        "Government of Mongolia:\n\n- repeal the law on assembly;\n- release the editors."
    )
    found = extract(read(text, name="submission.txt")).recommendations
    assert [r.addressee for r in found] == ["Government of Mongolia"] * 2


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("I urge the Human Rights Council to pass a resolution.", ["Human Rights Council"]),
        ("I asked the police to open the door.", []),
        (
            "The Committee encourages the State party to ratify the Convention on Examples, and "
            "invites it to make the declaration.",
            ["State party", "State party"],
        ),
        (
            "We call on the EU High Representative, Anna Sample, to raise the case.",
            ["EU High Representative, Anna Sample"],
        ),
        (
            "(Northport) – The European Union and its member states should raise the case.",
            ["European Union and its member states"],
        ),
    ],
)
def test_who_is_asked_beside_other_words(words: str, asked: list[str]) -> None:
    found = extract(read(f"# Joint statement\n\n{words}", name="a.md")).recommendations
    assert [r.addressee for r in found] == asked


_OBSERVATIONS = """CCPR/C/NOR/CO/9

Human Rights Committee

Concluding observations on the ninth periodic report of Norway

12. The State should adopt a law. The Office should also be granted the power to hire its staff. \
The Committee encourages the pursuit of reforms to end delays.
"""


def test_what_is_to_be_done_to_somebody_is_asked_of_the_state_party() -> None:
    found = extract(read(_OBSERVATIONS, name="observations.txt")).recommendations
    assert [r.addressee for r in found] == ["State party of Norway"] * 3


_REVIEW = """A/HRC/19/99

Report of the Working Group on the Universal Periodic
Review*
Norway

II. Conclusions and/or recommendations

112. Take further steps to protect assembly (Kenya).

113. Continue efforts to build institutions (Fiji).
"""


def test_what_is_recommended_in_a_review_is_asked_of_the_state_under_review() -> None:
    found = extract(read(_REVIEW, name="review.txt"))
    assert [(r.by, r.addressee) for r in found.recommendations] == [
        ("Kenya", "Norway"), ("Fiji", "Norway"),
    ]  # fmt: skip


def test_calls_upon_it_means_the_state_that_acts() -> None:
    resolution = (
        "The General Assembly,\n\nRecalling its resolution 60/251,\n\n"
        "3. Deplores the acts of Fiji against Kenya, and calls upon it to abide by the law.\n"
    )
    assert [r.addressee for r in extract(read(resolution)).recommendations] == ["Fiji"]


def test_more_of_those_who_are_called_upon() -> None:
    (found,) = of("We continue to call on more groups and individuals to join us.").recommendations
    assert found.addressee == "groups and individuals"


def test_he_who_urges_is_a_person_and_no_government() -> None:
    (found,) = of(
        "The High Commissioner for Human Rights spoke. The Ambassador stated that the Government "
        "rejected it. He has urged the Government of Norway to review its law."
    ).recommendations
    assert (found.by, found.addressee) == (
        "United Nations High Commissioner for Human Rights", "Government of Norway",
    )  # fmt: skip


def test_the_items_of_a_review_need_no_lead() -> None:
    text = (
        "A/HRC/15/99\n\nReport of the Working Group on the Universal Periodic Review\n\nNorway\n\n"
        "Previously issued under document symbol A/HRC/WG.6/8/L.99.\n\n1. The review was held.\n\n"
        "95.1. Complete the work as a matter of priority (Fiji);\n\n"
        "95.2. Consider establishing an institution (Kenya)2\n;\n\n"
    )
    found = extract(read(text, name="review.txt"))
    assert [(r.by, r.addressee) for r in found.recommendations] == [
        ("Fiji", "Norway"), ("Kenya", "Norway"),
    ]  # fmt: skip
    assert not found.citations


def test_a_statement_asks_the_one_government_that_it_names() -> None:
    found = of(
        "The undersigned groups call on the Government of Norway to end the crackdown.",
        "We condemn the sentence, and call for his immediate release.",
    ).recommendations
    assert [r.addressee for r in found] == ["Government of Norway"] * 2


def test_would_like_you_to_asks() -> None:
    letter = (
        "Dear Minister Sample,\n\nWe would like you to press for freedom of speech in Norway.\n\n"
        "Yours sincerely,\nAnna Sample\n"
    )
    (found,) = extract(read(letter, name="letter.txt")).recommendations
    assert found.action == "press for freedom of speech in Norway"
