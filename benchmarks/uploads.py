"""How quickly hostile bodies of every syntax are refused by /store and /sparql.

    python benchmarks/uploads.py [--deep 20000] [--long 300000] [--changed 20] [--seed 4]

The bodies are those of the tests, larger and more of them: nested, long, malformed, reaching for
the network, and changed copies of well-formed ones, sent to a server one after the other. Reported
is for each syntax how long the refusals took, and which took longer than a tenth of a second; what
is taken and published is counted apart. The exit status is 1 when anything was answered in another
way than it must be, or reached for the network. No peer runs beside it: none of them outlives it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.server.hostile_bodies import bodies
from tests.server.test_hostile_bodies import fault, send
from tests.server.writable import empty_home, quick_folder, writable, writer
from tests.store.services import Canary

TITLE: Final = "Hostile bodies"
# Nothing to compare; the tests send the same bodies, smaller.
SMOKE: Final = None
QUICK: Final = ("--deep", "4000", "--long", "60000", "--changed", "4")
RESULTS: Final = ()
_GOAL: Final = 0.1


def main() -> int:
    """Runs the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--deep", type=int, default=20_000, help="levels of nested bodies")
    parser.add_argument("--long", type=int, default=300_000, help="repetitions in long bodies")
    parser.add_argument("--changed", type=int, default=20, help="changed copies of each body")
    parser.add_argument("--seed", type=int, default=4, help="where chance begins")
    options = parser.parse_args()
    canary = Canary()
    times: dict[str, list[float]] = defaultdict(list)
    slow, wrong, taken = [], [], 0
    sent = bodies(canary.port, options.deep, options.long, options.changed, options.seed)
    try:
        with (
            quick_folder() as folder,
            writable(empty_home(folder), keep_snapshots=1) as running,
            writer(running) as client,
        ):
            for body in sent:
                begin = time.perf_counter()
                answer = send(client, body)
                seconds = time.perf_counter() - begin
                if said := fault(answer, body):
                    wrong.append(f"{body.name}: {said}")
                elif answer.is_success:
                    taken += 1
                else:
                    times[body.name.partition(":")[0]].append(seconds)
                    if seconds > _GOAL:
                        slow.append((seconds, len(body.body), body.name))
    finally:
        canary.close()
    print(f"{len(sent)} bodies, {taken} of them well-formed and taken; refusals in ms:")
    for syntax, found in times.items():
        median, most = statistics.median(found) * 1e3, max(found) * 1e3
        print(f"  {syntax:<28}{len(found):>5}  median {median:7.1f}  most {most:7.1f}")
    for seconds, size, name in sorted(slow, reverse=True):
        print(f"  over {_GOAL * 1e3:.0f} ms: {seconds * 1e3:7.1f} ms  {size:>9,} bytes  {name}")
    for line in wrong:
        print(f"WRONG {line}")
    print(f"calls to the network: {canary.calls}")
    return 1 if wrong or canary.calls else 0


if __name__ == "__main__":
    sys.exit(main())
