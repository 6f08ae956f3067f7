"""Every lecture runs from top to bottom in a fresh kernel, without network, and keeps what a lecture promises."""

from __future__ import annotations

import os
import re
import statistics
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course import load_course
from coursework import execution
from coursework.data import prepare
from coursework.demos.gallery import made_by

COURSE = load_course(Path(__file__).parents[2])
LECTURES = list(COURSE.lectures)
# The set-up lecture has less to show.
FEWEST_FIGURES = {"00_setup": 3}
# What the text around the cells says that they print.
PRINTED = {
    "00_setup": [
        "No module named 'numpy'",
        "price is 40",
        "Everything that the course needs",
        "1 of 4 points",
        "4 of 4 points",
    ],
    "01_images_as_tensors": [
        "shape (300, 451, 3), uint8",
        "6,220,800 numbers a frame, 156 MB a second",
        "uint8: [254], int: [-2]",
        "rule, 0 or 1: 94% right",
        "1,431,167 images",
        "added up directly: 74",
        "90,000 pixels to add up, or 4 entries of S",
    ],
    "02_knn": [
        "97.2% of",
        "L1 norm 7, L2 norm 5\nnew axes: [5. 0.], L1 norm 5, L2 norm 5",
        "{'n_neighbors': 100}",
        "has 309 digits",
    ],
    "03_softmax": [
        "times 1: up to 2.8, 99.3% right\ntimes 10: up to 27.5, 99.3% right\ntimes -1: up to 1.5, 0.7% right",
        "W: (10, 3072); with b 30,730 numbers",
        "hinge: 2.9 for the dog, 0.0 for the ship\nL2: 16.25, L1: 4.5",
        "[ 24.53 164.02   0.18] [0.13 0.87 0.  ]",
        "as the formula says: [nan nan nan]\ne^1.9 = 6.7; the largest score made 0: [0.13 0.87 0.  ]",
        "one of ten, all equal: loss 2.30",
        "None: 0 weights are zero",
        "l2: 0 weights are zero",
        "-2 - 0.01 * (-36) = -1.64; loss 20 becomes 9.92",
    ],
    "04_backprop": [
        "the best of 10,000 lines has 3 of 4 right",
        "308,310 parameters",
        "805,355,520 parameters\neach with its gradient: 1.6 billion numbers",
        "t = 1: PyTorch 2, formula 2",
        "t = 2: PyTorch 144, formula 144",
        "4,096 x 4,096, 64 MiB",
        "640,000 MiB",
        "f = 0.116, gradient of W [[0.088, 0.176], [0.104, 0.208]], of x [-0.112, 0.636]",
        "[-0.87  0.87  0.  ]",
    ],
    "05_training": [
        "0 to 255: 0 of 50 hidden units are alive",
        "start 0: 1 different hidden unit",
        "start 0.1: 1 different hidden unit",
        "training: [0.0, 0.0, 0.0]",
        "SGD: 0.0001 and 100",
        "RMSprop: 1 and 1",
        "Adam: 0.1 and 0.1",
        "no change: 78%",
        "log 10 = 2.30",
        "softmax twice can reach 1.46 and no less",
    ],
    "06_cnn": [
        "in the block 0 becomes 80, outside 90 becomes 10",
        "[[4, 3, 4], [2, 4, 3], [2, 3, 4]]",
        "conv2d is correlation: True\nconv2d is convolution: False",
        "weight (4, 3, 5, 5), 304 parameters, output (4, 28, 28)",
        "padding 0: 7 × 7 image, 3 × 3 kernel: 2 × 2 outputs, 13 pixels unseen",
        "padding 1: 7 × 7 image, 3 × 3 kernel: 3 × 3 outputs\n",
        "[[19, 25], [37, 43]]",
        "every unit sees every pixel: 1,600,000,000",
        "every unit has its own 10 × 10: 4,000,000",
        "100 shared filters of 10 × 10: 10,000",
        "Conv2d    (6, 28, 28)       156",
        "MaxPool2d (6, 14, 14)         0",
        "Conv2d    (16, 10, 10)    2,416",
        "MaxPool2d (16, 5, 5)          0",
        "Linear    (120,)         48,120",
        "Linear    (84,)          10,164",
        "Linear    (10,)             850",
        "61,706 parameters, 416,520 multiplications",
        "LeNet: 62,006 parameters",
        "dense: 308,310 parameters",
        "16 means of 6,400 numbers, 32 parameters",
        "256 KiB of images, 2025 KiB of columns\nthe same numbers: True",
    ],
    "07_pytorch": [
        "first pixel of the array: [-1.  1.  2.]",
        "difference (64, 64), mean square 2.2",
        "no. 1: t.grad = 2\nbackward no. 2: t.grad = 4\nbackward no. 3: t.grad = 6",
        "backward agrees with differences: True",
        "8 batches, the last of 52",
        "110,986 parameters; kept for the way back: 35 MB",
        "nll_loss of log_softmax is cross_entropy of logits: True",
        "eval mode: 97% right\ntrain mode: 15% right",
        "torch.float16: 256 + 1 = 257, 70,000 is inf, 1e-8 is 0",
        "torch.bfloat16: 256 + 1 = 256",
        "['mul', 'add', 'relu', 'tanh']",
        "together: 1 different\napart: 8 different\nby a mask: 2 different",
        "as if never stopped: {'all saved': True, 'place alone': False}",
        "sum: 2.000 times as long as the whole gradient\nmean: 1.000 times",
    ],
    "08_inside_and_beyond": [
        "'LeNet-5': '61,706'",
        "'GoogLeNet': '6,624,904'",
        "'ResNet-152': '60,192,808'",
        "'VGG-16': '138,357,544'",
        "3 linear layers: 89% of the parameters, the first alone 74%",
        "to the right: 0.50\nalso down: 0.29",
        "ground everywhere: 81.7% of the pixels right, mean IoU 0.00",
    ],
}
CPU_SECONDS = "import time; print(time.process_time())"


