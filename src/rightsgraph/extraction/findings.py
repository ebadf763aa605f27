"""Findings: sentences in which somebody states what was done, and the violations they name."""

from __future__ import annotations

import re
from bisect import bisect_left

from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.concepts import violations
from rightsgraph.extraction.results import Citation, Finding, Note
from rightsgraph.extraction.surface import Surface, holds

_FINDING = re.compile(
    r"\b(?:found|finds|concluded?s?|conclude|determined|established|confirm(?:s|ed|ing)|"
    r"documented|verified|"
    r"observe[sd]|consider(?:s|ed)|noted with concern|expressed (?:deep |serious |grave )?concern|"
    r"(?:is|was|remains?|were|are) (?:deeply |seriously |gravely |also |particularly )*concerned|"
    r"reported that|"
    r"reveal(?:s|ed)?|constitutes?|amount(?:s|ed)? to|entail(?:s|ed)?|condemn(?:s|ed)?|"
    r"regret(?:s|ted)|"
    r"discloses? a violation|violat(?:ed|es)|in violation of|received (?:credible "
    r")?(?:information|allegations))\b"
)
# A sentence without any of these holds no verb of finding: quicker than the pattern.
_STEMS = (
    "found", "finds", "conclude", "determined", "established", "confirm", "documented", "verified",
    "observe", "consider", "concern", "reported that", "reveal", "constitute", "amount", "entail",
    "condemn", "regret", "violat", "received ",
)  # fmt: skip


def find_findings(
    surface: Surface, cast: Cast, notes: tuple[Note, ...], citations: tuple[Citation, ...]
) -> tuple[Finding, ...]:
    """The findings of the running text and of the notes, in reading order."""
    markers = [(m.start, m.label.strip("[]()^.: ")) for m in surface.document.markers]
    by_note: dict[str, list[int]] = {}
    in_text = []
    for index, citation in enumerate(citations):
        if citation.note is None:
            in_text.append((citation.start, index))
        else:
            by_note.setdefault(citation.note, []).append(index)
    found = []
    in_notes = [s for note in notes for s in surface.split(note.start, note.end)]
    for sentence in (*surface.sentences, *in_notes):
        words = surface.flat[sentence.start : sentence.end]
        verb = None
        if holds(words, _STEMS):
            verb = _FINDING.search(surface.flat, sentence.start, sentence.end)
        if not verb:
            continue
        concepts = violations().find(surface.flat, sentence.start, sentence.end)
        if not concepts and not re.match(r"found|find|conclud|determin|confirm", verb.group()):
            continue
        subject = cast.subject_before(verb.start(), sentence.start)
        if not concepts and subject is None:
            continue
        proofs = [
            i
            for start, i in in_text[bisect_left(in_text, (sentence.start, -1)) :][:20]
            if start < sentence.end
        ]
        at = bisect_left(markers, (sentence.start, ""))
        while at < len(markers) and markers[at][0] <= sentence.end + 1:
            proofs += by_note.get(markers[at][1], [])
            at += 1
        found.append(
            Finding(
                start=sentence.start,
                end=sentence.end,
                text=surface.words(sentence.start, sentence.end),
                by=subject.name if subject else cast.self_name,
                violations=concepts,
                citations=tuple(proofs),
                rule="finding.verb",
                confidence=0.75 if concepts and subject else 0.6,
            )
        )
    return tuple(found)
