"""Where the nodes of a picture stand: the same network and seed give the same positions.

Two layouts: `force` puts what is connected near each other, `dated` puts documents from left to
right by their date. Positions are rounded, so that the last digits of a processor do not show.

Source: U. Brandes and C. Pich, Eigensolver methods for progressive multidimensional scaling of
large data, Graph Drawing (2006), for the start; T. Fruchterman and E. Reingold, Graph drawing by
force-directed placement, Software: Practice and Experience 21 (1991), for what follows, with the
forces between many nodes by a mesh (`mesh`); K. Sugiyama et al., Methods for visual understanding
of hierarchical system structures, IEEE Transactions SMC 11 (1981), for the order within a year.
"""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from rightsgraph.errors import ParameterError
from rightsgraph.networks.choices import Layout
from rightsgraph.networks.dates import span
from rightsgraph.networks.matrices import Matrices, Numbers
from rightsgraph.networks.mesh import Mesh

Positions = npt.NDArray[np.float64]

WIDTH: Final = 1000.0
_HEIGHT: Final = 700.0
_APART: Final = 120.0  # of few nodes in a column, and of those without a date from the others
_PIVOTS: Final = 50
_STEPS: Final = 60
_EXACT: Final = 400  # up to so many nodes every pair is looked at
_PIVOTS_OF_MANY: Final = 20
_STEPS_OF_MANY: Final = 24
_STEPS_APART: Final = 6  # the last ones, which part what stands too near
_NEAR: Final = 12
_SWEEPS: Final = 8


def lay_out(network: nx.Graph, layout: str = Layout.FORCE, *, seed: int = 1) -> None:
    """Give every node `x` and `y`, in a field about 1000 wide; y grows upwards.

    Args:
        network: The network, which is changed.
        layout: `force`, `dated`, or `none`, which does nothing.
        seed: Where random choices begin.

    Raises:
        ParameterError: There is no such layout; or it goes by dates, and no node has one.
    """
    if layout not in list(Layout):
        raise ParameterError(
            f"Parameter 'layout' knows no {layout!r}.",
            remedy=f"Use one of {', '.join(Layout)}.",
            parameter="layout",
        )
    if layout == Layout.NONE or not network:
        return
    matrices = Matrices(network)
    positions = _dated(matrices) if layout == Layout.DATED else _forced(matrices, seed)
    matrices.put("x", (np.round(positions[:, 0], 2) + 0.0).tolist())
    matrices.put("y", (np.round(positions[:, 1], 2) + 0.0).tolist())
    network.graph["layout"] = f"{layout}, seed {seed}" if layout == Layout.FORCE else str(layout)


def _forced(matrices: Matrices, seed: int) -> Positions:
    """Each component by itself, the larger ones first, in rows; nodes without edges below."""
    near = matrices.neighbours
    number, labels = csgraph.connected_components(near, directed=False)
    members = np.split(
        np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels, minlength=number))[:-1]
    )
    members.sort(key=lambda nodes: (-len(nodes), int(nodes[0])))
    random = np.random.default_rng(seed)
    placed = [(nodes, _component(near, nodes, random)) for nodes in members]
    positions = np.zeros((len(matrices.nodes), 2))
    total = sum(float(np.prod(np.ptp(spots, axis=0) + 2)) for _, spots in placed)
    row_width = max(float(np.ptp(placed[0][1][:, 0])) + 2, 1.3 * total**0.5)
    x = y = height = 0.0
    for nodes, spots in placed:
        size = np.ptp(spots, axis=0) + 2
        if x and x + size[0] > row_width:
            x, y, height = 0.0, y - height, 0.0
        corner = spots - np.array((spots[:, 0].min() - 1, spots[:, 1].max() + 1))
        positions[nodes] = corner + np.array((x, y))
        x += size[0]
        height = max(height, size[1])
    width = max(float(np.ptp(positions[:, 0])), float(np.ptp(positions[:, 1])), 1.0)
    middle = (positions.max(axis=0) + positions.min(axis=0)) / 2
    found: Positions = (positions - middle) * (WIDTH / width)
    return found


