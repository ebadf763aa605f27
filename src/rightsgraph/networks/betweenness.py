"""Betweenness: through whom the shortest paths of citations run.

Brandes' algorithm, for several sources at once and level by level, as products of a sparse matrix.
Where all sources are too many, some are drawn by the seed, and the result is scaled up.

Source: L. Freeman, A set of measures of centrality based on betweenness, Sociometry 40 (1977);
U. Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25
(2001); U. Brandes and C. Pich, Centrality estimation in large networks, International Journal of
Bifurcation and Chaos 17 (2007).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from rightsgraph.networks.matrices import Matrices, Numbers, Vector

# All sources are taken while nodes times edges stay below this: a few seconds.
EXACT_BOUND: Final = 50_000_000
_FEWEST: Final = 50
_TOGETHER: Final = 16  # sources at once: more need more memory and are no quicker
_DIGITS: Final = 12


def betweenness(matrices: Matrices, *, seed: int, bound: int = EXACT_BOUND) -> str:
    """Put the betweenness of each node, as a share of all pairs; return whether it is exact.

    Args:
        matrices: The network. Weights are without effect.
        seed: Where the choice of sources begins.
        bound: Up to so many nodes times edges all sources are taken.
    """
    size = len(matrices.nodes)
    edges = max(matrices.edges.nnz, 1)
    exact = size * edges <= bound
    sources: Numbers = np.arange(size)
    if not exact:
        number = min(size, max(_FEWEST, bound // edges))
        sources = np.sort(np.random.default_rng(seed).choice(size, number, replace=False))
    back = matrices.edges.T.tocsr()
    total = np.zeros(size)
    for start in range(0, len(sources), _TOGETHER):
        total += _through(matrices.edges, back, sources[start : start + _TOGETHER])
    if size > 2:
        total *= size / len(sources) / ((size - 1) * (size - 2))
    matrices.put("betweenness", np.round(total, _DIGITS).tolist())
    if len(sources) == size:
        return "exact"
    return f"estimated from {len(sources):,} of {size:,} sources, seed {seed}"


def _through(edges: Any, back: Any, sources: Numbers) -> Vector:  # noqa: ANN401
    """How much of the shortest paths from some sources run through each node."""
    size = edges.shape[0]
    columns = np.arange(len(sources))
    paths = np.zeros((size, len(sources)))
    paths[sources, columns] = 1.0
    frontier = paths.copy()
    levels: list[tuple[Any, ...]] = [(sources, columns)]
    while True:
        reached = back @ frontier
        reached[paths > 0] = 0.0
        places = np.nonzero(reached)
        if not len(places[0]):
            break
        paths[places] = reached[places]
        frontier = reached
        levels.append(places)
    hanging = np.zeros_like(paths)
    for here, above in zip(levels[:0:-1], levels[-2::-1], strict=True):
        shares = np.zeros_like(paths)
        shares[here] = (1.0 + hanging[here]) / paths[here]
        handed = edges @ shares
        hanging[above] += handed[above] * paths[above]
    hanging[sources, columns] = 0.0
    total: Vector = hanging.sum(axis=1)
    return total
