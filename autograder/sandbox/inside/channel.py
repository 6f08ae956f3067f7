"""The inner end of the socket: requests arrive pickled, answers leave as data only."""

from __future__ import annotations

import io
import pickle
import socket
import struct
from collections.abc import Callable
from typing import Any

from . import wire

_LENGTH = struct.Struct("<Q")


class Closed(Exception):
    """The other end hung up."""


class Callback:
    """A function that stayed with the caller; calling it asks the caller to run it."""

    def __init__(self, channel: Channel, number: int, name: str) -> None:
        self._channel = channel
        self._number = number
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._channel.call_back(self._number, args, kwargs)


class Channel:
    """One connection, with the table of the objects that the other end may refer to."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.objects: dict[int, Any] = {}
        self.serve: Callable[[Any], None]

    def adopt(self, connection: socket.socket) -> None:
        """Go on over another connection (after a fork); the objects stay known."""
        self.connection.close()
        self.connection = connection

    def receive(self) -> Any:
        size = _LENGTH.unpack(self._read(_LENGTH.size))[0]
        return _Unpickler(io.BytesIO(self._read(size)), self).load()

    def receive_descriptor(self) -> int:
        """The file descriptor that follows a request."""
        _, descriptors, _, _ = socket.recv_fds(self.connection, 1, 1)
        if not descriptors:
            raise Closed
        return descriptors[0]

    def send(self, message: Any) -> None:
        """Send an answer.

        Raises: wire.WireError before anything was sent, if it cannot travel.
        """
        for piece in wire.encode(message, self.refer):
            self.connection.sendall(piece)

    def refer(self, item: Any) -> wire.Reference:
        self.objects[id(item)] = item
        if isinstance(item, type):
            kind = "class"
        elif type(item) is type(wire):
            kind = "module"
        else:
            kind = "function" if callable(item) else "object"
        name = getattr(item, "__name__", "")
        return wire.Reference(id(item), kind, type(item).__name__, name if type(name) is str else "")

    def call_back(self, number: int, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Have the caller run a function of its own; until it answers, it may ask for things in turn."""
        self.send(("callback", number, list(args), kwargs))
        while True:
            message = self.receive()
            if message[0] == "return":
                return message[1]
            if message[0] == "raise":
                raise message[1]
            self.serve(message)

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            count = self.connection.recv_into(view)
            if not count:
                raise Closed
            view = view[count:]
        return data


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, channel: Channel) -> None:
        super().__init__(file)
        self._channel = channel

    def persistent_load(self, token: tuple) -> Any:
        if token[0] == "object":
            return self._channel.objects[token[1]]
        return Callback(self._channel, token[1], token[2])
