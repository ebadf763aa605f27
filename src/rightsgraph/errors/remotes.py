"""Stores on other servers."""

from __future__ import annotations

from rightsgraph.errors.stores import StoreError


class RemoteStoreError(StoreError):
    """A store on another server gave no answer that can be used."""

    code = "remote-store"
    status = 502
    title = "The remote store gave no answer that can be used"
    default_remedy = "Look into the log of that server; docs/scale.md has settings for each engine."


class RemoteUnreachableError(RemoteStoreError):
    """No connection to the server of a store."""

    code = "remote-unreachable"
    title = "The remote store cannot be reached"
    default_remedy = "Check RIGHTSGRAPH_STORE, and that the server is up."


class RemoteAccessError(RemoteStoreError):
    """The server of a store refuses access."""

    code = "remote-access"
    title = "The remote store refuses access"
    default_remedy = (
        "Set RIGHTSGRAPH_STORE_USER and RIGHTSGRAPH_STORE_PASSWORD, or RIGHTSGRAPH_STORE_TOKEN."
    )


class RemoteAnswerError(RemoteStoreError):
    """A remote store answered with what is no whole answer, or in no format that is known."""

    code = "remote-answer"
    title = "The answer of the remote store cannot be used"
