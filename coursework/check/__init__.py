"""One check for the lecture hall, the laptop and the grader: it decides, explains and gives partial credit.

::

    with check.part("two rows by hand", points=2):
        check.close(l1_distances(a, b), [[3.0, 5.0]])
    check.score(of=10)
"""

from .behaviour import choice, inside, raises, that, unchanged
from .compare import close, dtype, equal, shape
from .cost import faster_than, peak_memory
from .failures import CheckFailed, Incomplete, NotAttempted, NothingEarned
from .gradients import gradient
from .loops import loop_free
from .parts import PartResult, Report, begin, collect, part
from .probe import LocalProbe, Measurement, Probe
from .score import render, score

__all__ = [
    "CheckFailed",
    "Incomplete",
    "LocalProbe",
    "Measurement",
    "NotAttempted",
    "NothingEarned",
    "PartResult",
    "Probe",
    "Report",
    "begin",
    "choice",
    "close",
    "collect",
    "dtype",
    "equal",
    "faster_than",
    "gradient",
    "inside",
    "loop_free",
    "part",
    "peak_memory",
    "raises",
    "render",
    "score",
    "shape",
    "that",
    "unchanged",
]
