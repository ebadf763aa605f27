from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read
from tests.extraction.texts import of


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Visits to Equatorial Guinea, Guinea-Bissau and Papua New Guinea", ["GNQ", "GNB", "PNG"]),
        ("the Islamic Republic of Iran and the Syrian Arab Republic", ["IRN", "SYR"]),
        (
            "the Democratic People's Republic of Korea (DPRK) and the Republic of Korea",
            ["PRK", "KOR"],
        ),
        ("the Democratic Republic of the Congo", ["COD"]),
        ("a man of Swedish nationality", ["SWE"]),
        ("the Organisation of American States", []),
        ("the American Convention on Human Rights", []),
        ("US$ 5,000", []),
        ("the UAE, the UK and the US", ["ARE", "GBR", "USA"]),
        ("tell us about the turkey", []),
        ("Arabic, English and French", []),
        ("Khirani v. Algeria, para. 7", []),
    ],
)
def test_states(words: str, codes: list[str]) -> None:
    assert [state.code for state in of(words + ".").states] == codes


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Human Rights Committee noted", "Human Rights Committee"),
        ("the UN Security Council met", "Security Council"),
        (
            "the UN Special Rapporteur on torture said",
            "Special Rapporteur on torture and other cruel, inhuman or degrading treatment "
            "or punishment",
        ),
        (
            "the Special Rapporteur of the Commission on Human Rights on torture said",
            "Special Rapporteur on torture and other cruel, inhuman or degrading treatment "
            "or punishment",
        ),
        (
            "the Special Rapporteur on the rights of example makers has visited",
            "Special Rapporteur on the rights of example makers",
        ),
        (
            "the Independent International Commission of Inquiry on Examplia, which concluded",
            "Independent International Commission of Inquiry on Examplia",
        ),
    ],
)
def test_un_bodies_by_authority_and_by_pattern(words: str, name: str) -> None:
    assert name in [body.name for body in of(words + ".").un_bodies]


@pytest.mark.parametrize(
    "words",
    [
        "Consider ratifying OP-CAT before the end of the year",
        "the Examplia National Commission on Human Rights met",
        "See communication NAM 1/2025",
        "They extended the mandate of the Special Rapporteur for a further period",
    ],
)
def test_words_in_other_names_are_no_un_bodies(words: str) -> None:
    extraction = of(words + ".")
    assert not extraction.un_bodies
    assert "Non-Aligned Movement" not in [name.name for name in extraction.organisations]


def test_a_mandate_of_a_regional_organisation_is_no_un_body() -> None:
    extraction = of(
        "The Special Rapporteur for the Freedom of Expression of the Inter-American Commission of "
        "Human Rights wrote."
    )
    assert not extraction.un_bodies
    assert len(extraction.organisations) == 1


@pytest.mark.parametrize(
    ("line", "name", "aliases"),
    [
        ("Citizens' Alliance for Examples (CAE)", "Citizens' Alliance for Examples", ["CAE"]),
        ("Arab Example Foundation - AEF", "Arab Example Foundation", ["AEF"]),
        (
            "African Centre for Example Studies (ACES), Kenya",
            "African Centre for Example Studies",
            ["ACES"],
        ),
        (
            "CIVICUS: World Alliance for Citizen Participation",
            "CIVICUS: World Alliance for Citizen Participation",
            [],
        ),
        ("3. Fondation Exemple pour les Droits", "Fondation Exemple pour les Droits", []),
    ],
)
def test_a_signatory_a_line(line: str, name: str, aliases: list[str]) -> None:
    text = f"Dear Ambassador,\n\nWe urge you to act.\n\nSincerely,\n\nFreedom House\n\n{line}\n"
    signatory = extract(read(text)).signatories[-1]
    assert signatory.name == name
    assert set(aliases) <= set(signatory.aliases)


def test_a_comma_list_signs_and_a_copied_person_does_not() -> None:
    text = (
        "# Open letter\n\nWe urge the Council to act.\n\n## Signatories\n\n"
        "Access Now, Article 19, PEN International and World Organisation Against Torture "
        "(OMCT)\n\n"
        "cc: Ms. Jane Sample, President\n"
    )
    names = [name.name for name in extract(read(text, name="letter.md")).signatories]
    last = "World Organisation Against Torture"
    assert names == ["Access Now", "Article 19", "PEN International", last]


