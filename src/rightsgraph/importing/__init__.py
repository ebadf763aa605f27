"""Tables of recommendations into the graph: map, resolve, check, publish as one snapshot.

mapping       what a mapping file says
tables        rows of CSV, XLSX and JSON lines, with the lines they stand in
values        cells to States, bodies, concepts, numbers; what is not known is said
rows          one pass over a table: its text, and rows with their place in it
describing    rows to triples, checked against the shapes
work          many rows, in several processes
publication   one edit, one snapshot
tabulation    all of it
"""

from rightsgraph.importing.mapping import Mapping, load_mapping, ready_mappings
from rightsgraph.importing.report import ImportReport, Problem
from rightsgraph.importing.tabulation import import_table

__all__ = [
    "ImportReport",
    "Mapping",
    "Problem",
    "import_table",
    "load_mapping",
    "ready_mappings",
]
