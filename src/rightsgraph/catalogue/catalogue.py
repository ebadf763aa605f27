"""The catalogue: all queries of a folder by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rightsgraph.catalogue.query import CatalogueQuery
from rightsgraph.errors import CatalogueError, QueryNotFoundError
from rightsgraph.settings import resource_path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Documented queries by name. It never changes, so threads may share it.

    Args:
        queries: The queries by name, in alphabetical order.
    """

    queries: Mapping[str, CatalogueQuery]

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogue:
        """The queries of a folder, every one checked.

        Args:
            folder: A folder with `.rq` files; by default the one that ships with the package,
                which is read once in a process.

        Raises:
            CatalogueError: A file is broken, or the folder cannot be read.

        Example:
            >>> Catalogue.load().get("signatories").columns["organisation"]
            'IRI of the organisation that signed'
        """
        return _bundled() if folder is None else cls._of(folder)

    @classmethod
    def _of(cls, folder: Path) -> Catalogue:
        if not folder.is_dir():
            raise CatalogueError(f"There is no folder {folder}.")
        found = [CatalogueQuery.read(path) for path in sorted(folder.glob("*.rq"))]
        return cls(MappingProxyType({query.name: query for query in found}))

    def get(self, name: str) -> CatalogueQuery:
        """The query of that name.

        Raises:
            QueryNotFoundError: There is none; the message names those that are nearly so called.
        """
        if (query := self.queries.get(name)) is not None:
            return query
        near = get_close_matches(name, self.queries, n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise QueryNotFoundError(
            f"The catalogue has no query {name!r}.{hint}", query=name, near=near
        )


@lru_cache(maxsize=1)
def _bundled() -> Catalogue:
    return Catalogue._of(resource_path("queries"))
