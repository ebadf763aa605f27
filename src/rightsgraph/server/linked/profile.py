"""What somebody says and is asked, or where a concept occurs: counted and shown by examples.

Read from the tables of the snapshot, which count a hundred thousand statements at once; without
tables a page shows what the graph's own description has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from rightsgraph.iris import Iri
from rightsgraph.server.linked.addresses import evidence_address, href
from rightsgraph.server.linked.names import Link, readable
from rightsgraph.store.projection import TABLES, Filter, Projection
from rightsgraph.store.projection.rows import Row, Thing
from rightsgraph.vocabulary import Bibo, Dcterms, Rg

_STATEMENTS_SHOWN: Final = 10
_DOCUMENTS_SHOWN: Final = 20
_MOST_COUNTED: Final = 8
_SECONDS: Final = 0.5
# Relations that a profile shows in the place of the plain lists of a page.
COVERED: Final = (
    Rg.saidBy,
    Rg.addressedTo,
    Rg.asksFor,
    Rg.violation,
    Rg.concerns,
    Rg.attributedTo,
    Rg.signatory,
    Rg.issuedBy,
    Rg.submittedTo,
    Bibo.recipient,
    Dcterms.subject,
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A section: the rows of a table that have the thing in a column.

    Args:
        table: Name of the table.
        column: Name of the column.
        heading: The heading.
        counted: What the rows are counted by: words, column.
        parameter: The parameter of /recommendations that narrows its list so; empty for none.
    """

    table: str
    column: str
    heading: str
    counted: tuple[tuple[str, str], ...] = ()
    parameter: str = ""


