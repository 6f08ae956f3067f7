"""What a benchmark measured, kept in git: the figures with when, where, with which options and from which commit."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
MEASURED = REPOSITORY / "benchmarks" / "measured"
# What measuring itself writes; a tree that differs in these alone is as its commit has it.
WRITTEN = ("benchmarks/measured", "docs/proof.md", "docs/proof")
PACKAGES = ("numpy", "torch", "scikit-learn", "nbgrader", "nbclient", "distributed", "otter-grader")


class MeasurementError(ValueError):
    """A kept measurement that cannot be read; the text names the file and says what to do."""


@dataclass(frozen=True)
class Measurement:
    """One run of one benchmark.

    options: all options with their values. given: those that differ from the defaults.
    seconds: wall time of the whole run. date: its start, UTC, ISO 8601.
    commit: 40 hex digits, "" where git does not say. changed: whether the tree differed from the commit.
    load: processes that wanted a core when it began (of the minute before).
    machine: cpu, cores, memory_gib, gpu ("" for none), os, python, packages by name.
    """

    name: str
    options: dict[str, Any]
    given: dict[str, Any]
    figures: Any
    seconds: float
    date: str
    commit: str
    changed: bool
    load: float
    machine: dict[str, Any]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_file(cls, path: Path) -> Measurement:
        """Read a kept measurement.

        Raises: MeasurementError where it is none.
        """
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise MeasurementError(f"{path} is no measurement ({error}): delete it and measure again") from None


def parse(parser: argparse.ArgumentParser, arguments: list[str] | None = None) -> argparse.Namespace:
    """The options of a benchmark, with `--json [PATH]` beside its own; the clock of the run starts here.

    Without PATH, `save` keeps the figures in benchmarks/measured/<name of the script>.json.
    """
    name = Path(parser.prog).stem
    kept = MEASURED / f"{name}.json"
    parser.add_argument(
        "--json", type=Path, nargs="?", const=kept, metavar="PATH", help=f"keep the figures [{kept.name} in measured/]"
    )
    options = parser.parse_args(arguments)
    asked = {key: _plain(value) for key, value in vars(options).items() if key != "json"}
    usual = vars(parser.parse_args([]))
    given = {key: value for key, value in asked.items() if value != _plain(usual[key])}
    options.about = {"name": name, "options": asked, "given": given, **origin()}
    options.started = time.perf_counter()
    return options


def save(options: argparse.Namespace, figures: Any) -> None:
    """Keep what was measured, where `--json` asked for it."""
    if not options.json:
        return
    measurement = Measurement(
        **options.about, figures=figures, seconds=round(time.perf_counter() - options.started, 1), machine=machine()
    )
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(measurement.to_json(), encoding="utf-8")
    print(f"kept in {options.json}", file=sys.stderr)


def kept(folder: Path = MEASURED) -> dict[str, Measurement]:
    """All kept measurements by the name of their file."""
    return {path.stem: Measurement.from_file(path) for path in sorted(folder.glob("*.json"))}


def origin() -> dict[str, Any]:
    """Date, commit and load of this moment, and whether the tree differs from the commit."""
    paths = [".", *(f":(exclude){path}" for path in WRITTEN)]
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--", *paths)),
        "load": round(os.getloadavg()[0], 2),
    }


def machine() -> dict[str, Any]:
    """What the figures depend on beside the code."""
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "cpu": _cpu(),
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "gpu": _gpu(),
        "os": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _git(*command: str) -> str:
    done = subprocess.run(["git", "-C", str(REPOSITORY), *command], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def _gpu() -> str:
    if not shutil.which("nvidia-smi"):
        return ""
    command = ["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
