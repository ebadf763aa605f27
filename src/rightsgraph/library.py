"""The graph as a Python library: open it, ask it, get Python values.

Example:
    >>> with open_graph() as graph:  # doctest: +SKIP
    ...     for row in graph.query("recommendation-evidence", action="refer-to-icc"):
    ...         print(row.symbol, row.pinpoint, row.saidByName)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from rightsgraph.catalogue import Catalogue, CatalogueQuery, Value
from rightsgraph.errors import InputError, ParameterError, SnapshotNotFoundError
from rightsgraph.rows import Row, Rows, to_python
from rightsgraph.settings import get_settings
from rightsgraph.store import Snapshot
from rightsgraph.store.graph_store import GraphState, OpenGraph, Results
from rightsgraph.store.guard import check_query
from rightsgraph.store.opening import open_store
from rightsgraph.store.outputs import watching
from rightsgraph.store.projection import Hits, Projection

if TYPE_CHECKING:
    import rdflib

RESULT_FORMATS: Final = MappingProxyType(
    {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }
)
# The specifications give a truth value no CSV and no TSV.
TRUTH_FORMATS: Final = MappingProxyType({name: RESULT_FORMATS[name] for name in ("json", "xml")})
TRIPLE_FORMATS: Final = MappingProxyType(
    {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
)

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def open_graph(
    home: str | Path | None = None, *, snapshot: str | None = None, store: str | None = None
) -> Graph:
    """The graph of a folder with snapshots or of a store on another server, read-only.

    Args:
        home: The folder; by default the setting RIGHTSGRAPH_HOME.
        snapshot: The id of an earlier state; by default the current one. A graph that is open
            stays as it is when a new snapshot is published.
        store: The SPARQL endpoint of a store on another server; by default, and without a folder,
            the setting RIGHTSGRAPH_STORE. How it is asked is said by the other settings that begin
            with RIGHTSGRAPH_STORE.

    Raises:
        NoSnapshotError: Nothing has been built in the folder yet.
        SnapshotNotFoundError: There is no such snapshot.
        SnapshotDamagedError: It is incomplete.
        SnapshotVersionError: A newer version of rightsgraph made it.
        RemoteStoreError: The other server does not answer.

    Example:
        >>> open_graph().query("signatories").columns[:2]  # doctest: +SKIP
        ('organisation', 'name')
    """
    return Graph(open_store(home, snapshot=snapshot, store=store))


class Graph:
    """One state of the graph, open for questions. Threads may share it.

    Args:
        store: What is read: a snapshot, or a store on another server.
        catalogue: The queries that can be asked by name; by default those of the package.
    """

    def __init__(self, store: OpenGraph, catalogue: Catalogue | None = None) -> None:
        self._store = store
        self._catalogue = Catalogue.load() if catalogue is None else catalogue

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Graph {self.state.id}>"

    @property
    def state(self) -> GraphState:
        """Which state is read: its `id`, when it was `created`, and the size of its `graphs`."""
        return self._store.state

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is read.

        Raises:
            SnapshotNotFoundError: It is a store on another server, which has none.
        """
        if isinstance(self._store.state, Snapshot):
            return self._store.state
        raise SnapshotNotFoundError(
            "A store on another server has no snapshots.",
            remedy="`state` says what it holds.",
        )

    @property
    def queries(self) -> Mapping[str, CatalogueQuery]:
        """The queries of the catalogue by name."""
        return self._catalogue.queries

    def close(self) -> None:
        """Let go of the graph, so that its snapshot may be pruned; what was answered stays."""
        self._store.close()

    def query(self, name_or_sparql: str, /, **parameters: Value) -> Rows:
        """The rows of a query of the catalogue, or of a SPARQL SELECT query.

        Args:
            name_or_sparql: The name of a query, or SPARQL; the prefixes of `PREFIXES` are known.
            parameters: The parameters of a query of the catalogue. `from`, a word of Python, is
                given as `from_` or by `**{"from": ...}`.

        Returns:
            The rows; an IRI is an `Iri` (a str), a number an int, Decimal or float, a date a date,
            an unbound value None, and what is not of the form of its datatype a str.

        Raises:
            QueryNotFoundError: The catalogue has no query of that name.
            ParameterError: A parameter is unknown, missing or of the wrong type.
            QuerySyntaxError: The SPARQL does not parse.
            QueryForbiddenError: The SPARQL uses SERVICE or is an update.
            QueryTooComplexError: The SPARQL is nested too deeply or too wide.
            InputError: The SPARQL is no SELECT query.
        """
        if _NAME.fullmatch(name_or_sparql):
            values = {name.removesuffix("_"): value for name, value in parameters.items()}
            text = self._catalogue.get(name_or_sparql).bind(values)
        elif parameters:
            raise ParameterError(
                "A SPARQL text takes no parameters; only queries of the catalogue do.",
                remedy="Put the values into the text, or ask a query of the catalogue.",
            )
        else:
            text = name_or_sparql
        with self._answer(text) as results:
            if not isinstance(results, ox.QuerySolutions):
                raise InputError("query() needs SELECT.", remedy="Use ask() or construct().")
            columns = tuple(variable.value for variable in results.variables)
            # Results of pyoxigraph must not leave the thread that made them: all are read here.
            rows = [Row(columns, tuple(to_python(term) for term in found)) for found in results]
        return Rows(columns, rows)

    def search(
        self, question: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0
    ) -> Hits:
        """The things that have some words in their names, titles, summaries or quotations.

        Args:
            question: Words that must all occur; "phrases"; prefixes with `*`; `-` before what must
                not occur. Accents and English endings make no difference.
            kinds: Names of lists, such as `documents` or `recommendations`; `texts` for the words
                of your own copies, where serving them is on; empty for all.
            limit: How many at most, 1 to 1000.
            offset: How many are passed over.

        Returns:
            `hits`, the best first, each with its `thing`, `kind`, and what was found marked; and
            `counts` of all kinds.

        Raises:
            ParameterError: There is nothing to look for, or no such kind.
            ProjectionError: The snapshot has no tables.
            SnapshotNotFoundError: It is a store on another server, which has no index of ours.
        """
        with Projection(self.snapshot) as projection:
            return projection.search(
                question,
                kinds=kinds,
                limit=limit,
                offset=offset,
                texts=get_settings().serve_texts,
            )

    def ask(self, sparql: str) -> bool:
        """Whether a SPARQL ASK query has an answer.

        Raises:
            InputError: The SPARQL is no ASK query; else as `query`.
        """
        with self._answer(sparql) as results:
            if not isinstance(results, ox.QueryBoolean):
                raise InputError("ask() needs ASK.", remedy="Use query() or construct().")
            return bool(results)

    def construct(self, sparql: str) -> rdflib.Graph:
        """The triples of a SPARQL CONSTRUCT or DESCRIBE query, as a graph of rdflib.

        Raises:
            InputError: The SPARQL is no CONSTRUCT or DESCRIBE query; else as `query`.
        """
        import rdflib

        data = BytesIO()
        with self._answer(sparql) as results:
            if isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
                raise InputError("construct() needs CONSTRUCT.", remedy="Use query() or ask().")
            results.serialize(data, ox.RdfFormat.N_TRIPLES)
        graph = rdflib.Graph()
        graph.parse(data=data.getvalue(), format="nt")
        return graph

    def write(self, sparql: str, out: IO[bytes], format_name: str) -> None:
        """Write the answer of a SPARQL query in a standard format.

        Args:
            sparql: A query of any form.
            out: A binary file.
            format_name: `json`, `xml`, `csv` or `tsv` for SELECT and ASK (ASK has no CSV and TSV);
                `turtle`, `ntriples` or `jsonld` for CONSTRUCT and DESCRIBE.

        Raises:
            InputError: The form of the query has no such format; else as `query`.
            OSError: The file cannot be written.

        Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats.
        """
        with watching(out) as file, self._answer(sparql) as results:
            if not isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
                if format_name not in TRIPLE_FORMATS:
                    raise _no_format("CONSTRUCT and DESCRIBE", format_name, TRIPLE_FORMATS)
                results.serialize(file, TRIPLE_FORMATS[format_name])
                return
            form = "ASK" if isinstance(results, ox.QueryBoolean) else "SELECT"
            formats = TRUTH_FORMATS if form == "ASK" else RESULT_FORMATS
            if format_name not in formats:
                raise _no_format(form, format_name, formats)
            results.serialize(file, formats[format_name])

    def export(self, out: IO[bytes], format_name: str, *, graph: str | None = None) -> None:
        """Write the whole graph, or one named graph of it.

        Args:
            out: A binary file.
            format_name: `trig`, `nquads`, `turtle` or `jsonld`; `turtle` holds the union.
            graph: Only this named graph: its IRI, or its name after `graph/`.

        Raises:
            RdfFormatError: The format is not known.
            NotFoundError: There is no such named graph.
            OSError: The file cannot be written.
        """
        self._store.write(out, format_name, graph)

    def _answer(self, text: str) -> AbstractContextManager[Results]:
        check_query(text, get_settings())
        return self._store.answer(text)


def _no_format(form: str, asked: str, formats: Mapping[str, object]) -> InputError:
    return InputError(
        f"The answer of {form} cannot be written as {asked}.",
        remedy=f"Use one of {', '.join(formats)}.",
    )
