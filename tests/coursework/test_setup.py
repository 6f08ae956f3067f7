"""The first cell of every notebook, and the command that checks a computer."""

from __future__ import annotations

import random
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

import numpy as np
import pytest

import coursework
from coursework import __main__ as command
from coursework import doctor, setup


def test_module_is_callable(capsys):
    """`coursework.setup(seed=0)` works, and prints one line with the versions."""
    coursework.setup(seed=0)
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert f"numpy {np.__version__}" in printed
    assert "seed 0" in printed


def test_same_seed_same_numbers(capsys):
    """Python's and NumPy's global generators repeat with the seed, and differ for another one."""

    def draw(seed):
        setup.setup(seed)
        return random.random(), np.random.rand()  # noqa: NPY002

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_seeds_torch_only_where_it_is_imported():
    """torch is seeded when the notebook uses it, and is not imported when it does not."""
    code = (
        "import sys, coursework\n"
        "coursework.setup(seed=3)\n"
        "assert 'torch' not in sys.modules and 'matplotlib' not in sys.modules\n"
        "import torch\n"
        "coursework.setup(seed=3); a = torch.rand(3)\n"
        "coursework.setup(seed=3); b = torch.rand(3)\n"
        "assert a.equal(b)\n"
    )
    pytest.importorskip("torch")
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_refuses_seeds_out_of_range(seed):
    with pytest.raises(ValueError, match="from 0 to"):
        setup.setup(seed)


def test_says_where_it_runs(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "python"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "dl-course"))
    assert setup.where() == "virtual environment dl-course"
    (tmp_path / "dl-course" / "conda-meta").mkdir(parents=True)
    assert setup.where() == "conda environment dl-course"
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert "no environment" in setup.where()


def test_doctor_finds_this_environment_well():
    """In an environment with everything installed the command ends with 0 and lists every requirement."""
    done = subprocess.run([sys.executable, "-m", "coursework", "doctor"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ numpy" in done.stdout
    assert "Everything that the course needs is here." in done.stdout


def test_doctor_says_what_is_missing(monkeypatch, capsys):
    """A missing package and an old one each get a cross and the command that helps; the exit code is 1."""

    def version(name):
        if name == "pooch":
            raise PackageNotFoundError(name)
        return "1.0" if name == "numpy" else installed_version(name)

    monkeypatch.setattr(doctor, "version", version)
    assert command.main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "✗ pooch" in printed
    assert "✗ numpy" in printed
    assert 'numpy: python -m pip install "numpy>=' in printed


def test_doctor_reads_the_data_folder(monkeypatch, tmp_path):
    """The folder need not be there yet."""
    monkeypatch.setenv("COURSEWORK_DATA", str(tmp_path / "not" / "yet"))
    [finding] = [finding for finding in doctor.examine() if finding.subject == "data folder"]
    assert str(tmp_path / "not" / "yet") in finding.found


def test_wrong_command_is_a_usage_error():
    with pytest.raises(SystemExit) as stopped:
        command.main(["cure"])
    assert stopped.value.code == 2
