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
]


@pytest.mark.parametrize(("note", "works"), CASES)
def test_the_works_of_a_note(note: str, works: list[tuple[str, tuple[str, ...]]]) -> None:
    assert cited(note) == works
