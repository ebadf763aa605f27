from __future__ import annotations

import numpy as np
import pytest

from rightsgraph.networks.mesh import Mesh


@pytest.mark.parametrize("size", [500, 3000])
def test_forces_of_a_mesh_are_about_those_of_all_pairs(size: int) -> None:
    random = np.random.default_rng(size)
    spots = random.normal(scale=0.6 * size**0.5, size=(size, 2))
    between = spots[:, None, :] - spots[None, :, :]
    square = (between**2).sum(axis=2) + 0.05
    exact = (between / square[:, :, None]).sum(axis=1)
    found = Mesh(size).push(spots)
    # What stands very near is left to others; what counts is where a node is pushed in all.
    away = np.linalg.norm(found - exact, axis=1) / np.linalg.norm(exact, axis=1)
    assert np.median(away) < 0.05
    assert abs(found.sum(axis=0)).max() < 1e-6 * abs(found).sum()  # what pushes is pushed back


def test_nodes_at_one_place_and_in_a_line() -> None:
    mesh = Mesh(4)
    assert np.isfinite(mesh.push(np.zeros((4, 2)))).all()
    line = mesh.push(np.array([[0.0, 0.0], [0.0, 10.0], [0.0, 20.0], [0.0, 30.0]]))
    assert np.abs(line[:, 0]).max() < 1e-6
    assert line[0, 1] < line[1, 1] < 0 < line[2, 1] < line[3, 1]
