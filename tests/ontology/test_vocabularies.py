"""The SKOS vocabularies: trees without loops, labels without doubles, everything explained."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from rightsgraph import vocabulary
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import VOCABULARY, Rg
from tests.shared import SHARED, needs_shared

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
SCHEMES = {
    "action": ("actions.ttl", 150),
    "violation": ("violations.ttl", 170),
    "document-kind": ("document-kinds.ttl", 45),
    "resolution": ("resolutions.ttl", 6),
    "quotation-check": ("quotation-checks.ttl", 6),
    "review-state": ("review-states.ttl", 4),
    "response": ("responses.ttl", 3),
    "action-category": ("action-categories.ttl", 5),
    "issue": ("issues.ttl", 54),
}
# Names that the data, the queries and the reader rely on.
SLUGS = {
    "action": """
        refer-to-icc hold-formal-meeting remain-seized take-decisive-action targeted-sanctions
        ensure-accountability end-violations protect-population engage-authorities
        establish-contact-group establish-investigation extend-mandate renew-mandate ratify-treaty
        accede withdraw-reservation release-detainees repeal-law amend-law adopt-law grant-access
        invite-special-procedures cooperate-with-mechanisms prosecute-perpetrators provide-remedy
        reparations provide-information submit-report train-officials protect-defenders
        prevent-discrimination moratorium-death-penalty abolish-death-penalty stop-deportations
        allow-humanitarian-access provide-technical-assistance allocate-resources
        implement-recommendations establish-nhri raise-awareness collect-data monitor-situation
        suspend-transfers""",
    "violation": """
        crimes-against-humanity extermination murder enslavement deportation forcible-transfer
        imprisonment torture rape sexual-slavery enforced-prostitution forced-pregnancy
        enforced-sterilization other-sexual-violence persecution enforced-disappearance apartheid
        other-inhumane-acts forced-abortion prolonged-starvation genocide war-crimes aggression
        gross-human-rights-violations systematic-and-widespread-violations
        threat-to-international-peace-and-security freedom-of-expression""",
    "document-kind": """
        letter joint-letter statement joint-statement report resolution decision
        presidential-statement meeting-record summary-record concluding-observations
        general-comment views communication treaty law case press-release news-article web-page
        note draft conference-room-paper compilation annual-report""",
    "resolution": "explicit ibid short-form note-above ambiguous unresolved",
    "quotation-check": "exact normalised altered found-elsewhere not-found source-not-held",
    "review-state": "unreviewed accepted rejected corrected",
    "response": "accepted partly-accepted noted",
    "action-category": "minimal continuing considering general specific",
    "issue": "death-penalty justice womens-rights rights-of-the-child international-instruments",
}
every_scheme = pytest.mark.parametrize("scheme", SCHEMES)


@cache
def graph(scheme: str) -> Graph:
    return Graph().parse(resource_path("ontology") / "vocabularies" / SCHEMES[scheme][0])


def iri(scheme: str, slug: str = "") -> URIRef:
    return URIRef(f"{VOCABULARY}{scheme}/{slug}" if slug else f"{VOCABULARY}{scheme}")


def concepts(scheme: str) -> list[URIRef]:
    found = graph(scheme).subjects(RDF.type, SKOS.Concept)
    return sorted(c for c in found if isinstance(c, URIRef))


def test_no_vocabulary_is_forgotten() -> None:
    files = {path.name for path in (resource_path("ontology") / "vocabularies").iterdir()}
    assert files == {name for name, _ in SCHEMES.values()}


@every_scheme
def test_a_scheme_says_what_it_is(scheme: str) -> None:
    for described in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert graph(scheme).value(iri(scheme), described), described


@every_scheme
def test_a_scheme_has_its_concepts(scheme: str) -> None:
    found = {concept.removeprefix(iri(scheme, "")) for concept in concepts(scheme)}
    assert len(found) >= SCHEMES[scheme][1]
    assert {f"/{slug}" for slug in SLUGS[scheme].split()} - found == set()


@every_scheme
def test_every_concept_is_labelled_explained_and_placed(scheme: str) -> None:
    g = graph(scheme)
    for concept in concepts(scheme):
        labels = [o.language for o in g.objects(concept, SKOS.prefLabel) if isinstance(o, Literal)]
        assert labels == ["en"], concept
        assert g.value(concept, SKOS.definition), concept
        assert set(g.objects(concept, SKOS.inScheme)) == {iri(scheme)}, concept
        top = (concept, SKOS.topConceptOf, iri(scheme)) in g
        assert top != bool(g.value(concept, SKOS.broader)), concept


@every_scheme
def test_the_tree_is_told_both_ways(scheme: str) -> None:
    g = graph(scheme)
    known = set(concepts(scheme))
    broader = set(g.subject_objects(SKOS.broader))
    assert broader == {(b, a) for a, b in g.subject_objects(SKOS.narrower)}
    assert {node for pair in broader for node in pair} <= known
    tops = set(g.objects(iri(scheme), SKOS.hasTopConcept))
    assert tops == set(g.subjects(SKOS.topConceptOf, iri(scheme)))


@every_scheme
def test_no_concept_is_broader_than_itself(scheme: str) -> None:
    g = graph(scheme)
    for concept in concepts(scheme):
        above = set(g.transitive_objects(concept, SKOS.broader)) - {concept}
        for parent in above:
            assert concept not in set(g.transitive_objects(parent, SKOS.broader)), concept


@every_scheme
def test_a_label_stands_for_one_concept(scheme: str) -> None:
    g = graph(scheme)
    owners: dict[str, set[object]] = {}
    for predicate in LABELS:
        for concept, label in g.subject_objects(predicate):
            owners.setdefault(str(label).lower(), set()).add(concept)
    assert {label: who for label, who in owners.items() if len(who) > 1} == {}
    for concept in concepts(scheme):
        labels = [str(o).lower() for p in LABELS for o in g.objects(concept, p)]
        assert [label for label, count in Counter(labels).items() if count > 1] == [], concept


def test_texts_can_be_recognised_by_alternative_labels() -> None:
    for scheme, least in (("action", 1300), ("violation", 600)):
        assert len(list(graph(scheme).subject_objects(SKOS.altLabel))) >= least
        for concept in concepts(scheme):
            leaf = not graph(scheme).value(concept, SKOS.narrower)
            assert not leaf or graph(scheme).value(concept, SKOS.altLabel), concept


@needs_shared
def test_most_recommendations_of_a_real_corpus_use_a_label() -> None:
    labels = {str(o).lower() for p in LABELS for o in graph("action").objects(None, p)}
    longest_first = sorted(labels, key=len, reverse=True)
    known = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    path = SHARED / "corpora" / "upr-recommendations.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        texts = [row["Text"].lower() for row in csv.DictReader(file)][::20]
    assert len(texts) > 2000
    assert sum(known.search(text) is not None for text in texts) / len(texts) > 0.88


def test_crimes_and_rights_name_their_provision() -> None:
    g = graph("violation")
    basis = URIRef(Rg.legalBasis)
    # How grave something is, and the headings of groups, rest on no provision of their own.
    free = {
        iri("violation", slug)
        for slug in (
            "scale-and-gravity",
            "gross-human-rights-violations",
            "systematic-and-widespread-violations",
            "groups-and-territory",
        )
    }
    assert {c for c in concepts("violation") if g.value(c, basis) is None} == free


@pytest.mark.parametrize(
    ("covenant", "articles"),
    [
        ("ICCPR", [1, 2, 3, 4, *range(6, 28)]),
        ("ICESCR", [1, 2, 3, *range(6, 16)]),
    ],
)
def test_the_covenants_are_covered_article_by_article(covenant: str, articles: list[int]) -> None:
    bases = [str(o) for o in graph("violation").objects(None, URIRef(Rg.legalBasis))]
    stems = {base.split("(")[0] for base in bases}
    assert [n for n in articles if f"{covenant}, art. {n}" not in stems] == []


@pytest.mark.parametrize("letter", "abcdefghijk")
def test_the_acts_of_article_7_are_all_there(letter: str) -> None:
    basis = Literal(f"Rome Statute, art. 7(1)({letter})")
    crimes = iri("violation", "crimes-against-humanity")
    acts = list(graph("violation").subjects(URIRef(Rg.legalBasis), basis))
    assert any(crimes in graph("violation").objects(act, SKOS.broader) for act in acts)


@pytest.mark.parametrize(
    "chain",
    [
        ("core-international-crimes", "crimes-against-humanity", "extermination"),
        ("crimes-against-humanity", "other-sexual-violence", "forced-abortion"),
        ("crimes-against-humanity", "other-inhumane-acts", "prolonged-starvation"),
        ("core-international-crimes", "genocide", "genocide-killing"),
        ("core-international-crimes", "war-crimes", "grave-breaches"),
        ("civil-and-political-rights", "right-to-life", "extrajudicial-killing"),
    ],
)
def test_a_violation_stands_under_the_wider_one(chain: tuple[str, ...]) -> None:
    for wider, narrower in pairwise(chain):
        broader = graph("violation").objects(iri("violation", narrower), SKOS.broader)
        assert iri("violation", wider) in set(broader)


@every_scheme
def test_the_constants_list_the_same_concepts(scheme: str) -> None:
    plural = re.sub(r"Y$", "IE", scheme.upper().replace("-", "_")) + "S"
    constant = getattr(vocabulary, plural)
    assert {iri(scheme, slug) for slug in constant} == set(concepts(scheme))
