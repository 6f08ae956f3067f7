"""What this machine offers to the course, and the command that gets what is missing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

from packaging.requirements import Requirement

from .course import find_root, load_course
from .errors import CourseError
from .sandbox.offers import offers
from .sandbox.policy import HELD, advice, available_level

OLDEST_PYTHON = (3, 10)
OK, BETTER, MISSING = "ok", "could be better", "missing"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. status: "ok", "could be better" or "missing" (grading does not work without it)."""

    name: str
    found: str
    status: str = OK
    advice: str = ""


def examine() -> list[Finding]:
    """Look at Python, packages, machine, sandbox and browser; inside a course at its gradebook too."""
    return [_python(), *_packages(), *_machine(), *_isolation(), *_gradebook(), _chromium()]


def healthy(findings: list[Finding]) -> bool:
    """Whether everything that grading needs is there."""
    return all(finding.status != MISSING for finding in findings)


def _python() -> Finding:
    recent = sys.version_info >= OLDEST_PYTHON
    wanted = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "Python",
        f"{platform.python_version()} ({sys.executable})",
        OK if recent else MISSING,
        "" if recent else f"the course needs Python {wanted} or newer",
    )


def _packages() -> list[Finding]:
    """The packages that grading needs and those that only some lectures do."""
    try:
        declared = [Requirement(text) for text in importlib.metadata.requires("coursework") or ()]
    except importlib.metadata.PackageNotFoundError:
        return [Finding("packages", "the course is not installed", MISSING, "pip install -r requirements.txt -e .")]
    groups = {"packages": ("", "grade"), "torch": ("torch",)}
    return [_group(name, declared, extras) for name, extras in groups.items()]


def _group(name: str, declared: list[Requirement], extras: tuple[str, ...]) -> Finding:
    wanted = [need for need in declared if any(_belongs(need, extra) for extra in extras)]
    lacking = [problem for need in wanted if (problem := _lacking(need))]
    if not lacking:
        return Finding(name, f"{len(wanted)} of {len(wanted)} installed")
    status = MISSING if "" in extras else BETTER
    return Finding(name, "; ".join(lacking), status, "pip install -r requirements.txt")


def _belongs(need: Requirement, extra: str) -> bool:
    """Whether `extra` brings this requirement and the package alone does not ("": the package alone does)."""
    alone = need.marker is None or need.marker.evaluate({"extra": ""})
    return alone if not extra else not alone and need.marker.evaluate({"extra": extra})


def _lacking(need: Requirement) -> str:
    try:
        version = importlib.metadata.version(need.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{need.name} is not installed"
    return (
        "" if need.specifier.contains(version, prereleases=True) else f"{need.name} {version}, needed: {need.specifier}"
    )


def _machine() -> list[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    findings = [Finding("system", f"{platform.system()} {platform.release()}"), Finding("cores", str(cores))]
    try:
        gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return findings
    enough = gibibytes >= 4
    text = "" if enough else "one submission may use 3 GiB: lower memory_mib in course.toml"
    return [*findings, Finding("memory", f"{gibibytes:.1f} GiB", OK if enough else BETTER, text)]


def _isolation() -> list[Finding]:
    """What there is to hold student code with, and the level that grading will use, tried and not assumed."""
    level, found = available_level()
    each = [Finding(o.name, o.found, OK if o.enough else BETTER, o.advice) for o in offers()]
    if level == "none":
        return [*each, Finding("sandbox", f"none: {found}", MISSING, advice())]
    status, words = (OK, "") if level == "bubblewrap" else (BETTER, advice())
    return [*each, Finding("sandbox", f"{level}: {HELD[level]}", status, words)]


def _gradebook() -> list[Finding]:
    """Which gradebook the course has, and whether a server that holds it answers."""
    try:
        find_root()
    except CourseError:
        return []
    try:
        course = load_course()
        # Imported late: it needs packages that may be what is missing.
        from .database import server_version, shown

        server = f"PostgreSQL {server_version(course)}" if course.gradebook else "SQLite"
    except (CourseError, ImportError) as error:
        return [Finding("gradebook", "does not answer", MISSING, str(error))]
    return [Finding("gradebook", f"{server} ({shown(course)})")]


def _chromium() -> Finding:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser and shutil.which("chromedriver"):
        return Finding("Chromium", f"{_version(browser)} ({browser})")
    return Finding("Chromium", "not installed with its driver", BETTER, "only the browser tests need it")


def _version(program: str) -> str:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "does not start"
    return (done.stdout.strip().splitlines() or ["does not start"])[0]
