"""Start here: `python -m PACKAGE -f .../kernel-DESCRIPTOR.json` serves requests on that socket.

The words are those that start any notebook's kernel. The first request says what to import.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys

from . import BORROWED_PROC, CONFINED, isolate, seccomp
from .channel import Channel
from .confine import Confinement, adopt_orphans
from .server import Server

if __name__ == "__main__":
    seccomp.assemble()
    confined = json.loads(os.environ.pop(CONFINED, "null"))
    if os.path.isdir(BORROWED_PROC):
        isolate.fresh_proc(BORROWED_PROC)
    else:
        adopt_orphans()
    connection = socket.socket(fileno=int(re.search(r"(\d+)\.json$", sys.argv[-1])[1]))
    sys.argv[0] = f"{os.path.dirname(__file__)}.py"
    if confined:
        sys.path[:] = [path for path in sys.path if path not in confined["hidden"]]
        isolation = Confinement(confined["rules"], confined["home"]).own_domain
        Server(Channel(connection), isolation, reaper=True).run()
    Server(Channel(connection)).run()
