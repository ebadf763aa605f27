"""Whether quoted words stand in the documents that they are quoted from.

What is found is written to `graph/quotation-checks`, one `rg:QuotationComparison` for each
quotation whose source is held; the graphs of the documents stay as they are. docs/reviews.md says
how the default graph shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.extraction.comparison import NOT_FOUND, Comparison, Outcome, compare
from rightsgraph.extraction.marked_words import segments_of
from rightsgraph.ingestion.held_texts import HeldText, HeldTexts, TextSource, fold_lines
from rightsgraph.iris import Iri, concept
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.overlays import checks_graph
from rightsgraph.vocabulary import PREFIXES, RDF, QuotationCheckSlug, Rg

Progress = Callable[[str, int, int], None]

_QUOTATIONS: Final = """
SELECT DISTINCT ?quotation ?words ?document ?source ?citation ?cited ?place WHERE {
  { ?quotation a rg:Quotation } UNION { ?quotation a rg:LongQuotation }
  ?quotation dcterms:isPartOf ?document .
  OPTIONAL { ?quotation rg:words ?words }
  OPTIONAL { ?quotation prov:wasQuotedFrom ?source }
  OPTIONAL { ?quotation rg:quotedThrough ?citation .
    OPTIONAL { ?citation rg:citedDocument ?named . OPTIONAL { ?named rg:identifiedAs ?known }
      BIND(COALESCE(?known, ?named) AS ?cited) }
    OPTIONAL { ?citation cito:hasCitedEntity ?place } }
} ORDER BY ?quotation ?place
"""
_POSITION: Final = """
SELECT ?digest ?start ?end WHERE { %s rg:evidence ?evidence .
  ?evidence rg:textDigest ?digest ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end }
"""


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """What came of checking one quotation.

    Attributes:
        quotation: IRI of the quotation.
        document: IRI of the document that quotes.
        words: The words between the quotation marks; empty when they are known nowhere.
        source: IRI of the document they are quoted from; None when no citation says it.
        places: IRIs of the places that the citation names.
        result: Slug of the vocabulary quotation-check.
        difference: What was changed, in one line; empty when nothing was.
        found_in: IRI of the part of the source in which the words stand.
    """

    quotation: Iri
    document: Iri
    words: str
    source: Iri | None = None
    places: tuple[Iri, ...] = ()
    result: QuotationCheckSlug = "source-not-held"
    difference: str = ""
    found_in: Iri | None = None


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """What came of checking quotations.

    Attributes:
        checks: One for each quotation, by document and IRI.
        snapshot: The snapshot that shows it.
        published: Whether that snapshot is new.
    """

    checks: tuple[QuotationCheck, ...]
    snapshot: Snapshot
    published: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many quotations have each result."""
        return dict(sorted(Counter(check.result for check in self.checks).items()))


def check_quotations(
    home: Home,
    document: str | None = None,
    *,
    texts: TextSource | None = None,
    validate: bool | None = None,
    progress: Progress | None = None,
) -> QuotationReport:
    """A report on every quotation of the graph, which is also published with it.

    Args:
        home: The folder with the snapshots.
        document: IRI of the one document whose quotations are checked; by default all.
        texts: Where the texts of sources come from; by default the copies kept in the home.
        validate: Whether the new snapshot must conform to the shapes; by default the setting.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Returns:
        The report. When nothing has changed since the last check no snapshot is published.

    Raises:
        NoSnapshotError: Nothing has been built yet.
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
    """
    current = home.current()
    store = current.open()
    try:
        texts = texts or HeldTexts(home.path, store)
        quotations = list(_quotations(store, document))
        checks = tuple(
            sorted(
                _check_all(quotations, store, texts, progress),
                key=lambda check: (check.document, check.quotation),
            )
        )
        graph = checks_graph()
        looked_at = {check.quotation for check in checks}
        old = {
            quad
            for node in _comparisons_of(store, looked_at, everything=document is None)
            for quad in store.quads_for_pattern(node, None, None, graph)
        }
    finally:
        current.release()
    new = {quad for check in checks for quad in _quads(check)}
    if old == new:
        return QuotationReport(checks, current, published=False)

    def change(copy: ox.Store) -> None:
        for quad in old - new:
            copy.remove(quad)
        copy.extend(new - old)

    snapshot = home.edit(
        change,
        graphs=[graph.value],
        validate=validate,
        progress=progress,
        note=f"{len(checks)} quotations checked",
    )
    return QuotationReport(checks, snapshot, published=True)


def _quotations(store: ox.Store, document: str | None) -> Iterator[QuotationCheck]:
    """The quotations with what their citations say, not yet checked."""
    found: dict[str, QuotationCheck] = {}
    for quotation, words, quoting, source, citation, cited, place in _rows(store, _QUOTATIONS):
        if document is not None and quoting.value != document:
            continue
        named = cited or source
        whole = (
            Iri(named.value.partition("#")[0] if cited is None else named.value) if named else None
        )
        known = found.get(quotation.value)
        places = known.places if known else ()
        given = place if citation is not None else source
        if given is not None and given.value != whole and given.value not in places:
            places = (*places, Iri(given.value))
        found[quotation.value] = QuotationCheck(
            Iri(quotation.value),
            Iri(quoting.value),
            words.value if words is not None else "",
            whole,
            places,
        )
    return iter(found.values())


