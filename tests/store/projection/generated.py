"""Graphs that have everything the tables hold, with gaps, several values and what does not fit."""

import random
from collections.abc import Iterator
from pathlib import Path

from rightsgraph.iris import base, named_graph
from rightsgraph.vocabulary import PREFIXES

KINDS = ["report", "resolution", "joint-letter"]


def nquads(path: Path, seed: int, documents: int = 5) -> Path:
    """A file with a generated graph."""
    graph = f"<{named_graph('generated')}>"
    prefixes = dict(PREFIXES)

    def term(text: str) -> str:
        if text == "a":
            return f"<{prefixes['rdf']}type>"
        if text.startswith(("<", '"', "_:")):
            head, _, kind = text.rpartition("^^")
            return f"{head}^^<{prefixes['xsd']}{kind}>" if head else text
        prefix, _, name = text.partition(":")
        return f"<{prefixes[prefix]}{name}>"

    with path.open("w", encoding="utf-8") as file:
        for triple in _triples(random.Random(seed), documents):
            file.write(f"{' '.join(term(part) for part in triple)} {graph} .\n")
    return path


def _triples(dice: random.Random, documents: int) -> Iterator[tuple[str, str, str]]:
    def thing(name: str) -> str:
        return f"<{base()}id/{name}>"

    def some(values: list[str], most: int = 2) -> list[str]:
        return dice.sample(values, dice.randint(0, min(most, len(values))))

    def words() -> str:
        language = dice.choice(["@en", "@fr", "", "@en-gb", "@ab"])
        text = dice.choice(["Ä, b", "second\\nline", 'say \\"so\\"', "", "zz", "_:no", "10", "9"])
        return f'"{text}"{language}'

    states = [thing(f"state/S{n}") for n in range(4)]
    bodies = [thing(f"body/b{n}") for n in range(4)]
    organisations = [thing(f"organisation/o{n}") for n in range(4)]
    situations = [thing(f"situation/s{n}") for n in range(4)]
    concepts = [thing(f"concept/c{n}") for n in range(6)]
    kinds = [thing(f"kind/{kind}") for kind in KINDS]
    for kind, named in (
        ("rg:State", states),
        ("rg:UNBody", bodies[:2]),
        ("rg:Mandate", bodies[2:]),
        ("org:Organization", [*organisations, *bodies[:2]]),
        ("rg:Situation", situations),
        ("skos:Concept", concepts),
    ):
        for iri in named:
            yield iri, "a", kind
            for value in [words() for _ in range(dice.randint(0, 3))]:
                yield iri, "skos:prefLabel", value
                yield iri, dice.choice(["skos:altLabel", "rdfs:label"]), value
    for situation in situations:
        for state in some(states):
            yield situation, "rg:inState", state
    for number, concept in enumerate(concepts[1:]):
        yield concept, "skos:broader", concepts[number // 2]
    yield "_:blank", "a", "rg:Finding"
    yield "_:blank", "rg:saidBy", bodies[0]
    works = [thing(f"un/A/{n}") for n in range(documents)]
    places = [work[:-1] + f"#para-{n}>" for work in works for n in (2, 10)]
    for number, work in enumerate(works):
        if dice.random() < 0.8:
            yield work, "rg:symbol", f'"A/{number}"'
        for _ in range(dice.randint(0, 2)):
            yield work, "dcterms:title", words()
        for value in some(
            ['"2015-10-29"^^date', '"2014"^^gYear', '"soon"', '"2016-02"^^gYearMonth']
        ):
            yield work, "dcterms:issued", value
        for kind in some(kinds):
            yield work, "rg:documentKind", kind
        for situation in some(situations):
            yield work, "dcterms:subject", situation
        for body in some([*bodies, '"a body"', "_:blank"]):
            yield work, "rg:issuedBy", body
        for value in some(['"3"^^integer', '"many"', '"7"^^integer']):
            yield work, "rg:timesCited", value
        if dice.random() < 0.4:
            yield work, "a", "fabio:Letter"
            for organisation in some(organisations, 4):
                yield work, "rg:signatory", organisation
    for place in places:
        if dice.random() < 0.8:
            yield place, "a", "doco:Paragraph"
        yield place, "dcterms:isPartOf", place.partition("#")[0] + ">"
        for value in some(['"para 2"', '"para 10(a)"', '"summary"']):
            yield place, "rg:pinpoint", value
    for work in works:
        for number in range(2):
            note = work[:-1] + f"#note-{number}>"
            yield note, "a", "doco:Footnote"
            yield note, "dcterms:isPartOf", work
            yield note, "fabio:hasSequenceIdentifier", f'"{number}"'
            citation = work[:-1] + f"#citation-{number}>"
            yield citation, "a", "cito:Citation"
            yield citation, "dcterms:isPartOf", work
            for target in some([*places, *works], 3):
                yield citation, "cito:hasCitedEntity", target
                yield citation, "rg:citedDocument", target.partition("#")[0].rstrip(">") + ">"
            for target in some([note]):
                yield citation, "rg:inNote", target
            for value in some(['"twice"', '"too early"']):
                yield citation, "rg:setAside", value
        for number in range(3):
            for kind in ("finding", "recommendation", "quotation"):
                statement = work[:-1] + f"#{kind}-{number}>"
                yield statement, "a", f"rg:{kind.title()}"
                yield statement, "dcterms:isPartOf", work
                for value in some(['"0.5"^^decimal', '"1"^^decimal', '"0.25"^^decimal'], 1):
                    yield statement, "rg:confidence", value
                for _ in range(dice.randint(0, 2)):
                    yield statement, "rg:summary" if kind != "quotation" else "rg:words", words()
                for name, values in (
                    ("rg:saidBy", [*bodies, *organisations, *works[:1]]),
                    ("rg:addressedTo", [*states, *bodies]),
                    ("rg:asksFor" if kind == "recommendation" else "rg:violation", concepts),
                    ("rg:concerns", situations),
                    ("rg:basedOn", places),
                    ("prov:wasQuotedFrom", places),
                    ("rg:response", concepts),
                    ("rg:actionCategory", concepts),
                    ("rg:issue", concepts),
                    ("rg:reviewSession", ['"3"^^integer', '"12"^^integer']),
                ):
                    for value in some(values):
                        yield statement, name, value
