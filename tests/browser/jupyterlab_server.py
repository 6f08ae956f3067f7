"""JupyterLab on a folder, as `make lab` and `make formgrader` start it, on a free port of this machine."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

# Every cell is in the page, also those out of sight.
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}


@contextlib.contextmanager
def jupyterlab(root: Path, folder: Path, page: str) -> Iterator[str]:
    """Run the server.

    Args:
        root: what it serves, and its working folder, where nbgrader looks for nbgrader_config.py.
        folder: an empty one, for HOME and for all that Jupyter reads or writes of its own.
        page: where to begin, such as "lab/tree/README.md" or "formgrader".

    Yields: the page's address, with the token in it.
    """
    token = secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
    }
    own = {"HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    environment = os.environ | {name: str(folder / place) for name, place in own.items()}
    # As the Makefile has them.
    environment["JUPYTER_CONFIG_PATH"] = str(Path(__file__).parents[2] / ".jupyter")
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    (folder / "home").mkdir()
    settings = folder / "config" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS))
    command = [sys.executable, "-m", "jupyter", "lab", *(f"--{name}={value}" for name, value in words.items())]
    server = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    said: list[str] = []
    try:
        for line in server.stderr:
            said.append(line)
            if "is running at" in line:
                break
        else:
            raise RuntimeError(f"JupyterLab did not start:\n{''.join(said)}")
        # Nobody else empties the pipe, and a full one would stop the server.
        threading.Thread(target=lambda: said.extend(server.stderr), daemon=True).start()
        yield f"http://127.0.0.1:{port}/{page}{'&' if '?' in page else '?'}token={token}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
