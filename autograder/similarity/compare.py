"""Pairs of documents that share runs of tokens, by the fingerprints of copydetect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from copydetect.utils import find_fingerprint_overlap, get_copied_slices, get_document_fingerprints

from .documents import Document

# So many tokens in a row are a fingerprint: two lines or so.
RUN = 18
# What so large a part of the class has, and so many at least, is the usual answer.
USUAL_SHARE, USUAL_STUDENTS = 0.25, 6
# But all of a notebook, if so many tokens of it are their own, two students do not write by chance.
WHOLE = 400
# Fewer tokens in common say nothing.
FEWEST = 60


@dataclass(frozen=True)
class Pair:
    """Two students.

    share: of the code of the one who has less of their own, how much the other has too, in [0, 1].
    tokens: how many they have in common. lines: of each, the lines that are.
    """

    students: tuple[str, str]
    share: float
    tokens: int
    lines: tuple[tuple[int, ...], tuple[int, ...]]


def similar(found: Sequence[Document], given: Sequence[Document] = (), least: float = 0.5) -> list[Pair]:
    """The pairs that share at least `least` of what is their own, most alike first.

    What `given` documents have counts nowhere; nor does what much of the class has, unless all of two is the same.

    Source: S. Schleimer, D. S. Wilkerson, A. Aiken, Winnowing, SIGMOD 2003, https://doi.org/10.1145/872757.872770
        (here with a window of one: every fingerprint is kept).
    """
    signs = _Signs()
    shown = {mark for one in given for mark in signs.of(one)}
    own = {one.student: _without(shown, signs.of(one)) for one in found}
    have = Counter(mark for each in own.values() for mark in each)
    most = max(USUAL_STUDENTS, USUAL_SHARE * len(found))
    usual = {mark for mark, count in have.items() if count > most}
    rare = {student: _without(usual, each) for student, each in own.items()}
    size, size_of_rare = ({student: _size(each) for student, each in marks.items()} for marks in (own, rare))
    pairs = []
    for one, other in combinations(found, 2):
        whole = one.tokens == other.tokens and size[one.student] >= WHOLE
        marks, sizes = (own, size) if whole else (rare, size_of_rare)
        a, b = marks[one.student], marks[other.student]
        places = find_fingerprint_overlap(set(a), set(b), a, b)
        covered = [_covered(list(each)) for each in places]
        tokens = min(map(len, covered))
        smaller = min(sizes[one.student], sizes[other.student])
        if tokens >= FEWEST and tokens >= least * smaller:
            lines = tuple(
                tuple(sorted({doc.places[i] for i in at})) for doc, at in zip((one, other), covered, strict=True)
            )
            pairs.append(Pair((one.student, other.student), min(1.0, tokens / smaller), tokens, lines))
    return sorted(pairs, key=lambda pair: (-pair.share, -pair.tokens, pair.students))


def clusters(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Groups of students that pairs connect, the largest first."""
    groups: list[set[str]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair.students)]
        groups = [group for group in groups if group not in touched] + [set(pair.students).union(*touched)]
    return sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group))


class _Signs:
    """A character for each kind of token, the same in all documents: copydetect compares texts."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, document: Document) -> dict[int, list[int]]:
        """The fingerprints of a document, and where each begins."""
        text = "".join(self._known.setdefault(token, chr(0x100 + len(self._known))) for token in document.tokens)
        if len(text) < RUN:
            return {}
        _, places = get_document_fingerprints(text, RUN, 1)
        return places


def _without(left_out: set[int], marks: dict[int, list[int]]) -> dict[int, list[int]]:
    return {mark: at for mark, at in marks.items() if mark not in left_out}


def _size(marks: dict[int, list[int]]) -> int:
    """How many tokens lie under the marks."""
    return len(_covered([i for at in marks.values() for i in at]))


def _covered(starts: list[int]) -> set[int]:
    """The tokens that lie in a run that begins at one of these."""
    slices = get_copied_slices(starts, RUN).astype(int)
    return {i for begin, end in zip(*slices, strict=True) for i in range(begin, end)}
