"""A published notebook alone in an empty folder, where the course is not installed: its first cell gets what it needs.

`benchmarks/colab_like.py` does this with every notebook and Colab's own versions.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from copy import deepcopy
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.canonical import read
from autograder.colab import INSTALL
from autograder.course import load_course
from autograder.publish import publish
from coursework.execution import ExecutionError, execute

ROOT = Path(__file__).parents[2]
NAME = "kurs/vision"
ASSIGNMENT = "05_training"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """What students get, committed to a repository."""
    tree = tmp_path_factory.mktemp("published") / "tree"
    publish(load_course(ROOT), tree, repository=NAME)
    git = ["git", "-C", str(tree), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "--all"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    return tree


@pytest.fixture
def elsewhere(tmp_path, tree, monkeypatch) -> dict[str, str]:
    """Variables of a kernel in an environment with everything but the course, where GitHub is the repository here."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    site = subprocess.check_output([python, "-c", "import site; print(site.getsitepackages()[0])"], text=True).strip()
    # The folder is put on the path, but not what the .pth files in it name: the course is one of them.
    Path(site, "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    kernel = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": argv, "display_name": "elsewhere", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{tree.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": f"https://github.com/{NAME}",
        "PYTHONPATH": "",
        # The environment of the tests has setuptools: no package index is needed. (pip reads 0 as "no isolation".)
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
    }


@pytest.fixture
def beginning(tree) -> NotebookNode:
    """A published assignment up to its set-up cell, its install cell once more behind it."""
    notebook = read(tree / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    last = next(index for index, cell in enumerate(notebook.cells) if cell.id == "set-up")
    install = next(cell for cell in notebook.cells if cell.id == INSTALL)
    notebook.cells = [*notebook.cells[: last + 1], deepcopy(install)]
    return notebook


def said(cell: NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_a_notebook_alone_gets_the_course_once(tmp_path, elsewhere, beginning):
    empty = tmp_path / "content"
    empty.mkdir()
    *_, install, setup, again = execute(beginning, empty, environment=elsewhere).cells
    assert said(install).strip() == "the course is installed; given_layers.py lies beside this notebook"
    assert "numpy" in said(setup)
    assert again.outputs == []
    assert {path.name for path in empty.iterdir() if path.name != "__pycache__"} == {".course", "given_layers.py"}
    assert list((tmp_path / "env").rglob("coursework/colab.py"))


def test_without_a_network_it_says_so(tmp_path, elsewhere, beginning):
    empty = tmp_path / "content"
    empty.mkdir()
    nowhere = elsewhere | {"GIT_CONFIG_KEY_0": f"url.{(tmp_path / 'none').as_uri()}.insteadOf"}
    beginning.cells = [cell for cell in beginning.cells if cell.id == INSTALL][:1]
    executed = execute(beginning, empty, environment=nowhere, allow_errors=True)
    assert "github.com cannot be reached: connect to the internet" in said(executed.cells[0])
    assert list(empty.iterdir()) == []


def test_a_failed_installation_says_why(tmp_path, elsewhere, beginning):
    """No package index, and an environment without what the build needs."""
    empty = tmp_path / "content"
    empty.mkdir()
    beginning.cells = [cell for cell in beginning.cells if cell.id == INSTALL][:1]
    executed = execute(beginning, empty, environment=elsewhere | {"PIP_NO_BUILD_ISOLATION": "1"}, allow_errors=True)
    error = executed.cells[0].outputs[-1]
    assert re.search(r"could not be installed into .* pip says:\n.*setuptools", error.evalue)


def test_where_the_course_is_installed_the_cell_is_silent(tmp_path, beginning):
    """On a laptop, in a clone; and under stock nbgrader, which runs it as it came."""
    (tmp_path / "given_layers.py").touch()
    beginning.cells = [cell for cell in beginning.cells if cell.id == INSTALL][:1]
    assert execute(beginning, tmp_path).cells[0].outputs == []


def test_without_the_cell_it_fails_there(tmp_path, elsewhere, beginning):
    """The environment really lacks the course."""
    beginning.cells = [cell for cell in beginning.cells if cell.id == "set-up"]
    with pytest.raises(ExecutionError, match="No module named 'given_layers'"):
        execute(beginning, tmp_path, environment=elsewhere)
