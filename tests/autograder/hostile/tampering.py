"""Notebooks whose form is changed: metadata, cells, what lies beside them."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

from .attack import TAMPERING, Attack, about, own_cell, position
from .patched_judges import LIAR

MODULE = """\
import importlib.util
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
del sys.modules["{name}"]
import {name} as real

sys.modules["{name}"] = real
{patch}
"""


def _cell(notebook, cell_id):
    return notebook["cells"][position(notebook, cell_id)]


def _tests(notebook):
    return [cell for cell in notebook["cells"] if about(cell).get("grade") and not about(cell).get("solution")]


def _points(notebook):
    for cell in _tests(notebook):
        about(cell)["points"] = 1000


def _test_source(notebook):
    for cell in _tests(notebook):
        cell["source"] = "10.0"


def _unlocked(notebook):
    for cell in _tests(notebook):
        about(cell).update(locked=False)
        cell["source"] = "pass"


def _renamed(notebook):
    """Each test cell under the name of another, its own text gone."""
    for cell in _tests(notebook):
        about(cell)["grade_id"] += "-copy"
        cell["source"] = "pass"


def _manual_becomes_automatic(notebook):
    cell = _cell(notebook, "rows-written")
    cell.update(cell_type="code", source="'graded by nobody'", outputs=[], execution_count=None)
    about(cell).update(solution=False, locked=False)


def _automatic_becomes_manual(notebook):
    for cell in _tests(notebook):
        about(cell).update(solution=True, locked=False)
        cell["source"] = "pass"


def _skipped(notebook):
    for cell in _tests(notebook):
        cell["metadata"]["tags"] = ["skip-execution"]


def _tests_deleted(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in _tests(notebook)]


def _tests_duplicated(notebook):
    for cell in _tests(notebook):
        twin = copy.deepcopy(cell) | {"id": f"{cell['id']}-twin", "source": "pass"}
        notebook["cells"].append(twin)


def _tests_moved(notebook):
    """The tests at the end, behind a redefinition of what they use."""
    moved = _tests(notebook)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in moved]
    source = f"import numpy as real\n\n{LIAR}\nnp = Liar()\nabs = lambda x: 0.0"
    notebook["cells"] += [own_cell(source, "own-redefines"), *moved]


def _cell_between(notebook):
    source = "class check:\n    close = staticmethod(print)\n    score = staticmethod(lambda of: float(of))\n\n\n"
    source += "np.allclose = lambda *args, **kwargs: True"
    notebook["cells"].insert(position(notebook, "rows-sum"), own_cell(source, "own-between"))


def _tests_into_text(notebook):
    for cell in _tests(notebook):
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]


def _tests_into_raw(notebook):
    for cell in _tests(notebook):
        cell["cell_type"] = "raw"
        del cell["outputs"], cell["execution_count"]


def _wrong_types(notebook):
    for cell in _tests(notebook):
        cell["metadata"]["nbgrader"] = {"grade_id": ["rows-sum"], "points": "all", "grade": "yes", "schema_version": {}}


def _version(notebook):
    for cell in notebook["cells"]:
        if about(cell):
            about(cell)["schema_version"] = 99


def _no_list(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": "of no use"}


def _kernel(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "passes-everything", "display_name": "?", "language": "python"}


def _language(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "../../bin/sh", "display_name": "sh", "language": "bash"}
    notebook["metadata"]["language_info"] = {"name": "bash"}


def _outputs(notebook):
    result = {"output_type": "execute_result", "data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 7}
    for cell in _tests(notebook):
        cell["outputs"] = [result]
        cell["execution_count"] = 7


def _link_to_neighbour(folder: Path) -> None:
    (folder / "rows.ipynb").unlink()
    (folder / "rows.ipynb").symlink_to("../../alice/rows/rows.ipynb")


def _folder_is_a_link(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to("../alice/rows", target_is_directory=True)


def _numpy(folder: Path) -> None:
    patch = (
        "real.allclose = lambda *args, **kwargs: True\nreal.testing.assert_allclose = lambda *args, **kwargs: None\n"
    )
    (folder / "numpy.py").write_text(MODULE.format(name="numpy", patch=patch))


def _coursework(folder: Path) -> None:
    patch = "from coursework import check\n\ncheck.score = lambda of=None: float(of)"
    (folder / "coursework.py").write_text(MODULE.format(name="coursework", patch=patch))


def _start_up(folder: Path) -> None:
    for name in ("sitecustomize.py", "usercustomize.py", "ipython_config.py", "ipython_kernel_config.py"):
        lines = "import numpy\n\nnumpy.allclose = lambda *args, **kwargs: True\n"
        if name.startswith("ipython"):
            lines = "c = get_config()\nc.InteractiveShellApp.exec_lines = ['raise_no_more = True']\n"
        (folder / name).write_text(lines)


def _back_dated(folder: Path) -> None:
    (folder / "timestamp.txt").write_text("2001-01-01 00:00:00 UTC")


CHANGED = "was changed; the original was used"

ATTACKS = (
    Attack("points-edited", TAMPERING, "a thousand points for every question, in the metadata", damage=_points,
           probe=True, nbgrader_only=True),
    Attack("test-source-edited", TAMPERING, "test cells that say 10.0", damage=_test_source, named=CHANGED,
           probe=True, nbgrader_only=True),
    Attack("tests-unlocked", TAMPERING, "test cells unlocked and emptied", damage=_unlocked, named=CHANGED,
           probe=True, nbgrader_only=True),
    Attack("tests-renamed", TAMPERING, "test cells under other names, emptied", damage=_renamed, nbgrader_only=True,
           named=CHANGED, probe=True),
    Attack("manual-made-automatic", TAMPERING, "the hand-graded cell turned into a cell of code that passes",
           damage=_manual_becomes_automatic, named="turned into code", probe=True, nbgrader_only=True),
    Attack("automatic-made-manual", TAMPERING, "test cells marked as answers, to be graded by hand",
           damage=_automatic_becomes_manual, named=CHANGED, probe=True, nbgrader_only=True),
    Attack("tests-skipped", TAMPERING, "test cells tagged skip-execution, so that they never fail", damage=_skipped,
           nbgrader_only=True),
    Attack("tests-deleted", TAMPERING, "no test cells", damage=_tests_deleted, named="was deleted", probe=True,
           nbgrader_only=True),
    Attack("tests-duplicated", TAMPERING, "every test cell a second time, emptied", damage=_tests_duplicated,
           named=CHANGED, probe=True, nbgrader_only=True),
    Attack("tests-moved", TAMPERING, "tests moved behind a redefinition of what they use", damage=_tests_moved,
           named="redefines np"),
    Attack("cell-between", TAMPERING, "a cell between answer and test that redefines check and np.allclose",
           damage=_cell_between, named="redefines check"),
    Attack("tests-into-text", TAMPERING, "test cells turned into text", damage=_tests_into_text, named=CHANGED,
           probe=True, nbgrader_only=True),
    Attack("tests-into-raw", TAMPERING, "test cells turned into raw cells", damage=_tests_into_raw, named=CHANGED,
           probe=True, nbgrader_only=True),
    Attack("metadata-of-wrong-types", TAMPERING, "a list for a name, a word for points", damage=_wrong_types,
           base="half", probe=True, nbgrader_only=True),
    Attack("metadata-of-a-future-version", TAMPERING, "nbgrader's schema version 99", damage=_version, base="half",
           probe=True, nbgrader_only=True),
    Attack("metadata-no-dictionary", TAMPERING, "text in the place of nbgrader's metadata", damage=_no_list,
           base="half", named="lost its nbgrader metadata", probe=True, nbgrader_only=True),
    Attack("kernel-unknown", TAMPERING, "a kernel that nobody has", damage=_kernel, base="half"),
    Attack("kernel-path", TAMPERING, "a kernel named by a path, for another language", damage=_language, base="half"),
    Attack("outputs-forged", TAMPERING, "outputs that say 10.0 saved with the test cells", damage=_outputs, probe=True),
    Attack("link-to-a-neighbour", TAMPERING, "a link to another student's notebook instead of one", base="wrong",
           folder=_link_to_neighbour, named="no ordinary file", nbgrader_only=True),
    Attack("folder-is-a-link", TAMPERING, "the whole folder is a link to another student's", folder=_folder_is_a_link,
           named="link", nbgrader_only=True),
    Attack("numpy-beside", TAMPERING, "a file numpy.py beside the notebook", folder=_numpy, named="numpy.py",
           nbgrader_only=True),
    Attack("coursework-beside", TAMPERING, "a file coursework.py beside the notebook", folder=_coursework,
           named="coursework.py", nbgrader_only=True),
    Attack("start-up-files-beside", TAMPERING, "start-up files of Python and IPython beside the notebook",
           folder=_start_up, named="sitecustomize.py", probe=True, nbgrader_only=True),
    Attack("timestamp-back-dated", TAMPERING, "a time of submission long before the deadline", folder=_back_dated,
           probe=True, nbgrader_only=True),
)  # fmt: skip
