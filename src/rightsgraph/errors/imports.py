"""Tables that cannot be imported, and the mappings that say how."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError


class MappingError(InputError):
    """A mapping of a table does not say what it should."""

    code = "mapping-invalid"
    title = "The mapping is wrong"
    default_remedy = "Correct the file at the place named; docs/importing.md says what it holds."


class TableError(InputError):
    """A table cannot be read, or has not the columns that its mapping names."""

    code = "table-unreadable"
    status = 422
    title = "The table cannot be read"
    default_remedy = "Give a CSV file in UTF-8, an XLSX workbook, or JSON lines; .gz is unpacked."
