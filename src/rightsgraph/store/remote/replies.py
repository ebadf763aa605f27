"""The answers of engines, read with one parser and written in our own formats.

An answer is never handed on as it comes: Virtuoso answers ASK with a row, quotes numbers in TSV
and writes `true` as 1 in JSON; some engines lack formats; and an answer that an engine cut in the
middle with status 200 would look whole in CSV. So tables are taken in JSON or XML and graphs in
N-Triples, Turtle or RDF/XML, and are written anew. Everything happens in the thread that reads.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from rightsgraph.errors import (
    AnswerTooLargeError,
    GraphNotFoundError,
    InputError,
    RemoteAnswerError,
)
from rightsgraph.store.answers import AnswerFormat, GraphRequest, QueryRequest
from rightsgraph.store.graph_store import Results
from rightsgraph.store.remote.endpoint import Endpoint, Question, words
from rightsgraph.store.remote.manifest import Held, manifest_question, read_held
from rightsgraph.vocabulary import PREFIXES

TABLES: Final = {
    AnswerFormat.JSON: ox.QueryResultsFormat.JSON,
    AnswerFormat.XML: ox.QueryResultsFormat.XML,
    AnswerFormat.CSV: ox.QueryResultsFormat.CSV,
    AnswerFormat.TSV: ox.QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    AnswerFormat.TURTLE: ox.RdfFormat.TURTLE,
    AnswerFormat.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    AnswerFormat.RDF_XML: ox.RdfFormat.RDF_XML,
    AnswerFormat.JSON_LD: ox.RdfFormat.JSON_LD,
    AnswerFormat.TRIG: ox.RdfFormat.TRIG,
    AnswerFormat.N_QUADS: ox.RdfFormat.N_QUADS,
}
_READ_TABLES: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_READ_GRAPHS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/n3": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# In a literal the brackets would be escaped.
_VIRTUOSO_NODE: Final = b"<bnode>nodeID://"
_NODE: Final = b"<bnode>"
# Nobody lets Virtuoso give fewer rows than this.
_FEWEST_CUT: Final = 100
_VIRTUOSO_TRUTH: Final = "__ASK_RETVAL"


class Body(Protocol):
    """The body of an answer, read as it comes."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its fields, their names in small letters."""

    def read(self) -> bytes:
        """The next bytes; empty at the end."""

    def close(self) -> None:
        """Gives the connection back; what has not been read is not wanted."""


Ask = Callable[[Question], Body]


class _Source(io.RawIOBase):
    """A body as a file of at most so many bytes."""

    def __init__(self, body: Body, most: int, name: str) -> None:
        self._body = body
        self._left = most
        self._name = name
        self._rest = self._tail = b""

    def _mended(self, block: bytes) -> bytes:
        """The block with the labels of Virtuoso's blank nodes as the format has them."""
        ended = not block
        block = (self._tail + block).replace(_VIRTUOSO_NODE, _NODE)
        # The beginning of one may stand at the end of a block.
        keep = 0 if ended else len(_VIRTUOSO_NODE) - 1
        place = block.rfind(b"<", max(0, len(block) - keep)) if keep else -1
        if place >= 0 and _VIRTUOSO_NODE.startswith(block[place:]):
            self._tail, block = block[place:], block[:place]
            return block or self._mended(self._body.read())
        self._tail = b""
        return block

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most; empty at the end."""
        if not self._rest:
            self._rest = self._mended(self._body.read())
            self._left -= len(self._rest)
            if self._left < 0:
                raise AnswerTooLargeError(
                    f"The answer of {self._name} is larger than RIGHTSGRAPH_STORE_ANSWER_BYTES.",
                    remedy="Ask for fewer rows with LIMIT, or raise the setting.",
                )
        cut = len(self._rest) if size < 0 else size
        block, self._rest = self._rest[:cut], self._rest[cut:]
        return block


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of an answer, read once.

    Args:
        found: The triples.
    """

    found: Iterator[ox.Triple]

    def __iter__(self) -> Iterator[ox.Triple]:
        return self.found

    def serialize(
        self,
        output: IO[bytes],
        format: ox.RdfFormat,
    ) -> None:
        """Writes them to a file."""
        ox.serialize(self.found, output, format)


def results_of(ask: Ask, question: Question, endpoint: Endpoint) -> Results:
    """The answer to a question, which comes while it is read.

    Raises:
        RemoteAnswerError: It is in no format that is known, or breaks off.
        AnswerTooLargeError: It is over the limit.
    """
    body = ask(question)
    media_type = body.headers.get("content-type", "").partition(";")[0].strip().lower()
    source = cast("IO[bytes]", _Source(body, endpoint.answer_bytes, endpoint.name))
    try:
        if question.graph:
            if media_type in _READ_GRAPHS:
                triples = _triples(source, body, _READ_GRAPHS[media_type], endpoint)
                return Triples(_whole(triples, ask) if question.xml else triples)
        elif media_type in _READ_TABLES:
            return _truth(ox.parse_query_results(source, _READ_TABLES[media_type]))
    except SyntaxError as error:
        raise broken(endpoint, error) from None
    said = words(source.read(2048))
    raise RemoteAnswerError(
        f"{endpoint.name} answers in {media_type or 'a format without a name'}"
        f"{f' and says: {said}' if said else ''}",
        remedy="Check that RIGHTSGRAPH_STORE is the address of a SPARQL endpoint.",
    )


