"""Whom letters are written to: address lines, salutations, titles."""

from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read

_BODY = (
    "We write to you with deep concern about the arrest of eleven journalists in Examplia, who "
    "were held for nine days without a lawyer.\n\nWe ask that they be released at once.\n"
)
HEADS = [
    ("Dear Anna Sample, ", "Anna Sample"),
    ("Dear Members of the Example Council,\n\n", "Members of the Example Council"),
    ("# Open letter to the Minister of Examples\n\n", "Minister of Examples"),
    ("# Letter from 9 Members of the U.S. Congress to Judge Sample: Act\n\n", "Judge Sample"),
    ("# Letter to Members of the Muster Bank Concerning a Delay\n\n", "Members of the Muster Bank"),
    (
        "# An Open Letter to the Ambassador of Examplia to the Republic of Beispiel in Support of "
        "Anna Sample, an Independent Journalist from Northport, by Scholars of Law in Beispiel\n\n",
        "Ambassador of Examplia to the Republic of Beispiel",
    ),
    (
        "# A letter\n\nTo: Anna Sample\nPresident of the Example Commission\n"
        "Cc: Peter Muster\nPermanent Mission to the Example Organization\n\nDear President,\n\n",
        "Anna Sample, President of the Example Commission",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("head", "addressee"), HEADS)
def test_addressees(head: str, addressee: str) -> None:
    found = extract(read(head + _BODY, name="letter.md")).metadata
    assert found.addressee == addressee


def test_what_is_asked_of_you_is_asked_of_the_one_addressed() -> None:
    letter = (
        "# Open letter to Minister Anna Sample\n\nWe seek your urgent intervention to protect the "
        "right of six people to speak, who face many years in prison.\n\nWe urge you to stop it.\n"
    )
    found = extract(read(letter, name="letter.md")).recommendations
    assert [ask.addressee for ask in found] == ["Minister Anna Sample", "Minister Anna Sample"]
