"""`import coursework` costs nothing, and makes `import torchvision` work."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HEAVY = ("IPython", "matplotlib", "numpy", "pooch", "skimage", "sklearn", "torch", "torchvision")


def run(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_takes_less_than_half_of_what_numpy_takes():
    """The best of three of each: other work on the machine only ever adds."""

    def seconds(package: str) -> float:
        code = f"import time; start = time.perf_counter(); import {package}; print(time.perf_counter() - start)"
        return min(float(run(code)) for _ in range(3))

    assert seconds("coursework") < seconds("numpy") / 2


def test_import_brings_in_nothing_heavy():
    loaded = run("import sys, coursework; print(' '.join(sys.modules))").split()
    assert set(HEAVY).isdisjoint(loaded)


def test_a_submodule_is_imported_when_it_is_first_used():
    assert run("import coursework; print(coursework.data.NAMES[0])") == "digits"


def test_an_unknown_name_says_what_there_is():
    import coursework

    with pytest.raises(AttributeError, match=r"no attribute 'plot'; it has check, data,"):
        coursework.plot  # noqa: B018


def test_torchvision_imports_after_coursework():
    """Data sets, transforms, models and utilities work, whether or not the compiled operators load."""
    pytest.importorskip("torch")
    code = """
        import coursework, torchvision, torch
        from torchvision import datasets, models, utils
        from torchvision.transforms import v2

        image = torch.arange(48, dtype=torch.uint8).reshape(3, 4, 4)
        flipped = v2.RandomHorizontalFlip(p=1)(image)
        assert torch.equal(flipped, image.flip(-1))
        print(models.resnet18().eval()(torch.zeros(1, 3, 32, 32)).shape[1])
    """
    assert run(code) == "1000"


# Stand-ins for torchvision as it is laid out: `extension` tries to load the operators, then `_meta_registrations`
# uses them.
PACKAGE = {
    "__init__.py": "from . import extension\nfrom . import _meta_registrations\n",
    "extension.py": "def _has_ops():\n    return {loads}\n",
    "_meta_registrations.py": "import torch\ndeclared = hasattr(torch.ops.torchvision, 'nms')\n",
}


@pytest.mark.parametrize("loads", [True, False])
def test_operators_are_declared_only_where_they_do_not_load(tmp_path: Path, loads: bool):
    pytest.importorskip("torch")
    package = tmp_path / "torchvision"
    package.mkdir()
    for name, text in PACKAGE.items():
        (package / name).write_text(text.format(loads=loads))
    code = """
        import sys
        sys.path.insert(0, sys.argv[1])
        import coursework, torchvision
        print(torchvision._meta_registrations.declared)
    """
    assert run(code, str(tmp_path)) == str(not loads)
