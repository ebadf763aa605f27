"""The authority files as checked rows: States, bodies, organisations, groups, situations.

The reader recognises their names in texts, the graph publishes them as facts: both take them from
here, so that a row is read and checked in one place.
"""

from __future__ import annotations

from rightsgraph.authorities.files import (
    read_bodies,
    read_groups,
    read_organisations,
    read_situations,
    read_states,
)
from rightsgraph.authorities.rows import (
    Body,
    Entry,
    Group,
    Organisation,
    Situation,
    State,
    fold_name,
)
from rightsgraph.authorities.treaties import Treaty, read_treaties

__all__ = [
    "Body",
    "Entry",
    "Group",
    "Organisation",
    "Situation",
    "State",
    "Treaty",
    "fold_name",
    "read_bodies",
    "read_groups",
    "read_organisations",
    "read_situations",
    "read_states",
    "read_treaties",
]
