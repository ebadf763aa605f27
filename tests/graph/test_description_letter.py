"""The joint letter as it is read against the joint letter as it is described by hand.

Both graphs are turned into tuples, section by section; every tuple that only one of them has must
stand in the table of differences with its reason.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from rightsgraph.extraction import extract
from rightsgraph.graph.description import Description, describe
from rightsgraph.reading import read
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import PREFIXES
from tests.shared import SHARED, needs_shared

NAME = "2015-10-29-joint-letter-dprk"
BY_HAND = f"https://w3id.org/rightsgraph/id/letter/{NAME}"
Tuples = frozenset[tuple[str, ...]]

# What is compared; a citation, quotation or statement by what it says, not by its IRI.
SECTIONS = {
    "parts": "?x a ?1 ; rg:order ?2 . FILTER(?1 != cito:Citation) BIND(?x AS ?3)",
    "notes": "?1 a doco:Footnote ; rg:markedIn ?2 ; rg:markerOffset ?3",
    "citations": """?1 a cito:Citation ; cito:hasCitedEntity ?2 ; rg:resolution ?3
        OPTIONAL { ?1 rg:resolvedThrough ?4 }""",
    "citing words": "?1 a cito:Citation ; rg:citationText ?2 OPTIONAL { ?1 rg:pinpointText ?3 }",
    "edges": """?1 a doco:Paragraph ; ?2 ?3
        FILTER(?2 IN (cito:citesAsEvidence, cito:discusses, cito:includesQuotationFrom))""",
    "quotations": """?q a rg:Quotation ; rg:words ?1 ; rg:reportedIn ?2
        OPTIONAL { ?q rg:attributedTo ?3 } OPTIONAL { ?q prov:wasQuotedFrom ?4 }""",
    "recommendations": """?r a rg:Recommendation ; rg:saidBy ?1 ; rg:addressedTo ?2 ;
        rg:asksFor ?3 OPTIONAL { ?r rg:basedOn ?4 }""",
    "findings": """?f a rg:Finding ; rg:saidBy ?1 ; rg:reportedIn ?2
        OPTIONAL { ?f rg:violation ?3 }""",
    "letter": "?l a rg:AdvocacyLetter ; ?1 ?2 FILTER(?1 NOT IN (prov:wasGeneratedBy))",
    "works": """?c rg:citedDocument ?1 . ?1 ?2 ?3
        FILTER(?2 NOT IN (dcterms:isPartOf))""",
    "places": "?1 rg:pinpoint ?2 ; a ?3 ; dcterms:isPartOf ?4",
}
# The least that both graphs have in common, so that the comparison cannot pass on nothing.
IN_COMMON = {
    "parts": 31,
    "notes": 8,
    "citations": 17,
    "citing words": 8,
    "edges": 23,
    "quotations": 9,
    "recommendations": 8,
    "findings": 1,
    "letter": 33,
    "works": 39,
    "places": 18,
}

COI = "body/commission-of-inquiry-dprk"
SR = "body/special-rapporteur-dprk"
SG = "body/secretary-general"
SC = "body/security-council"
IC = "group/international-community"
SIGNED = "signatories"
ALLUSION = "an allusion without symbol, date or number in running text is not taken for a citation"
TWO_TRACKS = "who speaks in the paragraphs on the two tracks follows from the paragraph before"
NO_VERB = "the sentence has no verb of finding; the reader finds reported findings only"
PART_OF_ASK = "the finding is half a sentence inside a recommendation"
# (section, only in): the tuples begin with this, and why.
DIFFERENCES: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {
    ("citations", "by hand"): [
        (("L#citation-p3.1",), ALLUSION),
        (("L#citation-p4.1",), ALLUSION),
    ],
    ("citing words", "by hand"): [
        (("L#citation-p3.1",), ALLUSION),
        (("L#citation-p4.1",), ALLUSION),
        (("L#citation-1.2",), "the words of note 1 before the title are not part of the citation"),
    ],
    ("citing words", "read"): [
        (("L#citation-1.2",), "the reader takes the sentence before the title with it"),
    ],
    ("edges", "by hand"): [
        (("L#paragraph-3", "cito:citesAsEvidence", "L#work-1"), ALLUSION),
        (("L#paragraph-4", "cito:discusses", "L#work-2"), ALLUSION),
        (("L#paragraph-5", "cito:includesQuotationFrom"), "its quotation lacks the citation"),
    ],
    ("quotations", "by hand"): [
        (("grave violations continue",), "the note stands one sentence later, and is not taken"),
        (("reveal a state",), "the citation of several places is quoted as a whole"),
    ],
    ("quotations", "read"): [
        (("grave violations continue",), "the note stands one sentence later, and is not taken"),
        (("reveal a state",), "the citation of several places is quoted as a whole"),
        (("high threshold",), "by hand, this end of a quotation after the gap is left out"),
    ],
    ("recommendations", "by hand"): [
        ((SR, IC, "action/engage-authorities"), TWO_TRACKS),
        ((SR, IC, "action/establish-contact-group"), TWO_TRACKS),
        ((SR, IC, "action/ensure-accountability", "un/A/70/362#para-78"), TWO_TRACKS),
        ((SR, IC, "action/refer-to-icc", "un/A/70/362#para-78"), TWO_TRACKS),
    ],
    ("recommendations", "read"): [
        ((SIGNED, IC, "action/ensure-accountability", "un/A/70/362#para-78"), TWO_TRACKS),
        ((SIGNED, IC, "action/refer-to-icc", "un/A/70/362#para-78"), TWO_TRACKS),
        ((SIGNED, SC, "action/promote-human-rights"), "a purpose is read as one more request"),
        ((SR, IC, "action/promote-human-rights"), "the words “protect the population” name both"),
    ],
    ("findings", "by hand"): [
        ((COI, "L#paragraph-2"), "the gap cuts the verb off, or the concept is in its meaning"),
        ((COI, "L#note-1"), NO_VERB),
        ((SR, "L#paragraph-5", "violation/gross-human-rights-violations"), "concept not found"),
        ((SG, "L#paragraph-6"), PART_OF_ASK),
        ((SC, "L#paragraph-4"), "“confirmed” is no verb of finding for the reader"),
        ((SR, "L#paragraph-12"), "one of the two speakers is found"),
        ((SG, "L#paragraph-12"), "one of the two speakers is found"),
        ((SR, "L#paragraph-10"), NO_VERB),
        ((SIGNED,), NO_VERB),
    ],
    ("findings", "read"): [
        ((COI, "L#paragraph-2"), "the concept is in its meaning, not in its words"),
        ((COI, "L#paragraph-3"), "a conclusion that is a recommendation at the same time"),
        ((COI, "L#note-1"), "a concept more or less than by hand"),
        ((SIGNED, "L#note-1"), "nobody is named in the note as the one who speaks"),
        ((SG, "L#paragraph-12"), "one of the two speakers is found"),
        ((SR, "L#paragraph-12"), "one of the two speakers is found"),
        ((SC, "L#paragraph-4"), "a concept more or less than by hand"),
        ((SIGNED,), "the reader takes a sentence of opinion for a finding"),
    ],
    ("letter", "by hand"): [
        (("cito:cites", "L#work-1"), ALLUSION),
        (("cito:cites", "L#work-2"), ALLUSION),
        (("rg:mentions", "body/contact-group-dprk"), "a proposed body without a name of its own"),
        (("rg:mentions", "body/ohchr"), "the letter names its office in Seoul; by hand, both"),
    ],
    ("letter", "read"): [
        (("rg:mentions", "body/united-nations"), "by hand, bodies of the United Nations only"),
        (("rg:mentions", "state/PRK"), "by hand, the State is the subject only"),
    ],
    ("works", "by hand"): [
        (("L#work-1",), ALLUSION),
        (("L#work-2",), ALLUSION),
        (("un/A/HRC/25/63", "dcterms:title"), "the title is taken with the sentence before it"),
    ],
    ("works", "read"): [
        (("un/A/70/362", "rg:shortForm"), "a short form that is never declared, but used"),
        (("un/A/HRC/25/63", "dcterms:title"), "the title is taken with the sentence before it"),
    ],
}


@cache
def description() -> Description:
    document = read(SHARED / "letters" / f"{NAME}.txt")
    return describe(document, extract(document))


@cache
def read_store() -> ox.Store:
    store = ox.Store()
    store.bulk_extend(description().quads)
    return store


@cache
def hand_store() -> ox.Store:
    store = ox.Store()
    path = resource_path("data") / "letters" / f"{NAME}.trig"
    store.load(path=str(path), format=ox.RdfFormat.TRIG)
    return store


def tuples(store: ox.Store, pattern: str, letter: str) -> Tuples:
    names = [f"?{n}" for n in "1234"]
    query = f"SELECT {' '.join(names)} WHERE {{ {pattern} }}".replace("?", "?v")
    answer = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    found = {tuple(plain(row[f"v{n}"], letter) for n in "1234") for row in answer}
    return frozenset(signatories_as_one(found))


def plain(term: object, letter: str) -> str:
    if term is None:
        return ""
    text = str(getattr(term, "value", term)).replace(letter, "L")
    for space, name in (
        ("https://w3id.org/rightsgraph/id/", ""),
        ("https://w3id.org/rightsgraph/vocabulary/", ""),
        *((space, f"{prefix}:") for prefix, space in PREFIXES.items()),
    ):
        if text.startswith(space):
            return name + text[len(space) :]
    return text


def signatories_as_one(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """What all nine signatories say, said once."""
    nine = [t for t in found if t[0].startswith("organisation/")]
    return {(SIGNED, *t[1:]) if t in nine else t for t in found}


def differences(section: str) -> tuple[Tuples, Tuples, Tuples]:
    ours = tuples(read_store(), SECTIONS[section], description().identity.iri)
    theirs = tuples(hand_store(), SECTIONS[section], BY_HAND)
    return ours - theirs, theirs - ours, ours & theirs


def unexplained(section: str, side: str, found: Tuples) -> list[tuple[str, ...]]:
    known = [begins for begins, _ in DIFFERENCES.get((section, side), [])]
    return sorted(
        each
        for each in found
        if not any(
            all(e.startswith(k) for e, k in zip(each, begins, strict=False)) for begins in known
        )
    )


@needs_shared
@pytest.mark.parametrize("section", SECTIONS)
def test_every_difference_has_a_reason(section: str) -> None:
    only_read, only_by_hand, common = differences(section)
    assert unexplained(section, "read", only_read) == []
    assert unexplained(section, "by hand", only_by_hand) == []
    assert len(common) >= IN_COMMON[section]


def test_every_reason_is_a_sentence() -> None:
    for rows in DIFFERENCES.values():
        for begins, reason in rows:
            assert begins
            assert len(reason.split()) >= 3


@needs_shared
def test_the_passages_are_the_same_as_those_found_by_hand() -> None:
    """Both sides count in the same text, and the digests of the same passages agree."""
    pattern = """?p rg:order ?1 ; rg:evidence ?e . FILTER NOT EXISTS { ?p a cito:Citation }
        ?e rg:passageDigest ?2 ; rg:textDigest ?3 ."""
    ours = tuples(read_store(), pattern, description().identity.iri)
    theirs = tuples(hand_store(), pattern, BY_HAND)
    assert ours == theirs
