"""The formats by name and by the end of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Final

from rightsgraph.errors import NetworkFormatError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Export:
    """A format.

    Args:
        name: Its name.
        suffix: How the name of a file ends.
        media_type: Its media type.
        about: What it is for.
        place: Module and function that write it.
        drawn: Whether it holds places of nodes, which are computed for it.
    """

    name: str
    suffix: str
    media_type: str
    about: str
    place: str
    drawn: bool = False

    def write(self, network: nx.Graph, out: IO[bytes]) -> None:
        """Write a network.

        Raises:
            InputError: It needs a package that is not installed.
        """
        module, _, function = self.place.partition(".")
        # The modules are heavy, and one is needed.
        write: Callable[[nx.Graph, IO[bytes]], Any] = getattr(
            import_module(f"rightsgraph.networks.exports.{module}"), function
        )
        write(network, out)


EXPORTS: Final = MappingProxyType(
    {
        export.name: export
        for export in (
            Export(
                "graphml",
                ".graphml",
                "application/graphml+xml",
                "networkx, igraph, yEd, Cytoscape",
                "graphml.write_graphml",
            ),
            Export(
                "gexf",
                ".gexf",
                "application/gexf+xml",
                "Gephi, Gephi Lite; with place, size and colour",
                "gexf.write_gexf",
                drawn=True,
            ),
            Export(
                "csv",
                ".zip",
                "application/zip",
                "a zip with nodes.csv, edges.csv and network.json",
                "tables.write_tables",
            ),
            Export(
                "nodes",
                ".nodes.csv",
                "text/csv",
                "the nodes alone, for a spreadsheet or R",
                "tables.write_node_table",
            ),
            Export(
                "edges",
                ".edges.csv",
                "text/csv",
                "the edges alone, for a spreadsheet or R",
                "tables.write_edge_table",
            ),
            Export(
                "json",
                ".json",
                "application/json",
                "node-link JSON, for networkx and d3",
                "json_files.write_node_link",
            ),
            Export(
                "graphology",
                ".graphology.json",
                "application/json",
                "graphology and sigma; with place, size and colour",
                "json_files.write_graphology",
                drawn=True,
            ),
            Export(
                "columns",
                ".columns.json",
                "application/json",
                "a list for each attribute, for pictures and data frames; the smallest JSON",
                "json_files.write_columns",
                drawn=True,
            ),
            Export(
                "jsonld",
                ".jsonld",
                "application/ld+json",
                "linked data: the plain edges, and a statement about each",
                "json_files.write_json_ld",
            ),
            Export(
                "pajek", ".net", "text/plain", "Pajek, VOSviewer", "tables.write_pajek", drawn=True
            ),
            Export(
                "svg",
                ".svg",
                "image/svg+xml",
                "a picture that can be scaled and edited",
                "drawings.write_svg",
                drawn=True,
            ),
            Export(
                "png",
                ".png",
                "image/png",
                "a picture of 2800 by 2000 pixels; needs the extra `png`",
                "drawings.write_png",
                drawn=True,
            ),
            Export(
                "html",
                ".html",
                "text/html",
                "one file with picture, search and tables, for any browser, without a server",
                "page.write_html",
                drawn=True,
            ),
        )
    }
)


def export_of(name: str | None, file: str | None = None) -> Export:
    """The format of a name, or of a file.

    Args:
        name: Name of a format; without one the name of the file decides.
        file: Name of a file.

    Raises:
        NetworkFormatError: There is no such format, or the file's name says none.

    Example:
        >>> export_of(None, "a.graphology.json").name
        'graphology'
    """
    if name:
        if name not in EXPORTS:
            raise NetworkFormatError(
                f"There is no format {name!r}.",
                remedy=f"Use one of {', '.join(EXPORTS)}.",
                formats=list(EXPORTS),
            )
        return EXPORTS[name]
    ends = (e for e in EXPORTS.values() if file and file.lower().endswith(e.suffix))
    found = max(ends, key=lambda export: len(export.suffix), default=None)
    if found is None:
        suffixes = ", ".join(export.suffix for export in EXPORTS.values())
        raise NetworkFormatError(
            f"The name {file!r} does not say in which format to write.",
            remedy=f"Let it end with one of {suffixes}; or name a format with --format.",
            formats=list(EXPORTS),
        )
    return found


def write_network(network: nx.Graph, out: IO[bytes], format_name: str) -> None:
    """Write a network in a format.

    Args:
        network: The network.
        out: A binary file.
        format_name: Name of a format of `EXPORTS`.

    Raises:
        NetworkFormatError: There is no such format.
        InputError: It needs a package that is not installed.
    """
    export_of(format_name).write(network, out)
