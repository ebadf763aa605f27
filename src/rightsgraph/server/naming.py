"""IRIs in few characters, and names in the order in which people look for them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rightsgraph import iris, vocabulary

_DIGITS: Final = re.compile(r"([0-9]+)")


def short(iri: str) -> str:
    """An IRI with a common prefix, without the base when it is one of ours, or as it is.

    A part of a letter is named by its fragment alone: the link says of which letter.

    Example:
        >>> short("http://purl.org/spar/cito/citesAsEvidence")
        'cito:citesAsEvidence'
    """
    ours = iris.base() + "id/"
    if iri.startswith(ours):
        document, mark, part = iri[len(ours) :].partition("#")
        return mark + part if part and document.startswith("letter/") else document + mark + part
    if iri.startswith((iris.base() + "graph/", iris.base() + "dataset")):
        return iri[len(iris.base()) :]
    for prefix, namespace in _namespaces():
        if iri.startswith(namespace):
            name = iri[len(namespace) :]
            return f"{prefix}:{name}" if name.isidentifier() or "-" in name else iri
    return iri


@lru_cache(maxsize=1)
def _namespaces() -> tuple[tuple[str, str], ...]:
    pairs = vocabulary.PREFIXES.items()
    return tuple(sorted(pairs, key=lambda pair: len(pair[1]), reverse=True))


def natural(text: str) -> list[tuple[int, str]]:
    """A key that puts 9 before 10.

    Example:
        >>> sorted(["para 10", "para 9"], key=natural)
        ['para 9', 'para 10']
    """
    return [
        (int(each), "") if each[0] in "0123456789" else (-1, each.casefold())
        for each in _DIGITS.split(text)
        if each
    ]
