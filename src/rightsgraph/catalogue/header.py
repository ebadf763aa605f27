"""The header of a query file: YAML behind `#+` at the head of the SPARQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import yaml

from rightsgraph.catalogue.parameters import Parameter, ParameterType
from rightsgraph.errors import CatalogueError

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_KEYS = frozenset(
    {
        "title",
        "question",
        "description",
        "parameters",
        "one_of",
        "columns",
        "table",
        "tags",
        "minimum_rows",
    }
)
_PARAMETER_KEYS = frozenset(
    {
        "name",
        "type",
        "description",
        "required",
        "default",
        "example",
        "pattern",
        "scheme",
        "includes",
    }
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a query file says about itself.

    Args:
        title: A short name for a list of queries.
        question: The question that the query answers, in plain words.
        description: What a row is, and how it comes about.
        parameters: The parameters, in the order in which a form shows them.
        one_of: Names of parameters of which at least one must be given; empty when none must.
        columns: What each column holds, in the order of the SELECT clause.
        table: The columns that a table for people shows, in that order; by default all.
        tags: Words to find the query by.
        minimum_rows: How many rows the bundled data give at least, without parameters but the
            examples of those that are required.
    """

    title: str
    question: str
    description: str
    parameters: tuple[Parameter, ...]
    one_of: tuple[str, ...]
    columns: Mapping[str, str]
    table: tuple[str, ...]
    tags: tuple[str, ...]
    minimum_rows: int


def read_header(text: str, *, source: str) -> Header:
    """The header of a query file.

    Args:
        text: The whole file.
        source: Its name, for error messages.

    Raises:
        CatalogueError: The header is missing, is no valid YAML, or holds the wrong things.
    """
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    if not lines:
        raise CatalogueError(f"{source}: there is no header of lines that begin with #+.")
    try:
        content = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise CatalogueError(f"{source}: the header is no valid YAML: {error}") from None
    except RecursionError:
        raise CatalogueError(f"{source}: the header is nested too deeply.") from None
    reader = _Reader(source)
    found = reader.mapping(content, "header", _KEYS)
    parameters = tuple(
        _parameter(reader, item, place)
        for place, item in enumerate(reader.sequence(found.get("parameters", []), "parameters"))
    )
    names = [parameter.name for parameter in parameters]
    if len(set(names)) != len(names):
        raise CatalogueError(f"{source}: two parameters have the same name.")
    one_of = tuple(reader.texts(found.get("one_of", []), "one_of"))
    if unknown := set(one_of) - set(names):
        raise CatalogueError(f"{source}: one_of names no parameter: {', '.join(sorted(unknown))}.")
    columns = reader.mapping(found.get("columns"), "columns", None)
    table = tuple(reader.texts(found.get("table", list(columns)), "table"))
    if unknown := set(table) - set(columns):
        raise CatalogueError(f"{source}: table names no column: {', '.join(sorted(unknown))}.")
    minimum = found.get("minimum_rows")
    if isinstance(minimum, bool) or not isinstance(minimum, int) or minimum < 0:
        raise CatalogueError(f"{source}: minimum_rows must be a whole number.")
    return Header(
        title=reader.text(found, "title"),
        question=reader.text(found, "question"),
        description=reader.text(found, "description"),
        parameters=parameters,
        one_of=one_of,
        columns=MappingProxyType({name: reader.text(columns, name) for name in columns}),
        table=table,
        tags=tuple(reader.texts(found.get("tags", []), "tags")),
        minimum_rows=minimum,
    )


def _parameter(reader: _Reader, item: object, place: int) -> Parameter:
    where = f"parameter {place + 1}"
    found = reader.mapping(item, where, _PARAMETER_KEYS)
    name = reader.text(found, "name")
    if not _NAME.fullmatch(name):
        raise reader.error(f"parameter {name!r} is not named in snake_case")
    try:
        kind = ParameterType(reader.text(found, "type"))
    except ValueError:
        known = ", ".join(ParameterType)
        raise reader.error(f"parameter {name!r} has no type of {known}") from None
    required = found.get("required", False)
    if not isinstance(required, bool):
        raise reader.error(f"parameter {name!r}: required must be true or false")
    includes = {None: None, "narrower": "narrower", "parts": "parts"}
    if found.get("includes") not in includes:
        raise reader.error(f"parameter {name!r}: includes must be narrower or parts")
    if (kind is ParameterType.CONCEPT) != ("scheme" in found):
        raise reader.error(f"parameter {name!r}: a concept, and nothing else, needs a scheme")
    parameter = Parameter(
        name=name,
        type=kind,
        description=reader.text(found, "description"),
        required=required,
        default=reader.scalar(found, "default"),
        example=reader.scalar(found, "example"),
        pattern=_pattern(reader, found, name),
        scheme=reader.text(found, "scheme") if "scheme" in found else None,
        includes=found.get("includes"),
    )
    if required and parameter.example is None:
        raise reader.error(f"parameter {name!r} is required and has no example")
    return parameter


def _pattern(reader: _Reader, found: Mapping[str, Any], name: str) -> str | None:
    if "pattern" not in found:
        return None
    pattern = reader.text(found, "pattern")
    try:
        re.compile(pattern)
    except re.error as error:
        raise reader.error(f"parameter {name!r}: the pattern is wrong: {error}") from None
    return pattern


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values of the right type out of YAML, or says what is wrong in which file."""

    source: str

    def error(self, reason: str) -> CatalogueError:
        return CatalogueError(f"{self.source}: {reason}.", file=self.source)

    def mapping(self, value: object, where: str, keys: frozenset[str] | None) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise self.error(f"{where} must be a mapping of names")
        if keys is not None and (unknown := value.keys() - keys):
            raise self.error(f"{where} has unknown keys: {', '.join(sorted(unknown))}")
        return value

    def sequence(self, value: object, where: str) -> list[object]:
        if not isinstance(value, list):
            raise self.error(f"{where} must be a list")
        return value

    def text(self, found: Mapping[str, Any], key: str) -> str:
        value = found.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key!r} must be a text")
        return value.strip()

    def texts(self, value: object, where: str) -> list[str]:
        items = self.sequence(value, where)
        texts = [item for item in items if isinstance(item, str)]
        if len(texts) != len(items):
            raise self.error(f"{where} must be a list of texts")
        return texts

    def scalar(self, found: Mapping[str, Any], key: str) -> str | int | bool | date | None:
        value = found.get(key)
        if value is None or isinstance(value, str | int | bool | date):
            return value
        raise self.error(f"{key!r} must be one value")
