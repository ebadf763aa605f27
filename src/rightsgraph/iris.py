"""The only place that mints IRIs.

Identifiers and named graphs stand under the base IRI of the settings; the ontology and its
vocabularies keep their own address whatever the base is, so that a query written for one
installation runs on every other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType
from urllib.parse import quote

from rightsgraph.settings import get_settings

Iri = NewType("Iri", str)

CANONICAL_BASE = "https://w3id.org/rightsgraph/"
VOCABULARY_BASE = CANONICAL_BASE + "vocabulary/"

# RFC 3987: what may stand in a path or fragment as it is. Everything else is percent-encoded.
PATH_SAFE = "/!$&'()*+,;=:@-._~"


def base() -> str:
    """The base IRI of identifiers and graphs, ending with a slash."""
    return get_settings().base_iri


def slugify(text: str, *, length: int = 80) -> str:
    """A name in small Latin letters, digits and single hyphens.

    Args:
        text: Any text; accents are taken off.
        length: The longest slug, in characters; a longer one is cut between words.

    Returns:
        The slug; empty when the text has no Latin letter or digit.

    Example:
        >>> slugify("Citizens’ Alliance for North Korean Human Rights (NKHR)")
        'citizens-alliance-for-north-korean-human-rights-nkhr'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(?<=\w)'(?=\w)", "", plain)
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug


def identifier(path: str) -> Iri:
    """The IRI `<base>id/<path>`, the path percent-encoded where RFC 3987 asks for it."""
    return Iri(f"{base()}id/{quote(path, safe=PATH_SAFE)}")


def un_document(key: str) -> Iri:
    """The IRI of a UN document from the key of its symbol.

    Args:
        key: The key as `rightsgraph.symbols` gives it, such as `A/HRC/25/63` or `S/RES/1593`.

    Example:
        >>> un_document("A/HRC/25/63")
        'https://w3id.org/rightsgraph/id/un/A/HRC/25/63'
    """
    return identifier(f"un/{key}")


def letter(slug: str) -> Iri:
    """The IRI of a letter or another document that has no UN symbol."""
    return identifier(f"letter/{slug}")


def organisation(slug: str) -> Iri:
    """The IRI of an organisation that is no UN body."""
    return identifier(f"organisation/{slug}")


def body(slug: str) -> Iri:
    """The IRI of a UN body, mandate or office."""
    return identifier(f"body/{slug}")


def state(alpha3: str) -> Iri:
    """The IRI of a State or area from its ISO 3166 alpha-3 code."""
    return identifier(f"state/{alpha3}")


def group(slug: str) -> Iri:
    """The IRI of a group that is addressed but is no organisation."""
    return identifier(f"group/{slug}")


def situation(slug: str) -> Iri:
    """The IRI of a human-rights situation; for that of a State the slug is its alpha-3 code."""
    return identifier(f"situation/{slug}")


def activity(slug: str) -> Iri:
    """The IRI of an activity that produced statements."""
    return identifier(f"activity/{slug}")


def query(name: str) -> Iri:
    """The IRI of a query of the catalogue."""
    return identifier(f"query/{name}")


def part(document: str, name: str) -> Iri:
    """The IRI of a part of a document: `#paragraph-3`, `#note-7`, `#citation-1.2`."""
    return Iri(f"{document}#{quote(name, safe=PATH_SAFE)}")


def pinpoint(document: str, locator: str) -> Iri:
    """The IRI of the passage that a normalised pinpoint names.

    Args:
        document: IRI of the document.
        locator: One place, not a range: `para 94(a)`, `summary`, `annex 1`, `p 12`.

    Example:
        >>> pinpoint("https://w3id.org/rightsgraph/id/un/A/HRC/25/63", "para 94(a)")
        'https://w3id.org/rightsgraph/id/un/A/HRC/25/63#para-94(a)'
    """
    return part(document, "-".join(locator.split()))


def named_graph(slug: str) -> Iri:
    """The IRI of the named graph of a source."""
    return Iri(f"{base()}graph/{quote(slug, safe=PATH_SAFE)}")


def concept(scheme: str, slug: str) -> Iri:
    """The IRI of a concept of our vocabularies, such as `action`, `refer-to-icc`."""
    return Iri(f"{VOCABULARY_BASE}{scheme}/{slug}")


def rebase(text: str) -> str:
    """The text with canonical identifiers and graph names moved to the base of the settings."""
    target = base()
    if target == CANONICAL_BASE:
        return text
    return text.replace(CANONICAL_BASE + "id/", target + "id/").replace(
        CANONICAL_BASE + "graph/", target + "graph/"
    )
