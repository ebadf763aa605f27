"""What Virtuoso must be told in other words.

Measured with 7.2.5: where a property path ends at a variable that VALUES binds, it loses rows or
ends its process, and where such a path stands beside other patterns it may leave it out. In a
group of its own that selects the beginning, with a term at the end, a path is right. Our own
engine is quick with the first form only, so the catalogue keeps to that.
"""

from __future__ import annotations

import re
from typing import Final

# As the catalogue writes a parameter that includes what is narrower, or the parts.
_INCLUDED: Final = re.compile(
    r"VALUES \?(?P<name>\w+)__of \{ (?P<terms>[^{}]+?) \} "
    r"\?(?P=name) (?P<path><[^<>]*>\*) \?(?P=name)__of \."
)
_TERM: Final = re.compile(r"<[^<>]*>")


def in_its_words(text: str) -> str:
    """A query with each path that a parameter has made in a group of its own.

    Example:
        >>> in_its_words("VALUES ?kind__of { <urn:a> } ?kind <urn:broader>* ?kind__of .")
        '{ SELECT DISTINCT ?kind WHERE { { ?kind <urn:broader>* <urn:a> } } }'
    """
    return _INCLUDED.sub(_group, text)


def _group(match: re.Match[str]) -> str:
    name, path = match["name"], match["path"]
    terms = _TERM.findall(match["terms"])
    if " ".join(terms) != match["terms"]:
        return match[0]
    paths = " UNION ".join(f"{{ ?{name} {path} {term} }}" for term in terms)
    return f"{{ SELECT DISTINCT ?{name} WHERE {{ {paths} }} }}"
