"""Input made to hurt: every call ends soon, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsgraph.extraction import extract
from rightsgraph.reading import Block, BlockKind, Document

SIZE = 40_000
# Of processor time, so that a busy machine fails nothing; an exponential pattern never ends.
SECONDS = 20.0

SEEDS = [
    "A/",
    "A/HRC/25/63, para. 1, ",
    "para. 1, 2-3, ",
    "(a) ",
    "v. A v. B ",
    "resolution 1/1, ",
    "Ibid. ",
    "note 1 above, ",
    '"',
    "“",
    "‘a ",
    "(",
    "[",
    "https://a.b/",
    "the Special Rapporteur on the a, b and ",
    "Convention on the A and B, ",
    "The Committee on the A, ",
    "should be ",
    "urges that ",
    "No. 1/2000, ",
    "A",
    "Aa ",
    "a ",
    ". ",
    "; ",
    "of the ",
    "1",
    "1 ",
    "-",
    "_",
    "*",
    "<a ",
    "Mr. A. B. ",
    "State party ",
    "Government of ",
    "General Assembly resolution 1/2 and ",
    "op. cit. ",
    "A-",
    "Éé ",
    "\u00ad",
    "see also ",
]


def one_paragraph(text: str, kind: BlockKind) -> Document:
    label = "1" if kind is BlockKind.NOTE else None
    return Document(text=text, blocks=(Block(kind, 0, len(text), label=label),))


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.SIGNATURES])
@pytest.mark.parametrize("seed", SEEDS)
def test_repeated_pieces_are_read_in_bounded_time(seed: str, kind: BlockKind) -> None:
    text = (seed * (SIZE // len(seed) + 1))[:SIZE]
    start = time.process_time()
    extract(one_paragraph(text, kind))
    assert time.process_time() - start < SECONDS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SEEDS), max_size=60), st.sampled_from(list(BlockKind)))
def test_any_mixture_is_read(pieces: list[str], kind: BlockKind) -> None:
    extraction = extract(one_paragraph("".join(pieces), kind))
    assert extraction.to_exchange()["format"] == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    extract(one_paragraph(text, BlockKind.PARAGRAPH))


def test_an_empty_document_states_nothing() -> None:
    extraction = extract(Document(text="", blocks=()))
    assert not extraction.citations
    assert extraction.metadata.title is None
