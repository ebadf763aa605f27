"""Each count of a snapshot is what plain SPARQL counts over its graph."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.settings import get_settings
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.counting import RANKED
from rightsgraph.vocabulary import PREFIXES, RG
from tests.store.snapshot_checks import BASE, STATISTICS, assert_union

REVIEWS = f"{BASE}graph/reviews"
# A citation that counts: neither set aside nor one by which a document cites itself.
COUNTS = """
  ?citation cito:hasCitingEntity ?citing .
  FILTER NOT EXISTS { ?citation rg:citedDocument ?citing }
  FILTER NOT EXISTS { ?citation rg:setAside ?why }
"""
NAMES = "{ ?citation rg:citedDocument ?thing } UNION { ?citation cito:hasCitedEntity ?thing }"
YEAR = "BIND(STRDT(SUBSTR(STR(?issued), 1, 4), xsd:gYear) AS ?year)"
PART = "?r dcterms:isPartOf ?document . ?document dcterms:issued ?issued ."


def of(kind: str, about: str, counted: str) -> str:
    return f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{
      {kind} ?r {about} ?thing . {counted} }} GROUP BY ?thing"""


RECOMMENDATION, FINDING = "?r a rg:Recommendation .", "?r a rg:Finding ."
ITSELF = "BIND(?r AS ?x)"
SITUATION = "?thing a rg:Situation ."
# For each property what plain SPARQL says: the thing, and its number.
PLAIN = {
    "timesCited": f"""SELECT ?thing (COUNT(DISTINCT ?citation) AS ?n) {{
      {COUNTS} {NAMES} FILTER(?thing != ?citing) }} GROUP BY ?thing""",
    "citationCount": """SELECT ?thing (COUNT(DISTINCT ?citation) AS ?n) {
      ?citation cito:hasCitingEntity ?thing } GROUP BY ?thing""",
    "findingCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{ {FINDING} {ITSELF}
      {{ ?r dcterms:isPartOf ?thing }} UNION {{ ?r rg:concerns ?thing . {SITUATION} }}
      }} GROUP BY ?thing""",
    "recommendationCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{
      {RECOMMENDATION} {ITSELF}
      {{ ?r dcterms:isPartOf ?thing }} UNION {{ ?r rg:asksFor ?thing }}
      UNION {{ ?r rg:concerns ?thing . {SITUATION} }} }} GROUP BY ?thing""",
    "timesAsked": of(RECOMMENDATION, "rg:addressedTo", ITSELF),
    "violationCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{
      {FINDING} ?r rg:concerns ?thing . {SITUATION}
      OPTIONAL {{ ?r rg:violation ?x }} }} GROUP BY ?thing""",
    "actionCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{
      {RECOMMENDATION} ?r rg:concerns ?thing . {SITUATION}
      OPTIONAL {{ ?r rg:asksFor ?x }} }} GROUP BY ?thing""",
    "addresseeCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{ {RECOMMENDATION}
      {{ ?r rg:asksFor ?thing }} UNION {{ ?r rg:concerns ?thing . {SITUATION} }}
      OPTIONAL {{ ?r rg:addressedTo ?x }} }} GROUP BY ?thing""",
    "speakerCount": of(RECOMMENDATION, "rg:asksFor", "OPTIONAL { ?r rg:saidBy ?x }"),
    "documentCount": f"""SELECT ?thing (COUNT(DISTINCT ?x) AS ?n) {{
      {{ {RECOMMENDATION} ?r rg:asksFor ?thing . OPTIONAL {{ ?r dcterms:isPartOf ?x }} }}
      UNION {{ ?x dcterms:subject ?thing . {SITUATION} }} }} GROUP BY ?thing""",
}
DATES = f"""SELECT ?thing ?issued {{
  {{ {RECOMMENDATION} ?r rg:asksFor ?thing ; dcterms:isPartOf ?document }}
  UNION {{ ?document dcterms:subject ?thing . {SITUATION} }}
  ?document dcterms:issued ?issued }}"""
BETWEEN = f"""SELECT ?citing ?thing (COUNT(DISTINCT ?citation) AS ?n) {{
  {COUNTS} ?citation rg:citedDocument ?thing }} GROUP BY ?citing ?thing"""
BY_YEAR = f"""SELECT ?thing ?year (COUNT(DISTINCT ?r) AS ?n) {{
  {RECOMMENDATION} ?r %s ?thing . {PART} {YEAR} }} GROUP BY ?thing ?year"""


VALUES = (
    *((name, name) for name in ("asksFor", "addressedTo", "saidBy", "violation")),
    ("concerns", "situation"),
)


def generated(seed: int) -> str:
    """Letters that cite each other and themselves, with whatever can be missing or twice."""
    chance = random.Random(seed)
    lines = [f"<x:situation{n}> a rg:Situation ." for n in range(3)]
    for number in range(14):
        letter = f"<x:letter{number}>"
        lines.append(f"<x:g{number}> {{")
        for _ in range(chance.choice((0, 1, 1, 1, 2))):
            date = chance.choice(
                ('"2015"^^xsd:gYear', '"2015-03"^^xsd:gYearMonth', '"2016-01-02"^^xsd:date')
            )
            lines.append(f"{letter} dcterms:issued {date} .")
        if chance.random() < 0.8:
            lines.append(f"{letter} dcterms:subject <x:situation{chance.randrange(4)}> .")
        for order in range(chance.randrange(8)):
            citation = f"<x:letter{number}#c{order}>"
            lines.append(f"{citation} a cito:Citation ; cito:hasCitingEntity {letter} .")
            work = f"x:letter{chance.randrange(6)}"
            if chance.random() < 0.9:
                lines.append(f"{citation} rg:citedDocument <{work}> .")
            places = [chance.randrange(3) for _ in range(chance.randrange(3))]
            lines += [f"{citation} cito:hasCitedEntity <{work}#p{place}> ." for place in places]
            if chance.random() < 0.2:
                lines.append(f"{citation} cito:hasCitedEntity <{work}> .")
            if chance.random() < 0.2:
                lines.append(f'{citation} rg:setAside "duplicate" .')
        for order in range(chance.randrange(6)):
            kind = chance.choice(("Recommendation", "Recommendation", "Finding"))
            each = f"<x:letter{number}#s{order}>"
            lines.append(f"{each} a rg:{kind} ; dcterms:isPartOf {letter} .")
            lines += [
                f"{each} rg:{name} <x:{value}{chance.randrange(4)}> ."
                for name, value in VALUES
                for _ in range(chance.choice((0, 1, 1, 2)))
            ]
        lines.append("}")
    # The same again in another graph, which must not count twice; and a node without a name.
    lines.append("<x:h> { <x:letter0#s0> a rg:Recommendation ; dcterms:isPartOf <x:letter0> . }")
    lines.append("<x:h> { [] a rg:Recommendation ; rg:asksFor <x:asksFor0>, [] . }")
    return "\n".join(lines)


def trig(path: Path, text: str) -> Path:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    path.write_text(prefixes + text)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def plain(snapshot: Snapshot, query: str) -> Iterator[tuple[str, ...]]:
    """The rows of a query on what queries see, as text; without those of unnamed things."""
    answer = snapshot.open().query(
        query,
        prefixes=dict(PREFIXES),
        use_default_graph_as_union=not snapshot.manifest.union,
    )
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        if not any(isinstance(value, ox.BlankNode) for value in row):
            yield tuple("" if value is None else value.value for value in row)


def counted(snapshot: Snapshot, *names: str) -> list[tuple[str, ...]]:
    """Subject and values of properties in the graph of the counts."""
    values = " ; ".join(f"rg:{name} ?v{place}" for place, name in enumerate(names))
    columns = " ".join(f"?v{place}" for place in range(len(names)))
    query = f"SELECT ?s {columns} {{ GRAPH <{STATISTICS.value}> {{ ?s {values} }} }}"
    return list(plain(snapshot, query))


def assert_counts(snapshot: Snapshot) -> None:
    for name, query in PLAIN.items():
        assert sorted(counted(snapshot, name)) == sorted(plain(snapshot, query)), name
    first: dict[str, set[str]] = {}
    for thing, date in plain(snapshot, DATES):
        first.setdefault(thing, set()).add(date)
    assert set(counted(snapshot, "firstIssued")) == {(s, min(d)) for s, d in first.items()}
    assert set(counted(snapshot, "lastIssued")) == {(s, max(d)) for s, d in first.items()}
    pairs = [row[1:] for row in counted(snapshot, "tallyCiting", "tallyCited", "tallyNumber")]
    assert sorted(pairs) == sorted(plain(snapshot, BETWEEN))
    for name, about in (
        ("Situation", "rg:concerns"),
        ("Action", "rg:asksFor"),
        ("Addressee", "rg:addressedTo"),
    ):
        tallies = counted(snapshot, f"tally{name}", "tallyYear", "tallyNumber")
        assert sorted(row[1:] for row in tallies) == sorted(plain(snapshot, BY_YEAR % about)), name
    assert_ranks(snapshot)


def assert_ranks(snapshot: Snapshot) -> None:
    ranks = {subject: int(rank) for subject, rank in counted(snapshot, "citationRank")}
    documents = {row[0] for row in plain(snapshot, "SELECT ?d { ?c rg:citedDocument ?d }")}
    cited = [(-int(number), thing) for thing, number in counted(snapshot, "timesCited")]
    for among in (True, False):
        ordered = sorted(each for each in cited if (each[1] in documents) is among)
        assert [ranks[thing] for _, thing in ordered] == list(range(1, len(ordered) + 1))
    pairs = counted(snapshot, "tallyCiting", "tallyCited", "tallyNumber")
    tallies = sorted((-int(number), citing, thing, node) for node, citing, thing, number in pairs)
    assert [ranks[node] for *_, node in tallies] == list(range(1, len(tallies) + 1))


@pytest.mark.parametrize("union", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_plain_sparql(
    home: Home, tmp_path: Path, seed: int, *, union: bool
) -> None:
    source = trig(tmp_path / "a.trig", generated(seed))
    snapshot = home.build([source], validate=False, union=union)
    assert len(counted(snapshot, "timesCited")) > 5
    assert len(counted(snapshot, "tallyYear", "tallySituation")) > 2
    assert_counts(snapshot)
    if union:
        assert_union(snapshot)
    # A document goes.
    snapshot = home.edit(
        lambda store: store.remove_graph(ox.NamedNode("x:g2")), graphs=["x:g2"], validate=False
    )
    assert_counts(snapshot)
    if union:
        assert_union(snapshot)


@pytest.mark.parametrize("seed", range(3))
def test_counts_follow_reviews(home: Home, tmp_path: Path, seed: int) -> None:
    snapshot = home.build([trig(tmp_path / "a.trig", generated(seed))], validate=False)
    rejected = [
        row[0]
        for row in plain(snapshot, "SELECT ?s { ?s a ?t FILTER(STRSTARTS(STR(?s), 'x:letter')) }")
    ][::3]
    assert len(rejected) > 5

    def review(store: ox.Store) -> None:
        for number, statement in enumerate(rejected):
            store.update(
                f"""INSERT DATA {{ GRAPH <{REVIEWS}> {{ <x:review{number}> a rg:Review ;
                    rg:reviewOf <{statement}> ; prov:generatedAtTime
                    "2030-01-01T00:00:00Z"^^xsd:dateTime ;
                    rg:verdict <{PREFIXES["review"]}rejected> }} }}""",
                prefixes=dict(PREFIXES),
            )

    reviewed = home.edit(review, graphs=[REVIEWS], validate=False)
    assert_counts(reviewed)
    assert sum(int(n) for _, n in counted(reviewed, "citationCount")) < sum(
        int(n) for _, n in counted(snapshot, "citationCount")
    )


def test_only_the_most_cited_have_a_rank(home: Home, tmp_path: Path) -> None:
    cited = RANKED + 20
    citations = "\n".join(
        f"<x:c{n}> cito:hasCitingEntity <x:letter> ; cito:hasCitedEntity <x:p{n % cited}> ."
        for n in range(cited + 7)
    )
    snapshot = home.build([trig(tmp_path / "a.trig", citations)], validate=False, union=True)
    ranks = {subject: int(rank) for subject, rank in counted(snapshot, "citationRank")}
    assert len(ranks) == RANKED
    assert {f"x:p{number}" for number in range(7)} == {s for s, rank in ranks.items() if rank <= 7}


def test_counting_can_be_switched_off(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_COUNT_ON_PUBLISH", "false")
    get_settings.cache_clear()
    try:
        snapshot = home.build([trig(tmp_path / "a.trig", generated(1))], validate=False, union=True)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    graph = snapshot.open().quads_for_pattern(None, None, None, STATISTICS)
    assert not [quad for quad in graph if quad.predicate.value.startswith(RG)]
    assert snapshot.graphs[STATISTICS.value] == 3
    assert_union(snapshot)
