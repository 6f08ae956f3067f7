"""Whether this computer has what the course needs: `coursework doctor`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from . import setup


@dataclass(frozen=True)
class Finding:
    """One line of the check: what was looked at, what is there, and a remedy ("" where all is well)."""

    subject: str
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at Python, the environment, the packages that the course needs, and the data at hand."""
    return [
        _python(),
        Finding("environment", setup.where()),
        *_packages(),
        Finding("compute", setup.device()),
        _data(),
    ]


def table(findings: Sequence[Finding]) -> str:
    """The findings as aligned text, a mark in front of each line and the remedies below."""
    width = max(len(finding.subject) for finding in findings)
    lines = [f"{'✗' if f.remedy else '✓'} {f.subject:<{width}}  {f.found}" for f in findings]
    remedies = [f"{finding.subject}: {finding.remedy}" for finding in findings if finding.remedy]
    return "\n".join([*lines, "", *(remedies or ["Everything that the course needs is here."])])


def _python() -> Finding:
    found = setup.versions(())["Python"]
    old = sys.version_info < (3, 10)
    return Finding(
        "Python",
        found,
        "the course needs 3.10 or later: install it from https://www.python.org" if old else "",
    )


def _packages() -> list[Finding]:
    """One finding for each package that this one requires, with the lower bound that it states."""
    from packaging.requirements import Requirement

    findings = []
    for line in requires("coursework") or []:
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        wanted = f"{requirement.name}{requirement.specifier}"
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            findings.append(Finding(requirement.name, "missing", f'python -m pip install "{wanted}"'))
            continue
        old = not requirement.specifier.contains(found, prereleases=True)
        findings.append(Finding(requirement.name, found, f'python -m pip install "{wanted}"' if old else ""))
    return findings


def _data() -> Finding:
    from .data._folders import data_folder

    folder = data_folder()
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free / 2**30
    return Finding("data folder", f"{folder} ({free:.0f} GiB free)", "" if free > 1 else "make at least 1 GiB of room")
