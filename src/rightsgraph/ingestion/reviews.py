"""What people decide about statements: accepted, rejected or corrected.

A review is a node of `graph/reviews`, kept as a Turtle file of its own under `<home>/reviews/`, so
that it outlives every build and every new reading of a document. docs/reviews.md says what queries
see of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox

from rightsgraph.errors import InputError, NotFoundError
from rightsgraph.graph.description_places import describe_place
from rightsgraph.graph.description_sheet import A, Sheet, plain
from rightsgraph.iris import Iri, base, concept, identifier, part
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.kept_reviews import REVIEWS
from rightsgraph.store.overlays import newest_reviews, reviews_graph
from rightsgraph.vocabulary import PREFIXES, RG, XSD, Cito, Dcterms, Prov, ReviewStateSlug, Rg

Term = ox.NamedNode | ox.Literal


class ValueKind(StrEnum):
    """What the values of a property are, and so how a person names them."""

    AGENT = "agent"
    ACTION = "action"
    VIOLATION = "violation"
    RESOLUTION = "resolution"
    CHECK = "quotation-check"
    SITUATION = "situation"
    DOCUMENT = "document"
    PLACE = "paragraph"
    NODE = "iri"
    WORDS = "words"
    STRING = "string"


# The properties of statements and citations that a review may correct.
CORRECTABLE: Final[Mapping[str, ValueKind]] = MappingProxyType(
    {
        Rg.saidBy: ValueKind.AGENT,
        Rg.addressedTo: ValueKind.AGENT,
        Rg.attributedTo: ValueKind.AGENT,
        Rg.asksFor: ValueKind.ACTION,
        Rg.violation: ValueKind.VIOLATION,
        Rg.concerns: ValueKind.SITUATION,
        Rg.summary: ValueKind.WORDS,
        Rg.words: ValueKind.WORDS,
        Rg.deadline: ValueKind.WORDS,
        Rg.reportedIn: ValueKind.NODE,
        Rg.basedOn: ValueKind.PLACE,
        Rg.throughCitation: ValueKind.NODE,
        Rg.supports: ValueKind.NODE,
        Rg.quotedThrough: ValueKind.NODE,
        Prov.wasQuotedFrom: ValueKind.PLACE,
        Rg.quotationCheck: ValueKind.CHECK,
        Rg.citedDocument: ValueKind.DOCUMENT,
        Cito.hasCitedEntity: ValueKind.PLACE,
        Cito.hasCitationCharacterization: ValueKind.NODE,
        Rg.candidate: ValueKind.DOCUMENT,
        Rg.resolution: ValueKind.RESOLUTION,
        Rg.resolvedThrough: ValueKind.NODE,
        Rg.inPassage: ValueKind.NODE,
        Rg.inNote: ValueKind.NODE,
        Rg.citationText: ValueKind.STRING,
        Rg.pinpointText: ValueKind.STRING,
    }
)
# What says in words what a statement is, the first that it has.
_TEXTS: Final = (Rg.words, Rg.summary, Rg.citationText)
_LITERALS: Final = frozenset({ValueKind.WORDS, ValueKind.STRING})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides about a statement.

    Attributes:
        statement: IRI of the statement or citation.
        state: accepted, rejected or corrected; unreviewed takes earlier verdicts back.
        reviewer: Who decides, as they want to be named.
        reason: Why.
        corrections: The new values of properties, by IRI of the property; no value takes the
            property away.
    """

    statement: Iri
    state: ReviewStateSlug
    reviewer: str
    reason: str = ""
    corrections: Mapping[str, Sequence[Term]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordedReview:
    """A review that has been recorded and published.

    Attributes:
        review: Its IRI.
        file: Where it is kept.
        snapshot: The first snapshot that shows it.
    """

    review: Iri
    file: Path
    snapshot: Snapshot


def property_iri(name: str) -> Iri:
    """The IRI of a property that can be corrected.

    Args:
        name: Its name with or without prefix, or its IRI.

    Raises:
        InputError: There is no such property, or a review cannot correct it.

    Example:
        >>> property_iri("saidBy").rpartition("#")[2]
        'saidBy'
        >>> property_iri("cito:hasCitedEntity").rpartition("/")[2]
        'hasCitedEntity'
    """
    prefix, colon, local = name.strip().partition(":")
    wanted = PREFIXES[prefix] + local if colon and prefix in PREFIXES else name.strip()
    for iri in CORRECTABLE:
        if wanted in (iri, _local(iri)):
            return Iri(iri)
    raise InputError(
        f"{name!r} is no property that a review can correct.",
        remedy=f"Use one of {', '.join(sorted(map(_local, CORRECTABLE)))}.",
    )


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def statement_iri(name: str) -> Iri:
    """The IRI of a statement from its IRI or the part of it after the base.

    Example:
        >>> statement_iri("id/letter/2030-03-01-examplia#finding-scale")
        'https://w3id.org/rightsgraph/id/letter/2030-03-01-examplia#finding-scale'
    """
    name = name.strip().strip("<>")
    return Iri(name if "://" in name else base() + name.lstrip("/"))


def record_review(
    home: Home, verdict: Verdict, *, at: datetime | None = None, validate: bool | None = None
) -> RecordedReview:
    """The review, recorded in a file of its own and published with a new snapshot.

    Args:
        home: The folder with the snapshots.
        verdict: What was decided.
        at: When, with time zone; by default now.
        validate: Whether the new snapshot must conform to the shapes; by default the setting.
            So that a correction cannot break a statement, what queries will see of it must too.

    Raises:
        NotFoundError: No source says the statement.
        InputError: The verdict does not hold together, or a property cannot be corrected.
        ShapesError: The corrected statement is not complete.
        NoSnapshotError: Nothing has been built yet.
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
    """
    _check(verdict)
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    current = home.current()
    store = current.open()
    try:
        sheet = _sheet(store, verdict, moment)
    finally:
        del store
        current.release()
    quads = list(sheet.quads())
    review = next(q.subject for q in quads if q.predicate.value == Rg.reviewOf)
    assert isinstance(review, ox.NamedNode)  # noqa: S101
    file = home.path / REVIEWS / f"{review.value.rpartition('/')[2]}.ttl"
    snapshot = home.edit(
        lambda copy: copy.extend(quads),
        graphs=[reviews_graph().value],
        reviews={file.name: _turtle(quads)},
        validate=validate,
        note=f"{verdict.state} by {verdict.reviewer}: {verdict.statement}",
    )
    return RecordedReview(Iri(review.value), file, snapshot)


def _check(verdict: Verdict) -> None:
    if not verdict.reviewer.strip():
        raise InputError("A review says who made it.", remedy="Give a name with --reviewer.")
    if (verdict.state == "corrected") != bool(verdict.corrections):
        raise InputError(
            "A correction says what is corrected, and no other verdict does.",
            remedy="Use --verdict corrected together with --set property=value.",
        )
    for name, values in verdict.corrections.items():
        kind = CORRECTABLE.get(name)
        if kind is None:
            property_iri(name)
        wrong = ox.NamedNode if kind in _LITERALS else ox.Literal
        if any(isinstance(value, wrong) for value in values):
            raise InputError(f"A value of {_local(name)} is of the wrong kind.")


def _sheet(store: ox.Store, verdict: Verdict, moment: datetime) -> Sheet:
    """The triples of a review."""
    text = _text_of(store, verdict.statement)
    stamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = repr((verdict.statement, verdict.state, verdict.reviewer, verdict.reason, stamp))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    review = identifier(f"review/{moment:%Y-%m-%d}-{digest}")
    sheet = Sheet(reviews_graph().value)
    sheet.add(review, A, Rg.Review)
    sheet.add(review, Rg.reviewOf, verdict.statement)
    sheet.add(review, Rg.verdict, concept("review-state", verdict.state))
    sheet.add(review, Rg.reviewer, plain(verdict.reviewer.strip()))
    sheet.add(
        review,
        Prov.generatedAtTime,
        ox.Literal(stamp, datatype=ox.NamedNode(XSD + "dateTime")),
    )
    if verdict.reason.strip():
        sheet.add(review, Rg.reason, plain(verdict.reason.strip()))
    if text:
        sheet.add(review, Rg.reviewedText, plain(text))
    for name, values in sorted(verdict.corrections.items()):
        node = part(review, _local(name))
        sheet.add(review, Rg.correction, node)
        sheet.add(node, A, Rg.Correction)
        sheet.add(node, Rg.correctedProperty, name)
        for value in values:
            if isinstance(value, ox.Literal):
                sheet.add(node, Rg.correctedLiteral, value)
            else:
                sheet.add(node, Rg.correctedValue, value.value)
                _describe_unknown(store, sheet, value.value)
    return sheet


def _text_of(store: ox.Store, statement: str) -> str:
    """What a statement says, from the graph of its source.

    Raises:
        NotFoundError: No source says it.
    """
    try:
        node = ox.NamedNode(statement)
    except ValueError:
        raise InputError(f"{statement!r} is no IRI.") from None
    quads = [
        quad
        for quad in store.quads_for_pattern(node, None, None, None)
        if quad.graph_name != ox.DefaultGraph()
    ]
    if not any(quad.predicate.value == Rg.reviewState for quad in quads):
        raise NotFoundError(
            f"There is no statement or citation <{statement}>.",
            remedy="`rightsgraph review` lists those that are uncertain, with their IRIs.",
        )
    said = {q.predicate.value: q.object.value for q in quads if isinstance(q.object, ox.Literal)}
    return next((said[name] for name in _TEXTS if name in said), "")


def _describe_unknown(store: ox.Store, sheet: Sheet, iri: str) -> None:
    """Describe a UN document, or a place in it, that a correction is the first to name."""
    document, _, place = iri.partition("#")
    un = identifier("un/")
    if not document.startswith(un):
        return
    for node in dict.fromkeys((document, iri)):
        if any(True for _ in store.quads_for_pattern(ox.NamedNode(node), None, None, None)):
            continue
        if node == document:
            symbol = unquote(document.removeprefix(un))
            sheet.add(document, Rg.symbol, plain(symbol))
            sheet.add(document, Dcterms.identifier, plain(symbol))
        else:
            describe_place(sheet, document, unquote(place).replace("-", " ", 1))


def _turtle(quads: Sequence[ox.Quad]) -> bytes:
    out = BytesIO()
    used = {"rg", "prov", "dcterms", "doco", "xsd", "review"} & PREFIXES.keys()
    ox.serialize(
        (quad.triple for quad in sorted(quads, key=lambda quad: str(quad.subject))),
        out,
        ox.RdfFormat.TURTLE,
        prefixes={name: PREFIXES[name] for name in sorted(used)} | {"rg": RG},
    )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class LostReview:
    """A review of something that no source says any more.

    Attributes:
        review: IRI of the review.
        statement: IRI of what was reviewed.
        verdict: IRI of the verdict.
    """

    review: Iri
    statement: Iri
    verdict: Iri


def lost_reviews(store: ox.Store) -> list[LostReview]:
    """The reviews that count and whose statement has gone, by statement.

    They stay in the graph: the statement may come back when its document is read again.

    Args:
        store: The store of a snapshot.
    """
    plain_graph, state = ox.DefaultGraph(), ox.NamedNode(Rg.reviewState)
    lost = [
        LostReview(Iri(review.review.value), Iri(review.statement.value), Iri(review.verdict))
        for review in newest_reviews(store).values()
        if all(
            quad.graph_name == plain_graph
            for quad in store.quads_for_pattern(review.statement, state, None, None)
        )
    ]
    return sorted(lost, key=lambda review: review.statement)
