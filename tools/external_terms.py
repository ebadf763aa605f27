# ruff: noqa: SIM905 - lists of names read better as words
"""The allow-list of the terms that we use from other vocabularies.

`python tools/external_terms.py` writes ontology/external-terms.csv; with `--check` it writes
nothing and exits with 1 when a term in use is not in the list. tools/generate_vocabulary.py reads
the list, so it runs after this.

The list is made from the terms in use in ontology/, data/ and queries/ and those that the code
writes, and a term enters it only when its vocabulary really has it. The vocabularies' own files
are looked for in ../shared/vocabularies; where they are not, `--check` compares with the list
alone. The W3C and DCMI vocabularies come with rdflib.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SKOS, VOID, DefinedNamespace

ROOT = Path(__file__).resolve().parents[1]
ALLOW_LIST = ROOT / "ontology" / "external-terms.csv"
VOCABULARIES = ROOT.parent / "shared" / "vocabularies"
OURS = "https://w3id.org/rightsgraph/"

# The prefixes whose vocabulary is a file, and which file.
VOCABULARY_FILES: Mapping[str, str] = {
    "cito": "cito.ttl",
    "fabio": "fabio.ttl",
    "doco": "doco.ttl",
    "c4o": "c4o.ttl",
    "biro": "biro.ttl",
    "undo": "undo.ttl",
    "oa": "oa.ttl",
    "bibo": "bibo.owl",
}
RDFLIB_NAMESPACES: Mapping[str, type[DefinedNamespace]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}
# Source: SPARQL 1.1 Service Description, section 3. rdflib has no namespace for it.
SERVICE_DESCRIPTION = frozenset(
    "Aggregate BasicFederatedQuery Dataset DereferencesURIs EmptyGraphs EntailmentProfile "
    "EntailmentRegime Feature Function Graph GraphCollection Language NamedGraph RequiresDataset "
    "SPARQL10Query SPARQL11Query SPARQL11Update Service UnionDefaultGraph availableGraphs "
    "defaultDataset defaultEntailmentRegime defaultGraph defaultSupportedEntailmentProfile "
    "endpoint entailmentRegime extensionAggregate extensionFunction feature graph inputFormat "
    "languageExtension name namedGraph propertyFeature resultFormat supportedEntailmentProfile "
    "supportedLanguage url".split()
)
# Terms that the code writes into the graph although no file of the repository names them.
WRITTEN_BY_CODE = (
    "fabio:Book fabio:NewsItem fabio:WebPage fabio:LegalOpinion undo:Treaty undo:Judgment "
    "doco:Section doco:Appendix cito:citesForInformation cito:includesQuotationFrom "
    "cito:isCitedBy prov:Agent prov:Activity prov:Entity prov:SoftwareAgent prov:Person "
    "prov:atTime prov:endedAtTime prov:startedAtTime prov:used prov:wasAssociatedWith "
    "prov:generatedAtTime prov:hadPlan prov:Plan prov:wasRevisionOf "
    "oa:Annotation oa:hasTarget oa:hasBody oa:prefix oa:suffix oa:motivatedBy oa:assessing "
    "dcterms:created dcterms:modified dcterms:hasPart dcterms:publisher dcterms:format "
    "void:Dataset void:Linkset void:triples void:entities void:classes void:properties "
    "void:distinctSubjects void:distinctObjects void:documents void:sparqlEndpoint void:subset "
    "void:vocabulary void:uriSpace void:exampleResource void:dataDump void:feature "
    "void:classPartition void:propertyPartition void:class void:property void:rootResource "
    "void:inDataset sd:Service sd:Dataset sd:Graph sd:NamedGraph sd:endpoint sd:supportedLanguage "
    "sd:SPARQL11Query sd:SPARQL11Update sd:resultFormat sd:inputFormat sd:feature "
    "sd:UnionDefaultGraph sd:defaultDataset sd:defaultGraph sd:namedGraph sd:name sd:graph "
    "rdf:HTML rdf:JSON rdf:langString rdf:value xsd:boolean xsd:dateTime xsd:gYear xsd:double "
    "xsd:nonNegativeInteger xsd:gYearMonth"
).split()

_SPARQL_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<long>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?''')
      | (?P<short>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<comment>\#[^\n]*)
      | (?P<declaration>\bPREFIX\s+(?P<declared>[\w.-]*):\s*<(?P<namespace>[^>]*)>)
      | (?P<name>(?<![\w?$@:])(?P<prefix>[A-Za-z][\w-]*):(?P<local>[A-Za-z_][\w-]*))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Use:
    """One term and the file that uses it; `as_term` where it must be a term of a vocabulary."""

    term: str
    file: str
    as_term: bool = False


def read_prefixes() -> dict[str, str]:
    """Prefix to namespace, as ontology/prefixes.ttl declares them."""
    graph = Graph().parse(ROOT / "ontology" / "prefixes.ttl")
    return {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.subjects(RDF.type, SH.PrefixDeclaration)
    }


def uses_in_rdf(path: Path) -> Iterator[Use]:
    """Every IRI of a Turtle or TriG file; predicates, types and datatypes as terms."""
    name = _name(path)
    kind = ox.RdfFormat.from_extension(path.suffix[1:])
    for quad in ox.parse(path=path, format=kind):
        yield Use(quad.predicate.value, name, as_term=True)
        if isinstance(quad.subject, ox.NamedNode):
            yield Use(quad.subject.value, name)
        if isinstance(quad.object, ox.NamedNode):
            yield Use(quad.object.value, name, as_term=quad.predicate.value == str(RDF.type))
        elif isinstance(quad.object, ox.Literal):
            yield Use(quad.object.datatype.value, name, as_term=True)


def uses_in_query(path: Path, prefixes: Mapping[str, str]) -> Iterator[Use]:
    """Every IRI and prefixed name of a SPARQL query outside strings and comments."""
    name = _name(path)
    known = dict(prefixes)
    for token in _SPARQL_TOKEN.finditer(path.read_text(encoding="utf-8")):
        if token["declaration"]:
            known[token["declared"]] = token["namespace"]
        elif token["iri"]:
            yield Use(token["iri"][1:-1], name)
        elif token["name"]:
            if token["prefix"] in known:
                yield Use(known[token["prefix"]] + token["local"], name, as_term=True)
            else:
                yield Use(f"{token['prefix']}:{token['local']}", name, as_term=True)


def uses_in_context(path: Path) -> Iterator[Use]:
    """Every term that a JSON-LD context maps a name to."""
    name = _name(path)
    context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    prefixes = {
        key: value
        for key, value in context.items()
        if isinstance(value, str) and value.endswith(("#", "/"))
    }
    for key, value in context.items():
        if key.startswith("@") or key in prefixes:
            continue
        parts = [value] if isinstance(value, str) else [value.get("@id"), value.get("@type")]
        for part in parts:
            if part and not part.startswith("@"):
                prefix, _, local = part.partition(":")
                yield Use(prefixes.get(prefix, prefix + ":") + local, name, as_term=True)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def all_uses(prefixes: Mapping[str, str]) -> Iterator[Use]:
    """Every use of a term in ontology/, data/, queries/ and by the code."""
    for folder in ("ontology", "data"):
        for path in sorted((ROOT / folder).rglob("*.t*")):
            if path.suffix in {".ttl", ".trig"}:
                yield from uses_in_rdf(path)
    for path in sorted((ROOT / "queries").rglob("*.rq")):
        yield from uses_in_query(path, prefixes)
    if (ROOT / "ontology" / "context.jsonld").exists():
        yield from uses_in_context(ROOT / "ontology" / "context.jsonld")
    for compact in WRITTEN_BY_CODE:
        prefix, _, local = compact.partition(":")
        yield Use(prefixes[prefix] + local, "tools/external_terms.py", as_term=True)


def split(term: str, prefixes: Mapping[str, str]) -> tuple[str, str] | None:
    """The prefix and the local name of a term of an external vocabulary we know, or None."""
    for prefix, namespace in prefixes.items():
        if term.startswith(namespace) and not namespace.startswith(OURS):
            local = term[len(namespace) :]
            return (prefix, local) if re.fullmatch(r"[\w-]+", local) else None
    return None


def external(uses: Iterable[Use], prefixes: Mapping[str, str]) -> Iterator[Use]:
    """The uses that are external terms, or ought to be: not ours, not plain resources."""
    for use in uses:
        ours = use.term.startswith(OURS)
        if not ours and (use.as_term or split(use.term, prefixes) is not None):
            yield use


def load_vocabulary(prefix: str, folder: Path) -> Graph | None:
    """The own file of a vocabulary, or None when it is not there or none is needed."""
    name = VOCABULARY_FILES.get(prefix)
    if name is None or not (folder / name).exists():
        return None
    return Graph().parse(folder / name, format="xml" if name.endswith(".owl") else "turtle")


def kind_of(term: str, prefix: str, local: str, vocabulary: Graph | None) -> str | None:
    """`class`, `property`, `individual` or `datatype`; None when the vocabulary lacks the term.

    The vocabularies of rdflib do not say the kind; there the spelling does, as those
    vocabularies keep to it.
    """
    if prefix in VOCABULARY_FILES:
        types = set() if vocabulary is None else set(vocabulary.objects(URIRef(term), RDF.type))
        if not types:
            return None
        if types & {OWL.Class, RDFS.Class}:
            return "class"
        return "property" if any(str(t).endswith("Property") for t in types) else "individual"
    if prefix == "sd":
        exists = local in SERVICE_DESCRIPTION
    else:
        exists = prefix in RDFLIB_NAMESPACES and URIRef(term) in RDFLIB_NAMESPACES[prefix]
    if not exists:
        return None
    if prefix == "xsd" or term in {str(RDF.HTML), str(RDF.JSON), str(RDF.langString)}:
        return "datatype"
    individuals = {"Violation", "Warning", "Info", "IRI", "BlankNode", "Literal", "IRIOrLiteral"}
    individuals |= {"BlankNodeOrIRI", "SPARQL11Query", "SPARQL11Update", "UnionDefaultGraph"}
    if prefix in {"sh", "sd"} and local in individuals:
        return "individual"
    return "class" if local[0].isupper() else "property"


def read_allow_list() -> dict[str, str]:
    """Term to kind, as ontology/external-terms.csv lists them."""
    if not ALLOW_LIST.exists():
        return {}
    with ALLOW_LIST.open(encoding="utf-8", newline="") as file:
        return {row["term"]: row["kind"] for row in csv.DictReader(file)}


def render(uses: Iterable[Use], prefixes: Mapping[str, str], folder: Path) -> tuple[str, list[str]]:
    """The text of the allow-list and what is wrong: terms that their vocabulary does not have."""
    graphs = {prefix: load_vocabulary(prefix, folder) for prefix in VOCABULARY_FILES}
    rows: set[tuple[str, str, str]] = set()
    wrong: set[str] = set()
    for use in external(uses, prefixes):
        parts = split(use.term, prefixes)
        prefix, local = parts or ("", use.term)
        kind = kind_of(use.term, prefix, local, graphs.get(prefix)) if parts else None
        if kind is None:
            wrong.add(f"{use.file}: {use.term} is not a term of a vocabulary we know")
        else:
            rows.add((use.term, prefix, kind))
    lines = [
        "term,vocabulary,kind",
        *(",".join(row) for row in sorted(rows, key=lambda r: (r[1], r[0]))),
    ]
    return "\n".join(lines) + "\n", sorted(wrong)


def check(folder: Path) -> list[str]:
    """What is wrong with the terms in use or with the allow-list; empty when all is well."""
    prefixes = read_prefixes()
    allowed = read_allow_list()
    wrong = {
        f"{use.file}: {use.term} is not in ontology/external-terms.csv"
        for use in external(all_uses(prefixes), prefixes)
        if use.term not in allowed
    }
    graphs = {prefix: load_vocabulary(prefix, folder) for prefix in VOCABULARY_FILES}
    for term, listed in allowed.items():
        prefix, local = split(term, prefixes) or ("", term)
        if prefix in VOCABULARY_FILES and graphs[prefix] is None:
            continue
        kind = kind_of(term, prefix, local, graphs.get(prefix)) if prefix else None
        if kind != listed:
            wrong.add(
                f"{ALLOW_LIST.name}: {term} is listed as {listed}, but is {kind or 'unknown'}"
            )
    return sorted(wrong)


def main(arguments: list[str] | None = None) -> int:
    """0 when all is well, 1 when a term is unknown (each is named on standard error)."""
    parser = argparse.ArgumentParser(description="The allow-list of external terms.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--vocabularies", type=Path, default=VOCABULARIES)
    options = parser.parse_args(arguments)
    if options.check:
        wrong = check(options.vocabularies)
    elif not options.vocabularies.is_dir():
        wrong = check(options.vocabularies)
        if wrong:
            wrong.append(f"{options.vocabularies} is needed to add a term to the list")
    else:
        prefixes = read_prefixes()
        text, wrong = render(all_uses(prefixes), prefixes, options.vocabularies)
        if not wrong:
            ALLOW_LIST.write_text(text, encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
