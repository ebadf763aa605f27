"""The graph as a Python library: open it, ask it, get Python values.

Example:
    >>> with open_graph() as graph:  # doctest: +SKIP
    ...     for row in graph.query("recommendation-evidence", action="refer-to-icc"):
    ...         print(row.symbol, row.pinpoint, row.saidByName)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias, overload

import pyoxigraph as ox

from rightsgraph.catalogue import Catalogue, CatalogueQuery, Value
from rightsgraph.errors import InputError, ParameterError, QuerySyntaxError, StoreError
from rightsgraph.iris import Iri
from rightsgraph.settings import get_settings
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.faults import reading
from rightsgraph.store.guard import check_query
from rightsgraph.store.outputs import read_into
from rightsgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

PythonValue: TypeAlias = Iri | str | int | bool | float | Decimal | date | datetime | None

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

_FROM: Final = re.compile(r"(?<![?$\w:])FROM\s*(?:NAMED\b|<|[\w-]*:)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TRUTH: Final = MappingProxyType({"true": True, "1": True, "false": False, "0": False})
_INTEGERS: Final = (
    "integer",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "gYear",
)
_FROM_TEXT: Final[Mapping[str, Callable[[str], PythonValue]]] = MappingProxyType(
    {
        **{_XSD + name: int for name in _INTEGERS},
        _XSD + "decimal": Decimal,
        _XSD + "double": float,
        _XSD + "float": float,
        _XSD + "boolean": _TRUTH.__getitem__,
        _XSD + "date": date.fromisoformat,
        _XSD + "dateTime": datetime.fromisoformat,
    }
)


def open_graph(home: str | Path | None = None, *, snapshot: str | None = None) -> Graph:
    """The graph of a folder with snapshots, read-only.

    Args:
        home: The folder; by default the setting RIGHTSGRAPH_HOME.
        snapshot: The id of an earlier state; by default the current one. A graph that is open
            stays as it is when a new snapshot is published.

    Raises:
        NoSnapshotError: Nothing has been built in the folder yet.
        SnapshotNotFoundError: There is no such snapshot.
        SnapshotDamagedError: It is incomplete.
        SnapshotVersionError: A newer version of rightsgraph made it.

    Example:
        >>> open_graph().query("signatories").columns[:2]  # doctest: +SKIP
        ('organisation', 'name')
    """
    folder = Home(None if home is None else Path(home).expanduser())
    return Graph(folder.current() if snapshot is None else folder.snapshot(snapshot))


class Row:
    """One row of an answer: `row.symbol`, `row["symbol"]` or `row[0]`.

    A name that is one of Python's words, and `asdict`, are reached by `row["class"]`.
    """

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[PythonValue, ...]) -> None:
        self._columns = columns
        self._values = values

    def __getattr__(self, name: str) -> PythonValue:
        # Copying and pickling ask for methods before there are any slots.
        if not name.startswith("_") and name in self._columns:
            return self._values[self._columns.index(name)]
        raise AttributeError(f"The row has no column {name!r}.")

    def __getitem__(self, key: str | int) -> PythonValue:
        if isinstance(key, int):
            return self._values[key]
        if key in self._columns:
            return self._values[self._columns.index(key)]
        raise KeyError(key)

    def __iter__(self) -> Iterator[PythonValue]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return self._columns == other._columns and self._values == other._values

    def __hash__(self) -> int:
        return hash((self._columns, self._values))

    def __repr__(self) -> str:
        pairs = (f"{name}={value!r}" for name, value in zip(self._columns, self, strict=True))
        return f"Row({', '.join(pairs)})"

    def __reduce__(self) -> tuple[type[Row], tuple[tuple[str, ...], tuple[PythonValue, ...]]]:
        return Row, (self._columns, self._values)

    def asdict(self) -> dict[str, PythonValue]:
        """The values by column; None where the row has none."""
        return dict(zip(self._columns, self._values, strict=True))


class Rows(Sequence[Row]):
    """The answer to a SELECT query: a sequence of rows, all in memory.

    Args:
        columns: The names of the columns, in the order of the SELECT clause.
        rows: The rows in the order of the query.
    """

    __slots__ = ("_rows", "columns")

    def __init__(self, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        self.columns = columns
        self._rows = tuple(rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if isinstance(index, slice):
            return Rows(self.columns, self._rows[index])
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self.columns == other.columns and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.columns, self._rows))

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.columns)}>"

    def to_pandas(self) -> pd.DataFrame:
        """A pandas data frame with a column for each column.

        Raises:
            InputError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise InputError(
                "to_pandas() needs pandas, which is not installed.",
                remedy="pip install 'rightsgraph[pandas]'",
            ) from None
        data = {name: [row[place] for row in self] for place, name in enumerate(self.columns)}
        return pd.DataFrame(data, columns=list(self.columns))