@dataclass(frozen=True)
class Run:
    """A lecture as written, as executed, and the processor time that it took."""

    name: str
    written: NotebookNode
    executed: NotebookNode
    cpu_seconds: float

    def code(self) -> list[NotebookNode]:
        """The executed code cells."""
        return [cell for cell in self.executed.cells if cell.cell_type == "code"]

    def printed(self) -> str:
        """All text that the cells show."""
        outputs = [out for cell in self.code() for out in cell.outputs]
        return "\n".join(out.get("text") or out.get("data", {}).get("text/plain", "") for out in outputs)


def execute(path: Path, data: Path) -> Run:
    """Run every cell in a fresh kernel; an error names the notebook and the cell."""
    written = nbformat.read(path, as_version=4)
    timed = deepcopy(written)
    timed.cells.append(nbformat.v4.new_code_cell(CPU_SECONDS))
    # The kernel finds data that was prepared and, through an address that leads nowhere, no network.
    environment = {"COURSEWORK_DATA": str(data)}
    environment |= dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    try:
        executed = execution.execute(timed, path.parent, environment=environment)
    except execution.ExecutionError as error:
        pytest.fail(f"{path.name}, {error}")
    last = executed.cells.pop()
    return Run(path.stem, written, executed, float(last.outputs[0].text))


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.slow) for name in LECTURES])
def lecture(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Each lecture, executed once, with the data that is always there."""
    data = tmp_path_factory.mktemp("data")
    prepare("digits", data)
    prepare("shapes", data)
    return execute(COURSE.root / "notebooks" / f"{request.param}.ipynb", data)


def has_figure(cell: NotebookNode) -> bool:
    """Whether a code cell shows a picture."""
    return any("image/png" in out.get("data", {}) for out in cell.outputs)


def texts(notebook: NotebookNode) -> list[str]:
    """The sources of the text cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def sections(notebook: NotebookNode) -> dict[str, str]:
    """From each second-level heading to the text below it."""
    parts = re.split(r"^## (.+)$", "\n".join(texts(notebook)), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_nothing_on_stderr(lecture: Run) -> None:
    """No warning reaches the reader."""
    complaints = {cell.id: out.text for cell in lecture.code() for out in cell.outputs if out.get("name") == "stderr"}
    assert complaints == {}


def test_says_what_the_text_says(lecture: Run) -> None:
    """The numbers that the text names are the ones that the cells print."""
    assert [text for text in PRINTED[lecture.name] if text not in lecture.printed()] == []


def test_fits_into_a_minute(lecture: Run) -> None:
    """At most 60 seconds on two cores, counted in processor time, so that a busy machine does not matter."""
    assert lecture.cpu_seconds < 2 * 60


def test_length(lecture: Run) -> None:
    """15 to 30 code cells and 1,500 to 3,000 words."""
    words = sum(len(text.split()) for text in texts(lecture.written))
    assert 15 <= len(lecture.code()) <= 30
    assert 1500 <= words <= 3000


def test_cells_are_short(lecture: Run) -> None:
    """The median code cell has at most 5 lines, none has more than 25, and lines fit on the page; blank lines aside."""
    lines = [[line for line in cell.source.splitlines() if line] for cell in lecture.code()]
    assert statistics.median(map(len, lines)) <= 5
    assert max(map(len, lines)) <= 25
    assert max(len(line) for cell in lines for line in cell) <= 100


def test_a_sentence_before_every_code_cell(lecture: Run) -> None:
    """No two code cells in a row, the set-up aside."""
    cells = lecture.written.cells
    bare = [cell.id for before, cell in pairwise(cells) if before.cell_type == cell.cell_type == "code"]
    assert bare == []


def test_opening(lecture: Run) -> None:
    """The title cell says what is needed and how long it takes; the set-up cell comes second."""
    title, setup = lecture.written.cells[:2]
    assert title.source.startswith(f"# Lecture {int(lecture.name[:2])}: {COURSE.lectures[lecture.name]}\n")
    assert "**You need first:**" in title.source
    assert re.search(r"\*\*Time:\*\* \d+ minutes", title.source)
    assert setup.source.endswith("coursework.setup(seed=0)")


def test_numbered_headings_add_up(lecture: Run) -> None:
    """Sections are numbered in order, and their minutes sum up to the time in the title cell."""
    headings = [re.fullmatch(r"(\d+)\.(\d+) .+ \((\d+) minutes\)", heading) for heading in sections(lecture.written)]
    numbered = [tuple(map(int, heading.groups())) for heading in headings if heading]
    total = re.search(r"\*\*Time:\*\* (\d+) minutes", lecture.written.cells[0].source)
    assert [number[:2] for number in numbered] == [(int(lecture.name[:2]), i + 1) for i in range(len(numbered))]
    assert total is not None
    assert sum(number[2] for number in numbered) <= int(total[1]) <= sum(number[2] for number in numbered) + 15


def test_closing(lecture: Run) -> None:
    """Summary, 4 to 8 exercises and references, in this order at the end."""
    parts = sections(lecture.written)
    assert list(parts)[-3:] == ["Summary", "Exercises", "References"]
    assert 4 <= len(re.findall(r"^\d+\. ", parts["Exercises"], re.MULTILINE)) <= 8
    assert re.search(r"^- .*\d{4}", parts["References"], re.MULTILINE)


def test_predictions(lecture: Run) -> None:
    """At least three questions; the next cell shows the answer, the next says why and names the common wrong guess."""
    cells = lecture.written.cells
    asked = [i for i, cell in enumerate(cells) if "> **Predict.**" in cell.source]
    assert len(asked) >= 3
    for i in asked:
        assert cells[i + 1].cell_type == "code", cells[i].id
        following = "\n".join(cell.source for cell in cells[i + 2 : i + 7] if cell.cell_type == "markdown")
        assert "common wrong guess" in following, cells[i].id


def test_figures_have_alt_text(lecture: Run) -> None:
    """Enough figures, each described for those who do not see it; no description without a figure."""
    figures = [cell.id for cell in lecture.code() if has_figure(cell)]
    assert len(figures) >= FEWEST_FIGURES.get(lecture.name, 6)
    assert figures == [cell.id for cell in lecture.code() if len(cell.metadata.get("alt", "")) >= 40]


def test_live_demo(lecture: Run) -> None:
    """At least one widget, and its first picture is drawn without an error."""
    shown = [out for cell in lecture.code() for out in cell.outputs if out.output_type == "display_data"]
    shown += [out for cell in lecture.code() for out in cell.outputs if out.output_type == "execute_result"]
    assert any("application/vnd.jupyter.widget-view+json" in out.data for out in shown)
    state = lecture.executed.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    drawn = [out for widget in state.values() for out in widget.state.get("outputs", [])]
    assert all("image/png" in out.get("data", {}) for out in drawn)
    texts = [str(widget.state.get("value", "")) for widget in state.values()]
    assert drawn or any(text.startswith("<img ") for text in texts)
    assert not [text for text in texts if 'role="alert"' in text]


def test_an_error_names_notebook_and_cell(tmp_path: Path) -> None:
    """The reader of a failed run learns where to look."""
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="divide")])
    nbformat.write(broken, tmp_path / "09_broken.ipynb")
    with pytest.raises(pytest.fail.Exception, match=r"09_broken\.ipynb, cell divide: ZeroDivisionError"):
        execute(tmp_path / "09_broken.ipynb", tmp_path)


