"""A process that makes one network for a server: a task on standard input, the file on output.

A network keeps Python busy for as long as it takes, so it is not made where requests are answered.
The process has a limit on memory and is killed at the deadline or when the client goes away. It
loads what it needs before it has a task, so that one may stand ready.

    to it      one JSON object: the folder of the snapshot, the options, the bound, the format, and
               by how much its priority is lowered (`nice`)
    from it    one line of JSON, {"snapshot"} or {"error"}, then the file
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from rightsgraph.errors import NetworkTooLargeError, RightsgraphError
from rightsgraph.store.process_limits import limit_memory


def main() -> None:
    """Make the network that standard input asks for."""
    _load()
    given = sys.stdin.buffer.read()
    if not given:  # the server has no need of it any more
        return
    task: dict[str, Any] = json.loads(given)
    os.nice(task.get("nice", 0))
    gc.disable()  # nothing of a network is in a circle, and looking for circles takes a third
    limit_memory(task["memory_mb"])
    try:
        body = make(task)
        head: dict[str, Any] = {"bytes": len(body)}
    except RightsgraphError as error:
        body = b""
        head = {
            "error": {
                "code": error.code,
                "message": error.message,
                "remedy": error.remedy,
                "details": error.details,
            }
        }
    except MemoryError:
        body, head = b"", {"memory": True}
    sys.stdout.buffer.write(json.dumps(head, default=str).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _load() -> None:
    """Load what most networks need, while there is no task yet."""
    import scipy.spatial  # noqa: F401

    from rightsgraph.networks import layout, network  # noqa: F401
    from rightsgraph.networks.exports import json_files  # noqa: F401


def make(task: dict[str, Any]) -> bytes:
    """The file of a network.

    Args:
        task: `folder` of a snapshot, `options` for `citation_network`, `measures` and `gather`
            (above so many nodes communities take their place) among them, `format`, `layout`, and
            `most`: how many nodes and edges it may have together.

    Raises:
        RightsgraphError: As `citation_network`, `lay_out` and `write_network`.
        NetworkTooLargeError: It has more nodes and edges.
    """
    from io import BytesIO

    from rightsgraph.networks.choices import Layout
    from rightsgraph.networks.exports.formats import export_of
    from rightsgraph.networks.gathering import gather
    from rightsgraph.networks.layout import lay_out
    from rightsgraph.networks.measures import measure
    from rightsgraph.networks.network import citation_network
    from rightsgraph.store.snapshots import Snapshot, read_manifest

    folder = Path(task["folder"])
    export = export_of(task["format"])
    options: dict[str, Any] = task["options"]
    measures = options.pop("measures", ())
    most_drawn = options.pop("gather", 0)
    snapshot = Snapshot(folder, read_manifest(folder))
    seed = options.get("seed", 1)
    network = citation_network(snapshot=snapshot, **options)
    if most_drawn and len(network) > most_drawn:
        network = gather(network, seed=seed)
    size = len(network) + network.number_of_edges()
    if size > task["most"]:
        raise NetworkTooLargeError(
            f"The network has {size:,} nodes and edges; this server gives at most "
            f"{task['most']:,}.",
            size=size,
            limit=task["most"],
        )
    measure(network, measures, seed=seed)
    lay_out(network, task["layout"] or (Layout.FORCE if export.drawn else Layout.NONE), seed=seed)
    out = BytesIO()
    export.write(network, out)
    return out.getvalue()


if __name__ == "__main__":
    main()
