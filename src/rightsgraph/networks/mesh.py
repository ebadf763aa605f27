"""The forces of many nodes on each other, by a mesh: n log n in place of n squared.

Nodes are spread over the points of a square mesh, the force at every point is the convolution of
that density with the force of one node, and a node takes what the points around it have.

Source: R. Hockney and J. Eastwood, Computer Simulation Using Particles (1981), chapter 5: the
particle-mesh method with cloud-in-cell weights; the mesh is doubled, so that nothing comes round.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_LEAST: Final = 64
_MOST: Final = 256
_SOFTENING: Final = 0.25  # in squares of the mesh: nodes of one point do not fly apart


class Mesh:
    """A square mesh, as fine as a number of nodes needs.

    Args:
        size: How many nodes there are.
    """

    def __init__(self, size: int) -> None:
        wanted = int(np.ceil(np.log2(max(size, 2)) / 2))
        self.points: Final = min(max(2**wanted, _LEAST), _MOST)
        double = 2 * self.points
        steps = np.fft.fftfreq(double, 1 / double)
        across, along = np.meshgrid(steps, steps, indexing="ij")
        square = across**2 + along**2 + _SOFTENING
        self._kernels: Final = [np.fft.rfft2(away / square) for away in (across, along)]

    def push(self, spots: _Floats) -> _Floats:
        """The force on every node: one over the distance to each other one, away from it.

        Args:
            spots: The places of the nodes, a row of two for each.
        """
        points, double = self.points, 2 * self.points
        low = spots.min(axis=0)
        width = max(float(np.ptp(spots, axis=0).max()), 1e-9) / (points - 2)
        scaled = (spots - low) / width
        corner = scaled.astype(np.int64)
        part = scaled - corner
        first = corner[:, 0] * points + corner[:, 1]
        x, y = part[:, 0], part[:, 1]
        corners = [
            (first, (1 - x) * (1 - y)),
            (first + 1, (1 - x) * y),
            (first + points, x * (1 - y)),
            (first + points + 1, x * y),
        ]
        density = np.zeros(points * points)
        for place, weight in corners:
            density += np.bincount(place, weights=weight, minlength=points * points)
        wave = np.fft.rfft2(density.reshape(points, points), (double, double))
        push = np.zeros_like(spots)
        for axis, kernel in enumerate(self._kernels):
            force = np.fft.irfft2(wave * kernel, (double, double))[:points, :points].ravel()
            for place, weight in corners:
                push[:, axis] += weight * force[place]
        push /= width
        return push
