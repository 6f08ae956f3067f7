"""Every notebook of the repository is in the one canonical form."""

from pathlib import Path

import pytest

from autograder.canonical import check, notebooks

REPOSITORY = Path(__file__).parents[2]
FOLDERS = [REPOSITORY / name for name in ("notebooks", "source", "release")]


@pytest.mark.parametrize("path", notebooks(FOLDERS), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_notebook_is_canonical(path):
    assert check([path]) == [], f"run: autograder clean {path.relative_to(REPOSITORY)}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_folder_is_looked_at(folder):
    """Guards the test above: a folder without notebooks would pass it."""
    assert notebooks([folder])
