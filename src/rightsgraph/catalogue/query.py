"""One query of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from rightsgraph.catalogue import template
from rightsgraph.catalogue.header import Header, read_header
from rightsgraph.catalogue.parameters import Parameter, Term, Value
from rightsgraph.errors import CatalogueError, InputError, ParameterError
from rightsgraph.settings import get_settings
from rightsgraph.store.guard import check_query

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What the engine parses without harm, whatever a server allows to be asked.
_LIMITS = {"query_bytes": 262_144, "query_nesting": 200, "query_patterns": 1000}


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """A documented query with typed parameters.

    Args:
        name: The name of its file without `.rq`.
        text: The whole file: SPARQL that runs as it stands, its header in comments.
        header: What the file says about itself.
    """

    name: str
    text: str
    header: Header
    _pieces: tuple[template.Piece, ...] = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> CatalogueQuery:
        """The query of a file.

        Raises:
            CatalogueError: The file cannot be read, its header is wrong, its SPARQL does not
                parse, or header and SPARQL do not agree.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{path.name}: the file cannot be read: {error}") from None
        return cls.parse(path.stem, text)

    @classmethod
    def parse(cls, name: str, text: str) -> CatalogueQuery:
        """The query of a text.

        Args:
            name: Small letters, digits and hyphens.
            text: Header and SPARQL.

        Raises:
            CatalogueError: As `read`.
        """
        source = f"{name}.rq"
        if not _NAME.fullmatch(name):
            raise CatalogueError(f"{source}: a query is named by small letters, digits, hyphens.")
        header = read_header(text, source=source)
        _check_columns(text, header, source)
        body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n"
        pieces = template.split(body)
        declared = {parameter.name for parameter in header.parameters}
        marked = template.marker_names(pieces)
        if missing := sorted(declared - marked):
            raise CatalogueError(f"{source}: no VALUES ?{missing[0]} {{ UNDEF }} in the query.")
        if unknown := sorted(marked - declared):
            raise CatalogueError(f"{source}: the header has no parameter {unknown[0]!r}.")
        query = cls(name, text, header, pieces)
        query._check_defaults(source)
        return query

    @property
    def title(self) -> str:
        """A short name for a list of queries."""
        return self.header.title

    @property
    def question(self) -> str:
        """The question that the query answers, in plain words."""
        return self.header.question

    @property
    def description(self) -> str:
        """What a row is, and how it comes about."""
        return self.header.description

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to find the query by."""
        return self.header.tags

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters by name, in the order of the header."""
        return MappingProxyType({each.name: each for each in self.header.parameters})

    @property
    def columns(self) -> Mapping[str, str]:
        """What each column holds, in the order of the SELECT clause."""
        return self.header.columns

    @property
    def table(self) -> tuple[str, ...]:
        """The columns that a table for people shows."""
        return self.header.table

    @property
    def minimum_rows(self) -> int:
        """How many rows the bundled data give at least."""
        return self.header.minimum_rows

    @property
    def example(self) -> Mapping[str, Value]:
        """The fewest values with which the query runs; empty when it needs none."""
        needed = {each.name: each.example for each in self.header.parameters if each.required}
        if self.header.one_of and not needed.keys() & set(self.header.one_of):
            first = self.parameters[self.header.one_of[0]]
            needed[first.name] = first.example
        return MappingProxyType(needed)

    def bind(self, values: Mapping[str, Value] = MappingProxyType({})) -> str:
        """The query as SPARQL with values for its parameters.

        Args:
            values: A text, a number, a truth value, a date or a sequence of such for each
                parameter; several values mean any one of them. None and the empty text mean that
                the parameter is not given.

        Returns:
            SPARQL in which every value is a serialised RDF term.

        Raises:
            ParameterError: A parameter is unknown, missing or of the wrong type, or the values
                are longer together than a query may be.
        """
        parameters = self.parameters
        for name in values:
            if name not in parameters:
                raise self._unknown(name)
        terms: dict[str, tuple[Term, ...]] = {}
        for name, parameter in parameters.items():
            found = parameter.terms(values.get(name)) or parameter.terms(parameter.default)
            if parameter.required and not found:
                raise ParameterError(
                    f"Query {self.name!r} needs the parameter {name!r}"
                    f" (example: {parameter.example}).",
                    query=self.name,
                    parameter=name,
                )
            terms[name] = found
        one_of = self.header.one_of
        if one_of and not any(terms[name] for name in one_of):
            raise ParameterError(
                f"Query {self.name!r} needs {' or '.join(one_of)}"
                f" (example: {one_of[0]}={parameters[one_of[0]].example}).",
                query=self.name,
                parameter=one_of[0],
            )
        size = sum(len(str(term).encode()) for given in terms.values() for term in given)
        most = get_settings().query_bytes
        if size > most:
            raise ParameterError(
                f"The values for query {self.name!r} have {size} bytes together;"
                f" at most {most} are allowed.",
                remedy="Ask for fewer things at a time.",
                query=self.name,
            )
        return template.render(self._pieces, terms, parameters)

    def _unknown(self, name: str) -> ParameterError:
        known = list(self.parameters)
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        has = f"It has {', '.join(known)}." if known else "It has none."
        return ParameterError(
            f"Query {self.name!r} has no parameter {name[:80]!r}.{hint} {has}",
            query=self.name,
            parameter=name[:80],
            known=known,
        )

    def _check_defaults(self, source: str) -> None:
        for parameter in self.header.parameters:
            try:
                parameter.terms(parameter.default)
                parameter.terms(parameter.example)
            except ParameterError as error:
                raise CatalogueError(f"{source}: {error.message}") from None


def _check_columns(text: str, header: Header, source: str) -> None:
    """Fail unless the text is a harmless SELECT query with the columns declared, in their order."""
    try:
        # The engine evaluates what it is given: it would ask the network, or end this process.
        check_query(text, get_settings().model_copy(update=_LIMITS))
        results = ox.Store().query(text)
    except InputError as error:
        raise CatalogueError(f"{source}: {error.message}") from None
    except SyntaxError as error:
        raise CatalogueError(f"{source}: the SPARQL does not parse: {error.msg}") from None
    if not isinstance(results, ox.QuerySolutions):
        raise CatalogueError(f"{source}: a query of the catalogue is a SELECT query.")
    projected = [variable.value for variable in results.variables]
    if projected != list(header.columns):
        raise CatalogueError(
            f"{source}: the query gives the columns {', '.join(projected)},"
            f" the header says {', '.join(header.columns)}."
        )
