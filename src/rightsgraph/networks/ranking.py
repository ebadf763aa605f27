"""Who matters by whom they are cited: PageRank and HITS.

Source: S. Brin and L. Page, The anatomy of a large-scale hypertextual Web search engine, Computer
Networks 30 (1998); J. Kleinberg, Authoritative sources in a hyperlinked environment, Journal of
the ACM 46 (1999).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rightsgraph.networks.matrices import Matrices, Vector

DAMPING: Final = 0.85
_TOLERANCE: Final = 1e-12
_MOST_STEPS: Final = 2000
_DIGITS: Final = 12  # so that the order in which a machine adds numbers does not show


def pagerank(matrices: Matrices) -> str:
    """Put the PageRank of each node, with weights and damping 0.85; return how it was found.

    A node that cites nothing hands its rank on to all nodes alike.
    """
    size = len(matrices.nodes)
    if not size:
        return ""
    weights = matrices.weights
    given = np.asarray(weights.sum(axis=1)).ravel()
    shares = np.divide(1.0, given, out=np.zeros(size), where=given > 0)
    onward = weights.T.tocsr()
    ends = given == 0
    ranks = np.full(size, 1.0 / size)
    steps, moved = 0, 1.0
    while moved >= _TOLERANCE and steps < _MOST_STEPS:
        steps += 1
        lost = ranks[ends].sum()
        new = DAMPING * (onward @ (ranks * shares) + lost / size) + (1 - DAMPING) / size
        moved = float(np.abs(new - ranks).sum())
        ranks = new
    matrices.put("pagerank", np.round(ranks / ranks.sum(), _DIGITS).tolist())
    return f"damping {DAMPING}, {steps} steps"


def hits(matrices: Matrices) -> str:
    """Put the hub and authority scores of each node, with weights; return how they were found.

    The search begins with all nodes alike, so where several parts of a network are equally strong
    the scores are those of all of them together, and always the same.
    """
    size = len(matrices.nodes)
    weights = matrices.weights
    if not size or not weights.nnz:
        zeros = [0.0] * size
        matrices.put("hub", zeros)
        matrices.put("authority", zeros)
        return "no edges"
    back = weights.T.tocsr()
    authorities = np.full(size, 1.0 / size)
    steps, moved = 0, 1.0
    while moved >= _TOLERANCE and steps < _MOST_STEPS:
        steps += 1
        new = _shares(back @ (weights @ authorities))
        moved = float(np.abs(new - authorities).sum())
        authorities = new
    matrices.put("authority", np.round(authorities, _DIGITS).tolist())
    matrices.put("hub", np.round(_shares(weights @ authorities), _DIGITS).tolist())
    return f"{steps} steps" + ("" if moved < _TOLERANCE else ", not settled")


def _shares(values: Vector) -> Vector:
    total = values.sum()
    return values / total if total else values