def _component(near: Any, nodes: Numbers, random: np.random.Generator) -> Positions:  # noqa: ANN401
    """Positions of connected nodes, about one apart from each other."""
    size = len(nodes)
    if size == 1:
        return np.zeros((1, 2))
    if size == 2:
        return np.array([[0.0, 0.0], [1.0, 0.0]])
    part = near[nodes][:, nodes]
    spots = _pivot_scaling(part, random)
    radius = 0.6 * size**0.5
    spots *= radius / max(float(np.abs(spots).max()), 1e-9)
    spots += random.normal(scale=0.05 * radius, size=spots.shape)
    forces = _repulsion_of_all if size <= _EXACT else Mesh(size).push
    steps = _STEPS if size <= _EXACT else _STEPS_OF_MANY
    edges = sparse.triu(part, k=1).tocoo()
    for step in range(steps):
        push = forces(spots)
        if size > _EXACT and step >= steps - _STEPS_APART:
            push += _repulsion_of_the_nearest(spots)
        between = spots[edges.row] - spots[edges.col]
        pull = between * np.hypot(between[:, 0], between[:, 1])[:, None]
        for axis in (0, 1):
            push[:, axis] -= np.bincount(edges.row, weights=pull[:, axis], minlength=size)
            push[:, axis] += np.bincount(edges.col, weights=pull[:, axis], minlength=size)
        push -= 0.02 * spots
        length = np.hypot(push[:, 0], push[:, 1])[:, None]
        most = 0.15 * radius * (1 - step / steps) + 0.02
        spots = spots + push / np.maximum(length, 1e-9) * np.minimum(length, most)
    return spots


def _pivot_scaling(edges: Any, random: np.random.Generator) -> Positions:  # noqa: ANN401
    """Positions in which distances are about those in the network.

    The pivots are chosen one after the other, each as far from the others as can be.
    """
    size = edges.shape[0]
    pivot = int(random.integers(size))
    closest = np.full(size, np.inf)
    rows = []
    for _ in range(min(_PIVOTS if size <= _EXACT else _PIVOTS_OF_MANY, size)):
        distances = csgraph.dijkstra(edges, indices=pivot, unweighted=True, directed=False)
        rows.append(distances)
        closest = np.minimum(closest, distances)
        pivot = int(closest.argmax())
    squares = np.array(rows).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    found: Positions = -0.5 * centred @ axes
    return found


def _repulsion_of_all(spots: Positions) -> Positions:
    between = spots[:, None, :] - spots[None, :, :]
    square = (between**2).sum(axis=2) + 1e-4
    found: Positions = (between / square[:, :, None]).sum(axis=1)
    return found


def _repulsion_of_the_nearest(spots: Positions) -> Positions:
    """The force of the nearest nodes, one by one: what a mesh is too wide for."""
    from scipy.spatial import KDTree

    distances, found = KDTree(spots).query(spots, k=min(_NEAR + 1, len(spots)))
    weights = 1 / (distances**2 + 1e-4)
    push: Positions = spots * weights.sum(axis=1, keepdims=True)
    for axis in (0, 1):
        push[:, axis] -= (spots[found, axis] * weights).sum(axis=1)
    return push


def _dated(matrices: Matrices) -> Positions:
    """Nodes from left to right by their date, those without one in a column at the left."""
    dates = [span(str(matrices.graph.nodes[node].get("date", ""))) for node in matrices.nodes]
    days = np.array(
        [np.nan if d is None else (d[0].toordinal() + d[1].toordinal()) / 2 for d in dates]
    )
    if np.isnan(days).all():
        raise ParameterError(
            "No node of this network has a date.",
            remedy="Take the layout force; actors have no date.",
            parameter="layout",
        )
    first, last = np.nanmin(days), np.nanmax(days)
    scale = (WIDTH - _APART) / max(last - first, 365.0)
    x = np.where(np.isnan(days), -_APART, (days - first) * scale)
    years = np.array([0 if d is None else d[0].year for d in dates])
    columns = [np.flatnonzero(years == year) for year in np.unique(years)]
    order = _order_in_columns(matrices.neighbours, columns)
    tallest = max(len(column) for column in columns)
    gap = min(_APART, _HEIGHT / tallest)
    y = order * gap
    known = sorted(set(years[years > 0].tolist()))
    matrices.graph.graph["years"] = " ".join(
        f"{year}:{(_new_year(year) - first) * scale:.1f}" for year in range(known[0], known[-1] + 2)
    )
    return np.stack([x, y], axis=1)


def _new_year(year: int) -> int:
    found = span(f"{year}-01-01")
    return found[0].toordinal() if found else 0


def _order_in_columns(near: Any, columns: list[Numbers]) -> Positions:  # noqa: ANN401
    """For each node its height in its column, so that neighbours stand at about the same height."""
    height = np.zeros(near.shape[0])
    for column in columns:
        height[column] = np.arange(len(column)) - (len(column) - 1) / 2
    number = np.maximum(np.diff(near.indptr), 1)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            mean = (near[column] @ height) / number[column]
            ranks = np.lexsort((column, mean))
            height[column[ranks]] = np.arange(len(column)) - (len(column) - 1) / 2
    return height
