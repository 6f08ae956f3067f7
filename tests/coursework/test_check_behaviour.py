"""raises, unchanged, choice, that, inside, and the seam for functions that live elsewhere."""

import numpy as np
import pytest
import torch

from coursework import check
from coursework.check.probe import LocalProbe


@pytest.fixture(autouse=True)
def _fresh():
    check.begin()


def failure(compare, *args, **options):
    with pytest.raises(check.CheckFailed) as caught:
        compare(*args, **options)
    return caught.value


def vote(labels, k):
    if k > len(labels):
        raise ValueError(f"k = {k} is larger than {len(labels)}")
    return labels[0]


def test_raises_accepts_the_error_and_its_text():
    assert isinstance(check.raises(ValueError, vote, [1], 2, match="larger"), ValueError)
    check.raises(ValueError, vote, [1], k=2)
    check.raises((ValueError, TypeError), vote, [1], 2)


@pytest.mark.parametrize(
    ("args", "options", "text"),
    [
        (
            (KeyError, vote, [1], 2),
            {},
            "vote should raise KeyError here, but raised ValueError: k = 2 is larger than 1",
        ),
        ((ValueError, vote, [1], 1), {}, "vote should raise ValueError here, but returned 1"),
        ((ValueError, vote, [np.ones(2)], 1), {}, "vote should raise ValueError here, but returned a result"),
        (
            (ValueError, vote, [1], 2),
            {"match": "smaller"},
            "vote raises ValueError, but its text should match 'smaller'",
        ),
        (((ValueError, OSError), vote, [1], 1), {}, "vote should raise ValueError or OSError here"),
    ],
)
def test_raises_refuses(args, options, text):
    assert text in failure(check.raises, *args, **options).message


def test_an_empty_stub_raises_no_error_that_counts():
    def stub():
        raise NotImplementedError("knn-vote")

    for wanted in (ValueError, RuntimeError, Exception):
        with check.part("k larger than N", points=1):
            check.raises(wanted, stub)
    assert {part.status for part in check.collect().parts} == {"not attempted"}
    check.raises(NotImplementedError, stub)


def test_hints_of_raises_hold_no_text_of_the_student():
    def odd():
        raise type("Odd13", (LookupError,), {})("value 13")

    assert (
        failure(check.raises, ValueError, odd).hint == "the task asks for ValueError here, your code raises LookupError"
    )


def in_place(x, y=None, items=(), table=None):
    if y is not None:
        y *= 2
    if table is not None:
        table["k"] = 1
    for item in items:
        item[0] = 5
    return x + 1


def test_unchanged_returns_the_value_and_leaves_the_arguments_alone():
    x, y = np.ones(3), np.ones(3)
    np.testing.assert_array_equal(check.unchanged(in_place, x), [2, 2, 2])
    failure(check.unchanged, in_place, x, y)
    np.testing.assert_array_equal(y, [1, 1, 1])


@pytest.mark.parametrize(
    ("args", "options", "text"),
    [
        ((0, np.ones(2)), {}, "in_place modifies its input: argument 2[0] was 1, is now 2"),
        ((0,), {"y": np.ones((2, 2))}, "argument y[0, 0] was 1, is now 2"),
        ((0,), {"y": torch.ones(2)}, "argument y[0] was 1, is now 2"),
        ((0,), {"items": [[1, 2]]}, "argument items[0][0] was 1, is now 5"),
        ((0,), {"table": {}}, "argument table has other keys now"),
        ((0,), {"table": {"k": 0}}, "argument table['k'] was 0, is now 1"),
    ],
)
def test_unchanged_names_what_was_modified(args, options, text):
    found = failure(check.unchanged, in_place, *args, **options)
    assert text in found.message
    assert found.hint == "your code modifies its input: compute on a copy, not in place"


def test_nan_in_an_input_is_no_modification():
    check.unchanged(in_place, np.array([np.nan, 1.0]))
    check.unchanged(in_place, float("nan"))


def test_a_read_only_input_stays_read_only():
    x = np.ones(3)
    x.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        check.unchanged(in_place, 0, x)


def test_a_tensor_that_records_gradients_can_be_an_argument():
    weight = torch.nn.Parameter(torch.ones(2))
    assert check.unchanged(in_place, weight).requires_grad


@pytest.mark.parametrize("answer", ["a", "d"])
def test_choice_accepts_an_option(answer):
    check.choice(answer, "abcd")


@pytest.mark.parametrize("answer", ["e", "", "ab", "A", 1, ["a"], type("S", (str,), {})("a")])
def test_choice_refuses_what_is_no_option(answer):
    assert "the answer should be one of 'a', 'b', 'c', 'd'" in failure(check.choice, answer, "abcd").message


def test_no_choice_is_not_attempted():
    with check.part("choice", points=1):
        check.choice(None, "abcd")
    assert check.collect().parts[0].status == "not attempted"


def test_that_takes_true_and_false_only():
    check.that(True, "never said")
    check.that(np.True_, "never said")
    assert failure(check.that, False, "sizes differ", hint="sizes").hint == "sizes"
    for other in (1, "yes", np.ones(1, dtype=bool), object(), None):
        assert "expected True or False" in failure(check.that, other, "sizes differ").message


class Remote:
    """A function that lives elsewhere, as the grader's handles do."""

    def __init__(self, fn):
        self.fn = fn

    def __call__(self, *args, **kwargs):
        return self.fn(*args, **kwargs)

    def __check_probe__(self):
        return LocalProbe(self.fn)

    def __check_inside__(self, fn, args):
        return ("inside", fn(*(arg.fn if type(arg) is Remote else arg for arg in args)))

    def __check_type_name__(self):
        return "Module\x1b[2J"


def test_checks_reach_a_remote_function_through_its_class():
    remote = Remote(in_place)
    assert "in_place modifies its input" in failure(check.unchanged, remote, 0, np.ones(2)).message
    assert "in_place should have no loop" in failure(check.loop_free, remote).message
    assert "in_place should raise" in failure(check.raises, ValueError, remote, 1).message


def test_a_probe_on_the_instance_is_not_looked_at():
    def answer():
        return 1

    answer.__check_probe__ = lambda: Remote(in_place)
    assert "answer should raise" in failure(check.raises, ValueError, answer).message


def test_inside_runs_where_an_argument_lives():
    assert check.inside(lambda a, b: a + b, 1, 2) == 3
    assert check.inside(lambda a, fn: fn(a), 1, Remote(lambda x: x + 1)) == ("inside", 2)


def test_an_error_from_elsewhere_says_itself_what_happened():
    class StudentError(ValueError):
        def __check_words__(self):
            return "your code raised Odd: 13\x1b[2J", "your code raised ValueError"

    with check.part("remote", points=1):
        raise StudentError("13")
    part = check.collect().parts[0]
    assert (part.status, part.message, part.hint) == (
        "error",
        "your code raised Odd: 13?[2J",
        "your code raised ValueError",
    )


def test_a_handle_says_what_it_stands_for():
    message = failure(check.close, Remote(in_place), 1.0).message
    assert "got an object of type Module?[2J" in message
