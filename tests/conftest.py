"""Which file runs when, with how many threads; and no test writes into the gradebook of a course that is taught."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from autograder.course import GRADEBOOK_VARIABLE
from autograder.threads import ONE_THREAD


def pytest_configure() -> None:
    """What names a server's gradebook for the person who tests is not for the tests' courses.

    And where a process tests on each core, none computes on several: the longest took twice its time so.
    """
    os.environ.pop(GRADEBOOK_VARIABLE, None)
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ.update(ONE_THREAD)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with many slow tests first: a core that begins one of them last would work alone for minutes."""
    slow: dict[Path, int] = defaultdict(int)
    for item in items:
        slow[item.path] += item.get_closest_marker("slow") is not None
    items.sort(key=lambda item: -slow[item.path])
