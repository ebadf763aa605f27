"""What Virtuoso must be told in other words.

Measured with 7.2.5: where a property path ends at a variable that VALUES binds, it loses rows or
ends its process, and where such a path stands beside other patterns it may leave it out. In a
group of its own that selects the beginning, with a term at the end, a path is right. Our own
engine is quick with the first form only, so the catalogue keeps to that.

It also joins nothing to a variable that an OPTIONAL group in front has left unbound. Such a group
of the catalogue restricts to the first of a ranking; without a value it never matches.
"""

from __future__ import annotations

import re
from typing import Final

# As the catalogue writes a parameter that includes what is narrower, or the parts.
_INCLUDED: Final = re.compile(
    r"VALUES \?(?P<name>\w+)__of \{ (?P<terms>[^{}]+?) \} "
    r"\?(?P=name) (?P<path><[^<>]*>\*) \?(?P=name)__of \."
)
# As the catalogue restricts to the first of a ranking.
_RANKED: Final = re.compile(
    r"OPTIONAL \{\s*\?\w+ [\w:]+ \?(?P<rank>\w+) \. FILTER\(\?(?P=rank) <= \?(?P<top>\w+)\)\s*\}"
)
_TERM: Final = re.compile(r"<[^<>]*>")


def in_its_words(text: str) -> str:
    """A query with each path of a parameter in a group of its own, without groups that never match.

    Example:
        >>> in_its_words("VALUES ?kind__of { <urn:a> } ?kind <urn:broader>* ?kind__of .")
        '{ SELECT DISTINCT ?kind WHERE { { ?kind <urn:broader>* <urn:a> } } }'
        >>> in_its_words("OPTIONAL { ?x rg:citationRank ?rank . FILTER(?rank <= ?top) } ?x ?p ?o")
        ' ?x ?p ?o'
    """

    def unless_bound(match: re.Match[str]) -> str:
        # Compared with a variable that has no value, nothing holds.
        return match[0] if re.search(rf"VALUES \?{match['top']} \{{", text) else ""

    return _INCLUDED.sub(_group, _RANKED.sub(unless_bound, text))


def _group(match: re.Match[str]) -> str:
    name, path = match["name"], match["path"]
    terms = _TERM.findall(match["terms"])
    if " ".join(terms) != match["terms"]:
        return match[0]
    paths = " UNION ".join(f"{{ ?{name} {path} {term} }}" for term in terms)
    return f"{{ SELECT DISTINCT ?{name} WHERE {{ {paths} }} }}"
