"""The files of reviews in a home: `reviews/`, which outlives every build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from rightsgraph.graph.loading import Source
from rightsgraph.iris import named_graph
from rightsgraph.store.publishing import sync

REVIEWS: Final = "reviews"
_NAME: Final = "home/reviews/"


def recorded(home: Path) -> list[Source]:
    """The reviews that were recorded in a home, as sources of a build."""
    return as_sources(sorted((home / REVIEWS).glob("*.ttl")))


def as_sources(files: Iterable[Path]) -> list[Source]:
    """Files of reviews as sources, called the same wherever they are."""
    graph = named_graph("reviews")
    return [Source(_NAME + file.name, path=file, graph=graph) for file in files]


def write_waiting(folder: Path, reviews: Mapping[str, bytes]) -> list[Path]:
    """Write the files of reviews that are not published yet, and return them.

    Args:
        folder: A temporary folder of the home.
        reviews: Their content by name.
    """
    files = []
    for name, content in reviews.items():
        file = folder / name
        file.write_bytes(content)
        sync(file)
        files.append(file)
    return files


def keep(home: Path, waiting: Iterable[Path]) -> list[Path]:
    """Move files of reviews to where they stay; return where that is."""
    kept = []
    for file in waiting:
        (home / REVIEWS).mkdir(exist_ok=True)
        kept.append(file.replace(home / REVIEWS / file.name))
        sync(home / REVIEWS)
    return kept
