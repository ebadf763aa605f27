"""Quoted words against a passage: tables of cases, and what must hold for any words."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rightsgraph.extraction.alignment import align
from rightsgraph.extraction.comparison import Outcome, compare, compare_strictly
from rightsgraph.extraction.wording import Wording
from tests.shared import SHARED, needs_shared

PASSAGE = (
    "76. The commission finds that systematic, widespread and gross human rights violations have "
    "been and are being committed by the Republic of Examplia, its institutions and officials. In "
    "many instances, the violations found entail crimes against humanity based on State policies. "
    "These are not mere excesses of the State; they don’t stand alone."
)
EXACT, NORMALISED = Outcome.EXACT, Outcome.NORMALISED
ALTERED, NOT_FOUND = Outcome.ALTERED, Outcome.NOT_FOUND

# (quoted words, outcome, difference)
CASES = [
    ("gross human rights violations", EXACT, ""),
    ("These are not mere excesses of the State;", EXACT, ""),
    ("violations", EXACT, ""),
    # typography
    ("gross human-rights violations", NORMALISED, ""),
    ("gross  human\nrights\u00a0violations", NORMALISED, ""),
    ("gross human rights viola-\ntions", NORMALISED, ""),
    ("gross human rights viola\u00adtions", NORMALISED, ""),
    ("they don't stand alone", NORMALISED, ""),
    ("the “violations” found", NORMALISED, ""),
    ("gross human rights violations.", NORMALISED, ""),
    ("they don’t stand alone,", NORMALISED, ""),
    # the case of a first letter
    ("Systematic, widespread and gross", NORMALISED, ""),
    ("these are not mere excesses", NORMALISED, ""),
    ("[t]hese are not mere excesses", NORMALISED, ""),
    ("In many instances […] [t]hese are not mere excesses", NORMALISED, ""),
    # marked omissions and insertions
    ("systematic, widespread and gross ... violations", NORMALISED, ""),
    ("systematic, widespread and gross … violations", NORMALISED, ""),
    ("systematic, widespread and gross [...] violations", NORMALISED, ""),
    ("systematic, widespread and gross [. . .] violations", NORMALISED, ""),
    ("committed by [the Government], its institutions", NORMALISED, ""),
    ("[grave and] systematic, widespread", NORMALISED, ""),
    ("mere excesses [sic] of the State", NORMALISED, ""),
    ("the violations found entail[ed] crimes against humanity", NORMALISED, ""),
    ("the violation[...] found", NORMALISED, ""),
    ("... violations found ...", NORMALISED, ""),
    # unmarked changes
    (
        "systematic and gross human rights violations have been",
        ALTERED,
        "left out “widespread”",
    ),
    (
        "The commission finds that grave, widespread and gross human rights violations",
        ALTERED,
        "changed “systematic” to “grave”",
    ),
    (
        "many instances, the violations that were found entail crimes",
        ALTERED,
        "added “that were”",
    ),
    ("crimes against humanity based on state policies", ALTERED, "changed “State” to “state”"),
    (
        "In many instances the violations found entail crimes",
        ALTERED,
        "changed “instances,” to “instances”",
    ),
    (
        "The commission finds that violations have been and are being committed",
        ALTERED,
        "left out “systematic, widespread and gross human rights”",
    ),
    (
        "systematic, widespread and gross [...] violations have never been committed",
        ALTERED,
        "added “never”; added “committed”",
    ),
    # neither
    ("the court acquitted every one of the accused", NOT_FOUND, ""),
    ("ross human rights", NOT_FOUND, ""),
    ("State polic", NOT_FOUND, ""),
    ("excesses [...] systematic", NOT_FOUND, ""),
    ("on the", NOT_FOUND, ""),
    ("", NOT_FOUND, ""),
    ("[...]", NOT_FOUND, ""),
    ("“”", NOT_FOUND, ""),
]


@pytest.mark.parametrize(("words", "outcome", "difference"), CASES, ids=[c[0] for c in CASES])
def test_cases(words: str, outcome: Outcome, difference: str) -> None:
    found = compare(words, PASSAGE)
    assert (found.outcome, found.difference) == (outcome, difference)


@pytest.mark.parametrize(
    ("words", "passage", "outcome"),
    [
        ("art", "the party", NOT_FOUND),
        ("the rapist", "a therapist", NOT_FOUND),
        ("re-form of the law", "reform of the law", NORMALISED),
        ("the years 2014-2015", "the years 2014–2015", NORMALISED),
        ("ﬁndings of fact", "findings of fact", NORMALISED),
        ("人权状况", "关于人权状况的报告", EXACT),
        ("经济与社会报告", "关于人权状况的报告", NOT_FOUND),
        ("права человека", "о положении в области «права человека» в стране", EXACT),
        ("a b c", "", NOT_FOUND),
        ("act [without delay]", "must act now", NORMALISED),
        ("so-called “elections”", "so–called ‘elections’", NORMALISED),
    ],
)
def test_other_passages(words: str, passage: str, outcome: Outcome) -> None:
    assert compare(words, passage).outcome is outcome


def test_where_it_stands() -> None:
    for words in (
        "gross human rights",
        "Gross human-rights",
        "gross human civil rights violations",
    ):
        found = compare(words, PASSAGE)
        assert found.start is not None
        assert PASSAGE[found.start :].startswith("gross human rights")
        assert PASSAGE[found.start : found.end].endswith(("rights", "violations"))
    assert compare("nothing of the kind at all", PASSAGE).start is None


def test_strictly_no_alteration_is_found() -> None:
    assert compare_strictly("crimes against humanity based on State", PASSAGE).outcome is EXACT
    assert compare_strictly("crimes against humanity upon State", PASSAGE).outcome is NOT_FOUND


def test_many_changes_are_counted() -> None:
    words = " ".join(f"w{n}" if n % 3 else "changed" for n in range(60))
    found = compare(words, " ".join(f"w{n}" for n in range(60)))
    assert found.outcome is ALTERED
    assert found.difference.endswith("and 8 more")
    assert found.kept == pytest.approx(40 / 60)


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=20)
TEXTS = st.text(max_size=200)


@given(TEXTS)
def test_identity_is_exact(text: str) -> None:
    assume(Wording(text.strip()).words)
    # Marks of omission are no words of their own, but the very characters stand there.
    outcome = compare(text, text).outcome
    assert outcome is EXACT or "[" in text or "." in text or "…" in text


@given(WORDS, st.data())
def test_a_missing_or_added_word_is_never_exact(words: list[str], data: st.DataObject) -> None:
    numbered = [f"{word}{number}" for number, word in enumerate(words)]
    assume(len(words) >= 3)
    place = data.draw(st.integers(1, len(words) - 2))
    without = numbered[:place] + numbered[place + 1 :]
    assert compare(" ".join(without), " ".join(numbered)).outcome in (ALTERED, NOT_FOUND)
    assert compare(" ".join(numbered), " ".join(without)).outcome in (ALTERED, NOT_FOUND)
    assert compare(" ".join([*without[:place], "...", *without[place:]]), " ".join(numbered)) == (
        compare(" ".join([*without[:place], "[…]", *without[place:]]), " ".join(numbered))
    )


@given(WORDS, st.integers(0, 5), st.integers(0, 5))
def test_a_part_is_exact_and_typography_makes_it_normalised(
    words: list[str], before: int, after: int
) -> None:
    part = words[before : len(words) - after]
    assume(len(part) >= 2)
    passage = " ".join(words)
    assert compare(" ".join(part), passage).outcome is EXACT
    assert compare("  ".join(part), passage).outcome is NORMALISED
    assert compare(" ".join([part[0].capitalize(), *part[1:]]), passage).outcome is NORMALISED


@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared(words: str, passage: str) -> None:
    found = compare(words, passage)
    assert 0 <= found.kept <= 1
    assert (found.start is None) == (found.outcome is NOT_FOUND)
    assert bool(found.changes) == (found.outcome is ALTERED)
    if found.start is not None and found.end is not None:
        assert 0 <= found.start < found.end <= len(passage)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_alignment_is_the_nearest(pattern: list[str], text: list[str]) -> None:
    row = [0] * (len(text) + 1)
    for number, word in enumerate(pattern, 1):
        row, above = [number], row
        for place, other in enumerate(text):
            row.append(min(above[place] + (word != other), above[place + 1] + 1, row[place] + 1))
    found = align(pattern, text)
    cost = sum(
        one is None or other is None or pattern[one] != text[other] for one, other in found.pairs
    )
    assert found.distance == min(row) == cost
    assert [one for one, _ in found.pairs if one is not None] == list(range(len(pattern)))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("a " * 2_000, "a " * 100_000),
        ("a " * 2_000 + "b", "a " * 100_000),
        ("a, " * 500 + "a; a", "a, " * 100_000),
        ("[a] b " * 2_000, "b " * 50_000),
        ("... " * 5_000 + "word", "... " * 50_000),
        ("." * 100_000, "." * 100_000),
        ("[" * 50_000, "[" * 50_000),
        ("a-\n" * 20_000 + "a", "a-\n" * 50_000 + "a"),
        ("a'" * 50_000, "a'" * 50_000),
        ("w ... " * 300, "w x " * 50_000),
    ],
)
def test_hostile_texts_end(words: str, passage: str) -> None:
    assert compare(words, passage).outcome in Outcome


@needs_shared
@pytest.mark.shared
def test_other_documents_are_not_taken_for_the_source() -> None:
    """The thresholds on real paragraphs, which share much of their wording."""
    chance = random.Random(7)
    documents = []
    with gzip.open(SHARED / "corpora" / "un-views-sample.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            texts = [paragraph["text"] for paragraph in json.loads(line)["paragraphs"]]
            documents.append([text for text in texts if len(text.split()) > 60])
    documents = [paragraphs for paragraphs in documents if paragraphs]
    wrong = lost = 0
    for number in range(600):
        length = (4, 6, 8, 12, 20, 40)[number % 6]
        own, other = chance.sample(documents, 2)
        passage = chance.choice(own)
        words = passage.split()
        start = chance.randrange(len(words) - length)
        quoted = words[start : start + length]
        assert compare(" ".join(quoted), passage).outcome in (EXACT, NORMALISED)
        wrong += compare(" ".join(quoted), chance.choice(other)).outcome is ALTERED
        if length >= 8:
            for place in chance.sample(range(1, length - 1), length // 5):
                quoted[place] = "otherwise"
            lost += compare(" ".join(quoted), passage).outcome is not ALTERED
    assert wrong <= 12
    assert lost <= 8
