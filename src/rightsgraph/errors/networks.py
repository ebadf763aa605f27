"""Citation networks that cannot be built, measured or written."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError, LimitError, NotFoundError


class NetworkFormatError(InputError):
    """A network cannot be written in the format asked for."""

    code = "network-format"
    title = "The network cannot be written like that"
    default_remedy = "Use one of the formats of docs/networks.md."


class NodeNotFoundError(NotFoundError):
    """The network has no such node."""

    code = "node-not-found"
    title = "No such node in the network"
    default_remedy = "Give the IRI of a node, its symbol, or its whole label."


class NetworkTooLargeError(LimitError):
    """A network has more nodes, edges or pairs than a bound allows."""

    code = "network-too-large"
    status = 400
    title = "The network is too large"
    default_remedy = "Narrow it by date, body, State or document, or take the network of one node."
