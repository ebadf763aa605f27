"""IRIs of the graph and addresses of this server, and the way between them.

Identifiers and graphs stand under the base of the settings, the ontology and the vocabularies
under their own address; this server answers for both. An address is the IRI with the server in
place of the base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.errors import NotFoundError
from rightsgraph.iris import CANONICAL_BASE

FORMATS: Final = ("html", "ttl", "jsonld", "nt", "rdf", "json")
# What stands under the base of the settings, and what has its own address whatever the base is.
_OURS: Final = ("id/", "graph/", "dataset")
_CANONICAL: Final = ("vocabulary/", "ontology", "shapes")
# RFC 3986: what may stand in a path as it is; a percent sign is part of an escape already.
_PATH: Final = "/!$&'()*+,;=:@-._~%"
# What has nothing else in it stands in an address as it is; a list has hundreds of them.
_PLAIN: Final = r"[\w/!$&'()*+,;=:@.~%-]*(?:#[\w/!$&'()*+,;=:@.~%?-]*)?"
_LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address may mean.

    Args:
        iris: The IRIs that it may stand for, the likeliest first.
        format: The name of the format behind its last dot; empty when it has none.
    """

    iris: tuple[str, ...]
    format: str = ""


def href(iri: str) -> str:
    """The address under which this server answers for an IRI.

    Returns:
        An address on this server for IRIs of ours; the IRI itself for others on the web; empty
        for what a browser should not open.

    Example:
        >>> href("https://w3id.org/rightsgraph/id/un/A/HRC/25/63#para-94(a)")
        '/id/un/A/HRC/25/63#para-94(a)'
    """
    if plain := _plain(iris.base()).fullmatch(iri):
        return "/" + (plain[1] or plain[2])
    for base, heads in ((iris.base(), _OURS), (CANONICAL_BASE, _CANONICAL)):
        rest = iri.removeprefix(base)
        if rest is not iri and rest.startswith(heads):
            path, mark, fragment = rest.partition("#")
            return f"/{quote(path, safe=_PATH)}{mark}{quote(fragment, safe=_PATH + '?')}"
    return iri if iri.startswith(("http://", "https://")) else ""


@lru_cache(maxsize=4)
def _plain(base: str) -> re.Pattern[str]:
    """IRIs of ours that stand in an address as they are; the first or second group does."""
    ways = "|".join(
        f"{re.escape(start)}((?:{'|'.join(heads)}){_PLAIN})"
        for start, heads in ((base, _OURS), (CANONICAL_BASE, _CANONICAL))
    )
    return re.compile(ways, re.ASCII)


def evidence_address(iri: str) -> str:
    """The address of the chain of evidence of a statement.

    Example:
        >>> evidence_address("https://w3id.org/rightsgraph/id/letter/x#finding-1")
        '/evidence?of=https://w3id.org/rightsgraph/id/letter/x%23finding-1'
    """
    return f"/evidence?of={quote(iri, safe='/:')}"


def network_page_address(iri: str, level: str) -> str:
    """The address of the page with the citation network around a thing.

    Args:
        iri: Its IRI.
        level: The level of the network.
    """
    return f"/network?level={level}&ego={quote(iri, safe='/:')}&isolates=true"


def network_address(iri: str, level: str) -> str:
    """The address of the citation network around a thing, but for the format at its end.

    Args:
        iri: The thing.
        level: What the nodes are: documents or actors.
    """
    return (
        f"/api/v1/network?level={level}&ego={quote(iri, safe='/:')}&radius=1&isolates=true&format="
    )


def is_ours(iri: str) -> bool:
    """Whether an IRI names a thing of this graph, and no term of the ontology."""
    return iri.startswith(tuple(iris.base() + head for head in _OURS))


def read_path(raw: bytes) -> tuple[Asked, ...]:
    """What the path of a request may mean: the thing of that name first, then one with a suffix.

    Args:
        raw: The path as the client sent it, without the query.

    Raises:
        NotFoundError: It is too long, or is no text.
    """
    path = raw.decode("latin-1").removeprefix("/")
    if len(path) > _LONGEST:
        raise NotFoundError("There is nothing at so long an address.")
    try:
        plain = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise NotFoundError("The address is not UTF-8.") from None
    found = [Asked(_iris(path, plain))]
    stem, dot, suffix = plain.rpartition(".")
    if dot and suffix in FORMATS and stem and not stem.endswith("/"):
        found.append(Asked(_iris(path[: -len(suffix) - 1], stem), suffix))
    return tuple(found)


def _iris(raw: str, plain: str) -> tuple[str, ...]:
    base = CANONICAL_BASE if plain.startswith(_CANONICAL) else iris.base()
    # As we mint it, as it was sent, and as the data of others may have it.
    candidates = (quote(plain, safe=iris.PATH_SAFE), raw, plain)
    return tuple(dict.fromkeys(base + each for each in candidates if _is_iri(base + each)))


def _is_iri(text: str) -> bool:
    if any(mark in text for mark in ' <>"{}|\\^`#') or any(ord(each) < 32 for each in text):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
