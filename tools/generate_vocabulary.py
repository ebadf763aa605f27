"""Write src/rightsgraph/vocabulary.py from the files of ontology/.

`python tools/generate_vocabulary.py` writes the file; with `--check` it writes nothing and exits
with 1 when the file is stale.
"""

from __future__ import annotations

import argparse
import csv
import keyword
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import RDF, SH, SKOS, Graph, URIRef

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
TARGET = ROOT / "src" / "rightsgraph" / "vocabulary.py"
RG = "https://w3id.org/rightsgraph/ontology#"
VOCABULARY = "https://w3id.org/rightsgraph/vocabulary/"
# Vocabularies whose terms only the shapes use, so no code needs them.
NOT_IN_CODE = ("sh",)
# Schemes so small and closed that a type checker may know every member.
CLOSED = ("resolution", "quotation-check", "review-state")

HEAD = '''# ruff: noqa: N815, SIM905
"""The names of the graph: namespaces, terms and concepts.

Made by tools/generate_vocabulary.py from ontology/; do not edit. Terms keep the spelling of
their vocabulary (`Rg.saidBy`, `Cito.hasCitedEntity`); one that is a word of Python has an
underscore behind it. Only terms of the allow-list ontology/external-terms.csv are here.

Example:
    >>> Rg.saidBy
    'https://w3id.org/rightsgraph/ontology#saidBy'
    >>> PREFIXES["cito"]
    'http://purl.org/spar/cito/'
    >>> "refer-to-icc" in ACTIONS
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal
'''


def read_prefixes(folder: Path) -> dict[str, str]:
    """Prefix to namespace, as prefixes.ttl declares them; `rg` first, then by name."""
    graph = Graph().parse(folder / "prefixes.ttl")
    found = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.subjects(RDF.type, SH.PrefixDeclaration)
    }
    return {key: found[key] for key in sorted(found, key=lambda p: (p != "rg", p))}


def read_terms(folder: Path, prefixes: Mapping[str, str]) -> dict[str, list[str]]:
    """Prefix to the local names of its terms: ours from the ontology, others from the list."""
    terms: dict[str, list[str]] = defaultdict(list)
    ontology = Graph().parse(folder / "rightsgraph.ttl")
    terms["rg"] = [str(s)[len(RG) :] for s in set(ontology.subjects()) if str(s).startswith(RG)]
    with (folder / "external-terms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            prefix = row["vocabulary"]
            terms[prefix].append(row["term"][len(prefixes[prefix]) :])
    return {
        prefix: sorted(terms[prefix])
        for prefix in prefixes
        if prefix in terms and prefix not in NOT_IN_CODE
    }


def read_schemes(folder: Path) -> dict[str, list[str]]:
    """Scheme to the slugs of its concepts."""
    schemes: dict[str, list[str]] = {}
    for path in sorted((folder / "vocabularies").glob("*.ttl")):
        graph = Graph().parse(path)
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
            name = str(scheme)[len(VOCABULARY) :]
            concepts = set(graph.subjects(SKOS.inScheme, scheme))
            schemes[name] = sorted(
                str(concept)[len(VOCABULARY) + len(name) + 1 :]
                for concept in concepts
                if isinstance(concept, URIRef)
            )
    return dict(sorted(schemes.items()))


def constant(scheme: str) -> str:
    """The name of the set of a scheme's slugs: `document-kind` gives `DOCUMENT_KINDS`."""
    return re.sub(r"Y$", "IE", scheme.upper().replace("-", "_")) + "S"


def type_name(scheme: str) -> str:
    """The name of the type of a scheme's slugs: `review-state` gives `ReviewStateSlug`."""
    return "".join(part.capitalize() for part in scheme.split("-")) + "Slug"


def attribute(name: str) -> str:
    """The name as an attribute: a word of Python gets an underscore, a hyphen becomes one."""
    name = name.replace("-", "_")
    return name + "_" if keyword.iskeyword(name) else name


def render(folder: Path) -> str:
    """The whole text of vocabulary.py."""
    prefixes = read_prefixes(folder)
    blocks = [HEAD]
    blocks.append("".join(_namespaces(prefixes)))
    for prefix, names in read_terms(folder, prefixes).items():
        lines = [
            f"class {prefix.capitalize()}:",
            f'    """Terms of `{prefix}:` in use."""',
            "",
            *(f'    {attribute(name)}: Final = {prefix.upper()} + "{name}"' for name in names),
        ]
        blocks.append("\n" + "\n".join(lines) + "\n")
    schemes = read_schemes(folder)
    blocks.append("\n" + "\n".join(_slugs(name, slugs) for name, slugs in schemes.items()))
    return "\n".join(blocks)


def _namespaces(prefixes: Mapping[str, str]) -> Iterable[str]:
    for prefix, namespace in prefixes.items():
        if not namespace.startswith(VOCABULARY):
            yield f'{prefix.upper()}: Final = "{namespace}"\n'
    yield f'VOCABULARY: Final = "{VOCABULARY}"\n'
    yield "\n# The prefixes that a SPARQL query may use without declaring them.\n"
    yield "PREFIXES: Final[Mapping[str, str]] = MappingProxyType(\n    {\n"
    for prefix, namespace in prefixes.items():
        if namespace.startswith(VOCABULARY):
            yield f'        "{prefix}": VOCABULARY + "{namespace[len(VOCABULARY) :]}",\n'
        else:
            yield f'        "{prefix}": {prefix.upper()},\n'
    yield "    }\n)\n"


def _slugs(scheme: str, slugs: list[str]) -> str:
    name = constant(scheme)
    text = ""
    if scheme in CLOSED:
        members = "".join(f'    "{slug}",\n' for slug in slugs)
        text += f"{type_name(scheme)} = Literal[\n{members}]\n"
    words = textwrap.fill(
        " ".join(slugs),
        width=96,
        initial_indent="    ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
    text += f"{name}: Final[frozenset[str]] = frozenset(\n"
    return text + f'    """\n{words}\n    """.split()\n)\n'


def main(arguments: list[str] | None = None) -> int:
    """0 when the file is written or fresh, 1 when `--check` finds it stale."""
    parser = argparse.ArgumentParser(description="Write src/rightsgraph/vocabulary.py.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    text = render(ONTOLOGY)
    if not options.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is stale: run python tools/generate_vocabulary.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
