"""Which media type an answer gets: what the client accepts against what is offered.

Source: RFC 9110, section 12.5.1 (Accept); SPARQL 1.1 Protocol, section 2.1.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rightsgraph.errors import NotAcceptableError, UnsupportedMediaTypeError
from rightsgraph.store.answers import AnswerFormat
from rightsgraph.store.guard import QueryForm

HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Offer:
    """A media type that can be served.

    Args:
        media_type: Type and subtype in small letters.
        format: How the workers write it; JSON or Turtle inside a page.
        name: The name for `?format=`.
    """

    media_type: str
    format: AnswerFormat
    name: str

    @property
    def content_type(self) -> str:
        """The value for the Content-Type field."""
        if self.media_type.startswith("text/"):
            return f"{self.media_type}; charset=utf-8"
        return self.media_type


# The first of several that the client likes equally well is taken.
TABLE_OFFERS: Final = (
    Offer("application/sparql-results+json", AnswerFormat.JSON, "json"),
    Offer("application/sparql-results+xml", AnswerFormat.XML, "xml"),
    Offer("text/csv", AnswerFormat.CSV, "csv"),
    Offer("text/tab-separated-values", AnswerFormat.TSV, "tsv"),
    Offer(HTML, AnswerFormat.JSON, "html"),
    Offer("application/json", AnswerFormat.JSON, ""),
    Offer("application/xml", AnswerFormat.XML, ""),
    Offer("text/xml", AnswerFormat.XML, ""),
)
# CSV and TSV are for the rows of SELECT only (SPARQL 1.1 Query Results CSV and TSV, section 1).
ASK_OFFERS: Final = tuple(
    offer for offer in TABLE_OFFERS if offer.format in (AnswerFormat.JSON, AnswerFormat.XML)
)
GRAPH_OFFERS: Final = (
    Offer("text/turtle", AnswerFormat.TURTLE, "ttl"),
    Offer("application/n-triples", AnswerFormat.N_TRIPLES, "nt"),
    Offer("application/ld+json", AnswerFormat.JSON_LD, "jsonld"),
    Offer("application/rdf+xml", AnswerFormat.RDF_XML, "rdf"),
    Offer(HTML, AnswerFormat.TURTLE, "html"),
)

DATASET_OFFERS: Final = (
    Offer("application/trig", AnswerFormat.TRIG, "trig"),
    Offer("application/n-quads", AnswerFormat.N_QUADS, "nq"),
    Offer("application/ld+json", AnswerFormat.JSON_LD, "jsonld"),
)

# What other endpoints call these formats, and clients say whoever they talk to: SPARQLWrapper sends
# the name of its own for a format beside its Accept field.
_OTHER_NAMES: Final = {
    "json": "jsonld",
    "json-ld": "jsonld",
    "n-quads": "nq",
    "n-triples": "nt",
    "n3": "ttl",
    "nquads": "nq",
    "ntriples": "nt",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
    "turtle": "ttl",
    "xml": "rdf",
}


def unsupported(what: str, content_type: str, *known: str) -> UnsupportedMediaTypeError:
    """The error for a body of the wrong kind.

    Args:
        what: What should have been sent.
        content_type: What was said to be sent.
        known: The media types that are read.
    """
    said = repr(content_type) if content_type else "a body without a type"
    return UnsupportedMediaTypeError(
        f"{what} cannot be sent as {said}.", remedy=f"Send it as {' or '.join(known)}, in UTF-8."
    )


def offers_of(form: QueryForm) -> tuple[Offer, ...]:
    """What there is for the answer to a query of a form."""
    if form.is_graph:
        return GRAPH_OFFERS
    return ASK_OFFERS if form is QueryForm.ASK else TABLE_OFFERS


@lru_cache(maxsize=1024)
def choose(accept: str, offers: tuple[Offer, ...]) -> Offer:
    """The offer that a client likes best.

    Args:
        accept: The Accept field; empty accepts everything.
        offers: What there is, the default first.

    Raises:
        NotAcceptableError: The client takes none of them.

    Example:
        >>> choose("text/csv;q=0.9, text/turtle", TABLE_OFFERS).media_type
        'text/csv'
    """
    ranges = _ranges(accept) if accept.strip() else [("*/*", 1.0)]
    best, best_quality = None, 0.0
    for offer in offers:
        quality = _quality(offer.media_type, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    if best is None:
        names = [offer.media_type for offer in offers]
        raise NotAcceptableError(
            f"{accept[:200]!r} accepts none of the formats of this answer.",
            remedy=f"Ask for {', '.join(names[:-1])} or {names[-1]}.",
            available=names,
        )
    return best


def asked(name: str | None, accept: str, offers: Sequence[Offer]) -> Offer:
    """The offer that a request asks for: by `?format=`, without that by Accept.

    Args:
        name: The value of `format`; None without it.
        accept: The Accept field.
        offers: What there is, the default first.

    Raises:
        NotAcceptableError: None fits.
    """
    if name is None:
        return choose(accept, tuple(offers))
    return by_name(name, offers)


def by_name(name: str, offers: Sequence[Offer]) -> Offer:
    """The offer that `?format=` names: by our name or a usual one, or by media types as in Accept.

    Raises:
        NotAcceptableError: None has that name.

    Example:
        >>> by_name("turtle", GRAPH_OFFERS).media_type
        'text/turtle'
    """
    wanted = name.strip().lower()
    if "/" in wanted:
        return choose(wanted, tuple(offers))
    for called in (wanted, _OTHER_NAMES.get(wanted, "")):
        for offer in offers:
            if called and called == offer.name:
                return offer
    names = list(dict.fromkeys(offer.name for offer in offers if offer.name))
    raise NotAcceptableError(
        f"There is no format {name[:80]!r} for this answer.",
        remedy=f"Use one of {', '.join(names)}.",
        available=names,
    )


def prefers_html(accept: str) -> bool:
    """Whether the client is a browser: it names HTML, and likes nothing else better."""
    ranges = _ranges(accept)
    quality = _quality(HTML, [each for each in ranges if each[0] != "*/*"])
    return quality > 0 and quality >= max(each[1] for each in ranges)


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their qualities; parts that cannot be read are left out."""
    return [each for each in read_qualities(accept) if each[0].count("/") == 1]


def read_qualities(field: str) -> list[tuple[str, float]]:
    """What a field of content negotiation names, in small letters, each with its quality.

    Source: RFC 9110, section 12.4.2 (Quality Values).

    Example:
        >>> read_qualities("gzip;q=0.5, BR")
        [('gzip', 0.5), ('br', 1.0)]
    """
    found = []
    for part in field.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value.strip())
        found.append((name, quality))
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of a type by the most specific range that matches it."""
    kind = media_type.partition("/")[0]
    for candidate in (media_type, f"{kind}/*", "*/*"):
        qualities = [quality for media_range, quality in ranges if media_range == candidate]
        if qualities:
            return max(qualities)
    return 0.0
