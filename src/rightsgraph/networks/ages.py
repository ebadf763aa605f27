"""Citation age: how old what is cited is.

The age of a citation is the time from the date of the cited to that of the citing document; of a
month or a year the middle is taken. Citations of documents without a date have none.

Source: R. Burton and R. Kebler, The "half-life" of some scientific and technical literatures,
American Documentation 11 (1960); D. J. de Solla Price, Networks of scientific papers, Science 149
(1965).
"""

from __future__ import annotations

from collections import defaultdict

from rightsgraph.errors import ParameterError
from rightsgraph.networks.matrices import Matrices


def ages(matrices: Matrices) -> str:
    """Put the mean age of what each node cites and at which it is cited; return the median.

    Every citation counts once; an edge gives its mean for each of its citations.

    Raises:
        ParameterError: The network is none of citations.
    """
    graph = matrices.graph
    if not matrices.directed:
        raise ParameterError(
            "The age of citations is that of the relation cites.", parameter="measure"
        )
    citing: dict[str, list[tuple[float, int]]] = defaultdict(list)
    cited: dict[str, list[tuple[float, int]]] = defaultdict(list)
    everything: list[tuple[float, int]] = []
    for source, target, told in graph.edges(data=True):
        if "age" in told:
            found = (told["age"], told.get("weight", 1))
            citing[source].append(found)
            cited[target].append(found)
            everything.append(found)
    for name, of in (("citingAge", citing), ("citedAge", cited)):
        for node, values in of.items():
            graph.nodes[node][name] = round(_mean(values), 3)
    if not everything:
        return "no dates"
    number = sum(weight for _, weight in everything)
    return f"median {_median(everything):.2f} years over {number:,} citations with dates"


def _mean(values: list[tuple[float, int]]) -> float:
    return sum(value * weight for value, weight in values) / sum(weight for _, weight in values)


def _median(values: list[tuple[float, int]]) -> float:
    """The median, in which a value counts as often as its weight says."""
    ordered = sorted(values)
    total = sum(weight for _, weight in ordered)
    seen = 0
    lower: float | None = None
    for value, weight in ordered:
        seen += weight
        if lower is not None:
            return (lower + value) / 2
        if 2 * seen > total:
            return value
        if 2 * seen == total:
            lower = value
    return ordered[-1][0]
