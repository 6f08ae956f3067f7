"""A PostgreSQL server of one's own: a new cluster in a folder, on loopback and a free port, with a password."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

USER, PASSWORD = "grader", "a:b@c/d%e"
# PASSWORD as a URL spells it.
QUOTED = "a%3Ab%40c%2Fd%25e"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest version that Debian installed, or of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    program = found[-1] if found else shutil.which("initdb")
    return Path(program).parent if program else None


class Server:
    """A cluster in `folder`, which may be stopped and started."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            shutil.chown(secret, "nobody")
        words = ["-U", USER, "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync", "--no-locale", "-E", "UTF8"]
        self._run("initdb", "-D", str(folder / "data"), *words)
        self.start()

    def url(self, database: str, password: str = QUOTED, user: str = USER) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._control("start", "-l", str(self._folder / "log"), "-o", options)

    def stop(self) -> None:
        """End it and every connection to it."""
        self._control("stop", "-m", "fast")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", *words)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), *words]
        if os.geteuid() == 0:  # as root it refuses to run
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(
            command, cwd=self._folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120
        )


@contextlib.contextmanager
def server(programs: Path) -> Iterator[Server]:
    # Not under pytest's folder, which is its owner's alone.
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        running = Server(programs, Path(folder))
        try:
            yield running
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                running.stop()
