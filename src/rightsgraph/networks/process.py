"""A process that makes one network for a server: a task on standard input, the file on output.

A network keeps Python busy for as long as it takes, so it is not made where requests are answered.
The process has a limit on memory and is killed at the deadline or when the client goes away. It
loads what it needs before it has a task, so that one may stand ready.

    to it      a line with a JSON object: the folder of the snapshot, the options, the bound, the
               format, and by how much its priority is lowered (`nice`); then, where the server has
               kept them, the communities of the whole network (`packing`)
    from it    a line of JSON, {"bytes"} or {"error"}, so many bytes of the file, and the
               communities to be kept, if any
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rightsgraph.errors import NetworkTooLargeError, RightsgraphError
from rightsgraph.store.process_limits import limit_memory

if TYPE_CHECKING:
    import networkx as nx

PICTURE: Final = "columns"


def main() -> None:
    """Make the network that standard input asks for."""
    _load()
    given = sys.stdin.buffer.read()
    if not given:  # the server has no need of it any more
        return
    line, _, packed = given.partition(b"\n")
    task: dict[str, Any] = json.loads(line)
    os.nice(task.get("nice", 0))
    gc.disable()  # nothing of a network is in a circle, and looking for circles takes a third
    limit_memory(task["memory_mb"])
    try:
        body, kept = make(task, packed)
        head: dict[str, Any] = {"bytes": len(body)}
    except RightsgraphError as error:
        body = kept = b""
        head = {
            "error": {
                "code": error.code,
                "message": error.message,
                "remedy": error.remedy,
                "details": error.details,
            }
        }
    except MemoryError:
        body, kept, head = b"", b"", {"memory": True}
    sys.stdout.buffer.write(json.dumps(head, default=str).encode() + b"\n" + body + kept)
    sys.stdout.buffer.flush()


def _load() -> None:
    """Load what most networks need, while there is no task yet."""
    import scipy.spatial  # noqa: F401

    from rightsgraph.networks import layout, network, packing, tabled  # noqa: F401


def make(task: dict[str, Any], packed: bytes = b"") -> tuple[bytes, bytes]:
    """The file of a network; and its communities, packed, when they were found for a picture.

    Args:
        task: `folder` of a snapshot, `options` for `citation_network`, `measures`, `gather` (above
            so many nodes communities take their place) and `community` (which of them is opened)
            among them, `format`, `layout`, and `most`: how many nodes and edges it may have
            together.
        packed: Its communities as they were packed before; empty when they were not.

    Raises:
        RightsgraphError: As `citation_network`, `lay_out` and `write_network`.
        NetworkTooLargeError: It has more nodes and edges.
    """
    from io import BytesIO

    from rightsgraph.networks.choices import Layout
    from rightsgraph.networks.exports.formats import export_of
    from rightsgraph.networks.layout import lay_out
    from rightsgraph.networks.measures import measure

    export = export_of(task["format"])
    options: dict[str, Any] = task["options"]
    measures = options.pop("measures", ())
    seed = options.get("seed", 1)
    network, kept = _narrowed(task, packed, measures)
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
    return out.getvalue(), kept


def _narrowed(
    task: dict[str, Any], packed: bytes, measures: Iterable[str]
) -> tuple[nx.Graph, bytes]:
    """The network, one of its communities, or all of them; and what is kept of them."""
    from rightsgraph.networks.gathering import Gathering
    from rightsgraph.networks.network import citation_network
    from rightsgraph.networks.packing import pack, unpack_community, unpack_gathered
    from rightsgraph.networks.tabled import is_tabled, tabled_network
    from rightsgraph.store.snapshots import Snapshot, read_manifest

    options: dict[str, Any] = task["options"]
    most_drawn = options.pop("gather", 0)
    opened: list[str] = options.pop("community", [])
    seed = options.get("seed", 1)
    kept = b""
    if packed:
        if not opened:
            return unpack_gathered(packed), kept
        network = unpack_community(packed, opened.pop(0))
    else:
        folder = Path(task["folder"])
        snapshot = Snapshot(folder, read_manifest(folder))
        found = None
        if task["format"] == PICTURE and is_tabled(options, measures):
            found = tabled_network(snapshot)
        network = citation_network(snapshot=snapshot, **options) if found is None else found
        many = most_drawn and len(network) > most_drawn
        if opened or many:
            gathering = Gathering.of(network, seed=seed)
            gathered = gathering.gathered()
            # Pictures alone are made of what is packed.
            kept = pack(gathering, gathered) if many and task["format"] == PICTURE else kept
            if not opened:
                return gathered, kept
            network = gathering.community(opened.pop(0))
    for name in opened:
        network = Gathering.of(network, seed=seed).community(name)
    if most_drawn and len(network) > most_drawn:
        parts = Gathering.of(network, seed=seed).gathered()
        # What falls into no smaller communities is shown as it is.
        network = parts if len(parts) > 1 else network
    return network, kept


if __name__ == "__main__":
    main()