class Graph:
    """One snapshot of the graph, open for questions. Threads may share it.

    Args:
        snapshot: The snapshot to read.
        catalogue: The queries that can be asked by name; by default those of the package.
    """

    def __init__(self, snapshot: Snapshot, catalogue: Catalogue | None = None) -> None:
        self.snapshot: Final = snapshot
        self._catalogue = Catalogue.load() if catalogue is None else catalogue
        self._store: ox.Store | None = snapshot.open()

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
        return f"<Graph {self.snapshot.id}>"

    @property
    def queries(self) -> Mapping[str, CatalogueQuery]:
        """The queries of the catalogue by name."""
        return self._catalogue.queries

    def close(self) -> None:
        """Let go of the snapshot, so that it may be pruned; what has been answered stays."""
        if self._store is not None:
            self._store = None
            self.snapshot.release()

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
        with reading(self.snapshot.path):
            results = self._evaluate(text)
            if not isinstance(results, ox.QuerySolutions):
                raise InputError("query() needs SELECT.", remedy="Use ask() or construct().")
            columns = tuple(variable.value for variable in results.variables)
            # Results of pyoxigraph must not leave the thread that made them: all are read here.
            rows = [Row(columns, tuple(to_python(term) for term in found)) for found in results]
        return Rows(columns, rows)

    def ask(self, sparql: str) -> bool:
        """Whether a SPARQL ASK query has an answer.

        Raises:
            InputError: The SPARQL is no ASK query; else as `query`.
        """
        with reading(self.snapshot.path):
            results = self._evaluate(sparql)
        if not isinstance(results, ox.QueryBoolean):
            raise InputError("ask() needs ASK.", remedy="Use query() or construct().")
        return bool(results)

    def construct(self, sparql: str) -> rdflib.Graph:
        """The triples of a SPARQL CONSTRUCT or DESCRIBE query, as a graph of rdflib.

        Raises:
            InputError: The SPARQL is no CONSTRUCT or DESCRIBE query; else as `query`.
        """
        import rdflib

        with reading(self.snapshot.path):
            results = self._evaluate(sparql)
            if not isinstance(results, ox.QueryTriples):
                raise InputError("construct() needs CONSTRUCT.", remedy="Use query() or ask().")
            data = results.serialize(format=ox.RdfFormat.N_TRIPLES)
        graph = rdflib.Graph()
        graph.parse(data=data or b"", format="nt")
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
        with read_into(out, self.snapshot.path) as file:
            results = self._evaluate(sparql)
            if isinstance(results, ox.QueryTriples):
                if format_name not in TRIPLE_FORMATS:
                    raise _no_format("CONSTRUCT and DESCRIBE", format_name, TRIPLE_FORMATS)
                results.serialize(file, TRIPLE_FORMATS[format_name])
                return
            form = "ASK" if isinstance(results, ox.QueryBoolean) else "SELECT"
            formats = TRUTH_FORMATS if form == "ASK" else RESULT_FORMATS
            if format_name not in formats:
                raise _no_format(form, format_name, formats)
            results.serialize(file, formats[format_name])

    def _evaluate(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if self._store is None:
            raise StoreError("This graph is closed.", remedy="Open it again with open_graph().")
        check_query(text, get_settings())
        # A snapshot that keeps its default graph plain answers all the same, from the union of
        # its named graphs; the engine would put that in the place of graphs that FROM names.
        union = not self.snapshot.manifest.union and not _FROM.search(text)
        try:
            return self._store.query(
                text, prefixes=dict(PREFIXES), use_default_graph_as_union=union
            )
        except SyntaxError as error:
            raise QuerySyntaxError(f"The query does not parse: {error.msg}") from None
        except UnicodeEncodeError:
            raise QuerySyntaxError("The query holds what is no character of Unicode.") from None


def _no_format(form: str, asked: str, formats: Mapping[str, object]) -> InputError:
    return InputError(
        f"The answer of {form} cannot be written as {asked}.",
        remedy=f"Use one of {', '.join(formats)}.",
    )


def to_python(term: Any) -> PythonValue:  # noqa: ANN401
    """The Python value of an RDF term.

    Args:
        term: A term of pyoxigraph, or None.

    Example:
        >>> to_python(ox.Literal("2015-10-29", datatype=ox.NamedNode(_XSD + "date")))
        datetime.date(2015, 10, 29)
        >>> to_python(ox.Literal("soon", datatype=ox.NamedNode(_XSD + "date")))
        'soon'
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        convert = _FROM_TEXT.get(term.datatype.value)
        if convert is None:
            return term.value
        try:
            return convert(term.value)
        except (ValueError, KeyError, InvalidOperation):
            return term.value
    return str(term)
