"""Hostile mixtures for each stage: the work of a call stays in proportion to its text.

The mixtures are drawn with fixed seeds, so that a failure comes again. Each call has a bound that
is generous to a slow machine and hopeless for a pattern that goes exponential.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from rightsgraph.extraction.back_reference_words import find_back_references
from rightsgraph.extraction.bodies import find_mentions
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.citations import find_citations
from rightsgraph.extraction.metadata import find_metadata
from rightsgraph.extraction.notes import find_notes
from rightsgraph.extraction.pinpoints import find_pinpoints
from rightsgraph.extraction.quotations import find_quoted
from rightsgraph.extraction.recommendations import RecommendationFinder
from rightsgraph.extraction.signatories import find_signatories
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind, Document

SECONDS = 10.0
SIZE = 6_000
PIECES = [
    "A/HRC/25/63", "A/", "/Add.1", "paras. ", "para. 1 (a)", "1, ", "2-3", " and ", ", ", "; ",
    ". ", " v. ", "A.B. ", "Nos. ", "No. 1/2000", "1/2000", "general comments ", "No. 3",
    "Ibid., ", "id. ", "supra ", "note 4 above", "op. cit. ", "article 1A (2) ", "section 48B ",
    "of the ", "the ", "Covenant", "Convention on the ", "Rights ", "Act ", "Law No. 1 ", "(", ")",
    '"', "“", "”", "‘", "’", "[", "]", "Title Of A Work, ", "2010", "May 2010. ", "available at ",
    "https://a.b/c", "urges ", "recommends that ", "should ", "States ", "the Government ",
    "to ensure ", "Special Rapporteur on ", "Working Group ", "Committee on the ", "Foundation ",
    "said ", "Mr. A ", "\n", "\u00a0", "Éé", "-", "_", "*", "<a ", "A", "a", "1", " ",
]  # fmt: skip


def mixture(seed: int) -> str:
    """A text of drawn pieces: few kinds many times, or many kinds."""
    draw = random.Random(seed)
    pieces = draw.sample(PIECES, draw.choice([1, 2, 3, 5, 12, len(PIECES)]))
    text = ""
    while len(text) < SIZE:
        text += draw.choice(pieces) * draw.choice([1, 1, 1, 2, 40])
    return text[:SIZE]


def surface_of(text: str, kind: BlockKind) -> Surface:
    label = "1" if kind is BlockKind.NOTE else None
    return Surface(Document(text=text, blocks=(Block(kind, 0, len(text), label=label),)))


def citations(surface: Surface) -> object:
    return find_citations(surface, find_notes(surface), find_metadata(surface))


def recommendations(surface: Surface) -> object:
    cast = Cast(surface, find_mentions(surface), find_metadata(surface))
    return RecommendationFinder(surface, cast, ()).find()


STAGES: dict[str, Callable[[Surface], object]] = {
    "citations": citations,
    "pinpoints": lambda surface: find_pinpoints(surface.flat),
    "back references": lambda surface: find_back_references(surface.flat),
    "names": find_mentions,
    "signatories": find_signatories,
    "quotations": find_quoted,
    "recommendations": recommendations,
}
KINDS = (BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.SIGNATURES)


def slowest(stage: str, seeds: range) -> float:
    """Seconds of the slowest call of a stage over the mixtures of some seeds."""
    worst = 0.0
    for seed in seeds:
        surface = surface_of(mixture(seed), KINDS[seed % len(KINDS)])
        start = time.perf_counter()
        STAGES[stage](surface)
        worst = max(worst, time.perf_counter() - start)
    return worst


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_hostile_mixtures_are_read_in_bounded_time(stage: str) -> None:
    assert slowest(stage, range(12)) < SECONDS