def rows_of(ask: Ask, question: Question, endpoint: Endpoint) -> list[ox.QuerySolution]:
    """All rows of a SELECT query.

    Raises:
        RemoteAnswerError: It is in no format that is known, or breaks off.
    """
    results = results_of(ask, question, endpoint)
    try:
        return list(results) if isinstance(results, ox.QuerySolutions) else []
    except SyntaxError as error:
        raise broken(endpoint, error) from None


def held_by(ask: Ask, endpoint: Endpoint) -> Held:
    """What a store holds, as its manifest says.

    Raises:
        RightsgraphError: It does not answer.
    """
    headers: dict[str, str] = {}

    def noting(question: Question) -> Body:
        body = ask(question)
        headers.update(body.headers)
        return body

    return read_held(rows_of(noting, manifest_question(), endpoint), headers, endpoint)


def broken(endpoint: Endpoint, error: SyntaxError) -> RemoteAnswerError:
    """The error of an answer that does not parse, which is how engines break off."""
    return RemoteAnswerError(f"The answer of {endpoint.name} is not whole: {error.msg}")


def _triples(
    source: IO[bytes], body: Body, rdf_format: ox.RdfFormat, endpoint: Endpoint
) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(source, rdf_format):
            yield quad.triple
        body.close()  # there are fewer connections than graphs
    except SyntaxError as error:
        raise broken(endpoint, error) from None


def _whole(triples: Iterator[ox.Triple], ask: Ask) -> Iterator[ox.Triple]:
    """The triples of an answer of Virtuoso, which cuts graphs and does not say so.

    It gives one triple more than the most rows of a table, which it tells of a table that it cuts.
    So a table that has one row less than there were triples is cut only where they were cut too.

    Raises:
        RemoteAnswerError: They were.
    """
    number = 0
    for triple in triples:
        number += 1
        yield triple
    if number >= _FEWEST_CUT:
        cross = "SELECT ?a WHERE { ?a ?b ?c . ?d ?e ?f }"
        ask(Question(f"{cross} LIMIT {number - 1}", graph=False, xml=True)).close()


def _truth(results: ox.QuerySolutions | ox.QueryBoolean) -> ox.QuerySolutions | ox.QueryBoolean:
    """The results, with the one row that Virtuoso gives for ASK as a truth value."""
    if isinstance(results, ox.QueryBoolean) or [v.value for v in results.variables] != [
        _VIRTUOSO_TRUTH
    ]:
        return results
    value = any(row[0] is not None and row[0].value not in ("0", "false") for row in results)
    document = b'{"head": {}, "boolean": %s}' % (b"true" if value else b"false")
    return ox.parse_query_results(document, ox.QueryResultsFormat.JSON)


def answer_query(ask: Ask, request: QueryRequest, held: Held, endpoint: Endpoint) -> Answering:
    """How the answer to a query is written."""
    question = held.question(
        request.query,
        graph=request.format in GRAPHS,
        default_graphs=request.default_graphs,
        named_graphs=request.named_graphs,
    )

    def write(output: IO[bytes]) -> None:
        try:
            results = results_of(ask, question, endpoint)
            if isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
                results.serialize(output, TABLES[request.format])
            else:
                results.serialize(output, GRAPHS[request.format])
        except SyntaxError as error:
            raise broken(endpoint, error) from None
        except ValueError as error:
            raise InputError(f"The answer has no such format: {error}.") from None

    return write


Answering = Callable[[IO[bytes]], None]


def answer_graph(ask: Ask, request: GraphRequest, held: Held, endpoint: Endpoint) -> Answering:
    """How what a graph holds, or what all graphs of the state hold, is written."""

    def write(output: IO[bytes]) -> None:
        if request.graph is None:
            found: Iterator[ox.Quad] | Iterator[ox.Triple] = (
                placed(triple, graph)
                for graph in graphs_of(ask, held, endpoint)
                for triple in triples_of(ask, held, endpoint, graph)
            )
        else:
            triples = triples_of(ask, held, endpoint, request.graph)
            found = _present(triples, request.graph, held) if request.graph else triples
        ox.serialize(found, output, GRAPHS[request.format], prefixes=dict(PREFIXES))

    return write


def _present(found: Iterator[ox.Triple], graph: str, held: Held) -> Iterator[ox.Triple]:
    """The triples of a graph.

    Raises:
        GraphNotFoundError: There are none, or it is not one of the state: what else the store
            holds is no business of ours.
    """
    if held.id and graph not in held.graphs:
        raise GraphNotFoundError(f"There is no graph <{graph}>.", graph=graph)
    empty = graph not in held.graphs
    for triple in found:
        empty = False
        yield triple
    if empty:
        raise GraphNotFoundError(f"There is no graph <{graph}>.", graph=graph)


def triples_of(ask: Ask, held: Held, endpoint: Endpoint, graph: str) -> Iterator[ox.Triple]:
    """The triples of a named graph; those of the default graph for the empty text."""
    if graph:
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        question = Question(text, graph=True, xml=held.xml)
    else:
        question = held.question("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", graph=True)
    results = results_of(ask, question, endpoint)
    if isinstance(results, Triples):
        yield from results


def placed(triple: ox.Triple, graph: str) -> ox.Quad:
    """A triple in a named graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))


def graphs_of(ask: Ask, held: Held, endpoint: Endpoint) -> list[str]:
    """The IRIs of the named graphs: those of the state, or all where nobody has named them."""
    if held.id:
        return list(held.graphs)
    question = Question("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", graph=False)
    names = [row[0] for row in rows_of(ask, question, endpoint)]
    return sorted(name.value for name in names if isinstance(name, ox.NamedNode))