_WANTED: Final = (
    _Wanted(
        "recommendations",
        "saidBy",
        "What it asks for",
        (("of whom", "addressedTo"), ("for what", "asksFor")),
        "said_by",
    ),
    _Wanted(
        "recommendations",
        "addressedTo",
        "What it is asked",
        (("by whom", "saidBy"), ("for what", "asksFor")),
        "addressed_to",
    ),
    _Wanted(
        "recommendations",
        "asksFor",
        "Who asks for this",
        (("by whom", "saidBy"), ("of whom", "addressedTo"), ("about", "state")),
        "action",
    ),
    _Wanted(
        "recommendations",
        "concerns",
        "What is asked about it",
        (("by whom", "saidBy"), ("of whom", "addressedTo"), ("for what", "asksFor")),
    ),
    _Wanted(
        "recommendations",
        "state",
        "What is asked about it and of it",
        (("by whom", "saidBy"), ("of whom", "addressedTo"), ("for what", "asksFor")),
        "state",
    ),
    _Wanted(
        "findings", "saidBy", "What it found", (("of what", "violation"), ("about", "concerns"))
    ),
    _Wanted("findings", "violation", "Who found this", (("by whom", "saidBy"), ("in", "state"))),
    _Wanted(
        "findings",
        "concerns",
        "What was found about it",
        (("by whom", "saidBy"), ("of what", "violation")),
    ),
    _Wanted(
        "findings",
        "state",
        "What was found there",
        (("by whom", "saidBy"), ("of what", "violation")),
    ),
    _Wanted(
        "quotations",
        "attributedTo",
        "Words of it that are quoted",
        (("in", "document"), ("check of the words", "check")),
    ),
    _Wanted("documents", "issuedBy", "Documents that it issued"),
    _Wanted("documents", "signatory", "Letters that it signed"),
    _Wanted("documents", "recipient", "Documents addressed to it"),
    _Wanted("documents", "submittedTo", "Documents written for it"),
    _Wanted("documents", "subject", "Documents about it"),
    _Wanted(
        "citations",
        "citedBody",
        "Who cites its documents",
        (("in", "document"), ("which of them", "citedDocument")),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, citation or document of a section.

    Args:
        link: What it says, or its name.
        sort: What it is in one word, for the colour; empty for documents.
        by: Who says it.
        to: Who is asked.
        document: The document that it stands in; None for documents.
        remarks: Date and numbers.
        evidence: The address of its chain of evidence; empty for none.
    """

    link: Link
    sort: str
    by: tuple[Link, ...]
    to: tuple[Link, ...]
    document: Link | None
    remarks: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a profile.

    Args:
        name: Its id on the page.
        heading: What it shows.
        total: How many there are.
        counted: For each way of counting, its words and the most frequent values with numbers.
        lines: Some of them.
        everything: The address of all of them.
    """

    name: str
    heading: str
    total: int
    counted: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]
    lines: tuple[Line, ...]
    everything: str


def read_profile(projection: Projection, iri: str) -> tuple[Section, ...]:
    """The sections about a thing that have anything in them.

    Args:
        projection: The tables.
        iri: The thing.
    """
    found = []
    for wanted in _WANTED:
        table, filters = TABLES[wanted.table], [Filter(wanted.column, (iri,))]
        total = projection.count(table, filters)
        if total:
            found.append(_section(projection, wanted, filters, total))
    return tuple(found)


def _section(
    projection: Projection, wanted: _Wanted, filters: Sequence[Filter], total: int
) -> Section:
    table = TABLES[wanted.table]
    documents = wanted.table == "documents"
    sort = "timesCited" if documents else "year"
    page = projection.page(
        table,
        filters,
        sort=sort,
        descending=True,
        limit=_DOCUMENTS_SHOWN if documents else _STATEMENTS_SHOWN,
    )
    counts = projection.facets(
        table,
        [column for _, column in wanted.counted],
        filters,
        most=_MOST_COUNTED + 1,
        seconds=_SECONDS,
    )
    counted = tuple(
        (
            words,
            tuple(
                (_link(each.value), each.number)
                for each in counts[column] or ()
                if isinstance(each.value, Thing) and each.number
            )[:_MOST_COUNTED],
        )
        for words, column in wanted.counted
    )
    if wanted.parameter:
        value = str(filters[0].values[0])
        everything = "/recommendations?" + urlencode({wanted.parameter: value}, safe="/:")
    else:
        query = table.query(filters, sort=sort, descending=True, limit=1000)
        everything = "/sparql?" + urlencode({"query": query})
    return Section(
        name=f"{wanted.table}-{wanted.column}",
        heading=wanted.heading,
        total=total,
        counted=tuple(each for each in counted if each[1]),
        lines=tuple(_line(wanted, row, href(str(filters[0].values[0]))) for row in page.rows),
        everything=everything,
    )


def _line(wanted: _Wanted, row: Row, about: str) -> Line:
    table, this = wanted.table, _thing(row["this"])
    if table == "documents":
        name = str(row["title"] or row["symbol"] or this.label or readable(this.iri))
        symbol = str(row["symbol"] or "")
        times = row["timesCited"]
        remarks = [symbol if symbol != name else "", str(row["issued"] or "")]
        if times:
            remarks.append("cited once" if times == 1 else f"cited {times} times")
        return Line(Link(name, href(this.iri)), "", (), (), None, _some(remarks), "")
    if table == "citations":
        cited = _thing(row["citedDocument"])
        where = ", ".join(_some([str(row["symbol"] or cited.label or ""), row["pinpoint"]]))
        text = str(row["text"] or where)
        link = Link(text, href(this.iri))
        return Line(link, "citation", (), (), _of(row), _some([where if where != text else ""]), "")
    words = row["words"] if table == "quotations" else row["summary"]
    return Line(
        link=Link(str(words or this.label or this.iri), href(this.iri)),
        sort=table.removesuffix("s"),
        by=_others(row["attributedTo" if table == "quotations" else "saidBy"], about),
        to=_others(row.get("addressedTo"), about),
        document=_of(row),
        remarks=_some([row["year"]]),
        evidence=evidence_address(this.iri),
    )


def _some(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in values if each)


def _of(row: Row) -> Link | None:
    document = row["document"]
    return _link(document) if isinstance(document, Thing) else None


def _thing(value: Any) -> Thing:  # noqa: ANN401 a value of a row
    return value if isinstance(value, Thing) else Thing(Iri(value or ""), None)


def _others(values: Any, about: str) -> tuple[Link, ...]:  # noqa: ANN401 a value of a row
    """The names of things, but of the one that the page is about."""
    links = (_link(each) for each in values or () if isinstance(each, Thing))
    return tuple(each for each in links if each.address != about)


def _link(thing: Any) -> Link:  # noqa: ANN401 a value of a row
    return Link(thing.label or readable(thing.iri.rpartition("/")[2]), href(thing.iri))
