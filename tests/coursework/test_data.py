"""`load` and `prepare` for the data that is always there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from coursework.data import CLASS_NAMES, NAMES, Dataset, _prepared, load, prepare, shapes
from coursework.data._digits import VERSION
from coursework.errors import CourseworkError, DataError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, so that no test reads or writes the user's own."""
    monkeypatch.setenv("COURSEWORK_DATA", str(tmp_path))
    return tmp_path


def same(a: Dataset, b: Dataset) -> bool:
    arrays = ("x_train", "y_train", "x_test", "y_test")
    pairs = [(getattr(a, name), getattr(b, name)) for name in arrays]
    return all(np.array_equal(x, y) and x.dtype == y.dtype for x, y in pairs) and a.class_names == b.class_names


def write_marked(folder: Path, mark: str) -> None:
    """A prepared file of digits that can be told from others by its class names."""
    empty = np.empty(0, np.int64)
    _prepared.write(Dataset(empty, empty, empty, empty, (mark,), "digits"), folder, VERSION)


def test_digits_are_the_1797_of_scikit_learn_split_by_class():
    from sklearn.datasets import load_digits

    digits, bunch = load("digits"), load_digits()
    assert (digits.x_train.shape, digits.x_test.shape) == ((1442, 8, 8), (355, 8, 8))
    assert (digits.x_train.dtype, digits.y_train.dtype) == (np.uint8, np.int64)
    assert (digits.x_train.min(), digits.x_train.max()) == (0, 16)
    assert digits.class_names == tuple("0123456789")
    share = np.bincount(digits.y_test) / np.bincount(bunch.target)
    assert share.min() > 0.19
    assert share.max() <= 0.2
    images = np.concatenate([digits.x_train, digits.x_test]).reshape(-1, 64)
    labels = np.concatenate([digits.y_train, digits.y_test])
    ours = sorted((*row, label) for row, label in zip(images.tolist(), labels.tolist(), strict=True))
    theirs = zip(bunch.data.astype(int).tolist(), bunch.target.tolist(), strict=True)
    assert ours == sorted((*row, label) for row, label in theirs)


def test_digits_are_split_alike_every_time():
    assert same(load("digits"), load("digits"))


def test_shapes_by_name():
    data = load("shapes", n_train=50, n_test=20, seed=3, clutter=1)
    assert (data.x_train.shape, data.x_test.shape) == ((50, 32, 32, 3), (20, 32, 32, 3))
    assert data.class_names == CLASS_NAMES
    assert np.array_equal(data.x_train, shapes(50, seed=6, clutter=1).images)


def test_training_and_test_shapes_share_no_image_whatever_the_seeds():
    seeds = [load("shapes", n_train=20, n_test=20, seed=seed) for seed in range(3)]
    images = {image.tobytes() for data in seeds for image in (*data.x_train, *data.x_test)}
    assert len(images) == 3 * 40


def test_every_call_gives_arrays_of_its_own():
    first = load("digits")
    first.x_train[:] = 99
    first.y_train[:] = -1
    second = load("digits")
    assert second.x_train.max() == 16
    assert second.y_train.min() == 0


def test_a_data_set_is_frozen_and_says_what_it_is():
    digits = load("digits")
    assert repr(digits) == ("Dataset 'digits': 1,442 training and 355 test images, 8 x 8 uint8, 10 classes")
    with pytest.raises(FrozenInstanceError):
        digits.name = "other"


def test_prepared_data_needs_nothing_but_numpy(folder: Path):
    """As in the grading sandbox: no scikit-learn, no scikit-image, no pooch, and a folder that is read only."""
    for name in ("digits", "shapes"):
        prepare(name, folder)
    code = """
import sys
for absent in ("sklearn", "skimage", "scipy", "pooch", "PIL", "torch"):
    sys.modules[absent] = None
from coursework.data import load
for name in ("digits", "shapes"):
    data = load(name)
    print(data, int(data.x_train.sum()), data.class_names[0])
    data.x_train[0] = 0
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = [load("digits"), load("shapes")]
    lines = [f"{data!r} {data.x_train.sum()} {data.class_names[0]}" for data in expected]
    assert done.stdout.splitlines() == lines


def test_without_scikit_learn_and_unprepared_the_error_says_so():
    code = "import sys; sys.modules['sklearn'] = None; from coursework.data import load; load('digits')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "DataError: load('digits') needs scikit-learn" in done.stderr


def test_prepared_data_is_the_data(folder: Path):
    fresh = load("digits")
    path = prepare("digits", folder)
    assert path.parent == folder / "coursework"
    assert path.stat().st_mode & 0o444 == 0o444
    assert same(load("digits"), fresh)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other name"])
def test_a_broken_prepared_file_is_never_taken_for_data(folder: Path, damage: str):
    fresh = load("digits")
    path = prepare("digits", folder)
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        path.rename(path.with_name("digits-1-0123456789abcdef.npz"))
    assert same(load("digits"), fresh)


def test_a_whole_prepared_file_is_what_load_reads(folder: Path):
    write_marked(folder, "from the file")
    assert load("digits").class_names == ("from the file",)


def test_shapes_are_kept_after_the_first_time(folder: Path):
    first = load("shapes")
    kept = [path.name for path in (folder / "coursework").iterdir()]
    assert len(kept) == 1
    assert kept[0].startswith("shapes-1-")
    assert same(load("shapes"), first)


def test_a_file_where_the_folder_should_be_is_no_obstacle(folder: Path):
    (folder / "coursework").write_text("not a folder")
    assert len(load("shapes").x_train) == 10_000


def test_root_comes_before_the_variable(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("root")
    write_marked(folder, "in the folder of the variable")
    write_marked(root, "in root")
    assert load("digits").class_names == ("in the folder of the variable",)
    assert load("digits", root=root).class_names == ("in root",)


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(DataError, match=r"load\('cifar'\): expected one of 'digits', 'shapes', 'cifar10', .*'cifar'"):
        load("cifar")
    assert issubclass(DataError, CourseworkError)
    assert NAMES == ("digits", "shapes", "cifar10", "mnist", "fashion-mnist")


def test_only_data_that_is_always_there_can_be_the_fallback():
    with pytest.raises(DataError, match="expected one of 'digits', 'shapes', got 'mnist'"):
        load("cifar10", fallback="mnist")


def test_published_data_cannot_be_prepared(folder: Path):
    with pytest.raises(DataError, match="only 'digits' and 'shapes' are made here"):
        prepare("cifar10", folder)


def test_an_option_that_is_not_taken_is_an_error():
    with pytest.raises(DataError, match=r"load\('mnist'\): takes no options, got n_train"):
        load("mnist", n_train=5, download=False)
    with pytest.raises(TypeError, match="rotation"):
        load("shapes", n_train=1, n_test=1, rotation=1)