def test_persons_sign_and_identification_only_does_not() -> None:
    text = (
        "Dear Minister,\n\nWe urge you to act.\n\nSincerely,\n\n"
        "Kenneth Example, Executive Director, Example Watch\n\n"
        "Dr. Maria Example, University of Northport (for identification only)\n"
    )
    signatories = extract(read(text)).signatories
    assert [(s.name, s.person, s.affiliation) for s in signatories] == [
        ("Kenneth Example", True, "Example Watch")
    ]
    assert "Kenneth Example" not in [o.name for o in extract(read(text)).organisations]


def test_one_plural_head_names_several_mandates() -> None:
    bodies = of(
        "The Special Rapporteurs on extrajudicial, summary or arbitrary executions, on the "
        "independence of judges and lawyers and on violence against women wrote."
    ).un_bodies
    assert len(bodies) == 3


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (
            "The Special Rapporteurs on torture and other cruel treatment, on the situation of "
            "human rights defenders, and on the independence of judges and lawyers wrote.",
            3,
        ),
        (
            "Special Rapporteurs on extrajudicial executions, torture, and violence against women "
            "visited Examplia.",
            3,
        ),
        ("They use the Working Group on Arbitrary Detention's findings on the case.", 1),
        (
            "They were the special rapporteurs on peaceful assembly, freedom of opinion and human "
            "rights defenders, and the UN working group on arbitrary detention; a working group on "
            "examples met.",
            4,
        ),
    ],
)
def test_a_list_of_mandates(words: str, count: int) -> None:
    bodies = of(words).un_bodies
    assert len([body for body in bodies if body.identifier]) == len(bodies) == count


def test_the_items_below_a_lead_are_organisations() -> None:
    text = (
        "This report was submitted by a coalition of the following legal organisations:\n\n"
        "  * Example Lawyers Guild\n  * Muster Examplia\n  * Derechos en Ejemplo\n"
        "  * Sample Law Centre (SLC)\n\nWe ask the organisations to do this:\n\n"
        "  * Respect the law\n  * Protect everybody\n  * Report in time\n\n"
        "They may come back to us with questions about this at any time.\n"
    )
    assert [o.name for o in extract(read(text, name="page.md")).organisations] == [
        "Example Lawyers Guild",
        "Muster Examplia",
        "Derechos en Ejemplo",
        "Sample Law Centre (SLC)",
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The ICJ condemned the arrests. It was late.", "International Commission of Jurists"),
        ("Anna Sample, ICJ Legal Adviser, came.", "International Commission of Jurists"),
        (
            "The International Commission of Jurists (ICJ) met.",
            "International Commission of Jurists",
        ),
        ("The ICJ ordered provisional measures.", "International Court of Justice"),
        ("Members of the Muster Ejemplo youth group met.", "Muster Ejemplo"),
        ("The Examplian Confederation of Unions met.", "Examplian Confederation of Unions"),
    ],
)
def test_which_actor_is_meant(words: str, name: str) -> None:
    found = of(words)
    assert [o.name for o in (*found.organisations, *found.un_bodies)] == [name]


def test_words_that_describe_are_no_name() -> None:
    assert not of("Many Chinese human rights defenders are held.").organisations
    assert not of("She was brought to Northport No. 1 Detention Centre.").organisations


def test_an_abbreviation_means_what_the_text_declares() -> None:
    organisations = of(
        "The National Front for the Defence of the Constitution (FNDC) met. The FNDC left."
    ).organisations
    assert [o.name for o in organisations] == ["National Front for the Defence of the Constitution"]


def test_a_mandate_that_is_to_be_created_is_not_named() -> None:
    bodies = of("It asked to appoint a Special Rapporteur on example matters.").un_bodies
    assert not bodies


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "The coalition includes six organisations: Kenyan Lawyers for Human Rights, "
            "OpenExamplia, Sample Rights Watch, the Example Law Centre, and the Northport Council "
            "of Civil Liberties.",
            [
                "Kenyan Lawyers for Human Rights",
                "OpenExamplia",
                "Sample Rights Watch",
                "Example Law Centre",
                "Northport Council of Civil Liberties",
            ],
        ),
        (
            "Several NGOs, such as the Sample Rights Trust, the Muster Foundation and the Example "
            "Press Club, protested.",
            ["Sample Rights Trust", "Muster Foundation", "Example Press Club"],
        ),
        ("Anna Sample, president of OpenExamplia, said that it was late.", ["OpenExamplia"]),
        ("The founder of Muster Examplia was held for a year.", ["Muster Examplia"]),
        ("Armed groups, including Alba, Beta and Gamma, refused.", []),
        ("Countries such as Peru, Chile and Kenya agreed with the organisations.", []),
    ],
)
def test_organisations_that_lists_and_speakers_name(words: str, names: list[str]) -> None:
    assert [name.name for name in of(words).organisations] == names


