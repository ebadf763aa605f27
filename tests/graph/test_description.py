"""Descriptions of documents: a golden graph, and what holds for every graph."""

from __future__ import annotations

import gzip
import json
import os
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.extraction import (
    Citation,
    CitationKind,
    Extraction,
    Finding,
    Gap,
    Metadata,
    Name,
    Note,
    Quotation,
    Recommendation,
    Resolution,
    State,
    extract,
)
from rightsgraph.graph.description import Description, describe
from rightsgraph.graph.description_check import shipped_check
from rightsgraph.graph.validation import validate
from rightsgraph.reading import Document, read, read_all
from rightsgraph.vocabulary import PREFIXES, Cito, Dcterms, Rg, Skos
from tests.shared import SHARED, needs_shared

GOLDEN = Path(__file__).parent / "golden" / "examplia-letter.nq"
FIXTURES = Path(__file__).parents[1] / "extraction" / "fixtures"
TEXT = """Open letter on Examplia

1 March 2030

Dear Minister,

The commission found “torture without any parallel”.[1] The Court of Examplia agreed.[2]

We urge the Security Council to refer the situation to the International Criminal Court.[3]

> A long passage that stands as a block and has no marks around it.

Sincerely,

Examplia Rights Watch
Dr. Ada Example

[1] A/HRC/99/12, paras. 74-75; A/HRC/99/CRP.1.
[2] Ibid., para. 5.
[3] A/HRC/99/12, para. 94 (a).
"""


