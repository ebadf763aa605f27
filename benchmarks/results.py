"""What a benchmark found, kept so that the report can be made of it.

A benchmark calls `compare` for each thing that it measured beside a peer, and `left_out` for what
this machine cannot measure. Both append a line of JSON to the file that the variable
`BENCHMARK_RESULTS` names, and do nothing else; without the variable they do nothing at all, so that
each benchmark can be run alone.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "BENCHMARK_RESULTS"
# Units of which more is better; of all others (s, ms, MB, MiB) less is.
RATES: Final = ("MB/s", "queries/s", "rows/s", "x")


@dataclass(frozen=True, slots=True)
class Result:
    """One thing, measured beside a peer in the same run.

    Args:
        name: Its name, the same in every run.
        what: What was done, in words.
        peer: Who did it beside us, with the version.
        unit: What the figures are.
        ours: Our figures, one a round (or one a question).
        theirs: Those of the peer, in the same order.
        over: What the figures are taken over: rounds, questions.
        goal: The least ratio that is wanted; None where there is no goal.
        remark: What a reader must know to judge the ratio.
    """

    name: str
    what: str
    peer: str
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    over: str = "rounds"
    goal: float | None = None
    remark: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as well as the peer we did, in each round: above 1 we are better."""
        pairs = zip(self.ours, self.theirs, strict=True)
        if self.unit in RATES:
            return tuple(mine / other for mine, other in pairs)
        return tuple(other / mine for mine, other in pairs)

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.ratio >= self.goal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A result that this machine cannot have.

    Args:
        name: The name that the result would have.
        why: What is missing.
    """

    name: str
    why: str


def compare(
    name: str,
    what: str,
    *,
    peer: str,
    unit: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    over: str = "rounds",
    goal: float | None = None,
    remark: str = "",
) -> None:
    """Keep a result; the arguments are those of `Result`.

    Raises:
        ValueError: The two sides have not the same number of figures, or none, or one that is not
            above zero.
    """
    if len(ours) != len(theirs) or not ours or min(*ours, *theirs) <= 0:
        raise ValueError(f"{name}: {len(ours)} figures of ours beside {len(theirs)}")
    _keep(Result(name, what, peer, unit, tuple(ours), tuple(theirs), over, goal, remark))


def left_out(name: str, why: str) -> None:
    """Keep that a result is not there, and why."""
    _keep(LeftOut(name, why))


def _keep(found: Result | LeftOut) -> None:
    if path := os.environ.get(VARIABLE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(found)) + "\n")


def load(path: Path) -> list[Result | LeftOut]:
    """What was kept in a file, in its order."""
    if not path.is_file():
        return []
    return [from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def from_json(plain: dict[str, Any]) -> Result | LeftOut:
    """A result of what `dataclasses.asdict` makes of it."""
    if "why" in plain:
        return LeftOut(**plain)
    sides = {side: tuple(plain[side]) for side in ("ours", "theirs")}
    return Result(**{**plain, **sides})
