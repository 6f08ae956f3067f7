"""Known wrong answers (mutants) and other right ones (variants), held against the tests of their questions.

They lie in `source/<assignment>/mutants/<grade_id>.py` and `variants/<grade_id>.py`, parted by lines
`# %% what is different`. In the line after that a mutant may say `# says: <regular expression>`: what a student reads
then must match it, and it must name what is wrong with this mutant.
"""

from .files import MUTANT, VARIANT, Answer, read_answers
from .report import AnswersReport, QuestionRow, Tried
from .trying import try_answers, try_assignment

__all__ = [
    "MUTANT",
    "VARIANT",
    "Answer",
    "AnswersReport",
    "QuestionRow",
    "Tried",
    "read_answers",
    "try_answers",
    "try_assignment",
]
