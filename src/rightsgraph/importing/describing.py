"""Rows to triples: a recommendation, its evidence, its place in the table, its document.

What stands in the graph is who asks whom for what, how it was answered, and where it can be read.
The words stay in the user's own copy: of them the graph has offsets and a digest. What is asked
for is found in the words by the labels of the actions, as in every other document.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rightsgraph import iris
from rightsgraph.extraction.concepts import actions
from rightsgraph.graph.description_agents import label_of, shared_authorities
from rightsgraph.graph.description_identity import (
    body_of,
    class_of,
    kind_of,
    printed_symbol,
    relation_to_body,
)
from rightsgraph.graph.description_sheet import A, Sheet, dated, plain, share, whole, worded
from rightsgraph.graph.description_statements import UNCLASSIFIED
from rightsgraph.graph.description_summaries import recommendation_summary
from rightsgraph.importing.mapping import Mapping
from rightsgraph.importing.report import Problem
from rightsgraph.importing.rows import Row
from rightsgraph.importing.values import Reader, known_agent
from rightsgraph.reading import text_digest
from rightsgraph.symbols import Symbol
from rightsgraph.vocabulary import Dcterms, Doco, Fabio, Foaf, Oa, Prov, Rg


@dataclass(frozen=True, slots=True)
class TableNames:
    """The names of a table in the graph.

    Attributes:
        document: IRI of the table.
        graph: IRI of its named graph.
        activity: IRI of its import.
        text_digest: Digest of its text.
        label: What it is called.
    """

    document: str
    graph: str
    activity: str
    text_digest: str
    label: str


def describe_table(mapping: Mapping, names: TableNames) -> Sheet:
    """The triples about the table itself."""
    sheet = Sheet(names.graph)
    table = names.document
    sheet.add(table, A, Fabio.Work)
    sheet.add(table, Dcterms.title, plain(f"{mapping.title}: {names.label}"))
    sheet.add(table, Rg.documentKind, iris.concept("document-kind", "data-set"))
    sheet.add(table, Rg.textDigest, plain(names.text_digest))
    sheet.add(table, Dcterms.language, plain(mapping.language))
    sheet.add(table, Prov.wasGeneratedBy, names.activity)
    if mapping.page:
        sheet.add(table, Foaf.page, mapping.page)
    return sheet


def describe_row(
    sheet: Sheet, row: Row, mapping: Mapping, names: TableNames
) -> tuple[Problem, ...]:
    """Write what a row says; return what of it could not be used.

    A row that lacks what a recommendation needs is not written.

    Args:
        sheet: Where to write.
        row: The row.
        mapping: How it is read.
        names: The names of the table.
    """
    reader = Reader(row.record)
    if not row.text:
        reader.text(mapping.text)
    by = reader.agents(mapping.said_by, "who recommends")
    to = reader.agents(mapping.addressed_to, "to whom")
    session = reader.number(mapping.session)
    document = _document(sheet, reader, mapping, by=by, to=to, session=session)
    if reader.rejected or not document:
        return tuple(reader.problems)
    found = actions().find(row.text)
    iri = iris.part(document, f"recommendation-{row.name}")
    place = iris.part(names.document, f"row-{row.number}")
    passage = iris.part(names.document, f"evidence-{row.name}")
    add = sheet.add
    add(iri, A, Rg.Recommendation)
    add(iri, Dcterms.isPartOf, document)
    add(iri, Rg.reportedIn, place)
    add(iri, Rg.evidence, passage)
    add(iri, Prov.wasGeneratedBy, names.activity)
    add(iri, Rg.rule, plain(f"import.{mapping.name}"))
    add(iri, Rg.confidence, share(mapping.confidence))
    add(iri, Rg.reviewState, iris.concept("review-state", "unreviewed"))
    add(iri, Rg.saidBy, *by)
    add(iri, Rg.addressedTo, *to)
    add(iri, Rg.concerns, *reader.situations(mapping.concerns))
    add(iri, Rg.asksFor, *(iris.concept("action", slug) for slug in found or (UNCLASSIFIED,)))
    summary = recommendation_summary(by=_labels(by), to=_labels(to), actions=found, deadline=None)
    add(iri, Rg.summary, worded(summary, "en"))
    add(iri, Rg.response, *reader.concept(mapping.response, "response"))
    add(iri, Rg.actionCategory, *reader.concept(mapping.action_category, "action-category"))
    add(iri, Rg.issue, *reader.concepts(mapping.issues, "issue"))
    if session is not None:
        add(iri, Rg.reviewSession, whole(session))
    add(place, A, Doco.Paragraph)
    add(place, Dcterms.isPartOf, names.document)
    add(place, Rg.pinpoint, plain(f"row {row.number}"))
    position = iris.part(names.document, f"evidence-{row.name}-position")
    add(passage, A, Oa.SpecificResource)
    add(passage, Oa.hasSource, names.document)
    add(passage, Rg.textDigest, plain(names.text_digest))
    add(passage, Rg.passageDigest, plain(text_digest(row.text)))
    add(passage, Oa.hasSelector, position)
    add(position, A, Oa.TextPositionSelector)
    add(position, Oa.start, whole(row.start))
    add(position, Oa.end, whole(row.start + len(row.text)))
    return tuple(reader.problems)


def _document(
    sheet: Sheet,
    reader: Reader,
    mapping: Mapping,
    *,
    by: tuple[str, ...],
    to: tuple[str, ...],
    session: int | None,
) -> str:
    """The IRI of the document of a row, described; empty when the row does not say enough."""
    part = mapping.document
    if part.symbol is not None:
        symbol = reader.symbol(part.symbol)
        if symbol is None or reader.rejected:
            return ""
        issued = reader.date(part.issued)
        return _un_document(sheet, symbol, issued)
    if reader.rejected:
        return ""
    ids = {"said_by": _ids(by), "addressed_to": _ids(to), "session": str(session or "")}
    slug = iris.slugify(part.name.format(**ids))
    missing = [name for name, value in ids.items() if f"{{{name}}}" in part.name and not value]
    if missing or not slug:
        column = mapping.session if missing == ["session"] else None
        reader.problem(column, "", f"the row does not name its document: no {missing[0]}")
        return ""
    iri = iris.letter(slug)
    sheet.add(iri, A, class_of(part.kind, un=False))
    shown = {**ids, "said_by": _listed(by), "addressed_to": _listed(to)}
    sheet.add(iri, Dcterms.title, worded(part.title.format(**shown), "en"))
    sheet.add(iri, Rg.documentKind, iris.concept("document-kind", part.kind))
    sheet.add(iri, Dcterms.subject, *reader.situations(mapping.concerns))
    if part.issued_by and (issuer := known_agent(part.issued_by)):
        sheet.add(iri, Rg.issuedBy, issuer)
    issued = reader.date(part.issued)
    if issued:
        sheet.add(iri, Dcterms.issued, dated(issued))
    return iri


def _un_document(sheet: Sheet, symbol: Symbol, issued: str) -> str:
    iri, kind = iris.un_document(symbol.key), kind_of(symbol)
    sheet.add(iri, A, class_of(kind, un=True))
    sheet.add(iri, Rg.symbol, plain(printed_symbol(symbol)))
    sheet.add(iri, Dcterms.identifier, plain(symbol.normalised))
    sheet.add(iri, Rg.documentKind, iris.concept("document-kind", kind))
    sheet.add(iri, Foaf.page, symbol.url)
    body = body_of(symbol)
    if body:
        sheet.add(iri, relation_to_body(symbol), body)
    if issued:
        sheet.add(iri, Dcterms.issued, dated(issued))
    return iri


def _ids(agents: tuple[str, ...]) -> str:
    return "-".join(iri.rpartition("/")[2] for iri in agents)


def _labels(agents: tuple[str, ...]) -> list[str]:
    return [name for iri in agents if (name := _name(iri))]


def _listed(agents: tuple[str, ...]) -> str:
    return ", ".join(_labels(agents))


@cache
def _name(iri: str) -> str | None:
    """The name of an entry as it stands in a sentence."""
    code = iri.rpartition("id/state/")[2]
    if code != iri:
        return shared_authorities().state(code).name_in_text
    return label_of(iri)
