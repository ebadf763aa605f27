"""Rows of Python values, as the library gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

import pyoxigraph as ox

from rightsgraph.errors import InputError
from rightsgraph.iris import Iri

if TYPE_CHECKING:
    import pandas as pd

PythonValue: TypeAlias = Iri | str | int | bool | float | Decimal | date | datetime | None

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
