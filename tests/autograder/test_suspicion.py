"""What looks like an attempt on the grader is named; honest code is not."""

import pytest

from autograder.suspicion import suspicious

GIVEN = frozenset({"np", "check"})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("np.allclose = lambda *a: True", "replaces np.allclose"),
        ("import builtins\nbuiltins.abs = lambda x: 0", "replaces builtins.abs"),
        ("from coursework import check as c\nc.close = print", "replaces c.close"),
        ("setattr(np, 'allclose', print)", "replaces an attribute of np"),
        ("class check:\n    pass", "redefines check"),
        ("class A:\n    def __eq__(self, other):\n        'all'\n        return True", "equal to everything"),
        ("import sys\nframe = sys._getframe(3)", "_getframe"),
        ("print(In[-1])", "history"),
        ("open('../../source/02_knn/02_knn.ipynb')", "names 'source/'"),
        ("open('/proc/self/maps')", "names '/proc/'"),
        ("import ctypes", "imports ctypes"),
        ("from autograder import reference", "imports autograder"),
        ("__import__('sklearn')", "calls __import__()"),
    ],
)
def test_an_attempt_is_named(source, words):
    (sentence,) = suspicious([("knn-l1-solution", source)], GIVEN)
    assert sentence.startswith("knn-l1-solution: ")
    assert words in sentence


@pytest.mark.parametrize(
    "source",
    [
        "import os, sys, math\nx = np.abs(3)\nx.shape = (1,)",
        "class Model:\n    name = 'a source'\n    def __eq__(self, other):\n        return self.name == other.name",
        "def f(:",
        "results = {}\nresults['a'] = 1\nindex = 3",
    ],
)
def test_honest_code_is_left_alone(source):
    assert suspicious([("own", source)], GIVEN) == []


def test_the_same_thing_is_said_once():
    assert len(suspicious([("own", "import ctypes\nimport ctypes")], GIVEN)) == 1
