"""Works that one citation names in several pieces, and works without a head of their own."""

from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import Block, BlockKind, Document


def cited(note: str) -> list[tuple[str | None, tuple[str, ...]]]:
    """The works that a note cites, each by symbol or title, with its places."""
    block = Block(BlockKind.NOTE, 0, len(note), label="1")
    found = extract(Document(text=note, blocks=(block,))).citations
    return [(c.symbol or c.title, c.pinpoints) for c in found]


CASES = [
    (
        "Committee against Torture, consideration of reports under article 19 of the Convention, "
        "concluding observations on Algeria, para. 5 (CAT/C/DZA/CO/3, 16 May 2008).",
        [("CAT/C/DZA/CO/3", ("para 5",))],
    ),
    (
        "Inter-American Court of Human Rights. Sample and Muster v. Mexico, judgment of 26 "
        "November 2010, para. 165.",
        [("Sample and Muster v. Mexico", ("para 165",))],
    ),
    (
        "Under article 72 of the Statute on the Practice of Examples.",
        [("Statute on the Practice of Examples", ("art 72",))],
    ),
    ("New article 9 provides that the Bank shall sell examples.", []),
    (
        "X v. Minister for Sample Affairs and Examples (2014), para. 56.",
        [("X v. Minister for Sample Affairs and Examples", ("para 56",))],
    ),
    (
        "X v. Norway, communication No. 2474/2014, Views adopted on 5 May 2015; para. 7.3.",
        [("X v. Norway, communication No. 2474/2014", ("para 7.3",))],
    ),
    (
        "Reference is made to the 1951 Convention relating to the Status of Refugees and the "
        "European Convention for the Protection of Human Rights and Fundamental Freedoms.",
        [
            ("Convention relating to the Status of Refugees", ()),
            (
                "European Convention for the Protection of Human Rights and Fundamental Freedoms",
                (),
            ),
        ],
    ),
    (
        "General comment No. 21 (1992) on article 10, paragraph 3, and A.B. v. Xland, para. 7.8.",
        [("general comment No. 21", ()), ("A.B. v. Xland", ("para 7.8",))],
    ),
    (
        "Sample et al. (No. ES-99/04), paras. 3-4.",
        [("Sample et al., No. ES-99/04", ("paras 3-4",))],
    ),
    ("A.B. v. Xland (CPR/C/99/D/2/2016), para. 7.3.", [("CPR/C/99/D/2/2016", ("para 7.3",))]),
    ("Note: The State party provided this information above, see paragraph 4.", []),
    (
        "See also rule 14 (5) of the Committee's provisional rules of procedure.",
        [("provisional rules of procedure", ("rule 14(5)",))],
    ),
    (
        "According to article 136 of the Code of Civil Procedure, lawsuits must comply with the "
        "requirements in articles 131 and 132 of the Code for them to be considered.",
        [
            ("Code of Civil Procedure", ("art 136",)),
            ("Code of Civil Procedure", ("art 131", "art 132")),
        ],
    ),
    (
        "See supplemental affidavit of Anna Sample, 13 October 2011, para. 28.",
        [("supplemental affidavit of Anna Sample, 13 October 2011", ("para 28",))],
    ),
    (
        "The authors invoked the XLA Eligibility Guidelines for Assessing Claims, of 6 August "
        '2013, according to which "relocation may be an alternative".',
        [("XLA Eligibility Guidelines for Assessing Claims, of 6 August 2013", ())],
    ),
    (
        'Counsel refers to a report prepared by the XLA in October 2009: "Xland: Works and work".',
        [('report prepared by the XLA in October 2009: "Xland: Works and work"', ())],
    ),
    (
        "Communications Nos. 1/2005 and 2/2005, A.B. and C.D. v. Xland, paras. 7.2 and 7.3.",
        [
            (
                "A.B. and C.D. v. Xland, communications Nos. 1/2005 and 2/2005",
                ("para 7.2", "para 7.3"),
            )
        ],
    ),
    (
        "Opinions Nos. 28/2011 and 65/2011.",
        [("opinion No. 28/2011", ()), ("opinion No. 65/2011", ())],
    ),
    (
        "General comments No. 31 (2004), para. 10, and No. 36 (2018), para. 63.",
        [("general comment No. 31", ("para 10",)), ("general comment No. 36", ("para 63",))],
    ),
    ("Section 48B of the Migration Act 1958.", [("Migration Act 1958", ("sect 48B",))]),
    ("Migration Act 1958 (Cth), s 14.", [("Migration Act 1958", ("sect 14",))]),
    ("See section 97 of the Remand Custody Order.", [("Remand Custody Order", ("sect 97",))]),
    (
        "N.D. v. Xland and N.T. v. Xland (applications Nos. 8675/15 and 8697/15).",
        [
            ("N.D. v. Xland", ()),
            ("N.T. v. Xland, applications Nos. 8675/15 and 8697/15", ()),
        ],
    ),
    (
        "A v. Xland (CCPR/C/126/D/2542/2015; CCPR/C/126/D/2543/2015), para. 8.3.",
        [
            ("CCPR/C/126/D/2542/2015", ("para 8.3",)),
            ("CCPR/C/126/D/2543/2015", ("para 8.3",)),
        ],
    ),
    (
        "In this context, counsel refers to paragraph 19 of the concluding observations on the "
        "report of Xland, CCPR/C/KAZ/CO/1.",
        [("CCPR/C/KAZ/CO/1", ("para 19",))],
    ),
    (
        "Sample International, Xland: a briefing, May 2010; Watch of Samples, Nowhere to turn, "
        "2007.",
        [
            ("Sample International, Xland: a briefing, May 2010", ()),
            ("Watch of Samples, Nowhere to turn, 2007", ()),
        ],
    ),
    ("The authors enclose a copy of the statement of a witness, dated 28 December 2013.", []),
    ("Article 65 (2) provides that “offences shall be tried in ordinary courts”.", []),
    ("Op.cit.", [(None, ())]),
    (
        "General comment No. 99 (2007) on the examples of article 2 (Official Documents of the "
        "General Assembly, Sixty-third Session, Supplement No. 44 (A/63/99), annex VI, para. 18).",
        [("A/63/99", ("annex VI", "para 18"))],
    ),
    (
        "See A. and Others v. Examplia, European Court of Human Rights, application No. 999/89, "
        "judgement of 20 March 1999, paras. 77-82.",
        [("A. and Others v. Examplia, application No. 999/89", ("paras 77-82",))],
    ),
    (
        "A. v. Examplia. (CCPR/C/83/D/9128/2002), para. 6.8.",
        [("CCPR/C/83/D/9128/2002", ("para 6.8",))],
    ),
    (
        "A/HRC/32/99; Example Watch, World Report 2013 and World Report 2016; Sample House, "
        "Nations in Example 2016 (country report on Examplia).",
        [
            ("A/HRC/32/99", ()),
            ("Example Watch, World Report 2013 and World Report 2016", ()),
            ("Sample House, Nations in Example 2016 (country report on Examplia)", ()),
        ],
    ),
    (
        "References are made to the following reports: Example Board country profile on Examplia "
        "of 25 May 2011; report of the Ministry of Examples of 2011.",
        [
            ("Example Board country profile on Examplia of 25 May 2011", ()),
            ("report of the Ministry of Examples of 2011", ()),
        ],
    ),
    (
        "This is in the Example Penal Code of 2016. In section 277 (5) of the Code, "
        "the word is defined.",
        [("Example Penal Code of 2016", ("sect 277(5)",))],
    ),
    (
        "Under sections 66 and 72 of the children's act of 2018, there are fines.",
        [("children's act of 2018", ("sect 66", "sect 72"))],
    ),
    ("The decision is based on article 5 of the law.", []),
    (
        "Case No. 01073-1985-00783 before the Example Court.",
        [("case No. 01073-1985-00783", ())],
    ),
    (
        "Grupo de Trabajo de Ejemplo, opinión núm. 99/2014, párrs. 52 y 54.",
        [("Grupo de Trabajo de Ejemplo, opinión núm. 99/2014", ("para 52", "para 54"))],
    ),
    (
        "See communications No. 9758/2008, A. v. Examplia, Views adopted on 29 March 2011, "
        "para. 8.6 and No. 9769/2008, B. v. Beispiel, Views adopted on 25 March 2011, para. 7.5.",
        [
            ("A. v. Examplia, communication No. 9758/2008", ("para 8.6",)),
            ("B. v. Beispiel, communication No. 9769/2008", ("para 7.5",)),
        ],
    ),
    (
        "Anna Sample, UN Covenant on Civil and Political Rights: CCPR Commentary (2nd ed, 2005), "
        "150.",
        [
            (
                "Anna Sample, UN Covenant on Civil and Political Rights: CCPR Commentary (2nd ed, "
                "2005), 150",
                ("p 150",),
            )
        ],
    ),
    (
        "Judgement of the Supreme Court of Examplia on 23 August 2000 (ES 2000. 99).",
        [("Judgement of the Supreme Court of Examplia on 23 August 2000 (ES 2000. 99)", ())],
    ),
    (
        "She cites resolution 9530 (2007) of the Parliamentary Assembly of the Council of Europe "
        "and recommendation Rec(2002)99 of its Committee of Ministers.",
        [("Rec(2002)99", ())],
    ),
    (
        "The authors enclose a copy of recommendation 99/2016 of the Office of the Ombudsman, "
        "dated 16 November 2016, p. 46.",
        [
            (
                "recommendation 99/2016 of the Office of the Ombudsman, dated 16 November 2016",
                ("p 46",),
            )
        ],
    ),
    (
        'To support her claim she gives a report from Sample Rights, entitled "Examplia - nine '
        'years after".',
        [('report from Sample Rights, entitled "Examplia - nine years after"', ())],
    ),
    (
        "The complainant cites complaint 98/1995, E.A. v Examplia, para. 3.",
        [("E.A. v Examplia, complaint No. 98/1995", ("para 3",))],
    ),
    (
        "Reference is made to the transcript of the hearing of 22 December 2005, p. 12.",
        [("transcript of the hearing of 22 December 2005", ("p 12",))],
    ),
    ("See Muster v. Examplia, 911/1992, ibid, para. 9.4", [("Muster v. Examplia", ("para 9.4",))]),
    (
        "It referred to Council Directive 2099/83/EC. Article 12 of the Directive excludes them.",
        [("Council Directive 2099/83/EC", ("art 12",))],
    ),
    (
        "Instruction No. 2/2099 of 14 September 2099 of the Director.",
        [("Instruction No. 2/2099", ())],
    ),
    (
        "General Comment on article 7, No. 20 [44], adopted on 3 April 1992, paragraph 14.",
        [("general comment No. 20", ("para 14",))],
    ),
    (
        "Reference is made to article 3.37c of the Aliens Regulation (2099).",
        [("Aliens Regulation (2099)", ("art 3.37c",))],
    ),
    (
        "European Court of Human Rights, A. and others. v. Examplia, judgment of 23 January 2099, "
        "applications No. 99101/16, No. 99789/16 and No. 99902/16, para. 102.",
        [
            (
                "A. and others. v. Examplia, applications Nos. 99101/16, 99789/16 and 99902/16",
                ("para 102",),
            )
        ],
    ),
    (
        "Remedies should have suspensive effect (A. v. Examplia [application No. 99765/09]).",
        [("A. v. Examplia, application No. 99765/09", ())],
    ),
    (
        "See communications AL KEN 3/2099 and OTH 12/2098; KEN 4/2097 and XQZ 4/2097.",
        [("AL KEN 3/2099", ()), ("KEN 4/2097", ())],
    ),
    (
        "A. et al. v. Examplia (CCPR/C/137/D/9911/2016, CCPR/C/137/D/9081/2017, "
        "CCPR/C/137/D/9137/2018), para. 6.3.",
        [
            ("CCPR/C/137/D/9911/2016", ("para 6.3",)),
            ("CCPR/C/137/D/9081/2017", ("para 6.3",)),
            ("CCPR/C/137/D/9137/2018", ("para 6.3",)),
        ],
    ),
    (
        "See communications Nos. 9293/2004, A. v. Examplia, decision of 25 July 2006, paragraph "
        "6.3 and 9305/2004, B. v. Examplia, paragraph 6.4.",
        [
            ("A. v. Examplia, communication No. 9293/2004", ("para 6.3",)),
            ("B. v. Examplia, communication No. 9305/2004", ("para 6.4",)),
        ],
    ),
    ("Hague Conference on Private International Law, proceedings.", []),
    (
        "Article 318 (1) of the Criminal Code says so. Article 318 (2) says that acts provided for "
        "in article 318 (1) are worse.",
        [("Criminal Code", ("art 318(1)",))],
    ),
]


@pytest.mark.parametrize(("note", "works"), CASES)
def test_the_works_of_a_note(note: str, works: list[tuple[str | None, tuple[str, ...]]]) -> None:
    assert cited(note) == works


def test_a_sentence_of_quoted_words_is_no_title() -> None:
    note = (
        "See the report of the Special Rapporteur on the right to education, according to which "
        '"Schools are few. Without them no child learns." (A/75/999), para. 44.'
    )
    block = Block(BlockKind.NOTE, 0, len(note), label="1")
    (found,) = extract(Document(text=note, blocks=(block,))).citations
    assert found.title == "report of the Special Rapporteur on the right to education"