def _check_all(
    quotations: Iterable[QuotationCheck],
    store: ox.Store,
    texts: TextSource,
    progress: Progress | None,
) -> Iterator[QuotationCheck]:
    """The quotations checked, those from one source after the other: one text at a time."""
    ordered = sorted(quotations, key=lambda q: (q.source or "", q.document, q.quotation))
    held: HeldText | None = None
    of: str | None = None
    quoting = _Quoting(store, texts)
    for done, quotation in enumerate(ordered):
        if progress is not None:
            progress("comparing", done, len(ordered))
        if quotation.source is None:
            yield quotation
            continue
        if quotation.source != of:
            of = quotation.source
            document = texts.document(of)
            held = None if document is None else HeldText.of(document, of, store)
        words = quotation.words or (quoting.words(quotation) if held is not None else "")
        if held is None or not segments_of(words):
            yield quotation
        else:
            yield check_one(quotation, words, held)


class _Quoting:
    """The words of quotations that are too long to stand in the graph."""

    def __init__(self, store: ox.Store, texts: TextSource) -> None:
        self._store = store
        self._texts = texts

    def words(self, quotation: QuotationCheck) -> str:
        document = self._texts.document(quotation.document)
        if document is None:
            return ""
        for digest, start, end in _rows(self._store, _POSITION % ox.NamedNode(quotation.quotation)):
            if digest.value == document.text_digest:
                text = HeldText(document, quotation.document)
                return text.between(int(start.value), int(end.value))
        return ""


def check_one(quotation: QuotationCheck, words: str, held: HeldText) -> QuotationCheck:
    """The quotation with what the comparison with its source gave.

    The cited places come first, then the whole document. Words that stand somewhere else as they
    are count for more than altered words in the cited place; words that are altered somewhere
    else are `altered`, with that place.

    Args:
        quotation: What its citation says.
        words: The quoted words.
        held: The text of the cited document.
    """
    words = fold_lines(words.strip())
    cited = [(place, held.passage(place)) for place in quotation.places]
    known = [(place, passage) for place, passage in cited if passage is not None]
    altered: tuple[Comparison, Iri | None] | None = None
    # All places at once last: words may run from one paragraph into the next.
    for place, passage in [*known, (None, "\n\n".join(passage for _, passage in known))]:
        found = compare(words, passage)
        if found.outcome in _AGREES:
            return _with(quotation, found.outcome.value, place or (known[0][0] if known else None))
        if found.outcome is Outcome.ALTERED and (altered is None or found.kept > altered[0].kept):
            altered = found, place or known[0][0]
    found, place = _in_document(words, held)
    if found.outcome in _AGREES:
        # Without a place to look at, the document itself is what is cited.
        return _with(quotation, "found-elsewhere" if known else found.outcome.value, place)
    if altered is not None:
        return _with(quotation, "altered", altered[1], altered[0].difference)
    if found.outcome is Outcome.ALTERED:
        return _with(quotation, "altered", place, found.difference)
    return _with(quotation, "not-found", None)


_AGREES: Final = frozenset({Outcome.EXACT, Outcome.NORMALISED})


def _in_document(words: str, held: HeldText) -> tuple[Comparison, Iri | None]:
    """The comparison with the whole document, and the part in which the words stand."""
    if len(segments_of(words)) == 1:
        found = compare(words, held.wording)
        place = None if found.start is None else held.place_at(found.start)
        return found, None if place is None else Iri(place)
    # With words left out, anything stands somewhere in a long text: so in one part only.
    best: tuple[Comparison, Iri | None] = NOT_FOUND, None
    for part in held.parts:
        found = compare(words, held.between(part.start, part.end))
        if found.outcome in _AGREES:
            return found, Iri(part.iri)
        if found.kept > best[0].kept:
            best = found, Iri(part.iri)
    return best


def _with(
    quotation: QuotationCheck, result: str, place: Iri | None, difference: str = ""
) -> QuotationCheck:
    return QuotationCheck(
        quotation.quotation,
        quotation.document,
        quotation.words,
        quotation.source,
        quotation.places,
        result,  # type: ignore[arg-type]  # a slug of the vocabulary
        difference,
        place,
    )


def _quads(check: QuotationCheck) -> Iterator[ox.Quad]:
    """The comparison of a quotation as quads; none when its source is not held."""
    if check.result == "source-not-held":
        return
    node, graph = ox.NamedNode(check.quotation + "-check"), checks_graph()
    yield ox.Quad(node, ox.NamedNode(RDF + "type"), ox.NamedNode(Rg.QuotationComparison), graph)
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (Rg.comparisonOf, ox.NamedNode(check.quotation)),
        (Rg.comparisonResult, ox.NamedNode(concept("quotation-check", check.result))),
    ]
    if check.difference:
        values.append((Rg.difference, ox.Literal(check.difference)))
    if check.found_in:
        values.append((Rg.foundIn, ox.NamedNode(check.found_in)))
    for name, value in values:
        yield ox.Quad(node, ox.NamedNode(name), value, graph)


def _comparisons_of(
    store: ox.Store, quotations: set[Iri], *, everything: bool
) -> set[ox.NamedNode]:
    """The nodes of earlier comparisons; of all that there are when all were looked at again."""
    found = store.quads_for_pattern(None, ox.NamedNode(Rg.comparisonOf), None, checks_graph())
    return {
        quad.subject
        for quad in found
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and (everything or quad.object.value in quotations)
    }


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT
