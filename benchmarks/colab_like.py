"""Every published notebook in a place like Colab: the notebook file alone, Colab's packages, no checkout of the course.

    python benchmarks/colab_like.py [--only NAME]... [--environment DIR] [--json [PATH]]

Publishes the course into a bare git repository on this machine, to which git is told to go in the place of GitHub.
Makes an environment that holds what the course imports in the versions that Colab had in June 2026, and a module
`google.colab`. Copies one notebook after the other into an empty folder and runs it there from outside, each time with
the course uninstalled. Ends with 1 where a cell fails that should not, where an assignment's checks do not say "not
attempted yet", or where a package of the environment has changed.

Other than Colab: Python is the one that runs this (Colab has 3.12); torch and torchvision are what the package index
gives, for the CPU or CUDA (Colab has 2.11.0+cu128 and 0.26.0+cu128), and there is no front end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from proof.measurement import parse, save

from autograder.canonical import read
from autograder.colab import INSTALL
from autograder.course import load_course
from autograder.publish import publish
from coursework.execution import ExecutionError, execute

REPOSITORY = "example/colab-like"
# googlecolab/backend-info, pip-freeze.gpu.txt, commit 03a8903 (June 2026): what the course imports, and its needs.
COLAB = [
    "ipykernel==6.17.1",
    "ipython==7.34.0",
    "ipython-genutils==0.2.0",
    "ipywidgets==7.7.1",
    "widgetsnbextension==3.6.10",
    "anywidget==0.9.21",
    "psygnal==0.15.1",
    "jupyterlab_widgets==3.0.16",
    "jupyter_client==7.4.9",
    "jupyter_core==5.9.1",
    "traitlets==5.7.1",
    "tornado==6.5.1",
    "pyzmq==26.2.1",
    "nbformat==5.10.4",
    "numpy==2.0.2",
    "scipy==1.16.3",
    "matplotlib==3.10.0",
    "matplotlib-inline==0.2.2",
    "pillow==11.3.0",
    "scikit-image==0.25.2",
    "scikit-learn==1.6.1",
    "ImageIO==2.37.3",
    "networkx==3.6.1",
    "lazy-loader==0.5",
    "joblib==1.5.3",
    "threadpoolctl==3.6.0",
    "packaging==26.2",
    "pooch==1.9.0",
    "platformdirs==4.10.0",
    "requests==2.32.4",
    "tqdm==4.67.3",
    "psutil==5.9.5",
]
# Colab's needs Python 3.12.
COLAB.append("tifffile==2026.4.11" if sys.version_info >= (3, 12) else "tifffile==2026.3.3")
STAND_IN = ["torch==2.13.0", "torchvision==0.28.0"]
NOT_ATTEMPTED = "not attempted yet"


@dataclass
class Run:
    """One notebook: how long all of it and its first code cell took, and what was wrong ("" for nothing)."""

    notebook: str
    seconds: float = 0.0
    install_seconds: float = 0.0
    cells: int = 0
    not_attempted: int = 0
    said: str = ""
    error: str = ""
    changed: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.error and not self.changed


def make_environment(folder: Path) -> Path:
    """A virtual environment with Colab's packages and `google.colab`, or the one there; returns its Python."""
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *COLAB, *STAND_IN], check=True)
        ready.touch()
    site = subprocess.check_output([python, "-c", "import site; print(site.getsitepackages()[0])"], text=True).strip()
    colab = Path(site, "google", "colab")
    colab.mkdir(parents=True, exist_ok=True)
    (colab / "__init__.py").touch()
    kernel = folder / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True, exist_ok=True)
    # Colab's kernel has imported its own package before the first cell.
    start = "import google.colab, ipykernel.kernelapp as app; app.launch_new_instance()"
    argv = [str(python), "-Xfrozen_modules=off", "-c", start, "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": argv, "display_name": "Colab-like", "language": "python"}))
    return python


def installed(python: Path) -> dict[str, str]:
    """Every distribution of the environment, with its version."""
    listed = subprocess.check_output(
        [python, "-m", "pip", "list", "--format=json"], text=True, stderr=subprocess.DEVNULL
    )
    return {entry["name"].lower(): entry["version"] for entry in json.loads(listed)}


def serve(folder: Path) -> list[Path]:
    """Publish the course into a bare repository, which git takes for GitHub's; returns the notebooks of the tree."""
    tree, bare = folder / "tree", folder / "bare.git"
    publish(load_course(Path(__file__).parents[1]), tree, repository=REPOSITORY)
    author = ["-c", "user.name=Course", "-c", "user.email=course@example.org"]
    git = ["git", *author, "-C", str(tree)]
    for command in (["init", "-q", "-b", "main"], ["add", "--all"], ["commit", "-q", "-m", "Publish"]):
        subprocess.run([*git, *command], check=True)
    subprocess.run(["git", "clone", "-q", "--bare", tree, bare], check=True)
    address = {"KEY_0": f"url.{bare.as_uri()}.insteadOf", "VALUE_0": f"https://github.com/{REPOSITORY}", "COUNT": "1"}
    os.environ.update({f"GIT_CONFIG_{key}": value for key, value in address.items()})
    return sorted(tree.glob("notebooks/*.ipynb")) + sorted(tree.glob("release/*/*.ipynb"))


def run(path: Path, python: Path, before: dict[str, str], empty: Path) -> Run:
    """Run one notebook in the folder `empty`, to which it is copied alone, and take the course away again."""
    result = Run(
        f"{path.parent.parent.name}/{path.name}" if path.parent.name != "notebooks" else f"notebooks/{path.name}"
    )
    empty.mkdir()
    shutil.copy(path, empty)
    notebook = read(path)
    start = last = time.perf_counter()

    def on_cell(cell: NotebookNode, index: int) -> None:
        nonlocal last
        now = time.perf_counter()
        if result.cells == 1:
            result.install_seconds = now - last
        result.cells += 1
        last = now

    try:
        executed = execute(notebook, empty, cell_seconds=900, before_cell=on_cell)
    except ExecutionError as error:
        result.error = str(error)
    else:
        outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
        texts = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs]
        result.not_attempted = sum(text.count(NOT_ATTEMPTED) for text in texts)
        install = next(cell for cell in executed.cells if cell.id == INSTALL)
        result.said = "".join(output.get("text", str(output)) for output in install.outputs).strip()
        if "release" in path.parts and not result.not_attempted:
            result.error = f"no check says {NOT_ATTEMPTED!r}"
    result.seconds = time.perf_counter() - start
    subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "-y", "coursework"], check=False, capture_output=True)
    after = installed(python)
    names = before.keys() | after.keys()
    result.changed = {
        name: f"{before.get(name, 'absent')} -> {after.get(name, 'absent')}"
        for name in sorted(names)
        if before.get(name) != after.get(name)
    }
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="part of a path; may be given again"
    )
    parser.add_argument("--environment", type=Path, metavar="DIR", help="make it there, or use the one there")
    options = parse(parser)
    runs = []
    with tempfile.TemporaryDirectory(prefix="colab-like-") as temporary:
        folder = Path(temporary)
        environment = (options.environment or folder / "environment").absolute()
        start = time.perf_counter()
        python = make_environment(environment)
        before = installed(python)
        if "coursework" in before:
            parser.error(f"{environment} holds the course already: name another folder")
        for name in ("COURSEWORK_DATA", "PYTHONPATH", "IPYTHONDIR"):
            os.environ.pop(name, None)
        os.environ |= {"JUPYTER_PATH": str(environment / "jupyter"), "HOME": str(folder / "home")}
        os.environ["XDG_CACHE_HOME"] = str(folder / "home" / ".cache")
        (folder / "home").mkdir()
        print(f"environment ready in {time.perf_counter() - start:.0f} s, Python {platform.python_version()}")
        shown = ("ipython", "ipykernel", "ipywidgets", "numpy", "matplotlib", "scikit-image", "scikit-learn", "torch")
        print(", ".join(f"{name} {before[name]}" for name in shown))
        print(f"{'notebook':<52} {'s':>6} {'install s':>9} {'cells':>5} {'not attempted':>13}  error")
        for path in serve(folder):
            if options.only and not any(name in str(path.relative_to(folder)) for name in options.only):
                continue
            each = run(path, python, before, folder / f"{path.parent.name}-{path.stem}")
            runs.append(each)
            problem = each.error or ", ".join(f"{name} {change}" for name, change in each.changed.items())
            print(
                f"{each.notebook:<52} {each.seconds:6.1f} {each.install_seconds:9.1f} {each.cells:5} "
                f"{each.not_attempted:13}  {problem or 'none'}",
                flush=True,
            )
    save(options, {"python": platform.python_version(), "versions": before, "runs": [asdict(each) for each in runs]})
    failed = [each for each in runs if not each.passed]
    changed = any(each.changed for each in runs)
    print(f"{len(runs) - len(failed)} of {len(runs)} notebooks ran; packages changed: {'yes' if changed else 'no'}")
    return 1 if failed or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
