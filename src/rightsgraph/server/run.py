"""Runs the server on an address until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import math
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from rightsgraph.errors import AddressInUseError, SettingsError
from rightsgraph.server.app import create_app
from rightsgraph.server.clients import connections_with
from rightsgraph.server.logs import configure
from rightsgraph.server.service import GraphService
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.store.remote.endpoint import Endpoint
from rightsgraph.store.remote.reading import RemoteGraph

_BACKLOG = 2048
# New objects after which the young ones are looked through; by default it is 700 of them.
_GARBAGE = 20_000


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address.

    Args:
        host: Name or address.
        port: Port; 0 for any that is free.

    Raises:
        AddressInUseError: Another program has the port.
        SettingsError: The address cannot be used.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SettingsError(f"The address {host} cannot be used: {error}.", host=host) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressInUseError(
                f"Another program listens on {host}:{port}.", host=host, port=port
            ) from None
        raise SettingsError(
            f"The server cannot listen on {host}:{port}: {error.strerror}.",
            remedy="Choose another address with --host and --port.",
        ) from None
    return listener


def _print_address(address: str) -> None:
    sys.stdout.write(f"rightsgraph serves {address}\n")
    sys.stdout.flush()


def serve(
    home: Home,
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    *,
    announce: Callable[[str], None] = _print_address,
) -> None:
    """Serves the graph until SIGINT or SIGTERM.

    With `settings.store` it is that of the store, and the folder is not read.

    Args:
        home: The folder with the snapshots.
        settings: The settings of the server.
        host: Address to listen on; by default that of the settings.
        port: Port; 0 for any that is free; by default that of the settings.
        announce: Called with the address once requests are answered; by default it is printed.

    Raises:
        NoSnapshotError: Nothing has been built yet.
        SnapshotDamagedError: The current snapshot cannot be opened.
        RemoteStoreError: The store does not answer.
        AddressInUseError: Another program has the port.
    """
    # A folder without a graph, or with a broken one, is an error before it is a server.
    if settings.store:
        RemoteGraph(Endpoint.of(settings)).close()
    else:
        snapshot = home.current()
        snapshot.open()
        snapshot.release()
    listener = listen(
        settings.host if host is None else host, settings.port if port is None else port
    )
    configure(settings)
    app = create_app(home, settings)
    with listener:
        config = uvicorn.Config(
            app,
            http=connections_with(settings),
            access_log=False,  # requests are logged with what a reverse proxy cannot know
            log_config=None,
            log_level=logging.WARNING,
            server_header=False,
            proxy_headers=False,  # nothing here depends on who asked
            date_header=True,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=math.ceil(settings.shutdown_seconds),
        )
        # The server hands on the signal that stopped it; SIGINT was not meant as an error.
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config, announce, app.state.service).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Uvicorn's server, which says where it listens once it answers, and drains before it stops."""

    def __init__(
        self, config: uvicorn.Config, announce: Callable[[str], None], service: GraphService
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops, after a time in which it is not ready; a second signal does not wait for it."""
        seconds = self._service.settings.drain_seconds
        if self._service.stopping or not seconds:
            self._service.stopping = True
            super().handle_exit(sig, frame)
            return
        self._service.stopping = True
        end = super().handle_exit
        loop = asyncio.get_running_loop()
        # From within a handler of signals the loop must be woken up.
        loop.call_soon_threadsafe(loop.call_later, seconds, end, sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then announces the address."""
        await super().startup(sockets=sockets)
        # All that is here by now stays; it need not be looked through for garbage again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            self._announce(f"http://{name}:{port}{self._service.settings.root_path}/")