def span(words: str, text: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def citation(text: str, words: str, **more: object) -> Citation:
    start, end = span(words, text)
    plain: dict[str, object] = {
        "start": start,
        "end": end,
        "text": words,
        "symbol": None,
        "title": None,
        "pinpoints": (),
        "pinpoint_text": "",
        "note": None,
        "resolution": Resolution.EXPLICIT,
        "antecedent": None,
        "candidates": (),
        "kind": CitationKind.UN,
        "rule": "citation.symbol",
        "confidence": 0.9,
    }
    return Citation(**{**plain, **more})  # type: ignore[arg-type]


def example() -> tuple[Document, Extraction]:
    """A letter, and what a perfect extractor finds in it: nothing depends on our own."""
    document = read(TEXT, name="examplia.txt")
    text = document.text
    notes = [span(f"[{n}] ", text[text.index("[1] A/HRC") :]) for n in (1, 2, 3)]
    base = text.index("[1] A/HRC")
    ends = [notes[1][0], notes[2][0], len(text) - base]
    found = Extraction(
        name=document.name,
        text_digest=document.text_digest,
        extractor="by-hand/1",
        metadata=Metadata(
            title="Open letter on Examplia",
            date="2030-03-01",
            salutation="Dear Minister,",
            kind="letter",
        ),
        notes=tuple(
            Note(str(n), base + begin[1], base + end, 0, (text.index(f"[{n}]"),))
            for n, begin, end in zip((1, 2, 3), notes, ends, strict=True)
        ),
        citations=(
            citation(
                text,
                "A/HRC/99/12, paras. 74-75",
                symbol="A/HRC/99/12",
                pinpoints=("paras 74-75",),
                pinpoint_text="paras. 74-75",
                note="1",
            ),
            citation(text, "A/HRC/99/CRP.1", symbol="A/HRC/99/CRP.1", note="1"),
            citation(
                text,
                "Ibid., para. 5",
                pinpoints=("para 5",),
                pinpoint_text="para. 5",
                note="2",
                resolution=Resolution.AMBIGUOUS,
                candidates=(0, 1),
                rule="resolution.ibid-of-several",
                confidence=0.5,
            ),
            citation(
                text,
                "A/HRC/99/12, para. 94 (a)",
                symbol="A/HRC/99/12",
                pinpoints=("para 94(a)",),
                pinpoint_text="para. 94 (a)",
                note="3",
            ),
        ),
        signatories=(
            Name("Examplia Rights Watch", (), None, (span("Examplia Rights", text),), "s", 0.9),
            Name("Dr. Ada Example", (), None, (span("Dr. Ada", text),), "s", 0.9, person=True),
        ),
        un_bodies=(
            Name(
                "Security Council",
                (),
                "security-council",
                (span("Security Council", text),),
                "name.authority",
                0.95,
            ),
        ),
        states=(State("XEX", (span("Examplia", text),), "name.state", 0.9),),
        quotations=(
            Quotation(
                *span("torture without any parallel", text),
                "torture without any parallel",
                "Commission",
                0,
                False,
                "quotation.marks",
                0.8,
            ),
            Quotation(
                *span("A long passage that stands as a block", text),
                "A long passage that stands as a block",
                None,
                None,
                True,
                "quotation.block",
                0.6,
            ),
        ),
        findings=(
            Finding(
                *span("The commission found", text),
                "The commission found",
                "Commission",
                ("torture",),
                (0,),
                "finding.verb",
                0.7,
            ),
        ),
        recommendations=(
            Recommendation(
                *span("We urge the Security Council", text),
                "We urge the Security Council",
                "signatories",
                "Security Council",
                "refer the situation",
                ("refer-to-icc",),
                (),
                False,
                None,
                (3,),
                "recommendation.verb",
                0.8,
            ),
        ),
        gaps=(Gap(0, 0, "none"),),
    )
    return document, found


@pytest.fixture(scope="module")
def description() -> Description:
    return describe(*example())


def local(description: Description, name: str) -> dict[str, list[str]]:
    about = description.sheet.data[f"{description.identity.iri}#{name}"]
    return {
        key: [v if isinstance(v, str) else v.value for v in values] for key, values in about.items()
    }


def lines(description: Description) -> list[str]:
    data = ox.serialize(description.quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return sorted(data.decode().splitlines())


def test_the_golden_graph(description: Description) -> None:
    """There are no blank nodes, so sorted N-Quads are the canonical form."""
    if os.environ.get("RIGHTSGRAPH_WRITE_GOLDEN"):
        GOLDEN.write_text("\n".join(lines(description)) + "\n", encoding="utf-8")
    assert lines(description) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_golden_graph_conforms(description: Description) -> None:
    store = ox.Store()
    store.bulk_extend(description.quads)
    assert validate(store).failures == ()
    assert shipped_check().conforms(description.sheet.data)


def test_the_same_document_gives_the_same_graph(description: Description) -> None:
    assert lines(describe(*example())) == lines(description)


def test_an_ambiguous_citation_names_its_candidates_and_chooses_none(
    description: Description,
) -> None:
    about = local(description, "citation-2.1")
    assert Rg.citedDocument not in about
    assert [iri.rpartition("/id/")[2] for iri in about[Rg.candidate]] == [
        "un/A/HRC/99/12",
        "un/A/HRC/99/CRP.1",
    ]


def test_candidates_that_are_one_work_are_no_doubt_about_the_work() -> None:
    document, found = example()
    second = found.citations[2]
    one = replace(second, candidates=(0, 3))
    changed = replace(found, citations=(*found.citations[:2], one, found.citations[3]))
    about = local(describe(document, changed), "citation-2.1")
    assert about[Rg.citedDocument][0].endswith("/id/un/A/HRC/99/12")
    assert Rg.candidate not in about


def test_individuals_are_no_nodes(description: Description) -> None:
    letter = description.sheet.data[description.identity.iri]
    assert [v.value for v in letter[Rg.signature] if isinstance(v, ox.Literal)] == [
        "Dr. Ada Example"
    ]
    nodes = " ".join(description.sheet.data)
    assert "ada" not in nodes
    labels = [
        str(v) for about in description.sheet.data.values() for v in about.get(Skos.prefLabel, ())
    ]
    assert not any("Ada" in label for label in labels)


def test_an_unknown_organisation_gets_a_marked_entry(description: Description) -> None:
    iri = "https://w3id.org/rightsgraph/id/organisation/examplia-rights-watch"
    about = description.sheet.data[iri]
    assert list(about[Rg.enteredFrom]) == [description.identity.iri]
    assert iri in description.sheet.data[description.identity.iri][Rg.signatory]


def test_no_sentence_of_the_document_is_in_the_graph(description: Description) -> None:
    """Only names, titles, symbols, citing words and words in quotation marks are."""
    literals = [
        v.value
        for about in description.sheet.data.values()
        for values in about.values()
        for v in values
        if isinstance(v, ox.Literal)
    ]
    for sentence in ("We urge the Security Council", "The commission found", "A long passage"):
        assert not any(sentence in words for words in literals)
    assert "torture without any parallel" in literals


def test_a_block_without_marks_has_offsets_only(description: Description) -> None:
    kinds = [
        (name, about)
        for name, about in description.sheet.data.items()
        if any(str(Rg.LongQuotation) == v for values in about.values() for v in values)
    ]
    assert len(kinds) == 1
    assert Rg.words not in kinds[0][1]
    assert Rg.evidence in kinds[0][1]


def test_a_statement_keeps_its_name_when_others_are_found(description: Description) -> None:
    document, found = example()
    fewer = replace(found, findings=(), quotations=found.quotations[1:])
    before = {n for n in description.sheet.data if "#recommendation-" in n}
    after = {n for n in describe(document, fewer).sheet.data if "#recommendation-" in n}
    assert before == after
    assert len(before) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2 May 2001\n\nSee A/HRC/7/3, para. 3, and A/HRC/7/3, para. 3.\n", "duplicate"),
        ("2 May 2001\n\nSee CAT/C/60/D/701/2015, para. 3.\n", "forward in time"),
    ],
)
def test_citations_that_prove_nothing_are_set_aside(text: str, why: str) -> None:
    assert why in set_aside(read(text))


