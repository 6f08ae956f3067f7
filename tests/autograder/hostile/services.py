"""Services of this machine that no student may reach: one on TCP, one on a socket without a file."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from . import canaries

ADDRESSES = ((socket.AF_INET, ("127.0.0.1", canaries.PORT)), (socket.AF_UNIX, canaries.ABSTRACT_SOCKET))


@contextlib.contextmanager
def services() -> Iterator[list[str]]:
    """Serve, each connection its canary; yields the list that connections are noted in."""
    connections: list[str] = []
    with contextlib.ExitStack() as stack:
        for family, address in ADDRESSES:
            listener = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            threading.Thread(target=_serve, args=(listener, connections), daemon=True).start()
        yield connections


def _serve(listener: socket.socket, connections: list[str]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connections.append(str(listener.getsockname()))
        with connection:
            connection.sendall(canaries.SERVICE.encode())