def test_every_concept_is_taught() -> None:
    """The lectures' tags and the concepts of course.toml are the same."""
    taught = set()
    for name in LECTURES:
        notebook = nbformat.read(COURSE.root / "notebooks" / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            taught |= {
                tag.removeprefix("concept:") for tag in cell.metadata.get("tags", []) if tag.startswith("concept:")
            }
    assert taught == set(COURSE.concepts)


def test_every_demo_is_in_the_gallery() -> None:
    """What a lecture shows with sliders, `coursework demo` shows too; slides and site name it."""
    for name in LECTURES:
        notebook = nbformat.read(COURSE.root / "notebooks" / f"{name}.ipynb", as_version=4)
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        shown = [source for source in cells if re.search(r"^\w+\.(explore\w*|hover|drag)\(", source, re.MULTILINE)]
        assert [source for source in shown if not made_by(source)] == []
        assert shown or name == "00_setup"


def test_every_lecture_is_listed() -> None:
    """course.toml names the notebooks in notebooks/, no more and no fewer."""
    assert sorted(path.stem for path in (COURSE.root / "notebooks").glob("*.ipynb")) == sorted(LECTURES)


def on_cifar10(test: Callable[[], None]) -> Callable[[], None]:
    """For tests that want the real CIFAR-10, and say so where they are skipped."""
    there = Path(os.environ.get("COURSEWORK_DATA", ""), "cifar-10-batches-py").is_dir()
    skipped = pytest.mark.skipif(not there, reason="no real CIFAR-10 under COURSEWORK_DATA")
    return pytest.mark.realdata(skipped(test))


@on_cifar10
def test_nearest_neighbours_on_cifar10() -> None:
    """Lecture 2 takes the real CIFAR-10 by itself where it is, and still runs, without a warning."""
    run = execute(COURSE.root / "notebooks" / "02_knn.ipynb", Path(os.environ["COURSEWORK_DATA"]))
    assert "Dataset 'cifar10'" in run.printed()
    assert "{'n_neighbors': 5}" in run.printed()
    test_nothing_on_stderr(run)


@on_cifar10
def test_linear_classifiers_on_cifar10() -> None:
    """Lecture 3 takes the real CIFAR-10 by itself where it is, and its texts hold there too."""
    run = execute(COURSE.root / "notebooks" / "03_softmax.ipynb", Path(os.environ["COURSEWORK_DATA"]))
    assert "Dataset 'cifar10'" in run.printed()
    test_nothing_on_stderr(run)
    test_says_what_the_text_says(run)
    pixels = float(re.search(r"pixels in validation: ([\d.]+)%", run.printed())[1])
    test = float(re.search(r"([\d.]+)% of the test pictures", run.printed())[1])
    assert abs(pixels - 30) < 10
    assert test > pixels + 5


@on_cifar10
def test_training_on_cifar10() -> None:
    """Lecture 5 takes the real CIFAR-10 by itself where it is, and its texts hold there too."""
    run = execute(COURSE.root / "notebooks" / "05_training.ipynb", Path(os.environ["COURSEWORK_DATA"]))
    assert "Dataset 'cifar10'" in run.printed()
    test_nothing_on_stderr(run)
    test_says_what_the_text_says(run)


@on_cifar10
def test_lenet_on_cifar10() -> None:
    """Lecture 6 takes the real CIFAR-10 by itself where it is, and its texts hold there too."""
    run = execute(COURSE.root / "notebooks" / "06_cnn.ipynb", Path(os.environ["COURSEWORK_DATA"]))
    assert "Dataset 'cifar10'" in run.printed()
    test_nothing_on_stderr(run)
    test_says_what_the_text_says(run)
    right = dict(re.findall(r"^([\w, ]+): (?:[\d,]+ parameters, )?([\d.]+)% right$", run.printed(), re.MULTILINE))
    right = {name: float(percent) for name, percent in right.items()}
    assert right["LeNet"] > right["dense"]
    assert right["LeNet, shuffled"] < right["dense, shuffled"]
    assert abs(right["dense"] - right["dense, shuffled"]) < 4


@on_cifar10
def test_pytorch_on_cifar10() -> None:
    """Lecture 7 shows the dashboard on the real CIFAR-10 where it is, and its texts hold there too."""
    run = execute(COURSE.root / "notebooks" / "07_pytorch.ipynb", Path(os.environ["COURSEWORK_DATA"]))
    assert "Dataset 'cifar10'" in run.printed()
    test_nothing_on_stderr(run)
    test_says_what_the_text_says(run)