def test_a_coordinator_for_a_state_is_a_mandate() -> None:
    words = (
        "The United Nations Crisis Coordinator for Ukraine, and others, went; so did the "
        "independent expert on example water."
    )
    assert [name.name for name in of(words).un_bodies] == [
        "United Nations Crisis Coordinator for Ukraine",
        "independent expert on example water",
    ]


def test_a_state_with_a_federation_in_its_name_is_no_organisation() -> None:
    assert not of(
        "The aggression of the Russian Federation against Ukraine was noted."
    ).organisations


def test_a_representative_in_a_state_is_a_mandate() -> None:
    words = (
        "It thanked the Special Representative of the Secretary-General in Côte d'Ivoire for it."
    )
    assert [name.name for name in of(words).un_bodies] == [
        "Special Representative of the Secretary-General in Côte d'Ivoire"
    ]


def test_a_mandate_goes_on_in_the_next_line() -> None:
    text = "Submission on Examplia\n42nd Session of the Working Group on the Universal Periodic\n"
    text += "Review, May 2023\n\nThe law on assembly has not been read by anybody in Northport.\n"
    (body,) = extract(read(text, name="a.txt")).un_bodies
    assert body.name == "Working Group on the Universal Periodic Review"


@pytest.mark.parametrize("name", ["Office of the Ombudsman", "Examplia Ombudsman's Office"])
def test_the_office_of_an_ombudsman_is_an_organisation(name: str) -> None:
    found = of(f"The Committee is concerned that the {name} has no means.").organisations
    assert [organisation.name for organisation in found] == [name]


@pytest.mark.parametrize(
    "words",
    [
        "Anna Sample, Acting Secretary General of Amnesty International, spoke.",
        "He was deputy secretary-general of the National Example Committee.",
    ],
)
def test_a_secretary_general_of_others_is_no_un_body(words: str) -> None:
    assert not of(words).un_bodies


def test_a_shorter_name_of_a_body_is_no_organisation() -> None:
    found = of(
        "The International Commission of Inquiry on Burundi was set up. The International "
        "Commission of Inquiry met."
    )
    assert [body.name for body in found.un_bodies] == [
        "International Commission of Inquiry on Burundi"
    ]
    assert not found.organisations


def test_the_organization_as_a_whole_is_listed_as_no_body() -> None:
    found = of("The United Nations met the Human Rights Council.").to_exchange()
    assert [body["name"] for body in found["un_bodies"]] == ["Human Rights Council"]


@pytest.mark.parametrize(
    "words",
    [
        "Article 19 of the Universal Declaration of Human Rights guarantees it.",
        "They ratified ILO Convention No. 169.",
    ],
)
def test_words_in_the_name_of_a_text_name_no_organisation(words: str) -> None:
    found = of(words)
    assert not found.organisations
    assert not found.un_bodies


@pytest.mark.parametrize(
    "words",
    [
        "We support the Global Voices of Freedom Act.",
        'They adopted the "Global Voices for Freedom" law.',
    ],
)
def test_a_law_with_the_name_of_an_organisation_is_none(words: str) -> None:
    assert not of(words).organisations


def test_a_mission_to_investigate_many_things_has_no_name_of_them() -> None:
    found = of(
        "The Council set up an independent fact-finding mission to investigate killings, "
        "detentions and torture in Norway."
    )
    assert [body.name for body in found.un_bodies if "killings" in body.name] == []


def test_whoever_holds_an_office_speaks_for_its_organisation() -> None:
    found = of("It quoted the director of Sample Reporters, Anna Sample, as saying so.")
    assert [name.name for name in found.organisations] == ["Sample Reporters"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("We wrote with Amnesty International USA, last year.", "Amnesty International USA"),
        ("The Human Rights Watch Norway researcher spoke.", "Human Rights Watch"),
    ],
)
def test_the_section_of_an_organisation_in_a_state(words: str, name: str) -> None:
    assert [found.name for found in of(words).organisations] == [name]