def test_a_document_that_cites_itself_is_no_citation_of_it() -> None:
    document, found = example()
    own = replace(found, metadata=replace(found.metadata, symbols=("A/HRC/99/12",)))
    result = describe(document, own)
    assert result.identity.iri.endswith("/id/un/A/HRC/99/12")
    assert {local(result, f"citation-{n}")[Rg.setAside][0] for n in ("1.1", "3.1")} == {
        "self-citation"
    }
    assert result.identity.iri not in result.sheet.data[result.identity.iri].get(Cito.cites, ())


def set_aside(document: Document) -> list[str]:
    data = describe(document, extract(document)).sheet.data
    flags = [v for about in data.values() for v in about.get(Rg.setAside, ())]
    return [flag.value for flag in flags if isinstance(flag, ox.Literal)]


def test_a_communication_by_number_meets_its_symbol() -> None:
    """A decision cited by committee and number is identified with the decision itself."""
    by_number = read("The Committee against Torture, communication No. 163/2000, para. 6.3.\n")
    found = extract(by_number)
    shared = "https://w3id.org/rightsgraph/id/communication/committee-against-torture/163-2000"
    citing = describe(by_number, found)
    decision = read("CAT/C/32/D/163/2000\n\nCommittee against Torture\n\n6.3 The claim stands.\n")
    cited = describe(decision, extract(decision))
    data = cited.sheet.data
    assert cited.identity.iri.endswith("/id/un/CAT/C/32/D/163/2000")
    assert list(data[shared][Rg.identifiedAs]) == [cited.identity.iri]
    works = [v for about in citing.sheet.data.values() for v in about.get(Rg.citedDocument, ())]
    assert works in ([shared], [cited.identity.iri])


def test_paragraphs_of_a_un_document_are_the_nodes_that_others_cite() -> None:
    line = {
        "symbol": "CAT/C/32/D/163/2000",
        "paragraphs": [
            {"number": "6.3", "text": "The Committee notes the claim."},
            {"number": None, "text": "A paragraph without number."},
            {"number": "6.3", "text": "The number comes again in an opinion."},
        ],
    }
    document = read(json.dumps(line).encode(), media_type="application/jsonl")
    result = describe(document, extract(document))
    own = {name.partition("#")[2] for name in result.sheet.data if "#pa" in name}
    assert {"para-6.3", "paragraph-1", "paragraph-2"} <= own
    about = result.sheet.data[f"{result.identity.iri}#para-6.3"]
    assert {v.value for v in about[Rg.pinpoint] if isinstance(v, ox.Literal)} == {"para 6.3"}


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_node_is_blank_and_everything_stands_in_two_graphs(path: Path) -> None:
    document = read(path)
    result = describe(document, extract(document))
    graphs = {quad.graph_name for quad in result.quads}
    assert {getattr(graph, "value", "") for graph in graphs} == {
        result.identity.graph,
        "https://w3id.org/rightsgraph/graph/provenance",
    }
    for quad in result.quads:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)


def test_every_term_is_one_of_the_ontology_or_the_allow_list(description: Description) -> None:
    known = set(PREFIXES.values())
    used = {quad.predicate.value for quad in description.quads}
    assert {term for term in used if not term.startswith(tuple(known))} == set()
    assert Cito.hasCitedEntity in used
    assert Dcterms.isPartOf in used


def shared_texts() -> list[Path]:
    return [
        *sorted((SHARED / "letters").glob("*.txt")),
        *sorted((SHARED / "evaluation" / "texts").glob("*.txt")),
    ]


@needs_shared
@pytest.mark.parametrize("path", shared_texts(), ids=lambda path: path.stem)
def test_shared_texts_conform(path: Path) -> None:
    document = read(path)
    result = describe(document, extract(document))
    store = ox.Store()
    store.bulk_extend(result.quads)
    assert validate(store).failures == ()
    assert shipped_check().conforms(result.sheet.data)


def decisions() -> Path:
    return SHARED / "corpora" / "un-views-sample.jsonl.gz"


@needs_shared
@pytest.mark.slow
def test_all_decisions_conform() -> None:
    check = shipped_check()
    names = set()
    for document in read_all(decisions()):
        result = describe(document, extract(document))
        assert check.conforms(result.sheet.data), document.name
        assert re.match(r".*/id/un/(?:CAT|CCPR|CEDAW|CERD|CRC|CRPD|E)", result.identity.iri)
        names.add(result.identity.iri)
    with gzip.open(decisions(), "rt", encoding="utf-8") as file:
        assert len(names) == sum(1 for _ in file) == 352


@needs_shared
def test_the_engine_finds_nothing_in_some_decisions_together() -> None:
    store = ox.Store()
    for document in islice(read_all(decisions()), 0, 40, 8):
        store.bulk_extend(describe(document, extract(document)).quads)
    assert validate(store).failures == ()
