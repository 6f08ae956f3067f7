"""Start here: `python -m PACKAGE DESCRIPTOR` serves requests on that socket; the first one is what to import."""

from __future__ import annotations

import os
import socket
import sys

from . import BORROWED_PROC, isolate
from .channel import Channel
from .server import Server

if __name__ == "__main__":
    if os.path.isdir(BORROWED_PROC):
        isolate.fresh_proc(BORROWED_PROC)
    Server(Channel(socket.socket(fileno=int(sys.argv[1])))).run()
