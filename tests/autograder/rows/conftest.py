"""One warm grader for all rows on careless files."""

from __future__ import annotations

import pytest
from careless_class import Desk, write_course

from autograder.bundle import load_bundle
from autograder.grade import Grader
from autograder.result import GRADED


@pytest.fixture(scope="session")
def warm(tmp_path_factory):
    """The desk, and what an honest submission earned before all others."""
    course = write_course(tmp_path_factory.mktemp("course"))
    with Grader(load_bundle(course, "tiny")) as grader:
        desk = Desk(grader, tmp_path_factory.mktemp("submitted"))
        before = desk.honest()
        assert before.status == GRADED
        yield desk, before


@pytest.fixture
def desk(warm):
    """The desk; whatever was handed in there, an honest submission earns afterwards what it earned before."""
    desk, before = warm
    yield desk
    assert desk.honest() == before
