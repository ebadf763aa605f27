"""What analysts ask, as SPARQL that every server reads; three of it also as we answer it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import examplia

PREFIXES: Final = """PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX fabio: <http://purl.org/spar/fabio/>
PREFIX rg: <https://w3id.org/rightsgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Args:
        name: What it is called.
        text: SPARQL with places in braces for IRIs that change.
        counts: SPARQL that reads the counts of a snapshot instead; empty where there are none.
    """

    name: str
    text: str
    counts: str = ""

    def ask(self, chance: random.Random, letters: int, *, counts: bool) -> str:
        """The query, with other IRIs in its places each time, and never the same text twice."""
        text = self.counts if counts and self.counts else self.text
        reports = examplia.reports_for(letters)
        places: dict[str, Callable[[], str]] = {
            "letter": lambda: examplia.letter(chance.randrange(letters)),
            "report": lambda: examplia.report(chance.randrange(reports)),
            "paragraph": lambda: (
                f"{examplia.report(chance.randrange(max(1, reports // 20)))}"
                f"#para-{chance.randrange(1, 9)}"
            ),
            "state": lambda: examplia.state(chance.randrange(examplia.STATES)),
            "situation": lambda: examplia.situation(chance.randrange(examplia.STATES)),
            "body": lambda: examplia.body(chance.randrange(examplia.BODIES)),
            "action": lambda: examplia.action(chance.randrange(examplia.ACTIONS)),
            "violation": lambda: examplia.violation(chance.randrange(examplia.VIOLATIONS)),
        }
        for name, iri in places.items():
            text = text.replace(f"{{{name}}}", f"<{iri()}>")
        return f"{PREFIXES}{text}# {chance.getrandbits(48)}\n"


QUESTIONS: Final = (
    Question(
        "most cited paragraphs",
        """SELECT ?paragraph (COUNT(DISTINCT ?citation) AS ?n) WHERE {
  ?citation cito:hasCitedEntity ?paragraph .
} GROUP BY ?paragraph ORDER BY DESC(?n) LIMIT 20
""",
        """SELECT ?paragraph ?n WHERE {
  ?paragraph rg:citationRank ?rank ; rg:timesCited ?n ; rg:pinpoint ?pinpoint .
  FILTER(?rank <= 20)
} ORDER BY DESC(?n)
""",
    ),
    Question(
        "who cites whom",
        """SELECT ?citing ?cited (COUNT(DISTINCT ?citation) AS ?n) WHERE {
  ?citation cito:hasCitingEntity ?citing ; rg:citedDocument ?cited .
} GROUP BY ?citing ?cited ORDER BY DESC(?n) LIMIT 20
""",
        """SELECT ?citing ?cited ?n WHERE {
  ?pair rg:citationRank ?rank ; rg:tallyCiting ?citing ; rg:tallyCited ?cited ;
    rg:tallyNumber ?n .
  FILTER(?rank <= 20)
} ORDER BY DESC(?n)
""",
    ),
    Question(
        "recommendations by State and year",
        """SELECT ?situation ?year (COUNT(DISTINCT ?r) AS ?n) WHERE {
  ?r a rg:Recommendation ; rg:concerns ?situation ; dcterms:isPartOf ?document .
  ?document dcterms:issued ?issued .
  BIND(SUBSTR(STR(?issued), 1, 4) AS ?year)
} GROUP BY ?situation ?year
""",
        """SELECT ?situation ?year ?n WHERE {
  ?tally rg:tallySituation ?situation ; rg:tallyYear ?year ; rg:tallyNumber ?n .
}
""",
    ),
    Question(
        "citations of a letter",
        """SELECT ?citation ?note ?symbol ?pinpoint ?resolution WHERE {
  ?citation cito:hasCitingEntity {letter} ; rg:resolution ?manner .
  ?manner skos:prefLabel ?resolution .
  OPTIONAL { ?citation cito:hasCitedEntity ?place . ?place rg:pinpoint ?pinpoint }
  OPTIONAL { ?citation rg:citedDocument ?work . ?work rg:symbol ?symbol }
  OPTIONAL { ?citation rg:inNote ?n . ?n fabio:hasSequenceIdentifier ?note }
}
""",
    ),
    Question(
        "who cites a paragraph",
        """SELECT ?citing ?title ?issued WHERE {
  ?citation cito:hasCitedEntity {paragraph} ; cito:hasCitingEntity ?citing .
  ?citing dcterms:title ?title ; dcterms:issued ?issued .
} ORDER BY DESC(?issued)
""",
    ),
    Question(
        "calls on a State",
        """SELECT ?r ?summary ?who ?action WHERE {
  ?r rg:addressedTo {state} ; rg:summary ?summary ; rg:saidBy ?by ; rg:asksFor ?what .
  ?by skos:prefLabel ?who . ?what skos:prefLabel ?action .
}
""",
    ),
    Question(
        "findings of a violation",
        """SELECT ?finding ?summary ?situation WHERE {
  ?finding rg:violation {violation} ; rg:summary ?summary ; rg:concerns ?about .
  ?about skos:prefLabel ?situation .
} ORDER BY ?situation LIMIT 100
""",
    ),
    Question(
        "the evidence for an action",
        """SELECT ?r ?place ?symbol ?issuer WHERE {
  ?r rg:asksFor {action} ; rg:concerns {situation} ; rg:basedOn ?place .
  ?place dcterms:isPartOf ?work . ?work rg:symbol ?symbol ; rg:issuedBy ?by .
  ?by skos:prefLabel ?issuer .
}
""",
    ),
    Question(
        "actions asked for in a situation",
        """SELECT ?action (COUNT(DISTINCT ?r) AS ?n) WHERE {
  ?r rg:concerns {situation} ; a rg:Recommendation ; rg:asksFor ?what .
  ?what skos:prefLabel ?action .
} GROUP BY ?action ORDER BY DESC(?n)
""",
    ),
    Question(
        "letters on a situation by year",
        """SELECT ?year (COUNT(?letter) AS ?n) WHERE {
  ?letter dcterms:subject {situation} ; a fabio:Letter ; dcterms:issued ?issued .
  BIND(SUBSTR(STR(?issued), 1, 4) AS ?year)
} GROUP BY ?year ORDER BY ?year
""",
    ),
    Question(
        "reports of a body, the latest first",
        """SELECT ?report ?symbol ?title ?issued WHERE {
  ?report rg:issuedBy {body} ; rg:symbol ?symbol ; dcterms:title ?title ; dcterms:issued ?issued .
} ORDER BY DESC(?issued)
""",
    ),
    Question(
        "words in titles",
        """SELECT ?report ?title WHERE {
  ?report a fabio:Report ; dcterms:title ?title . FILTER(CONTAINS(STR(?title), "Report 77"))
}
""",
    ),
    Question(
        "unresolved citations of a situation",
        """SELECT (COUNT(?citation) AS ?n) WHERE {
  ?letter dcterms:subject {situation} .
  ?citation cito:hasCitingEntity ?letter ;
    rg:resolution <https://w3id.org/rightsgraph/vocabulary/resolution/unresolved> .
}
""",
    ),
    Question(
        "cited together with a report",
        """SELECT ?other (COUNT(DISTINCT ?letter) AS ?n) WHERE {
  ?letter cito:cites {report} ; cito:cites ?other .
} GROUP BY ?other ORDER BY DESC(?n) LIMIT 10
""",
    ),
)
